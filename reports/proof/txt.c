#include "reports/proof/txt.h"

#include <ares.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

/* RFC 1035 3.2.2 and 3.2.4. */
enum {
	TYPE_TXT = 16,
	CLASS_IN = 1,
	TIMEOUT_MS = 3000,
	TRIES = 3,
	MOST_RECORD = 4096,
	MOST_SOCKETS = 8 /* UDP and TCP, of four of the system's */
};

/* What is looked for, and what came. */
struct lookup {
	const char *text;
	bool found;
	int status;
	bool is_over;
};

/* A record's strings stand for one text (RFC 7208 3.3 reads them so, too). */
static bool
has_record(const struct ares_txt_ext *record, const char *text)
{
	char whole[MOST_RECORD];
	size_t n = 0;
	for (; record != NULL; record = record->next) {
		if (record->record_start)
			n = 0;
		if (record->length < sizeof whole - n)
			memcpy(whole + n, record->txt, record->length);
		n = record->length < sizeof whole - n ? n + record->length
						      : sizeof whole;
		const bool is_last =
		    record->next == NULL || record->next->record_start;
		if (is_last && n == strlen(text) && memcmp(whole, text, n) == 0)
			return true;
	}
	return false;
}

static void
take_answer(
    void *context, int status, int timeouts, unsigned char *bytes, int n)
{
	struct lookup *l = context;
	struct ares_txt_ext *records = NULL;
	(void)timeouts;
	l->is_over = true;
	l->status = status;
	if (status != ARES_SUCCESS)
		return;
	l->status = ares_parse_txt_reply_ext(bytes, n, &records);
	if (l->status == ARES_SUCCESS)
		l->found = has_record(records, l->text);
	ares_free_data(records);
}

/* Waits for one of the sockets, or for the next timeout. */
static void
wait_for(ares_channel channel)
{
	ares_socket_t sockets[MOST_SOCKETS];
	struct pollfd polled[MOST_SOCKETS];
	struct timeval room;
	nfds_t n = 0;
	const int bits = ares_getsock(channel, sockets, MOST_SOCKETS);
	for (int i = 0; i < MOST_SOCKETS; i++) {
		const int events =
		    (ARES_GETSOCK_READABLE(bits, i) ? POLLIN : 0) |
		    (ARES_GETSOCK_WRITABLE(bits, i) ? POLLOUT : 0);
		if (events != 0)
			polled[n++] = (struct pollfd){
			    .fd = sockets[i], .events = (short)events};
	}
	const struct timeval most = {TIMEOUT_MS / 1000, 0};
	struct timeval limit = most;
	const struct timeval *tv = ares_timeout(channel, &limit, &room);
	poll(polled, n, (int)(tv->tv_sec * 1000 + tv->tv_usec / 1000 + 1));
	for (nfds_t i = 0; i < n; i++)
		ares_process_fd(channel,
		    polled[i].revents & ~POLLOUT ? polled[i].fd
						 : ARES_SOCKET_BAD,
		    polled[i].revents & POLLOUT ? polled[i].fd
						: ARES_SOCKET_BAD);
	ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static bool
open_channel(ares_channel *channel, const char *resolver, struct err *e)
{
	struct ares_options options = {
	    .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES,
	    .timeout = TIMEOUT_MS,
	    .tries = TRIES};
	const int status = ares_init_options(channel, &options,
	    ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
	if (status != ARES_SUCCESS)
		return err_set(
		    e, "the DNS cannot be asked: %s", ares_strerror(status));
	if (resolver[0] == '\0' ||
	    ares_set_servers_ports_csv(*channel, resolver) == ARES_SUCCESS)
		return true;
	ares_destroy(*channel);
	return err_set(e,
	    "\"%s\" is no resolver such as 192.0.2.1 or [2001:db8::1]:53",
	    resolver);
}

/* Asks one resolver, or the system's. */
static bool
ask(const char *resolver, const char *name, const char *text, bool *found,
    struct err *e)
{
	struct lookup l = {.text = text};
	ares_channel channel;
	if (!open_channel(&channel, resolver, e))
		return false;
	ares_query(channel, name, CLASS_IN, TYPE_TXT, take_answer, &l);
	while (!l.is_over)
		wait_for(channel);
	ares_destroy(channel);
	*found = l.found;
	return l.status == ARES_SUCCESS || l.status == ARES_ENODATA ||
	       l.status == ARES_ENOTFOUND ||
	       err_set(e, "%s gives no answer about %s: %s",
		   resolver[0] != '\0' ? resolver : "the resolver", name,
		   ares_strerror(l.status));
}

bool
txt_find(const char *resolvers, const char *name, const char *text, bool *found,
    struct err *e)
{
	char *list = mem_text(resolvers), *rest = list;
	bool ok = true;
	*found = true;
	ares_library_init(ARES_LIB_INIT_ALL);
	do {
		char *resolver = text_trim(strsep(&rest, ","));
		bool here = false;
		ok = ask(resolver, name, text, &here, e);
		*found &= here;
	} while (ok && *found && rest != NULL);
	ares_library_cleanup();
	free(list);
	return ok;
}
