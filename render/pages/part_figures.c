#include "render/pages/part_figures.h"

#include "render/figures/figures.h"
#include "render/figures/messages.h"
#include "render/pages/day_path.h"
#include "render/pages/entities.h"
#include "render/pages/wording.h"

/* "7 of 213", and what it was a week before if that differs. */
static void
set_rank(struct press *p, struct view *row, const struct entity *entity,
    enum scan scan, size_t day, const struct figures *f)
{
	struct arena *a = &p->arena;
	int before = 0;
	if (entity->kind == ENTITY_COUNTRY && day >= 7)
		before = figures_rank(p->history, entity, scan, day - 7);
	view_set_text(row, "rank",
	    f->rank == 0
		? "–"
		: arena_printf(a, "%s of %s", figures_number(f->rank, a),
		      figures_number(f->ranked, a)));
	view_set_text(row, "rank_before",
	    before > 0 && f->rank > 0 && before != f->rank
		? figures_number(before, a)
		: "");
}

static bool
has_rates(const struct press *p)
{
	return denominators_world(&p->history->denominators) > 0;
}

/* True if the history reaches back a year. */
static bool
has_year(const struct history *h)
{
	return h->n_days > 365;
}

static void
add_row(struct press *p, struct view *view, const struct entity *entity,
    enum scan scan, int day)
{
	struct arena *a = &p->arena;
	const struct scan_words *words = wording_scan(scan);
	const struct figures f =
	    figures_of(p->history, entity, scan, (size_t)day);
	struct view *row = view_add(view, "figures");
	view_set_text(row, "scan", words->name);
	view_set_text(row, "scan_page", words->page);
	view_set_text(
	    row, "day", wording_short_day(p->history->first + day, a));
	view_set_text(row, "hosts", wording_hosts(f.hosts, a));
	if (entity->kind != ENTITY_WORLD) {
		view_set_text(row, "share", wording_share(f.share_percent, a));
		set_rank(p, row, entity, scan, (size_t)day, &f);
	}
	view_set_text(row, "rate",
	    has_rates(p) && !schema_of(scan)->is_v6
		? wording_rate(f.per_million, a)
		: "");
	view_set_text(row, "change_day", wording_change_in_full(&f.day, a));
	view_set_text(row, "change_week", wording_change_in_full(&f.week, a));
	view_set_text(row, "change_month", wording_change_in_full(&f.month, a));
	view_set_text(row, "change_year",
	    has_year(p->history) ? wording_change_in_full(&f.year, a) : "");
}

void
part_figures_add(
    struct press *p, struct view *view, const struct entity *entity)
{
	bool withheld = false;
	view_set_list(view, "figures");
	view_set_flag(view, "rates", has_rates(p));
	view_set_flag(view, "has_year", has_year(p->history));
	if (entity->kind != ENTITY_WORLD)
		view_set_flag(view, "has_rank", entity->kind != ENTITY_GROUP);
	for (int i = 0; i < N_SCANS; i++) {
		const enum scan scan = (enum scan)i;
		const int day = history_last_day(p->history, scan);
		if (day < 0 || !entity_has_scan(p->history, entity, scan))
			continue;
		add_row(p, view, entity, scan, day);
		if (entity->hosts[scan][day] == HOSTS_SUPPRESSED)
			withheld = true;
	}
	view_set_flag(view, "withheld", withheld);
}

/* Says which day the numbers are of, and how old that is once it is older than
 * the day before. */
static const char *
status_text(struct press *p, enum scan scan, int day)
{
	struct arena *a = &p->arena;
	const day_t date = p->history->first + day;
	const int age = date_of_time(p->edition->now) - date;
	const char *words = wording_day(date, a);
	const char *text = p->history->runs[scan][day].state == DAY_PARTIAL
			       ? SAY(a, STATUS_PARTIAL, words)
			       : SAY(a, STATUS_COMPLETE, words);
	return age > 1
		   ? SAY_COUNT(a, STATUS_OLD, age, text, figures_number(age, a))
		   : text;
}

void
part_lede_set(struct press *p, struct view *view, const struct entity *entity)
{
	const enum scan scan = entity_main_scan(p->history, entity);
	const int day =
	    scan < N_SCANS ? history_last_day(p->history, scan) : -1;
	if (day < 0) {
		view_set_text(
		    view, "lede", messages_text(MESSAGE_LEDE_NOTHING));
		view_set_text(
		    view, "status", messages_text(MESSAGE_STATUS_NONE));
		view_set_flag(view, "partial", false);
		view_set_text(view, "day_path", "");
		view_set_text(view, "day_row", "");
		return;
	}
	view_set_text(view, "lede",
	    figures_sentence(p->history, entity, scan, (size_t)day, &p->arena));
	view_set_text(view, "status", status_text(p, scan, day));
	char path[DAY_PATH_MAX];
	day_path(p->history->first + day, path);
	view_set_text(view, "day_path", arena_text(&p->arena, path));
	view_set_text(view, "day_row",
	    entity->kind == ENTITY_COUNTRY && entity->hosts[scan][day] > 0
		? entity->key
		: "");
	view_set_flag(
	    view, "partial", p->history->runs[scan][day].state == DAY_PARTIAL);
}
