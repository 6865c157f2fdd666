#include "tests/simnet/mode7_faults.h"

#include <string.h>

#include "tests/simnet/dice.h"

enum { MORE = 0x40, PURPOSE_FAULT = 7, REPEAT_EVERY_US = 30000 };

unsigned
mode7_fault_items(const struct host *h)
{
	unsigned few = h->n_items < 20 ? 20 : h->n_items;
	switch (h->fault7) {
	case FAULT7_WRAP:
		return 800; /* 134 packets of 6 */
	case FAULT7_LOSES:
	case FAULT7_REORDERED:
	case FAULT7_TWO_LAST:
	case FAULT7_OVERRUN:
		return few;
	default:
		return h->n_items;
	}
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

/* Leaves out 1 to 10 % of the packets, one at least, never all. */
static void
lose(struct replies *out, struct dice d)
{
	double percent = dice_between(&d, 1, 10);
	replies_remove(out, dice_between(&d, 0, (uint32_t)out->n_packets - 1));
	for (size_t i = out->n_packets; i-- > 1;)
		if (dice_percent(&d, percent))
			replies_remove(out, i);
}

static void
double_each(struct replies *out)
{
	size_t n = out->n_packets;
	for (size_t i = 0; i < n; i++)
		replies_add_copy(out, i);
}

/* The first packet promises more items than it has room for. */
static void
overrun(struct replies *out)
{
	struct packet *p = &out->packets[0];
	replies_payload(out, p)[5] = 60;
	p->meaning = MEANS_NOTHING;
	p->n_items = 0;
}

static void
empty(struct replies *out)
{
	struct packet *p = &out->packets[0];
	uint8_t *bytes = replies_payload(out, p);
	bytes[0] &= (uint8_t)~MORE;
	memset(bytes + 4, 0, 2);
	p->len = MODE7_HEADER;
	p->n_items = 0;
	p->meaning = MEANS_REFUSAL;
	out->n_packets = 1;
}

static void
pad_last(struct replies *out)
{
	struct packet old = out->packets[out->n_packets - 1];
	struct packet *p = replies_add(out, old.len + 10, old.meaning);
	memset(replies_payload(out, p), 0x5a, p->len);
	memcpy(replies_payload(out, p), replies_payload(out, &old), old.len);
	p->n_items = old.n_items;
	replies_remove(out, out->n_packets - 2);
}

static void
spoil(struct replies *out, const struct question *q, struct dice d, bool echo)
{
	struct packet *p;
	replies_clear(out);
	p = replies_add(out, echo ? q->len : 80, MEANS_NOTHING);
	uint8_t *bytes = replies_payload(out, p);
	for (size_t i = 0; i < p->len; i++)
		bytes[i] = (uint8_t)dice_between(&d, 0, 255);
	bytes[0] &= 0xf8; /* mode 0: nobody's reply */
	if (echo)
		memcpy(bytes, q->bytes, p->len);
}

/* Gives the list in a form that was not asked for. */
static void
change_form(const struct host *h, const struct addr *asked,
    const struct question *q, struct list_form form, struct replies *out)
{
	replies_clear(out);
	bool wrong_request = h->fault7 == FAULT7_WRONG_REQUEST;
	form.request = wrong_request ? 20 : form.request;
	form.implementation = wrong_request ? form.implementation : 2;
	items7_add(h, asked, q, &form, h->n_items, out);
	for (size_t i = 0; i < out->n_packets; i++)
		replies_payload(out, &out->packets[i])[2] = q->bytes[2];
	if (wrong_request)
		replies_void(out);
}

static void
be_late(struct replies *out)
{
	for (size_t i = 0; i < out->n_packets; i++)
		out->packets[i].is_late = true;
}

void
mode7_fault_packets(const struct host *h, const struct addr *asked,
    const struct question *q, const struct list_form *form, struct replies *out)
{
	struct dice d = {dice_mix(h->key, PURPOSE_FAULT)};
	switch (h->fault7) {
	case FAULT7_MEGA:
		repeat(out, h->repeats);
		break;
	case FAULT7_LOSES:
		lose(out, d);
		break;
	case FAULT7_REORDERED:
		replies_reverse(out);
		break;
	case FAULT7_DOUBLED:
		double_each(out);
		break;
	case FAULT7_TWO_LAST:
		replies_payload(out, &out->packets[0])[0] &= (uint8_t)~MORE;
		break;
	case FAULT7_OVERRUN:
		overrun(out);
		break;
	case FAULT7_NO_ITEMS:
		empty(out);
		break;
	case FAULT7_PADDED:
		pad_last(out);
		break;
	case FAULT7_WRONG_REQUEST:
	case FAULT7_WRONG_FORM:
		change_form(h, asked, q, *form, out);
		break;
	case FAULT7_GARBAGE:
	case FAULT7_ECHO:
		spoil(out, q, d, h->fault7 == FAULT7_ECHO);
		break;
	case FAULT7_OTHER_ADDRESS:
		replies_set_sender(out, SENDER_OTHER_ADDRESS);
		break;
	case FAULT7_LATE:
		be_late(out);
		break;
	case FAULT7_WRAP:
	case FAULT7_NONE:
	case N_FAULTS7:
		break;
	}
}
