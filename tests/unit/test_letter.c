#include "reports/mail/letter.h"
#include "tests/unit/support.h"

static const struct letter_fact facts[] = {
    {"list", "a-list"}, {"title", "Ü{{list}}"}, {"none", ""}};

static struct err e;
static struct letter_template template;
static struct buf subject, text;

static bool
read_it(const char *words)
{
	letter_done(&template);
	return letter_read(&template, scratch_text("template", words), facts,
	    LENGTH(facts), &e);
}

static void
fill(const char *words)
{
	buf_reset(&subject);
	buf_reset(&text);
	assert_true(read_it(words));
	letter_fill(&template, facts, LENGTH(facts), &subject, &text);
}

static void
facts_stand_where_their_names_were(void **state)
{
	(void)state;
	fill("Subject: [{{list}}] {{title}}\n\nOf {{list}}:\n{{title}}.\n");
	assert_string_equal(subject.text, "[a-list] Ü{{list}}");
	assert_string_equal(text.text, "Of a-list:\nÜ{{list}}.\n");
}

static void
a_paragraph_without_its_fact_is_left_out(void **state)
{
	(void)state;
	fill("Subject: s\n\none {{none}}\ntwo\n\nthree\n\n{{none}}\n\nfour");
	assert_string_equal(text.text, "three\n\nfour\n");
	fill("Subject: s\n\nthree\n\n\n\nfour {{none}}\n");
	assert_string_equal(text.text, "three\n");
}

static void
a_wrong_template_is_named_by_its_line(void **state)
{
	static const struct {
		const char *words, *why;
	} wrong[] = {{"", ":1: a template is"}, {"Subject: s\n", ":1: "},
	    {"Subject: s\n\n", ":1: "}, {"Subject: s\ntext\n", ":1: "},
	    {"Subject: {{s}}\n\ntext\n", ":1: there is no {{s}}"},
	    {"Subject: s\n\na\n{{list}} {{lists}}\n",
		":4: there is no {{lists}"},
	    {"Subject: s\n\na\n{{list\n}}", ":4: {{ has no }}"},
	    {"Subject: s\r\n\r\na\r\n", "is not UTF-8 in lines"},
	    {"Subject: s\n\n\xff\n", "is not UTF-8 in lines"}};
	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		assert_false(read_it(wrong[i].words));
		assert_says(e.text, wrong[i].why);
	}
	letter_done(&template);
	assert_false(letter_read(
	    &template, scratch("absent"), facts, LENGTH(facts), &e));
}

static void
assert_encoded(const char *value, const char *want)
{
	struct buf out;
	buf_init(&out, 10000);
	letter_encode(&out, value);
	assert_string_equal(out.text, want);
	buf_done(&out);
}

static void
a_header_survives_its_way(void **state)
{
	(void)state;
	assert_encoded(
	    "plain [words], \"quoted\"", "plain [words], \"quoted\"");
	assert_encoded("Zürich 1_", "=?UTF-8?Q?Z=C3=BCrich_1=5F?=");
	assert_encoded("=?a?=", "=?UTF-8?Q?=3D=3Fa=3F=3D?=");
	/* No line end gets through, no character is cut in two. */
	assert_encoded("a\r\nBcc: b@c.example",
	    "=?UTF-8?Q?a=0D=0ABcc=3A_b=40c=2Eexample?=");
	assert_encoded("€€€€€€", "=?UTF-8?Q?=E2=82=AC=E2=82=AC=E2=82=AC=E2=82="
				 "AC=E2=82=AC?=\r\n =?UTF-8?Q?=E2=82=AC?=");
}

static void
a_sender_is_a_name_and_an_address(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, 1000);
	letter_address(&out, "", "a@b.example");
	letter_address(&out, "B \"C\" \\", "a@b.example");
	letter_address(&out, "ß", "a@b.example");
	assert_string_equal(out.text,
	    "a@b.example\"B \\\"C\\\" \\\\\" <a@b.example>=?UTF-8?Q?=C3=9F?= "
	    "<a@b.example>");
	buf_reset(&out);
	letter_date(&out, 1795327200);
	assert_string_equal(out.text, "Sun, 22 Nov 2026 06:00:00 +0000");
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(facts_stand_where_their_names_were),
	    cmocka_unit_test(a_paragraph_without_its_fact_is_left_out),
	    cmocka_unit_test(a_wrong_template_is_named_by_its_line),
	    cmocka_unit_test(a_header_survives_its_way),
	    cmocka_unit_test(a_sender_is_a_name_and_an_address),
	};
	buf_init(&subject, 1000);
	buf_init(&text, 1000);
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_done(&subject);
	buf_done(&text);
	letter_done(&template);
	return failed;
}
