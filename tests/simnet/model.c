#include "tests/simnet/model.h"

#include "tests/simnet/mode6.h"
#include "tests/simnet/mode7.h"

unsigned
model_mode(const struct question *q)
{
	unsigned mode = q->len > 0 ? q->bytes[0] & 7 : 0;
	return mode == 6 || mode == 7 ? mode : 0;
}

void
model_answer(const struct model *m, const struct addr *asked,
    const struct question *q, struct replies *out)
{
	struct exchange x = {asked, m->day, model_mode(q)};
	struct host h = population_host(&m->population, asked, m->day);
	replies_clear(out);
	if (x.mode == 6)
		mode6_answer(&h, m->day, q, out);
	else if (x.mode == 7)
		mode7_answer(&h, asked, q, out);
	network_treat(&m->network, &x, out);
}
