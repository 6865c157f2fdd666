/* The two tables of a cluster: hosts, a row for each row of a report, and
 * files, a row for each file that was loaded. */
#ifndef RENDER_CLUSTER_TABLES_H
#define RENDER_CLUSTER_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/buf.h"
#include "lib/clickhouse.h"
#include "lib/date.h"
#include "lib/report.h"
#include "lib/schema.h"

#include "render/read/hosts.h"

/* The meaning of the numbers that a load computes. Whoever changes families,
 * classes or what a column holds adds 1, and every file is loaded again. */
enum { TABLES_FORM = 1 };

/* The last day that ClickHouse 18.16 can read as text, 2105-12-31; the first is
 * 1970-01-01, 0. */
enum { TABLES_LAST_DAY = 49672 };

/* Makes the database and the tables of this node, if they are missing. */
bool tables_make(struct clickhouse *s, struct err *e)
    __attribute__((warn_unused_result));

/* A row of hosts. */
struct table_row {
	day_t day;
	enum scan scan;
	uint64_t load;   /* which load it belongs to */
	uint32_t number; /* of the row in its file, from 1 */
	struct addr addr;
	struct host host; /* what the renderer makes of the row, but no order */
	const struct record_value *value; /* N_COLUMNS of them */
};

/* The columns of hosts in the order of tables_add_row, with commas. */
void tables_add_columns(struct buf *sql);

/* Adds the row in RowBinary. */
void tables_add_row(struct buf *b, const struct table_row *row);

#endif
