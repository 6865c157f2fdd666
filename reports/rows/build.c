/* Threads read the day and keep its rows in spools beside the file that is
 * made; memory holds the address of each row and where its text stands. Those
 * are sorted, and the texts packed in that order. */
#include "reports/rows/build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"
#include "lib/report.h"
#include "lib/threads.h"

#include "reports/cut/spool.h"
#include "reports/rows/store.h"

enum { MOST_THREADS = 64, TERMS_OF_ROW = 3 };

struct key {
	uint8_t address[16];
	uint64_t at; /* in the spool */
	uint32_t order;
	uint32_t thread;
};

struct worker {
	const struct schema *schema;
	struct spool spool;
	struct key *keys;
	size_t room;
	size_t n;
	size_t n_before; /* keys of the files before this one */
	uint32_t number;
	uint32_t first_order; /* of the file being read */
	uint32_t last_order;
};

struct building {
	const struct schema *schema;
	struct worker workers[MOST_THREADS];
	void *contexts[MOST_THREADS];
	unsigned n_workers;
	struct key *keys; /* of all rows */
	size_t n;
	struct store_head head;
	struct store_place *places;
	struct store_term *terms;
	size_t n_terms;
	size_t terms_room;
	struct buf lengths; /* of the block being made */
	struct buf rows;
	FILE *out;
	struct stream_packer *packer;
};

/* A value cannot hold the NUL that ends it. */
static void
add_value(struct buf *out, const struct record_value *v)
{
	for (size_t i = 0; i < v->n;) {
		const char *nul = memchr(v->text + i, '\0', v->n - i);
		const size_t end = nul != NULL ? (size_t)(nul - v->text) : v->n;
		buf_add(out, v->text + i, end - i);
		i = end + 1;
	}
	buf_char(out, '\0');
}

static void
take_row(void *context, const struct report_row *row)
{
	struct worker *w = context;
	const uint32_t order = w->first_order + row->block;
	if (order > w->last_order)
		w->last_order = order;
	struct buf *text = spool_begin(&w->spool, order, 0);
	for (size_t i = 0; i < w->schema->n_columns; i++)
		add_value(text, &row->value[w->schema->columns[i]]);
	w->keys = mem_grow(w->keys, &w->room, w->n + 1, sizeof w->keys[0]);
	struct key *key = &w->keys[w->n++];
	*key = (struct key){.at = w->spool.rows[w->spool.n - 1].at,
	    .order = order,
	    .thread = w->number};
	memcpy(key->address, row->addr.bytes, sizeof key->address);
	spool_end(&w->spool);
}

static void
take_again(void *context)
{
	struct building *b = context;
	for (unsigned i = 0; i < b->n_workers; i++) {
		b->workers[i].n = b->workers[i].n_before;
		spool_forget(&b->workers[i].spool, b->workers[i].n);
	}
}

/* What was read of a file before it failed is good, and is kept. */
static void
read_file(struct building *b, const char *path, struct skipped *skipped)
{
	struct report_plan plan = {
	    .family = b->schema->is_v6 ? REPORT_OF_IPV6 : REPORT_OF_IPV4,
	    .on_row = take_row,
	    .on_again = take_again,
	    .context = b,
	    .workers = b->contexts,
	    .n_workers = b->n_workers};
	struct record_counts counts;
	bool columns[N_COLUMNS];
	struct err e = {{0}};
	uint32_t next = 0;
	for (size_t i = 0; i < b->schema->n_columns; i++)
		plan.wanted[b->schema->columns[i]] = true;
	for (unsigned i = 0; i < b->n_workers; i++)
		if (b->workers[i].last_order >= next)
			next = b->workers[i].last_order + 1;
	for (unsigned i = 0; i < b->n_workers; i++) {
		b->workers[i].first_order = next;
		b->workers[i].n_before = b->workers[i].n;
	}
	if (!report_read(&plan, path, columns, &counts, &e))
		skipped_file(skipped, e.text);
	if (counts.bad > 0)
		skipped_rows(skipped, path, counts.bad, counts.first_bad_line,
		    counts.first_bad_why);
}

/* By address; rows of one stay in the day's order. */
static int
compare_keys(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	const int order = memcmp(a->address, b->address, sizeof a->address);
	if (order != 0)
		return order;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

static int
compare_terms(const void *left, const void *right)
{
	const struct store_term *a = left, *b = right;
	if (a->term != b->term)
		return a->term < b->term ? -1 : 1;
	return (a->block > b->block) - (a->block < b->block);
}

static bool
collect(struct building *b, struct err *e)
{
	for (unsigned i = 0; i < b->n_workers; i++) {
		if (!spool_settle(&b->workers[i].spool, e))
			return false;
		b->n += b->workers[i].n;
	}
	if (b->n > UINT32_MAX)
		return err_set(e, "a day of more than 4294967295 rows");
	b->keys = mem_new(b->n + 1, sizeof b->keys[0]);
	for (unsigned i = 0, at = 0; i < b->n_workers; i++) {
		struct worker *w = &b->workers[i];
		if (w->n > 0)
			memcpy(b->keys + at, w->keys, w->n * sizeof w->keys[0]);
		at += (unsigned)w->n;
		free(w->keys);
		w->keys = NULL;
	}
	qsort(b->keys, b->n, sizeof b->keys[0], compare_keys);
	return true;
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

static void
write_block(struct building *b, uint32_t block, uint64_t *at)
{
	const size_t first = (size_t)block * STORE_BLOCK_ROWS;
	const size_t end =
	    first + STORE_BLOCK_ROWS < b->n ? first + STORE_BLOCK_ROWS : b->n;
	const size_t first_term = b->n_terms;
	size_t n_packed;
	buf_reset(&b->lengths);
	buf_reset(&b->rows);
	for (size_t i = first; i < end; i++) {
		size_t n;
		const char *text = spool_text(
		    &b->workers[b->keys[i].thread].spool, b->keys[i].at, &n);
		const uint32_t length = (uint32_t)n;
		buf_add(&b->lengths, &length, sizeof length);
		buf_add(&b->rows, text, n);
		add_terms(b, text, block);
	}
	settle_terms(b, first_term);
	buf_add(&b->lengths, b->rows.text, b->rows.len);
	const char *packed =
	    stream_pack(b->packer, b->lengths.text, b->lengths.len, &n_packed);
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

/* A failing stream shows when the file is committed. */
static void
write_all(struct building *b, uint32_t n_blocks)
{
	const size_t key_bytes = b->schema->is_v6 ? 16 : 4;
	uint64_t at = sizeof b->head;
	fwrite(&b->head, sizeof b->head, 1, b->out);
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
	for (size_t i = 0; i < b->n; i++)
		fwrite(b->keys[i].address, 1, key_bytes, b->out);
	at += b->n * key_bytes;
	align(b, &at);
	b->head.bytes = at;
	if (fseek(b->out, 0, SEEK_SET) == 0)
		fwrite(&b->head, sizeof b->head, 1, b->out);
}

static bool
write_file(struct building *b, const char *path, struct err *e)
{
	struct file_aside f;
	const uint32_t n_blocks = (uint32_t)(b->n / STORE_BLOCK_ROWS) +
				  (b->n % STORE_BLOCK_ROWS != 0);
	if (!file_aside_open(&f, path, e))
		return false;
	b->out = f.stream;
	b->head.n_rows = (uint32_t)b->n;
	b->places = mem_new(n_blocks + 1U, sizeof b->places[0]);
	b->packer = stream_packer_new();
	buf_init(&b->lengths, STORE_BLOCK_MOST);
	buf_init(&b->rows, STORE_BLOCK_MOST);
	write_all(b, n_blocks);
	buf_done(&b->lengths);
	buf_done(&b->rows);
	stream_packer_free(b->packer);
	free(b->places);
	free(b->terms);
	return file_aside_commit(&f, e);
}

static bool
start_workers(struct building *b, const char *path, struct err *e)
{
	char folder[PATH_MAX];
	bool ok = true;
	file_folder_of(path, folder);
	for (unsigned i = 0; i < b->n_workers; i++) {
		struct worker *w = &b->workers[i];
		*w = (struct worker){.schema = b->schema, .number = i};
		b->contexts[i] = w;
		struct err why = {{0}};
		if (!spool_open(&w->spool, folder, &why) && ok)
			ok = err_set(e, "%s", why.text);
	}
	return ok;
}

bool
build_rows(const char *path, const struct archive_file *files, size_t n,
    const char *inputs, uint32_t *n_rows, struct skipped *skipped,
    struct err *e)
{
	struct building *b = mem_new(1, sizeof *b);
	const uint64_t skipped_before = skipped->files;
	b->schema = schema_of(files->scan);
	b->n_workers = threads_count();
	b->head = (struct store_head){
	    .order = STORE_ORDER, .scan = files->scan, .day = files->day};
	memcpy(b->head.magic, store_magic, sizeof store_magic);
	bool ok = start_workers(b, path, e);
	for (size_t i = 0; ok && i < n; i++)
		read_file(b, files[i].path, skipped);
	if (skipped->files == skipped_before)
		snprintf(b->head.inputs, sizeof b->head.inputs, "%s", inputs);
	ok = ok && collect(b, e) && write_file(b, path, e);
	*n_rows = (uint32_t)b->n;
	for (unsigned i = 0; i < b->n_workers; i++) {
		spool_close(&b->workers[i].spool);
		free(b->workers[i].keys);
	}
	free(b->keys);
	free(b);
	return ok;
}
