/* A scan of one address: the questions, their codes, the match of answers and
 * the gathering of them are those of the scanner, so that what is found here is
 * what a report says. Only the row is shown and not written. */
#include "scanner/ask.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "lib/bytes.h"
#include "lib/mem.h"

#include "scanner/collect.h"
#include "scanner/question.h"
#include "scanner/result.h"

static const int64_t wait_ns = 5000000;

struct asking {
	const struct ask_setup *setup;
	struct finding *finding;
	struct question questions[N_PROBES];
	bool is_done[N_PROBES];
	struct collect *collect;
	struct incoming *in; /* LINK_BATCH of them */
	int64_t started_ns;
	struct err *e;
	bool failed;
};

static uint64_t
now_ms(const struct asking *a)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)(t.tv_sec * 1000000000LL + t.tv_nsec - a->started_ns) /
	       1000000;
}

static void
init(struct asking *a, const struct ask_setup *setup, struct finding *f,
    struct err *e)
{
	uint8_t key[RANDOM_KEY_BYTES];
	const struct run run = {
	    .rate_pps = 1, .timeout_ms = setup->timeout_ms, .ports = 1};
	assert(setup->targets->n == 1);
	*a = (struct asking){.setup = setup, .finding = f, .e = e};
	a->started_ns = (int64_t)now_ms(a) * 1000000;
	random_bytes(key, sizeof key);
	for (unsigned i = 0; i < N_PROBES; i++)
		question_init(&a->questions[i], i, setup->targets, &run, key);
	a->collect = collect_new(N_PROBES, setup->quiet_ms, setup->timeout_ms);
	a->in = mem_new(LINK_BATCH, sizeof a->in[0]);
	f->address = targets_at(setup->targets, 0);
	f->timeout_ms = setup->timeout_ms;
}

static void
done(struct asking *a)
{
	for (unsigned i = 0; i < N_PROBES; i++)
		question_done(&a->questions[i]);
	collect_free(a->collect);
	free(a->in);
}

static void
send_one(struct asking *a, struct outgoing *out)
{
	while (link_send(a->setup->link, out, 1) == 0)
		link_wait(a->setup->link, wait_ns);
	if (out->failed && !a->failed) {
		char to[ADDR_TEXT_MAX];
		addr_format(&out->to, to);
		a->failed = true;
		err_set(a->e,
		    "cannot send to %s: this system has no way there, or "
		    "forbids it",
		    to);
	}
}

static void
ask_again(struct asking *a, struct question *q, uint64_t position)
{
	struct outgoing out;
	const uint64_t now = now_ms(a);
	question_again(q, position, now, &out);
	if (collect_ask_again(a->collect, q->number, position, now, out.n))
		send_one(a, &out);
}

/* Takes what the answer's counts do not keep. */
static void
note(struct said *said, const struct incoming *in, const struct taken *taken,
    bool show_clients)
{
	if (taken->is_first) {
		said->from = in->from;
		said->port = in->from_port;
	}
	if (taken->verdict != VERDICT_VALID)
		return;
	if (said->probe == &probe_readvar)
		said->status = bytes_get16(in->bytes + 4);
	else if (show_clients)
		clients_add(&said->clients, in->bytes, in->n);
}

static void
take_packet(struct asking *a, const struct incoming *in)
{
	struct question *q = &a->questions[in->probe];
	const uint64_t now = now_ms(a);
	uint64_t position;
	struct taken taken;
	const enum match match = question_match(q, in, now, &position);
	if ((match != MATCH_HOST && match != MATCH_ELSEWHERE) ||
	    collect_packet(a->collect, in->probe, position,
		question_sent_ms(q, position), now, in->from_port, in->bytes,
		in->n, &taken) != COLLECTED ||
	    taken.verdict == VERDICT_MALFORMED) {
		a->finding->n_stray++;
		return;
	}
	note(
	    &a->finding->said[in->probe], in, &taken, a->finding->show_clients);
	if (taken.wants_again)
		ask_again(a, q, position);
}

/* A host has said all that it says to one question. */
static void
take_host(void *context, const struct heard *h)
{
	struct asking *a = context;
	struct said *said = &a->finding->said[h->probe];
	struct arena arena = {0};
	struct row row;
	unsigned n_bad = 0;
	const bool is_row = result_row(said->probe, &h->answer,
	    said->probe->request_bytes + h->answer.again_bytes,
	    &a->finding->address, h->port, time(NULL), &row, &arena, &n_bad);
	arena_reset(&arena);
	a->is_done[h->probe] = true;
	said->answer = h->answer;
	said->answer.pieces = NULL;
	said->sent_bytes += h->answer.again_bytes;
	said->is_whole = control_assemble(h->answer.pieces, &said->text);
	if (is_row)
		said->door = DOOR_OPEN;
	else if (h->answer.packets > 0)
		said->door = DOOR_CLOSED;
}

static bool
is_over(const struct asking *a)
{
	bool is_done = true;
	for (unsigned i = 0; i < N_PROBES; i++)
		is_done = is_done && a->is_done[i];
	return is_done || a->failed ||
	       (collect_open(a->collect) == 0 &&
		   now_ms(a) > question_sent_ms(&a->questions[0], 0) +
				   a->setup->timeout_ms);
}

bool
ask_run(const struct ask_setup *setup, struct finding *f, struct err *e)
{
	struct asking a;
	struct outgoing out;
	init(&a, setup, f, e);
	for (unsigned i = 0; i < N_PROBES && !a.failed; i++) {
		question_next(&a.questions[i], now_ms(&a), &out);
		send_one(&a, &out);
	}
	while (!is_over(&a)) {
		link_wait(setup->link, wait_ns);
		const size_t n = link_receive(setup->link, a.in, LINK_BATCH);
		for (size_t i = 0; i < n; i++)
			take_packet(&a, &a.in[i]);
		collect_sweep(a.collect, now_ms(&a), true, take_host, &a);
	}
	done(&a);
	return !a.failed;
}
