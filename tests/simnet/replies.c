#include "tests/simnet/replies.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void
replies_init(struct replies *r)
{
	*r = (struct replies){
	    .packets = mem_new(REPLIES_MOST + 1, sizeof(struct packet)),
	    .bytes = mem_new(REPLIES_BYTES + PAYLOAD_MOST, 1),
	};
}

void
replies_done(struct replies *r)
{
	free(r->packets);
	free(r->bytes);
}

void
replies_clear(struct replies *r)
{
	r->n_packets = 0;
	r->n_bytes = 0;
	r->cut = false;
}

/* What does not fit goes into the one slot behind the last, where it is
 * written and forgotten. */
struct packet *
replies_add(struct replies *r, size_t len, enum meaning meaning)
{
	bool fits = r->n_packets < REPLIES_MOST &&
		    r->n_bytes + len <= REPLIES_BYTES && len <= PAYLOAD_MOST;
	struct packet *p = &r->packets[r->n_packets];
	*p = (struct packet){.at = (uint32_t)r->n_bytes,
	    .len = (uint32_t)(len <= PAYLOAD_MOST ? len : PAYLOAD_MOST),
	    .copies = 1,
	    .meaning = meaning};
	memset(r->bytes + p->at, 0, p->len);
	if (fits) {
		r->n_packets++;
		r->n_bytes += len;
	}
	r->cut = r->cut || !fits;
	return p;
}

uint8_t *
replies_payload(const struct replies *r, const struct packet *p)
{
	return r->bytes + p->at;
}

void
replies_add_copy(struct replies *r, size_t i)
{
	if (r->n_packets == REPLIES_MOST) {
		r->cut = true;
		return;
	}
	r->packets[r->n_packets++] = r->packets[i];
}

void
replies_reverse(struct replies *r)
{
	for (size_t i = 0; i < r->n_packets / 2; i++) {
		struct packet swap = r->packets[i];
		r->packets[i] = r->packets[r->n_packets - 1 - i];
		r->packets[r->n_packets - 1 - i] = swap;
	}
}

void
replies_remove(struct replies *r, size_t i)
{
	memmove(r->packets + i, r->packets + i + 1,
	    (r->n_packets - i - 1) * sizeof *r->packets);
	r->n_packets--;
}

void
replies_set_sender(struct replies *r, enum sender sender)
{
	for (size_t i = 0; i < r->n_packets; i++)
		r->packets[i].sender = sender;
}

void
replies_void(struct replies *r)
{
	for (size_t i = 0; i < r->n_packets; i++)
		r->packets[i].meaning = MEANS_NOTHING;
}
