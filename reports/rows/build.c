/* The blocks of a day are made twice: some of them to find what they have in
 * common, and then all, to be packed with it. */
#include "reports/rows/build.h"

#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"

#include "reports/rows/sorted.h"
#include "reports/rows/store.h"

enum { DICTIONARY_BYTES = 32768, MOST_SAMPLES = 3000 };

struct building {
	const struct schema *schema;
	struct sorted sorted;
	const struct store *like; /* NULL, or has a dictionary that will do */
	struct store_head head;
	struct store_place *places;
	struct store_term *terms;
	size_t n_terms;
	size_t terms_room;
	struct buf lengths; /* of the block being made */
	struct buf rows;
	FILE *out;
	struct stream_packer *packer;
	char common[DICTIONARY_BYTES]; /* what blocks have in common */
	struct stream_dictionary *dictionary;
};

static int
compare_terms(const void *left, const void *right)
{
	const struct store_term *a = left, *b = right;
	if (a->term != b->term)
		return a->term < b->term ? -1 : 1;
	return (a->block > b->block) - (a->block < b->block);
}

static void
add_term(struct building *b, enum store_kind kind, const char *text, size_t n,
    uint32_t block)
{
	b->terms = mem_grow(
	    b->terms, &b->terms_room, b->n_terms + 1, sizeof b->terms[0]);
	b->terms[b->n_terms++] =
	    (struct store_term){store_term_of(kind, text, n), block};
}

/* A row's terms: its text is its values, each ended by a NUL. */
static void
add_terms(struct building *b, const char *text, uint32_t block)
{
	for (size_t i = 0; i < b->schema->n_columns; i++) {
		const enum column c = b->schema->columns[i];
		const size_t n = strlen(text);
		const char *domain;
		size_t n_domain;
		if (c == COLUMN_ASN && n > 0)
			add_term(b, STORE_ASN, text, n, block);
		else if (c == COLUMN_GEO && n > 0)
			add_term(b, STORE_COUNTRY, text, n, block);
		else if (c == COLUMN_HOSTNAME &&
			 store_domain_of(text, n, &domain, &n_domain))
			add_term(b, STORE_DOMAIN, domain, n_domain, block);
		text += n + 1;
	}
}

/* Sorts the terms of a block, which are the last ones, and leaves each once. */
static void
settle_terms(struct building *b, size_t first)
{
	size_t kept = first;
	if (b->n_terms == first)
		return;
	qsort(b->terms + first, b->n_terms - first, sizeof b->terms[0],
	    compare_terms);
	for (size_t i = first; i < b->n_terms; i++)
		if (i == first || b->terms[i].term != b->terms[i - 1].term)
			b->terms[kept++] = b->terms[i];
	b->n_terms = kept;
}

static size_t
end_of(const struct building *b, uint32_t block)
{
	const size_t end = ((size_t)block + 1) * STORE_BLOCK_ROWS;
	return end < b->sorted.n ? end : b->sorted.n;
}

/* Puts a block together in b->lengths. */
static void
make_block(struct building *b, uint32_t block)
{
	buf_reset(&b->lengths);
	buf_reset(&b->rows);
	for (size_t i = (size_t)block * STORE_BLOCK_ROWS; i < end_of(b, block);
	     i++) {
		size_t n;
		const char *text = sorted_text(&b->sorted, i, &n);
		const uint32_t length = (uint32_t)n;
		buf_add(&b->lengths, &length, sizeof length);
		buf_add(&b->rows, text, n);
	}
	buf_add(&b->lengths, b->rows.text, b->rows.len);
}

/* Takes what blocks of another day have in common. */
static bool
borrow(struct building *b)
{
	const struct store_head *h = b->like != NULL ? b->like->head : NULL;
	if (h == NULL || h->n_dictionary > sizeof b->common)
		return false;
	memcpy(b->common, (const char *)h + h->dictionary_at,
	    (size_t)h->n_dictionary);
	b->head.n_dictionary = h->n_dictionary;
	return true;
}

/* Finds what blocks have in common, in some of them from all over the day. */
static void
train(struct building *b, uint32_t n_blocks)
{
	const uint32_t every = n_blocks / MOST_SAMPLES + 1;
	size_t *sizes = mem_new(MOST_SAMPLES + 1, sizeof *sizes);
	unsigned n = 0;
	struct buf samples;
	buf_init(&samples, STORE_BLOCK_MOST);
	for (uint32_t i = 0; i < n_blocks; i += every) {
		make_block(b, i);
		if (b->lengths.len > samples.most - samples.len)
			break;
		buf_add(&samples, b->lengths.text, b->lengths.len);
		sizes[n++] = b->lengths.len;
	}
	b->head.n_dictionary =
	    stream_train(samples.text, sizes, n, b->common, sizeof b->common);
	buf_done(&samples);
	free(sizes);
}

static void
write_block(struct building *b, uint32_t block, uint64_t *at)
{
	const size_t first_term = b->n_terms;
	size_t n_packed;
	make_block(b, block);
	for (size_t i = (size_t)block * STORE_BLOCK_ROWS; i < end_of(b, block);
	     i++) {
		size_t n;
		add_terms(b, sorted_text(&b->sorted, i, &n), block);
	}
	settle_terms(b, first_term);
	const char *packed = stream_pack(b->packer, b->dictionary,
	    b->lengths.text, b->lengths.len, &n_packed);
	b->places[block] = (struct store_place){
	    *at, (uint32_t)n_packed, (uint32_t)b->lengths.len};
	fwrite(packed, 1, n_packed, b->out);
	*at += n_packed;
}

/* Parts begin at multiples of 8. */
static void
align(struct building *b, uint64_t *at)
{
	for (; *at % 8 != 0; (*at)++)
		fputc('\0', b->out);
}

static void
write_part(
    struct building *b, const void *part, size_t n, size_t size, uint64_t *at)
{
	if (n > 0)
		fwrite(part, size, n, b->out);
	*at += n * size;
	align(b, at);
}

/* Writes every step-th key, from the first on. */
static void
write_keys(struct building *b, size_t step, uint64_t *at)
{
	const size_t key_bytes = b->schema->is_v6 ? 16 : 4;
	for (size_t i = 0; i < b->sorted.n; i += step) {
		fwrite(b->sorted.keys[i].address, 1, key_bytes, b->out);
		*at += key_bytes;
	}
	align(b, at);
}

/* A failing stream shows when the file is committed. */
static void
write_all(struct building *b, uint32_t n_blocks)
{
	uint64_t at = sizeof b->head;
	fwrite(&b->head, sizeof b->head, 1, b->out);
	align(b, &at);
	b->head.dictionary_at = at;
	write_part(b, b->common, b->head.n_dictionary, 1, &at);
	b->head.steps_at = at;
	write_keys(b, STORE_STEP, &at);
	for (uint32_t i = 0; i < n_blocks; i++)
		write_block(b, i, &at);
	align(b, &at);
	b->head.places_at = at;
	write_part(b, b->places, n_blocks, sizeof b->places[0], &at);
	if (b->n_terms > 0)
		qsort(b->terms, b->n_terms, sizeof b->terms[0], compare_terms);
	b->head.terms_at = at;
	b->head.n_terms = b->n_terms;
	write_part(b, b->terms, b->n_terms, sizeof b->terms[0], &at);
	b->head.keys_at = at;
	write_keys(b, 1, &at);
	b->head.bytes = at;
	if (fseek(b->out, 0, SEEK_SET) == 0)
		fwrite(&b->head, sizeof b->head, 1, b->out);
}

static bool
write_file(struct building *b, const char *path, struct err *e)
{
	struct file_aside f;
	const uint32_t n_blocks = (uint32_t)(b->sorted.n / STORE_BLOCK_ROWS) +
				  (b->sorted.n % STORE_BLOCK_ROWS != 0);
	if (!file_aside_open(&f, path, e))
		return false;
	b->out = f.stream;
	b->head.n_rows = (uint32_t)b->sorted.n;
	b->places = mem_new(n_blocks + 1U, sizeof b->places[0]);
	b->packer = stream_packer_new();
	buf_init(&b->lengths, STORE_BLOCK_MOST);
	buf_init(&b->rows, STORE_BLOCK_MOST);
	if (!borrow(b))
		train(b, n_blocks);
	b->dictionary = stream_dictionary_new(
	    b->common, (size_t)b->head.n_dictionary, true);
	write_all(b, n_blocks);
	stream_dictionary_free(b->dictionary);
	buf_done(&b->lengths);
	buf_done(&b->rows);
	stream_packer_free(b->packer);
	free(b->places);
	free(b->terms);
	return file_aside_commit(&f, e);
}

bool
build_rows(const char *path, const struct build_plan *plan, uint32_t *n_rows,
    struct skipped *skipped, struct err *e)
{
	const struct archive_file *first = plan->files;
	char folder[PATH_MAX];
	struct building *b = mem_new(1, sizeof *b);
	const uint64_t skipped_before = skipped->files;
	b->schema = schema_of(first->scan);
	b->like = plan->like;
	b->head = (struct store_head){
	    .order = STORE_ORDER, .scan = first->scan, .day = first->day};
	memcpy(b->head.magic, store_magic, sizeof store_magic);
	file_folder_of(path, folder);
	bool ok = sorted_read(&b->sorted, folder, first, plan->n, skipped, e);
	if (skipped->files == skipped_before)
		snprintf(
		    b->head.inputs, sizeof b->head.inputs, "%s", plan->inputs);
	ok = ok && write_file(b, path, e);
	*n_rows = (uint32_t)b->sorted.n;
	sorted_done(&b->sorted);
	free(b);
	return ok;
}
