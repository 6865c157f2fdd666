#include "reports/subscribers/subscribers.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/conf.h"
#include "lib/file.h"
#include "lib/mem.h"

#include "reports/subscribers/values.h"

enum { MAX_BYTES = 1 << 26 };

static const struct setting entry[] = {
    {.name = "list", .check = values_check_list},
    {.name = "title", .check = values_check_line},
    {"contacts", SETTING_LIST, NULL, 0, values_check_contact},
    {"asn", SETTING_LIST, NULL, 0, values_check_asn},
    {"cidr", SETTING_LIST, NULL, 0, values_check_prefix},
    {"country", SETTING_LIST, NULL, 0, values_check_country},
    {"domain", SETTING_LIST, NULL, 0, values_check_domain},
    {"types", SETTING_LIST, NULL, 0, values_check_type},
    {"delivery", SETTING_LIST, NULL, 0, values_check_delivery},
    {.name = "api_key", .check = values_check_key},
    {.name = "api_secret", .check = values_check_key},
    {.name = "api_secret_file", .check = values_check_line},
    {"api_state", SETTING_TEXT, "active", 0, values_check_state},
    {"api_limit", SETTING_NUMBER, NULL, 0, values_check_limit},
    {.name = "proven", .check = values_check_day},
    {.name = "proof", .check = values_check_line},
};
static const struct conf_section sections[] = {
    {"subscriber", true, entry, sizeof entry / sizeof entry[0]}};
static const struct conf_table table = {sections, 1, MAX_BYTES};

/* What is known while the file is being read. */
struct reading {
	struct subscribers *out;
	const char *path;
	char folder[PATH_MAX];
	struct err *e;
};

/* Says what is wrong with a subscriber. Returns false. */
static bool
complain(const struct reading *r, const struct subscriber *s, const char *what)
{
	return err_set(r->e, "%s:%u: subscriber \"%s\" %s", r->path, s->line,
	    s->list, what);
}

static const char *
take_text(struct reading *r, struct conf_part *part, const char *name)
{
	return arena_text(&r->out->arena, conf_text(part, name));
}

/* A list of texts, in lower case if they are domains. */
static const char **
take_texts(struct reading *r, struct conf_part *part, const char *name,
    bool lower, size_t *n)
{
	*n = conf_length(part, name);
	const char **texts =
	    arena_new(&r->out->arena, *n > 0 ? *n : 1, sizeof *texts);
	for (size_t i = 0; i < *n; i++) {
		char *text = arena_text(&r->out->arena, conf_at(part, name, i));
		for (char *p = text; lower && *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		texts[i] = text;
	}
	return texts;
}

/* The values were judged when they were read, so none fails here. */
static void
take_filters(struct reading *r, struct subscriber *s, struct conf_part *part)
{
	struct arena *a = &r->out->arena;
	s->n_asns = conf_length(part, "asn");
	s->asns = arena_new(a, s->n_asns + 1, sizeof s->asns[0]);
	for (size_t i = 0; i < s->n_asns; i++)
		values_read_asn(conf_at(part, "asn", i), &s->asns[i], r->e);
	s->n_ranges = conf_length(part, "cidr");
	s->ranges = arena_new(a, s->n_ranges + 1, sizeof s->ranges[0]);
	for (size_t i = 0; i < s->n_ranges; i++)
		values_read_prefix(
		    conf_at(part, "cidr", i), &s->ranges[i], r->e);
	s->n_countries = conf_length(part, "country");
	s->countries = arena_new(a, s->n_countries + 1, sizeof s->countries[0]);
	for (size_t i = 0; i < s->n_countries; i++)
		values_read_country(
		    conf_at(part, "country", i), &s->countries[i], r->e);
	s->domains = take_texts(r, part, "domain", true, &s->n_domains);
}

static void
take_types(struct reading *r, struct subscriber *s, struct conf_part *part)
{
	const size_t n = conf_length(part, "types");
	for (int i = 0; n == 0 && i < N_SCANS; i++)
		s->types[i] = true;
	for (size_t i = 0; i < n; i++) {
		enum scan scan;
		if (values_read_type(conf_at(part, "types", i), &scan, r->e))
			s->types[scan] = true;
	}
	for (size_t i = 0; i < conf_length(part, "delivery"); i++) {
		enum delivery d;
		if (values_read_delivery(
			conf_at(part, "delivery", i), &d, r->e))
			s->deliveries[d] = true;
	}
}

/* A secret that stands in a file of its own. */
static bool
read_secret(struct reading *r, struct subscriber *s, const char *name)
{
	struct err why = {{0}};
	const char *path = name[0] == '/' ? name
					  : arena_printf(&r->out->arena,
						"%s/%s", r->folder, name);
	char *text = file_read_secret(path, "file of the API secret", &why);
	bool ok = text != NULL &&
		  values_check_key(text, 0, "the API secret in it", &why);
	if (ok)
		s->api_secret = arena_text(&r->out->arena, text);
	else
		err_set(r->e, "%s:%u: subscriber \"%s\": %s: %s", r->path,
		    s->line, s->list, path, why.text);
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
	return ok;
}

static bool
take_key(struct reading *r, struct subscriber *s, struct conf_part *part)
{
	const char *file = conf_text(part, "api_secret_file");
	s->api_key = take_text(r, part, "api_key");
	s->api_secret = take_text(r, part, "api_secret");
	s->is_suspended = strcmp(conf_text(part, "api_state"), "active") != 0;
	s->api_limit = (uint32_t)conf_number(part, "api_limit");
	if (s->api_secret[0] != '\0' && file[0] != '\0')
		return complain(
		    r, s, "has both api_secret and api_secret_file");
	if (s->api_secret[0] != '\0' && file_is_open_to_others(r->path))
		return complain(r, s,
		    "has its API secret here, and this file is open to "
		    "others: chmod 600 closes it");
	if (file[0] != '\0' && !read_secret(r, s, file))
		return false;
	if ((s->api_key[0] != '\0') != (s->api_secret[0] != '\0'))
		return complain(
		    r, s, "needs both api_key and api_secret, or neither");
	if (s->deliveries[DELIVERY_API] && s->api_key[0] == '\0')
		return complain(
		    r, s, "is to get reports by the API, but has no api_key");
	return true;
}

/* What an entry must have. */
static bool
check_whole(const struct reading *r, const struct subscriber *s, bool has_day)
{
	if (s->list[0] == '\0')
		return err_set(r->e,
		    "%s:%u: the subscriber that ends here has no list (its "
		    "name in file names)",
		    r->path, s->line);
	if (s->title[0] == '\0')
		return complain(r, s, "has no title");
	if (s->n_contacts == 0)
		return complain(r, s, "has no contacts");
	if (s->n_asns + s->n_ranges + s->n_countries + s->n_domains == 0)
		return complain(r, s,
		    "has no filter: one of asn, cidr, country and domain");
	if (!s->deliveries[DELIVERY_MAIL] && !s->deliveries[DELIVERY_API])
		return complain(r, s, "has no delivery: \"mail\" or \"api\"");
	if (!has_day)
		return complain(
		    r, s, "has no proven: the day of the proof of ownership");
	if (s->proof[0] == '\0')
		return complain(r, s,
		    "has no proof: how it was proven that the network is "
		    "theirs");
	return true;
}

static bool
take_subscriber(struct reading *r, struct subscriber *s, struct conf_part *part)
{
	const char *day = conf_text(part, "proven");
	s->line = conf_line(part);
	s->list = take_text(r, part, "list");
	s->title = take_text(r, part, "title");
	s->proof = take_text(r, part, "proof");
	s->contacts = take_texts(r, part, "contacts", false, &s->n_contacts);
	take_filters(r, s, part);
	take_types(r, s, part);
	return check_whole(r, s, day[0] != '\0') &&
	       values_read_day(day, &s->proven, r->e) && take_key(r, s, part);
}

static int
compare_lists(const void *left, const void *right)
{
	const struct subscriber *const *a = left, *const *b = right;
	/* On some file systems, names that differ in case are one. */
	const int order = strcasecmp((*a)->list, (*b)->list);
	return order != 0 ? order : ((*a)->line > (*b)->line) * 2 - 1;
}

static int
compare_keys(const void *left, const void *right)
{
	const struct subscriber *const *a = left, *const *b = right;
	const int order = strcmp((*a)->api_key, (*b)->api_key);
	return order != 0 ? order : ((*a)->line > (*b)->line) * 2 - 1;
}

/* Two that must not be equal; the later one is named. */
static bool
say_equal(const struct reading *r, const struct subscriber *first,
    const struct subscriber *second, const char *what)
{
	return err_set(r->e,
	    "%s:%u: subscriber \"%s\" has the %s of subscriber \"%s\" (line "
	    "%u)",
	    r->path, second->line, second->list, what, first->list,
	    first->line);
}

static bool
check_unique(const struct reading *r)
{
	const size_t n = r->out->n;
	const struct subscriber **all = mem_new(n + 1, sizeof *all);
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		all[i] = &r->out->items[i];
	qsort(all, n, sizeof *all, compare_lists);
	for (size_t i = 1; ok && i < n; i++)
		if (strcasecmp(all[i - 1]->list, all[i]->list) == 0)
			ok = say_equal(r, all[i - 1], all[i], "list name");
	qsort(all, n, sizeof *all, compare_keys);
	for (size_t i = 1; ok && i < n; i++)
		if (all[i]->api_key[0] != '\0' &&
		    strcmp(all[i - 1]->api_key, all[i]->api_key) == 0)
			ok = say_equal(r, all[i - 1], all[i], "API key");
	free(all);
	return ok;
}

static bool
take_all(struct reading *r, struct conf *settings)
{
	struct subscribers *out = r->out;
	const size_t n = conf_count(settings, "subscriber");
	out->items = mem_new(n + 1, sizeof out->items[0]);
	for (size_t i = 0; i < n; i++)
		if (!take_subscriber(r, &out->items[out->n++],
			conf_part(settings, "subscriber", i)))
			return false;
	return check_unique(r);
}

bool
subscribers_read(struct subscribers *s, const char *path, struct err *e)
{
	struct reading r = {.out = s, .path = path, .e = e};
	*s = (struct subscribers){0};
	struct conf *settings = conf_read(&table, path, e);
	if (settings == NULL)
		return false;
	file_folder_of(path, r.folder);
	const bool ok = take_all(&r, settings);
	conf_free(settings);
	if (!ok)
		subscribers_done(s);
	return ok;
}

void
subscribers_done(struct subscribers *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].api_secret != NULL)
			explicit_bzero(
			    (void *)(uintptr_t)s->items[i].api_secret,
			    strlen(s->items[i].api_secret));
	free(s->items);
	arena_reset(&s->arena);
	*s = (struct subscribers){0};
}
