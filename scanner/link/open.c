#include "scanner/link/open.h"

#include <stdio.h>
#include <string.h>

#include "scanner/link/live.h"
#include "scanner/link/packet.h"
#include "scanner/link/udp.h"
#include "scanner/link/xdp.h"

static struct link *
open_udp(const struct link_setup *setup, struct err *e)
{
	const struct targets *t = setup->targets;
	return udp_open(&(const struct udp_setup){.config = setup->config,
			    .ipv4 = t->n_ipv4 > 0,
			    .ipv6 = t->n > t->n_ipv4,
			    .used = setup->used},
	    NULL, e);
}

static const struct {
	const char *name;
	struct link *(*open)(const struct link_setup *setup, struct err *e);
} ways[N_LINK_IO] = {
    [LINK_UDP] = {"udp", open_udp},
    [LINK_PACKET] = {"packet", packet_open},
    [LINK_XDP] = {"xdp", xdp_open},
    [LINK_LIVE] = {"live", live_open},
};

bool
link_io_named(const char *word, enum link_io *out)
{
	for (int i = 0; i < N_LINK_IO; i++)
		if (strcmp(ways[i].name, word) == 0) {
			*out = (enum link_io)i;
			return true;
		}
	return false;
}

struct link *
link_open(const struct link_setup *setup, struct err *e)
{
	int io = setup->io == LINK_ANY ? LINK_PACKET : (int)setup->io;
	for (; io > LINK_UDP; io--) {
		struct link *l = ways[io].open(setup, e);
		if (l != NULL)
			return l;
		if (!setup->quiet || setup->io != LINK_ANY)
			fprintf(stderr,
			    "ntpcensus-scan: not by %s, but by %s: %s\n",
			    ways[io].name, ways[io - 1].name, e->text);
	}
	return ways[LINK_UDP].open(setup, e);
}
