#include "scanner/enrich/announced.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"

/* Adds n addresses. Neighbours are often of the same network and country. */
static void
add(struct announced *a, const struct geo_network *network, uint64_t n)
{
	struct announced_part *last = a->n > 0 ? &a->parts[a->n - 1] : NULL;
	if (last != NULL && last->asn == network->asn &&
	    memcmp(last->country, network->country, sizeof last->country) ==
		0) {
		last->addresses += n;
		return;
	}
	a->parts = mem_grow(a->parts, &a->room, a->n + 1, sizeof a->parts[0]);
	struct announced_part *part = &a->parts[a->n++];
	*part = (struct announced_part){.asn = network->asn, .addresses = n};
	memcpy(part->country, network->country, sizeof part->country);
}

static int
compare_parts(const void *left, const void *right)
{
	const struct announced_part *a = left, *b = right;
	const int by_country = strcmp(a->country, b->country);
	return by_country != 0 ? by_country
			       : (a->asn > b->asn) - (a->asn < b->asn);
}

/* Sorts the list and adds up what is of the same country and network. */
static void
merge(struct announced *a)
{
	size_t n = 0;
	if (a->n == 0)
		return;
	qsort(a->parts, a->n, sizeof a->parts[0], compare_parts);
	for (size_t i = 1; i < a->n; i++) {
		if (compare_parts(&a->parts[n], &a->parts[i]) == 0)
			a->parts[n].addresses += a->parts[i].addresses;
		else
			a->parts[++n] = a->parts[i];
	}
	a->n = n + 1;
}

/* An IPv4 address as a number. */
static uint32_t
number_of(const struct addr *a)
{
	return (uint32_t)addr_minus(a, &(struct addr){0});
}

/* Counts from the address first to last, both of them included. */
static bool
count_range(struct announced *out, struct geo_walk *walk, uint32_t first,
    uint32_t last, struct progress *progress, struct err *e)
{
	for (uint64_t at = first; at <= last;) {
		struct geo_network network;
		if (!geo_walk_step(walk, (uint32_t)at, &network, e))
			return false;
		const uint64_t end = network.last < last ? network.last : last;
		if (network.asn != 0)
			add(out, &network, end - at + 1);
		at = end + 1;
		progress_show(progress, at, NULL);
	}
	return true;
}

bool
announced_count(struct announced *out, struct geo *g,
    const struct ranges *space, struct progress *progress, struct err *e)
{
	struct geo_walk walk;
	*out = (struct announced){0};
	geo_walk_start(&walk, g);
	for (size_t i = 0; i < space->n && !space->items[i].first.is_v6; i++)
		if (!count_range(out, &walk, number_of(&space->items[i].first),
			number_of(&space->items[i].last), progress, e))
			return false;
	merge(out);
	return true;
}

bool
announced_write(const struct announced *a, const char *path, struct err *e)
{
	struct file_aside file;
	if (!file_aside_open(&file, path, e))
		return false;
	fputs("country,asn,addresses\n", file.stream);
	for (size_t i = 0; i < a->n; i++)
		fprintf(file.stream, "%s,%" PRIu32 ",%" PRIu64 "\n",
		    a->parts[i].country, a->parts[i].asn,
		    a->parts[i].addresses);
	return file_aside_commit(&file, e);
}

void
announced_done(struct announced *a)
{
	free(a->parts);
	*a = (struct announced){0};
}
