/* The Mode 7 side of the test Internet: who answers what, in how many packets
 * and bytes, as recorded from real daemons and published samples. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "tests/simnet/mode7.h"
#include "tests/unit/simnet_hosts.h"

static const uint8_t monlist[12] = {0x17, 0x00, 0x03, 0x2a};
static const struct addr here = {.bytes = {198, 51, 100, 7}};

static struct replies
answer(const struct host *h, const uint8_t *request, size_t len)
{
	struct replies r;
	const struct question q = question_with(request, len);
	replies_init(&r);
	mode7_answer(h, &here, &q, &r);
	return r;
}

static size_t
n_bytes(const struct replies *r)
{
	size_t sum = 0;
	for (size_t i = 0; i < r->n_packets; i++)
		sum += r->packets[i].len;
	return sum;
}

static struct host
lister(enum profile profile, uint16_t n_items)
{
	struct host h = host_of(profile);
	h.monlist = MONLIST_ITEMS;
	h.n_items = n_items;
	return h;
}

static void
lists_have_the_published_sizes(void **state)
{
	(void)state;
	static const struct {
		uint16_t items, packets;
		size_t bytes;
	} samples[] = {{1, 1, 80}, {3, 1, 224}, {5, 1, 368}, {6, 1, 440},
	    {7, 2, 520}, {8, 2, 592}, {9, 2, 664}, {21, 4, 1544},
	    {60, 10, 4400}, {100, 17, 7336}, {600, 100, 44000}};
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		const struct host h = lister(PROFILE_NTPD426, samples[i].items);
		struct replies r = answer(&h, monlist, 12);
		assert_int_equal(r.n_packets, samples[i].packets);
		assert_int_equal(n_bytes(&r), samples[i].bytes);
		assert_false(r.cut);
		replies_done(&r);
	}
}

static void
headers_count_and_tell_the_last(void **state)
{
	(void)state;
	const struct host h = lister(PROFILE_NTPD426, 15);
	struct replies r = answer(&h, monlist, 12);
	static const uint8_t wanted[3][8] = {
	    {0xd7, 0, 3, 42, 0, 6, 0, 72},
	    {0xd7, 1, 3, 42, 0, 6, 0, 72},
	    {0x97, 2, 3, 42, 0, 3, 0, 72},
	};
	assert_int_equal(r.n_packets, 3);
	for (size_t i = 0; i < 3; i++)
		assert_memory_equal(
		    replies_payload(&r, &r.packets[i]), wanted[i], 8);
	replies_done(&r);
}

/* {198.18.0.0/15 clients, its own address, unicast, a client's mode 3}, where
 * the recorded items of 4.2.6 have them. */
static void
items_have_their_fields_in_place(void **state)
{
	(void)state;
	const struct host h = lister(PROFILE_NTPD426, 2);
	struct replies r = answer(&h, monlist, 12);
	const uint8_t *item = replies_payload(&r, &r.packets[0]) + 8;
	assert_int_equal(item[16], 198);
	assert_in_range(item[17], 18, 19);
	assert_memory_equal(item + 20, here.bytes, 4);
	assert_memory_equal(item + 24, "\0\0\0\1", 4);
	assert_int_equal(item[30], 3);
	assert_in_range(item[31], 2, 4);
	assert_memory_equal(item + 32, "\0\0\0\0", 4);
	replies_done(&r);
}

/* 4.1 to 4.2.4 put the one who asks first: mode 7, version 2. */
static void
old_lists_begin_with_the_asker(void **state)
{
	(void)state;
	const struct host h = lister(PROFILE_NTPD42, 2);
	struct replies r = answer(&h, monlist, 12);
	const uint8_t *item = replies_payload(&r, &r.packets[0]) + 8;
	assert_memory_equal(item + 16, "\xc0\x00\x02\x01", 4);
	assert_int_equal(item[28] << 8 | item[29], 50000);
	assert_int_equal(item[30], 7);
	assert_int_equal(item[31], 2);
	replies_done(&r);
}

static void
other_forms_have_other_items(void **state)
{
	(void)state;
	static const struct {
		uint8_t implementation, request;
		size_t packets, size;
	} forms[] = {{3, 42, 100, 72}, {3, 20, 60, 48}, {2, 42, 40, 32},
	    {2, 20, 30, 24}};
	for (size_t i = 0; i < 4; i++) {
		const struct host h = lister(PROFILE_NTPD426, 600);
		const uint8_t request[12] = {
		    0x17, 0, forms[i].implementation, forms[i].request};
		struct replies r = answer(&h, request, 12);
		assert_int_equal(r.n_packets, forms[i].packets);
		assert_int_equal(
		    n_bytes(&r), 8 * forms[i].packets + 600 * forms[i].size);
		assert_int_equal(
		    replies_payload(&r, &r.packets[0])[7], forms[i].size);
		replies_done(&r);
	}
}

static void
assert_answer(const struct host *h, const uint8_t *request, size_t len,
    const uint8_t *wanted)
{
	struct replies r = answer(h, request, len);
	assert_int_equal(r.n_packets, wanted != NULL);
	if (wanted != NULL) {
		assert_int_equal(r.packets[0].len, 8);
		assert_memory_equal(
		    replies_payload(&r, &r.packets[0]), wanted, 8);
		assert_int_equal(r.packets[0].meaning, MEANS_REFUSAL);
	}
	replies_done(&r);
}

/* The table of who answers what (recorded with a matrix of odd probes). */
static void
refusals_are_those_of_the_daemons(void **state)
{
	(void)state;
	const uint8_t long_request[160] = {0x17, 0, 3, 42};
	const uint8_t no_data[8] = {0x97, 0, 3, 42, 0x40};
	struct host h = host_of(PROFILE_NTPD428);
	h.monlist = MONLIST_SILENT;
	assert_answer(&h, monlist, 12, NULL);
	h.monlist = MONLIST_NO_DATA;
	assert_answer(&h, monlist, 12, no_data);
	assert_answer(&h, monlist, 7, NULL);
	h = host_of(PROFILE_NTPD41);
	h.monlist = MONLIST_OLD;
	assert_answer(
	    &h, monlist, 12, (const uint8_t[8]){0x97, 0, 3, 42, 0x30});
	assert_answer(
	    &h, long_request, 160, (const uint8_t[8]){0x97, 0, 3, 42, 0x10});
	h = host_of(PROFILE_CISCO);
	h.monlist = MONLIST_CISCO;
	assert_answer(
	    &h, monlist, 12, (const uint8_t[8]){0x9f, 0, 3, 42, 0x10});
}

/* What ntpdc 4.1 asks and 4.1.0 answers: 8 items of 32 bytes in 264. */
static void
old_servers_answer_old_clients(void **state)
{
	(void)state;
	const uint8_t request[160] = {0x17, 0, 2, 42};
	struct host h = lister(PROFILE_NTPD41, 8);
	h.monlist = MONLIST_OLD;
	struct replies r = answer(&h, request, sizeof request);
	assert_int_equal(r.n_packets, 1);
	assert_int_equal(n_bytes(&r), 264);
	replies_done(&r);
}

/* 4.2.6 is silent where 4.2.4 says error 3, even to a response. */
static void
odd_requests_are_dropped_or_refused(void **state)
{
	(void)state;
	static const uint8_t odd[][12] = {{0x97, 0, 3, 42}, {0x57, 0, 3, 42},
	    {0x07, 0, 3, 42}, {0x2f, 0, 3, 42}, {0x17, 1, 3, 42},
	    {0x17, 0, 3, 42, 0x10}, {0x17, 0, 3, 42, 0, 0, 0x10}};
	const struct host new_host = lister(PROFILE_NTPD426, 1);
	const struct host old_host = lister(PROFILE_NTPD42, 1);
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		uint8_t error[8] = {0x97, 0, 3, 42, 0x30};
		error[0] = (uint8_t)(0x80 | (odd[i][0] & 0x3f));
		assert_answer(&new_host, odd[i], 12, NULL);
		assert_answer(&old_host, odd[i], 12, error);
	}
	assert_answer(&new_host, (const uint8_t[8]){0x17, 0, 0, 42}, 8,
	    (const uint8_t[8]){0x97, 0, 0, 42, 0x20});
	assert_answer(&new_host, (const uint8_t[8]){0x17, 0, 4, 42}, 8,
	    (const uint8_t[8]){0x97, 0, 4, 42, 0x10});
	assert_answer(&new_host, (const uint8_t[8]){0x17, 0, 3, 42, 0, 0, 0, 1},
	    8, (const uint8_t[8]){0x97, 0, 3, 42, 0x30});
}

static void
ipv6_clients_are_marked_and_leave_their_traces(void **state)
{
	(void)state;
	struct host h = lister(PROFILE_NTPD426, 600);
	unsigned n_v6 = 0, n_stale = 0;
	h.lists_v6 = true;
	struct replies r = answer(&h, monlist, 12);
	for (size_t i = 0; i < r.n_packets; i++)
		for (unsigned j = 0; j < 6; j++) {
			const uint8_t *item =
			    replies_payload(&r, &r.packets[i]) + 8 + j * 72;
			const bool is_v6 = item[32] != 0;
			n_v6 += is_v6;
			n_stale += !is_v6 && item[40] == 0x20;
		}
	assert_in_range(n_v6, 60, 180);
	assert_true(n_stale > 100);
	replies_done(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_have_the_published_sizes),
	    cmocka_unit_test(headers_count_and_tell_the_last),
	    cmocka_unit_test(items_have_their_fields_in_place),
	    cmocka_unit_test(old_lists_begin_with_the_asker),
	    cmocka_unit_test(other_forms_have_other_items),
	    cmocka_unit_test(refusals_are_those_of_the_daemons),
	    cmocka_unit_test(old_servers_answer_old_clients),
	    cmocka_unit_test(odd_requests_are_dropped_or_refused),
	    cmocka_unit_test(ipv6_clients_are_marked_and_leave_their_traces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
