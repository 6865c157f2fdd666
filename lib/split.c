/* A text is looked at in blocks of 64 bytes. Of each block four masks are made,
 * with a bit for each byte: which are quotes, commas, line feeds, and others
 * that matter (a carriage return or a NUL). All else is arithmetic on masks.
 *
 *   text      a,"b,c",d⏎
 *   quote     ··1···1···
 *   inside    ··1111····   from an opening quote to before the closing one
 *   comma     ·1··1··1··
 *   feed      ·········1
 *   end       ·1·····1·1   (comma or feed) and not inside
 *
 * `inside` is the parity of the quotes so far: each bit is the exclusive or of
 * all quote bits up to it. That is what libcsv reads, if every quote opens at
 * the start of a field or closes at its end. A quote elsewhere (a"b, "a"b,
 * "a""b", blanks around it), a NUL, and a carriage return that is not before a
 * line feed make the record unsure. So does nothing else: commas, line feeds
 * and other bytes are the same to both, and outer blanks are cut later.
 *
 * An unsure record's end is where the parity says; if libcsv, given these bytes
 * alone, stands between two records after them, then the records behind it are
 * what they seem to be. That is for the caller to see.
 *
 * A carriage return before a line feed counts as a part of the line end. */
#include "lib/split.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64, BATCH_BLOCKS = 64 };

struct masks {
	uint64_t quote, comma, feed, cr, nul;
};

typedef void masks_fn(const char *text, size_t n_blocks, struct masks *out);

static void
masks_plain(const char *text, size_t n_blocks, struct masks *out)
{
	for (size_t i = 0; i < n_blocks; i++) {
		struct masks m = {0};
		for (unsigned bit = 0; bit < BLOCK; bit++) {
			const char c = text[i * BLOCK + bit];
			m.quote |= (uint64_t)(c == '"') << bit;
			m.comma |= (uint64_t)(c == ',') << bit;
			m.feed |= (uint64_t)(c == '\n') << bit;
			m.cr |= (uint64_t)(c == '\r') << bit;
			m.nul |= (uint64_t)(c == '\0') << bit;
		}
		out[i] = m;
	}
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static uint64_t
equal_avx2(__m256i low, __m256i high, char c)
{
	const __m256i all = _mm256_set1_epi8(c);
	const uint32_t l =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
	const uint32_t h =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
	return l | (uint64_t)h << 32;
}

__attribute__((target("avx2"))) static void
masks_avx2(const char *text, size_t n_blocks, struct masks *out)
{
	for (size_t i = 0; i < n_blocks; i++, text += BLOCK) {
		__m256i low, high;
		memcpy(&low, text, sizeof low);
		memcpy(&high, text + sizeof low, sizeof high);
		out[i] = (struct masks){equal_avx2(low, high, '"'),
		    equal_avx2(low, high, ','), equal_avx2(low, high, '\n'),
		    equal_avx2(low, high, '\r'), equal_avx2(low, high, '\0')};
	}
}

__attribute__((target("avx512bw"))) static uint64_t
equal_avx512(__m512i bytes, char c)
{
	return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c));
}

__attribute__((target("avx512bw"))) static void
masks_avx512(const char *text, size_t n_blocks, struct masks *out)
{
	for (size_t i = 0; i < n_blocks; i++, text += BLOCK) {
		__m512i bytes;
		memcpy(&bytes, text, sizeof bytes);
		out[i] = (struct masks){equal_avx512(bytes, '"'),
		    equal_avx512(bytes, ','), equal_avx512(bytes, '\n'),
		    equal_avx512(bytes, '\r'), equal_avx512(bytes, '\0')};
	}
}

#endif

/* Each bit becomes the exclusive or of itself and all below. */
static inline __attribute__((always_inline)) uint64_t
parity_up_to(uint64_t bits)
{
	bits ^= bits << 1;
	bits ^= bits << 2;
	bits ^= bits << 4;
	bits ^= bits << 8;
	bits ^= bits << 16;
	bits ^= bits << 32;
	return bits;
}

/* What one block leaves to the next. */
struct carry {
	uint64_t inside;  /* all ones inside quotes */
	uint64_t start;   /* 1: the next byte starts a field */
	uint64_t closing; /* 1: the last byte closed quotes */
	uint64_t cr;      /* 1: the last byte was a carriage return outside */
	size_t unsure;    /* one more than the last place that is unsure */
};

/* What is left of a block's masks. */
struct found {
	uint64_t ends;
	uint64_t feeds; /* of them, the ends of records */
	uint64_t unsure;
};

static inline __attribute__((always_inline)) struct found
look_at(const struct masks *m, struct carry *c)
{
	const uint64_t inside = parity_up_to(m->quote) ^ c->inside;
	const uint64_t ends = (m->comma | m->feed) & ~inside;
	const uint64_t opening = m->quote & inside;
	const uint64_t closing = m->quote & ~inside;
	const uint64_t cr = m->cr & ~inside;
	const uint64_t starts = ends << 1 | c->start;
	const uint64_t after_closing = closing << 1 | c->closing;
	const uint64_t after_cr = cr << 1 | c->cr;
	c->inside = 0 - (inside >> 63);
	c->start = ends >> 63;
	c->closing = closing >> 63;
	c->cr = cr >> 63;
	return (struct found){.ends = ends,
	    .feeds = m->feed & ~inside,
	    .unsure = (opening & ~starts) | (after_closing & ~(ends | cr)) |
		      (after_cr & ~m->feed) | m->nul};
}

/* Makes room for whatever the next n bytes may hold. */
static void
make_room(struct split *s, size_t n)
{
	if (s->n_ends + n + BLOCK > s->ends_room)
		s->ends = mem_grow(s->ends, &s->ends_room,
		    s->n_ends + n + BLOCK, sizeof s->ends[0]);
	if (s->n_records + n > s->records_room)
		s->records = mem_grow(s->records, &s->records_room,
		    s->n_records + n, sizeof s->records[0]);
}

/* Writes the places of the bits; room for 64 is there. Most blocks have few:
 * eight are written at once, whether they are there or not. */
static inline __attribute__((always_inline)) size_t
write_ends(uint32_t *out, uint64_t bits, uint32_t base)
{
	const size_t n = (size_t)__builtin_popcountll(bits);
	for (size_t i = 0; i < n; i += 8) {
#pragma GCC unroll 8
		for (size_t j = 0; j < 8; j++) {
			out[i + j] =
			    base + (uint32_t)__builtin_ctzll(bits | 1ULL << 63);
			bits &= bits - 1;
		}
	}
	return n;
}

/* Ends a record at a line feed whose place is the end number `end`. */
static inline __attribute__((always_inline)) void
end_record(struct split *s, size_t end, size_t *first, bool is_unsure)
{
	const uint32_t at = s->ends[end];
	const size_t n_fields = end + 1 - *first;
	if (at > s->rest || n_fields > 1)
		s->records[s->n_records++] =
		    (struct split_record){.start = (uint32_t)s->rest,
			.first = (uint32_t)*first,
			.n_fields = (uint32_t)n_fields,
			.is_unsure = is_unsure};
	s->rest = (size_t)at + 1;
	*first = end + 1;
}

/* Takes one block, whose masks say what is in it. */
static inline __attribute__((always_inline)) void
take_block(struct split *s, const struct masks *m, size_t base, struct carry *c,
    size_t *first)
{
	const struct found f = look_at(m, c);
	const size_t before = s->n_ends;
	s->n_ends += write_ends(s->ends + before, f.ends, (uint32_t)base);
	for (uint64_t feeds = f.feeds; feeds != 0; feeds &= feeds - 1) {
		const uint64_t up_to = feeds ^ (feeds - 1);
		const uint64_t unsure = f.unsure & up_to;
		if (unsure != 0)
			c->unsure =
			    base + BLOCK - (size_t)__builtin_clzll(unsure);
		end_record(s,
		    before + (size_t)__builtin_popcountll(f.ends & up_to) - 1,
		    first, c->unsure > s->rest);
	}
	if (f.unsure != 0)
		c->unsure = base + BLOCK - (size_t)__builtin_clzll(f.unsure);
}

/* A text being split. */
struct work {
	struct split *s;
	struct carry carry;
	size_t first; /* end of the record at hand */
	size_t base;  /* of the batch */
};

static inline __attribute__((always_inline)) void
take_batch(struct work *w, const struct masks *masks, size_t n_blocks)
{
	for (size_t i = 0; i < n_blocks; i++)
		take_block(
		    w->s, &masks[i], w->base + i * BLOCK, &w->carry, &w->first);
}

typedef void batch_fn(
    struct work *w, const struct masks *masks, size_t n_blocks);

static void
batch_plain(struct work *w, const struct masks *masks, size_t n_blocks)
{
	take_batch(w, masks, n_blocks);
}

#if defined(__x86_64__)
/* The same, with instructions that count and find bits. */
__attribute__((target("popcnt,bmi,lzcnt"))) static void
batch_bits(struct work *w, const struct masks *masks, size_t n_blocks)
{
	take_batch(w, masks, n_blocks);
}
#endif

/* How bytes and masks are looked at. */
struct way {
	masks_fn *masks;
	batch_fn *batch;
};

static struct way chosen;

static struct way
find_way(enum split_way way)
{
	const struct way plain = {masks_plain, batch_plain};
#if defined(__x86_64__)
	__builtin_cpu_init();
	const bool has_avx2 = __builtin_cpu_supports("avx2") &&
			      __builtin_cpu_supports("bmi") &&
			      __builtin_cpu_supports("popcnt");
	const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512bw");
	if (has_avx512 && (way == SPLIT_AVX512 || way == SPLIT_BEST))
		return (struct way){masks_avx512, batch_bits};
	if (has_avx2 && (way == SPLIT_AVX2 || way == SPLIT_BEST))
		return (struct way){masks_avx2, batch_bits};
#endif
	return way == SPLIT_PLAIN || way == SPLIT_BEST
		   ? plain
		   : (struct way){NULL, NULL};
}

bool
split_choose(enum split_way way)
{
	const struct way found = find_way(way);
	if (found.masks != NULL)
		chosen = found;
	return found.masks != NULL;
}

/* Forgets what lies behind the text in its last block. */
static void
cut_masks(struct masks *m, size_t n)
{
	const uint64_t in = (1ULL << n) - 1;
	m->quote &= in;
	m->comma &= in;
	m->feed &= in;
	m->cr &= in;
	m->nul &= in;
}

void
split_text(struct split *s, const char *text, size_t n)
{
	struct masks masks[BATCH_BLOCKS];
	struct work w = {.s = s, .carry = {.start = 1}};
	if (chosen.masks == NULL)
		split_choose(SPLIT_BEST);
	s->n_ends = 0;
	s->n_records = 0;
	s->rest = 0;
	for (; w.base < n; w.base += BATCH_BLOCKS * BLOCK) {
		const size_t left = n - w.base;
		const size_t n_blocks = left >= BATCH_BLOCKS * BLOCK
					    ? BATCH_BLOCKS
					    : (left + BLOCK - 1) / BLOCK;
		chosen.masks(text + w.base, n_blocks, masks);
		make_room(s, n_blocks * BLOCK);
		if (left < n_blocks * BLOCK)
			cut_masks(&masks[n_blocks - 1], left % BLOCK);
		chosen.batch(&w, masks, n_blocks);
	}
	/* A line that is not ended belongs to no record. */
	s->n_ends = w.first;
}

void
split_done(struct split *s)
{
	free(s->ends);
	free(s->records);
	*s = (struct split){0};
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

const char *
split_field(const struct split *s, const struct split_record *r, size_t i,
    const char *text, size_t *n)
{
	size_t from = i > 0 ? s->ends[r->first + i - 1] + 1 : r->start;
	size_t to = s->ends[r->first + i];
	if (i + 1 == r->n_fields && to > from && text[to - 1] == '\r')
		to--;
	if (to - from >= 2 && text[from] == '"') {
		*n = to - from - 2;
		return text + from + 1;
	}
	while (from < to && is_blank(text[from]))
		from++;
	while (from < to && is_blank(text[to - 1]))
		to--;
	*n = to - from;
	return text + from;
}
