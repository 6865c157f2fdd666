/* Which addresses are NTP servers, and of what kind: a pure function of
 * (seed, address, day), so that no table is needed and the truth can be asked.
 */
#ifndef TESTS_SIMNET_POPULATION_H
#define TESTS_SIMNET_POPULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/date.h"

#include "tests/simnet/faults.h"

/* What software a host runs. */
enum profile {
	PROFILE_UNIX4,   /* boxes that call themselves 4/unknown/UNIX */
	PROFILE_CISCO,   /* Cisco IOS 12 */
	PROFILE_NTPD426, /* ntpd 4.2.6p* on Linux */
	PROFILE_NTPD428, /* ntpd 4.2.8p* on Linux and FreeBSD */
	PROFILE_NTPD42,  /* ntpd 4.2.0-a to 4.2.4: JUNOS, BSD, VMkernel */
	PROFILE_NTPD41,  /* ntpd 4.1.x */
	PROFILE_NTPSEC,  /* ntpsec, opened on purpose */
	PROFILE_XNTP3,   /* xntp3 */
	PROFILE_LONG,    /* ntpd with autokey or setvar: 2 to 5 fragments */
	N_PROFILES
};

/* What a host does when its monlist is asked for. */
enum monlist {
	MONLIST_SILENT,     /* nothing */
	MONLIST_ITEMS,      /* gives n_items of 72 bytes */
	MONLIST_OLD,        /* speaks implementation 2 only */
	MONLIST_NO_DATA,    /* error 4 */
	MONLIST_BAD_FORM,   /* error 3 */
	MONLIST_NO_REQUEST, /* error 2 */
	MONLIST_NO_RIGHT,   /* error 7 */
	MONLIST_CISCO       /* 8 bytes of version 3, whatever was asked */
};

struct host {
	bool is_here;  /* false: silent to everything; the rest means nothing */
	bool answers6; /* false: Mode 6 is filtered */
	enum profile profile;
	enum fault6 fault6;
	enum monlist monlist;
	enum fault7 fault7;
	bool lists_v6;    /* some items of its list are IPv6 clients */
	uint16_t n_items; /* of its monlist, 0…600 */
	uint16_t repeats; /* of those whose fault it is */
	uint8_t stratum;  /* 1…16 */
	uint8_t leap;     /* 0…3 */
	uint64_t key;     /* who it is: the source of what never changes */
	uint64_t day_key; /* the source of what is new every day */
};

/* The dials. */
struct population {
	uint64_t seed;
	day_t epoch;      /* on this day the shares are as given */
	double share;     /* percent of addresses that answer at all */
	double monlist;   /* percent of those that answer a Mode 7 request from
			   * their list, or refuse it as old ntpds do */
	double hostile;   /* percent of them that are broken on purpose */
	unsigned repeats; /* how often those that repeat do so at most */
	uint16_t mix[N_PROFILES]; /* weights of the profiles */
};

/* The real-world mix, with seed 1 and an epoch of 2026-11-01. */
struct population population_default(void);

/* Who stands at an address on a day. */
struct host population_host(
    const struct population *p, const struct addr *a, day_t day);

/* A profile's name on the command line and in the truth file. */
const char *population_profile_name(enum profile profile);

/* Finds a profile by its name. */
bool population_find_profile(const char *name, enum profile *out);

#endif
