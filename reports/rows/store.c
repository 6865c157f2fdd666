/* The file is mapped, and what it says of itself is believed only as far as it
 * lies within: bounds are checked when the file is opened, and of each block
 * when it is read. Nothing else of it is read at the start, so that a year of
 * files opens at once. */
#include "reports/rows/store.h"

#include <ctype.h>
#include <endian.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/mem.h"

const char store_magic[8] = "ncrows2";

static bool
is_damaged(const char *path, struct err *e)
{
	return err_set(e, "%s is damaged: remove it and index again", path);
}

static bool
is_part(const struct store_head *h, uint64_t at, uint64_t n, uint64_t size)
{
	return at >= sizeof *h && at % 8 == 0 && at <= h->bytes &&
	       n <= (h->bytes - at) / size;
}

/* Takes a mapped file of n bytes. False: it is not what it should be. */
static bool
take(struct store *s, const struct store_head *h, uint64_t n)
{
	if (memcmp(h->magic, store_magic, sizeof store_magic) != 0 ||
	    h->order != STORE_ORDER || h->scan >= N_SCANS || h->bytes != n ||
	    memchr(h->inputs, '\0', sizeof h->inputs) == NULL)
		return false;
	const char *bytes = (const char *)h;
	s->scan = (enum scan)h->scan;
	s->day = h->day;
	s->n_rows = h->n_rows;
	s->n_blocks =
	    h->n_rows / STORE_BLOCK_ROWS + (h->n_rows % STORE_BLOCK_ROWS != 0);
	s->key_bytes = schema_of(s->scan)->is_v6 ? 16 : 4;
	const uint64_t n_steps =
	    s->n_rows / STORE_STEP + (s->n_rows % STORE_STEP != 0);
	if (!is_part(h, h->dictionary_at, h->n_dictionary, 1) ||
	    !is_part(h, h->steps_at, n_steps, s->key_bytes) ||
	    !is_part(h, h->places_at, s->n_blocks, sizeof s->places[0]) ||
	    !is_part(h, h->terms_at, h->n_terms, sizeof s->terms[0]) ||
	    !is_part(h, h->keys_at, h->n_rows, s->key_bytes))
		return false;
	s->steps = (const void *)(bytes + h->steps_at);
	s->places = (const void *)(bytes + h->places_at);
	s->terms = (const void *)(bytes + h->terms_at);
	s->keys = (const void *)(bytes + h->keys_at);
	s->dictionary = stream_dictionary_new(
	    bytes + h->dictionary_at, (size_t)h->n_dictionary, false);
	s->head = h;
	return true;
}

static const void *
map_file(int file, uint64_t *n)
{
	struct stat st;
	if (fstat(file, &st) != 0 || !S_ISREG(st.st_mode) ||
	    (uint64_t)st.st_size < sizeof(struct store_head))
		return NULL;
	*n = (uint64_t)st.st_size;
	void *map = mmap(NULL, (size_t)*n, PROT_READ, MAP_SHARED, file, 0);
	return map != MAP_FAILED ? map : NULL;
}

bool
store_open(struct store *s, const char *path, struct err *e)
{
	uint64_t n = 0;
	*s = (struct store){0};
	const int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return err_errno(e, "cannot open %s", path);
	const void *map = map_file(file, &n);
	close(file);
	if (map == NULL)
		return is_damaged(path, e);
	if (!take(s, map, n)) {
		munmap((void *)(uintptr_t)map, (size_t)n);
		*s = (struct store){0};
		return is_damaged(path, e);
	}
	s->path = mem_text(path);
	/* A reader wants a page here and a page there. */
	madvise((void *)(uintptr_t)map, (size_t)n, MADV_RANDOM);
	return true;
}

void
store_close(struct store *s)
{
	stream_dictionary_free(s->dictionary);
	if (s->head != NULL)
		munmap((void *)(uintptr_t)s->head, (size_t)s->head->bytes);
	free(s->path);
	*s = (struct store){0};
}

bool
store_share(struct store *s, const struct store *other)
{
	const struct store_head *a = s->head, *b = other->head;
	if (s->dictionary == NULL || other->dictionary == NULL ||
	    a->n_dictionary != b->n_dictionary ||
	    memcmp((const char *)a + a->dictionary_at,
		(const char *)b + b->dictionary_at,
		(size_t)a->n_dictionary) != 0)
		return false;
	stream_dictionary_free(s->dictionary);
	s->dictionary = stream_dictionary_share(other->dictionary);
	return true;
}

/* Below, at or above zero as a key sorts before, with or after an address. */
static int
compare_key(const uint8_t *key, const struct addr *a, size_t key_bytes)
{
	uint32_t left, right;
	if (key_bytes != sizeof left)
		return memcmp(key, a->bytes, key_bytes);
	memcpy(&left, key, sizeof left);
	memcpy(&right, a->bytes, sizeof right);
	left = be32toh(left);
	right = be32toh(right);
	return (left > right) - (left < right);
}

/* The first of n keys that is not below a, or (is_after) is above it. */
static size_t
find_among(const uint8_t *keys, size_t n, size_t key_bytes,
    const struct addr *a, bool is_after)
{
	size_t low = 0, high = n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order =
		    compare_key(keys + middle * key_bytes, a, key_bytes);
		if (order < 0 || (is_after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The same among all rows: the steps, which lie close together, say which keys
 * are to be looked at. */
static uint32_t
find_key(const struct store *s, const struct addr *a, bool is_after)
{
	const size_t n_steps =
	    s->n_rows / STORE_STEP + (s->n_rows % STORE_STEP != 0);
	const size_t step =
	    find_among(s->steps, n_steps, s->key_bytes, a, is_after);
	if (step == 0)
		return 0;
	const size_t first = (step - 1) * STORE_STEP;
	const size_t n =
	    s->n_rows - first < STORE_STEP ? s->n_rows - first : STORE_STEP;
	return (uint32_t)(first + find_among(s->keys + first * s->key_bytes, n,
				      s->key_bytes, a, is_after));
}

void
store_find(const struct store *s, const struct addr_range *range,
    uint32_t *first, uint32_t *end)
{
	*first = *end = 0;
	if (range->first.is_v6 != schema_of(s->scan)->is_v6)
		return;
	*first = *end = find_key(s, &range->first, false);
	/* Of most addresses there is one row. */
	while (*end < s->n_rows && *end < *first + 2 &&
	       compare_key(s->keys + *end * s->key_bytes, &range->last,
		   s->key_bytes) <= 0)
		++*end;
	if (*end == *first + 2)
		*end = find_key(s, &range->last, true);
}

uint32_t
store_term_of(enum store_kind kind, const char *text, size_t n)
{
	uint32_t hash = 2166136261U + (uint32_t)kind; /* FNV-1a */
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (uint32_t)tolower((unsigned char)text[i])) *
		       16777619U;
	return hash;
}

bool
store_domain_of(const char *text, size_t n, const char **out, size_t *n_out)
{
	int dots = 0;
	if (n > 0 && text[n - 1] == '.')
		n--;
	size_t from = n;
	while (from > 0 && (text[from - 1] != '.' || ++dots < 2))
		from--;
	*out = text + from;
	*n_out = n - from;
	return dots > 0;
}

const struct store_term *
store_blocks(const struct store *s, uint32_t term, size_t *n)
{
	size_t low = 0, high = (size_t)s->head->n_terms;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (s->terms[middle].term < term)
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < s->head->n_terms && s->terms[end].term == term)
		end++;
	*n = end - low;
	return s->terms + low;
}

void
store_block_done(struct store_block *b)
{
	stream_packer_free(b->packer);
	free(b->bytes);
	*b = (struct store_block){0};
}

/* Finds where rows end; every one must lie within the block. */
static bool
find_rows(struct store_block *b, size_t n)
{
	uint64_t end = b->n_rows * sizeof(uint32_t);
	if (end > n)
		return false;
	for (uint32_t i = 0; i < b->n_rows; i++) {
		uint32_t length;
		memcpy(&length, b->bytes + i * sizeof length, sizeof length);
		end += length;
		if (end > n)
			return false;
		b->ends[i] = (uint32_t)end;
	}
	return end == n;
}

static bool
unpack(const struct store *s, uint32_t block, struct store_block *b)
{
	const struct store_place *p = &s->places[block];
	const uint32_t left = s->n_rows - block * STORE_BLOCK_ROWS;
	if (p->at < sizeof *s->head || p->at > s->head->places_at ||
	    p->n_packed > s->head->places_at - p->at ||
	    p->n > (uint32_t)STORE_BLOCK_MOST)
		return false;
	if (b->packer == NULL)
		b->packer = stream_packer_new();
	b->bytes = mem_grow(b->bytes, &b->room, p->n + 1U, 1);
	b->n_rows = left < STORE_BLOCK_ROWS ? left : STORE_BLOCK_ROWS;
	return stream_unpack(b->packer, s->dictionary,
		   (const char *)s->head + p->at, p->n_packed, b->bytes,
		   p->n) &&
	       find_rows(b, p->n);
}

bool
store_read(
    const struct store *s, uint32_t block, struct store_block *b, struct err *e)
{
	b->n_rows = 0;
	if (block < s->n_blocks && unpack(s, block, b))
		return true;
	b->n_rows = 0;
	return is_damaged(s->path, e);
}

bool
store_row(const struct store *s, const struct store_block *b, uint32_t i,
    struct record_value value[static N_COLUMNS])
{
	const struct schema *schema = schema_of(s->scan);
	if (i >= b->n_rows)
		return false;
	const char *at =
	    b->bytes + (i > 0 ? b->ends[i - 1] : b->n_rows * sizeof(uint32_t));
	const char *end = b->bytes + b->ends[i];
	memset(value, 0, N_COLUMNS * sizeof value[0]);
	for (size_t c = 0; c < schema->n_columns; c++) {
		const char *nul = memchr(at, '\0', (size_t)(end - at));
		if (nul == NULL)
			return false;
		value[schema->columns[c]] =
		    (struct record_value){at, (size_t)(nul - at)};
		at = nul + 1;
	}
	return at == end;
}
