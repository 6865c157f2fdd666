#include "scanner/space/ranges.h"
#include "tests/unit/support.h"

/* The list as "first-last first-last …". */
static const char *
shown(const struct ranges *r)
{
	static char text[4096];
	char first[ADDR_TEXT_MAX], last[ADDR_TEXT_MAX];
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < r->n; i++) {
		addr_format(&r->items[i].first, first);
		addr_format(&r->items[i].last, last);
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s-%s",
		    i > 0 ? " " : "", first, last);
	}
	return text;
}

static void
a_file_is_read_line_by_line(void **state)
{
	struct ranges r = {0};
	struct err e;
	(void)state;
	const char *path =
	    scratch_text("list", "# addresses\n"
				 "192.0.2.1\n"
				 "\n"
				 "   192.0.2.0/30   # a prefix\r\n"
				 "\t2001:db8::1 - 2001:db8::5\r\n"
				 "#192.0.2.9\n"
				 "  \t \n"
				 "198.51.100.7");
	if (!ranges_add_file(&r, path, &e))
		fail_msg("%s", e.text);
	assert_string_equal(shown(&r),
	    "192.0.2.1-192.0.2.1 192.0.2.0-192.0.2.3 "
	    "2001:db8::1-2001:db8::5 198.51.100.7-198.51.100.7");
	assert_true(ranges_add_file(&r, scratch_text("empty", ""), &e));
	assert_int_equal(r.n, 4);
	ranges_done(&r);
	ranges_done(&r);
}

static void
a_bad_line_is_named_with_file_and_number(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *says;
	} cases[] = {
#define BYTES(literal) literal, sizeof literal - 1
	    {BYTES("192.0.2.1\n\n192.0.2.300 # x\n"),
		"list:3: \"192.0.2.300 # x\" is not an address"},
	    {BYTES("192.0.2.1/33"), "list:1: \"192.0.2.1/33\" has no prefix"},
	    {BYTES("192.0.2.1 192.0.2.2\n"), "list:1: "},
	    {BYTES("example.com\n"), "list:1: \"example.com\" is not"},
	    {BYTES("\xef\xbb\xbf"
		   "192.0.2.1\n"),
		"list:1: "},
	    {BYTES("\xff\xfe"
		   "1\0.\0"),
		"list:1: "},
	    /* Nothing behind the first address may be passed over. */
	    {BYTES("192.0.2.1\r192.0.2.2\r"), "list:1: "},
	    {BYTES("192.0.2.1\0/24"), "list:1: the line holds a NUL"},
	    {BYTES("192.0.2.1\n\0"), "list:2: the line holds a NUL"},
	    {BYTES("192.0.2.1\0\n192.0.2.2\n"), "list:1: the line holds"},
	    /* Nothing of it reaches a terminal as it is. */
	    {BYTES("\x1b[2J\n"), "list:1: \"\\x1b[2J\" is not"},
	};
	struct ranges r = {0};
	struct err e;
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const char *path =
		    scratch_bytes("list", cases[i].text, cases[i].n);
		if (ranges_add_file(&r, path, &e))
			fail_msg("case %zu was taken", i);
		assert_says(e.text, cases[i].says);
	}
	assert_false(ranges_add_file(&r, scratch("absent"), &e));
	assert_says(e.text, "absent: No such file");
	assert_false(ranges_add_file(&r, scratch_folder, &e));
	assert_says(e.text, "Is a directory");
	ranges_done(&r);
}

static void
a_line_may_be_long_but_not_without_end(void **state)
{
	char text[400];
	struct ranges r = {0};
	struct err e;
	(void)state;
	memset(text, 'x', sizeof text);
	memcpy(text, "192.0.2.1 # ", 12);
	assert_true(ranges_add_file(&r, scratch_bytes("l", text, 255), &e));
	text[255] = '\n';
	assert_true(ranges_add_file(&r, scratch_bytes("l", text, 256), &e));
	text[255] = 'x';
	assert_false(ranges_add_file(&r, scratch_bytes("l", text, 256), &e));
	assert_says(e.text, "l:1: the line is longer than 255 characters");
	assert_false(
	    ranges_add_file(&r, scratch_bytes("l", text, sizeof text), &e));
	assert_int_equal(r.n, 2);
	ranges_done(&r);
}

static void
merging_joins_what_overlaps_or_touches(void **state)
{
	static const char *const given[] = {"2001:db8::5", "192.0.2.8/29",
	    "192.0.2.4-192.0.2.7", "255.255.255.255", "::", "192.0.2.9",
	    "192.0.2.17", "0.0.0.0", "192.0.2.10-192.0.2.12", "2001:db8::4",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
	struct ranges r = {0};
	(void)state;
	ranges_merge(&r);
	assert_int_equal(r.n, 0);
	for (size_t i = 0; i < LENGTH(given); i++) {
		const struct addr_range item = range(given[i]);
		ranges_add(&r, &item);
	}
	ranges_merge(&r);
	assert_string_equal(shown(&r),
	    "0.0.0.0-0.0.0.0 192.0.2.4-192.0.2.15 192.0.2.17-192.0.2.17 "
	    "255.255.255.255-255.255.255.255 ::-:: 2001:db8::4-2001:db8::5 "
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-"
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	ranges_done(&r);
}

static void
everything_minus_its_ends_and_its_middle(void **state)
{
	static const char *const holes[] = {
	    "0.0.0.0", "127.0.0.0/8", "255.255.255.255", "::1", "8000::/1"};
	struct ranges r = {0}, without = {0};
	const struct addr_range v4 = range("0.0.0.0/0"), v6 = range("::/0");
	(void)state;
	ranges_add(&r, &v4);
	ranges_add(&r, &v6);
	for (size_t i = 0; i < LENGTH(holes); i++) {
		const struct addr_range item = range(holes[i]);
		ranges_add(&without, &item);
	}
	ranges_subtract(&r, &without);
	assert_string_equal(shown(&r),
	    "0.0.0.1-126.255.255.255 128.0.0.0-255.255.255.254 ::-:: "
	    "::2-7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	ranges_subtract(&r, &r);
	assert_int_equal(r.n, 0);
	ranges_done(&r);
	ranges_done(&without);
}

/* 64 addresses of each family around the border between the families. */
enum { CELLS = 128 };

static struct addr
cell_address(unsigned cell)
{
	const struct addr v4 = address("255.255.255.192"), v6 = address("::");
	return cell < 64 ? addr_plus(&v4, cell) : addr_plus(&v6, cell - 64);
}

static void
random_ranges(struct ranges *r, bool cells[CELLS])
{
	memset(cells, 0, CELLS * sizeof cells[0]);
	for (uint64_t k = dice(12); k > 0; k--) {
		const unsigned family = 64 * (unsigned)dice(2);
		const unsigned first = (unsigned)dice(64),
			       room = (unsigned)dice(8),
			       last = first + room < 63 ? first + room : 63;
		const struct addr_range item = {
		    cell_address(family + first), cell_address(family + last)};
		ranges_add(r, &item);
		for (unsigned i = first; i <= last; i++)
			cells[family + i] = true;
	}
}

/* Sorted, apart, and of exactly the cells that the model has. */
static void
assert_cells(const struct ranges *r, const bool cells[CELLS])
{
	for (size_t i = 0; i + 1 < r->n; i++)
		assert_true(addr_compare(
				&r->items[i].last, &r->items[i + 1].first) < 0);
	for (unsigned cell = 0; cell < CELLS; cell++) {
		const struct addr a = cell_address(cell);
		bool is_in = false;
		for (size_t i = 0; i < r->n; i++)
			is_in |= addr_compare(&r->items[i].first, &a) <= 0 &&
				 addr_compare(&r->items[i].last, &a) >= 0;
		assert_int_equal(is_in, cells[cell]);
	}
}

static void
merging_and_subtracting_do_what_a_bitmap_does(void **state)
{
	(void)state;
	dice_start();
	for (int round = 0; round < 1000; round++) {
		bool cells[CELLS], holes[CELLS];
		struct ranges r = {0}, without = {0};
		random_ranges(&r, cells);
		random_ranges(&without, holes);
		ranges_merge(&r);
		ranges_merge(&without);
		assert_cells(&r, cells);
		for (size_t i = 0; i + 1 < r.n; i++)
			assert_true(r.items[i].last.is_v6 !=
					r.items[i + 1].first.is_v6 ||
				    addr_minus(&r.items[i + 1].first,
					&r.items[i].last) > 1);
		ranges_subtract(&r, &without);
		for (unsigned i = 0; i < CELLS; i++)
			cells[i] = cells[i] && !holes[i];
		assert_cells(&r, cells);
		ranges_done(&r);
		ranges_done(&without);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_file_is_read_line_by_line),
	    cmocka_unit_test(a_bad_line_is_named_with_file_and_number),
	    cmocka_unit_test(a_line_may_be_long_but_not_without_end),
	    cmocka_unit_test(merging_joins_what_overlaps_or_touches),
	    cmocka_unit_test(everything_minus_its_ends_and_its_middle),
	    cmocka_unit_test(merging_and_subtracting_do_what_a_bitmap_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
