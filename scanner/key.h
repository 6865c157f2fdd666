/* The secret key of a run's answer check, as a file that only its owner reads.
 */
#ifndef SCANNER_KEY_H
#define SCANNER_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/random.h"

/* Draws a key and writes it to a new file at path: 64 hexadecimal digits and a
 * line end, mode 0600. A file that stands there is replaced. */
bool key_create(const char *path, uint8_t key[static RANDOM_KEY_BYTES],
    struct err *e) __attribute__((warn_unused_result));

/* Reads a key that another shard's run wrote. A file that others may read is no
 * secret and is refused. */
bool key_read(const char *path, uint8_t key[static RANDOM_KEY_BYTES],
    struct err *e) __attribute__((warn_unused_result));

#endif
