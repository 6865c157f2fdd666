/* Hosts counted by country and by something inside it: a network (ASN), a
 * version family, a class of numbers; and other figures of countries. */
#ifndef RENDER_READ_TALLY_H
#define RENDER_READ_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "lib/number_map.h"

/* A country is its two letters as a number, so that numbers sort as codes. */
enum { COUNTRY_UNKNOWN = 'Z' << 8 | 'Z' };

/* In figures: the whole world. */
enum { COUNTRY_WORLD = 0 };

/* What stands inside a country and is not known: ASN 0, family 0, class 0. */
enum { INNER_UNKNOWN = 0 };

/* What can stand inside a country. */
enum inner {
	INNER_ASN,
	INNER_FAMILY,
	INNER_STRATUM,
	INNER_SIZE,
	INNER_AMPLIFICATION,
	N_INNERS
};

/* Other figures. The numbers stand in files: they never change. */
enum figure {
	FIGURE_AMPLIFICATION_P50 = 1, /* the median, in hundredths */
	FIGURE_AMPLIFICATION_P95 = 2, /* 95 % have no more, in hundredths */
	FIGURE_SEEN_7 = 3,   /* hosts seen on one of the last 7 days or more */
	FIGURE_SEEN_30 = 4,  /* … 30 days */
	FIGURE_SEEN_365 = 5, /* … 365 days */
	FIGURE_NEW = 6,      /* hosts that the last complete day had not */
	FIGURE_SAME = 7,     /* hosts that it had too */
	FIGURE_GONE = 8,     /* hosts that it had and this day has not */
	N_FIGURES
};

/* The hosts of one inner thing in one country. */
struct cell {
	uint32_t inner; /* ASN, number of the family, class; or figure */
	int32_t hosts;
	uint16_t country;
};

/* A zeroed struct is an empty tally. */
struct tally {
	struct cell *cells;
	size_t n_cells;
	size_t room;
	struct number_map places; /* country and inner → index of the cell */
};

/* The country that n = 2 letters name, in either case; COUNTRY_UNKNOWN for any
 * other text. */
uint16_t tally_country(const char *code, size_t n);

/* Counts so many hosts more. */
void tally_add(
    struct tally *t, uint16_t country, uint32_t inner, int32_t hosts);

/* Sorts the cells by country, then by inner, when all hosts are counted. What
 * is added later must be of other cells. */
void tally_sort(struct tally *t);

/* Hosts of all n cells together. */
int32_t tally_hosts(const struct cell *cells, size_t n);

/* Frees it. */
void tally_done(struct tally *t);

#endif
