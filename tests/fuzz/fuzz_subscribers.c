/* The file of subscribers: bytes are refused with a sentence, or give entries
 * that have all that reports are cut and named by. */
#include "reports/subscribers/subscribers.h"
#include "tests/fuzz/rows.h"

static void
must_be_a_list(const char *name)
{
	must(name[0] != '\0' && strlen(name) <= 64, "a list has a name");
	must(strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			  "0123456789_-") == strlen(name),
	    "it can stand in a file name");
	must(name[0] != '-' && strstr(name, "--") == NULL,
	    "it is words joined by -");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct subscribers s;
	struct err e = {{0}};
	if (!subscribers_read(&s, file_of(0, bytes, n), &e)) {
		must(e.text[0] != '\0' && is_readable(e.text),
		    "a refusal says why");
		return 0;
	}
	for (size_t i = 0; i < s.n; i++) {
		const struct subscriber *who = &s.items[i];
		must_be_a_list(who->list);
		must(is_readable(who->title) && is_readable(who->proof),
		    "its words are readable");
		must(who->n_contacts > 0, "somebody can be reached");
		must(who->n_asns + who->n_ranges + who->n_countries +
			     who->n_domains >
			 0,
		    "something is theirs");
		for (size_t j = 0; j < who->n_ranges; j++)
			must(addr_compare(&who->ranges[j].first,
				 &who->ranges[j].last) <= 0,
			    "a prefix has addresses");
		must((who->api_key[0] == '\0') == (who->api_secret[0] == '\0'),
		    "a key has a secret");
	}
	subscribers_done(&s);
	return 0;
}
