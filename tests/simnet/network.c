#include "tests/simnet/network.h"

#include <string.h>

#include "tests/simnet/dice.h"
#include "tests/simnet/header6.h"

enum purpose { PURPOSE_FATE = 200, PURPOSE_SPOOF };

static struct dice
dice_of(const struct network *n, const struct exchange *x, unsigned purpose)
{
	uint64_t bits = dice_mix_addr(n->seed, x->asked, purpose);
	return (struct dice){dice_mix(bits, (uint64_t)x->day << 8 | x->mode)};
}

void
network_treat(
    const struct network *n, const struct exchange *x, struct replies *r)
{
	struct dice d = dice_of(n, x, PURPOSE_FATE);
	bool request_lost = dice_percent(&d, n->loss);
	uint32_t host_us = dice_between(&d, 0, n->delay_ms) * 1000;
	for (size_t i = 0; i < r->n_packets; i++) {
		struct packet *p = &r->packets[i];
		bool lost = dice_percent(&d, n->loss) || request_lost;
		bool doubled = dice_percent(&d, n->duplicates);
		p->copies = lost ? 0 : doubled ? 2 : 1;
		p->delay_us += p->is_late ? n->late_ms * 1000 : host_us;
	}
}

static void
forge(uint8_t *bytes, const struct exchange *x, const struct question *q,
    struct dice *d)
{
	static const char text[] = "version=\"ntpd forged\", stratum=1\r\n";
	static const uint8_t list[] = {0x97, 0, 3, 42, 0, 1, 0, 72};
	if (x->mode == 7) {
		memcpy(bytes, list, sizeof list);
		return;
	}
	struct header6 asked = header6_read(q->bytes);
	struct header6 c = {.version = 2,
	    .bits = MODE6_RESPONSE | MODE6_READVAR,
	    .sequence = (uint16_t)(asked.sequence + dice_between(d, 1, 65535)),
	    .status = 0x0615,
	    .count = sizeof text - 1};
	header6_write(&c, bytes);
	memcpy(bytes + MODE6_HEADER, text, sizeof text - 1);
}

bool
network_spoof(const struct network *n, const struct exchange *x,
    const struct question *q, struct replies *r, struct addr *from)
{
	struct dice d = dice_of(n, x, PURPOSE_SPOOF);
	if (q->len < MODE6_HEADER || !dice_percent(&d, n->spoof))
		return false;
	*from = *x->asked;
	from->bytes[from->is_v6 ? 15 : 3] ^= (uint8_t)dice_between(&d, 1, 255);
	struct packet *p = replies_add(r, 80, MEANS_NOTHING);
	forge(replies_payload(r, p), x, q, &d);
	return true;
}
