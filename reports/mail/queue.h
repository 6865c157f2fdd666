/* The mails that are still to be sent: each report on the shelf to each contact
 * of its subscriber, but for those that the spool says are done. */
#ifndef REPORTS_MAIL_QUEUE_H
#define REPORTS_MAIL_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/date.h"
#include "lib/err.h"

#include "reports/mail/journal.h"
#include "reports/shelf/held.h"
#include "reports/subscribers/subscribers.h"

/* A mail whose copy was sent once more and is in doubt again is not sent a
 * third time. */
enum { QUEUE_MOST_DOUBTS = 2 };

/* A mail. What it points to lives as long as the queue. */
struct queue_mail {
	const struct held *cut;
	const struct report_entry *report;
	const struct subscriber *subscriber;
	const char *contact;
	struct journal *journal;
	unsigned tries;
	unsigned doubts;
	bool is_done;
	int64_t due_ms; /* on the monotonic clock */
};

struct queue_cut;

struct queue {
	struct queue_mail *mails; /* the oldest day first */
	size_t n;
	size_t room;
	struct queue_cut *cuts;
	struct journal *journals; /* one for each day */
	size_t n_journals;
};

/* Makes the queue of the days first…last, with those mails that were refused,
 * too, if again is set. False: e says what is damaged. The
 * caller calls queue_done. */
bool queue_fill(struct queue *q, const struct shelf *shelf,
    const struct subscribers *subscribers, const char *spool, day_t first,
    day_t last, bool again, struct err *e) __attribute__((warn_unused_result));
void queue_done(struct queue *q);

#endif
