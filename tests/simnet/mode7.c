#include "tests/simnet/mode7.h"

#include <string.h>

#include "tests/simnet/items7.h"
#include "tests/simnet/mode7_faults.h"

enum { RESPONSE = 0x80, MORE = 0x40 };

enum error7 {
	ERROR7_NONE = 0,
	ERROR7_IMPLEMENTATION = 1,
	ERROR7_REQUEST = 2,
	ERROR7_FORM = 3,
	ERROR7_NO_DATA = 4,
	ERROR7_NO_RIGHT = 7,
	ERROR7_DROP = 100
};

/* xntp3 wants 48 to 68 bytes, 4.1 160 to 180, later ones take any. */
static bool
length_is_good(const struct host *h, size_t len)
{
	if (h->monlist != MONLIST_OLD)
		return true;
	return h->profile == PROFILE_XNTP3 ? len >= 48 && len <= 68
					   : len >= 160 && len <= 180;
}

/* A request that no client of that protocol sends: 4.2.6 and later say
 * nothing, their elders complain. */
static bool
header_is_odd(const uint8_t *b)
{
	unsigned version = b[0] >> 3 & 7;
	return (b[0] & (RESPONSE | MORE)) != 0 || version == 0 || version > 4 ||
	       (b[1] & 0x7f) != 0 || b[4] >> 4 != 0 || b[6] >> 4 != 0;
}

static bool
is_silent_type(const struct host *h)
{
	return h->profile == PROFILE_NTPD426 || h->profile == PROFILE_NTPD428 ||
	       h->profile == PROFILE_LONG;
}

static enum error7
judge_request(const struct host *h, const uint8_t *b)
{
	bool is_old = h->monlist == MONLIST_OLD;
	if (b[2] == 0)
		return ERROR7_REQUEST;
	if (b[2] != 2 && (b[2] != 3 || is_old))
		return ERROR7_IMPLEMENTATION;
	if (b[3] != 42 && b[3] != 20)
		return ERROR7_REQUEST;
	bool no_size = b[6] == 0 && b[7] == 0;
	return no_size ? ERROR7_NONE : ERROR7_FORM;
}

static enum error7
judge(const struct host *h, const struct question *q)
{
	if (q->len < MODE7_HEADER)
		return ERROR7_DROP;
	if (header_is_odd(q->bytes))
		return is_silent_type(h) ? ERROR7_DROP : ERROR7_FORM;
	if (!length_is_good(h, q->len))
		return ERROR7_FORM;
	return judge_request(h, q->bytes);
}

static void
add_error(struct replies *out, const struct question *q, uint8_t first,
    enum error7 error)
{
	struct packet *p = replies_add(out, MODE7_HEADER, MEANS_REFUSAL);
	uint8_t *bytes = replies_payload(out, p);
	memcpy(bytes, q->bytes, 4);
	bytes[0] = first;
	bytes[1] = 0;
	bytes[4] = (uint8_t)(error << 4);
}

/* What the host does with a request that is in order. */
static enum error7
refusal(const struct host *h)
{
	switch (h->monlist) {
	case MONLIST_NO_DATA:
		return ERROR7_NO_DATA;
	case MONLIST_BAD_FORM:
		return ERROR7_FORM;
	case MONLIST_NO_REQUEST:
		return ERROR7_REQUEST;
	case MONLIST_NO_RIGHT:
		return ERROR7_NO_RIGHT;
	default:
		return h->n_items == 0 ? ERROR7_NO_DATA : ERROR7_NONE;
	}
}

void
mode7_answer(const struct host *h, const struct addr *asked,
    const struct question *q, struct replies *out)
{
	if (!h->is_here || h->monlist == MONLIST_SILENT || q->len == 0)
		return;
	if (h->monlist == MONLIST_CISCO) {
		/* The code in it is a guess; eight bytes of version 3 are not
		 * (seen on a Cisco 2620). */
		if (q->len >= MODE7_HEADER)
			add_error(out, q, 0x9f, ERROR7_IMPLEMENTATION);
		return;
	}
	enum error7 error = judge(h, q);
	error = error == ERROR7_NONE ? refusal(h) : error;
	if (error == ERROR7_DROP)
		return;
	uint8_t first = (uint8_t)(RESPONSE | (q->bytes[0] & 0x38) | 7);
	if (error != ERROR7_NONE) {
		add_error(out, q, first, error);
		return;
	}
	struct list_form form = {first, q->bytes[2], q->bytes[3]};
	unsigned n = mode7_fault_items(h);
	items7_add(h, asked, q, &form, n, out);
	mode7_fault_packets(h, asked, q, &form, out);
}
