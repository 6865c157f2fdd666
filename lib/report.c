/* Threads take blocks of whole lines from the file, one after the other, and
 * each splits its own. That is right as long as every block starts where a
 * record does: the first one does, and the next one does if no record goes on
 * behind the last line end of the one before (it would be inside quotes). If
 * one does, or if libcsv does not see a record's end where the splitter saw it,
 * all that was handed on is taken back, and libcsv reads the file alone. So
 * what is fast is also proven, block by block: our own files and those of
 * others never have line ends inside of quotes.
 *
 * A block is shorter than the longest line that libcsv's reader takes, so no
 * line in it is too long. */
#include "lib/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/blocks.h"
#include "lib/mem.h"
#include "lib/rows.h"
#include "lib/threads.h"

/* The line of the first header. */
struct header {
	struct reading *reading;
	bool *columns;
	bool is_there;
	bool is_report;
};

static bool
take_header(void *context, char **fields, size_t n, uint64_t number)
{
	struct header *h = context;
	(void)number;
	h->is_there = true;
	h->is_report =
	    record_layout_read(&h->reading->layout, fields, n, h->columns);
	return false;
}

/* True if a line may hold more than one record: a carriage return that is not
 * a part of its end may be the end of one. */
static bool
may_hold_more(const char *line, size_t n)
{
	const char *at = memchr(line, '\r', n);
	return at != NULL && (size_t)(at - line) + 2 < n;
}

/* Reads lines of the block until the header has come. Gives how many bytes
 * they have; the work is given up if libcsv has to do it. */
static size_t
find_header(struct reading *r, const struct block *b, struct header *header)
{
	struct record_reader *reader = record_reader_new(take_header, header);
	size_t at = record_mark_bytes(b->text, b->n);
	while (at < b->n && !header->is_there) {
		const char *end = memchr(b->text + at, '\n', b->n - at);
		const size_t n =
		    end != NULL ? (size_t)(end - b->text) + 1 - at : b->n - at;
		if (!record_reader_feed(reader, b->text + at, n) ||
		    (header->is_there && !record_reader_is_between(reader)) ||
		    may_hold_more(b->text + at, n))
			r->blocks.is_given_up = true;
		at += n;
	}
	if (!header->is_there && b->is_last)
		record_reader_end(reader);
	if (!header->is_there && !b->is_last)
		r->blocks.is_given_up = true;
	record_reader_free(reader);
	return at;
}

/* Reads the header and leaves the reading at the first record. */
static bool
read_header(struct reading *r, bool columns[static N_COLUMNS], struct err *e)
{
	struct header header = {.reading = r, .columns = columns};
	struct block block;
	blocks_new(&block);
	if (blocks_next(&r->blocks, &block))
		blocks_put_back(
		    &r->blocks, &block, find_header(r, &block, &header));
	blocks_free(&block);
	if (r->blocks.is_given_up)
		return true;
	if (!header.is_there && r->blocks.is_failed)
		return err_set(e, "%s", r->blocks.e.text);
	if (!header.is_there)
		return err_set(e, "%s is no report: it is empty", r->path);
	return header.is_report || record_is_no_report(r->path, e);
}

/* Notes where the wanted columns stand. */
static void
find_wanted(struct reading *r)
{
	r->ip = r->layout.place[COLUMN_IP] - 1;
	r->n_wanted = 0;
	for (int c = 0; c < N_COLUMNS; c++)
		if (r->plan->wanted[c] && r->layout.place[c] != 0)
			r->wanted[r->n_wanted++] = (struct wanted){
			    (enum column)c, r->layout.place[c] - 1};
}

/* Adds up what all have done. */
static void
sum_up(const struct reading *r, const struct rows *all, unsigned n,
    struct record_counts *counts)
{
	struct rows_bad first = {0};
	for (unsigned i = 0; i < n; i++) {
		counts->rows += all[i].n_rows;
		counts->bad += all[i].n_bad;
		if (all[i].first_bad.why != NULL &&
		    rows_is_before(&all[i].first_bad, &first))
			first = all[i].first_bad;
	}
	if (first.why == NULL)
		return;
	counts->first_bad_line =
	    blocks_line_at(r->path, first.offset) + first.lines;
	snprintf(counts->first_bad_why, sizeof counts->first_bad_why, "%s",
	    first.why);
}

static void
work(void *context, unsigned i)
{
	rows_take_all((struct rows *)context + i);
}

/* Lets all work until the file ends. */
static void
read_blocks(struct reading *r, struct record_counts *counts)
{
	const unsigned n = r->plan->n_workers;
	struct rows *all = mem_new(n, sizeof *all);
	for (unsigned i = 0; i < n; i++)
		rows_init(&all[i], r, r->plan->workers[i]);
	threads_run(n, work, all);
	sum_up(r, all, n, counts);
	for (unsigned i = 0; i < n; i++)
		rows_done(&all[i]);
	free(all);
}

/* A report that libcsv reads alone. */
struct plain {
	const struct report_plan *plan;
	struct record_counts *counts;
};

static void
take_plain_row(void *context, const struct row *row, const struct addr *addr)
{
	const struct plain *p = context;
	struct record_counts *counts = p->counts;
	struct report_row out = {.addr = *addr};
	const char *why = rows_why_not(p->plan, addr);
	if (why != NULL) {
		counts->rows--;
		if (counts->bad++ > 0)
			return;
		counts->first_bad_line = counts->line;
		snprintf(counts->first_bad_why, sizeof counts->first_bad_why,
		    "%s", why);
		return;
	}
	for (int c = 0; c < N_COLUMNS; c++)
		if (p->plan->wanted[c] && row->value[c] != NULL)
			out.value[c] = (struct record_value){
			    row->value[c], strlen(row->value[c])};
	p->plan->on_row(p->plan->workers[0], &out);
}

static bool
read_plain(const struct report_plan *plan, const char *path,
    bool columns[static N_COLUMNS], struct record_counts *counts, struct err *e)
{
	struct plain p = {plan, counts};
	return record_read_file(path, take_plain_row, &p, columns, counts, e);
}

/* False: libcsv has to read the file; *ok says whether it was read. */
static bool
read_fast(struct reading *r, bool columns[static N_COLUMNS],
    struct record_counts *counts, bool *ok, struct err *e)
{
	*ok = read_header(r, columns, e);
	if (!*ok || r->blocks.is_given_up)
		return !r->blocks.is_given_up;
	find_wanted(r);
	read_blocks(r, counts);
	if (r->blocks.is_given_up)
		return false;
	if (r->blocks.is_failed)
		*ok = err_set(e, "%s", r->blocks.e.text);
	return true;
}

bool
report_read(const struct report_plan *plan, const char *path,
    bool columns[static N_COLUMNS], struct record_counts *counts, struct err *e)
{
	struct reading r = {.plan = plan, .path = path};
	bool ok = false, is_read = true;
	if (plan->plain)
		return read_plain(plan, path, columns, counts, e);
	*counts = (struct record_counts){0};
	memset(columns, 0, N_COLUMNS * sizeof columns[0]);
	const size_t most =
	    plan->block_bytes > 0 ? plan->block_bytes : BLOCKS_BYTES;
	if (blocks_open(&r.blocks, path, most, e))
		is_read = read_fast(&r, columns, counts, &ok, e);
	blocks_close(&r.blocks);
	if (is_read)
		return ok;
	plan->on_again(plan->context);
	return read_plain(plan, path, columns, counts, e);
}
