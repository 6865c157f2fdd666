/* Open exchanges hang in a hash table, and in a list by the time of their last
 * question. The head of the list is the oldest: what is past its timeout there
 * has ended, so memory holds what was asked within one timeout and not what was
 * asked in a day. A clock that steps back by more than a timeout, as between
 * captures that were made apart, ends all that is open. */
#include "scanner/capture/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/random.h"

enum { LEAST_BUCKETS = 1024 };

struct pairs {
	int64_t quiet_ms, timeout_ms;
	bool unsolicited;
	pairs_done_fn *on_done;
	void *context;
	struct exchange **buckets;
	size_t n_buckets; /* a power of two */
	size_t n_open;
	struct exchange *oldest, *newest;
	uint64_t seed; /* of the hash: nobody can make buckets long */
	struct pool pool;
};

struct pairs *
pairs_new(uint32_t quiet_ms, uint32_t timeout_ms, bool unsolicited,
    pairs_done_fn *on_done, void *context)
{
	struct pairs *p = mem_new(1, sizeof *p);
	*p = (struct pairs){.quiet_ms = quiet_ms,
	    .timeout_ms = timeout_ms,
	    .unsolicited = unsolicited,
	    .on_done = on_done,
	    .context = context,
	    .buckets = mem_new(LEAST_BUCKETS, sizeof(struct exchange *)),
	    .n_buckets = LEAST_BUCKETS};
	random_bytes(&p->seed, sizeof p->seed);
	return p;
}

void
pairs_free(struct pairs *p)
{
	while (p->oldest != NULL) {
		struct exchange *x = p->oldest;
		p->oldest = x->newer;
		free(x);
	}
	pool_done(&p->pool);
	free(p->buckets);
	free(p);
}

static uint64_t
mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 29;
}

static uint64_t
mix_address(uint64_t hash, const struct addr *a)
{
	uint64_t words[2];
	memcpy(words, a->bytes, sizeof words);
	return mix(mix(hash, words[0]), words[1] + a->is_v6);
}

static struct exchange **
bucket_of(const struct pairs *p, const struct pair *pair)
{
	uint64_t hash = mix_address(p->seed, &pair->server);
	hash = mix_address(hash, &pair->client);
	hash = mix(hash, (uint64_t)pair->client_port << 32 |
			     (uint64_t)pair->sequence << 8 | pair->probe);
	return &p->buckets[(hash ^ p->seed) >> 7 & (p->n_buckets - 1)];
}

static bool
is_same(const struct pair *a, const struct pair *b)
{
	return a->client_port == b->client_port && a->sequence == b->sequence &&
	       a->probe == b->probe &&
	       addr_compare(&a->server, &b->server) == 0 &&
	       addr_compare(&a->client, &b->client) == 0;
}

/* The open exchange of a pair; NULL: there is none. */
static struct exchange *
find(const struct pairs *p, const struct pair *pair)
{
	struct exchange *x = *bucket_of(p, pair);
	while (x != NULL && !is_same(&x->pair, pair))
		x = x->next_in_bucket;
	return x;
}

static void
put_into_bucket(struct pairs *p, struct exchange *x)
{
	struct exchange **bucket = bucket_of(p, &x->pair);
	x->next_in_bucket = *bucket;
	*bucket = x;
}

static void
grow(struct pairs *p)
{
	free(p->buckets);
	p->n_buckets *= 2;
	p->buckets = mem_new(p->n_buckets, sizeof(struct exchange *));
	for (struct exchange *x = p->oldest; x != NULL; x = x->newer)
		put_into_bucket(p, x);
}

static void
append(struct pairs *p, struct exchange *x)
{
	x->older = p->newest;
	x->newer = NULL;
	*(p->newest != NULL ? &p->newest->newer : &p->oldest) = x;
	p->newest = x;
}

static void
unlink_from_list(struct pairs *p, struct exchange *x)
{
	*(x->older != NULL ? &x->older->newer : &p->oldest) = x->newer;
	*(x->newer != NULL ? &x->newer->older : &p->newest) = x->older;
}

static void
end_exchange(struct pairs *p, struct exchange *x)
{
	struct exchange **link = bucket_of(p, &x->pair);
	while (*link != x)
		link = &(*link)->next_in_bucket;
	*link = x->next_in_bucket;
	unlink_from_list(p, x);
	p->n_open--;
	p->on_done(p->context, x);
	pool_give(&p->pool, x->answer.pieces);
	free(x);
}

void
pairs_end(struct pairs *p)
{
	while (p->oldest != NULL)
		end_exchange(p, p->oldest);
}

/* Ends what is over by now. */
static void
tick(struct pairs *p, int64_t now_ms)
{
	if (p->newest != NULL && now_ms < p->newest->asked_ms - p->timeout_ms)
		pairs_end(p);
	while (p->oldest != NULL &&
	       (now_ms - p->oldest->asked_ms > p->timeout_ms ||
		   p->n_open >= PAIRS_MOST_OPEN))
		end_exchange(p, p->oldest);
}

static bool
is_quiet(const struct pairs *p, const struct exchange *x, int64_t now_ms)
{
	return x->answer.packets > 0 && now_ms - x->last_ms > p->quiet_ms;
}

static struct exchange *
begin(struct pairs *p, const struct pair *pair, int64_t now_ms)
{
	struct exchange *x = mem_new(1, sizeof *x);
	*x = (struct exchange){.pair = *pair,
	    .first_ms = now_ms,
	    .asked_ms = now_ms,
	    .last_ms = now_ms,
	    .answer.any_form = true};
	if (p->n_open >= p->n_buckets)
		grow(p);
	put_into_bucket(p, x);
	append(p, x);
	p->n_open++;
	return x;
}

static bool
is_asked(const struct exchange *x, uint16_t code)
{
	for (unsigned i = 0; i < x->n_codes; i++)
		if (x->codes[i] == code)
			return true;
	return false;
}

static void
ask(struct exchange *x, uint16_t code)
{
	if (!is_asked(x, code) && x->n_codes < PAIRS_MOST_CODES)
		x->codes[x->n_codes++] = code;
}

bool
pairs_question(struct pairs *p, const struct pair *pair,
    const struct message *message, size_t n, int64_t now_ms)
{
	tick(p, now_ms);
	struct exchange *x = find(p, pair);
	/* A server that was done is asked anew, as is one whose question the
	 * capture has not seen. */
	if (x != NULL && (is_quiet(p, x, now_ms) || x->sent_bytes == 0)) {
		end_exchange(p, x);
		x = NULL;
	}
	const bool is_begun = x == NULL;
	if (is_begun) {
		x = begin(p, pair, now_ms);
	} else {
		unlink_from_list(p, x);
		append(p, x);
	}
	x->asked_ms = now_ms;
	x->sent_bytes += n;
	ask(x, message->code);
	return is_begun;
}

enum paired
pairs_answer(struct pairs *p, const struct pair *pair,
    const struct message *message, const uint8_t *bytes, size_t n,
    int64_t now_ms, struct paired_as *as)
{
	tick(p, now_ms);
	struct exchange *x = find(p, pair);
	*as = (struct paired_as){.is_begun = false};
	if (x == NULL || !is_asked(x, message->code)) {
		if (!message->is_ours)
			return PAIRED_OTHER;
		if (x != NULL || !p->unsolicited)
			return PAIRED_UNASKED;
		x = begin(p, pair, now_ms);
		ask(x, message->code);
		as->is_begun = true;
	}
	if (is_quiet(p, x, now_ms))
		return PAIRED_LATE;
	const uint32_t before = x->answer.packets;
	as->verdict =
	    probe_take(probes[pair->probe], &x->answer, bytes, n, &p->pool);
	as->is_first = before == 0 && x->answer.packets == 1;
	as->is_unsolicited = x->sent_bytes == 0;
	x->last_ms = now_ms;
	return PAIRED;
}
