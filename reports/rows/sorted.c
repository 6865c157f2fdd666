#include "reports/rows/sorted.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/report.h"
#include "lib/threads.h"

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
	struct sorted_worker *w = context;
	const uint32_t order = w->first_order + row->block;
	if (order > w->last_order)
		w->last_order = order;
	struct buf *text = spool_begin(&w->spool, order, 0);
	for (size_t i = 0; i < w->schema->n_columns; i++)
		add_value(text, &row->value[w->schema->columns[i]]);
	w->keys = mem_grow(w->keys, &w->room, w->n + 1, sizeof w->keys[0]);
	struct sorted_key *key = &w->keys[w->n++];
	*key = (struct sorted_key){.at = w->spool.rows[w->spool.n - 1].at,
	    .order = order,
	    .thread = w->number};
	memcpy(key->address, row->addr.bytes, sizeof key->address);
	spool_end(&w->spool);
}

static void
take_again(void *context)
{
	struct sorted *b = context;
	for (unsigned i = 0; i < b->n_workers; i++) {
		b->workers[i].n = b->workers[i].n_before;
		spool_forget(&b->workers[i].spool, b->workers[i].n);
	}
}

/* What was read of a file before it failed is good, and is kept. */
static void
read_file(struct sorted *b, const struct schema *schema, const char *path,
    struct skipped *skipped)
{
	struct report_plan plan = {
	    .family = schema->is_v6 ? REPORT_OF_IPV6 : REPORT_OF_IPV4,
	    .on_row = take_row,
	    .on_again = take_again,
	    .context = b,
	    .workers = b->contexts,
	    .n_workers = b->n_workers};
	struct record_counts counts;
	bool columns[N_COLUMNS];
	struct err e = {{0}};
	uint32_t next = 0;
	for (size_t i = 0; i < schema->n_columns; i++)
		plan.wanted[schema->columns[i]] = true;
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
	const struct sorted_key *a = left, *b = right;
	const int order = memcmp(a->address, b->address, sizeof a->address);
	if (order != 0)
		return order;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

static bool
collect(struct sorted *b, struct err *e)
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
		struct sorted_worker *w = &b->workers[i];
		if (w->n > 0)
			memcpy(b->keys + at, w->keys, w->n * sizeof w->keys[0]);
		at += (unsigned)w->n;
		free(w->keys);
		w->keys = NULL;
	}
	qsort(b->keys, b->n, sizeof b->keys[0], compare_keys);
	return true;
}

static bool
start_workers(struct sorted *b, const struct schema *schema, const char *folder,
    struct err *e)
{
	bool ok = true;
	b->n_workers = threads_count();
	for (unsigned i = 0; i < b->n_workers; i++) {
		struct sorted_worker *w = &b->workers[i];
		struct err why = {{0}};
		*w = (struct sorted_worker){.schema = schema, .number = i};
		b->contexts[i] = w;
		if (!spool_open(&w->spool, folder, &why) && ok)
			ok = err_set(e, "%s", why.text);
	}
	return ok;
}

bool
sorted_read(struct sorted *s, const char *folder,
    const struct archive_file *files, size_t n, struct skipped *skipped,
    struct err *e)
{
	const struct schema *schema = schema_of(files->scan);
	*s = (struct sorted){.n = 0};
	if (!start_workers(s, schema, folder, e))
		return false;
	for (size_t i = 0; i < n; i++)
		read_file(s, schema, files[i].path, skipped);
	return collect(s, e);
}

void
sorted_done(struct sorted *s)
{
	for (unsigned i = 0; i < s->n_workers; i++) {
		spool_close(&s->workers[i].spool);
		free(s->workers[i].keys);
	}
	free(s->keys);
	*s = (struct sorted){.n = 0};
}

const char *
sorted_text(const struct sorted *s, size_t row, size_t *n)
{
	const struct sorted_key *key = &s->keys[row];
	return spool_text(&s->workers[key->thread].spool, key->at, n);
}
