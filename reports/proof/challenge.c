#include "reports/proof/challenge.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "lib/date.h"
#include "lib/text.h"

#include "reports/mail/letter.h"
#include "reports/mail/server.h"
#include "reports/proof/txt.h"
#include "reports/subscribers/values.h"

enum { MOST_TEXT = 1 << 16, MOST_NAME = 300 };

static const char label[] = "_ntpcensus.", mark[] = "ntpcensus-proof=";

/* Adds an address or a domain, in lower case, unless it is there. */
static void
add_where(struct claim *r, struct subject *s, const char *where)
{
	char *lower = arena_text(&r->arena, where);
	for (char *p = lower; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	for (size_t i = 0; i < s->n_wheres; i++)
		if (strcmp(s->wheres[i], lower) == 0)
			return;
	if (s->n_wheres < CLAIM_MOST_WHERES)
		s->wheres[s->n_wheres++] = lower;
}

/* The registry's range must hold all of the prefix that is asked for. */
static bool
check_range(const struct subject *s, const struct answer *a, struct err *e)
{
	struct addr_range asked;
	if (!values_read_prefix(s->value, &asked, e))
		return false;
	return (addr_compare(&a->range.first, &asked.first) <= 0 &&
		   addr_compare(&asked.last, &a->range.last) <= 0) ||
	       err_set(e, "%s is more than the registry's network, %s",
		   s->value, a->network);
}

/* Mail goes to the best contact alone: abuse, if there is one. */
static bool
take_contacts(
    struct claim *r, struct subject *s, const struct answer *a, struct err *e)
{
	if (a->n == 0)
		return err_set(e,
		    "the registry has no contact for %s: its owners must have "
		    "one entered, or prove it otherwise",
		    s->value);
	for (size_t i = 0; i < (r->way == PROOF_MAIL ? 1 : a->n); i++) {
		const char *mail = a->contacts[i].mail;
		add_where(
		    r, s, r->way == PROOF_MAIL ? mail : strchr(mail, '@') + 1);
	}
	return true;
}

static bool
find_registered(
    struct claim *r, struct subject *s, struct lookup *l, struct err *e)
{
	struct question q = {0};
	struct addr_range range;
	struct answer a;
	if (s->kind == SUBJECT_ASN) {
		q.is_asn = true;
		if (!values_read_asn(s->value, &q.asn, e))
			return false;
	} else {
		if (!values_read_prefix(s->value, &range, e))
			return false;
		const char *slash = strchr(s->value, '/');
		uint64_t bits = 0;
		q.addr = range.first;
		if (slash != NULL && text_to_uint(slash + 1, 128, &bits))
			q.prefix_bits = (unsigned)bits;
	}
	bool ok = lookup_ask(l, &q, &a, e);
	if (!ok)
		err_prefix(e, "%s", s->value);
	ok = ok && (q.is_asn || check_range(s, &a, e)) &&
	     take_contacts(r, s, &a, e);
	answer_done(&a);
	return ok;
}

/* A domain proves itself; its postmaster is always there (RFC 5321 4.5.1). */
static void
find_domain(struct claim *r, struct subject *s)
{
	add_where(r, s,
	    r->way == PROOF_DNS
		? s->value
		: arena_printf(&r->arena, "postmaster@%s", s->value));
}

/* Whom one mail reaches, one token proves; and one record is enough for all. */
static void
make_token(struct claim *r, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (r->way == PROOF_DNS || strcmp(r->subjects[j].wheres[0],
					       r->subjects[i].wheres[0]) == 0) {
			memcpy(r->subjects[i].token, r->subjects[j].token,
			    sizeof r->subjects[i].token);
			return;
		}
	claim_make_token(r->subjects[i].token);
}

bool
challenge_find(struct claim *r, struct lookup *l, struct err *e)
{
	for (size_t i = 0; i < r->n; i++) {
		struct subject *s = &r->subjects[i];
		s->n_wheres = 0;
		if (s->kind == SUBJECT_DOMAIN)
			find_domain(r, s);
		else if (!find_registered(r, s, l, e))
			return false;
		make_token(r, i);
	}
	return true;
}

/* The subjects that a token proves, as a list. */
static void
list_subjects(const struct claim *r, const char *token, struct buf *out)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->subjects[i].token, token) == 0)
			buf_printf(out, "%s%s%s", out->len > 0 ? ", " : "",
			    r->subjects[i].kind == SUBJECT_ASN &&
				    isdigit(
					(unsigned char)r->subjects[i].value[0])
				? "AS"
				: "",
			    r->subjects[i].value);
}

static bool
send_letter(struct server *server, const struct config *c, const char *to,
    const char *subject, const char *text, time_t now, struct err *e)
{
	enum { N_HEADS = 5 };
	char id[CLAIM_TOKEN_CHARS + 1];
	struct buf heads[N_HEADS];
	const char *headers[N_HEADS + 2] = {"Auto-Submitted: auto-generated"};
	for (int i = 0; i < N_HEADS; i++)
		buf_init(&heads[i], MOST_TEXT);
	buf_text(&heads[0], "Date: ");
	letter_date(&heads[0], now);
	buf_text(&heads[1], "From: ");
	letter_address(&heads[1], c->operator.name, c->mail.from);
	buf_printf(&heads[2], "To: %s", to);
	buf_text(&heads[3], "Subject: ");
	letter_encode(&heads[3], subject);
	claim_make_token(id);
	buf_printf(
	    &heads[4], "Message-ID: <%s%s>", id, strchr(c->mail.from, '@'));
	for (int i = 0; i < N_HEADS; i++)
		headers[i + 1] = heads[i].text;
	const struct smtp_mail mail = {
	    .from = c->mail.from, .to = to, .headers = headers, .text = text};
	const enum smtp_outcome outcome = smtp_send(server->smtp, &mail, e);
	for (int i = 0; i < N_HEADS; i++)
		buf_done(&heads[i]);
	return outcome == SMTP_SENT ||
	       err_prefix(e, "the mail to %s did not go", to);
}

enum { N_FACTS = 8 };

static bool
mail_one(const struct claim *r, const struct subject *s, const struct config *c,
    const struct letter_template *t, struct server *server, time_t now,
    struct err *e)
{
	struct buf subject, text, networks;
	buf_init(&subject, MOST_TEXT);
	buf_init(&text, MOST_TEXT);
	buf_init(&networks, MOST_TEXT);
	list_subjects(r, s->token, &networks);
	const struct letter_fact facts[N_FACTS] = {{"list", r->list},
	    {"title", r->title}, {"networks", networks.text},
	    {"token", s->token},
	    {"contact", c->operator.contact },
		{"name", c->operator.name }, {"site", c->site.base_url},
		    {"from", c->mail.from}};
	letter_fill(t, facts, N_FACTS, &subject, &text);
	const bool ok = send_letter(
	    server, c, s->wheres[0], subject.text, text.text, now, e);
	buf_done(&networks);
	buf_done(&text);
	buf_done(&subject);
	return ok;
}

/* True if a subject before this one has the same token. */
static bool
is_again(const struct claim *r, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(r->subjects[j].token, r->subjects[i].token) == 0)
			return true;
	return false;
}

bool
challenge_mail(const struct claim *r, const struct config *c,
    const char *templates, time_t now, struct err *e)
{
	static const struct letter_fact names[N_FACTS] = {{"list", ""},
	    {"title", ""}, {"networks", ""}, {"token", ""}, {"contact", ""},
	    {"name", ""}, {"site", ""}, {"from", ""}};
	struct letter_template t = {0};
	struct server server;
	char path[PATH_MAX];
	const int n =
	    snprintf(path, sizeof path, "%s/challenge.txt", templates);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", templates);
	bool ok = server_open(&server, c, e) &&
		  (c->operator.contact[0] != '\0' || err_set(e,
		      "the configuration has no operator.contact, where "
		      "tokens could be sent back to")) &&
		  letter_read(&t, path, names, N_FACTS, e);
	for (size_t i = 0; ok && i < r->n; i++)
		if (!is_again(r, i))
			ok = mail_one(
			    r, &r->subjects[i], c, &t, &server, now, e);
	letter_done(&t);
	server_close(&server);
	return ok;
}

void
challenge_say(const struct claim *r, FILE *out)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct subject *s = &r->subjects[i];
		if (s->met[0] != '\0') {
			fprintf(out, "%s: proven: %s\n", s->value, s->met);
			continue;
		}
		if (r->way == PROOF_MAIL) {
			fprintf(out,
			    "%s: waits for the token that was mailed to %s\n",
			    s->value, s->wheres[0]);
			continue;
		}
		fprintf(out, "%s: waits for this TXT record%s\n", s->value,
		    s->n_wheres > 1 ? ", at one of these names" : "");
		for (size_t j = 0; j < s->n_wheres; j++)
			fprintf(out, "  %s%s. TXT \"%s%s\"\n", label,
			    s->wheres[j], mark, s->token);
	}
}

bool
challenge_look(
    struct claim *r, const char *resolvers, time_t now, struct err *e)
{
	char name[MOST_NAME], text[CLAIM_TOKEN_CHARS + sizeof mark],
	    date[DATE_TEXT_MAX];
	date_format(date_of_time(now), date);
	for (size_t i = 0; i < r->n; i++) {
		struct subject *s = &r->subjects[i];
		snprintf(text, sizeof text, "%s%s", mark, s->token);
		for (size_t j = 0; s->met[0] == '\0' && j < s->n_wheres; j++) {
			bool found;
			snprintf(
			    name, sizeof name, "%s%s", label, s->wheres[j]);
			if (!txt_find(resolvers, name, text, &found, e))
				return false;
			if (found)
				s->met = arena_printf(&r->arena,
				    "TXT record %s on %s", name, date);
		}
	}
	return true;
}

/* Takes as long for a wrong token as for the right one. */
static bool
is_equal(const char *token, const char *given)
{
	unsigned differs = 0;
	if (strlen(given) != CLAIM_TOKEN_CHARS)
		return false;
	for (size_t i = 0; i < CLAIM_TOKEN_CHARS; i++)
		differs |= (unsigned)(token[i] ^ given[i]);
	return differs == 0;
}

bool
challenge_take(struct claim *r, const char *token, time_t now, struct err *e)
{
	char date[DATE_TEXT_MAX];
	bool fits = false;
	date_format(date_of_time(now), date);
	for (size_t i = 0; r->way == PROOF_MAIL && i < r->n; i++) {
		struct subject *s = &r->subjects[i];
		if (!is_equal(s->token, token))
			continue;
		fits = true;
		s->met = arena_printf(&r->arena,
		    "a token mailed to %s came back on %s", s->wheres[0], date);
	}
	return fits ||
	       err_set(e, "this is no token that was mailed for %s", r->list);
}

bool
challenge_is_met(const struct claim *r, struct buf *proof)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct subject *s = &r->subjects[i];
		if (s->met[0] == '\0')
			return false;
		if (strstr(proof->text, s->met) == NULL)
			buf_printf(
			    proof, "%s%s", proof->len > 0 ? "; " : "", s->met);
	}
	return true;
}
