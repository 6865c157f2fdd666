#include "scanner/scan.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/random.h"
#include "lib/version.h"

#include "scanner/day.h"
#include "scanner/engine.h"
#include "scanner/enrich/geo.h"
#include "scanner/enrich/names.h"
#include "scanner/isolation.h"
#include "scanner/key.h"
#include "scanner/link/open.h"
#include "scanner/question.h"
#include "scanner/run.h"
#include "scanner/space/exclude.h"
#include "scanner/space/targets.h"

static volatile sig_atomic_t stop;

static void
on_signal(int number)
{
	(void)number;
	stop = stop < 2 ? stop + 1 : 2;
}

static void
catch_signals(void)
{
	const struct sigaction action = {.sa_handler = on_signal};
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/* A word that is an address, a prefix or a range is one; else it is a file. */
static bool
add_targets(struct ranges *asked, const char *word, struct err *e)
{
	struct addr_range item;
	const char *why;
	if (addr_range_parse(word, &item, &why)) {
		ranges_add(asked, &item);
		return true;
	}
	if (access(word, F_OK) != 0)
		return err_set(e,
		    "--targets: \"%s\" is no file, and as an "
		    "address it %s",
		    word, why);
	return ranges_add_file(asked, word, e);
}

static bool
read_space(const struct options *o, struct targets *t, struct err *e)
{
	struct ranges asked = {0}, excluded = {0};
	bool ok = true;
	exclude_special(&excluded, o->with_private);
	for (size_t i = 0; ok && i < o->n_excludes; i++)
		ok = ranges_add_file(&excluded, o->excludes[i], e);
	for (size_t i = 0; ok && i < o->n_targets; i++)
		ok = add_targets(&asked, o->targets[i], e);
	ok = ok && targets_init(t, &asked, &excluded, e);
	ranges_done(&asked);
	ranges_done(&excluded);
	if (ok && t->n == 0) {
		targets_done(t);
		return err_set(e, "no address is left to ask: the targets are "
				  "empty, or all of them are excluded");
	}
	return ok;
}

static void
fill_run(struct run *run, const struct options *o, const struct config *config,
    const struct targets *t)
{
	*run = (struct run){
	    .program = "ntpcensus-scan " VERSION,
	    .origin = "scan",
	    .simulated = o->isolated,
	    .started = time(NULL),
	    .rate_pps = o->rate_pps,
	    .quiet_ms = config->scan.quiet_ms,
	    .timeout_ms = config->scan.timeout_ms,
	    .ports = config->scan.ports,
	    .asked = t->n,
	    .excluded = t->n_excluded,
	    .ipv4 = t->n_ipv4,
	    .ipv6 = t->n - t->n_ipv4,
	};
	run->date = o->has_date ? o->date : date_of_time(run->started);
	run->seed = o->seed;
	run->shard = o->shard;
	run->n_shards = o->n_shards;
	targets_fingerprint(t, run->space);
	if (!o->has_seed) {
		random_bytes(&run->seed, sizeof run->seed);
		run->seed &= INT64_MAX;
	}
	for (unsigned i = 0; i < N_PROBES; i++) {
		run->accounts[probes[i]->scan_ipv4].runs =
		    o->used[i] && run->ipv4 > 0;
		run->accounts[probes[i]->scan_ipv6].runs =
		    o->used[i] && run->ipv6 > 0;
	}
}

static void
say_plan(const struct run *run, const struct options *o)
{
	uint64_t packets = 0, bytes = 0;
	char date[DATE_TEXT_MAX], part[40] = "";
	const uint64_t asked = question_positions(run, run->asked);
	date_format(run->date, date);
	if (run->n_shards > 0)
		snprintf(part, sizeof part, ".shard-%u-of-%u", run->shard,
		    run->n_shards);
	for (unsigned i = 0; i < N_PROBES; i++)
		if (o->used[i]) {
			packets += asked;
			bytes += asked * probes[i]->request_bytes;
		}
	printf("day               %s\n", date);
	printf("addresses         %llu (IPv4 %llu, IPv6 %llu)\n",
	    (unsigned long long)run->asked, (unsigned long long)run->ipv4,
	    (unsigned long long)run->ipv6);
	if (run->excluded == UINT64_MAX)
		puts("excluded          more than 2^48");
	else
		printf("excluded          %llu\n",
		    (unsigned long long)run->excluded);
	printf("packets           %llu (%llu bytes of payload)\n",
	    (unsigned long long)packets, (unsigned long long)bytes);
	printf("rate              %llu packets per second\n",
	    (unsigned long long)run->rate_pps);
	printf("duration          %.1f s\n",
	    (double)packets / (double)run->rate_pps + run->timeout_ms / 1000.0);
	for (int scan = 0; scan < N_SCANS; scan++)
		if (run->accounts[scan].runs)
			printf("would write       %s-%s%s.csv\n", date,
			    schema_of((enum scan)scan)->name, part);
	printf("sent              nothing: this is a dry run\n");
}

/* Completes the rows and makes the day of them. Names are asked for in the same
 * world in which the hosts were: those of a simulated run only where nothing
 * leads out. */
static bool
finish(const struct options *o, const struct config *config, struct day *day,
    struct geo *geo, struct json *record, struct err *e)
{
	struct names *names = NULL;
	if (o->isolated || !json_flag(record, "simulated", false))
		names = names_new(config, o->out, day->date, &stop);
	const bool ok = day_finish(day, geo, names, record, o->quiet, e);
	names_free(names);
	return ok;
}

/* Keeps the record that a crash would leave, asks, and writes what came. */
static enum scan_end
ask_and_write(const struct options *o, const struct config *config,
    struct engine_setup *setup, struct geo *geo, struct err *e)
{
	struct run *run = setup->run;
	struct json *record = run_record(run);
	bool ok = day_keep(setup->day, record, e) && engine_run(setup, e);
	json_free(record);
	run->ended = time(NULL) + setup->shift_s;
	run->started += setup->shift_s;
	record = run_record(run);
	if (ok && run->is_complete)
		ok = finish(o, config, setup->day, geo, record, e);
	else if (ok)
		ok = day_keep(setup->day, record, e);
	json_free(record);
	if (!ok || run->is_complete)
		return ok ? SCAN_DONE : SCAN_FAILED;
	err_set(e,
	    "stopped: the run is kept in %s; --finish-partial makes it "
	    "a day marked partial",
	    setup->day->work);
	return SCAN_INTERRUPTED;
}

static struct day_part
part_of(const struct options *o, day_t date)
{
	return (struct day_part){
	    .date = date, .shard = o->shard, .n_shards = o->n_shards};
}

/* Gets the key of the answer check: that of another shard, or a new one, which
 * lies in the work folder while the run lasts. */
static bool
get_key(const struct options *o, const struct day *day,
    char path[static PATH_MAX], uint8_t key[static RANDOM_KEY_BYTES],
    struct err *e)
{
	path[0] = '\0';
	if (o->check_key != NULL)
		return key_read(o->check_key, key, e);
	const int n = snprintf(path, PATH_MAX, "%s/check.key", day->work);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", day->work);
	return key_create(path, key, e);
}

/* Opens what a run needs, in an order that sends nothing before all is well. */
static enum scan_end
open_and_ask(const struct options *o, const struct config *config,
    const struct targets *t, struct run *run, struct err *e)
{
	struct day day = {.lock = -1};
	bool runs[N_SCANS];
	char key_path[PATH_MAX] = "";
	uint8_t key[RANDOM_KEY_BYTES];
	enum scan_end end = SCAN_FAILED;
	for (int scan = 0; scan < N_SCANS; scan++)
		runs[scan] = run->accounts[scan].runs;
	struct engine_setup setup = {.targets = t,
	    .used = o->used,
	    .run = run,
	    .day = &day,
	    .key = key,
	    .quiet = o->quiet,
	    .stop = &stop};
	if (o->isolated)
		setup.shift_s = (run->date - date_of_time(run->started)) *
				(int64_t)SECONDS_PER_DAY;
	struct geo *geo = geo_open(config, e);
	if (geo != NULL &&
	    day_start(
		&day, o->out, part_of(o, run->date), runs, o->revise, e) &&
	    get_key(o, &day, key_path, key, e))
		setup.link =
		    link_open(&(const struct link_setup){.config = config,
				  .targets = t,
				  .used = o->used,
				  .key = key,
				  .rate_pps = o->rate_pps,
				  .io = o->io,
				  .quiet = o->quiet},
			e);
	if (setup.link != NULL) {
		run->link = setup.link->way->name;
		end = ask_and_write(o, config, &setup, geo, e);
		link_close(setup.link);
	}
	if (key_path[0] != '\0')
		unlink(key_path);
	day_close(&day);
	geo_close(geo);
	return end;
}

enum scan_end
scan_run(const struct options *o, const struct config *config, struct err *e)
{
	struct targets targets;
	struct run run;
	enum scan_end end = SCAN_DONE;
	if (config->operator.contact[0] == '\0') {
		err_set(e, "the configuration names no contact (operator { "
			   "contact = \"…\" }), so nothing is sent: whoever is "
			   "asked must be able to ask back");
		return SCAN_FAILED;
	}
	if ((o->isolated && !isolation_check(o->peers, o->n_peers, e)) ||
	    !read_space(o, &targets, e))
		return SCAN_FAILED;
	fill_run(&run, o, config, &targets);
	if (o->dry_run) {
		say_plan(&run, o);
	} else {
		catch_signals();
		end = open_and_ask(o, config, &targets, &run, e);
	}
	targets_done(&targets);
	return end;
}

enum scan_end
scan_finish_partial(
    const struct options *o, const struct config *config, struct err *e)
{
	struct day day = {.lock = -1};
	struct json *record = NULL;
	const day_t date = o->has_date ? o->date : date_of_time(time(NULL));
	struct geo *geo = geo_open(config, e);
	catch_signals();
	const bool ok =
	    geo != NULL &&
	    (!o->isolated || isolation_check(o->peers, o->n_peers, e)) &&
	    day_resume(&day, o->out, part_of(o, date), &record, e) &&
	    finish(o, config, &day, geo, record, e);
	day_close(&day);
	json_free(record);
	geo_close(geo);
	return ok ? SCAN_DONE : SCAN_FAILED;
}
