#include "scanner/enrich/geo.h"
#include "tests/unit/support.h"

static char nested[] = "tests/data/geo/city-nested.mmdb",
	    flat_ipv4[] = "tests/data/geo/city-flat-ipv4.mmdb",
	    asn[] = "tests/data/geo/asn.mmdb", none[] = "";

/* The databases, in the order of the configuration. */
static struct geo *
open_all(char *city_ipv4, char *city_ipv6, char *asn_ipv4, char *asn_ipv6)
{
	struct err e;
	const struct config config = {.databases = {.city_ipv4 = city_ipv4,
					  .city_ipv6 = city_ipv6,
					  .asn_ipv4 = asn_ipv4,
					  .asn_ipv6 = asn_ipv6}};
	struct geo *g = geo_open(&config, &e);
	if (g == NULL)
		fail_msg("%s", e.text);
	return g;
}

/* "country|region|city|asn|organisation" of an address. */
static const char *
found(struct geo *g, const char *text)
{
	static char shown[1000];
	struct place p;
	const struct addr a = address(text);
	geo_find(g, &a, &p);
	snprintf(shown, sizeof shown, "%s|%s|%s|%u|%s", p.country, p.region,
	    p.city, p.asn, p.organisation);
	return shown;
}

static void
the_nested_layout_is_read_for_both_families(void **state)
{
	struct geo *g = open_all(nested, nested, asn, asn);
	(void)state;
	assert_string_equal(found(g, "192.0.2.77"),
	    "DE|NORDRHEIN-WESTFALEN|K\xc3\xb6LN AM BEISPIEL|64500|"
	    "Example Networks");
	assert_string_equal(found(g, "192.0.3.1"), "|||0|");
	assert_string_equal(found(g, "2001:db9::"), "|||0|");
	assert_string_equal(found(g, "2001:db8:2::1"),
	    "|||4200000000|"
	    "\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b"
	    "\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b"
	    "\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b"
	    "\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b\u4f8b"
	    "\u4f8b\u4f8b");
	geo_close(g);
	geo_close(NULL);
}

static void
the_flat_layout_is_read_from_files_of_one_family(void **state)
{
	struct geo *g = open_all(flat_ipv4, nested, none, none);
	(void)state;
	assert_string_equal(
	    found(g, "192.0.2.77"), "US|CALIFORNIA|EXAMPLETOWN|0|");
	assert_string_equal(found(g, "198.51.100.1"), "|||0|");
	assert_string_equal(found(g, "2001:db8::1"), "FR||EXEMPLEVILLE|0|");
	geo_close(g);
}

static void
what_is_not_configured_is_silent(void **state)
{
	struct geo *g = open_all(none, none, none, asn);
	(void)state;
	assert_string_equal(found(g, "192.0.2.77"), "|||0|");
	assert_string_equal(found(g, "2001:db8:1::1"), "|||64501|");
	geo_close(g);
	/* A file of IPv4 has nothing to say of IPv6. */
	g = open_all(flat_ipv4, flat_ipv4, none, none);
	assert_string_equal(found(g, "2001:db8::1"), "|||0|");
	assert_string_equal(found(g, "::192.0.2.77"), "|||0|");
	geo_close(g);
}

static void
only_what_is_a_country_code_is_one(void **state)
{
	struct geo *g = open_all(nested, nested, none, none);
	(void)state;
	/* AUT must not become AU. */
	assert_string_equal(
	    found(g, "2001:db8:1::1"), "||TAB\\X09ESC\\X1B[2J|0|");
	assert_string_equal(
	    found(g, "2001:db8:3::1"), "||BAD\\XFF\\XFECITY|0|");
	geo_close(g);
}

static void
a_letter_too_much_is_no_country_code(void **state)
{
	char path[256], *bytes;
	size_t n;
	struct err e;
	(void)state;
	assert_true(file_read(nested, 1 << 20, &bytes, &n, &e));
	char *code = memmem(bytes, n, "AUT", 3);
	assert_non_null(code);
	code[2] = '1';
	snprintf(path, sizeof path, "%s", scratch_bytes("one.mmdb", bytes, n));
	free(bytes);
	struct geo *g = open_all(none, path, none, none);
	assert_string_equal(
	    found(g, "2001:db8:1::1"), "||TAB\\X09ESC\\X1B[2J|0|");
	geo_close(g);
}

static void
databases_are_described_for_the_record(void **state)
{
	struct geo *g = open_all(flat_ipv4, nested, none, asn);
	struct json *list = geo_describe(g);
	(void)state;
	assert_int_equal(json_length(list), 3);
	const struct json *city = json_at(list, 0);
	assert_string_equal(json_text(city, "file", ""), "city-flat-ipv4.mmdb");
	assert_string_equal(json_text(city, "type", ""), "Test-City-Flat");
	assert_int_equal(strlen(json_text(city, "built", "")), 20);
	assert_int_equal(json_number(city, "broken_entries", -1), 0);
	assert_string_equal(
	    json_text(json_at(list, 2), "file", ""), "asn.mmdb");
	json_free(list);
	geo_close(g);
}

static void
a_file_that_cannot_be_opened_is_named(void **state)
{
	static const char *const bad[] = {"tests/data/hostile/no-metadata.mmdb",
	    "tests/data/SOURCES", "tests/data", "tests/data/absent.mmdb"};
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct err e;
		char path[64];
		snprintf(path, sizeof path, "%s", bad[i]);
		const struct config config = {.databases = {.city_ipv4 = asn,
						  .city_ipv6 = none,
						  .asn_ipv4 = path,
						  .asn_ipv6 = none}};
		assert_null(geo_open(&config, &e));
		assert_says(e.text, "cannot open the database ");
		assert_says(e.text, bad[i]);
	}
}

/* Bytes of a good file turned or missing at random: an error, silence or
 * nonsense, but always readable text of its size. The metadata stay as they
 * are: libmaxminddb 1.7 loses memory over broken ones. */
static void
broken_databases_do_no_harm(void **state)
{
	struct err e;
	char *good, path[256];
	size_t n;
	unsigned n_opened = 0;
	(void)state;
	dice_start();
	assert_true(file_read(nested, 1 << 20, &good, &n, &e));
	const char *metadata = memmem(good, n, "\xab\xcd\xef", 3);
	assert_non_null(metadata);
	const size_t body = (size_t)(metadata - good);
	for (int i = 0; i < 3000; i++) {
		char *bytes = malloc(n);
		assert_non_null(bytes);
		const size_t lost = dice(4) ? 0 : dice(body);
		memcpy(bytes, good + lost, n - lost);
		for (uint64_t k = dice(6); k > 0; k--)
			bytes[dice(body - lost)] = (char)dice(256);
		snprintf(path, sizeof path, "%s",
		    scratch_bytes("bad.mmdb", bytes, n - lost));
		free(bytes);
		const struct config config = {.databases = {.city_ipv4 = path,
						  .city_ipv6 = path,
						  .asn_ipv4 = path,
						  .asn_ipv6 = none}};
		struct geo *g = geo_open(&config, &e);
		if (g == NULL) {
			assert_says(e.text, "bad.mmdb");
			continue;
		}
		n_opened++;
		const char *text = found(g, "192.0.2.77");
		assert_true(text_is_utf8(text, strlen(text)));
		text = found(g, "2001:db8:1::1");
		assert_true(text_is_utf8(text, strlen(text)));
		json_free(geo_describe(g));
		geo_close(g);
	}
	free(good);
	assert_in_range(n_opened, 100, 3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_nested_layout_is_read_for_both_families),
	    cmocka_unit_test(the_flat_layout_is_read_from_files_of_one_family),
	    cmocka_unit_test(what_is_not_configured_is_silent),
	    cmocka_unit_test(only_what_is_a_country_code_is_one),
	    cmocka_unit_test(a_letter_too_much_is_no_country_code),
	    cmocka_unit_test(databases_are_described_for_the_record),
	    cmocka_unit_test(a_file_that_cannot_be_opened_is_named),
	    cmocka_unit_test(broken_databases_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
