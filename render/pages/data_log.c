#include "render/pages/data_log.h"

#include <stdio.h>

#include "render/keep/events.h"
#include "render/pages/data_schema.h"

static int32_t
hosts_of(const struct history *h, enum scan scan, size_t day)
{
	return h->entities[ENTITY_WORLD][0].hosts[scan][day];
}

/* Those that answered and do not count, such as refusals, are a group, too. */
int64_t
data_log_answered(const struct history *h, enum scan scan, size_t day)
{
	const int64_t answered = h->runs[scan][day].answered;
	const int32_t hosts = hosts_of(h, scan, day);
	const int64_t others = answered - hosts;
	if (answered == 0)
		return 0;
	return hosts >= 0 && (others <= 0 || others >= h->min_count) ? answered
								     : -1;
}

int64_t
data_log_received(const struct history *h, enum scan scan, size_t day)
{
	const int64_t received = h->runs[scan][day].received;
	return received == 0 || hosts_of(h, scan, day) >= 0 ? received : -1;
}

/* The share of n that is lost, of n and what is left. */
static double
share(int64_t lost, int64_t left)
{
	return lost + left > 0 ? (double)lost / (double)(lost + left) : 0;
}

/* What was received in all scans of a day; -1 if a part of it is withheld. */
static int64_t
received_in_all(const struct history *h, size_t day)
{
	int64_t sum = 0;
	for (int s = 0; s < N_SCANS; s++) {
		const int64_t received =
		    data_log_received(h, (enum scan)s, day);
		if (received < 0 && h->runs[s][day].received > 0)
			return -1;
		sum += received > 0 ? received : 0;
	}
	return sum;
}

/* Writes what the machine is known to have lost, in percent; "" if it is not
 * known, or would tell what is withheld. The kernel counts what it drops of all
 * scans together. */
static void
write_lost(
    struct data_table *t, const struct history *h, enum scan scan, size_t day)
{
	const struct scan_run *run = &h->runs[scan][day];
	const int64_t received = received_in_all(h, day);
	char text[16] = "";
	if (run->send_errors >= 0 && run->sent >= 0 && run->dropped >= 0 &&
	    (received >= 0 || run->dropped == 0))
		snprintf(text, sizeof text, "%.3f",
		    100 * (1 - (1 - share(run->send_errors, run->sent)) *
				   (1 - share(run->dropped, received))));
	data_table_text(t, text);
}

static void
write_run(struct data_table *t, const struct data_edition *d, enum scan scan,
    size_t day)
{
	const struct history *h = d->h;
	const struct scan_run *run = &h->runs[scan][day];
	const bool has_times = run->started > 0 && run->ended >= run->started;
	const int64_t sent[] = {
	    run->asked, run->excluded, run->sent, run->send_errors};
	data_table_text(t, d->dates[day]);
	data_table_text(t, schema_of(scan)->name);
	data_table_text(t, data_desk_state(run->state));
	data_table_number(t, run->has_record);
	for (size_t i = 0; i < sizeof sent / sizeof sent[0]; i++)
		data_table_number(t, sent[i]);
	data_table_number(t, data_log_received(h, scan, day));
	data_table_number(t, run->dropped);
	write_lost(t, h, scan, day);
	data_table_number(t, data_log_answered(h, scan, day));
	data_table_number(
	    t, has_times ? (int64_t)run->ended - (int64_t)run->started : -1);
	data_table_number(t, run->rate_pps);
	data_table_text(t, run->program);
	data_table_text(t, run->databases);
}

void
data_log_fill_quality(struct data_desk *desk, const struct year *year)
{
	const struct data_edition *d = desk->edition;
	const struct data_file *file = data_schema(DATA_QUALITY);
	struct data_table *t = &desk->table;
	data_table_begin(t, false, file->columns, file->n_columns);
	for (size_t day = year->first; day < year->end; day++)
		for (int s = 0; s < N_SCANS; s++)
			if (year->has_scan[s])
				write_run(t, d, (enum scan)s, day);
	data_table_end(t);
}

bool
data_log_write_quality(struct data_desk *desk, size_t i, struct err *e)
{
	char path[DATA_PATH_MAX];
	const struct year *year = &desk->edition->years.all[i];
	snprintf(path, sizeof path, DATA_YEARS "/%04d/quality.csv", year->year);
	data_log_fill_quality(desk, year);
	return data_desk_put(
	    desk, path, &desk->table.csv, (struct digest){0, 0}, e);
}

static void
write_day(struct data_table *t, day_t day)
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	data_table_text(t, date);
}

void
data_log_fill_events(struct data_desk *desk)
{
	const struct chronicle *c = &desk->edition->h->chronicle;
	const struct data_file *file = data_schema(DATA_EVENTS);
	struct data_table *t = &desk->table;
	data_table_begin(t, false, file->columns, file->n_columns);
	for (size_t i = 0; i < c->n_events; i++) {
		const struct event *event = &c->events[i];
		write_day(t, event->first);
		write_day(t, event->last);
		data_table_text(t, event->scan < N_SCANS
				       ? schema_of((enum scan)event->scan)->name
				       : "");
		data_table_text(t, events_kind_name(event->kind));
		data_table_text(t, event->text);
	}
	data_table_end(t);
}

static void
write_revision(struct data_table *t, const struct store_revision *r)
{
	char key[16];
	write_day(t, r->noted);
	write_day(t, r->day);
	data_table_text(t, schema_of(r->scan)->name);
	snprintf(key, sizeof key, "%c%c", r->country >> 8, r->country & 0xff);
	data_table_text(t, r->country == COUNTRY_WORLD ? "world" : key);
	snprintf(key, sizeof key, "%lu", (unsigned long)r->asn);
	data_table_text(t, r->asn != 0 ? key : "");
	data_table_number(t, r->before);
	data_table_number(t, r->now);
	data_table_number(
	    t, r->before == STORE_NO_VALUE || r->now == STORE_NO_VALUE);
	data_table_text(t, r->why);
}

void
data_log_fill_revisions(struct data_desk *desk)
{
	const struct chronicle *c = &desk->edition->h->chronicle;
	const struct data_file *file = data_schema(DATA_REVISIONS);
	struct data_table *t = &desk->table;
	data_table_begin(t, false, file->columns, file->n_columns);
	for (size_t i = 0; i < c->n_revisions; i++)
		write_revision(t, &c->revisions[i]);
	data_table_end(t);
}

bool
data_log_write(struct data_desk *desk, struct err *e)
{
	const struct digest none = {0, 0};
	const struct buf *csv = &desk->table.csv;
	data_log_fill_events(desk);
	if (!data_desk_put(desk, DATA_ROOT "/events.csv", csv, none, e))
		return false;
	data_log_fill_revisions(desk);
	return data_desk_put(desk, DATA_ROOT "/revisions.csv", csv, none, e);
}
