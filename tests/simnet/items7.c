/* An item of request 42, implementation 3 (info_monitor_1, 72 bytes):
 *
 *      0 interval   4 last seen   8 restrictions  12 count
 *     16 address   20 own address 24 flags        28 port 30 mode 31 version
 *     32 is IPv6   36 unused      40 IPv6 address 56 own IPv6 address
 *
 * Implementation 2 gives the first 32 bytes; request 20 leaves out the own
 * address and the flags, 48 or 24 bytes. Two oddities of the real daemons are
 * kept: "is IPv6" is in the order of an x86, and the space of the IPv6 address
 * keeps what an earlier item left there. The addresses are of the networks that
 * are set aside for benchmarks and documentation (RFC 2544, RFC 3849). */
#include "tests/simnet/items7.h"

#include <string.h>

#include "tests/simnet/dice.h"

enum { ITEM_MOST = 72, OLD_BYTES = 16, FLAG_BYTES = 8 };

static void
put32(uint8_t *out, uint32_t value)
{
	out[0] = (uint8_t)(value >> 24);
	out[1] = (uint8_t)(value >> 16);
	out[2] = (uint8_t)(value >> 8);
	out[3] = (uint8_t)value;
}

static void
put16(uint8_t *out, unsigned value)
{
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
}

unsigned
items7_size(const struct list_form *form)
{
	bool is_new = form->implementation == 3;
	if (form->request == 42)
		return is_new ? 72 : 32;
	return is_new ? 48 : 24;
}

/* The one who asks now stands first in the lists of 4.1 to 4.2.4. */
static bool
is_asker(const struct host *h, unsigned i)
{
	return i == 0 &&
	       (h->profile == PROFILE_NTPD42 || h->profile == PROFILE_NTPD41);
}

static void
put_client(uint8_t item[ITEM_MOST], bool is_v6, struct dice *d)
{
	static const uint8_t documentation[4] = {0x20, 0x01, 0x0d, 0xb8};
	memset(item + 16, 0, 4);
	memset(item + 32, 0, 4);
	if (is_v6) {
		memcpy(item + 40, documentation, 4);
		put32(item + 52, dice_between(d, 1, UINT32_MAX));
		item[32] = 1;
	} else {
		put32(item + 16, 0xc6120000u + dice_between(d, 1, 0x1fffe));
	}
}

static void
put_asker(uint8_t item[ITEM_MOST], const struct question *q)
{
	bool is_v6 = q->client.is_v6;
	memset(item + 16, 0, 4);
	memcpy(item + (is_v6 ? 40 : 16), q->client.bytes, is_v6 ? 16 : 4);
	put32(item + 32, is_v6 ? 0x01000000 : 0);
	put16(item + 28, q->client_port);
	item[30] = 7;
	item[31] = 2;
}

/* Writes item i over the one before it. */
static void
write_item(uint8_t item[ITEM_MOST], const struct host *h,
    const struct addr *asked, const struct question *q, unsigned i)
{
	struct dice d = {dice_mix(h->day_key, 1000 + i)};
	put32(item, dice_between(&d, 0, 1024));
	put32(item + 4, i * 7 + dice_between(&d, 0, 6));
	put32(item + 8, 0);
	put32(item + 12, dice_between(&d, 1, 100000));
	put32(item + 24, 1);
	put16(item + 28,
	    dice_percent(&d, 50) ? 123 : dice_between(&d, 1024, 65535));
	item[30] = 3;
	item[31] = (uint8_t)dice_between(&d, 2, 4);
	put_client(item, h->lists_v6 && dice_percent(&d, 20), &d);
	memcpy(item + (asked->is_v6 ? 56 : 20), asked->bytes,
	    asked->is_v6 ? 16 : 4);
	if (is_asker(h, i))
		put_asker(item, q);
}

/* Copies what of an item the form has. */
static void
copy_item(
    uint8_t *out, const uint8_t item[ITEM_MOST], const struct list_form *form)
{
	if (form->request == 42) {
		memcpy(out, item, items7_size(form));
		return;
	}
	memcpy(out, item, OLD_BYTES + 4);
	memcpy(out + 20, item + 28, 4);
	if (form->implementation == 3)
		memcpy(out + 24, item + 32, FLAG_BYTES + 16);
}

void
items7_add(const struct host *h, const struct addr *asked,
    const struct question *q, const struct list_form *form, unsigned n,
    struct replies *out)
{
	uint8_t item[ITEM_MOST] = {0};
	unsigned size = items7_size(form);
	unsigned per_packet = MODE7_DATA_MOST / size;
	for (unsigned i = 0, sequence = 0; i < n; sequence++) {
		unsigned here = n - i < per_packet ? n - i : per_packet;
		struct packet *p =
		    replies_add(out, MODE7_HEADER + here * size, MEANS_DATA);
		uint8_t *bytes = replies_payload(out, p);
		p->n_items = (uint16_t)here;
		bytes[0] = form->first | (i + here < n ? 0x40 : 0);
		bytes[1] = sequence & 0x7f;
		bytes[2] = form->implementation;
		bytes[3] = form->request;
		put16(bytes + 4, here);
		put16(bytes + 6, size);
		for (unsigned j = 0; j < here; j++, i++) {
			write_item(item, h, asked, q, i);
			copy_item(bytes + MODE7_HEADER + j * size, item, form);
		}
	}
}
