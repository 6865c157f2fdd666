#include "render/pages/data_path.h"

#include <stdio.h>
#include <string.h>

#include "render/pages/data_schema.h"

static const char root[] = DATA_ROOT;

const char *
data_kind_name(enum entity_kind kind)
{
	static const char *const names[N_ENTITY_KINDS] = {
	    [ENTITY_WORLD] = "world",
	    [ENTITY_COUNTRY] = "country",
	    [ENTITY_ASN] = "asn",
	    [ENTITY_FAMILY] = "version_family",
	    [ENTITY_STRATUM] = "stratum",
	    [ENTITY_SIZE] = "response_size",
	    [ENTITY_AMPLIFICATION] = "amplification",
	    [ENTITY_GROUP] = "region",
	};
	return names[kind];
}

const char *
data_table_name(enum data_table_kind table)
{
	return data_schema((int)table)->name;
}

/* Writes the address of an entity below a folder, with an ending. */
static void
write_path(const char *folder, const struct entity *entity, const char *ending,
    char out[static DATA_PATH_MAX])
{
	static const char *const starts[N_ENTITY_KINDS] = {
	    [ENTITY_WORLD] = "",
	    [ENTITY_COUNTRY] = "country/",
	    [ENTITY_ASN] = "asn/AS",
	    [ENTITY_FAMILY] = "family/",
	    [ENTITY_STRATUM] = "stratum/",
	    [ENTITY_SIZE] = "response_size/",
	    [ENTITY_AMPLIFICATION] = "amplification/",
	    [ENTITY_GROUP] = "region/",
	};
	snprintf(out, DATA_PATH_MAX, "%s%s%.64s%s", folder,
	    starts[entity->kind], entity->key, ending);
}

void
data_path_json(const struct entity *entity, char out[static DATA_PATH_MAX])
{
	write_path(DATA_API "/", entity, ".json", out);
}

void
data_path_year(
    const struct entity *entity, int year, char out[static DATA_PATH_MAX])
{
	char folder[32];
	snprintf(folder, sizeof folder, DATA_YEARS "/%04d/", year);
	write_path(folder, entity, ".csv", out);
}

void
data_path_series(const struct entity *entity, char out[static DATA_PATH_MAX])
{
	write_path("", entity, ".csv", out);
}

bool
data_path_is_packed(enum data_table_kind table)
{
	return table == DATA_ASN || table == DATA_COUNTRY_ASN;
}

void
data_path_day(
    enum data_table_kind table, day_t day, char out[static DATA_PATH_MAX])
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	snprintf(out, DATA_PATH_MAX, DATA_DAILY "/%.4s/%s/%s.csv%s", date, date,
	    data_table_name(table), data_path_is_packed(table) ? ".gz" : "");
}

void
data_path_sums(day_t day, char out[static DATA_PATH_MAX])
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	snprintf(out, DATA_PATH_MAX, "%s/daily/%.4s/%s/SHA256SUMS", root, date,
	    date);
}

void
data_path_latest(enum data_table_kind table, const char *ending,
    char out[static DATA_PATH_MAX])
{
	const bool is_json = strcmp(ending, "json") == 0;
	snprintf(out, DATA_PATH_MAX, "%s/latest/%s.%s",
	    is_json ? DATA_API : root, data_table_name(table), ending);
}

void
data_path_scan(enum scan scan, char out[static DATA_PATH_MAX])
{
	snprintf(out, DATA_PATH_MAX, "%s/scan/%s.json", DATA_API,
	    schema_of(scan)->name);
}
