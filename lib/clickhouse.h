/* A ClickHouse server, spoken to over HTTP: SQL there, tables back. */
#ifndef LIB_CLICKHOUSE_H
#define LIB_CLICKHOUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/config.h"
#include "lib/err.h"
#include "lib/http.h"

enum { CLICKHOUSE_NAME_MAX = 64, CLICKHOUSE_TABLE_MAX = 256 };

/* The tables are our own, of this node; or those of all nodes of the cluster,
 * to be read, which are the same if no cluster is named. */
struct clickhouse {
	char name[512]; /* "clickhouse://census@127.0.0.1:8123/ntpcensus" */
	char database[CLICKHOUSE_NAME_MAX];
	char hosts[CLICKHOUSE_TABLE_MAX];
	char files[CLICKHOUSE_TABLE_MAX];
	char all_hosts[CLICKHOUSE_TABLE_MAX];
	char all_files[CLICKHOUSE_TABLE_MAX];
	char all_parts[CLICKHOUSE_TABLE_MAX]; /* system.parts */
	struct http *http;
	char url[512];
	char *user;
	char *password;
	const char *authorities; /* the configuration's */
	uint32_t idle_s;         /* without a byte of an answer */
};

/* Makes ready to speak to the server that config->archive.rows names; nothing
 * is sent yet. The configuration must outlive it. NULL: the setting or the
 * password file is not as it must be; e says how. The caller closes it. */
struct clickhouse *clickhouse_open(const struct config *config, struct err *e);
void clickhouse_close(struct clickhouse *s);

/* Runs one statement. answer (may be NULL) is emptied and gets the result, in
 * the format that the statement names. False: e names the server and says what
 * it said. */
bool clickhouse_ask(struct clickhouse *s, const char *sql, struct buf *answer,
    struct err *e) __attribute__((warn_unused_result));

/* Runs an INSERT whose rows, in the format that it names, come from fill. On
 * failure *row is the number, from 1, of the row that the server complains of,
 * or 0 if it names none. */
bool clickhouse_insert(struct clickhouse *s, const char *sql,
    http_fill_fn *fill, void *context, uint64_t *row, struct err *e)
    __attribute__((warn_unused_result));

#endif
