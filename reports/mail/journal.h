/* What has become of the mails about a day's reports: a file of the spool to
 * which a line is added, and flushed, before and after each mail. */
#ifndef REPORTS_MAIL_JOURNAL_H
#define REPORTS_MAIL_JOURNAL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/date.h"
#include "lib/err.h"

/* How far a mail is. It is in doubt from the moment before its last bytes are
 * sent to the moment when the server's answer is written down. */
enum mail_state {
	MAIL_WAITING,
	MAIL_NOT_TAKEN, /* waiting, too: the server's answer ended a doubt */
	MAIL_IN_DOUBT,
	MAIL_SENT,
	MAIL_REFUSED,
	N_MAIL_STATES
};

/* What is known of one report's mail to one contact. */
struct journal_entry {
	const char *file;
	const char *contact;
	enum mail_state state;
	unsigned tries;  /* that failed */
	unsigned doubts; /* how often it may have been sent without our knowing
			  */
};

struct journal {
	char path[PATH_MAX];
	int file; /* -1: not open */
	day_t day;
	struct journal_entry *known; /* by file and contact */
	size_t n;
	size_t room;
	struct arena arena;
};

/* Reads the journal of a day from the spool's folder, which is made if need be.
 * A last line that a crash has cut is taken away: what it would have told has
 * not happened. False: e names file and line. The caller calls journal_done. */
bool journal_open(struct journal *j, const char *spool, day_t day,
    struct err *e) __attribute__((warn_unused_result));
void journal_done(struct journal *j);

/* What is known of a mail; NULL: nothing, it is waiting. */
const struct journal_entry *journal_find(
    const struct journal *j, const char *file, const char *contact);

/* Writes down, and flushes, what happened to a mail: its new state, and why if
 * it waits or was refused (NULL: no reason). */
bool journal_add(struct journal *j, const char *file, const char *contact,
    enum mail_state state, const char *why, struct err *e)
    __attribute__((warn_unused_result));

/* Removes the journals of days before this one. */
bool journal_forget(const char *spool, day_t before, struct err *e)
    __attribute__((warn_unused_result));

#endif
