/* The run's account: what was sent, what came, to the last packet, and how it
 * all stands in the run record. */
#ifndef SCANNER_RUN_H
#define SCANNER_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "lib/date.h"
#include "lib/fingerprint.h"
#include "lib/json.h"
#include "lib/schema.h"

#include "scanner/probes/probe.h"

enum { RUN_ERROR_CODES = 256, RUN_ICMP_KINDS = 64 };

/* The account of one scan type. received_total is the sum of the received_…
 * below it, asked = answered + silent + send_errors. */
struct account {
	bool runs;
	uint64_t asked;     /* addresses */
	uint64_t not_asked; /* addresses that a crash left in the dark: they
			       may have been asked, and never are again */
	uint64_t excluded_since; /* addresses that were excluded while the run
				    was on, and not asked any more */
	uint64_t open;           /* of those answered: still talking */
	uint64_t sent;           /* requests that the kernel took */
	uint64_t send_errors;    /* requests that it refused */
	uint64_t answered;   /* hosts with a packet of any kind but malformed */
	uint64_t refused;    /* of them: error answers, no row */
	uint64_t empty;      /* of them: an empty list, no row */
	uint64_t sent_again; /* second questions, in the older form */
	uint64_t sent_retry; /* second probes to silent hosts */
	uint64_t answered_retry; /* hosts that answered only then */
	uint64_t rows_again;     /* rows that only they brought */
	uint64_t bad_values;     /* values that their column could not hold */
	uint64_t received_valid;
	uint64_t received_duplicate;
	uint64_t received_error;
	uint64_t received_empty;
	uint64_t received_malformed;
	uint64_t received_late;
	/* The right code from another address, while too many codes were in
	 * flight to tell which one it answers. */
	uint64_t received_other_source;
	uint64_t received_unasked; /* wrong code: spoofed or stray */
	uint64_t received_no_room; /* more hosts answered than we can hold */
	uint64_t errors[RUN_ERROR_CODES]; /* hosts by the code of their error */
	unsigned check_bits;
	/* Errors of ICMP or ICMPv6 about our probes, by type and code as they
	 * come up first; they are no answers, and received_… is without them.
	 */
	struct {
		uint8_t type, code;
		uint64_t n;
	} icmp[RUN_ICMP_KINDS];
	uint64_t icmp_others;  /* of more kinds than these */
	uint64_t icmp_unasked; /* about what we did not send: forged or stray */
};

struct run {
	const char *program; /* "ntpcensus-scan 0.1.0" */
	const char *origin;  /* "scan" or "simnet" */
	const char *link;    /* the way in and out; "" for none */
	bool simulated;      /* nothing of it is the Internet */
	day_t date;
	time_t started;
	time_t ended;     /* 0 while it runs */
	bool is_over;     /* everybody was asked and waited for … */
	bool is_complete; /* … and a crash left out next to nobody */
	uint64_t seed;
	unsigned shard, n_shards; /* 1…n_shards; both 0: the whole scan */
	char space[FINGERPRINT_TEXT_MAX]; /* of the targets; "": none */
	uint64_t rate_pps;
	bool rate_is_bits; /* that it was made of */
	/* How often it went on after it had been stopped; rows whose packets a
	 * crash left uncounted; hosts, at most, that a crash took the time to
	 * answer from. */
	unsigned resumed;
	const char *stopped_by; /* the rule that stopped it; NULL: none */
	uint64_t rows_recovered, under_way;
	double stalled_s; /* time in which we could not send */
	uint32_t quiet_ms, timeout_ms, ports;
	uint64_t retry_ms; /* silent hosts are asked once more; 0: never */
	uint64_t asked, ipv4, ipv6; /* addresses, of all shards */
	uint64_t excluded; /* addresses; UINT64_MAX: more than can be counted */
	uint64_t dropped_by_kernel; /* that came in */
	uint64_t lost_on_the_way;   /* probes that the interface did not take */
	struct account accounts[N_SCANS];
};

/* All packets that came for a scan, and all hosts that answered. */
uint64_t run_received(const struct account *a);
uint64_t run_answered(const struct run *run);

/* True if crashes left out, or cut short, less than one probe in a thousand of
 * the n that were to be sent. */
bool run_is_nearly_whole(const struct run *run, uint64_t n);

/* The account of a probe about an address. */
struct account *run_account(
    struct run *run, const struct probe *probe, const struct addr *a);

/* Counts a packet by what it was to its answer. */
void run_count_verdict(struct account *a, enum verdict verdict);

/* Counts an error of ICMP about a probe of ours. */
void run_count_icmp(struct account *a, uint8_t type, uint8_t code);

/* Makes the run record. The caller owns it. */
struct json *run_record(const struct run *run);

#endif
