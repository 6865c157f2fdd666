/* The addresses to ask, as numbers 0…n-1: what was asked for, minus what is
 * excluded, each address once. */
#ifndef SCANNER_SPACE_TARGETS_H
#define SCANNER_SPACE_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/fingerprint.h"

#include "scanner/space/ranges.h"

/* Steps over the numbers, to begin a search at. */
enum { TARGETS_JUMPS = 1 << 16 };

struct singles;

struct targets {
	struct ranges allowed; /* sorted, IPv4 first */
	uint64_t *starts;      /* the number of each range's first address */
	uint32_t *jumps;       /* TARGETS_JUMPS + 1: entry j is the range that
				  holds number j << shift, or the last one */
	unsigned shift;
	uint64_t n_in_ranges;   /* numbers below it are the ranges'; those above
				   are those of a long list of single addresses */
	const uint8_t *singles; /* scanner/space/singles.h reads it */
	uint64_t n_singles;
	void *map; /* of the file that holds them */
	size_t map_bytes;
	uint64_t n;          /* addresses in all */
	uint64_t n_ipv4;     /* of them IPv4 */
	uint64_t n_excluded; /* addresses asked for, but excluded; UINT64_MAX:
				more than can be counted */
};

/* Makes the target space. `asked` and `excluded` are merged in place and stay
 * the caller's. False: more than 2^48 addresses, which nobody can ask. */
bool targets_init(struct targets *t, struct ranges *asked,
    struct ranges *excluded, struct err *e) __attribute__((warn_unused_result));
void targets_done(struct targets *t);

/* Adds a long list of single addresses, those left out that lie in the merged
 * list of exclusions or are targets already. They stay in a temporary file that
 * is mapped. False: it cannot be written or mapped; t is as before. */
bool targets_add_singles(struct targets *t, struct singles *list,
    const struct ranges *excluded, struct err *e)
    __attribute__((warn_unused_result));

/* Maps a file whose bytes from `start` on are n_singles such addresses, and
 * adds them. False: it cannot be mapped, or is too short. */
bool targets_map_singles(struct targets *t, int fd, size_t start,
    uint64_t n_singles, struct err *e) __attribute__((warn_unused_result));

/* What stands for the space and changes with any address in it. */
void targets_fingerprint(
    const struct targets *t, char out[static FINGERPRINT_TEXT_MAX]);

/* Writes the space to a file of work, which never leaves its machine, and reads
 * it back. False: it cannot be written; it is no such file, or damaged. */
bool targets_save(const struct targets *t, const char *path, struct err *e)
    __attribute__((warn_unused_result));
bool targets_load(struct targets *t, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* The address of number i, i < n. */
struct addr targets_at(const struct targets *t, uint64_t i);

/* The number of an address. False: it is no target. */
bool targets_find(const struct targets *t, const struct addr *a, uint64_t *out);

#endif
