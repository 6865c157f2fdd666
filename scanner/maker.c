#include "scanner/maker.h"

void
maker_start(const struct maker *m, uint64_t slot)
{
	struct link_question questions[N_PROBES];
	for (unsigned i = 0; i < m->n; i++)
		questions[i] =
		    (struct link_question){.probe = m->questions[i].number,
			.order = &m->questions[i].order,
			.check = &m->questions[i].check,
			.step = m->questions[i].n_shards,
			.offset = m->questions[i].shard};
	link_set_questions(m->link, questions, m->n, slot);
}

/* How many of the slots below this one are question i's. */
static uint64_t
slots_below(const struct maker *m, unsigned i, uint64_t slot)
{
	return (slot + m->n - 1 - i) / m->n;
}

/* All positions get their time before their probes leave, so that no answer can
 * be quicker; those that were not made after all are taken back. */
uint64_t
maker_make(const struct maker *m, uint64_t slot, uint64_t n, uint64_t now_ms)
{
	for (unsigned i = 0; i < m->n; i++)
		question_pass(&m->questions[i],
		    slots_below(m, i, slot + n) - slots_below(m, i, slot),
		    now_ms);
	const uint64_t made = link_make(m->link, n);
	for (unsigned i = 0; i < m->n; i++) {
		struct question *q = &m->questions[i];
		struct account *a = &m->accounts[q->probe->scan_ipv4];
		const uint64_t sent =
		    slots_below(m, i, slot + made) - slots_below(m, i, slot);
		question_take_back(q, slots_below(m, i, slot + n) -
					  slots_below(m, i, slot + made));
		a->asked += sent;
		a->sent += sent;
	}
	return made;
}
