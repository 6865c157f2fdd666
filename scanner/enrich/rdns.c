/* A question takes a place; there are as many as may be in flight. One that
 * nobody answered keeps its place and leaves once more when the rate allows,
 * before any new one. c-ares itself asks each resolver once, so that no packet
 * leaves uncounted but those to the second and further resolvers. */
#include "scanner/enrich/rdns.h"

#include <ares.h>
#include <assert.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "lib/mem.h"

/* So many questions in a row without any answer: nobody is there. */
enum { MOST_UNHEARD = 500, MOST_WAIT_MS = 100, EDNS_BYTES = 1232 };
enum { CLASS_IN = 1, TYPE_PTR = 12, REVERSE_MAX = 80 };

static const int64_t second_ns = 1000000000;
static const int64_t burst_ns = 10000000;

struct place {
	struct rdns *owner;
	struct addr addr;
	size_t number;
	uint32_t tries;
	struct place *next; /* in the list of free or of waiting ones */
};

struct rdns {
	const struct rdns_setup *setup;
	ares_channel channel;
	struct place *places;
	struct place *free;
	struct place *again; /* to be asked once more */
	size_t n_busy;       /* places that are not free */
	int64_t due_ns;      /* when the next question may leave */
	uint32_t unheard;    /* questions since the last answer */
	bool is_empty;       /* there is no further address */
	bool is_stopped;     /* nothing more leaves */
	bool gave_up;
	rdns_next_fn *next;
	rdns_done_fn *done;
	void *context;
};

static int64_t
now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * second_ns + t.tv_nsec;
}

static bool
is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '_';
}

bool
rdns_clean(const char *said, char out[static RDNS_NAME_MAX])
{
	size_t n = strlen(said), label = 0, labels = 0;
	bool is_number = true;
	if (n > 0 && said[n - 1] == '.')
		n--;
	if (n == 0 || n >= RDNS_NAME_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = said[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		out[i] = c;
		if (c == '.') {
			if (label == 0)
				return false;
			labels++;
			label = 0;
			is_number = true;
			continue;
		}
		if (!is_name_character(c) || ++label > 63)
			return false;
		is_number = is_number && c >= '0' && c <= '9';
	}
	out[n] = '\0';
	return label > 0 && labels > 0 && !is_number;
}

/* Of several names the first in the order of their letters, so that it is the
 * same one every day. False: none of them is a host's. */
static bool
choose_name(const struct hostent *host, char out[static RDNS_NAME_MAX])
{
	char other[RDNS_NAME_MAX];
	bool found = host->h_name != NULL && rdns_clean(host->h_name, out);
	for (char **alias = host->h_aliases; alias != NULL && *alias != NULL;
	     alias++) {
		if (!rdns_clean(*alias, other) ||
		    (found && strcmp(out, other) <= 0))
			continue;
		memcpy(out, other, sizeof other);
		found = true;
	}
	return found;
}

/* The question of a place is done with. */
static void
finish(struct rdns *r, struct place *place, enum rdns_end end, const char *name)
{
	r->done(r->context, place->number, end, name);
	place->next = r->free;
	r->free = place;
	r->n_busy--;
}

static bool
is_unheard(int status)
{
	return status == ARES_ETIMEOUT || status == ARES_ECONNREFUSED;
}

/* Nobody answered: once more, unless that was the last time. */
static void
take_silence(struct rdns *r, struct place *place)
{
	if (++r->unheard >= MOST_UNHEARD + r->setup->in_flight)
		r->gave_up = r->is_stopped = true;
	if (place->tries >= r->setup->tries || r->is_stopped) {
		finish(r, place, RDNS_FAILED, NULL);
		return;
	}
	place->next = r->again;
	r->again = place;
}

/* What an answer says. A broken one, c-ares' EBADRESP, is a failure. */
static enum rdns_end
read_answer(const struct place *place, const unsigned char *bytes, int n,
    char name[static RDNS_NAME_MAX])
{
	const struct addr *a = &place->addr;
	struct hostent *host = NULL;
	enum rdns_end end = RDNS_FAILED;
	const int status = ares_parse_ptr_reply(bytes, n, a->bytes,
	    a->is_v6 ? 16 : 4, a->is_v6 ? AF_INET6 : AF_INET, &host);
	if (status == ARES_SUCCESS)
		end = choose_name(host, name) ? RDNS_NAME : RDNS_BAD;
	else if (status == ARES_EBADNAME)
		end = RDNS_BAD;
	else if (status == ARES_ENODATA)
		end = RDNS_NONE;
	if (host != NULL)
		ares_free_hostent(host);
	return end;
}

static void
take_answer(
    void *context, int status, int timeouts, unsigned char *bytes, int n)
{
	struct place *place = context;
	struct rdns *r = place->owner;
	char name[RDNS_NAME_MAX];
	enum rdns_end end = RDNS_FAILED;
	(void)timeouts;
	if (is_unheard(status)) {
		take_silence(r, place);
		return;
	}
	r->unheard = 0;
	if (status == ARES_SUCCESS)
		end = read_answer(place, bytes, n, name);
	else if (status == ARES_ENOTFOUND || status == ARES_ENODATA)
		end = RDNS_NONE;
	finish(r, place, end, end == RDNS_NAME ? name : NULL);
}

/* The name under which the name of an address stands (RFC 1035 section 3.5, RFC
 * 3596 section 2.5). */
static void
reverse_name(const struct addr *a, char out[static REVERSE_MAX])
{
	size_t at = 0;
	for (int i = a->is_v6 ? 16 : 4; i-- > 0;)
		at += (size_t)(a->is_v6 ? snprintf(out + at, REVERSE_MAX - at,
					      "%x.%x.", a->bytes[i] & 15u,
					      (unsigned)a->bytes[i] >> 4)
					: snprintf(out + at, REVERSE_MAX - at,
					      "%u.", a->bytes[i]));
	snprintf(out + at, REVERSE_MAX - at, "%s",
	    a->is_v6 ? "ip6.arpa" : "in-addr.arpa");
}

static void
ask(struct rdns *r, struct place *place)
{
	char name[REVERSE_MAX];
	reverse_name(&place->addr, name);
	place->tries++;
	ares_query(r->channel, name, CLASS_IN, TYPE_PTR, take_answer, place);
}

/* The place of the next question to leave; NULL: none is to leave now. */
static struct place *
next_place(struct rdns *r)
{
	struct place *place = r->again;
	if (place != NULL) {
		r->again = place->next;
		return place;
	}
	place = r->free;
	if (place == NULL || r->is_empty || r->is_stopped)
		return NULL;
	if (!r->next(r->context, &place->addr, &place->number)) {
		r->is_empty = true;
		return NULL;
	}
	r->free = place->next;
	place->tries = 0;
	r->n_busy++;
	return place;
}

/* Lets leave what may leave now. */
static void
ask_due(struct rdns *r)
{
	const int64_t now = now_ns();
	while (r->due_ns <= now) {
		struct place *place = next_place(r);
		if (place == NULL)
			break;
		if (r->due_ns < now - burst_ns)
			r->due_ns = now - burst_ns;
		r->due_ns += second_ns / r->setup->per_second;
		ask(r, place);
	}
}

static int
wait_ms(struct rdns *r)
{
	struct timeval most = {.tv_usec = MOST_WAIT_MS * 1000L}, answer;
	const struct timeval *left = ares_timeout(r->channel, &most, &answer);
	int64_t ms = left->tv_sec * 1000 + (left->tv_usec + 999) / 1000;
	const int64_t due_ms = (r->due_ns - now_ns()) / 1000000 + 1;
	if ((r->free != NULL || r->again != NULL) && due_ms < ms)
		ms = due_ms > 0 ? due_ms : 0;
	return (int)ms;
}

/* One fewer than c-ares can tell of: for the last one its macro would shift
 * into the sign. */
enum { MOST_SOCKETS = ARES_GETSOCK_MAXNUM - 1 };

/* Takes what has come, and the time-outs. */
static void
wait_and_take(struct rdns *r)
{
	ares_socket_t sockets[MOST_SOCKETS];
	struct pollfd polled[MOST_SOCKETS];
	nfds_t n = 0;
	const int bits = ares_getsock(r->channel, sockets, MOST_SOCKETS);
	for (int i = 0; i < MOST_SOCKETS; i++) {
		short events = 0;
		if (ARES_GETSOCK_READABLE(bits, i))
			events |= POLLIN;
		if (ARES_GETSOCK_WRITABLE(bits, i))
			events |= POLLOUT;
		if (events != 0)
			polled[n++] = (struct pollfd){sockets[i], events, 0};
	}
	if (poll(polled, n, wait_ms(r)) < 0)
		n = 0;
	for (nfds_t i = 0; i < n; i++)
		if (polled[i].revents != 0)
			ares_process_fd(r->channel,
			    polled[i].revents & ~POLLOUT ? polled[i].fd
							 : ARES_SOCKET_BAD,
			    polled[i].revents & POLLOUT ? polled[i].fd
							: ARES_SOCKET_BAD);
	ares_process_fd(r->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

/* Opens the channel: no search lists, no /etc/hosts, no TCP. A truncated
 * answer holds so many names that none of them says anything. */
static bool
open_channel(struct rdns *r, struct err *e)
{
	char lookups[] = "b";
	struct ares_options options = {
	    .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_IGNTC | ARES_FLAG_STAYOPEN |
		     ARES_FLAG_EDNS,
	    .timeout = (int)r->setup->timeout_ms,
	    .tries = 1,
	    .lookups = lookups,
	    .ednspsz = EDNS_BYTES,
	    .socket_receive_buffer_size = 1 << 20};
	int status = ares_init_options(&r->channel, &options,
	    ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
		ARES_OPT_LOOKUPS | ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_RCVBUF |
		ARES_OPT_NOROTATE);
	if (status != ARES_SUCCESS)
		return err_set(
		    e, "cannot ask for names: %s", ares_strerror(status));
	status = ares_set_servers_ports_csv(r->channel, r->setup->resolvers);
	if (status == ARES_SUCCESS)
		return true;
	ares_destroy(r->channel);
	return err_set(e,
	    "names { resolvers = \"%s\" } is no list of addresses such as "
	    "\"127.0.0.1,[::1]:5353\"",
	    r->setup->resolvers);
}

/* Nothing more leaves: what waits to be asked once more has failed. */
static void
drop_waiting(struct rdns *r)
{
	while (r->again != NULL) {
		struct place *place = r->again;
		r->again = place->next;
		finish(r, place, RDNS_FAILED, NULL);
	}
}

static void
loop(struct rdns *r)
{
	do {
		if (r->setup->stop != NULL && *r->setup->stop > 0)
			r->is_stopped = true;
		if (r->is_stopped)
			drop_waiting(r);
		ask_due(r);
		if (r->n_busy > 0 || !(r->is_empty || r->is_stopped))
			wait_and_take(r);
	} while (r->n_busy > 0 || !(r->is_empty || r->is_stopped));
}

bool
rdns_run(const struct rdns_setup *setup, rdns_next_fn *next, rdns_done_fn *done,
    void *context, bool *gave_up, struct err *e)
{
	struct rdns r = {.setup = setup,
	    .next = next,
	    .done = done,
	    .context = context,
	    .due_ns = now_ns()};
	assert(setup->in_flight >= 1 && setup->per_second >= 1 &&
	       setup->in_flight <= RDNS_MOST_IN_FLIGHT);
	*gave_up = false;
	if (!open_channel(&r, e))
		return false;
	r.places = mem_new(setup->in_flight, sizeof r.places[0]);
	for (uint32_t i = 0; i < setup->in_flight; i++) {
		r.places[i].owner = &r;
		r.places[i].next = r.free;
		r.free = &r.places[i];
	}
	loop(&r);
	ares_destroy(r.channel);
	free(r.places);
	*gave_up = r.gave_up;
	return true;
}
