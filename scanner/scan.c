#include "scanner/scan.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/random.h"
#include "lib/version.h"

#include "scanner/isolation.h"
#include "scanner/question.h"
#include "scanner/rate.h"
#include "scanner/restore.h"
#include "scanner/session.h"
#include "scanner/signals.h"
#include "scanner/space/exclude.h"
#include "scanner/space/singles.h"

/* So many single addresses are ranges like others; of more a sorted file is
 * made, or they would fill the memory. */
enum { FEW_SINGLES = 1 << 20 };

/* What is asked for, while it is read. */
struct asked {
	struct ranges ranges;
	struct singles *singles;
};

static bool
add_item(void *context, const struct addr_range *item, struct err *e)
{
	struct asked *asked = context;
	if (addr_compare(&item->first, &item->last) == 0)
		return singles_add(asked->singles, &item->first, e);
	ranges_add(&asked->ranges, item);
	return true;
}

static void
add_single(void *context, const struct addr *a)
{
	const struct addr_range item = {*a, *a};
	ranges_add(context, &item);
}

/* A word that is an address, a prefix or a range is one; else it is a file. */
static bool
add_targets(struct asked *asked, const char *word, struct err *e)
{
	struct addr_range item;
	const char *why;
	if (addr_range_parse(word, &item, &why))
		return add_item(asked, &item, e);
	if (access(word, F_OK) != 0)
		return err_set(e,
		    "--targets: \"%s\" is no file, and as an "
		    "address it %s",
		    word, why);
	return ranges_read_file(word, add_item, asked, e);
}

/* Makes the targets of what is asked for. */
static bool
make_space(struct targets *t, struct asked *asked, struct ranges *excluded,
    struct err *e)
{
	if (singles_count(asked->singles) <= FEW_SINGLES)
		return singles_each(
			   asked->singles, add_single, &asked->ranges, e) &&
		       targets_init(t, &asked->ranges, excluded, e);
	if (!targets_init(t, &asked->ranges, excluded, e))
		return false;
	if (targets_add_singles(t, asked->singles, excluded, e))
		return true;
	targets_done(t);
	return false;
}

static bool
read_space(const struct options *o, struct targets *t, struct err *e)
{
	struct asked asked = {.singles = singles_new(SINGLES_RUN)};
	struct ranges excluded = {0};
	bool ok = true;
	exclude_special(&excluded, o->with_private);
	for (size_t i = 0; ok && i < o->n_excludes; i++)
		ok = ranges_add_file(&excluded, o->excludes[i], e);
	for (size_t i = 0; ok && i < o->n_targets; i++)
		ok = add_targets(&asked, o->targets[i], e);
	ok = ok && make_space(t, &asked, &excluded, e);
	singles_free(asked.singles);
	ranges_done(&asked.ranges);
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
	    .rate_is_bits = o->rate_bps > 0,
	    .rate_pps = rate_pps(o->rate_pps, o->rate_bps, t->n > t->n_ipv4,
		config->scan.vlan != 0),
	    .quiet_ms = config->scan.quiet_ms,
	    .timeout_ms = config->scan.timeout_ms,
	    .retry_ms = o->retry_s * 1000,
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

static struct day_part
part_of(const struct options *o, day_t date)
{
	return (struct day_part){
	    .date = date, .shard = o->shard, .n_shards = o->n_shards};
}

/* Begins a day with what a crash would need, and makes it. */
static enum scan_end
start_and_run(struct session *s, struct err *e)
{
	const struct options *o = s->options;
	char path[PATH_MAX];
	bool runs[N_SCANS];
	for (int scan = 0; scan < N_SCANS; scan++)
		runs[scan] = s->run->accounts[scan].runs;
	s->geo = geo_open(s->config, e);
	enum scan_end end = SCAN_FAILED;
	if (s->geo != NULL &&
	    day_start(&s->day, o->out, part_of(o, s->run->date), runs,
		o->revise, e) &&
	    day_path(&s->day, "targets", path, e) &&
	    targets_save(s->targets, path, e))
		end = session_run(s, e);
	session_close(s);
	return end;
}

static bool
may_send(const struct options *o, const struct config *config, struct err *e)
{
	if (config->operator.contact[0] == '\0')
		return err_set(e,
		    "the configuration names no contact (operator { "
		    "contact = \"…\" }), so nothing is sent: whoever is "
		    "asked must be able to ask back");
	return !o->isolated || isolation_check(o->peers, o->n_peers, e);
}

enum scan_end
scan_run(const struct options *o, const struct config *config, struct err *e)
{
	struct targets targets;
	struct run run;
	enum scan_end end = SCAN_DONE;
	if (!may_send(o, config, e) || !read_space(o, &targets, e))
		return SCAN_FAILED;
	fill_run(&run, o, config, &targets);
	if (o->dry_run) {
		say_plan(&run, o);
	} else {
		struct session s = {.options = o,
		    .config = config,
		    .targets = &targets,
		    .used = o->used,
		    .run = &run,
		    .day.lock = -1};
		end = start_and_run(&s, e);
	}
	targets_done(&targets);
	return end;
}

/* The run that lies in work, of which the date says which. */
static bool
open_stopped(struct session *s, struct json **record, struct err *e)
{
	const struct options *o = s->options;
	const day_t date = o->has_date ? o->date : date_of_time(time(NULL));
	*record = NULL;
	s->geo = geo_open(s->config, e);
	return s->geo != NULL &&
	       day_resume(&s->day, o->out, part_of(o, date), record, e);
}

/* The rate of the stopped run holds, unless another one is given. */
static void
set_new_rate(
    struct run *run, const struct options *o, const struct config *config)
{
	if (o->rate_pps + o->rate_bps == 0)
		return;
	run->rate_is_bits = o->rate_bps > 0;
	run->rate_pps = rate_pps(
	    o->rate_pps, o->rate_bps, run->ipv6 > 0, config->scan.vlan != 0);
}

enum scan_end
scan_resume(const struct options *o, const struct config *config, struct err *e)
{
	struct targets targets = {0};
	struct checkpoint c;
	struct run run = {.quiet_ms = config->scan.quiet_ms,
	    .timeout_ms = config->scan.timeout_ms};
	struct session s = {.options = o,
	    .config = config,
	    .targets = &targets,
	    .used = c.used,
	    .run = &run,
	    .day.lock = -1};
	struct json *record = NULL;
	enum scan_end end = SCAN_FAILED;
	if (may_send(o, config, e) && open_stopped(&s, &record, e) &&
	    restore(&s.day, &c, &run, &targets, e)) {
		if (run.simulated && !o->isolated) {
			err_set(e, "the stopped scan was --isolated, and goes "
				   "on only if it is so again");
		} else {
			run.ports = config->scan.ports;
			set_new_rate(&run, o, config);
			run.resumed++;
			s.slot = c.slot;
			end = session_run(&s, e);
		}
	}
	json_free(record);
	session_close(&s);
	targets_done(&targets);
	return end;
}

/* What a crash left is counted; what cannot be restored is taken as it is. */
static void
count_stopped(struct session *s, struct json **record)
{
	struct targets targets = {0};
	struct checkpoint c;
	struct run run = {.quiet_ms = s->config->scan.quiet_ms,
	    .timeout_ms = s->config->scan.timeout_ms};
	struct err why;
	if (!restore(&s->day, &c, &run, &targets, &why)) {
		fprintf(stderr, "ntpcensus-scan: %s\n", why.text);
		return;
	}
	run.ports = s->config->scan.ports;
	run.link = json_text(*record, "link", "");
	run.started += session_shift_s(&run);
	struct json *restored = run_record(&run);
	json_free(*record);
	*record = restored;
	targets_done(&targets);
}

enum scan_end
scan_finish_partial(
    const struct options *o, const struct config *config, struct err *e)
{
	struct session s = {.options = o, .config = config, .day.lock = -1};
	struct json *record = NULL;
	signals_catch();
	bool ok = (!o->isolated || isolation_check(o->peers, o->n_peers, e)) &&
		  open_stopped(&s, &record, e);
	if (ok && json_text(record, "ended", NULL) == NULL)
		count_stopped(&s, &record);
	ok = ok && session_finish(&s, record, e);
	json_free(record);
	session_close(&s);
	return ok ? SCAN_DONE : SCAN_FAILED;
}
