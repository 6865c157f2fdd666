#include "tests/simnet/varlist.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* MAXDATALINELEN of ntp_control.c. */
enum { LINE_MOST = 72 };

void
varlist_clear(struct varlist *v)
{
	v->len = 0;
	v->line = 0;
	v->n_items = 0;
}

static void
put(struct varlist *v, const char *bytes, size_t n)
{
	memcpy(v->text + v->len, bytes, n);
	v->len += n;
	v->line += n;
}

static void
put_separator(struct varlist *v, size_t n_next)
{
	put(v, ",", 1);
	if (n_next + v->line + 1 >= LINE_MOST) {
		put(v, "\r\n", 2);
		v->line = 0;
	} else {
		put(v, " ", 1);
	}
}

void
varlist_add_bytes(struct varlist *v, const char *bytes, size_t n)
{
	if (v->n_items == VARLIST_ITEMS || v->len + n + 5 > VARLIST_BYTES)
		return;
	if (v->n_items > 0)
		put_separator(v, n);
	v->starts[v->n_items++] = v->len;
	put(v, bytes, n);
}

void
varlist_add(struct varlist *v, const char *format, ...)
{
	char item[512];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(item, sizeof item, format, args);
	va_end(args);
	if (n > 0 && (size_t)n < sizeof item)
		varlist_add_bytes(v, item, (size_t)n);
}

void
varlist_end(struct varlist *v)
{
	put(v, "\r\n", 2);
}

size_t
varlist_cut(const struct varlist *v, size_t start, size_t most)
{
	if (v->len - start <= most)
		return v->len - start;
	size_t end = start;
	for (size_t i = 0; i < v->n_items; i++)
		if (v->starts[i] > start && v->starts[i] <= start + most)
			end = v->starts[i];
	return end > start ? end - start : most;
}
