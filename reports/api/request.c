#include "reports/api/request.h"

#include <string.h>
#include <strings.h>

#include "lib/text.h"

enum { MOST_NUMBER = 1000000, MOST_DAYS_BACK = 36500 };

bool
request_open(struct request *r, const char *body, size_t n, struct err *why)
{
	*r = (struct request){.key = "", .id = "", .page = 1};
	r->json = json_parse(body, n, "request", why);
	/* An array has no members either, so it has no key. */
	if (r->json == NULL)
		return false;
	r->key = json_text(r->json, "apikey", "");
	return r->key[0] != '\0' ||
	       err_set(why, "request: a JSON object with an \"apikey\" is "
			    "wanted");
}

void
request_done(struct request *r)
{
	json_free(r->json);
	arena_reset(&r->arena);
	r->json = NULL;
}

/* A day, "now", or "-7": so many days before it. */
static bool
read_day(const char *text, day_t today, day_t *out)
{
	int64_t days;
	if (strcmp(text, "now") == 0) {
		*out = today;
		return true;
	}
	if (text[0] == '-' && text_to_int(text, -MOST_DAYS_BACK, 0, &days)) {
		*out = today + (day_t)days;
		return true;
	}
	return date_parse(text, out);
}

bool
request_read_dates(const char *text, day_t today, day_t *first, day_t *last)
{
	char start[32];
	const char *colon = strchr(text, ':');
	const size_t n = colon != NULL ? (size_t)(colon - text) : strlen(text);
	if (n >= sizeof start)
		return false;
	memcpy(start, text, n);
	start[n] = '\0';
	if (!read_day(start, today, first))
		return false;
	*last = *first;
	return colon == NULL ||
	       (read_day(colon + 1, today, last) && *first <= *last);
}

/* null is as good as nothing. */
static bool
is_given(const struct json *value)
{
	return json_kind(value) > JSON_KIND_NULL;
}

/* A text, or a number as clients send it in its place; NULL: it is neither. */
static const char *
text_of(struct request *r, const struct json *value)
{
	long long number;
	const char *text = json_as_text(value);
	if (text != NULL)
		return text;
	return json_as_number(value, &number)
		   ? arena_printf(&r->arena, "%lld", number)
		   : NULL;
}

/* A text or a list of texts as a list. False: it is neither. */
static bool
read_texts(struct request *r, const struct json *value, const char *name,
    const char ***texts, size_t *n, struct err *why)
{
	const bool is_list = json_kind(value) == JSON_KIND_ARRAY;
	*n = is_list ? json_length(value) : 1;
	if (*n > REQUEST_MOST_VALUES)
		return err_set(
		    why, "%s: more than %d values", name, REQUEST_MOST_VALUES);
	*texts = arena_new(&r->arena, *n + 1, sizeof **texts);
	for (size_t i = 0; i < *n; i++) {
		(*texts)[i] = text_of(r, is_list ? json_at(value, i) : value);
		if ((*texts)[i] == NULL)
			return err_set(why,
			    "%s: a text or a list of texts is wanted", name);
	}
	return true;
}

/* A number, or a text that is one. */
static bool
read_number(struct request *r, const char *name, uint64_t least, uint64_t *out,
    struct err *why)
{
	const struct json *value = json_get(r->json, name);
	if (!is_given(value))
		return true;
	const char *text = text_of(r, value);
	return (text != NULL && text_to_uint(text, MOST_NUMBER, out) &&
		   *out >= least) ||
	       err_set(why, "%s: a number from %d to %d is wanted", name,
		   (int)least, MOST_NUMBER);
}

static bool
read_reports(struct request *r, const char *name, struct err *why)
{
	const struct json *value = json_get(r->json, name);
	const char **texts;
	size_t n;
	if (!is_given(value))
		return true;
	if (!read_texts(r, value, name, &texts, &n, why))
		return false;
	/* An empty list names none, and asks for all, as its absence does. */
	if (n == 0)
		return true;
	r->has_reports = true;
	r->reports = texts;
	r->n_reports = n;
	return true;
}

/* A type that is none of ours has no reports, which is no mistake. */
static bool
read_types(struct request *r, const char *name, struct err *why)
{
	const struct json *value = json_get(r->json, name);
	const char **texts;
	size_t n;
	if (!is_given(value))
		return true;
	if (!read_texts(r, value, name, &texts, &n, why))
		return false;
	for (size_t i = 0; i < n; i++) {
		enum scan scan;
		if (schema_find(texts[i], &scan))
			r->types[scan] = true;
		r->has_types = true;
	}
	return true;
}

static bool
read_date(struct request *r, day_t today, struct err *why)
{
	const struct json *value = json_get(r->json, "date");
	if (!is_given(value))
		return true;
	const char *text = json_as_text(value);
	r->has_dates = text != NULL &&
		       request_read_dates(text, today, &r->first, &r->last);
	return r->has_dates ||
	       err_set(why, "date: a day such as 2026-11-22, now or -7, or two "
			    "with a colon between them, is wanted");
}

static bool
read_order(struct request *r, struct err *why)
{
	const struct json *value = json_get(r->json, "sort");
	if (!is_given(value))
		return true;
	const char *text = json_as_text(value);
	if (text == NULL ||
	    (strcmp(text, "ascending") != 0 && strcmp(text, "descending") != 0))
		return err_set(why, "sort: ascending or descending is wanted");
	r->is_ascending = text[0] == 'a';
	return true;
}

static bool
read_facet(struct request *r, struct err *why)
{
	const struct json *value = json_get(r->json, "facet");
	if (!is_given(value))
		return true;
	const char *text = json_as_text(value);
	r->has_facet = text != NULL && schema_find_column(text, &r->facet);
	return r->has_facet ||
	       err_set(why, "facet: the name of a column is wanted");
}

static bool
find_field(const char *name, struct condition *c)
{
	if (strcmp(name, "ip") == 0 || strcmp(name, "network") == 0) {
		c->field = FIELD_ADDRESS;
		return true;
	}
	if (strcmp(name, "domain") == 0 || strcmp(name, "tld") == 0) {
		c->field = FIELD_DOMAIN;
		return true;
	}
	c->field = FIELD_COLUMN;
	return schema_find_column(name, &c->column);
}

static bool
read_ranges(struct request *r, struct condition *c, struct err *why)
{
	c->ranges = arena_new(&r->arena, c->n + 1, sizeof c->ranges[0]);
	for (size_t i = 0; i < c->n; i++) {
		const char *wrong;
		if (!addr_range_parse(c->texts[i], &c->ranges[i], &wrong))
			return err_set(
			    why, "query: \"%.60s\" %s", c->texts[i], wrong);
	}
	return true;
}

/* The conditions as they are read. */
struct reading {
	struct request *request;
	struct err *why;
	bool ok;
};

static void
take_condition(void *context, const char *name, const struct json *value)
{
	struct reading *reading = context;
	struct request *r = reading->request;
	if (!reading->ok)
		return;
	reading->ok = false;
	if (r->n_conditions == REQUEST_MOST_CONDITIONS) {
		err_set(reading->why, "query: more than %d fields",
		    REQUEST_MOST_CONDITIONS);
		return;
	}
	struct condition *c = &r->conditions[r->n_conditions++];
	if (!find_field(name, c)) {
		err_set(reading->why,
		    "query: rows have no field of that name: \"%.60s\"", name);
		return;
	}
	reading->ok =
	    read_texts(r, value, "query", &c->texts, &c->n, reading->why) &&
	    (c->field != FIELD_ADDRESS || read_ranges(r, c, reading->why));
	if (reading->ok && c->n == 0)
		reading->ok = err_set(
		    reading->why, "query: \"%.60s\" has no value", name);
}

static bool
read_query(struct request *r, struct err *why)
{
	struct reading reading = {.request = r, .why = why, .ok = true};
	const struct json *query = json_get(r->json, "query");
	if (!is_given(query))
		return true;
	if (json_kind(query) != JSON_KIND_OBJECT)
		return err_set(
		    why, "query: an object of fields and values is wanted");
	json_each(query, take_condition, &reading);
	return reading.ok;
}

bool
request_read(struct request *r, day_t today, struct err *why)
{
	r->id = json_text(r->json, "id", "");
	r->has_detail = json_flag(r->json, "detail", false);
	if (!read_date(r, today, why) || !read_reports(r, "report", why) ||
	    !read_reports(r, "reports", why) || !read_types(r, "type", why) ||
	    !read_types(r, "types", why) || !read_order(r, why) ||
	    !read_facet(r, why) ||
	    !read_number(r, "limit", 0, &r->limit, why) ||
	    !read_number(r, "page", 1, &r->page, why) || !read_query(r, why))
		return false;
	for (int scan = 0; scan < N_SCANS; scan++)
		r->types[scan] |= !r->has_types;
	return true;
}

bool
request_wants_list(const struct request *r, const char *list)
{
	for (size_t i = 0; i < r->n_reports; i++)
		if (strcmp(r->reports[i], list) == 0)
			return true;
	return !r->has_reports;
}
