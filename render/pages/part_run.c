#include "render/pages/part_run.h"

#include "render/figures/figures.h"
#include "render/pages/entities.h"
#include "render/pages/wording.h"

static const char *
time_text(time_t when, struct arena *arena)
{
	return when > 0 ? wording_time(when, arena) : "not recorded";
}

static const char *
length_text(const struct scan_run *run, struct arena *arena)
{
	if (run->started <= 0 || run->ended < run->started)
		return "not recorded";
	return wording_duration(
	    (int64_t)run->ended - (int64_t)run->started, arena);
}

static const char *
rate_text(int64_t rate_pps, struct arena *arena)
{
	return arena_printf(
	    arena, "%s packets per second", figures_number(rate_pps, arena));
}

static const char *
bits_text(int64_t bits, struct arena *arena)
{
	return arena_printf(arena, "%lld bits", (long long)bits);
}

/* Adds a line of the table. */
static void
add(struct view *run, const char *label, const char *value)
{
	struct view *line = view_add(run, "lines");
	view_set_text(line, "label", label);
	view_set_text(line, "value", value);
}

static void
add_times(struct view *v, const struct scan_run *run, struct arena *a)
{
	add(v, "Started", time_text(run->started, a));
	add(v, "Completed", time_text(run->ended, a));
	add(v, "Took", length_text(run, a));
	add(v, "Coverage",
	    run->state == DAY_PARTIAL
		? "partial: it ended early, so counts are too low"
		: "complete");
}

static void
add_counts(struct view *v, const struct scan_run *run, struct arena *a)
{
	add(v, "Addresses asked", wording_count(run->asked, a));
	add(v, "Addresses left out on request or by rule",
	    wording_count(run->excluded, a));
	add(v, "Packets sent", wording_count(run->sent, a));
	add(v, "Packets received", wording_count(run->received, a));
	add(v, "Addresses that answered at all",
	    wording_count(run->answered, a));
	if (run->rate_pps > 0)
		add(v, "Sending rate", rate_text(run->rate_pps, a));
	if (run->check_bits > 0)
		add(v, "What an answer must echo",
		    bits_text(run->check_bits, a));
	if (run->bad_rows > 0)
		add(v, "Rows that could not be read",
		    wording_count(run->bad_rows, a));
	if (run->program[0])
		add(v, "Made by", run->program);
}

void
part_run_add(struct press *p, struct view *view, enum scan scan)
{
	struct arena *a = &p->arena;
	const int day = history_last_day(p->history, scan);
	if (day < 0)
		return;
	const struct scan_run *run = &p->history->runs[scan][day];
	const int32_t hosts = entity_world(p->history)->hosts[scan][day];
	struct view *v = view_add(view, "runs");
	view_set_text(v, "name", wording_scan(scan)->name);
	view_set_text(
	    v, "id", arena_printf(a, "run-%s", wording_scan(scan)->id));
	add(v, "Day", wording_day(p->history->first + day, a));
	add(v, "Hosts counted", wording_hosts(hosts, a));
	if (run->has_record) {
		add_times(v, run, a);
		add_counts(v, run, a);
	}
	view_set_flag(v, "has_record", run->has_record);
}
