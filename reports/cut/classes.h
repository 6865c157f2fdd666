/* Rows that match the same, given one number. */
#ifndef REPORTS_CUT_CLASSES_H
#define REPORTS_CUT_CLASSES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/number_map.h"

#include "reports/cut/matcher.h"

/* A zeroed struct holds none. The number of a class is its place in items. */
struct classes {
	struct match *items;
	size_t n;
	size_t room;
	struct number_map front; /* the first two nodes → their number */
	struct number_map back;  /* the last two */
	struct number_map both;  /* those two numbers → the class */
};

/* The class of a match. */
uint32_t classes_of(struct classes *c, const struct match *match);
void classes_done(struct classes *c);

#endif
