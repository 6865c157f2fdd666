#include <stdio.h>
#include <string.h>

#include "lib/version.h"

#include "reports/check.h"
#include "reports/contacts.h"
#include "reports/cut.h"
#include "reports/help.h"
#include "reports/index.h"
#include "reports/mail.h"
#include "reports/options.h"
#include "reports/serve.h"
#include "reports/subscribe.h"

/* Says what was left out of what is done. Gives the exit code. */
static int
finish(const struct skipped *s, const char *what)
{
	if (s->files == 0 && s->rows == 0)
		return EXIT_DONE;
	fprintf(stderr,
	    "ntpcensus-report: the days are %s without %llu %s and %llu %s of "
	    "the archive\n",
	    what, (unsigned long long)s->files,
	    s->files == 1 ? "file" : "files", (unsigned long long)s->rows,
	    s->rows == 1 ? "row" : "rows");
	return EXIT_SKIPPED;
}

/* Does a command that works on the folder of reports. Gives the exit code. */
static int
run(enum command command, int argc, char **argv)
{
	struct options o;
	struct skipped skipped = {0};
	struct err e = {{0}};
	bool ok = false;
	int code;
	if (!options_read(&o, command, argc, argv, &code))
		return code;
	switch (command) {
	case COMMAND_CHECK:
		ok = check(&o, &e);
		break;
	case COMMAND_CUT:
		ok = cut(&o, &skipped, &e);
		break;
	case COMMAND_INDEX:
		ok = make_index(&o, &skipped, &e);
		break;
	case COMMAND_SERVE:
		ok = serve(&o, &e);
		break;
	case N_COMMANDS:
		break;
	}
	if (ok)
		return finish(
		    &skipped, command == COMMAND_CUT ? "cut" : "indexed");
	fprintf(stderr, "ntpcensus-report: %s\n", e.text);
	return EXIT_FAILED;
}

/* The other commands. Given their command line, argv[0] being their name, they
 * give the exit code. */
static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} others[] = {{"contacts", contacts_main}, {"mail", mail_main},
    {"subscribe", subscribe_main}};

/* Answers what is no command. Gives the exit code. */
static int
answer(const char *word)
{
	if (word != NULL && strcmp(word, "--help") == 0) {
		printf("%s\n%s", help_usage, help_commands);
		return EXIT_DONE;
	}
	if (word != NULL && strcmp(word, "--version") == 0) {
		puts("ntpcensus-report " VERSION);
		return EXIT_DONE;
	}
	fprintf(stderr, "ntpcensus-report: %s%s\n%s",
	    word != NULL ? "this is no command: " : "a command is missing",
	    word != NULL ? word : "", help_usage);
	fputs("Try ntpcensus-report --help.\n", stderr);
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return answer(NULL);
	for (int i = 0; i < N_COMMANDS; i++)
		if (strcmp(argv[1], options_command((enum command)i)) == 0)
			return run((enum command)i, argc - 1, argv + 1);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (strcmp(argv[1], others[i].name) == 0)
			return others[i].run(argc - 1, argv + 1);
	return answer(argv[1]);
}
