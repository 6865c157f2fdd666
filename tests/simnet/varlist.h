/* The text of a Mode 6 reply: variables laid out as ntpd's ctl_putdata does. */
#ifndef TESTS_SIMNET_VARLIST_H
#define TESTS_SIMNET_VARLIST_H

#include <stddef.h>

enum { VARLIST_BYTES = 65000, VARLIST_ITEMS = 512 };

struct varlist {
	char text[VARLIST_BYTES];
	size_t len;
	size_t line;                  /* bytes in the line under way */
	size_t starts[VARLIST_ITEMS]; /* where each variable starts */
	size_t n_items;
};

/* Makes it empty. */
void varlist_clear(struct varlist *v);

/* Adds one variable, "name=value" or a bare name: behind a comma and a blank,
 * or a comma and a line end where the line would reach 72 columns. What passes
 * the limits is left out. */
void varlist_add(struct varlist *v, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for bytes that may hold NULs. */
void varlist_add_bytes(struct varlist *v, const char *bytes, size_t n);

/* Ends the text with a line end. */
void varlist_end(struct varlist *v);

/* How many bytes of the text from `start` go into one fragment of at most
 * `most` bytes that ends between two variables. A variable that is longer than
 * a fragment is cut. */
size_t varlist_cut(const struct varlist *v, size_t start, size_t most);

#endif
