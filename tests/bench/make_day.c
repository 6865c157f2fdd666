/* Makes a day of reports for benchmarks, of hosts that do not exist. */
#include <getopt.h>
#include <stdio.h>

#include "lib/date.h"
#include "lib/file.h"
#include "lib/record.h"
#include "lib/text.h"

#include "tests/bench/rows.h"

enum { BUFFER_BYTES = 1 << 20, MOST_ROWS = 1000000000 };

static const char usage[] =
    "usage: make_day [--countries N] [--networks N] [--date YYYY-MM-DD]\n"
    "                [--monitor] ROWS SEED OUT.csv\n"
    "Writes so many rows of scan_ntp, or of scan_ntpmonitor; the same arguments\n"
    "give the same bytes.\n";

static bool
read_number(const char *text, uint32_t most, uint32_t *out)
{
	uint64_t number;
	if (!text_to_uint(text, most, &number) || number == 0)
		return false;
	*out = (uint32_t)number;
	return true;
}

static bool
read_option(int c, struct rows_plan *plan)
{
	switch (c) {
	case 'c':
		return read_number(
		    optarg, PLACES_MOST_COUNTRIES, &plan->n_countries);
	case 'n':
		return read_number(
		    optarg, PLACES_MOST_NETWORKS, &plan->n_networks);
	case 'd':
		return date_parse(optarg, &plan->day);
	case 'm':
		plan->scan = SCAN_NTPMONITOR;
		return true;
	default:
		return false;
	}
}

static bool
read_arguments(int argc, char **argv, struct rows_plan *plan)
{
	static const struct option names[] = {
	    {"countries", required_argument, NULL, 'c'},
	    {"networks", required_argument, NULL, 'n'},
	    {"date", required_argument, NULL, 'd'},
	    {"monitor", no_argument, NULL, 'm'}, {NULL, 0, NULL, 0}};
	int c;
	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1)
		if (!read_option(c, plan))
			return false;
	return argc - optind == 3 &&
	       read_number(argv[optind], MOST_ROWS, &plan->n_rows) &&
	       text_to_uint(argv[optind + 1], UINT64_MAX, &plan->seed);
}

static bool
write_day(const struct rows_plan *plan, const char *path, struct err *e)
{
	static char buffer[BUFFER_BYTES];
	static struct rows rows;
	const struct schema *schema = schema_of(plan->scan);
	struct file_aside out;
	struct row row;
	if (!file_aside_open(&out, path, e))
		return false;
	setvbuf(out.stream, buffer, _IOFBF, sizeof buffer);
	rows_begin(&rows, plan);
	record_write_header(out.stream, schema);
	for (uint32_t i = 0; i < plan->n_rows && !ferror(out.stream); i++) {
		rows_next(&rows, &row);
		record_write(out.stream, schema, &row);
	}
	rows_end(&rows);
	return file_aside_commit(&out, e);
}

int
main(int argc, char **argv)
{
	struct rows_plan plan = {.scan = SCAN_NTP,
	    .n_countries = PLACES_MOST_COUNTRIES,
	    .n_networks = 70000};
	struct err e;
	if (!date_parse("2026-11-21", &plan.day) ||
	    !read_arguments(argc, argv, &plan)) {
		fputs(usage, stderr);
		return 2;
	}
	if (write_day(&plan, argv[argc - 1], &e))
		return 0;
	fprintf(stderr, "make_day: %s\n", e.text);
	return 1;
}
