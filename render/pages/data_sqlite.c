/* A row for each number would take fifteen bytes of it and as many of an index:
 * ten years of 30,000 networks would be gigabytes, written anew each day. So a
 * row is one series in one year, its numbers a JSON array, which SQLite takes
 * apart by itself: the views show one row for each number. And each calendar
 * year is a file, and the current one is made again once a week. What may still
 * change of past years, such as names, is in a small file of its own. */
#include "render/pages/data_sqlite.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/record.h"

#include "render/keep/database.h"
#include "render/pages/data_log.h"
#include "render/pages/data_path.h"
#include "render/pages/data_schema.h"
#include "render/pages/data_sqlite_forms.h"
#include "render/pages/data_sums.h"
#include "render/pages/data_text.h"

/* A database being made. */
struct made {
	struct data_desk *desk;
	const struct history *h;
	const struct year *year;
	struct database *database;
	struct err *e;
	bool ok;
	size_t statement; /* that lines go to */
	size_t n_lines;
};

static void
put_about(struct made *m, const char *name, const char *value)
{
	database_set_text(m->database, PUT_ABOUT, 1, name);
	database_set_text(m->database, PUT_ABOUT, 2, value);
	m->ok = m->ok && database_run(m->database, PUT_ABOUT, m->e);
}

static bool
is_simulated(const struct made *m)
{
	for (int s = 0; s < N_SCANS; s++)
		for (size_t day = m->year->first; day < m->year->end; day++)
			if (m->h->runs[s][day].simulated)
				return true;
	return false;
}

static void
write_about(struct made *m)
{
	const struct data_edition *d = m->desk->edition;
	char number[16];
	snprintf(number, sizeof number, "%d", (int)m->h->min_count);
	put_about(m, "first", d->dates[m->year->first]);
	put_about(m, "last", d->dates[m->year->end - 1]);
	put_about(m, "min_count", number);
	put_about(m, "simulated", is_simulated(m) ? "1" : "0");
	put_about(m, "what",
	    "Hosts that answer NTP Mode 6 and Mode 7 queries from strangers, "
	    "per day. A number that is null was withheld, or the table quality "
	    "says that the day's scan is missing. Views: hosts, numbers.");
}

/* Puts one line of a table in; the first one is the header. */
static bool
take_line(void *context, char **fields, size_t n, uint64_t number)
{
	struct made *m = context;
	(void)number;
	if (m->n_lines++ == 0)
		return true;
	for (size_t i = 0; i < n; i++)
		if (fields[i][0] != '\0')
			database_set_text(
			    m->database, m->statement, (int)i + 1, fields[i]);
		else
			database_set_null(
			    m->database, m->statement, (int)i + 1);
	m->ok = m->ok && database_run(m->database, m->statement, m->e);
	return m->ok;
}

/* Puts a table in that was filled as CSV: what is in the file, is in here. */
static void
import(struct made *m, size_t statement)
{
	struct record_reader *r = record_reader_new(take_line, m);
	m->statement = statement;
	m->n_lines = 0;
	record_reader_feed(r, m->desk->table.csv.text, m->desk->table.csv.len);
	record_reader_end(r);
	record_reader_free(r);
}

static void
write_names(struct made *m)
{
	for (int kind = ENTITY_COUNTRY; m->ok && kind < N_ENTITY_KINDS; kind++)
		for (size_t i = 0; m->ok && i < m->h->n_entities[kind]; i++) {
			const struct entity *entity = &m->h->entities[kind][i];
			const char *texts[] = {
			    data_kind_name((enum entity_kind)kind), entity->key,
			    entity->name,
			    kind == ENTITY_ASN ? entity->home : entity->region};
			for (int k = 0; k < 4; k++)
				database_set_text(
				    m->database, PUT_NAME, k + 1, texts[k]);
			m->ok = database_run(m->database, PUT_NAME, m->e);
		}
}

/* Writes the year's numbers as a JSON array. divisor: 1, or 100 for hundredths.
 * False: there is none. */
static bool
write_numbers(struct made *m, const int32_t *values, int divisor)
{
	struct buf *b = &m->desk->text;
	bool any = false;
	buf_reset(b);
	char *at = buf_room(
	    b, (m->year->end - m->year->first) * (DATA_TEXT_DIGITS + 8) + 8);
	if (at == NULL)
		return false;
	*at++ = '[';
	for (size_t day = m->year->first; day < m->year->end; day++) {
		const int32_t value = values[day];
		if (day > m->year->first)
			*at++ = ',';
		any = any || value >= 0;
		if (value < 0) {
			memcpy(at, "null", 4);
			at += 4;
			continue;
		}
		at = data_text_digits(at, (uint64_t)(value / divisor));
		if (divisor > 1) {
			*at++ = '.';
			*at++ = (char)('0' + value % 100 / 10);
			*at++ = (char)('0' + value % 10);
		}
	}
	*at++ = ']';
	*at = '\0';
	buf_filled(b, at);
	return any;
}

static void
put_series(struct made *m, const char *kind, const char *country,
    const char *key, int scan, const char *measure, const int32_t *values)
{
	const bool is_hundredths = strncmp(measure, "ampl", 4) == 0;
	if (!m->ok || !write_numbers(m, values, is_hundredths ? 100 : 1))
		return;
	const char *texts[] = {kind, country, key,
	    schema_of((enum scan)scan)->name, measure,
	    m->desk->edition->dates[m->year->first], m->desk->text.text};
	for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
		database_set_text(m->database, PUT_SERIES, i + 1, texts[i]);
	m->ok = database_run(m->database, PUT_SERIES, m->e);
}

/* The series of one thing, in each scan. */
static void
write_entity(struct made *m, const struct entity *entity)
{
	for (int s = 0; s < N_SCANS; s++) {
		if (!m->year->has_scan[s] ||
		    !history_has_kind(entity->kind, (enum scan)s))
			continue;
		put_series(m, data_kind_name(entity->kind), "", entity->key, s,
		    "hosts", entity->hosts[s]);
		for (int f = FIGURE_AMPLIFICATION_P50; f < N_FIGURES; f++)
			if (entity->figures[s][f] != NULL)
				put_series(m, data_kind_name(entity->kind), "",
				    entity->key, s,
				    data_schema(DATA_FIGURE)
					->columns[3 + f -
						  FIGURE_AMPLIFICATION_P50],
				    entity->figures[s][f]);
	}
}

static void
write_cells(struct made *m, int scan, enum inner inner)
{
	const struct cells *cells = &m->h->cells[scan][inner];
	const enum entity_kind kind = history_kind_of(inner);
	for (size_t i = 0; m->ok && i < cells->n; i++) {
		const struct cell_series *cell = &cells->by_country[i];
		const struct entity *country =
		    history_at(m->h, ENTITY_COUNTRY, cell->country);
		const struct entity *thing =
		    history_at(m->h, kind, cell->inner);
		if (country != NULL && thing != NULL)
			put_series(m, data_kind_name(kind), country->key,
			    thing->key, scan, "hosts", cell->hosts);
	}
}

static void
write_year(struct made *m)
{
	write_about(m);
	data_log_fill_quality(m->desk, m->year);
	import(m, PUT_QUALITY);
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
		for (size_t k = 0;
		     kind != ENTITY_ASN && m->ok && k < m->h->n_entities[kind];
		     k++)
			write_entity(m, &m->h->entities[kind][k]);
	for (int s = 0; s < N_SCANS; s++)
		for (int inner = 0; inner < N_INNERS; inner++)
			if (m->year->has_scan[s])
				write_cells(m, s, (enum inner)inner);
}

static void
write_rest(struct made *m)
{
	write_names(m);
	data_log_fill_events(m->desk);
	import(m, PUT_EVENT);
	data_log_fill_revisions(m->desk);
	import(m, PUT_REVISION);
}

/* Writes the sum of a database, in the form of sha256sum. */
static bool
write_sum(struct data_desk *desk, const char *path, const char *sum,
    const void *image, size_t n, struct digest made_of, struct err *e)
{
	buf_reset(&desk->sums);
	data_sums_add(&desk->sums, strrchr(path, '/') + 1, image, n);
	return data_desk_put(desk, sum, &desk->sums, made_of, e);
}

/* Makes a database and puts it into the site, and its sum beside it; not what
 * is there already. */
static bool
make(struct data_desk *desk, const struct database_form *form,
    const struct year *year, void (*write)(struct made *m), const char *path,
    struct digest made_of, struct err *e)
{
	struct site *site = desk->edition->site;
	char sum[DATA_PATH_MAX + 8];
	snprintf(sum, sizeof sum, "%s.sha256", path);
	const bool has_file = site_has_made(site, path, made_of);
	const bool has_sum = site_has_made(site, sum, made_of);
	if (has_file && has_sum)
		return true;
	struct made m = {.desk = desk,
	    .h = desk->edition->h,
	    .year = year,
	    .database = database_in_memory(form, e),
	    .e = e,
	    .ok = true};
	size_t n = 0;
	const void *image = NULL;
	if (m.database == NULL)
		return false;
	write(&m);
	if (m.ok)
		image = database_image(m.database, &n, e);
	const bool ok =
	    image != NULL &&
	    (has_file || site_put_made(site, path, image, n, made_of, e)) &&
	    (has_sum || write_sum(desk, path, sum, image, n, made_of, e));
	database_close(m.database);
	return ok;
}

/* Adds n days of a series to what a file is made of. */
static void
add_digest(struct buf *b, const int32_t *values, const struct year *year)
{
	const struct digest one = digest_of(
	    values + year->first, (year->end - year->first) * sizeof values[0]);
	buf_add(b, &one, sizeof one);
}

static void
add_cells(struct buf *b, const struct history *h, const struct year *year)
{
	for (int s = 0; s < N_SCANS; s++)
		for (int inner = 0; inner < N_INNERS; inner++)
			for (size_t i = 0; i < h->cells[s][inner].n; i++) {
				const struct cell_series *cell =
				    &h->cells[s][inner].by_country[i];
				buf_add(
				    b, &cell->country, sizeof cell->country);
				buf_add(b, &cell->inner, sizeof cell->inner);
				add_digest(b, cell->hosts, year);
			}
}

static void
add_entity(struct buf *b, const struct entity *entity, const struct year *year)
{
	buf_text(b, entity->key);
	for (int s = 0; s < N_SCANS; s++) {
		add_digest(b, entity->hosts[s], year);
		for (int f = 0; f < N_FIGURES; f++)
			if (entity->figures[s][f] != NULL)
				add_digest(b, entity->figures[s][f], year);
	}
}

/* All that a year's file is made of; networks, families and classes are sums of
 * cells. */
static struct digest
digest_year(struct data_desk *desk, const struct year *year)
{
	const struct history *h = desk->edition->h;
	struct buf *b = &desk->made_of;
	data_log_fill_quality(desk, year);
	data_desk_begin_digest(desk, "a year's database");
	buf_add(b, desk->table.csv.text, desk->table.csv.len);
	for (int kind = 0; kind <= ENTITY_COUNTRY; kind++)
		for (size_t k = 0; k < h->n_entities[kind]; k++)
			add_entity(b, &h->entities[kind][k], year);
	add_cells(b, h, year);
	return digest_of(b->text, b->len);
}

/* The days of a year that its file has. */
static struct year
cut_year(const struct data_edition *d, size_t i)
{
	enum { WEEK = 7, THURSDAY = 4 }; /* 1 January 1970 was one */
	struct year year = d->years.all[i];
	if (d->is_past || i + 1 < d->years.n)
		return year;
	const day_t last = d->h->first + (day_t)year.end - 1;
	const size_t since_sunday = (size_t)(last + THURSDAY) % WEEK;
	if (year.end > year.first + since_sunday)
		year.end -= since_sunday;
	return year;
}

bool
data_sqlite_write(struct data_desk *desk, size_t i, struct err *e)
{
	const struct year year = cut_year(desk->edition, i);
	const struct digest made_of = digest_year(desk, &year);
	char path[DATA_PATH_MAX];
	snprintf(
	    path, sizeof path, DATA_YEARS "/%04d/numbers.sqlite", year.year);
	return make(
	    desk, &data_sqlite_year, &year, write_year, path, made_of, e);
}

/* All that the file of names is made of. */
static struct digest
digest_names(struct data_desk *desk)
{
	const struct history *h = desk->edition->h;
	struct buf *b = &desk->made_of;
	data_desk_begin_digest(desk, "the database of names");
	for (int kind = ENTITY_COUNTRY; kind < N_ENTITY_KINDS; kind++)
		for (size_t i = 0; i < h->n_entities[kind]; i++) {
			const struct entity *entity = &h->entities[kind][i];
			const char *texts[] = {entity->key, entity->name,
			    entity->home, entity->region};
			for (int k = 0; k < 4; k++)
				buf_add(b, texts[k], strlen(texts[k]) + 1);
		}
	data_log_fill_events(desk);
	buf_add(b, desk->table.csv.text, desk->table.csv.len);
	data_log_fill_revisions(desk);
	buf_add(b, desk->table.csv.text, desk->table.csv.len);
	return digest_of(b->text, b->len);
}

bool
data_sqlite_write_names(struct data_desk *desk, struct err *e)
{
	return make(desk, &data_sqlite_names, &desk->edition->years.all[0],
	    write_rest, DATA_ROOT "/names.sqlite", digest_names(desk), e);
}
