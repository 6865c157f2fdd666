#include "scanner/link/sources.h"

#include <stdio.h>
#include <string.h>

bool
sources_read(
    struct sources *s, const struct config *config, bool is_v6, struct err *e)
{
	static const char between[] = ", \t\n";
	const char *text =
	    is_v6 ? config->scan.source_ipv6 : config->scan.source_ipv4;
	*s = (struct sources){.n = 0};
	for (;;) {
		text += strspn(text, between);
		const size_t n = strcspn(text, between);
		if (n == 0)
			return true;
		if (s->n == SOURCES_MOST)
			return err_set(e,
			    "the configuration has more than %d source "
			    "addresses",
			    SOURCES_MOST);
		struct addr *a = &s->items[s->n++];
		if (!addr_parse_text(text, n, a) || a->is_v6 != is_v6)
			return err_set(e,
			    "the source address \"%.*s\" in the configuration "
			    "is no IPv%d address",
			    (int)n, text, is_v6 ? 6 : 4);
		text += n;
	}
}
