/* Two wishes at once: the countries' sums and the networks' sums. Iterative
 * proportional fitting (Deming and Stephan, 1940) scales the cells so that the
 * networks are right, then so that the countries are right, and so on; a few
 * rounds are enough. The last round is the countries', so they hold exactly.
 *
 * Example: networks 1 and 2 weigh 10 and 10; 1 is in DE only, 2 half in DE and
 * half in AT; DE and AT weigh 1 and 1. It begins with DE-1 10, DE-2 5, AT-2 5;
 * the countries make that DE-1 .33, DE-2 .17, AT-2 .5, and so on. */
#include "tests/simnet/spread.h"

enum { ROUNDS = 6 };

struct family {
	struct cell *cells;
	size_t n;
};

/* The cells of one network follow each other. */
static size_t
network_end(const struct family *f, size_t start)
{
	size_t end = start;
	while (end < f->n && f->cells[end].asn == f->cells[start].asn)
		end++;
	return end;
}

static void
scale(struct cell *cells, size_t n, double factor)
{
	for (size_t i = 0; i < n; i++)
		cells[i].weight *= factor;
}

/* At first a network is spread as its addresses are. */
static void
begin(struct family *f)
{
	for (size_t i = 0; i < f->n; i++)
		f->cells[i].weight = f->cells[i].n;
}

static void
fit_networks(struct family *f, const struct weights *w)
{
	for (size_t start = 0, end; start < f->n; start = end) {
		double sum = 0;
		end = network_end(f, start);
		for (size_t i = start; i < end; i++)
			sum += f->cells[i].weight;
		double wanted = weights_of_asn(w, f->cells[start].asn);
		if (sum > 0)
			scale(f->cells + start, end - start, wanted / sum);
	}
}

static void
fit_countries(struct family *f, const struct weights *w)
{
	double sums[ATLAS_COUNTRIES] = {0};
	double all = 0;
	for (size_t i = 0; i < f->n; i++)
		sums[f->cells[i].country] += f->cells[i].weight;
	for (int i = 0; i < ATLAS_COUNTRIES; i++)
		all += sums[i] > 0 ? w->countries[i] : 0;
	for (size_t i = 0; i < f->n; i++) {
		struct cell *c = &f->cells[i];
		double sum = sums[c->country];
		double wanted = all > 0 ? w->countries[c->country] / all : 0;
		c->weight *= sum > 0 ? wanted / sum : 0;
	}
}

void
spread_weights(struct atlas *a, const struct weights *w)
{
	struct family families[2] = {{a->cells, a->n_cells_v4},
	    {a->cells + a->n_cells_v4, a->n_cells - a->n_cells_v4}};
	for (int i = 0; i < 2; i++) {
		begin(&families[i]);
		for (int round = 0; round < ROUNDS; round++) {
			fit_networks(&families[i], w);
			fit_countries(&families[i], w);
		}
	}
}
