/* Values as CSV and JSON write them, into buffers. */
#ifndef RENDER_PAGES_DATA_TEXT_H
#define RENDER_PAGES_DATA_TEXT_H

#include <stdint.h>

#include "lib/buf.h"

/* Adds one CSV field, quoted where needed, with a ' before what a spreadsheet
 * would take for a formula. */
void data_text_csv(struct buf *out, const char *text);

/* Adds one JSON string; null for "" and for what is no UTF-8. */
void data_text_json(struct buf *out, const char *text);

/* Adds a number of 0 or more in digits; or writes it at a place, at most
 * DATA_TEXT_DIGITS of them, and gives the place behind. */
enum { DATA_TEXT_DIGITS = 20 };
void data_text_number(struct buf *out, uint64_t number);
char *data_text_digits(char *out, uint64_t number);

#endif
