/* A year of one host is hundreds of rows of forty values; building a tree of
 * values of each to write it out costs ten times what this does. */
#include "reports/api/event.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text.h"

enum { TYPE = N_COLUMNS, NAME_BYTES = 32, MOST_DIGITS = 15 };

/* A member of the object: a column, or the type. */
struct member {
	int column;
	char start[NAME_BYTES]; /* `,"name":` */
	size_t n;
};

static struct member members[N_SCANS][N_COLUMNS + 1];
static size_t n_members[N_SCANS];

static int
compare_members(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	return strcmp(a->start, b->start);
}

static void
add_member(struct member *m, int column, const char *name)
{
	m->column = column;
	m->n = (size_t)snprintf(m->start, sizeof m->start, ",\"%s\":", name);
}

static void
make_members(void)
{
	for (int scan = 0; scan < N_SCANS; scan++) {
		const struct schema *s = schema_of((enum scan)scan);
		struct member *m = members[scan];
		for (size_t i = 0; i < s->n_columns; i++)
			add_member(&m[i], (int)s->columns[i],
			    schema_column_name(s->columns[i]));
		add_member(&m[s->n_columns], TYPE, "type");
		n_members[scan] = s->n_columns + 1;
		qsort(m, n_members[scan], sizeof m[0], compare_members);
		for (size_t i = 0; i < n_members[scan]; i++)
			m[i].start[0] = i == 0 ? '{' : ',';
	}
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* The length of the character that the n bytes begin with; 0: it is none. */
static size_t
length_of(const char *text, size_t n)
{
	const unsigned char c = (unsigned char)text[0];
	const size_t length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	return length <= n && text_is_utf8(text, length) ? length : 0;
}

/* Adds what cannot stand as it is; gives how many bytes that was. */
static size_t
add_other(struct buf *out, const char *text, size_t n)
{
	const unsigned char c = (unsigned char)text[0];
	if (c == '"' || c == '\\') {
		buf_char(out, '\\');
		buf_char(out, (char)c);
		return 1;
	}
	if (c < 0x20) {
		buf_printf(out, "\\u%04x", c);
		return 1;
	}
	const size_t length = length_of(text, n);
	if (length == 0)
		buf_text(out, "\\ufffd");
	else
		buf_add(out, text, length);
	return length > 0 ? length : 1;
}

void
event_add_text(struct buf *out, const char *text, size_t n)
{
	buf_char(out, '"');
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && is_plain((unsigned char)text[end]))
			end++;
		buf_add(out, text + i, end - i);
		i = end;
		if (i < n)
			i += add_other(out, text + i, n - i);
	}
	buf_char(out, '"');
}

/* Text columns whose numbers consumers know as numbers. */
static bool
may_be_number(enum column column)
{
	return schema_column_type(column) != COLUMN_IS_TEXT ||
	       column == COLUMN_VERSION || column == COLUMN_MINTC;
}

static bool
is_number(enum column column, const struct record_value *v)
{
	if (v->n == 0 || v->n > MOST_DIGITS || v->text[0] == '0' ||
	    !may_be_number(column))
		return false;
	for (size_t i = 0; i < v->n; i++)
		if (v->text[i] < '0' || v->text[i] > '9')
			return false;
	return true;
}

static void
add_value(struct buf *out, enum column column, const struct record_value *v)
{
	if (is_number(column, v)) {
		buf_add(out, v->text, v->n);
		return;
	}
	event_add_text(out, v->text, v->n);
	if (column == COLUMN_TIMESTAMP && v->n > 0) {
		out->text[out->len - 1] = 'Z';
		buf_char(out, '"');
	}
}

void
event_add(struct buf *out, enum scan scan,
    const struct record_value value[static N_COLUMNS])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const char *type = schema_of(scan)->name;
	pthread_once(&once, make_members);
	for (size_t i = 0; i < n_members[scan]; i++) {
		const struct member *m = &members[scan][i];
		buf_add(out, m->start, m->n);
		if (m->column == TYPE)
			event_add_text(out, type, strlen(type));
		else
			add_value(
			    out, (enum column)m->column, &value[m->column]);
	}
	buf_char(out, '}');
}
