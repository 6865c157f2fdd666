#include "reports/serve/clients.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static int
compare_keys(const void *left, const void *right)
{
	const struct client *a = left, *b = right;
	return strcmp(a->subscriber->api_key, b->subscriber->api_key);
}

static void
free_clients(struct clients *c)
{
	for (size_t i = 0; i < c->n; i++) {
		scope_done(&c->items[i].scope);
		pthread_mutex_destroy(&c->items[i].lock);
	}
	free(c->items);
	subscribers_done(&c->subscribers);
	free(c);
}

static void
take_subscribers(struct clients *c)
{
	c->items = mem_new(c->subscribers.n + 1, sizeof c->items[0]);
	for (size_t i = 0; i < c->subscribers.n; i++)
		if (c->subscribers.items[i].api_key[0] != '\0')
			c->items[c->n++].subscriber = &c->subscribers.items[i];
	if (c->n > 0)
		qsort(c->items, c->n, sizeof c->items[0], compare_keys);
	for (size_t i = 0; i < c->n; i++) {
		scope_init(&c->items[i].scope, c->items[i].subscriber);
		pthread_mutex_init(&c->items[i].lock, NULL);
	}
}

static int
compare_lists(const void *left, const void *right)
{
	const struct client *const *a = left, *const *b = right;
	return strcmp((*a)->subscriber->list, (*b)->subscriber->list);
}

/* A list keeps its counts, also under a new key. */
static void
carry_over(const struct clients *before, struct clients *c)
{
	struct client **old = mem_new(before->n + 1, sizeof *old);
	for (size_t i = 0; i < before->n; i++)
		old[i] = &before->items[i];
	if (before->n > 0)
		qsort(old, before->n, sizeof *old, compare_lists);
	for (size_t i = 0; before->n > 0 && i < c->n; i++) {
		struct client *now = &c->items[i];
		struct client **was =
		    bsearch(&now, old, before->n, sizeof *old, compare_lists);
		if (was == NULL)
			continue;
		pthread_mutex_lock(&(*was)->lock);
		now->bucket = (*was)->bucket;
		now->day = (*was)->day;
		now->queries = (*was)->queries;
		pthread_mutex_unlock(&(*was)->lock);
	}
	free(old);
}

bool
clients_read(struct clients_now *now, const char *path, struct err *e)
{
	struct clients *c = mem_new(1, sizeof *c);
	if (!subscribers_read(&c->subscribers, path, e)) {
		free(c);
		return false;
	}
	take_subscribers(c);
	c->users = 1;
	struct clients *before = clients_hold(now);
	if (before != NULL)
		carry_over(before, c);
	pthread_mutex_lock(&now->lock);
	now->clients = c;
	pthread_mutex_unlock(&now->lock);
	if (before != NULL) {
		clients_give_back(now, before);
		clients_give_back(now, before); /* it is the newest no more */
	}
	return true;
}

struct clients *
clients_hold(struct clients_now *now)
{
	pthread_mutex_lock(&now->lock);
	struct clients *c = now->clients;
	if (c != NULL)
		c->users++;
	pthread_mutex_unlock(&now->lock);
	return c;
}

void
clients_give_back(struct clients_now *now, struct clients *c)
{
	pthread_mutex_lock(&now->lock);
	const bool is_last = --c->users == 0;
	pthread_mutex_unlock(&now->lock);
	if (is_last)
		free_clients(c);
}

struct client *
clients_find(const struct clients *c, const char *key)
{
	const struct subscriber asked = {.api_key = key};
	const struct client place = {.subscriber = &asked};
	return c->n > 0 ? bsearch(&place, c->items, c->n, sizeof c->items[0],
			      compare_keys)
			: NULL;
}

static void
turn_day(struct client *c, day_t today)
{
	if (c->day != today)
		c->queries = 0;
	c->day = today;
}

enum clients_verdict
clients_count(struct client *c, uint32_t rate, day_t today, uint64_t now_ms)
{
	const uint32_t most = c->subscriber->api_limit;
	enum clients_verdict verdict = CLIENT_MAY;
	pthread_mutex_lock(&c->lock);
	turn_day(c, today);
	if (!limits_take(&c->bucket, rate, now_ms))
		verdict = CLIENT_TOO_FAST;
	else if (most != 0 && c->queries >= most)
		verdict = CLIENT_TOO_OFTEN;
	else
		c->queries++;
	pthread_mutex_unlock(&c->lock);
	return verdict;
}

uint64_t
clients_counted(struct client *c, day_t today)
{
	pthread_mutex_lock(&c->lock);
	turn_day(c, today);
	const uint64_t n = c->queries;
	pthread_mutex_unlock(&c->lock);
	return n;
}
