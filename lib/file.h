/* Files read whole under a limit, and written so that readers see all of them
 * or nothing: aside, fsync, rename. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lib/err.h"

/* Reads a whole file of at most `limit` bytes. *text gets a NUL at its end and
 * is freed by the caller; *len may be NULL. False: e says why. */
bool file_read(const char *path, size_t limit, char **text, size_t *len,
    struct err *e) __attribute__((warn_unused_result));

/* True if others than its owner have any right to the file. */
bool file_is_open_to_others(const char *path);

/* The first line of a file of up to 4096 bytes that nobody but its owner may
 * open; the caller frees it. NULL: e says why; `what` says what it is, such as
 * "password file". */
char *file_read_secret(const char *path, const char *what, struct err *e);

/* Copies the folder part of path into out; "." if it has none. */
void file_folder_of(const char *path, char out[static PATH_MAX]);

/* Makes a folder and those above it. */
bool file_make_folders(const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* A file being written beside its final name. */
struct file_aside {
	FILE *stream;
	char path[PATH_MAX];
	char aside[PATH_MAX];
};

/* Opens path's stand-in for writing; makes the folders above it. */
bool file_aside_open(struct file_aside *f, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Makes what was made, renamed or removed in a folder safe on the disk. */
bool file_flush_folder(const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* Flushes, fsyncs and renames the stand-in to its final name, then fsyncs the
 * folder. On failure nothing stands at the final name that was not there
 * before, and the stand-in is gone. f is closed either way. */
bool file_aside_commit(struct file_aside *f, struct err *e)
    __attribute__((warn_unused_result));

/* Throws the stand-in away. Harmless after a commit. */
void file_aside_abandon(struct file_aside *f);

/* Removes a file, or a folder with everything in it; links are not followed.
 * True also if nothing stands there. */
bool file_remove(const char *path, struct err *e)
    __attribute__((warn_unused_result));

#endif
