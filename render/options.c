#include "render/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "lib/date.h"
#include "lib/text.h"
#include "lib/version.h"

#include "render/crew.h"

enum { DEFAULT_MIN_COUNT = 5, MAX_MIN_COUNT = 1000000 };

static const char usage[] =
    "usage: ntpcensus-render --archive DATA --site FOLDER [options]\n"
    "       ntpcensus-render load --archive DATA --config FILE [options]\n";

static const char help[] =
    "Turns an archive of daily reports into a static website that holds\n"
    "aggregates only; or loads the archive into the ClickHouse cluster that\n"
    "the settings name. What was loaded before is left as it is.\n"
    "\n"
    "  --archive DATA      the archive; the reports lie below DATA/results\n"
    "  --site FOLDER       where the site is published; it is replaced whole\n"
    "  --templates FOLDER  what the pages look like and say (site-templates)\n"
    "  --config FILE       settings (/etc/ntpcensus/ntpcensus.conf)\n"
    "  --history FOLDER    what is derived from the archive and kept: the history,\n"
    "                      and addresses of a year (DATA/history)\n"
    "  --rebuild-history   make that folder again from the archive alone\n"
    "  --min-count N       publish no number of hosts below N (5)\n"
    "  --now TIME          the clock, as 2026-11-22T06:00:00Z (the real one)\n"
    "  --force             render although nothing is new\n"
    "  --jobs N            use N threads (one for each processor)\n"
    "  --profile           say on standard error where time and memory went\n"
    "  --date DAY          load: this day alone, as 2026-11-22 (all)\n"
    "  --quiet             show no progress; faults are always shown\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "The same archive, templates, settings and clock give the same site, byte\n"
    "for byte, apart from what was corrected: that is known from the day on\n"
    "which the history was begun. If nothing but the clock has changed since\n"
    "the site was made, it is left alone. The site before the last is kept\n"
    "beside it, hidden, as .FOLDER.spare: what has not changed in it need not\n"
    "be written again.\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  failed; the site that stood there still stands\n"
    "  2  the command line is wrong\n"
    "  3  done, but rows or files of the days that were read had to be skipped;\n"
    "     standard error says which\n";

static const struct option long_options[] = {
    {"archive", required_argument, NULL, 'a'},
    {"date", required_argument, NULL, 'd'},
    {"site", required_argument, NULL, 's'},
    {"templates", required_argument, NULL, 't'},
    {"config", required_argument, NULL, 'c'},
    {"history", required_argument, NULL, 'H'},
    {"rebuild-history", no_argument, NULL, 'R'},
    {"min-count", required_argument, NULL, 'm'},
    {"now", required_argument, NULL, 'n'},
    {"force", no_argument, NULL, 'f'},
    {"jobs", required_argument, NULL, 'j'},
    {"profile", no_argument, NULL, 'p'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

/* Prints what is wrong with the command line. Returns false. */
static bool
complain(int *code, const char *what, const char *text)
{
	fprintf(stderr, "ntpcensus-render: %s%s\n%s", what, text, usage);
	fputs("Try ntpcensus-render --help.\n", stderr);
	*code = EXIT_USAGE;
	return false;
}

/* Takes an option that is a text or a flag. False: it is neither. */
static bool
take_simple(struct options *o, int letter, const char *value)
{
	switch (letter) {
	case 'a':
		o->archive = value;
		return true;
	case 's':
		o->site = value;
		return true;
	case 't':
		o->templates = value;
		return true;
	case 'c':
		o->config = value;
		return true;
	case 'H':
		o->history = value;
		return true;
	case 'R':
		return o->rebuild = true;
	case 'q':
		return o->quiet = true;
	case 'f':
		return o->force = true;
	case 'p':
		return o->profile = true;
	default:
		return false;
	}
}

static bool
take_option(struct options *o, int letter, const char *value, int *code)
{
	uint64_t count;
	if (take_simple(o, letter, value))
		return true;
	switch (letter) {
	case 'j':
		if (!text_to_uint(value, CREW_MOST, &count) || count == 0)
			return complain(code, "--jobs is 1 to 64, not ", value);
		o->jobs = (unsigned)count;
		return true;
	case 'm':
		if (!text_to_uint(value, MAX_MIN_COUNT, &count) || count == 0)
			return complain(
			    code, "--min-count is 1 to 1000000, not ", value);
		o->min_count = (int32_t)count;
		return true;
	case 'd':
		o->has_date = true;
		return date_parse(value, &o->date) ||
		       complain(code,
			   "--date is a day such as 2026-11-22, not ", value);
	case 'n':
		return date_parse_time(value, &o->now) ||
		       complain(code,
			   "--now is a time such as 2026-11-22T06:00:00Z, not ",
			   value);
	case 'h':
		printf("%s\n%s", usage, help);
		*code = EXIT_DONE;
		return false;
	case 'v':
		puts("ntpcensus-render " VERSION);
		*code = EXIT_DONE;
		return false;
	default:
		/* getopt_long has named the mistake. */
		fputs("Try ntpcensus-render --help.\n", stderr);
		*code = EXIT_USAGE;
		return false;
	}
}

bool
options_read(struct options *o, int argc, char **argv, int *code)
{
	int letter;
	*o = (struct options){
	    .templates = "site-templates",
	    .min_count = DEFAULT_MIN_COUNT,
	    .now = time(NULL),
	};
	if (argc > 1 && strcmp(argv[1], "load") == 0) {
		o->is_load = true;
		argc--;
		argv++;
	}
	while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_option(o, letter, optarg, code))
			return false;
	if (optind < argc)
		return complain(code, "this is no option: ", argv[optind]);
	if (o->archive == NULL || o->archive[0] == '\0')
		return complain(code, "--archive is missing", "");
	if (!o->is_load && (o->site == NULL || o->site[0] == '\0'))
		return complain(code, "--site is missing", "");
	if (!o->is_load && o->has_date)
		return complain(code, "--date is for load alone", "");
	return true;
}
