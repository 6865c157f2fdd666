/* The small parts of serve and its API, each by itself: dates, requests, ranges
 * of bytes, limits, addresses, events as JSON. */
#include "lib/json.h"

#include "reports/api/event.h"
#include "reports/api/request.h"
#include "reports/rows/store.h"
#include "reports/serve/download.h"
#include "reports/serve/limits.h"
#include "reports/serve/page.h"
#include "reports/serve/place.h"
#include "tests/unit/support.h"

enum { TODAY = 20000 }; /* 2024-10-04 */

static void
dates_as_clients_write_them(void **state)
{
	static const struct {
		const char *text;
		day_t first, last;
	} good[] = {{"2024-10-04", TODAY, TODAY}, {"now", TODAY, TODAY},
	    {"2024-10-01:2024-10-04", TODAY - 3, TODAY},
	    {"-1:now", TODAY - 1, TODAY}, {"-365:now", TODAY - 365, TODAY},
	    {"-7", TODAY - 7, TODAY - 7}, {"-7:-2", TODAY - 7, TODAY - 2},
	    {"2024-10-01:now", TODAY - 3, TODAY}, {"now:now", TODAY, TODAY}};
	static const char *const bad[] = {"", ":", "now:", ":now", "now:-1",
	    "2024-10-04:2024-10-03", "2024-10", "1", "+1", "-", "-x", "-1.5",
	    "-99999999999999999999", "2024-10-04 ", " now", "NOW", "-1:now:now",
	    "2024-02-30", "0000-01-01"};
	day_t first, last;
	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		assert_true(
		    request_read_dates(good[i].text, TODAY, &first, &last));
		assert_int_equal(first, good[i].first);
		assert_int_equal(last, good[i].last);
	}
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (request_read_dates(bad[i], TODAY, &first, &last))
			fail_msg("\"%s\" is taken for dates", bad[i]);
}

/* Reads a request of these members. */
static bool
read_request(struct request *r, const char *members, struct err *why)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_printf(&b, "{\"apikey\": \"k\"%s}", members);
	const bool ok =
	    request_open(r, b.text, b.len, why) && request_read(r, TODAY, why);
	buf_done(&b);
	return ok;
}

static void
members_in_all_their_forms(void **state)
{
	struct request r;
	struct err why;
	(void)state;
	assert_true(read_request(&r, "", &why));
	assert_true(r.types[SCAN_NTP] && r.types[SCAN6_NTPMONITOR]);
	assert_false(r.has_dates || r.has_reports || r.has_facet);
	assert_int_equal(r.page, 1);
	request_done(&r);
	assert_true(read_request(&r,
	    ", \"types\": \"scan_ntp\", \"report\": \"a\", \"page\": \"3\", "
	    "\"limit\": 5, \"sort\": \"ascending\", \"facet\": \"size\"",
	    &why));
	assert_true(r.types[SCAN_NTP] && !r.types[SCAN6_NTP]);
	assert_true(request_wants_list(&r, "a"));
	assert_false(request_wants_list(&r, "b"));
	assert_int_equal(r.page, 3);
	assert_int_equal(r.limit, 5);
	assert_true(r.is_ascending);
	assert_int_equal(r.facet, COLUMN_RESPONSE_SIZE);
	request_done(&r);
	assert_true(read_request(&r,
	    ", \"query\": {\"ip\": \"192.0.2.1\", \"network\": "
	    "[\"2001:db8::/32\"], \"asn\": [1, \"2\"], \"tld\": \"de\", "
	    "\"version\": \"x\"}",
	    &why));
	assert_int_equal(r.n_conditions, 5);
	assert_int_equal(r.conditions[0].field, FIELD_ADDRESS);
	assert_true(r.conditions[1].ranges[0].first.is_v6);
	assert_int_equal(r.conditions[2].column, COLUMN_ASN);
	assert_string_equal(r.conditions[2].texts[0], "1");
	assert_string_equal(r.conditions[2].texts[1], "2");
	assert_int_equal(r.conditions[3].field, FIELD_DOMAIN);
	request_done(&r);
}

static void
too_much_is_refused(void **state)
{
	struct request r;
	struct err why;
	struct buf b;
	(void)state;
	buf_init(&b, 1 << 20);
	buf_text(&b, ", \"reports\": [\"x\"");
	for (int i = 0; i < REQUEST_MOST_VALUES; i++)
		buf_text(&b, ", \"x\"");
	buf_text(&b, "]");
	assert_false(read_request(&r, b.text, &why));
	assert_says(why.text, "more than 256 values");
	request_done(&r);
	buf_reset(&b);
	buf_text(&b, ", \"query\": {\"port\": 1");
	for (int i = 0; i < N_COLUMNS && i < REQUEST_MOST_CONDITIONS; i++)
		if (i != COLUMN_PORT && i != COLUMN_IP)
			buf_printf(&b, ", \"%s\": 1",
			    schema_column_name((enum column)i));
	buf_text(&b, ", \"size\": 1, \"tai\": 1, \"tc\": 1}");
	assert_false(read_request(&r, b.text, &why));
	assert_says(why.text, "more than 32 fields");
	request_done(&r);
	buf_done(&b);
}

static void
ranges_of_bytes(void **state)
{
	static const struct {
		const char *text;
		enum download_range kind;
		uint64_t from, length;
	} all[] = {{NULL, DOWNLOAD_WHOLE, 0, 100},
	    {"bytes=0-0", DOWNLOAD_PART, 0, 1},
	    {"Bytes=10-19", DOWNLOAD_PART, 10, 10},
	    {"bytes=10-", DOWNLOAD_PART, 10, 90},
	    {"bytes=99-200", DOWNLOAD_PART, 99, 1},
	    {"bytes=-5", DOWNLOAD_PART, 95, 5},
	    {"bytes=-500", DOWNLOAD_PART, 0, 100},
	    {"bytes=100-", DOWNLOAD_NOT_THERE, 100, 0},
	    {"bytes=18446744073709551615-", DOWNLOAD_NOT_THERE, 0, 0},
	    {"bytes=-0", DOWNLOAD_NOT_THERE, 0, 0},
	    {"bytes=5-4", DOWNLOAD_WHOLE, 0, 100},
	    {"bytes=", DOWNLOAD_WHOLE, 0, 100},
	    {"bytes=-", DOWNLOAD_WHOLE, 0, 100},
	    {"bytes=1", DOWNLOAD_WHOLE, 0, 100},
	    {"bytes=1-2,4-5", DOWNLOAD_WHOLE, 0, 100},
	    {"bytes= 1-2", DOWNLOAD_WHOLE, 0, 100},
	    {"bytes=18446744073709551616-", DOWNLOAD_WHOLE, 0, 100},
	    {"lines=1-2", DOWNLOAD_WHOLE, 0, 100}};
	uint64_t from, length;
	(void)state;
	for (size_t i = 0; i < LENGTH(all); i++) {
		const enum download_range kind =
		    download_read_range(all[i].text, 100, &from, &length);
		if (kind != all[i].kind)
			fail_msg("%s is %d", all[i].text, (int)kind);
		if (kind == DOWNLOAD_NOT_THERE)
			continue;
		assert_int_equal(from, all[i].from);
		assert_int_equal(length, all[i].length);
	}
	assert_int_equal(download_read_range("bytes=-1", 0, &from, &length),
	    DOWNLOAD_NOT_THERE);
}

static void
ids_in_paths(void **state)
{
	static const char id[] = "0123456789abcdefABCDEF0123456789";
	char path[80];
	(void)state;
	snprintf(path, sizeof path, "/dl/%s", id);
	assert_string_equal(download_id(path), id);
	snprintf(path, sizeof path, "/%s", id);
	assert_string_equal(download_id(path), id);
	path[7] = '-';
	assert_null(download_id(path));
	assert_null(download_id("/dl/"));
	assert_null(download_id(""));
	assert_null(download_id(id));
	snprintf(path, sizeof path, "/dl/%sx", id);
	assert_null(download_id(path));
}

static void
buckets_fill_and_empty(void **state)
{
	struct limits_bucket b = {0};
	uint64_t now = 1000000;
	int n = 0;
	(void)state;
	while (limits_take(&b, 10, now))
		n++;
	assert_int_equal(n, 30);
	assert_false(limits_take(&b, 10, now + 99));
	assert_true(limits_take(&b, 10, now + 100));
	assert_false(limits_take(&b, 10, now + 100));
	for (n = 0, now += 1000000; limits_take(&b, 10, now); n++)
		continue;
	assert_int_equal(n, 30);
	for (n = 0; n < 1000; n++)
		assert_true(limits_take(&b, 0, now));
}

static void
addresses_have_buckets_of_their_own(void **state)
{
	struct limits *l = limits_new(1);
	const struct addr a = address("192.0.2.1"), b = address("192.0.2.2");
	const struct addr c = address("2001:db8::1");
	const struct addr d = address("2001:db8::ffff");
	const struct addr other = address("2001:db8:0:1::1");
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(limits_take_of(l, &a, 1000));
	assert_false(limits_take_of(l, &a, 1000));
	assert_true(limits_take_of(l, &b, 1000));
	for (int i = 0; i < 3; i++)
		assert_true(limits_take_of(l, i % 2 ? &c : &d, 1000));
	assert_false(limits_take_of(l, &c, 1000));
	assert_true(limits_take_of(l, &other, 1000));
	/* However many come, memory is what it was. */
	for (uint32_t i = 0; i < 200000; i++) {
		const struct addr many = addr_plus(&b, i);
		limits_take_of(l, &many, 2000);
	}
	limits_free(l);
}

static void
places_to_listen(void **state)
{
	static const char *const bad[] = {"", ":", ":80", "127.0.0.1",
	    "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80", "[::1]",
	    "[::1:80", "[127.0.0.1]:80", "localhost:80", "[]:80"};
	struct sockaddr_storage place;
	struct err e;
	struct addr a;
	(void)state;
	assert_true(place_read("127.0.0.1:8090", &place, &e));
	a = place_address((struct sockaddr *)&place);
	assert_int_equal(
	    addr_compare(&a, &(struct addr){{127, 0, 0, 1}, 0}), 0);
	assert_true(place_read("[2001:db8::1]:0", &place, &e));
	a = place_address((struct sockaddr *)&place);
	const struct addr want = address("2001:db8::1");
	assert_int_equal(addr_compare(&a, &want), 0);
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (place_read(bad[i], &place, &e))
			fail_msg("%s is taken for a place", bad[i]);
	assert_true(place_forwarded("192.0.2.1, 2001:db8::1", &a));
	assert_int_equal(addr_compare(&a, &want), 0);
	assert_true(place_forwarded("x,  2001:db8::1 \t", &a));
	assert_false(place_forwarded("2001:db8::1,", &a));
	assert_false(place_forwarded("2001:db8::1, unknown", &a));
}

/* What jansson reads of the event is what went in. */
static void
events_are_json(void **state)
{
	static const char hostile[] = "a\"b\\c\n\x01/\xc3\xa9\xff\xc3</\xed\xa0"
				      "\x80\xf0\x9f\x98\x80";
	struct record_value value[N_COLUMNS];
	struct buf b;
	struct err e = {{0}};
	(void)state;
	memset(value, 0, sizeof value);
	value[COLUMN_HOSTNAME] =
	    (struct record_value){hostile, sizeof hostile - 1};
	value[COLUMN_TIMESTAMP] =
	    (struct record_value){"2026-11-22 01:02:03", 19};
	value[COLUMN_PORT] = (struct record_value){"123", 3};
	value[COLUMN_ASN] = (struct record_value){"0", 1};
	value[COLUMN_STRATUM] = (struct record_value){"-1", 2};
	value[COLUMN_PEER] = (struct record_value){"1234567890123456", 16};
	value[COLUMN_VERSION] = (struct record_value){"4", 1};
	value[COLUMN_REFID] = (struct record_value){"4", 1};
	buf_init(&b, 1 << 16);
	event_add(&b, SCAN_NTP, value);
	struct json *event = json_parse(b.text, b.len, "event", &e);
	if (event == NULL)
		fail_msg("%s: %s", e.text, b.text);
	assert_string_equal(json_text(event, "hostname", ""),
	    "a\"b\\c\n\x01/\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd</\xef\xbf\xbd"
	    "\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80");
	assert_string_equal(
	    json_text(event, "timestamp", ""), "2026-11-22 01:02:03Z");
	assert_string_equal(json_text(event, "type", ""), "scan_ntp");
	assert_int_equal(json_number(event, "port", 0), 123);
	assert_int_equal(json_number(event, "version", 0), 4);
	assert_string_equal(json_text(event, "refid", ""), "4");
	assert_string_equal(json_text(event, "asn", ""), "0");
	assert_string_equal(json_text(event, "stratum", ""), "-1");
	assert_string_equal(json_text(event, "peer", ""), "1234567890123456");
	assert_string_equal(json_text(event, "city", "-"), "");
	json_free(event);
	buf_done(&b);
}

static void
fields_of_forms(void **state)
{
	static const char form[] = "user=a+b%2Fc&x&=y&password=&userx=1&n=%zz&m"
				   "=%4&z=%00&user=second";
	char out[8];
	(void)state;
	const size_t n = sizeof form - 1;
	assert_true(page_field(form, n, "user", out, sizeof out));
	assert_string_equal(out, "a b/c");
	assert_true(page_field(form, n, "password", out, sizeof out));
	assert_string_equal(out, "");
	assert_true(page_field(form, n, "userx", out, sizeof out));
	assert_string_equal(out, "1");
	assert_false(page_field(form, n, "n", out, sizeof out));
	assert_false(page_field(form, n, "m", out, sizeof out));
	assert_false(page_field(form, n, "z", out, sizeof out));
	assert_false(page_field(form, n, "x", out, sizeof out));
	assert_false(page_field(form, n, "absent", out, sizeof out));
	assert_false(page_field("", 0, "user", out, sizeof out));
	assert_true(page_field("u=1234567", 9, "u", out, sizeof out));
	assert_false(page_field("u=12345678", 10, "u", out, sizeof out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dates_as_clients_write_them),
	    cmocka_unit_test(members_in_all_their_forms),
	    cmocka_unit_test(too_much_is_refused),
	    cmocka_unit_test(ranges_of_bytes),
	    cmocka_unit_test(ids_in_paths),
	    cmocka_unit_test(buckets_fill_and_empty),
	    cmocka_unit_test(addresses_have_buckets_of_their_own),
	    cmocka_unit_test(places_to_listen),
	    cmocka_unit_test(events_are_json),
	    cmocka_unit_test(fields_of_forms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
