/* What the catalogue knows of a subscriber's reports: lists, types, counts. */
#include <string.h>

#include "reports/api/call.h"
#include "reports/api/event.h"

/* What a report type is, for people. */
static const struct {
	const char *url;
	const char *description;
} facts[N_SCANS] = {
    [SCAN_NTP] = {"https://www.shadowserver.org/what-we-do/"
		  "network-reporting/ntp-version-report/",
	"NTP servers that answer Mode 6 READVAR, IPv4"},
    [SCAN_NTPMONITOR] = {"https://www.shadowserver.org/what-we-do/"
			 "network-reporting/ntp-monitor-report/",
	"NTP servers that answer Mode 7 MON_GETLIST_1, IPv4"},
    [SCAN6_NTP] = {"https://www.shadowserver.org/what-we-do/"
		   "network-reporting/ntp-version-report/",
	"NTP servers that answer Mode 6 READVAR, IPv6"},
    [SCAN6_NTPMONITOR] = {"https://www.shadowserver.org/what-we-do/"
			  "network-reporting/ntp-monitor-report/",
	"NTP servers that answer Mode 7 MON_GETLIST_1, IPv6"},
};

/* Called for each report of the client's list, oldest first. False: no more are
 * wanted. */
typedef bool report_fn(
    void *context, day_t day, const struct catalogue_report *r);

/* Goes through those reports of the client that the request wants and that are
 * theirs to see. The catalogue must be locked. */
static void
each_report(
    const struct call *c, day_t first, day_t last, report_fn *fn, void *context)
{
	const struct subscriber *s = c->client->subscriber;
	const struct catalogue *all = c->catalogue;
	if (!call_has_access(c) || !request_wants_list(c->request, s->list))
		return;
	for (size_t i = 0; i < all->n; i++) {
		const struct catalogue_day *d = all->days[i];
		size_t n;
		if (d->day < first || d->day > last)
			continue;
		const struct catalogue_report *r = catalogue_of(d, s->list, &n);
		for (size_t j = 0; j < n; j++)
			if (c->request->types[r[j].scan] &&
			    scope_has_day(
				&c->client->scope, r[j].scan, d->day) &&
			    !fn(context, d->day, &r[j]))
				return;
	}
}

/* The same for the dates of the request; without them, all that are kept. */
static void
each_wanted(const struct call *c, report_fn *fn, void *context)
{
	const struct request *r = c->request;
	catalogue_lock(c->catalogue);
	each_report(c, r->has_dates ? r->first : INT32_MIN,
	    r->has_dates ? r->last : INT32_MAX, fn, context);
	catalogue_unlock(c->catalogue);
}

void
subscribed_call(struct call *c)
{
	struct json *lists = json_new_array();
	if (call_has_access(c))
		json_append_text(lists, c->client->subscriber->list);
	call_answer(c, lists);
}

static bool
mark_type(void *context, day_t day, const struct catalogue_report *r)
{
	bool *types = context;
	(void)day;
	types[r->scan] = true;
	return true;
}

/* With dates, the types that there are reports of; without, all that the
 * subscriber gets. */
void
types_call(struct call *c)
{
	bool types[N_SCANS] = {false};
	struct json *out = json_new_array();
	if (c->request->has_dates)
		each_wanted(c, mark_type, types);
	else if (call_has_access(c))
		memcpy(types, c->client->subscriber->types, sizeof types);
	for (int i = 0; i < N_SCANS; i++) {
		if (!types[i] || !c->request->types[i])
			continue;
		if (!c->request->has_detail) {
			json_append_text(out, schema_of((enum scan)i)->name);
			continue;
		}
		struct json *type = json_new_object();
		json_set_text(type, "type", schema_of((enum scan)i)->name);
		json_set_text(type, "url", facts[i].url);
		json_set_text(type, "description", facts[i].description);
		json_append(out, type);
	}
	call_answer(c, out);
}

/* The list as it grows. */
struct listing {
	struct buf *out;
	const struct request *request;
	uint64_t n;
	day_t day;                /* of the last report, … */
	char date[DATE_TEXT_MAX]; /* … as text */
};

static void
add_member(struct buf *out, const char *start, const char *text)
{
	buf_text(out, start);
	event_add_text(out, text, strlen(text));
}

static bool
add_report(void *context, day_t day, const struct catalogue_report *r)
{
	struct listing *l = context;
	struct buf *out = l->out;
	if (l->request->limit != 0 && l->n == l->request->limit)
		return false;
	if (day != l->day)
		date_format(day, l->date);
	l->day = day;
	add_member(out, l->n++ > 0 ? ",{\"file\":" : "{\"file\":", r->file);
	add_member(out, ",\"id\":", r->id);
	add_member(out, ",\"report\":", r->list);
	add_member(out, ",\"timestamp\":", l->date);
	add_member(out, ",\"type\":", schema_of(r->scan)->name);
	add_member(out, ",\"url\":", facts[r->scan].url);
	if (l->request->has_detail)
		buf_printf(out, ",\"events\":%llu,\"bytes\":%llu",
		    (unsigned long long)r->events,
		    (unsigned long long)r->bytes);
	buf_char(out, '}');
	return true;
}

void
list_call(struct call *c)
{
	struct listing l = {
	    .out = c->out, .request = c->request, .day = INT32_MIN};
	buf_char(c->out, '[');
	each_wanted(c, add_report, &l);
	buf_text(c->out, "]\n");
}

/* The counts of a day and type, over the kinds of filters. */
struct counting {
	struct json *out;
	day_t day;
	enum scan scan;
	uint64_t events;
	bool is_open;
	char filter[8]; /* of the last report, … */
	uint64_t last; /* … and its events: a later revision takes its place */
};

static void
end_count(struct counting *k)
{
	char date[DATE_TEXT_MAX];
	if (!k->is_open)
		return;
	struct json *row = json_new_array();
	date_format(k->day, date);
	json_append_text(row, date);
	json_append_text(row, schema_of(k->scan)->name);
	json_append_number(row, (long long)k->events);
	json_append(k->out, row);
	k->is_open = false;
}

static bool
count_report(void *context, day_t day, const struct catalogue_report *r)
{
	struct counting *k = context;
	if (!k->is_open || k->day != day || k->scan != r->scan) {
		end_count(k);
		*k = (struct counting){.out = k->out,
		    .day = day,
		    .scan = r->scan,
		    .is_open = true};
	}
	if (strcmp(k->filter, r->filter) == 0)
		k->events -= k->last;
	snprintf(k->filter, sizeof k->filter, "%s", r->filter);
	k->last = r->events;
	k->events += r->events;
	return true;
}

void
stats_call(struct call *c)
{
	static const char *const head[] = {"date", "type", "events"};
	struct counting k = {.out = json_new_array()};
	struct json *row = json_new_array();
	const struct request *r = c->request;
	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		json_append_text(row, head[i]);
	json_append(k.out, row);
	catalogue_lock(c->catalogue);
	each_report(c, r->has_dates ? r->first : c->today - 1,
	    r->has_dates ? r->last : c->today - 1, count_report, &k);
	catalogue_unlock(c->catalogue);
	end_count(&k);
	call_answer(c, k.out);
}
