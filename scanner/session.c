#include "scanner/session.h"

#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lib/random.h"

#include "scanner/engine.h"
#include "scanner/enrich/names.h"
#include "scanner/key.h"
#include "scanner/link/open.h"
#include "scanner/signals.h"
#include "scanner/watch.h"

int64_t
session_shift_s(const struct run *run)
{
	return run->simulated ? (run->date - date_of_time(run->started)) *
				    (int64_t)SECONDS_PER_DAY
			      : 0;
}

/* Names are asked for in the same world in which the hosts were: those of a
 * simulated run only where nothing leads out. */
bool
session_finish(struct session *s, struct json *record, struct err *e)
{
	const struct options *o = s->options;
	struct names *names = NULL;
	if (o->isolated || !json_flag(record, "simulated", false))
		names =
		    names_new(s->config, o->out, s->day.date, &signals.stop);
	const bool ok = day_finish(&s->day, s->geo, names, record, o->quiet, e);
	names_free(names);
	return ok;
}

/* Keeps the record that a crash would leave, asks, and writes what came. */
static enum scan_end
ask_and_write(struct session *s, struct engine_setup *setup, struct err *e)
{
	struct run *run = s->run;
	struct json *record = run_record(run);
	bool ok = day_keep(&s->day, record, e) && engine_run(setup, e);
	json_free(record);
	run->ended = time(NULL) + setup->shift_s;
	run->started += setup->shift_s;
	record = run_record(run);
	if (ok && run->is_over)
		ok = session_finish(s, record, e);
	else if (ok)
		ok = day_keep(&s->day, record, e);
	json_free(record);
	if (!ok || run->is_over)
		return ok ? SCAN_DONE : SCAN_FAILED;
	err_set(e,
	    "stopped%s%s: the run is kept in %s; --resume goes on with it, "
	    "--finish-partial makes it a day marked partial",
	    run->stopped_by != NULL ? " by a rule: " : "",
	    run->stopped_by != NULL ? run->stopped_by : "", s->day.work);
	return run->stopped_by != NULL ? SCAN_STOPPED : SCAN_INTERRUPTED;
}

/* Gets the key of the answer check: that of another shard, or a new one, which
 * lies in the work folder while the run lasts. */
static bool
get_key(const struct session *s, char path[static PATH_MAX],
    uint8_t key[static RANDOM_KEY_BYTES], struct err *e)
{
	path[0] = '\0';
	if (s->options->check_key != NULL)
		return key_read(s->options->check_key, key, e);
	return day_path(&s->day, "check.key", path, e) &&
	       key_create(path, key, e);
}

enum scan_end
session_run(struct session *s, struct err *e)
{
	const struct options *o = s->options;
	char key_path[PATH_MAX] = "";
	uint8_t key[RANDOM_KEY_BYTES];
	enum scan_end end = SCAN_FAILED;
	struct watch watch = {.options = o, .config = s->config, .run = s->run};
	struct engine_setup setup = {.targets = s->targets,
	    .used = s->used,
	    .run = s->run,
	    .day = &s->day,
	    .key = key,
	    .slot = s->slot,
	    .shift_s = session_shift_s(s->run),
	    .watch = &watch};
	signals_catch();
	if (get_key(s, key_path, key, e))
		setup.link =
		    link_open(&(const struct link_setup){.config = s->config,
				  .targets = s->targets,
				  .used = s->used,
				  .key = key,
				  .rate_pps = s->run->rate_pps,
				  .io = o->io,
				  .quiet = o->quiet},
			e);
	if (setup.link != NULL) {
		s->run->link = setup.link->way->name;
		end = ask_and_write(s, &setup, e);
		link_close(setup.link);
	}
	if (key_path[0] != '\0')
		unlink(key_path);
	return end;
}

void
session_close(struct session *s)
{
	day_close(&s->day);
	geo_close(s->geo);
}
