/* The Mode 6 side of the test Internet against what real daemons sent: the
 * texts are those of recorded packets, with their line breaks and fragments. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <stdlib.h>

#include "tests/simnet/header6.h"
#include "tests/simnet/mode6.h"
#include "tests/simnet/varlist.h"
#include "tests/unit/simnet_hosts.h"

static const uint8_t readvar[12] = {0x16, 0x02, 0xab, 0xcd};

/* What the system variables of five generations looked like on the wire. */
static const struct recorded {
	enum profile profile;
	size_t count, packet;
	const char *text;
} recordings[] = {
    {PROFILE_NTPD41, 349, 364,
	"version=\"ntpd 4.1.0 Sun Nov 22 21:08:13 UTC 2026 (1)\",\r\n"
	"processor=\"x86_64\", system=\"Linux5.10.0-21-amd64\", leap=0, "
	"stratum=2,\r\n"
	"precision=-15, rootdelay=0.062, rootdispersion=4.965, peer=23700,\r\n"
	"refid=198.18.0.1, reftime=0xeeade4d7.18690de0, poll=4,\r\n"
	"clock=0xeeade4f8.24348f53, state=3, offset=0.012, "
	"frequency=0.000,\r\n"
	"jitter=0.038, stability=0.000\r\n"},
    {PROFILE_NTPD426, 381, 396,
	"version=\"ntpd 4.2.6p5-RCGO@1.2349 Sun Nov 22 21:06:18 UTC 2026 "
	"(1)\",\r\n"
	"processor=\"x86_64\", system=\"Linux/5.10.0-21-amd64\", leap=0, "
	"stratum=2,\r\n"
	"precision=-22, rootdelay=0.044, rootdisp=449.477, "
	"refid=198.18.0.1,\r\n"
	"reftime=0xeeade177.f451dba3, clock=0xeeade1b1.14c3dae8, "
	"peer=42440,\r\n"
	"tc=4, mintc=3, offset=0.020, frequency=0.000, sys_jitter=0.000,\r\n"
	"clk_jitter=0.006, clk_wander=0.000\r\n"},
    {PROFILE_NTPD428, 373, 388,
	"version=\"ntpd 4.3.91 Sun Nov 22 21:14:53 UTC 2026 (1)\",\r\n"
	"processor=\"x86_64\", system=\"Linux/5.10.0-21-amd64\", leap=0, "
	"stratum=2,\r\n"
	"precision=-25, rootdelay=0.062, rootdisp=11.756, "
	"refid=198.18.0.1,\r\n"
	"reftime=0xeeade29a.fa6c11e7, clock=0xeeade29e.0a6d77dc, "
	"peer=24578,\r\n"
	"tc=4, mintc=3, offset=0.045536, frequency=0.000, "
	"sys_jitter=0.000000,\r\n"
	"clk_jitter=0.020, clk_wander=0.000\r\n"},
    {PROFILE_NTPSEC, 355, 368,
	"leap=0, stratum=2, precision=-24, rootdelay=0.058, "
	"rootdisp=11.745,\r\n"
	"refid=198.18.0.1, reftime=0xeeade2d8.861512a1, tc=4, peer=17767,\r\n"
	"offset=0.027789, frequency=0.000000, sys_jitter=0.000000,\r\n"
	"clk_jitter=0.010227, clock=0xeeade2de.a2d66133, "
	"processor=\"x86_64\",\r\n"
	"system=\"Linux/5.10.0-21-amd64\", version=\"ntpd ntpsec-1.2.2\",\r\n"
	"clk_wander=0.000000, mintc=0\r\n"},
};

enum { N_RECORDINGS = sizeof recordings / sizeof recordings[0] };

/* Takes a text apart at its commas and lays it out anew. */
static void
lay_out(const char *text, struct varlist *v)
{
	varlist_clear(v);
	while (*text != '\0') {
		const size_t n = strcspn(text, ",\r");
		varlist_add_bytes(v, text, n);
		text += n;
		text += strspn(text, ", \r\n");
	}
	varlist_end(v);
}

static void
lines_break_where_ntpd_breaks_them(void **state)
{
	(void)state;
	static struct varlist v;
	for (size_t i = 0; i < N_RECORDINGS; i++) {
		lay_out(recordings[i].text, &v);
		assert_int_equal(v.len, strlen(recordings[i].text));
		assert_memory_equal(v.text, recordings[i].text, v.len);
		assert_int_equal(v.len, recordings[i].count);
		assert_int_equal(
		    12 + (v.len + 3) / 4 * 4, recordings[i].packet);
	}
}

static struct replies
answer(const struct host *h, const struct question *q)
{
	struct replies r;
	replies_init(&r);
	mode6_answer(h, A_DAY, q, &r);
	return r;
}

/* Writes the names of the variables, a blank behind each. */
static void
write_names(const char *text, size_t n, char *out, size_t room)
{
	size_t len = 0;
	const char *end = text + n;
	while (text < end) {
		text += strspn(text, ", \r\n");
		const size_t name = strcspn(text, "=,\r");
		assert_true(len + name + 2 < room);
		memcpy(out + len, text, name);
		len += name;
		out[len++] = ' ';
		text += strcspn(text, ",\r");
		text += strspn(text, ", \r\n");
	}
	out[len] = '\0';
}

static void
variables_come_in_the_recorded_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_RECORDINGS; i++) {
		char wanted[1024], got[1024];
		const struct recorded *rec = &recordings[i];
		const struct host h = host_of(rec->profile);
		const struct question q =
		    question_with(readvar, sizeof readvar);
		struct replies r = answer(&h, &q);
		assert_int_equal(r.n_packets, 1);
		const uint8_t *bytes = replies_payload(&r, &r.packets[0]);
		const struct header6 c = header6_read(bytes);
		write_names(rec->text, rec->count, wanted, sizeof wanted);
		write_names((const char *)bytes + 12, c.count, got, sizeof got);
		assert_string_equal(got, wanted);
		replies_done(&r);
	}
}

/* Real ones had 356 to 408 bytes, Cisco's about 224 (facts of 2001 to 2026). */
static void
replies_are_as_long_as_real_ones(void **state)
{
	(void)state;
	static const struct {
		enum profile profile;
		size_t least, most;
	} lengths[] = {{PROFILE_UNIX4, 290, 380}, {PROFILE_CISCO, 200, 250},
	    {PROFILE_NTPD426, 350, 420}, {PROFILE_NTPD428, 360, 420},
	    {PROFILE_NTPD42, 340, 410}, {PROFILE_NTPD41, 330, 390},
	    {PROFILE_NTPSEC, 340, 400}, {PROFILE_XNTP3, 250, 340}};
	for (size_t i = 0; i < 8; i++)
		for (uint64_t key = 1; key < 200; key++) {
			struct host h = host_of(lengths[i].profile);
			h.key = key * 0x9e3779b97f4a7c15u;
			const struct question q = question_with(readvar, 12);
			struct replies r = answer(&h, &q);
			assert_int_equal(r.n_packets, 1);
			assert_in_range(r.packets[0].len, lengths[i].least,
			    lengths[i].most);
			assert_int_equal(r.packets[0].len % 4, 0);
			replies_done(&r);
		}
}

static void
headers_echo_the_request(void **state)
{
	(void)state;
	struct host h = host_of(PROFILE_NTPD426);
	const uint8_t four[12] = {0x26, 0x02, 0x12, 0x34};
	struct question q = question_with(readvar, 12);
	struct replies r = answer(&h, &q);
	const uint8_t *b = replies_payload(&r, &r.packets[0]);
	assert_int_equal(b[0], 0x16);
	assert_int_equal(b[1], 0x82);
	assert_int_equal(b[2] << 8 | b[3], 0xabcd);
	assert_int_equal(b[4] & 0xc0, 0);
	replies_done(&r);
	h.leap = 3;
	h.stratum = 16;
	q = question_with(four, 12);
	r = answer(&h, &q);
	b = replies_payload(&r, &r.packets[0]);
	assert_int_equal(b[0], 0xe6);
	assert_int_equal(b[2] << 8 | b[3], 0x1234);
	assert_int_equal(b[4] & 0xc0, 0xc0);
	replies_done(&r);
}

/* ntpd up to 4.2.6 cuts between variables: 456 and 322 and 340 bytes are what
 * 4.2.4p4 sent, with these variables set. */
static void
old_fragments_end_between_variables(void **state)
{
	(void)state;
	static struct varlist v;
	char value[160];
	lay_out(
	    "version=\"ntpd 4.2.4p4-RC@1.1520 Sun Nov 22 21:32:17 UTC 2026 "
	    "(1)\",\r\nprocessor=\"x86_64\", system=\"Linux/5.10.0-21-amd64\", "
	    "leap=3, stratum=16,\r\nprecision=-22, rootdelay=0.000, "
	    "rootdispersion=0.090, peer=0,\r\nrefid=INIT, "
	    "reftime=0x00000000.00000000, poll=6,\r\n"
	    "clock=0xeeaddfc5.47153806, state=1, offset=0.000, "
	    "frequency=0.000,\r\njitter=0.000, noise=0.000, stability=0.000, "
	    "plain=abc",
	    &v);
	v.len -= 2;
	varlist_add(&v, "quoted=\"value, with commas and spaces\"");
	varlist_add(&v, "hash=\"semi;colon=equals\"");
	varlist_add(&v, "empty=\"\"");
	for (int i = 0; i < 4; i++) {
		static const size_t lengths[] = {150, 150, 160, 160};
		memset(value, 'a' + i, sizeof value);
		varlist_add(
		    &v, "long%d=\"%.*s\"", i + 1, (int)lengths[i] - 1, value);
	}
	varlist_add(&v, "tail=end");
	varlist_end(&v);
	assert_int_equal(varlist_cut(&v, 0, 467), 456);
	assert_memory_equal(v.text + 456, "long1=", 6);
	const size_t second = varlist_cut(&v, 456, 467);
	assert_memory_equal(v.text + 456 + second, "long3=", 6);
	const size_t third = 456 + second;
	assert_int_equal(varlist_cut(&v, third, 467), v.len - third);
}

/* All fragments together are the text, whatever their number. */
static void
fragments_add_up(void **state)
{
	(void)state;
	size_t most = 0;
	unsigned n_anywhere = 0;
	for (uint64_t key = 1; key < 300; key++) {
		struct host h = host_of(PROFILE_LONG);
		h.key = key * 0x9e3779b97f4a7c15u;
		const struct question q = question_with(readvar, 12);
		struct replies r = answer(&h, &q);
		size_t offset = 0;
		for (size_t i = 0; i < r.n_packets; i++) {
			const uint8_t *b = replies_payload(&r, &r.packets[i]);
			const struct header6 c = header6_read(b);
			assert_int_equal(c.offset, offset);
			assert_in_range(c.count, 1, 468);
			assert_int_equal(
			    r.packets[i].len, 12 + (c.count + 3u) / 4 * 4);
			assert_int_equal(
			    (c.bits & 0x20) != 0, i + 1 < r.n_packets);
			offset += c.count;
			n_anywhere += c.count == 468;
		}
		most = r.n_packets > most ? r.n_packets : most;
		assert_true(r.n_packets >= 2);
		replies_done(&r);
	}
	assert_in_range(most, 3, 5);
	assert_true(n_anywhere > 50);
}

static void
assert_silent(const uint8_t *bytes, size_t n, uint16_t port)
{
	const struct host h = host_of(PROFILE_NTPD426);
	struct question q = question_with(bytes, n);
	q.client_port = port;
	struct replies r = answer(&h, &q);
	assert_int_equal(r.n_packets, 0);
	replies_done(&r);
}

static void
bad_requests_are_dropped_as_ntpd_drops_them(void **state)
{
	(void)state;
	static const uint8_t bad[][12] = {{0x16, 0x82}, {0x16, 0x42},
	    {0x16, 0x22}, {0x06, 0x02}, {0x2e, 0x02},
	    {0x16, 0x02, 0, 1, 0, 0, 0, 0, 0, 4}};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_silent(bad[i], 12, 50000);
	assert_silent(readvar, 11, 50000);
	assert_silent(readvar, 0, 50000);
	assert_silent(readvar, 12, 122);
}

static void
assert_error(const uint8_t *request, size_t n, const uint8_t wanted[12])
{
	struct host h = host_of(PROFILE_NTPD426);
	h.leap = 3;
	const struct question q = question_with(request, n);
	struct replies r = answer(&h, &q);
	assert_int_equal(r.n_packets, 1);
	assert_int_equal(r.packets[0].len, 12);
	assert_int_equal(r.packets[0].meaning, MEANS_REFUSAL);
	assert_memory_equal(replies_payload(&r, &r.packets[0]), wanted, 12);
	replies_done(&r);
}

/* d6c2 0002 0400 9999 is what was recorded for a bad association. */
static void
other_requests_draw_errors(void **state)
{
	(void)state;
	static const uint8_t association[12] = {
	    0x16, 0x02, 0, 2, 0, 0, 0x99, 0x99};
	static const uint8_t thirteen[13] = {0x16, 0x02, 0, 3};
	static const uint8_t opcode[12] = {0x16, 0x08, 0, 4};
	static const uint8_t named[20] = {
	    0x16, 0x02, 0, 5, 0, 0, 0, 0, 0, 0, 0, 7, 'n', 'o', 's', 'u'};
	assert_error(association, 12,
	    (const uint8_t[12]){0xd6, 0xc2, 0, 2, 4, 0, 0x99, 0x99});
	assert_error(thirteen, 13, (const uint8_t[12]){0xd6, 0xc2, 0, 3, 2, 0});
	assert_error(opcode, 12, (const uint8_t[12]){0xd6, 0xc8, 0, 4, 3, 0});
	assert_error(named, 20, (const uint8_t[12]){0xd6, 0xc2, 0, 5, 5, 0});
}

static void
zeros_behind_a_request_do_no_harm(void **state)
{
	(void)state;
	const uint8_t padded[48] = {0x16, 0x02, 0, 9};
	const struct host h = host_of(PROFILE_NTPD428);
	const struct question q = question_with(padded, sizeof padded);
	struct replies r = answer(&h, &q);
	assert_int_equal(r.n_packets, 1);
	assert_int_equal(r.packets[0].meaning, MEANS_DATA);
	replies_done(&r);
}

static void
the_version_told_is_the_version_sent(void **state)
{
	(void)state;
	for (int fault = 0; fault < N_FAULTS6; fault++) {
		struct host h = host_of(PROFILE_NTPD428);
		h.fault6 = (enum fault6)fault;
		const struct question q = question_with(readvar, 12);
		struct replies r = answer(&h, &q);
		const struct mode6_truth said = mode6_tell(&h);
		char wanted[128];
		snprintf(wanted, sizeof wanted, "version=\"%s\"", said.version);
		if (r.packets[0].meaning == MEANS_DATA && said.is_plain &&
		    fault != FAULT6_EMPTY && fault != FAULT6_REORDERED)
			assert_memory_equal(
			    replies_payload(&r, &r.packets[0]) + 12, wanted,
			    strlen(wanted));
		replies_done(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_break_where_ntpd_breaks_them),
	    cmocka_unit_test(variables_come_in_the_recorded_order),
	    cmocka_unit_test(replies_are_as_long_as_real_ones),
	    cmocka_unit_test(headers_echo_the_request),
	    cmocka_unit_test(old_fragments_end_between_variables),
	    cmocka_unit_test(fragments_add_up),
	    cmocka_unit_test(bad_requests_are_dropped_as_ntpd_drops_them),
	    cmocka_unit_test(other_requests_draw_errors),
	    cmocka_unit_test(zeros_behind_a_request_do_no_harm),
	    cmocka_unit_test(the_version_told_is_the_version_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
