/* The queue's mails are written and sent, with pauses before what did not go is
 * tried again. */
#ifndef REPORTS_MAIL_POST_H
#define REPORTS_MAIL_POST_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "lib/config.h"
#include "lib/err.h"
#include "lib/smtp.h"

#include "reports/mail/letter.h"
#include "reports/mail/queue.h"

/* What mails are made with. */
struct post {
	const struct config *config;
	const struct letter_template *template;
	struct smtp *smtp;
	uint32_t patience_s; /* pauses that would go beyond it are not made */
	time_t now;          /* the date in a mail's head */

	/* What came of them. */
	uint64_t n_sent;
	uint64_t n_refused;
	uint64_t n_doubtful; /* twice; they are not sent again */
	uint64_t n_waiting;  /* for the next run */
	uint64_t n_broken;   /* their report could not be read or sent */
};

/* The names that a template may hold; the values are set for each mail. */
enum { POST_N_FACTS = 13 };
extern const struct letter_fact post_names[POST_N_FACTS];

/* Sends the mails. Each fault of a single one is said on standard error and
 * counted. False: no more can be sent; e says why. */
bool post_all(struct post *p, struct queue *q, struct err *e)
    __attribute__((warn_unused_result));

#endif
