/* How to close a server that is open, for the software that it names. */
#ifndef SCANNER_ONE_ADVICE_H
#define SCANNER_ONE_ADVICE_H

#include <stddef.h>

enum { N_ADVICES = 5 };

struct advice {
	const char *software; /* "Cisco IOS" */
	const char *text;     /* lines, each with its end */
};

/* Chooses by what the text of a Mode 6 answer, of n bytes, says of version and
 * system; gives how many there are in `out`. If that tells nothing, all that it
 * could be are given. */
size_t advice_choose(
    const char *text, size_t n, const struct advice *out[static N_ADVICES]);

#endif
