/* Where data files are written: what all of them share, and what one thread
 * has to itself. */
#ifndef RENDER_PAGES_DATA_DESK_H
#define RENDER_PAGES_DATA_DESK_H

#include "lib/arena.h"
#include "lib/buf.h"
#include "lib/err.h"

#include "render/keep/history.h"
#include "render/pages/data_table.h"
#include "render/pages/years.h"
#include "render/site/site.h"

/* What many lines have in common. */
enum { DATA_PIECE_MOST = 40 };
struct data_piece {
	char text[DATA_PIECE_MOST];
	size_t len;
};

/* What all data files share. Only read once it is made. */
struct data_edition {
	const struct history *h;
	struct site *site;
	struct digest program; /* what makes the files */
	bool is_past;          /* only what never changes again */
	size_t first_day;      /* of those whose tables are made */
	struct years years;
	const char **dates;     /* n_days of them */
	bool has_scan[N_SCANS]; /* it ever ran */
	/* Of an entity's lines: "2026-11-21,scan_ntp," for each scan that ever
	 * ran and each day; ",0,complete" by suppressed and state. */
	struct data_piece *starts[N_SCANS];
	struct data_piece ends[2][DAY_COMPLETE + 1];
	const char *json_dates;            /* an array of texts */
	const char *json_states[N_SCANS];  /* likewise */
	const char *json_partial[N_SCANS]; /* the dates of partial days */
	struct digest *states; /* of the above, for each year and then for all
				  of them */
	struct arena arena;
};

/* What one thread writes with. */
struct data_desk {
	const struct data_edition *edition;
	struct data_table table;
	struct buf text;    /* of the file at hand */
	struct buf sums;    /* of the files at hand */
	struct buf latest;  /* the newest of an entity */
	struct buf made_of; /* what its digest is taken of */
	struct arena arena;
};

/* Makes what is shared; data_edition_done frees it. closed: the years before;
 * NULL: h is one of those itself. */
void data_edition_make(struct data_edition *d, const struct history *h,
    struct site *site, const struct closed_years *closed,
    struct digest program);
void data_edition_done(struct data_edition *d);

/* Makes a desk; data_desk_close frees what it has. */
void data_desk_open(struct data_desk *desk, const struct data_edition *d);
void data_desk_close(struct data_desk *desk);

/* Begins desk->made_of with what makes the file at hand and a word for it. */
void data_desk_begin_digest(struct data_desk *desk, const char *what);

/* Puts a buffer as a file of the site, made of desk->made_of. */
bool data_desk_put(struct data_desk *desk, const char *path,
    const struct buf *bytes, struct digest made_of, struct err *e)
    __attribute__((warn_unused_result));

/* The word for the state of a day: "complete". */
const char *data_desk_state(enum day_state state);

/* True if the entity can have hosts in the scan at all. */
bool data_desk_has_scan(
    const struct data_edition *d, const struct entity *entity, enum scan scan);

#endif
