/* The files of one tree of the site, below an open folder. Nothing here follows
 * a symbolic link out of it once check_tree has been through. */
#ifndef RENDER_SITE_TREE_H
#define RENDER_SITE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "lib/err.h"

#include "render/site/manifest.h"

/* When an inode last changed, in nanoseconds since 1970. */
int64_t tree_changed_ns(const struct stat *st);

/* Writes a file, in place of what may stand there, and makes the folders above
 * it; out gets its size and time of change. is_there: a file of ours is known
 * to stand there; it is written over if nobody else has it open or shares it.
 * Any number of threads may write at once, each its own files. */
bool tree_write(int folder, const char *path, const void *bytes, size_t n,
    bool is_there, struct manifest_file *out, struct err *e)
    __attribute__((warn_unused_result));

/* Removes a file, and the folders above it that are empty then. */
bool tree_remove(int folder, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Makes the folder at path below `to` one that shares all files of the one at
 * path below `from`; nothing may stand there. False: e says why. */
bool tree_link(int from, int to, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Reads a file of that size; the caller frees it. NULL: it is not there, or of
 * another size. */
char *tree_read(int folder, const char *path, size_t size);

#endif
