#include <math.h>

#include "lib/json.h"

#include "tests/unit/support.h"

static char *
written(const struct json *value, bool compact)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	assert_true(json_write(value, out, compact));
	fclose(out);
	return text;
}

static struct json *
read_text(const char *text)
{
	struct err e;
	struct json *value =
	    json_read_file(scratch_text("value.json", text), 1 << 22, &e);
	if (value == NULL)
		fail_msg("%s", e.text);
	return value;
}

static void
values_are_written_in_the_order_they_were_set(void **state)
{
	struct json *o = json_new_object(), *list = json_new_array();
	(void)state;
	json_set_text(o, "text", "\"\\/\n<\xc3\xa4>");
	json_set_number(o, "number", INT64_MIN);
	json_set_real(o, "real", 0.1);
	json_set_flag(o, "yes", true);
	json_set_flag(o, "no", false);
	json_set_null(o, "null");
	json_append_text(list, "a");
	json_append_number(list, -1);
	json_append_null(list);
	json_append(list, json_new_object());
	json_set(o, "list", list);
	json_set_number(o, "number", 7);
	char *text = written(o, true);
	assert_string_equal(text,
	    "{\"text\":\"\\\"\\\\/\\n<\xc3\xa4>\",\"number\":7,\"real\":0.1,"
	    "\"yes\":true,\"no\":false,\"null\":null,"
	    "\"list\":[\"a\",-1,null,{}]}\n");
	free(text);
	text = written(json_get(o, "list"), false);
	assert_string_equal(text, "[\n  \"a\",\n  -1,\n  null,\n  {}\n]\n");
	free(text);
	json_free(o);
	json_free(NULL);
}

static void
what_json_cannot_hold_is_null(void **state)
{
	struct json *o = json_new_object();
	(void)state;
	json_set_text(o, "latin1", "M\xfcnchen");
	json_set_text(o, "nothing", NULL);
	json_set_real(o, "nan", (double)NAN);
	json_set_real(o, "inf", (double)INFINITY);
	char *text = written(o, true);
	assert_string_equal(text,
	    "{\"latin1\":null,\"nothing\":null,\"nan\":null,\"inf\":null}\n");
	free(text);
	json_free(o);
}

static void
missing_or_mistyped_members_give_the_default(void **state)
{
	struct json *o = read_text("{\"t\":\"x\",\"n\":12,\"r\":1.5,\"f\":true,"
				   "\"z\":null,\"a\":[1,\"two\"],\"o\":{}}");
	const struct json *list = json_get(o, "a");
	(void)state;
	assert_string_equal(json_text(o, "t", "-"), "x");
	assert_string_equal(json_text(o, "n", "-"), "-");
	assert_string_equal(json_text(o, "absent", "-"), "-");
	assert_null(json_text(NULL, "t", NULL));
	assert_int_equal(json_number(o, "n", -1), 12);
	assert_int_equal(json_number(o, "r", -1), -1);
	assert_int_equal(json_number(o, "t", -1), -1);
	assert_int_equal(json_number(list, "n", -1), -1);
	assert_true(json_flag(o, "f", false));
	assert_true(json_flag(o, "n", true));
	assert_false(json_flag(NULL, "f", false));
	assert_int_equal(json_length(list), 2);
	assert_int_equal(json_length(o), 0);
	assert_int_equal(json_length(NULL), 0);
	assert_null(json_as_text(json_at(list, 0)));
	assert_string_equal(json_as_text(json_at(list, 1)), "two");
	assert_null(json_at(list, 2));
	assert_null(json_at(o, 0));
	assert_null(json_find(o, "absent"));
	json_set_number(json_find(o, "o"), "in", 3);
	assert_int_equal(json_number(json_get(o, "o"), "in", 0), 3);
	json_free(o);
}

static void
add_name(void *context, const char *name, const struct json *value)
{
	(void)value;
	char *names = context;
	names[strlen(names)] = name[0];
}

static void
members_are_visited_in_order(void **state)
{
	struct json *o = read_text("{\"z\":1,\"a\":2,\"m\":3}");
	char names[8] = "";
	(void)state;
	json_each(o, add_name, names);
	assert_string_equal(names, "zam");
	json_each(json_get(o, "z"), add_name, names);
	json_each(NULL, add_name, names);
	assert_string_equal(names, "zam");
	json_free(o);
}

static void
a_broken_file_is_named_with_line_and_column(void **state)
{
	static const struct {
		const char *text, *where;
	} cases[] = {
	    {"", "bad.json:1:"},
	    {"{\n  \"a\": 1,\n  \"b\" 2\n}", "bad.json:3:7: "},
	    {"{\"a\":1} x", "bad.json:1:9: "},
	    {"[1,]", "bad.json:1:4: "},
	    {"\"text alone\"", "bad.json:1:"},
	    {"{\"a\":\"\xff\"}", "bad.json:1:"},
	    {"{\"a\":\"\\u0000\"}", "bad.json:1:"},
	    {"{\"a\":\"\\ud800\"}", "bad.json:1:"},
	    {"{\"a\":1e999}", "bad.json:1:"},
	    {"{\"a\":9223372036854775808}", "bad.json:1:"},
	    {"{\"a\":NaN}", "bad.json:1:"},
	    {"{\"a\":\"b\nc\"}", "bad.json:1:"},
	    {"\xef\xbb\xbf{}", "bad.json:1:"},
	};
	struct err e;
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const char *path = scratch_text("bad.json", cases[i].text);
		assert_null(json_read_file(path, 1 << 20, &e));
		assert_says(e.text, cases[i].where);
	}
	assert_null(
	    json_read_file(scratch_bytes("nul.json", "{}\0{}", 5), 99, &e));
	assert_says(e.text, "nul.json:1:");
	assert_null(json_parse("{\n1}", 4, "a name", &e));
	assert_says(e.text, "a name:2:1: ");
	assert_null(json_read_file(scratch_text("big.json", "[1,2,3]"), 6, &e));
	assert_says(e.text, "larger than the 6 bytes");
}

static void
nesting_without_end_is_refused(void **state)
{
	enum { N = 1000000 };
	static char deep[N + 1];
	struct err e;
	(void)state;
	memset(deep, '[', N);
	assert_null(json_read_file(scratch_text("deep.json", deep), N, &e));
	assert_says(e.text, "deep.json:1:");
}

static void
a_full_disk_shows(void **state)
{
	struct json *o = json_new_object();
	FILE *full = fopen("/dev/full", "w");
	(void)state;
	assert_non_null(full);
	setvbuf(full, NULL, _IONBF, 0);
	assert_false(json_write(o, full, true));
	fclose(full);
	json_free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_written_in_the_order_they_were_set),
	    cmocka_unit_test(what_json_cannot_hold_is_null),
	    cmocka_unit_test(missing_or_mistyped_members_give_the_default),
	    cmocka_unit_test(members_are_visited_in_order),
	    cmocka_unit_test(a_broken_file_is_named_with_line_and_column),
	    cmocka_unit_test(nesting_without_end_is_refused),
	    cmocka_unit_test(a_full_disk_shows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
