#include "scanner/watch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/file.h"

#include "scanner/signals.h"
#include "scanner/space/exclude.h"

enum { METRICS_MS = 1000 };

/* Reads the exclusions again. They come on top of those that the run began
 * with: what was taken out of a file in between stays excluded. */
static bool
read_exclusions(struct watch *w, struct err *e)
{
	const struct options *o = w->options;
	struct ranges late = {0};
	bool ok = true;
	exclude_special(&late, o->with_private);
	for (size_t i = 0; ok && i < o->n_excludes; i++)
		ok = ranges_add_file(&late, o->excludes[i], e);
	if (!ok) {
		ranges_done(&late);
		return false;
	}
	ranges_merge(&late);
	ranges_done(&w->late);
	w->late = late;
	return true;
}

bool
watch_start(struct watch *w, struct day *day, const bool *used, uint64_t slot,
    uint64_t n_slots, struct err *e)
{
	const struct config *c = w->config;
	const struct rules_limits limits = {
	    .window_ms = c->scan.stop_window_s * 1000,
	    .unreachable_percent = c->scan.stop_unreachable_percent,
	    .hits_percent = c->scan.stop_hits_percent};
	rules_start(&w->rules, &limits, w->run, 0);
	w->run->stopped_by = NULL;
	if (w->run->resumed > 0 && w->options->n_excludes > 0 &&
	    !read_exclusions(w, e))
		return false;
	if (!status_start(&w->status, w->run, slot, n_slots,
		w->options->status_file, w->options->quiet, e))
		return false;
	w->keep = keep_start(day, w->run, used, slot, n_slots, e);
	return w->keep != NULL;
}

uint64_t
watch_limit(const struct watch *w)
{
	return keep_limit(w->keep);
}

bool
watch_sends(const struct watch *w)
{
	return !watch_is_ending(w) && signals.pause == 0;
}

bool
watch_is_ending(const struct watch *w)
{
	return signals.stop > 0 || w->run->stopped_by != NULL;
}

bool
watch_ends_now(const struct watch *w)
{
	(void)w;
	return signals.stop > 1;
}

bool
watch_excludes(const struct watch *w, const struct addr *a)
{
	return w->late.n > 0 && ranges_has(&w->late, a);
}

bool
watch_has_excluded(const struct watch *w)
{
	return w->late.n > 0;
}

/* A file with a mistake in it changes nothing: better the old exclusions than
 * none. */
static void
reload(struct watch *w)
{
	struct err e;
	signals.reload = 0;
	if (!read_exclusions(w, &e))
		fprintf(stderr,
		    "ntpcensus-scan: %s; the exclusions are as they were\n",
		    e.text);
	else if (!w->options->quiet)
		fprintf(stderr, "%zu %s of exclusions read again\n",
		    w->options->n_excludes,
		    w->options->n_excludes == 1 ? "file" : "files");
}

static void
pause_run(struct watch *w, uint64_t slot, uint64_t now_ms)
{
	status_say(&w->status, STATUS_PAUSED, slot, now_ms, !w->options->quiet);
	raise(SIGSTOP);
	signals.pause = 0;
}

/* Tells whoever wants to know. */
static void
tell(struct watch *w, enum status_state state, uint64_t slot, uint64_t now_ms)
{
	status_step(&w->status, state, slot, now_ms);
	if (signals.status > 0) {
		signals.status = 0;
		status_say(&w->status, state, slot, now_ms, true);
	}
	if (w->options->metrics_file != NULL &&
	    now_ms - w->metrics_ms >= METRICS_MS) {
		w->metrics_ms = now_ms;
		keep_also(w->keep, w->options->metrics_file,
		    status_metrics(&w->status, state, slot));
	}
}

bool
watch_step(struct watch *w, uint64_t slot, uint64_t now_ms, bool has_more,
    bool is_drained, struct err *e)
{
	const enum status_state state =
	    has_more && watch_sends(w) ? STATUS_SENDING : STATUS_DRAINING;
	if (!keep_step(w->keep, slot, (int64_t)now_ms * 1000000, e))
		return false;
	if (signals.reload > 0)
		reload(w);
	if (state == STATUS_SENDING)
		w->run->stopped_by = rules_check(&w->rules, w->run, now_ms);
	else
		rules_restart(&w->rules, w->run, now_ms);
	tell(w, state, slot, now_ms);
	if (signals.pause > 1 || (signals.pause > 0 && is_drained))
		pause_run(w, slot, now_ms);
	return true;
}

static bool
write_metrics(const struct watch *w, uint64_t slot, struct err *e)
{
	struct file_aside f;
	if (!file_aside_open(&f, w->options->metrics_file, e))
		return false;
	char *text = status_metrics(&w->status, STATUS_ENDED, slot);
	fputs(text, f.stream);
	free(text);
	return file_aside_commit(&f, e);
}

bool
watch_end(
    struct watch *w, uint64_t slot, uint64_t now_ms, bool failed, struct err *e)
{
	status_say(&w->status, STATUS_ENDED, slot, now_ms, false);
	status_end(&w->status);
	ranges_done(&w->late);
	if (failed) {
		keep_abandon(w->keep);
		return false;
	}
	return keep_end(w->keep, slot, signals.stop < 2, e) &&
	       (w->options->metrics_file == NULL || write_metrics(w, slot, e));
}
