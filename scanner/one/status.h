/* The codes of Mode 6 and Mode 7 in words. */
#ifndef SCANNER_ONE_STATUS_H
#define SCANNER_ONE_STATUS_H

#include <stdint.h>

/* What a system status word says (RFC 9327 §2.1, §3.1), in ntpq's words. */
struct status {
	const char *leap;   /* "leap_none" */
	const char *source; /* "sync_ntp" */
	unsigned n_events;  /* since it was last read, at most 15 */
	const char *event;  /* the last one: "clock_sync" */
};

/* Takes a status word apart. Every word has words. */
struct status status_read(uint16_t word);

/* What the error code of an answer to READVAR means (RFC 9327 §2.2), or of one
 * to MON_GETLIST_1 (ntp_request.h of ntpd). */
const char *status_control_error(uint8_t code);
const char *status_private_error(uint8_t code);

#endif
