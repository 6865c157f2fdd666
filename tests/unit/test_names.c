/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "render/keep/names.h"
#include "render/read/tally.h"

struct fixture {
	char countries[32];
	char regions[32];
	struct config config;
	struct names names;
	struct arena arena;
};

static void
write_file(char *path, const char *text)
{
	const int fd = mkstemp(path);
	assert_true(fd >= 0);
	FILE *out = fdopen(fd, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static int
set_up(void **state)
{
	static struct fixture f;
	f = (struct fixture){
	    .countries = "/tmp/names-XXXXXX", .regions = "/tmp/names-XXXXXX"};
	write_file(f.countries,
	    "{\"3166-1\":[{\"alpha_2\":\"DE\",\"alpha_3\":\"DEU\",\"name\":"
	    "\"Germany\"},{\"alpha_2\":\"CD\",\"alpha_3\":\"COD\",\"name\":"
	    "\"Congo, The Democratic Republic of the\"},{\"alpha_2\":\"BQ\","
	    "\"alpha_3\":\"BES\",\"name\":\"Bonaire, Sint Eustatius and "
	    "Saba\"},{\"alpha_2\":\"BO\",\"alpha_3\":\"BOL\",\"name\":"
	    "\"Bolivia, Plurinational State of\",\"common_name\":"
	    "\"Bolivia\"},{\"alpha_2\":7,\"name\":\"x\"},9]}");
	write_file(f.regions,
	    "DEU\tEurope\tWestern Europe\r\nCOD\tAfrica\nno tab\n\t\nXXX\ty");
	f.config.site.countries = f.countries;
	f.config.site.regions = f.regions;
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	names_done(&f->names);
	arena_reset(&f->arena);
	unlink(f->countries);
	unlink(f->regions);
	return 0;
}

static void
assert_country(
    struct fixture *f, const char *code, const char *name, const char *region)
{
	const uint16_t country = tally_country(code, 2);
	assert_string_equal(names_country(&f->names, country), name);
	assert_string_equal(names_region(&f->names, country), region);
}

static void
test_countries(void **state)
{
	struct fixture *f = *state;
	names_read(&f->names, &f->config, &f->arena);
	assert_country(f, "DE", "Germany", "Europe");
	assert_country(
	    f, "CD", "The Democratic Republic of the Congo", "Africa");
	assert_country(f, "BQ", "Bonaire, Sint Eustatius and Saba", "");
	assert_country(f, "BO", "Bolivia", "");
	assert_country(f, "XK", "Kosovo", "");
	assert_country(f, "QQ", "QQ", "");
}

static void
test_missing_files_leave_codes(void **state)
{
	struct fixture *f = *state;
	char none[] = "/nowhere/countries.json";
	f->config.site.countries = none;
	f->config.site.regions = none;
	names_read(&f->names, &f->config, &f->arena);
	assert_country(f, "DE", "DE", "");
}

static void
test_the_newest_name_of_a_network(void **state)
{
	struct fixture *f = *state;
	names_read(&f->names, &f->config, &f->arena);
	assert_string_equal(names_network(&f->names, 64500), "AS64500");
	names_set_network(&f->names, 64500, "Old");
	names_set_network(&f->names, 64501, "Other");
	names_set_network(&f->names, 64500, "New");
	assert_string_equal(names_network(&f->names, 64500), "New");
	assert_string_equal(names_network(&f->names, 64501), "Other");
	assert_string_equal(
	    names_network(&f->names, UINT32_MAX), "AS4294967295");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_countries, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_missing_files_leave_codes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_the_newest_name_of_a_network, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
