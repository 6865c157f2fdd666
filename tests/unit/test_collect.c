#include "scanner/collect.h"
#include "tests/unit/answers.h"
#include "tests/unit/support.h"

enum { QUIET = 50, TIMEOUT = 200 };

/* What has finished: how often, and the last of it. */
struct finished {
	unsigned n;
	struct heard last;
};

static void
take_finished(void *context, const struct heard *h)
{
	struct finished *f = context;
	assert_true(h->is_open);
	f->n++;
	f->last = *h;
	f->last.answer.pieces = NULL;
}

/* Gives the collection a monitor list's packet `sequence` of one item. */
static enum collected
give(struct collect *c, uint64_t position, uint64_t asked_ms, uint64_t now_ms,
    uint8_t sequence, bool *is_first)
{
	uint8_t bytes[80];
	struct taken taken;
	const size_t n = private_answer(bytes, sequence, true, 1);
	const enum collected what = collect_packet(
	    c, 1, position, asked_ms, now_ms, 123, bytes, n, &taken);
	*is_first = taken.is_first;
	if (what == COLLECTED)
		assert_true(taken.verdict != VERDICT_MALFORMED);
	return what;
}

static void
a_host_finishes_when_it_has_been_quiet(void **state)
{
	struct collect *c = collect_new(10, QUIET, TIMEOUT);
	struct finished f = {0};
	bool is_first;
	(void)state;
	assert_int_equal(give(c, 7, 1000, 1010, 0, &is_first), COLLECTED);
	assert_true(is_first);
	assert_int_equal(give(c, 7, 1000, 1050, 1, &is_first), COLLECTED);
	assert_false(is_first);
	collect_sweep(c, 1100, true, take_finished, &f);
	assert_int_equal(f.n, 0);
	assert_int_equal(collect_open(c), 1);
	collect_sweep(c, 1101, true, take_finished, &f);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.last.position, 7);
	assert_int_equal(f.last.probe, 1);
	assert_int_equal(f.last.port, 123);
	assert_int_equal(f.last.asked_ms, 1000);
	assert_int_equal(f.last.last_ms, 1050);
	assert_int_equal(f.last.answer.packets, 2);
	assert_int_equal(f.last.answer.bytes, 160);
	assert_int_equal(collect_open(c), 0);
	collect_sweep(c, 9999, true, take_finished, &f);
	assert_int_equal(f.n, 1);
	collect_free(c);
}

static void
a_host_that_repeats_without_end_finishes_at_its_timeout(void **state)
{
	struct collect *c = collect_new(10, QUIET, TIMEOUT);
	struct finished f = {0};
	bool is_first;
	uint64_t now;
	(void)state;
	for (now = 0; now <= TIMEOUT; now += 10) {
		assert_int_equal(give(c, 7, 0, now, 0, &is_first), COLLECTED);
		collect_sweep(c, now, true, take_finished, &f);
		assert_int_equal(f.n, 0);
	}
	assert_int_equal(give(c, 7, 0, now, 0, &is_first), COLLECTED_LATE);
	collect_sweep(c, now, true, take_finished, &f);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.last.answer.packets, 21);
	assert_int_equal(give(c, 7, 0, now + 1, 0, &is_first), COLLECTED_LATE);
	collect_free(c);
}

static void
what_comes_after_the_end_is_late_and_no_second_row(void **state)
{
	struct collect *c = collect_new(10, QUIET, TIMEOUT);
	struct finished f = {0};
	bool is_first;
	(void)state;
	assert_int_equal(give(c, 7, 0, 10, 0, &is_first), COLLECTED);
	collect_sweep(c, 61, true, take_finished, &f);
	assert_int_equal(f.n, 1);
	for (uint64_t now = 62; now < 400; now++) {
		assert_int_equal(
		    give(c, 7, 0, now, 1, &is_first), COLLECTED_LATE);
		assert_false(is_first);
		collect_sweep(c, now, true, take_finished, &f);
	}
	assert_int_equal(f.n, 1);
	/* Never heard of, but too late as well. */
	assert_int_equal(
	    give(c, 8, 0, TIMEOUT + 1, 0, &is_first), COLLECTED_LATE);
	assert_int_equal(give(c, 8, 0, TIMEOUT, 0, &is_first), COLLECTED);
	collect_free(c);
}

static void
probes_of_one_position_are_kept_apart(void **state)
{
	struct collect *c = collect_new(10, QUIET, TIMEOUT);
	struct finished f = {0};
	uint8_t bytes[100];
	struct taken taken;
	bool is_first;
	(void)state;
	give(c, 7, 0, 0, 0, &is_first);
	const size_t n = control_answer(bytes, 5, 0, false, "leap=0", 6);
	assert_int_equal(
	    collect_packet(c, 0, 7, 0, 0, 1123, bytes, n, &taken), COLLECTED);
	assert_int_equal(taken.verdict, VERDICT_VALID);
	assert_true(taken.is_first);
	assert_int_equal(collect_open(c), 2);
	collect_sweep(c, 1000, true, take_finished, &f);
	assert_int_equal(f.n, 2);
	collect_free(c);
}

static void
a_malformed_packet_is_no_answer(void **state)
{
	struct collect *c = collect_new(10, QUIET, TIMEOUT);
	struct finished f = {0};
	struct taken taken;
	bool is_first;
	(void)state;
	assert_int_equal(collect_packet(c, 1, 7, 0, 0, 123,
			     (const uint8_t *)"junk", 4, &taken),
	    COLLECTED);
	assert_int_equal(taken.verdict, VERDICT_MALFORMED);
	assert_false(taken.is_first);
	assert_int_equal(give(c, 7, 0, 1, 0, &is_first), COLLECTED);
	assert_true(is_first);
	collect_sweep(c, 1000, true, take_finished, &f);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.last.answer.packets, 1);
	collect_free(c);
}

static void
a_second_question_starts_the_time_anew_but_once(void **state)
{
	struct collect *c = collect_new(10, QUIET, TIMEOUT);
	struct finished f = {0};
	struct taken taken;
	uint8_t bytes[8];
	bool is_first;
	(void)state;
	const size_t n = private_error(bytes, 3);
	assert_false(collect_ask_again(c, 1, 7, 0, 160));
	assert_int_equal(
	    collect_packet(c, 1, 7, 0, 190, 123, bytes, n, &taken), COLLECTED);
	assert_true(taken.wants_again);
	assert_true(collect_ask_again(c, 1, 7, 195, 160));
	assert_false(collect_ask_again(c, 1, 7, 196, 160));
	assert_int_equal(
	    collect_packet(c, 1, 7, 195, 200, 123, bytes, n, &taken),
	    COLLECTED);
	assert_false(taken.wants_again);
	assert_false(taken.is_first);
	collect_sweep(c, TIMEOUT + 1, true, take_finished, &f);
	assert_int_equal(f.n, 0);
	collect_sweep(c, 251, true, take_finished, &f);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.last.asked_ms, 195);
	assert_int_equal(f.last.answer.packets, 2);
	assert_int_equal(f.last.answer.again_bytes, 160);
	assert_false(collect_ask_again(c, 1, 7, 252, 160));
	assert_int_equal(give(c, 7, 195, 300, 0, &is_first), COLLECTED_LATE);
	collect_free(c);
}

static void
a_full_table_has_no_room_until_times_are_over(void **state)
{
	struct collect *c = collect_new(3, QUIET, TIMEOUT);
	struct finished f = {0};
	bool is_first;
	(void)state;
	for (uint64_t i = 0; i < 3; i++)
		assert_int_equal(give(c, i, 0, 0, 0, &is_first), COLLECTED);
	assert_int_equal(give(c, 3, 0, 0, 0, &is_first), COLLECTED_NO_ROOM);
	assert_int_equal(give(c, 2, 0, 0, 1, &is_first), COLLECTED);
	collect_sweep(c, QUIET + 1, true, take_finished, &f);
	assert_int_equal(f.n, 3);
	assert_int_equal(give(c, 3, 60, 60, 0, &is_first), COLLECTED_NO_ROOM);
	collect_sweep(c, TIMEOUT + 1, true, take_finished, &f);
	for (uint64_t i = 3; i < 6; i++)
		assert_int_equal(give(c, i, 190, 210, 0, &is_first), COLLECTED);
	assert_int_equal(f.n, 3);
	collect_free(c);
}

static void
sweeps_of_a_part_come_round_to_all(void **state)
{
	enum { HOSTS = 1000 };
	struct collect *c = collect_new(HOSTS, QUIET, TIMEOUT);
	struct finished f = {0};
	bool is_first;
	(void)state;
	for (uint64_t i = 0; i < HOSTS; i++)
		give(c, i, 0, 0, 0, &is_first);
	collect_sweep(c, QUIET + 1, false, take_finished, &f);
	assert_in_range(f.n, 1, HOSTS / 10);
	for (int i = 0; i < 64; i++)
		collect_sweep(c, QUIET + 1, false, take_finished, &f);
	assert_int_equal(f.n, HOSTS);
	assert_int_equal(collect_open(c), 0);
	collect_free(c);
}

/* A host as a simple model has it. */
struct model {
	bool is_known, is_open, has_finished;
	uint64_t asked, last;
};

enum { POSITIONS = 300, MOST = 40 };

static void
mark_finished(void *context, const struct heard *h)
{
	struct model *hosts = context;
	assert_false(hosts[h->position].has_finished);
	hosts[h->position].has_finished = true;
}

static void
check_sweep(struct collect *c, struct model *hosts, uint64_t now)
{
	size_t n_open = 0;
	collect_sweep(c, now, true, mark_finished, hosts);
	for (int i = 0; i < POSITIONS; i++) {
		struct model *h = &hosts[i];
		const bool is_over = h->is_known && now - h->asked > TIMEOUT,
			   ends =
			       h->is_open && (is_over || now - h->last > QUIET);
		assert_int_equal(h->has_finished, ends);
		h->has_finished = false;
		h->is_open = h->is_open && !ends;
		h->is_known = h->is_known && !is_over;
		n_open += h->is_open;
	}
	assert_int_equal(collect_open(c), n_open);
}

static void
a_simple_model_agrees_about_every_packet(void **state)
{
	struct model hosts[POSITIONS] = {{0}};
	struct collect *c = collect_new(MOST, QUIET, TIMEOUT);
	uint64_t now = 1000;
	(void)state;
	dice_start();
	for (int step = 0; step < 100000; step++) {
		now += dice(4);
		if (dice(20) == 0)
			check_sweep(c, hosts, now);
		const size_t i = dice(POSITIONS);
		struct model *h = &hosts[i];
		size_t n_known = 0;
		bool is_first;
		for (int k = 0; k < POSITIONS; k++)
			n_known += hosts[k].is_known;
		if (!h->is_known)
			h->asked = now - dice(TIMEOUT + 20);
		enum collected want = COLLECTED;
		if (now - h->asked > TIMEOUT || (h->is_known && !h->is_open))
			want = COLLECTED_LATE;
		else if (!h->is_known && n_known == MOST)
			want = COLLECTED_NO_ROOM;
		assert_int_equal(give(c, i, h->asked, now, 0, &is_first), want);
		assert_int_equal(is_first, want == COLLECTED && !h->is_known);
		if (want == COLLECTED) {
			h->is_known = h->is_open = true;
			h->last = now;
		}
	}
	collect_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_host_finishes_when_it_has_been_quiet),
	    cmocka_unit_test(
		a_host_that_repeats_without_end_finishes_at_its_timeout),
	    cmocka_unit_test(
		what_comes_after_the_end_is_late_and_no_second_row),
	    cmocka_unit_test(probes_of_one_position_are_kept_apart),
	    cmocka_unit_test(a_malformed_packet_is_no_answer),
	    cmocka_unit_test(a_second_question_starts_the_time_anew_but_once),
	    cmocka_unit_test(a_full_table_has_no_room_until_times_are_over),
	    cmocka_unit_test(sweeps_of_a_part_come_round_to_all),
	    cmocka_unit_test(a_simple_model_agrees_about_every_packet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
