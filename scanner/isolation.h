/* Proof that the network namespace has no way out, for tests and demos. */
#ifndef SCANNER_ISOLATION_H
#define SCANNER_ISOLATION_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

/* True if this network namespace holds nothing but lo, and veth ends whose
 * other ends lie in one of the n_peers namespaces (files such as
 * /run/netns/NAME), each of which, entered and looked at, holds nothing but lo
 * and veth ends that lead back here. False: there is, or may be, a way out; e
 * says which. Reading the peers needs CAP_SYS_ADMIN over them. */
bool isolation_check(const char *const *peers, size_t n_peers, struct err *e)
    __attribute__((warn_unused_result));

#endif
