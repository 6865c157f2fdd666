/* Which addresses belong to which network and country. */
#ifndef TESTS_SIMNET_ATLAS_H
#define TESTS_SIMNET_ATLAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"

#include "scanner/enrich/geo.h"

enum { ATLAS_COUNTRIES = 26 * 26 };

/* A run of addresses announced by one network, in one country as far as its
 * middle tells. */
struct piece {
	struct addr first;
	uint64_t n; /* addresses; UINT64_MAX stands for more */
	uint32_t asn;
	uint16_t country;
};

/* The pieces of one network in one country and family: first_piece and those
 * behind it. */
struct cell {
	uint32_t asn;
	uint16_t country;
	bool is_v6;
	size_t first_piece;
	size_t n_pieces;
	double n;      /* addresses */
	double weight; /* for whoever spreads targets */
};

/* Cells by family, network and country. */
struct atlas {
	struct piece *pieces;
	struct cell *cells;
	size_t n_pieces;
	size_t n_cells;
	size_t room;
	size_t n_cells_v4; /* they come first */
};

/* The number of a country code of two letters; false if it is none. */
bool atlas_country(const char *code, uint16_t *out);

/* Adds the ranges of a CSV file (first, last, ASN, name) and looks up where
 * they are. A line that is none is a failure: e names it. */
bool atlas_add_file(struct atlas *a, const char *path, struct geo *geo,
    struct err *e) __attribute__((warn_unused_result));

/* Makes the cells, once all files are added. */
void atlas_finish(struct atlas *a);
void atlas_done(struct atlas *a);

#endif
