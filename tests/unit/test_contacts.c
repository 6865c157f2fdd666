#include "reports/contacts/answer.h"
#include "reports/contacts/bootstrap.h"
#include "tests/unit/support.h"

static struct err e;
static struct answer answer;

/* Reads a network's answer with these entities. */
static bool
read_entities(const char *entities)
{
	char text[4096];
	struct question q;
	snprintf(text, sizeof text,
	    "{\"objectClassName\":\"autnum\",\"startAutnum\":64496,"
	    "\"endAutnum\":64511,\"entities\":%s}",
	    entities);
	for (char *p = text; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	answer_done(&answer);
	assert_true(question_read("AS64500", &q));
	return answer_read(&answer, &q, text, strlen(text), &e);
}

static void
assert_contacts(const char *entities, const char *want)
{
	struct buf got;
	buf_init(&got, 4096);
	if (!read_entities(entities))
		fail_msg("%s: %s", entities, e.text);
	for (size_t i = 0; i < answer.n; i++)
		buf_printf(&got, "%s %s %s %s;",
		    contact_role_names[answer.contacts[i].role],
		    answer.contacts[i].mail, answer.contacts[i].name,
		    answer.contacts[i].phone);
	assert_string_equal(got.text, want);
	buf_done(&got);
}

static void
contacts_come_by_role(void **state)
{
	(void)state;
	assert_contacts("[{'roles':['technical','abuse'],'vcardArray':['vcard',"
			"[['fn',{},'text','T'],['email',{},'text','t@a.b'],"
			"['TEL',{},'uri','tel:+1']]]},"
			"{'roles':['registrant'],'entities':[{'roles':['NOC'],"
			"'vcardArray':['vcard',[['email',{},'text','n@a.b']]]}"
			"]}]",
	    "abuse t@a.b T +1;noc n@a.b  ;technical t@a.b T +1;");
	assert_string_equal(answer.network, "AS64496-AS64511");
}

/* Whatever is of another type, or missing, is passed over. */
static void
other_types_are_passed_over(void **state)
{
	static const char *const odd[] = {"null", "{}", "[]", "'text'", "1",
	    "[null]", "[[]]", "[{}]", "[{'roles':'abuse'}]",
	    "[{'roles':[1,null,'abuse'],'vcardArray':'vcard'}]",
	    "[{'roles':['abuse'],'vcardArray':['vcard']}]",
	    "[{'roles':['abuse'],'vcardArray':['vcard',{}]}]",
	    "[{'roles':['abuse'],'vcardArray':['vcard',[[]]]}]",
	    "[{'roles':['abuse'],'vcardArray':['vcard',[['email']]]}]",
	    "[{'roles':['abuse'],'vcardArray':['vcard',[['email',{},1,2]]]}]",
	    "[{'roles':['abuse'],'vcardArray':['card',[['email',{},'text',"
	    "'a@b.c']]]}]",
	    "[{'roles':['owner'],'vcardArray':['vcard',[['email',{},'text',"
	    "'a@b.c']]]}]"};
	(void)state;
	for (size_t i = 0; i < LENGTH(odd); i++)
		assert_contacts(odd[i], "");
}

static void
no_address_hides_another(void **state)
{
	(void)state;
	assert_contacts(
	    "[{'roles':['abuse'],'vcardArray':['vcard',["
	    "['email',{},'text','a@b.c, x@y.z'],"
	    "['email',{},'text','a@b.c\\r\\nBcc: x@y.z'],"
	    "['email',{},'text','<a@b.c>'],['email',{},'text',''],"
	    "['email',{},'text','A@B.C'],['email',{},'text','a@b.c']]]}]",
	    "abuse A@B.C  ;");
	assert_contacts("[{'roles':['abuse'],'vcardArray':['vcard',["
			"['fn',{},'text','x\\u001b[31m\\ny'],"
			"['email',{},'text','a@b.c']]]}]",
	    "abuse a@b.c x\\x1b[31m\\x0ay ;");
}

static void
depth_and_number_are_bounded(void **state)
{
	struct buf text;
	struct question q;
	(void)state;
	buf_init(&text, 1 << 20);
	buf_text(&text, "{\"objectClassName\":\"ip network\",\"startAddress\":"
			"\"::\",\"endAddress\":\"::2\"");
	for (int i = 0; i < 500; i++)
		buf_text(&text, ",\"entities\":[{\"roles\":[\"abuse\"],"
				"\"vcardArray\":[\"vcard\",[[\"email\",{},"
				"\"text\",\"a@b.c\"]]]");
	for (int i = 0; i < 500; i++)
		buf_text(&text, "}]");
	buf_text(&text, "}");
	answer_done(&answer);
	assert_true(question_read("::1", &q));
	assert_true(answer_read(&answer, &q, text.text, text.len, &e));
	assert_int_equal(answer.n, 1);
	buf_reset(&text);
	buf_text(&text, "[{'roles':['abuse'],'vcardArray':['vcard',[");
	for (int i = 0; i < 90; i++)
		buf_printf(
		    &text, "%s['email',{},'','a%d@b.c']", i > 0 ? "," : "", i);
	buf_text(&text, "]]}]");
	assert_true(read_entities(text.text));
	assert_int_equal(answer.n, 90);
	buf_done(&text);
}

static void
an_answer_is_about_what_was_asked(void **state)
{
	static const char *const wrong[] = {"", "{", "[]", "{}", "\"\"",
	    "{\"objectClassName\":\"ip network\"}",
	    "{\"objectClassName\":\"autnum\"}",
	    "{\"objectClassName\":\"autnum\",\"startAutnum\":\"64500\"}",
	    "{\"objectClassName\":\"autnum\",\"startAutnum\":64501}",
	    "{\"objectClassName\":\"autnum\",\"startAutnum\":1,\"endAutnum\":2}",
	    "{\"objectClassName\":\"autnum\",\"startAutnum\":-1,"
	    "\"endAutnum\":99999999999}"};
	struct question q;
	(void)state;
	assert_true(question_read("64500", &q));
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		answer_done(&answer);
		if (answer_read(&answer, &q, wrong[i], strlen(wrong[i]), &e))
			fail_msg("%s is an answer", wrong[i]);
		assert_true(e.text[0] != '\0');
	}
}

static void
assert_server(enum bootstrap_file which, const char *text, const char *asked,
    const char *want)
{
	struct question q;
	struct bootstrap *b = bootstrap_read(which, text, strlen(text), &e);
	if (b == NULL)
		fail_msg("%s", e.text);
	assert_true(question_read(asked, &q));
	assert_int_equal(bootstrap_of(&q), which);
	const char *url = bootstrap_find(b, &q);
	if (want == NULL)
		assert_null(url);
	else
		assert_string_equal(url, want);
	bootstrap_free(b);
}

static void
the_smallest_range_decides(void **state)
{
	static const char ipv4[] =
	    "{\"services\":[[[\"0.0.0.0/0\"],[\"http://all.example/\"]],"
	    "[[\"10.0.0.0/8\",\"nonsense\",7],[\"ftp://a.example\","
	    "\"http://b.example/\",\"https://c.example/rdap\"]],"
	    "[[\"10.1.0.0/16\"],[\"https://d.example/\"]],"
	    "[[\"10.2.0.0/16\"],[\"gopher://e.example/\"]],[],7,null]}";
	static const char asn[] =
	    "{\"services\":[[[\"1-10\",\"20\"],[\"https://a.example/\"]],"
	    "[[\"5-6\",\"9-8\",\"-\",\"30-\"],[\"https://b.example/\"]]]}";
	(void)state;
	assert_server(BOOTSTRAP_IPV4, ipv4, "11.0.0.1", "http://all.example/");
	assert_server(
	    BOOTSTRAP_IPV4, ipv4, "10.3.0.1", "https://c.example/rdap/");
	assert_server(BOOTSTRAP_IPV4, ipv4, "10.1.2.3", "https://d.example/");
	assert_server(
	    BOOTSTRAP_IPV4, ipv4, "10.2.0.1", "https://c.example/rdap/");
	assert_server(BOOTSTRAP_ASN, asn, "AS5", "https://b.example/");
	assert_server(BOOTSTRAP_ASN, asn, "10", "https://a.example/");
	assert_server(BOOTSTRAP_ASN, asn, "20", "https://a.example/");
	assert_server(BOOTSTRAP_ASN, asn, "30", NULL);
	assert_null(bootstrap_read(BOOTSTRAP_ASN, "{}", 2, &e));
	assert_says(e.text, "asn.json names no RDAP server");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(contacts_come_by_role),
	    cmocka_unit_test(other_types_are_passed_over),
	    cmocka_unit_test(no_address_hides_another),
	    cmocka_unit_test(depth_and_number_are_bounded),
	    cmocka_unit_test(an_answer_is_about_what_was_asked),
	    cmocka_unit_test(the_smallest_range_decides),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);
	answer_done(&answer);
	return failed;
}
