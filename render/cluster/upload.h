/* The rows of one report file, streamed into the table of hosts. */
#ifndef RENDER_CLUSTER_UPLOAD_H
#define RENDER_CLUSTER_UPLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/archive.h"
#include "lib/clickhouse.h"
#include "lib/record.h"

/* What became of a file. */
struct upload {
	struct record_counts counts; /* good rows, which were sent; bad ones */
	struct err fault; /* why it could not be read to its end; or "" */
	bool is_spoiled;  /* it was not read well: its rows are to be dropped,
			     and libcsv alone is to read it */
};

/* Called now and then with the number of rows that were sent so far. */
typedef void upload_rows_fn(void *context, uint64_t rows);

/* Reads the file as a day's reader does, or with libcsv alone (plain), and
 * sends its good rows under the number `load`, in bounded memory. A file that
 * cannot be read to its end is no failure. False: the server does not take
 * them; e says why, and names the line of the file if the server names a row.
 */
bool upload_file(struct clickhouse *s, const struct archive_file *file,
    uint64_t load, bool plain, struct upload *out, upload_rows_fn *on_rows,
    void *context, struct err *e) __attribute__((warn_unused_result));

#endif
