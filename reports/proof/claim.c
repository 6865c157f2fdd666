#include "reports/proof/claim.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/date.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/random.h"

#include "reports/subscribers/values.h"

enum { MOST_BYTES = 1 << 20, MOST_ITEMS = 1000 };

const char *const proof_way_names[N_PROOF_WAYS] = {"mail", "dns"};
const char *const subject_names[N_SUBJECT_KINDS] = {"asn", "cidr", "domain"};

typedef bool check_fn(
    const char *text, long number, const char *name, struct err *why);

void
claim_make_token(char out[static CLAIM_TOKEN_CHARS + 1])
{
	uint8_t bytes[CLAIM_TOKEN_CHARS / 2];
	random_bytes(bytes, sizeof bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static bool
check_texts(const struct claim_texts *texts, check_fn *check, const char *name,
    struct err *e)
{
	for (size_t i = 0; i < texts->n; i++)
		if (!check(texts->items[i], 0, name, e))
			return false;
	return true;
}

static bool
check_subject(const struct claim *r, const struct subject *s, struct err *e)
{
	static check_fn *const checks[N_SUBJECT_KINDS] = {
	    values_check_asn, values_check_prefix, values_check_domain};
	check_fn *where =
	    r->way == PROOF_MAIL ? values_check_contact : values_check_domain;
	if (!checks[s->kind](s->value, 0, subject_names[s->kind], e))
		return false;
	for (size_t i = 0; i < s->n_wheres; i++)
		if (!where(s->wheres[i], 0, "where", e))
			return false;
	return s->met[0] == '\0' || values_check_line(s->met, 0, "met", e);
}

bool
claim_check(const struct claim *r, struct err *e)
{
	if (!values_check_list(r->list, 0, "the list", e) ||
	    !values_check_line(r->title, 0, "the title", e) ||
	    !check_texts(
		&r->contacts, values_check_contact, "the contact", e) ||
	    !check_texts(&r->types, values_check_type, "type", e) ||
	    !check_texts(&r->deliveries, values_check_delivery, "delivery", e))
		return false;
	if (r->contacts.n == 0 || r->n == 0 || r->deliveries.n == 0)
		return err_set(e,
		    "a request has at least one contact, one delivery and one "
		    "of asn, cidr and domain");
	for (size_t i = 0; i < r->n; i++)
		if (!check_subject(r, &r->subjects[i], e))
			return false;
	return true;
}

static bool
path_of(const char *folder, const char *list, char out[static PATH_MAX],
    struct err *e)
{
	if (!values_check_list(list, 0, "the list", e))
		return false;
	const int n = snprintf(out, PATH_MAX, "%s/%s.json", folder, list);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "the path %.60s… is too long", folder);
}

static struct claim_texts
take_texts(struct claim *r, const struct json *array)
{
	struct claim_texts texts = {0};
	const size_t n = json_length(array);
	texts.items = arena_new(&r->arena, n + 1, sizeof texts.items[0]);
	for (size_t i = 0; i < n && i < MOST_ITEMS; i++) {
		const char *text = json_as_text(json_at(array, i));
		texts.items[texts.n++] =
		    arena_text(&r->arena, text != NULL ? text : "");
	}
	return texts;
}

/* Finds a name in a table. False: it is none of them. */
static bool
find_name(const char *name, const char *const *names, int n, int *out)
{
	for (*out = 0; *out < n; ++*out)
		if (strcmp(name, names[*out]) == 0)
			return true;
	return false;
}

static bool
take_subject(struct claim *r, const struct json *value)
{
	struct subject *s = &r->subjects[r->n];
	const char *token = json_text(value, "token", "");
	const struct claim_texts wheres =
	    take_texts(r, json_get(value, "where"));
	int kind;
	if (strlen(token) != CLAIM_TOKEN_CHARS ||
	    wheres.n > CLAIM_MOST_WHERES ||
	    !find_name(json_text(value, "kind", ""), subject_names,
		N_SUBJECT_KINDS, &kind))
		return false;
	*s = (struct subject){.kind = (enum subject_kind)kind,
	    .value = arena_text(&r->arena, json_text(value, "value", "")),
	    .n_wheres = wheres.n,
	    .met = arena_text(&r->arena, json_text(value, "met", ""))};
	snprintf(s->token, sizeof s->token, "%s", token);
	for (size_t i = 0; i < wheres.n; i++)
		s->wheres[i] = wheres.items[i];
	r->n++;
	return true;
}

static bool
take_request(struct claim *r, const struct json *value)
{
	const struct json *subjects = json_get(value, "subjects");
	const size_t n = json_length(subjects);
	int way;
	r->list = arena_text(&r->arena, json_text(value, "list", ""));
	r->title = arena_text(&r->arena, json_text(value, "title", ""));
	r->contacts = take_texts(r, json_get(value, "contacts"));
	r->types = take_texts(r, json_get(value, "types"));
	r->deliveries = take_texts(r, json_get(value, "delivery"));
	r->subjects = arena_new(&r->arena, n + 1, sizeof r->subjects[0]);
	if (!find_name(json_text(value, "by", ""), proof_way_names,
		N_PROOF_WAYS, &way) ||
	    !date_parse_time(json_text(value, "begun", ""), &r->begun))
		return false;
	r->way = (enum proof_way)way;
	for (size_t i = 0; i < n && i < MOST_ITEMS; i++)
		if (!take_subject(r, json_at(subjects, i)))
			return false;
	return true;
}

bool
claim_read(struct claim *r, const char *folder, const char *list,
    bool *is_there, struct err *e)
{
	char path[PATH_MAX];
	*r = (struct claim){.list = "", .title = ""};
	*is_there = false;
	if (!path_of(folder, list, path, e))
		return false;
	*is_there = access(path, F_OK) == 0;
	if (!*is_there)
		return err_set(e, "there is no request of %s: %s is not there",
		    list, path);
	struct json *value = json_read_file(path, MOST_BYTES, e);
	if (value == NULL)
		return false;
	bool ok = take_request(r, value) ||
		  err_set(e, "%s is damaged: it holds no request", path);
	json_free(value);
	if (ok && !claim_check(r, e))
		ok = err_prefix(e, "%s is damaged", path);
	return ok;
}

void
claim_done(struct claim *r)
{
	arena_reset(&r->arena);
	*r = (struct claim){0};
}

static struct json *
make_texts(const char *const *items, size_t n)
{
	struct json *array = json_new_array();
	for (size_t i = 0; i < n; i++)
		json_append_text(array, items[i]);
	return array;
}

static struct json *
make_subject(const struct subject *s)
{
	struct json *value = json_new_object();
	json_set_text(value, "kind", subject_names[s->kind]);
	json_set_text(value, "value", s->value);
	json_set(value, "where", make_texts(s->wheres, s->n_wheres));
	json_set_text(value, "token", s->token);
	json_set_text(value, "met", s->met);
	return value;
}

static struct json *
make_request(const struct claim *r)
{
	char begun[DATE_TEXT_MAX];
	struct json *value = json_new_object(), *subjects = json_new_array();
	date_format_time(r->begun, begun);
	json_set_text(value, "list", r->list);
	json_set_text(value, "title", r->title);
	json_set(
	    value, "contacts", make_texts(r->contacts.items, r->contacts.n));
	json_set(value, "types", make_texts(r->types.items, r->types.n));
	json_set(value, "delivery",
	    make_texts(r->deliveries.items, r->deliveries.n));
	json_set_text(value, "by", proof_way_names[r->way]);
	json_set_text(value, "begun", begun);
	for (size_t i = 0; i < r->n; i++)
		json_append(subjects, make_subject(&r->subjects[i]));
	json_set(value, "subjects", subjects);
	return value;
}

bool
claim_write(const struct claim *r, const char *folder, struct err *e)
{
	char path[PATH_MAX];
	struct file_aside f;
	if (!path_of(folder, r->list, path, e) || !file_aside_open(&f, path, e))
		return false;
	struct json *value = make_request(r);
	const bool ok = fchmod(fileno(f.stream), 0600) == 0 &&
			json_write(value, f.stream, false);
	json_free(value);
	if (!ok) {
		err_errno(e, "cannot write %s", path);
		file_aside_abandon(&f);
		return false;
	}
	return file_aside_commit(&f, e);
}

bool
claim_forget(const char *folder, const char *list, struct err *e)
{
	char path[PATH_MAX];
	return path_of(folder, list, path, e) && file_remove(path, e);
}
