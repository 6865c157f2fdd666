#include "render/pages/data_index.h"

#include <stdio.h>

#include "lib/json.h"

#include "render/pages/data_path.h"
#include "render/pages/data_table.h"

static struct json *
make_entry(const struct entity *entity)
{
	char path[DATA_PATH_MAX];
	struct json *entry = json_new_object();
	json_set_text(entry, "key", entity->key);
	json_set_text(entry, "name", entity->name);
	if (entity->kind == ENTITY_COUNTRY && entity->region[0] != '\0')
		json_set_text(entry, "region", entity->region);
	if (entity->kind == ENTITY_ASN && entity->home[0] != '\0')
		json_set_text(entry, "country", entity->home);
	data_path_entity(entity, "csv", path);
	json_set_text(entry, "csv", path);
	data_path_entity(entity, "json", path);
	json_set_text(entry, "json", path);
	return entry;
}

static struct json *
make_list(const struct history *h, enum entity_kind kind)
{
	struct json *list = json_new_array();
	for (size_t i = 0; i < h->n_entities[kind]; i++)
		json_append(list, make_entry(&h->entities[kind][i]));
	return list;
}

/* The scans that ever ran, each with its last day. */
static struct json *
make_scans(const struct history *h)
{
	struct json *scans = json_new_object();
	for (int s = 0; s < N_SCANS; s++) {
		char date[DATE_TEXT_MAX];
		const int last = history_last_day(h, (enum scan)s);
		if (last < 0)
			continue;
		struct json *scan = json_new_object();
		date_format(h->first + last, date);
		json_set_text(scan, "last", date);
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
		json_append_text(tables, data_table_name((enum data_table)t));
	return tables;
}

bool
data_index_write(const struct history *h, const char *path, struct err *e)
{
	char date[DATE_TEXT_MAX];
	FILE *stream = data_file_open(path, e);
	if (stream == NULL)
		return false;
	struct json *index = json_new_object();
	date_format(h->first, date);
	json_set_text(index, "first", date);
	date_format(h->first + (day_t)h->n_days - 1, date);
	json_set_text(index, "last", date);
	json_set_number(index, "min_count", h->min_count);
	json_set_flag(index, "simulated", h->simulated);
	json_set(index, "scans", make_scans(h));
	json_set(index, "daily_tables", make_tables());
	json_set_text(index, "daily_folder", "data/v1/daily/YYYY/YYYY-MM-DD/");
	json_set_text(index, "latest_folder", "data/v1/latest/");
	json_set(index, "world", make_entry(&h->entities[ENTITY_WORLD][0]));
	json_set(index, "countries", make_list(h, ENTITY_COUNTRY));
	json_set(index, "asns", make_list(h, ENTITY_ASN));
	json_set(index, "version_families", make_list(h, ENTITY_FAMILY));
	json_write(index, stream, false);
	json_free(index);
	return data_file_close(stream, path, e);
}
