#include "reports/check.h"

#include <stdio.h>

#include "reports/subscribers/subscribers.h"

bool
check(const struct options *o, struct err *e)
{
	struct subscribers s;
	if (!subscribers_read(&s, o->subscribers, e))
		return false;
	if (!o->quiet)
		printf("%s is right: %zu %s\n", o->subscribers, s.n,
		    s.n == 1 ? "subscriber" : "subscribers");
	subscribers_done(&s);
	return true;
}
