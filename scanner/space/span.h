/* Which of many spans of numbers a number lies in: by a table of the spans at
 * even distances, and a search among the few between two of them. Taken by the
 * kernel's compiler too; span_start, which gives the first number of a span, is
 * to be defined by whoever includes this. */
#ifndef SCANNER_SPACE_SPAN_H
#define SCANNER_SPACE_SPAN_H

#include <stdint.h>

enum { SPAN_STEPS = 32 };

/* The first number of span k, which is one of the space's. */
static inline uint64_t span_start(const void *space, uint32_t k);

/* The last of the spans low…high-1 that starts at i or before; span `low`
 * does. */
static inline __attribute__((always_inline)) uint32_t
span_find(const void *space, uint32_t low, uint32_t high, uint64_t i)
{
	for (int step = 0; step < SPAN_STEPS && high - low > 1; step++) {
		const uint32_t middle = low + (high - low) / 2;
		if (span_start(space, middle) <= i)
			low = middle;
		else
			high = middle;
	}
	return low;
}

#endif
