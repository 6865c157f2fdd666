#include "scanner/capture/hosts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/random.h"

struct host_key {
	uint8_t bytes[16];
	uint8_t scan; /* + 1; 0: a free place */
};

/* Where the key is, or the free place for it. */
static struct host_key *
find(const struct hosts *h, const struct host_key *key)
{
	uint64_t words[2];
	memcpy(words, key->bytes, sizeof words);
	uint64_t hash =
	    (words[0] ^ h->seed ^ key->scan) * 0x9e3779b97f4a7c15ULL;
	hash = ((hash ^ hash >> 29) + words[1]) * 0xbf58476d1ce4e5b9ULL;
	size_t i = (size_t)(hash ^ hash >> 32) & (h->room - 1);
	while (h->keys[i].scan != 0 &&
	       (h->keys[i].scan != key->scan ||
		   memcmp(h->keys[i].bytes, key->bytes, 16) != 0))
		i = (i + 1) & (h->room - 1);
	return &h->keys[i];
}

static void
grow(struct hosts *h)
{
	const struct hosts old = *h;
	if (h->room == 0)
		random_bytes(&h->seed, sizeof h->seed);
	h->room = old.room > 0 ? old.room * 2 : 1024;
	h->keys = mem_new(h->room, sizeof h->keys[0]);
	for (size_t i = 0; i < old.room; i++)
		if (old.keys[i].scan != 0)
			*find(h, &old.keys[i]) = old.keys[i];
	free(old.keys);
}

bool
hosts_add(struct hosts *h, enum scan scan, const struct addr *a)
{
	struct host_key key = {.scan = (uint8_t)(scan + 1)};
	memcpy(key.bytes, a->bytes, sizeof key.bytes);
	if (h->n * 4 >= h->room * 3)
		grow(h);
	struct host_key *place = find(h, &key);
	if (place->scan != 0)
		return false;
	*place = key;
	h->n++;
	return true;
}

void
hosts_done(struct hosts *h)
{
	free(h->keys);
	*h = (struct hosts){.n = 0};
}
