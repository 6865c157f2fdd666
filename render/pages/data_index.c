#include "render/pages/data_index.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/json.h"

#include "render/pages/data_denominators.h"
#include "render/pages/data_path.h"
#include "render/pages/data_schema.h"

/* The years of which there are files of an entity, as pairs of a first and a
 * last one: mostly a single pair. */
static struct json *
make_years(const struct years *years, const struct entity *entity)
{
	struct json *spans = json_new_array();
	const int last = years->n > 0 ? years->all[years->n - 1].year : -1;
	int first = 0;
	for (int year = years_oldest(years); year <= last + 1; year++) {
		const bool has =
		    year <= last && years_have(years, entity, year);
		if (has && first == 0)
			first = year;
		if (has || first == 0)
			continue;
		struct json *span = json_new_array();
		json_append_number(span, first);
		json_append_number(span, year - 1);
		json_append(spans, span);
		first = 0;
	}
	return spans;
}

static struct json *
make_entry(const struct years *years, const struct entity *entity)
{
	char path[DATA_PATH_MAX];
	struct json *entry = json_new_object();
	json_set_text(entry, "key", entity->key);
	json_set_text(entry, "name", entity->name);
	if (entity->kind == ENTITY_COUNTRY && entity->region[0] != '\0')
		json_set_text(entry, "region", entity->region);
	if (entity->kind == ENTITY_ASN && entity->home[0] != '\0')
		json_set_text(entry, "country", entity->home);
	data_path_series(entity, path);
	json_set_text(entry, "series", path);
	json_set(entry, "years", make_years(years, entity));
	data_path_json(entity, path);
	json_set_text(entry, "json", path);
	return entry;
}

static struct json *
make_list(const struct data_edition *d, enum entity_kind kind)
{
	const struct history *h = d->h;
	struct json *list = json_new_array();
	for (size_t i = 0; i < h->n_entities[kind]; i++)
		json_append(list, make_entry(&d->years, &h->entities[kind][i]));
	return list;
}

/* The scans that ever ran, each with its last day. */
static struct json *
make_scans(const struct history *h)
{
	struct json *scans = json_new_object();
	for (int s = 0; s < N_SCANS; s++) {
		char date[DATE_TEXT_MAX], path[DATA_PATH_MAX];
		const int last = history_last_day(h, (enum scan)s);
		if (last < 0)
			continue;
		struct json *scan = json_new_object();
		date_format(h->first + last, date);
		json_set_text(scan, "last", date);
		data_path_scan((enum scan)s, path);
		json_set_text(scan, "json", path);
		json_set(scans, schema_of((enum scan)s)->name, scan);
	}
	return scans;
}

/* The tables of a day; the folder of a day is daily/YYYY/YYYY-MM-DD. */
static struct json *
make_tables(void)
{
	struct json *tables = json_new_array();
	for (int t = 0; t < N_DATA_TABLES; t++)
		json_append_text(
		    tables, data_table_name((enum data_table_kind)t));
	return tables;
}

/* Those of them that end in .csv.gz there. */
static struct json *
make_packed(void)
{
	struct json *tables = json_new_array();
	for (int t = 0; t < N_DATA_TABLES; t++)
		if (data_path_is_packed((enum data_table_kind)t))
			json_append_text(
			    tables, data_table_name((enum data_table_kind)t));
	return tables;
}

/* The kinds of files beyond the tables of a day, by their addresses. */
static struct json *
make_files(void)
{
	struct json *files = json_new_object();
	for (int kind = N_DATA_TABLES; kind < N_DATA_FILES; kind++) {
		char path[DATA_PATH_MAX];
		const struct data_file *file = data_schema(kind);
		if (kind == DATA_ADDRESSES)
			continue;
		snprintf(path, sizeof path, DATA_ROOT "/%s", file->path);
		json_set_text(files, file->name, path);
	}
	json_set_text(files, "sums", DATA_ROOT "/SHA256SUMS");
	json_set_text(files, "sqlite", DATA_YEARS "/YYYY/numbers.sqlite");
	json_set_text(files, "names", DATA_ROOT "/names.sqlite");
	return files;
}

static struct json *
make_index(const struct data_edition *d)
{
	const struct history *h = d->h;
	struct json *index = json_new_object();
	json_set_text(index, "first", d->dates[0]);
	json_set_text(index, "last", d->dates[h->n_days - 1]);
	json_set_number(index, "min_count", h->min_count);
	json_set_flag(index, "simulated", h->simulated);
	json_set(index, "scans", make_scans(h));
	json_set(index, "daily_tables", make_tables());
	json_set(index, "daily_packed", make_packed());
	json_set_text(index, "daily_folder", "data/v1/daily/YYYY/YYYY-MM-DD/");
	json_set_text(index, "latest_folder", "data/v1/latest/");
	json_set_text(index, "latest_json", DATA_API "/latest/");
	json_set(index, "files", make_files());
	if (h->denominators.world > 0)
		json_set_text(index, "denominators", DATA_DENOMINATORS);
	json_set(index, "world",
	    make_entry(&d->years, &h->entities[ENTITY_WORLD][0]));
	json_set(index, "countries", make_list(d, ENTITY_COUNTRY));
	json_set(index, "regions", make_list(d, ENTITY_GROUP));
	json_set(index, "asns", make_list(d, ENTITY_ASN));
	json_set(index, "version_families", make_list(d, ENTITY_FAMILY));
	json_set(index, "strata", make_list(d, ENTITY_STRATUM));
	json_set(index, "response_sizes", make_list(d, ENTITY_SIZE));
	json_set(index, "amplifications", make_list(d, ENTITY_AMPLIFICATION));
	return index;
}

bool
data_index_write(struct data_desk *desk, struct err *e)
{
	size_t n;
	struct json *index = make_index(desk->edition);
	char *text = json_write_text(index, false, &n);
	json_free(index);
	const bool ok =
	    site_put(desk->edition->site, DATA_API "/index.json", text, n, e);
	free(text);
	return ok;
}
