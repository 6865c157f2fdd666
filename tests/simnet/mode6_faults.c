#include "tests/simnet/mode6_faults.h"

#include <string.h>

#include "tests/simnet/dice.h"

enum {
	PURPOSE_FAULT = 6,
	REPEAT_EVERY_US = 20000,
	KEY_ID_AND_DIGEST = 4 + 16,
	TIME_PACKET = 48
};

static struct dice
dice_of(const struct host *h)
{
	return (struct dice){dice_mix(h->key, PURPOSE_FAULT)};
}

static void
add_bytes(struct replies *out, const void *bytes, size_t n)
{
	struct packet *p = replies_add(out, n, MEANS_NOTHING);
	memcpy(replies_payload(out, p), bytes, n);
}

static void
add_garbage(struct replies *out, const struct host *h)
{
	struct dice d = dice_of(h);
	uint8_t bytes[200];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)dice_between(&d, 0, 255);
	bytes[0] = (uint8_t)(bytes[0] & 0xf8); /* mode 0: nobody's reply */
	add_bytes(out, bytes, dice_between(&d, 1, sizeof bytes));
}

/* An error, with what an authenticated reply has behind it if padded. */
static void
add_refusal(struct replies *out, const struct header6 *head, unsigned code,
    size_t n_behind)
{
	struct header6 c = *head;
	c.bits |= MODE6_ERROR;
	c.status = (uint16_t)(code << 8);
	struct packet *p =
	    replies_add(out, MODE6_HEADER + n_behind, MEANS_REFUSAL);
	memset(replies_payload(out, p), 0x5a, p->len);
	header6_write(&c, replies_payload(out, p));
}

/* A reply with nothing in it is a reply. */
static void
add_empty(struct replies *out, const struct header6 *head)
{
	struct packet *p = replies_add(out, MODE6_HEADER, MEANS_REFUSAL);
	header6_write(head, replies_payload(out, p));
}

/* Changes every header so that the packet means nothing. */
static void
spoil(struct replies *out, void (*change)(struct header6 *, struct dice *),
    struct dice d)
{
	for (size_t i = 0; i < out->n_packets; i++) {
		uint8_t *bytes = replies_payload(out, &out->packets[i]);
		struct header6 c = header6_read(bytes);
		change(&c, &d);
		header6_write(&c, bytes);
		out->packets[i].meaning = MEANS_NOTHING;
	}
}

static void
change_sequence(struct header6 *c, struct dice *d)
{
	c->sequence ^= (uint16_t)dice_between(d, 1, 65535);
}

static void
change_opcode(struct header6 *c, struct dice *d)
{
	c->bits = (c->bits & ~31U) | dice_between(d, 3, 31);
}

static void
change_version(struct header6 *c, struct dice *d)
{
	static const uint8_t versions[] = {0, 5, 6, 7};
	c->version = versions[dice_between(d, 0, 3)];
}

static void
change_association(struct header6 *c, struct dice *d)
{
	c->association = (uint16_t)dice_between(d, 1, 65535);
}

static void
change_count(struct header6 *c, struct dice *d)
{
	c->count = (uint16_t)(c->count + dice_between(d, 4, 4000));
}

/* Puts n bytes behind the data of a reply of one packet. */
static void
add_tail(struct replies *out, size_t n, uint8_t value)
{
	struct packet old = out->packets[out->n_packets - 1];
	struct packet *p = replies_add(out, old.len + n, old.meaning);
	uint8_t *bytes = replies_payload(out, p);
	memcpy(bytes, replies_payload(out, &old), old.len);
	memset(bytes + old.len, value, n);
	replies_remove(out, out->n_packets - 2);
}

/* Lets the middle fragment start 8 bytes before the end of the first. */
static void
overlap(struct replies *out)
{
	uint8_t *bytes = replies_payload(out, &out->packets[1]);
	struct header6 c = header6_read(bytes);
	c.offset = (uint16_t)(c.offset - 8);
	header6_write(&c, bytes);
}

static void
set_more(struct replies *out)
{
	uint8_t *last = replies_payload(out, &out->packets[out->n_packets - 1]);
	last[1] |= MODE6_MORE;
}

/* All fragments become one datagram. */
static void
join(struct replies *out, const struct header6 *head)
{
	static char data[PAYLOAD_MOST];
	size_t n = 0;
	for (size_t i = 0; i < out->n_packets; i++) {
		const uint8_t *bytes = replies_payload(out, &out->packets[i]);
		size_t count = header6_read(bytes).count;
		memcpy(data + n, bytes + MODE6_HEADER, count);
		n += count;
	}
	replies_clear(out);
	struct header6 c = *head;
	c.count = (uint16_t)n;
	struct packet *p =
	    replies_add(out, MODE6_HEADER + (n + 3) / 4 * 4, MEANS_DATA);
	header6_write(&c, replies_payload(out, p));
	memcpy(replies_payload(out, p) + MODE6_HEADER, data, n);
}

static void
repeat(struct replies *out, unsigned times)
{
	size_t n = out->n_packets;
	for (size_t i = n; i < n * times; i++) {
		replies_add_copy(out, i - n);
		out->packets[out->n_packets - 1].delay_us += REPEAT_EVERY_US;
	}
}

static void
be_late(struct replies *out)
{
	for (size_t i = 0; i < out->n_packets; i++)
		out->packets[i].is_late = true;
}

/* Faults that put something else in the place of the reply. */
static void
replace(const struct host *h, const struct header6 *head,
    const struct question *q, struct replies *out)
{
	uint8_t time[TIME_PACKET] = {0x24, 2, 6, 0xec};
	replies_clear(out);
	switch (h->fault6) {
	case FAULT6_ERROR_PADDED:
		add_refusal(out, head, 1, KEY_ID_AND_DIGEST);
		break;
	case FAULT6_EMPTY:
		add_empty(out, head);
		break;
	case FAULT6_TRUNCATED:
		add_bytes(out, q->bytes, 7);
		replies_payload(out, &out->packets[0])[1] |= MODE6_RESPONSE;
		break;
	case FAULT6_GARBAGE:
		add_garbage(out, h);
		break;
	case FAULT6_TIME_REPLY:
		add_bytes(out, time, sizeof time);
		break;
	case FAULT6_ECHO:
		add_bytes(out, q->bytes, q->len);
		break;
	default:
		add_refusal(
		    out, head, (unsigned)(h->fault6 - FAULT6_ERROR_1) + 1, 0);
		break;
	}
}

static bool
replaces(enum fault6 fault)
{
	return (fault >= FAULT6_ERROR_1 && fault <= FAULT6_ERROR_PADDED) ||
	       (fault >= FAULT6_EMPTY && fault <= FAULT6_ECHO);
}

/* Faults in the headers of packets that are otherwise good. */
static void
change_headers(const struct host *h, struct replies *out)
{
	struct dice d = dice_of(h);
	switch (h->fault6) {
	case FAULT6_COUNT_TOO_BIG:
		spoil(out, change_count, d);
		break;
	case FAULT6_WRONG_SEQUENCE:
		spoil(out, change_sequence, d);
		break;
	case FAULT6_WRONG_OPCODE:
		spoil(out, change_opcode, d);
		break;
	case FAULT6_WRONG_VERSION:
		spoil(out, change_version, d);
		break;
	case FAULT6_WRONG_ASSOCIATION:
		spoil(out, change_association, d);
		break;
	case FAULT6_MORE_FOREVER:
		set_more(out);
		break;
	case FAULT6_OVERLAP:
		overlap(out);
		break;
	default:
		break;
	}
}

/* Faults in the number, order and sender of packets. */
static void
change_course(
    const struct host *h, const struct header6 *head, struct replies *out)
{
	switch (h->fault6) {
	case FAULT6_ERROR_AND_DATA:
		add_refusal(out, head, 5, 0);
		replies_reverse(out);
		break;
	case FAULT6_MAC_TAIL:
		add_tail(out, KEY_ID_AND_DIGEST, 0x5a);
		break;
	case FAULT6_ZERO_TAIL:
		add_tail(out, 8, 0);
		break;
	case FAULT6_GAP:
		replies_remove(out, 1);
		break;
	case FAULT6_DOUBLED:
		replies_add_copy(out, 1);
		break;
	case FAULT6_REORDERED:
		replies_reverse(out);
		break;
	case FAULT6_LONG_VALUE:
		join(out, head);
		break;
	case FAULT6_TWO_REPLIES:
		repeat(out, 2);
		break;
	case FAULT6_REPEATS:
		repeat(out, h->repeats);
		break;
	case FAULT6_OTHER_ADDRESS:
		replies_set_sender(out, SENDER_OTHER_ADDRESS);
		break;
	case FAULT6_OTHER_PORT:
		replies_set_sender(out, SENDER_OTHER_PORT);
		break;
	case FAULT6_LATE:
		be_late(out);
		break;
	default:
		break;
	}
}

void
mode6_fault_packets(const struct host *h, const struct header6 *head,
    const struct question *q, struct replies *out)
{
	if (replaces(h->fault6)) {
		replace(h, head, q, out);
	} else {
		change_headers(h, out);
		change_course(h, head, out);
	}
}
