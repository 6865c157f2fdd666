/* What a tree of the site holds, file by file, as its marker file says it. */
#ifndef RENDER_SITE_MANIFEST_H
#define RENDER_SITE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#include "render/site/digest.h"

/* The marker: says that a folder was rendered by us and may be replaced. */
#define MANIFEST_NAME ".ntpcensus-site"

enum { MANIFEST_TERMS_MAX = 80 };

/* One file. */
struct manifest_file {
	const char *path; /* below the site: "asn/AS3320/index.html" */
	uint64_t size;
	int64_t changed_ns;    /* when its inode last changed */
	struct digest content; /* of its bytes */
	struct digest made_of; /* of what it was made of; zero: not known */
	bool sound; /* it stands there, as the manifest says; see check_tree */
	bool taken; /* into the next site */
};

/* A folder that is closed: what is in it stays as it is, and is not listed. */
struct manifest_closed {
	const char *path;      /* below the site: "data/v1/years/2019" */
	struct digest content; /* of the paths and bytes of its files */
	bool sound;            /* it stands there; see check_tree */
	bool taken;            /* into the next site */
};

struct manifest {
	struct digest inputs;           /* of all that the site was made of */
	char terms[MANIFEST_TERMS_MAX]; /* under which its numbers may stand */
	struct manifest_file *files;
	size_t n_files;
	size_t room;
	struct manifest_closed *closed;
	size_t n_closed;
	size_t closed_room;
	char *text;       /* owns the paths of one that was read */
	uint32_t *places; /* by path: index + 1; 0 is empty */
	size_t n_places;  /* a power of two, or 0 */
};

/* Reads the manifest of a tree, which is an open folder. False: there is none
 * that can be trusted, and m is empty. The caller calls manifest_done. */
bool manifest_read(struct manifest *m, int folder);
void manifest_done(struct manifest *m);

/* Adds a file; its path is not copied. Those that are added later than the last
 * manifest_index are not found. */
struct manifest_file *manifest_add(
    struct manifest *m, const struct manifest_file *file);
void manifest_index(struct manifest *m);

/* The file of that path; NULL: there is none. */
struct manifest_file *manifest_find(const struct manifest *m, const char *path);

/* Adds a closed folder; its path is not copied. And finds the one of that path;
 * NULL: there is none. */
void manifest_close(
    struct manifest *m, const char *path, struct digest content);
struct manifest_closed *manifest_find_closed(
    const struct manifest *m, const char *path);

/* Writes the manifest into a tree, safe on the disk. */
bool manifest_write(const struct manifest *m, int folder, struct err *e)
    __attribute__((warn_unused_result));

#endif
