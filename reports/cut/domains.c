#include "reports/cut/domains.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/mem.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* The hash of a name grows from its end, as names do (FNV-1a). */
static uint64_t
grow_hash(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)lower(c)) * 0x100000001b3ULL;
}

static const uint64_t first_hash = 0xcbf29ce484222325ULL;

/* The domain that the n bytes are. Names with the same hash stand one behind
 * the other. */
static const struct domain *
find_name(const struct domains *d, uint64_t hash, const char *name, size_t n)
{
	const uint32_t *place;
	while ((place = number_map_find(&d->places, hash++)) != NULL) {
		const struct domain *item = &d->items[*place];
		if (item->n == n && strncasecmp(item->name, name, n) == 0)
			return item;
	}
	return NULL;
}

uint32_t
domains_add(struct domains *d, const char *name, uint32_t node)
{
	const size_t n = strlen(name);
	const char *above = strchr(name, '.');
	const uint32_t around =
	    above != NULL ? domains_find(d, above + 1, strlen(above + 1)) : 0;
	uint64_t hash = first_hash;
	size_t labels = 1;
	bool added;
	for (size_t i = n; i-- > 0;) {
		hash = grow_hash(hash, name[i]);
		labels += name[i] == '.';
	}
	while (number_map_find(&d->places, hash) != NULL)
		hash++;
	*number_map_at(&d->places, hash, &added) = (uint32_t)d->n;
	d->items = mem_grow(d->items, &d->room, d->n + 1, sizeof d->items[0]);
	d->items[d->n++] = (struct domain){name, n, node};
	if (labels > d->most_labels)
		d->most_labels = labels;
	return around;
}

void
domains_done(struct domains *d)
{
	number_map_done(&d->places);
	free(d->items);
	*d = (struct domains){0};
}

uint32_t
domains_find(const struct domains *d, const char *host, size_t n)
{
	uint64_t hash = first_hash;
	uint32_t node = 0;
	size_t labels = 0;
	if (n > 0 && host[n - 1] == '.')
		n--;
	for (size_t i = n; i-- > 0 && labels < d->most_labels;) {
		hash = grow_hash(hash, host[i]);
		if (i > 0 && host[i - 1] != '.')
			continue;
		labels++;
		const struct domain *found =
		    find_name(d, hash, host + i, n - i);
		if (found != NULL)
			node = found->node;
	}
	return node;
}
