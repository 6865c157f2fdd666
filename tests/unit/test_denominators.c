#include "render/keep/denominators.h"
#include "render/pages/data_denominators.h"
#include "render/read/tally.h"
#include "tests/unit/support.h"

static struct arena arena;

static int
tear_down(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

static struct denominators
read_text(const char *text)
{
	struct denominators d;
	denominators_read(&d, scratch_text("addresses.csv", text), &arena);
	return d;
}

static uint64_t
country(const struct denominators *d, const char *code)
{
	return denominators_country(d, tally_country(code, 2));
}

static void
lines_add_up(void **state)
{
	(void)state;
	const struct denominators d =
	    read_text("\xef\xbb\xbf\"country\",asn,addresses\r\n"
		      "DE,3320,1000\r\nde,64500,24\r\nFR,3320,6\r\n\r\n"
		      ",3320,10\nNL,,256\n,,4\nDE,3320,1");
	assert_int_equal(d.n_skipped, 0);
	assert_int_equal(denominators_world(&d), 1301);
	assert_int_equal(d.n_countries, 3);
	assert_int_equal(country(&d, "DE"), 1025);
	assert_int_equal(country(&d, "FR"), 6);
	assert_int_equal(country(&d, "NL"), 256);
	assert_int_equal(country(&d, "AT"), 0);
	assert_int_equal(d.n_networks, 2);
	assert_int_equal(denominators_network(&d, 3320), 1017);
	assert_int_equal(denominators_network(&d, 64500), 24);
	assert_int_equal(denominators_network(&d, 1), 0);
}

static void
all_of_ipv4_is_the_most_there_is(void **state)
{
	(void)state;
	struct denominators d =
	    read_text("country,asn,addresses\nDE,4294967295,4294967296\n"
		      "FR,1,1\nFR,1,0\n");
	assert_int_equal(d.n_skipped, 1);
	assert_int_equal(denominators_world(&d), 4294967296);
	assert_int_equal(country(&d, "DE"), 4294967296);
	assert_int_equal(country(&d, "FR"), 0);
	assert_int_equal(denominators_network(&d, UINT32_MAX), 4294967296);
	d = read_text("country,asn,addresses\nDE,1,4294967297\nDE,1,5\n");
	assert_int_equal(d.n_skipped, 1);
	assert_int_equal(denominators_world(&d), 5);
}

static void
hostile_lines_are_skipped(void **state)
{
	static const char *const bad[] = {"DEU,1,5", "D,1,5", "ZZ,1,5",
	    "D1,1,5", "DE,0,5", "DE,AS1,5", "DE,-1,5", "DE,4294967296,5",
	    "DE,1,", "DE,1,-5", "DE,1,5.0", "DE,1,0x5", "DE,1,1e3", "DE,1",
	    "DE,1,5,", "DE;1;5", "country,asn,addresses", "\"DE,1,5"};
	struct buf text;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		buf_init(&text, 4096);
		buf_text(&text, "country,asn,addresses\nFR,7,300\n");
		buf_text(&text, bad[i]);
		const struct denominators d = read_text(text.text);
		if (d.n_skipped != 1 || d.world != 300 ||
		    country(&d, "FR") != 300 ||
		    denominators_network(&d, 1) != 0)
			fail_msg("%s was taken", bad[i]);
		buf_done(&text);
	}
}

static void
a_file_of_no_use_gives_nothing(void **state)
{
	static const char *const bad[] = {"", "\n", "DE,3320,1000\nFR,1,5\n",
	    "country,asn,addresses\n", "country,asn,addresses\nx,y,z\n",
	    "asn,country,addresses\n1,DE,5\n", "country,asn\nDE,5\n",
	    "country,asn,addresses,\nDE,1,5,\n"};
	struct denominators d;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		d = read_text(bad[i]);
		if (d.world != 0 || d.n_countries != 0 || d.n_networks != 0)
			fail_msg("case %zu was taken", i);
	}
	denominators_read(&d, "/nowhere/addresses.csv", &arena);
	assert_int_equal(denominators_world(&d), 0);
	denominators_read(&d, "", &arena);
	assert_int_equal(denominators_world(&d), 0);
	assert_int_equal(country(&d, "DE"), 0);
}

/* Each sum is what a plain addition of random lines gives. */
static void
random_lines_add_up(void **state)
{
	static const char *const codes[] = {"DE", "FR", "NL", ""};
	uint64_t by_country[4] = {0}, by_network[50] = {0}, world = 0;
	struct buf text;
	(void)state;
	dice_start();
	buf_init(&text, 1 << 20);
	buf_text(&text, "country,asn,addresses\n");
	for (int i = 0; i < 5000; i++) {
		const uint64_t c = dice(4), asn = dice(50), n = dice(800000);
		by_country[c] += n;
		by_network[asn] += n;
		world += n;
		buf_printf(&text, "%s,", codes[c]);
		if (asn > 0)
			buf_printf(&text, "%llu", (unsigned long long)asn);
		buf_printf(&text, ",%llu\n", (unsigned long long)n);
	}
	const struct denominators d = read_text(text.text);
	buf_done(&text);
	assert_int_equal(d.n_skipped, 0);
	assert_int_equal(denominators_world(&d), world);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(country(&d, codes[i]), by_country[i]);
	for (uint32_t i = 1; i < 50; i++)
		assert_int_equal(denominators_network(&d, i), by_network[i]);
}

static void
sums_are_published(void **state)
{
	const struct denominators d =
	    read_text("country,asn,addresses\nNA,64500,1000\nDE,4294967295,24\n"
		      "DE,64500,6\n");
	struct data_table t;
	(void)state;
	data_table_init(&t);
	data_denominators_fill(&t, &d);
	assert_string_equal(t.csv.text, "kind,key,addresses\nworld,world,1030\n"
					"country,DE,30\ncountry,NA,1000\n"
					"asn,64500,1006\nasn,4294967295,24\n");
	data_table_done(&t);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(lines_add_up),
	    TEST(all_of_ipv4_is_the_most_there_is),
	    TEST(hostile_lines_are_skipped),
	    TEST(a_file_of_no_use_gives_nothing),
	    TEST(random_lines_add_up),
	    TEST(sums_are_published),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
