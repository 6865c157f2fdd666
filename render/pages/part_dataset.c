#include "render/pages/part_dataset.h"

#include <stdlib.h>
#include <string.h>

#include "lib/json.h"

#include "render/pages/data_path.h"
#include "render/pages/entities.h"

/* An address of the site, whole if the site's own is known. */
static const char *
address(struct press *p, const char *path)
{
	const char *base = p->config->site.base_url;
	return arena_printf(
	    &p->arena, "%s%s", *base ? base : press_root(p), path);
}

static struct json *
new_thing(const char *type)
{
	struct json *thing = json_new_object();
	json_set_text(thing, "@type", type);
	return thing;
}

static void
add_file(struct press *p, struct json *list, const char *path, const char *type)
{
	struct json *file = new_thing("DataDownload");
	json_set_text(file, "contentUrl", address(p, path));
	json_set_text(file, "encodingFormat", type);
	json_append(list, file);
}

static struct json *
list_files(struct press *p, const struct entity *entity)
{
	struct json *list = json_new_array();
	char path[DATA_PATH_MAX];
	const struct years *years = &p->edition->years;
	const int last = years->n > 0 ? years->all[years->n - 1].year : -1;
	for (int year = last; year > 0 && year >= years_oldest(years); year--) {
		if (!years_have(years, entity, year))
			continue;
		data_path_year(entity, year, path);
		add_file(p, list, path, "text/csv");
	}
	data_path_json(entity, path);
	add_file(p, list, path, "application/json");
	if (entity->kind == ENTITY_WORLD) {
		add_file(p, list, DATA_ROOT "/latest/country.csv", "text/csv");
		add_file(p, list, DATA_ROOT "/latest/asn.csv", "text/csv");
		add_file(p, list,
		    arena_printf(
			&p->arena, "%s/%d/numbers.sqlite", DATA_YEARS, last),
		    "application/vnd.sqlite3");
	}
	return list;
}

static struct json *
list_measures(void)
{
	struct json *list = json_new_array();
	json_append_text(list, "hosts that answer NTP Mode 6 READVAR");
	json_append_text(list, "hosts that answer NTP Mode 7 MON_GETLIST_1");
	return list;
}

static struct json *
make_creator(const struct press *p)
{
	const struct config *c = p->config;
	struct json *creator = new_thing("Organization");
	json_set_text(creator, "name",
	    c->operator.name[0] ? c->operator.name : c->site.title);
	if (strncmp(c->operator.website, "https://", 8) == 0 ||
	    strncmp(c->operator.website, "http://", 7) == 0)
		json_set_text(creator, "url", c->operator.website);
	return creator;
}

static void
set_place(struct json *set, const struct entity *entity)
{
	struct json *place = new_thing("Place");
	json_set_text(place, "name", entity->name);
	json_set(set, "spatialCoverage", place);
}

static struct json *
make_set(struct press *p, const struct entity *entity)
{
	struct arena *a = &p->arena;
	const struct edition *d = p->edition;
	const size_t n = p->history->n_days;
	const bool is_world = entity->kind == ENTITY_WORLD;
	struct json *set = json_new_object();
	json_set_text(set, "@context", "https://schema.org/");
	json_set_text(set, "@type", "Dataset");
	json_set_text(set, "name",
	    arena_printf(a, "%sOpen NTP servers %s%s",
		p->history->simulated ? "Simulated data: " : "",
		is_world ? "by country, network and version" : "in ",
		is_world ? "" : entity->name));
	json_set_text(set, "description",
	    arena_printf(a,
		"How many NTP servers %s%s answer Mode 6 and Mode 7 queries "
		"from strangers, and so can be used for reflected "
		"denial-of-service attacks: one count for each day and kind "
		"of scan.",
		is_world ? "of the world, of each country and each network"
			 : "in ",
		is_world ? "" : entity->name));
	json_set_text(set, "url", address(p, p->path));
	json_set_text(set, "license", address(p, "data/index.html#use"));
	json_set_flag(set, "isAccessibleForFree", true);
	json_set_text(set, "version", d->dates[n - 1]);
	json_set_text(set, "temporalCoverage",
	    arena_printf(a, "%s/%s", d->dates[0], d->dates[n - 1]));
	set_place(set, entity);
	json_set(set, "variableMeasured", list_measures());
	json_set_text(
	    set, "measurementTechnique", address(p, "methodology/index.html"));
	json_set(set, "creator", make_creator(p));
	json_set(set, "distribution", list_files(p, entity));
	return set;
}

const char *
part_dataset(struct press *p, const struct entity *entity)
{
	size_t n;
	struct json *set = make_set(p, entity);
	char *text = json_write_text(set, true, &n);
	struct buf b;
	json_free(set);
	buf_init(&b, 6 * n + 1);
	for (size_t i = 0; i < n; i++)
		if (strchr("<>&", text[i]) != NULL && text[i] != '\0')
			buf_printf(&b, "\\u%04x", (unsigned)text[i]);
		else if (text[i] != '\n')
			buf_char(&b, text[i]);
	free(text);
	const char *safe = arena_text(&p->arena, b.text);
	buf_done(&b);
	return safe;
}
