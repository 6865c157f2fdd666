#include <string.h>
#include <sys/stat.h>

#include "scanner/key.h"
#include "tests/unit/support.h"

static void
a_key_is_read_back_and_is_ones_own(void **state)
{
	uint8_t made[RANDOM_KEY_BYTES], read[RANDOM_KEY_BYTES];
	struct stat st;
	struct err e;
	const char *path = scratch("check.key");
	(void)state;
	umask(0);
	assert_true(key_create(path, made, &e));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(key_read(path, read, &e));
	assert_memory_equal(made, read, sizeof made);
}

static void
no_two_keys_are_the_same(void **state)
{
	uint8_t one[RANDOM_KEY_BYTES], other[RANDOM_KEY_BYTES];
	struct err e;
	const char *path = scratch("check.key");
	(void)state;
	assert_true(key_create(path, one, &e));
	assert_true(key_create(path, other, &e));
	assert_memory_not_equal(one, other, sizeof one);
}

static void
a_key_that_others_can_read_is_refused(void **state)
{
	uint8_t key[RANDOM_KEY_BYTES];
	struct err e;
	const char *path = scratch("check.key");
	(void)state;
	assert_true(key_create(path, key, &e));
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(key_read(path, key, &e));
	assert_says(e.text, "can be read by others");
}

static void
what_is_no_key_is_refused(void **state)
{
	static const char good[] = "00112233445566778899aabbccddeeff"
				   "00112233445566778899aabbccddeeff";
	static const char *const bad[] = {"", "\n", "%.63s\n", "%s", "%s0\n",
	    "%.63sg\n", "%.63sF\n", " %.63s\n", "%s\n\n"};
	uint8_t key[RANDOM_KEY_BYTES];
	struct err e;
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		char text[128];
		const char *hole = strchr(bad[i], '%');
		const int digits = hole == NULL ? 0 : hole[1] == '.' ? 63 : 64;
		const char *rest =
		    hole == NULL ? bad[i] : strchr(hole, 's') + 1;
		snprintf(text, sizeof text, "%.*s%.*s%s",
		    hole != NULL ? (int)(hole - bad[i]) : 0, bad[i], digits,
		    good, rest);
		const char *path = scratch_bytes("bad.key", text, strlen(text));
		assert_int_equal(chmod(path, 0600), 0);
		if (key_read(path, key, &e))
			fail_msg("\"%s\" was taken", text);
	}
	assert_false(key_read(scratch("absent.key"), key, &e));
	assert_says(e.text, "No such file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_key_is_read_back_and_is_ones_own),
	    cmocka_unit_test(no_two_keys_are_the_same),
	    cmocka_unit_test(a_key_that_others_can_read_is_refused),
	    cmocka_unit_test(what_is_no_key_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
