#include "tests/simnet/mode6.h"

#include <stdio.h>
#include <string.h>

#include "tests/simnet/dice.h"
#include "tests/simnet/header6.h"
#include "tests/simnet/identity.h"
#include "tests/simnet/mode6_faults.h"
#include "tests/simnet/mode6_odd_text.h"
#include "tests/simnet/sysvars.h"
#include "tests/simnet/varlist.h"

enum verdict {
	VERDICT_ANSWER = 0,
	VERDICT_BAD_FORM = 2,
	VERDICT_BAD_OPCODE = 3,
	VERDICT_BAD_ASSOCIATION = 4,
	VERDICT_UNKNOWN_VARIABLE = 5,
	VERDICT_DROP = 100
};

/* 4.1 wants 123 or a port without privilege, 4.2.6 nothing below 123. */
static bool
port_is_bad(const struct host *h, uint16_t port)
{
	if (h->profile == PROFILE_NTPD41)
		return port != 123 && port < 1024;
	return h->profile == PROFILE_NTPD426 ? port < 123 : port == 0;
}

static enum verdict
judge(const struct host *h, const struct question *q)
{
	if (q->len < MODE6_HEADER || port_is_bad(h, q->client_port))
		return VERDICT_DROP;
	struct header6 c = header6_read(q->bytes);
	unsigned flags = MODE6_RESPONSE | MODE6_ERROR | MODE6_MORE;
	if ((c.bits & flags) != 0 || c.offset != 0 || c.version == 0 ||
	    c.version > 4)
		return VERDICT_DROP;
	if (q->len % 4 != 0 || c.count > q->len - MODE6_HEADER)
		return VERDICT_BAD_FORM;
	if ((c.bits & 31) != MODE6_READVAR)
		return VERDICT_BAD_OPCODE;
	if (c.association != 0)
		return VERDICT_BAD_ASSOCIATION;
	return c.count > 0 ? VERDICT_UNKNOWN_VARIABLE : VERDICT_ANSWER;
}

static void
add_error(struct replies *out, const struct header6 *head, enum verdict error)
{
	struct header6 c = *head;
	c.bits |= MODE6_ERROR;
	c.status = (uint16_t)(error << 8);
	struct packet *p = replies_add(out, MODE6_HEADER, MEANS_REFUSAL);
	header6_write(&c, replies_payload(out, p));
}

static void
add_autokey(struct varlist *v)
{
	varlist_add(v, "host=\"ntp1.example.net\"");
	varlist_add(v, "flags=0x80021");
	varlist_add(v, "digest=\"md5\"");
	varlist_add(v, "signature=\"md5WithRSAEncryption\"");
	varlist_add(v, "update=201411030012");
	varlist_add(v, "cert=\"ntp1.example.net ntp1.example.net 0x6\"");
	varlist_add(v, "until=201511030012");
	varlist_add(v, "leapsec=201507010000");
	varlist_add(v, "expire=201512280000");
	varlist_add(v, "tai=36");
}

/* Variables that an operator set; since 4.2.6 they come without quotes. */
static void
add_setvars(struct varlist *v, struct dice *d, unsigned n)
{
	char value[256];
	for (unsigned i = 0; i < n; i++) {
		unsigned len = dice_between(d, 40, 190);
		memset(value, (char)('a' + i % 26), len);
		value[len] = '\0';
		varlist_add(v, "site%u=%s", i + 1, value);
	}
}

static void
write_text(
    struct varlist *v, const struct host *h, struct identity *id, day_t day)
{
	struct dice d = {dice_mix(h->key, 3)};
	varlist_clear(v);
	mode6_odd_identity(h, id);
	if (h->fault6 != FAULT6_WORD_NUMBERS)
		sysvars_add(v, h, id, day);
	if (h->profile == PROFILE_LONG) {
		add_autokey(v);
		add_setvars(v, &d, dice_between(&d, 0, 7));
	} else if (mode6_odd_needs_fragments(h->fault6)) {
		add_setvars(v, &d, 9);
	}
	mode6_odd_text(h, v);
	varlist_end(v);
}

/* One fragment: header, data, and padding to a multiple of 4. ntpsec pads with
 * what lies in its buffer. */
static void
add_fragment(struct replies *out, struct header6 head, const char *data,
    size_t n, uint8_t pad)
{
	size_t padded = (n + 3) / 4 * 4;
	struct packet *p = replies_add(out, MODE6_HEADER + padded, MEANS_DATA);
	uint8_t *bytes = replies_payload(out, p);
	head.count = (uint16_t)n;
	memset(bytes, pad, p->len);
	header6_write(&head, bytes);
	memcpy(bytes + MODE6_HEADER, data, n);
}

static void
add_fragments(struct replies *out, const struct header6 *head,
    const struct varlist *v, const struct identity *id)
{
	bool anywhere = identity_cuts_anywhere(id);
	uint8_t pad = id->style == STYLE_NTPSEC ? '=' : 0;
	size_t start = 0;
	while (start < v->len) {
		size_t left = v->len - start;
		size_t n = anywhere
			       ? left
			       : varlist_cut(v, start, MODE6_DATA_MOST - 1);
		n = n > MODE6_DATA_MOST ? MODE6_DATA_MOST : n;
		struct header6 c = *head;
		c.bits |= n < left ? MODE6_MORE : 0;
		c.offset = (uint16_t)start;
		add_fragment(out, c, v->text + start, n, pad);
		start += n;
	}
}

void
mode6_answer(const struct host *h, day_t day, const struct question *q,
    struct replies *out)
{
	enum verdict verdict = judge(h, q);
	if (!h->is_here || !h->answers6 || verdict == VERDICT_DROP)
		return;
	struct header6 asked = header6_read(q->bytes);
	struct header6 head = {.leap = h->leap,
	    .version = asked.version,
	    .bits = MODE6_RESPONSE | (asked.bits & 31),
	    .sequence = asked.sequence,
	    .status = sysvars_status(h),
	    .association = asked.association};
	if (verdict != VERDICT_ANSWER) {
		add_error(out, &head, verdict);
		return;
	}
	struct varlist v;
	struct identity id = identity_of(h);
	write_text(&v, h, &id, day);
	add_fragments(out, &head, &v, &id);
	mode6_fault_packets(h, &head, q, out);
}

static bool
text_is_plain(enum fault6 fault)
{
	return fault != FAULT6_MORE_FOREVER && fault != FAULT6_GAP &&
	       fault != FAULT6_OVERLAP && fault != FAULT6_LONG_NAME &&
	       fault != FAULT6_LONG_VALUE;
}

struct mode6_truth
mode6_tell(const struct host *h)
{
	struct mode6_truth truth = {.is_plain = text_is_plain(h->fault6)};
	struct identity id = identity_of(h);
	mode6_odd_identity(h, &id);
	if (h->fault6 == FAULT6_EMPTY)
		return truth;
	snprintf(truth.version, sizeof truth.version, "%s", id.version);
	if (h->fault6 != FAULT6_WORD_NUMBERS) {
		snprintf(truth.stratum, sizeof truth.stratum, "%u",
		    (unsigned)h->stratum);
	}
	return truth;
}
