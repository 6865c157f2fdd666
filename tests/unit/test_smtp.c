/* A server that answers each command as a script says, and what its client
 * makes of it. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "lib/buf.h"
#include "lib/smtp.h"

#include "tests/unit/support.h"

/* What is answered: to the greeting, to each command, to the end of a mail.
 * NULL: the connection ends there. "": nothing is said any more. */
enum step { GREETING, EHLO, MAIL, RCPT, DATA, END, N_STEPS };
struct script {
	const char *answers[N_STEPS];
};

static const struct script good = {
    {"220 here\r\n", "250-here\r\n250 SIZE 9999999\r\n", "250 ok\r\n",
	"250 ok\r\n", "354 go\r\n", "250 taken\r\n"}};

static struct err e;
static unsigned n_endings;
static bool may_end;
static char url[64];

static int
listen_anywhere(void)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t n = sizeof at;
	const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s, (void *)&at, sizeof at), 0);
	assert_int_equal(listen(s, 8), 0);
	assert_int_equal(getsockname(s, (void *)&at, &n), 0);
	snprintf(url, sizeof url, "smtp://127.0.0.1:%u", ntohs(at.sin_port));
	return s;
}

/* Says it. False: the connection is to end. */
static bool
say(FILE *client, const char *answer)
{
	if (answer == NULL)
		return false;
	if (strcmp(answer, "endless") == 0)
		while (fputs("220-and on\r\n", client) >= 0)
			continue;
	if (answer[0] == '\0')
		pause();
	return fputs(answer, client) >= 0 && fflush(client) == 0;
}

static const char *
answer_to(const struct script *s, const char *line)
{
	static const char *const words[] = {
	    [EHLO] = "EHLO", [MAIL] = "MAIL", [RCPT] = "RCPT", [DATA] = "DATA"};
	for (int i = EHLO; i <= DATA; i++)
		if (strncmp(line, words[i], 4) == 0)
			return s->answers[i];
	return "221 bye\r\n";
}

static void
serve_one(const struct script *s, int fd)
{
	char line[4096];
	bool is_text = false;
	FILE *client = fdopen(fd, "r+");
	bool goes_on = say(client, s->answers[GREETING]);
	while (goes_on && fgets(line, sizeof line, client) != NULL) {
		if (!is_text) {
			goes_on = say(client, answer_to(s, line));
			is_text = strncmp(line, "DATA", 4) == 0;
		} else if (strcmp(line, ".\r\n") == 0) {
			goes_on = say(client, s->answers[END]);
			is_text = false;
		}
	}
	fclose(client);
}

static pid_t
serve(const struct script *s)
{
	const int listening = listen_anywhere();
	const pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGPIPE, SIG_IGN);
		for (;;)
			serve_one(s, accept(listening, NULL, NULL));
	}
	close(listening);
	return pid;
}

static bool
note_ending(void *context)
{
	(void)context;
	n_endings++;
	return may_end;
}

static const char *const headers[] = {"Subject: s", NULL};
static const struct smtp_mail mail = {.from = "a@b.example",
    .to = "c@d.example",
    .headers = headers,
    .text = "text\n.\n",
    .on_ending = note_ending};

/* Sends n mails to a server of this kind; gives what came of the last. */
static enum smtp_outcome
try_mails(const struct script *script, unsigned n, bool without_tls)
{
	const pid_t pid = serve(script);
	const struct smtp_server server = {.url = url,
	    .name = "b.example",
	    .without_tls = without_tls,
	    .idle_s = 1};
	struct smtp *s = smtp_open(&server);
	enum smtp_outcome outcome = SMTP_SENT;
	n_endings = 0;
	e.text[0] = '\0';
	while (n-- > 0)
		outcome = smtp_send(s, &mail, &e);
	smtp_close(s);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_true((outcome == SMTP_SENT) == (e.text[0] == '\0'));
	return outcome;
}

static void
mails_are_taken(void **state)
{
	(void)state;
	assert_int_equal(try_mails(&good, 3, true), SMTP_SENT);
	assert_int_equal(n_endings, 3);
}

/* What a server can say or do at each step, what that means, and whether the
 * mail's end had been sent by then. */
static void
each_end_is_told_from_the_others(void **state)
{
	static const struct {
		enum step step;
		const char *answer;
		enum smtp_outcome outcome;
		unsigned n_endings;
		const char *why;
	} cases[] = {{GREETING, NULL, SMTP_NO_SERVER, 0, ""},
	    {GREETING, "554 go away\r\n", SMTP_NO_SERVER, 0, "554 go away"},
	    {GREETING, "HTTP/1.1 200 OK\r\n\r\n", SMTP_NO_SERVER, 0, ""},
	    {GREETING, "", SMTP_NO_SERVER, 0, ""},
	    {GREETING, "endless", SMTP_NO_SERVER, 0, ""},
	    {MAIL, "550 not you\r\n", SMTP_REFUSED, 0, "550 not you"},
	    {MAIL, "452 full\r\n", SMTP_LATER, 0, "452 full"},
	    {MAIL, "530 5.7.0 who are you\r\n", SMTP_UNFIT, 0, "530"},
	    {RCPT, "550 nobody\r\n", SMTP_REFUSED, 0, "550 nobody"},
	    {RCPT, "451 greylisted\r\n", SMTP_LATER, 0, "451 grey"},
	    {RCPT, "421 closing\r\n", SMTP_NO_SERVER, 0, "421"},
	    {RCPT, NULL, SMTP_NO_SERVER, 0, ""},
	    {DATA, "451 no\r\n", SMTP_LATER, 0, "451 no"},
	    {DATA, NULL, SMTP_NO_SERVER, 0, ""},
	    {END, "554 spam\r\n", SMTP_REFUSED, 1, "554 spam"},
	    {END, "451 disk\r\n", SMTP_LATER, 1, "451 disk"},
	    {END, "421 closing\r\n", SMTP_NO_SERVER, 1, "421"},
	    {END, NULL, SMTP_IN_DOUBT, 1, ""}, {END, "", SMTP_IN_DOUBT, 1, ""},
	    {END, "nonsense\r\n", SMTP_IN_DOUBT, 1, ""}};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct script script = good;
		script.answers[cases[i].step] = cases[i].answer;
		const enum smtp_outcome outcome = try_mails(&script, 1, true);
		if (outcome != cases[i].outcome)
			fail_msg("case %zu is %d: %s", i, (int)outcome, e.text);
		assert_int_equal(n_endings, cases[i].n_endings);
		assert_says(e.text, cases[i].why);
	}
}

static void
without_tls_nothing_is_sent_unless_it_may(void **state)
{
	(void)state;
	assert_int_equal(try_mails(&good, 1, false), SMTP_UNFIT);
	assert_int_equal(n_endings, 0);
}

static void
the_end_can_be_held_back(void **state)
{
	(void)state;
	may_end = false;
	assert_int_equal(try_mails(&good, 1, true), SMTP_GIVEN_UP);
	assert_int_equal(n_endings, 1);
	may_end = true;
}

static void
a_server_steers_no_terminal(void **state)
{
	struct script script = good;
	(void)state;
	script.answers[RCPT] = "550 \x1b[31mred\r\n";
	assert_int_equal(try_mails(&script, 2, true), SMTP_REFUSED);
	assert_says(e.text, "550 \\x1b[31mred");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mails_are_taken),
	    cmocka_unit_test(each_end_is_told_from_the_others),
	    cmocka_unit_test(without_tls_nothing_is_sent_unless_it_may),
	    cmocka_unit_test(the_end_can_be_held_back),
	    cmocka_unit_test(a_server_steers_no_terminal),
	};
	may_end = true;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
