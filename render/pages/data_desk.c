#include "render/pages/data_desk.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "render/pages/data_text.h"

enum { TEXT_SIZE_MAX = 1 << 30 };

const char *
data_desk_state(enum day_state state)
{
	static const char *const words[] = {
	    [DAY_MISSING] = "missing",
	    [DAY_PARTIAL] = "partial",
	    [DAY_COMPLETE] = "complete",
	};
	return words[state];
}

bool
data_desk_has_scan(
    const struct data_edition *d, const struct entity *entity, enum scan scan)
{
	return d->has_scan[scan] && history_has_kind(entity->kind, scan);
}

/* The digest of some days and of their states in all scans. */
static struct digest
states_of(const struct data_edition *d, size_t first, size_t end)
{
	struct buf b;
	buf_init(&b, TEXT_SIZE_MAX);
	for (size_t day = first; day < end; day++) {
		buf_text(&b, d->dates[day]);
		for (int s = 0; s < N_SCANS; s++)
			if (d->has_scan[s])
				buf_printf(&b, " %d %s", s,
				    data_desk_state(d->h->runs[s][day].state));
	}
	const struct digest digest = digest_of(b.text, b.len);
	buf_done(&b);
	return digest;
}

static void
make_states(struct data_edition *d)
{
	const struct years *years = &d->years;
	d->states = arena_new(&d->arena, years->n + 1, sizeof *d->states);
	for (size_t i = 0; i < years->n; i++)
		d->states[i] =
		    states_of(d, years->all[i].first, years->all[i].end);
	d->states[years->n] = states_of(d, 0, d->h->n_days);
}

/* Writes the dates of a scan's partial days as a JSON array. */
static const char *
json_partial(struct data_edition *d, int scan)
{
	struct buf b;
	const char *between = "";
	buf_init(&b, TEXT_SIZE_MAX);
	buf_char(&b, '[');
	for (size_t day = 0; day < d->h->n_days; day++) {
		if (d->h->runs[scan][day].state != DAY_PARTIAL)
			continue;
		buf_text(&b, between);
		data_text_json(&b, d->dates[day]);
		between = ",";
	}
	buf_char(&b, ']');
	const char *text = arena_text(&d->arena, b.text);
	buf_done(&b);
	return text;
}

/* Writes one text for each day as a JSON array. scan: its states; N_SCANS: the
 * dates. */
static const char *
json_texts(struct data_edition *d, int scan)
{
	struct buf b;
	buf_init(&b, TEXT_SIZE_MAX);
	for (size_t day = 0; day < d->h->n_days; day++) {
		buf_char(&b, day == 0 ? '[' : ',');
		data_text_json(
		    &b, scan == N_SCANS
			    ? d->dates[day]
			    : data_desk_state(d->h->runs[scan][day].state));
	}
	buf_text(&b, d->h->n_days == 0 ? "[]" : "]");
	const char *text = arena_text(&d->arena, b.text);
	buf_done(&b);
	return text;
}

static void
set_piece(
    struct data_piece *p, const char *a, char between, const char *b, char end)
{
	const int n =
	    snprintf(p->text, sizeof p->text, "%s%c%s%c", a, between, b, end);
	assert(n > 0 && (size_t)n < sizeof p->text);
	p->len = (size_t)n;
}

static void
make_pieces(struct data_edition *d)
{
	const size_t n = d->h->n_days;
	for (int s = 0; s < N_SCANS; s++) {
		if (!d->has_scan[s])
			continue;
		d->starts[s] = arena_new(&d->arena, n, sizeof *d->starts[s]);
		for (size_t day = 0; day < n; day++)
			set_piece(&d->starts[s][day], d->dates[day], ',',
			    schema_of((enum scan)s)->name, ',');
	}
	for (int state = 0; state <= DAY_COMPLETE; state++)
		for (int withheld = 0; withheld < 2; withheld++)
			set_piece(&d->ends[withheld][state],
			    withheld ? ",1" : ",0", ',',
			    data_desk_state((enum day_state)state), '\n');
}

void
data_edition_make(struct data_edition *d, const struct history *h,
    struct site *site, const struct closed_years *closed, struct digest program)
{
	*d = (struct data_edition){.h = h,
	    .site = site,
	    .program = program,
	    .is_past = closed == NULL};
	d->dates = arena_new(&d->arena, h->n_days, sizeof *d->dates);
	for (size_t day = 0; day < h->n_days; day++) {
		char date[DATE_TEXT_MAX];
		date_format(h->first + (day_t)day, date);
		d->dates[day] = arena_text(&d->arena, date);
	}
	d->years = years_of(h, closed, &d->arena);
	d->json_dates = json_texts(d, N_SCANS);
	for (int s = 0; s < N_SCANS; s++) {
		d->has_scan[s] = history_last_day(h, (enum scan)s) >= 0;
		if (!d->has_scan[s])
			continue;
		d->json_states[s] = json_texts(d, s);
		d->json_partial[s] = json_partial(d, s);
	}
	make_pieces(d);
	make_states(d);
}

void
data_edition_done(struct data_edition *d)
{
	arena_reset(&d->arena);
}

void
data_desk_open(struct data_desk *desk, const struct data_edition *d)
{
	*desk = (struct data_desk){.edition = d};
	data_table_init(&desk->table);
	buf_init(&desk->text, TEXT_SIZE_MAX);
	buf_init(&desk->sums, TEXT_SIZE_MAX);
	buf_init(&desk->latest, TEXT_SIZE_MAX);
	buf_init(&desk->made_of, TEXT_SIZE_MAX);
}

void
data_desk_close(struct data_desk *desk)
{
	data_table_done(&desk->table);
	buf_done(&desk->text);
	buf_done(&desk->sums);
	buf_done(&desk->latest);
	buf_done(&desk->made_of);
	arena_reset(&desk->arena);
}

void
data_desk_begin_digest(struct data_desk *desk, const char *what)
{
	const struct data_edition *d = desk->edition;
	buf_reset(&desk->made_of);
	buf_add(&desk->made_of, &d->program, sizeof d->program);
	buf_add(&desk->made_of, what, strlen(what) + 1);
}

bool
data_desk_put(struct data_desk *desk, const char *path, const struct buf *bytes,
    struct digest made_of, struct err *e)
{
	if (bytes->cut)
		return err_set(e, "the file /%s would be too large", path);
	return site_put_made(
	    desk->edition->site, path, bytes->text, bytes->len, made_of, e);
}
