/* Every day of the history has a line for every scan that ever ran, so that a
 * hole cannot be overlooked: hosts are empty where there is no number, and
 * status and suppressed say why.
 *
 * These files are most of the site: some 100,000, and most of what is in them
 * is the same in all. So they are put together from ready pieces. */
#include "render/pages/data_entity.h"

#include <string.h>

#include "lib/schema.h"

#include "render/pages/data_api.h"
#include "render/pages/data_path.h"
#include "render/pages/data_schema.h"
#include "render/pages/data_text.h"

/* Longer than any line. */
enum { LINE_MOST = 2 * DATA_PIECE_MOST + DATA_TEXT_DIGITS };

/* Adds what a file of the days first … end - 1 is made of. */
static struct digest
digest_days(struct data_desk *desk, const struct entity *entity, size_t first,
    size_t end, struct digest states)
{
	struct buf *b = &desk->made_of;
	for (int s = 0; s < N_SCANS; s++)
		if (data_desk_has_scan(desk->edition, entity, (enum scan)s))
			buf_add(b, entity->hosts[s] + first,
			    (end - first) * sizeof entity->hosts[s][0]);
	buf_add(b, &states, sizeof states);
	return digest_of(b->text, b->len);
}

/* Writes a line; gives the place behind it. */
static char *
write_line(char *at, const struct data_edition *d, const struct entity *entity,
    int scan, size_t day)
{
	const int32_t hosts = entity->hosts[scan][day];
	const enum day_state state = d->h->runs[scan][day].state;
	const struct data_piece *start = &d->starts[scan][day];
	const struct data_piece *end =
	    &d->ends[hosts == HOSTS_SUPPRESSED][state];
	memcpy(at, start->text, start->len);
	at += start->len;
	if (hosts >= 0)
		at = data_text_digits(at, (uint64_t)hosts);
	memcpy(at, end->text, end->len);
	return at + end->len;
}

/* True if a year's file has lines of a scan. */
static bool
is_in_year(const struct year *year, const struct entity *entity, int scan)
{
	return year->has_scan[scan] &&
	       history_has_kind(entity->kind, (enum scan)scan);
}

/* Adds the lines of a year. */
static void
add_lines(struct buf *b, const struct data_edition *d,
    const struct entity *entity, const struct year *year)
{
	bool wanted[N_SCANS];
	for (int s = 0; s < N_SCANS; s++)
		wanted[s] = is_in_year(year, entity, s);
	char *at = buf_room(b, (year->end - year->first) * N_SCANS * LINE_MOST);
	if (at == NULL)
		return;
	for (size_t day = year->first; day < year->end; day++)
		for (int s = 0; s < N_SCANS; s++)
			if (wanted[s])
				at = write_line(at, d, entity, s, day);
	buf_filled(b, at);
}

static void
add_header(struct buf *b)
{
	const struct data_file *file = data_schema(DATA_SERIES);
	for (size_t i = 0; i < file->n_columns; i++) {
		buf_text(b, file->columns[i]);
		buf_char(b, i + 1 < file->n_columns ? ',' : '\n');
	}
}

static bool
write_year(struct data_desk *desk, const struct entity *entity, size_t i,
    struct err *e)
{
	const struct data_edition *d = desk->edition;
	const struct year *year = &d->years.all[i];
	struct buf *b = &desk->text;
	char path[DATA_PATH_MAX];
	data_path_year(entity, year->year, path);
	data_desk_begin_digest(desk, "a year of an entity");
	const struct digest made_of =
	    digest_days(desk, entity, year->first, year->end, d->states[i]);
	if (site_has_made(d->site, path, made_of))
		return true;
	buf_reset(b);
	add_header(b);
	add_lines(b, d, entity, year);
	return data_desk_put(desk, path, b, made_of, e);
}

/* Adds the numbers of all days of a scan, null where there is none, and whether
 * they are withheld. */
static void
add_numbers(struct buf *b, const int32_t *hosts, size_t n_days)
{
	static const char between[] = "],\"suppressed\":[";
	char *at = buf_room(b, n_days * (DATA_TEXT_DIGITS + 3) + 64);
	if (at == NULL)
		return;
	for (size_t day = 0; day < n_days; day++) {
		if (hosts[day] > 0) {
			at = data_text_digits(at, (uint64_t)hosts[day]);
		} else {
			memcpy(at, "null", 4);
			at += 4;
		}
		*at++ = ',';
	}
	/* The last comma gives way. */
	at -= n_days > 0;
	memcpy(at, between, strlen(between));
	at += strlen(between);
	for (size_t day = 0; day < n_days; day++) {
		*at++ = hosts[day] == HOSTS_SUPPRESSED ? '1' : '0';
		*at++ = ',';
	}
	buf_filled(b, at - (n_days > 0));
}

/* Adds the series of a scan: hosts and suppressed run along; which days are
 * partial is the same of all things, and named. */
static void
add_series(struct buf *b, const struct data_edition *d,
    const struct entity *entity, int scan)
{
	buf_text(b, "{\"hosts\":[");
	add_numbers(b, entity->hosts[scan], d->h->n_days);
	buf_text(b, "],\"partial\":");
	buf_text(b, d->json_partial[scan]);
	buf_char(b, '}');
}

static void
add_object(struct buf *b, const struct data_edition *d,
    const struct entity *entity, const struct buf *latest)
{
	const char *comma = "";
	buf_text(b, "{\"kind\":");
	data_text_json(b, data_kind_name(entity->kind));
	buf_text(b, ",\"key\":");
	data_text_json(b, entity->key);
	buf_text(b, ",\"name\":");
	data_text_json(b, entity->name);
	buf_text(b, ",\"latest\":");
	buf_add(b, latest->text, latest->len);
	buf_text(b, ",\"first\":");
	data_text_json(b, d->dates[0]);
	buf_text(b, ",\"scans\":{");
	for (int s = 0; s < N_SCANS; s++) {
		if (!data_desk_has_scan(d, entity, (enum scan)s))
			continue;
		buf_text(b, comma);
		data_text_json(b, schema_of((enum scan)s)->name);
		buf_char(b, ':');
		add_series(b, d, entity, s);
		comma = ",";
	}
	buf_text(b, "}}\n");
}

static bool
write_json(struct data_desk *desk, const struct entity *entity, struct err *e)
{
	const struct data_edition *d = desk->edition;
	char path[DATA_PATH_MAX];
	struct buf *latest = &desk->latest;
	data_path_json(entity, path);
	buf_reset(latest);
	data_api_latest(latest, d, entity);
	data_desk_begin_digest(desk, "an entity");
	buf_add(&desk->made_of, entity->name, strlen(entity->name) + 1);
	buf_add(&desk->made_of, latest->text, latest->len);
	buf_text(&desk->made_of, d->dates[0]);
	const struct digest made_of =
	    digest_days(desk, entity, 0, d->h->n_days, d->states[d->years.n]);
	if (site_has_made(d->site, path, made_of))
		return true;
	buf_reset(&desk->text);
	add_object(&desk->text, d, entity, latest);
	return data_desk_put(desk, path, &desk->text, made_of, e);
}

bool
data_entity_write(
    struct data_desk *desk, const struct entity *entity, struct err *e)
{
	const struct years *years = &desk->edition->years;
	for (size_t i = 0; i < years->n; i++)
		if (years_has_file(&years->all[i], entity) &&
		    !write_year(desk, entity, i, e))
			return false;
	return desk->edition->is_past || write_json(desk, entity, e);
}
