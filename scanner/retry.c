/* Positions leave in order, so their second probes do, too: one number says
 * which is next. Of each a bit says whether its host was heard. The bits are as
 * many as the times that the question remembers, which reach over the delay; a
 * bit is cleared when its second probe is decided, before the position that
 * takes it over can leave.
 *
 * A position that a crash left behind is not looked at again, so that no host
 * ever gets a third probe. */
#include "scanner/retry.h"

#include <stdlib.h>

#include "lib/mem.h"

/* A look at so many positions at once, so that no step takes long. */
enum { MOST_LOOKS = 4096 };

void
retry_init(struct retry *r, struct question *q, uint64_t delay_ms)
{
	*r = (struct retry){.question = q,
	    .delay_ms = delay_ms,
	    .next = q->n_sent,
	    .heard = mem_new(q->sent_mask / 8 + 1, 1)};
}

void
retry_done(struct retry *r)
{
	free(r->heard);
}

static uint8_t
bit_of(uint64_t place)
{
	return (uint8_t)(1u << place % 8);
}

void
retry_hear(struct retry *r, const struct question *q, uint64_t position)
{
	if (q != r->question || position < r->next)
		return;
	const uint64_t place = position & q->sent_mask;
	r->heard[place / 8] |= bit_of(place);
}

bool
retry_was_asked(
    const struct retry *r, const struct question *q, uint64_t position)
{
	return q == r->question && position < r->next;
}

bool
retry_waits(const struct retry *r)
{
	return r->question != NULL && r->next < r->question->n_sent;
}

/* True if the host of the next position was heard; forgets it. */
static bool
was_heard(struct retry *r)
{
	const uint64_t place = r->next & r->question->sent_mask;
	const bool heard = r->heard[place / 8] & bit_of(place);
	r->heard[place / 8] &= (uint8_t)~bit_of(place);
	return heard;
}

size_t
retry_make(struct retry *r, const struct watch *watch, uint64_t now_ms,
    struct outgoing *out, size_t n)
{
	struct question *q = r->question;
	size_t made = 0;
	for (int looks = 0; retry_waits(r) && made < n && looks < MOST_LOOKS;
	     looks++, r->next++) {
		if (now_ms - question_sent_ms(q, r->next) < r->delay_ms)
			break;
		if (was_heard(r) || !question_is_remembered(q, r->next))
			continue;
		const struct addr to = question_address(q, r->next);
		if (!watch_excludes(watch, &to))
			question_retry(q, r->next, now_ms, &out[made++]);
	}
	return made;
}
