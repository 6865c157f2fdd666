/* Puts one tree in the other's place, in one step. */
#ifndef RENDER_SITE_SWAP_H
#define RENDER_SITE_SWAP_H

#include <limits.h>
#include <stdbool.h>

#include "lib/err.h"

/* Writes the name of a hidden neighbour of the site into out: "/srv/public" and
 * "spare" give "/srv/.public.spare". final is absolute, without a slash at its
 * end. */
bool swap_neighbour(const char *final, const char *what,
    char out[static PATH_MAX], struct err *e)
    __attribute__((warn_unused_result));

/* Mends what a crash in the middle of a swap left. */
bool swap_mend(const char *final, const char *spare, struct err *e)
    __attribute__((warn_unused_result));

/* Puts spare in the place of final, and what stood there, if anything, in the
 * place of spare; all of it safe on the disk. False: the old site stands at
 * final, or e says where. */
bool swap_trees(const char *final, const char *spare, struct err *e)
    __attribute__((warn_unused_result));

#endif
