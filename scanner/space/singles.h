/* Long lists of single addresses, sorted on the disk: what is kept in memory is
 * bounded, however many there are. */
#ifndef SCANNER_SPACE_SINGLES_H
#define SCANNER_SPACE_SINGLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/addr.h"
#include "lib/err.h"

#include "scanner/space/ranges.h"

/* So many are sorted at once: 64 MB, and as much again for sorting. */
enum { SINGLES_RUN = 1 << 22, SINGLES_BYTES = 16 };

/* A list being gathered. */
struct singles;

/* Begins a list; `run` is SINGLES_RUN but in tests. */
struct singles *singles_new(size_t run);
void singles_free(struct singles *s);

/* Adds an address. False: there is no room for the file; e says so. */
bool singles_add(struct singles *s, const struct addr *a, struct err *e)
    __attribute__((warn_unused_result));

/* How many were added. */
uint64_t singles_count(const struct singles *s);

/* Writes what lies in neither of two merged lists to a stream: SINGLES_BYTES of
 * each address, in order, each once. *n gets how many, *n_ipv4 how many of them
 * are IPv4, *n_excluded how many lay in `excluded`. False: a file cannot be
 * read or written. */
bool singles_write(struct singles *s, const struct ranges *known,
    const struct ranges *excluded, FILE *out, uint64_t *n, uint64_t *n_ipv4,
    uint64_t *n_excluded, struct err *e) __attribute__((warn_unused_result));

/* Calls on_addr for each address, in any order, before they were written. */
typedef void singles_addr_fn(void *context, const struct addr *a);
bool singles_each(struct singles *s, singles_addr_fn *on_addr, void *context,
    struct err *e) __attribute__((warn_unused_result));

/* An address of a written list, and whether such a list holds one: *at gets its
 * place. */
struct addr singles_at(const uint8_t *list, uint64_t i);
bool singles_find(
    const uint8_t *list, uint64_t n, const struct addr *a, uint64_t *at);

/* A file without a name, in $TMPDIR or else where large files may lie. NULL: e
 * says why. */
FILE *singles_temporary(struct err *e);

#endif
