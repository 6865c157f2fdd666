#include "scanner/enrich/geo.h"

#include <arpa/inet.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/date.h"
#include "lib/mem.h"
#include "lib/text.h"

/* Our two kinds of database, each for both families; one file may stand in two
 * places, and is then open twice. */
enum { CITY_IPV4, CITY_IPV6, ASN_IPV4, ASN_IPV6, N_BASES };

struct base {
	bool is_open;
	MMDB_s mmdb;
	char *path;
	uint64_t n_broken;
};

struct geo {
	struct base bases[N_BASES];
};

static bool
open_base(struct base *b, const char *path, struct err *e)
{
	if (path[0] == '\0')
		return true;
	const int status = MMDB_open(path, MMDB_MODE_MMAP, &b->mmdb);
	if (status != MMDB_SUCCESS)
		return err_set(e, "cannot open the database %s: %s", path,
		    MMDB_strerror(status));
	b->is_open = true;
	b->path = mem_text(path);
	return true;
}

struct geo *
geo_open(const struct config *config, struct err *e)
{
	struct geo *g = mem_new(1, sizeof *g);
	if (open_base(&g->bases[CITY_IPV4], config->databases.city_ipv4, e) &&
	    open_base(&g->bases[CITY_IPV6], config->databases.city_ipv6, e) &&
	    open_base(&g->bases[ASN_IPV4], config->databases.asn_ipv4, e) &&
	    open_base(&g->bases[ASN_IPV6], config->databases.asn_ipv6, e))
		return g;
	geo_close(g);
	return NULL;
}

void
geo_close(struct geo *g)
{
	if (g == NULL)
		return;
	for (int i = 0; i < N_BASES; i++) {
		if (g->bases[i].is_open)
			MMDB_close(&g->bases[i].mmdb);
		free(g->bases[i].path);
	}
	free(g);
}

/* Looks an address up in a database that is open and has its family. Gives the
 * library's status. */
static int
look_up(const struct base *b, const struct addr *a, MMDB_lookup_result_s *found)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	int status;
	memcpy(&v4.sin_addr, a->bytes, 4);
	memcpy(&v6.sin6_addr, a->bytes, 16);
	*found = MMDB_lookup_sockaddr(&b->mmdb,
	    a->is_v6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4,
	    &status);
	return status;
}

/* Finds the entry of an address. False: there is none, or it is broken. */
static bool
find_entry(struct base *b, const struct addr *a, MMDB_entry_s *out)
{
	MMDB_lookup_result_s found;
	if (!b->is_open || (a->is_v6 && b->mmdb.metadata.ip_version == 4))
		return false;
	const int status = look_up(b, a, &found);
	b->n_broken += status != MMDB_SUCCESS;
	*out = found.entry;
	return status == MMDB_SUCCESS && found.found_entry;
}

/* Gets the value at a path of keys. False: it is not there. */
static bool
get(struct base *b, MMDB_entry_s *entry, const char *const *path,
    MMDB_entry_data_s *out)
{
	const int status = MMDB_aget_value(entry, out, path);
	if (status == MMDB_SUCCESS)
		return out->has_data;
	b->n_broken += status != MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR;
	return false;
}

/* Copies the string at the first of two paths that has one, as readable text;
 * what is too long is cut at a character. */
static void
get_text(struct base *b, MMDB_entry_s *entry, const char *const *nested,
    const char *const *flat, char *out, size_t room)
{
	MMDB_entry_data_s data;
	struct buf text;
	out[0] = '\0';
	if (!(get(b, entry, flat, &data) &&
		data.type == MMDB_DATA_TYPE_UTF8_STRING) &&
	    !(get(b, entry, nested, &data) &&
		data.type == MMDB_DATA_TYPE_UTF8_STRING))
		return;
	/* A character that starts within the room ends 3 bytes behind it. */
	const size_t most = room + 3;
	buf_init(&text, room - 1);
	text_add_readable(&text, data.utf8_string,
	    data.data_size < most ? data.data_size : most);
	size_t n = text.len;
	while (n > 0 && !text_is_utf8(text.text, n))
		n--;
	memcpy(out, text.text, n);
	out[n] = '\0';
	buf_done(&text);
}

#define PATH(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Two letters, in upper case, are a country; three would be another thing. */
static void
find_country(struct base *b, MMDB_entry_s *entry, char country[3])
{
	char code[8];
	get_text(b, entry, PATH("country", "iso_code"), PATH("country_code"),
	    code, sizeof code);
	text_upper(code);
	if (strlen(code) == 2 &&
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2)
		memcpy(country, code, 3);
}

static void
find_city(struct base *b, const struct addr *a, struct place *out)
{
	MMDB_entry_s entry;
	if (!find_entry(b, a, &entry))
		return;
	find_country(b, &entry, out->country);
	get_text(b, &entry, PATH("subdivisions", "0", "names", "en"),
	    PATH("state1"), out->region, sizeof out->region);
	get_text(b, &entry, PATH("city", "names", "en"), PATH("city"),
	    out->city, sizeof out->city);
	text_upper(out->region);
	text_upper(out->city);
}

/* The number of a network; 0 if the entry has none. */
static uint32_t
get_asn(struct base *b, MMDB_entry_s *entry)
{
	MMDB_entry_data_s data;
	return get(b, entry, PATH("autonomous_system_number"), &data) &&
		       data.type == MMDB_DATA_TYPE_UINT32
		   ? data.uint32
		   : 0;
}

static void
find_asn(struct base *b, const struct addr *a, struct place *out)
{
	MMDB_entry_s entry;
	if (!find_entry(b, a, &entry))
		return;
	out->asn = get_asn(b, &entry);
	get_text(b, &entry, PATH("autonomous_system_organization"),
	    PATH("autonomous_system_organization"), out->organisation,
	    sizeof out->organisation);
}

void
geo_find(struct geo *g, const struct addr *a, struct place *out)
{
	*out = (struct place){0};
	find_city(&g->bases[a->is_v6 ? CITY_IPV6 : CITY_IPV4], a, out);
	find_asn(&g->bases[a->is_v6 ? ASN_IPV6 : ASN_IPV4], a, out);
}

void
geo_walk_start(struct geo_walk *w, struct geo *g)
{
	*w = (struct geo_walk){.geo = g};
}

/* The last address of the network that a look-up for ip went down to. A look-up
 * of IPv4 in a tree of IPv6 may end above the 96 bits in front of it. */
static uint32_t
last_of(const struct base *b, uint32_t ip, unsigned netmask)
{
	const unsigned in_front = b->mmdb.metadata.ip_version == 6 ? 96 : 0;
	const unsigned bits = netmask > in_front ? netmask - in_front : 0;
	return bits >= 32 ? ip : ip | UINT32_MAX >> bits;
}

/* Takes the database's next network, the one around ip, unless the step before
 * reaches that far. In a tree there is at most one network more than nodes;
 * what leads to more turns in circles, and would for hours. */
static bool
step(struct base *b, uint32_t ip, struct geo_step *s, struct err *e,
    void (*take)(struct base *, MMDB_entry_s *, struct geo_step *))
{
	struct addr a = {0};
	MMDB_lookup_result_s found;
	if (s->n > 0 && ip <= s->last)
		return true;
	const uint32_t ordered = htonl(ip);
	memcpy(a.bytes, &ordered, sizeof ordered);
	const uint64_t n_broken = b->n_broken;
	const int status = look_up(b, &a, &found);
	*s = (struct geo_step){
	    .last = last_of(b, ip, found.netmask), .n = s->n + 1};
	if (status == MMDB_SUCCESS && found.found_entry)
		take(b, &found.entry, s);
	if (status == MMDB_SUCCESS && b->n_broken == n_broken &&
	    s->n <= (uint64_t)b->mmdb.metadata.node_count + 1)
		return true;
	char text[ADDR_TEXT_MAX];
	addr_format(&a, text);
	return err_set(e, "the database %s is broken at %s: %s", b->path, text,
	    status != MMDB_SUCCESS    ? MMDB_strerror(status)
	    : b->n_broken != n_broken ? "its entry cannot be read"
				      : "it is no tree");
}

static void
take_asn(struct base *b, MMDB_entry_s *entry, struct geo_step *s)
{
	s->asn = get_asn(b, entry);
}

static void
take_country(struct base *b, MMDB_entry_s *entry, struct geo_step *s)
{
	find_country(b, entry, s->country);
}

bool
geo_walk_step(
    struct geo_walk *w, uint32_t ip, struct geo_network *out, struct err *e)
{
	struct base *asn = &w->geo->bases[ASN_IPV4],
		    *city = &w->geo->bases[CITY_IPV4];
	if (!asn->is_open || !city->is_open)
		return err_set(e, "databases.asn_ipv4 and databases.city_ipv4 "
				  "are not both set in the configuration");
	if (!step(asn, ip, &w->asn, e, take_asn))
		return false;
	*out = (struct geo_network){.asn = w->asn.asn, .last = w->asn.last};
	if (out->asn == 0)
		return true;
	if (!step(city, ip, &w->city, e, take_country))
		return false;
	memcpy(out->country, w->city.country, sizeof out->country);
	if (w->city.last < out->last)
		out->last = w->city.last;
	return true;
}

struct json *
geo_describe(const struct geo *g)
{
	struct json *list = json_new_array();
	for (int i = 0; i < N_BASES; i++) {
		const struct base *b = &g->bases[i];
		char built[DATE_TEXT_MAX];
		if (!b->is_open)
			continue;
		const char *name = strrchr(b->path, '/');
		struct json *one = json_new_object();
		date_format_time((time_t)b->mmdb.metadata.build_epoch, built);
		json_set_text(one, "file", name != NULL ? name + 1 : b->path);
		json_set_text(one, "type", b->mmdb.metadata.database_type);
		json_set_text(one, "built", built);
		json_set_number(one, "broken_entries", (long long)b->n_broken);
		json_append(list, one);
	}
	return list;
}
