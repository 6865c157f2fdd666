#include "tests/simnet/settings.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"

const char settings_help[] =
    "simnet: a test Internet of NTP servers, drawn from a seed\n"
    "\n"
    "  simnet serve --date DAY [--targets FILE]\n"
    "      answers on UDP port 123 of every address of its network namespace,\n"
    "      which must have no way out\n"
    "  simnet truth --date DAY --targets FILE [--out FILE]\n"
    "      writes what a faultless scan must find, as CSV\n"
    "  simnet draw --config FILE --asn-csv FILE... --places FILE --asns FILE\n"
    "      --from DAY --to DAY --out FILE [--hosts N]\n"
    "      draws targets that are spread over countries and networks\n"
    "  simnet write-archive --from DAY --to DAY --targets FILE --config FILE\n"
    "      --out DATA [--quiet]\n"
    "      writes days as scans would have found them, marked as simulated\n"
    "\n"
    "The population (the same for all commands):\n"
    "  --seed N          1\n"
    "  --epoch DAY       the day on which the shares hold (2026-11-01)\n"
    "  --share P         percent of addresses that answer (40)\n"
    "  --monlist P       percent of those with a monlist (3.5)\n"
    "  --hostile P       percent of them that are broken on purpose (5)\n"
    "  --repeats N       how often those that repeat do so at most (20)\n"
    "  --mix NAME=N,...  weights of unix4 cisco ntpd426 ntpd428 ntpd42 ntpd41\n"
    "                    ntpsec xntp3 long; those not named weigh 0\n"
    "\n"
    "The network (serve and truth):\n"
    "  --loss P          percent of packets that get lost (0)\n"
    "  --duplicates P    percent of replies that come twice (0)\n"
    "  --spoof P         percent of requests that draw a forged reply (0)\n"
    "  --delay-ms N      replies are late by up to so much (0)\n"
    "  --late-ms N       those that are late on purpose, by so much (20000)\n"
    "\n"
    "serve:\n"
    "  --targets FILE    note requests to other addresses, and second ones\n"
    "  --truth FILE      write the truth first\n"
    "  --ready FILE      make this file when requests can come\n"
    "  --counters FILE   write at the end what came, as JSON\n"
    "  --peer PATH       a namespace that veth ends may lead to\n"
    "  --max-seconds N   stop after so long (600)\n";

enum option_key {
	OPTION_HELP = 256,
	OPTION_SEED,
	OPTION_EPOCH,
	OPTION_DATE,
	OPTION_FROM,
	OPTION_TO,
	OPTION_SHARE,
	OPTION_MONLIST,
	OPTION_HOSTILE,
	OPTION_REPEATS,
	OPTION_MIX,
	OPTION_LOSS,
	OPTION_DUPLICATES,
	OPTION_SPOOF,
	OPTION_DELAY_MS,
	OPTION_LATE_MS,
	OPTION_TARGETS,
	OPTION_TRUTH,
	OPTION_READY,
	OPTION_COUNTERS,
	OPTION_PEER,
	OPTION_MAX_SECONDS,
	OPTION_OUT,
	OPTION_CONFIG,
	OPTION_ASN_CSV,
	OPTION_PLACES,
	OPTION_ASNS,
	OPTION_HOSTS,
	OPTION_QUIET
};

static const struct option options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"epoch", required_argument, NULL, OPTION_EPOCH},
    {"date", required_argument, NULL, OPTION_DATE},
    {"from", required_argument, NULL, OPTION_FROM},
    {"to", required_argument, NULL, OPTION_TO},
    {"share", required_argument, NULL, OPTION_SHARE},
    {"monlist", required_argument, NULL, OPTION_MONLIST},
    {"hostile", required_argument, NULL, OPTION_HOSTILE},
    {"repeats", required_argument, NULL, OPTION_REPEATS},
    {"mix", required_argument, NULL, OPTION_MIX},
    {"loss", required_argument, NULL, OPTION_LOSS},
    {"duplicates", required_argument, NULL, OPTION_DUPLICATES},
    {"spoof", required_argument, NULL, OPTION_SPOOF},
    {"delay-ms", required_argument, NULL, OPTION_DELAY_MS},
    {"late-ms", required_argument, NULL, OPTION_LATE_MS},
    {"targets", required_argument, NULL, OPTION_TARGETS},
    {"truth", required_argument, NULL, OPTION_TRUTH},
    {"ready", required_argument, NULL, OPTION_READY},
    {"counters", required_argument, NULL, OPTION_COUNTERS},
    {"peer", required_argument, NULL, OPTION_PEER},
    {"max-seconds", required_argument, NULL, OPTION_MAX_SECONDS},
    {"out", required_argument, NULL, OPTION_OUT},
    {"config", required_argument, NULL, OPTION_CONFIG},
    {"asn-csv", required_argument, NULL, OPTION_ASN_CSV},
    {"places", required_argument, NULL, OPTION_PLACES},
    {"asns", required_argument, NULL, OPTION_ASNS},
    {"hosts", required_argument, NULL, OPTION_HOSTS},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {NULL, 0, NULL, 0},
};

static bool
read_number(const char *text, uint32_t least, uint32_t most, uint32_t *out)
{
	uint64_t number;
	if (!text_to_uint(text, most, &number) || number < least)
		return false;
	*out = (uint32_t)number;
	return true;
}

static bool
read_percent(const char *text, double *out)
{
	return text_to_decimal(text, out) && *out >= 0 && *out <= 100;
}

static bool
read_weight(char *item, uint16_t mix[N_PROFILES])
{
	char *sign = strchr(item, '=');
	enum profile profile;
	uint64_t weight;
	if (sign == NULL)
		return false;
	*sign = '\0';
	if (!population_find_profile(item, &profile) ||
	    !text_to_uint(sign + 1, 1000, &weight))
		return false;
	mix[profile] = (uint16_t)weight;
	return true;
}

static bool
read_mix(const char *text, uint16_t mix[N_PROFILES])
{
	char copy[256];
	char *rest = copy;
	uint32_t sum = 0;
	snprintf(copy, sizeof copy, "%s", text);
	memset(mix, 0, N_PROFILES * sizeof mix[0]);
	for (char *item; (item = strsep(&rest, ",")) != NULL;)
		if (!read_weight(item, mix))
			return false;
	for (int i = 0; i < N_PROFILES; i++)
		sum += mix[i];
	return sum > 0;
}

static bool
add_text(const char **list, size_t *n, size_t most, const char *text)
{
	if (*n == most)
		return false;
	list[(*n)++] = text;
	return true;
}

/* Population and network. *known tells whether the key is one of theirs. */
static bool
read_model(struct model *m, int key, const char *text, bool *known)
{
	struct population *p = &m->population;
	struct network *n = &m->network;
	*known = true;
	switch (key) {
	case OPTION_SEED:
		return text_to_uint(text, INT64_MAX, &p->seed);
	case OPTION_EPOCH:
		return date_parse(text, &p->epoch);
	case OPTION_DATE:
		return date_parse(text, &m->day);
	case OPTION_SHARE:
		return read_percent(text, &p->share);
	case OPTION_MONLIST:
		return read_percent(text, &p->monlist);
	case OPTION_HOSTILE:
		return read_percent(text, &p->hostile);
	case OPTION_REPEATS:
		return read_number(text, 2, 1000, &p->repeats);
	case OPTION_MIX:
		return read_mix(text, p->mix);
	case OPTION_LOSS:
		return read_percent(text, &n->loss);
	case OPTION_DUPLICATES:
		return read_percent(text, &n->duplicates);
	case OPTION_SPOOF:
		return read_percent(text, &n->spoof);
	case OPTION_DELAY_MS:
		return read_number(text, 0, 60000, &n->delay_ms);
	case OPTION_LATE_MS:
		return read_number(text, 0, 600000, &n->late_ms);
	default:
		*known = false;
		return false;
	}
}

static const char **
text_setting(struct settings *s, int key)
{
	switch (key) {
	case OPTION_TARGETS:
		return &s->targets;
	case OPTION_TRUTH:
		return &s->truth;
	case OPTION_READY:
		return &s->ready;
	case OPTION_COUNTERS:
		return &s->counters;
	case OPTION_OUT:
		return &s->out;
	case OPTION_CONFIG:
		return &s->config;
	case OPTION_PLACES:
		return &s->places;
	case OPTION_ASNS:
		return &s->asns;
	default:
		return NULL;
	}
}

static bool
read_option(struct settings *s, int key, const char *text)
{
	bool known;
	bool good = read_model(&s->model, key, text, &known);
	const char **setting = text_setting(s, key);
	if (known)
		return good;
	if (setting != NULL) {
		*setting = text;
		return true;
	}
	switch (key) {
	case OPTION_FROM:
		return date_parse(text, &s->from);
	case OPTION_TO:
		return date_parse(text, &s->to);
	case OPTION_MAX_SECONDS:
		return read_number(text, 1, 86400, &s->max_seconds);
	case OPTION_HOSTS:
		return read_number(text, 1000, 10000000, &s->hosts);
	case OPTION_PEER:
		return add_text(
		    s->peers, &s->n_peers, SETTINGS_PEERS_MOST, text);
	case OPTION_ASN_CSV:
		return add_text(s->asn_csv, &s->n_asn_csv, 2, text);
	case OPTION_QUIET:
		s->quiet = true;
		return true;
	case OPTION_HELP:
		s->command = COMMAND_HELP;
		return true;
	default:
		return false;
	}
}

static bool
read_command(const char *word, enum command *out)
{
	static const char *const words[] = {
	    "serve", "truth", "draw", "write-archive", "--help"};
	for (int i = 0; i <= COMMAND_HELP; i++) {
		if (strcmp(word, words[i]) == 0) {
			*out = (enum command)i;
			return true;
		}
	}
	return false;
}

static bool
need(const void *given, const char *name, struct err *e)
{
	return given != NULL || err_set(e, "--%s is missing", name);
}

static bool
check(const struct settings *s, struct err *e)
{
	switch (s->command) {
	case COMMAND_SERVE:
		return s->truth == NULL || need(s->targets, "targets", e);
	case COMMAND_TRUTH:
		return need(s->targets, "targets", e);
	case COMMAND_DRAW:
		return need(s->out, "out", e) && need(s->config, "config", e) &&
		       need(s->places, "places", e) &&
		       need(s->asns, "asns", e) &&
		       need(s->asn_csv[0], "asn-csv", e);
	case COMMAND_WRITE_ARCHIVE:
		return need(s->targets, "targets", e) &&
		       need(s->out, "out", e) && need(s->config, "config", e);
	case COMMAND_HELP:
		break;
	}
	return true;
}

/* The days that a command cannot do without. */
static bool
check_days(const struct settings *s, struct err *e)
{
	bool one = s->command == COMMAND_SERVE || s->command == COMMAND_TRUTH;
	bool many =
	    s->command == COMMAND_DRAW || s->command == COMMAND_WRITE_ARCHIVE;
	if (one && s->model.day < 0)
		return err_set(e, "--date is missing");
	if (many && (s->from < 0 || s->to < s->from))
		return err_set(e, "--from and --to must name days in order");
	return true;
}

bool
settings_read(struct settings *s, int argc, char **argv, struct err *e)
{
	int key;
	int index = 0;
	*s = (struct settings){.model = {.population = population_default(),
				   .network = {.late_ms = 20000},
				   .day = -1},
	    .from = -1,
	    .to = -1,
	    .max_seconds = 600,
	    .hosts = 130000};
	if (argc < 2 || !read_command(argv[1], &s->command))
		return err_set(e, "a command is missing; see simnet --help");
	opterr = 0;
	optind = 2;
	while ((key = getopt_long(argc, argv, ":", options, &index)) != -1) {
		if (key == '?' || key == ':') {
			return err_set(
			    e, "%s is unknown or incomplete", argv[optind - 1]);
		}
		if (!read_option(s, key, optarg)) {
			return err_set(e, "--%s cannot be %s",
			    options[index].name, optarg);
		}
	}
	if (optind < argc)
		return err_set(e, "%s means nothing here", argv[optind]);
	s->model.network.seed = s->model.population.seed;
	return check(s, e) && check_days(s, e);
}
