/* A day of five million rows is sorted in 256 parts by the first byte of the
 * address, each small enough for the processor's cache, by as many threads as
 * there are. A part is sorted byte by byte from the last one on, which keeps
 * rows of one address in the order in which they were put in; of these the one
 * with the lowest order counts, whichever thread it came from. So the result
 * does not depend on the number of threads.
 *
 * Memory: 24 bytes for a row over IPv4, 36 over IPv6, and half as much again
 * while arrays grow. */
#include "render/read/hosts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum { V4_BYTES = 4, V6_BYTES = 16, BYTE_VALUES = 256 };

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

/* Gives the place behind the last host; room counts bytes. */
static uint8_t *
make_room(const struct hosts *h, struct hosts_part *part, size_t n)
{
	const size_t needed = (part->n + n) * stride_of(h);
	if (needed > part->room) {
		const size_t grown = part->room + part->room / 2;
		part->room = needed > grown ? needed : grown;
		part->bytes = mem_need(realloc(part->bytes, part->room));
	}
	return place_of(h, part, part->n);
}

struct host *
hosts_place(struct hosts *h, const struct addr *address)
{
	struct hosts_part *part = &h->parts[address->bytes[0]];
	uint8_t *place = make_room(h, part, 1);
	if (h->is_v6)
		memcpy(place + sizeof(struct host), address->bytes, V6_BYTES);
	else
		memcpy(place + sizeof(struct host), address->bytes, V4_BYTES);
	part->n++;
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
	for (unsigned i = 0; i < HOSTS_PARTS; i++)
		h->parts[i].n = h->parts[i].kept;
}

/* Sorts by the byte at `offset` of each, from one array into another. False:
 * all have the same byte, and nothing was moved. */
static inline __attribute__((always_inline)) bool
sort_strides(
    const uint8_t *from, uint8_t *to, size_t n, size_t stride, size_t offset)
{
	size_t starts[BYTE_VALUES] = {0}, sum = 0;
	for (size_t i = 0; i < n; i++)
		starts[from[i * stride + offset]]++;
	if (starts[from[offset]] == n)
		return false;
	for (unsigned value = 0; value < BYTE_VALUES; value++) {
		const size_t count = starts[value];
		starts[value] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++) {
		const uint8_t *row = from + i * stride;
		memcpy(to + starts[row[offset]]++ * stride, row, stride);
	}
	return true;
}

/* The same; the compiler knows how much is moved each time. */
static bool
sort_by_byte(const struct hosts *h, const uint8_t *from, uint8_t *to, size_t n,
    size_t byte)
{
	const size_t offset = sizeof(struct host) + byte;
	return h->is_v6 ? sort_strides(from, to, n,
			      sizeof(struct host) + V6_BYTES, offset)
			: sort_strides(from, to, n,
			      sizeof(struct host) + V4_BYTES, offset);
}

static void
sort_part(const struct hosts *h, struct hosts_part *part)
{
	const size_t stride = stride_of(h);
	uint8_t *spare = mem_need(malloc(part->n * stride));
	for (size_t byte = hosts_address_bytes(h) - 1; byte > 0; byte--)
		if (sort_by_byte(h, part->bytes, spare, part->n, byte)) {
			uint8_t *sorted = spare;
			spare = part->bytes;
			part->bytes = sorted;
			part->room = part->n * stride;
		}
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

void
hosts_settle(struct hosts *const *all, unsigned n, unsigned part)
{
	const struct hosts *h = all[0];
	struct hosts_part *first = &all[0]->parts[part];
	for (unsigned i = 1; i < n; i++) {
		struct hosts_part *other = &all[i]->parts[part];
		uint8_t *place = make_room(h, first, other->n);
		if (other->n > 0)
			memcpy(place, other->bytes, other->n * stride_of(h));
		first->n += other->n;
		free(other->bytes);
		*other = (struct hosts_part){0};
	}
	if (first->n == 0)
		return;
	sort_part(h, first);
	drop_repeated(h, first);
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
	for (unsigned i = 0; i < HOSTS_PARTS; i++)
		free(h->parts[i].bytes);
	*h = (struct hosts){.is_v6 = h->is_v6};
}
