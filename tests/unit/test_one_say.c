#include "scanner/one/advice.h"
#include "scanner/one/say.h"
#include "scanner/one/status.h"
#include "scanner/one/variables.h"
#include "tests/unit/recorded.h"
#include "tests/unit/support.h"

static void
status_words_read_as_in_ntpq(void **state)
{
	static const struct {
		uint16_t word;
		const char *leap, *source;
		unsigned n_events;
		const char *event;
	} cases[] = {
	    {0x0615, "leap_none", "sync_ntp", 1, "clock_sync"},
	    {0xc011, "leap_alarm", "sync_unspec", 1, "freq_not_set"},
	    {0x0644, "leap_none", "sync_ntp", 4, "freq_mode"},
	    {0x0000, "leap_none", "sync_unspec", 0, "unspecified"},
	    {0x4528, "leap_add_sec", "sync_local", 2, "no_system_peer"},
	    {0x89ff, "leap_del_sec", "sync_telephone", 15,
		"stale_leapsecond_values"},
	    {0xffff, "leap_alarm", "sync_unknown", 15,
		"stale_leapsecond_values"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct status s = status_read(cases[i].word);
		assert_string_equal(s.leap, cases[i].leap);
		assert_string_equal(s.source, cases[i].source);
		assert_int_equal(s.n_events, cases[i].n_events);
		assert_string_equal(s.event, cases[i].event);
	}
	for (unsigned word = 0; word <= UINT16_MAX; word++) {
		const struct status s = status_read((uint16_t)word);
		assert_non_null(s.leap);
		assert_non_null(s.source);
		assert_non_null(s.event);
	}
}

static void
every_error_code_has_words(void **state)
{
	(void)state;
	for (unsigned code = 0; code <= UINT8_MAX; code++) {
		assert_non_null(status_control_error((uint8_t)code));
		assert_non_null(status_private_error((uint8_t)code));
	}
	assert_string_equal(status_control_error(5), "unknown variable");
	assert_string_equal(
	    status_control_error(7), "administratively prohibited");
	assert_string_equal(
	    status_control_error(UINT8_MAX), "an unspecified error");
	assert_string_equal(status_private_error(1), "unknown implementation");
	assert_string_equal(status_private_error(4), "no data, an empty list");
	assert_string_equal(status_private_error(7), "authentication failed");
}

/* The variables of this text must be printed so. */
static void
assert_printed(const char *text, size_t n, const char *want)
{
	char *got;
	size_t length;
	FILE *out = open_memstream(&got, &length);
	variables_print(text, n, out);
	fclose(out);
	assert_string_equal(got, want);
	free(got);
}

static void
variables_are_printed_as_ntpq_does(void **state)
{
	(void)state;
	assert_printed(ntpd_4_1_0 + 12, 349,
	    "version=\"ntpd 4.1.0 Sun Nov 22 21:08:13 UTC 2026 (1)\", "
	    "processor=\"x86_64\",\n"
	    "system=\"Linux6.1.0-128-amd64\", leap=00, stratum=2, "
	    "precision=-15,\n"
	    "rootdelay=0.062, rootdispersion=4.965, peer=23700, "
	    "refid=198.18.0.1,\n"
	    "reftime=0xeeade4d7.18690de0 2026-11-22T22:01:59.095Z, poll=4,\n"
	    "clock=0xeeade4f8.24348f53 2026-11-22T22:02:32.141Z, state=3, "
	    "offset=0.012,\n"
	    "frequency=0.000, jitter=0.038, stability=0.000\n");
}

static void
odd_text_is_printed_readable(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", ""},
	    {",,\r\n , ", ""},
	    {"a=1,b,c=", "a=1, b, c=\n"},
	    {"a=\"x, y\",\r\nb=\"\"", "a=\"x, y\", b=\"\"\n"},
	    {"a=\"\033[2J\"", "a=\"\\x1b[2J\"\n"},
	    {"a\033=1", "a\\x1b=1\n"},
	    {"a=\"1,b=2", "a=1, b=2\n"},
	    {"leap=3", "leap=11\n"},
	    {"leap=4, leap=00", "leap=4, leap=00\n"},
	    {"clock=0x00000000.00000000", "clock=0x00000000.00000000\n"},
	    {"clock=0xeeade4f8,24348f53", "clock=0xeeade4f8, 24348f53\n"},
	    {"clock=0x-eeade4.24348f53", "clock=0x-eeade4.24348f53\n"},
	    {"clock=0xAF5E1628.4D029033",
		"clock=0xAF5E1628.4D029033 1993-03-26T23:54:16.300Z\n"},
	    {"clock=0x00000001.00000000",
		"clock=0x00000001.00000000 2036-02-07T06:28:17.000Z\n"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_printed(
		    cases[i].text, strlen(cases[i].text), cases[i].want);
	assert_printed("a=\0\xff", 4, "a=\\xff\n");
}

/* Lines hold at most 79 bytes unless one variable alone is longer, and all the
 * variables are there. */
static void
lines_are_as_long_as_they_may_be(void **state)
{
	(void)state;
	for (size_t length = 1; length < 90; length++) {
		char text[1000], *got, *line, *rest;
		size_t used = 0, n;
		unsigned items = 0;
		for (char name = 'a'; name < 'h'; name++)
			used +=
			    (size_t)snprintf(text + used, sizeof text - used,
				"%c=%0*d,\r\n", name, (int)length, 0);
		FILE *out = open_memstream(&got, &n);
		variables_print(text, used, out);
		fclose(out);
		rest = got;
		while ((line = strsep(&rest, "\n")) != NULL) {
			if (strchr(line, ' ') != NULL)
				assert_true(strlen(line) <= 79);
			for (; *line != '\0'; line++)
				items += *line == '=';
		}
		assert_int_equal(items, 7);
		free(got);
	}
}

/* Whatever a host sends, a terminal gets printable UTF-8 and line ends. */
static void
random_text_is_printed_readable(void **state)
{
	static const char often[] = "a=\",\r\n \033\302\233";
	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		const size_t n = dice(80);
		char *text = malloc(n + 1), *got;
		size_t length;
		assert_non_null(text);
		for (size_t i = 0; i < n; i++)
			text[i] = (char)(dice(2) ? (uint64_t)often[dice(11)]
						 : dice(256));
		FILE *out = open_memstream(&got, &length);
		variables_print(text, n, out);
		fclose(out);
		assert_true(text_is_utf8(got, length));
		for (size_t i = 0; i < length; i++)
			assert_true(
			    (unsigned char)got[i] >= 0x20 || got[i] == '\n');
		assert_null(strstr(got, "\302\233"));
		json_free(variables_json(text, n));
		free(got);
		free(text);
	}
}

static void
programs_get_variables_as_they_came(void **state)
{
	static const char text[] =
	    "leap=3,a=\"x, y\",\r\nb,c=,leap=1,\033=2,clock=0xeeade4f8.1";
	struct json *object = variables_json(text, sizeof text - 1);
	(void)state;
	assert_string_equal(json_text(object, "leap", ""), "3");
	assert_string_equal(json_text(object, "a", ""), "x, y");
	assert_string_equal(json_text(object, "b", "null"), "null");
	assert_non_null(json_get(object, "b"));
	assert_string_equal(json_text(object, "c", "null"), "");
	assert_string_equal(json_text(object, "\\x1b", ""), "2");
	assert_string_equal(json_text(object, "clock", ""), "0xeeade4f8.1");
	json_free(object);
}

static void
advice_is_for_what_the_host_names(void **state)
{
	static const struct {
		const char *text, *software;
	} cases[] = {
	    {"version=\"ntpd 4.2.6p5@1.2349-o\",system=\"Linux/3\"", "ntpd"},
	    {"system=\"Linux\",version=\"ntpd ntpsec-1.2.2\"", "NTPsec"},
	    {"system=\"cisco\", leap=3, stratum=16", "Cisco IOS"},
	    {"version=\"4\",processor=\"unknown\",system=\"UNIX\"",
		"Cisco IOS"},
	    {"version=\"ntpd 4.2.0-a\",system=\"JUNOS18.4R3-S1.3\"", "Junos"},
	    {"version=\"ntpd 4.2.8p15-a\",system=\"FreeBSDJNPR-15.0\"",
		"Junos"},
	    {"version=\"ntpd 4.2.8p17\",system=\"FreeBSD/13.2\"", "ntpd"},
	};
	const struct advice *advice[N_ADVICES];
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_int_equal(
		    advice_choose(cases[i].text, strlen(cases[i].text), advice),
		    1);
		assert_string_equal(advice[0]->software, cases[i].software);
	}
}

static void
without_a_name_all_advice_is_given(void **state)
{
	static const char *const texts[] = {"", "version", "stratum=16",
	    "cisco=1,ntpd=2", "system=\"cisc\"", "systems=\"cisco\""};
	const struct advice *advice[N_ADVICES];
	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		assert_int_equal(
		    advice_choose(texts[i], strlen(texts[i]), advice), 4);
		assert_string_equal(advice[0]->software, "ntpd");
		assert_string_equal(advice[1]->software, "chrony");
		assert_string_equal(advice[2]->software, "Cisco IOS");
		assert_string_equal(advice[3]->software, "Junos");
	}
}

/* A host with both doors in the given states. */
static void
make_finding(struct finding *f, enum door mode6, enum door mode7)
{
	finding_init(f);
	f->host = "198.51.100.9";
	f->address = address("198.51.100.9");
	f->timeout_ms = 10000;
	f->said[0].door = mode6;
	f->said[1].door = mode7;
	for (unsigned i = 0; i < N_PROBES; i++) {
		struct said *said = &f->said[i];
		said->from = f->address;
		said->port = 123;
		said->answer.packets = said->door != DOOR_SILENT;
		said->answer.bytes = said->answer.packets * 400;
		if (said->door == DOOR_CLOSED)
			said->answer.error = 4;
	}
	if (mode6 == DOOR_OPEN)
		buf_text(&f->said[0].text, "version=\"ntpd 4\"");
	f->said[0].is_whole = true;
	f->said[0].status = 0x0615;
	f->said[1].answer.items = mode7 == DOOR_OPEN ? 5 : 0;
}

/* What is said of the finding; the caller frees it. */
static char *
said_of(struct finding *f)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	say_text(f, out);
	fclose(out);
	return text;
}

static void
every_state_says_what_it_means(void **state)
{
	(void)state;
	for (unsigned mode6 = 0; mode6 < N_DOORS; mode6++)
		for (unsigned mode7 = 0; mode7 < N_DOORS; mode7++) {
			struct finding f;
			make_finding(&f, mode6, mode7);
			const enum door worst = mode6 > mode7 ? mode6 : mode7;
			assert_int_equal(finding_door(&f), worst);
			char *text = said_of(&f);
			assert_says(text, "asked 198.51.100.9, UDP port 123\n");
			assert_int_equal(
			    strstr(text, "report scan_ntp.") != NULL,
			    mode6 != DOOR_SILENT);
			assert_int_equal(
			    strstr(text,
				"status=0615 leap_none, sync_ntp, "
				"1 event, clock_sync,\nversion=") != NULL,
			    mode6 == DOOR_OPEN);
			assert_int_equal(
			    strstr(text, "5 clients of this server listed; "
					 "--show-clients shows") != NULL,
			    mode7 == DOOR_OPEN);
			assert_int_equal(strstr(text, "To close it") != NULL,
			    worst == DOOR_OPEN);
			assert_int_equal(
			    strstr(text, "Nothing came in 10.0 s") != NULL,
			    mode6 == DOOR_SILENT || mode7 == DOOR_SILENT);
			free(text);
			struct json *json = say_json(&f);
			assert_string_equal(json_text(json, "state", ""),
			    finding_door_word(worst));
			assert_string_equal(
			    json_text(json_get(json, "mode6"), "report", "no"),
			    mode6 == DOOR_OPEN ? "scan_ntp" : "no");
			assert_string_equal(
			    json_text(json_get(json, "mode7"), "report", "no"),
			    mode7 == DOOR_OPEN ? "scan_ntpmonitor" : "no");
			json_free(json);
			finding_done(&f);
		}
}

static void
what_is_odd_is_told(void **state)
{
	struct finding f;
	(void)state;
	make_finding(&f, DOOR_CLOSED, DOOR_OPEN);
	f.host = "ntp.example\033";
	f.address = address("2001:db8::9");
	f.n_addresses = 3;
	f.n_stray = 1;
	f.said[0].answer.error = UINT8_MAX;
	f.said[0].from = address("2001:db8::9");
	f.said[0].port = 40000;
	f.said[1].answer.asked_again = true;
	f.said[1].sent_bytes = 172;
	f.said[1].clients.n_unread = 2;
	char *text = said_of(&f);
	assert_says(text, "asked 2001:db8::9, UDP port 123, the first of 3 "
			  "addresses of ntp.example\\x1b\n");
	assert_says(text, "error 0, an unspecified error");
	assert_says(text, "not be in the report scan6_ntp.");
	assert_says(text, "answered from another port, 40000\n");
	assert_says(
	    text, "answered from another address, 198.51.100.9, port 123\n");
	assert_says(text, "sent 172 bytes in 2 packets, received 400 bytes in "
			  "1 packet: amplification 2.33\n");
	assert_says(text, "asked once more in the older form");
	assert_says(text, "(2 in a form that is not known)");
	assert_says(text, "1 packet came that answered nothing");
	free(text);
	finding_done(&f);
}

int
main(void)
{
	dice_start();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(status_words_read_as_in_ntpq),
	    cmocka_unit_test(every_error_code_has_words),
	    cmocka_unit_test(variables_are_printed_as_ntpq_does),
	    cmocka_unit_test(odd_text_is_printed_readable),
	    cmocka_unit_test(lines_are_as_long_as_they_may_be),
	    cmocka_unit_test(random_text_is_printed_readable),
	    cmocka_unit_test(programs_get_variables_as_they_came),
	    cmocka_unit_test(advice_is_for_what_the_host_names),
	    cmocka_unit_test(without_a_name_all_advice_is_given),
	    cmocka_unit_test(every_state_says_what_it_means),
	    cmocka_unit_test(what_is_odd_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
