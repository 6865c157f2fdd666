/* The whole test Internet: population and network on one day. */
#ifndef TESTS_SIMNET_MODEL_H
#define TESTS_SIMNET_MODEL_H

#include "lib/date.h"

#include "tests/simnet/network.h"
#include "tests/simnet/population.h"
#include "tests/simnet/replies.h"

struct model {
	struct population population;
	struct network network; /* its seed is the population's */
	day_t day;
};

/* The mode of a request: 6, 7, or 0 for any other. */
unsigned model_mode(const struct question *q);

/* Says how the host at `asked` answers the request on the model's day: out is
 * cleared and filled, and each packet has its delay and copies. */
void model_answer(const struct model *m, const struct addr *asked,
    const struct question *q, struct replies *out);

#endif
