/* A name server on loopback that answers as the case says. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "reports/proof/txt.h"
#include "tests/unit/support.h"

#define TOKEN "ntpcensus-proof=00112233445566778899aabbccddeeff"

/* What stands behind the question: n bytes, and what the header says. */
struct reply {
	const char *bytes;
	size_t n;
	uint8_t rcode;
	uint8_t n_answers;
};

/* A record of the name that was asked for (a pointer to it), its rdata behind
 * it. */
#define RECORD(length) "\xc0\x0c\0\x10\0\x01\0\0\0\x3c\0" length
#define REPLY(text, answers)                                                   \
	{                                                                      \
		text, sizeof(text) - 1, 0, answers                             \
	}

static struct err e;
static char resolver[64];

static int
listen_anywhere(void)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t n = sizeof at;
	const int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s, (void *)&at, sizeof at), 0);
	assert_int_equal(getsockname(s, (void *)&at, &n), 0);
	snprintf(resolver, sizeof resolver, "127.0.0.1:%u", ntohs(at.sin_port));
	return s;
}

static void
serve(int s, const struct reply *reply)
{
	uint8_t packet[4096];
	struct sockaddr_in from;
	for (;;) {
		socklen_t n_from = sizeof from;
		const ssize_t n =
		    recvfrom(s, packet, 512, 0, (void *)&from, &n_from);
		if (n < 12)
			continue;
		packet[2] = 0x84; /* an answer, of who knows */
		packet[3] = (uint8_t)(0x80 | reply->rcode);
		packet[7] = reply->n_answers;
		packet[9] = packet[11] = 0;
		memcpy(packet + n, reply->bytes, reply->n);
		sendto(
		    s, packet, (size_t)n + reply->n, 0, (void *)&from, n_from);
	}
}

/* Looks for the token at a server that answers so. */
static bool
find(const struct reply *reply, bool *found)
{
	const int s = listen_anywhere();
	const pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(s, reply);
	}
	close(s);
	e.text[0] = '\0';
	const bool ok =
	    txt_find(resolver, "_ntpcensus.a.example", TOKEN, found, &e);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_true(ok == (e.text[0] == '\0'));
	return ok;
}

static void
a_record_is_the_whole_text(void **state)
{
	static const struct {
		struct reply reply;
		bool found;
	} cases[] = {
	    {REPLY(RECORD("\x31") "\x30" TOKEN, 1), true},
	    {REPLY(RECORD("\x32") "\x10ntpcensus-proof=\x20"
				  "00112233445566778899aabbccddeeff",
		 1),
		true},
	    {REPLY(RECORD("\x02") "\x01x" RECORD("\x31") "\x30" TOKEN, 2),
		true},
	    {REPLY(RECORD("\x32") "\x31" TOKEN "0", 1), false},
	    {REPLY(RECORD("\x30") "\x2fntpcensus-proof="
				  "00112233445566778899aabbccddeef",
		 1),
		false},
	    {REPLY(RECORD("\x31") "\x30ntpcensus-proof="
				  "00112233445566778899aabbccddeeff\0",
		 1),
		true},
	    /* Two records are not one. */
	    {REPLY(RECORD("\x11") "\x10ntpcensus-proof=" RECORD(
		       "\x21") "\x20"
			       "00112233445566778899aabbccddeeff",
		 2),
		false},
	    {REPLY(RECORD("\x01") "\0", 1), false}, {REPLY("", 0), false},
	    {{"", 0, 3, 0}, false}, /* no such name */
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		bool found;
		if (!find(&cases[i].reply, &found))
			fail_msg("case %zu: %s", i, e.text);
		if (found != cases[i].found)
			fail_msg("case %zu is %d", i, found);
	}
}

static void
hostile_answers_are_errors(void **state)
{
	static const struct reply cases[] = {
	    {"", 0, 5, 0},                    /* refused */
	    {"", 0, 0, 9},                    /* answers that are not there */
	    REPLY("\xc0\xff", 1),             /* a name beyond the packet */
	    REPLY("\xc0\x26", 1),             /* a name that is itself */
	    REPLY(RECORD("\xff") "\x01x", 1), /* longer than the packet */
	    REPLY(RECORD("\x02") "\xffx", 1), /* longer than its record */
	    REPLY("\xc0\x0c\0\x10\0\x01\0\0", 1), /* cut */
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		bool found = true;
		if (find(&cases[i], &found) || found)
			fail_msg("case %zu is good", i);
		assert_says(e.text, "gives no answer about _ntpcensus.a.exam");
	}
}

static void
a_resolver_is_an_address(void **state)
{
	bool found;
	(void)state;
	assert_false(txt_find("a.example", "b.example", TOKEN, &found, &e));
	assert_says(e.text, "\"a.example\" is no resolver");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_is_the_whole_text),
	    cmocka_unit_test(hostile_answers_are_errors),
	    cmocka_unit_test(a_resolver_is_an_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
