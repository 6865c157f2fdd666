#include "lib/control.h"

#include "tests/unit/recorded.h"
#include "tests/unit/support.h"

static enum control_kind
parse(const char *bytes, size_t n, struct control_packet *out)
{
	/* A copy of its own size, so that a step outside is found. */
	uint8_t *copy = malloc(n > 0 ? n : 1);
	assert_non_null(copy);
	memcpy(copy, bytes, n);
	const enum control_kind kind = control_parse(copy, n, out);
	out->data = NULL;
	free(copy);
	return kind;
}

static void
the_request_is_the_12_bytes_that_ntpq_sends(void **state)
{
	uint8_t request[CONTROL_REQUEST_BYTES];
	(void)state;
	control_request(request, 0xbeef);
	assert_memory_equal(request, "\x16\x02\xbe\xef\0\0\0\0\0\0\0\0", 12);
}

static void
recorded_answers_are_read(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum control_kind kind;
		struct control_packet want;
	} cases[] = {
#define PACKET(name) name, sizeof name - 1
	    {PACKET(ntpd_4_1_0), CONTROL_DATA, {false, 0, 1, 0, 349, NULL}},
	    {PACKET(ntpd_4_2_4), CONTROL_DATA, {false, 0, 1, 0, 376, NULL}},
	    {PACKET(ntpd_4_2_6_first), CONTROL_DATA,
		{true, 0, 1, 0, 458, NULL}},
	    {PACKET(ntpd_4_2_6_second), CONTROL_DATA,
		{true, 0, 1, 458, 318, NULL}},
	    {PACKET(ntpd_4_2_6_last), CONTROL_DATA,
		{false, 0, 1, 776, 336, NULL}},
	    {PACKET(ntpsec_1_2_2), CONTROL_DATA, {false, 0, 1, 0, 355, NULL}},
	    {PACKET(ntpd_error), CONTROL_ERROR, {false, 2, 1, 0, 0, NULL}},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct control_packet *want = &cases[i].want;
		struct control_packet got;
		assert_int_equal(
		    parse(cases[i].bytes, cases[i].n, &got), cases[i].kind);
		assert_int_equal(got.more, want->more);
		assert_int_equal(got.error, want->error);
		assert_int_equal(got.sequence, want->sequence);
		assert_int_equal(got.offset, want->offset);
		assert_int_equal(got.count, want->count);
	}
}

static void
what_stands_behind_the_count_is_not_looked_at(void **state)
{
	char bytes[sizeof ntpd_4_2_4 + 20];
	struct control_packet p;
	(void)state;
	memset(bytes, 0xa5, sizeof bytes);
	memcpy(bytes, ntpd_4_2_4, sizeof ntpd_4_2_4 - 1);
	assert_int_equal(parse(bytes, sizeof bytes, &p), CONTROL_DATA);
	assert_int_equal(p.count, 376);
}

static void
an_answer_is_malformed_wherever_it_is_cut(void **state)
{
	struct control_packet p;
	(void)state;
	/* The 3 bytes of padding are no loss. */
	for (size_t n = 0; n < sizeof ntpd_4_1_0 - 1; n++)
		assert_int_equal(parse(ntpd_4_1_0, n, &p),
		    n < 12 + 349 ? CONTROL_MALFORMED : CONTROL_DATA);
	for (size_t n = 0; n < 12; n++)
		assert_int_equal(parse(ntpd_error, n, &p), CONTROL_MALFORMED);
}

static void
what_answers_no_readvar_is_malformed(void **state)
{
	static const struct {
		const char *what;
		size_t at;
		uint8_t byte;
	} cases[] = {
	    {"a request", 1, 0x02},
	    {"mode 3", 0, 0x13},
	    {"mode 7", 0, 0x17},
	    {"version 0", 0, 0x06},
	    {"version 5", 0, 0x2e},
	    {"version 7", 0, 0x3e},
	    {"opcode 1", 1, 0x81},
	    {"opcode 10", 1, 0x8a},
	    {"opcode 31", 1, 0x9f},
	    {"an association", 7, 1},
	    {"a count beyond the packet", 10, 2},
	};
	static const uint8_t versions[] = {0x0e, 0x16, 0x1e, 0x26, 0xe6};
	char bytes[sizeof ntpd_4_1_0 - 1];
	struct control_packet p;
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		memcpy(bytes, ntpd_4_1_0, sizeof bytes);
		bytes[cases[i].at] = (char)cases[i].byte;
		if (parse(bytes, sizeof bytes, &p) != CONTROL_MALFORMED)
			fail_msg("%s was taken", cases[i].what);
		assert_int_equal(p.sequence, 1);
	}
	for (size_t i = 0; i < LENGTH(versions); i++) {
		memcpy(bytes, ntpd_4_1_0, sizeof bytes);
		bytes[0] = (char)versions[i];
		assert_int_equal(parse(bytes, sizeof bytes, &p), CONTROL_DATA);
	}
}

static void
random_bytes_never_read_outside_their_packet(void **state)
{
	char bytes[600];
	struct control_packet p;
	(void)state;
	dice_start();
	for (int i = 0; i < 20000; i++) {
		const size_t n = dice(sizeof bytes);
		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)dice(256);
		if (n > 12 && dice(2) == 0)
			memcpy(bytes, ntpd_4_1_0, 2 + dice(8));
		if (parse(bytes, n, &p) == CONTROL_DATA)
			assert_true(p.count <= n - 12);
	}
}

static void
three_fragments_are_one_text_in_any_order(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} packets[] = {{PACKET(ntpd_4_2_6_first)}, {PACKET(ntpd_4_2_6_second)},
	    {PACKET(ntpd_4_2_6_last)}};
	static const int orders[][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	(void)state;
	for (size_t i = 0; i < LENGTH(orders); i++) {
		struct control_piece pieces[3];
		struct control_packet p;
		struct buf text;
		for (size_t k = 0; k < 3; k++) {
			const int which = orders[i][k];
			const uint8_t *bytes =
			    (const uint8_t *)packets[which].bytes;
			assert_int_equal(
			    control_parse(bytes, packets[which].n, &p),
			    CONTROL_DATA);
			pieces[k] = (struct control_piece){
			    .next = k < 2 ? &pieces[k + 1] : NULL,
			    .offset = p.offset,
			    .count = p.count,
			    .data = p.data};
		}
		buf_init(&text, CONTROL_TEXT_MAX);
		assert_true(control_assemble(pieces, &text));
		assert_int_equal(text.len, 458 + 318 + 336);
		assert_memory_equal(text.text, ntpd_4_2_6_first + 12, 458);
		assert_string_equal(text.text + text.len - 10, "tail=end\r\n");
		buf_done(&text);
	}
}

/* Each byte is that of the first piece in the list that has it; the text ends
 * before the first byte that none has. */
static void
pieces_are_joined_as_a_table_of_bytes_says(void **state)
{
	enum { MOST = 40 };
	(void)state;
	dice_start();
	for (int round = 0; round < 5000; round++) {
		struct control_piece pieces[8];
		uint8_t bytes[8][MOST];
		int model[2 * MOST], end = 0;
		struct buf text;
		const size_t n = dice(9);
		memset(model, -1, sizeof model);
		for (size_t i = 0; i < n; i++) {
			pieces[i] = (struct control_piece){
			    .next = i + 1 < n ? &pieces[i + 1] : NULL,
			    .offset = (uint16_t)dice(MOST),
			    .count = (uint16_t)dice(MOST / 2),
			    .data = bytes[i]};
			for (int k = 0; k < pieces[i].count; k++) {
				int *cell = &model[pieces[i].offset + k];
				bytes[i][k] = (uint8_t)dice(256);
				if (*cell < 0)
					*cell = bytes[i][k];
			}
		}
		while (end < 2 * MOST && model[end] >= 0)
			end++;
		bool is_whole = true;
		for (int k = end; k < 2 * MOST; k++)
			is_whole = is_whole && model[k] < 0;
		buf_init(&text, 2 * MOST);
		assert_int_equal(
		    control_assemble(n > 0 ? pieces : NULL, &text), is_whole);
		assert_int_equal(text.len, end);
		for (int k = 0; k < end; k++)
			assert_int_equal((uint8_t)text.text[k], model[k]);
		buf_done(&text);
	}
}

static void
the_longest_text_is_two_full_fragments(void **state)
{
	static uint8_t bytes[UINT16_MAX];
	struct control_piece last = {
	    .offset = UINT16_MAX, .count = UINT16_MAX, .data = bytes};
	struct control_piece first = {
	    .next = &last, .count = UINT16_MAX, .data = bytes};
	struct buf text;
	(void)state;
	buf_init(&text, CONTROL_TEXT_MAX);
	assert_true(control_assemble(&first, &text));
	assert_int_equal(text.len, CONTROL_TEXT_MAX);
	assert_false(text.cut);
	buf_done(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_request_is_the_12_bytes_that_ntpq_sends),
	    cmocka_unit_test(recorded_answers_are_read),
	    cmocka_unit_test(what_stands_behind_the_count_is_not_looked_at),
	    cmocka_unit_test(an_answer_is_malformed_wherever_it_is_cut),
	    cmocka_unit_test(what_answers_no_readvar_is_malformed),
	    cmocka_unit_test(random_bytes_never_read_outside_their_packet),
	    cmocka_unit_test(three_fragments_are_one_text_in_any_order),
	    cmocka_unit_test(pieces_are_joined_as_a_table_of_bytes_says),
	    cmocka_unit_test(the_longest_text_is_two_full_fragments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
