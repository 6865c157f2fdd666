/* The software that a host says it runs. */
#ifndef TESTS_SIMNET_IDENTITY_H
#define TESTS_SIMNET_IDENTITY_H

#include <stdbool.h>

#include "tests/simnet/population.h"

/* Whose list of variables a host gives: names, order, decimals. */
enum style {
	STYLE_UNIX4,
	STYLE_CISCO,
	STYLE_XNTP3,
	STYLE_NTPD41, /* 4.1 and 4.2.0 */
	STYLE_NTPD424,
	STYLE_NTPD426,
	STYLE_NTPD428,
	STYLE_NTPSEC
};

struct identity {
	enum style style;
	char version[96];      /* as the version variable has it; "" if none */
	const char *processor; /* static */
	const char *system;    /* static */
};

/* Says who a host is, from its profile and key. */
struct identity identity_of(const struct host *h);

/* True if the software cuts long replies at any byte (4.2.8 and later), not
 * between variables. */
bool identity_cuts_anywhere(const struct identity *id);

#endif
