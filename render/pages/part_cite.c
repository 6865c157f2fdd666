#include "render/pages/part_cite.h"

#include <string.h>

#include "render/pages/data_text.h"

enum { CITATION_MOST = 1 << 16 };

/* Who made the data: the operator, or the site if it names none. */
static const char *
author(const struct press *p)
{
	const struct config *c = p->config;
	return c->operator.name[0] != '\0' ? c->operator.name : c->site.title;
}

static const char *
title(struct press *p)
{
	return arena_printf(&p->arena,
	    "%s%s: open NTP servers by country and network",
	    p->history->simulated ? "Simulated data: " : "",
	    p->config->site.title);
}

/* The newest day, and its year. */
static const char *
last_day(struct press *p)
{
	char iso[DATE_TEXT_MAX];
	const struct history *h = p->history;
	date_format(h->first + (day_t)h->n_days - 1, iso);
	return arena_text(&p->arena, iso);
}

/* Adds a text of which TeX takes no character for its own, nor BibTeX any word
 * for a first name. */
static void
add_field(struct buf *b, const char *name, const char *text)
{
	/* BibTeX counts braces, even those that TeX would not. */
	static const char taken[] = "\\~^\n\r{}", instead[] = "     ()";
	buf_printf(b, "  %s = \"{", name);
	for (const char *c = text; *c != '\0'; c++) {
		const char *at = strchr(taken, *c);
		if (strchr("&%#$_", *c) != NULL)
			buf_char(b, '\\');
		buf_char(b, at != NULL ? instead[at - taken] : *c);
	}
	buf_text(b, "}\",\n");
}

static const char *
make_bibtex(struct press *p)
{
	struct buf b;
	const char *day = last_day(p);
	const char *url = p->config->site.base_url;
	buf_init(&b, CITATION_MOST);
	buf_printf(&b, "@misc{ntp-census-%s,\n", day);
	add_field(&b, "author", author(p));
	add_field(&b, "title", title(p));
	buf_printf(&b, "  year = {%.4s},\n", day);
	add_field(&b, "note", arena_printf(&p->arena, "Data of %s", day));
	if (url[0] != '\0' && strpbrk(url, "{}\\%\n") == NULL)
		buf_printf(&b, "  url = {%s},\n", url);
	buf_text(&b, "}\n");
	const char *text = arena_text(&p->arena, b.text);
	buf_done(&b);
	return text;
}

/* Adds a line of YAML, which takes JSON's strings. */
static void
add_line(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "%s: ", name);
	data_text_json(b, text);
	buf_char(b, '\n');
}

static const char *
make_cff(struct press *p)
{
	struct buf b;
	const char *day = last_day(p);
	const char *url = p->config->site.base_url;
	buf_init(&b, CITATION_MOST);
	buf_text(&b, "cff-version: 1.2.0\n"
		     "message: \"Name the day that the data is of.\"\n"
		     "type: dataset\n");
	add_line(&b, "title", title(p));
	buf_text(&b, "authors:\n");
	add_line(&b, "  - name", author(p));
	add_line(&b, "version", day);
	add_line(&b, "date-released", day);
	if (url[0] != '\0')
		add_line(&b, "url", url);
	const char *text = arena_text(&p->arena, b.text);
	buf_done(&b);
	return text;
}

static bool
set_box(struct press *p, struct view *out, const char *name, const char *label,
    const char *text, struct err *e)
{
	struct view *v = view_new(&p->arena, out->outer);
	view_set_text(v, "text", text);
	view_set_text(v, "label", label);
	const char *html = press_fill(p, "sample", v, e);
	if (html)
		view_set_html(out, name, html);
	return html;
}

bool
part_cite_set(struct press *p, struct view *view, struct err *e)
{
	view_set_text(view, "author", author(p));
	return set_box(p, view, "bibtex_box", "BibTeX", make_bibtex(p), e) &&
	       set_box(p, view, "cff_box", "CITATION.cff", make_cff(p), e);
}

bool
part_cite_write(struct press *p, struct err *e)
{
	const char *bibtex = make_bibtex(p), *cff = make_cff(p);
	return press_write_file(
		   p, "cite/citation.bib", bibtex, strlen(bibtex), e) &&
	       press_write_file(p, "cite/CITATION.cff", cff, strlen(cff), e);
}
