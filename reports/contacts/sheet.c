#include "reports/contacts/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/record.h"
#include "lib/text.h"

static const char *const columns[] = {
    "query", "network", "name", "role", "email", "contact", "phone"};
enum { N_SHEET_COLUMNS = sizeof columns / sizeof columns[0] };

static void
write_line(FILE *out, const char *const *values)
{
	for (int i = 0; i < N_SHEET_COLUMNS; i++) {
		if (i > 0)
			fputc(',', out);
		record_write_field(out, values[i]);
	}
	fputc('\n', out);
}

/* Words of strangers, as a spreadsheet takes them for words (and no formula).
 */
static const char *
tame(const char *text, char *out, size_t room)
{
	snprintf(out, room, "%s%s",
	    text[0] != '\0' && strchr("=+-@", text[0]) != NULL ? "'" : "",
	    text);
	return out;
}

static const char *
tame_phone(const char *text)
{
	const size_t n = strspn(text, "+0123456789 ()-./;=extEXT");
	return text[n] == '\0' && text[0] != '=' ? text : "";
}

void
sheet_write_header(FILE *out)
{
	write_line(out, columns);
}

void
sheet_write(FILE *out, const char *asked, const struct answer *a)
{
	char network[256], name[256];
	for (size_t i = 0; i < a->n; i++) {
		const struct contact *c = &a->contacts[i];
		const char *const values[N_SHEET_COLUMNS] = {asked, a->network,
		    tame(a->name, network, sizeof network),
		    contact_role_names[c->role], c->mail,
		    tame(c->name, name, sizeof name), tame_phone(c->phone)};
		write_line(out, values);
	}
}

/* A report while its questions are collected. */
struct collecting {
	struct sheet_questions *out;
	bool by_address;
};

static void
take_row(void *context, const struct row *row, const struct addr *addr)
{
	struct collecting *c = context;
	struct sheet_questions *s = c->out;
	struct question q = {.addr = *addr};
	const char *asn = row->value[COLUMN_ASN];
	uint64_t number;
	if (!c->by_address && asn != NULL &&
	    text_to_uint(asn, UINT32_MAX, &number) && number > 0)
		q = (struct question){.is_asn = true, .asn = (uint32_t)number};
	s->items = mem_grow(s->items, &s->room, s->n + 1, sizeof q);
	s->items[s->n++] = q;
}

static int
compare(const void *left, const void *right)
{
	const struct question *a = left, *b = right;
	if (a->is_asn != b->is_asn)
		return a->is_asn ? -1 : 1;
	if (a->is_asn)
		return (a->asn > b->asn) - (a->asn < b->asn);
	return addr_compare(&a->addr, &b->addr);
}

bool
sheet_questions_read(struct sheet_questions *s, const char *report,
    bool by_address, struct err *e)
{
	bool has[N_COLUMNS];
	struct record_counts counts;
	struct collecting c = {s, by_address};
	size_t kept = 0;
	*s = (struct sheet_questions){0};
	if (!record_read_file(report, take_row, &c, has, &counts, e))
		return false;
	if (s->n > 0)
		qsort(s->items, s->n, sizeof s->items[0], compare);
	for (size_t i = 0; i < s->n; i++)
		if (i == 0 || compare(&s->items[i - 1], &s->items[i]) != 0)
			s->items[kept++] = s->items[i];
	s->n = kept;
	return true;
}
