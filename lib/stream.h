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

/* Packs and unpacks short blocks of bytes, each by itself, so that one can be
 * had without the others. For one thread at a time. */
struct stream_packer;

/* Makes one; the caller frees it. */
struct stream_packer *stream_packer_new(void);
void stream_packer_free(struct stream_packer *p);

/* What blocks have in common, found once, so that each is packed better and
 * unpacked faster. */
struct stream_dictionary;

/* Finds it in n blocks that stand one behind the other, and writes up to room
 * bytes of it into out. Gives how many; 0: the blocks are too few. */
size_t stream_train(
    const char *bytes, const size_t *sizes, unsigned n, char *out, size_t room);

/* Makes a dictionary of what was found, which must outlive it: to pack with, or
 * to unpack, by many threads. NULL: it is none, or n is 0. The caller frees it.
 */
struct stream_dictionary *stream_dictionary_new(
    const char *found, size_t n, bool to_pack);
void stream_dictionary_free(struct stream_dictionary *d);

/* Gives one more user to a dictionary: as many as it has must free it. For one
 * thread. */
struct stream_dictionary *stream_dictionary_share(struct stream_dictionary *d);

/* Packs n bytes; the result, of *n_packed bytes, is p's until the next call. d
 * may be NULL. */
const char *stream_pack(struct stream_packer *p,
    const struct stream_dictionary *d, const char *bytes, size_t n,
    size_t *n_packed);

/* Unpacks a block that had n bytes, with what it was packed with. False: it is
 * damaged. */
bool stream_unpack(struct stream_packer *p, const struct stream_dictionary *d,
    const char *packed, size_t n_packed, char *bytes, size_t n)
    __attribute__((warn_unused_result));

#endif
