/* Who may ask: the subscribers with a key, what they may see, and how often
 * they have asked. */
#ifndef REPORTS_SERVE_CLIENTS_H
#define REPORTS_SERVE_CLIENTS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/date.h"
#include "lib/err.h"

#include "reports/serve/limits.h"
#include "reports/subscribers/scope.h"
#include "reports/subscribers/subscribers.h"

/* A subscriber with a key. */
struct client {
	const struct subscriber *subscriber;
	struct scope scope;
	pthread_mutex_t lock; /* of what follows */
	struct limits_bucket bucket;
	day_t day;        /* on which queries are counted */
	uint64_t queries; /* of that day */
};

/* A file of subscribers as it was read once. */
struct clients {
	struct subscribers subscribers;
	struct client *items; /* by key */
	size_t n;
	unsigned users; /* who hold it */
};

/* The newest one. A zeroed struct with its lock initialized has none. */
struct clients_now {
	pthread_mutex_t lock;
	struct clients *clients;
};

/* Reads the file and makes it the newest; counts of queries go on. False: e
 * says what is wrong, and nothing has changed. */
bool clients_read(struct clients_now *now, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Holds the newest one, which lives until it is given back. */
struct clients *clients_hold(struct clients_now *now);
void clients_give_back(struct clients_now *now, struct clients *c);

/* The client of a key; NULL: there is none. */
struct client *clients_find(const struct clients *c, const char *key);

/* What may stand in the way of a request. */
enum clients_verdict { CLIENT_MAY, CLIENT_TOO_FAST, CLIENT_TOO_OFTEN };

/* Counts a request of a client. */
enum clients_verdict clients_count(
    struct client *c, uint32_t rate, day_t today, uint64_t now_ms);

/* How many were counted today. */
uint64_t clients_counted(struct client *c, day_t today);

#endif
