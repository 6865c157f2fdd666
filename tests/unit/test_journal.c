#include "reports/mail/journal.h"
#include "tests/unit/support.h"

enum { DAY = 20779 }; /* 2026-11-22 */

static const char file[] = "2026-11-22-scan_ntp-a-asn.csv";
static struct err e;

/* Writes the lines as the day's journal, and opens it. */
static bool
open_lines(struct journal *j, const char *lines)
{
	scratch_text("spool/2026-11-22.jsonl", lines);
	return journal_open(j, scratch("spool"), DAY, &e);
}

static void
assert_known(const struct journal *j, enum mail_state state, unsigned tries,
    unsigned doubts)
{
	const struct journal_entry *entry =
	    journal_find(j, file, "a@b.example");
	assert_non_null(entry);
	assert_int_equal(entry->state, state);
	assert_int_equal(entry->tries, tries);
	assert_int_equal(entry->doubts, doubts);
}

#define LINE(is)                                                               \
	"{\"file\":\"2026-11-22-scan_ntp-a-asn.csv\",\"to\":\"a@b.example\","  \
	"\"is\":\"" is "\"}\n"

static void
events_add_up(void **state)
{
	static const struct {
		const char *lines;
		enum mail_state state;
		unsigned tries, doubts;
	} cases[] = {
	    {LINE("waiting") LINE("waiting"), MAIL_WAITING, 2, 0},
	    {LINE("in doubt"), MAIL_IN_DOUBT, 0, 1},
	    {LINE("in doubt") LINE("sent"), MAIL_SENT, 0, 1},
	    {LINE("in doubt") LINE("not taken"), MAIL_NOT_TAKEN, 1, 0},
	    {LINE("in doubt") LINE("waiting"), MAIL_WAITING, 1, 1},
	    {LINE("in doubt") LINE("in doubt"), MAIL_IN_DOUBT, 0, 2},
	    {LINE("in doubt") LINE("in doubt") LINE("not taken"),
		MAIL_NOT_TAKEN, 1, 1},
	    {LINE("in doubt") LINE("refused"), MAIL_REFUSED, 0, 1},
	    /* What a crash has cut has not happened. */
	    {LINE("in doubt") "{\"file\":\"2026-11-22-sc", MAIL_IN_DOUBT, 0, 1},
	};
	struct journal j;
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_true(open_lines(&j, cases[i].lines));
		assert_known(
		    &j, cases[i].state, cases[i].tries, cases[i].doubts);
		assert_null(journal_find(&j, file, "c@b.example"));
		journal_done(&j);
	}
}

static void
what_is_written_is_read_back(void **state)
{
	struct journal j;
	(void)state;
	assert_true(open_lines(&j, LINE("waiting") "{\"cut"));
	assert_true(
	    journal_add(&j, file, "a@b.example", MAIL_IN_DOUBT, NULL, &e));
	assert_true(journal_add(
	    &j, file, "a@b.example", MAIL_NOT_TAKEN, "451 \"no\"\n", &e));
	journal_done(&j);
	assert_true(journal_open(&j, scratch("spool"), DAY, &e));
	assert_known(&j, MAIL_NOT_TAKEN, 2, 0);
	journal_done(&j);
}

static void
damage_is_said_with_its_line(void **state)
{
	static const char *const wrong[] = {LINE("waiting") "\n",
	    LINE("waiting") LINE("posted"), LINE("waiting") "[]\n",
	    LINE("waiting") "{\"file\":1,\"to\":\"a\",\"is\":\"sent\"}\n"};
	struct journal j;
	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		assert_false(open_lines(&j, wrong[i]));
		assert_says(e.text, ".jsonl:2 tells of no mail");
		journal_done(&j);
	}
}

static void
old_days_are_forgotten(void **state)
{
	struct journal j;
	(void)state;
	scratch_text("spool/2026-11-20.jsonl", LINE("sent"));
	scratch_text("spool/2026-11-20.txt", "");
	assert_true(open_lines(&j, LINE("sent")));
	journal_done(&j);
	assert_true(journal_forget(scratch("spool"), DAY, &e));
	assert_int_not_equal(
	    access(scratch("spool/2026-11-20.jsonl"), F_OK), 0);
	assert_int_equal(access(scratch("spool/2026-11-20.txt"), F_OK), 0);
	assert_int_equal(access(scratch("spool/2026-11-22.jsonl"), F_OK), 0);
	assert_true(journal_forget(scratch("nowhere"), DAY, &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(events_add_up),
	    cmocka_unit_test(what_is_written_is_read_back),
	    cmocka_unit_test(damage_is_said_with_its_line),
	    cmocka_unit_test(old_days_are_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
