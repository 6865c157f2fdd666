/* The bytes of a file that may be compressed: plain, .gz or .zst, read; and
 * bytes compressed as .gz. The doorkeeper of zlib and zstd. */
#ifndef LIB_STREAM_H
#define LIB_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/err.h"

struct stream;

/* Opens a file. What it is shows in its first bytes, not in its name. NULL: e
 * says why. The caller closes it. */
struct stream *stream_open(const char *path, struct err *e);
void stream_close(struct stream *s);

/* Reads up to room bytes into bytes and sets *n; 0 is the end of the file.
 * False: it cannot be read, is damaged or cut off; e names it. */
bool stream_read(struct stream *s, char *bytes, size_t room, size_t *n,
    struct err *e) __attribute__((warn_unused_result));

/* Adds n bytes to out as a .gz file, the same for the same bytes. */
void stream_gzip(struct buf *out, const void *bytes, size_t n);

#endif
