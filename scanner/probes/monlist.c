/* Mode 7 MON_GETLIST_1: how much a server tells about who asked it. */
#include "lib/private.h"

#include "scanner/probes/probe.h"

/* Mode 7 numbers its answers itself: nothing of ours comes back. */
static bool
echo(const uint8_t *bytes, size_t n, uint16_t *sequence)
{
	(void)bytes;
	(void)n;
	*sequence = 0;
	return true;
}

/* True if the packet answers what was asked: the question, or the older form of
 * it once that was asked too. */
static bool
is_asked(const struct answer *a, const struct private_packet *packet)
{
	if (a->any_form)
		return packet->request == PRIVATE_MON_GETLIST_1 ||
		       packet->request == PRIVATE_MON_GETLIST;
	return packet->request == PRIVATE_MON_GETLIST_1 &&
	       (packet->implementation == PRIVATE_XNTPD ||
		   (a->asked_again &&
		       packet->implementation == PRIVATE_XNTPD_OLD));
}

/* A server that does not know our implementation, or wants another length, and
 * says so in our version, may know the older form, as ntpdc tries it. */
static bool
may_be_old(const struct private_packet *packet)
{
	return packet->version == 2 &&
	       packet->implementation == PRIVATE_XNTPD &&
	       (packet->error == PRIVATE_ERROR_IMPLEMENTATION ||
		   packet->error == PRIVATE_ERROR_FORMAT);
}

static enum verdict
take(struct answer *a, const uint8_t *bytes, size_t n, struct pool *pool)
{
	struct private_packet packet;
	(void)pool;
	const enum private_kind kind = private_parse(bytes, n, &packet);
	if (kind == PRIVATE_MALFORMED || !is_asked(a, &packet))
		return VERDICT_MALFORMED;
	if (kind == PRIVATE_ERROR) {
		a->error = packet.error;
		a->wants_again = !a->asked_again && may_be_old(&packet);
		return VERDICT_ERROR;
	}
	if (kind == PRIVATE_EMPTY) {
		a->is_empty = true;
		return VERDICT_EMPTY;
	}
	uint64_t *seen = &a->seen[packet.sequence / 64];
	const uint64_t bit = (uint64_t)1 << packet.sequence % 64;
	if (*seen & bit)
		return VERDICT_DUPLICATE;
	*seen |= bit;
	a->items += packet.items;
	return VERDICT_VALID;
}

static size_t
again(uint8_t *out)
{
	private_old_request(out);
	return PRIVATE_OLD_REQUEST_BYTES;
}

static bool
columns(const struct answer *a, struct row *row, struct arena *arena,
    unsigned *n_bad)
{
	(void)n_bad;
	if (a->n_valid == 0)
		return false;
	row->value[COLUMN_PACKETS] = arena_printf(arena, "%u", a->packets);
	return true;
}

static void
request(uint8_t *out, uint16_t sequence)
{
	(void)sequence;
	private_request(out);
}

const struct probe probe_monlist = {
    .name = "ntpmonitor",
    .scan_ipv4 = SCAN_NTPMONITOR,
    .scan_ipv6 = SCAN6_NTPMONITOR,
    .request_bytes = PRIVATE_REQUEST_BYTES,
    .sequence_bits = 0,
    .request = request,
    .echo = echo,
    .take = take,
    .again = again,
    .columns = columns,
};
