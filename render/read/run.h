/* How a day was made, from its run records. */
#ifndef RENDER_READ_RUN_H
#define RENDER_READ_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

enum day_state { DAY_MISSING, DAY_PARTIAL, DAY_COMPLETE };

/* How one day of one scan was made, from its run record; a number that the
 * record lacks is -1, a time 0, a text "". */
struct scan_run {
	enum day_state state;
	bool has_record;
	bool simulated;
	time_t started;
	time_t ended;
	int64_t asked;    /* addresses */
	int64_t excluded; /* addresses asked for but excluded */
	int64_t sent;     /* packets */
	int64_t received; /* packets */
	int64_t answered; /* hosts that answered at all */
	int64_t rate_pps;
	int64_t check_bits;  /* how much of the probe an answer must echo */
	int64_t bad_rows;    /* rows of its CSVs that were skipped */
	int64_t send_errors; /* packets that could not be sent */
	int64_t dropped;     /* packets that the kernel dropped, of all scans of
				the record together */
	const char *program; /* "ntpcensus-scan 0.1" */
	const char *databases; /* "GeoLite2-ASN of 2026-11-20, …" */
	const char *note;      /* why it was corrected, by its operator */
};

/* A run of which nothing is known: missing, without record. */
struct scan_run run_unknown(void);

/* Called for each network that a record names; name is readable UTF-8. */
typedef void run_name_fn(void *context, uint32_t asn, const char *name);

/* Adds a record (one of a day's shards, or the only one) to runs: counts add
 * up, the earliest start and the latest end count, and `partial[scan]` is set
 * for each scan that the record calls partial. Texts live in arena; on_name may
 * be NULL. False: the
 * file is no record of that day; e says why, and runs are untouched. */
bool run_read(const char *path, day_t day, struct scan_run runs[N_SCANS],
    bool partial[N_SCANS], run_name_fn *on_name, void *context,
    struct arena *arena, struct err *e) __attribute__((warn_unused_result));

/* The same of a record of n bytes in memory; name is what e calls it. */
bool run_read_text(const char *text, size_t n, const char *name, day_t day,
    struct scan_run runs[N_SCANS], bool partial[N_SCANS], run_name_fn *on_name,
    void *context, struct arena *arena, struct err *e)
    __attribute__((warn_unused_result));

/* A run as text, to be kept; the caller frees it. */
char *run_to_text(const struct scan_run *run);

/* Reads such a text. Texts live in arena. What it lacks is not known. */
void run_from_text(struct scan_run *run, const char *text, struct arena *arena);

#endif
