/* The medians of a stroke, against sorting what is there. */
#include <stdlib.h>

#include "render/draw/trace.c"
#include "tests/unit/support.h"

enum { DAYS = 200, ROUNDS = 300 };

static int
compare(const void *left, const void *right)
{
	const int32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* By the definition: the middle one, or the mean of the two in the middle. */
static double
expected(const struct chart_line *line, size_t day)
{
	int32_t whole[WINDOW];
	size_t n = 0;
	for (size_t i = 0; i < DAYS; i++)
		if (i + HALF_WINDOW >= day && i <= day + HALF_WINDOW &&
		    line->hosts[i] >= 0 && !line->partial[i])
			whole[n++] = line->hosts[i];
	qsort(whole, n, sizeof whole[0], compare);
	return n % 2 == 1 ? whole[n / 2]
			  : ((double)whole[n / 2 - 1] + whole[n / 2]) / 2;
}

static void
medians_are_those_of_sorted_days(void **state)
{
	(void)state;
	struct arena arena = {0};
	int32_t hosts[DAYS];
	bool partial[DAYS];
	const struct chart_line line = {.hosts = hosts, .partial = partial};
	srandom(7);
	for (int round = 0; round < ROUNDS; round++) {
		const long span = round % 3 == 0 ? 4 : 1L << 30;
		for (size_t i = 0; i < DAYS; i++) {
			const bool gap = random() % 16 < round % 4;
			hosts[i] = gap ? -1 : (int32_t)(random() % span);
			partial[i] = random() % 32 < round % 5;
		}
		const double *numbers = numbers_of(&line, DAYS, true, &arena);
		for (size_t i = 0; i < DAYS; i++)
			if (series_is_whole(&line, i))
				assert_true(numbers[i] == expected(&line, i));
		arena_rewind(&arena);
	}
	arena_reset(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(medians_are_those_of_sorted_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
