#include "lib/control.h"
#include "lib/schema.h"

#include "tests/unit/recorded.h"
#include "tests/unit/support.h"

/* The columns that n bytes of text fill, as "name=value|" in the order of the
 * columns; "!2" at the end says that two values were bad. */
static const char *
columns(const char *text, size_t n)
{
	static char shown[4096];
	struct arena arena = {0};
	struct row row = {{NULL}};
	unsigned n_bad = 0;
	size_t len = 0;
	char *copy = malloc(n > 0 ? n : 1);
	assert_non_null(copy);
	memcpy(copy, text, n);
	control_columns(copy, n, &row, &arena, &n_bad);
	free(copy);
	shown[0] = '\0';
	for (int c = 0; c < N_COLUMNS; c++)
		if (row.value[c] != NULL)
			len += (size_t)snprintf(shown + len, sizeof shown - len,
			    "%s=%s|", schema_column_name((enum column)c),
			    row.value[c]);
	if (n_bad > 0)
		snprintf(shown + len, sizeof shown - len, "!%u", n_bad);
	arena_reset(&arena);
	return shown;
}

static const char *
packet_columns(const char *packet)
{
	const size_t n = (size_t)(uint8_t)packet[10] << 8 | (uint8_t)packet[11];
	return columns(packet + CONTROL_HEADER_BYTES, n);
}

static void
recorded_answers_fill_their_columns(void **state)
{
	(void)state;
	assert_string_equal(packet_columns(ntpd_4_1_0),
	    "version=ntpd 4.1.0 Sun Nov 22 21:08:13 UTC 2026 (1)|"
	    "clock=0xeeade4f8.24348f53|frequency=0.000|jitter=0.038|leap=0|"
	    "offset=0.012|peer=23700|poll=4|precision=-15|processor=x86_64|"
	    "refid=198.18.0.1|reftime=0xeeade4d7.18690de0|rootdelay=0.062|"
	    "rootdispersion=4.965|stability=0.000|state=3|stratum=2|"
	    "system=Linux6.1.0-128-amd64|");
	assert_string_equal(packet_columns(ntpd_4_2_4),
	    "version=ntpd 4.2.4p4-RC@1.1520 Sun Nov 22 21:32:17 UTC 2026 (1)|"
	    "clock=0xeeade1ff.5b5bb552|frequency=0.000|jitter=0.010|leap=0|"
	    "noise=0.007|offset=0.019|peer=6912|poll=4|precision=-22|"
	    "processor=x86_64|refid=198.18.0.1|reftime=0xeeade1d6.555e8ccf|"
	    "rootdelay=0.050|rootdispersion=204.407|stability=0.000|state=4|"
	    "stratum=2|system=Linux/6.1.0-128-amd64|");
	assert_string_equal(packet_columns(ntpd_4_2_6_first),
	    "version=ntpd 4.2.6p5-RCXX@1.2349 Sun Nov 22 21:06:18 UTC 2026 "
	    "(1)|clk_wander=0.000|clock=0xeeade074.72d23cbd|frequency=0.000|"
	    "jitter=0.000|leap=3|mintc=3|offset=0.000|peer=32518|"
	    "precision=-22|processor=x86_64|refid=127.127.1.0|"
	    "reftime=0xeeade06f.57d44e44|rootdelay=0.000|"
	    "rootdispersion=7947.575|stratum=6|system=Linux/6.1.0-128-amd64|"
	    "tc=6|");
	assert_string_equal(packet_columns(ntpsec_1_2_2),
	    "version=ntpd ntpsec-1.2.2|clk_wander=0.000000|"
	    "clock=0xeeade2de.a2d66133|frequency=0.000000|jitter=0.000000|"
	    "leap=0|mintc=0|offset=0.027789|peer=17767|precision=-24|"
	    "processor=x86_64|refid=198.18.0.1|reftime=0xeeade2d8.861512a1|"
	    "rootdelay=0.058|rootdispersion=11.745|stratum=2|"
	    "system=Linux/6.1.0-128-amd64|tc=4|");
}

static void
the_grammar_is_ntpqs(void **state)
{
	static const struct {
		const char *text, *columns;
	} cases[] = {
	    {"", ""},
	    {",,, ,\r\n,", ""},
	    {"system=\"a, b, c\", refid=GPS", "refid=GPS|system=a, b, c|"},
	    {"processor, system, refid=GPS", "refid=GPS|"},
	    {"version=4,\r\nsystem=UNIX\r\n", "version=4|system=UNIX|"},
	    {"version=4,\nsystem=UNIX\n", "version=4|system=UNIX|"},
	    {"version=4,system=UNIX", "version=4|system=UNIX|"},
	    {"  version  =  4  ,\tsystem\t=\tUNIX\t", "version=4|system=UNIX|"},
	    {"version=\"4\"  ,  system = \"UNIX\"  ", "version=4|system=UNIX|"},
	    {"refid=", ""},
	    {"version=\"\", refid=X", "refid=X|"},
	    {"=4, ==, refid=a=b", "refid=a=b|"},
	    {"version=ntpd 4.2.6p5 with spaces, refid=X",
		"version=ntpd 4.2.6p5 with spaces|refid=X|"},
	    {"note=value, with commas and spaces, refid=X", "refid=X|"},
	    {"refid=A, refid=B", "refid=A|"},
	    {"VERSION=4, Refid=X", ""},
	    {"version=\"line\r\nline\", refid=X",
		"version=line\\x0d\\x0aline|refid=X|"},
	    /* A quote that never closes is a character like any other. */
	    {"system=\"UNIX, refid=X", "refid=X|system=UNIX|"},
	    {"version=\"a\" b, refid=X", "version=a\" b|refid=X|"},
	    {"version=a\"b, refid=X", "version=a\"b|refid=X|"},
	    {"system=\"", ""},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const char *got = columns(cases[i].text, strlen(cases[i].text));
		if (strcmp(got, cases[i].columns) != 0)
			fail_msg("%s\nfills %s\nnot   %s", cases[i].text, got,
			    cases[i].columns);
	}
}

static void
old_and_new_names_mean_the_same_columns(void **state)
{
	static const char old[] = "rootdispersion=1.0, jitter=2.0, "
				  "frequency=3.0, phase=0.5, error=0.06",
			  new[] = "rootdisp=1.0, sys_jitter=2.0, freq=3.0, "
				  "phase=0.5, error=0.06, clk_jitter=9.0";
	static const char want[] = "error=0.06|frequency=3.0|jitter=2.0|"
				   "phase=0.5|rootdispersion=1.0|";
	(void)state;
	assert_string_equal(columns(old, strlen(old)), want);
	assert_string_equal(columns(new, strlen(new)), want);
}

static void
what_a_column_cannot_hold_is_left_empty_and_counted(void **state)
{
	static const struct {
		const char *text, *columns;
	} cases[] = {
	    {"peer=0xdb17", "peer=56087|"},
	    {"peer=0xDB17", "peer=56087|"},
	    {"peer=0x", "!1"},
	    {"peer=0xdb17z", "!1"},
	    {"peer=0x123456789abcdef", "!1"},
	    {"peer=56087", "peer=56087|"},
	    {"peer=-1", "peer=-1|"},
	    {"peer=00007", "peer=7|"},
	    {"peer=5.0", "!1"},
	    {"stratum=4294967296", "!1"},
	    {"stratum=--", "!1"},
	    {"precision=-10", "precision=-10|"},
	    {"precision=-10.0", "!1"},
	    {"jitter=sys_0.976", "!1"},
	    {"jitter=nan", "!1"},
	    {"jitter=-inf", "!1"},
	    {"jitter=1e5", "!1"},
	    {"jitter=1.5 ms", "!1"},
	    {"offset=\"0.5\"", "offset=0.5|"},
	    {"leap=01", "leap=01|"},
	    {"tai=abc, state=x", "state=x|tai=abc|"},
	    {"jitter=bad, sys_jitter=0.5", "jitter=0.5|!1"},
	    {"stratum=x, poll=y, tc=6", "tc=6|!2"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(
		    columns(cases[i].text, strlen(cases[i].text)),
		    cases[i].columns);
}

static void
hostile_bytes_become_readable(void **state)
{
	static const char text[] =
	    "version=\"\x80\xff\x1b[31m<b>\", system=\"M\xc3\xbcnchen\", "
	    "processor=a\0b, \0\0refid=X\0\0";
	(void)state;
	assert_string_equal(columns(text, sizeof text - 1),
	    "version=\\x80\\xff\\x1b[31m<b>|processor=a\\x00b|refid=X|"
	    "system=M\xc3\xbcnchen|");
}

static void
long_values_are_cut_at_255_bytes(void **state)
{
	char text[1000];
	(void)state;
	memset(text, 'x', sizeof text);
	memcpy(text, "version=\"", 9);
	const char *got = columns(text, sizeof text);
	assert_int_equal(strlen(got), strlen("version=") + 255 + 1);
	/* Names of any length are passed over. */
	memset(text, 'v', sizeof text);
	text[990] = '=';
	assert_string_equal(columns(text, sizeof text), "");
}

static void
random_text_fills_columns_with_what_they_hold(void **state)
{
	static const char *const words[] = {"version", "peer", "jitter", "=",
	    "=", "\"", ",", "\r\n", " ", "0x1f", "-1.5", "7", "nan", "\0",
	    "\xff", "\xc3\xa4"};
	(void)state;
	dice_start();
	for (int i = 0; i < 20000; i++) {
		char text[128];
		size_t n = 0;
		for (uint64_t k = dice(20); k > 0; k--) {
			const char *word = words[dice(LENGTH(words))];
			const size_t len = *word != '\0' ? strlen(word) : 1;
			memcpy(text + n, word, len);
			n += len;
		}
		const char *got = columns(text, n);
		assert_true(text_is_utf8(got, strlen(got)));
		assert_null(strpbrk(got, "\r\n"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(recorded_answers_fill_their_columns),
	    cmocka_unit_test(the_grammar_is_ntpqs),
	    cmocka_unit_test(old_and_new_names_mean_the_same_columns),
	    cmocka_unit_test(
		what_a_column_cannot_hold_is_left_empty_and_counted),
	    cmocka_unit_test(hostile_bytes_become_readable),
	    cmocka_unit_test(long_values_are_cut_at_255_bytes),
	    cmocka_unit_test(random_text_fills_columns_with_what_they_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
