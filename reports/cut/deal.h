/* Rows dealt out: one report for each list and kind of filter that got any. */
#ifndef REPORTS_CUT_DEAL_H
#define REPORTS_CUT_DEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/date.h"
#include "lib/err.h"

#include "reports/cut/gather.h"
#include "reports/shelf/index.h"

/* What is dealt, and to whom. */
struct deal {
	const struct gathered *gathered;
	const struct matcher *matcher;
	const struct subscribers *subscribers;
	const struct index_day *known; /* what earlier cuts brought */
	day_t day;
	enum scan scan;
	const char *folder; /* gets the reports, and reports.jsonl */
};

/* What came of it. */
struct dealt {
	uint64_t reports;
	uint64_t events; /* rows in them */
};

/* Writes each report that is new, or not what its newest revision is. False: e
 * says why. */
bool deal_rows(const struct deal *deal, struct dealt *dealt, struct err *e)
    __attribute__((warn_unused_result));

#endif
