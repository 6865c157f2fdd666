/* A report is read in every way that there is, and each way sees the same. */
#ifndef TESTS_FUZZ_READINGS_H
#define TESTS_FUZZ_READINGS_H

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/report.h"
#include "lib/split.h"

#include "tests/fuzz/fuzz.h"

enum { READINGS_WORKERS = 3, READINGS_MOST = 1 << 26 };

/* The rows of one block as text, a line for each. */
struct reading_part {
	uint32_t block;
	struct buf rows;
};

/* What one worker was handed. */
struct reading_worker {
	struct reading_part *parts;
	size_t n_parts;
	size_t room;
};

/* What came of one reading. */
struct reading_result {
	bool ok;
	struct err e;
	bool columns[N_COLUMNS];
	struct record_counts counts;
	struct buf rows;
	unsigned n_again;
	struct reading_worker workers[READINGS_WORKERS];
};

/* Notes a row that was handed on. */
static inline void
reading_row(void *context, const struct report_row *row)
{
	struct reading_worker *w = context;
	char address[ADDR_TEXT_MAX];
	if (w->n_parts == 0 || w->parts[w->n_parts - 1].block != row->block) {
		w->parts = mem_grow(
		    w->parts, &w->room, w->n_parts + 1, sizeof w->parts[0]);
		w->parts[w->n_parts].block = row->block;
		buf_init(&w->parts[w->n_parts++].rows, READINGS_MOST);
	}
	struct buf *out = &w->parts[w->n_parts - 1].rows;
	addr_format(&row->addr, address);
	buf_text(out, address);
	for (int c = 0; c < N_COLUMNS; c++) {
		buf_printf(out, "|%zu:", row->value[c].n);
		if (row->value[c].n > 0)
			buf_add(out, row->value[c].text, row->value[c].n);
	}
	buf_char(out, '\n');
}

/* Forgets all rows. */
static inline void
reading_forget(struct reading_result *r)
{
	for (int i = 0; i < READINGS_WORKERS; i++) {
		struct reading_worker *w = &r->workers[i];
		for (size_t j = 0; j < w->n_parts; j++)
			buf_done(&w->parts[j].rows);
		free(w->parts);
		*w = (struct reading_worker){0};
	}
}

/* Called when the rows come again. */
static inline void
reading_again(void *context)
{
	struct reading_result *r = context;
	r->n_again++;
	reading_forget(r);
}

/* Puts the parts of all workers one behind the other. */
static inline void
reading_join(struct reading_result *r)
{
	size_t n = 0, at[READINGS_WORKERS] = {0};
	buf_init(&r->rows, READINGS_MOST);
	for (int i = 0; i < READINGS_WORKERS; i++)
		n += r->workers[i].n_parts;
	for (; n > 0; n--) {
		int best = -1;
		for (int i = 0; i < READINGS_WORKERS; i++)
			if (at[i] < r->workers[i].n_parts &&
			    (best < 0 ||
				r->workers[i].parts[at[i]].block <
				    r->workers[best].parts[at[best]].block))
				best = i;
		struct buf *rows = &r->workers[best].parts[at[best]++].rows;
		buf_add(&r->rows, rows->text, rows->len);
	}
	reading_forget(r);
}

/* Reads the report at path in one way. */
static inline void
reading_make(struct reading_result *r, const char *path, bool plain,
    unsigned n_workers, size_t block_bytes)
{
	void *workers[READINGS_WORKERS];
	struct report_plan plan = {.family = REPORT_OF_IPV4,
	    .on_row = reading_row,
	    .on_again = reading_again,
	    .context = r,
	    .workers = workers,
	    .n_workers = n_workers,
	    .plain = plain,
	    .block_bytes = block_bytes};
	*r = (struct reading_result){0};
	for (int i = 0; i < READINGS_WORKERS; i++)
		workers[i] = &r->workers[i];
	memset(plan.wanted, true, sizeof plan.wanted);
	r->ok = report_read(&plan, path, r->columns, &r->counts, &r->e);
	reading_join(r);
}

/* Ends the program unless both are the same. */
static inline void
reading_compare(
    const struct reading_result *want, const struct reading_result *got)
{
	must(want->ok == got->ok, "it is a report to both");
	must(strcmp(want->e.text, got->e.text) == 0, "it fails in one way");
	must(memcmp(want->columns, got->columns, sizeof want->columns) == 0,
	    "the columns are the same");
	must(want->counts.rows == got->counts.rows, "as many rows");
	must(want->counts.bad == got->counts.bad, "as many bad rows");
	must(want->counts.first_bad_line == got->counts.first_bad_line,
	    "the first bad row stands on the same line");
	must(strcmp(want->counts.first_bad_why, got->counts.first_bad_why) == 0,
	    "it is bad in the same way");
	must(want->rows.len == got->rows.len &&
		 memcmp(want->rows.text, got->rows.text, want->rows.len) == 0,
	    "the rows are the same");
}

/* Reads the report at path in all ways, in blocks of these sizes, and compares
 * each with libcsv's. Gives how often libcsv had to read again. */
static inline unsigned
readings_compare(const char *path, const size_t *block_bytes, size_t n)
{
	static const enum split_way ways[] = {
	    SPLIT_PLAIN, SPLIT_AVX2, SPLIT_AVX512, SPLIT_VBMI2};
	struct reading_result want, got;
	unsigned n_again = 0;
	reading_make(&want, path, true, 1, 0);
	for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
		if (!split_choose(ways[way]))
			continue;
		for (size_t i = 0; i < n; i++) {
			reading_make(&got, path, false,
			    1 + (unsigned)(i % READINGS_WORKERS),
			    block_bytes[i]);
			reading_compare(&want, &got);
			n_again += got.n_again;
			buf_done(&got.rows);
		}
	}
	buf_done(&want.rows);
	return n_again;
}

#endif
