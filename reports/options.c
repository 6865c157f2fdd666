#include "reports/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "lib/version.h"

#include "reports/help.h"

enum {
	REPORTS_KEEP_DAYS = 30,
	ROWS_KEEP_DAYS = 366,
	MAX_KEEP_DAYS = 36500,
	MAX_CONNECTIONS = 60000,
	MAX_RATE = 1000000
};

static const struct option long_options[] = {
    {"subscribers", required_argument, NULL, 's'},
    {"archive", required_argument, NULL, 'a'},
    {"out", required_argument, NULL, 'o'},
    {"day", required_argument, NULL, 'd'},
    {"keep-days", required_argument, NULL, 'k'},
    {"listen", required_argument, NULL, 'l'},
    {"config", required_argument, NULL, 'C'},
    {"front", no_argument, NULL, 'f'},
    {"rate", required_argument, NULL, 'r'},
    {"connections", required_argument, NULL, 'c'},
    {"log", required_argument, NULL, 'g'},
    {"now", required_argument, NULL, 'n'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

/* A command, and the letters of the options that are for it; what all take is
 * not among them. */
static const struct {
	const char *name;
	const char *own;
} commands[N_COMMANDS] = {
    [COMMAND_CHECK] = {"check", "s"},
    [COMMAND_CUT] = {"cut", "saodkn"},
    [COMMAND_INDEX] = {"index", "aodkn"},
    [COMMAND_SERVE] = {"serve", "solCfrcgn"},
};
static const char common[] = "qhv?";

/* Prints what is wrong with the command line. Returns false. */
static bool
complain(int *code, const char *what, const char *text)
{
	fprintf(stderr, "ntpcensus-report: %s%s\n%s", what, text, help_usage);
	fputs("Try ntpcensus-report --help.\n", stderr);
	*code = EXIT_USAGE;
	return false;
}

static bool
take_number(uint32_t *out, const char *value, uint64_t least, uint64_t most,
    const char *what, int *code)
{
	uint64_t number;
	if (!text_to_uint(value, most, &number) || number < least)
		return complain(code, what, value);
	*out = (uint32_t)number;
	return true;
}

static bool
take_keep_days(struct options *o, const char *value, int *code)
{
	uint32_t days;
	if (!take_number(&days, value, 1, MAX_KEEP_DAYS,
		"--keep-days is 1 to 36500, not ", code))
		return false;
	o->keep_days = (day_t)days;
	return true;
}

/* An option with a text as it stands. */
static bool
take_text(struct options *o, int letter, const char *value)
{
	switch (letter) {
	case 's':
		o->subscribers = value;
		return true;
	case 'a':
		o->archive = value;
		return true;
	case 'o':
		o->out = value;
		return true;
	case 'l':
		o->listen = value;
		return true;
	case 'C':
		o->config = value;
		return true;
	case 'g':
		o->log = value;
		return true;
	case 'f':
		return o->behind_front = true;
	case 'q':
		return o->quiet = true;
	default:
		return false;
	}
}

static bool
take_option(struct options *o, int letter, const char *value, int *code)
{
	if (take_text(o, letter, value))
		return true;
	switch (letter) {
	case 'd':
		o->has_day = true;
		return date_parse(value, &o->day) ||
		       complain(code, "--day is a day such as 2026-11-22, not ",
			   value);
	case 'k':
		return take_keep_days(o, value, code);
	case 'r':
		return take_number(&o->rate, value, 0, MAX_RATE,
		    "--rate is 0 to 1000000 requests a second, not ", code);
	case 'c':
		return take_number(&o->connections, value, 1, MAX_CONNECTIONS,
		    "--connections is 1 to 60000, not ", code);
	case 'n':
		o->has_now = true;
		return date_parse_time(value, &o->now) ||
		       complain(code,
			   "--now is a time such as 2026-11-22T06:00:00Z, not ",
			   value);
	case 'h':
		printf("%s\n%s", help_usage, help_text);
		*code = EXIT_DONE;
		return false;
	case 'v':
		puts("ntpcensus-report " VERSION);
		*code = EXIT_DONE;
		return false;
	default:
		/* getopt_long has named the mistake. */
		fputs("Try ntpcensus-report --help.\n", stderr);
		*code = EXIT_USAGE;
		return false;
	}
}

/* Finds the command, which is the first argument. */
static bool
take_command(struct options *o, const char *name)
{
	for (int i = 0; name != NULL && i < N_COMMANDS; i++)
		if (strcmp(name, commands[i].name) == 0) {
			o->command = (enum command)i;
			return true;
		}
	return false;
}

static bool
check_whole(struct options *o, int *code)
{
	const char *own = commands[o->command].own;
	if (o->keep_days == 0)
		o->keep_days = o->command == COMMAND_INDEX ? ROWS_KEEP_DAYS
							   : REPORTS_KEEP_DAYS;
	if (o->subscribers[0] == '\0')
		return complain(code, "--subscribers is empty", "");
	if (strchr(own, 'a') != NULL &&
	    (o->archive == NULL || o->archive[0] == '\0'))
		return complain(code, "--archive is missing", "");
	if (strchr(own, 'o') != NULL && (o->out == NULL || o->out[0] == '\0'))
		return complain(code, "--out is missing", "");
	return true;
}

static bool
is_for(const struct options *o, int letter)
{
	return strchr(common, letter) != NULL ||
	       strchr(commands[o->command].own, letter) != NULL;
}

bool
options_read(struct options *o, int argc, char **argv, int *code)
{
	int letter, place;
	char foreign[64];
	*o = (struct options){
	    .subscribers = "/etc/ntpcensus/subscribers.conf",
	    .now = time(NULL),
	    .listen = "127.0.0.1:8090",
	    .connections = 1000,
	    .rate = 20,
	};
	const bool has_command = take_command(o, argv[1]);
	if (has_command) {
		snprintf(foreign, sizeof foreign, "this is not for %s: --",
		    commands[o->command].name);
		argv[1] = argv[0]; /* getopt_long names it */
		argc--;
		argv++;
	}
	while ((letter = getopt_long(argc, argv, "", long_options, &place)) !=
	       -1) {
		if (has_command && !is_for(o, letter))
			return complain(
			    code, foreign, long_options[place].name);
		if (!take_option(o, letter, optarg, code))
			return false;
	}
	if (optind < argc)
		return complain(code,
		    has_command ? "this is no option: "
				: "this is no command: ",
		    argv[optind]);
	if (!has_command)
		return complain(code,
		    "a command is missing: check, cut, mail, index, serve, "
		    "contacts or subscribe",
		    "");
	return check_whole(o, code);
}
