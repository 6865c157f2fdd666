#include "tests/simnet/atlas.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/record.h"
#include "lib/text.h"

/* A range is looked up at so many places, if it is longer than so much. */
enum { PARTS = 4, WHOLE_BELOW = 1024 };

bool
atlas_country(const char *code, uint16_t *out)
{
	unsigned a = (unsigned)(code[0] | 0x20) - 'a';
	if (code[0] == '\0' || a > 25)
		return false;
	unsigned b = (unsigned)(code[1] | 0x20) - 'a';
	*out = (uint16_t)(a * 26 + b);
	return b <= 25 && code[2] == '\0';
}

static void
add_piece(struct atlas *a, struct geo *geo, const struct addr *first,
    uint64_t n, uint32_t asn)
{
	struct place place;
	uint16_t country;
	struct addr middle = addr_plus(first, n / 2);
	geo_find(geo, &middle, &place);
	if (!atlas_country(place.country, &country))
		return;
	a->pieces =
	    mem_grow(a->pieces, &a->room, a->n_pieces + 1, sizeof *a->pieces);
	a->pieces[a->n_pieces++] = (struct piece){*first, n, asn, country};
}

static void
add_range(
    struct atlas *a, struct geo *geo, const struct addr_range *r, uint32_t asn)
{
	uint64_t far = addr_minus(&r->last, &r->first);
	uint64_t n = far == UINT64_MAX ? far : far + 1;
	uint64_t parts = n < WHOLE_BELOW || n == UINT64_MAX ? 1 : PARTS;
	for (uint64_t i = 0; i < parts; i++) {
		uint64_t start = n / parts * i;
		uint64_t end = i + 1 == parts ? n : n / parts * (i + 1);
		struct addr first = addr_plus(&r->first, start);
		add_piece(a, geo, &first, end - start, asn);
	}
}

struct reader {
	struct atlas *atlas;
	struct geo *geo;
	const char *path;
	struct err *e;
	bool ok;
};

static bool
on_line(void *context, char **fields, size_t n, uint64_t number)
{
	struct reader *r = context;
	struct addr_range range;
	uint64_t asn;
	r->ok = n >= 3 && addr_parse(fields[0], &range.first) &&
		addr_parse(fields[1], &range.last) &&
		range.first.is_v6 == range.last.is_v6 &&
		addr_compare(&range.first, &range.last) <= 0 &&
		text_to_uint(fields[2], UINT32_MAX, &asn);
	if (!r->ok) {
		return err_set(r->e, "%s line %llu is no range of a network",
		    r->path, (unsigned long long)number);
	}
	add_range(r->atlas, r->geo, &range, (uint32_t)asn);
	return true;
}

bool
atlas_add_file(
    struct atlas *a, const char *path, struct geo *geo, struct err *e)
{
	struct reader r = {a, geo, path, e, true};
	return record_read_lines(path, on_line, &r, e) && r.ok;
}

static int
compare(const void *a, const void *b)
{
	const struct piece *x = a;
	const struct piece *y = b;
	if (x->first.is_v6 != y->first.is_v6)
		return x->first.is_v6 ? 1 : -1;
	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	return addr_compare(&x->first, &y->first);
}

static bool
is_in(const struct cell *c, const struct piece *p)
{
	return c->asn == p->asn && c->country == p->country &&
	       c->is_v6 == p->first.is_v6;
}

void
atlas_finish(struct atlas *a)
{
	if (a->n_pieces > 0)
		qsort(a->pieces, a->n_pieces, sizeof *a->pieces, compare);
	a->cells = mem_new(a->n_pieces + 1, sizeof *a->cells);
	struct cell *c = NULL;
	for (size_t i = 0; i < a->n_pieces; i++) {
		const struct piece *p = &a->pieces[i];
		if (c == NULL || !is_in(c, p)) {
			c = &a->cells[a->n_cells++];
			*c = (struct cell){.asn = p->asn,
			    .country = p->country,
			    .is_v6 = p->first.is_v6,
			    .first_piece = i};
			a->n_cells_v4 += !c->is_v6;
		}
		c->n_pieces++;
		c->n += (double)p->n;
	}
}

void
atlas_done(struct atlas *a)
{
	free(a->pieces);
	free(a->cells);
	*a = (struct atlas){0};
}
