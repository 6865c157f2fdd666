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

#include "lib/json.h"
#include "lib/record.h"

#include "render/pages/data_table.h"
#include "render/pages/data_text.h"

static void
test_both_forms_hold_the_same(void **state)
{
	static const char *const columns[] = {"name", "hosts"};
	struct data_table t;
	(void)state;
	data_table_init(&t);
	data_table_begin(&t, true, columns, 2);
	data_table_text(&t, "plain");
	data_table_number(&t, 0);
	data_table_text(&t, "=1+1, \"x\"");
	data_table_number(&t, -2);
	data_table_text(&t, "");
	data_table_number(&t, INT64_MAX);
	data_table_text(&t, "@a");
	data_table_number(&t, 1);
	data_table_text(&t, "a@b <c>");
	data_table_number(&t, 1);
	data_table_end(&t);
	assert_string_equal(t.csv.text,
	    "name,hosts\nplain,0\n\"'=1+1, \"\"x\"\"\",\n"
	    ",9223372036854775807\n'@a,1\na@b <c>,1\n");
	assert_string_equal(t.json.text,
	    "[{\"name\":\"plain\",\"hosts\":0}\n"
	    ",{\"name\":\"=1+1, \\\"x\\\"\",\"hosts\":null}\n"
	    ",{\"name\":null,\"hosts\":9223372036854775807}\n"
	    ",{\"name\":\"@a\",\"hosts\":1}\n"
	    ",{\"name\":\"a@b <c>\",\"hosts\":1}\n]\n");
	data_table_done(&t);
}

static void
test_a_table_begins_anew(void **state)
{
	static const char *const columns[] = {"a"}, *const others[] = {"b"};
	struct data_table t;
	(void)state;
	data_table_init(&t);
	data_table_begin(&t, true, columns, 1);
	data_table_text(&t, "x");
	data_table_end(&t);
	data_table_begin(&t, true, others, 1);
	data_table_end(&t);
	assert_string_equal(t.csv.text, "b\n");
	assert_string_equal(t.json.text, "[]\n");
	data_table_begin(&t, false, columns, 1);
	data_table_number(&t, 7);
	data_table_end(&t);
	assert_string_equal(t.csv.text, "a\n7\n");
	assert_string_equal(t.json.text, "");
	data_table_done(&t);
}

/* What the libraries write of a text, as CSV and as JSON. */
static void
assert_as_libraries(const char *text)
{
	char *csv = NULL, *json = NULL;
	size_t n_csv, n_json;
	struct buf out;
	FILE *stream = open_memstream(&csv, &n_csv);
	record_write_field(stream, text);
	fclose(stream);
	struct json *array = json_new_array();
	json_append_text(array, text);
	stream = open_memstream(&json, &n_json);
	json_write(array, stream, true);
	fclose(stream);
	json[n_json - 2] = '\0';
	buf_init(&out, 1000);
	if (strchr("=+-@\t\r", text[0]) == NULL) {
		data_text_csv(&out, text);
		assert_string_equal(out.text, csv);
	}
	buf_reset(&out);
	data_text_json(&out, text);
	assert_string_equal(out.text, json + 1);
	buf_done(&out);
	json_free(array);
	free(csv);
	free(json);
}

/* The way for plain texts writes what the libraries would write. */
static void
test_texts_are_as_the_libraries_write_them(void **state)
{
	char text[4] = "";
	(void)state;
	for (int first = 1; first < 256; first++)
		for (int second = 0; second < 256; second++) {
			text[0] = (char)first;
			text[1] = (char)second;
			text[2] = second ? 'x' : '\0';
			assert_as_libraries(text);
		}
	assert_as_libraries("Deutsche Telekom AG");
	assert_as_libraries("T\xc3\xb6lz, \"x\"");
	assert_as_libraries(" a");
	assert_as_libraries("a ");
}

static void
test_numbers(void **state)
{
	static const uint64_t numbers[] = {0, 9, 10, 1234567890, UINT64_MAX};
	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		char wanted[32];
		struct buf out;
		buf_init(&out, 100);
		snprintf(wanted, sizeof wanted, "%llu",
		    (unsigned long long)numbers[i]);
		data_text_number(&out, numbers[i]);
		assert_string_equal(out.text, wanted);
		buf_done(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_forms_hold_the_same),
	    cmocka_unit_test(test_a_table_begins_anew),
	    cmocka_unit_test(test_texts_are_as_the_libraries_write_them),
	    cmocka_unit_test(test_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
