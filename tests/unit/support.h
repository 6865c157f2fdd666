/* What the tests of lib/ and scanner/ share: cmocka, addresses, files in a
 * scratch folder, dice whose seed is printed. */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/addr.h"
#include "lib/file.h"
#include "lib/random.h"
#include "lib/text.h"

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* The address that text must be. */
static inline struct addr
address(const char *text)
{
	struct addr a;
	if (!addr_parse(text, &a))
		fail_msg("%s is no address", text);
	return a;
}

/* The range that text must be. */
static inline struct addr_range
range(const char *text)
{
	struct addr_range r;
	const char *why;
	if (!addr_range_parse(text, &r, &why))
		fail_msg("%s %s", text, why);
	return r;
}

/* Fails unless text holds the words. */
static inline void
assert_says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", text, words);
}

static char scratch_folder[64];

/* Removes the scratch folder. */
static inline void
scratch_remove(void)
{
	struct err e;
	if (!file_remove(scratch_folder, &e))
		fprintf(stderr, "%s\n", e.text);
}

/* The path of a name in this program's scratch folder, which goes with it. The
 * last eight paths live. */
static inline const char *
scratch(const char *name)
{
	static char paths[8][sizeof scratch_folder + 256];
	static unsigned next;
	if (scratch_folder[0] == '\0') {
		memcpy(scratch_folder, "/tmp/ntpcensus-unit-XXXXXX", 27);
		assert_non_null(mkdtemp(scratch_folder));
		atexit(scratch_remove);
	}
	char *path = paths[next++ % 8];
	snprintf(path, sizeof paths[0], "%s/%s", scratch_folder, name);
	return path;
}

/* Makes a file of these n bytes below the scratch folder; gives its path. */
static inline const char *
scratch_bytes(const char *name, const void *bytes, size_t n)
{
	struct file_aside f;
	struct err e;
	const char *path = scratch(name);
	if (!file_aside_open(&f, path, &e))
		fail_msg("%s", e.text);
	if (n > 0)
		assert_int_equal(fwrite(bytes, n, 1, f.stream), 1);
	if (!file_aside_commit(&f, &e))
		fail_msg("%s", e.text);
	return path;
}

/* Makes a file of this text below the scratch folder; gives its path. */
static inline const char *
scratch_text(const char *name, const char *text)
{
	return scratch_bytes(name, text, strlen(text));
}

/* What the file holds; the caller frees it. */
static inline char *
contents(const char *path)
{
	struct err e;
	char *text;
	if (!file_read(path, 1 << 26, &text, NULL, &e))
		fail_msg("%s", e.text);
	return text;
}

static uint64_t dice_state;

/* Starts the dice from $SEED, or from a random seed, and says which. */
static inline void
dice_start(void)
{
	const char *seed = getenv("SEED");
	if (seed == NULL || !text_to_uint(seed, UINT64_MAX, &dice_state))
		random_bytes(&dice_state, sizeof dice_state);
	print_message("# SEED=%llu\n", (unsigned long long)dice_state);
}

/* A number in 0…n-1 (splitmix64). */
static inline uint64_t
dice(uint64_t n)
{
	uint64_t z = dice_state += 0x9e3779b97f4a7c15ULL;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

#endif
