/* Growing text with a ceiling that is fixed at birth. */
#ifndef LIB_BUF_H
#define LIB_BUF_H

#include <stdbool.h>
#include <stddef.h>

/* text is always a valid string of len bytes (it may hold NULs when bytes were
 * added that are NUL). What would pass `most` bytes is left out and `cut` is
 * set: check it once, at the end. */
struct buf {
	char *text;
	size_t len;
	size_t room;
	size_t most;
	bool cut;
};

/* Makes an empty buffer that may grow to `most` bytes. */
void buf_init(struct buf *b, size_t most);

/* Adds n bytes. */
void buf_add(struct buf *b, const void *bytes, size_t n);

/* Adds a string. */
void buf_text(struct buf *b, const char *text);

/* Adds one character. */
void buf_char(struct buf *b, char c);

/* Adds printf-formatted text. */
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Gives room for n more bytes, to be written at once; buf_filled says up to
 * where they were. NULL: they would pass `most`, and `cut` is set. */
char *buf_room(struct buf *b, size_t n);
void buf_filled(struct buf *b, const char *end);

/* Empties the buffer and keeps its memory. */
void buf_reset(struct buf *b);

/* Frees the memory. */
void buf_done(struct buf *b);

#endif
