/* All that a site is made of, as one number: while that is the same, there is
 * nothing new. */
#ifndef RENDER_INPUTS_H
#define RENDER_INPUTS_H

#include <stdbool.h>

#include "lib/config.h"
#include "lib/err.h"

#include "render/options.h"
#include "render/site/digest.h"

/* The digest of this program. */
struct digest inputs_program(void);

/* The digest of the program, the options and settings that matter, the content
 * of templates and name lists, and of name, size and time of every file of the
 * archive. The clock is none of it: pages say of which day their numbers are.
 * False: e names what cannot be read. */
bool inputs_digest(const struct options *o, const struct config *config,
    struct digest *out, struct err *e) __attribute__((warn_unused_result));

#endif
