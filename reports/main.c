#include <stdio.h>
#include <string.h>

#include "reports/check.h"
#include "reports/contacts.h"
#include "reports/cut.h"
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

static int
run(const struct options *options, struct err *e)
{
	struct skipped skipped = {0};
	switch (options->command) {
	case COMMAND_CHECK:
		return check(options, e) ? EXIT_DONE : EXIT_FAILED;
	case COMMAND_CUT:
		return cut(options, &skipped, e) ? finish(&skipped, "cut")
						 : EXIT_FAILED;
	case COMMAND_INDEX:
		return make_index(options, &skipped, e)
			   ? finish(&skipped, "indexed")
			   : EXIT_FAILED;
	case COMMAND_SERVE:
		return serve(options, e) ? EXIT_DONE : EXIT_FAILED;
	case N_COMMANDS:
		break;
	}
	return EXIT_FAILED;
}

/* Commands that read their own command line; argv[0] is their name. They give
 * the exit code. */
static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {{"contacts", contacts_main}, {"mail", mail_main},
    {"subscribe", subscribe_main}};

int
main(int argc, char **argv)
{
	struct options options;
	struct err e = {{0}};
	int code;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (argc > 1 && strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (!options_read(&options, argc, argv, &code))
		return code;
	code = run(&options, &e);
	if (code == EXIT_FAILED)
		fprintf(stderr, "ntpcensus-report: %s\n", e.text);
	return code;
}
