/* What a result is made from, as a fingerprint: the same inputs need no work a
 * second time. */
#ifndef REPORTS_SHELF_INPUTS_H
#define REPORTS_SHELF_INPUTS_H

#include <stdint.h>

#include "lib/archive.h"
#include "lib/fingerprint.h"

/* Add to a fingerprint: a number, a text, and a file as its path, size and age
 * tell of it. One that has gone meanwhile counts as empty. */
void inputs_add_number(struct fingerprint *f, uint64_t number);
void inputs_add_text(struct fingerprint *f, const char *text);
void inputs_add_file(struct fingerprint *f, const struct archive_file *file);

#endif
