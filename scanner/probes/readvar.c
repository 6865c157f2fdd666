/* Mode 6 READVAR: what a server says about itself. */
#include <string.h>

#include "scanner/probes/probe.h"

enum {
	/* More of one host's text is not kept: 64 slots hold 30 kB, and the
	 * longest honest answer seen has 3. */
	MAX_PIECES = 64
};

static bool
echo(const uint8_t *bytes, size_t n, uint16_t *sequence)
{
	struct control_packet packet;
	control_parse(bytes, n, &packet);
	*sequence = packet.sequence;
	return n >= 4;
}

static bool
is_known(const struct answer *a, const struct control_packet *packet)
{
	for (const struct control_piece *p = a->pieces; p; p = p->next)
		if (p->offset == packet->offset &&
		    (packet->count <= p->count ||
			p->count == POOL_SLOT_BYTES) &&
		    memcmp(p->data, packet->data,
			p->count < packet->count ? p->count : packet->count) ==
			0)
			return true;
	return false;
}

/* Keeps the fragment's text, in as many slots as it needs. */
static void
keep(struct answer *a, const struct control_packet *packet, struct pool *pool)
{
	struct control_piece **end = &a->pieces;
	while (*end != NULL)
		end = &(*end)->next;
	for (unsigned done = 0;
	     done < packet->count && a->n_pieces < MAX_PIECES;) {
		unsigned n = packet->count - done;
		if (n > POOL_SLOT_BYTES)
			n = POOL_SLOT_BYTES;
		if (packet->offset + done > UINT16_MAX)
			return;
		*end = pool_take(pool, (uint16_t)(packet->offset + done),
		    packet->data + done, (uint16_t)n);
		if (*end == NULL)
			return;
		end = &(*end)->next;
		a->n_pieces++;
		done += n;
	}
}

static enum verdict
take(struct answer *a, const uint8_t *bytes, size_t n, struct pool *pool)
{
	struct control_packet packet;
	switch (control_parse(bytes, n, &packet)) {
	case CONTROL_MALFORMED:
		return VERDICT_MALFORMED;
	case CONTROL_ERROR:
		/* Code 0 is an error too: "unspecified". */
		a->error = packet.error != 0 ? packet.error : UINT8_MAX;
		return VERDICT_ERROR;
	case CONTROL_DATA:
		break;
	}
	const uint32_t end = (uint32_t)packet.offset + packet.count;
	if (!packet.more && end > a->end)
		a->end = end;
	if (packet.count == 0) {
		a->is_empty = true;
		return VERDICT_EMPTY;
	}
	if (is_known(a, &packet))
		return VERDICT_DUPLICATE;
	keep(a, &packet, pool);
	return VERDICT_VALID;
}

static bool
columns(const struct answer *a, struct row *row, struct arena *arena,
    unsigned *n_bad)
{
	struct buf text;
	if (a->n_valid == 0 || a->error != 0)
		return false;
	buf_init(&text, CONTROL_TEXT_MAX);
	const bool is_whole = control_assemble(a->pieces, &text) &&
			      a->end > 0 && text.len >= a->end;
	const size_t n =
	    is_whole ? text.len : control_whole_items(text.text, text.len);
	control_columns(text.text, n, row, arena, n_bad);
	buf_done(&text);
	return true;
}

static void
request(uint8_t *out, uint16_t sequence)
{
	control_request(out, sequence);
}

const struct probe probe_readvar = {
    .name = "ntp",
    .scan_ipv4 = SCAN_NTP,
    .scan_ipv6 = SCAN6_NTP,
    .request_bytes = CONTROL_REQUEST_BYTES,
    .sequence_bits = 16,
    .sequence_at = 2, /* RFC 9327 §2 */
    .request = request,
    .echo = echo,
    .take = take,
    .columns = columns,
};
