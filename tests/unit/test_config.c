#include "lib/config.h"

#include "tests/unit/support.h"

static void
an_empty_file_gives_the_defaults(void **state)
{
	struct config c;
	struct err e;
	(void)state;
	assert_true(config_read(&c, scratch_text("a.conf", ""), &e));
	assert_string_equal(c.operator.contact, "");
	assert_int_equal(c.scan.quiet_ms, 2000);
	assert_int_equal(c.scan.timeout_ms, 10000);
	assert_int_equal(c.scan.ports, 64);
	assert_string_equal(c.scan.source_ipv4, "");
	assert_string_equal(c.databases.city_ipv4, "");
	assert_int_equal(c.scan.stop_window_s, 30);
	assert_int_equal(c.scan.stop_unreachable_percent, 50);
	assert_int_equal(c.scan.stop_hits_percent, 10);
	assert_string_equal(c.names.resolvers, "");
	assert_string_equal(c.site.denominators, "");
	assert_string_equal(c.site.title, "NTP census");
	assert_string_equal(
	    c.site.countries, "/usr/share/iso-codes/json/iso_3166-1.json");
	config_done(&c);
	config_done(&c);
}

static void
every_setting_is_read(void **state)
{
	struct config c;
	struct err e;
	(void)state;
	const char *path = scratch_text("all.conf",
	    "# a comment\n"
	    "operator { name = \"Example\" contact = \"noc@ex.example\"\n"
	    "  website = 'https://ex.example/' }\n"
	    "scan { quiet_ms = 1 timeout_ms = 3600000 ports = 16384\n"
	    "  source_ipv4 = 192.0.2.1 source_ipv6 = \"2001:db8::1\" }\n"
	    "databases { city_ipv4 = a.mmdb city_ipv6 = \"/abs/b.mmdb\"\n"
	    "  asn_ipv4 = \"geo/c.mmdb\" asn_ipv6 = \"\"\n"
	    "  attribution = \"[x](y)\" }\n"
	    "names { resolvers = \"192.0.2.53,[2001:db8::53]:5353\"\n"
	    "  per_second = 7 in_flight = 10000 timeout_ms = 9 tries = 1\n"
	    "  cache_days = 30 }\n"
	    "archive { rows = 'clickhouse://me@host/db'\n"
	    "  password_file = pass authorities = \"/etc/ca.pem\" }\n"
	    "site { title = \"T\" base_url = \"https://s.example/\"\n"
	    "  countries = c.json regions = r.tsv font = f.ttf\n"
	    "  denominators = n.csv }\n");
	if (!config_read(&c, path, &e))
		fail_msg("%s", e.text);
	assert_string_equal(c.operator.name, "Example");
	assert_string_equal(c.operator.contact, "noc@ex.example");
	assert_string_equal(c.operator.website, "https://ex.example/");
	assert_int_equal(c.scan.quiet_ms, 1);
	assert_int_equal(c.scan.timeout_ms, 3600000);
	assert_int_equal(c.scan.ports, 16384);
	assert_string_equal(c.scan.source_ipv4, "192.0.2.1");
	assert_string_equal(c.scan.source_ipv6, "2001:db8::1");
	assert_string_equal(c.databases.attribution, "[x](y)");
	assert_string_equal(
	    c.names.resolvers, "192.0.2.53,[2001:db8::53]:5353");
	assert_int_equal(c.names.per_second, 7);
	assert_int_equal(c.names.in_flight, 10000);
	assert_int_equal(c.names.timeout_ms, 9);
	assert_int_equal(c.names.tries, 1);
	assert_int_equal(c.names.cache_days, 30);
	assert_string_equal(c.archive.rows, "clickhouse://me@host/db");
	assert_string_equal(c.archive.password_file, scratch("pass"));
	assert_string_equal(c.archive.authorities, "/etc/ca.pem");
	assert_string_equal(c.site.title, "T");
	assert_string_equal(c.site.base_url, "https://s.example/");
	/* Relative paths start at the file's folder. */
	assert_string_equal(c.databases.city_ipv4, scratch("a.mmdb"));
	assert_string_equal(c.databases.city_ipv6, "/abs/b.mmdb");
	assert_string_equal(c.databases.asn_ipv4, scratch("geo/c.mmdb"));
	assert_string_equal(c.databases.asn_ipv6, "");
	assert_string_equal(c.site.countries, scratch("c.json"));
	assert_string_equal(c.site.denominators, scratch("n.csv"));
	assert_string_equal(c.site.regions, scratch("r.tsv"));
	assert_string_equal(c.site.font, scratch("f.ttf"));
	config_done(&c);
}

static void
each_fault_is_named_with_file_and_line(void **state)
{
	static const struct {
		const char *text, *where, *why;
	} cases[] = {
	    {"scan { }\nscann { }\n", "bad.conf:2: ", "scann"},
	    {"scan {\n\tquite_ms = 5\n}\n", "bad.conf:2: ", "quite_ms"},
	    {"scan {\n\tquite_ms = 5\n}\n", "bad.conf:2: ", "'quiet_ms'"},
	    {"scann { }\n", "bad.conf:1: ", "is 'scan' meant?"},
	    {"# a\n// b\n/* c\n c */\nscan { # d \"\n quiet_ms = 5 # e\n"
	     " ports = 3 }\n",
		"bad.conf:7: ", "power of two"},
	    {"operator { name = \"# no { comment\" website = 'a/*b'\n"
	     " contact = a#b\n x = 1 }",
		"bad.conf:3: ", "'x'"},
	    {"contact = \"x\"\n", "bad.conf:1: ", "contact"},
	    {"scan {\n\tports = 63\n}\n", "bad.conf:2: ", "power of two"},
	    {"scan {\n\n\tports = 32768\n}\n", "bad.conf:3: ", "power of two"},
	    {"scan { quiet_ms = 0 }\n", "bad.conf:1: ", "1 … 3600000"},
	    {"scan { stop_hits_percent = 101 }\n", "bad.conf:1: ", "1 … 100"},
	    {"scan { stop_window_s = 0 }\n", "bad.conf:1: ", "1 … 10000"},
	    {"names { in_flight = 10001 }\n", "bad.conf:1: ", "1 … 10000"},
	    {"scan { timeout_ms = -5 }\n", "bad.conf:1: ", "1 … 3600000"},
	    {"scan { timeout_ms = 3600001 }\n", "bad.conf:1: ", "timeout_ms"},
	    {"scan {\n quiet_ms = 99999999999999999999\n}\n",
		"bad.conf:2: ", "quiet_ms"},
	    {"scan {\n quiet_ms = soon\n}\n", "bad.conf:2: ", "quiet_ms"},
	    {"scan {\n quiet_ms = 1.5\n}\n", "bad.conf:2: ", "quiet_ms"},
	    {"scan {\n quiet_ms 5\n}\n", "bad.conf:2: ", "quiet_ms"},
	    {"scan {\n quiet_ms = 5\n", "bad.conf: ", "has no end"},
	    {"operator {\n name = \"no end\n}\n", "bad.conf:", ""},
	    {"operator {\n name = {a, b}\n}\n", "bad.conf:2: ", ""},
	    {"}\n", "bad.conf:1: ", ""},
	    {"/* no end\n", "bad.conf: ", "has no end"},
	    {"{{{{{{{{", "bad.conf:1: ", ""},
	    {"include(\"other.conf\")\n", "bad.conf:1: ", "include"},
	    {"\x7f"
	     "ELF\x02\x01\x01",
		"bad.conf:1: ", ""},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct config c;
		struct err e = {0};
		if (config_read(
			&c, scratch_text("bad.conf", cases[i].text), &e))
			fail_msg("case %zu was taken", i);
		assert_says(e.text, cases[i].where);
		assert_says(e.text, cases[i].why);
	}
}

static void
a_good_file_is_read_after_a_bad_one(void **state)
{
	struct config c;
	struct err e;
	(void)state;
	assert_false(config_read(
	    &c, scratch_text("bad.conf", "operator { name = \"no"), &e));
	assert_true(config_read(
	    &c, scratch_text("good.conf", "scan { ports = 2 }"), &e));
	assert_int_equal(c.scan.ports, 2);
	config_done(&c);
}

static void
what_cannot_be_read_is_named(void **state)
{
	struct config c;
	struct err e;
	(void)state;
	assert_false(config_read(&c, scratch("absent.conf"), &e));
	assert_says(e.text, "absent.conf: No such file");
	assert_false(config_read(&c, scratch_folder, &e));
	assert_says(e.text, scratch_folder);
	assert_false(
	    config_read(&c, scratch_bytes("nul.conf", "scan\0 {}", 8), &e));
	assert_says(e.text, "nul.conf is no text");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_file_gives_the_defaults),
	    cmocka_unit_test(every_setting_is_read),
	    cmocka_unit_test(each_fault_is_named_with_file_and_line),
	    cmocka_unit_test(a_good_file_is_read_after_a_bad_one),
	    cmocka_unit_test(what_cannot_be_read_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
