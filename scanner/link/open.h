/* Opens a way in and out: the one that is asked for, or else the next one that
 * this system allows. */
#ifndef SCANNER_LINK_OPEN_H
#define SCANNER_LINK_OPEN_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/config.h"
#include "lib/err.h"

#include "scanner/link/link.h"
#include "scanner/probes/probe.h"
#include "scanner/space/targets.h"

/* The ways, each of which falls back to the one before. */
enum link_io {
	LINK_UDP,    /* sockets; needs no right */
	LINK_PACKET, /* whole frames, through packet sockets */
	LINK_XDP,    /* whole frames, through AF_XDP */
	LINK_LIVE,   /* whole frames that the kernel makes itself */
	N_LINK_IO,
	LINK_ANY = N_LINK_IO /* the best that works */
};

/* What a way is opened for; all of it outlives the link. */
struct link_setup {
	const struct config *config;
	const struct targets *targets;
	const bool *used;   /* N_PROBES flags */
	const uint8_t *key; /* of the run: RANDOM_KEY_BYTES, draws the ports */
	uint64_t rate_pps;
	enum link_io io;
	bool quiet; /* does not say that it took another way than the best */
};

/* The way that a word names. False: there is none of that name. */
bool link_io_named(const char *word, enum link_io *out);

/* Opens a link. A way that was asked for and is not possible is said so on
 * standard error, and the next one is tried. NULL: none is; e says why. */
struct link *link_open(const struct link_setup *setup, struct err *e);

#endif
