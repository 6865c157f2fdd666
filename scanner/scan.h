/* One run, from the command line to the finished day. */
#ifndef SCANNER_SCAN_H
#define SCANNER_SCAN_H

#include "lib/config.h"
#include "lib/err.h"

#include "scanner/options.h"

enum scan_end {
	SCAN_DONE,
	SCAN_FAILED,     /* e says why */
	SCAN_STOPPED,    /* the same, by a rule of its own */
	SCAN_INTERRUPTED /* the run is kept in DATA/work; e says how to go on */
};

/* Scans as the options say. Nothing is sent before everything is checked:
 * targets, exclusions, contact, isolation, databases, archive. */
enum scan_end scan_run(
    const struct options *o, const struct config *config, struct err *e);

/* Goes on with the stopped run of the options' date: what it had reserved is
 * passed over, so that nobody is asked twice. */
enum scan_end scan_resume(
    const struct options *o, const struct config *config, struct err *e);

/* Makes the stopped run of the options' date a day that is marked partial. */
enum scan_end scan_finish_partial(
    const struct options *o, const struct config *config, struct err *e);

#endif
