/* The questions that a cluster answers by SQL: a day's tallies, and how its
 * hosts compare with those of the year before. */
#ifndef RENDER_CLUSTER_QUERY_H
#define RENDER_CLUSTER_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/clickhouse.h"
#include "lib/date.h"
#include "lib/schema.h"

#include "render/read/count.h"

/* Rows of these n loads count, and of a host's rows on one day the one of the
 * earliest load. */
struct query {
	enum scan scan;
	day_t day;
	const uint64_t *loads;
	size_t n;
};

/* Counts the hosts of a day; out is what count_hosts makes, and *rows the
 * number of rows that were looked at. False: e says why. The caller frees what
 * is in out either way. */
bool query_day(struct clickhouse *s, const struct query *q, struct count *out,
    uint64_t *rows, struct err *e) __attribute__((warn_unused_result));

/* Counts the hosts of the year that ends with the day: figures gets what
 * windows_add gives. `complete` is the last complete day before; INT32_MIN: new
 * and gone hosts are not counted. The loads are those of the whole year. */
bool query_windows(struct clickhouse *s, const struct query *q, day_t complete,
    struct tally *figures, uint64_t *rows, struct err *e)
    __attribute__((warn_unused_result));

#endif
