/* The questions take turns: slot s of the run is position s / q of question
 * s mod q, where q is their number. Each question has an order of its own, so
 * that a host does not get its two packets together. Second questions, to the
 * few servers that do not understand the first, go before what is next. */
#include "scanner/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/mem.h"

#include "scanner/again.h"
#include "scanner/book.h"
#include "scanner/collect.h"
#include "scanner/maker.h"
#include "scanner/pace.h"
#include "scanner/question.h"
#include "scanner/retry.h"

enum { MAX_HOSTS = 1 << 22 };

static const int64_t idle_ns = 5000000;

struct engine {
	const struct engine_setup *setup;
	struct question questions[N_PROBES];
	unsigned n_questions;
	struct question *by_probe[N_PROBES];
	uint64_t n_slots, slot; /* how many, and the next to send */
	struct again_queue again;
	struct retry retry;
	struct maker maker;
	struct pace pace;
	struct collect *collect;
	struct arena arena;      /* of the row being made */
	double stalled_before_s; /* by the parts of this run before */
	uint64_t dropped_before, lost_before;
	time_t started; /* the second in which run_ms was 0 */
	int64_t started_ns;
	uint64_t last_sent_ms;
	struct outgoing out[LINK_SEND_BATCH];
	struct incoming *in; /* LINK_BATCH of them */
	struct err *e;
	bool failed;
};

static int64_t
now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static uint64_t
run_ms(const struct engine *g)
{
	return (uint64_t)(now_ns() - g->started_ns) / 1000000;
}

static struct account *
account_of(
    const struct engine *g, const struct question *q, const struct addr *a)
{
	return run_account(g->setup->run, q->probe, a);
}

static void
add_question(struct engine *g, unsigned probe)
{
	struct question *q = &g->questions[g->n_questions++];
	struct account *accounts = g->setup->run->accounts;
	question_init(
	    q, probe, g->setup->targets, g->setup->run, g->setup->key);
	g->by_probe[probe] = q;
	accounts[q->probe->scan_ipv4].check_bits = check_bits(&q->check);
	accounts[q->probe->scan_ipv6].check_bits = check_bits(&q->check);
}

static void
init(struct engine *g, const struct engine_setup *setup, struct err *e)
{
	struct run *run = setup->run;
	*g = (struct engine){.setup = setup, .e = e};
	for (unsigned probe = 0; probe < N_PROBES; probe++)
		if (setup->used[probe])
			add_question(g, probe);
	g->n_slots =
	    question_positions(run, setup->targets->n) * g->n_questions;
	g->slot = setup->slot;
	g->stalled_before_s = run->stalled_s;
	g->dropped_before = run->dropped_by_kernel;
	g->lost_before = run->lost_on_the_way;
	for (unsigned i = 0; i < g->n_questions; i++)
		question_skip(&g->questions[i],
		    (g->slot + g->n_questions - 1 - i) / g->n_questions);
	uint64_t hosts = question_most_in_flight(run);
	hosts = hosts < g->n_slots ? hosts : g->n_slots;
	g->collect = collect_new(hosts < MAX_HOSTS ? hosts : MAX_HOSTS,
	    run->quiet_ms, run->timeout_ms);
	g->in = mem_new(LINK_BATCH, sizeof g->in[0]);
	again_init(&g->again);
	for (unsigned i = 0; i < g->n_questions && run->retry_ms > 0; i++)
		if (g->questions[i].probe == &probe_readvar)
			retry_init(&g->retry, &g->questions[i], run->retry_ms);
	g->started = time(NULL);
	g->started_ns = now_ns();
	g->maker = (struct maker){
	    setup->link, g->questions, g->n_questions, run->accounts};
	if (link_makes(setup->link))
		maker_start(&g->maker, g->slot);
	pace_init(&g->pace, run->rate_pps, g->started_ns);
}

static void
done(struct engine *g)
{
	for (unsigned i = 0; i < g->n_questions; i++)
		question_done(&g->questions[i]);
	collect_free(g->collect);
	arena_reset(&g->arena);
	free(g->in);
	again_done(&g->again);
	retry_done(&g->retry);
}

/* True if the link makes the probes: it does not know late exclusions. */
static bool
link_is_maker(const struct engine *g)
{
	return link_makes(g->setup->link) &&
	       !watch_has_excluded(g->setup->watch);
}

/* Makes the batch that may leave now, of `due` packets at most; gives its size.
 */
static size_t
make_batch(struct engine *g, uint64_t due)
{
	const uint64_t now_ms = run_ms(g);
	const size_t n = due < LINK_SEND_BATCH ? (size_t)due : LINK_SEND_BATCH;
	struct watch *watch = g->setup->watch;
	size_t made =
	    again_make(&g->again, g->collect, watch, now_ms, g->out, n);
	made += retry_make(&g->retry, watch, now_ms, g->out + made, n - made);
	if (link_is_maker(g))
		return made;
	for (; made < n && g->slot < watch_limit(watch); g->slot++) {
		struct question *q = &g->questions[g->slot % g->n_questions];
		struct outgoing *out = &g->out[made];
		question_next(q, now_ms, out);
		if (!watch_excludes(watch, &out->to)) {
			made++;
			continue;
		}
		account_of(g, q, &out->to)->excluded_since++;
		retry_hear(&g->retry, q, q->n_sent - 1);
	}
	return made;
}

/* Books a probe. Where bits count, a second question is no longer than two
 * packets. */
static void
pace_probe(struct engine *g, const struct outgoing *out)
{
	const bool is_bits = g->setup->run->rate_is_bits;
	pace_sent(&g->pace, out->is_again && is_bits ? 2 : 1);
	book_sent(g->setup->run, out);
}

/* Has the link make and send at most n probes itself. */
static void
make_by_link(struct engine *g, uint64_t n)
{
	const uint64_t left = watch_limit(g->setup->watch) - g->slot;
	n = n < left ? n : left;
	if (n == 0)
		return;
	const uint64_t made = maker_make(&g->maker, g->slot,
	    n < LINK_MAKE_MOST ? n : LINK_MAKE_MOST, run_ms(g));
	g->slot += made;
	pace_sent(&g->pace, made);
	g->last_sent_ms = run_ms(g);
}

/* Sends what is due, at most one batch. Every position gets its time before its
 * probe leaves, so that no answer can be quicker. A full socket only delays:
 * the batch leaves before we go on. */
static void
send_due(struct engine *g)
{
	const uint64_t due = pace_due(&g->pace, now_ns());
	const size_t n = make_batch(g, due);
	size_t left = 0;
	if (link_is_maker(g))
		make_by_link(g, due - n);
	if (n == 0)
		return;
	while (left < n && !watch_ends_now(g->setup->watch)) {
		left += link_send(g->setup->link, g->out + left, n - left);
		if (left < n)
			link_wait(g->setup->link, 100000);
	}
	for (size_t i = 0; i < left; i++)
		pace_probe(g, &g->out[i]);
	for (size_t i = left; i < n; i++)
		book_unsent(g->setup->run, &g->out[i]);
	g->last_sent_ms = run_ms(g);
}

static bool
has_more(const struct engine *g)
{
	return g->slot < g->n_slots || again_waits(&g->again) ||
	       retry_waits(&g->retry);
}

static void
collect_matched(struct engine *g, struct question *q, const struct incoming *in,
    uint64_t position, uint64_t now_ms)
{
	struct account *a = account_of(g, q, &in->from);
	struct taken taken;
	if (!question_is_remembered(q, position)) {
		a->received_late++;
		return;
	}
	switch (collect_packet(g->collect, q->number, position,
	    question_sent_ms(q, position), now_ms, in->from_port, in->bytes,
	    in->n, &taken)) {
	case COLLECTED:
		a->answered += taken.is_first;
		a->open += taken.is_first;
		if (taken.is_first && retry_was_asked(&g->retry, q, position))
			a->answered_retry++;
		retry_hear(&g->retry, q, position);
		run_count_verdict(a, taken.verdict);
		if (taken.wants_again)
			again_put(&g->again, q, position);
		break;
	case COLLECTED_LATE:
		a->received_late++;
		break;
	case COLLECTED_NO_ROOM:
		a->received_no_room++;
		break;
	}
}

static void
take_packet(struct engine *g, const struct incoming *in, uint64_t now_ms)
{
	struct question *q = g->by_probe[in->probe];
	struct account *a = account_of(g, q, &in->from);
	uint64_t position;
	if (in->is_error) {
		if (question_asked(q, in))
			run_count_icmp(a, in->error_type, in->error_code);
		else
			a->icmp_unasked++;
		return;
	}
	switch (question_match(q, in, now_ms, &position)) {
	case MATCH_HOST:
	case MATCH_ELSEWHERE:
		collect_matched(g, q, in, position, now_ms);
		break;
	case MATCH_DOUBTFUL:
		a->received_other_source++;
		break;
	case MATCH_NONE:
		a->received_unasked++;
		break;
	case MATCH_MALFORMED:
		a->received_malformed++;
		break;
	}
}

static void
take_host(void *context, const struct heard *h)
{
	struct engine *g = context;
	const struct addr asked =
	    question_address(g->by_probe[h->probe], h->position);
	const time_t when =
	    g->started + g->setup->shift_s + (time_t)(h->asked_ms / 1000);
	if (!book_host(
		g->setup->run, g->setup->day, h, &asked, when, &g->arena, g->e))
		g->failed = true;
}

/* True if whoever was asked has had the time to answer. */
static bool
is_drained(const struct engine *g)
{
	return run_ms(g) - g->last_sent_ms > g->setup->run->timeout_ms;
}

static bool
is_over(const struct engine *g)
{
	if (g->failed || watch_ends_now(g->setup->watch))
		return true;
	return (!has_more(g) || watch_is_ending(g->setup->watch)) &&
	       is_drained(g);
}

static void
wait_for_work(struct engine *g)
{
	int64_t most_ns = idle_ns;
	if (has_more(g) && watch_sends(g->setup->watch) &&
	    (g->slot < watch_limit(g->setup->watch) || g->slot == g->n_slots)) {
		const int64_t due_ns = pace_next_ns(&g->pace) - now_ns();
		most_ns = due_ns < idle_ns ? due_ns : idle_ns;
	}
	link_wait(g->setup->link, most_ns);
}

/* Keeps in the run's account what others count. */
static void
note_run(struct engine *g)
{
	struct run *run = g->setup->run;
	run->stalled_s =
	    g->stalled_before_s + (double)g->pace.forgotten_ns / 1e9;
	run->dropped_by_kernel = g->dropped_before + link_drops(g->setup->link);
	run->lost_on_the_way = g->lost_before + link_lost(g->setup->link);
	run->link = g->setup->link->way->name;
}

/* Takes what has come. Rows can be made later; packets cannot. */
static void
receive(struct engine *g)
{
	const size_t n = link_receive(g->setup->link, g->in, LINK_BATCH);
	const uint64_t now_ms = run_ms(g);
	for (size_t i = 0; i < n; i++)
		take_packet(g, &g->in[i], now_ms);
	if (n < LINK_BATCH || collect_open(g->collect) > COLLECT_BACKLOG)
		collect_sweep(g->collect, now_ms, false, take_host, g);
}

static void
loop(struct engine *g)
{
	struct watch *watch = g->setup->watch;
	while (!is_over(g)) {
		if (watch_sends(watch) && has_more(g))
			send_due(g);
		receive(g);
		note_run(g);
		if (!watch_step(watch, g->slot, run_ms(g), has_more(g),
			is_drained(g), g->e))
			g->failed = true;
		wait_for_work(g);
	}
}

/* Everything is over: whoever is still talking has had their time. */
static void
end_run(struct engine *g)
{
	const struct engine_setup *setup = g->setup;
	struct run *run = setup->run;
	const uint64_t for_ever = run_ms(g) + 2 * run->timeout_ms;
	const bool had_time = !watch_ends_now(setup->watch);
	if (!g->failed)
		collect_sweep(g->collect, for_ever, true, take_host, g);
	note_run(g);
	run->is_over = g->slot == g->n_slots && had_time && !g->failed;
	run->is_complete = run->is_over && run_is_nearly_whole(run, g->n_slots);
	if (run->is_over)
		run->stopped_by = NULL;
	if (!watch_end(setup->watch, g->slot, run_ms(g), g->failed, g->e))
		g->failed = true;
}

bool
engine_run(const struct engine_setup *setup, struct err *e)
{
	struct engine g;
	init(&g, setup, e);
	bool ok = watch_start(
	    setup->watch, setup->day, setup->used, g.slot, g.n_slots, e);
	if (ok) {
		loop(&g);
		end_run(&g);
		ok = !g.failed;
	}
	done(&g);
	return ok;
}
