#include "scanner/question.h"
#include "tests/unit/answers.h"
#include "tests/unit/support.h"

enum { TIMEOUT = 1000, READVAR = 0, MONLIST = 1 };

static struct targets targets; /* 512: half of them IPv6 */
static const uint8_t key[RANDOM_KEY_BYTES] = "known to nobody else";

static int
set_up(void **state)
{
	static const char *const asked[] = {"192.0.2.0/24", "2001:db8::/120"};
	struct ranges list = {0}, none = {0};
	struct err e;
	(void)state;
	for (size_t i = 0; i < LENGTH(asked); i++) {
		const struct addr_range item = range(asked[i]);
		ranges_add(&list, &item);
	}
	assert_true(targets_init(&targets, &list, &none, &e));
	ranges_done(&list);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	targets_done(&targets);
	return 0;
}

static struct question
question(unsigned number, uint32_t ports)
{
	const struct run run = {
	    .seed = 7, .rate_pps = 100, .timeout_ms = TIMEOUT, .ports = ports};
	struct question q;
	question_init(&q, number, &targets, &run, key);
	return q;
}

/* The answer that a host gives to what it was sent. */
static const struct incoming *
answer(const struct outgoing *sent)
{
	static struct incoming in;
	in.from = sent->to;
	in.from_port = 123;
	in.probe = sent->probe;
	in.port = sent->port;
	in.n = sent->probe == READVAR
		   ? control_answer(in.bytes, bytes_get16(sent->bytes + 2), 0,
			 false, "leap=0", 6)
		   : private_answer(in.bytes, 0, false, 1);
	return &in;
}

static void
every_target_is_asked_once_in_the_order_of_the_seed(void **state)
{
	struct question q = question(READVAR, 64), same = question(READVAR, 64);
	uint8_t seen[512] = {0};
	unsigned n_in_place = 0;
	(void)state;
	for (uint64_t i = 0; i < targets.n; i++) {
		struct outgoing out, again;
		uint64_t number;
		question_next(&q, i, &out);
		question_next(&same, i, &again);
		assert_int_equal(addr_compare(&out.to, &again.to), 0);
		assert_memory_equal(out.bytes, again.bytes, out.n);
		assert_int_equal(out.n, 12);
		assert_false(out.is_again);
		assert_true(targets_find(&targets, &out.to, &number));
		assert_int_equal(seen[number]++, 0);
		n_in_place += number == i;
		const struct addr back = question_address(&q, i);
		assert_int_equal(addr_compare(&back, &out.to), 0);
		assert_int_equal(question_sent_ms(&q, i), i);
	}
	assert_in_range(n_in_place, 0, 20);
	question_done(&q);
	question_done(&same);
}

static void
an_answer_is_its_hosts_and_counts_from_its_probe_on(void **state)
{
	static struct outgoing sent[512];
	(void)state;
	for (unsigned number = 0; number < N_PROBES; number++) {
		struct question q = question(number, 16384);
		uint64_t position;
		for (uint64_t i = 0; i < targets.n; i++) {
			question_next(&q, i, &sent[i]);
			assert_int_equal(
			    question_match(&q, answer(&sent[i]), i, &position),
			    MATCH_HOST);
			assert_int_equal(position, i);
		}
		/* However late: whether that counts is the collector's. */
		assert_int_equal(
		    question_match(&q, answer(&sent[5]), 1 << 30, &position),
		    MATCH_HOST);
		assert_int_equal(position, 5);
		question_done(&q);
	}
}

static void
what_was_not_asked_for_is_nobodys(void **state)
{
	struct question q = question(READVAR, 16384);
	struct outgoing sent;
	struct incoming in;
	uint64_t position;
	(void)state;
	question_next(&q, 0, &sent);
	for (unsigned flip = 0; flip < 16; flip++) {
		in = *answer(&sent);
		in.bytes[2 + flip / 8] ^= (uint8_t)(1 << flip % 8);
		assert_int_equal(
		    question_match(&q, &in, 1, &position), MATCH_NONE);
	}
	in = *answer(&sent);
	in.port ^= 1;
	assert_int_equal(question_match(&q, &in, 1, &position), MATCH_NONE);
	/* A host that will be asked has nothing to answer yet. */
	in = *answer(&sent);
	in.from = question_address(&q, 1);
	bytes_put16(in.bytes + 2, (uint16_t)~bytes_get16(in.bytes + 2));
	assert_int_equal(question_match(&q, &in, 1, &position), MATCH_NONE);
	in.n = 3;
	assert_int_equal(
	    question_match(&q, &in, 1, &position), MATCH_MALFORMED);
	question_done(&q);
}

static void
another_address_answers_within_the_timeout_only(void **state)
{
	struct question q = question(READVAR, 16384);
	struct outgoing sent;
	uint64_t position;
	(void)state;
	question_next(&q, 5000, &sent);
	struct incoming in = *answer(&sent);
	in.from = address("198.51.100.1");
	assert_int_equal(question_match(&q, &in, 5000 + TIMEOUT, &position),
	    MATCH_ELSEWHERE);
	assert_int_equal(position, 0);
	assert_int_equal(
	    question_match(&q, &in, 5001 + TIMEOUT, &position), MATCH_NONE);
	question_done(&q);
}

static void
another_address_is_doubted_when_many_codes_are_in_flight(void **state)
{
	struct question q = question(READVAR, 1); /* 65536 codes */
	struct outgoing sent;
	uint64_t position;
	(void)state;
	for (unsigned n = 1; n < 20; n++) {
		question_next(&q, 0, &sent);
		struct incoming in = *answer(&sent);
		in.from = address("198.51.100.1");
		assert_int_equal(question_match(&q, &in, 1, &position),
		    n * 10000 < 65536 ? MATCH_ELSEWHERE : MATCH_DOUBTFUL);
	}
	question_done(&q);
}

static void
a_list_from_another_address_is_nobodys(void **state)
{
	struct question q = question(MONLIST, 16384);
	struct outgoing sent;
	uint64_t position;
	(void)state;
	question_next(&q, 0, &sent);
	struct incoming in = *answer(&sent);
	in.from = address("198.51.100.1");
	assert_int_equal(question_match(&q, &in, 1, &position), MATCH_NONE);
	question_done(&q);
}

static void
the_second_question_leaves_from_the_same_port(void **state)
{
	struct question q = question(MONLIST, 64);
	struct outgoing first, second;
	uint64_t position;
	(void)state;
	question_next(&q, 10, &first);
	question_again(&q, 0, 700, &second);
	assert_int_equal(addr_compare(&first.to, &second.to), 0);
	assert_int_equal(first.port, second.port);
	assert_true(second.is_again);
	assert_int_equal(second.n, 160);
	assert_memory_equal(second.bytes, "\x17\0\x02\x2a", 4);
	assert_int_equal(q.n_sent, 1);
	assert_int_equal(question_sent_ms(&q, 0), 700);
	assert_int_equal(
	    question_match(&q, answer(&second), 800, &position), MATCH_HOST);
	question_done(&q);
}

static void
as_many_are_remembered_as_one_timeout_needs(void **state)
{
	const struct run run = {
	    .rate_pps = 1000000, .timeout_ms = 10000, .ports = 1};
	struct question q = question(READVAR, 1);
	struct outgoing sent;
	(void)state;
	assert_true(question_most_in_flight(&run) >= 11000000);
	for (uint64_t i = 0; i < targets.n; i++)
		question_next(&q, i, &sent);
	for (uint64_t i = 0; i < targets.n; i++)
		assert_true(question_is_remembered(&q, i));
	q.n_sent++;
	assert_false(question_is_remembered(&q, 0));
	question_done(&q);
}

/* Sends all probes of one shard; counts each target that is asked, and tries
 * every answer with another shard too, which must not take it. */
static void
ask_shard(unsigned shard, unsigned n_shards, uint8_t asked[512])
{
	struct run run = {.seed = 7,
	    .rate_pps = 100,
	    .timeout_ms = TIMEOUT,
	    .ports = 64,
	    .shard = shard,
	    .n_shards = n_shards};
	struct question q, other;
	question_init(&q, READVAR, &targets, &run, key);
	run.shard = shard % n_shards + 1;
	question_init(&other, READVAR, &targets, &run, key);
	other.n_sent = other.n;
	for (uint64_t i = 0; i < q.n; i++) {
		struct outgoing out;
		uint64_t number, position;
		question_next(&q, i, &out);
		assert_true(targets_find(&targets, &out.to, &number));
		asked[number]++;
		const struct incoming *in = answer(&out);
		assert_int_equal(
		    question_match(&q, in, i, &position), MATCH_HOST);
		assert_int_equal(position, i);
		if (n_shards > 1)
			assert_int_not_equal(
			    question_match(&other, in, i, &position),
			    MATCH_HOST);
	}
	question_done(&q);
	question_done(&other);
}

static void
shards_together_ask_every_target_once(void **state)
{
	static const unsigned numbers[] = {1, 2, 3, 7, 64, 511, 512, 513, 600};
	(void)state;
	for (size_t k = 0; k < LENGTH(numbers); k++) {
		uint8_t asked[512] = {0};
		for (unsigned i = 1; i <= numbers[k]; i++)
			ask_shard(i, numbers[k], asked);
		for (size_t i = 0; i < LENGTH(asked); i++)
			if (asked[i] != 1)
				fail_msg("%u shards ask target %zu %u times",
				    numbers[k], i, asked[i]);
	}
}

/* At many packets a second a time is that of a block of positions: never later
 * than the position's own, and less than a millisecond before it. */
static void
times_are_kept_to_the_millisecond_at_any_rate(void **state)
{
	static const uint64_t rates[] = {
	    1, 4000, 8000, 100000, 1000000, 14880952, 1000000000};
	(void)state;
	dice_start();
	for (size_t r = 0; r < LENGTH(rates); r++) {
		const struct run run = {
		    .rate_pps = rates[r], .timeout_ms = 1, .ports = 64};
		struct ranges asked = {0}, none = {0};
		const struct addr_range all = range("5.0.0.0/9");
		struct targets t;
		struct question q;
		struct err e;
		ranges_add(&asked, &all);
		assert_true(targets_init(&t, &asked, &none, &e));
		question_init(&q, READVAR, &t, &run, key);
		const uint64_t first = dice(1000);
		question_skip(&q, first);
		for (uint64_t i = first; i < 3000000; i++) {
			const uint64_t now_ms = i * 1000 / rates[r];
			question_pass(&q, 1, now_ms);
			const uint64_t back = dice(60000);
			const uint64_t position =
			    i - first > back ? i - back : first;
			const uint64_t own_ms = position * 1000 / rates[r];
			if (i % 64 != 0)
				continue;
			assert_true(question_is_remembered(&q, position));
			const uint64_t kept = question_sent_ms(&q, position);
			if ((uint32_t)own_ms - (uint32_t)kept > 1)
				fail_msg("%llu/s: %llu ms, kept %llu",
				    (unsigned long long)rates[r],
				    (unsigned long long)own_ms,
				    (unsigned long long)kept);
		}
		question_done(&q);
		targets_done(&t);
		ranges_done(&asked);
	}
}

/* Times were of 32 bits: after 49 days every answer was late. */
static void
an_answer_after_fifty_days_is_in_time(void **state)
{
	const uint64_t day_ms = 86400000;
	struct question q = question(READVAR, 64);
	(void)state;
	for (uint64_t day = 0; day < 120; day++) {
		struct outgoing out;
		question_next(&q, day * day_ms, &out);
		assert_int_equal(question_sent_ms(&q, day), day * day_ms);
	}
	question_done(&q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_answer_after_fifty_days_is_in_time),
	    cmocka_unit_test(shards_together_ask_every_target_once),
	    cmocka_unit_test(
		every_target_is_asked_once_in_the_order_of_the_seed),
	    cmocka_unit_test(
		an_answer_is_its_hosts_and_counts_from_its_probe_on),
	    cmocka_unit_test(what_was_not_asked_for_is_nobodys),
	    cmocka_unit_test(another_address_answers_within_the_timeout_only),
	    cmocka_unit_test(
		another_address_is_doubted_when_many_codes_are_in_flight),
	    cmocka_unit_test(a_list_from_another_address_is_nobodys),
	    cmocka_unit_test(the_second_question_leaves_from_the_same_port),
	    cmocka_unit_test(times_are_kept_to_the_millisecond_at_any_rate),
	    cmocka_unit_test(as_many_are_remembered_as_one_timeout_needs),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
