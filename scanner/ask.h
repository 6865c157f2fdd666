/* Asks one host both questions, with the checks and counts of a scan. */
#ifndef SCANNER_ASK_H
#define SCANNER_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

#include "scanner/link/link.h"
#include "scanner/one/finding.h"
#include "scanner/space/targets.h"

struct ask_setup {
	struct link *link;             /* one port for each probe is enough */
	const struct targets *targets; /* one address */
	uint32_t quiet_ms, timeout_ms; /* as in a scan */
};

/* Sends one packet for each probe, one more where an old server wants it, and
 * fills *f, which is initialised and says whether clients are to be shown, with
 * what comes until the host is quiet. False: the kernel did not send; e says
 * so. */
bool ask_run(const struct ask_setup *setup, struct finding *f, struct err *e)
    __attribute__((warn_unused_result));

#endif
