#include "lib/rows.h"

#include <stdlib.h>
#include <string.h>

/* Of a block, split at a time: it and its ends fit into the first cache. */
enum { PIECE_BYTES = 1 << 14 };

bool
rows_is_before(const struct rows_bad *a, const struct rows_bad *b)
{
	return b->why == NULL || a->offset < b->offset ||
	       (a->offset == b->offset && a->lines < b->lines);
}

static void
skip_row(struct rows *rows, uint64_t lines, const char *why)
{
	const struct rows_bad place = {rows->record, lines, why};
	rows->n_bad++;
	if (rows_is_before(&place, &rows->first_bad))
		rows->first_bad = place;
}

const char *
rows_why_not(const struct report_plan *plan, const struct addr *a)
{
	if (plan->family == REPORT_OF_IPV4 && a->is_v6)
		return "an IPv6 address in an IPv4 report";
	if (plan->family == REPORT_OF_IPV6 && !a->is_v6)
		return "an IPv4 address in an IPv6 report";
	return NULL;
}

/* Hands on the row whose values are in place, its address too if it is one. */
static void
take_row(struct rows *rows, const struct record_value *ip, bool is_address,
    uint64_t lines)
{
	/* A second header line in the middle comes from joined files. */
	if (ip->n == 2 && memcmp(ip->text, "ip", 2) == 0)
		return;
	if (!is_address) {
		skip_row(rows, lines, record_wrong_ip);
		return;
	}
	const char *why = rows_why_not(rows->reading->plan, &rows->row.addr);
	if (why != NULL) {
		skip_row(rows, lines, why);
		return;
	}
	rows->n_rows++;
	rows->reading->plan->on_row(rows->worker, &rows->row);
}

/* Takes a record that is what it seems. */
static void
take_record(
    struct rows *rows, const struct split_record *record, const char *text)
{
	const struct reading *r = rows->reading;
	struct record_value ip;
	if (record->n_fields != r->layout.n_fields) {
		size_t n = 1;
		if (record->n_fields == 1)
			split_field(&rows->split, record, 0, text, &n);
		if (n > 0)
			skip_row(rows, 0, record_wrong_fields);
		return;
	}
	for (size_t i = 0; i < r->n_wanted; i++) {
		struct record_value *v = &rows->row.value[r->wanted[i].column];
		v->text = split_field(
		    &rows->split, record, r->wanted[i].place, text, &v->n);
	}
	ip.text = split_field(&rows->split, record, r->ip, text, &ip.n);
	take_row(
	    rows, &ip, addr_parse_padded(ip.text, ip.n, &rows->row.addr), 0);
}

/* Takes a record as libcsv reads it. */
static bool
take_fields(void *context, char **fields, size_t n, uint64_t number)
{
	struct rows *rows = context;
	const struct reading *r = rows->reading;
	const uint64_t lines = number - 1 - rows->careful_lines;
	struct record_value ip;
	if (n == 1 && fields[0][0] == '\0')
		return true;
	if (n != r->layout.n_fields) {
		skip_row(rows, lines, record_wrong_fields);
		return true;
	}
	for (size_t i = 0; i < r->n_wanted; i++) {
		const char *text = fields[r->wanted[i].place];
		rows->row.value[r->wanted[i].column] =
		    (struct record_value){text, strlen(text)};
	}
	ip = (struct record_value){fields[r->ip], strlen(fields[r->ip])};
	take_row(
	    rows, &ip, addr_parse_text(ip.text, ip.n, &rows->row.addr), lines);
	return true;
}

/* Lets libcsv read n bytes. False: it gives up. */
static bool
read_carefully(struct rows *rows, const char *text, size_t n)
{
	if (!record_reader_feed(rows->careful, text, n))
		return false;
	rows->careful_lines += blocks_count_lines(text, n);
	return true;
}

/* What stands at the end of the file, without a line end of its own: from byte
 * `at` of the block on. */
static void
take_rest(struct rows *rows, size_t at)
{
	const struct block *b = &rows->block;
	rows->record = b->offset + at;
	if (!b->is_last || !read_carefully(rows, b->text + at, b->n - at)) {
		blocks_give_up(&rows->reading->blocks);
		return;
	}
	rows->careful_lines -= blocks_count_lines(b->text + at, b->n - at);
	record_reader_end(rows->careful);
}

/* Takes the records that were found from byte `at` of the block on. False: the
 * block is given up. */
static bool
take_records(struct rows *rows, size_t at)
{
	const char *text = rows->block.text + at;
	for (size_t i = 0; i < rows->split.n_records; i++) {
		const struct split_record *record = &rows->split.records[i];
		const size_t end =
		    rows->split.ends[record->first + record->n_fields - 1];
		rows->record = rows->block.offset + at + record->start;
		if (!record->is_unsure) {
			take_record(rows, record, text);
		} else if (!read_carefully(rows, text + record->start,
			       end + 1 - record->start) ||
			   !record_reader_is_between(rows->careful)) {
			blocks_give_up(&rows->reading->blocks);
			return false;
		}
	}
	return true;
}

/* Splits a block piece by piece, each from where a record begins, as what was
 * split is then still close to the processor. A record that does not end in a
 * piece is begun again in the next, or in a longer one. */
static void
take_block(struct rows *rows)
{
	const struct block *b = &rows->block;
	size_t at = 0, piece = PIECE_BYTES;
	while (at < b->n) {
		const size_t left = b->n - at;
		const size_t n = piece < left ? piece : left;
		split_text(&rows->split, b->text + at, n);
		if (!take_records(rows, at))
			return;
		at += rows->split.rest;
		if (n == left)
			break;
		piece = rows->split.rest > 0 ? PIECE_BYTES : 2 * piece;
	}
	if (at < b->n)
		take_rest(rows, at);
}

void
rows_init(struct rows *rows, struct reading *r, void *worker)
{
	*rows = (struct rows){.reading = r, .worker = worker};
	blocks_new(&rows->block);
	rows->careful = record_reader_new(take_fields, rows);
	/* So that the way to split is chosen before threads start. */
	split_text(&rows->split, "", 0);
}

void
rows_done(struct rows *rows)
{
	blocks_free(&rows->block);
	split_done(&rows->split);
	record_reader_free(rows->careful);
}

void
rows_take_all(struct rows *rows)
{
	while (blocks_next(&rows->reading->blocks, &rows->block)) {
		rows->row.block = rows->block.number;
		take_block(rows);
	}
}
