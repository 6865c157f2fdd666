/* A request that is met becomes an entry in the file of subscribers. */
#ifndef REPORTS_PROOF_ENTRY_H
#define REPORTS_PROOF_ENTRY_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/date.h"
#include "lib/err.h"

#include "reports/proof/claim.h"

/* Writes the entry as it stands in the file. key is its API key, "" without. */
void entry_print(struct buf *out, const struct claim *r, day_t proven,
    const char *proof, const char *key);

/* Adds the entry at the end of the file, which must be right before and is
 * right behind: it is replaced as a whole. For delivery by the API a key is
 * made, and a secret in LIST.secret beside the file. False: e says why, and
 * nothing has changed. */
bool entry_add(const char *path, const struct claim *r, day_t proven,
    const char *proof, struct err *e) __attribute__((warn_unused_result));

/* True if the file has a list of this name, or one that differs in case alone.
 * False with a text in e: it is not right. */
bool entry_is_there(const char *path, const char *list, struct err *e);

#endif
