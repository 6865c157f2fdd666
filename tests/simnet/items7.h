/* The clients in a host's monlist, as the bytes of list packets. */
#ifndef TESTS_SIMNET_ITEMS7_H
#define TESTS_SIMNET_ITEMS7_H

#include "tests/simnet/population.h"
#include "tests/simnet/replies.h"

enum { MODE7_HEADER = 8, MODE7_DATA_MOST = 500 };

/* How a list is asked for: request 42 or 20, implementation 3 or 2. */
struct list_form {
	uint8_t first; /* byte 0 of each packet but for the more bit */
	uint8_t implementation;
	uint8_t request;
};

/* Bytes of an item in that form: 72, 48, 32 or 24 (ntp_request.h). */
unsigned items7_size(const struct list_form *form);

/* Adds packets with n items, as many to a packet as fit, the most recent
 * client first. */
void items7_add(const struct host *h, const struct addr *asked,
    const struct question *q, const struct list_form *form, unsigned n,
    struct replies *out);

#endif
