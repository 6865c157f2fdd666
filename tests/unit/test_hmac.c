/* Codes of the examples of RFC 4231, their texts, and what is no code. */
#include "lib/hmac.h"

#include "tests/unit/support.h"

static void
examples_of_rfc_4231(void **state)
{
	static const char *const examples[][3] = {
	    {"Jefe", "what do ya want for nothing?",
		"5bdcc146bf60754e6a042426089575c7"
		"5a003f089d2739839dec58b964ec3843"},
	    {"\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v", "Hi There",
		"b0344c61d8db38535ca8afceaf0bf12b"
		"881dc200c9833da726e9376c2e32cff7"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(examples); i++) {
		uint8_t code[HMAC_BYTES], read[HMAC_BYTES];
		char text[HMAC_TEXT_MAX];
		const char *const *x = examples[i];
		hmac_make(x[0], x[1], strlen(x[1]), code);
		hmac_format(code, text);
		assert_string_equal(text, x[2]);
		assert_true(hmac_parse(text, read));
		assert_true(hmac_is_equal(code, read));
		text_upper(text);
		assert_true(hmac_parse(text, read));
		assert_true(hmac_is_equal(code, read));
		for (size_t at = 0; at < HMAC_BYTES; at++) {
			read[at] ^= 1;
			assert_false(hmac_is_equal(code, read));
			read[at] ^= 1;
		}
	}
}

static void
what_is_no_code(void **state)
{
	char text[HMAC_TEXT_MAX + 1];
	uint8_t code[HMAC_BYTES];
	(void)state;
	memset(text, 'a', sizeof text);
	text[64] = '\0';
	assert_true(hmac_parse(text, code));
	text[63] = 'g';
	assert_false(hmac_parse(text, code));
	text[63] = '\0';
	assert_false(hmac_parse(text, code));
	assert_false(hmac_parse("", code));
	text[63] = 'a';
	text[64] = 'a';
	text[65] = '\0';
	assert_false(hmac_parse(text, code));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(examples_of_rfc_4231),
	    cmocka_unit_test(what_is_no_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
