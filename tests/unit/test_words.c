/* Untrusted words: which letters are shown, how wide they are, where rows end.
 */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/text.h"

#include "render/draw/words.h"

static void
check_shown(const char *text, const char *wanted)
{
	struct buf got;
	struct letter letter;
	buf_init(&got, 1000);
	while (words_next(&text, &letter))
		buf_add(&got, letter.bytes, letter.n_bytes);
	assert_string_equal(got.text, wanted);
	buf_done(&got);
}

static void
only_harmless_letters_are_shown(void **state)
{
	(void)state;
	check_shown("", "");
	check_shown("a <b> & \"c\"", "a <b> & \"c\"");
	check_shown("äöü 日本 😀", "äöü 日本 😀");
	check_shown("a\tb\r\nc", "a b  c");
	check_shown("\x01\x1b[31mred\x7f", "[31mred");
	check_shown("a\xc2\x85z", "az");
	check_shown("a\xe2\x80\xaez\xe2\x81\xa6", "az");
	check_shown("\xef\xbb\xbf\x78", "x");
}

static void
what_is_not_utf8_is_replaced(void **state)
{
	(void)state;
	check_shown("a\xff\x62", "a\xef\xbf\xbd\x62");
	check_shown("\xc3", "\xef\xbf\xbd");
	check_shown("\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd");
	check_shown("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");
	check_shown("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check_shown("\xef\xbf\xbf", "");
}

static void
random_bytes_come_out_as_clean_utf8(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int round = 0; round < 20000; round++) {
		char bytes[24];
		const size_t n = (size_t)rand_r(&seed) % sizeof bytes;
		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)rand_r(&seed);
		bytes[n] = '\0';
		const char *at = bytes;
		struct letter letter;
		while (words_next(&at, &letter)) {
			assert_true(text_is_utf8(letter.bytes, letter.n_bytes));
			assert_int_equal(strlen(letter.bytes), letter.n_bytes);
			assert_true(letter.code >= 32);
		}
		assert_ptr_equal(at, bytes + strlen(bytes));
	}
}

static void
widths_grow_with_letters_and_size(void **state)
{
	(void)state;
	assert_true(words_width("", 12, false) == 0);
	assert_true(words_width("00", 10, false) == 12.72);
	assert_true(words_width("W", 10, true) > words_width("W", 10, false));
	assert_true(
	    words_width("iii", 10, false) < words_width("WWW", 10, false));
	assert_true(words_width("日", 10, false) == 10);
}

static void
too_long_words_end_in_an_ellipsis(void **state)
{
	(void)state;
	struct arena arena = {0};
	const char *text = "Deutsche Telekom AG";
	const double width = words_width(text, 12, false);
	assert_ptr_equal(words_fit(text, 12, false, width + 1, &arena), text);
	assert_string_equal(
	    words_fit(text, 12, false, width - 1, &arena), "Deutsche Telekom…");
	assert_string_equal(words_fit(text, 12, false, 0, &arena), "…");
	assert_string_equal(words_fit("ääääää", 10, false, 25, &arena), "ää…");
	arena_reset(&arena);
}

static void
rows_break_at_blanks(void **state)
{
	(void)state;
	struct arena arena = {0};
	const char *rows[3];
	assert_int_equal(words_wrap("", 12, false, 100, 3, rows, &arena), 0);
	assert_int_equal(words_wrap("  ", 12, false, 100, 3, rows, &arena), 0);
	assert_int_equal(words_wrap("one", 12, false, 100, 3, rows, &arena), 1);
	assert_string_equal(rows[0], "one");
	assert_int_equal(words_wrap("United Kingdom of Great Britain", 12,
			     false, 100, 2, rows, &arena),
	    2);
	assert_string_equal(rows[0], "United Kingdom");
	assert_string_equal(rows[1], "of Great Britain");
	assert_int_equal(words_wrap("United Kingdom of Great Britain and all",
			     12, false, 100, 2, rows, &arena),
	    2);
	assert_string_equal(rows[1], "of Great Britai…");
	assert_int_equal(words_wrap("Donaudampfschifffahrt it is", 12, false,
			     60, 3, rows, &arena),
	    3);
	assert_string_equal(rows[0], "Donauda");
	for (double width = 0; width < 300; width += 7) {
		const size_t n = words_wrap(
		    "a bb ccc dddd eeeee", 12, true, width, 3, rows, &arena);
		for (size_t i = 0; i < n; i++)
			assert_true(strcmp(rows[i], "…") == 0 ||
				    words_width(rows[i], 12, true) <= width);
	}
	arena_reset(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_harmless_letters_are_shown),
	    cmocka_unit_test(what_is_not_utf8_is_replaced),
	    cmocka_unit_test(random_bytes_come_out_as_clean_utf8),
	    cmocka_unit_test(widths_grow_with_letters_and_size),
	    cmocka_unit_test(too_long_words_end_in_an_ellipsis),
	    cmocka_unit_test(rows_break_at_blanks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
