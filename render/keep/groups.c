#include "render/keep/groups.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/conf.h"

#include "render/read/tally.h"

enum { MAX_BYTES = 1 << 20, MAX_KEY = 32, MAX_GROUPS = 1000 };

static const char *const kinds[] = {
    "continent", "subregion", "union", "registry"};

/* Keys become names of folders and parts of addresses. */
static bool
check_key(const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	const size_t n = strlen(text);
	if (n > 0 && n <= MAX_KEY &&
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			 "0123456789-") == n)
		return true;
	return err_set(
	    why, "%s must be 1 to %d letters, digits and \"-\"", name, MAX_KEY);
}

static bool
check_name(const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	return text[0] != '\0' || err_set(why, "%s must not be empty", name);
}

static bool
check_kind(const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(text, kinds[i]) == 0)
			return true;
	return err_set(why,
	    "%s must be \"continent\", \"subregion\", \"union\" or "
	    "\"registry\"",
	    name);
}

static bool
check_country(const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	return tally_country(text, strlen(text)) != COUNTRY_UNKNOWN ||
	       err_set(why,
		   "%s has \"%.8s\", which is no country's two letters", name,
		   text);
}

static const struct setting settings[] = {
    {.name = "key", .check = check_key},
    {.name = "name", .check = check_name},
    {.name = "article", .text = ""},
    {.name = "kind", .check = check_kind},
    {"countries", SETTING_LIST, NULL, 0, check_country},
};
static const struct conf_section sections[] = {
    {"group", true, settings, sizeof settings / sizeof settings[0]}};
static const struct conf_table table = {sections, 1, MAX_BYTES};

/* A file being read into a history. */
struct reading {
	struct history *h;
	const struct conf *conf;
	const char *path;
	struct err *e;
};

static int
compare_countries(const void *left, const void *right)
{
	const uint16_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* Takes the countries of a group. */
static bool
take_countries(struct reading *r, struct conf_part *part, struct group *group)
{
	group->n_countries = conf_length(part, "countries");
	group->countries = arena_new(
	    &r->h->arena, group->n_countries + 1, sizeof group->countries[0]);
	for (size_t i = 0; i < group->n_countries; i++) {
		const char *code = conf_at(part, "countries", i);
		group->countries[i] = tally_country(code, strlen(code));
	}
	qsort(group->countries, group->n_countries, sizeof group->countries[0],
	    compare_countries);
	for (size_t i = 1; i < group->n_countries; i++)
		if (group->countries[i] == group->countries[i - 1])
			return err_set(r->e,
			    "%s:%u: the group has the country %c%c twice",
			    r->path, conf_line(part), group->countries[i] >> 8,
			    group->countries[i] & 0xff);
	return true;
}

/* Adds what a country has published to a group's series. True if that is
 * anything. */
static bool
add_up(int32_t *sums, const int32_t *hosts, size_t n_days)
{
	bool any = false;
	for (size_t day = 0; day < n_days; day++) {
		if (hosts[day] <= 0)
			continue;
		sums[day] = (sums[day] > 0 ? sums[day] : 0) + hosts[day];
		any = true;
	}
	return any;
}

static int32_t *
sum(struct history *h, const struct group *group, enum scan scan, bool *any)
{
	int32_t *sums = arena_new(&h->arena, h->n_days, sizeof sums[0]);
	for (size_t day = 0; day < h->n_days; day++)
		sums[day] = h->runs[scan][day].state != DAY_MISSING
				? HOSTS_SUPPRESSED
				: HOSTS_MISSING;
	for (size_t i = 0; i < group->n_countries; i++) {
		const struct entity *country =
		    history_at(h, ENTITY_COUNTRY, group->countries[i]);
		if (country != NULL &&
		    add_up(sums, country->hosts[scan], h->n_days))
			*any = true;
	}
	return sums;
}

/* Folders must differ where case does not matter, too. */
static bool
is_new_key(const struct conf *conf, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(conf_text(conf_part(conf, "group", i), "key"),
			key) == 0)
			return false;
	return true;
}

/* Takes a group, if anything is published of it. */
static bool
take_group(struct reading *r, size_t number)
{
	struct history *h = r->h;
	struct conf_part *part = conf_part(r->conf, "group", number);
	const size_t i = h->n_entities[ENTITY_GROUP];
	bool any = false;
	struct arena *a = &h->arena;
	struct group *group = &h->groups[i];
	const char *key = conf_text(part, "key");
	if (key[0] == '\0' || conf_text(part, "name")[0] == '\0' ||
	    conf_text(part, "kind")[0] == '\0')
		return err_set(r->e, "%s:%u: a group needs key, name and kind",
		    r->path, conf_line(part));
	if (!is_new_key(r->conf, number, key))
		return err_set(r->e,
		    "%s:%u: there are two groups with the key \"%s\"", r->path,
		    conf_line(part), key);
	if (!take_countries(r, part, group))
		return false;
	group->kind = arena_text(a, conf_text(part, "kind"));
	struct entity *entity = &h->entities[ENTITY_GROUP][i];
	*entity = (struct entity){.kind = ENTITY_GROUP,
	    .key = arena_text(a, key),
	    .name = arena_text(a, conf_text(part, "name")),
	    .article = arena_text(a, conf_text(part, "article")),
	    .region = "",
	    .home = "",
	    .number = (uint32_t)i};
	for (int s = 0; s < N_SCANS; s++)
		entity->hosts[s] = sum(h, group, (enum scan)s, &any);
	h->n_entities[ENTITY_GROUP] += any;
	return true;
}

bool
groups_add(struct history *h, const char *path, struct err *e)
{
	if (access(path, F_OK) != 0)
		return true;
	struct conf *conf = conf_read(&table, path, e);
	if (conf == NULL)
		return false;
	struct reading r = {h, conf, path, e};
	const size_t n = conf_count(conf, "group");
	bool ok = n <= MAX_GROUPS ||
		  err_set(e, "%s has more than %d groups", path, MAX_GROUPS);
	h->groups = arena_new(&h->arena, n + 1, sizeof h->groups[0]);
	h->entities[ENTITY_GROUP] =
	    arena_new(&h->arena, n + 1, sizeof(struct entity));
	h->n_entities[ENTITY_GROUP] = 0;
	for (size_t i = 0; ok && i < n; i++)
		ok = take_group(&r, i);
	conf_free(conf);
	return ok;
}

bool
groups_have(const struct group *group, uint32_t country)
{
	const uint16_t wanted = (uint16_t)country;
	return group->n_countries > 0 &&
	       bsearch(&wanted, group->countries, group->n_countries,
		   sizeof wanted, compare_countries) != NULL;
}
