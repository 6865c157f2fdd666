#include "render/pages/data_api.h"

#include <inttypes.h>

#include "render/figures/figures.h"
#include "render/pages/data_log.h"
#include "render/pages/data_path.h"
#include "render/pages/data_text.h"
#include "render/pages/wording.h"

static void
add_name(struct buf *b, const char *name)
{
	buf_printf(b, ",\"%s\":", name);
}

/* Adds a number with three decimals; below 0: none is known. */
static void
add_real(struct buf *b, const char *name, double number)
{
	add_name(b, name);
	if (number < 0)
		buf_text(b, "null");
	else
		buf_printf(b, "%.3f", number);
}

static void
add_count(struct buf *b, const char *name, int64_t number)
{
	add_name(b, name);
	if (number < 0)
		buf_text(b, "null");
	else
		buf_printf(b, "%" PRId64, number);
}

static void
add_change(struct buf *b, const char *name, const struct change *change)
{
	add_name(b, name);
	if (change->known)
		buf_printf(b, "%d", (int)change->hosts);
	else
		buf_text(b, "null");
}

static void
add_figures(struct buf *b, const struct figures *f)
{
	add_count(b, "hosts", f->hosts);
	add_count(b, "suppressed", f->hosts == HOSTS_SUPPRESSED);
	add_count(b, "rank", f->rank > 0 ? f->rank : -1);
	add_count(b, "ranked", f->ranked > 0 ? f->ranked : -1);
	add_real(b, "share_percent", f->share_percent);
	add_real(b, "per_million", f->per_million);
	add_change(b, "change_1_day", &f->day);
	add_change(b, "change_7_days", &f->week);
	add_change(b, "change_28_days", &f->month);
}

void
data_api_latest(
    struct buf *b, const struct data_edition *d, const struct entity *entity)
{
	const char *comma = "";
	buf_char(b, '{');
	for (int s = 0; s < N_SCANS; s++) {
		const enum scan scan = (enum scan)s;
		const int day = history_last_day(d->h, scan);
		if (day < 0 || !data_desk_has_scan(d, entity, scan))
			continue;
		const struct figures f =
		    figures_of(d->h, entity, scan, (size_t)day);
		buf_printf(b, "%s\"%s\":{\"date\":\"%s\"", comma,
		    schema_of(scan)->name, d->dates[day]);
		add_figures(b, &f);
		buf_char(b, '}');
		comma = ",";
	}
	buf_char(b, '}');
}

/* Adds one value of each day as an array. */
static void
add_series(struct buf *b, const struct data_edition *d, const char *name,
    enum scan scan,
    int64_t (*value)(const struct history *h, enum scan, size_t))
{
	add_name(b, name);
	for (size_t day = 0; day < d->h->n_days; day++) {
		const int64_t number = value(d->h, scan, day);
		buf_char(b, day == 0 ? '[' : ',');
		if (number < 0)
			buf_text(b, "null");
		else
			buf_printf(b, "%" PRId64, number);
	}
	buf_char(b, ']');
}

static int64_t
hosts_of(const struct history *h, enum scan scan, size_t day)
{
	return h->entities[ENTITY_WORLD][0].hosts[scan][day];
}

static int64_t
suppressed_of(const struct history *h, enum scan scan, size_t day)
{
	return hosts_of(h, scan, day) == HOSTS_SUPPRESSED;
}

static int64_t
asked_of(const struct history *h, enum scan scan, size_t day)
{
	return h->runs[scan][day].asked;
}

bool
data_api_write_scan(struct data_desk *desk, enum scan scan, struct err *e)
{
	const struct data_edition *d = desk->edition;
	const int last = history_last_day(d->h, scan);
	struct buf *b = &desk->text;
	char path[DATA_PATH_MAX];
	if (last < 0)
		return true;
	buf_reset(b);
	buf_printf(b, "{\"scan\":\"%s\",\"name\":", schema_of(scan)->name);
	data_text_json(b, wording_scan(scan)->name);
	buf_printf(b, ",\"last\":\"%s\",\"dates\":%s,\"status\":%s",
	    d->dates[last], d->json_dates, d->json_states[scan]);
	add_series(b, d, "hosts", scan, hosts_of);
	add_series(b, d, "suppressed", scan, suppressed_of);
	add_series(b, d, "asked", scan, asked_of);
	add_series(b, d, "answered", scan, data_log_answered);
	buf_text(b, "}\n");
	data_path_scan(scan, path);
	return data_desk_put(desk, path, b, (struct digest){0, 0}, e);
}
