/* This is not the scanner's reader of targets, on purpose: the truth must not
 * share its mistakes. */
#include "tests/simnet/targets.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

static int
compare(const void *a, const void *b)
{
	const struct addr_range *x = a;
	const struct addr_range *y = b;
	return addr_compare(&x->first, &y->first);
}

/* Sorts, and joins ranges that overlap. */
static void
tidy(struct target_list *t)
{
	size_t n = 0;
	if (t->n_ranges > 0)
		qsort(t->ranges, t->n_ranges, sizeof *t->ranges, compare);
	for (size_t i = 0; i < t->n_ranges; i++) {
		struct addr_range *r = &t->ranges[i];
		struct addr_range *last = n > 0 ? &t->ranges[n - 1] : NULL;
		if (last == NULL || addr_compare(&r->first, &last->last) > 0)
			t->ranges[n++] = *r;
		else if (addr_compare(&r->last, &last->last) > 0)
			last->last = r->last;
	}
	t->n_ranges = n;
	t->starts = mem_new(n + 1, sizeof *t->starts);
	for (size_t i = 0; i < n; i++) {
		const struct addr_range *r = &t->ranges[i];
		t->starts[i] = t->n;
		t->n += addr_minus(&r->last, &r->first) + 1;
	}
}

/* NULL: the line is good; else what is wrong with it. */
static const char *
read_line(struct target_list *t, char *line, size_t *room)
{
	line[strcspn(line, "#\r\n")] = '\0';
	char *text = text_trim(line);
	if (*text == '\0')
		return NULL;
	t->ranges =
	    mem_grow(t->ranges, room, t->n_ranges + 1, sizeof *t->ranges);
	const char *why;
	struct addr_range *r = &t->ranges[t->n_ranges++];
	return addr_range_parse(text, r, &why) ? NULL : why;
}

bool
target_list_read(struct target_list *t, const char *path, struct err *e)
{
	char line[256];
	size_t room = 0;
	unsigned long number = 0;
	const char *why = NULL;
	*t = (struct target_list){0};
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return err_errno(e, "cannot read %s", path);
	while (why == NULL && fgets(line, sizeof line, f) != NULL) {
		number++;
		why = read_line(t, line, &room);
	}
	fclose(f);
	if (why != NULL) {
		target_list_done(t);
		return err_set(e, "%s line %lu %s", path, number, why);
	}
	tidy(t);
	return true;
}

void
target_list_done(struct target_list *t)
{
	free(t->ranges);
	free(t->starts);
	*t = (struct target_list){0};
}

bool
target_list_find(
    const struct target_list *t, const struct addr *a, uint64_t *number)
{
	size_t low = 0;
	size_t high = t->n_ranges;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (addr_compare(&t->ranges[middle].last, a) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == t->n_ranges || addr_compare(&t->ranges[low].first, a) > 0)
		return false;
	*number = t->starts[low] + addr_minus(a, &t->ranges[low].first);
	return true;
}

bool
target_list_walk(
    const struct target_list *t, target_fn *on_target, void *context)
{
	for (size_t i = 0; i < t->n_ranges; i++) {
		const struct addr_range *r = &t->ranges[i];
		uint64_t last = addr_minus(&r->last, &r->first);
		for (uint64_t j = 0; j <= last; j++) {
			struct addr a = addr_plus(&r->first, j);
			if (!on_target(context, &a))
				return false;
		}
	}
	return true;
}
