#include "scanner/link/quoted.h"
#include "tests/unit/support.h"

/* A router says that a host is unreachable, and quotes 8 bytes of the probe. */
static const uint8_t error4[] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0,
    /* IPv4, ICMP, from 9.8.7.6 */
    0x45, 0, 0, 56, 0, 0, 0, 0, 64, 1, 0, 0, 9, 8, 7, 6, 198, 18, 0, 1,
    /* host unreachable */
    3, 1, 0, 0, 0, 0, 0, 0,
    /* the probe: 198.18.0.1 port 40000 to 5.6.7.8 port 123 */
    0x45, 0, 0, 40, 0, 0, 0x40, 0, 60, 17, 0, 0, 198, 18, 0, 1, 5, 6, 7, 8,
    0x9c, 0x40, 0, 123, 0, 20, 0, 0};

static void
an_error_tells_what_it_is_about(void **state)
{
	struct quoted q;
	char text[ADDR_TEXT_MAX];
	(void)state;
	assert_true(quoted_read(error4, sizeof error4, &q));
	assert_int_equal(q.type, 3);
	assert_int_equal(q.code, 1);
	addr_format(&q.from, text);
	assert_string_equal(text, "9.8.7.6");
	addr_format(&q.asked.to, text);
	assert_string_equal(text, "5.6.7.8");
	assert_int_equal(q.asked.from_port, 40000);
	assert_int_equal(q.asked.to_port, 123);
}

static void
what_is_cut_off_or_no_error_is_none(void **state)
{
	uint8_t *bytes = NULL;
	struct quoted q;
	(void)state;
	/* Each length on its own memory, so that reading beyond is seen. Of
	 * the quoted UDP header the ports must be there. */
	for (size_t n = 0; n < sizeof error4; n++) {
		bytes = malloc(n > 0 ? n : 1);
		assert_non_null(bytes);
		memcpy(bytes, error4, n);
		assert_int_equal(quoted_read(bytes, n, &q), n >= 66);
		free(bytes);
	}
	static const struct {
		size_t at;
		uint8_t value;
	} changes[] = {{13, 6}, {14, 0x65}, {14, 0x44}, {23, 17}, {21, 1},
	    {34, 0}, {34, 8}, {42, 0x65}, {51, 6}};
	for (size_t i = 0; i < LENGTH(changes); i++) {
		uint8_t changed[sizeof error4];
		memcpy(changed, error4, sizeof changed);
		changed[changes[i].at] = changes[i].value;
		if (quoted_read(changed, sizeof changed, &q))
			fail_msg("change %zu is taken", i);
	}
}

static void
random_frames_are_no_harm(void **state)
{
	(void)state;
	dice_start();
	for (int i = 0; i < 200000; i++) {
		uint8_t bytes[sizeof error4];
		struct quoted q;
		memcpy(bytes, error4, sizeof bytes);
		for (int k = 0; k < 4; k++)
			bytes[12 + dice(sizeof bytes - 12)] =
			    (uint8_t)dice(256);
		const size_t n = (size_t)dice(sizeof bytes + 1);
		uint8_t *own = malloc(n > 0 ? n : 1);
		assert_non_null(own);
		memcpy(own, bytes, n);
		quoted_read(own, n, &q);
		free(own);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_error_tells_what_it_is_about),
	    cmocka_unit_test(what_is_cut_off_or_no_error_is_none),
	    cmocka_unit_test(random_frames_are_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
