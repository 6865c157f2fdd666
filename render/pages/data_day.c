#include "render/pages/data_day.h"

#include <stdio.h>
#include <string.h>

#include "lib/stream.h"

#include "render/pages/data_desk.h"
#include "render/pages/data_log.h"
#include "render/pages/data_path.h"
#include "render/pages/data_schema.h"
#include "render/pages/data_sums.h"
#include "render/pages/data_text.h"

enum { KEY_MOST = 64 };

/* The key of all that is not shown by itself; nothing else has it. */
static const char rest[] = "other";

static const struct {
	enum entity_kind inner; /* what the table's rows count */
	bool by_country;        /* within each country */
} tables[N_DATA_TABLES] = {
    [DATA_COUNTRY] = {ENTITY_COUNTRY, false},
    [DATA_ASN] = {ENTITY_ASN, false},
    [DATA_COUNTRY_ASN] = {ENTITY_ASN, true},
    [DATA_VERSION_FAMILY] = {ENTITY_FAMILY, false},
    [DATA_COUNTRY_VERSION_FAMILY] = {ENTITY_FAMILY, true},
    [DATA_STRATUM] = {ENTITY_STRATUM, false},
    [DATA_COUNTRY_STRATUM] = {ENTITY_STRATUM, true},
    [DATA_SIZE] = {ENTITY_SIZE, false},
    [DATA_COUNTRY_SIZE] = {ENTITY_SIZE, true},
    [DATA_AMPLIFICATION] = {ENTITY_AMPLIFICATION, false},
    [DATA_COUNTRY_AMPLIFICATION] = {ENTITY_AMPLIFICATION, true},
    [DATA_FIGURE] = {ENTITY_WORLD, false},
    [DATA_RUN] = {ENTITY_WORLD, false},
};

/* The rows of a scan. */
struct rows {
	struct data_table *file;
	const struct history *h;
	size_t day;
	enum scan scan;
};

static void
write_row(
    const struct rows *r, const char *country, const char *inner, int32_t hosts)
{
	if (country != NULL)
		data_table_text(r->file, country);
	data_table_text(r->file, inner);
	data_table_number(r->file, hosts);
}

static int32_t
hosts_of(const struct rows *r, const struct entity *entity)
{
	return entity->hosts[r->scan][r->day];
}

/* One row for each entity of a kind that is published, and one for the rest of
 * the world. */
static void
write_world(const struct rows *r, enum entity_kind kind)
{
	int32_t others = hosts_of(r, &r->h->entities[ENTITY_WORLD][0]);
	if (others <= 0)
		return;
	for (size_t i = 0; i < r->h->n_entities[kind]; i++) {
		const struct entity *entity = &r->h->entities[kind][i];
		const int32_t hosts = hosts_of(r, entity);
		if (hosts <= 0)
			continue;
		write_row(r, NULL, entity->key, hosts);
		others -= hosts;
	}
	if (others > 0)
		write_row(r, NULL, rest, others);
}

/* Writes the key of a cell's inner: a network's is its number. */
static void
find_key(const struct rows *r, enum entity_kind kind, uint32_t number,
    char out[static KEY_MOST])
{
	if (kind == ENTITY_ASN)
		*data_text_digits(out, number) = '\0';
	else
		snprintf(
		    out, KEY_MOST, "%s", history_at(r->h, kind, number)->key);
}

/* One row for each cell of a country, and one for its rest. The cells of all
 * countries stand in the same order as these: *at is the first that is left. */
static void
write_country(const struct rows *r, enum entity_kind kind,
    const struct entity *country, const struct cells *cells, size_t *at)
{
	char key[KEY_MOST];
	int32_t others = hosts_of(r, country);
	while (
	    *at < cells->n && cells->by_country[*at].country < country->number)
		++*at;
	for (; *at < cells->n; ++*at) {
		const struct cell_series *cell = &cells->by_country[*at];
		const int32_t hosts = cell->hosts[r->day];
		if (cell->country != country->number)
			break;
		if (hosts <= 0)
			continue;
		find_key(r, kind, cell->inner, key);
		write_row(r, country->key, key, hosts);
		others -= hosts;
	}
	if (others > 0)
		write_row(r, country->key, rest, others);
}

/* The same for every country; the countries that are not shown are one line. */
static void
write_countries(const struct rows *r, enum entity_kind kind)
{
	int inner = 0;
	while (history_kind_of((enum inner)inner) != kind)
		inner++;
	const struct cells *cells = &r->h->cells[r->scan][inner];
	int32_t others = hosts_of(r, &r->h->entities[ENTITY_WORLD][0]);
	size_t at = 0;
	for (size_t i = 0; i < r->h->n_entities[ENTITY_COUNTRY]; i++) {
		const struct entity *country =
		    &r->h->entities[ENTITY_COUNTRY][i];
		if (hosts_of(r, country) <= 0)
			continue;
		write_country(r, kind, country, cells, &at);
		others -= hosts_of(r, country);
	}
	if (others > 0)
		write_row(r, rest, rest, others);
}

static void
write_time(struct data_table *file, time_t when)
{
	char text[DATE_TEXT_MAX] = "";
	if (when != 0)
		date_format_time(when, text);
	data_table_text(file, text);
}

/* How the scan was made; a missing day has no row. */
static void
write_run(const struct rows *r)
{
	const struct scan_run *run = &r->h->runs[r->scan][r->day];
	const int32_t hosts = hosts_of(r, &r->h->entities[ENTITY_WORLD][0]);
	const int64_t numbers[] = {run->asked, run->excluded, run->sent,
	    data_log_received(r->h, r->scan, r->day),
	    data_log_answered(r->h, r->scan, r->day), run->rate_pps,
	    run->check_bits, run->bad_rows};
	data_table_text(
	    r->file, run->state == DAY_COMPLETE ? "complete" : "partial");
	data_table_number(r->file, hosts);
	data_table_number(r->file, hosts == HOSTS_SUPPRESSED);
	data_table_number(r->file, run->simulated);
	data_table_number(r->file, run->has_record);
	data_table_text(r->file, run->program);
	write_time(r->file, run->started);
	write_time(r->file, run->ended);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		data_table_number(r->file, numbers[i]);
}

/* A figure of a day; below 0: none is published. */
static int32_t
figure_of(const struct entity *entity, enum scan scan, int figure, size_t day)
{
	const int32_t *series = entity->figures[scan][figure];
	return series != NULL ? series[day] : -1;
}

/* What is published of an entity besides its hosts; no row if there is
 * nothing. */
static void
write_figures(const struct rows *r, const struct entity *entity)
{
	const size_t day = r->day;
	bool has_some = false;
	for (int f = FIGURE_AMPLIFICATION_P50; f < N_FIGURES; f++)
		has_some = has_some || figure_of(entity, r->scan, f, day) >= 0;
	if (!has_some)
		return;
	data_table_text(r->file, entity->key);
	for (int f = FIGURE_AMPLIFICATION_P50; f < N_FIGURES; f++) {
		const int32_t value = figure_of(entity, r->scan, f, day);
		char text[16] = "";
		if (f > FIGURE_AMPLIFICATION_P95) {
			data_table_number(r->file, value);
			continue;
		}
		if (value >= 0)
			snprintf(text, sizeof text, "%d.%02d",
			    (int)(value / 100), (int)(value % 100));
		data_table_text(r->file, text);
	}
}

/* The world, then the countries. */
static void
write_all_figures(const struct rows *r)
{
	const struct history *h = r->h;
	write_figures(r, &h->entities[ENTITY_WORLD][0]);
	for (size_t i = 0; i < h->n_entities[ENTITY_COUNTRY]; i++)
		write_figures(r, &h->entities[ENTITY_COUNTRY][i]);
}

static void
write_scan(const struct rows *r, enum data_table_kind table)
{
	const enum entity_kind inner = tables[table].inner;
	if (r->h->runs[r->scan][r->day].state == DAY_MISSING ||
	    !history_has_kind(inner, r->scan))
		return;
	if (table == DATA_RUN)
		write_run(r);
	else if (table == DATA_FIGURE)
		write_all_figures(r);
	else if (tables[table].by_country)
		write_countries(r, inner);
	else
		write_world(r, inner);
}

static void
fill_table(struct data_desk *desk, enum data_table_kind table, size_t day,
    bool with_json)
{
	struct data_table *t = &desk->table;
	const struct data_file *file = data_schema((int)table);
	data_table_begin(t, with_json, file->columns, file->n_columns);
	for (int s = 0; s < N_SCANS; s++) {
		const struct rows rows = {
		    t, desk->edition->h, day, (enum scan)s};
		const char *const lead[] = {
		    desk->edition->dates[day], schema_of((enum scan)s)->name};
		data_table_lead(t, lead, 2);
		write_scan(&rows, table);
	}
	data_table_end(t);
}

/* Adds the published counts of all entities of a kind. */
static void
add_entities(struct buf *b, const struct history *h, enum entity_kind kind,
    enum scan scan, size_t day)
{
	for (size_t i = 0; i < h->n_entities[kind]; i++) {
		const struct entity *entity = &h->entities[kind][i];
		const uint32_t one[] = {
		    entity->number, (uint32_t)entity->hosts[scan][day]};
		buf_add(b, one, sizeof one);
	}
}

static void
add_cells(struct buf *b, const struct cells *cells, size_t day)
{
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell_series *cell = &cells->by_country[i];
		const uint32_t one[] = {
		    cell->country, cell->inner, (uint32_t)cell->hosts[day]};
		if (cell->hosts[day] > 0)
			buf_add(b, one, sizeof one);
	}
}

/* Adds the other figures of all entities of a kind. */
static void
add_figures(struct buf *b, const struct history *h, enum entity_kind kind,
    enum scan scan, size_t day)
{
	for (size_t i = 0; i < h->n_entities[kind]; i++)
		for (int f = 0; f < N_FIGURES; f++) {
			const int32_t value =
			    figure_of(&h->entities[kind][i], scan, f, day);
			buf_add(b, &value, sizeof value);
		}
}

static void
add_run(struct buf *b, const struct scan_run *run)
{
	const int64_t numbers[] = {run->state, run->has_record, run->simulated,
	    run->started, run->ended, run->asked, run->excluded, run->sent,
	    run->received, run->answered, run->rate_pps, run->check_bits,
	    run->bad_rows};
	buf_add(b, numbers, sizeof numbers);
	buf_text(b, run->program);
}

/* All that a day's tables are made of. A network's count is the sum of its
 * cells, so that it need not be looked at. */
static struct digest
digest_day(struct data_desk *desk, size_t day)
{
	const struct history *h = desk->edition->h;
	struct buf *b = &desk->made_of;
	data_desk_begin_digest(desk, "a day");
	buf_text(b, desk->edition->dates[day]);
	for (int s = 0; s < N_SCANS; s++) {
		add_run(b, &h->runs[s][day]);
		for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
			if (kind != ENTITY_ASN)
				add_entities(b, h, (enum entity_kind)kind,
				    (enum scan)s, day);
		add_figures(b, h, ENTITY_WORLD, (enum scan)s, day);
		add_figures(b, h, ENTITY_COUNTRY, (enum scan)s, day);
		for (int inner = 0; inner < N_INNERS; inner++)
			if (h->runs[s][day].state != DAY_MISSING)
				add_cells(b, &h->cells[s][inner], day);
	}
	return digest_of(b->text, b->len);
}

/* Writes a table of the latest day in both forms, those that are not there. */
static bool
write_latest(struct data_desk *desk, enum data_table_kind table, size_t day,
    struct digest made_of, struct err *e)
{
	struct site *site = desk->edition->site;
	char csv[DATA_PATH_MAX], json[DATA_PATH_MAX];
	data_path_latest(table, "csv", csv);
	data_path_latest(table, "json", json);
	const bool has_csv = site_has_made(site, csv, made_of);
	const bool has_json = site_has_made(site, json, made_of);
	if (has_csv && has_json)
		return true;
	fill_table(desk, table, day, true);
	return (has_csv ||
		   data_desk_put(desk, csv, &desk->table.csv, made_of, e)) &&
	       (has_json ||
		   data_desk_put(desk, json, &desk->table.json, made_of, e));
}

/* Makes a table as it stands in the day's own folder. */
static const struct buf *
make_table(struct data_desk *desk, enum data_table_kind table, size_t day)
{
	const struct buf *csv = &desk->table.csv;
	fill_table(desk, table, day, false);
	if (!data_path_is_packed(table) || csv->cut)
		return csv;
	buf_reset(&desk->text);
	stream_gzip(&desk->text, csv->text, csv->len);
	return &desk->text;
}

/* Writes the tables into the day's own folder, and their sums. As JSON they
 * would be 2.7 times as large, which ten years of days multiply, as they do the
 * tables by network. */
static bool
write_day(
    struct data_desk *desk, size_t day, struct digest made_of, struct err *e)
{
	struct site *site = desk->edition->site;
	const day_t date = desk->edition->h->first + (day_t)day;
	char path[DATA_PATH_MAX];
	data_path_sums(date, path);
	const bool has_sums = site_has_made(site, path, made_of);
	buf_reset(&desk->sums);
	for (int t = 0; t < N_DATA_TABLES; t++) {
		const enum data_table_kind table = (enum data_table_kind)t;
		data_path_day(table, date, path);
		const bool has_table = site_has_made(site, path, made_of);
		if (has_table && has_sums)
			continue;
		const struct buf *bytes = make_table(desk, table, day);
		data_sums_add(&desk->sums, strrchr(path, '/') + 1, bytes->text,
		    bytes->len);
		if (!has_table && !data_desk_put(desk, path, bytes, made_of, e))
			return false;
	}
	data_path_sums(date, path);
	return has_sums || data_desk_put(desk, path, &desk->sums, made_of, e);
}

bool
data_day_write(struct data_desk *desk, size_t day, bool latest, struct err *e)
{
	const struct digest made_of = digest_day(desk, day);
	if (!latest)
		return write_day(desk, day, made_of, e);
	for (int t = 0; t < N_DATA_TABLES; t++)
		if (!write_latest(
			desk, (enum data_table_kind)t, day, made_of, e))
			return false;
	return true;
}
