/* All rows of a day and type, sorted by address; of each, memory holds the
 * address and where its text stands. */
#ifndef REPORTS_ROWS_SORTED_H
#define REPORTS_ROWS_SORTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/archive.h"
#include "lib/err.h"
#include "lib/skipped.h"

#include "reports/cut/spool.h"

enum { SORTED_MOST_THREADS = 64 };

struct sorted_key {
	uint8_t address[16]; /* an IPv4 address has 4 */
	uint64_t at;         /* in the spool of a thread */
	uint32_t order; /* rows of a lower one stand before it in the day */
	uint32_t thread;
};

/* What one thread reads. */
struct sorted_worker {
	const struct schema *schema;
	struct spool spool;
	struct sorted_key *keys;
	size_t room;
	size_t n;
	size_t n_before; /* keys of the files before this one */
	uint32_t number;
	uint32_t first_order; /* of the file being read */
	uint32_t last_order;
};

struct sorted {
	struct sorted_worker workers[SORTED_MOST_THREADS];
	void *contexts[SORTED_MOST_THREADS];
	unsigned n_workers;
	struct sorted_key *keys; /* of all rows, rising */
	size_t n;
};

/* Reads the n files of one day and type. `folder` is where rows are kept
 * meanwhile. Rows and files that cannot be used are counted and said. False: e
 * says why. The caller calls sorted_done, also then. */
bool sorted_read(struct sorted *s, const char *folder,
    const struct archive_file *files, size_t n, struct skipped *skipped,
    struct err *e) __attribute__((warn_unused_result));
void sorted_done(struct sorted *s);

/* The text of a row, *n bytes: the values of its type's columns, in their
 * order, each ended by a NUL. It lives until sorted_done. */
const char *sorted_text(const struct sorted *s, size_t row, size_t *n);

#endif
