#include "lib/config.h"

#include <confuse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"

enum { MAX_BYTES = 1 << 20 };

static const char default_path[] = "/etc/ntpcensus/ntpcensus.conf";
static const char default_countries[] =
    "/usr/share/iso-codes/json/iso_3166-1.json";
static const char default_font[] =
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

/* libconfuse hands its complaints to a function without a context pointer; the
 * first one of the file being read is kept here. */
static struct err *complaint;
static const char *complaint_path;

__attribute__((format(printf, 2, 0))) static void
keep_complaint(cfg_t *cfg, const char *format, va_list args)
{
	char words[512];
	if (complaint->text[0] != '\0')
		return;
	vsnprintf(words, sizeof words, format, args);
	err_set(complaint, "%s:%d: %s", complaint_path, cfg->line, words);
}

/* A number's least and most; libconfuse calls this for each that it reads. */
static int
check_number(cfg_t *cfg, cfg_opt_t *opt)
{
	const long value = cfg_opt_getnint(opt, cfg_opt_size(opt) - 1);
	const char *name = cfg_opt_name(opt);
	if (value < 1 || value > 3600000) {
		cfg_error(cfg, "%s must be in 1 … 3600000", name);
		return -1;
	}
	if (strcmp(name, "ports") == 0 &&
	    (value > 16384 || (value & (value - 1)) != 0)) {
		cfg_error(cfg, "ports must be a power of two up to 16384");
		return -1;
	}
	return 0;
}

/* A setting's text, which the caller frees. */
static char *
get_text(cfg_t *section, const char *name)
{
	const char *text = cfg_getstr(section, name);
	return mem_text(text != NULL ? text : "");
}

/* The same for a path: relative ones start at the configuration's folder. */
static char *
get_path(cfg_t *section, const char *name, const char *folder)
{
	char *text = get_text(section, name);
	if (text[0] == '\0' || text[0] == '/')
		return text;
	const size_t bytes = strlen(folder) + strlen(text) + 2;
	char *path = mem_new(bytes, 1);
	snprintf(path, bytes, "%s/%s", folder, text);
	free(text);
	return path;
}

static void
take_settings(struct config *c, cfg_t *cfg, const char *folder)
{
	cfg_t *who = cfg_getsec(cfg, "operator");
	c->operator.name = get_text(who, "name");
	c->operator.contact = get_text(who, "contact");
	c->operator.website = get_text(who, "website");

	cfg_t *scan = cfg_getsec(cfg, "scan");
	c->scan.quiet_ms = (uint32_t)cfg_getint(scan, "quiet_ms");
	c->scan.timeout_ms = (uint32_t)cfg_getint(scan, "timeout_ms");
	c->scan.ports = (uint32_t)cfg_getint(scan, "ports");
	c->scan.source_ipv4 = get_text(scan, "source_ipv4");
	c->scan.source_ipv6 = get_text(scan, "source_ipv6");

	cfg_t *databases = cfg_getsec(cfg, "databases");
	c->databases.city_ipv4 = get_path(databases, "city_ipv4", folder);
	c->databases.city_ipv6 = get_path(databases, "city_ipv6", folder);
	c->databases.asn_ipv4 = get_path(databases, "asn_ipv4", folder);
	c->databases.asn_ipv6 = get_path(databases, "asn_ipv6", folder);
	c->databases.attribution = get_text(databases, "attribution");

	cfg_t *archive = cfg_getsec(cfg, "archive");
	c->archive.rows = get_text(archive, "rows");
	c->archive.password_file = get_path(archive, "password_file", folder);
	c->archive.authorities = get_path(archive, "authorities", folder);

	cfg_t *site = cfg_getsec(cfg, "site");
	c->site.title = get_text(site, "title");
	c->site.base_url = get_text(site, "base_url");
	c->site.countries = get_path(site, "countries", folder);
	c->site.regions = get_path(site, "regions", folder);
	c->site.font = get_path(site, "font", folder);
	c->site.denominators = get_path(site, "denominators", folder);
}

/* libconfuse takes a file for whole that ends within a section or a comment.
 * With this behind it, it is whole only if the last setting is really read. */
static const char last_setting[] = "\nend_of_file = 1\n";

static bool
parse_text(cfg_t *cfg, const char *path, const char *text, struct err *e)
{
	complaint = e;
	complaint_path = path;
	e->text[0] = '\0';
	if (cfg_parse_buf(cfg, text) == CFG_SUCCESS &&
	    cfg_getint(cfg, "end_of_file") == 1)
		return true;
	if (e->text[0] == '\0' || strstr(e->text, "'end_of_file'") != NULL)
		err_set(e, "%s: a section or a comment has no end", path);
	return false;
}

static bool
parse(cfg_t *cfg, const char *path, struct err *e)
{
	struct buf whole;
	char *text;
	size_t n;
	if (!file_read(path, MAX_BYTES, &text, &n, e))
		return false;
	buf_init(&whole, n + sizeof last_setting);
	buf_add(&whole, text, n);
	buf_text(&whole, last_setting);
	const bool ok = strlen(text) == n
			    ? parse_text(cfg, path, whole.text, e)
			    : err_set(e, "%s is no text: it holds a NUL", path);
	buf_done(&whole);
	free(text);
	return ok;
}

bool
config_read(struct config *c, const char *path, struct err *e)
{
	cfg_opt_t operator_options[] = {CFG_STR("name", "", CFGF_NONE),
	    CFG_STR("contact", "", CFGF_NONE),
	    CFG_STR("website", "", CFGF_NONE), CFG_END()};
	cfg_opt_t scan_options[] = {CFG_INT("quiet_ms", 2000, CFGF_NONE),
	    CFG_INT("timeout_ms", 10000, CFGF_NONE),
	    CFG_INT("ports", 64, CFGF_NONE),
	    CFG_STR("source_ipv4", "", CFGF_NONE),
	    CFG_STR("source_ipv6", "", CFGF_NONE), CFG_END()};
	cfg_opt_t database_options[] = {CFG_STR("city_ipv4", "", CFGF_NONE),
	    CFG_STR("city_ipv6", "", CFGF_NONE),
	    CFG_STR("asn_ipv4", "", CFGF_NONE),
	    CFG_STR("asn_ipv6", "", CFGF_NONE),
	    CFG_STR("attribution", "", CFGF_NONE), CFG_END()};
	cfg_opt_t archive_options[] = {CFG_STR("rows", "", CFGF_NONE),
	    CFG_STR("password_file", "", CFGF_NONE),
	    CFG_STR("authorities", "", CFGF_NONE), CFG_END()};
	cfg_opt_t site_options[] = {CFG_STR("title", "NTP census", CFGF_NONE),
	    CFG_STR("base_url", "", CFGF_NONE),
	    CFG_STR("countries", default_countries, CFGF_NONE),
	    CFG_STR("regions", "", CFGF_NONE),
	    CFG_STR("font", default_font, CFGF_NONE),
	    CFG_STR("denominators", "", CFGF_NONE), CFG_END()};
	cfg_opt_t options[] = {CFG_SEC("operator", operator_options, CFGF_NONE),
	    CFG_SEC("scan", scan_options, CFGF_NONE),
	    CFG_SEC("databases", database_options, CFGF_NONE),
	    CFG_SEC("archive", archive_options, CFGF_NONE),
	    CFG_SEC("site", site_options, CFGF_NONE),
	    CFG_INT("end_of_file", 0, CFGF_NONE), CFG_END()};
	char folder[PATH_MAX];
	*c = (struct config){0};
	cfg_t *cfg = mem_need(cfg_init(options, CFGF_NONE));
	cfg_set_error_function(cfg, keep_complaint);
	cfg_set_validate_func(cfg, "scan|quiet_ms", check_number);
	cfg_set_validate_func(cfg, "scan|timeout_ms", check_number);
	cfg_set_validate_func(cfg, "scan|ports", check_number);
	if (path == NULL && access(default_path, F_OK) == 0)
		path = default_path;
	file_folder_of(path != NULL ? path : default_path, folder);
	const bool ok = path == NULL || parse(cfg, path, e);
	if (ok)
		take_settings(c, cfg, folder);
	cfg_free(cfg);
	return ok;
}

void
config_done(struct config *c)
{
	char *texts[] = {c->operator.name, c->operator.contact,
	    c->operator.website, c->scan.source_ipv4, c->scan.source_ipv6,
	    c->databases.city_ipv4, c->databases.city_ipv6,
	    c->databases.asn_ipv4, c->databases.asn_ipv6,
	    c->databases.attribution, c->archive.rows, c->archive.password_file,
	    c->archive.authorities, c->site.title, c->site.base_url,
	    c->site.countries, c->site.regions, c->site.font,
	    c->site.denominators};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		free(texts[i]);
	*c = (struct config){0};
}
