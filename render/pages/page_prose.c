#include <string.h>

#include "render/pages/data_schema.h"
#include "render/pages/entities.h"
#include "render/pages/files.h"
#include "render/pages/markdown.h"
#include "render/pages/pages.h"
#include "render/pages/part_cite.h"
#include "render/pages/part_columns.h"
#include "render/pages/part_dataset.h"
#include "render/pages/part_dictionary.h"
#include "render/pages/part_log.h"
#include "render/pages/wording.h"

static const struct {
	const char *path;
	const char *file; /* in the templates' folder */
	const char *description;
} texts[] = {
    {"methodology/", "methodology.md",
	"What is sent, what is counted, what is withheld, and what the "
	"numbers cannot say."},
    {"methodology/changes/", "changes.md",
	"What was changed in how the numbers are made, when, and what it did "
	"to them."},
    {"caveats/", "caveats.md",
	"What bends the numbers of this site, and which way."},
    {"glossary/", "glossary.md",
	"What the words of this site mean: Mode 6, monlist, amplification, "
	"withheld and others."},
    {"protect/", "protect.md",
	"How to stop an NTP server from answering Mode 6 and Mode 7 queries "
	"from anyone, and how to check it: ntpd, NTPsec, chrony, Cisco IOS, "
	"Junos, MikroTik, FreeBSD, BCP 38."},
    {"verify/", "verify.md",
	"How to test whether a host of your own answers, and to check the "
	"numbers of this site."},
    {"reports/", "reports.md",
	"The columns of the reports that network owners get, with samples, "
	"and how to act on them."},
    {"data/", "data.md",
	"The files of this site for machines: what there is, and what each "
	"column means."},
    {"data/dictionary/", "dictionary.md",
	"Every table of this site's data, column by column: what it holds, and "
	"what it means."},
    {"cite/", "cite.md",
	"How to cite a number, a page or all data of this site: a sentence, "
	"BibTeX, CITATION.cff."},
    {"cookbook/", "cookbook.md",
	"How to download, read, check, cite and embed the numbers of this "
	"site, line by line."},
    {"opt-out/", "opt-out.md", "How to be left out of the scan."},
    {"about/", "about.md", "Who runs this census, why and how."},
};

/* Sets a template filled with the shared values as ready HTML for prose. */
static bool
set_part(struct press *p, struct view *v, const char *name,
    const char *template, struct view *part, struct err *e)
{
	const char *html = press_fill(p, template, part, e);
	if (html)
		view_set_html(v, name, html);
	return html;
}

/* The newest day's tables. */
static struct view *
list_latest(struct press *p, const struct view *v)
{
	struct arena *a = &p->arena;
	const day_t day = p->history->first + (day_t)p->history->n_days - 1;
	struct view *list = view_new(a, v->outer);
	for (int i = 0; i < N_DATA_TABLES; i++) {
		struct view *file = view_add(list, "tables");
		view_set_text(file, "what", data_schema(i)->what);
		view_set_text(
		    file, "name", data_table_name((enum data_table_kind)i));
		files_set_day(
		    file, p->history, (enum data_table_kind)i, day, a);
	}
	view_set_text(list, "day", wording_day(day, a));
	return list;
}

/* Whether there is a file of announced addresses, for the parts about it. */
static struct view *
name_denominators(struct press *p, const struct view *v)
{
	struct view *file = view_new(&p->arena, v->outer);
	view_set_flag(
	    file, "rates", denominators_world(&p->history->denominators) > 0);
	return file;
}

/* What recipes name: the site's address, or one that is nobody's, and the day
 * before the newest, if it has one. */
static void
set_recipes(struct press *p, struct view *known)
{
	const struct history *h = p->history;
	const char *base = p->config->site.base_url;
	char iso[DATE_TEXT_MAX];
	date_format(h->first + (h->n_days > 1 ? (day_t)h->n_days - 2 : 0), iso);
	view_set_text(known, "site_address",
	    *base ? base : "https://census.example.net/");
	view_set_text(known, "day_before", arena_text(&p->arena, iso));
}

static bool
write_text(struct press *p, size_t i, struct err *e)
{
	struct arena *a = &p->arena;
	struct view *v = press_begin(p, texts[i].path);
	struct view *known = view_new(a, v->outer);
	set_recipes(p, known);
	struct markdown text;
	if (!part_columns_set(p, known, e) || !part_log_set(p, known, e) ||
	    !part_dictionary_set(p, known, e) || !part_cite_set(p, known, e) ||
	    !set_part(
		p, known, "contact_box", "contact", view_new(a, v->outer), e) ||
	    !set_part(
		p, known, "latest_files", "latest", list_latest(p, v), e) ||
	    !set_part(p, known, "denominators_file", "denominators",
		name_denominators(p, v), e) ||
	    !set_part(p, known, "rate_recipe", "rate-recipe",
		name_denominators(p, v), e) ||
	    !markdown_render_file(
		arena_printf(
		    a, "%s/%s", p->edition->templates_folder, texts[i].file),
		known, a, &text, e))
		return false;
	view_set_text(v, "title", text.title);
	view_set_html(v, "text", text.html);
	view_set_list(v, "contents");
	for (const struct heading *h = text.headings; h; h = h->next) {
		struct view *item = view_add(v, "contents");
		view_set_text(item, "id", h->id);
		view_set_text(item, "text", h->text);
	}
	const struct page page = {.template = "prose",
	    .title = text.title,
	    .description = texts[i].description,
	    .image = "",
	    .dataset = strcmp(texts[i].path, "data/") == 0
			   ? part_dataset(p, entity_world(p->history))
			   : NULL,
	    .view = v};
	return press_write(p, &page, e);
}

size_t
page_prose_count(const struct history *h)
{
	(void)h;
	return sizeof texts / sizeof texts[0];
}

bool
page_prose_write(struct press *p, size_t i, struct err *e)
{
	return write_text(p, i, e);
}
