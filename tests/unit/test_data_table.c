/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"

#include "render/pages/data_table.h"

static void
assert_file(const char *path, const char *wanted)
{
	char *text;
	struct err e;
	assert_true(file_read(path, 4096, &text, NULL, &e));
	assert_string_equal(text, wanted);
	free(text);
	unlink(path);
}

static void
test_both_forms_hold_the_same(void **state)
{
	static const char *const columns[] = {"name", "hosts"};
	char folder[] = "/tmp/table-XXXXXX", stem[64];
	struct data_table_file t;
	struct err e;
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(stem, sizeof stem, "%s/t", folder);
	assert_true(data_table_open(&t, stem, true, columns, 2, &e));
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
	assert_true(data_table_close(&t, &e));
	assert_file(t.csv_path, "name,hosts\nplain,0\n\"'=1+1, \"\"x\"\"\",\n"
				",9223372036854775807\n'@a,1\na@b <c>,1\n");
	assert_file(t.json_path,
	    "[{\"name\":\"plain\",\"hosts\":0}\n"
	    ",{\"name\":\"=1+1, \\\"x\\\"\",\"hosts\":null}\n"
	    ",{\"name\":null,\"hosts\":9223372036854775807}\n"
	    ",{\"name\":\"@a\",\"hosts\":1}\n"
	    ",{\"name\":\"a@b <c>\",\"hosts\":1}\n]\n");
	rmdir(folder);
}

static void
test_full_disk_is_a_failure(void **state)
{
	struct err e = {{0}};
	(void)state;
	FILE *full = data_file_open("/dev/full", &e);
	assert_non_null(full);
	data_write_text(full, "x");
	assert_false(data_file_close(full, "/dev/full", &e));
	assert_non_null(strstr(e.text, "/dev/full"));
	assert_null(data_file_open("/nowhere/x", &e));
	assert_non_null(strstr(e.text, "/nowhere/x"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_forms_hold_the_same),
	    cmocka_unit_test(test_full_disk_is_a_failure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
