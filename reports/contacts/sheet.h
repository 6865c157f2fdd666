/* Contacts as a CSV file: a line for each address of each network that was
 * asked about. */
#ifndef REPORTS_CONTACTS_SHEET_H
#define REPORTS_CONTACTS_SHEET_H

#include <stddef.h>
#include <stdio.h>

#include "lib/err.h"

#include "reports/contacts/answer.h"

/* Writes the names of the columns, or the lines of an answer, which is to
 * `asked`. A failing stream shows in ferror(). */
void sheet_write_header(FILE *out);
void sheet_write(FILE *out, const char *asked, const struct answer *a);

/* Questions of a report, each once. */
struct sheet_questions {
	struct question *items;
	size_t n;
	size_t room;
};

/* Collects what a report is about: the numbers of its networks; and addresses,
 * where there is no number or by_address is set. False: it cannot be read, or
 * is no report; e says which. The caller frees items, either way. */
bool sheet_questions_read(struct sheet_questions *s, const char *report,
    bool by_address, struct err *e) __attribute__((warn_unused_result));

#endif
