/* An answer becomes a row. */
#ifndef SCANNER_RESULT_H
#define SCANNER_RESULT_H

#include <stdbool.h>
#include <time.h>

#include "scanner/probes/probe.h"

/* Fills the row of a host that was asked at `when` (UTC) and answered from
 * `port`: all columns but those of place, network and name. False: this answer
 * makes no row (an error answer, an empty list). sent_bytes is what the host
 * was sent for it; 0: not known, and so is the amplification. Values live in
 * arena; a value that its column cannot hold is left empty and counted in
 * *n_bad. */
bool result_row(const struct probe *probe, const struct answer *answer,
    uint64_t sent_bytes, const struct addr *asked, uint16_t port, time_t when,
    struct row *row, struct arena *arena, unsigned *n_bad);

#endif
