/* A run as a crash leaves it, put together again: 64 addresses, two questions;
 * a checkpoint at slot 40 that reserves up to 60. */
#include <sys/stat.h>

#include "scanner/question.h"
#include "scanner/restore.h"
#include "tests/unit/support.h"

static const bool both[N_SCANS] = {[SCAN_NTP] = true, [SCAN_NTPMONITOR] = true};
static struct targets targets;
static struct run run;
static struct day day;
static struct question questions[2];

static void
make_row(enum scan scan, const struct addr *a)
{
	struct err e;
	char ip[ADDR_TEXT_MAX];
	addr_format(a, ip);
	const struct row row = {.value = {[COLUMN_IP] = ip}};
	if (!day_add(&day, scan, a, &row, &e))
		fail_msg("%s", e.text);
}

/* Adds the row of the host that a slot asks. */
static void
answer(uint64_t slot)
{
	const struct question *q = &questions[slot % 2];
	const struct addr a = question_address(q, slot / 2);
	make_row(q->probe->scan_ipv4, &a);
}

static void
write_checkpoint(const struct checkpoint *c)
{
	char path[PATH_MAX];
	struct err e;
	struct file_aside f;
	struct json *o = checkpoint_json(c, &run);
	assert_true(day_path(&day, "checkpoint.json", path, &e));
	assert_true(file_aside_open(&f, path, &e));
	assert_true(json_write(o, f.stream, true));
	assert_true(file_aside_commit(&f, &e));
	json_free(o);
}

static int
set_up(void **state)
{
	static const uint8_t key[RANDOM_KEY_BYTES];
	struct ranges asked = {0}, none = {0};
	struct checkpoint c = {
	    .used = {true, true}, .slot = 40, .reserved = 60, .under_way = 5};
	char path[PATH_MAX];
	struct err e;
	const struct addr_range item = range("192.0.2.0/26");
	(void)state;
	ranges_add(&asked, &item);
	assert_true(targets_init(&targets, &asked, &none, &e));
	ranges_done(&asked);
	run = (struct run){.program = "p",
	    .origin = "scan",
	    .link = "udp",
	    .date = 20000,
	    .started = 5,
	    .seed = 7,
	    .rate_pps = 10,
	    .timeout_ms = 100,
	    .ports = 1,
	    .resumed = 1};
	targets_fingerprint(&targets, run.space);
	for (unsigned i = 0; i < 2; i++)
		question_init(&questions[i], i, &targets, &run, key);
	assert_true(day_start(&day, scratch("data"),
	    (struct day_part){.date = run.date}, both, false, &e));
	for (int scan = SCAN_NTP; scan <= SCAN_NTPMONITOR; scan++) {
		run.accounts[scan].runs = true;
		run.accounts[scan].asked = run.accounts[scan].sent = 20;
		run.accounts[scan].answered = 2;
		run.accounts[scan].open = scan == SCAN_NTP;
		run.accounts[scan].received_valid = 9;
	}
	run.accounts[SCAN_NTP].errors[3] = 4;
	run_count_icmp(&run.accounts[SCAN_NTP], 3, 13);
	run_count_icmp(&run.accounts[SCAN_NTP], 11, 0);
	answer(2);
	answer(1);
	answer(3);
	assert_true(day_flush(&day, c.spool_bytes, &e));
	struct json *record = run_record(&run);
	assert_true(day_keep(&day, record, &e));
	json_free(record);
	write_checkpoint(&c);
	assert_true(day_path(&day, "targets", path, &e));
	assert_true(targets_save(&targets, path, &e));
	return 0;
}

static int
tear_down(void **state)
{
	struct err e;
	(void)state;
	for (unsigned i = 0; i < 2; i++)
		question_done(&questions[i]);
	targets_done(&targets);
	return file_remove(scratch("data"), &e) ? 0 : 1;
}

/* Crashes, and puts together what is left. False: it cannot be; e says why. */
static bool
go_on(struct checkpoint *c, struct run *restored, struct err *e)
{
	struct json *record;
	struct targets again = {0};
	*restored = (struct run){.timeout_ms = 100};
	day_close(&day);
	if (!day_resume(&day, scratch("data"), (struct day_part){.date = 20000},
		&record, e))
		fail_msg("%s", e->text);
	json_free(record);
	const bool ok = restore(&day, c, restored, &again, e);
	assert_true(!ok || again.n == 64);
	targets_done(&again);
	day_close(&day);
	return ok;
}

static void
assert_account(const struct account *a, unsigned asked, unsigned not_asked,
    unsigned answered)
{
	assert_int_equal(a->asked, asked);
	assert_int_equal(a->sent, asked);
	assert_int_equal(a->not_asked, not_asked);
	assert_int_equal(a->answered, answered);
	assert_int_equal(a->received_valid, 9);
}

static void
what_was_reserved_is_not_asked(void **state)
{
	struct checkpoint c;
	struct run r;
	struct err e;
	(void)state;
	if (!go_on(&c, &r, &e))
		fail_msg("%s", e.text);
	assert_int_equal(c.slot, 60);
	assert_true(c.used[0] && c.used[1]);
	/* Of the two that answered one was still talking. */
	assert_account(&r.accounts[SCAN_NTP], 20, 10, 1);
	assert_account(&r.accounts[SCAN_NTPMONITOR], 20, 10, 2);
	assert_false(r.accounts[SCAN6_NTP].runs);
	assert_int_equal(r.rows_recovered, 0);
	assert_int_equal(r.under_way, 5);
	assert_int_equal(r.resumed, 1);
	assert_int_equal(r.seed, 7);
	assert_int_equal(r.accounts[SCAN_NTP].errors[3], 4);
	assert_int_equal(r.accounts[SCAN_NTP].icmp[0].code, 13);
	assert_int_equal(r.accounts[SCAN_NTP].icmp[1].type, 11);
	assert_int_equal(r.accounts[SCAN_NTP].icmp[1].n, 1);
}

static void
rows_after_the_checkpoint_count(void **state)
{
	struct checkpoint c;
	struct run r;
	struct err e;
	(void)state;
	answer(38); /* asked and counted */
	answer(40); /* perhaps asked: its row proves it */
	answer(59);
	if (!go_on(&c, &r, &e))
		fail_msg("%s", e.text);
	assert_account(&r.accounts[SCAN_NTP], 21, 9, 3);
	assert_account(&r.accounts[SCAN_NTPMONITOR], 21, 9, 3);
	assert_int_equal(r.rows_recovered, 3);
}

static void
a_torn_row_is_cut_off(void **state)
{
	struct checkpoint c;
	struct run r;
	struct err e;
	char path[PATH_MAX];
	struct stat before, torn, after;
	uint64_t bytes[N_SCANS];
	(void)state;
	assert_true(day_path(&day, "scan_ntp.rows", path, &e));
	assert_int_equal(stat(path, &before), 0);
	answer(38);
	assert_true(day_flush(&day, bytes, &e));
	assert_int_equal(stat(path, &torn), 0);
	assert_int_equal(truncate(path, torn.st_size - 1), 0);
	if (!go_on(&c, &r, &e))
		fail_msg("%s", e.text);
	assert_account(&r.accounts[SCAN_NTP], 20, 10, 1);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(after.st_size, before.st_size);
}

static void
rows_that_do_not_fit_are_refused(void **state)
{
	struct checkpoint c;
	struct run r;
	struct err e;
	const struct addr stranger = address("198.51.100.1");
	(void)state;
	make_row(SCAN_NTP, &stranger);
	assert_false(go_on(&c, &r, &e));
	assert_says(e.text, "do not fit their checkpoint");
}

static void
a_slot_that_is_free_has_no_row(void **state)
{
	struct checkpoint c;
	struct run r;
	struct err e;
	(void)state;
	answer(60);
	assert_false(go_on(&c, &r, &e));
	assert_says(e.text, "do not fit their checkpoint");
}

static void
damaged_files_are_named(void **state)
{
	static const char *const names[] = {"checkpoint.json", "targets"};
	struct checkpoint c;
	struct run r;
	struct err e;
	(void)state;
	for (size_t i = 0; i < LENGTH(names); i++) {
		char path[PATH_MAX], *text;
		size_t n;
		assert_true(day_path(&day, names[i], path, &e));
		assert_true(file_read(path, 1 << 20, &text, &n, &e));
		for (size_t cut = 0; cut < n; cut += n / 9 + 1) {
			struct file_aside f;
			assert_true(file_aside_open(&f, path, &e));
			fwrite(text, 1, cut, f.stream);
			assert_true(file_aside_commit(&f, &e));
			if (go_on(&c, &r, &e))
				fail_msg("%zu bytes of %s do", cut, names[i]);
			assert_says(e.text, names[i]);
		}
		struct file_aside whole;
		assert_true(file_aside_open(&whole, path, &e));
		fwrite(text, 1, n, whole.stream);
		assert_true(file_aside_commit(&whole, &e));
		free(text);
	}
	assert_true(go_on(&c, &r, &e));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_reserved_is_not_asked),
	    TEST(rows_after_the_checkpoint_count),
	    TEST(a_torn_row_is_cut_off),
	    TEST(rows_that_do_not_fit_are_refused),
	    TEST(a_slot_that_is_free_has_no_row),
	    TEST(damaged_files_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
