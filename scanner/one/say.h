/* Says what a host answered: for people, or for programs. */
#ifndef SCANNER_ONE_SAY_H
#define SCANNER_ONE_SAY_H

#include <stdio.h>

#include "lib/json.h"

#include "scanner/one/finding.h"

/* Adds a sentence on what the answer to one question means for its report. */
void say_why(const struct finding *f, const struct said *said, struct buf *out);

/* Writes all of it for people: Mode 6 as ntpq's rv has it, Mode 7 as ntpdc's
 * monlist. What came from the host is made readable. */
void say_text(struct finding *f, FILE *out);

/* The same for programs; the caller owns it. */
struct json *say_json(struct finding *f);

#endif
