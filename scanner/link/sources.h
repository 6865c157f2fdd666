/* The addresses that probes leave from, as the configuration lists them. */
#ifndef SCANNER_LINK_SOURCES_H
#define SCANNER_LINK_SOURCES_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/config.h"
#include "lib/err.h"

enum { SOURCES_MOST = 64 };

/* Those of one family, in order. Port i of a probe leaves from number
 * i mod n. */
struct sources {
	struct addr items[SOURCES_MOST];
	uint32_t n; /* 0: the kernel's choice */
};

/* Reads the list of a family: addresses with commas or blanks between them.
 * False: one is no address of that family, or there are too many. */
bool sources_read(struct sources *s, const struct config *config, bool is_v6,
    struct err *e) __attribute__((warn_unused_result));

#endif
