#include "reports/contacts/bootstrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/arena.h"
#include "lib/json.h"
#include "lib/mem.h"
#include "lib/text.h"

const char *const bootstrap_names[N_BOOTSTRAP_FILES] = {
    "asn.json", "ipv4.json", "ipv6.json"};

/* A range of numbers or of addresses, and who knows of it. */
struct service {
	uint32_t first_asn;
	uint32_t last_asn;
	struct addr_range range;
	const char *url;
};

struct bootstrap {
	bool is_of_asns;
	struct service *services;
	size_t n;
	size_t room;
	struct arena arena;
};

enum bootstrap_file
bootstrap_of(const struct question *q)
{
	return q->is_asn       ? BOOTSTRAP_ASN
	       : q->addr.is_v6 ? BOOTSTRAP_IPV6
			       : BOOTSTRAP_IPV4;
}

/* "64496-64511" or "64496" (RFC 9224 5.3). */
static bool
read_numbers(const char *text, struct service *s)
{
	char first[16];
	uint64_t from, to;
	const size_t n = strcspn(text, "-");
	snprintf(first, sizeof first, "%.*s", (int)(n < 15 ? n : 15), text);
	const char *last = text[n] == '-' ? text + n + 1 : first;
	if (!text_to_uint(first, UINT32_MAX, &from) ||
	    !text_to_uint(last, UINT32_MAX, &to) || from > to)
		return false;
	s->first_asn = (uint32_t)from;
	s->last_asn = (uint32_t)to;
	return true;
}

/* The best of the URLs; NULL: none. */
static const char *
choose_url(struct bootstrap *b, const struct json *urls)
{
	const char *best = NULL;
	for (size_t i = 0; i < json_length(urls); i++) {
		const char *url = json_as_text(json_at(urls, i));
		if (url == NULL || strlen(url) > 1000)
			continue;
		if (strncasecmp(url, "https://", 8) == 0) {
			best = url;
			break;
		}
		if (best == NULL && strncasecmp(url, "http://", 7) == 0)
			best = url;
	}
	if (best == NULL)
		return NULL;
	return arena_printf(
	    &b->arena, "%s%s", best, best[strlen(best) - 1] == '/' ? "" : "/");
}

static void
take_service(struct bootstrap *b, const struct json *service)
{
	const struct json *ranges = json_at(service, 0);
	struct service s = {.url = choose_url(b, json_at(service, 1))};
	const char *why;
	for (size_t i = 0; s.url != NULL && i < json_length(ranges); i++) {
		const char *text = json_as_text(json_at(ranges, i));
		if (text == NULL ||
		    (b->is_of_asns ? !read_numbers(text, &s)
				   : !addr_range_parse(text, &s.range, &why)))
			continue;
		b->services =
		    mem_grow(b->services, &b->room, b->n + 1, sizeof s);
		b->services[b->n++] = s;
	}
}

struct bootstrap *
bootstrap_read(
    enum bootstrap_file which, const char *bytes, size_t n, struct err *e)
{
	struct json *file = json_parse(bytes, n, bootstrap_names[which], e);
	if (file == NULL)
		return NULL;
	struct bootstrap *b = mem_new(1, sizeof *b);
	const struct json *services = json_get(file, "services");
	b->is_of_asns = which == BOOTSTRAP_ASN;
	for (size_t i = 0; i < json_length(services); i++)
		take_service(b, json_at(services, i));
	json_free(file);
	if (b->n > 0)
		return b;
	err_set(
	    e, "%s names no RDAP server (RFC 9224)", bootstrap_names[which]);
	bootstrap_free(b);
	return NULL;
}

void
bootstrap_free(struct bootstrap *b)
{
	if (b == NULL)
		return;
	free(b->services);
	arena_reset(&b->arena);
	free(b);
}

static bool
holds(const struct service *s, const struct question *q)
{
	if (q->is_asn)
		return s->first_asn <= q->asn && q->asn <= s->last_asn;
	return s->range.first.is_v6 == q->addr.is_v6 &&
	       addr_compare(&s->range.first, &q->addr) <= 0 &&
	       addr_compare(&q->addr, &s->range.last) <= 0;
}

/* True if a is inside of b; both hold the same address. */
static bool
is_smaller(const struct service *a, const struct service *b, bool are_asns)
{
	if (are_asns)
		return a->last_asn - a->first_asn < b->last_asn - b->first_asn;
	return addr_compare(&a->range.first, &b->range.first) > 0 ||
	       addr_compare(&a->range.last, &b->range.last) < 0;
}

const char *
bootstrap_find(const struct bootstrap *b, const struct question *q)
{
	const struct service *best = NULL;
	for (size_t i = 0; i < b->n; i++)
		if (holds(&b->services[i], q) &&
		    (best == NULL ||
			is_smaller(&b->services[i], best, b->is_of_asns)))
			best = &b->services[i];
	return best != NULL ? best->url : NULL;
}
