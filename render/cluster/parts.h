/* The partitions of hosts, one for each load, as ClickHouse lists them. */
#ifndef RENDER_CLUSTER_PARTS_H
#define RENDER_CLUSTER_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "lib/clickhouse.h"
#include "lib/date.h"

struct part {
	char id[64]; /* what ClickHouse calls it: 20261122-0-123 */
	day_t day;
	uint64_t load;
	uint64_t rows;
	time_t changed;
};

/* Zeroed, it is empty. */
struct parts {
	struct part *parts; /* by load */
	size_t n;
};

/* Lists the partitions of all nodes, or of this one alone. The caller calls
 * parts_done either way. */
bool parts_list(struct parts *p, struct clickhouse *s, bool all_nodes,
    struct err *e) __attribute__((warn_unused_result));
void parts_done(struct parts *p);

/* The number of rows under a load; 0 if there is none. */
uint64_t parts_rows(const struct parts *p, uint64_t load);

/* Drops a partition of this node; harmless if it is not there. */
bool parts_drop(struct clickhouse *s, const char *id, struct err *e)
    __attribute__((warn_unused_result));

#endif
