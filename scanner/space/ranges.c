#include "scanner/space/ranges.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

enum { MAX_LINE = 256 };

void
ranges_add(struct ranges *r, const struct addr_range *item)
{
	r->items = mem_grow(r->items, &r->room, r->n + 1, sizeof r->items[0]);
	r->items[r->n++] = *item;
}

/* Reads one line; NULL: it is good, or empty, which *is_empty says; else what
 * is wrong with it. */
static const char *
read_item(char *line, struct addr_range *item, bool *is_empty)
{
	const char *why = NULL;
	line[strcspn(line, "#")] = '\0';
	line = text_trim(line);
	*is_empty = *line == '\0';
	if (!*is_empty && !addr_range_parse(line, item, &why))
		return why;
	return NULL;
}

/* Reads a line without its end; what does not fit is counted in *n, but not
 * kept. False: there is none. */
static bool
read_line(FILE *in, char line[static MAX_LINE], size_t *n)
{
	int c;
	for (*n = 0; (c = getc_unlocked(in)) != EOF && c != '\n'; ++*n)
		if (*n < MAX_LINE - 1)
			line[*n] = (char)c;
	line[*n < MAX_LINE ? *n : MAX_LINE - 1] = '\0';
	return c != EOF || *n > 0;
}

static bool
read_stream(FILE *in, const char *path, ranges_item_fn *on_item, void *context,
    struct err *e)
{
	char line[MAX_LINE], given[MAX_LINE];
	size_t n;
	for (size_t number = 1; read_line(in, line, &n); number++) {
		struct addr_range item;
		bool is_empty;
		if (n >= MAX_LINE)
			return err_set(e,
			    "%s:%zu: the line is longer than %d characters",
			    path, number, MAX_LINE - 1);
		if (strlen(line) != n)
			return err_set(
			    e, "%s:%zu: the line holds a NUL", path, number);
		memcpy(given, line, n + 1);
		const char *why = read_item(line, &item, &is_empty);
		if (why != NULL)
			return err_set(e, "%s:%zu: \"%s\" %s", path, number,
			    text_trim(given), why);
		if (!is_empty && !on_item(context, &item, e))
			return false;
	}
	return !ferror(in) || err_errno(e, "cannot read %s", path);
}

bool
ranges_read_file(
    const char *path, ranges_item_fn *on_item, void *context, struct err *e)
{
	FILE *in = fopen(path, "re");
	if (in == NULL)
		return err_errno(e, "cannot open %s", path);
	const bool ok = read_stream(in, path, on_item, context, e);
	fclose(in);
	return ok;
}

static bool
add_item(void *context, const struct addr_range *item, struct err *e)
{
	(void)e;
	ranges_add(context, item);
	return true;
}

bool
ranges_add_file(struct ranges *r, const char *path, struct err *e)
{
	return ranges_read_file(path, add_item, r, e);
}

static int
compare_items(const void *a, const void *b)
{
	const struct addr_range *left = a, *right = b;
	return addr_compare(&left->first, &right->first);
}

/* True if b starts within a or right behind it. */
static bool
touches(const struct addr_range *a, const struct addr_range *b)
{
	if (a->last.is_v6 != b->first.is_v6)
		return false;
	return addr_compare(&b->first, &a->last) <= 0 ||
	       addr_minus(&b->first, &a->last) == 1;
}

void
ranges_merge(struct ranges *r)
{
	size_t kept = 0;
	if (r->n == 0)
		return;
	qsort(r->items, r->n, sizeof r->items[0], compare_items);
	for (size_t i = 1; i < r->n; i++) {
		struct addr_range *top = &r->items[kept];
		if (!touches(top, &r->items[i]))
			r->items[++kept] = r->items[i];
		else if (addr_compare(&r->items[i].last, &top->last) > 0)
			top->last = r->items[i].last;
	}
	r->n = kept + 1;
}

/* Adds what of `item` lies outside the sorted list `without` from *i on; *i
 * moves past what lies wholly before the item. */
static void
add_remains(struct ranges *out, struct addr_range item,
    const struct ranges *without, size_t *i)
{
	while (*i < without->n &&
	       addr_compare(&without->items[*i].last, &item.first) < 0)
		++*i;
	for (size_t j = *i; j < without->n; j++) {
		const struct addr_range *hole = &without->items[j];
		if (addr_compare(&hole->first, &item.last) > 0)
			break;
		if (addr_compare(&hole->first, &item.first) > 0) {
			struct addr_range before = item;
			before.last = addr_before(&hole->first);
			ranges_add(out, &before);
		}
		if (addr_compare(&hole->last, &item.last) >= 0)
			return;
		item.first = addr_plus(&hole->last, 1);
	}
	ranges_add(out, &item);
}

void
ranges_subtract(struct ranges *r, const struct ranges *without)
{
	struct ranges out = {0};
	size_t i = 0;
	for (size_t k = 0; k < r->n; k++)
		add_remains(&out, r->items[k], without, &i);
	free(r->items);
	*r = out;
}

bool
ranges_has(const struct ranges *r, const struct addr *a)
{
	size_t low = 0, high = r->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (addr_compare(a, &r->items[middle].first) < 0)
			high = middle;
		else if (addr_compare(a, &r->items[middle].last) > 0)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

void
ranges_done(struct ranges *r)
{
	free(r->items);
	*r = (struct ranges){0};
}
