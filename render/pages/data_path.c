#include "render/pages/data_path.h"

#include <stdio.h>

static const char root[] = DATA_ROOT;

static const char *const table_names[N_DATA_TABLES] = {
    [DATA_COUNTRY] = "country",
    [DATA_ASN] = "asn",
    [DATA_COUNTRY_ASN] = "country_asn",
    [DATA_VERSION_FAMILY] = "version_family",
    [DATA_COUNTRY_VERSION_FAMILY] = "country_version_family",
    [DATA_RUN] = "run",
};

const char *
data_table_name(enum data_table table)
{
	return table_names[table];
}

void
data_path_entity(const struct entity *entity, const char *ending,
    char out[static DATA_PATH_MAX])
{
	static const char *const starts[N_ENTITY_KINDS] = {
	    [ENTITY_WORLD] = "",
	    [ENTITY_COUNTRY] = "country/",
	    [ENTITY_ASN] = "asn/AS",
	    [ENTITY_FAMILY] = "family/",
	};
	snprintf(out, DATA_PATH_MAX, "%s/%s%s.%s", root, starts[entity->kind],
	    entity->key, ending);
}

void
data_path_day(enum data_table table, day_t day, const char *ending,
    char out[static DATA_PATH_MAX])
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	snprintf(out, DATA_PATH_MAX, "%s/daily/%.4s/%s/%s.%s", root, date, date,
	    table_names[table], ending);
}

void
data_path_latest(
    enum data_table table, const char *ending, char out[static DATA_PATH_MAX])
{
	snprintf(out, DATA_PATH_MAX, "%s/latest/%s.%s", root,
	    table_names[table], ending);
}
