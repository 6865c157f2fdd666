/* RDAP: bytes are refused with a sentence, or give contacts that mail can be
 * sent to, and servers that can be asked. The first byte chooses: an answer
 * about an address or a network's number, or one of IANA's files. */
#include "reports/contacts/answer.h"
#include "reports/contacts/bootstrap.h"
#include "tests/fuzz/rows.h"

static void
try_answer(const struct question *q, const struct input *in)
{
	struct answer a;
	struct err e = {{0}};
	if (!answer_read(&a, q, (const char *)in->bytes, in->n, &e))
		must(e.text[0] != '\0' && is_readable(e.text),
		    "a refusal says why");
	else
		must(a.network[0] != '\0', "it is about something");
	for (size_t i = 0; i < a.n; i++) {
		const struct contact *c = &a.contacts[i];
		must(strchr(c->mail, '@') != NULL &&
			 strpbrk(c->mail, " ,<>\"\r\n") == NULL,
		    "mail can be sent to it");
		must(is_readable(c->name) && is_readable(c->phone),
		    "its words are readable");
		must(i == 0 || a.contacts[i - 1].role <= c->role,
		    "they come by role");
	}
	answer_done(&a);
}

static void
try_bootstrap(const struct question *q, const struct input *in)
{
	struct err e = {{0}};
	struct bootstrap *b =
	    bootstrap_read(bootstrap_of(q), (const char *)in->bytes, in->n, &e);
	must((b == NULL) == (e.text[0] != '\0'), "a refusal says why");
	const char *url = b != NULL ? bootstrap_find(b, q) : NULL;
	must(url == NULL || (strncasecmp(url, "http", 4) == 0 &&
				url[strlen(url) - 1] == '/'),
	    "a server can be asked");
	bootstrap_free(b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const asked[] = {
	    "192.0.2.1", "2001:db8::1", "AS64500"};
	struct input in = {bytes, n};
	struct question q;
	const uint8_t choice = take_byte(&in);
	must(question_read(asked[choice % 3], &q), "it is a question");
	if (choice & 0x80)
		try_bootstrap(&q, &in);
	else
		try_answer(&q, &in);
	return 0;
}
