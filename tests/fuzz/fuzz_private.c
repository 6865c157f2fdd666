/* Mode 7: packets become counts and a row. The first byte: bit 0 IPv6, bit 1
 * the second question is asked when the server calls for it. */
#include "lib/private.h"

#include "scanner/result.h"
#include "tests/fuzz/rows.h"

static void
try_parse(const uint8_t *bytes, size_t n)
{
	struct private_packet p;
	switch (private_parse(bytes, n, &p)) {
	case PRIVATE_ITEMS:
		must(p.error == 0 && p.items > 0, "a list has items");
		must(PRIVATE_HEADER_BYTES + (size_t)p.items * p.item_bytes <= n,
		    "a packet holds its items");
		break;
	case PRIVATE_EMPTY:
		must(p.error == 0 && p.items == 0, "nothing is empty");
		break;
	case PRIVATE_ERROR:
		must(p.error != 0, "an error has a code");
		break;
	case PRIVATE_MALFORMED:
		return;
	}
	must(p.sequence <= PRIVATE_MAX_SEQUENCE && p.version >= 1 &&
		 p.version <= 4,
	    "a header is in its ranges");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	const uint8_t options = take_byte(&in);
	const struct addr asked = {.is_v6 = options & 1, .bytes = {1}};
	struct answer answer = {0};
	struct arena arena = {0};
	struct row row;
	unsigned n_bad = 0;
	while (in.n > 0) {
		size_t n_packet;
		uint8_t *packet = take_packet_bytes(&in, &n_packet);
		try_parse(packet, n_packet);
		probe_take(&probe_monlist, &answer, packet, n_packet, NULL);
		if (answer.wants_again) {
			must(!answer.asked_again, "one more time is enough");
			answer.asked_again = (options & 2) != 0;
			answer.again_bytes = PRIVATE_OLD_REQUEST_BYTES;
			answer.wants_again = false;
		}
		free(packet);
	}
	must(answer.n_valid <= 128, "no more packets than sequences");
	if (result_row(&probe_monlist, &answer, 12, &asked, 123, 0, &row,
		&arena, &n_bad))
		must_be_good(&row, schema_of(asked.is_v6 ? SCAN6_NTPMONITOR
							 : SCAN_NTPMONITOR));
	arena_reset(&arena);
	return 0;
}
