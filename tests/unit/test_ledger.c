#include "lib/ledger.c"

#include "tests/unit/support.h"

static void
numbers_and_texts_are_read_as_they_were_written(void **state)
{
	static char text[70000];
	const size_t lengths[] = {0, 1, 127, 128, 300, 16383, 16384, 69999};
	struct buf b;
	size_t n;
	(void)state;
	memset(text, 'x', sizeof text);
	buf_init(&b, 1 << 20);
	for (unsigned bytes = 1; bytes <= 8; bytes++)
		binary_add(&b, UINT64_C(0x0102030405060708), bytes);
	for (size_t i = 0; i < LENGTH(lengths); i++)
		binary_add_text(&b, text, lengths[i]);
	struct binary in = {b.text, b.text + b.len, false};
	assert_int_equal((unsigned char)b.text[0], 8);
	for (unsigned bytes = 1; bytes <= 8; bytes++)
		assert_int_equal(binary_number(&in, bytes),
		    UINT64_C(0x0102030405060708) << (64 - 8 * bytes) >>
			(64 - 8 * bytes));
	for (size_t i = 0; i < LENGTH(lengths); i++) {
		binary_text(&in, &n);
		assert_int_equal(n, lengths[i]);
	}
	assert_false(in.is_cut);
	assert_ptr_equal(in.at, in.end);
	assert_int_equal(binary_number(&in, 1), 0);
	assert_true(in.is_cut);
	buf_done(&b);
}

static void
lengths_beyond_the_end_are_cut(void **state)
{
	static const char *const bad[] = {"\x01", "\x7fshort",
	    "\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "\x80\x80\x80\x80",
	    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
	size_t n;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct binary in = {bad[i], bad[i] + strlen(bad[i]), false};
		binary_text(&in, &n);
		assert_true(in.is_cut);
		assert_int_equal(n, 0);
	}
}

/* A row as the cluster lists it. */
static void
put_listed(struct buf *b, const char *name, uint64_t load)
{
	char digest[FINGERPRINT_TEXT_MAX];
	memset(digest, 'd', sizeof digest);
	put_text(b, name);
	buf_add(b, digest, FINGERPRINT_CHARS);
	binary_add(b, 1, 8);
	binary_add(b, (uint64_t)-5, 8);
	binary_add(b, load, 8);
	binary_add(b, 1, 2);
	for (int i = 0; i < 3; i++)
		binary_add(b, 7, 8);
	put_text(b, "why");
	binary_add(b, 9, 1);
	put_text(b, "");
	binary_add(b, 77, 4);
}

static void
the_newest_of_each_file_counts(void **state)
{
	struct ledger l = {0};
	struct buf b;
	(void)state;
	buf_init(&b, 4096);
	put_listed(&b, "2026/11/22/2026-11-22-scan_ntp.csv", 1);
	put_listed(&b, "2026/11/22/2026-11-22-scan_ntp.r2.csv", 2);
	put_listed(&b, "2026/11/22/2026-11-22-scan_ntp.r2.csv", 3);
	put_listed(&b, "2026/11/22/2026-11-22-scan_ntp.shard-10-of-12.csv", 4);
	put_listed(&b, "2026/11/22/2026-11-22-scan_ntp.shard-2-of-12.csv", 5);
	put_listed(&b, "a/2026-11-22-run.json", 6);
	assert_true(take_all(&l, &b));
	assert_true(settle(&l));
	assert_int_equal(l.n_all, 5);
	assert_int_equal(l.archive.n_files, 4);
	assert_int_equal(l.loaded[0].load, 6);
	assert_int_equal(l.loaded[1].load, 3);
	assert_int_equal(l.loaded[2].load, 5);
	assert_int_equal(l.loaded[3].load, 4);
	assert_int_equal(l.loaded[3].modified, -5);
	assert_string_equal(l.loaded[3].bad_why, "why");
	assert_non_null(ledger_find(&l, "2026/11/22/2026-11-22-scan_ntp.csv"));
	assert_null(ledger_find(&l, "2026/11/22/2026-11-22-scan_ntp.r3.csv"));
	ledger_done(&l);
	buf_done(&b);
}

static void
cut_lists_and_unknown_names_are_refused(void **state)
{
	struct ledger l = {0};
	struct buf b;
	(void)state;
	buf_init(&b, 4096);
	put_listed(&b, "2026/11/22/2026-11-22-scan_ntp.csv", 1);
	for (b.len--; b.len > 0; b.len--) {
		assert_false(take_all(&l, &b));
		ledger_done(&l);
	}
	put_listed(&b, "2026/11/22/something.csv", 1);
	assert_true(take_all(&l, &b));
	assert_false(settle(&l));
	ledger_done(&l);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_and_texts_are_read_as_they_were_written),
	    cmocka_unit_test(lengths_beyond_the_end_are_cut),
	    cmocka_unit_test(the_newest_of_each_file_counts),
	    cmocka_unit_test(cut_lists_and_unknown_names_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
