/* ntpcensus-scan --probe HOST: what a network owner runs to verify a report. */
#ifndef SCANNER_ONE_H
#define SCANNER_ONE_H

#include <stdbool.h>

#include "lib/config.h"
#include "lib/err.h"

struct one_setup {
	const char *host; /* an address or a name */
	bool json;
	bool show_clients;
	bool with_private;           /* private networks may be asked */
	const struct config *config; /* its waiting times and source addresses;
					no contact is needed */
};

/* The exit codes of a probe. */
enum one_end {
	ONE_CLOSED = 0,  /* it answers, but nothing that makes a row */
	ONE_FAILED = 1,  /* it could not be asked; e says why */
	ONE_OPEN = 10,   /* it would be in a report */
	ONE_SILENT = 11, /* nothing came */
};

/* Asks the first address of the host and writes what it says to standard
 * output. Whoever wants proof that packets stay in a closed world checks it
 * before: here names are looked up and packets sent. */
enum one_end one_run(const struct one_setup *setup, struct err *e)
    __attribute__((warn_unused_result));

#endif
