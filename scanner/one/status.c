#include "scanner/one/status.h"

#include <stddef.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static const char *const leaps[4] = {
    "leap_none", "leap_add_sec", "leap_del_sec", "leap_alarm"};

static const char *const sources[] = {"sync_unspec", "sync_pps",
    "sync_lf_radio", "sync_hf_radio", "sync_uhf_radio", "sync_local",
    "sync_ntp", "sync_other", "sync_wristwatch", "sync_telephone"};

/* Servers before ntpd 4.2.6 number other events (RFC 1305), but every ntpq
 * shows them in its own words, and so do we. */
static const char *const events[16] = {"unspecified", "freq_not_set",
    "freq_set", "spike_detect", "freq_mode", "clock_sync", "restart",
    "panic_stop", "no_system_peer", "leap_armed", "leap_disarmed", "leap_event",
    "clock_step", "kern", "TAI", "stale_leapsecond_values"};

static const char *const control_errors[] = {"an unspecified error",
    "authentication failed or permission denied", "bad length or format",
    "unknown operation", "unknown association", "unknown variable", "bad value",
    "administratively prohibited"};

static const char *const private_errors[] = {"no error",
    "unknown implementation", "unknown request", "bad format",
    "no data, an empty list", "an unknown error", "an unknown error",
    "authentication failed"};

/* The word for a code, or the one for those that have none. */
static const char *
word(const char *const *words, size_t n, unsigned code, const char *otherwise)
{
	return code < n ? words[code] : otherwise;
}

struct status
status_read(uint16_t status)
{
	return (struct status){
	    .leap = leaps[status >> 14],
	    .source = word(
		sources, LENGTH(sources), status >> 8 & 0x3f, "sync_unknown"),
	    .n_events = status >> 4 & 0xf,
	    .event = events[status & 0xf],
	};
}

const char *
status_control_error(uint8_t code)
{
	return word(
	    control_errors, LENGTH(control_errors), code, control_errors[0]);
}

const char *
status_private_error(uint8_t code)
{
	return word(
	    private_errors, LENGTH(private_errors), code, "an unknown error");
}
