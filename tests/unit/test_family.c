/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#include "render/read/family.h"

static void
assert_family(const char *version, const char *system, const char *key)
{
	const size_t n = version != NULL ? strlen(version) : 0;
	const size_t m = system != NULL ? strlen(system) : 0;
	assert_string_equal(family_key(family_of(version, n, system, m)), key);
}

static void
test_ntpd_releases(void **state)
{
	(void)state;
	assert_family("ntpd 4.2.6p5@1.2349-o Tue Feb 2", "Linux", "ntpd-4.2.6");
	assert_family("ntpd 4.2.8p15-win (1) ", "Windows", "ntpd-4.2.8");
	assert_family("4.2.8p10@1.3728-o", "UNIX", "ntpd-4.2.8");
	assert_family("ntpd 4.1.1a@1.791", "", "ntpd-4.1");
	assert_family("ntpd 4.2.0-a Thu", "FreeBSD/9", "ntpd-4.2.0");
	assert_family("ntpd 4.3.93", "", "ntpd-4.3");
	assert_family("ntpd 4.2.5p1", "", "ntpd-4-other");
	assert_family("ntpd 4.2.80", "", "ntpd-4-other");
	assert_family("ntpd 4.20.1", "", "ntpd-4-other");
	assert_family(" \"ntpd 4.2.4p8", "", "ntpd-4.2.4");
}

static void
test_the_system_says_more(void **state)
{
	(void)state;
	assert_family(NULL, "cisco", "cisco-ios");
	assert_family("4", "Cisco", "cisco-ios");
	assert_family("ntpd 4.2.0-a Wed", "JUNOS18.4R3-S1.3", "junos");
	assert_family("ntpd 4.2.8p15-a", "FreeBSDJNPR-15.0", "junos");
}

static void
test_others(void **state)
{
	(void)state;
	assert_family("4", "UNIX", "ntp-4");
	assert_family("3", "", "ntp-3");
	assert_family("ntpd ntpsec-1.2.2", "Linux", "ntpsec");
	assert_family("xntpd 3-5.93e", "", "xntpd-3");
	assert_family(NULL, NULL, "no-version");
	assert_family("", "UNIX", "no-version");
	assert_family("<script>alert(1)</script>", "", "unrecognised");
	assert_family("ntpd 40", "", "unrecognised");
	assert_family("ntpd ", "", "unrecognised");
}

/* Numbers stand for keys in tables, which are sorted by key. */
static void
test_numbers_sort_as_keys(void **state)
{
	(void)state;
	for (int f = 2; f < FAMILY_END; f++)
		assert_true(strcmp(family_key((enum family)(f - 1)),
				family_key((enum family)f)) < 0);
	for (int f = 1; f < FAMILY_END; f++)
		assert_string_not_equal(family_name((enum family)f), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ntpd_releases),
	    cmocka_unit_test(test_the_system_says_more),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_numbers_sort_as_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
