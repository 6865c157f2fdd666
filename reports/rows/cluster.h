/* The rows of all days as a ClickHouse cluster holds them. */
#ifndef REPORTS_ROWS_CLUSTER_H
#define REPORTS_ROWS_CLUSTER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "lib/addr.h"
#include "lib/buf.h"
#include "lib/clickhouse.h"
#include "lib/config.h"
#include "lib/date.h"
#include "lib/err.h"
#include "lib/ledger.h"
#include "lib/record.h"
#include "lib/schema.h"

enum {
	CLUSTER_MOST_IDLE = 16,     /* connections kept for later */
	CLUSTER_MOST_ROWS = 100000, /* of one answer */
	CLUSTER_MOST_ALL = 2000000, /* of all that one question needs */
	CLUSTER_FRESH_S = 10        /* for so long the list of files is good */
};

/* A cluster that many threads ask. */
struct cluster {
	const struct config *config;
	pthread_rwlock_t lock; /* of the ledger */
	struct ledger ledger;
	pthread_mutex_t turn; /* of what follows */
	struct clickhouse *idle[CLUSTER_MOST_IDLE];
	size_t n_idle;
	time_t seen; /* when the ledger was read, by a clock that never goes
			back */
};

/* Prepares for the cluster that config->archive.rows names, and asks it what it
 * has. The configuration must outlive it. False: e says why. The caller calls
 * cluster_done, also then. */
bool cluster_init(struct cluster *c, const struct config *config, struct err *e)
    __attribute__((warn_unused_result));
void cluster_done(struct cluster *c);

/* What is asked for. */
struct cluster_question {
	day_t first;
	day_t last;
	bool is_ascending;
	bool is_narrow; /* few rows of each day are expected */
	bool scans[N_SCANS];
	const char *where; /* SQL, trusted: rows that it leaves out are none */
};

struct cluster_row {
	day_t day;
	enum scan scan;
	struct addr addr;
	struct record_value value[N_COLUMNS]; /* without a NUL behind them */
};

/* Called for each row, by day, then type, then address. */
typedef void cluster_row_fn(void *context, const struct cluster_row *row);

/* Called when a day that has rows is through. False: no more are wanted. */
typedef bool cluster_day_fn(void *context, day_t day);

enum cluster_end { CLUSTER_DONE, CLUSTER_TOO_MUCH, CLUSTER_FAILED };

/* Asks. CLUSTER_FAILED: e says why. */
enum cluster_end cluster_ask(struct cluster *c,
    const struct cluster_question *q, cluster_row_fn *on_row,
    cluster_day_fn *on_day, void *context, struct err *e);

/* Add a condition to SQL: that the address lies in a range, that a column has a
 * value, that the host name holds a text. False: the value may hold what SQL
 * could take for its own; nothing is added. */
void cluster_add_range(struct buf *sql, const struct addr_range *range);
bool cluster_add_equal(struct buf *sql, enum column column, const char *value);
bool cluster_add_host(struct buf *sql, const char *text);

#endif
