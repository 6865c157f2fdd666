/* A day of five million rows is sorted in 256 parts by the first byte of the
 * address, each small enough for the processor's cache, by as many threads as
 * there are. A part is sorted byte by byte from the last one on, which keeps
 * rows of one address in the order in which they were put in; of these the one
 * with the lowest order counts, whichever thread it came from. So the result
 * does not depend on the number of threads.
 *
 * Nobody knows how many rows there will be, so they are put into chunks, which
 * are cut from large slabs: nothing is moved until all are there, and memory
 * comes in huge pages. Memory: 40 bytes for a row over IPv4, 64 over IPv6, half
 * of it until they are sorted. */
#include "render/read/hosts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum { V4_BYTES = 4, V6_BYTES = 16, BYTE_VALUES = 256 };

enum {
	LEAST_CHUNK = 1 << 11,
	MOST_CHUNK = 1 << 15,
	SLAB_BYTES = 1 << 22,
	AHEAD_BYTES = 128
};

/* A chunk of rows. All but the last of a part are full. */
struct hosts_chunk {
	struct hosts_chunk *next;
	size_t n; /* rows that it can hold */
	uint8_t rows[];
};

/* Its chunks lie behind it. */
struct hosts_slab {
	struct hosts_slab *before;
	size_t used; /* bytes */
};

_Static_assert(
    _Alignof(struct host) <= V4_BYTES && sizeof(struct host) % V4_BYTES == 0,
    "hosts can stand behind one another");

size_t
hosts_address_bytes(const struct hosts *h)
{
	return h->is_v6 ? V6_BYTES : V4_BYTES;
}

static size_t
stride_of(const struct hosts *h)
{
	return sizeof(struct host) + hosts_address_bytes(h);
}

static uint8_t *
place_of(const struct hosts *h, const struct hosts_part *part, size_t i)
{
	return part->bytes + i * stride_of(h);
}

/* A chunk grows with its part, as most parts of a small day have few rows. */
static struct hosts_chunk *
cut_chunk(struct hosts *h, const struct hosts_part *part)
{
	size_t bytes = part->n * stride_of(h);
	bytes = bytes < LEAST_CHUNK  ? LEAST_CHUNK
		: bytes > MOST_CHUNK ? MOST_CHUNK
				     : bytes / LEAST_CHUNK * LEAST_CHUNK;
	if (h->slab == NULL || h->slab->used + bytes > SLAB_BYTES) {
		struct hosts_slab *slab = mem_need(malloc(SLAB_BYTES));
		*slab = (struct hosts_slab){h->slab, LEAST_CHUNK};
		h->slab = slab;
	}
	void *place = (uint8_t *)h->slab + h->slab->used;
	struct hosts_chunk *chunk = place;
	h->slab->used += bytes;
	*chunk =
	    (struct hosts_chunk){.n = (bytes - sizeof *chunk) / stride_of(h)};
	return chunk;
}

/* Makes a chunk the one at hand, of which n rows are there. */
static void
use_chunk(const struct hosts *h, struct hosts_part *part,
    struct hosts_chunk *chunk, size_t n)
{
	part->last = chunk;
	part->place = chunk->rows + n * stride_of(h);
	part->end = chunk->rows + chunk->n * stride_of(h);
}

/* Goes on to the next chunk: one that was left when rows were forgotten, or a
 * new one. */
static __attribute__((noinline)) void
next_chunk(struct hosts *h, struct hosts_part *part)
{
	struct hosts_chunk **next =
	    part->last != NULL ? &part->last->next : &part->first;
	if (*next == NULL)
		*next = cut_chunk(h, part);
	use_chunk(h, part, *next, 0);
}

struct host *
hosts_place(struct hosts *h, const struct addr *address)
{
	struct hosts_part *part = &h->parts[address->bytes[0]];
	if (part->place == part->end)
		next_chunk(h, part);
	uint8_t *place = part->place;
	part->place += stride_of(h);
	part->n++;
	/* Its line of memory is written soon, amid those of other parts. */
	__builtin_prefetch(place + AHEAD_BYTES, 1);
	if (h->is_v6)
		memcpy(place + sizeof(struct host), address->bytes, V6_BYTES);
	else
		memcpy(place + sizeof(struct host), address->bytes, V4_BYTES);
	/* What is allocated is aligned for anything, and each host takes a
	 * multiple of four bytes. */
	return (struct host *)(void *)place;
}

void
hosts_add(struct hosts *h, const struct addr *address, const struct host *host)
{
	*hosts_place(h, address) = *host;
}

void
hosts_mark(struct hosts *h)
{
	for (unsigned i = 0; i < HOSTS_PARTS; i++)
		h->parts[i].kept = h->parts[i].n;
}

void
hosts_forget(struct hosts *h)
{
	for (unsigned i = 0; i < HOSTS_PARTS; i++) {
		struct hosts_part *part = &h->parts[i];
		struct hosts_chunk *chunk = part->first;
		size_t n = part->kept;
		if (part->n == n)
			continue;
		for (; n > chunk->n; chunk = chunk->next)
			n -= chunk->n;
		use_chunk(h, part, chunk, n);
		part->n = part->kept;
	}
}

/* Rows that lie one behind the other. */
struct run {
	const uint8_t *rows;
	size_t n;
};

/* All rows of a part. */
struct runs {
	struct run *runs;
	size_t n_runs;
	size_t n; /* rows */
};

/* Sorts by the byte at `offset` of each row, into another array. False: all
 * have the same byte, and nothing was moved. */
static inline __attribute__((always_inline)) bool
sort_strides(const struct runs *from, uint8_t *to, size_t stride, size_t offset)
{
	size_t starts[BYTE_VALUES] = {0}, sum = 0;
	for (size_t r = 0; r < from->n_runs; r++)
		for (size_t i = 0; i < from->runs[r].n; i++)
			starts[from->runs[r].rows[i * stride + offset]]++;
	if (from->n_runs == 1 && starts[from->runs[0].rows[offset]] == from->n)
		return false;
	for (unsigned value = 0; value < BYTE_VALUES; value++) {
		const size_t count = starts[value];
		starts[value] = sum;
		sum += count;
	}
	for (size_t r = 0; r < from->n_runs; r++)
		for (size_t i = 0; i < from->runs[r].n; i++) {
			const uint8_t *row = from->runs[r].rows + i * stride;
			memcpy(
			    to + starts[row[offset]]++ * stride, row, stride);
		}
	return true;
}

/* The same; the compiler knows how much is moved each time. */
static bool
sort_by_byte(
    const struct hosts *h, const struct runs *from, uint8_t *to, size_t byte)
{
	const size_t offset = sizeof(struct host) + byte;
	return h->is_v6 ? sort_strides(
			      from, to, sizeof(struct host) + V6_BYTES, offset)
			: sort_strides(
			      from, to, sizeof(struct host) + V4_BYTES, offset);
}

/* Sorts rows into an array. */
static void
sort_rows(const struct hosts *h, const struct runs *rows, uint8_t *out)
{
	const size_t bytes = rows->n * stride_of(h);
	uint8_t *const spare = mem_need(malloc(bytes));
	uint8_t *to = out;
	struct runs from = *rows;
	struct run one;
	for (size_t byte = hosts_address_bytes(h) - 1; byte > 0; byte--)
		if (sort_by_byte(h, &from, to, byte)) {
			one = (struct run){to, rows->n};
			from = (struct runs){&one, 1, rows->n};
			to = to == out ? spare : out;
		}
	if (from.runs[0].rows != out)
		memcpy(out, from.runs[0].rows, bytes);
	free(spare);
}

static uint32_t
order_of(const uint8_t *place)
{
	struct host host;
	memcpy(&host, place, sizeof host);
	return host.order;
}

/* True if two rows have one address. */
static bool
is_same(const struct hosts *h, const uint8_t *a, const uint8_t *b)
{
	a += sizeof(struct host);
	b += sizeof(struct host);
	return h->is_v6 ? memcmp(a, b, V6_BYTES) == 0
			: memcmp(a, b, V4_BYTES) == 0;
}

/* Keeps the first row of each address. */
static void
drop_repeated(const struct hosts *h, struct hosts_part *part)
{
	const size_t stride = stride_of(h);
	uint8_t *last = part->bytes;
	size_t kept = 1;
	for (size_t i = 1; i < part->n; i++) {
		const uint8_t *row = place_of(h, part, i);
		if (!is_same(h, last, row)) {
			last = part->bytes + kept++ * stride;
			if (last != row)
				memcpy(last, row, stride);
		} else if (order_of(row) < order_of(last)) {
			memcpy(last, row, stride);
		}
	}
	part->n = kept;
}

/* Adds the rows of a thread's part. */
static void
add_runs(const struct hosts *h, unsigned part, struct runs *runs, size_t *room)
{
	size_t left = h->parts[part].n;
	const struct hosts_chunk *chunk = h->parts[part].first;
	for (; left > 0; chunk = chunk->next) {
		const size_t n = left < chunk->n ? left : chunk->n;
		runs->runs = mem_grow(
		    runs->runs, room, runs->n_runs + 1, sizeof runs->runs[0]);
		runs->runs[runs->n_runs++] = (struct run){chunk->rows, n};
		runs->n += n;
		left -= n;
	}
}

void
hosts_settle_begin(struct hosts *const *all, unsigned n)
{
	struct hosts *first = all[0];
	size_t sum = 0, starts[HOSTS_PARTS];
	for (unsigned part = 0; part < HOSTS_PARTS; part++) {
		starts[part] = sum;
		for (unsigned i = 0; i < n; i++)
			sum += all[i]->parts[part].n * stride_of(first);
	}
	if (sum > 0)
		first->bytes = mem_need(malloc(sum));
	for (unsigned part = 0; part < HOSTS_PARTS && sum > 0; part++)
		first->parts[part].bytes = first->bytes + starts[part];
}

void
hosts_settle(struct hosts *const *all, unsigned n, unsigned part)
{
	const struct hosts *h = all[0];
	struct hosts_part *first = &all[0]->parts[part];
	struct runs runs = {0};
	size_t room = 0;
	for (unsigned i = 0; i < n; i++)
		add_runs(all[i], part, &runs, &room);
	if (runs.n > 0) {
		sort_rows(h, &runs, first->bytes);
		first->n = runs.n;
		drop_repeated(h, first);
	}
	free(runs.runs);
}

/* Frees the rows that were added. */
static void
free_slabs(struct hosts *h)
{
	while (h->slab != NULL) {
		struct hosts_slab *before = h->slab->before;
		free(h->slab);
		h->slab = before;
	}
}

void
hosts_settle_end(struct hosts *const *all, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		free_slabs(all[i]);
	for (unsigned i = 1; i < n; i++)
		hosts_done(all[i]);
}

const uint8_t *
hosts_at(const struct hosts *h, unsigned part, size_t i, struct host *out)
{
	const uint8_t *place = place_of(h, &h->parts[part], i);
	memcpy(out, place, sizeof *out);
	return place + sizeof *out;
}

void
hosts_done(struct hosts *h)
{
	free_slabs(h);
	free(h->bytes);
	*h = (struct hosts){.is_v6 = h->is_v6};
}
