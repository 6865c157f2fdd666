/* Fills a history's file with made-up days, as large as those of a real census:
 *
 *   made_store CELLS.csv HISTORY.sqlite FIRST-DAY DAYS
 *
 * CELLS.csv has lines country,asn,hosts, sorted: what one day looks like. On
 * each day a network has more or fewer than that, comes late or goes early, and
 * is left out below the threshold. Days are holes now and then. Mode 6 and Mode
 * 7 over IPv4. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/record.h"
#include "lib/text.h"

#include "render/keep/store.h"
#include "render/read/classes.h"
#include "render/read/family.h"
#include "render/read/run.h"
#include "tests/bench/made_series.h"

enum { N_ASKED = 2, MOST_COUNTRIES = 700 };

static const enum scan asked[N_ASKED] = {SCAN_NTP, SCAN_NTPMONITOR};

struct made {
	struct store_value *cells; /* of CELLS.csv */
	size_t n_cells;
	size_t room;
	bool is_bad;
	struct store_value *values[N_SERIES_KINDS]; /* of the day at hand */
	size_t n_values[N_SERIES_KINDS];
};

static bool
take_cell(void *context, char **fields, size_t n, uint64_t number)
{
	struct made *m = context;
	uint64_t asn, hosts;
	if (number == 1)
		return true;
	if (n != 3 || strlen(fields[0]) != 2 ||
	    !text_to_uint(fields[1], UINT32_MAX, &asn) ||
	    !text_to_uint(fields[2], INT32_MAX, &hosts))
		return !(m->is_bad = true);
	m->cells =
	    mem_grow(m->cells, &m->room, m->n_cells + 1, sizeof m->cells[0]);
	m->cells[m->n_cells++] =
	    (struct store_value){(uint16_t)(fields[0][0] << 8 | fields[0][1]),
		(uint32_t)asn, (int32_t)hosts};
	return true;
}

/* A number in 0…1 that depends on its arguments alone. */
static double
noise(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t state =
	    a * 0x2545f4914f6cdd1dULL ^ b * 0x9e3779b97f4a7c15ULL ^ c << 56;
	return made_part(&state);
}

/* What a cell has on a day; 0: nothing that is published. */
static int32_t
hosts_of(const struct store_value *cell, unsigned scan, size_t day, size_t days)
{
	const uint64_t key = cell->inner * 1000003ULL + cell->country;
	const double born = noise(key, 1, 1) < 0.6 ? 0 : noise(key, 2, 1);
	const double dead = noise(key, 3, 1) < 0.7 ? 1 : noise(key, 4, 1);
	const double at = (double)day / (double)days;
	const double wave = 0.15 * sin((double)day / 40 + (double)(key % 100));
	const double level =
	    cell->value * (scan == 0 ? 1 : 0.1) * (1.3 - 0.3 * at + wave);
	const double hosts =
	    level + sqrt(level) * (noise(key, day, 2 + scan) - 0.5);
	if ((day + 1 < days && (at < born || at > dead)) ||
	    hosts < MADE_THRESHOLD || cell->inner == 0)
		return 0;
	return (int32_t)hosts;
}

static void
add(struct made *m, enum series_kind kind, uint16_t country, uint32_t inner,
    int32_t value)
{
	m->values[kind][m->n_values[kind]++] =
	    (struct store_value){country, inner, value};
}

/* Cuts a country into classes, each half as large as the one before. */
static void
add_classes(struct made *m, enum series_kind kind, uint16_t country,
    int32_t hosts, uint32_t end)
{
	for (uint32_t i = 1; i < end; i++) {
		hosts /= 2;
		if (hosts >= MADE_THRESHOLD)
			add(m, kind, country, i, hosts);
	}
}

static void
add_country(struct made *m, unsigned scan, uint16_t country, int32_t hosts)
{
	/* Some are in networks that are too small. */
	hosts += hosts / 20 + MADE_THRESHOLD;
	m->values[SERIES_TOTAL][0].value += hosts;
	add(m, SERIES_TOTAL, country, 0, hosts);
	add_classes(m, SERIES_SIZE, country, hosts, SIZE_CLASSES);
	add_classes(
	    m, SERIES_AMPLIFICATION, country, hosts, AMPLIFICATION_CLASSES);
	for (uint32_t figure = 1; figure <= 8; figure++)
		add(m, SERIES_FIGURE, country, figure,
		    figure < 3 ? 3300 : hosts * (int32_t)figure / 3);
	if (scan != 0)
		return;
	add_classes(m, SERIES_FAMILY, country, hosts, FAMILY_END);
	add_classes(m, SERIES_STRATUM, country, hosts, STRATUM_CLASSES);
}

static void
make_day(struct made *m, unsigned scan, size_t day, size_t days)
{
	memset(m->n_values, 0, sizeof m->n_values);
	add(m, SERIES_TOTAL, 0, 0, 0);
	for (size_t i = 0; i < m->n_cells;) {
		const uint16_t country = m->cells[i].country;
		int32_t sum = 0;
		for (; i < m->n_cells && m->cells[i].country == country; i++) {
			const int32_t hosts =
			    hosts_of(&m->cells[i], scan, day, days);
			if (hosts > 0)
				add(m, SERIES_ASN, country, m->cells[i].inner,
				    hosts);
			sum += hosts;
		}
		if (sum > 0)
			add_country(m, scan, country, sum);
	}
}

static bool
put_day(struct made *m, struct store *store, unsigned scan, day_t first,
    size_t day, size_t days, const char *run, struct err *e)
{
	struct store_day out = {.scan = asked[scan],
	    .day = first + (day_t)day,
	    .digest = "made up",
	    .run = run};
	make_day(m, scan, day, days);
	for (int kind = 0; kind < N_SERIES_KINDS; kind++) {
		out.values[kind] = m->values[kind];
		out.n_values[kind] = m->n_values[kind];
	}
	return store_put(store, &out, e);
}

static bool
put_days(struct made *m, struct store *store, day_t first, size_t days,
    struct err *e)
{
	struct scan_run run = run_unknown();
	run.state = DAY_COMPLETE;
	run.simulated = true;
	char *text = run_to_text(&run);
	bool ok = store_begin(store, e);
	for (size_t day = 0; ok && day < days; day++)
		for (unsigned scan = 0; ok && scan < N_ASKED; scan++)
			if (day + 1 == days ||
			    !made_is_day_missing(1, scan, day))
				ok = put_day(
				    m, store, scan, first, day, days, text, e);
	free(text);
	return ok && store_commit(store, e);
}

int
main(int argc, char **argv)
{
	struct made m = {.n_cells = 0};
	struct err e;
	const char *emptied;
	uint64_t days;
	day_t first;
	if (argc != 5 || !date_parse(argv[3], &first) ||
	    !text_to_uint(argv[4], 36500, &days)) {
		fputs("usage: made_store CELLS.csv HISTORY.sqlite FIRST-DAY "
		      "DAYS\n",
		    stderr);
		return 2;
	}
	bool ok = record_read_lines(argv[1], take_cell, &m, &e) &&
		  (!m.is_bad || err_set(&e, "%s: no cells", argv[1]));
	for (int kind = 0; kind < N_SERIES_KINDS; kind++)
		m.values[kind] =
		    mem_new(m.n_cells + MOST_COUNTRIES * MOST_COUNTRIES / 20,
			sizeof m.values[0][0]);
	struct store *store =
	    ok ? store_open(argv[2], MADE_THRESHOLD, &emptied, &e) : NULL;
	ok = store != NULL && put_days(&m, store, first, (size_t)days, &e);
	if (!ok)
		fprintf(stderr, "made_store: %s\n", e.text);
	store_close(store);
	for (int kind = 0; kind < N_SERIES_KINDS; kind++)
		free(m.values[kind]);
	free(m.cells);
	return ok ? 0 : 1;
}
