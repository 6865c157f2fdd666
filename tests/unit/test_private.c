#include "lib/private.h"

#include "tests/unit/support.h"

/* A packet of these 8 header bytes and n bytes of items, which are random. */
static enum private_kind
parse(const char *header, size_t n, struct private_packet *out)
{
	uint8_t *bytes = malloc(PRIVATE_HEADER_BYTES + n);
	assert_non_null(bytes);
	memcpy(bytes, header, PRIVATE_HEADER_BYTES);
	for (size_t i = 0; i < n; i++)
		bytes[PRIVATE_HEADER_BYTES + i] = (uint8_t)dice(256);
	const enum private_kind kind =
	    private_parse(bytes, PRIVATE_HEADER_BYTES + n, out);
	free(bytes);
	return kind;
}

static void
the_request_is_the_12_bytes_of_the_reports(void **state)
{
	uint8_t request[PRIVATE_REQUEST_BYTES];
	(void)state;
	memset(request, 0xff, sizeof request);
	private_request(request);
	assert_memory_equal(request, "\x17\0\x03\x2a\0\0\0\0\0\0\0\0", 12);
}

static void
the_older_form_is_the_160_bytes_of_ntpdc(void **state)
{
	uint8_t request[PRIVATE_OLD_REQUEST_BYTES];
	const uint8_t zeros[PRIVATE_OLD_REQUEST_BYTES - 4] = {0};
	(void)state;
	memset(request, 0xff, sizeof request);
	private_old_request(request);
	assert_memory_equal(request, "\x17\0\x02\x2a", 4);
	assert_memory_equal(request + 4, zeros, sizeof zeros);
}

static void
each_kind_of_answer_is_told_by_its_header(void **state)
{
	static const struct {
		const char *what, *header;
		size_t n; /* bytes behind it */
		enum private_kind kind;
		struct private_packet want;
	} cases[] = {
	    {"ntpd 4.2.6, first of two", "\xd7\0\x03\x2a\0\x06\0\x48", 432,
		PRIVATE_ITEMS, {2, 3, 42, true, 0, 0, 6, 72}},
	    {"ntpd 4.2.6, second of two", "\x97\x01\x03\x2a\0\x01\0\x48", 72,
		PRIVATE_ITEMS, {2, 3, 42, false, 1, 0, 1, 72}},
	    {"items of 48 bytes", "\x97\0\x03\x2a\0\x0a\0\x30", 480,
		PRIVATE_ITEMS, {2, 3, 42, false, 0, 0, 10, 48}},
	    {"items of 32 bytes", "\x97\0\x03\x2a\0\x0f\0\x20", 480,
		PRIVATE_ITEMS, {2, 3, 42, false, 0, 0, 15, 32}},
	    {"the last sequence", "\xd7\x7f\x03\x2a\0\x06\0\x48", 432,
		PRIVATE_ITEMS, {2, 3, 42, true, 127, 0, 6, 72}},
	    {"garbage behind the items", "\x97\0\x03\x2a\0\x01\0\x48", 90,
		PRIVATE_ITEMS, {2, 3, 42, false, 0, 0, 1, 72}},
	    {"a count that fills its field", "\x97\0\x03\x2a\x0f\xff\0\x01",
		4095, PRIVATE_ITEMS, {2, 3, 42, false, 0, 0, 4095, 1}},
	    {"an empty list", "\x97\0\x03\x2a\0\0\0\x48", 0, PRIVATE_EMPTY,
		{2, 3, 42, false, 0, 0, 0, 72}},
	    {"no data", "\x97\0\x03\x2a\x40\0\0\0", 0, PRIVATE_ERROR,
		{2, 3, 42, false, 0, 4, 0, 0}},
	    {"ntpd 4.1, format", "\x97\0\x03\x2a\x30\0\0\0", 0, PRIVATE_ERROR,
		{2, 3, 42, false, 0, 3, 0, 0}},
	    {"an error with bytes behind it", "\x97\0\x03\x2a\x40\0\0\0", 10,
		PRIVATE_ERROR, {2, 3, 42, false, 0, 4, 0, 0}},
	    {"an error that claims items", "\x97\0\x03\x2a\x10\x06\0\x48", 0,
		PRIVATE_ERROR, {2, 3, 42, false, 0, 1, 6, 72}},
	    {"Cisco, version 3 whatever was asked", "\x9f\0\x03\x2a\x40\0\0\0",
		0, PRIVATE_ERROR, {3, 3, 42, false, 0, 4, 0, 0}},
	    {"version 4", "\xa7\0\x03\x2a\0\x01\0\x48", 72, PRIVATE_ITEMS,
		{4, 3, 42, false, 0, 0, 1, 72}},
	    {"the older form", "\x97\0\x02\x2a\0\x01\0\x20", 32, PRIVATE_ITEMS,
		{2, 2, 42, false, 0, 0, 1, 32}},
	    {"the list of before", "\x97\0\x03\x14\0\x01\0\x30", 48,
		PRIVATE_ITEMS, {2, 3, 20, false, 0, 0, 1, 48}},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct private_packet *want = &cases[i].want;
		struct private_packet p;
		if (parse(cases[i].header, cases[i].n, &p) != cases[i].kind)
			fail_msg("%s", cases[i].what);
		assert_int_equal(p.version, want->version);
		assert_int_equal(p.implementation, want->implementation);
		assert_int_equal(p.request, want->request);
		assert_int_equal(p.more, want->more);
		assert_int_equal(p.sequence, want->sequence);
		assert_int_equal(p.error, want->error);
		assert_int_equal(p.items, want->items);
		assert_int_equal(p.item_bytes, want->item_bytes);
	}
}

static void
what_answers_no_monlist_is_malformed(void **state)
{
	static const struct {
		const char *what, *header;
		size_t n;
	} cases[] = {
	    {"a request", "\x17\0\x03\x2a\0\0\0\0", 4},
	    {"mode 6", "\x96\0\x03\x2a\0\0\0\0", 0},
	    {"version 0", "\x87\0\x03\x2a\0\0\0\0", 0},
	    {"version 5", "\xaf\0\x03\x2a\0\0\0\0", 0},
	    {"the authentication bit", "\x97\x80\x03\x2a\0\0\0\0", 0},
	    {"one item too many", "\x97\0\x03\x2a\0\x07\0\x48", 432},
	    {"one byte too few", "\x97\0\x03\x2a\0\x06\0\x48", 431},
	    {"items of no size", "\x97\0\x03\x2a\0\x06\0\0", 432},
	    {"4095 items of 4095 bytes", "\x97\0\x03\x2a\x0f\xff\x0f\xff", 432},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct private_packet p;
		if (parse(cases[i].header, cases[i].n, &p) != PRIVATE_MALFORMED)
			fail_msg("%s was taken", cases[i].what);
	}
}

static void
an_answer_is_malformed_wherever_it_is_cut(void **state)
{
	uint8_t packet[80] = "\x97\0\x03\x2a\0\x01\0\x48";
	(void)state;
	for (size_t n = 0; n <= sizeof packet; n++) {
		struct private_packet p;
		uint8_t *copy = malloc(n > 0 ? n : 1);
		assert_non_null(copy);
		memcpy(copy, packet, n);
		assert_int_equal(private_parse(copy, n, &p),
		    n < sizeof packet ? PRIVATE_MALFORMED : PRIVATE_ITEMS);
		free(copy);
	}
}

static void
random_bytes_never_claim_more_than_they_hold(void **state)
{
	static const char good[] = "\x97\0\x03\x2a\0\x01\0\x48";
	(void)state;
	dice_start();
	for (int i = 0; i < 20000; i++) {
		struct private_packet p;
		char header[PRIVATE_HEADER_BYTES];
		const size_t n = dice(512);
		for (size_t k = 0; k < sizeof header; k++)
			header[k] = dice(3) == 0 ? (char)dice(256) : good[k];
		if (parse(header, n, &p) == PRIVATE_ITEMS)
			assert_true((size_t)p.items * p.item_bytes <= n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_request_is_the_12_bytes_of_the_reports),
	    cmocka_unit_test(the_older_form_is_the_160_bytes_of_ntpdc),
	    cmocka_unit_test(each_kind_of_answer_is_told_by_its_header),
	    cmocka_unit_test(what_answers_no_monlist_is_malformed),
	    cmocka_unit_test(an_answer_is_malformed_wherever_it_is_cut),
	    cmocka_unit_test(random_bytes_never_claim_more_than_they_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
