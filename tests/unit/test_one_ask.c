/* One host, asked through a link of the test's own: what is sent, and what
 * becomes of what comes. */
#include "scanner/ask.h"
#include "tests/unit/answers.h"
#include "tests/unit/support.h"

enum { QUIET_MS = 40, TIMEOUT_MS = 120, MOST = 8 };

static struct targets targets;
static struct addr host;

/* A link that answers each probe with packets that a script makes of it. */
struct fake {
	struct link link;
	size_t (*script)(
	    const struct outgoing *sent, struct incoming *out, size_t most);
	bool refuses;
	unsigned n_sent[N_PROBES];
	struct outgoing last[N_PROBES];
	struct incoming waiting[MOST];
	size_t n_waiting;
};

static size_t
fake_send(struct link *l, struct outgoing *batch, size_t n)
{
	struct fake *fake = (struct fake *)l;
	for (size_t i = 0; i < n; i++) {
		batch[i].failed = fake->refuses;
		fake->n_sent[batch[i].probe]++;
		fake->last[batch[i].probe] = batch[i];
		fake->n_waiting += fake->script(&batch[i],
		    fake->waiting + fake->n_waiting, MOST - fake->n_waiting);
	}
	return n;
}

static size_t
fake_receive(struct link *l, struct incoming *batch, size_t most)
{
	struct fake *fake = (struct fake *)l;
	const size_t n = fake->n_waiting;
	assert_true(n <= most);
	memcpy(batch, fake->waiting, n * sizeof batch[0]);
	fake->n_waiting = 0;
	return n;
}

static void
fake_wait(struct link *l, int64_t most_ns)
{
	(void)l;
	assert_true(most_ns <= 10000000);
	usleep(2000);
}

static const struct link_way fake_way = {.name = "fake",
    .send = fake_send,
    .receive = fake_receive,
    .wait = fake_wait};

static struct fake fake;

/* Asks the host, which answers by the script. */
static void
ask(size_t (*script)(const struct outgoing *, struct incoming *, size_t),
    struct finding *f)
{
	struct err e;
	memset(&fake, 0, sizeof fake);
	fake.link.way = &fake_way;
	fake.script = script;
	const struct ask_setup setup = {.link = &fake.link,
	    .targets = &targets,
	    .quiet_ms = QUIET_MS,
	    .timeout_ms = TIMEOUT_MS};
	assert_true(ask_run(&setup, f, &e));
}

/* Addresses a packet from the host, back to where the probe came from. */
static struct incoming *
reply(const struct outgoing *sent, struct incoming *in)
{
	in->from = host;
	in->from_port = 123;
	in->probe = sent->probe;
	in->port = sent->port;
	return in;
}

static uint16_t
sequence_of(const struct outgoing *sent)
{
	return bytes_get16(sent->bytes + 2);
}

static size_t
nothing(const struct outgoing *sent, struct incoming *out, size_t most)
{
	(void)sent;
	(void)out;
	(void)most;
	return 0;
}

static void
a_silent_host_is_asked_once_a_question(void **state)
{
	struct finding f;
	(void)state;
	finding_init(&f);
	ask(nothing, &f);
	for (unsigned i = 0; i < N_PROBES; i++) {
		assert_int_equal(fake.n_sent[i], 1);
		assert_int_equal(fake.last[i].n, 12);
		assert_int_equal(addr_compare(&fake.last[i].to, &host), 0);
		assert_int_equal(f.said[i].door, DOOR_SILENT);
		assert_int_equal(f.said[i].sent_bytes, 12);
	}
	assert_memory_equal(fake.last[0].bytes, "\x16\x02", 2);
	assert_memory_equal(fake.last[1].bytes, "\x17\0\3\x2a", 4);
	finding_done(&f);
}

/* Two fragments, the second first, and a list of two packets and a copy. */
static size_t
open_host(const struct outgoing *sent, struct incoming *out, size_t most)
{
	struct incoming *in[3];
	assert_true(most >= 3);
	for (size_t i = 0; i < 3; i++)
		in[i] = reply(sent, &out[i]);
	if (sent->probe == 0) {
		in[0]->n = control_answer(
		    in[0]->bytes, sequence_of(sent), 7, false, "stratum=2", 9);
		in[1]->n = control_answer(
		    in[1]->bytes, sequence_of(sent), 0, true, "leap=0,", 7);
		in[1]->bytes[4] = 0x06;
		in[1]->bytes[5] = 0x15;
		return 2;
	}
	in[0]->n = private_answer(in[0]->bytes, 0, true, 6);
	in[1]->n = private_answer(in[1]->bytes, 0, true, 6);
	in[2]->n = private_answer(in[2]->bytes, 1, false, 1);
	return 3;
}

static void
an_open_host_is_described(void **state)
{
	struct finding f;
	(void)state;
	for (unsigned show = 0; show < 2; show++) {
		finding_init(&f);
		f.show_clients = show;
		ask(open_host, &f);
		assert_int_equal(finding_door(&f), DOOR_OPEN);
		assert_string_equal(f.said[0].text.text, "leap=0,stratum=2");
		assert_true(f.said[0].is_whole);
		assert_int_equal(f.said[0].status, 0x0615);
		assert_int_equal(f.said[0].answer.packets, 2);
		assert_int_equal(f.said[0].answer.bytes, 12 + 9 + 12 + 7);
		assert_int_equal(f.said[1].answer.packets, 3);
		assert_int_equal(f.said[1].answer.bytes, 440 + 440 + 80);
		assert_int_equal(f.said[1].answer.items, 7);
		assert_int_equal(f.said[1].clients.n, show ? 7 : 0);
		assert_int_equal(finding_amplification(&f.said[1]), 8000);
		assert_int_equal(f.said[1].port, 123);
		assert_int_equal(f.n_stray, 0);
		finding_done(&f);
	}
}

/* Mode 6 refuses; Mode 7 knows the older form only, and then has nothing. */
static size_t
old_closed_host(const struct outgoing *sent, struct incoming *out, size_t most)
{
	struct incoming *in = reply(sent, &out[0]);
	assert_true(most >= 1);
	if (sent->probe == 0) {
		in->n = control_error(in->bytes, sequence_of(sent), 7);
	} else {
		in->n = private_error(in->bytes, sent->is_again ? 4 : 1);
		in->bytes[2] = sent->bytes[2];
	}
	return 1;
}

static void
an_old_host_is_asked_once_more(void **state)
{
	struct finding f;
	(void)state;
	finding_init(&f);
	ask(old_closed_host, &f);
	assert_int_equal(fake.n_sent[0], 1);
	assert_int_equal(fake.n_sent[1], 2);
	assert_int_equal(fake.last[1].n, 160);
	assert_int_equal(f.said[1].sent_bytes, 172);
	assert_true(f.said[1].answer.asked_again);
	assert_int_equal(f.said[0].door, DOOR_CLOSED);
	assert_int_equal(f.said[0].answer.error, 7);
	assert_int_equal(f.said[1].door, DOOR_CLOSED);
	assert_int_equal(f.said[1].answer.error, 4);
	finding_done(&f);
}

/* Wrong sequence; from another address with the right one; no answer at all. */
static size_t
strange_host(const struct outgoing *sent, struct incoming *out, size_t most)
{
	struct incoming *in[3];
	assert_true(most >= 3);
	for (size_t i = 0; i < 3; i++)
		in[i] = reply(sent, &out[i]);
	if (sent->probe == 1) {
		in[0]->from = address("198.51.100.77");
		in[0]->n = private_answer(in[0]->bytes, 0, false, 1);
		return 1;
	}
	in[0]->n = control_answer(in[0]->bytes,
	    (uint16_t)(sequence_of(sent) + 1), 0, false, "leap=1", 6);
	in[1]->from = address("198.51.100.77");
	in[1]->from_port = 999;
	in[1]->n = control_answer(
	    in[1]->bytes, sequence_of(sent), 0, false, "leap=2", 6);
	in[2]->n = 3;
	memcpy(in[2]->bytes, "\x16\x82", 3);
	return 3;
}

static void
only_what_was_asked_counts(void **state)
{
	struct finding f;
	const struct addr other = address("198.51.100.77");
	(void)state;
	finding_init(&f);
	ask(strange_host, &f);
	assert_string_equal(f.said[0].text.text, "leap=2");
	assert_int_equal(addr_compare(&f.said[0].from, &other), 0);
	assert_int_equal(f.said[0].port, 999);
	assert_int_equal(f.said[0].door, DOOR_OPEN);
	assert_int_equal(f.said[1].door, DOOR_SILENT);
	assert_int_equal(f.n_stray, 3);
	finding_done(&f);
}

/* Data and an error beside it: no row. */
static size_t
undecided_host(const struct outgoing *sent, struct incoming *out, size_t most)
{
	assert_true(most >= 2);
	reply(sent, &out[0]);
	reply(sent, &out[1]);
	if (sent->probe == 1) {
		out[0].n = private_answer(out[0].bytes, 0, false, 0);
		return 1;
	}
	out[0].n = control_answer(
	    out[0].bytes, sequence_of(sent), 4, false, "leap=1", 6);
	out[1].n = control_error(out[1].bytes, sequence_of(sent), 0);
	return 2;
}

static void
a_host_is_closed_where_a_scan_makes_no_row(void **state)
{
	struct finding f;
	(void)state;
	finding_init(&f);
	ask(undecided_host, &f);
	assert_int_equal(f.said[0].door, DOOR_CLOSED);
	assert_int_equal(f.said[0].answer.error, UINT8_MAX);
	assert_false(f.said[0].is_whole);
	assert_int_equal(f.said[1].door, DOOR_CLOSED);
	assert_true(f.said[1].answer.is_empty);
	assert_int_equal(finding_door(&f), DOOR_CLOSED);
	finding_done(&f);
}

static void
what_cannot_be_sent_is_a_failure(void **state)
{
	struct finding f;
	struct err e;
	const struct ask_setup setup = {.link = &fake.link,
	    .targets = &targets,
	    .quiet_ms = QUIET_MS,
	    .timeout_ms = TIMEOUT_MS};
	(void)state;
	memset(&fake, 0, sizeof fake);
	fake.link.way = &fake_way;
	fake.script = nothing;
	fake.refuses = true;
	finding_init(&f);
	assert_false(ask_run(&setup, &f, &e));
	assert_says(e.text, "cannot send to 192.0.2.9");
	finding_done(&f);
}

static int
set_up(void **state)
{
	struct ranges asked = {0}, excluded = {0};
	const struct addr_range item = range("192.0.2.9");
	struct err e;
	(void)state;
	host = item.first;
	ranges_add(&asked, &item);
	assert_true(targets_init(&targets, &asked, &excluded, &e));
	ranges_done(&asked);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	targets_done(&targets);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_silent_host_is_asked_once_a_question),
	    cmocka_unit_test(an_open_host_is_described),
	    cmocka_unit_test(an_old_host_is_asked_once_more),
	    cmocka_unit_test(only_what_was_asked_counts),
	    cmocka_unit_test(a_host_is_closed_where_a_scan_makes_no_row),
	    cmocka_unit_test(what_cannot_be_sent_is_a_failure),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
