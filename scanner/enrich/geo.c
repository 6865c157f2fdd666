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

/* Finds the entry of an address. False: there is none, or it is broken. */
static bool
find_entry(struct base *b, const struct addr *a, MMDB_entry_s *out)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	int status;
	memcpy(&v4.sin_addr, a->bytes, 4);
	memcpy(&v6.sin6_addr, a->bytes, 16);
	if (!b->is_open || (a->is_v6 && b->mmdb.metadata.ip_version == 4))
		return false;
	const MMDB_lookup_result_s found = MMDB_lookup_sockaddr(&b->mmdb,
	    a->is_v6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4,
	    &status);
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
find_country(struct base *b, MMDB_entry_s *entry, struct place *out)
{
	char code[8];
	get_text(b, entry, PATH("country", "iso_code"), PATH("country_code"),
	    code, sizeof code);
	text_upper(code);
	if (strlen(code) == 2 &&
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2)
		memcpy(out->country, code, sizeof out->country);
}

static void
find_city(struct base *b, const struct addr *a, struct place *out)
{
	MMDB_entry_s entry;
	if (!find_entry(b, a, &entry))
		return;
	find_country(b, &entry, out);
	get_text(b, &entry, PATH("subdivisions", "0", "names", "en"),
	    PATH("state1"), out->region, sizeof out->region);
	get_text(b, &entry, PATH("city", "names", "en"), PATH("city"),
	    out->city, sizeof out->city);
	text_upper(out->region);
	text_upper(out->city);
}

static void
find_asn(struct base *b, const struct addr *a, struct place *out)
{
	MMDB_entry_s entry;
	MMDB_entry_data_s data;
	if (!find_entry(b, a, &entry))
		return;
	if (get(b, &entry, PATH("autonomous_system_number"), &data) &&
	    data.type == MMDB_DATA_TYPE_UINT32)
		out->asn = data.uint32;
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
