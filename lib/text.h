/* Strict reading of untrusted text: the whole string is right, or it fails. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"

/* Reads a decimal number without sign, blanks or leading plus, at most `most`.
 * False: text is anything else; *out is untouched. */
bool text_to_uint(const char *text, uint64_t most, uint64_t *out);

/* Reads a decimal integer with an optional minus, in least…most. */
bool text_to_int(const char *text, int64_t least, int64_t most, int64_t *out);

/* Reads a plain decimal such as -12.5 or 3 (no exponent, inf, nan or hex). */
bool text_to_decimal(const char *text, double *out);

/* Adds n bytes of untrusted text to b as readable UTF-8: control bytes and
 * bytes that are not valid UTF-8 become \xNN. b is cut, if it must be, between
 * characters. */
void text_add_readable(struct buf *b, const char *bytes, size_t n);

/* True if the n bytes are well-formed UTF-8 (RFC 3629). */
bool text_is_utf8(const char *bytes, size_t n);

/* Makes ASCII letters upper case, in place; other UTF-8 stays. */
void text_upper(char *text);

/* Cuts blanks, tabs and line ends off both ends, in place; gives the start. */
char *text_trim(char *text);

#endif
