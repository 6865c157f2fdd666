/* A ClickHouse server, spoken to over HTTP: SQL there, tables back. */
#ifndef RENDER_CLUSTER_SERVER_H
#define RENDER_CLUSTER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/config.h"
#include "lib/err.h"
#include "lib/http.h"

enum { SERVER_NAME_MAX = 64, SERVER_TABLE_MAX = 256 };

/* The tables are our own, of this node; or those of all nodes of the cluster,
 * to be read, which are the same if no cluster is named. */
struct server {
	char name[512]; /* "clickhouse://census@127.0.0.1:8123/ntpcensus" */
	char database[SERVER_NAME_MAX];
	char hosts[SERVER_TABLE_MAX];
	char files[SERVER_TABLE_MAX];
	char all_hosts[SERVER_TABLE_MAX];
	char all_files[SERVER_TABLE_MAX];
	char all_parts[SERVER_TABLE_MAX]; /* system.parts */
	struct http *http;
	char url[512];
	char *user;
	char *password;
	const char *authorities; /* the configuration's */
};

/* Makes ready to speak to the server that config->archive.rows names; nothing
 * is sent yet. The configuration must outlive it. NULL: the setting or the
 * password file is not as it must be; e says how. The caller closes it. */
struct server *server_open(const struct config *config, struct err *e);
void server_close(struct server *s);

/* Runs one statement. answer (may be NULL) is emptied and gets the result, in
 * the format that the statement names. False: e names the server and says what
 * it said. */
bool server_ask(struct server *s, const char *sql, struct buf *answer,
    struct err *e) __attribute__((warn_unused_result));

/* Runs an INSERT whose rows, in the format that it names, come from fill. On
 * failure *row is the number, from 1, of the row that the server complains of,
 * or 0 if it names none. */
bool server_insert(struct server *s, const char *sql, http_fill_fn *fill,
    void *context, uint64_t *row, struct err *e)
    __attribute__((warn_unused_result));

#endif
