/* The pool, both probes, and the rows that answers become. */
#include "scanner/probes/probe.h"
#include "scanner/result.h"
#include "tests/unit/answers.h"
#include "tests/unit/recorded.h"
#include "tests/unit/support.h"

/* One host's answer, and what came of it. */
struct host {
	const struct probe *probe;
	struct answer answer;
	struct pool pool;
	struct arena arena;
	struct row row;
	unsigned n_bad;
};

static uint8_t packet[ANSWER_ROOM];

static enum verdict
take(struct host *h, const void *bytes, size_t n)
{
	return probe_take(h->probe, &h->answer, bytes, n, &h->pool);
}

static bool
make_row(struct host *h, const char *asked)
{
	const struct addr a = address(asked);
	return result_row(h->probe, &h->answer,
	    h->probe->request_bytes + h->answer.again_bytes, &a, 1123,
	    1000000000, &h->row, &h->arena, &h->n_bad);
}

static void
assert_column(const struct host *h, enum column column, const char *want)
{
	assert_non_null(h->row.value[column]);
	assert_string_equal(h->row.value[column], want);
}

static int
set_up(void **state)
{
	static struct host h;
	h = (struct host){.probe = &probe_readvar};
	*state = &h;
	return 0;
}

static int
tear_down(void **state)
{
	struct host *h = *state;
	pool_done(&h->pool);
	arena_reset(&h->arena);
	return 0;
}

static void
the_table_of_questions_is_whole(void **state)
{
	(void)state;
	for (int i = 0; i < N_PROBES; i++) {
		const struct probe *p = probes[i];
		uint8_t request[PROBE_MAX_REQUEST_BYTES] = {0};
		p->request(request, 0x1234);
		assert_int_equal(p->request_bytes, 12);
		assert_int_equal(schema_of(p->scan_ipv4)->is_v6, false);
		assert_int_equal(schema_of(p->scan_ipv6)->is_v6, true);
		assert_int_equal(request[0] & 7, i == 0 ? 6 : 7);
		assert_int_equal(bytes_get16(request + 2),
		    p->sequence_bits == 16 ? 0x1234 : 0x032a);
	}
}

static void
one_packet_is_a_row(void **state)
{
	struct host *h = *state;
	assert_int_equal(
	    take(h, ntpd_4_1_0, sizeof ntpd_4_1_0 - 1), VERDICT_VALID);
	assert_true(make_row(h, "192.0.2.1"));
	assert_column(h, COLUMN_TIMESTAMP, "2001-09-09 01:46:40");
	assert_column(h, COLUMN_SEVERITY, "medium");
	assert_column(h, COLUMN_IP, "192.0.2.1");
	assert_column(h, COLUMN_PROTOCOL, "udp");
	assert_column(h, COLUMN_PORT, "1123");
	assert_column(h, COLUMN_TAG, "ntpversion");
	assert_column(h, COLUMN_STRATUM, "2");
	assert_column(h, COLUMN_RESPONSE_SIZE, "364");
	assert_column(h, COLUMN_AMPLIFICATION, "30.33");
	assert_null(h->row.value[COLUMN_PACKETS]);
	assert_null(h->row.value[COLUMN_GEO]);
	assert_true(make_row(h, "2001:db8::1"));
	assert_column(h, COLUMN_IP, "2001:db8::1");
	assert_column(h, COLUMN_TAG, "ntpversion");
}

static void
fragments_in_any_order_are_one_row_and_repeats_count(void **state)
{
	struct host *h = *state;
	assert_int_equal(take(h, ntpd_4_2_6_last, sizeof ntpd_4_2_6_last - 1),
	    VERDICT_VALID);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    take(h, ntpd_4_2_6_first, sizeof ntpd_4_2_6_first - 1),
		    i == 0 ? VERDICT_VALID : VERDICT_DUPLICATE);
	assert_int_equal(
	    take(h, ntpd_4_2_6_second, sizeof ntpd_4_2_6_second - 1),
	    VERDICT_VALID);
	assert_int_equal(take(h, ntpd_4_2_6_last, sizeof ntpd_4_2_6_last - 1),
	    VERDICT_DUPLICATE);
	assert_int_equal(take(h, ntpd_4_1_0, 20), VERDICT_MALFORMED);
	assert_int_equal(h->answer.packets, 5);
	assert_int_equal(h->answer.n_valid, 3);
	assert_true(make_row(h, "192.0.2.1"));
	assert_column(h, COLUMN_TC, "6");
	assert_column(h, COLUMN_RESPONSE_SIZE, "1972");
	assert_column(h, COLUMN_AMPLIFICATION, "164.33");
}

static void
an_error_makes_no_row_even_beside_data(void **state)
{
	struct host *h = *state;
	assert_int_equal(
	    take(h, packet, control_error(packet, 1, 0)), VERDICT_ERROR);
	assert_int_equal(h->answer.error, 255);
	assert_int_equal(
	    take(h, packet, control_error(packet, 1, 7)), VERDICT_ERROR);
	assert_int_equal(h->answer.error, 7);
	assert_false(make_row(h, "192.0.2.1"));
	take(h, ntpd_4_1_0, sizeof ntpd_4_1_0 - 1);
	assert_false(make_row(h, "192.0.2.1"));
	assert_int_equal(h->answer.packets, 3);
}

static void
silence_and_emptiness_make_no_row(void **state)
{
	struct host *h = *state;
	assert_false(make_row(h, "192.0.2.1"));
	assert_int_equal(
	    take(h, packet, control_answer(packet, 1, 0, false, "", 0)),
	    VERDICT_EMPTY);
	assert_true(h->answer.is_empty);
	assert_false(make_row(h, "192.0.2.1"));
	h->probe = &probe_monlist;
	h->answer = (struct answer){0};
	assert_false(make_row(h, "192.0.2.1"));
}

static void
text_behind_a_hole_is_left_out_and_the_rest_kept(void **state)
{
	struct host *h = *state;
	take(h, packet, control_answer(packet, 1, 0, true, "leap=0, pe", 10));
	take(h, packet,
	    control_answer(packet, 1, 20, false, "0, stratum=3", 12));
	assert_true(make_row(h, "192.0.2.1"));
	assert_column(h, COLUMN_LEAP, "0");
	assert_null(h->row.value[COLUMN_STRATUM]);
	assert_column(h, COLUMN_RESPONSE_SIZE, "46");
}

static void
a_bad_value_is_counted(void **state)
{
	struct host *h = *state;
	static const char text[] = "stratum=3, jitter=sys_0.976, peer=x";
	take(h, packet,
	    control_answer(packet, 1, 0, false, text, sizeof text - 1));
	assert_true(make_row(h, "192.0.2.1"));
	assert_int_equal(h->n_bad, 2);
	assert_null(h->row.value[COLUMN_JITTER]);
	assert_column(h, COLUMN_STRATUM, "3");
}

/* Jumbo fragments fill many slots of the pool; what is too much is not kept. */
static void
a_flood_of_fragments_is_counted_but_not_kept(void **state)
{
	static char text[65000];
	struct host *h = *state;
	memset(text, 'x', sizeof text);
	memcpy(text, "stratum=3,", 10);
	take(h, packet, control_answer(packet, 1, 0, true, text, 65000));
	for (unsigned offset = 0; offset < 60000; offset += 7)
		take(h, packet,
		    control_answer(
			packet, 1, (uint16_t)offset, true, text, 500));
	assert_int_equal(h->answer.packets, 8573);
	assert_in_range(h->answer.n_pieces, 1, 64);
	assert_true(h->pool.n_slots <= 1024);
	assert_true(make_row(h, "192.0.2.1"));
	assert_column(h, COLUMN_STRATUM, "3");
	assert_column(h, COLUMN_RESPONSE_SIZE, "4453876");
}

static void
a_full_list_is_44000_bytes(void **state)
{
	struct host *h = *state;
	h->probe = &probe_monlist;
	for (uint8_t i = 0; i < 100; i++)
		assert_int_equal(
		    take(h, packet, private_answer(packet, i, i < 99, 6)),
		    VERDICT_VALID);
	assert_int_equal(h->answer.items, 600);
	assert_true(make_row(h, "2001:db8::1"));
	assert_column(h, COLUMN_PACKETS, "100");
	assert_column(h, COLUMN_RESPONSE_SIZE, "44000");
	assert_column(h, COLUMN_AMPLIFICATION, "3666.67");
	assert_column(h, COLUMN_TAG, "ntpmonitor");
	assert_null(h->row.value[COLUMN_VERSION]);
}

static void
lists_are_counted_as_the_reports_do(void **state)
{
	static const struct {
		unsigned items;
		const char *packets, *size, *amplification;
	} cases[] = {{1, "1", "80", "6.67"}, {3, "1", "224", "18.67"},
	    {6, "1", "440", "36.67"}, {8, "2", "592", "49.33"},
	    {9, "2", "664", "55.33"}, {21, "4", "1544", "128.67"},
	    {60, "10", "4400", "366.67"}};
	struct host *h = *state;
	h->probe = &probe_monlist;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		uint8_t sequence = 0;
		h->answer = (struct answer){0};
		for (unsigned left = cases[i].items; left > 0;) {
			const unsigned n = left < 6 ? left : 6;
			left -= n;
			take(h, packet,
			    private_answer(
				packet, sequence++, left > 0, (uint16_t)n));
		}
		assert_true(make_row(h, "192.0.2.1"));
		assert_column(h, COLUMN_PACKETS, cases[i].packets);
		assert_column(h, COLUMN_RESPONSE_SIZE, cases[i].size);
		assert_column(h, COLUMN_AMPLIFICATION, cases[i].amplification);
	}
}

static void
list_packets_are_told_apart_by_their_sequence(void **state)
{
	struct host *h = *state;
	h->probe = &probe_monlist;
	for (unsigned round = 0; round < 2; round++)
		for (uint8_t i = 0; i < 128; i++)
			assert_int_equal(
			    take(h, packet, private_answer(packet, i, true, 6)),
			    round == 0 ? VERDICT_VALID : VERDICT_DUPLICATE);
	assert_int_equal(take(h, packet, private_answer(packet, 0, false, 0)),
	    VERDICT_EMPTY);
	assert_int_equal(
	    take(h, packet, private_error(packet, 4)), VERDICT_ERROR);
	assert_int_equal(h->answer.error, 4);
	assert_int_equal(take(h, packet, 7), VERDICT_MALFORMED);
	assert_int_equal(h->answer.items, 768);
	assert_true(make_row(h, "192.0.2.1"));
	assert_column(h, COLUMN_PACKETS, "258");
	assert_column(h, COLUMN_RESPONSE_SIZE, "112656");
}

static void
old_servers_want_to_be_asked_again_in_their_form(void **state)
{
	struct host *h = *state;
	h->probe = &probe_monlist;
	/* No data, and another version than ours, are no reason. */
	take(h, packet, private_error(packet, 4));
	assert_false(h->answer.wants_again);
	private_error(packet, 3);
	packet[0] = 0x9f;
	take(h, packet, 8);
	assert_false(h->answer.wants_again);
	for (uint8_t code = 1; code <= 3; code += 2) {
		h->answer = (struct answer){0};
		take(h, packet, private_error(packet, code));
		assert_true(h->answer.wants_again);
	}
	/* Old items are taken only from those who were asked for them. */
	private_answer(packet, 0, false, 1);
	packet[2] = 2;
	assert_int_equal(take(h, packet, 80), VERDICT_MALFORMED);
	h->answer.asked_again = true;
	h->answer.wants_again = false;
	h->answer.again_bytes = 160;
	assert_int_equal(take(h, packet, 80), VERDICT_VALID);
	take(h, packet, private_error(packet, 3));
	assert_false(h->answer.wants_again);
	assert_true(make_row(h, "192.0.2.1"));
	assert_column(h, COLUMN_PACKETS, "3");
	assert_column(h, COLUMN_RESPONSE_SIZE, "96");
	/* 96 bytes for 12 + 160. */
	assert_column(h, COLUMN_AMPLIFICATION, "0.56");
}

static void
a_pool_gives_each_slot_once_and_keeps_its_limit(void **state)
{
	struct host *h = *state;
	struct control_piece *list = NULL;
	uint8_t bytes[POOL_SLOT_BYTES];
	h->pool.most = 2048;
	for (unsigned i = 0; i < 2048; i++) {
		memset(bytes, (int)(i & 0xff), sizeof bytes);
		struct control_piece *p =
		    pool_take(&h->pool, (uint16_t)i, bytes, POOL_SLOT_BYTES);
		assert_non_null(p);
		p->next = list;
		list = p;
	}
	assert_null(pool_take(&h->pool, 0, bytes, 1));
	unsigned i = 2048;
	for (const struct control_piece *p = list; p != NULL; p = p->next) {
		assert_int_equal(p->offset, --i);
		assert_int_equal(p->count, POOL_SLOT_BYTES);
		assert_int_equal(p->data[0], i & 0xff);
		assert_int_equal(p->data[POOL_SLOT_BYTES - 1], i & 0xff);
	}
	pool_give(&h->pool, list);
	pool_give(&h->pool, NULL);
	for (i = 0; i < 2048; i++)
		assert_non_null(pool_take(&h->pool, 0, bytes, 1));
	assert_null(pool_take(&h->pool, 0, bytes, 1));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(the_table_of_questions_is_whole),
	    TEST(one_packet_is_a_row),
	    TEST(fragments_in_any_order_are_one_row_and_repeats_count),
	    TEST(an_error_makes_no_row_even_beside_data),
	    TEST(silence_and_emptiness_make_no_row),
	    TEST(text_behind_a_hole_is_left_out_and_the_rest_kept),
	    TEST(a_bad_value_is_counted),
	    TEST(a_flood_of_fragments_is_counted_but_not_kept),
	    TEST(a_full_list_is_44000_bytes),
	    TEST(lists_are_counted_as_the_reports_do),
	    TEST(list_packets_are_told_apart_by_their_sequence),
	    TEST(old_servers_want_to_be_asked_again_in_their_form),
	    TEST(a_pool_gives_each_slot_once_and_keeps_its_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
