/* The file of subscribers: read whole, or refused with file, line and reason.
 */
#include <sys/stat.h>

#include "lib/buf.h"

#include "reports/subscribers/subscribers.h"
#include "tests/unit/support.h"

/* An entry that is right but for what is put before its end. */
#define ENTRY(name, more)                                                      \
	"subscriber {\n list = " name "\n title = \"T\"\n"                     \
	" contacts = {\"noc@example.net\"}\n delivery = {\"mail\"}\n"          \
	" proven = \"2026-11-02\"\n proof = \"a letter\"\n" more "}\n"

static const char *
secret_text(const char *name, const char *text)
{
	const char *path = scratch_text(name, text);
	assert_int_equal(chmod(path, 0600), 0);
	return path;
}

static void
everything_is_read(void **state)
{
	struct subscribers s;
	struct err e;
	(void)state;
	secret_text("the.secret", "secret-of-sixteen\nmore\n");
	const char *path = secret_text("all.conf",
	    ENTRY("a",
		"asn = {64496, \"AS64497\", 4294967295}\n"
		"cidr = {\"192.0.2.0/24\", \"2001:db8::/32\", "
		"\"198.51.100.7\"}\ncountry = {\"DE\", FR}\n"
		"domain = {\"Example.NET\"}\n"
		"types = {\"scan_ntp\", \"scan6_ntpmonitor\"}\n") "subscriber { list = b-2_c title = 'ü' contacts = {a@b.c, d@e.f}\n"
								  " delivery = {mail, api} asn = {1} proven = 2026-01-01\n"
								  " proof = x api_key = 'key-of-sixteen-or-more'\n"
								  " api_secret_file = the.secret }\n"
								  "subscriber { list = c title = t contacts = {a@b.c}\n"
								  " delivery = {api} asn = {1} proven = 2026-01-01\n"
								  " proof = x api_key = 'another-key-of-sixteen'\n"
								  " api_secret = a_secret_that_is_here }\n");
	if (!subscribers_read(&s, path, &e))
		fail_msg("%s", e.text);
	assert_int_equal(s.n, 3);
	const struct subscriber *a = &s.items[0], *b = &s.items[1];
	assert_string_equal(a->list, "a");
	assert_int_equal(a->line, 13);
	assert_int_equal(a->n_asns, 3);
	assert_int_equal(a->asns[1], 64497);
	assert_true(a->asns[2] == UINT32_MAX);
	assert_int_equal(a->n_ranges, 3);
	const struct addr_range v6 = range("2001:db8::/32");
	assert_int_equal(addr_compare(&a->ranges[1].last, &v6.last), 0);
	assert_int_equal(a->countries[1], 'F' << 8 | 'R');
	assert_string_equal(a->domains[0], "example.net");
	assert_true(a->types[SCAN_NTP] && a->types[SCAN6_NTPMONITOR]);
	assert_false(a->types[SCAN6_NTP] || a->types[SCAN_NTPMONITOR]);
	assert_string_equal(a->api_key, "");
	assert_string_equal(b->contacts[1], "d@e.f");
	assert_true(b->types[SCAN6_NTP]);
	assert_true(
	    b->deliveries[DELIVERY_MAIL] && b->deliveries[DELIVERY_API]);
	assert_string_equal(b->api_secret, "secret-of-sixteen");
	assert_string_equal(s.items[2].api_secret, "a_secret_that_is_here");
	subscribers_done(&s);
}

static const struct {
	const char *text, *where, *why;
} faults[] = {
    {ENTRY("a", "asn = {0}\n"), ":8: ", "asn \"0\""},
    {ENTRY("a", "asn = {1,\n 4294967296}\n"), ":9: ", "4294967296"},
    {ENTRY("a", "asn = {ASN1}\n"), ":8: ", "ASN1"},
    {ENTRY("a", "cidr = {\"192.0.2.1/24\"}\n"), ":8: ", "bits set"},
    {ENTRY("a", "cidr = {\"2001:db8::1/32\"}\n"), ":8: ", "bits set"},
    {ENTRY("a", "cidr = {\"192.0.2.0/33\"}\n"), ":8: ", "prefix length"},
    {ENTRY("a", "cidr = {\"192.0.2.0-192.0.2.9\"}\n"), ":8: ", "no prefix"},
    {ENTRY("a", "cidr = {\"x\"}\n"), ":8: ", "is not an address"},
    {ENTRY("a", "country = {de}\n"), ":8: ", "two capital letters"},
    {ENTRY("a", "country = {DEU}\n"), ":8: ", "two capital letters"},
    {ENTRY("a", "domain = {\"\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "domain = {\".net\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "domain = {\"a..b\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "domain = {\"a.b.\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "domain = {\"-a.b\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "domain = {\"a-.b\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "domain = {\"*.a\"}\n"), ":8: ", "no domain"},
    {ENTRY("a", "types = {scan_dns}\n"), ":8: ", "no report type"},
    {ENTRY("a", "asn = {1} types = {\"\"}\n"), ":8: ", "no report type"},
    {ENTRY("a", "delivery = {fax}\n"), ":8: ", "\"fax\""},
    {ENTRY("a", "domains = {x}\n"), ":8: ", "is 'domain' meant?"},
    {ENTRY("a", "apikey = x\n"), ":8: ", "is 'api_key' meant?"},
    {"subscribers { }\n", ":1: ", "is 'subscriber' meant?"},
    {ENTRY("a", ""), ":8: ", "has no filter"},
    {ENTRY("a", "asn = {}\n"), ":9: ", "has no filter"},
    {ENTRY("a", "asn = {1}\n delivery = {}\n"), ":10: ", "no delivery"},
    {ENTRY("a", "asn = {1}\n delivery = {api}\n"), ":10: ", "no api_key"},
    {ENTRY("a", "asn = {1}\n contacts = {}\n"), ":10: ", "no contacts"},
    {ENTRY("a", "contacts = {\"a b@c.d\"}\n"), ":8: ", "no mail address"},
    {ENTRY("a", "contacts = {\"a@b\\nBcc: c@d\"}\n"), ":8: ", "no mail"},
    {ENTRY("a", "contacts = {\"a\"}\n"), ":8: ", "no mail address"},
    {ENTRY("a", "contacts = {\"a..b@c.d\"}\n"), ":8: ", "no mail address"},
    {ENTRY("a", "contacts = {\"@c.d\"}\n"), ":8: ", "no mail address"},
    {ENTRY("a", "contacts = {\"a@c@d\"}\n"), ":8: ", "no mail address"},
    {ENTRY("a", "proven = \"2026-02-30\"\n"), ":8: ", "2026-02-30"},
    {ENTRY("a", "proof = \"\"\n"), ":8: ", "proof has 1 to"},
    {ENTRY("a", "title = \"a\\x01\"\n"), ":8: ", "control character"},
    {ENTRY("a", "api_key = short\n"), ":8: ", "api_key is not 16 to 128"},
    {ENTRY("a", "asn = {1} api_key = \"0123456789abcdef\"\n"),
	":9: ", "both api_key and api_secret"},
    {ENTRY("a", "asn = {1} api_key = \"0123456789abcdef\"\n"
		" api_secret_file = absent\n"),
	":10: ", "absent: No such file"},
    {ENTRY("a", "asn = {1} api_key = \"0123456789abcdef\"\n"
		" api_secret_file = open\n"),
	":10: ", "is open to others"},
    {ENTRY("a", "asn = {1} api_key = \"0123456789abcdef\"\n"
		" api_secret_file = bad\n"),
	":10: ", "the API secret in it is not 16"},
    {ENTRY("a", "asn = {1} api_secret_file = x\n"
		" api_secret = \"0123456789abcdef\"\n"),
	":10: ", "has both"},
    {ENTRY("\"a.b\"", "asn = {1}\n"), ":2: ", "list \"a.b\""},
    {ENTRY("\"a--b\"", "asn = {1}\n"), ":2: ", "list \"a--b\""},
    {ENTRY("\"-a\"", "asn = {1}\n"), ":2: ", "list"},
    {ENTRY("\"a-\"", "asn = {1}\n"), ":2: ", "list"},
    {ENTRY("\"../a\"", "asn = {1}\n"), ":2: ", "list"},
    {ENTRY("\"\"", "asn = {1}\n"), ":2: ", "list"},
    {"subscriber { asn = {1} }\n", ":1: ", "has no list"},
    {"subscriber {\n list = a\n}\n", ":3: ", "has no title"},
    {"subscriber { list = a title = t contacts = {a@b}\n"
     " asn = {1} delivery = {mail} }\n",
	":2: ", "has no proven"},
    {"subscriber { list = a title = t contacts = {a@b}\n"
     " asn = {1} delivery = {mail} proven = 2026-01-01 }\n",
	":2: ", "has no proof"},
    {ENTRY("a", "asn = {1}\n") ENTRY("A", "asn = {1}\n"),
	":18: ", "has the list name of subscriber \"a\" (line 9)"},
    {ENTRY("a", "asn = {1} api_key = '0123456789abcdef'\n"
		" api_secret = '0123456789abcdef'\n")
	    ENTRY("b", "asn = {1} api_key = '0123456789abcdef'\n"
		       " api_secret = '0123456789abcdeF'\n"),
	":20: ", "has the API key of subscriber \"a\" (line 10)"},
    {"subscriber { list = a", ": ", "has no end"},
};

static void
each_fault_is_named_with_file_and_line(void **state)
{
	(void)state;
	secret_text("bad", "short");
	scratch_text("open", "0123456789abcdef");
	for (size_t i = 0; i < LENGTH(faults); i++) {
		struct subscribers s;
		struct err e = {0};
		char where[32];
		if (subscribers_read(
			&s, secret_text("bad.conf", faults[i].text), &e))
			fail_msg("case %zu was taken", i);
		snprintf(where, sizeof where, "bad.conf%s", faults[i].where);
		assert_says(e.text, where);
		assert_says(e.text, faults[i].why);
	}
}

static void
a_secret_is_not_for_others_and_not_said(void **state)
{
	struct subscribers s;
	struct err e;
	const char *text = ENTRY("a", "asn = {1} api_key = '0123456789abcdef'\n"
				      " api_secret = 'do-not-tell-this'\n");
	(void)state;
	assert_false(subscribers_read(&s, scratch_text("o.conf", text), &e));
	assert_says(e.text, "this file is open to others");
	assert_null(strstr(e.text, "do-not-tell-this"));
	assert_true(subscribers_read(&s, secret_text("o.conf", text), &e));
	subscribers_done(&s);
	text = ENTRY("a", "asn = {1} api_secret = 'do not tell this'\n");
	assert_false(subscribers_read(&s, secret_text("o.conf", text), &e));
	assert_null(strstr(e.text, "do not tell this"));
}

static void
hostile_files_are_refused(void **state)
{
	struct subscribers s;
	struct err e;
	struct buf b;
	(void)state;
	assert_false(subscribers_read(
	    &s, scratch_bytes("nul", "subscriber\0 {}", 14), &e));
	assert_says(e.text, "holds a NUL");
	assert_false(subscribers_read(&s, scratch("absent"), &e));
	assert_says(e.text, "absent: No such file");
	buf_init(&b, 1 << 27);
	for (int i = 0; i < 100000; i++)
		buf_text(&b, "subscriber {");
	assert_false(subscribers_read(&s, scratch_text("deep", b.text), &e));
	assert_says(e.text, "deep:1: ");
	while (b.len <= 1 << 26)
		buf_text(&b, "# nothing but a comment, and another one ……\n");
	assert_false(subscribers_read(&s, scratch_text("huge", b.text), &e));
	assert_says(e.text, "is larger than");
	buf_done(&b);
}

static void
an_empty_file_has_none_and_many_are_many(void **state)
{
	struct subscribers s;
	struct err e;
	struct buf b;
	(void)state;
	assert_true(subscribers_read(&s, scratch_text("none", ""), &e));
	assert_int_equal(s.n, 0);
	subscribers_done(&s);
	subscribers_done(&s);
	buf_init(&b, 1 << 24);
	for (int i = 0; i < 3000; i++)
		buf_printf(&b,
		    "subscriber { list = l%d title = t contacts = {a@b.c}\n"
		    " delivery = {mail} asn = {%d} proven = 2026-01-01\n"
		    " proof = p }\n",
		    i, i + 1);
	assert_true(subscribers_read(&s, scratch_text("many", b.text), &e));
	assert_int_equal(s.n, 3000);
	assert_string_equal(s.items[2999].list, "l2999");
	subscribers_done(&s);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everything_is_read),
	    cmocka_unit_test(each_fault_is_named_with_file_and_line),
	    cmocka_unit_test(a_secret_is_not_for_others_and_not_said),
	    cmocka_unit_test(hostile_files_are_refused),
	    cmocka_unit_test(an_empty_file_has_none_and_many_are_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
