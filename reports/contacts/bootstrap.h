/* Which RDAP server to ask: the files of IANA (RFC 9224). */
#ifndef REPORTS_CONTACTS_BOOTSTRAP_H
#define REPORTS_CONTACTS_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include "reports/contacts/answer.h"

/* The three files. */
enum bootstrap_file {
	BOOTSTRAP_ASN,
	BOOTSTRAP_IPV4,
	BOOTSTRAP_IPV6,
	N_BOOTSTRAP_FILES
};

extern const char *const bootstrap_names[N_BOOTSTRAP_FILES];

/* The file in which the answer to a question stands. */
enum bootstrap_file bootstrap_of(const struct question *q);

struct bootstrap;

/* Reads the n bytes of a file. Entries that are none are passed over. NULL: it
 * is no such file; e says why. The caller frees it. */
struct bootstrap *bootstrap_read(
    enum bootstrap_file which, const char *bytes, size_t n, struct err *e);
void bootstrap_free(struct bootstrap *b);

/* The server for a question, as a URL that ends in "/": of the smallest range
 * that holds it, https:// if there is such a one. NULL: nobody. It lives as
 * long as b. */
const char *bootstrap_find(const struct bootstrap *b, const struct question *q);

#endif
