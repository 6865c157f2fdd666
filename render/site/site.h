/* The site's folder: only what changed is written, beside it, and swapped in
 * whole, never half. */
#ifndef RENDER_SITE_SITE_H
#define RENDER_SITE_SITE_H

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/err.h"

#include "render/site/digest.h"
#include "render/site/manifest.h"

/* True of a file, by its path below the site, that stays although this run does
 * not make it. */
typedef bool site_stays_fn(const void *context, const char *path);

/* The length of a path's part that names a folder which is closed once this run
 * has made it: all of it, and never touched again. 0: none. */
typedef size_t site_closes_fn(const void *context, const char *path);

struct site {
	char final[PATH_MAX]; /* where the site stands; no slash at its end */
	char spare[PATH_MAX]; /* where the next one is made */
	char lock_path[PATH_MAX];
	int lock;               /* -1: it is not open */
	int folder;             /* spare, open; -1 before site_begin */
	bool changed;           /* the manifest in spare is gone */
	struct manifest shown;  /* of what stands at final */
	struct manifest spared; /* of what stands at spare */
	struct manifest next;   /* of what is made */
	site_stays_fn *stays;
	site_closes_fn *closes;    /* NULL, or set it */
	const void *stays_context; /* of both */
	pthread_mutex_t mutex;     /* of changed, next, paths and counts */
	struct arena paths;
	uint64_t n_written, n_removed; /* files */
	unsigned n_workers; /* that look at the spare site: 1, or set it */
};

/* Finds and locks the folder at path. One that stands already must be empty or
 * hold a site of ours. Another run is waited for; quiet: silently. False: e
 * says why, and nothing is open. */
bool site_open(struct site *site, const char *path, bool quiet, struct err *e)
    __attribute__((warn_unused_result));

/* True if what stands there was made of the inputs with that digest. */
bool site_is_made_of(const struct site *site, struct digest inputs);

/* Begins the next site, made of these inputs. Files for which stays holds are
 * taken over from what stands if it was made under the same terms, a short
 * line of text; stays may be NULL. */
bool site_begin(struct site *site, struct digest inputs, const char *terms,
    site_stays_fn *stays, const void *context, struct err *e)
    __attribute__((warn_unused_result));

/* True if the site that stands has the file, and it stays although this run
 * does not make it. */
bool site_lets_stay(const struct site *site, const char *path);

/* The same of a closed folder. */
bool site_lets_stay_closed(const struct site *site, const char *path);

/* Removes the closed folders that do not stay from the next site. To be called
 * before a file is put into any, once it is settled which stay. */
bool site_clear_closed(struct site *site, struct err *e)
    __attribute__((warn_unused_result));

/* Puts a file of n bytes at path below the next site, which makes its folders.
 * Each path is put once. Any number of threads may do so at once. */
bool site_put(struct site *site, const char *path, const void *bytes, size_t n,
    struct err *e) __attribute__((warn_unused_result));

/* The same for a file that is costly to make: says what it was made of. */
bool site_put_made(struct site *site, const char *path, const void *bytes,
    size_t n, struct digest made_of, struct err *e)
    __attribute__((warn_unused_result));

/* Takes over the file at path if it was made of the same; then it must not be
 * put. False: it must be. */
bool site_has_made(struct site *site, const char *path, struct digest made_of);

/* Reads a file of the next site, one that was put or that stays; the caller
 * frees it. False: there is none, or it cannot be read. */
bool site_read(struct site *site, const char *path, char **bytes, size_t *n);

/* Removes what was not put, and puts the next site in the place of what stood
 * there, in one step; a .gitkeep of it stays. Then the site is closed. False:
 * the old site stands as it was, and the next one is thrown away. */
bool site_commit(struct site *site, struct err *e)
    __attribute__((warn_unused_result));

/* Closes the site; what was made of the next one is thrown away. Harmless after
 * a commit or a failed site_open. */
void site_abandon(struct site *site);

#endif
