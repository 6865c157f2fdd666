/* The rows of a made day: well-formed reports of hosts that do not exist. */
#ifndef TESTS_BENCH_ROWS_H
#define TESTS_BENCH_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/date.h"
#include "lib/record.h"
#include "lib/schema.h"

#include "tests/bench/places.h"
#include "tests/bench/software.h"

enum { ROWS_TEXT_BYTES = 2048, ROWS_TOWNS = 1024, ROWS_TOWN_BYTES = 40 };

/* What a day is made from; the same gives the same rows. */
struct rows_plan {
	uint64_t seed;
	enum scan scan; /* SCAN_NTP or SCAN_NTPMONITOR */
	day_t day;
	uint32_t n_rows;
	uint32_t n_countries;
	uint32_t n_networks;
};

struct rows {
	struct rows_plan plan;
	struct places places;
	struct software *table;
	struct software software; /* of the row being made */
	char towns[ROWS_TOWNS][ROWS_TOWN_BYTES];
	uint32_t n;    /* rows made */
	uint32_t next; /* the index of the next address */
	char date[DATE_TEXT_MAX];
	char text[ROWS_TEXT_BYTES]; /* values of the row being made */
	size_t len;
};

/* Gets ready. The caller calls rows_end. */
void rows_begin(struct rows *r, const struct rows_plan *plan);
void rows_end(struct rows *r);

/* Makes the next row; its values live until the next call. About one row in
 * 10,000 is of a host that had one before, in the same place. */
void rows_next(struct rows *r, struct row *out);

#endif
