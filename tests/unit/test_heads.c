#include "scanner/link/heads.h"
#include "tests/unit/support.h"

static const struct heads_way way = {
    .mac = {2, 0, 0x5e, 0x10, 0, 1},
    .gateway = {2, 0, 0x5e, 0x10, 0, 2},
};

/* The sum of RFC 1071 in the plainest way, in which no carry is ever lost: of
 * what is right it is a multiple of 65,535. */
static uint64_t
words(const uint8_t *bytes, size_t n)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (uint64_t)bytes[i] << (i % 2 == 0 ? 8 : 0);
	return sum;
}

static void
assert_right(const uint8_t *frame, size_t n, size_t ip_at, bool is_v6)
{
	const uint8_t *ip = frame + ip_at;
	const size_t header = is_v6 ? 40 : 20;
	const size_t udp_bytes = n - ip_at - header;
	if (!is_v6 && words(ip, 20) % 65535 != 0)
		fail_msg("IPv4 checksum for %d.%d.%d.%d", ip[16], ip[17],
		    ip[18], ip[19]);
	const uint64_t pseudo =
	    words(is_v6 ? ip + 8 : ip + 12, is_v6 ? 32 : 8) + 17 + udp_bytes;
	if ((pseudo + words(ip + header, udp_bytes)) % 65535 != 0)
		fail_msg("UDP checksum");
	/* 0 would say that there is none. */
	assert_true(ip[header + 6] != 0 || ip[header + 7] != 0);
}

/* Every value of the lower half of an address, and with it every value that a
 * sum's lower half can have, for each carry that the upper halves give; the
 * known way to get some wrong is to fold the carry once. */
static void
checksums_are_right_over_all_carries(void **state)
{
	static const char *const bases[] = {"0.0.0.0", "5.6.0.0", "255.255.0.0",
	    "127.255.0.0", "128.0.0.0",
	    "2600::", "2600:ffff:ffff:ffff:ffff:ffff:ffff:0", "ffff::ffff:0"};
	static const uint8_t payload[] = {
	    0x16, 2, 0xff, 0xfe, 0, 0, 0, 0, 0, 0, 0, 0};
	uint8_t frame[HEADS_FRAME_BYTES];
	(void)state;
	for (size_t b = 0; b < LENGTH(bases); b++) {
		struct addr to = address(bases[b]);
		const struct addr from =
		    address(to.is_v6 ? "fd00::1" : "198.18.0.1");
		const size_t end = to.is_v6 ? 16 : 4;
		struct frame_head head;
		heads_make(&head, &way, to.is_v6);
		for (uint32_t low = 0; low < 65536; low++) {
			to.bytes[end - 2] = (uint8_t)(low >> 8);
			to.bytes[end - 1] = (uint8_t)low;
			const size_t n = heads_frame(frame, &head, &from, &to,
			    (uint16_t)(low * 7 + 1), payload, sizeof payload);
			assert_right(frame, n, 14, to.is_v6);
		}
	}
}

static void
checksums_are_right_whatever_the_payload(void **state)
{
	uint8_t frame[HEADS_FRAME_BYTES], payload[PROBE_MAX_REQUEST_BYTES];
	struct heads_way tagged = way;
	(void)state;
	dice_start();
	tagged.vlan = 100;
	for (int i = 0; i < 100000; i++) {
		const bool is_v6 = dice(2) == 1, is_tagged = dice(2) == 1;
		struct addr a[2] = {{.is_v6 = is_v6}, {.is_v6 = is_v6}};
		struct frame_head head;
		for (size_t k = 0; k < (is_v6 ? 16U : 4U); k++) {
			a[0].bytes[k] = (uint8_t)dice(256);
			a[1].bytes[k] = (uint8_t)dice(256);
		}
		const size_t n = (size_t)dice(sizeof payload + 1);
		for (size_t k = 0; k < n; k++)
			payload[k] = (uint8_t)dice(256);
		heads_make(&head, is_tagged ? &tagged : &way, is_v6);
		const size_t bytes = heads_frame(frame, &head, &a[0], &a[1],
		    (uint16_t)dice(65536), payload, n);
		const size_t ip_at = is_tagged ? 18 : 14;
		assert_int_equal(bytes, ip_at + (is_v6 ? 48U : 28U) + n);
		assert_right(frame, bytes, ip_at, is_v6);
	}
}

/* A sum of 0 is sent as 0xffff. */
static void
no_checksum_says_that_there_is_none(void **state)
{
	uint8_t frame[HEADS_FRAME_BYTES];
	uint8_t payload[2] = {0};
	struct frame_head head;
	const struct addr from = address("198.18.0.1"), to = address("5.6.7.8");
	unsigned n_seen = 0;
	(void)state;
	heads_make(&head, &way, false);
	for (uint32_t i = 0; i < 65536; i++) {
		frame_put16(payload, i);
		heads_frame(frame, &head, &from, &to, 40000, payload, 2);
		assert_right(frame, 44, 14, false);
		n_seen += frame[40] == 0xff && frame[41] == 0xff;
	}
	/* One of the sums is 0, and none is 0xffff before. */
	assert_int_equal(n_seen, 1);
}

static void
a_tagged_frame_is_as_on_the_wire(void **state)
{
	static const uint8_t wanted[] = {2, 0, 0x5e, 0x10, 0, 2, 2, 0, 0x5e,
	    0x10, 0, 1, 0x81, 0, 0, 100, 8, 0, 0x45, 0, 0, 40, 0, 0, 0x40, 0,
	    64, 17, 0x68, 0xa4, 198, 18, 0, 1, 5, 6, 7, 8, 0x9c, 0x40, 0, 123,
	    0, 20, 0x7a, 0xe6, 0x16, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
	static const uint8_t payload[12] = {0x16, 2, 0, 1};
	struct heads_way tagged = way;
	uint8_t frame[HEADS_FRAME_BYTES];
	struct frame_head head;
	const struct addr from = address("198.18.0.1"), to = address("5.6.7.8");
	(void)state;
	tagged.vlan = 100;
	heads_make(&head, &tagged, false);
	const size_t n =
	    heads_frame(frame, &head, &from, &to, 40000, payload, 12);
	assert_right(frame, n, 18, false);
	assert_int_equal(n, sizeof wanted);
	for (size_t i = 0; i < n; i++)
		if (frame[i] != wanted[i])
			fail_msg("byte %zu is %02x", i, frame[i]);
}

static void
the_wire_counts_what_is_around_a_frame(void **state)
{
	(void)state;
	/* 54 bytes are padded to 60; 24 bytes are around them. */
	assert_int_equal(heads_wire_bits(false, false, 12), 8 * 84);
	assert_int_equal(heads_wire_bits(false, true, 12), 8 * 84);
	assert_int_equal(heads_wire_bits(true, false, 12), 8 * 98);
	assert_int_equal(heads_wire_bits(true, true, 48), 8 * 138);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(checksums_are_right_over_all_carries),
	    cmocka_unit_test(checksums_are_right_whatever_the_payload),
	    cmocka_unit_test(no_checksum_says_that_there_is_none),
	    cmocka_unit_test(a_tagged_frame_is_as_on_the_wire),
	    cmocka_unit_test(the_wire_counts_what_is_around_a_frame),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
