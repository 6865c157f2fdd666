#include "tests/unit/support.h"

static void
unsigned_numbers_are_digits_up_to_a_limit(void **state)
{
	static const struct {
		const char *text;
		uint64_t most;
		bool ok;
		uint64_t value;
	} cases[] = {
	    {"0", 0, true, 0},
	    {"1", 0, false, 0},
	    {"00042", 42, true, 42},
	    {"65535", 65535, true, 65535},
	    {"65536", 65535, false, 0},
	    {"18446744073709551615", UINT64_MAX, true, UINT64_MAX},
	    {"18446744073709551616", UINT64_MAX, false, 0},
	    {"99999999999999999999999", UINT64_MAX, false, 0},
	    {"9", 8, false, 0},
	    {"", 9, false, 0},
	    {"+1", 9, false, 0},
	    {"-1", 9, false, 0},
	    {" 1", 9, false, 0},
	    {"1 ", 9, false, 0},
	    {"0x1", 99, false, 0},
	    {"1e1", 99, false, 0},
	    {"1.0", 99, false, 0},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		uint64_t value = 7777;
		const bool ok =
		    text_to_uint(cases[i].text, cases[i].most, &value);
		assert_int_equal(ok, cases[i].ok);
		assert_int_equal(value, ok ? cases[i].value : 7777);
	}
}

static void
signed_numbers_keep_to_their_interval(void **state)
{
	static const struct {
		const char *text;
		int64_t least, most;
		bool ok;
		int64_t value;
	} cases[] = {
	    {"0", -1, 1, true, 0},
	    {"-0", -1, 1, true, 0},
	    {"-1", -1, 1, true, -1},
	    {"-2", -1, 1, false, 0},
	    {"2", -1, 1, false, 0},
	    {"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
	    {"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
	    {"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
	    {"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
	    {"-", -9, 9, false, 0},
	    {"--1", -9, 9, false, 0},
	    {"+1", -9, 9, false, 0},
	    {"-10.0", -99, 99, false, 0},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		int64_t value = 7777;
		const bool ok = text_to_int(
		    cases[i].text, cases[i].least, cases[i].most, &value);
		if (ok != cases[i].ok)
			fail_msg("%s", cases[i].text);
		assert_true(value == (ok ? cases[i].value : 7777));
	}
}

static void
decimals_are_plain(void **state)
{
	static const struct {
		const char *text;
		double value;
	} good[] = {{"0", 0}, {"-12.5", -12.5}, {"3", 3}, {"007", 7},
	    {"0.000001", 0.000001}, {".5", 0.5}, {"5.", 5}, {"-0.0", 0}};
	static const char *const bad[] = {"", "-", ".", "-.", "1e3", "inf",
	    "nan", "-nan", "0x10", "1,5", "1.2.3", "+1", " 1", "1 ", "--1",
	    "sys_0.976"};
	char digits[400];
	double value = 7;
	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		assert_true(text_to_decimal(good[i].text, &value));
		assert_true(value >= good[i].value && value <= good[i].value);
	}
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (text_to_decimal(bad[i], &value))
			fail_msg("\"%s\" was read as a decimal", bad[i]);
	memset(digits, '9', sizeof digits);
	digits[300] = '\0';
	assert_true(text_to_decimal(digits, &value) && value < 1e301);
	digits[300] = '9';
	digits[301] = '\0';
	assert_false(text_to_decimal(digits, &value));
}

/* RFC 3629 §4, with what lies just outside of each row of its table. */
static void
utf8_is_what_rfc_3629_says(void **state)
{
	static const char *const good[] = {"", "a\x7f", "\xc2\x80", "\xdf\xbf",
	    "\xe0\xa0\x80", "\xe0\xbf\xbf", "\xe1\x80\x80", "\xec\xbf\xbf",
	    "\xed\x80\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
	    "\xf0\x90\x80\x80", "\xf0\xbf\xbf\xbf", "\xf1\x80\x80\x80",
	    "\xf3\xbf\xbf\xbf", "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf"};
	static const char *const bad[] = {"\x80", "\xbf", "\xc0\x80",
	    "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf",
	    "\xe0\xa0", "\xe1\x80", "\xe1\x80\x7f", "\xed\xa0\x80",
	    "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
	    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff", "a\xc3(",
	    "\xe2\x28\xa1"};
	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++)
		if (!text_is_utf8(good[i], strlen(good[i])))
			fail_msg("good case %zu was refused", i);
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (text_is_utf8(bad[i], strlen(bad[i])))
			fail_msg("bad case %zu was taken", i);
	assert_true(text_is_utf8("a\0b", 3));
}

static void
untrusted_bytes_become_readable(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *readable;
	} cases[] = {
	    {"plain", 5, "plain"},
	    {"a\0b", 3, "a\\x00b"},
	    {"\x1b[2J", 4, "\\x1b[2J"},
	    {"\r\n\t\x7f", 4, "\\x0d\\x0a\\x09\\x7f"},
	    {"M\xc3\xbcnchen", 8, "M\xc3\xbcnchen"},
	    {"M\xfcnchen", 7, "M\\xfcnchen"},
	    {"\xc2\x9b", 2, "\\xc2\\x9b"},
	    {"\xc2\xa0", 2, "\xc2\xa0"},
	    {"\xe2\x82", 2, "\\xe2\\x82"},
	    {"<script>&\"", 10, "<script>&\""},
	};
	struct buf b;
	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		buf_reset(&b);
		text_add_readable(&b, cases[i].bytes, cases[i].n);
		assert_string_equal(b.text, cases[i].readable);
	}
	buf_done(&b);
}

/* Found by fuzzing: a complaint about a configuration ended in half a
 * character. */
static void
readable_text_is_cut_between_characters(void **state)
{
	static const char text[] = "a\xc3\xbc\x01";
	static const char *const readable[] = {"", "a", "a", "a\xc3\xbc",
	    "a\xc3\xbc", "a\xc3\xbc", "a\xc3\xbc", "a\xc3\xbc\\x01"};
	(void)state;
	for (size_t most = 0; most < LENGTH(readable); most++) {
		struct buf b;
		buf_init(&b, most);
		text_add_readable(&b, text, strlen(text));
		assert_string_equal(b.text, readable[most]);
		assert_int_equal(b.cut, most < 7);
		buf_done(&b);
	}
}

static void
random_bytes_always_become_readable_utf8(void **state)
{
	char bytes[64];
	struct buf b;
	(void)state;
	dice_start();
	buf_init(&b, 1000);
	for (int i = 0; i < 5000; i++) {
		const size_t n = dice(sizeof bytes);
		for (size_t k = 0; k < n; k++)
			bytes[k] =
			    (char)(dice(3) ? 0x80 + dice(128) : dice(256));
		buf_reset(&b);
		text_add_readable(&b, bytes, n);
		assert_true(text_is_utf8(b.text, b.len));
		for (size_t k = 0; k < b.len; k++)
			assert_true((unsigned char)b.text[k] >= 0x20);
	}
	buf_done(&b);
}

static void
upper_case_is_for_ascii_letters_only(void **state)
{
	char text[] = "nordrhein-westf\xc3\xa4len [z]";
	(void)state;
	text_upper(text);
	assert_string_equal(text, "NORDRHEIN-WESTF\xc3\xa4LEN [Z]");
}

static void
trimming_takes_blanks_off_both_ends(void **state)
{
	char padded[] = " \t a b\r\n ", blank[] = " \t\r\n", none[] = "";
	(void)state;
	assert_string_equal(text_trim(padded), "a b");
	assert_string_equal(text_trim(blank), "");
	assert_string_equal(text_trim(none), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(unsigned_numbers_are_digits_up_to_a_limit),
	    cmocka_unit_test(signed_numbers_keep_to_their_interval),
	    cmocka_unit_test(decimals_are_plain),
	    cmocka_unit_test(utf8_is_what_rfc_3629_says),
	    cmocka_unit_test(untrusted_bytes_become_readable),
	    cmocka_unit_test(readable_text_is_cut_between_characters),
	    cmocka_unit_test(random_bytes_always_become_readable_utf8),
	    cmocka_unit_test(upper_case_is_for_ascii_letters_only),
	    cmocka_unit_test(trimming_takes_blanks_off_both_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
