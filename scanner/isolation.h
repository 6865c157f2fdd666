/* Proof that the network namespace has no way out, for tests and demos. */
#ifndef SCANNER_ISOLATION_H
#define SCANNER_ISOLATION_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

/* True if this network namespace and the n_peers given ones (files such as
 * /run/netns/NAME) are a closed world: each of them, entered and looked at,
 * holds nothing but lo and veth ends that lead to another of them. With no peer
 * that is lo alone; with one it is veth pairs between the two. False: there is,
 * or may be, a way out; e says which. Entering the peers needs CAP_SYS_ADMIN
 * over them. */
bool isolation_check(const char *const *peers, size_t n_peers, struct err *e)
    __attribute__((warn_unused_result));

#endif
