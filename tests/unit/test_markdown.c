/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#include "render/pages/markdown.h"

struct fixture {
	struct arena arena;
	struct view *view;
	struct markdown out;
	struct err e;
};

static int
set_up(void **state)
{
	static struct fixture f;
	f = (struct fixture){0};
	f.view = view_new(&f.arena, NULL);
	view_set_text(f.view, "who", "<b>*Us*</b> {{who}}");
	view_set_text(f.view, "min_count", "5");
	view_set_text(f.view, "bad_url", "javascript:alert(1)");
	view_set_html(f.view, "table", "<table></table>");
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	arena_reset(&f->arena);
	return 0;
}

static void
assert_rendered(struct fixture *f, const char *text, const char *html)
{
	if (!markdown_render("t.md", text, f->view, &f->arena, &f->out, &f->e))
		fail_msg("%s", f->e.text);
	assert_string_equal(f->out.html, html);
}

static void
assert_refused(struct fixture *f, const char *text, const char *why)
{
	assert_false(
	    markdown_render("t.md", text, f->view, &f->arena, &f->out, &f->e));
	if (!strstr(f->e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", f->e.text, why);
}

static void
test_values_are_text_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	assert_rendered(
	    f, "By {{who}}.", "<p>By &lt;b&gt;*Us*&lt;/b&gt; {{who}}.</p>\n");
	assert_rendered(f, "`{{who}}`",
	    "<p><code>&lt;b&gt;*Us*&lt;/b&gt; {{who}}</code></p>\n");
	assert_rendered(f, "Under {{min_count}}: no.", "<p>Under 5: no.</p>\n");
	assert_rendered(f, "    a < {{min_count}}\n",
	    "<pre tabindex=\"0\"><code>a &lt; 5\n</code></pre>\n");
}

static void
test_addresses_are_filled_and_made_safe(void **state)
{
	struct fixture *f = *state;
	assert_rendered(
	    f, "[a](x/{{min_count}})", "<p><a href=\"x/5\">a</a></p>\n");
	assert_rendered(f, "[a]({{bad_url}})", "<p><a href=\"\">a</a></p>\n");
}

static void
test_ready_html_stands_alone(void **state)
{
	struct fixture *f = *state;
	assert_rendered(f, "a\n\n{{{table}}}\n\nb",
	    "<p>a</p>\n<table></table>\n<p>b</p>\n");
	assert_refused(f, "a {{{table}}}", "t.md:1");
	assert_refused(f, "{{table}}", "not known");
}

static void
test_raw_html_is_left_out(void **state)
{
	struct fixture *f = *state;
	assert_rendered(
	    f, "<script>x</script>\n", "<!-- raw HTML omitted -->\n");
}

static void
test_headings_get_unique_ids(void **state)
{
	struct fixture *f = *state;
	assert_rendered(f,
	    "# The *title*\n\n## What a row is?\n\n### What a row is\n\n## \xC3\xA4",
	    "<h2 id=\"what-a-row-is\">\nWhat a row is?\n</h2>\n"
	    "<h3 id=\"what-a-row-is-2\">\nWhat a row is\n</h3>\n"
	    "<h2 id=\"section\">\n\xC3\xA4\n</h2>\n");
	assert_string_equal(f->out.title, "The title");
	const struct heading *h = f->out.headings;
	assert_string_equal(h->id, "what-a-row-is");
	assert_string_equal(h->text, "What a row is?");
	assert_string_equal(h->next->id, "section");
	assert_null(h->next->next);
}

static void
test_faults_name_their_line(void **state)
{
	struct fixture *f = *state;
	assert_refused(f, "a\n\n\nb {{nobody}}", "t.md:4: {{nobody}}");
	assert_refused(f, "a {{", "no {{name}}");
	assert_refused(f, "`{{a b}}`", "no {{name}}");
}

static void
test_too_many_headings_end(void **state)
{
	struct fixture *f = *state;
	static char text[4 * 300 + 1];
	for (size_t i = 0; i < 300; i++)
		memcpy(text + 4 * i, "# a\n", 5);
	assert_refused(f, text, "headings");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_values_are_text_and_nothing_else),
	    TEST(test_addresses_are_filled_and_made_safe),
	    TEST(test_ready_html_stands_alone),
	    TEST(test_raw_html_is_left_out),
	    TEST(test_headings_get_unique_ids),
	    TEST(test_faults_name_their_line),
	    TEST(test_too_many_headings_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
