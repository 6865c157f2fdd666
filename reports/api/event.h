/* A row as a JSON object, as the API gives it. */
#ifndef REPORTS_API_EVENT_H
#define REPORTS_API_EVENT_H

#include "lib/buf.h"
#include "lib/record.h"
#include "lib/schema.h"

/* Adds the object of a row: its type's columns and "type", by name. What is
 * empty is ""; a whole number that is not zero and has no sign is a number in
 * columns that hold numbers; all else is a text; the timestamp ends in Z. Bytes
 * that are not UTF-8 become U+FFFD. */
void event_add(struct buf *out, enum scan scan,
    const struct record_value value[static N_COLUMNS]);

/* Adds a JSON text, in quotes. */
void event_add_text(struct buf *out, const char *text, size_t n);

#endif
