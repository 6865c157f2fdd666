/* What all pages of a run share. */
#ifndef RENDER_PAGES_EDITION_H
#define RENDER_PAGES_EDITION_H

#include <stdbool.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/config.h"
#include "lib/err.h"

#include "render/draw/outlines.h"
#include "render/keep/history.h"
#include "render/pages/template.h"
#include "render/pages/view.h"
#include "render/pages/years.h"
#include "render/site/site.h"

/* Only read once it is made, so that any number of threads may. */
struct edition {
	const struct history *history;
	const struct config *config;
	struct site *site; /* the one being made */
	const struct closed_years *closed;
	struct digest program;
	const char *templates_folder;
	time_t now;
	unsigned n_workers;
	size_t first_day; /* whose page is written; those before it stay */
	bool is_past;     /* only pages of days are made, of a past year */
	struct templates *templates;
	struct outlines outlines; /* of the world map; none: there is no map */
	struct years years;
	size_t last_day;         /* that any scan ran on, in the history */
	bool *partial[N_SCANS];  /* n_days flags each, for charts */
	const char **dates;      /* n_days, as "2026-11-21" */
	const char **short_days; /* n_days, as "21 Nov" */
	bool *has_picture;   /* for each network: it is one of the largest */
	struct view *shared; /* values that every template may name */
	struct arena arena;  /* of all these */
};

/* Reads the templates and makes what is shared, of what is set already: all
 * that stands above templates. False: e says why. The caller calls
 * edition_done, also on failure. */
bool edition_make(struct edition *d, struct err *e)
    __attribute__((warn_unused_result));
void edition_done(struct edition *d);

#endif
