#include "lib/bytes.h"
#include "lib/private.h"

#include "scanner/one/clients.h"
#include "tests/unit/recorded_lists.h"
#include "tests/unit/support.h"

static const char title[] =
    "remote address          port local address      count m ver rstr avgint  "
    "lstint\n"
    "========================================================================="
    "======\n";

/* Reads hexadecimal digits; gives how many bytes they are. */
static size_t
bytes_of(const char *digits, uint8_t *out)
{
	const size_t n = strlen(digits) / 2;
	for (size_t i = 0; i < n; i++) {
		const char pair[] = {digits[2 * i], digits[2 * i + 1], '\0'};
		out[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return n;
}

static void
add_packet(struct clients *c, const char *digits)
{
	uint8_t bytes[1024];
	const size_t n = bytes_of(digits, bytes);
	uint8_t *exact = malloc(n);
	assert_non_null(exact);
	memcpy(exact, bytes, n);
	clients_add(c, exact, n);
	free(exact);
}

/* The list must be printed so, below its title; it is freed. */
static void
assert_printed(struct clients *c, const char *lines)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	clients_print(c, out);
	fclose(out);
	assert_memory_equal(text, title, sizeof title - 1);
	assert_string_equal(text + sizeof title - 1, lines);
	free(text);
	clients_done(c);
}

/* What the ntpdc of the same age printed of the same packets. */
static void
lists_read_as_ntpdc_reads_them(void **state)
{
	struct clients c = {0};
	(void)state;
	/* The second packet first. */
	add_packet(&c, list_4_2_6[1]);
	add_packet(&c, list_4_2_6[0]);
	/* clang-format off */
	assert_printed(&c,
"198.51.100.7           12868 198.18.0.1             1 3 4      0      1       1\n"
"198.51.100.6           10477 198.18.0.1             3 3 4      0      0       1\n"
"198.51.100.5             123 198.18.0.1             1 3 4      0      1       1\n"
"198.51.100.4           63116 198.18.0.1             1 3 2      0      1       1\n"
"198.51.100.3             123 198.18.0.1             3 3 4      0      0       1\n"
"198.51.100.2           15094 198.18.0.1             1 3 4      0      1       1\n"
"198.51.100.1             123 198.18.0.1             3 3 3      0      0       1\n");
	add_packet(&c, list_4_2_4[0]);
	assert_printed(&c,
"198.18.0.2             53377 198.18.0.1             1 7 2      0      0       0\n"
"198.51.100.1             123 198.18.0.1             3 3 3      0      0       1\n");
	add_packet(&c, list_4_1_0[0]);
	assert_printed(&c,
"198.18.0.2             46614 198.18.0.1             1 7 2      0      0       0\n"
"198.51.100.7           12868 198.18.0.1             1 3 4      0      1       1\n"
"198.51.100.6           10477 198.18.0.1             3 3 4      0      1       1\n"
"198.51.100.5             123 198.18.0.1             1 3 4      0      1       1\n"
"198.51.100.4           63116 198.18.0.1             1 3 2      0      1       1\n"
"198.51.100.3             123 198.18.0.1             3 3 4      0      1       1\n"
"198.51.100.2           15094 198.18.0.1             1 3 4      0      1       1\n"
"198.51.100.1             123 198.18.0.1             3 3 3      0      1       1\n");
	/* clang-format on */
}

/* The older question's items say the same of the same clients, but not whom
 * they talked to. */
static void
items_without_a_local_address_are_read(void **state)
{
	struct clients c = {0};
	uint8_t bytes[1024];
	struct client first, tenth, twentieth;
	(void)state;
	bytes_of(list_getlist[0], bytes);
	assert_true(client_read(bytes + 8, 48, &first));
	assert_true(client_read(bytes + 8 + 9 * 48, 48, &tenth));
	assert_false(first.has_local);
	struct addr remote = address("198.51.100.20");
	assert_int_equal(addr_compare(&first.remote, &remote), 0);
	remote = address("198.51.100.11");
	assert_int_equal(addr_compare(&tenth.remote, &remote), 0);
	assert_int_equal(tenth.port, 58377);
	assert_int_equal(tenth.mode, 3);
	assert_int_equal(tenth.version, 3);
	bytes_of(list_getlist_old[0], bytes);
	assert_true(client_read(bytes + 8 + 19 * 24, 24, &twentieth));
	remote = address("198.51.100.1");
	assert_int_equal(addr_compare(&twentieth.remote, &remote), 0);
	assert_int_equal(twentieth.port, 123);
	assert_int_equal(twentieth.count, 3);
	assert_int_equal(twentieth.average_s, 9);
	assert_int_equal(twentieth.last_s, 27);
	add_packet(&c, list_getlist_old[0]);
	assert_int_equal(c.n, 20);
	clients_done(&c);
}

/* The mark is in the server's own byte order; without it, what stands where
 * IPv6 addresses would is old. */
static void
ipv6_counts_where_it_is_marked_in_any_byte_order(void **state)
{
	static const struct {
		size_t item_bytes, flag, remote, local;
	} forms[] = {{72, 32, 40, 56}, {48, 24, 32, 0}};
	const struct addr v6 = address("2001:db8::7"),
			  local6 = address("2001:db8::1"),
			  v4 = address("192.0.2.7");
	(void)state;
	for (size_t i = 0; i < LENGTH(forms); i++)
		for (size_t mark = 0; mark <= 4; mark++) {
			uint8_t item[72] = {0};
			struct client c;
			memcpy(item + 16, v4.bytes, 4);
			memcpy(item + forms[i].remote, v6.bytes, 16);
			if (forms[i].local != 0)
				memcpy(item + forms[i].local, local6.bytes, 16);
			if (mark < 4)
				item[forms[i].flag + mark] = 1;
			assert_true(client_read(item, forms[i].item_bytes, &c));
			assert_int_equal(
			    addr_compare(&c.remote, mark < 4 ? &v6 : &v4), 0);
			if (forms[i].local != 0 && mark < 4)
				assert_int_equal(
				    addr_compare(&c.local, &local6), 0);
		}
}

static void
the_largest_numbers_and_addresses_are_shown_whole(void **state)
{
	uint8_t bytes[8 + 72];
	struct clients c = {0};
	(void)state;
	memset(bytes, 0xff, sizeof bytes);
	memcpy(bytes, "\x97\0\3\x2a\0\1\0\x48", 8);
	clients_add(&c, bytes, sizeof bytes);
	assert_printed(&c,
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 "
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 4294967295 255 255 "
	    "ffffffff 4294967295 4294967295\n");
}

static void
unknown_sizes_are_counted_and_not_read(void **state)
{
	struct client client;
	(void)state;
	for (size_t size = 1; size < 4096; size++) {
		struct clients c = {0};
		uint8_t *bytes = calloc(8 + size, 1);
		assert_non_null(bytes);
		memcpy(bytes, "\x97\0\3\x2a\0\1", 6);
		bytes_put16(bytes + 6, (uint16_t)size);
		const bool known =
		    size == 72 || size == 48 || size == 32 || size == 24;
		assert_int_equal(client_read(bytes + 8, size, &client), known);
		clients_add(&c, bytes, 8 + size);
		assert_int_equal(c.n, known);
		assert_int_equal(c.n_unread, !known);
		clients_done(&c);
		free(bytes);
	}
}

static void
what_is_no_list_adds_nothing(void **state)
{
	struct clients c = {0};
	(void)state;
	add_packet(&c, "9700032a40000000");
	add_packet(&c, "9700032a00000048");
	add_packet(&c, "9700032a0002004800");
	add_packet(&c, "97");
	assert_int_equal(c.n, 0);
	assert_int_equal(c.n_unread, 0);
	assert_printed(&c, "");
}

static void
programs_get_every_number(void **state)
{
	struct clients c = {0};
	(void)state;
	add_packet(&c, list_4_2_4[0]);
	struct json *list = clients_json(&c);
	assert_int_equal(json_length(list), 2);
	const struct json *client = json_at(list, 1);
	assert_string_equal(json_text(client, "remote", ""), "198.51.100.1");
	assert_string_equal(json_text(client, "local", ""), "198.18.0.1");
	assert_int_equal(json_number(client, "port", 0), 123);
	assert_int_equal(json_number(client, "count", 0), 3);
	assert_int_equal(json_number(client, "mode", 0), 3);
	assert_int_equal(json_number(client, "version", 0), 3);
	assert_int_equal(json_number(client, "restrictions", 9), 0);
	assert_int_equal(json_number(client, "average_interval", 9), 0);
	assert_int_equal(json_number(client, "last_interval", 9), 1);
	json_free(list);
	clients_done(&c);
	add_packet(&c, list_getlist_old[0]);
	list = clients_json(&c);
	assert_string_equal(
	    json_text(json_at(list, 0), "local", "none"), "none");
	json_free(list);
	clients_done(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_read_as_ntpdc_reads_them),
	    cmocka_unit_test(items_without_a_local_address_are_read),
	    cmocka_unit_test(ipv6_counts_where_it_is_marked_in_any_byte_order),
	    cmocka_unit_test(the_largest_numbers_and_addresses_are_shown_whole),
	    cmocka_unit_test(unknown_sizes_are_counted_and_not_read),
	    cmocka_unit_test(what_is_no_list_adds_nothing),
	    cmocka_unit_test(programs_get_every_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
