#include "render/pages/part_movement.h"

#include "render/pages/entities.h"
#include "render/pages/wording.h"

/* How templates call the figures. */
static const char *const names[N_FIGURES] = {
    [FIGURE_AMPLIFICATION_P50] = "amplification_p50",
    [FIGURE_AMPLIFICATION_P95] = "amplification_p95",
    [FIGURE_SEEN_7] = "seen_7",
    [FIGURE_SEEN_30] = "seen_30",
    [FIGURE_SEEN_365] = "seen_365",
    [FIGURE_NEW] = "new",
    [FIGURE_SAME] = "same",
    [FIGURE_GONE] = "gone",
};

/* The last day's figure; below 0: none is published. */
static int32_t
figure_of(const struct entity *entity, enum scan scan, int figure, int day)
{
	const int32_t *series = entity->figures[scan][figure];
	return series != NULL ? series[day] : -1;
}

static bool
has_figures(const struct entity *entity, enum scan scan, int day)
{
	for (int f = 0; f < N_FIGURES; f++)
		if (names[f] != NULL && figure_of(entity, scan, f, day) >= 0)
			return true;
	return false;
}

static const char *
say(int32_t value, int figure, struct arena *arena)
{
	if (value < 0)
		return "–";
	if (figure > FIGURE_AMPLIFICATION_P95)
		return figures_number(value, arena);
	return arena_printf(
	    arena, "× %s", wording_rate((double)value / 100, arena));
}

static void
add_scan(struct press *p, struct view *view, const struct entity *entity,
    enum scan scan, int day)
{
	struct arena *a = &p->arena;
	struct view *row = view_add(view, "movement");
	view_set_text(row, "scan", wording_scan(scan)->name);
	view_set_text(row, "scan_page", wording_scan(scan)->page);
	view_set_text(
	    row, "day", wording_short_day(p->history->first + day, a));
	for (int f = 0; f < N_FIGURES; f++)
		if (names[f] != NULL)
			view_set_text(row, names[f],
			    say(figure_of(entity, scan, f, day), f, a));
}

void
part_movement_add(struct press *p, struct view *view,
    const struct entity *entity, const enum scan *scans, size_t n)
{
	bool has_some = false;
	view_set_list(view, "movement");
	for (size_t i = 0; i < n; i++) {
		const int day = history_last_day(p->history, scans[i]);
		if (day < 0 || !has_figures(entity, scans[i], day))
			continue;
		add_scan(p, view, entity, scans[i], day);
		has_some = true;
	}
	view_set_flag(view, "has_movement", has_some);
}
