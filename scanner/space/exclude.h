/* What must never be asked: the special-purpose space of IANA's registries. */
#ifndef SCANNER_SPACE_EXCLUDE_H
#define SCANNER_SPACE_EXCLUDE_H

#include <stdbool.h>

#include "scanner/space/ranges.h"

/* Adds the special-purpose addresses (IANA's IPv4 and IPv6 special-purpose
 * address registries, multicast, reserved space, and all IPv6 outside 2000::/3)
 * to the list. With_private leaves private networks out of the exclusion:
 * 10/8, 172.16/12, 192.168/16, 100.64/10 and fc00::/7. */
void exclude_special(struct ranges *r, bool with_private);

#endif
