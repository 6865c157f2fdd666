/* Whose a row is: filters of all subscribers, asked at once. */
#ifndef REPORTS_CUT_MATCHER_H
#define REPORTS_CUT_MATCHER_H

#include <stddef.h>
#include <stdint.h>

#include "lib/number_map.h"
#include "lib/report.h"

#include "reports/cut/domains.h"
#include "reports/cut/prefixes.h"
#include "reports/subscribers/subscribers.h"

/* The kinds of filters, as they stand in file names. A row that several kinds
 * of a subscriber's filters match is in the report of the first of them. */
enum filter { FILTER_ASN, FILTER_GEO, FILTER_IP, FILTER_TLD, N_FILTERS };
extern const char *const filter_names[N_FILTERS];

/* Subscribers who ask for the same: some members, and those of the node around
 * it (a wider prefix, a higher domain). */
struct matcher_node {
	uint32_t around; /* 0: none */
	uint32_t first;  /* in members */
	uint32_t n;
};

struct matcher {
	struct matcher_node *nodes; /* the first one is nobody */
	size_t n_nodes;
	size_t nodes_room;
	uint32_t *members; /* places of subscribers */
	size_t n_members;
	size_t members_room;
	struct number_map asns; /* → node */
	uint32_t countries[1 << 16];
	struct prefixes prefixes;
	struct domains domains;
};

/* What a row matches: a node of each kind, or 0. */
struct match {
	uint32_t nodes[N_FILTERS];
};

/* Takes in the filters of all who get this type of a day's report. They must
 * outlive m. The caller calls matcher_done. */
void matcher_init(struct matcher *m, const struct subscribers *subscribers,
    enum scan scan, day_t day);
void matcher_done(struct matcher *m);

/* True if anybody's filter matches the row, of which the columns asn, geo and
 * hostname are needed. Many threads may ask. */
bool matcher_find(
    const struct matcher *m, const struct report_row *row, struct match *out);

#endif
