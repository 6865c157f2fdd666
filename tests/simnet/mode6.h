/* What a host answers to a Mode 6 request. */
#ifndef TESTS_SIMNET_MODE6_H
#define TESTS_SIMNET_MODE6_H

#include "lib/date.h"

#include "tests/simnet/population.h"
#include "tests/simnet/replies.h"

/* Adds the packets of the answer to out: none, an error, or the variables in
 * one fragment or more, with the host's faults. Requests are judged as ntpd's
 * process_control judges them (RFC 9327). */
void mode6_answer(const struct host *h, day_t day, const struct question *q,
    struct replies *out);

/* What the host says of itself, for the truth file: version and stratum as a
 * reader of the whole reply must find them; "" if it does not give them. */
struct mode6_truth {
	char version[96];
	char stratum[8];
	bool is_plain; /* the reply has no fault that leaves more than one
			* reading of its text */
};

/* Says it without making a reply. */
struct mode6_truth mode6_tell(const struct host *h);

#endif
