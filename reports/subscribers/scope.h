/* Whether a row is a subscriber's: one subscriber's filters, asked at once. */
#ifndef REPORTS_SUBSCRIBERS_SCOPE_H
#define REPORTS_SUBSCRIBERS_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/record.h"

#include "reports/subscribers/subscribers.h"

struct scope {
	const struct subscriber *subscriber;
	uint32_t *asns;            /* rising */
	struct addr_range *ranges; /* rising, none in another */
	size_t n_ranges;
};

/* Takes in the filters of a subscriber, which must outlive it. The caller calls
 * scope_done. */
void scope_init(struct scope *s, const struct subscriber *subscriber);
void scope_done(struct scope *s);

/* True if a type of report of a day is theirs to see. */
bool scope_has_day(const struct scope *s, enum scan scan, day_t day);

/* True if any filter matches the row, of which the address and the columns asn,
 * geo and hostname are looked at. */
bool scope_has_row(const struct scope *s, const struct addr *addr,
    const struct record_value value[static N_COLUMNS]);

/* True if the network, country or domain is one of the filters, or a domain
 * lies in one. */
bool scope_has_asn(const struct scope *s, uint32_t asn);
bool scope_has_country(const struct scope *s, const char *text, size_t n);
bool scope_has_domain(const struct scope *s, const char *text, size_t n);

/* True if a row with an address of the range can be theirs. */
bool scope_may_have_range(
    const struct scope *s, const struct addr_range *range);

#endif
