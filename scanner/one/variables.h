/* The variables of a Mode 6 answer, shown. */
#ifndef SCANNER_ONE_VARIABLES_H
#define SCANNER_ONE_VARIABLES_H

#include <stddef.h>
#include <stdio.h>

#include "lib/json.h"

/* Writes the variables in the text of n bytes as ntpq does: "name=value, " in
 * lines of at most 79 bytes where they fit, leap as two bits, and behind the
 * two timestamps what they mean. All is readable, whatever the host sent. */
void variables_print(const char *text, size_t n, FILE *out);

/* The same as an object of texts, just as they came but readable; a name alone
 * is null. Of a name that comes twice the first is kept, as in the reports. The
 * caller owns it. */
struct json *variables_json(const char *text, size_t n);

#endif
