#include "render/read/tally.h"

#include <stdlib.h>

#include "lib/mem.h"

/* The capital of an ASCII letter, 0 for anything else. */
static unsigned
capital(char c)
{
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 'A';
	return c >= 'A' && c <= 'Z' ? (unsigned)c : 0;
}

uint16_t
tally_country(const char *code, size_t n)
{
	const unsigned first = n == 2 ? capital(code[0]) : 0;
	const unsigned second = first != 0 ? capital(code[1]) : 0;
	if (second == 0)
		return COUNTRY_UNKNOWN;
	return (uint16_t)(first << 8 | second);
}

void
tally_add(struct tally *t, uint16_t country, uint32_t inner, int32_t hosts)
{
	bool added;
	uint32_t *place =
	    number_map_at(&t->places, (uint64_t)country << 32 | inner, &added);
	if (added) {
		*place = (uint32_t)t->n_cells;
		t->cells = mem_grow(
		    t->cells, &t->room, t->n_cells + 1, sizeof t->cells[0]);
		t->cells[t->n_cells++] =
		    (struct cell){.country = country, .inner = inner};
	}
	t->cells[*place].hosts += hosts;
}

static int
compare_cells(const void *left, const void *right)
{
	const struct cell *a = left, *b = right;
	if (a->country != b->country)
		return a->country < b->country ? -1 : 1;
	return (a->inner > b->inner) - (a->inner < b->inner);
}

void
tally_sort(struct tally *t)
{
	if (t->n_cells > 0)
		qsort(t->cells, t->n_cells, sizeof t->cells[0], compare_cells);
	number_map_done(&t->places);
}

int32_t
tally_hosts(const struct cell *cells, size_t n)
{
	int32_t hosts = 0;
	for (size_t i = 0; i < n; i++)
		hosts += cells[i].hosts;
	return hosts;
}

void
tally_done(struct tally *t)
{
	free(t->cells);
	number_map_done(&t->places);
	*t = (struct tally){0};
}
