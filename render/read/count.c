#include "render/read/count.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/threads.h"

#include "render/read/classes.h"
#include "render/read/family.h"

enum {
	LETTERS = 26,
	COUNTRIES = LETTERS * LETTERS,
	MOST_CLASSES = HOST_CLASSES
};

/* Fewer are sorted at once; it takes less time than clearing counts. */
enum { FEW_NUMBERS = 4096 };

/* Networks are many, and each host is in another one: the count of a host is
 * fetched while so many others are counted. */
enum { AHEAD = 12 };

_Static_assert((int)FAMILY_END <= (int)MOST_CLASSES, "families");
_Static_assert((int)STRATUM_CLASSES <= (int)MOST_CLASSES, "strata");
_Static_assert((int)SIZE_CLASSES <= (int)MOST_CLASSES, "sizes");
_Static_assert(
    (int)AMPLIFICATION_CLASSES <= (int)MOST_CLASSES, "amplifications");

/* Numbers of hosts, in no order. */
struct numbers {
	uint32_t *values;
	size_t n;
	size_t room;
};

/* What one thread counts. Classes are few, networks are many. */
struct counter {
	struct number_map networks; /* country and ASN → hosts */
	int32_t classes[N_INNERS][COUNTRIES][MOST_CLASSES];
	struct numbers amplifications[COUNTRIES];
};

/* The work of all threads. */
struct counting {
	struct count *out;
	struct hosts *const *all;
	unsigned n;
	bool has_versions;
	struct counter **counters;
	uint32_t *blocks;
	atomic_uint next;          /* part or job to be done */
	int32_t (*percentiles)[2]; /* of each country, and the world */
};

static size_t
number_of(uint16_t country)
{
	return (size_t)((country >> 8) - 'A') * LETTERS +
	       (size_t)((country & 0xff) - 'A');
}

static uint16_t
country_of(size_t number)
{
	return (
	    uint16_t)(('A' + number / LETTERS) << 8 | ('A' + number % LETTERS));
}

static void
note_amplification(struct counter *c, size_t country, uint32_t hundredths)
{
	struct numbers *numbers = &c->amplifications[country];
	if (numbers->n == numbers->room)
		numbers->values = mem_grow(numbers->values, &numbers->room,
		    numbers->n + 1, sizeof numbers->values[0]);
	numbers->values[numbers->n++] = hundredths;
}

static uint64_t
key_of(const struct host *host)
{
	return (uint64_t)host->country << 32 | host->asn;
}

static void
count_host(struct counting *work, struct counter *c, const struct host *host)
{
	const size_t country = number_of((uint16_t)host->country);
	const bool is_known = host->amplification != AMPLIFICATION_UNKNOWN;
	bool added;
	++*number_map_at(&c->networks, key_of(host), &added);
	if (work->has_versions) {
		c->classes[INNER_FAMILY][country][host->family]++;
		c->classes[INNER_STRATUM][country][host->stratum]++;
	}
	c->classes[INNER_SIZE][country][host->size]++;
	c->classes[INNER_AMPLIFICATION][country]
		  [is_known ? class_of_amplification(host->amplification)
			    : 0]++;
	if (is_known)
		note_amplification(c, country, host->amplification);
}

static void
count_part(struct counting *work, struct counter *c, unsigned part)
{
	const struct hosts *h = work->all[0];
	hosts_settle(work->all, work->n, part);
	for (size_t i = 0; i < h->parts[part].n; i++) {
		struct host host;
		if (i + AHEAD < h->parts[part].n) {
			hosts_at(h, part, i + AHEAD, &host);
			number_map_prefetch(&c->networks, key_of(&host));
		}
		const uint8_t *address = hosts_at(h, part, i, &host);
		count_host(work, c, &host);
		if (work->blocks != NULL)
			work->blocks[address[0] << 8 | address[1]]++;
	}
}

static int
compare_numbers(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

static uint32_t
nth_of_few(const struct numbers *const *lists, size_t n, uint64_t below)
{
	uint32_t all[FEW_NUMBERS];
	size_t n_all = 0;
	for (size_t i = 0; i < n; i++) {
		if (lists[i]->n > 0)
			memcpy(all + n_all, lists[i]->values,
			    lists[i]->n * sizeof all[0]);
		n_all += lists[i]->n;
	}
	qsort(all, n_all, sizeof all[0], compare_numbers);
	return all[below];
}

/* The number with `below` of all numbers in the n lists below it, found by its
 * upper half, then by its lower one. */
static uint32_t
nth_of_many(const struct numbers *const *lists, size_t n, uint64_t below)
{
	enum { HALF = 1 << 16 };
	uint64_t *counts = mem_new(HALF, sizeof *counts);
	uint32_t upper = 0, lower = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < lists[i]->n; j++)
			counts[lists[i]->values[j] >> 16]++;
	while (counts[upper] <= below)
		below -= counts[upper++];
	memset(counts, 0, HALF * sizeof *counts);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < lists[i]->n; j++)
			if (lists[i]->values[j] >> 16 == upper)
				counts[lists[i]->values[j] & (HALF - 1)]++;
	while (counts[lower] <= below)
		below -= counts[lower++];
	free(counts);
	return upper << 16 | lower;
}

static int32_t
clip(uint32_t hundredths)
{
	return hundredths < INT32_MAX ? (int32_t)hundredths : INT32_MAX;
}

/* The percentiles of a country, or of the world: the nearest rank. */
static void
find_percentiles(struct counting *work, size_t country)
{
	const size_t first = country < COUNTRIES ? country : 0;
	const size_t end = country < COUNTRIES ? country + 1 : COUNTRIES;
	const size_t n = (end - first) * work->n;
	const struct numbers **lists = mem_new(n, sizeof *lists);
	uint64_t all = 0;
	size_t n_lists = 0;
	for (unsigned t = 0; t < work->n; t++)
		for (size_t i = first; i < end; i++) {
			lists[n_lists] = &work->counters[t]->amplifications[i];
			all += lists[n_lists++]->n;
		}
	const bool are_few = all <= FEW_NUMBERS;
	for (int i = 0; i < 2; i++) {
		const uint64_t below =
		    (all * (i == 0 ? 50 : 95) + 99) / 100 - 1;
		work->percentiles[country][i] =
		    all == 0 ? -1
			     : clip(are_few ? nth_of_few(lists, n, below)
					    : nth_of_many(lists, n, below));
	}
	free(lists);
}

static void
count_parts(void *context, unsigned i)
{
	struct counting *work = context;
	struct counter *c = work->counters[i] = mem_new(1, sizeof *c);
	unsigned part;
	while ((part = atomic_fetch_add(&work->next, 1)) < HOSTS_PARTS)
		count_part(work, c, part);
}

static void
add_classes(struct counting *work, struct tally *t, enum inner inner)
{
	for (size_t country = 0; country < COUNTRIES; country++)
		for (uint32_t k = 0; k < MOST_CLASSES; k++) {
			int32_t hosts = 0;
			for (unsigned i = 0; i < work->n; i++)
				hosts += work->counters[i]
					     ->classes[inner][country][k];
			if (hosts > 0)
				tally_add(t, country_of(country), k, hosts);
		}
}

static void
add_networks(struct counting *work, struct tally *t)
{
	for (unsigned i = 0; i < work->n; i++) {
		const struct number_map *m = &work->counters[i]->networks;
		for (size_t j = 0; j < m->n_slots; j++)
			if (m->slots[j].used)
				tally_add(t, (uint16_t)(m->slots[j].key >> 32),
				    (uint32_t)m->slots[j].key,
				    (int32_t)m->slots[j].value);
	}
	tally_sort(t);
}

/* What is left when all hosts are counted, as jobs: those that take longest
 * come first. */
enum { JOB_NETWORKS, JOB_ROWS, JOB_WORLD, JOB_COUNTRIES };

static void
finish(void *context, unsigned thread)
{
	struct counting *work = context;
	unsigned i;
	(void)thread;
	while ((i = atomic_fetch_add(&work->next, 1)) <
	       JOB_COUNTRIES + (unsigned)COUNTRIES) {
		if (i == JOB_NETWORKS)
			add_networks(work, &work->out->tallies[INNER_ASN]);
		else if (i == JOB_ROWS)
			hosts_settle_end(work->all, work->n);
		else if (i == JOB_WORLD)
			find_percentiles(work, COUNTRIES);
		else
			find_percentiles(work, i - JOB_COUNTRIES);
	}
}

static void
add_percentiles(const struct counting *work, struct tally *t)
{
	for (size_t i = 0; i <= COUNTRIES; i++) {
		const uint16_t country =
		    i < COUNTRIES ? country_of(i) : COUNTRY_WORLD;
		const int32_t *of = work->percentiles[i];
		if (of[0] < 0)
			continue;
		tally_add(t, country, FIGURE_AMPLIFICATION_P50, of[0]);
		tally_add(t, country, FIGURE_AMPLIFICATION_P95, of[1]);
	}
}

static void
counter_free(struct counter *c)
{
	for (size_t i = 0; i < COUNTRIES; i++)
		free(c->amplifications[i].values);
	number_map_done(&c->networks);
	free(c);
}

void
count_hosts(
    struct hosts *const *all, unsigned n, bool has_versions, struct count *out)
{
	struct counting work = {.out = out,
	    .all = all,
	    .n = n,
	    .has_versions = has_versions,
	    .counters = mem_new(n, sizeof *work.counters),
	    .percentiles = mem_new(COUNTRIES + 1, sizeof *work.percentiles),
	    .blocks =
		all[0]->is_v6 ? NULL : mem_new(COUNT_BLOCKS, sizeof(uint32_t))};
	*out = (struct count){.blocks = work.blocks};
	hosts_settle_begin(all, n);
	threads_run(n, count_parts, &work);
	atomic_store(&work.next, 0);
	threads_run(n, finish, &work);
	for (int inner = INNER_FAMILY; inner < N_INNERS; inner++) {
		add_classes(&work, &out->tallies[inner], (enum inner)inner);
		tally_sort(&out->tallies[inner]);
	}
	add_percentiles(&work, &out->figures);
	tally_sort(&out->figures);
	for (unsigned i = 0; i < n; i++)
		counter_free(work.counters[i]);
	free(work.counters);
	free(work.percentiles);
}
