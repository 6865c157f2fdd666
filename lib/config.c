#include "lib/config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/conf.h"
#include "lib/file.h"
#include "lib/mem.h"

enum {
	MAX_BYTES = 1 << 20,
	MAX_PORTS = 16384,
	MAX_MS = 3600000,
	MAX_VLAN = 4094,
	MAX_IN_FLIGHT = 10000,
	MAX_ATTACH_KB = 30000,
	MAX_DAYS = 3650
};

static const char default_path[] = "/etc/ntpcensus/ntpcensus.conf";
static const char default_countries[] =
    "/usr/share/iso-codes/json/iso_3166-1.json";
static const char default_font[] =
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

static bool
check_number(const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 1 && number <= MAX_MS) ||
	       err_set(why, "%s must be in 1 … 3600000", name);
}

static bool
check_ports(const char *text, long number, const char *name, struct err *why)
{
	if (!check_number(text, number, name, why))
		return false;
	return (number <= MAX_PORTS && (number & (number - 1)) == 0) ||
	       err_set(why, "ports must be a power of two up to 16384");
}

static bool
check_vlan(const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 0 && number <= MAX_VLAN) ||
	       err_set(why, "%s must be in 1 … 4094, or 0 for none", name);
}

static bool
check_in_flight(
    const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 1 && number <= MAX_IN_FLIGHT) ||
	       err_set(why, "%s must be in 1 … 10000", name);
}

static bool
check_days(const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 1 && number <= MAX_DAYS) ||
	       err_set(why, "%s must be in 1 … %d", name, MAX_DAYS);
}

static bool
check_attach(const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 0 && number <= MAX_ATTACH_KB) ||
	       err_set(why, "%s must be in 0 … %d", name, MAX_ATTACH_KB);
}

static bool
check_tls(const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	return strcmp(text, "required") == 0 || strcmp(text, "never") == 0 ||
	       err_set(why, "%s is \"required\" or \"never\"", name);
}

static bool
check_percent(const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 0 && number <= 100) ||
	       err_set(why, "%s must be in 1 … 100, or 0 for never", name);
}

static const struct setting operator_settings[] = {
    {.name = "name"}, {.name = "contact"}, {.name = "website"}};
static const struct setting scan_settings[] = {
    {"quiet_ms", SETTING_NUMBER, NULL, 2000, check_number},
    {"timeout_ms", SETTING_NUMBER, NULL, 10000, check_number},
    {"ports", SETTING_NUMBER, NULL, 64, check_ports},
    {"stop_window_s", SETTING_NUMBER, NULL, 30, check_in_flight},
    {"stop_unreachable_percent", SETTING_NUMBER, NULL, 50, check_percent},
    {"stop_hits_percent", SETTING_NUMBER, NULL, 10, check_percent},
    {.name = "source_ipv4"}, {.name = "source_ipv6"}, {.name = "gateway_mac"},
    {"vlan", SETTING_NUMBER, NULL, 0, check_vlan}};
static const struct setting database_settings[] = {{.name = "city_ipv4"},
    {.name = "city_ipv6"}, {.name = "asn_ipv4"}, {.name = "asn_ipv6"},
    {.name = "attribution"}};
static const struct setting names_settings[] = {{.name = "resolvers"},
    {"per_second", SETTING_NUMBER, NULL, 500, check_number},
    {"in_flight", SETTING_NUMBER, NULL, 200, check_in_flight},
    {"timeout_ms", SETTING_NUMBER, NULL, 3000, check_number},
    {"tries", SETTING_NUMBER, NULL, 2, check_in_flight},
    {"cache_days", SETTING_NUMBER, NULL, 7, check_in_flight}};
static const struct setting archive_settings[] = {
    {.name = "rows"}, {.name = "password_file"}, {.name = "authorities"}};
static const struct setting site_settings[] = {
    {.name = "title", .text = "NTP census"}, {.name = "base_url"},
    {.name = "countries", .text = default_countries}, {.name = "regions"},
    {.name = "font", .text = default_font}, {.name = "denominators"},
    {.name = "events"}};
static const struct setting mail_settings[] = {{.name = "server"},
    {.name = "tls", .text = "required", .check = check_tls}, {.name = "user"},
    {.name = "password_file"}, {.name = "authorities"}, {.name = "from"},
    {.name = "links"}, {"attach_kb", SETTING_NUMBER, NULL, 1000, check_attach},
    {"retry_s", SETTING_NUMBER, NULL, 60, check_number},
    {"idle_s", SETTING_NUMBER, NULL, 300, check_number}};
static const struct setting rdap_settings[] = {{.name = "bootstrap"},
    {.name = "cache"}, {.name = "authorities"},
    {"cache_days", SETTING_NUMBER, NULL, 7, check_days},
    {"gap_ms", SETTING_NUMBER, NULL, 1000, check_number}};
static const struct setting proof_settings[] = {{.name = "resolvers"}};

#define SECTION(name, settings)                                                \
	{                                                                      \
		name, false, settings, sizeof(settings) / sizeof(settings)[0]  \
	}
static const struct conf_section sections[] = {
    SECTION("operator", operator_settings), SECTION("scan", scan_settings),
    SECTION("databases", database_settings), SECTION("names", names_settings),
    SECTION("archive", archive_settings), SECTION("site", site_settings),
    SECTION("mail", mail_settings), SECTION("rdap", rdap_settings),
    SECTION("proof", proof_settings)};
static const struct conf_table table = {
    sections, sizeof sections / sizeof sections[0], MAX_BYTES};

/* A setting's text, which the caller frees. */
static char *
get_text(struct conf_part *section, const char *name)
{
	return mem_text(conf_text(section, name));
}

/* The same for a path: relative ones start at the configuration's folder. */
static char *
get_path(struct conf_part *section, const char *name, const char *folder)
{
	const char *text = conf_text(section, name);
	if (text[0] == '\0' || text[0] == '/')
		return mem_text(text);
	const size_t bytes = strlen(folder) + strlen(text) + 2;
	char *path = mem_new(bytes, 1);
	snprintf(path, bytes, "%s/%s", folder, text);
	return path;
}

/* What the scanner is told. */
static void
take_scan(struct config *c, const struct conf *s, const char *folder)
{
	struct conf_part *who = conf_part(s, "operator", 0);
	c->operator.name = get_text(who, "name");
	c->operator.contact = get_text(who, "contact");
	c->operator.website = get_text(who, "website");

	struct conf_part *scan = conf_part(s, "scan", 0);
	c->scan.quiet_ms = (uint32_t)conf_number(scan, "quiet_ms");
	c->scan.timeout_ms = (uint32_t)conf_number(scan, "timeout_ms");
	c->scan.ports = (uint32_t)conf_number(scan, "ports");
	c->scan.stop_window_s = (uint32_t)conf_number(scan, "stop_window_s");
	c->scan.stop_unreachable_percent =
	    (uint32_t)conf_number(scan, "stop_unreachable_percent");
	c->scan.stop_hits_percent =
	    (uint32_t)conf_number(scan, "stop_hits_percent");
	c->scan.source_ipv4 = get_text(scan, "source_ipv4");
	c->scan.source_ipv6 = get_text(scan, "source_ipv6");
	c->scan.gateway_mac = get_text(scan, "gateway_mac");
	c->scan.vlan = (uint32_t)conf_number(scan, "vlan");

	struct conf_part *databases = conf_part(s, "databases", 0);
	c->databases.city_ipv4 = get_path(databases, "city_ipv4", folder);
	c->databases.city_ipv6 = get_path(databases, "city_ipv6", folder);
	c->databases.asn_ipv4 = get_path(databases, "asn_ipv4", folder);
	c->databases.asn_ipv6 = get_path(databases, "asn_ipv6", folder);
	c->databases.attribution = get_text(databases, "attribution");

	struct conf_part *names = conf_part(s, "names", 0);
	c->names.resolvers = get_text(names, "resolvers");
	c->names.per_second = (uint32_t)conf_number(names, "per_second");
	c->names.in_flight = (uint32_t)conf_number(names, "in_flight");
	c->names.timeout_ms = (uint32_t)conf_number(names, "timeout_ms");
	c->names.tries = (uint32_t)conf_number(names, "tries");
	c->names.cache_days = (uint32_t)conf_number(names, "cache_days");
}

/* What the renderer is told. */
static void
take_site(struct config *c, const struct conf *s, const char *folder)
{
	struct conf_part *archive = conf_part(s, "archive", 0);
	c->archive.rows = get_text(archive, "rows");
	c->archive.password_file = get_path(archive, "password_file", folder);
	c->archive.authorities = get_path(archive, "authorities", folder);

	struct conf_part *site = conf_part(s, "site", 0);
	c->site.title = get_text(site, "title");
	c->site.base_url = get_text(site, "base_url");
	c->site.countries = get_path(site, "countries", folder);
	c->site.regions = get_path(site, "regions", folder);
	c->site.font = get_path(site, "font", folder);
	c->site.denominators = get_path(site, "denominators", folder);
	c->site.events = get_path(site, "events", folder);
}

/* What the reporter is told. */
static void
take_reports(struct config *c, const struct conf *s, const char *folder)
{
	struct conf_part *mail = conf_part(s, "mail", 0);
	c->mail.server = get_text(mail, "server");
	c->mail.tls = get_text(mail, "tls");
	c->mail.user = get_text(mail, "user");
	c->mail.password_file = get_path(mail, "password_file", folder);
	c->mail.authorities = get_path(mail, "authorities", folder);
	c->mail.from = get_text(mail, "from");
	c->mail.links = get_text(mail, "links");
	c->mail.attach_kb = (uint32_t)conf_number(mail, "attach_kb");
	c->mail.retry_s = (uint32_t)conf_number(mail, "retry_s");
	c->mail.idle_s = (uint32_t)conf_number(mail, "idle_s");

	struct conf_part *rdap = conf_part(s, "rdap", 0);
	const char *bootstrap = conf_text(rdap, "bootstrap");
	c->rdap.bootstrap = strstr(bootstrap, "://") != NULL
				? mem_text(bootstrap)
				: get_path(rdap, "bootstrap", folder);
	c->rdap.cache = get_path(rdap, "cache", folder);
	c->rdap.authorities = get_path(rdap, "authorities", folder);
	c->rdap.cache_days = (uint32_t)conf_number(rdap, "cache_days");
	c->rdap.gap_ms = (uint32_t)conf_number(rdap, "gap_ms");
	c->proof.resolvers = get_text(conf_part(s, "proof", 0), "resolvers");
}

static void
take_settings(struct config *c, const struct conf *s, const char *folder)
{
	take_scan(c, s, folder);
	take_site(c, s, folder);
	take_reports(c, s, folder);
}

bool
config_read(struct config *c, const char *path, struct err *e)
{
	char folder[PATH_MAX];
	*c = (struct config){0};
	if (path == NULL && access(default_path, F_OK) == 0)
		path = default_path;
	file_folder_of(path != NULL ? path : default_path, folder);
	struct conf *s = conf_read(&table, path, e);
	if (s == NULL)
		return false;
	take_settings(c, s, folder);
	conf_free(s);
	return true;
}

void
config_done(struct config *c)
{
	char *texts[] = {c->operator.name, c->operator.contact,
	    c->operator.website, c->scan.source_ipv4, c->scan.source_ipv6,
	    c->scan.gateway_mac, c->databases.city_ipv4, c->databases.city_ipv6,
	    c->databases.asn_ipv4, c->databases.asn_ipv6,
	    c->databases.attribution, c->names.resolvers, c->archive.rows,
	    c->archive.password_file, c->archive.authorities, c->site.title,
	    c->site.base_url, c->site.countries, c->site.regions, c->site.font,
	    c->site.denominators, c->site.events, c->mail.server, c->mail.tls,
	    c->mail.user, c->mail.password_file, c->mail.authorities,
	    c->mail.from, c->mail.links, c->rdap.bootstrap, c->rdap.cache,
	    c->rdap.authorities, c->proof.resolvers};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		free(texts[i]);
	*c = (struct config){0};
}
