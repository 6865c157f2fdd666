/* Which addresses a scan has seen in a year, and when last: how many in a week,
 * a month, a year, and how many are new or gone. */
#ifndef RENDER_READ_WINDOWS_H
#define RENDER_READ_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/date.h"
#include "lib/err.h"
#include "lib/fingerprint.h"

#include "render/read/hosts.h"
#include "render/read/tally.h"

/* The longest window. What was seen before it is forgotten. */
enum { WINDOWS_DAYS = 365 };

/* A day that was taken in. */
struct window_day {
	day_t day;
	bool is_complete;
	char digest[FINGERPRINT_TEXT_MAX]; /* of what it was made from */
};

/* What one scan type has seen up to its last day. It lies in one file, which
 * is derived and can be made again. */
struct windows;

/* Opens the file at path; what was not kept of an earlier time is forgotten.
 * One that is missing, of another form or damaged is
 * as one that knows no day. The caller closes it. */
struct windows *windows_open(const char *path, bool is_v6);
void windows_close(struct windows *w);

/* True if a day can be added: it is later than all that are known, and of the
 * n given days before it, in order, each one that is in its year is known with
 * the same digest. The known ones may be more, as old reports may be gone. */
bool windows_fits(const struct windows *w, day_t day,
    const struct window_day *before, size_t n);

/* Forgets everything. */
void windows_clear(struct windows *w);

/* Adds the settled hosts of a day later than all before. figures (may be NULL)
 * gets, unsorted, FIGURE_SEEN_… of each country, and of the world, in which a
 * host was last seen in the year; and, if the day and one before it are
 * complete, FIGURE_NEW and FIGURE_SAME, by where hosts are, and FIGURE_GONE, by
 * where they were, against the last complete day. It lies beside
 * the file until it is kept. */
bool windows_add(struct windows *w, const struct window_day *day,
    const struct hosts *hosts, struct tally *figures, struct err *e)
    __attribute__((warn_unused_result));

/* Makes the days that were added a part of the file, all at once. */
bool windows_keep(struct windows *w, struct err *e)
    __attribute__((warn_unused_result));

#endif
