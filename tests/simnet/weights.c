#include "tests/simnet/weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/record.h"
#include "lib/text.h"

static const char year[] = "2016";
static const double FLATTEN = 0.7;
static const double LEAST = 0.02;

static bool
on_place(void *context, char **fields, size_t n, uint64_t number)
{
	struct weights *w = context;
	uint16_t country;
	uint64_t count;
	(void)number;
	if (n >= 3 && strncmp(fields[0], year, 4) == 0 &&
	    atlas_country(fields[1], &country) &&
	    text_to_uint(fields[2], UINT64_MAX, &count))
		w->countries[country] += (double)count;
	return true;
}

static bool
on_asn(void *context, char **fields, size_t n, uint64_t number)
{
	struct weights *w = context;
	uint64_t asn;
	uint64_t count;
	(void)number;
	if (n >= 3 && strcmp(fields[0], year) == 0 &&
	    text_to_uint(fields[1], UINT32_MAX, &asn) && asn > 0 &&
	    text_to_uint(fields[2], UINT64_MAX, &count)) {
		w->asns =
		    mem_grow(w->asns, &w->room, w->n_asns + 1, sizeof *w->asns);
		w->asns[w->n_asns++] = (struct asn_weight){
		    (uint32_t)asn, pow((double)count / 100, FLATTEN)};
	}
	return true;
}

static int
compare(const void *a, const void *b)
{
	const struct asn_weight *x = a;
	const struct asn_weight *y = b;
	return (x->asn > y->asn) - (x->asn < y->asn);
}

bool
weights_read(
    struct weights *w, const char *places, const char *asns, struct err *e)
{
	*w = (struct weights){0};
	if (!record_read_lines(places, on_place, w, e) ||
	    !record_read_lines(asns, on_asn, w, e)) {
		weights_done(w);
		return false;
	}
	if (w->n_asns == 0)
		return err_set(e, "%s has no line of %s", asns, year);
	for (int i = 0; i < ATLAS_COUNTRIES; i++)
		w->countries[i] = pow(w->countries[i] / 100, FLATTEN);
	qsort(w->asns, w->n_asns, sizeof *w->asns, compare);
	return true;
}

void
weights_done(struct weights *w)
{
	free(w->asns);
	*w = (struct weights){0};
}

double
weights_of_asn(const struct weights *w, uint32_t asn)
{
	struct asn_weight key = {.asn = asn};
	const struct asn_weight *found =
	    bsearch(&key, w->asns, w->n_asns, sizeof *w->asns, compare);
	return found != NULL ? found->weight : LEAST;
}
