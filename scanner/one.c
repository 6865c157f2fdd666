#include "scanner/one.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "scanner/ask.h"
#include "scanner/link/udp.h"
#include "scanner/one/say.h"
#include "scanner/space/exclude.h"

static struct addr
addr_of(const struct sockaddr *from)
{
	struct addr a = {.is_v6 = from->sa_family == AF_INET6};
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	if (a.is_v6) {
		memcpy(&v6, from, sizeof v6);
		memcpy(a.bytes, &v6.sin6_addr, 16);
	} else {
		memcpy(&v4, from, sizeof v4);
		memcpy(a.bytes, &v4.sin_addr, 4);
	}
	return a;
}

/* Finds the first address of a host and how many it has. */
static bool
find_address(const char *host, struct addr *first, unsigned *n, struct err *e)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_DGRAM};
	struct addrinfo *list;
	*n = 1;
	if (addr_parse(host, first))
		return true;
	const int why = getaddrinfo(host, NULL, &hints, &list);
	if (why != 0)
		return err_set(e, "--probe: cannot find the address of %s: %s",
		    host, gai_strerror(why));
	*first = addr_of(list->ai_addr);
	for (const struct addrinfo *i = list->ai_next; i; i = i->ai_next)
		++*n;
	freeaddrinfo(list);
	return true;
}

/* Makes the address the only target, unless it must not be asked. */
static bool
aim(const struct addr *a, bool with_private, struct targets *t, struct err *e)
{
	struct ranges asked = {0}, excluded = {0};
	const struct addr_range item = {*a, *a};
	ranges_add(&asked, &item);
	exclude_special(&excluded, with_private);
	const bool ok = targets_init(t, &asked, &excluded, e);
	ranges_done(&asked);
	ranges_done(&excluded);
	if (ok && t->n == 0) {
		char text[ADDR_TEXT_MAX];
		addr_format(a, text);
		targets_done(t);
		return err_set(e,
		    "--probe: %s is a special-purpose address, which is never "
		    "asked (private networks are with "
		    "--include-private-networks)",
		    text);
	}
	return ok;
}

static bool
ask(const struct one_setup *setup, const struct targets *t, struct finding *f,
    struct err *e)
{
	static const bool used[N_PROBES] = {true, true};
	struct config config = *setup->config;
	config.scan.ports = 1;
	const struct udp_setup udp_setup = {.config = &config,
	    .ipv4 = !f->address.is_v6,
	    .ipv6 = f->address.is_v6,
	    .used = used};
	struct ask_setup ask_setup = {.link = udp_open(&udp_setup, NULL, e),
	    .targets = t,
	    .quiet_ms = config.scan.quiet_ms,
	    .timeout_ms = config.scan.timeout_ms};
	if (ask_setup.link == NULL)
		return false;
	const bool ok = ask_run(&ask_setup, f, e);
	link_close(ask_setup.link);
	return ok;
}

static bool
say(const struct one_setup *setup, struct finding *f, struct err *e)
{
	bool ok = true;
	if (setup->json) {
		struct json *json = say_json(f);
		ok = json_write(json, stdout, false);
		json_free(json);
	} else {
		say_text(f, stdout);
	}
	return (fflush(stdout) == 0 && !ferror(stdout) && ok) ||
	       err_errno(e, "cannot write what the host says");
}

enum one_end
one_run(const struct one_setup *setup, struct err *e)
{
	static const enum one_end ends[N_DOORS] = {
	    [DOOR_SILENT] = ONE_SILENT,
	    [DOOR_CLOSED] = ONE_CLOSED,
	    [DOOR_OPEN] = ONE_OPEN,
	};
	struct finding f;
	struct targets targets;
	finding_init(&f);
	f.host = setup->host;
	f.show_clients = setup->show_clients;
	enum one_end end = ONE_FAILED;
	if (find_address(setup->host, &f.address, &f.n_addresses, e) &&
	    aim(&f.address, setup->with_private, &targets, e)) {
		if (ask(setup, &targets, &f, e) && say(setup, &f, e))
			end = ends[finding_door(&f)];
		targets_done(&targets);
	}
	finding_done(&f);
	return end;
}
