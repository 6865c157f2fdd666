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
