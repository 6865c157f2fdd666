#include "render/pages/part_days.h"

#include <string.h>

#include "lib/buf.h"

#include "render/pages/wording.h"

enum { DAYS_IN_TABLE = 30, NOTE_SIZE_MAX = 4096, RUNS_IN_NOTE = 8 };

/* What is odd about a day. */
enum oddity { MISSING, PARTIAL, WITHHELD, N_ODDITIES };

static const char *const opening[N_ODDITIES] = {
    [MISSING] = "No scan on ",
    [PARTIAL] = "The scan was partial, so the count is too low, on ",
    [WITHHELD] = ("The count is withheld (fewer hosts than are published, or a "
		  "number that would give such a count away) on "),
};

struct days {
	const struct press *p;
	const struct entity *entity;
	enum scan scan;
};

static bool
is_odd(const struct days *d, enum oddity oddity, size_t day)
{
	const int32_t hosts = d->entity->hosts[d->scan][day];
	switch (oddity) {
	case MISSING:
		return hosts == HOSTS_MISSING;
	case PARTIAL:
		return hosts >= 0 && d->p->edition->partial[d->scan][day];
	case WITHHELD:
		return hosts == HOSTS_SUPPRESSED;
	default:
		return false;
	}
}

/* Adds "3 Nov", "5 to 7 Nov" or "28 Oct to 2 Nov". */
static void
add_run(struct buf *b, const struct edition *edition, size_t first, size_t last)
{
	const char *from = edition->short_days[first];
	const char *to = edition->short_days[last];
	if (last == first)
		buf_text(b, to);
	else if (strcmp(strchr(from, ' '), strchr(to, ' ')) == 0)
		buf_printf(b, "%.*s to %s", (int)strcspn(from, " "), from, to);
	else
		buf_printf(b, "%s to %s", from, to);
}

/* Says on which days the oddity was: runs of days, or their number if there
 * are many. "" if there are none. */
static const char *
note(struct press *p, const struct days *d, enum oddity oddity, size_t from)
{
	const struct history *h = p->history;
	struct buf b;
	size_t n_runs = 0, n_days = 0;
	buf_init(&b, NOTE_SIZE_MAX);
	for (size_t day = from; day < h->n_days; day++) {
		if (!is_odd(d, oddity, day))
			continue;
		const size_t first = day;
		while (day + 1 < h->n_days && is_odd(d, oddity, day + 1))
			day++;
		buf_text(&b, n_runs++ > 0 ? ", " : "");
		if (n_runs <= RUNS_IN_NOTE)
			add_run(&b, p->edition, first, day);
		n_days += day - first + 1;
	}
	const char *text = "";
	if (n_runs > RUNS_IN_NOTE)
		text = arena_printf(
		    &p->arena, "%s%zu days.", opening[oddity], n_days);
	else if (n_runs > 0)
		text =
		    arena_printf(&p->arena, "%s%s.", opening[oddity], b.text);
	buf_done(&b);
	return text;
}

void
part_days_note(struct press *p, struct view *view, const struct entity *entity,
    enum scan scan, size_t from)
{
	const struct days d = {.p = p, .entity = entity, .scan = scan};
	view_set_list(view, "notes");
	for (int oddity = 0; oddity < N_ODDITIES; oddity++) {
		const char *text = note(p, &d, (enum oddity)oddity, from);
		if (text[0])
			view_set_text(view_add(view, "notes"), "note", text);
	}
}

/* The hosts of a day; a number that is too low says so. */
static const char *
say_hosts(const struct days *d, size_t day, struct arena *arena)
{
	const char *hosts =
	    wording_hosts(d->entity->hosts[d->scan][day], arena);
	return is_odd(d, PARTIAL, day)
		   ? arena_printf(arena, "%s (partial)", hosts)
		   : hosts;
}

void
part_days_add(struct press *p, struct view *view, const struct entity *entity,
    const enum scan *scans, size_t n)
{
	const struct history *h = p->history;
	for (size_t s = 0; s < n; s++)
		view_set_text(view_add(view, "day_scans"), "day_scan",
		    wording_scan(scans[s])->name);
	for (size_t i = 0; i < DAYS_IN_TABLE && i < h->n_days; i++) {
		const size_t day = h->n_days - 1 - i;
		struct view *row = view_add(view, "days");
		view_set_text(row, "iso", p->edition->dates[day]);
		for (size_t s = 0; s < n; s++) {
			const struct days d = {p, entity, scans[s]};
			view_set_text(view_add(row, "cells"), "cell",
			    say_hosts(&d, day, &p->arena));
		}
	}
}
