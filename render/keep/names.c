#include "render/keep/names.h"

#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/mem.h"
#include "lib/skipped.h"

#include "render/read/tally.h"

enum { MAX_FILE_BYTES = 16 << 20 };

/* Three letters as a number. */
static uint64_t
alpha_3_key(const char *code)
{
	uint64_t key = 0;
	for (int i = 0; i < 3 && code[i] != '\0'; i++)
		key = key << 8 | (unsigned char)code[i];
	return key;
}

/* ISO 3166 sorts by the first word: "Palestine, State of". In a sentence it is
 * read the other way round: "State of Palestine". */
static const char *
turn_name(struct names *names, const char *name)
{
	const char *comma = strstr(name, ", ");
	const size_t len = strlen(name);
	const bool ends_in_of =
	    (len > 3 && strcmp(name + len - 3, " of") == 0) ||
	    (len > 7 && strcmp(name + len - 7, " of the") == 0);
	if (comma == NULL || !ends_in_of)
		return arena_text(names->arena, name);
	return arena_printf(
	    names->arena, "%s %.*s", comma + 2, (int)(comma - name), name);
}

static void
add_country(struct names *names, const char *alpha_2, const char *alpha_3,
    const char *name)
{
	bool added;
	const uint16_t code = tally_country(alpha_2, strlen(alpha_2));
	if (code == COUNTRY_UNKNOWN || name[0] == '\0')
		return;
	uint32_t *place = number_map_at(&names->country_places, code, &added);
	if (!added)
		return;
	*place = (uint32_t)names->n_countries;
	*number_map_at(&names->alpha_3_places, alpha_3_key(alpha_3), &added) =
	    (uint32_t)names->n_countries;
	names->countries = mem_grow(names->countries, &names->room,
	    names->n_countries + 1, sizeof names->countries[0]);
	names->countries[names->n_countries++] = (struct country_name){
	    .name = turn_name(names, name),
	    .region = "",
	};
}

static bool
read_countries(struct names *names, const char *path, struct err *e)
{
	struct json *file = json_read_file(path, MAX_FILE_BYTES, e);
	if (file == NULL)
		return false;
	const struct json *list = json_get(file, "3166-1");
	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *country = json_at(list, i);
		add_country(names, json_text(country, "alpha_2", ""),
		    json_text(country, "alpha_3", ""),
		    json_text(country, "common_name",
			json_text(country, "name", "")));
	}
	json_free(file);
	/* In use everywhere, and not in ISO 3166. */
	add_country(names, "XK", "XKX", "Kosovo");
	return names->n_countries > 1 ||
	       err_set(e, "%s names no country", path);
}

/* One line: alpha-3 TAB region TAB subregion. */
static void
take_region(struct names *names, char *line)
{
	char *region = strchr(line, '\t');
	if (region == NULL)
		return;
	*region++ = '\0';
	region[strcspn(region, "\t\r")] = '\0';
	const uint32_t *place =
	    number_map_find(&names->alpha_3_places, alpha_3_key(line));
	if (place != NULL)
		names->countries[*place].region =
		    arena_text(names->arena, region);
}

static bool
read_regions(struct names *names, const char *path, struct err *e)
{
	char *text, *rest;
	if (!file_read(path, MAX_FILE_BYTES, &text, NULL, e))
		return false;
	rest = text;
	for (char *line; (line = strsep(&rest, "\n")) != NULL;)
		take_region(names, line);
	free(text);
	return true;
}

void
names_read(
    struct names *names, const struct config *config, struct arena *arena)
{
	struct err e = {{0}};
	*names = (struct names){.arena = arena};
	if (config->site.countries[0] != '\0' &&
	    !read_countries(names, config->site.countries, &e)) {
		err_prefix(&e, "countries are shown by their codes");
		skipped_note(e.text);
	}
	if (config->site.regions[0] != '\0' &&
	    !read_regions(names, config->site.regions, &e)) {
		err_prefix(&e, "countries are shown without regions");
		skipped_note(e.text);
	}
}

void
names_done(struct names *names)
{
	free(names->countries);
	free(names->networks);
	number_map_done(&names->country_places);
	number_map_done(&names->alpha_3_places);
	number_map_done(&names->network_places);
}

void
names_set_network(struct names *names, uint32_t asn, const char *name)
{
	bool added;
	uint32_t *place = number_map_at(&names->network_places, asn, &added);
	if (added) {
		*place = (uint32_t)names->n_networks;
		names->networks =
		    mem_grow(names->networks, &names->networks_room,
			names->n_networks + 1, sizeof names->networks[0]);
		names->networks[names->n_networks++] = "";
	}
	/* Most names stay the same from day to day. */
	if (strcmp(names->networks[*place], name) != 0)
		names->networks[*place] = arena_text(names->arena, name);
}

static const struct country_name *
find_country(const struct names *names, uint16_t country)
{
	const uint32_t *place =
	    number_map_find(&names->country_places, country);
	return place != NULL ? &names->countries[*place] : NULL;
}

const char *
names_country(const struct names *names, uint16_t country)
{
	const struct country_name *found = find_country(names, country);
	return found != NULL ? found->name
			     : arena_printf(names->arena, "%c%c", country >> 8,
				   country & 0xff);
}

const char *
names_region(const struct names *names, uint16_t country)
{
	const struct country_name *found = find_country(names, country);
	return found != NULL ? found->region : "";
}

const char *
names_network(const struct names *names, uint32_t asn)
{
	const uint32_t *place = number_map_find(&names->network_places, asn);
	return place != NULL && names->networks[*place][0] != '\0'
		   ? names->networks[*place]
		   : arena_printf(names->arena, "AS%lu", (unsigned long)asn);
}
