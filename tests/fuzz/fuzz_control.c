/* Mode 6: packets become a row; and a text whose end is missing says nothing
 * that the whole one does not. The first byte chooses which: a list of packets,
 * or two bytes of length and the text. */
#include "lib/control.h"

#include "scanner/result.h"
#include "tests/fuzz/rows.h"

static void
try_packets(struct input *in, bool is_v6)
{
	const struct addr asked = {.is_v6 = is_v6, .bytes = {1}};
	struct answer answer = {0};
	struct pool pool = {0};
	struct arena arena = {0};
	struct row row;
	unsigned n_bad = 0;
	while (in->n > 0) {
		size_t n;
		uint8_t *bytes = take_packet_bytes(in, &n);
		probe_take(&probe_readvar, &answer, bytes, n, &pool);
		free(bytes);
	}
	if (result_row(&probe_readvar, &answer, 12, &asked, 123, 0, &row,
		&arena, &n_bad)) {
		must(answer.n_valid > 0, "a row has a valid packet");
		must_be_good(&row, schema_of(is_v6 ? SCAN6_NTP : SCAN_NTP));
	}
	pool_done(&pool);
	arena_reset(&arena);
}

static void
try_cut_text(struct input *in)
{
	struct arena arena = {0};
	struct row whole = {{NULL}}, part = {{NULL}};
	unsigned n_bad = 0;
	size_t cut = take_16(in);
	const char *text = (const char *)in->bytes;
	cut = cut < in->n ? cut : in->n;
	const size_t n = control_whole_items(text, cut);
	must(n <= cut, "a part is not longer than the whole");
	control_columns(text, in->n, &whole, &arena, &n_bad);
	control_columns(text, n, &part, &arena, &n_bad);
	for (int c = 0; c < N_COLUMNS; c++)
		if (part.value[c] != NULL)
			must(is_same_value(part.value[c], whole.value[c]),
			    "a part says what the whole says");
	arena_reset(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	const uint8_t options = take_byte(&in);
	if (options & 2)
		try_cut_text(&in);
	else
		try_packets(&in, options & 1);
	return 0;
}
