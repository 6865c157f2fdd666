/* One series in one calendar year, packed into few bytes, and back. */
#ifndef RENDER_KEEP_PACKED_H
#define RENDER_KEEP_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/keep/store.h"

/* A year is packed in blocks of days. */
enum {
	PACKED_BLOCK = 32, /* days */
	PACKED_BLOCKS = (STORE_YEAR_DAYS + PACKED_BLOCK - 1) / PACKED_BLOCK,
	PACKED_ROOM = PACKED_BLOCKS * PACKED_BLOCK, /* days that are unpacked */
	/* The most bytes of a year: its length, and of each block the width,
	 * the least value and the bits. */
	PACKED_MOST = 2 + PACKED_BLOCKS * (1 + 5 + PACKED_BLOCK * 4)
};

/* Packs n_days values, each 0 or more, or STORE_NO_VALUE; n_days is at most
 * STORE_YEAR_DAYS. Gives the number of bytes; 0: there is no value at all. The
 * same values always give the same bytes, and later days without a value do
 * not count. */
size_t packed_write(
    const int32_t *values, size_t n_days, uint8_t out[static PACKED_MOST]);

/* Unpacks n bytes, which may be anybody's, to the n_days values of a year; what
 * is behind these is undefined. False: they are no such year, and all values
 * are undefined. */
bool packed_read(const uint8_t *bytes, size_t n, size_t n_days,
    int32_t values[static PACKED_ROOM]) __attribute__((warn_unused_result));

#endif
