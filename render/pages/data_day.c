#include "render/pages/data_day.h"

#include <stdlib.h>

#include "render/pages/data_table.h"

enum { MAX_COLUMNS = 20 };

/* The key of everything that is not shown by itself. No country, network or
 * family has it. */
static const char rest[] = "other";

static const struct {
	enum entity_kind inner; /* what the table's rows count */
	bool by_country;        /* within each country */
	size_t n_columns;
	const char *columns[MAX_COLUMNS];
} tables[N_DATA_TABLES] = {
    [DATA_COUNTRY] = {ENTITY_COUNTRY, false, 4,
	{"date", "scan", "country", "hosts"}},
    [DATA_ASN] = {ENTITY_ASN, false, 4, {"date", "scan", "asn", "hosts"}},
    [DATA_COUNTRY_ASN] = {ENTITY_ASN, true, 5,
	{"date", "scan", "country", "asn", "hosts"}},
    [DATA_VERSION_FAMILY] = {ENTITY_FAMILY, false, 4,
	{"date", "scan", "version_family", "hosts"}},
    [DATA_COUNTRY_VERSION_FAMILY] = {ENTITY_FAMILY, true, 5,
	{"date", "scan", "country", "version_family", "hosts"}},
    [DATA_RUN] = {ENTITY_WORLD, false, 18,
	{"date", "scan", "status", "hosts", "suppressed", "simulated",
	    "has_record", "program", "started", "ended", "asked", "excluded",
	    "sent", "received", "answered", "rate_pps", "check_bits",
	    "bad_rows"}},
};

/* What all rows of a scan share. */
struct rows {
	struct data_table_file *file;
	const char *date;
	enum scan scan;
};

static void
write_row(
    const struct rows *r, const char *country, const char *inner, int32_t hosts)
{
	data_table_text(r->file, r->date);
	data_table_text(r->file, schema_of(r->scan)->name);
	if (country != NULL)
		data_table_text(r->file, country);
	data_table_text(r->file, inner);
	data_table_number(r->file, hosts);
}

static int
compare_keys(const void *left, const void *right)
{
	const struct share *a = left, *b = right;
	return (a->inner->number > b->inner->number) -
	       (a->inner->number < b->inner->number);
}

/* One row per part of what outer is cut into, and one for its rest. */
static void
write_cut(const struct rows *r, const struct history *h,
    const struct entity *outer, enum entity_kind inner, size_t day,
    const char *country)
{
	struct arena arena = {0};
	const struct breakdown cut =
	    history_breakdown(h, outer, inner, r->scan, day, &arena);
	if (cut.n_shares > 0)
		qsort(cut.shares, cut.n_shares, sizeof cut.shares[0],
		    compare_keys);
	for (size_t i = 0; i < cut.n_shares; i++)
		write_row(
		    r, country, cut.shares[i].inner->key, cut.shares[i].hosts);
	if (cut.other_hosts > 0)
		write_row(r, country, rest, cut.other_hosts);
	arena_reset(&arena);
}

/* The same for every country; the countries that are not shown are one line. */
static void
write_countries(const struct rows *r, const struct history *h,
    enum entity_kind inner, size_t day)
{
	const struct entity *world = &h->entities[ENTITY_WORLD][0];
	int32_t others = world->hosts[r->scan][day];
	for (size_t i = 0; i < h->n_entities[ENTITY_COUNTRY]; i++) {
		const struct entity *country = &h->entities[ENTITY_COUNTRY][i];
		if (country->hosts[r->scan][day] <= 0)
			continue;
		write_cut(r, h, country, inner, day, country->key);
		others -= country->hosts[r->scan][day];
	}
	if (others > 0)
		write_row(r, rest, rest, others);
}

static void
write_time(struct data_table_file *file, time_t when)
{
	char text[DATE_TEXT_MAX] = "";
	if (when != 0)
		date_format_time(when, text);
	data_table_text(file, text);
}

/* How the scan was made; a missing day has no row. */
static void
write_run(const struct rows *r, const struct history *h, size_t day)
{
	const struct scan_run *run = &h->runs[r->scan][day];
	const int32_t hosts = h->entities[ENTITY_WORLD][0].hosts[r->scan][day];
	const int64_t numbers[] = {run->asked, run->excluded, run->sent,
	    run->received, run->answered, run->rate_pps, run->check_bits,
	    run->bad_rows};
	data_table_text(r->file, r->date);
	data_table_text(r->file, schema_of(r->scan)->name);
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

static void
write_scan(const struct rows *r, const struct history *h, enum data_table table,
    size_t day)
{
	const enum entity_kind inner = tables[table].inner;
	if (h->runs[r->scan][day].state == DAY_MISSING ||
	    (inner == ENTITY_FAMILY && !day_has_families(r->scan)))
		return;
	if (table == DATA_RUN)
		write_run(r, h, day);
	else if (tables[table].by_country)
		write_countries(r, h, inner, day);
	else
		write_cut(
		    r, h, &h->entities[ENTITY_WORLD][0], inner, day, NULL);
}

bool
data_day_write(const struct history *h, enum data_table table, size_t day,
    const char *stem, struct err *e)
{
	struct data_table_file file;
	char date[DATE_TEXT_MAX];
	date_format(h->first + (day_t)day, date);
	if (!data_table_open(&file, stem, true, tables[table].columns,
		tables[table].n_columns, e))
		return false;
	for (int s = 0; s < N_SCANS; s++) {
		const struct rows rows = {&file, date, (enum scan)s};
		write_scan(&rows, h, table, day);
	}
	return data_table_close(&file, e);
}
