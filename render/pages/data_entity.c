/* Every day of the history has a line for every scan that ever ran, so that a
 * hole cannot be overlooked: hosts are empty where there is no number, and
 * status and suppressed say why. */
#include "render/pages/data_entity.h"

#include <stdio.h>

#include "lib/json.h"
#include "lib/schema.h"

#include "render/pages/data_table.h"

static const char *const status_words[] = {
    [DAY_MISSING] = "missing",
    [DAY_PARTIAL] = "partial",
    [DAY_COMPLETE] = "complete",
};

/* True if the entity can have hosts in the scan at all. */
static bool
has_scan(const struct history *h, const struct entity *entity, enum scan scan)
{
	return history_last_day(h, scan) >= 0 &&
	       (entity->kind != ENTITY_FAMILY || day_has_families(scan));
}

static bool
write_csv(const struct history *h, const struct entity *entity,
    const char *stem, struct err *e)
{
	static const char *const columns[] = {
	    "date", "scan", "hosts", "suppressed", "status"};
	struct data_table_file t;
	if (!data_table_open(&t, stem, false, columns,
		sizeof columns / sizeof columns[0], e))
		return false;
	for (size_t day = 0; day < h->n_days; day++) {
		char date[DATE_TEXT_MAX];
		date_format(h->first + (day_t)day, date);
		for (int s = 0; s < N_SCANS; s++) {
			const int32_t hosts = entity->hosts[s][day];
			if (!has_scan(h, entity, (enum scan)s))
				continue;
			data_table_text(&t, date);
			data_table_text(&t, schema_of((enum scan)s)->name);
			data_table_number(&t, hosts);
			data_table_number(&t, hosts == HOSTS_SUPPRESSED);
			data_table_text(
			    &t, status_words[h->runs[s][day].state]);
		}
	}
	return data_table_close(&t, e);
}

static struct json *
make_scan(const struct history *h, const struct entity *entity, enum scan scan)
{
	struct json *series = json_new_object();
	struct json *hosts = json_new_array();
	struct json *suppressed = json_new_array();
	struct json *status = json_new_array();
	for (size_t day = 0; day < h->n_days; day++) {
		const int32_t n = entity->hosts[scan][day];
		if (n > 0)
			json_append_number(hosts, n);
		else
			json_append_null(hosts);
		json_append_number(suppressed, n == HOSTS_SUPPRESSED);
		json_append_text(
		    status, status_words[h->runs[scan][day].state]);
	}
	json_set(series, "hosts", hosts);
	json_set(series, "suppressed", suppressed);
	json_set(series, "status", status);
	return series;
}

static struct json *
make_entity(const struct history *h, const struct entity *entity)
{
	static const char *const kinds[] = {
	    [ENTITY_WORLD] = "world",
	    [ENTITY_COUNTRY] = "country",
	    [ENTITY_ASN] = "asn",
	    [ENTITY_FAMILY] = "version_family",
	};
	struct json *object = json_new_object();
	struct json *dates = json_new_array();
	struct json *scans = json_new_object();
	for (size_t day = 0; day < h->n_days; day++) {
		char date[DATE_TEXT_MAX];
		date_format(h->first + (day_t)day, date);
		json_append_text(dates, date);
	}
	for (int s = 0; s < N_SCANS; s++)
		if (has_scan(h, entity, (enum scan)s))
			json_set(scans, schema_of((enum scan)s)->name,
			    make_scan(h, entity, (enum scan)s));
	json_set_text(object, "kind", kinds[entity->kind]);
	json_set_text(object, "key", entity->key);
	json_set_text(object, "name", entity->name);
	json_set(object, "dates", dates);
	json_set(object, "scans", scans);
	return object;
}

bool
data_entity_write(const struct history *h, const struct entity *entity,
    const char *stem, struct err *e)
{
	char path[PATH_MAX];
	if (!write_csv(h, entity, stem, e))
		return false;
	const int n = snprintf(path, sizeof path, "%s.json", stem);
	if (n < 0 || (size_t)n >= sizeof path)
		return err_set(e, "the path %.60s… is too long", stem);
	FILE *stream = data_file_open(path, e);
	if (stream == NULL)
		return false;
	struct json *object = make_entity(h, entity);
	json_write(object, stream, true);
	json_free(object);
	return data_file_close(stream, path, e);
}
