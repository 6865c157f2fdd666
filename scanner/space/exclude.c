#include "scanner/space/exclude.h"

#include <assert.h>
#include <stddef.h>

/* RFC 6890 and the registries that it founded. */
static const char *const special[] = {
    "0.0.0.0/8",       /* this network (RFC 791) */
    "127.0.0.0/8",     /* loopback (RFC 1122) */
    "169.254.0.0/16",  /* link local (RFC 3927) */
    "192.0.0.0/24",    /* IETF protocol assignments (RFC 6890) */
    "192.0.2.0/24",    /* documentation (RFC 5737) */
    "192.31.196.0/24", /* AS112 (RFC 7535) */
    "192.52.193.0/24", /* AMT (RFC 7450) */
    "192.88.99.0/24",  /* 6to4 relay anycast (RFC 7526) */
    "192.175.48.0/24", /* AS112 (RFC 7534) */
    "198.18.0.0/15",   /* benchmarks (RFC 2544) */
    "198.51.100.0/24", /* documentation (RFC 5737) */
    "203.0.113.0/24",  /* documentation (RFC 5737) */
    "224.0.0.0/4",     /* multicast (RFC 5771) */
    "240.0.0.0/4",     /* reserved, and broadcast (RFC 1112) */
    "::-1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", /* below 2000::/3 … */
    "2001::/23",         /* IETF protocol assignments (RFC 2928) */
    "2001:db8::/32",     /* documentation (RFC 3849) */
    "2002::/16",         /* 6to4 (RFC 3056) */
    "2620:4f:8000::/48", /* AS112 (RFC 7534) */
    "3fff::/20",         /* documentation (RFC 9637) */
    "4000::-fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", /* … and above it */
    "fe00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
};

static const char *const private_networks[] = {
    "10.0.0.0/8",     /* RFC 1918 */
    "100.64.0.0/10",  /* shared address space (RFC 6598) */
    "172.16.0.0/12",  /* RFC 1918 */
    "192.168.0.0/16", /* RFC 1918 */
    "fc00::/7",       /* unique local (RFC 4193) */
};

static void
add_all(struct ranges *r, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct addr_range item;
		const char *why;
		const bool ok = addr_range_parse(texts[i], &item, &why);
		assert(ok);
		ranges_add(r, &item);
	}
}

void
exclude_special(struct ranges *r, bool with_private)
{
	add_all(r, special, sizeof special / sizeof special[0]);
	if (!with_private)
		add_all(r, private_networks,
		    sizeof private_networks / sizeof private_networks[0]);
}
