#include "scanner/question.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/random.h"

/* More positions than could leave while one is waited for are remembered. */
enum { SLACK = 65536, SLACK_MS = 1000, STRAY_CHANCE = 10000 };

/* Times are kept for blocks of positions that leave within a quarter of a
 * millisecond. */
enum { BLOCKS_PER_SECOND = 4000 };

uint64_t
question_most_in_flight(const struct run *run)
{
	return run->rate_pps * (run->timeout_ms + run->retry_ms + SLACK_MS) /
		   1000 +
	       SLACK;
}

uint64_t
question_positions(const struct run *run, uint64_t n)
{
	if (run->n_shards == 0)
		return n;
	const uint64_t before = run->shard - 1;
	return n > before ? (n - before - 1) / run->n_shards + 1 : 0;
}

static uint64_t
power_of_two_above(uint64_t n)
{
	uint64_t power = 1;
	while (power < n)
		power *= 2;
	return power;
}

void
question_init(struct question *q, unsigned number,
    const struct targets *targets, const struct run *run,
    const uint8_t key[static RANDOM_KEY_BYTES])
{
	uint8_t order_key[RANDOM_KEY_BYTES], check_key[RANDOM_KEY_BYTES];
	uint64_t ring = question_most_in_flight(run);
	*q = (struct question){.probe = probes[number],
	    .number = number,
	    .targets = targets,
	    .n = question_positions(run, targets->n),
	    .shard = run->n_shards > 0 ? run->shard - 1 : 0,
	    .n_shards = run->n_shards > 0 ? run->n_shards : 1,
	    .timeout_ms = run->timeout_ms};
	random_key_from_seed(run->seed, q->probe->name, order_key);
	random_key_from_key(key, q->probe->name, check_key);
	permute_init(&q->order, targets->n, order_key);
	check_init(&q->check, run->ports, q->probe->sequence_bits, check_key);
	q->n_remembered = power_of_two_above(ring < q->n ? ring : q->n);
	/* Who is asked once more gets a time of its own. */
	while (run->retry_ms == 0 &&
	       run->rate_pps >> q->block_bits > BLOCKS_PER_SECOND &&
	       q->n_remembered >> q->block_bits > 1)
		q->block_bits++;
	ring = q->n_remembered >> q->block_bits;
	q->sent_ms = mem_new(ring, sizeof q->sent_ms[0]);
	q->sent_mask = ring - 1;
}

void
question_done(struct question *q)
{
	free(q->sent_ms);
}

/* The place of a position's time. */
static uint32_t *
sent_ms_of(const struct question *q, uint64_t position)
{
	return &q->sent_ms[position >> q->block_bits & q->sent_mask];
}

/* Notes when a position leaves: of a block, when its first one does, so that no
 * answer is quicker than its probe. */
static void
note_sent(struct question *q, uint64_t position, uint64_t now_ms)
{
	const uint64_t in_block =
	    position & (((uint64_t)1 << q->block_bits) - 1);
	q->latest_ms = now_ms;
	if (in_block == 0 || position == q->first)
		*sent_ms_of(q, position) = (uint32_t)now_ms;
}

static struct code
address_probe(const struct question *q, uint64_t position, struct outgoing *out)
{
	const struct code code = check_code(&q->check, position);
	out->is_retry = false;
	out->to = question_address(q, position);
	out->probe = q->number;
	out->port = code.port;
	return code;
}

void
question_skip(struct question *q, uint64_t n)
{
	q->n_sent = q->first = n;
}

void
question_next(struct question *q, uint64_t now_ms, struct outgoing *out)
{
	note_sent(q, q->n_sent, now_ms);
	const struct code code = address_probe(q, q->n_sent++, out);
	out->is_again = false;
	out->n = q->probe->request_bytes;
	q->probe->request(out->bytes, code.sequence);
}

void
question_pass(struct question *q, uint64_t n, uint64_t now_ms)
{
	for (; n > 0; n--)
		note_sent(q, q->n_sent++, now_ms);
}

void
question_take_back(struct question *q, uint64_t n)
{
	q->n_sent -= n;
}

void
question_retry(struct question *q, uint64_t position, uint64_t now_ms,
    struct outgoing *out)
{
	const struct code code = address_probe(q, position, out);
	note_sent(q, position, now_ms);
	out->is_again = false;
	out->is_retry = true;
	out->n = q->probe->request_bytes;
	q->probe->request(out->bytes, code.sequence);
}

void
question_again(struct question *q, uint64_t position, uint64_t now_ms,
    struct outgoing *out)
{
	q->latest_ms = now_ms;
	/* The others of its block left when they did. */
	if (q->block_bits == 0)
		*sent_ms_of(q, position) = (uint32_t)now_ms;
	address_probe(q, position, out);
	out->is_again = true;
	out->n = q->probe->again(out->bytes);
}

struct addr
question_address(const struct question *q, uint64_t position)
{
	return targets_at(q->targets,
	    permute_forward(&q->order, position * q->n_shards + q->shard));
}

uint64_t
question_sent_ms(const struct question *q, uint64_t position)
{
	/* 32 bits are 49 days; a run may take longer. */
	const uint32_t ago = (uint32_t)q->latest_ms - *sent_ms_of(q, position);
	return q->latest_ms - ago;
}

bool
question_is_remembered(const struct question *q, uint64_t position)
{
	const uint64_t newest = q->n_sent - 1;
	return position <= newest &&
	       (newest >> q->block_bits) - (position >> q->block_bits) <=
		   q->sent_mask;
}

bool
question_find(
    const struct question *q, const struct addr *a, uint64_t *position)
{
	uint64_t target;
	if (!targets_find(q->targets, a, &target))
		return false;
	const uint64_t place = permute_inverse(&q->order, target);
	*position = place / q->n_shards;
	return place % q->n_shards == q->shard;
}

/* The position that the packet answers, if it comes from the address that was
 * asked and echoes its code. */
static bool
match_host(const struct question *q, const struct addr *from,
    const struct code *code, uint64_t *position)
{
	if (!question_find(q, from, position))
		return false;
	const struct code expected = check_code(&q->check, *position);
	return *position >= q->first && *position < q->n_sent &&
	       expected.port == code->port &&
	       expected.sequence == code->sequence;
}

bool
question_asked(const struct question *q, const struct incoming *error)
{
	uint64_t position;
	return question_find(q, &error->from, &position) &&
	       position >= q->first && position < q->n_sent &&
	       check_code(&q->check, position).port == error->port;
}

/* The position that the code belongs to, if it left within the timeout: its
 * host then answers from another of its addresses. */
static bool
match_elsewhere(const struct question *q, const struct code *code,
    uint64_t now_ms, uint64_t *position)
{
	return check_position(&q->check, code, q->n_sent, position) &&
	       *position >= q->first && question_is_remembered(q, *position) &&
	       now_ms - question_sent_ms(q, *position) <= q->timeout_ms;
}

/* True while few of all codes are in flight, so that a stray packet hits one
 * with a chance of less than 1 in STRAY_CHANCE. */
static bool
is_trustworthy(const struct question *q)
{
	const uint64_t asked = q->n_sent - q->first;
	const uint64_t window =
	    asked < q->n_remembered ? asked : q->n_remembered;
	return window * STRAY_CHANCE < (uint64_t)1 << check_bits(&q->check);
}

enum match
question_match(const struct question *q, const struct incoming *in,
    uint64_t now_ms, uint64_t *position)
{
	struct code code = {.port = in->port};
	if (!q->probe->echo(in->bytes, in->n, &code.sequence))
		return MATCH_MALFORMED;
	if (match_host(q, &in->from, &code, position))
		return MATCH_HOST;
	if (!match_elsewhere(q, &code, now_ms, position))
		return MATCH_NONE;
	return is_trustworthy(q) ? MATCH_ELSEWHERE : MATCH_DOUBTFUL;
}
