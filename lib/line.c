#include "lib/line.h"

#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
needs_quotes(const struct record_value *v)
{
	if (is_blank(v->text[0]) || is_blank(v->text[v->n - 1]))
		return true;
	for (size_t i = 0; i < v->n; i++)
		if (v->text[i] == ',' || v->text[i] == '"' ||
		    v->text[i] == '\r' || v->text[i] == '\n')
			return true;
	return false;
}

/* Quotes in it are doubled. */
static void
add_quoted(struct buf *out, const struct record_value *v)
{
	buf_char(out, '"');
	for (size_t i = 0; i < v->n;) {
		const char *quote = memchr(v->text + i, '"', v->n - i);
		const size_t end =
		    quote != NULL ? (size_t)(quote - v->text) + 1 : v->n;
		buf_add(out, v->text + i, end - i);
		if (quote != NULL)
			buf_char(out, '"');
		i = end;
	}
	buf_char(out, '"');
}

void
line_add_header(struct buf *out, const struct schema *schema)
{
	for (size_t i = 0; i < schema->n_columns; i++) {
		const char *name = schema_column_name(schema->columns[i]);
		const struct record_value value = {name, strlen(name)};
		if (i > 0)
			buf_char(out, ',');
		add_quoted(out, &value);
	}
	buf_char(out, '\n');
}

void
line_add(struct buf *out, const struct schema *schema,
    const struct record_value value[static N_COLUMNS])
{
	for (size_t i = 0; i < schema->n_columns; i++) {
		const enum column c = schema->columns[i];
		if (i > 0)
			buf_char(out, ',');
		if (c == COLUMN_TIMESTAMP || c == COLUMN_SEVERITY)
			add_quoted(out, &value[c]);
		else if (value[c].n > 0 && needs_quotes(&value[c]))
			add_quoted(out, &value[c]);
		else if (value[c].n > 0)
			buf_add(out, value[c].text, value[c].n);
	}
	buf_char(out, '\n');
}
