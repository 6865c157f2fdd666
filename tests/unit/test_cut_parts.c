/* Parts of a cut by themselves: the order of rows, the ends of prefixes, ids.
 */
#include <ctype.h>

#include "lib/archive.h"

#include "reports/cut/gather.h"
#include "reports/cut/matcher.h"
#include "reports/cut/prefixes.h"
#include "reports/shelf/index.h"
#include "tests/unit/support.h"

enum { DAY = 20000 };

/* Large shards are read by many threads; rows still come in the day's order. */
static void
the_days_order_is_kept(void **state)
{
	enum { MANY = 30000 };
	char path[64];
	struct gathered g;
	struct matcher m;
	struct skipped skipped = {0};
	struct archive a = {0};
	struct subscribers all = {.n = 1};
	struct addr_range world = range("0.0.0.0/0");
	struct subscriber one = {.ranges = &world, .n_ranges = 1};
	struct err e;
	(void)state;
	one.types[SCAN_NTP] = true;
	all.items = &one;
	for (int shard = 0; shard < 3; shard++) {
		struct file_aside f;
		snprintf(path, sizeof path,
		    "2024-10-04-scan_ntp.shard-%d-of-3.csv", shard + 1);
		assert_true(file_aside_open(&f, scratch(path), &e));
		fputs("timestamp,ip,sector\n", f.stream);
		for (int i = 0; i < MANY; i++)
			fprintf(f.stream,
			    "2024-10-04 00:00:00,192.0.2.1,%06d and so on for "
			    "some more bytes\n",
			    shard * MANY + i);
		assert_true(file_aside_commit(&f, &e));
		archive_add(&a, scratch(path));
	}
	archive_settle(&a);
	matcher_init(&m, &all, SCAN_NTP, DAY);
	if (!gather_rows(
		&g, &m, a.files, a.n_files, scratch_folder, &skipped, &e))
		fail_msg("%s", e.text);
	assert_int_equal(g.n_rows, 3 * MANY);
	for (size_t i = 0; i < g.n_rows; i++) {
		size_t n;
		const char *text =
		    spool_text(&g.spools[g.rows[i].thread], g.rows[i].at, &n);
		char want[32];
		snprintf(want, sizeof want, ",%06zu and", i);
		if (memmem(text, n, want, strlen(want)) == NULL)
			fail_msg("row %zu is %.*s", i, (int)n, text);
	}
	gathered_done(&g);
	matcher_done(&m);
	archive_done(&a);
}

/* The ends of the address space, and a prefix that ends where the one around it
 * does. */
static void
prefixes_reach_the_ends(void **state)
{
	static const struct {
		const char *prefix;
		uint32_t around;
	} all[] = {{"0.0.0.0/0", 0}, {"0.0.0.0/8", 1}, {"10.0.0.0/8", 1},
	    {"10.255.0.0/16", 3}, {"255.255.255.255", 1}, {"::/0", 0},
	    {"2001:db8::/32", 6}, {"2001:db8::ffff:ffff:ffff:ffff", 7},
	    {"2001:db8:0:1::/64", 7},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 6}};
	static const struct {
		const char *ip;
		uint32_t node;
	} asked[] = {{"0.0.0.0", 2}, {"0.255.255.255", 2}, {"1.0.0.0", 1},
	    {"9.255.255.255", 1}, {"10.0.0.0", 3}, {"10.254.255.255", 3},
	    {"10.255.0.0", 4}, {"10.255.255.255", 4}, {"11.0.0.0", 1},
	    {"255.255.255.254", 1}, {"255.255.255.255", 5}, {"::", 6},
	    {"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", 6}, {"2001:db8::", 7},
	    {"2001:db8::ffff:ffff:ffff:fffe", 7},
	    {"2001:db8::ffff:ffff:ffff:ffff", 8}, {"2001:db8:0:1::", 9},
	    {"2001:db8:0:2::", 7}, {"2001:db9::", 6},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", 6},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 10}};
	struct prefixes p = {0};
	(void)state;
	for (size_t i = 0; i < LENGTH(all); i++) {
		const struct addr_range r = range(all[i].prefix);
		assert_int_equal(
		    prefixes_add(&p, &r, (uint32_t)i + 1), all[i].around);
	}
	prefixes_settle(&p);
	for (size_t i = 0; i < LENGTH(asked); i++) {
		const struct addr a = address(asked[i].ip);
		if (prefixes_find(&p, &a) != asked[i].node)
			fail_msg("%s is in node %u", asked[i].ip,
			    prefixes_find(&p, &a));
	}
	prefixes_done(&p);
	prefixes_settle(&p);
	const struct addr none = address("192.0.2.1");
	assert_int_equal(prefixes_find(&p, &none), 0);
	prefixes_done(&p);
}

static void
ids_are_letters_and_digits_and_differ(void **state)
{
	struct report_entry a = {.list = "l", .filter = "asn", .revision = 1};
	struct report_entry b = {.list = "l", .filter = "asn", .revision = 2};
	(void)state;
	index_name(&a);
	index_name(&b);
	assert_string_equal(a.file, "1970-01-01-scan_ntp-l-asn.csv");
	assert_string_equal(b.file, "1970-01-01-scan_ntp-l-asn-r2.csv");
	assert_int_equal(strlen(a.id), INDEX_ID_CHARS);
	for (const char *p = a.id; *p != '\0'; p++)
		assert_true(isalnum((unsigned char)*p));
	assert_string_not_equal(a.id, b.id);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_days_order_is_kept),
	    cmocka_unit_test(prefixes_reach_the_ends),
	    cmocka_unit_test(ids_are_letters_and_digits_and_differ),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
