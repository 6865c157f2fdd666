#include "scanner/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/archive.h"
#include "lib/text.h"
#include "lib/version.h"

#include "scanner/rate.h"

enum { EXIT_USAGE = 2, MOST_RETRY_S = 3600 };

enum long_option {
	OPTION_FINISH_PARTIAL = 256,
	OPTION_RESUME,
	OPTION_RETRY,
	OPTION_STATUS_FILE,
	OPTION_METRICS_FILE,
	OPTION_REVISE,
	OPTION_SHARD,
	OPTION_PRIVATE,
	OPTION_ISOLATED,
	OPTION_CHECK_KEY,
	OPTION_IO,
	OPTION_PROBE,
	OPTION_JSON,
	OPTION_SHOW_CLIENTS,
	OPTION_FROM_PCAP,
	OPTION_UNSOLICITED,
	OPTION_COUNT
};

static const struct option long_options[] = {
    {"targets", required_argument, NULL, 't'},
    {"exclude", required_argument, NULL, 'x'},
    {"rate", required_argument, NULL, 'r'},
    {"io", required_argument, NULL, OPTION_IO},
    {"out", required_argument, NULL, 'o'},
    {"date", required_argument, NULL, 'd'},
    {"probes", required_argument, NULL, 'p'},
    {"seed", required_argument, NULL, 's'},
    {"shard", required_argument, NULL, OPTION_SHARD},
    {"config", required_argument, NULL, 'c'},
    {"dry-run", no_argument, NULL, 'n'},
    {"retry-after", required_argument, NULL, OPTION_RETRY},
    {"status-file", required_argument, NULL, OPTION_STATUS_FILE},
    {"metrics-file", required_argument, NULL, OPTION_METRICS_FILE},
    {"resume", no_argument, NULL, OPTION_RESUME},
    {"finish-partial", no_argument, NULL, OPTION_FINISH_PARTIAL},
    {"revise", no_argument, NULL, OPTION_REVISE},
    {"include-private-networks", no_argument, NULL, OPTION_PRIVATE},
    {"isolated", optional_argument, NULL, OPTION_ISOLATED},
    {"check-key", required_argument, NULL, OPTION_CHECK_KEY},
    {"probe", required_argument, NULL, OPTION_PROBE},
    {"json", no_argument, NULL, OPTION_JSON},
    {"show-clients", no_argument, NULL, OPTION_SHOW_CLIENTS},
    {"from-pcap", required_argument, NULL, OPTION_FROM_PCAP},
    {"unsolicited", no_argument, NULL, OPTION_UNSOLICITED},
    {"count-addresses", required_argument, NULL, OPTION_COUNT},
    {"quiet", no_argument, NULL, 'q'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* Says what is wrong and ends. */
static bool __attribute__((format(printf, 2, 3)))
bad_usage(struct options *o, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("ntpcensus-scan: ", stderr);
	vfprintf(stderr, format, args);
	fputs("; --help says more\n", stderr);
	va_end(args);
	o->command = COMMAND_EXIT;
	o->exit_code = EXIT_USAGE;
	return false;
}

static bool
add_text(struct options *o, const char **list, size_t *n, size_t most,
    const char *what, const char *text)
{
	if (*n == most)
		return bad_usage(o, "there are more than %zu %s", most, what);
	list[(*n)++] = text;
	return true;
}

static bool
read_probes(struct options *o, const char *list)
{
	memset(o->used, 0, sizeof o->used);
	do {
		const size_t n = strcspn(list, ",");
		bool known = false;
		for (unsigned i = 0; i < N_PROBES; i++)
			if (strlen(probes[i]->name) == n &&
			    memcmp(probes[i]->name, list, n) == 0)
				known = o->used[i] = true;
		if (!known)
			return bad_usage(o,
			    "--probes: there is no probe \"%.*s\"", (int)n,
			    list);
		list += n + (list[n] == ',');
	} while (*list != '\0');
	return true;
}

static bool
read_rate(struct options *o, const char *text)
{
	return rate_read(text, &o->rate_pps, &o->rate_bps) ||
	       bad_usage(o,
		   "--rate: \"%s\" is no number of packets per second, nor "
		   "of bits such as 100Mbit",
		   text);
}

static bool
read_io(struct options *o, const char *word)
{
	return link_io_named(word, &o->io) ||
	       bad_usage(o, "--io: \"%s\" is none of udp, packet, xdp and live",
		   word);
}

static bool
read_date(struct options *o, const char *text)
{
	o->has_date = true;
	return date_parse(text, &o->date) ||
	       bad_usage(
		   o, "--date: \"%s\" is no day such as 2026-11-22", text);
}

static bool
read_seed(struct options *o, const char *text)
{
	o->has_seed = true;
	return text_to_uint(text, INT64_MAX, &o->seed) ||
	       bad_usage(
		   o, "--seed: \"%s\" is no number in 0 … 2^63 - 1", text);
}

static bool
read_shard(struct options *o, const char *text)
{
	char number[16];
	const char *slash = strchr(text, '/');
	const size_t n = slash != NULL ? (size_t)(slash - text) : 0;
	uint64_t shard = 0, n_shards = 0;
	if (n > 0 && n < sizeof number) {
		memcpy(number, text, n);
		number[n] = '\0';
		if (text_to_uint(slash + 1, ARCHIVE_MOST_SHARDS, &n_shards) &&
		    text_to_uint(number, n_shards, &shard) && shard > 0) {
			o->shard = (unsigned)shard;
			o->n_shards = (unsigned)n_shards;
			return true;
		}
	}
	return bad_usage(o, "--shard: \"%s\" is no part such as 3/16", text);
}

static bool
end_with(struct options *o, const char *words)
{
	fputs(words, stdout);
	o->command = COMMAND_EXIT;
	o->exit_code = 0;
	return false;
}

/* Takes an option of what is no scan. */
static bool
take_other_command(struct options *o, int option, const char *value)
{
	switch (option) {
	case OPTION_PROBE:
		o->command = COMMAND_PROBE;
		o->probe = value;
		return true;
	case OPTION_JSON:
		return o->json = true;
	case OPTION_SHOW_CLIENTS:
		return o->show_clients = true;
	case OPTION_FROM_PCAP:
		o->command = COMMAND_CAPTURE;
		return add_text(o, o->captures, &o->n_captures,
		    OPTIONS_MOST_CAPTURES, "captures", value);
	case OPTION_UNSOLICITED:
		return o->unsolicited = true;
	case OPTION_COUNT:
		o->command = COMMAND_COUNT;
		o->counts = value;
		return true;
	default:
		/* getopt has said what is wrong. */
		o->command = COMMAND_EXIT;
		o->exit_code = EXIT_USAGE;
		return false;
	}
}

/* Takes an option of long runs. */
static bool
take_long_run(struct options *o, int option, const char *value)
{
	switch (option) {
	case OPTION_RETRY:
		return (text_to_uint(value, MOST_RETRY_S, &o->retry_s) &&
			   o->retry_s > 0) ||
		       bad_usage(o,
			   "--retry-after: \"%s\" is no number of seconds, 1 … 3600",
			   value);
	case OPTION_STATUS_FILE:
		o->status_file = value;
		return true;
	case OPTION_METRICS_FILE:
		o->metrics_file = value;
		return true;
	case OPTION_RESUME:
		o->command = COMMAND_RESUME;
		return true;
	case OPTION_SHARD:
		return read_shard(o, value);
	default:
		return take_other_command(o, option, value);
	}
}

/* Takes one option. False: there is nothing more to do but exit. */
static bool
take_option(struct options *o, int option, const char *value)
{
	switch (option) {
	case 't':
		return add_text(o, o->targets, &o->n_targets,
		    OPTIONS_MOST_LISTS, "lists of targets", value);
	case 'x':
		return add_text(o, o->excludes, &o->n_excludes,
		    OPTIONS_MOST_LISTS, "lists of exclusions", value);
	case 'r':
		return read_rate(o, value);
	case OPTION_IO:
		return read_io(o, value);
	case 'o':
		o->out = value;
		return true;
	case 'd':
		return read_date(o, value);
	case 'p':
		return read_probes(o, value);
	case 's':
		return read_seed(o, value);
	case 'c':
		o->config = value;
		return true;
	case 'n':
		return o->dry_run = true;
	case OPTION_FINISH_PARTIAL:
		o->command = COMMAND_FINISH_PARTIAL;
		return true;
	case OPTION_REVISE:
		return o->revise = true;
	case OPTION_PRIVATE:
		return o->with_private = true;
	case OPTION_ISOLATED:
		o->isolated = true;
		return value == NULL ||
		       add_text(o, o->peers, &o->n_peers, OPTIONS_MOST_PEERS,
			   "namespaces", value);
	case OPTION_CHECK_KEY:
		o->check_key = value;
		return true;
	case 'q':
		return o->quiet = true;
	case 'V':
		return end_with(o, "ntpcensus-scan " VERSION "\n");
	case 'h':
		for (size_t i = 0; options_help[i] != NULL; i++)
			fputs(options_help[i], stdout);
		return end_with(o, "");
	default:
		return take_long_run(o, option, value);
	}
}

/* --probe asks one host and writes no archive: what is about many, or about
 * files, would be passed over without a word. */
static void
check_probe(struct options *o)
{
	if (o->n_targets > 0 || o->n_excludes > 0 ||
	    o->rate_pps + o->rate_bps > 0 || o->out != NULL || o->dry_run ||
	    o->revise || o->has_date)
		bad_usage(o,
		    "--probe asks one host alone: it goes with --json, "
		    "--show-clients, --config, --isolated and "
		    "--include-private-networks only");
}

/* --from-pcap asks nobody. */
static void
check_capture(struct options *o)
{
	if (o->n_targets > 0 || o->n_excludes > 0 ||
	    o->rate_pps + o->rate_bps > 0 || o->dry_run || o->has_seed ||
	    o->check_key != NULL || o->isolated || o->with_private)
		bad_usage(o,
		    "--from-pcap sends nothing: it goes with --out, --date, "
		    "--unsolicited, --revise, --config and --quiet only");
}

/* --resume goes on with what it finds. */
static void
check_resume(struct options *o)
{
	if (o->n_targets > 0 || o->has_seed || o->dry_run || o->revise ||
	    o->with_private || o->retry_s > 0)
		bad_usage(o, "--resume has targets, seed and probes from the "
			     "stopped scan: it does not go with --targets, "
			     "--seed, --dry-run, --revise and "
			     "--include-private-networks");
}

/* --count-addresses reads databases and writes one file. */
static void
check_count(struct options *o)
{
	if (o->n_targets > 0 || o->n_excludes > 0 ||
	    o->rate_pps + o->rate_bps > 0 || o->out != NULL || o->has_date ||
	    o->has_seed || o->dry_run || o->revise || o->check_key != NULL ||
	    o->isolated || o->with_private || o->n_captures > 0)
		bad_usage(o, "--count-addresses sends nothing: it goes with "
			     "--config and --quiet only");
	else if (o->counts[0] == '\0')
		bad_usage(o, "--count-addresses names no file");
}

static void
check(struct options *o)
{
	const bool scans = o->command == COMMAND_SCAN;
	if (o->command == COMMAND_PROBE)
		check_probe(o);
	else if (o->json || o->show_clients)
		bad_usage(o, "--json and --show-clients go with --probe");
	else if (o->unsolicited && o->command != COMMAND_CAPTURE)
		bad_usage(o, "--unsolicited goes with --from-pcap");
	else if (o->command == COMMAND_COUNT)
		check_count(o);
	else if (scans && o->n_targets == 0)
		bad_usage(o, "there are no targets, so nothing is sent; name "
			     "them with --targets");
	else if (scans && o->n_shards > 0 &&
		 (!o->has_seed || o->check_key == NULL))
		bad_usage(o, "--shard needs --seed and --check-key, which all "
			     "shards of a scan share");
	else if (o->retry_s > 0 && !o->used[0])
		bad_usage(o, "--retry-after is for the probe ntp alone");
	else if (o->out == NULL || o->out[0] == '\0')
		bad_usage(o, "--out is missing");
	else if (o->command == COMMAND_CAPTURE)
		check_capture(o);
	else if (o->command == COMMAND_RESUME)
		check_resume(o);
}

void
options_read(struct options *o, int argc, char **argv)
{
	int option;
	*o = (struct options){.command = COMMAND_SCAN, .io = LINK_ANY};
	for (unsigned i = 0; i < N_PROBES; i++)
		o->used[i] = true;
	while ((option = getopt_long(argc, argv, "t:x:r:o:d:p:s:c:nqVh",
		    long_options, NULL)) != -1)
		if (!take_option(o, option, optarg))
			return;
	for (int i = optind; i < argc; i++)
		if (!take_option(o,
			o->command == COMMAND_CAPTURE ? OPTION_FROM_PCAP : 't',
			argv[i]))
			return;
	check(o);
}
