#include "scanner/maker.h"
#include "tests/unit/support.h"

/* A link that makes probes, but never more than so many at a time. */
struct fake {
	struct link link;
	uint64_t slot, most;
};

static uint64_t
fake_make(struct link *l, uint64_t n)
{
	struct fake *fake = (struct fake *)l;
	const uint64_t made = n < fake->most ? n : fake->most;
	fake->slot += made;
	return made;
}

static void
fake_set_questions(struct link *l, const struct link_question *questions,
    unsigned n, uint64_t slot)
{
	assert_int_equal(n, 2);
	assert_int_equal(questions[0].probe, 0);
	assert_int_equal(questions[1].probe, 1);
	((struct fake *)l)->slot = slot;
}

static const struct link_way fake_way = {
    .make = fake_make, .set_questions = fake_set_questions};

/* What was not made is as if it had never been: the positions are taken back,
 * and asked + not asked is what there is. */
static void
what_a_link_makes_is_counted_and_what_not_is_taken_back(void **state)
{
	const uint8_t key[RANDOM_KEY_BYTES] = {1};
	struct run run = {.rate_pps = 1000, .timeout_ms = 100, .ports = 64};
	struct ranges asked = {0}, none = {0};
	struct targets targets;
	struct question questions[2];
	struct fake fake = {.link = {&fake_way}};
	struct err e;
	const struct addr_range item = range("5.6.0.0/22");
	(void)state;
	dice_start();
	ranges_add(&asked, &item);
	assert_true(targets_init(&targets, &asked, &none, &e));
	for (unsigned i = 0; i < 2; i++)
		question_init(&questions[i], i, &targets, &run, key);
	const struct maker m = {&fake.link, questions, 2, run.accounts};
	uint64_t slot = 0;
	maker_start(&m, slot);
	while (slot < 2 * targets.n) {
		const uint64_t n = 1 + dice(2 * targets.n - slot);
		fake.most = dice(100);
		const uint64_t made = maker_make(&m, slot, n, slot);
		assert_true(made <= n && made <= fake.most);
		slot += made;
		assert_int_equal(fake.slot, slot);
		/* Question 0 has the even slots, question 1 the odd ones. */
		assert_int_equal(questions[0].n_sent, (slot + 1) / 2);
		assert_int_equal(questions[1].n_sent, slot / 2);
	}
	for (unsigned i = 0; i < 2; i++) {
		const struct account *a = &run.accounts[probes[i]->scan_ipv4];
		assert_int_equal(a->asked, targets.n);
		assert_int_equal(a->sent, targets.n);
		question_done(&questions[i]);
	}
	targets_done(&targets);
	ranges_done(&asked);
}

/* The request is constant but for its sequence, as a link that makes probes
 * takes for granted. */
static void
a_request_is_its_template_and_its_sequence(void **state)
{
	(void)state;
	for (unsigned i = 0; i < N_PROBES; i++) {
		const struct probe *p = probes[i];
		uint8_t template[PROBE_MAX_REQUEST_BYTES],
		    bytes[PROBE_MAX_REQUEST_BYTES];
		p->request(template, 0);
		assert_int_equal(p->sequence_at % 2, 0);
		for (uint32_t s = 0; s < 1U << p->sequence_bits; s++) {
			p->request(bytes, (uint16_t)s);
			if (p->sequence_bits > 0) {
				template[p->sequence_at] = (uint8_t)(s >> 8);
				template[p->sequence_at + 1] = (uint8_t)s;
			}
			assert_memory_equal(bytes, template, p->request_bytes);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		what_a_link_makes_is_counted_and_what_not_is_taken_back),
	    cmocka_unit_test(a_request_is_its_template_and_its_sequence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
