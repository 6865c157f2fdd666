#include "scanner/link/raw.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "scanner/link/quoted.h"
#include "scanner/link/route.h"
#include "scanner/link/udp.h"
#include "scanner/space/singles.h"

/* Of so many ranges of targets it is looked at whether they go the same way. */
enum { MOST_LOOKED_AT = 512 };

enum { MOST_ROWS = 64, LEAST_HEADERS = 28 /* of IPv4 and UDP */ };

/* Where one family goes: out of which interface, to whom. */
struct way {
	struct route route;
	bool is_known;
};

static bool
same_way(const struct route *a, const struct route *b)
{
	return a->interface == b->interface &&
	       addr_compare(&a->gateway, &b->gateway) == 0;
}

/* Looks at the route to one target. */
static bool
look(struct way *way, const struct addr *to, struct err *e)
{
	struct route route;
	char text[ADDR_TEXT_MAX];
	addr_format(to, text);
	if (!route_find(to, 0, &route, e))
		return false;
	if (!route.has_gateway)
		return err_set(e,
		    "%s is reached without a router, and whole frames go "
		    "to a router",
		    text);
	if (way->is_known && !same_way(&way->route, &route))
		return err_set(
		    e, "%s is reached by another way than others", text);
	way->is_known = true;
	way->route = route;
	return true;
}

static bool
look_at_targets(const struct targets *t, struct way ways[2], struct err *e)
{
	const size_t step = t->allowed.n / MOST_LOOKED_AT + 1;
	for (size_t i = 0; i < t->allowed.n; i += step) {
		const struct addr_range *r = &t->allowed.items[i];
		struct way *way = &ways[r->first.is_v6];
		if (!look(way, &r->first, e) || !look(way, &r->last, e))
			return false;
	}
	const uint64_t stride = t->n_singles / MOST_LOOKED_AT + 1;
	for (uint64_t i = 0; i < t->n_singles; i += stride) {
		const struct addr a = singles_at(t->singles, i);
		if (!look(&ways[a.is_v6], &a, e))
			return false;
	}
	if (ways[0].is_known && ways[1].is_known &&
	    ways[0].route.interface != ways[1].route.interface)
		return err_set(e, "IPv4 and IPv6 leave by two interfaces");
	return true;
}

/* Reads "02:00:5e:10:00:01". */
static bool
read_mac(const char *text, uint8_t mac[static HEADS_MAC_BYTES], struct err *e)
{
	static const char digits[] = "0123456789abcdef";
	const size_t n = 3 * HEADS_MAC_BYTES - 1;
	bool ok = strlen(text) == n;
	for (size_t i = 0; ok && i < n; i++) {
		const char *digit = strchr(digits, text[i] | 0x20);
		if (i % 3 == 2)
			ok = text[i] == ':';
		else if (digit == NULL || *digit == '\0')
			ok = false;
		else
			mac[i / 3] =
			    (uint8_t)(mac[i / 3] << 4 | (digit - digits));
	}
	return ok || err_set(e,
			 "gateway_mac = \"%s\" in the configuration is no MAC "
			 "such as 02:00:5e:10:00:01",
			 text);
}

/* Fills in how one family leaves. */
static bool
set_out(struct raw *r, const struct link_setup *setup, const struct way *way,
    bool is_v6, struct err *e)
{
	const struct config *config = setup->config;
	struct sources *sources = &r->sources[is_v6];
	struct heads_way out = {.vlan = (uint16_t)config->scan.vlan};
	if (!sources_read(sources, config, is_v6, e))
		return false;
	if (sources->n == 0)
		sources->items[sources->n++] = way->route.source;
	memcpy(out.mac, r->mac, sizeof out.mac);
	if (config->scan.gateway_mac[0] != '\0') {
		if (!read_mac(config->scan.gateway_mac, out.gateway, e))
			return false;
	} else if (!route_neighbour(
		       &way->route.gateway, r->interface, out.gateway, e)) {
		return false;
	}
	heads_make(&r->heads[is_v6], &out, is_v6);
	return true;
}

/* Holds a row of ports that is free. */
static bool
hold_ports(struct raw *r, const struct link_setup *setup, struct err *e)
{
	const struct udp_setup udp = {.config = setup->config,
	    .ipv4 = r->sources[0].n > 0,
	    .ipv6 = r->sources[1].n > 0,
	    .used = setup->used,
	    .ports = &r->ports,
	    .longer_than = r->most_payload};
	bool is_held = true;
	for (unsigned i = 0; i < MOST_ROWS && is_held; i++) {
		ports_draw(&r->ports, setup->config->scan.ports, setup->key, i);
		r->whole = udp_open(&udp, &is_held, e);
		if (r->whole != NULL)
			return true;
	}
	return false;
}

bool
raw_open(struct raw *r, const struct link_setup *setup, struct err *e)
{
	struct way ways[2] = {{.is_known = false}};
	*r = (struct raw){.interface = 0};
	if (!look_at_targets(setup->targets, ways, e))
		return false;
	r->interface = ways[!ways[0].is_known].route.interface;
	unsigned mtu;
	if (!route_interface(r->interface, r->name, r->mac, &mtu, e))
		return false;
	r->most_payload = mtu - LEAST_HEADERS;
	for (int is_v6 = 0; is_v6 < 2; is_v6++)
		if (ways[is_v6].is_known &&
		    !set_out(r, setup, &ways[is_v6], is_v6, e))
			return false;
	if (!hold_ports(r, setup, e))
		return false;
	if (!ring_open(&r->ring, r->interface, r->ports.first,
		ports_number(&r->ports, N_PROBES - 1, r->ports.n_each - 1),
		e)) {
		link_close(r->whole);
		return false;
	}
	return true;
}

void
raw_close(struct raw *r)
{
	ring_close(&r->ring);
	link_close(r->whole);
}

/* The address that a port of ours leaves from. */
static const struct addr *
source_of(const struct raw *r, bool is_v6, uint32_t port)
{
	const struct sources *s = &r->sources[is_v6];
	return s->n > 0 ? &s->items[port % s->n] : NULL;
}

size_t
raw_frame(const struct raw *r, const struct outgoing *out,
    uint8_t frame[static HEADS_FRAME_BYTES])
{
	const bool is_v6 = out->to.is_v6;
	return heads_frame(frame, &r->heads[is_v6],
	    source_of(r, is_v6, out->port), &out->to,
	    ports_number(&r->ports, out->probe, out->port), out->bytes, out->n);
}

/* True if this is an address and port of ours; *in says which. */
static bool
is_ours(const struct raw *r, const struct addr *a, uint16_t port,
    struct incoming *in)
{
	if (!ports_find(&r->ports, port, &in->probe, &in->port))
		return false;
	const struct addr *source = source_of(r, a->is_v6, in->port);
	return source != NULL && addr_compare(source, a) == 0;
}

/* Takes one frame. False: it is not for us. */
static bool
take(const struct raw *r, const uint8_t *bytes, size_t n, struct incoming *in)
{
	struct datagram d;
	struct quoted quoted;
	const enum frame_kind kind = frame_read(FRAME_ETHERNET, bytes, n, &d);
	in->is_error = false;
	in->n = 0;
	if (kind == FRAME_DATAGRAM || kind == FRAME_CUT) {
		in->from = d.from;
		in->from_port = d.from_port;
		if (kind == FRAME_DATAGRAM) {
			in->n = d.n;
			memcpy(in->bytes, d.bytes, d.n);
		}
		return is_ours(r, &d.to, d.to_port, in);
	}
	if (!quoted_read(bytes, n, &quoted) ||
	    !is_ours(r, &quoted.asked.from, quoted.asked.from_port, in))
		return false;
	in->is_error = true;
	in->from = quoted.asked.to;
	in->from_port = quoted.asked.to_port;
	in->error_type = quoted.type;
	in->error_code = quoted.code;
	return true;
}

size_t
raw_receive(struct raw *r, struct incoming *batch, size_t most)
{
	const uint8_t *bytes;
	size_t n, taken = 0;
	while (taken < most && ring_next(&r->ring, &bytes, &n))
		taken += take(r, bytes, n, &batch[taken]);
	if (taken == 0 && r->whole_is_ready) {
		taken = link_receive(r->whole, batch, most);
		r->whole_is_ready = taken == most;
	}
	return taken;
}

void
raw_wait(struct raw *r, int64_t most_ns)
{
	/* Without time, it is seen at least what is there. */
	const int64_t ns = most_ns > 0 ? most_ns : 0;
	const struct timespec most = {
	    .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
	struct pollfd polls[] = {{.fd = r->ring.fd, .events = POLLIN},
	    {.fd = udp_descriptor(r->whole), .events = POLLIN}};
	if (ring_has_more(&r->ring) || r->whole_is_ready)
		return;
	ppoll(polls, 2, &most, NULL);
	r->whole_is_ready = polls[1].revents != 0;
}

uint64_t
raw_drops(struct raw *r)
{
	return ring_drops(&r->ring) + link_drops(r->whole);
}
