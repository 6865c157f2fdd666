/* Threads read blocks of a file and keep the rows that somebody gets, each in a
 * spool of its own, with the number of the block. Their rows are then merged
 * into the day's order, and sorted by what they matched. */
#include "reports/cut/gather.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "lib/line.h"
#include "lib/mem.h"
#include "lib/report.h"
#include "lib/threads.h"

/* A thread costs more than it brings if there is less to read. */
enum { BYTES_WORTH_A_THREAD = 1 << 20 };

_Static_assert(GATHER_MOST_THREADS < 1 << 8, "a thread is 8 bits");

struct worker {
	const struct matcher *matcher;
	const struct schema *schema;
	struct spool *spool;
	struct classes classes;
	uint32_t first_order; /* of the file being read */
	uint32_t last_order;
	size_t n_before; /* rows of the files before it */
};

struct reader {
	struct worker workers[GATHER_MOST_THREADS];
	void *contexts[GATHER_MOST_THREADS];
	unsigned n;
};

static void
take_row(void *context, const struct report_row *row)
{
	struct worker *w = context;
	struct match match;
	const uint32_t order = w->first_order + row->block;
	if (order > w->last_order)
		w->last_order = order;
	if (!matcher_find(w->matcher, row, &match))
		return;
	struct buf *text =
	    spool_begin(w->spool, order, classes_of(&w->classes, &match));
	line_add(text, w->schema, row->value);
	spool_end(w->spool);
}

static void
take_again(void *context)
{
	struct reader *r = context;
	for (unsigned i = 0; i < r->n; i++)
		spool_forget(r->workers[i].spool, r->workers[i].n_before);
}

/* Rows of this file come after those of all files before. */
static void
begin_file(struct reader *r)
{
	uint32_t next = 0;
	for (unsigned i = 0; i < r->n; i++)
		if (r->workers[i].last_order >= next)
			next = r->workers[i].last_order + 1;
	for (unsigned i = 0; i < r->n; i++) {
		r->workers[i].first_order = next;
		r->workers[i].n_before = r->workers[i].spool->n;
	}
}

/* What was read of a file before it failed is good, and is kept: as much as the
 * renderer counts. */
static void
read_file(struct reader *r, const struct archive_file *f,
    const struct schema *schema, struct skipped *skipped)
{
	struct report_plan plan = {
	    .family = schema->is_v6 ? REPORT_OF_IPV6 : REPORT_OF_IPV4,
	    .on_row = take_row,
	    .on_again = take_again,
	    .context = r,
	    .workers = r->contexts,
	    .n_workers = r->n};
	struct record_counts counts;
	bool columns[N_COLUMNS];
	struct err e = {{0}};
	for (size_t i = 0; i < schema->n_columns; i++)
		plan.wanted[schema->columns[i]] = true;
	begin_file(r);
	if (!report_read(&plan, f->path, columns, &counts, &e))
		skipped_file(skipped, e.text);
	if (counts.bad > 0)
		skipped_rows(skipped, f->path, counts.bad,
		    counts.first_bad_line, counts.first_bad_why);
}

static unsigned
threads_worth(const struct archive_file *files, size_t n)
{
	const unsigned most = threads_count();
	uint64_t bytes = 0;
	struct stat st;
	for (size_t i = 0; i < n; i++)
		if (stat(files[i].path, &st) == 0)
			bytes += (uint64_t)st.st_size;
	return bytes / BYTES_WORTH_A_THREAD + 1 < most
		   ? (unsigned)(bytes / BYTES_WORTH_A_THREAD) + 1
		   : most;
}

/* Gives the rows the day's order, and classes that all threads share. */
static void
merge(struct gathered *g, struct reader *r, uint32_t *class_of)
{
	size_t at[GATHER_MOST_THREADS] = {0};
	uint32_t *shared[GATHER_MOST_THREADS];
	for (unsigned i = 0; i < r->n; i++) {
		const struct classes *own = &r->workers[i].classes;
		shared[i] = mem_new(own->n + 1, sizeof shared[i][0]);
		for (size_t c = 0; c < own->n; c++)
			shared[i][c] = classes_of(&g->classes, &own->items[c]);
	}
	for (size_t n = 0; n < g->n_rows; n++) {
		unsigned next = r->n;
		for (unsigned i = 0; i < r->n; i++)
			if (at[i] < g->spools[i].n &&
			    (next == r->n ||
				g->spools[i].rows[at[i]].order <
				    g->spools[next].rows[at[next]].order))
				next = i;
		const struct spool_row *row = &g->spools[next].rows[at[next]++];
		g->rows[n].thread = next & 0xff;
		g->rows[n].at = row->at & (((uint64_t)1 << 56) - 1);
		class_of[n] = shared[next][row->class];
	}
	for (unsigned i = 0; i < r->n; i++)
		free(shared[i]);
}

/* Sorts the rows by class, by counting. */
static void
sort_rows(struct gathered *g, const uint32_t *class_of)
{
	const size_t n = g->classes.n;
	g->by_class = mem_new(g->n_rows + 1, sizeof g->by_class[0]);
	g->first_of = mem_new(n + 2, sizeof g->first_of[0]);
	size_t *next = g->first_of + 1; /* becomes where the next one starts */
	for (size_t i = 0; i < g->n_rows; i++)
		next[class_of[i] + 1]++;
	for (size_t c = 0; c < n; c++)
		next[c + 1] += next[c];
	for (size_t i = 0; i < g->n_rows; i++)
		g->by_class[next[class_of[i]]++] = (uint32_t)i;
}

static bool
settle(struct gathered *g, struct reader *r, struct err *e)
{
	for (unsigned i = 0; i < r->n; i++) {
		if (!spool_settle(&g->spools[i], e))
			return false;
		g->n_rows += g->spools[i].n;
	}
	if (g->n_rows > UINT32_MAX)
		return err_set(e, "a day of more than 4294967295 rows");
	uint32_t *class_of = mem_new(g->n_rows + 1, sizeof *class_of);
	g->rows = mem_new(g->n_rows + 1, sizeof g->rows[0]);
	merge(g, r, class_of);
	sort_rows(g, class_of);
	free(class_of);
	return true;
}

bool
gather_rows(struct gathered *g, const struct matcher *m,
    const struct archive_file *files, size_t n, const char *folder,
    struct skipped *skipped, struct err *e)
{
	const struct schema *schema = schema_of(files[0].scan);
	struct reader r = {.n = threads_worth(files, n)};
	bool ok = true;
	*g = (struct gathered){.n_spools = r.n};
	for (unsigned i = 0; i < r.n; i++) {
		struct err why = {{0}};
		r.workers[i] = (struct worker){
		    .matcher = m, .schema = schema, .spool = &g->spools[i]};
		r.contexts[i] = &r.workers[i];
		if (!spool_open(&g->spools[i], folder, &why) && ok)
			ok = err_set(e, "%s", why.text);
	}
	for (size_t i = 0; ok && i < n; i++)
		read_file(&r, &files[i], schema, skipped);
	ok = ok && settle(g, &r, e);
	for (unsigned i = 0; i < r.n; i++)
		classes_done(&r.workers[i].classes);
	return ok;
}

void
gathered_done(struct gathered *g)
{
	for (unsigned i = 0; i < g->n_spools; i++)
		spool_close(&g->spools[i]);
	classes_done(&g->classes);
	free(g->rows);
	free(g->by_class);
	free(g->first_of);
	*g = (struct gathered){0};
}
