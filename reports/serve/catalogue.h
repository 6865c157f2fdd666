/* All reports that are kept: found by id, or by list and day; looked for again
 * when days change. */
#ifndef REPORTS_SERVE_CATALOGUE_H
#define REPORTS_SERVE_CATALOGUE_H

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/buf.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

#include "reports/shelf/index.h"
#include "reports/shelf/shelf.h"

/* A report. Texts live as long as the catalogue is locked. */
struct catalogue_report {
	const char *file;
	const char *list;
	const char *filter;
	char id[INDEX_ID_CHARS + 1];
	enum scan scan;
	unsigned revision;
	unsigned cut; /* which cut of the day has it, from 1 */
	uint64_t events;
	uint64_t bytes;
};

/* A day's reports: by list, type, filter and revision. */
struct catalogue_day {
	day_t day;
	uint64_t mark; /* of the folder as it was read; 0: look again */
	struct catalogue_report *reports;
	size_t n;
	size_t room;
	uint32_t *by_id;
	struct arena arena;
};

struct catalogue {
	struct shelf shelf; /* is only read */
	pthread_rwlock_t lock;
	struct catalogue_day **days; /* rising */
	size_t n;
	size_t room;
};

/* Prepares for a folder of reports; none are known yet. The path must outlive
 * it. The caller calls catalogue_done. */
void catalogue_init(struct catalogue *c, const char *path);
void catalogue_done(struct catalogue *c);

/* Looks for days that are new, changed or gone. What is damaged is left out; a
 * line for each is added to complaints. False: the folder cannot be read; e
 * says why. For one thread. */
bool catalogue_look(struct catalogue *c, struct buf *complaints, struct err *e)
    __attribute__((warn_unused_result));

/* Between these two, by any thread, what the others give lives. */
void catalogue_lock(struct catalogue *c);
void catalogue_unlock(struct catalogue *c);

/* The report of an id; NULL: there is none. *day is set. */
const struct catalogue_report *catalogue_find(
    const struct catalogue *c, const char *id, day_t *day);

/* The reports of a list in a day that is catalogued; *n says how many. */
const struct catalogue_report *catalogue_of(
    const struct catalogue_day *day, const char *list, size_t *n);

/* The path of a report. False: it is too long. */
bool catalogue_path(const struct catalogue *c, day_t day,
    const struct catalogue_report *r, char out[static PATH_MAX]);

#endif
