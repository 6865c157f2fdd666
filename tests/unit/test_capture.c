/* Days made from captures: which answer belongs to which question. */
#include "scanner/capture.h"
#include "tests/unit/tape_day.h"

static void
answers_go_to_who_asked(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 0, client, 5000, server, 7);
	tape_answer(&tape, 1, server, client, 5001, 7, "system=other-port");
	tape_answer(&tape, 2, server, client, 5000, 8, "system=other-number");
	tape_answer(&tape, 3, server, "192.0.2.2", 5000, 7, "system=other");
	tape_answer(
	    &tape, 4, "198.51.100.8", client, 5000, 7, "system=stranger");
	tape_answer(&tape, 5, server, client, 5000, 7, "system=right");
	play(&m, false);
	assert_string_equal(m.rows, "ntpversion 198.51.100.7 24 2.00 right\n");
	assert_int_equal(received(&m, "scan_ntp", "unasked"), 4);
	done(&m);
}

static void
who_is_asked_by_two_has_one_row(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 0, client, 5000, server, 7);
	tape_ask(&tape, 1, "192.0.2.2", 5000, server, 7);
	tape_answer(&tape, 2, server, "192.0.2.2", 5000, 7, "system=second");
	tape_answer(&tape, 3, server, client, 5000, 7, "system=first");
	play(&m, false);
	assert_string_equal(m.rows, "ntpversion 198.51.100.7 24 2.00 first\n");
	assert_int_equal(counted(&m, "repeated"), 1);
	assert_int_equal(received(&m, "scan_ntp", "valid"), 2);
	done(&m);
}

static void
a_question_sent_again_counts_in_the_amplification(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 0, client, 5000, server, 7);
	tape_ask(&tape, 500, client, 5000, server, 7);
	tape_answer(&tape, 600, server, client, 5000, 7, "system=a");
	tape_answer(&tape, 601, server, client, 5000, 7, "system=a");
	play(&m, false);
	assert_string_equal(m.rows, "ntpversion 198.51.100.7 40 1.67 a\n");
	assert_int_equal(received(&m, "scan_ntp", "duplicate"), 1);
	done(&m);
}

/* 12 bytes and 160; a refusal of 8 and a packet of 8 + 72. */
static void
the_older_form_is_part_of_the_exchange(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask_list(&tape, 0, client, 5000, server, false);
	tape_answer_list(&tape, 1, server, client, 5000, 0, 0, false);
	tape_ask_list(&tape, 2, client, 5000, server, true);
	tape_answer_list(&tape, 3, server, client, 5000, 0, 1, true);
	play(&m, false);
	assert_string_equal(m.rows, "ntpmonitor 198.51.100.7 88 0.51\n");
	done(&m);
}

static void
late_answers_are_counted(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask_list(&tape, 0, client, 5000, server, false);
	tape_answer_list(&tape, 1, server, client, 5000, 0, 1, false);
	tape_answer_list(&tape, 2500, server, client, 5000, 1, 1, false);
	tape_ask(&tape, 3000, client, 6000, server, 9);
	tape_answer(&tape, 14000, server, client, 6000, 9, "system=late");
	play(&m, false);
	assert_string_equal(m.rows, "ntpmonitor 198.51.100.7 80 6.67\n");
	assert_int_equal(received(&m, "scan_ntpmonitor", "late"), 1);
	/* Its question is forgotten, so nobody had asked. */
	assert_int_equal(received(&m, "scan_ntp", "unasked"), 1);
	done(&m);
}

static void
unasked_answers_are_rows_if_wanted(void **state)
{
	struct made m;
	const char *const file = scratch("tape");
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_answer(&tape, 0, server, client, 5000, 7, "system=a");
	tape_answer_list(&tape, 1, server, client, 5000, 0, 2, false);
	play(&m, true);
	assert_string_equal(m.rows, "ntpversion 198.51.100.7 20  a\n"
				    "ntpmonitor 198.51.100.7 152 \n");
	assert_int_equal(counted(&m, "unsolicited"), 2);
	done(&m);
	make(&m, &file, 1, false);
	assert_false(m.ok);
	assert_says(m.e.text, "--unsolicited");
	done(&m);
}

static void
files_are_one_capture(void **state)
{
	struct made m;
	const char *files[2];
	char first[300];
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 0, client, 5000, server, 7);
	snprintf(first, sizeof first, "%s",
	    scratch_bytes("first", tape.bytes, tape.n));
	tape_start(&tape, TAPE_ETHERNET);
	tape_answer(&tape, 9, server, client, 5000, 7, "system=a");
	files[0] = first;
	files[1] = scratch_bytes("second", tape.bytes, tape.n);
	make(&m, files, 2, false);
	assert_true(m.ok);
	assert_string_equal(m.rows, "ntpversion 198.51.100.7 20 1.67 a\n");
	done(&m);
	/* An answer that comes before its question answers nothing. */
	files[0] = files[1];
	files[1] = first;
	make(&m, files, 2, false);
	assert_string_equal(m.rows, "");
	assert_int_equal(received(&m, "scan_ntp", "unasked"), 1);
	done(&m);
}

static void
a_capture_says_what_it_does_not_know(void **state)
{
	struct made m;
	(void)state;
	tape_start(&tape, TAPE_RAW);
	tape_ask(&tape, 0, client, 5000, server, 7);
	play(&m, false);
	assert_string_equal(json_text(m.record, "origin", ""), "capture");
	assert_string_equal(json_text(m.record, "link", ""), "pcap");
	assert_false(json_flag(m.record, "simulated", true));
	assert_int_equal(json_number(m.record, "rate_pps", -1), -1);
	assert_int_equal(json_number(m.record, "seed", -1), -1);
	done(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers_go_to_who_asked),
	    cmocka_unit_test(who_is_asked_by_two_has_one_row),
	    cmocka_unit_test(a_question_sent_again_counts_in_the_amplification),
	    cmocka_unit_test(the_older_form_is_part_of_the_exchange),
	    cmocka_unit_test(late_answers_are_counted),
	    cmocka_unit_test(unasked_answers_are_rows_if_wanted),
	    cmocka_unit_test(files_are_one_capture),
	    cmocka_unit_test(a_capture_says_what_it_does_not_know),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
