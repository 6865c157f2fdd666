#include "scanner/link/link.h"

size_t
link_send(struct link *l, struct outgoing *batch, size_t n)
{
	return l->way->send(l, batch, n);
}

size_t
link_receive(struct link *l, struct incoming *batch, size_t most)
{
	return l->way->receive(l, batch, most);
}

void
link_wait(struct link *l, int64_t most_ns)
{
	l->way->wait(l, most_ns);
}

uint64_t
link_drops(struct link *l)
{
	return l->way->drops(l);
}

void
link_close(struct link *l)
{
	l->way->close(l);
}

bool
link_makes(const struct link *l)
{
	return l->way->make != NULL;
}

void
link_set_questions(struct link *l, const struct link_question *questions,
    unsigned n, uint64_t slot)
{
	l->way->set_questions(l, questions, n, slot);
}

uint64_t
link_make(struct link *l, uint64_t n)
{
	return l->way->make(l, n);
}

uint64_t
link_lost(struct link *l)
{
	return l->way->lost != NULL ? l->way->lost(l) : 0;
}
