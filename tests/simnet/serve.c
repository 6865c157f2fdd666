#include "tests/simnet/serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/file.h"
#include "lib/mem.h"

#include "tests/simnet/counters.h"
#include "tests/simnet/later.h"
#include "tests/simnet/sockets.h"

enum { READY_BYTES = 1 << 20, WAIT_MOST_MS = 100 };

static volatile sig_atomic_t told_to_stop;

static void
on_signal(int number)
{
	(void)number;
	told_to_stop = 1;
}

struct server {
	const struct model *model;
	struct sockets *sockets;
	struct counters counters;
	struct later later;
	struct replies replies;
	struct arrival *arrivals;
	/* Replies that leave with the next batch, and their bytes. */
	struct departure batch[SOCKETS_BATCH];
	size_t n_batch;
	uint8_t *bytes;
	size_t n_bytes;
	int64_t now_ns;
};

static int64_t
clock_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void
flush(struct server *s)
{
	size_t taken = sockets_send(s->sockets, s->batch, s->n_batch);
	s->counters.undelivered += s->n_batch - taken;
	s->n_batch = 0;
	s->n_bytes = 0;
}

/* Puts a reply into the next batch; its bytes are copied. */
static void
leave(struct server *s, const struct departure *d)
{
	if (s->n_batch == SOCKETS_BATCH || s->n_bytes + d->len > READY_BYTES)
		flush(s);
	struct departure *slot = &s->batch[s->n_batch++];
	*slot = *d;
	slot->bytes = s->bytes + s->n_bytes;
	memcpy(slot->bytes, d->bytes, d->len);
	s->n_bytes += d->len;
	s->counters.replies++;
	s->counters.reply_bytes += d->len;
}

static void
leave_at(struct server *s, uint32_t delay_us, const struct departure *d)
{
	int64_t due_ns = s->now_ns + (int64_t)delay_us * 1000;
	if (delay_us == 0 || !later_put(&s->later, due_ns, d))
		leave(s, d);
}

/* Another address of the same machine: its neighbour. */
static struct addr
other_address(const struct addr *asked)
{
	struct addr a = *asked;
	a.bytes[a.is_v6 ? 15 : 3] ^= 1;
	return a;
}

static void
dispatch(struct server *s, const struct arrival *a, const struct packet *p,
    const struct addr *from)
{
	struct departure d = {.from = *from,
	    .to = a->client,
	    .to_port = a->client_port,
	    .other_port = p->sender == SENDER_OTHER_PORT,
	    .len = p->len,
	    .bytes = replies_payload(&s->replies, p)};
	s->counters.lost += p->copies == 0;
	for (unsigned i = 0; i < p->copies; i++)
		leave_at(s, p->delay_us + i * NETWORK_DUPLICATE_AFTER_US, &d);
}

static void
forge(struct server *s, const struct arrival *a, const struct question *q)
{
	struct addr from;
	struct exchange x = {&a->asked, s->model->day, model_mode(q)};
	replies_clear(&s->replies);
	if (network_spoof(&s->model->network, &x, q, &s->replies, &from)) {
		dispatch(s, a, &s->replies.packets[0], &from);
		s->counters.forged++;
	}
}

static void
answer(struct server *s, const struct arrival *a)
{
	struct question q = {a->client, a->client_port, a->len, a->bytes};
	struct addr other = other_address(&a->asked);
	model_answer(s->model, &a->asked, &q, &s->replies);
	counters_request(&s->counters, a, s->replies.n_packets > 0);
	for (size_t i = 0; i < s->replies.n_packets; i++) {
		const struct packet *p = &s->replies.packets[i];
		bool elsewhere = p->sender == SENDER_OTHER_ADDRESS;
		dispatch(s, a, p, elsewhere ? &other : &a->asked);
	}
	forge(s, a, &q);
}

static void
send_what_is_due(struct server *s)
{
	while (later_next(&s->later) <= s->now_ns) {
		struct departure d = later_take(&s->later);
		leave(s, &d);
		free(d.bytes);
	}
}

static int
wait_ms(const struct server *s)
{
	int64_t next = later_next(&s->later);
	if (next > s->now_ns + (int64_t)WAIT_MOST_MS * 1000000)
		return WAIT_MOST_MS;
	return next <= s->now_ns ? 0 : (int)((next - s->now_ns) / 1000000 + 1);
}

static void
work(struct server *s, unsigned max_seconds)
{
	s->now_ns = clock_ns();
	int64_t end_ns = s->now_ns + max_seconds * INT64_C(1000000000);
	while (!told_to_stop && s->now_ns < end_ns) {
		size_t n = sockets_receive(s->sockets, s->arrivals);
		s->now_ns = clock_ns();
		for (size_t i = 0; i < n; i++)
			answer(s, &s->arrivals[i]);
		send_what_is_due(s);
		flush(s);
		if (n == 0)
			sockets_wait(s->sockets, wait_ms(s));
	}
}

static bool
say_ready(const char *path, struct err *e)
{
	struct file_aside f;
	if (path == NULL)
		return true;
	if (!file_aside_open(&f, path, e))
		return false;
	fputs("ready\n", f.stream);
	return file_aside_commit(&f, e);
}

static void
listen_to_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	told_to_stop = 0;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
}

bool
serve(const struct model *m, const struct serve_options *o, struct err *e)
{
	struct server *s = mem_new(1, sizeof *s);
	bool ok = false;
	s->model = m;
	s->arrivals = mem_new(SOCKETS_BATCH, sizeof *s->arrivals);
	s->bytes = mem_new(READY_BYTES + PAYLOAD_MOST, 1);
	replies_init(&s->replies);
	counters_init(&s->counters, o->targets);
	listen_to_signals();
	s->sockets = sockets_open(e);
	if (s->sockets != NULL && say_ready(o->ready, e)) {
		work(s, o->max_seconds);
		ok = o->counters == NULL ||
		     counters_write(&s->counters, sockets_drops(s->sockets),
			 o->counters, e);
	}
	if (s->sockets != NULL)
		sockets_close(s->sockets);
	later_done(&s->later);
	counters_done(&s->counters);
	replies_done(&s->replies);
	free(s->bytes);
	free(s->arrivals);
	free(s);
	return ok;
}
