#include "render/cluster/query.c"
#include "tests/unit/support.h"

static const struct clickhouse server = {.name = "clickhouse://me@host/db"};

static void
cell(struct buf *b, unsigned kind, const char *country, uint32_t what,
    uint64_t n)
{
	binary_add(b, kind, 1);
	buf_add(b, country, 2);
	binary_add(b, what, 4);
	binary_add(b, n, 8);
}

static void
count_free(struct count *c)
{
	for (int i = 0; i < N_INNERS; i++)
		tally_done(&c->tallies[i]);
	tally_done(&c->figures);
	free(c->blocks);
}

static void
assert_cell(const struct tally *t, size_t i, const char *country,
    uint32_t inner, int32_t hosts)
{
	assert_true(i < t->n_cells);
	assert_int_equal(t->cells[i].country >> 8, country[0]);
	assert_int_equal(t->cells[i].country & 0xff, country[1]);
	assert_int_equal(t->cells[i].inner, inner);
	assert_int_equal(t->cells[i].hosts, hosts);
}

static void
an_answer_becomes_tallies(void **state)
{
	struct count c = {.blocks = mem_new(COUNT_BLOCKS, sizeof(uint32_t))};
	struct buf b;
	struct err e;
	uint64_t rows = 0;
	(void)state;
	buf_init(&b, 4096);
	cell(&b, BY_NETWORK, "US", 7018, 3);
	cell(&b, BY_NETWORK, "DE", 3320, 2);
	cell(&b, BY_STRATUM, "DE", 3, 2);
	cell(&b, BY_HUNDREDTHS, "DE", 3050, 1);
	cell(&b, BY_HUNDREDTHS, "DE", 3100, 1);
	cell(&b, BY_HUNDREDTHS, "US", AMPLIFICATION_UNKNOWN, 3);
	cell(&b, BY_BLOCK, "\0\0", 513, 5);
	cell(&b, ROWS, "\0\0", 0, 6);
	assert_true(take_day(&server, &b, &c, &rows, &e));
	assert_int_equal(rows, 6);
	assert_int_equal(c.blocks[513], 5);
	assert_cell(&c.tallies[INNER_ASN], 0, "DE", 3320, 2);
	assert_cell(&c.tallies[INNER_ASN], 1, "US", 7018, 3);
	assert_cell(&c.tallies[INNER_STRATUM], 0, "DE", 3, 2);
	assert_cell(&c.tallies[INNER_AMPLIFICATION], 0, "DE",
	    class_of_amplification(3050), 2);
	assert_cell(&c.tallies[INNER_AMPLIFICATION], 1, "US", 0, 3);
	assert_cell(&c.figures, 0, "\0\0", FIGURE_AMPLIFICATION_P50, 3050);
	assert_cell(&c.figures, 1, "\0\0", FIGURE_AMPLIFICATION_P95, 3100);
	assert_cell(&c.figures, 2, "DE", FIGURE_AMPLIFICATION_P50, 3050);
	assert_int_equal(c.figures.n_cells, 4);
	buf_done(&b);
	count_free(&c);
}

static void
other_answers_are_refused(void **state)
{
	static const struct {
		unsigned kind;
		uint32_t what;
		uint64_t n;
	} bad[] = {{N_KINDS, 0, 1}, {255, 0, 1}, {BY_BLOCK, COUNT_BLOCKS, 1},
	    {BY_NETWORK, 1, (uint64_t)INT32_MAX + 1},
	    {BY_HUNDREDTHS, 1, UINT64_MAX}};
	struct err e;
	uint64_t rows;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct count c = {
		    .blocks = mem_new(COUNT_BLOCKS, sizeof(uint32_t))};
		struct buf b;
		buf_init(&b, 64);
		cell(&b, bad[i].kind, "DE", bad[i].what, bad[i].n);
		assert_false(take_day(&server, &b, &c, &rows, &e));
		assert_says(e.text, "host/db answers with what are no counts");
		buf_done(&b);
		count_free(&c);
	}
}

/* Whatever comes, nothing is read that is not there. */
static void
noise_does_no_harm(void **state)
{
	(void)state;
	dice_start();
	for (int round = 0; round < 2000; round++) {
		struct count c = {0};
		struct tally figures = {0};
		struct buf b;
		struct err e;
		uint64_t rows = 0;
		buf_init(&b, 400);
		for (uint64_t n = dice(300); n > 0; n--)
			buf_char(&b, (char)(dice(3) > 0 ? 0 : dice(256)));
		if (take_day(&server, &b, &c, &rows, &e))
			assert_int_equal(b.len % 15, 0);
		if (take_windows(&server, &b, true, &figures, &rows, &e))
			assert_int_equal(b.len % 58, 0);
		tally_done(&figures);
		buf_done(&b);
		count_free(&c);
	}
}

static int
compare_factor(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

static void
percentiles_are_the_nearest_rank(void **state)
{
	(void)state;
	dice_start();
	for (int round = 0; round < 300; round++) {
		uint32_t all[400];
		struct factor factors[20];
		size_t n = 0, n_factors = 1 + dice(20);
		for (size_t i = 0; i < n_factors; i++) {
			factors[i] =
			    (struct factor){.hundredths = (uint32_t)(i * 7),
				.hosts = 1 + dice(20)};
			for (uint64_t j = 0; j < factors[i].hosts; j++)
				all[n++] = factors[i].hundredths;
		}
		qsort(all, n, sizeof all[0], compare_factor);
		assert_int_equal(percentile(factors, n_factors, 50),
		    all[(n * 50 + 99) / 100 - 1]);
		assert_int_equal(percentile(factors, n_factors, 95),
		    all[(n * 95 + 99) / 100 - 1]);
	}
}

static void
windows_are_listed_with_the_world(void **state)
{
	struct tally figures = {0};
	struct buf b;
	struct err e;
	uint64_t rows = 0;
	(void)state;
	buf_init(&b, 200);
	for (int i = 0; i < 2; i++) {
		buf_text(&b, i == 0 ? "DE" : "US");
		for (unsigned f = 0; f < 7; f++)
			binary_add(&b, i == 0 ? f : 10, 8);
	}
	assert_true(take_windows(&server, &b, false, &figures, &rows, &e));
	assert_int_equal(rows, 16);
	assert_int_equal(figures.n_cells, 9);
	assert_cell(&figures, 0, "\0\0", FIGURE_SEEN_7, 10);
	assert_cell(&figures, 2, "\0\0", FIGURE_SEEN_365, 12);
	assert_cell(&figures, 3, "DE", FIGURE_SEEN_7, 0);
	tally_done(&figures);
	figures = (struct tally){0};
	assert_true(take_windows(&server, &b, true, &figures, &rows, &e));
	assert_int_equal(figures.n_cells, 18);
	assert_cell(&figures, 11, "DE", FIGURE_GONE, 5);
	tally_done(&figures);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_answer_becomes_tallies),
	    cmocka_unit_test(other_answers_are_refused),
	    cmocka_unit_test(noise_does_no_harm),
	    cmocka_unit_test(percentiles_are_the_nearest_rank),
	    cmocka_unit_test(windows_are_listed_with_the_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
