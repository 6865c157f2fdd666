/* Whose answer a packet is: a scan of 64 addresses under any packets, on a
 * clock of our own. Every packet is in the account once, and a host gets a row
 * only if a packet with its code came. The first byte: bit 0 Mode 7, bits 1-3
 * the ports, bit 4 room for 4 hosts only. Then commands. */
#include "scanner/engine.c"
#include "scanner/result.h"
#include "tests/fuzz/rows.h"

enum { N_TARGETS = 64 };

enum step {
	SEND,   /* the next probe leaves */
	ANSWER, /* position, how wrong, packet: from a target, with its code */
	STRAY,  /* address, port, packet */
	WAIT,   /* milliseconds */
	AGAIN,  /* second questions leave */
	N_STEPS
};

static const uint8_t key[RANDOM_KEY_BYTES] = "known to nobody else";
static struct targets targets;

/* A scan under fire. */
struct fire {
	struct engine engine;
	struct engine_setup setup;
	struct run run;
	struct watch watch; /* excludes nobody */
	uint64_t now_ms;
	uint64_t n_fed;
	uint64_t n_rows;
	bool has_code[N_TARGETS]; /* a packet with this position's code came */
};

/* Two neighbouring blocks, one of IPv6. */
static void
make_targets(void)
{
	static const char *const texts[] = {"192.0.2.0/27", "2001:db8::/123"};
	struct ranges asked = {0}, none = {0};
	struct err e;
	for (size_t i = 0; i < 2; i++) {
		struct addr_range item;
		const char *why;
		must(addr_range_parse(texts[i], &item, &why), "a range");
		ranges_add(&asked, &item);
	}
	must(targets_init(&targets, &asked, &none, &e), "targets");
	must(targets.n == N_TARGETS, "their number");
	ranges_done(&asked);
}

static void
start(struct fire *f, uint8_t options)
{
	struct engine *g = &f->engine;
	*f = (struct fire){.now_ms = 1000};
	f->run = (struct run){.seed = 1,
	    .rate_pps = 1000,
	    .quiet_ms = 50,
	    .timeout_ms = 200,
	    .ports = 1u << (options >> 1 & 7)};
	f->setup = (struct engine_setup){.targets = &targets,
	    .key = key,
	    .run = &f->run,
	    .watch = &f->watch};
	g->setup = &f->setup;
	again_init(&g->again);
	add_question(g, options & 1);
	g->n_slots = targets.n;
	g->collect = collect_new(
	    options & 16 ? 4 : N_TARGETS, f->run.quiet_ms, f->run.timeout_ms);
}

/* Notes which positions' codes the packet carries, tried one by one. A packet
 * without a sequence must come from the address that was asked. */
static void
note_codes(struct fire *f, const struct incoming *in)
{
	const struct question *q = &f->engine.questions[0];
	for (uint64_t i = 0; i < q->n_sent; i++) {
		const struct code code = check_code(&q->check, i);
		const struct addr asked = question_address(q, i);
		if (code.port != in->port)
			continue;
		if (q->probe->sequence_bits == 0
			? addr_compare(&asked, &in->from) == 0
			: in->n >= 4 &&
			      bytes_get16(in->bytes + 2) == code.sequence)
			f->has_code[i] = true;
	}
}

static void
feed(struct fire *f, struct incoming *in)
{
	const struct run *run = &f->run;
	uint64_t n_counted = 0;
	note_codes(f, in);
	take_packet(&f->engine, in, f->now_ms);
	f->n_fed++;
	for (int scan = 0; scan < N_SCANS; scan++)
		n_counted += run_received(&run->accounts[scan]);
	must(n_counted == f->n_fed, "a packet is in the account once");
}

static void
read_packet(struct input *input, struct incoming *in)
{
	uint8_t *bytes = take_packet_bytes(input, &in->n);
	if (in->n > 0)
		memcpy(in->bytes, bytes, in->n);
	free(bytes);
}

/* The bits of `wrong`: 0 another port, 1 another address, 2 another sequence
 * than the right one. */
static void
feed_answer(struct fire *f, struct input *input, struct incoming *in)
{
	const struct question *q = &f->engine.questions[0];
	const uint64_t position = take_byte(input) % N_TARGETS;
	const uint8_t wrong = take_byte(input);
	const struct code code = check_code(&q->check, position);
	read_packet(input, in);
	in->from = question_address(q, position);
	in->port = code.port;
	if (wrong & 1)
		in->port = (in->port + 1) % f->run.ports;
	if (wrong & 2)
		in->from.bytes[3] ^= 0x80;
	if (q->probe->sequence_bits > 0 && in->n >= 4 && (wrong & 4) == 0)
		bytes_put16(in->bytes + 2, code.sequence);
	feed(f, in);
}

static void
feed_stray(struct fire *f, struct input *input, struct incoming *in)
{
	in->from = targets_at(&targets, take_byte(input) % N_TARGETS);
	in->from.bytes[0] ^= take_byte(input);
	in->port = take_byte(input) % f->run.ports;
	read_packet(input, in);
	feed(f, in);
}

static void
take_finished(void *context, const struct heard *h)
{
	struct fire *f = context;
	const struct question *q = &f->engine.questions[0];
	const struct addr asked = question_address(q, h->position);
	struct arena arena = {0};
	struct row row;
	unsigned n_bad = 0;
	must(f->has_code[h->position], "who is heard said the code");
	if (result_row(q->probe, &h->answer, 12, &asked, h->port, 0, &row,
		&arena, &n_bad)) {
		must_be_good(
		    &row, schema_of(asked.is_v6 ? q->probe->scan_ipv6
						: q->probe->scan_ipv4));
		f->n_rows++;
	}
	arena_reset(&arena);
}

static void
do_command(struct fire *f, struct input *input, struct incoming *in)
{
	struct question *q = &f->engine.questions[0];
	struct outgoing out[LINK_BATCH];
	in->from_port = 123;
	in->probe = q->number;
	switch ((enum step)(take_byte(input) % N_STEPS)) {
	case SEND:
		if (q->n_sent < targets.n)
			question_next(q, f->now_ms, out);
		break;
	case ANSWER:
		feed_answer(f, input, in);
		break;
	case STRAY:
		feed_stray(f, input, in);
		break;
	case WAIT:
		f->now_ms += take_byte(input);
		collect_sweep(
		    f->engine.collect, f->now_ms, true, take_finished, f);
		break;
	case AGAIN:
		again_make(&f->engine.again, f->engine.collect, &f->watch,
		    f->now_ms, out, LINK_BATCH);
		break;
	case N_STEPS:
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct fire f;
	static struct incoming in;
	struct input input = {bytes, n};
	uint64_t n_answered = 0;
	if (targets.n == 0)
		make_targets();
	start(&f, take_byte(&input));
	while (input.n > 0)
		do_command(&f, &input, &in);
	collect_sweep(
	    f.engine.collect, f.now_ms + 1000, true, take_finished, &f);
	must(collect_open(f.engine.collect) == 0, "all have finished");
	for (int scan = 0; scan < N_SCANS; scan++)
		n_answered += f.run.accounts[scan].answered;
	must(f.n_rows <= n_answered && n_answered <= N_TARGETS,
	    "a host has one row");
	again_done(&f.engine.again);
	question_done(&f.engine.questions[0]);
	collect_free(f.engine.collect);
	return 0;
}
