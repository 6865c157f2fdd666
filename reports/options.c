#include "reports/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "lib/version.h"

enum { DEFAULT_KEEP_DAYS = 30, MAX_KEEP_DAYS = 36500 };

static const char usage[] =
    "usage: ntpcensus-report check [--subscribers FILE]\n"
    "       ntpcensus-report cut --archive DATA --out FOLDER [options]\n";

static const char help[] =
    "Gives the owners of networks their rows of an archive's daily reports.\n"
    "\n"
    "  check               say whether the file of subscribers is right\n"
    "  cut                 cut the days of the archive for all subscribers\n"
    "\n"
    "  --subscribers FILE  who gets what (/etc/ntpcensus/subscribers.conf)\n"
    "  --archive DATA      cut: the archive; it is only read\n"
    "  --out FOLDER        cut: where reports are kept\n"
    "  --day DAY           cut: this day alone, as 2026-11-22 (all that are kept)\n"
    "  --keep-days N       cut: keep the reports of the last N days, today's\n"
    "                      included, and remove older ones (30)\n"
    "  --now TIME          cut: the clock, as 2026-11-22T06:00:00Z (the real one)\n"
    "  --quiet             say nothing but faults\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "FOLDER/YYYY/MM/DD/TYPE/ gets the reports of a day and type, named\n"
    "YYYY-MM-DD-TYPE-LIST-FILTER.csv: FILTER is what a row was found by, the\n"
    "first that matches of asn, geo (country), ip (prefix) and tld (domain), so\n"
    "that no row comes twice. reports.jsonl tells of each: its file, its id,\n"
    "list, events and bytes. Nothing there is changed later. If a day's rows\n"
    "or filters have changed, TYPE.r2/ gets what is new: a report that is not\n"
    "as before is named YYYY-MM-DD-TYPE-LIST-FILTER-r2.csv.\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  failed; reports that were there still are\n"
    "  2  the command line is wrong\n"
    "  3  done, but rows or files of the days that were read had to be skipped;\n"
    "     standard error says which\n";

static const struct option long_options[] = {
    {"subscribers", required_argument, NULL, 's'},
    {"archive", required_argument, NULL, 'a'},
    {"out", required_argument, NULL, 'o'},
    {"day", required_argument, NULL, 'd'},
    {"keep-days", required_argument, NULL, 'k'},
    {"now", required_argument, NULL, 'n'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

/* A command, and the letters of the options that are not for it. */
static const struct {
	const char *name;
	const char *foreign;
} commands[N_COMMANDS] = {
    [COMMAND_CHECK] = {"check", "aodkn"}, [COMMAND_CUT] = {"cut", ""}};

/* Prints what is wrong with the command line. Returns false. */
static bool
complain(int *code, const char *what, const char *text)
{
	fprintf(stderr, "ntpcensus-report: %s%s\n%s", what, text, usage);
	fputs("Try ntpcensus-report --help.\n", stderr);
	*code = EXIT_USAGE;
	return false;
}

static bool
take_keep_days(struct options *o, const char *value, int *code)
{
	uint64_t days;
	if (!text_to_uint(value, MAX_KEEP_DAYS, &days) || days == 0)
		return complain(code, "--keep-days is 1 to 36500, not ", value);
	o->keep_days = (day_t)days;
	return true;
}

static bool
take_option(struct options *o, int letter, const char *value, int *code)
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
	case 'd':
		o->has_day = true;
		return date_parse(value, &o->day) ||
		       complain(code, "--day is a day such as 2026-11-22, not ",
			   value);
	case 'k':
		return take_keep_days(o, value, code);
	case 'n':
		return date_parse_time(value, &o->now) ||
		       complain(code,
			   "--now is a time such as 2026-11-22T06:00:00Z, not ",
			   value);
	case 'q':
		return o->quiet = true;
	case 'h':
		printf("%s\n%s", usage, help);
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
check_whole(const struct options *o, int *code)
{
	if (o->subscribers[0] == '\0')
		return complain(code, "--subscribers is empty", "");
	if (o->command != COMMAND_CUT)
		return true;
	if (o->archive == NULL || o->archive[0] == '\0')
		return complain(code, "--archive is missing", "");
	if (o->out == NULL || o->out[0] == '\0')
		return complain(code, "--out is missing", "");
	return true;
}

bool
options_read(struct options *o, int argc, char **argv, int *code)
{
	int letter, place;
	*o = (struct options){
	    .subscribers = "/etc/ntpcensus/subscribers.conf",
	    .keep_days = DEFAULT_KEEP_DAYS,
	    .now = time(NULL),
	};
	const bool has_command = take_command(o, argv[1]);
	if (has_command) {
		argv[1] = argv[0]; /* getopt_long names it */
		argc--;
		argv++;
	}
	while ((letter = getopt_long(argc, argv, "", long_options, &place)) !=
	       -1) {
		if (has_command && letter != '?' &&
		    strchr(commands[o->command].foreign, letter) != NULL)
			return complain(code, "this is not for check: --",
			    long_options[place].name);
		if (!take_option(o, letter, optarg, code))
			return false;
	}
	if (optind < argc)
		return complain(code,
		    has_command ? "this is no option: "
				: "this is no command: ",
		    argv[optind]);
	if (!has_command)
		return complain(code, "a command is missing: check or cut", "");
	return check_whole(o, code);
}
