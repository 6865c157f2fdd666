/* The rows of all days: the files of a folder, kept open, looked at again when
 * the folder changes. */
#ifndef REPORTS_ROWS_DAYS_H
#define REPORTS_ROWS_DAYS_H

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "lib/buf.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/schema.h"

#include "reports/rows/store.h"

/* OUT/rows/YYYY-MM-DD-<type>.rows */
enum { DAYS_NAME_MAX = 64 };

/* A file of the folder. */
struct days_file {
	day_t day;
	enum scan scan;
	ino_t inode; /* a file of the same name with another one is new */
	struct timespec changed;
	struct store store;
	bool is_new; /* it was opened in this look */
};

struct days {
	char folder[PATH_MAX];
	pthread_rwlock_t lock;
	struct days_file *files; /* by day, then type */
	size_t n;
	struct timespec seen; /* when the folder changed that was read */
	bool is_fresh; /* nothing can have changed since without a trace */
};

/* Writes the name of a day's file. */
void days_name(day_t day, enum scan scan, char out[static DAYS_NAME_MAX]);

/* Reads such a name. False: it is none. */
bool days_parse(const char *name, day_t *day, enum scan *scan);

/* Writes the folder of the rows below a folder of reports. False: its path is
 * too long. */
bool days_folder(const char *out, char folder[static PATH_MAX]);

/* Prepares for the rows below a folder of reports; none are known yet. False:
 * e says why. The caller calls days_done. */
bool days_init(struct days *d, const char *out, struct err *e)
    __attribute__((warn_unused_result));
void days_done(struct days *d);

/* Looks whether the folder has changed, and opens what is new. Files that are
 * damaged are left out; a line for each is added to complaints. False: the
 * folder cannot be read; e says why. A folder that is not there is empty. For
 * one thread. */
bool days_look(struct days *d, struct buf *complaints, struct err *e)
    __attribute__((warn_unused_result));

/* Between these two, by any thread, what days_find gives lives. */
void days_lock(struct days *d);
void days_unlock(struct days *d);

/* The rows of a day and type; NULL: there are none. */
const struct store *days_find(const struct days *d, day_t day, enum scan scan);

/* The first and last day of which there are rows. False: there is none. */
bool days_span(const struct days *d, day_t *first, day_t *last);

#endif
