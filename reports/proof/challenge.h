/* What proves that somebody looks after a network: that the contact which the
 * registry has can be reached, or that its domain says so. */
#ifndef REPORTS_PROOF_CHALLENGE_H
#define REPORTS_PROOF_CHALLENGE_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/config.h"
#include "lib/err.h"

#include "reports/contacts/lookup.h"
#include "reports/proof/claim.h"

/* Finds, for each subject of a request, the mail address or the domains that
 * prove it, and makes the tokens. False: the registry has no contact for one,
 * or has less of a network than was asked for; e says which. */
bool challenge_find(struct claim *r, struct lookup *l, struct err *e)
    __attribute__((warn_unused_result));

/* Mails its token to each address, by the template challenge.txt in a folder.
 * False: one did not go; e says which. */
bool challenge_mail(const struct claim *r, const struct config *c,
    const char *templates, time_t now, struct err *e)
    __attribute__((warn_unused_result));

/* Says what is to be done to meet what is not yet met. */
void challenge_say(const struct claim *r, FILE *out);

/* Looks for the TXT records that are not yet seen, by all of the resolvers; or
 * takes a token that came back (which fits nothing: false, and e says so). */
bool challenge_look(struct claim *r, const char *resolvers, time_t now,
    struct err *e) __attribute__((warn_unused_result));
bool challenge_take(struct claim *r, const char *token, time_t now,
    struct err *e) __attribute__((warn_unused_result));

/* True if all is met: then proof gets the sentence that says how. */
bool challenge_is_met(const struct claim *r, struct buf *proof);

#endif
