/* Lines made in memory are those that libcsv writes. */
#include "lib/line.h"

#include "tests/unit/support.h"

enum { MOST_CHARS = 6 };

static void
lines_are_those_of_libcsv(void **state)
{
	static const char letters[] = "a\" \t,\r\n;\xc3";
	struct buf b;
	(void)state;
	dice_start();
	buf_init(&b, 1 << 16);
	for (int round = 0; round < 20000; round++) {
		const struct schema *schema =
		    schema_of((enum scan)dice(N_SCANS));
		char texts[N_COLUMNS][MOST_CHARS + 1] = {{0}}, *want;
		struct record_value values[N_COLUMNS] = {{NULL, 0}};
		struct row row = {{NULL}};
		size_t n;
		for (int c = 0; c < N_COLUMNS; c++) {
			values[c].n = dice(MOST_CHARS + 1);
			for (size_t i = 0; i < values[c].n; i++)
				texts[c][i] = letters[dice(sizeof letters - 1)];
			row.value[c] = texts[c];
			values[c].text = values[c].n > 0 ? texts[c] : NULL;
		}
		FILE *out = open_memstream(&want, &n);
		assert_non_null(out);
		record_write_header(out, schema);
		record_write(out, schema, &row);
		fclose(out);
		buf_reset(&b);
		line_add_header(&b, schema);
		line_add(&b, schema, values);
		assert_string_equal(b.text, want);
		free(want);
	}
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_those_of_libcsv),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
