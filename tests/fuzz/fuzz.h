/* What the fuzz targets share: input taken piece by piece, checks that end the
 * program, bytes made a file. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/bytes.h"

/* The target: tries one input. Called by libFuzzer, and by replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What of an input is left. */
struct input {
	const uint8_t *bytes;
	size_t n;
};

/* Ends the program unless what must hold does. */
static inline void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "must hold: %s\n", what);
	abort();
}

/* Takes one byte; 0 at the end. */
static inline uint8_t
take_byte(struct input *in)
{
	if (in->n == 0)
		return 0;
	in->n--;
	return *in->bytes++;
}

/* Takes two bytes, the high one first. */
static inline uint16_t
take_16(struct input *in)
{
	const uint8_t high = take_byte(in);
	return (uint16_t)(high << 8 | take_byte(in));
}

/* Takes a packet: two bytes of length, then as many bytes as there are. A copy
 * of its own size, so that a step outside is found; the caller frees it. */
static inline uint8_t *
take_packet_bytes(struct input *in, size_t *n)
{
	*n = take_16(in);
	if (*n > in->n)
		*n = in->n;
	uint8_t *copy = malloc(*n > 0 ? *n : 1);
	must(copy != NULL, "there is memory");
	for (size_t i = 0; i < *n; i++)
		copy[i] = in->bytes[i];
	in->bytes += *n;
	in->n -= *n;
	return copy;
}

/* Makes the bytes a file in memory; gives its path, which lives until the next
 * call with the same number, 0 or 1. */
static inline const char *
file_of(unsigned number, const void *bytes, size_t n)
{
	static int files[2] = {-1, -1};
	static char paths[2][32];
	const int old = files[number];
	files[number] = memfd_create("input", MFD_CLOEXEC);
	must(files[number] >= 0, "there is a file");
	if (old >= 0)
		close(old);
	must(write(files[number], bytes, n) == (ssize_t)n, "the file is whole");
	snprintf(paths[number], sizeof paths[number], "/proc/self/fd/%d",
	    files[number]);
	return paths[number];
}

#endif
