#include "reports/serve/place.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/text.h"

/* Finds the address in front of the port: "1.2.3.4" or, of "[::1]", "::1". */
static bool
find_host(const char *text, size_t n, struct addr *out)
{
	if (n > 2 && text[0] == '[' && text[n - 1] == ']')
		return addr_parse_text(text + 1, n - 2, out) && out->is_v6;
	return memchr(text, ':', n) == NULL && addr_parse_text(text, n, out);
}

bool
place_read(const char *text, struct sockaddr_storage *out, struct err *e)
{
	const char *colon = strrchr(text, ':');
	struct addr a;
	uint64_t port;
	if (colon == NULL || !find_host(text, (size_t)(colon - text), &a) ||
	    !text_to_uint(colon + 1, UINT16_MAX, &port))
		return err_set(e,
		    "\"%s\" is no place to listen, such as 127.0.0.1:8090 or "
		    "[::1]:8090",
		    text);
	memset(out, 0, sizeof *out);
	if (a.is_v6) {
		struct sockaddr_in6 *in = (void *)out;
		in->sin6_family = AF_INET6;
		in->sin6_port = htons((uint16_t)port);
		memcpy(&in->sin6_addr, a.bytes, 16);
	} else {
		struct sockaddr_in *in = (void *)out;
		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)port);
		memcpy(&in->sin_addr, a.bytes, 4);
	}
	return true;
}

struct addr
place_address(const struct sockaddr *socket)
{
	struct addr a = {.is_v6 = false};
	if (socket->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)socket;
		memcpy(a.bytes, &in->sin_addr, 4);
	} else if (socket->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in = (const void *)socket;
		a.is_v6 = true;
		memcpy(a.bytes, &in->sin6_addr, 16);
	}
	return a;
}

bool
place_forwarded(const char *list, struct addr *out)
{
	const char *comma = strrchr(list, ',');
	const char *last = comma != NULL ? comma + 1 : list;
	last += strspn(last, " \t");
	return addr_parse_text(last, strcspn(last, " \t"), out);
}
