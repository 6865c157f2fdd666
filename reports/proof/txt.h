/* TXT records looked up in the DNS; the doorkeeper of c-ares. */
#ifndef REPORTS_PROOF_TXT_H
#define REPORTS_PROOF_TXT_H

#include <stdbool.h>

#include "lib/err.h"

/* Looks for the record `text` among the TXT records of `name`, by each of the
 * resolvers ("192.0.2.1, [2001:db8::1]:5353"; "": by the system's). *found:
 * each of them has it. False: a resolver gives no answer; e says which. A name
 * that has no such records is an answer. */
bool txt_find(const char *resolvers, const char *name, const char *text,
    bool *found, struct err *e) __attribute__((warn_unused_result));

#endif
