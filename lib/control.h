/* NTP Mode 6 (control) messages: READVAR asked, its answers read. */
#ifndef LIB_CONTROL_H
#define LIB_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/buf.h"
#include "lib/record.h"

enum {
	CONTROL_HEADER_BYTES = 12,
	CONTROL_REQUEST_BYTES = 12,
	/* An offset and a count have 16 bits each; no answer is longer. */
	CONTROL_TEXT_MAX = 65535 + 65535
};

/* Writes the request for all system variables, NTP version 2, as ntpq sends it
 * (RFC 9327 §2, §3.2): 16 02 <sequence> and zeros. */
void control_request(
    uint8_t out[static CONTROL_REQUEST_BYTES], uint16_t sequence);

/* What a packet is to somebody who asked READVAR. */
enum control_kind {
	CONTROL_DATA,     /* a fragment of the answer */
	CONTROL_ERROR,    /* an error answer */
	CONTROL_MALFORMED /* neither */
};

/* The header's facts, in host order (RFC 9327 §2). */
struct control_packet {
	bool more;
	uint8_t error;     /* of an error answer: the status' high byte */
	uint16_t sequence; /* echoed from the request */
	uint16_t offset;   /* of this fragment in the text */
	uint16_t count;    /* bytes of text in this fragment */
	const uint8_t *data;
};

/* Reads a packet of n bytes. data points into bytes. Of a malformed packet only
 * `sequence` may be used, and only if n >= 4. The count is what counts: bytes
 * behind it are padding, garbage or a MAC. A count that the packet does not
 * hold makes it malformed. */
enum control_kind control_parse(
    const uint8_t *bytes, size_t n, struct control_packet *out);

/* A fragment's text, kept until its answer is complete. */
struct control_piece {
	struct control_piece *next;
	uint16_t offset;
	uint16_t count;
	const uint8_t *data;
};

/* Adds to `text` what the pieces hold from offset 0 on, without a hole: any
 * order, repeated and overlapping pieces are allowed, and where two disagree
 * the one that stands first in the list holds. True: nothing lies behind a
 * hole. */
bool control_assemble(const struct control_piece *pieces, struct buf *text);

/* One variable of an answer's text. */
struct control_variable {
	const char *name;
	size_t name_bytes;
	const char *value; /* without its quotes; NULL: a name alone */
	size_t value_bytes;
	bool is_quoted;
};

/* Reads the variable at *at, in a text that ends at `end`, and moves *at behind
 * it. Names and values are the server's own bytes. False: there are no more. */
bool control_next(
    const char **at, const char *end, struct control_variable *out);

/* How much of a text whose end is missing says what it was meant to say: all up
 * to the last separator, or up to a value whose closing quote is missing. */
size_t control_whole_items(const char *text, size_t n);

/* Puts the variables of an answer's text into the columns of a scan_ntp row,
 * under their old and new names (rootdisp is rootdispersion, and so on). A
 * value that its column's type cannot hold is left out and counted in *n_bad.
 * Kept text is readable UTF-8 of at most 255 source bytes. Values live in
 * arena. */
void control_columns(const char *text, size_t n, struct row *row,
    struct arena *arena, unsigned *n_bad);

#endif
