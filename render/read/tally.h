/* Hosts counted by country and by something inside it: a network (ASN) or a
 * version family. */
#ifndef RENDER_READ_TALLY_H
#define RENDER_READ_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "render/read/number_map.h"

/* A country is its two letters as a number, so that numbers sort as codes. */
enum { COUNTRY_UNKNOWN = 'Z' << 8 | 'Z' };

/* What stands inside a country and is not known: ASN 0, family 0. */
enum { INNER_UNKNOWN = 0 };

/* The hosts of one inner thing in one country. */
struct cell {
	uint32_t inner; /* ASN or number of the family */
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

/* The country that two letters name, in either case; COUNTRY_UNKNOWN for NULL
 * or any other text. */
uint16_t tally_country(const char *code);

/* Counts one host more. */
void tally_add(struct tally *t, uint16_t country, uint32_t inner);

/* Sorts the cells by country, then by inner, when all hosts are counted. */
void tally_sort(struct tally *t);

/* Hosts of all n cells together. */
int32_t tally_hosts(const struct cell *cells, size_t n);

/* Frees it. */
void tally_done(struct tally *t);

#endif
