/* The questions take turns: slot s of the run is position s / q of question
 * s mod q, where q is their number. Each question has an order of its own, so
 * that a host does not get its two packets together. */
#include "scanner/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/mem.h"
#include "lib/progress.h"
#include "lib/random.h"

#include "scanner/collect.h"
#include "scanner/pace.h"
#include "scanner/probes/check.h"
#include "scanner/result.h"
#include "scanner/space/permute.h"

enum { MAX_HOSTS = 1 << 26, SENT_SLACK = 65536 };

static const int64_t idle_ns = 5000000;

/* A question under way. */
struct question {
	unsigned probe;
	struct permute order; /* position → target */
	struct check check;   /* position → code */
	uint64_t n_sent;      /* positions below it have left */
	uint32_t *sent_ms;    /* when; a ring over the last positions */
	uint64_t sent_mask;
};

struct engine {
	const struct engine_setup *setup;
	struct question questions[N_PROBES];
	unsigned n_questions;
	struct question *by_probe[N_PROBES];
	uint64_t n_slots;
	uint64_t slot; /* the next to send */
	struct pace pace;
	struct collect *collect;
	struct arena arena; /* of the row being made */
	int64_t started_ns;
	uint64_t last_sent_ms;
	struct outgoing out[LINK_BATCH];
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

static uint64_t
power_of_two_above(uint64_t n)
{
	uint64_t power = 1;
	while (power < n)
		power *= 2;
	return power;
}

/* How many probes leave within one timeout, at most. */
static uint64_t
probes_in_flight(const struct run *run)
{
	return run->rate_pps * (run->timeout_ms + 1000) / 1000 + SENT_SLACK;
}

static void
add_question(struct engine *g, unsigned probe)
{
	const struct run *run = g->setup->run;
	const uint64_t n = g->setup->targets->n;
	struct question *q = &g->questions[g->n_questions++];
	uint8_t order_key[RANDOM_KEY_BYTES], check_key[RANDOM_KEY_BYTES];
	random_key_from_seed(run->seed, probes[probe]->name, order_key);
	random_bytes(check_key, sizeof check_key);
	q->probe = probe;
	permute_init(&q->order, n, order_key);
	check_init(
	    &q->check, run->ports, probes[probe]->sequence_bits, check_key);
	uint64_t ring = probes_in_flight(run);
	ring = power_of_two_above(ring < n ? ring : n);
	q->sent_ms = mem_new(ring, sizeof q->sent_ms[0]);
	q->sent_mask = ring - 1;
	g->by_probe[probe] = q;
}

static struct account *
account_of(const struct engine *g, unsigned probe, const struct addr *a)
{
	return &g->setup->run->accounts[a->is_v6 ? probes[probe]->scan_ipv6
						 : probes[probe]->scan_ipv4];
}

static void
init(struct engine *g, const struct engine_setup *setup, struct err *e)
{
	struct run *run = setup->run;
	*g = (struct engine){.setup = setup, .e = e};
	for (unsigned probe = 0; probe < N_PROBES; probe++)
		if (setup->used[probe])
			add_question(g, probe);
	for (unsigned i = 0; i < g->n_questions; i++) {
		const struct question *q = &g->questions[i];
		const struct probe *probe = probes[q->probe];
		run->accounts[probe->scan_ipv4].check_bits =
		    check_bits(&q->check);
		run->accounts[probe->scan_ipv6].check_bits =
		    check_bits(&q->check);
	}
	g->n_slots = setup->targets->n * g->n_questions;
	uint64_t hosts = probes_in_flight(run);
	hosts = hosts < g->n_slots ? hosts : g->n_slots;
	g->collect = collect_new(hosts < MAX_HOSTS ? hosts : MAX_HOSTS,
	    run->quiet_ms, run->timeout_ms);
	g->in = mem_new(LINK_BATCH, sizeof g->in[0]);
	g->started_ns = now_ns();
	pace_init(&g->pace, run->rate_pps, g->started_ns);
}

static void
done(struct engine *g)
{
	for (unsigned i = 0; i < g->n_questions; i++)
		free(g->questions[i].sent_ms);
	collect_free(g->collect);
	arena_reset(&g->arena);
	free(g->in);
}

static struct addr
address_at(const struct engine *g, const struct question *q, uint64_t position)
{
	return targets_at(
	    g->setup->targets, permute_forward(&q->order, position));
}

static void
make_probe(const struct engine *g, uint64_t slot, struct outgoing *out)
{
	const struct question *q = &g->questions[slot % g->n_questions];
	const uint64_t position = slot / g->n_questions;
	const struct code code = check_code(&q->check, position);
	const struct probe *probe = probes[q->probe];
	out->to = address_at(g, q, position);
	out->probe = q->probe;
	out->port = code.port;
	out->n = probe->request_bytes;
	probe->request(out->bytes, code.sequence);
}

/* Sends what is due, at most one batch. Every position gets its time before its
 * probe leaves, so that no answer can be quicker. */
static void
send_due(struct engine *g)
{
	uint64_t n = pace_due(&g->pace, now_ns());
	if (n > LINK_BATCH)
		n = LINK_BATCH;
	if (n > g->n_slots - g->slot)
		n = g->n_slots - g->slot;
	if (n == 0)
		return;
	const uint32_t ms = (uint32_t)run_ms(g);
	for (uint64_t i = 0; i < n; i++) {
		struct question *q =
		    &g->questions[(g->slot + i) % g->n_questions];
		make_probe(g, g->slot + i, &g->out[i]);
		q->sent_ms[q->n_sent++ & q->sent_mask] = ms;
	}
	/* A full socket only delays: the batch leaves before we go on. */
	size_t left = 0;
	while (left < n && *g->setup->stop < 2) {
		left += link_send(g->setup->link, g->out + left, n - left);
		if (left < n)
			link_wait(g->setup->link, 100000);
	}
	for (uint64_t i = 0; i < left; i++) {
		struct account *a =
		    account_of(g, g->out[i].probe, &g->out[i].to);
		a->asked++;
		*(g->out[i].failed ? &a->send_errors : &a->sent) += 1;
	}
	pace_sent(&g->pace, n);
	g->slot += n;
	g->last_sent_ms = run_ms(g);
}

/* The position that the packet answers, if it comes from the address that was
 * asked and echoes its code. */
static bool
match(const struct engine *g, const struct question *q,
    const struct incoming *in, const struct code *code, uint64_t *position)
{
	uint64_t target;
	if (!targets_find(g->setup->targets, &in->from, &target))
		return false;
	*position = permute_inverse(&q->order, target);
	const struct code expected = check_code(&q->check, *position);
	return *position < q->n_sent && expected.port == code->port &&
	       expected.sequence == code->sequence;
}

/* The position that the code belongs to, if it was sent within the timeout: its
 * host then answers from another of its addresses. */
static bool
match_elsewhere(const struct engine *g, const struct question *q,
    const struct code *code, uint64_t now_ms, uint64_t *position)
{
	if (!check_position(&q->check, code, q->n_sent, position) ||
	    q->n_sent - *position > q->sent_mask + 1)
		return false;
	return now_ms - q->sent_ms[*position & q->sent_mask] <=
	       g->setup->run->timeout_ms;
}

/* True while a stray packet would hit a code in flight with a chance of less
 * than 1 in 10,000. */
static bool
is_trustworthy(const struct question *q)
{
	const uint64_t window =
	    q->n_sent < q->sent_mask + 1 ? q->n_sent : q->sent_mask + 1;
	return window * 10000 < (uint64_t)1 << check_bits(&q->check);
}

static void
count_verdict(struct account *a, enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_VALID:
		a->received_valid++;
		break;
	case VERDICT_DUPLICATE:
		a->received_duplicate++;
		break;
	case VERDICT_ERROR:
		a->received_error++;
		break;
	case VERDICT_EMPTY:
		a->received_empty++;
		break;
	case VERDICT_MALFORMED:
		a->received_malformed++;
		break;
	}
}

static void
collect_matched(struct engine *g, const struct question *q,
    const struct incoming *in, uint64_t position, uint64_t now_ms)
{
	struct account *a = account_of(g, q->probe, &in->from);
	enum verdict verdict;
	bool is_first;
	if (q->n_sent - position > q->sent_mask + 1) {
		a->received_late++;
		return;
	}
	switch (collect_packet(g->collect, q->probe, position,
	    q->sent_ms[position & q->sent_mask], now_ms, in->from_port,
	    in->bytes, in->n, &verdict, &is_first)) {
	case COLLECTED:
		a->answered += is_first;
		count_verdict(a, verdict);
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
	const struct question *q = g->by_probe[in->probe];
	struct account *a = account_of(g, in->probe, &in->from);
	struct code code = {.port = in->port};
	uint64_t position;
	if (!probes[in->probe]->echo(in->bytes, in->n, &code.sequence))
		a->received_malformed++;
	else if (match(g, q, in, &code, &position))
		collect_matched(g, q, in, position, now_ms);
	else if (!match_elsewhere(g, q, &code, now_ms, &position))
		a->received_unasked++;
	else if (is_trustworthy(q))
		collect_matched(g, q, in, position, now_ms);
	else
		a->received_other_source++;
}

static void
receive(struct engine *g)
{
	const size_t n = link_receive(g->setup->link, g->in, LINK_BATCH);
	const uint64_t now_ms = run_ms(g);
	for (size_t i = 0; i < n; i++)
		take_packet(g, &g->in[i], now_ms);
}

/* A host has finished: its row, or why there is none. */
static void
take_host(void *context, const struct heard *h)
{
	struct engine *g = context;
	const struct question *q = g->by_probe[h->probe];
	const struct addr asked = address_at(g, q, h->position);
	const struct probe *probe = probes[h->probe];
	struct account *a = account_of(g, h->probe, &asked);
	const time_t when = g->setup->run->started + g->setup->shift_s +
			    (time_t)(h->asked_ms / 1000);
	unsigned n_bad = 0;
	struct row row;
	if (result_row(probe, &h->answer, &asked, h->port, when, &row,
		&g->arena, &n_bad)) {
		if (!day_add(g->setup->day,
			asked.is_v6 ? probe->scan_ipv6 : probe->scan_ipv4,
			&asked, &row, g->e))
			g->failed = true;
	} else if (h->answer.error != 0) {
		a->refused++;
		a->errors[h->answer.error]++;
	} else if (h->answer.is_empty) {
		a->empty++;
	}
	a->bad_values += n_bad;
	arena_reset(&g->arena);
}

static bool
is_over(const struct engine *g)
{
	if (g->failed || *g->setup->stop > 1)
		return true;
	return (g->slot == g->n_slots || *g->setup->stop > 0) &&
	       run_ms(g) - g->last_sent_ms > g->setup->run->timeout_ms;
}

static void
wait_for_work(struct engine *g)
{
	int64_t most_ns = idle_ns;
	if (g->slot < g->n_slots && *g->setup->stop == 0) {
		const int64_t due_ns = pace_next_ns(&g->pace) - now_ns();
		most_ns = due_ns < idle_ns ? due_ns : idle_ns;
	}
	link_wait(g->setup->link, most_ns);
}

static uint64_t
count_answered(const struct run *run)
{
	uint64_t n = 0;
	for (int scan = 0; scan < N_SCANS; scan++)
		n += run->accounts[scan].answered;
	return n;
}

static void
loop(struct engine *g)
{
	struct progress progress;
	char note[64] = "";
	progress_start(&progress, "scan", g->n_slots, g->setup->quiet);
	while (!is_over(g)) {
		if (*g->setup->stop == 0 && g->slot < g->n_slots)
			send_due(g);
		receive(g);
		collect_sweep(g->collect, run_ms(g), false, take_host, g);
		snprintf(note, sizeof note, "%llu answered",
		    (unsigned long long)count_answered(g->setup->run));
		progress_show(&progress, g->slot, note);
		wait_for_work(g);
	}
	progress_end(&progress, note);
}

bool
engine_run(const struct engine_setup *setup, struct err *e)
{
	struct engine g;
	init(&g, setup, e);
	loop(&g);
	/* Whoever is still talking has had their time. */
	const uint64_t for_ever = run_ms(&g) + 2 * setup->run->timeout_ms;
	if (!g.failed)
		collect_sweep(g.collect, for_ever, true, take_host, &g);
	setup->run->is_complete =
	    g.slot == g.n_slots && *setup->stop < 2 && !g.failed;
	setup->run->stalled_s = (double)g.pace.forgotten_ns / 1e9;
	setup->run->dropped_by_kernel = link_drops(setup->link);
	const bool failed = g.failed;
	done(&g);
	return !failed;
}
