/* What the hosts of a made day say that they run. */
#ifndef TESTS_BENCH_SOFTWARE_H
#define TESTS_BENCH_SOFTWARE_H

#include <stddef.h>
#include <stdint.h>

#include "tests/simnet/dice.h"

/* Which variables a server sends, and how; a set of bits takes several. */
enum style {
	STYLE_PLAIN4 = 1 << 0, /* the bare "4" of many routers */
	STYLE_CISCO = 1 << 1,
	STYLE_NTPD = 1 << 2, /* ntpd from 4.2.6 on */
	STYLE_OLD = 1 << 3,  /* ntpd 4.1 to 4.2.4 */
	STYLE_SEC = 1 << 4,
	STYLE_XNTPD = 1 << 5
};

struct software {
	enum style style;
	char version[96];
	char processor[16];
	char system[64];
};

/* Draws the software of a host: one of some thousand common builds, or, for
 * one in 50, one that nobody else has. table is from software_new. */
void software_pick(
    const struct software *table, struct dice *d, struct software *out);

/* The common builds; the same for the same seed. The caller frees them. */
struct software *software_new(uint64_t seed);

#endif
