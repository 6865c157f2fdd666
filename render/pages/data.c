#include "render/pages/data.h"

#include <stdio.h>
#include <string.h>

#include "lib/file.h"
#include "lib/progress.h"

#include "render/pages/data_day.h"
#include "render/pages/data_entity.h"
#include "render/pages/data_index.h"
#include "render/pages/data_path.h"
#include "render/pages/data_table.h"

/* Makes "folder/path" without the path's ending. */
static bool
make_stem(const char *folder, const char *path, char out[static PATH_MAX],
    struct err *e)
{
	const char *dot = strrchr(path, '.');
	const int n =
	    snprintf(out, PATH_MAX, "%s/%.*s", folder, (int)(dot - path), path);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "the path %.60s… is too long", folder);
}

static bool
make_folder(const char *folder, const char *name, struct err *e)
{
	char path[PATH_MAX];
	const int n =
	    snprintf(path, sizeof path, "%s/" DATA_ROOT "/%s", folder, name);
	if (n < 0 || (size_t)n >= sizeof path)
		return err_set(e, "the path %.60s… is too long", folder);
	return file_make_folders(path, e);
}

static bool
write_day(
    const struct history *h, size_t day, const char *folder, struct err *e)
{
	char date[DATE_TEXT_MAX], name[DATA_PATH_MAX], stem[PATH_MAX];
	date_format(h->first + (day_t)day, date);
	snprintf(name, sizeof name, "daily/%.4s/%s", date, date);
	if (!make_folder(folder, name, e))
		return false;
	for (int t = 0; t < N_DATA_TABLES; t++) {
		data_path_day(
		    (enum data_table)t, h->first + (day_t)day, "csv", name);
		if (!make_stem(folder, name, stem, e) ||
		    !data_day_write(h, (enum data_table)t, day, stem, e))
			return false;
	}
	return true;
}

static bool
write_latest(const struct history *h, const char *folder, struct err *e)
{
	char name[DATA_PATH_MAX], stem[PATH_MAX];
	if (!make_folder(folder, "latest", e))
		return false;
	for (int t = 0; t < N_DATA_TABLES; t++) {
		data_path_latest((enum data_table)t, "csv", name);
		if (!make_stem(folder, name, stem, e) ||
		    !data_day_write(
			h, (enum data_table)t, h->n_days - 1, stem, e))
			return false;
	}
	return true;
}

static bool
write_entities(const struct history *h, const char *folder,
    struct progress *progress, uint64_t done, struct err *e)
{
	char name[DATA_PATH_MAX], stem[PATH_MAX];
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
		for (size_t i = 0; i < h->n_entities[kind]; i++) {
			const struct entity *entity = &h->entities[kind][i];
			data_path_entity(entity, "csv", name);
			if (!make_stem(folder, name, stem, e) ||
			    !data_entity_write(h, entity, stem, e))
				return false;
			progress_show(progress, ++done, NULL);
		}
	return true;
}

/* What the keys of one kind are called. */
static bool
write_lookup(const struct history *h, enum entity_kind kind, const char *path,
    const char *folder, struct err *e)
{
	static const char *const columns[N_ENTITY_KINDS][3] = {
	    [ENTITY_COUNTRY] = {"country", "name", "region"},
	    [ENTITY_ASN] = {"asn", "name", "country"},
	    [ENTITY_FAMILY] = {"version_family", "name"},
	};
	struct data_table_file t;
	char stem[PATH_MAX];
	const size_t n_columns = kind == ENTITY_FAMILY ? 2 : 3;
	if (!make_stem(folder, path, stem, e) ||
	    !data_table_open(&t, stem, false, columns[kind], n_columns, e))
		return false;
	for (size_t i = 0; i < h->n_entities[kind]; i++) {
		const struct entity *entity = &h->entities[kind][i];
		data_table_text(&t, entity->key);
		data_table_text(&t, entity->name);
		if (kind == ENTITY_COUNTRY)
			data_table_text(&t, entity->region);
		else if (kind == ENTITY_ASN)
			data_table_text(&t, entity->home);
	}
	return data_table_close(&t, e);
}

static bool
write_lookups(const struct history *h, const char *folder, struct err *e)
{
	return write_lookup(
		   h, ENTITY_COUNTRY, "data/v1/countries.csv", folder, e) &&
	       write_lookup(h, ENTITY_ASN, "data/v1/asns.csv", folder, e) &&
	       write_lookup(
		   h, ENTITY_FAMILY, "data/v1/families.csv", folder, e);
}

static bool
write_index(const struct history *h, const char *folder, struct err *e)
{
	char path[PATH_MAX];
	const int n =
	    snprintf(path, sizeof path, "%s/" DATA_ROOT "/index.json", folder);
	if (n < 0 || (size_t)n >= sizeof path)
		return err_set(e, "the path %.60s… is too long", folder);
	return data_index_write(h, path, e);
}

bool
data_write(
    const struct history *h, const char *folder, bool quiet, struct err *e)
{
	static const char *const folders[] = {"country", "asn", "family"};
	struct progress progress;
	uint64_t n = h->n_days;
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
		n += h->n_entities[kind];
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (!make_folder(folder, folders[i], e))
			return false;
	progress_start(&progress, "Writing data files", n, quiet);
	bool ok = true;
	for (size_t day = 0; ok && day < h->n_days; day++) {
		ok = write_day(h, day, folder, e);
		progress_show(&progress, day + 1, NULL);
	}
	ok = ok && write_latest(h, folder, e) &&
	     write_entities(h, folder, &progress, h->n_days, e) &&
	     write_lookups(h, folder, e) && write_index(h, folder, e);
	progress_end(&progress, ok ? NULL : "failed");
	return ok;
}
