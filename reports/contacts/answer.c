#include "reports/contacts/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json.h"
#include "lib/mem.h"
#include "lib/text.h"

#include "reports/subscribers/values.h"

/* Real answers nest three deep and have a few dozen entities. */
enum {
	MOST_DEPTH = 8,
	MOST_ENTITIES = 2000,
	MOST_CONTACTS = 200,
	MOST_TEXT = 200
};

const char *const contact_role_names[N_CONTACT_ROLES] = {
    "abuse", "noc", "technical"};

bool
question_read(const char *text, struct question *out)
{
	struct err ignored;
	*out = (struct question){0};
	if (addr_parse(text, &out->addr))
		return true;
	out->is_asn = values_read_asn(text, &out->asn, &ignored);
	return out->is_asn;
}

void
question_path(const struct question *q, char out[static QUESTION_TEXT_MAX])
{
	char addr[ADDR_TEXT_MAX];
	if (q->is_asn) {
		snprintf(out, QUESTION_TEXT_MAX, "autnum/%u", q->asn);
		return;
	}
	addr_format(&q->addr, addr);
	const int n = snprintf(out, QUESTION_TEXT_MAX, "ip/%s", addr);
	if (q->prefix_bits > 0)
		snprintf(out + n, QUESTION_TEXT_MAX - (size_t)n, "/%u",
		    q->prefix_bits);
}

/* Text of a stranger's, made readable, on one line, and not too long. */
static const char *
keep_text(struct answer *a, const char *text)
{
	struct buf b;
	buf_init(&b, MOST_TEXT);
	if (text != NULL)
		text_add_readable(&b, text, strlen(text));
	const char *kept = arena_text(&a->arena, b.text);
	buf_done(&b);
	return kept;
}

/* The properties of an entity's jCard: an array of arrays. */
static const struct json *
card_of(const struct json *entity)
{
	const struct json *card = json_get(entity, "vcardArray");
	const char *kind = json_as_text(json_at(card, 0));
	return kind != NULL && strcmp(kind, "vcard") == 0 ? json_at(card, 1)
							  : NULL;
}

/* Property i of a card, if it has this name: its value, if that is a text. */
static const char *
property(const struct json *card, size_t i, const char *name)
{
	const struct json *p = json_at(card, i);
	const char *named = json_as_text(json_at(p, 0));
	return named != NULL && strcasecmp(named, name) == 0
		   ? json_as_text(json_at(p, 3))
		   : NULL;
}

static const char *
find_property(const struct json *card, const char *name)
{
	const char *value = NULL;
	for (size_t i = 0; value == NULL && i < json_length(card); i++)
		value = property(card, i, name);
	return value;
}

static bool
is_known(const struct answer *a, enum contact_role role, const char *mail)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->contacts[i].role == role &&
		    strcasecmp(a->contacts[i].mail, mail) == 0)
			return true;
	return false;
}

/* Adds the mail addresses of a card in a role. What is no address that mail can
 * be sent to is none. */
static void
add_card(struct answer *a, enum contact_role role, const struct json *card)
{
	struct err ignored;
	const char *phone = find_property(card, "tel");
	if (phone != NULL && strncasecmp(phone, "tel:", 4) == 0)
		phone += 4;
	for (size_t i = 0; i < json_length(card) && a->n < MOST_CONTACTS; i++) {
		const char *mail = property(card, i, "email");
		if (mail == NULL ||
		    !values_check_contact(mail, 0, "email", &ignored) ||
		    is_known(a, role, mail))
			continue;
		a->contacts = mem_grow(
		    a->contacts, &a->room, a->n + 1, sizeof a->contacts[0]);
		a->contacts[a->n++] = (struct contact){.role = role,
		    .mail = arena_text(&a->arena, mail),
		    .name = keep_text(a, find_property(card, "fn")),
		    .phone = keep_text(a, phone)};
	}
}

static bool
has_role(const struct json *entity, enum contact_role role)
{
	const struct json *roles = json_get(entity, "roles");
	for (size_t i = 0; i < json_length(roles); i++) {
		const char *text = json_as_text(json_at(roles, i));
		if (text != NULL &&
		    strcasecmp(text, contact_role_names[role]) == 0)
			return true;
	}
	return false;
}

/* Adds the contacts among an object's entities, and among theirs. */
static void
add_entities(struct answer *a, const struct json *object, unsigned depth,
    unsigned *n_left)
{
	const struct json *entities = json_get(object, "entities");
	for (size_t i = 0; i < json_length(entities) && *n_left > 0; i++) {
		const struct json *entity = json_at(entities, i);
		--*n_left;
		for (int role = 0; role < N_CONTACT_ROLES; role++)
			if (has_role(entity, (enum contact_role)role))
				add_card(a, (enum contact_role)role,
				    card_of(entity));
		if (depth > 1)
			add_entities(a, entity, depth - 1, n_left);
	}
}

/* Sorts by role; what came first stays first. */
static void
sort_contacts(struct answer *a)
{
	struct contact *sorted = mem_new(a->n + 1, sizeof *sorted);
	size_t n = 0;
	for (int role = 0; role < N_CONTACT_ROLES; role++)
		for (size_t i = 0; i < a->n; i++)
			if (a->contacts[i].role == (enum contact_role)role)
				sorted[n++] = a->contacts[i];
	free(a->contacts);
	a->contacts = sorted;
}

static bool
is_about_address(
    struct answer *a, const struct json *object, const struct addr *addr)
{
	struct addr first, last;
	char from[ADDR_TEXT_MAX], to[ADDR_TEXT_MAX];
	if (!addr_parse(json_text(object, "startAddress", ""), &first) ||
	    !addr_parse(json_text(object, "endAddress", ""), &last) ||
	    addr_compare(&first, addr) > 0 || addr_compare(addr, &last) > 0)
		return false;
	a->range = (struct addr_range){first, last};
	addr_format(&first, from);
	addr_format(&last, to);
	a->network = arena_printf(&a->arena, "%s-%s", from, to);
	return true;
}

static bool
is_about_asn(struct answer *a, const struct json *object, uint32_t asn)
{
	const long long first = json_number(object, "startAutnum", -1),
			last = json_number(object, "endAutnum", first);
	if (first < 0 || last > UINT32_MAX || first > asn || asn > last)
		return false;
	a->network = first == last ? arena_printf(&a->arena, "AS%lld", first)
				   : arena_printf(&a->arena, "AS%lld-AS%lld",
					 first, last);
	return true;
}

static bool
read_object(struct answer *a, const struct question *q,
    const struct json *object, struct err *e)
{
	const char *class = json_text(object, "objectClassName", "");
	unsigned n_left = MOST_ENTITIES;
	if (strcmp(class, q->is_asn ? "autnum" : "ip network") != 0)
		return err_set(e, "it is no RDAP answer about %s",
		    q->is_asn ? "the number of a network" : "an address");
	if (q->is_asn ? !is_about_asn(a, object, q->asn)
		      : !is_about_address(a, object, &q->addr))
		return err_set(e, "it is about another network");
	a->name = keep_text(a, json_text(object, "name", ""));
	add_entities(a, object, MOST_DEPTH, &n_left);
	sort_contacts(a);
	return true;
}

bool
answer_read(struct answer *a, const struct question *q, const char *bytes,
    size_t n, struct err *e)
{
	*a = (struct answer){.network = "", .name = ""};
	struct json *object = json_parse(bytes, n, "its JSON", e);
	if (object == NULL)
		return false;
	const bool ok = read_object(a, q, object, e);
	json_free(object);
	return ok;
}

void
answer_done(struct answer *a)
{
	free(a->contacts);
	arena_reset(&a->arena);
	*a = (struct answer){0};
}
