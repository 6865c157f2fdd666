#include "reports/serve/limits.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/random.h"

enum { SETS = 1 << 14, WAYS = 4, BURST_S = 3 };

struct place {
	uint64_t address;
	bool is_used;
	struct limits_bucket bucket;
};

struct limits {
	uint32_t rate;
	uint64_t secret[2];
	pthread_mutex_t lock;
	struct place places[SETS][WAYS];
};

bool
limits_take(struct limits_bucket *b, uint32_t rate, uint64_t now_ms)
{
	const uint64_t most = (uint64_t)rate * BURST_S * 1000;
	const uint64_t since = now_ms - b->seen_ms;
	if (rate == 0)
		return true;
	/* So many milliseconds bring back so many thousandths, times rate. */
	const uint64_t back = since < BURST_S * 1000 ? since * rate : most;
	b->used_milli = b->used_milli > back ? b->used_milli - back : 0;
	b->seen_ms = now_ms;
	if (b->used_milli + 1000 > most)
		return false;
	b->used_milli += 1000;
	return true;
}

struct limits *
limits_new(uint32_t rate)
{
	struct limits *l = mem_new(1, sizeof *l);
	l->rate = rate;
	random_bytes(l->secret, sizeof l->secret);
	pthread_mutex_init(&l->lock, NULL);
	return l;
}

void
limits_free(struct limits *l)
{
	if (l == NULL)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* An IPv4 address, or the first 64 bits of an IPv6 one; none of those that are
 * in use is as small as the former. */
static uint64_t
number_of(const struct addr *a)
{
	uint64_t number = 0;
	for (int i = 0; i < (a->is_v6 ? 8 : 4); i++)
		number = number << 8 | a->bytes[i];
	return number;
}

static struct place *
find_place(struct limits *l, uint64_t address)
{
	__extension__ typedef unsigned __int128 product;
	const product p =
	    (product)(address ^ l->secret[0]) * (l->secret[1] | 1);
	struct place *set =
	    l->places[((uint64_t)p ^ (uint64_t)(p >> 64)) % SETS];
	struct place *oldest = &set[0];
	for (int i = 0; i < WAYS; i++) {
		if (set[i].is_used && set[i].address == address)
			return &set[i];
		if (set[i].bucket.seen_ms < oldest->bucket.seen_ms)
			oldest = &set[i];
	}
	*oldest = (struct place){.address = address, .is_used = true};
	return oldest;
}

bool
limits_take_of(struct limits *l, const struct addr *client, uint64_t now_ms)
{
	if (l->rate == 0)
		return true;
	pthread_mutex_lock(&l->lock);
	struct place *place = find_place(l, number_of(client));
	const bool ok = limits_take(&place->bucket, l->rate, now_ms);
	pthread_mutex_unlock(&l->lock);
	return ok;
}
