#include "render/options.h"

#include <getopt.h>
#include <stdio.h>

#include "lib/date.h"
#include "lib/text.h"
#include "lib/version.h"

enum { DEFAULT_MIN_COUNT = 5, MAX_MIN_COUNT = 1000000 };

static const char usage[] =
    "usage: ntpcensus-render --archive DATA --site FOLDER [options]\n";

static const char help[] =
    "Turns an archive of daily reports into a static website that holds\n"
    "aggregates only.\n"
    "\n"
    "  --archive DATA      the archive; the reports lie below DATA/results\n"
    "  --site FOLDER       where the site is published; it is replaced whole\n"
    "  --templates FOLDER  what the pages look like and say (site-templates)\n"
    "  --config FILE       settings (/etc/ntpcensus/ntpcensus.conf)\n"
    "  --min-count N       publish no number of hosts below N (5)\n"
    "  --now TIME          the clock, as 2026-11-22T06:00:00Z (the real one)\n"
    "  --quiet             show no progress; faults are always shown\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "The same archive, templates, settings and clock give the same site, byte\n"
    "for byte.\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  failed; the site that stood there still stands\n"
    "  2  the command line is wrong\n"
    "  3  done, but rows or files of the archive had to be skipped; standard\n"
    "     error says which\n";

static const struct option long_options[] = {
    {"archive", required_argument, NULL, 'a'},
    {"site", required_argument, NULL, 's'},
    {"templates", required_argument, NULL, 't'},
    {"config", required_argument, NULL, 'c'},
    {"min-count", required_argument, NULL, 'm'},
    {"now", required_argument, NULL, 'n'},
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

static bool
take_option(struct options *o, int letter, const char *value, int *code)
{
	uint64_t count;
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
	case 'q':
		o->quiet = true;
		return true;
	case 'm':
		if (!text_to_uint(value, MAX_MIN_COUNT, &count) || count == 0)
			return complain(
			    code, "--min-count is 1 to 1000000, not ", value);
		o->min_count = (int32_t)count;
		return true;
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
	while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_option(o, letter, optarg, code))
			return false;
	if (optind < argc)
		return complain(code, "this is no option: ", argv[optind]);
	if (o->archive == NULL || o->archive[0] == '\0')
		return complain(code, "--archive is missing", "");
	if (o->site == NULL || o->site[0] == '\0')
		return complain(code, "--site is missing", "");
	return true;
}
