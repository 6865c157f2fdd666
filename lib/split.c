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

#include "lib/masks.h"
#include "lib/mem.h"

enum { BLOCK = MASKS_BYTES, BATCH_BLOCKS = 64 };

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

/* Returns and NULs, which few texts have: the unsure places, and what a return
 * before a line feed makes sure. */
INLINE void
look_at_odd(const struct masks *m, uint64_t inside, uint64_t after_closing,
    struct carry *c, uint64_t *unsure)
{
	const uint64_t cr = m->cr & ~inside;
	*unsure &= ~(after_closing & cr);
	*unsure |= ((cr << 1 | c->cr) & ~m->feed) | m->nul;
	c->cr = cr >> 63;
}

INLINE struct found
look_at(const struct masks *m, uint64_t parity, struct carry *c)
{
	const uint64_t inside = parity ^ c->inside;
	const uint64_t ends = (m->comma | m->feed) & ~inside;
	const uint64_t starts = ends << 1 | c->start;
	const uint64_t opening = m->quote & inside;
	const uint64_t closing = m->quote & ~inside;
	const uint64_t after_closing = closing << 1 | c->closing;
	uint64_t unsure = (opening & ~starts) | (after_closing & ~ends);
	if (__builtin_expect((m->cr | m->nul | c->cr) != 0, 0))
		look_at_odd(m, inside, after_closing, c, &unsure);
	c->inside = 0 - (inside >> 63);
	c->start = ends >> 63;
	c->closing = closing >> 63;
	return (struct found){
	    .ends = ends, .feeds = m->feed & ~inside, .unsure = unsure};
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

/* A text being split: where the splitter stands in it. */
struct work {
	struct split_record *records;
	uint32_t *ends;
	size_t n_records, n_ends;
	size_t rest;  /* start of the record at hand */
	size_t first; /* its first end */
	struct carry carry;
};

/* Ends the record at hand at the line feed at `at`, whose end is number `end`:
 * if is_there; nothing happens if not. A jump would be guessed wrongly about
 * once a record, so there is none. */
INLINE void
end_record(
    struct work *w, bool is_there, uint64_t at, size_t end, bool is_unsure)
{
	const size_t n_fields = end + 1 - w->first;
	const uint64_t all = 0 - (uint64_t)is_there;
	w->records[w->n_records] =
	    (struct split_record){.start = (uint32_t)w->rest,
		.first = (uint32_t)w->first,
		.n_fields = (uint32_t)n_fields,
		.is_unsure = is_unsure};
	w->n_records +=
	    (size_t)is_there & ((size_t)(at > w->rest) | (n_fields > 1));
	w->rest ^= (w->rest ^ (at + 1)) & all;
	w->first ^= (w->first ^ (end + 1)) & all;
}

/* Ends the records of a block that has several, or something unsure. Gives
 * back the work, so that it need not lie in memory. */
static __attribute__((noinline)) struct work
end_records(struct work w, struct found f, size_t base, size_t before)
{
	for (uint64_t feeds = f.feeds; feeds != 0; feeds &= feeds - 1) {
		const uint64_t up_to = feeds ^ (feeds - 1);
		const uint64_t unsure = f.unsure & up_to;
		if (unsure != 0)
			w.carry.unsure =
			    base + BLOCK - (size_t)__builtin_clzll(unsure);
		end_record(&w, true, base + (size_t)__builtin_ctzll(feeds),
		    before + (size_t)__builtin_popcountll(f.ends & up_to) - 1,
		    w.carry.unsure > w.rest);
	}
	if (f.unsure != 0)
		w.carry.unsure =
		    base + BLOCK - (size_t)__builtin_clzll(f.unsure);
	return w;
}

/* Ends the record of a block, if one ends there; its n ends are written. */
INLINE void
take_found(struct work *w, struct found f, size_t base, size_t n)
{
	const size_t before = w->n_ends;
	const uint64_t up_to = f.feeds ^ (f.feeds - 1);
	w->n_ends += n;
	if (__builtin_expect((f.unsure | (f.feeds & (f.feeds - 1))) != 0, 0)) {
		*w = end_records(*w, f, base, before);
		return;
	}
	end_record(w, f.feeds != 0,
	    base + (size_t)__builtin_ctzll(f.feeds | 1ULL << 63),
	    before + (size_t)__builtin_popcountll(f.ends & up_to) - 1,
	    w->carry.unsure > w->rest);
}

/* Splits the blocks of a text from base on. Only the bytes `in` the last one
 * are of the text. Room for all that they may hold is there. */
typedef void batch_fn(struct work *w, const char *text, size_t base,
    size_t n_blocks, uint64_t in);

/* The body of one; MASKS, PARITY and WRITE are how this processor does it. */
#define TAKE_BATCH(MASKS, PARITY, WRITE)                                       \
	struct work mine = *w; /* so that it can lie in registers */           \
	for (size_t i = 0; i < n_blocks; i++, base += BLOCK) {                 \
		struct masks m = MASKS(text + base);                           \
		if (i + 1 == n_blocks)                                         \
			cut_masks(&m, in);                                     \
		const struct found f =                                         \
		    look_at(&m, PARITY(m.quote), &mine.carry);                 \
		const size_t n = (size_t)__builtin_popcountll(f.ends);         \
		WRITE(mine.ends + mine.n_ends, f.ends, (uint32_t)base, n);     \
		take_found(&mine, f, base, n);                                 \
	}                                                                      \
	*w = mine

static void
batch_plain(
    struct work *w, const char *text, size_t base, size_t n_blocks, uint64_t in)
{
	TAKE_BATCH(masks_plain, parity_up_to, write_plain);
}

#if defined(__x86_64__)

AVX2 static void
batch_avx2(
    struct work *w, const char *text, size_t base, size_t n_blocks, uint64_t in)
{
	TAKE_BATCH(masks_avx2, parity_up_to, write_plain);
}

AVX512 static void
batch_avx512(
    struct work *w, const char *text, size_t base, size_t n_blocks, uint64_t in)
{
	TAKE_BATCH(masks_avx512, parity_up_to, write_plain);
}

VBMI2 static void
batch_vbmi2(
    struct work *w, const char *text, size_t base, size_t n_blocks, uint64_t in)
{
	TAKE_BATCH(masks_avx512, parity_clmul, write_vbmi2);
}

#endif

static batch_fn *chosen;

static bool
can(enum split_way way)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
	const bool avx2 = __builtin_cpu_supports("avx2") &&
			  __builtin_cpu_supports("bmi") &&
			  __builtin_cpu_supports("popcnt");
	const bool avx512 = avx2 && __builtin_cpu_supports("avx512bw");
	if (way == SPLIT_AVX2)
		return avx2;
	if (way == SPLIT_AVX512)
		return avx512;
	if (way == SPLIT_VBMI2)
		return avx512 && __builtin_cpu_supports("avx512vbmi2") &&
		       __builtin_cpu_supports("pclmul");
#endif
	return way == SPLIT_PLAIN;
}

static batch_fn *
find_way(enum split_way way)
{
#if defined(__x86_64__)
	if (way == SPLIT_AVX2)
		return batch_avx2;
	if (way == SPLIT_AVX512)
		return batch_avx512;
	if (way == SPLIT_VBMI2)
		return batch_vbmi2;
#endif
	(void)way;
	return batch_plain;
}

bool
split_choose(enum split_way way)
{
	if (way == SPLIT_BEST)
		for (way = SPLIT_VBMI2; !can(way);)
			way--;
	if (!can(way))
		return false;
	chosen = find_way(way);
	return true;
}

void
split_text(struct split *s, const char *text, size_t n)
{
	struct work w = {.carry = {.start = 1}};
	if (chosen == NULL)
		split_choose(SPLIT_BEST);
	s->n_ends = 0;
	s->n_records = 0;
	for (size_t base = 0; base < n; base += BATCH_BLOCKS * BLOCK) {
		const size_t left = n - base;
		const size_t n_blocks = left >= BATCH_BLOCKS * BLOCK
					    ? BATCH_BLOCKS
					    : (left + BLOCK - 1) / BLOCK;
		const uint64_t in = left >= n_blocks * BLOCK
					? UINT64_MAX
					: (1ULL << left % BLOCK) - 1;
		make_room(s, n_blocks * BLOCK);
		w.ends = s->ends;
		w.records = s->records;
		chosen(&w, text, base, n_blocks, in);
		s->n_ends = w.n_ends;
		s->n_records = w.n_records;
	}
	/* A line that is not ended belongs to no record. */
	s->n_ends = w.first;
	s->rest = w.rest;
}

void
split_done(struct split *s)
{
	free(s->ends);
	free(s->records);
	*s = (struct split){0};
}
