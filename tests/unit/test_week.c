/* A week of scanning with the clock turned forward: the engine as it is, a link
 * that is no network, and a look at the memory on the way. What is kept is
 * made, but not written: the disk does not turn as fast as the clock. */
#include <time.h>

static int turned_clock(struct timespec *t);
#define clock_gettime(id, t) turned_clock(t)
#include "scanner/engine.c"
#undef clock_gettime

#include <malloc.h>

#include "tests/unit/answers.h"
#include "tests/unit/support.h"

enum {
	DAYS = 7,
	WAIT_MS = 1000,
	WAITS_PER_LOOK = 100,
	STEPS_PER_CHECKPOINT = 20,
	ANSWERS = 16
};

/* As many as a week asks at one a second. */
static const unsigned rate_pps = 1;
static const char asked_space[] = "192.0.0.0-192.9.58.127"; /* 604,800 */

#ifdef __SANITIZE_ADDRESS__
/* Of the sanitizer, whose headers gcc does not bring. */
size_t __sanitizer_get_current_allocated_bytes(void);
static size_t
live_bytes(void)
{
	return __sanitizer_get_current_allocated_bytes();
}
#else
static size_t
live_bytes(void)
{
	const struct mallinfo2 m = mallinfo2();
	return m.uordblks + m.hblkhd;
}
#endif

static int64_t clock_ns;

static int
turned_clock(struct timespec *t)
{
	*t = (struct timespec){clock_ns / 1000000000, clock_ns % 1000000000};
	return 0;
}

struct keep {
	const struct run *run;
	uint64_t n_slots, steps;
};

struct keep *
keep_start(struct day *day, const struct run *run,
    const bool used[static N_PROBES], uint64_t slot, uint64_t n_slots,
    struct err *e)
{
	struct keep *k = malloc(sizeof *k);
	(void)day;
	(void)used;
	(void)slot;
	(void)e;
	assert_non_null(k);
	*k = (struct keep){run, n_slots, 0};
	return k;
}

uint64_t
keep_limit(const struct keep *k)
{
	return k->n_slots;
}

bool
keep_step(struct keep *k, uint64_t slot, int64_t now_ns_, struct err *e)
{
	const struct checkpoint c = {.used = {true}, .slot = slot};
	(void)now_ns_;
	(void)e;
	if (k->steps++ % STEPS_PER_CHECKPOINT == 0)
		json_free(checkpoint_json(&c, k->run));
	return true;
}

void
keep_also(struct keep *k, const char *path, char *text)
{
	(void)k;
	(void)path;
	free(text);
}

bool
keep_end(struct keep *k, uint64_t slot, bool is_drained, struct err *e)
{
	(void)slot;
	(void)is_drained;
	(void)e;
	free(k);
	return true;
}

void
keep_abandon(struct keep *k)
{
	free(k);
}

/* Every ANSWERS-th probe is answered when the clock has been turned; one in two
 * of these answers comes twice. */
struct no_network {
	struct link link;
	struct incoming answers[ANSWERS];
	size_t n;
	uint64_t sent, waits;
	size_t most_bytes[DAYS + 1]; /* by day */
};

static size_t
send_none(struct link *l, struct outgoing *batch, size_t n)
{
	struct no_network *w = (struct no_network *)l;
	for (size_t i = 0; i < n; i++) {
		batch[i].failed = false;
		if (++w->sent % ANSWERS != 0 || w->n + 2 > ANSWERS)
			continue;
		struct incoming *in = &w->answers[w->n++];
		in->from = batch[i].to;
		in->from_port = 123;
		in->probe = batch[i].probe;
		in->port = batch[i].port;
		in->is_error = false;
		in->n = control_answer(in->bytes,
		    bytes_get16(batch[i].bytes + 2), 0, false, "stratum=2", 9);
		if (w->sent % (2 * ANSWERS) == 0)
			w->answers[w->n++] = *in;
	}
	return n;
}

static size_t
receive_answers(struct link *l, struct incoming *batch, size_t most)
{
	struct no_network *w = (struct no_network *)l;
	const size_t n = w->n < most ? w->n : most;
	for (size_t i = 0; i < n; i++)
		batch[i] = w->answers[i];
	w->n = 0;
	return n;
}

/* Turns the clock forward, past an idle wait, so that the week is short. */
static void
wait_no_time(struct link *l, int64_t most_ns)
{
	struct no_network *w = (struct no_network *)l;
	(void)most_ns;
	clock_ns += (int64_t)WAIT_MS * 1000000;
	if (++w->waits % WAITS_PER_LOOK != 0)
		return;
	const int64_t day = clock_ns / 1000000000 / SECONDS_PER_DAY;
	const size_t bytes = live_bytes();
	if (day <= DAYS && bytes > w->most_bytes[day])
		w->most_bytes[day] = bytes;
}

static uint64_t
count_none(struct link *l)
{
	(void)l;
	return 0;
}

static void
close_none(struct link *l)
{
	(void)l;
}

static const struct link_way no_way = {.name = "none",
    .send = send_none,
    .receive = receive_answers,
    .wait = wait_no_time,
    .drops = count_none,
    .close = close_none};

static void
make_targets(struct targets *t)
{
	struct ranges asked = {0}, none = {0};
	struct err e;
	const struct addr_range item = range(asked_space);
	ranges_add(&asked, &item);
	assert_true(targets_init(t, &asked, &none, &e));
	ranges_done(&asked);
}

/* What was asked and answered is booked to the last probe. */
static void
assert_booked(const struct run *run, const struct no_network *w, uint64_t n)
{
	const struct account *a = &run->accounts[SCAN_NTP];
	if (!run->is_over)
		fail_msg("stopped by %s", run->stopped_by);
	assert_true(run->is_complete);
	assert_int_equal(a->asked, n);
	assert_int_equal(w->sent, n);
	assert_int_equal(a->answered, n / ANSWERS);
	assert_int_equal(a->received_valid, n / ANSWERS);
	assert_int_equal(a->received_duplicate, n / ANSWERS / 2);
	assert_int_equal(a->open, 0);
}

static void
a_week_takes_no_more_memory_than_a_day(void **state)
{
	static struct no_network w;
	const bool used[N_PROBES] = {true}, runs[N_SCANS] = {true};
	static const uint8_t key[RANDOM_KEY_BYTES] = "of this test";
	const struct options options = {.quiet = true};
	const struct config config = {.scan.stop_window_s = 30,
	    .scan.stop_hits_percent = 10,
	    .scan.stop_unreachable_percent = 50};
	struct run run = {.program = "p",
	    .origin = "scan",
	    .seed = 7,
	    .rate_pps = rate_pps,
	    .quiet_ms = 2000,
	    .timeout_ms = 10000,
	    .ports = 1024,
	    .date = 20000,
	    .accounts[SCAN_NTP].runs = true};
	struct targets targets;
	struct day day;
	struct err e = {{0}};
	struct watch watch = {
	    .options = &options, .config = &config, .run = &run};
	(void)state;
	make_targets(&targets);
	assert_int_equal(targets.n, DAYS * SECONDS_PER_DAY);
	w.link.way = &no_way;
	assert_true(day_start(&day, scratch("data"),
	    (struct day_part){.date = run.date}, runs, false, &e));
	const struct engine_setup setup = {.targets = &targets,
	    .used = used,
	    .link = &w.link,
	    .key = key,
	    .run = &run,
	    .day = &day,
	    .watch = &watch};
	if (!engine_run(&setup, &e))
		fail_msg("%s", e.text);
	assert_booked(&run, &w, targets.n);
	assert_true(clock_ns / 1000000000 >= DAYS * SECONDS_PER_DAY);
	for (int i = 0; i <= DAYS; i++)
		print_message("# day %d: %zu bytes\n", i, w.most_bytes[i]);
	for (int i = 2; i < DAYS; i++)
		assert_true(w.most_bytes[i] <= w.most_bytes[1] + 65536);
	day_close(&day);
	targets_done(&targets);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_week_takes_no_more_memory_than_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
