#include "lib/conf.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"

/* libconfuse hands complaints and values to functions without a context
 * pointer; what the file being read needs is kept here. */
static struct err *complaint;
static const char *complaint_path;
static const struct conf_table *current;

struct conf {
	cfg_t *cfg;
};

/* A section is what libconfuse calls one; this name keeps that here. */
static cfg_t *
section_of(struct conf_part *part)
{
	return (cfg_t *)(void *)part;
}

static const struct conf_section *
find_section(const char *name)
{
	for (size_t i = 0; i < current->n_sections; i++)
		if (strcmp(current->sections[i].name, name) == 0)
			return &current->sections[i];
	return NULL;
}

/* How many letters must be changed, added or left out to make b of a; names
 * too long to be one of ours are far. */
static size_t
distance(const char *a, const char *b)
{
	enum { LONGEST = 32 };
	size_t row[LONGEST + 1];
	const size_t n = strlen(b);
	if (n > LONGEST || strlen(a) > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

/* Keeps the nearer of two names. */
static void
compare_name(const char *wrong, const char *name, const char **nearest)
{
	if (distance(wrong, name) <= 2 &&
	    (*nearest == NULL ||
		distance(wrong, name) < distance(wrong, *nearest)))
		*nearest = name;
}

/* What may have been meant by a name that is not there; NULL: no idea. */
static const char *
find_nearest(const cfg_t *cfg, const char *wrong)
{
	const struct conf_section *section = find_section(cfg->name);
	const char *nearest = NULL;
	if (section != NULL)
		for (size_t i = 0; i < section->n_settings; i++)
			compare_name(
			    wrong, section->settings[i].name, &nearest);
	else
		for (size_t i = 0; i < current->n_sections; i++)
			compare_name(
			    wrong, current->sections[i].name, &nearest);
	return nearest;
}

__attribute__((format(printf, 2, 0))) static void
keep_complaint(cfg_t *cfg, const char *format, va_list args)
{
	static const char unknown[] = "no such option '";
	char words[512], wrong[512];
	if (complaint->text[0] != '\0')
		return;
	vsnprintf(words, sizeof words, format, args);
	err_set(complaint, "%s:%d: %s", complaint_path, cfg->line, words);
	if (strncmp(words, unknown, strlen(unknown)) != 0)
		return;
	snprintf(wrong, sizeof wrong, "%s", words + strlen(unknown));
	wrong[strcspn(wrong, "'")] = '\0';
	const char *meant = find_nearest(cfg, wrong);
	if (meant != NULL)
		err_set(complaint, "%s:%d: %s: is '%s' meant?", complaint_path,
		    cfg->line, words, meant);
}

/* Hands the value that was just read to its judge. */
static int
check_value(cfg_t *cfg, cfg_opt_t *opt)
{
	const struct conf_section *section = find_section(cfg->name);
	const unsigned n = cfg_opt_size(opt);
	struct err why = {{0}};
	bool ok = true;
	for (size_t i = 0; n > 0 && i < section->n_settings; i++) {
		const struct setting *s = &section->settings[i];
		if (strcmp(s->name, opt->name) != 0)
			continue;
		ok = s->kind == SETTING_NUMBER
			 ? s->check(
			       NULL, cfg_opt_getnint(opt, n - 1), s->name, &why)
			 : s->check(
			       cfg_opt_getnstr(opt, n - 1), 0, s->name, &why);
	}
	if (!ok)
		cfg_error(cfg, "%s", why.text);
	return ok ? 0 : -1;
}

static cfg_opt_t
option_of(const struct setting *s)
{
	const cfg_opt_t text = CFG_STR(s->name, s->text, CFGF_NONE);
	const cfg_opt_t number = CFG_INT(s->name, s->number, CFGF_NONE);
	const cfg_opt_t list = CFG_STR_LIST(s->name, NULL, CFGF_NONE);
	return s->kind == SETTING_TEXT     ? text
	       : s->kind == SETTING_NUMBER ? number
					   : list;
}

static void
watch(cfg_t *cfg, const struct conf_section *section)
{
	for (size_t i = 0; i < section->n_settings; i++) {
		char name[80];
		if (section->settings[i].check == NULL)
			continue;
		snprintf(name, sizeof name, "%s|%s", section->name,
		    section->settings[i].name);
		cfg_set_validate_func(cfg, name, check_value);
	}
}

/* libconfuse copies the options, so they need not live longer. */
static cfg_t *
begin(const struct conf_table *table)
{
	cfg_opt_t options[CONF_MOST_SECTIONS + 2];
	cfg_opt_t of[CONF_MOST_SECTIONS][CONF_MOST_IN_SECTION + 1];
	const cfg_opt_t end = CFG_END(),
			last = CFG_INT("end_of_file", 0, CFGF_NONE);
	for (size_t i = 0; i < table->n_sections; i++) {
		const struct conf_section *s = &table->sections[i];
		for (size_t j = 0; j < s->n_settings; j++)
			of[i][j] = option_of(&s->settings[j]);
		of[i][s->n_settings] = end;
		const cfg_opt_t section = CFG_SEC(
		    s->name, of[i], s->are_many ? CFGF_MULTI : CFGF_NONE);
		options[i] = section;
	}
	options[table->n_sections] = last;
	options[table->n_sections + 1] = end;
	cfg_t *cfg = mem_need(cfg_init(options, CFGF_NONE));
	cfg_set_error_function(cfg, keep_complaint);
	for (size_t i = 0; i < table->n_sections; i++)
		watch(cfg, &table->sections[i]);
	return cfg;
}

/* Where the quoted text ends that starts at p: behind its last quote. */
static char *
skip_quoted(char *p)
{
	const char quote = *p++;
	while (*p != '\0' && *p != quote)
		p += *p == '\\' && p[1] != '\0' ? 2 : 1;
	return *p != '\0' ? p + 1 : p;
}

/* Makes the comment that starts at p blank, its line ends aside. One without an
 * end stays as it is. */
static char *
blank_comment(char *p)
{
	const bool is_long = p[0] == '/' && p[1] == '*';
	char *end = is_long ? strstr(p + 2, "*/") : p + strcspn(p, "\n");
	if (end == NULL)
		return p + strlen(p);
	if (is_long)
		end += strlen("*/");
	for (; p < end; p++)
		if (*p != '\n')
			*p = ' ';
	return end;
}

/* libconfuse 3.3 counts the line of a comment more than once; without comments
 * its numbers are right. */
static void
blank_comments(char *p)
{
	static const char between[] = " \t\r\n={}()+,";
	while (*p != '\0') {
		p += strspn(p, between);
		if (*p == '#' || (p[0] == '/' && (p[1] == '/' || p[1] == '*')))
			p = blank_comment(p);
		else if (*p == '"' || *p == '\'')
			p = skip_quoted(p);
		else
			p += strcspn(p, " \t\r\n={}()+,#\"'");
	}
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
parse(cfg_t *cfg, const char *path, size_t most_bytes, struct err *e)
{
	struct buf whole;
	char *text;
	size_t n;
	if (!file_read(path, most_bytes, &text, &n, e))
		return false;
	if (strlen(text) == n)
		blank_comments(text);
	buf_init(&whole, n + sizeof last_setting);
	buf_add(&whole, text, n);
	buf_text(&whole, last_setting);
	const bool ok = strlen(text) == n
			    ? parse_text(cfg, path, whole.text, e)
			    : err_set(e, "%s is no text: it holds a NUL", path);
	explicit_bzero(whole.text, whole.len);
	explicit_bzero(text, n);
	buf_done(&whole);
	free(text);
	return ok;
}

struct conf *
conf_read(const struct conf_table *table, const char *path, struct err *e)
{
	struct conf *s = mem_new(1, sizeof *s);
	current = table;
	s->cfg = begin(table);
	if (path == NULL || parse(s->cfg, path, table->most_bytes, e))
		return s;
	conf_free(s);
	return NULL;
}

void
conf_free(struct conf *s)
{
	cfg_free(s->cfg);
	free(s);
}

size_t
conf_count(const struct conf *s, const char *section)
{
	return cfg_size(s->cfg, section);
}

struct conf_part *
conf_part(const struct conf *s, const char *section, size_t i)
{
	return (void *)cfg_getnsec(s->cfg, section, (unsigned)i);
}

unsigned
conf_line(struct conf_part *part)
{
	return (unsigned)section_of(part)->line;
}

const char *
conf_text(struct conf_part *part, const char *name)
{
	const char *text = cfg_getstr(section_of(part), name);
	return text != NULL ? text : "";
}

long
conf_number(struct conf_part *part, const char *name)
{
	return cfg_getint(section_of(part), name);
}

size_t
conf_length(struct conf_part *part, const char *name)
{
	return cfg_size(section_of(part), name);
}

const char *
conf_at(struct conf_part *part, const char *name, size_t i)
{
	const char *text = cfg_getnstr(section_of(part), name, (unsigned)i);
	return text != NULL ? text : "";
}
