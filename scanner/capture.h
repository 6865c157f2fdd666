/* A day from recorded traffic instead of the network: captures are read, their
 * questions and answers paired, and the archive's files written from them. */
#ifndef SCANNER_CAPTURE_H
#define SCANNER_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/config.h"
#include "lib/date.h"
#include "lib/err.h"

struct capture_setup {
	const char *const *files; /* pcap or pcapng; "-": standard input */
	size_t n_files;
	const char *out; /* the archive's folder */
	bool has_date;
	day_t date;       /* else it is the day of the first packet */
	bool unsolicited; /* take answers that nobody is seen to ask for */
	bool revise;      /* the archive may have the day already */
	bool quiet;       /* no progress */
	/* Its databases, which may be none, and how long answers take. */
	const struct config *config;
};

/* Reads the captures in the given order, as one day, and writes its CSVs and
 * run record; nothing is sent. Each host makes at most one row per probe: of
 * its first exchange that makes one. A row of another day than the archive's,
 * as when a scan passes midnight, stays in the day and is counted. A file that
 * breaks off is told of on standard error and makes the day partial. False:
 * nothing is written and e says why, as when the captures hold no question of
 * ours. */
bool capture_run(const struct capture_setup *setup, struct err *e)
    __attribute__((warn_unused_result));

#endif
