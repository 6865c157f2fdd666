/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/file.h"

#include "render/pages/escape.h"
#include "render/pages/template.h"

/* Each test has a folder of templates of its own. */
struct fixture {
	char folder[64];
	struct arena arena;
	struct view *view;
	struct buf out;
	struct err e;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	snprintf(f->folder, sizeof f->folder, "/tmp/test-template-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	f->view = view_new(&f->arena, NULL);
	buf_init(&f->out, 1 << 20);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	assert_true(file_remove(f->folder, &f->e));
	arena_reset(&f->arena);
	buf_done(&f->out);
	free(f);
	return 0;
}

static void
put(const struct fixture *f, const char *name, const char *text, size_t len)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", f->folder, name);
	FILE *stream = fopen(path, "w");
	assert_non_null(stream);
	assert_int_equal(fwrite(text, 1, len, stream), len);
	assert_int_equal(fclose(stream), 0);
}

/* Fills the text as template "t". */
static bool
fill_text(struct fixture *f, const char *text)
{
	put(f, "t.html", text, strlen(text));
	struct templates *templates = templates_open(f->folder, &f->e);
	if (!templates)
		return false;
	buf_reset(&f->out);
	const bool ok = template_fill(templates, "t", f->view, &f->out, &f->e);
	templates_close(templates);
	return ok;
}

static void
assert_filled(struct fixture *f, const char *text, const char *expected)
{
	if (!fill_text(f, text))
		fail_msg("%s", f->e.text);
	assert_string_equal(f->out.text, expected);
}

static void
assert_refused(struct fixture *f, const char *text, const char *why)
{
	assert_false(fill_text(f, text));
	if (!strstr(f->e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", f->e.text, why);
}

static void
test_text_is_escaped_where_it_stands(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "x", "<script>\"'&\x01");
	assert_filled(f, "<p>{{x}}</p>",
	    "<p>&lt;script&gt;&quot;&#39;&amp;\xEF\xBF\xBD</p>");
	assert_filled(f, "<p title=\"{{x}}\">",
	    "<p title=\"&lt;script&gt;&quot;&#39;&amp;\xEF\xBF\xBD\">");
	assert_filled(
	    f, "<a href='{{x}}'>", "<a href='%3Cscript%3E%22%27&amp;%01'>");
	assert_filled(f, "<a href=\"a/{{x}}\">",
	    "<a href=\"a/%3Cscript%3E%22%27%26%01\">");
}

static void
test_bytes_that_are_not_utf8_are_replaced(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "x",
	    "a\xff"
	    "b");
	assert_filled(f, "{{x}}",
	    "a\xEF\xBF\xBD"
	    "b");
}

static void
test_address_of_a_dangerous_scheme_leads_nowhere(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "x", "JavaScript:alert(1)");
	assert_filled(f, "<a href=\"{{x}}\">", "<a href=\"#\">");
	assert_filled(f, "<img src=\"{{x}}\">", "<img src=\"#\">");
	assert_filled(f, "<p id=\"{{x}}\">", "<p id=\"JavaScript:alert(1)\">");
	assert_filled(f, "<a href=\"./{{x}}\">",
	    "<a href=\"./JavaScript%3Aalert%281%29\">");
}

static void
bug_an_address_is_one_in_any_case(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "x", "javascript:alert(1)");
	assert_filled(f, "<A HREF=\"{{x}}\">", "<A HREF=\"#\">");
	assert_filled(f, "<form action='{{x}}'>", "<form action='#'>");
	assert_filled(f, "<p data-src=\"{{x}}\">",
	    "<p data-src=\"javascript:alert(1)\">");
}

static void
test_good_addresses_pass(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "x", "https://example.org/a?b=c&d#e");
	view_set_text(f->view, "y", "../../");
	assert_filled(f, "<a href=\"{{x}}\"><a href=\"{{y}}i.html\">",
	    "<a href=\"https://example.org/a?b=c&amp;d#e\">"
	    "<a href=\"../../i.html\">");
}

static void
test_sections_repeat_and_see_outwards(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "outer", "o");
	view_set_text(view_add(f->view, "items"), "x", "1");
	view_set_text(view_add(f->view, "items"), "x", "2");
	assert_filled(f, "{{#items}}{{x}}{{outer}} {{/items}}", "1o 2o ");
}

static void
test_flags_texts_and_empty_lists_choose(void **state)
{
	struct fixture *f = *state;
	view_set_flag(f->view, "yes", true);
	view_set_text(f->view, "empty", "");
	view_set_list(f->view, "none");
	assert_filled(f,
	    "{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}{{#empty}}c{{/empty}}"
	    "{{^empty}}d{{/empty}}{{^none}}e{{/none}}{{#none}}f{{/none}}",
	    "ade");
}

static void
test_a_tag_alone_takes_its_line(void **state)
{
	struct fixture *f = *state;
	view_set_flag(f->view, "yes", true);
	assert_filled(
	    f, "a\n  {{#yes}}\n  b\n  {{/yes}}\n{{! r }}\nc\n", "a\n  b\nc\n");
}

static void
test_partials_see_the_same_values(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "x", "<");
	put(f, "part.html", "[{{x}}]", 7);
	assert_filled(f, "{{>part}}{{>part}}", "[&lt;][&lt;]");
}

static void
test_unknown_and_unused_names_fail(void **state)
{
	struct fixture *f = *state;
	assert_refused(f, "\n\n{{nobody}}", "t.html:3: {{nobody}}");
	view_set_text(f->view, "extra", "x");
	assert_refused(f, "a", "{{extra}} is given but unused");
	struct view *item = view_add(f->view, "list");
	view_set_text(item, "inner", "x");
	assert_refused(f, "{{extra}}{{#list}}{{/list}}", "{{inner}} is given");
}

static void
test_values_of_the_wrong_kind_fail(void **state)
{
	struct fixture *f = *state;
	view_set_text(f->view, "t", "x");
	view_set_html(f->view, "h", "<b>");
	assert_filled(f, "{{t}}{{{h}}}", "x<b>");
	assert_refused(f, "{{{t}}}{{{h}}}", "{{t}} is of another kind");
	assert_refused(f, "{{t}}{{h}}", "{{h}} is of another kind");
}

static void
test_broken_templates_are_refused(void **state)
{
	struct fixture *f = *state;
	view_set_flag(f->view, "a", true);
	assert_refused(f, "{{#a}}\nx", "t.html:1: this section does not end");
	assert_refused(f, "x{{/a}}", "did not begin");
	assert_refused(f, "{{#a}}{{#b}}{{/a}}{{/b}}", "must end first");
	assert_refused(f, "{{", "no {{name}}");
	assert_refused(f, "{{}}", "no {{name}}");
	assert_refused(f, "{{a b}}", "no {{name}}");
	assert_refused(f, "{{{a}}", "no {{name}}");
	assert_refused(f, "{{! for ever", "does not end");
	assert_refused(f, "<p {{a}}>", "in quotes");
	assert_refused(f, "<p title=\"{{{a}}}\">", "in a tag");
	assert_refused(f, "<p title=\"", "inside a tag");
	assert_refused(f, "{{#a}}{{/a}}{{>nobody}}", "no template");
	assert_refused(f, "{{#a}}{{/a}}{{>t}}", "includes itself");
}

static void
test_a_bomb_of_partials_ends(void **state)
{
	struct fixture *f = *state;
	for (char name = 'a'; name < 'g'; name++) {
		char text[40 * 6 + 1],
		    file[] = {name, '.', 'h', 't', 'm', 'l', 0};
		const char part[] = {
		    '{', '{', '>', (char)(name + 1), '}', '}', 0};
		for (size_t i = 0; i < 40; i++)
			memcpy(text + 6 * i, part, 7);
		put(f, file, text, strlen(text));
	}
	put(f, "g.html", "boom", 4);
	assert_refused(f, "{{>a}}", "included too often");
}

static void
test_nested_sections_have_an_end(void **state)
{
	struct fixture *f = *state;
	char text[8 * 100 + 1];
	for (size_t i = 0; i < 100; i++)
		memcpy(text + 6 * i, "{{#a}}", 7);
	assert_refused(f, text, "too deeply");
}

static void
test_nul_and_size_are_refused(void **state)
{
	struct fixture *f = *state;
	put(f, "n.html", "a\0b", 3);
	assert_refused(f, "a", "NUL");
	char *large = calloc(TEMPLATE_SIZE_MAX + 2, 1);
	memset(large, 'a', TEMPLATE_SIZE_MAX + 1);
	put(f, "n.html", large, TEMPLATE_SIZE_MAX + 1);
	free(large);
	assert_refused(f, "a", "n.html");
}

/* Bytes of a template that has everything are changed at random, always the
 * same way: each is filled or refused, and the sanitizers stay silent. */
static void
test_damaged_templates_do_no_harm(void **state)
{
	struct fixture *f = *state;
	static const char whole[] =
	    "{{! all }}<a href=\"{{x}}\" title='{{x}}'>{{#items}}{{y}}"
	    "{{^x}}{{{h}}}{{/x}}{{/items}}</a>{{>t}}{{{h}}}\n  {{#x}}\n{{/x}}";
	uint32_t seed = 1;
	int n_filled = 0;
	view_set_text(f->view, "x", "<");
	view_set_html(f->view, "h", "<b>");
	view_set_text(view_add(f->view, "items"), "y", "\"");
	for (int i = 0; i < 3000; i++) {
		char text[sizeof whole];
		memcpy(text, whole, sizeof whole);
		for (int n = 0; n < 2; n++) {
			seed = seed * 1664525u + 1013904223u;
			const size_t at = (seed >> 8) % (sizeof whole - 1);
			text[at] = "{}#/^>!x<\"' \n"[(seed >> 24) % 13];
		}
		n_filled += fill_text(f, text);
	}
	assert_true(n_filled < 3000);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_text_is_escaped_where_it_stands),
	    TEST(test_bytes_that_are_not_utf8_are_replaced),
	    TEST(test_address_of_a_dangerous_scheme_leads_nowhere),
	    TEST(bug_an_address_is_one_in_any_case),
	    TEST(test_good_addresses_pass),
	    TEST(test_sections_repeat_and_see_outwards),
	    TEST(test_flags_texts_and_empty_lists_choose),
	    TEST(test_a_tag_alone_takes_its_line),
	    TEST(test_partials_see_the_same_values),
	    TEST(test_unknown_and_unused_names_fail),
	    TEST(test_values_of_the_wrong_kind_fail),
	    TEST(test_broken_templates_are_refused),
	    TEST(test_a_bomb_of_partials_ends),
	    TEST(test_nested_sections_have_an_end),
	    TEST(test_nul_and_size_are_refused),
	    TEST(test_damaged_templates_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
