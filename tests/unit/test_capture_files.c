/* Days made from captures: which files and frames are read. */
#include "scanner/capture.h"
#include "tests/unit/tape_day.h"

static void
every_kind_of_link_is_read(void **state)
{
	static const enum tape_link links[] = {
	    TAPE_NULL, TAPE_ETHERNET, TAPE_RAW, TAPE_COOKED, TAPE_COOKED_2};
	(void)state;
	for (size_t i = 0; i < LENGTH(links); i++)
		for (unsigned odd = 0; odd < 4; odd++) {
			struct made m;
			tape_start(&tape, links[i]);
			tape.n_tags = odd;
			tape.has_options = odd & 1;
			tape_ask(&tape, 0, client, 5000, server, 7);
			tape_answer(
			    &tape, 5, server, client, 5000, 7, "system=a");
			tape_ask(&tape, 10, client_6, 5000, server_6, 7);
			tape_answer(
			    &tape, 15, server_6, client_6, 5000, 7, "system=b");
			play(&m, false);
			assert_string_equal(m.rows,
			    "ntpversion 198.51.100.7 20 1.67 a\n"
			    "ntpversion 2001:db8::7 20 1.67 b\n");
			assert_int_equal(counted(&m, "answers"), 2);
			done(&m);
		}
}

/* Cut anywhere, a frame is never taken for a whole one. */
static void
cut_frames_are_counted(void **state)
{
	(void)state;
	for (size_t kept = 1; kept < 62; kept++) {
		struct made m;
		tape_start(&tape, TAPE_ETHERNET);
		tape_ask(&tape, 0, client, 5000, server, 7);
		tape.kept = kept;
		tape_answer(&tape, 5, server, client, 5000, 7, "system=a");
		play(&m, true);
		assert_string_equal(m.rows, "");
		assert_int_equal(counted(&m, "truncated"), 1);
		done(&m);
	}
}

static void
fragments_and_other_ports_are_counted(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_ETHERNET);
	tape_ask(&tape, 0, client, 5000, server, 7);
	tape_add(&tape, 1, server, 53, client, 5000, (const uint8_t *)"x", 1);
	tape_add(&tape, 1, server, 123, client, 5000, (const uint8_t *)"x", 0);
	tape.is_fragment = true;
	tape_answer(&tape, 5, server, client, 5000, 7, "system=a");
	tape_answer(&tape, 5, server_6, client_6, 5000, 7, "system=a");
	play(&m, true);
	assert_string_equal(m.rows, "");
	assert_int_equal(counted(&m, "fragments"), 2);
	assert_int_equal(counted(&m, "not_udp_123"), 1);
	assert_int_equal(counted(&m, "other"), 1);
	done(&m);
}

/* Cut at every byte: what was whole until then is a partial day, or the head is
 * no capture. */
static void
a_file_that_breaks_off_makes_a_partial_day(void **state)
{
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 0, client, 5000, server, 7);
	const size_t start = tape.n;
	tape_answer(&tape, 5, server, client, 5000, 7, "system=a");
	for (size_t n = 0; n < tape.n; n++) {
		struct made m;
		const char *const file = scratch_bytes("cut", tape.bytes, n);
		make(&m, &file, 1, false);
		if (n < start) {
			assert_false(m.ok);
		} else {
			assert_true(m.ok);
			assert_string_equal(m.rows, "");
			assert_string_equal(
			    json_text(m.record, "completeness", ""),
			    n == start ? "complete" : "partial");
			assert_int_equal(counted(&m, "files_cut"), n > start);
		}
		done(&m);
	}
}

static void
no_capture_is_an_error_that_names_it(void **state)
{
	static const char *const texts[] = {"", "not a capture at all",
	    "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\0\0\0\0\0\0\0\0\0\0\4\0\xff\0\0\0"};
	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct made m;
		const char *const file = scratch_bytes(
		    "no-capture", texts[i], i < 2 ? strlen(texts[i]) : 24);
		make(&m, &file, 1, false);
		assert_false(m.ok);
		assert_says(m.e.text, "no-capture");
		done(&m);
	}
	struct made m;
	const char *const none = "/nonexistent/none.pcap";
	make(&m, &none, 1, false);
	assert_false(m.ok);
	assert_says(m.e.text, none);
}

/* Lengths that lie about the frame, the packet and the datagram. */
static void
lengths_that_lie_are_no_datagrams(void **state)
{
	(void)state;
	for (size_t at = 24; at < 24 + 16 + 28; at++) {
		struct made m;
		tape_start(&tape, TAPE_RAW);
		tape_ask(&tape, 0, client, 5000, server, 7);
		const size_t n = tape.n;
		tape_answer(&tape, 5, server, client, 5000, 7, "system=a");
		tape.bytes[n - 24 + at] = 0xff;
		const char *const file =
		    scratch_bytes("lies", tape.bytes, tape.n);
		make(&m, &file, 1, true);
		done(&m);
	}
}

/* The year 1970, 2106 at the end of 32 bits, and a clock that steps back. */
static void
any_clock_is_borne(void **state)
{
	static const int64_t starts[] = {0, 1, UINT32_MAX - 10};
	static const char *const days[] = {
	    "1970-01-01", "1970-01-01", "2106-02-07"};
	(void)state;
	for (size_t i = 0; i < LENGTH(starts); i++) {
		struct made m;
		tape_start(&tape, TAPE_RAW);
		tape.start_s = starts[i];
		tape_ask(&tape, 0, client, 5000, server, 7);
		tape_answer(&tape, 5, server, client, 5000, 7, "system=a");
		play(&m, false);
		assert_string_equal(json_text(m.record, "date", ""), days[i]);
		done(&m);
	}
	struct made m;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 5000, client, 5000, server, 7);
	tape_answer(&tape, 4999, server, client, 5000, 7, "system=a");
	tape_ask(&tape, 60000, client, 5000, server, 8);
	tape_answer(&tape, 1000, server, client, 5000, 8, "system=b");
	play(&m, false);
	assert_string_equal(m.rows, "ntpversion 198.51.100.7 20 1.67 a\n");
	assert_int_equal(received(&m, "scan_ntp", "unasked"), 1);
	done(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_kind_of_link_is_read),
	    cmocka_unit_test(cut_frames_are_counted),
	    cmocka_unit_test(fragments_and_other_ports_are_counted),
	    cmocka_unit_test(a_file_that_breaks_off_makes_a_partial_day),
	    cmocka_unit_test(no_capture_is_an_error_that_names_it),
	    cmocka_unit_test(lengths_that_lie_are_no_datagrams),
	    cmocka_unit_test(any_clock_is_borne),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
