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

static enum verdict
take(struct answer *a, const uint8_t *bytes, size_t n, struct pool *pool)
{
	struct private_packet packet;
	(void)pool;
	switch (private_parse(bytes, n, &packet)) {
	case PRIVATE_MALFORMED:
		return VERDICT_MALFORMED;
	case PRIVATE_ERROR:
		a->error = packet.error;
		return VERDICT_ERROR;
	case PRIVATE_EMPTY:
		a->is_empty = true;
		return VERDICT_EMPTY;
	case PRIVATE_ITEMS:
		break;
	}
	uint64_t *seen = &a->seen[packet.sequence / 64];
	const uint64_t bit = (uint64_t)1 << packet.sequence % 64;
	if (*seen & bit)
		return VERDICT_DUPLICATE;
	*seen |= bit;
	a->items += packet.items;
	return VERDICT_VALID;
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
    .columns = columns,
};
