/* The fast reader against libcsv: the same rows of any file, in blocks of any
 * size, by one worker or three, however bytes are looked at. */
#include <dirent.h>

#include "lib/blocks.h"

#include "tests/fuzz/readings.h"
#include "tests/unit/support.h"

static const size_t sizes[] = {0, 1000, 200, 64, 4096};

static const char header[] =
    "\"timestamp\",\"ip\",\"port\",\"asn\",\"geo\",\"version\"\n";

/* Fails if the fast reader had to leave the file to libcsv. */
static void
assert_fast(const char *text)
{
	static const size_t one[] = {0};
	assert_int_equal(
	    readings_compare(scratch_text("fast.csv", text), one, 1), 0);
}

/* Fails unless the file is left to libcsv, when blocks are small. */
static void
assert_left_to_libcsv(const char *text)
{
	static const size_t small[] = {64};
	assert_true(
	    readings_compare(scratch_text("slow.csv", text), small, 1) > 0);
}

static void
assert_same(const char *text)
{
	readings_compare(scratch_text("same.csv", text), sizes, LENGTH(sizes));
}

static const char *
with_header(const char *rows)
{
	static char text[8192];
	snprintf(text, sizeof text, "%s%s", header, rows);
	return text;
}

static void
plain_and_quoted_fields_are_fast(void **state)
{
	(void)state;
	assert_fast(with_header(
	    "\"2026-11-22 00:00:00\",192.0.2.1,123,64500,DE,ntpd 4.2.6\n"
	    "\"2026-11-22 00:00:00\",192.0.2.2,123,,\"\",\"a, b\"\r\n"
	    "\"2026-11-22 00:00:00\", 192.0.2.3 ,123,,\t, blanks \n"
	    "\r\n"
	    "   \n"
	    "\"\"\n"
	    "\"2026-11-22 00:00:00\",2001:db8::1,123,,,\"line\nend\"\n"
	    "\"2026-11-22 00:00:00\",192.0.2.4,123,,,no line end"));
}

/* One odd field, and the others around it are as they were. */
static void
what_is_unsure_is_read_by_libcsv_alone(void **state)
{
	static const char *const odd[] = {"\"say \"\"4\"\"\"", " \"blanks\" ",
	    "a\"b\"c", "\"a\"b\"", "\"\"\"\"", "a\"\"", "\"x\" ", "\"a\rb\""};
	char rows[512];
	(void)state;
	for (size_t i = 0; i < LENGTH(odd); i++) {
		snprintf(rows, sizeof rows,
		    "t,192.0.2.1,1,2,DE,one\nt,192.0.2.2,1,2,DE,%s\n"
		    "t,192.0.2.3,1,2,%s,three\nt,192.0.2.4,1,2,DE,four\n",
		    odd[i], odd[i]);
		assert_fast(with_header(rows));
		assert_same(with_header(rows));
	}
}

static void
what_no_block_can_hold_is_left_to_libcsv(void **state)
{
	(void)state;
	/* The parity is wrong from here to the next such quote. */
	assert_left_to_libcsv(with_header("t,192.0.2.1,1,2,DE,4.2\"6\n"
					  "t,192.0.2.2,1,2,DE,5\n"
					  "t,192.0.2.3,1,2,DE,6\n"));
	assert_left_to_libcsv(with_header("t,192.0.2.1,1,2,DE,\"no end\n"
					  "t,192.0.2.2,1,2,DE,5\n"
					  "t,192.0.2.3,1,2,DE,6\n"));
	assert_same("\"time\nstamp\",ip\nt,192.0.2.1\n");
	assert_same("\"timestamp\",\"ip\",\"a\nb\"\nt,192.0.2.1,5\n");
}

static void
returns_without_a_line_feed_end_records_too(void **state)
{
	(void)state;
	assert_same(with_header("t,192.0.2.1,1,2,DE,a\rt,192.0.2.2,1,2,DE,b\r"
				"t,bad,1,2,DE,c\nt,bad,1,2,DE,d\n"));
	assert_same("timestamp,ip\rt,192.0.2.1\rt,192.0.2.2\r");
	assert_same("timestamp,ip\rt,192.0.2.1\nt,192.0.2.2\n");
	assert_same("timestamp,ip\r\nt,192.0.2.1\r\nt,192.0.2.2");
}

static void
bad_rows_are_counted_on_the_same_line(void **state)
{
	(void)state;
	assert_same(with_header("t,192.0.2.1,1,2,DE,a\nt,nowhere,1,2,DE,b\n"));
	assert_same(with_header("\n\nt,192.0.2.1,1,2,DE\nt,x,1,2,DE,b\n"));
	assert_same(with_header("t,192.0.2.1,1,2,DE,\"a\nb\nc\"\n,,,\n"));
	assert_same(with_header("t,x,1,2,DE,\"a\"\"\nb\nc\"\n,,,\n"));
	assert_same(with_header("t,1.2.3.4,1,2,DE,x\nt,1.2.3.4"));
	assert_same(with_header("t,ip,1,2,DE,a second header\n"));
}

static void
files_that_are_no_reports_fail_alike(void **state)
{
	(void)state;
	assert_same("");
	assert_same("\n\n\r\n  \n");
	assert_same("a,b,c\n1,2,3\n");
	assert_same("\xef\xbb\xbf\"timestamp\",\"ip\"\nt,192.0.2.1\n");
	assert_same("\xef\xbb\xbf");
	assert_same("timestamp,ip");
	assert_same("ip");
}

/* Adds one random field. */
static void
add_field(struct buf *out)
{
	static const char *const fields[] = {"", "a", "192.0.2.1",
	    "2001:db8::7", "198.51.100.9", "\"q\"", "\"a,b\"", " x ", "\"\"",
	    "ip", "DE", "\t", "64500",
	    "ntpd 4.2.6p5@1.2349-o Tue Oct 18 2011 (1)", "ü", "203.0.113.5"};
	static const char *const odd[] = {"\"a\"\"b\"", "a\"b", "\"a\nb\"",
	    "\r", " \"x\"", "\"open", "\"x\"y", "\n", "\r\n", ","};
	const bool is_odd = dice(60) == 0;
	buf_text(out,
	    is_odd ? odd[dice(LENGTH(odd))] : fields[dice(LENGTH(fields))]);
}

static void
random_reports_are_read_alike(void **state)
{
	struct buf text;
	(void)state;
	buf_init(&text, 1 << 20);
	for (int round = 0; round < 300; round++) {
		buf_reset(&text);
		buf_text(&text, header);
		for (uint64_t rows = dice(60); rows > 0; rows--) {
			const uint64_t n = dice(20) == 0 ? dice(9) : 6;
			for (uint64_t i = 0; i < n; i++) {
				if (i > 0)
					buf_char(&text, ',');
				if (i == 1 && dice(4) > 0)
					buf_printf(&text, "192.0.2.%d",
					    (int)dice(300));
				else
					add_field(&text);
			}
			buf_text(&text, dice(10) == 0 ? "\r\n" : "\n");
		}
		if (dice(10) == 0 && text.len > 3)
			text.text[dice(text.len)] = '\0';
		readings_compare(
		    scratch_bytes("random.csv", text.text, text.len), sizes,
		    LENGTH(sizes));
	}
	buf_done(&text);
}

/* A block is split in pieces of 16 kB; these records end in the piece, in one
 * that has to be twice or eight times as long, or just at its edge. */
static void
records_longer_than_a_piece_are_read_alike(void **state)
{
	static const size_t one[] = {0};
	static const int lengths[] = {1, 16000, 16300, 16383, 16384, 16385,
	    20000, 32768, 40000, 100000, 3};
	struct buf text;
	(void)state;
	buf_init(&text, 1 << 22);
	for (int shift = 0; shift < 70; shift += 23) {
		buf_reset(&text);
		buf_text(&text, header);
		for (size_t i = 0; i < LENGTH(lengths); i++) {
			buf_printf(&text, "t,192.0.2.%d,1,2,%*s,\"%*s\"\n",
			    (int)i, shift + 1, "DE", lengths[i], "a,\nb");
			buf_text(&text, "t,192.0.2.99,1,2,DE,\"a\"\"b\"\n");
		}
		assert_int_equal(readings_compare(scratch_bytes("pieces.csv",
						      text.text, text.len),
				     one, 1),
		    0);
	}
	buf_done(&text);
}

/* As many ends as there can be in 64 bytes, and any fewer. */
static void
many_empty_fields_are_read_alike(void **state)
{
	enum { FIELDS = 150 };
	struct buf text;
	(void)state;
	buf_init(&text, 1 << 20);
	buf_text(&text, "timestamp,ip,asn");
	for (int i = 3; i < FIELDS; i++)
		buf_printf(&text, ",%s", i == FIELDS - 1 ? "version" : "x");
	buf_char(&text, '\n');
	for (int row = 0; row < 200; row++) {
		buf_printf(&text, "t,192.0.2.%d,%d", row, row);
		for (int i = 3; i < FIELDS; i++)
			buf_printf(&text, ",%.*s",
			    dice((uint64_t)row + 1) == 0 ? (int)dice(7) : 0,
			    "filled");
		buf_char(&text, '\n');
	}
	for (int lines = 0; lines < 300; lines++)
		buf_char(&text, '\n');
	buf_text(&text, "t,192.0.2.1,1\n\n");
	readings_compare(scratch_bytes("empty.csv", text.text, text.len), sizes,
	    LENGTH(sizes));
	buf_done(&text);
}

static unsigned
compare_folder(const char *folder)
{
	unsigned n = 0;
	struct dirent *entry;
	DIR *files = opendir(folder);
	assert_non_null(files);
	while ((entry = readdir(files)) != NULL) {
		char path[1024];
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		readings_compare(path, sizes, LENGTH(sizes));
		n++;
	}
	closedir(files);
	return n;
}

static void
every_corpus_is_read_alike(void **state)
{
	(void)state;
	assert_true(compare_folder("tests/data/hostile") > 10);
	assert_true(compare_folder("tests/fuzz/corpus/record") > 10);
	readings_compare(
	    "tests/data/scan_ntp.sample_valid.csv", sizes, LENGTH(sizes));
}

/* Larger than any block, so that three workers meet. */
static void
large_files_are_read_alike(void **state)
{
	static const size_t one[] = {0, 0, 0};
	struct buf text;
	(void)state;
	buf_init(&text, 1 << 24);
	buf_text(&text, header);
	for (int i = 0; i < 60000; i++)
		buf_printf(&text, "\"t\",10.%d.%d.%d,123,%d,DE,%s\n",
		    i >> 16 & 255, i >> 8 & 255, i & 255, i,
		    i % 1000 == 0 ? "\"a \"\"quoted\"\" word\"" : "ntpd 4.2.8");
	assert_true(text.len > 3 * BLOCKS_BYTES / 2);
	assert_int_equal(
	    readings_compare(
		scratch_bytes("large.csv", text.text, text.len), one, 3),
	    0);
	/* The last row but one has a quote that is never closed. */
	buf_text(&text, "t,192.0.2.1,1,2,DE,\"open\nt,192.0.2.2,1,2,DE,x\n");
	readings_compare(
	    scratch_bytes("large.csv", text.text, text.len), one, 3);
	buf_done(&text);
}

static void
a_cut_compressed_file_fails_alike(void **state)
{
	struct reading_result want, got;
	(void)state;
	struct buf text;
	buf_init(&text, 1 << 24);
	buf_text(&text, header);
	for (int i = 0; i < 60000; i++)
		buf_printf(&text, "\"t\",10.%d.%d.%d,123,%d,DE,%d\n", i >> 16,
		    i >> 8 & 255, i & 255, i, (int)dice(1 << 30));
	char command[1024];
	const char *path = scratch_bytes("packed.csv", text.text, text.len);
	snprintf(command, sizeof command,
	    "gzip -c %s >%s.gz && head -c 300000 %s.gz >%s.cut", path, path,
	    path, path);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof command, "%s.gz", path);
	reading_make(&want, path, true, 1, 0);
	reading_make(&got, command, false, 3, 0);
	assert_true(want.ok && got.ok);
	assert_string_equal(want.rows.text, got.rows.text);
	assert_int_equal(got.n_again, 0);
	buf_done(&want.rows);
	buf_done(&got.rows);
	snprintf(command, sizeof command, "%s.cut", path);
	reading_make(&want, command, true, 1, 0);
	reading_make(&got, command, false, 3, 0);
	assert_false(want.ok);
	assert_says(want.e.text, "its end is missing");
	assert_true(want.counts.rows > 1000);
	reading_compare(&want, &got);
	buf_done(&want.rows);
	buf_done(&got.rows);
	buf_done(&text);
}

static void
addresses_are_read_as_inet_pton_does(void **state)
{
	static const char letters[] = "0123456789.:abf";
	char text[64];
	unsigned n_good = 0;
	(void)state;
	for (int round = 0; round < 200000; round++) {
		struct addr want, got;
		size_t n = dice(20);
		for (size_t i = 0; i < n; i++)
			text[i] = letters[dice(LENGTH(letters) - 1)];
		text[n] = '\0';
		if (round % 2 == 0)
			n = (size_t)snprintf(text, sizeof text, "%d.%d.%d.%0*d",
			    (int)dice(300), (int)dice(260), (int)dice(260),
			    (int)dice(4), (int)dice(260));
		const bool is_good = addr_parse(text, &want);
		assert_int_equal(addr_parse_text(text, n, &got), is_good);
		if (is_good)
			assert_int_equal(addr_compare(&want, &got), 0);
		/* Whatever stands behind it. */
		for (size_t i = n; i < n + ADDR_PADDING; i++)
			text[i] = letters[dice(LENGTH(letters) - 1)];
		assert_int_equal(addr_parse_padded(text, n, &got), is_good);
		if (is_good)
			assert_int_equal(addr_compare(&want, &got), 0);
		n_good += is_good;
	}
	assert_true(n_good > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_and_quoted_fields_are_fast),
	    cmocka_unit_test(what_is_unsure_is_read_by_libcsv_alone),
	    cmocka_unit_test(what_no_block_can_hold_is_left_to_libcsv),
	    cmocka_unit_test(returns_without_a_line_feed_end_records_too),
	    cmocka_unit_test(bad_rows_are_counted_on_the_same_line),
	    cmocka_unit_test(files_that_are_no_reports_fail_alike),
	    cmocka_unit_test(random_reports_are_read_alike),
	    cmocka_unit_test(records_longer_than_a_piece_are_read_alike),
	    cmocka_unit_test(many_empty_fields_are_read_alike),
	    cmocka_unit_test(every_corpus_is_read_alike),
	    cmocka_unit_test(large_files_are_read_alike),
	    cmocka_unit_test(a_cut_compressed_file_fails_alike),
	    cmocka_unit_test(addresses_are_read_as_inet_pton_does),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
