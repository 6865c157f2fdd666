/* How fast to send, as it is asked for: in packets or in bits. */
#ifndef SCANNER_RATE_H
#define SCANNER_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads "20000", packets per second up to 10^9, into *pps, or "100Mbit" (bit,
 * kbit, Mbit, Gbit), up to 10^12 bits, into *bps; the other one becomes 0.
 * False: it is neither, or nothing. */
bool rate_read(const char *text, uint64_t *pps, uint64_t *bps);

/* The packets per second of a rate: pps, or as many of the longest first
 * question as bps allow where that is not 0; one at least. Of neither: 1000,
 * which disturbs nobody. */
uint64_t rate_pps(uint64_t pps, uint64_t bps, bool is_v6, bool is_tagged);

#endif
