/* The files that a cluster has been given, as its table of files tells. */
#ifndef LIB_LEDGER_H
#define LIB_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "lib/archive.h"
#include "lib/arena.h"
#include "lib/clickhouse.h"
#include "lib/fingerprint.h"

/* What is known of one file. */
struct loaded {
	const char *name; /* its path below results/ */
	char digest[FINGERPRINT_TEXT_MAX];
	uint64_t bytes;
	int64_t modified; /* nanoseconds since 1970 */
	uint64_t load;    /* the number under which hosts holds its rows */
	uint32_t form; /* the form (render/cluster/tables.h) of the program that
			  loaded it */
	uint64_t rows; /* in hosts */
	uint64_t bad;  /* rows that were skipped; the first of them is … */
	uint64_t bad_line;
	const char *bad_why;
	unsigned partial;  /* a run record: bit i if scan i is not complete */
	const char *fault; /* why it could not be read to its end; or "" */
	time_t when;
	uint32_t rank; /* its place in the archive's order, among all */
};

/* What the archives that feed the cluster hold together: the newest revision
 * of each file. Zeroed, it is empty. */
struct ledger {
	struct archive archive; /* its paths are names; in its order */
	struct loaded *loaded;  /* of each of its files, at the same place */
	struct loaded *all;     /* older revisions too, by name */
	size_t n_all;
	struct arena arena;
};

/* Lists the files of the days first…last, of all nodes. False: e says why. The
 * caller calls ledger_done either way. */
bool ledger_read(struct ledger *f, struct clickhouse *s, day_t first,
    day_t last, struct err *e) __attribute__((warn_unused_result));
void ledger_done(struct ledger *f);

/* The file of that name, whatever its revision; NULL: none was loaded. */
const struct loaded *ledger_find(const struct ledger *f, const char *name);

/* Adds a file to the table, with the n bytes of its body. From now on its rows
 * count. */
bool ledger_add(struct clickhouse *s, const struct archive_file *file,
    const struct loaded *loaded, const char *body, size_t n, struct err *e)
    __attribute__((warn_unused_result));

/* Reads the bodies of a day's run records: on_body is called for each name,
 * with n bytes that live until it returns. */
typedef void ledger_body_fn(
    void *context, const char *name, const char *body, size_t n);
bool ledger_bodies(struct clickhouse *s, day_t day, ledger_body_fn *on_body,
    void *context, struct err *e) __attribute__((warn_unused_result));

#endif
