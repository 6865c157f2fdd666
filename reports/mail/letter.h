/* The words of a mail about a report: a template with the report's facts. */
#ifndef REPORTS_MAIL_LETTER_H
#define REPORTS_MAIL_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/err.h"

/* A name that a template may hold in {{ }}, and its value; "" is none. */
struct letter_fact {
	const char *name;
	const char *value;
};

/* A template: "Subject: " and the subject, an empty line, the text. */
struct letter_template {
	char *text;
	const char *path; /* the caller's */
};

/* Reads a template. False: e says what is wrong with it, with file and line,
 * names besides those of the facts included. The caller calls letter_done. */
bool letter_read(struct letter_template *t, const char *path,
    const struct letter_fact *facts, size_t n_facts, struct err *e)
    __attribute__((warn_unused_result));
void letter_done(struct letter_template *t);

/* Fills a template: the subject, as a line, and the text. A paragraph with a
 * name whose value is "" is left out. Both are the caller's, begun. */
void letter_fill(const struct letter_template *t,
    const struct letter_fact *facts, size_t n_facts, struct buf *subject,
    struct buf *text);

/* Writes a header's value so that it survives the way: what is not short ASCII
 * becomes encoded words (RFC 2047 section 2). */
void letter_encode(struct buf *out, const char *value);

/* Writes a name and an address as a sender is written (RFC 5322 3.4). */
void letter_address(struct buf *out, const char *name, const char *address);

/* Writes a time as RFC 5322 3.3 has it. */
void letter_date(struct buf *out, time_t when);

#endif
