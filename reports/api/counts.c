/* Rows that are not given but counted: by the values of a column, or as
 * devices.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/random.h"

#include "reports/api/ask.h"
#include "reports/api/call.h"
#include "reports/api/event.h"

enum { MOST_VALUES = 100000, FIRST_SLOTS = 1 << 10 };

/* The values of a column and how often each was found. */
struct facet {
	enum column column;
	struct arena arena;
	struct facet_value {
		const char *text;
		uint64_t n;
	} * values; /* an open hash table of n_slots, a power of two */
	size_t n_slots;
	size_t n;
	uint64_t secret[2];
	bool is_full;
};

/* Host names are chosen by strangers; which of them share a slot is not for
 * them to know. */
static uint64_t
hash_of(const struct facet *f, const char *text, size_t n)
{
	__extension__ typedef unsigned __int128 product;
	uint64_t hash = f->secret[0] ^ n;
	for (size_t i = 0; i < n; i += 8) {
		uint64_t part = 0;
		memcpy(&part, text + i, n - i < 8 ? n - i : 8);
		const product p = (product)(hash ^ part) * (f->secret[1] | 1);
		hash = (uint64_t)p ^ (uint64_t)(p >> 64) ^ f->secret[0];
	}
	return hash ^ hash >> 32;
}

static struct facet_value *
find_value(const struct facet *f, const char *text, size_t n)
{
	size_t i = (size_t)hash_of(f, text, n) & (f->n_slots - 1);
	while (f->values[i].text != NULL &&
	       (strlen(f->values[i].text) != n ||
		   memcmp(f->values[i].text, text, n) != 0))
		i = (i + 1) & (f->n_slots - 1);
	return &f->values[i];
}

static void
start_facet(struct facet *f)
{
	f->n_slots = FIRST_SLOTS;
	f->values = mem_new(f->n_slots, sizeof f->values[0]);
	random_bytes(f->secret, sizeof f->secret);
}

/* Keeps half of the slots free. */
static void
make_room(struct facet *f)
{
	struct facet_value *old = f->values;
	const size_t n_old = f->n_slots;
	if (2 * f->n < f->n_slots)
		return;
	f->n_slots *= 2;
	f->values = mem_new(f->n_slots, sizeof f->values[0]);
	for (size_t i = 0; i < n_old; i++)
		if (old[i].text != NULL)
			*find_value(f, old[i].text, strlen(old[i].text)) =
			    old[i];
	free(old);
}

static void
count_value(void *context, const struct search_hit *hit)
{
	struct facet *f = context;
	const struct record_value *v = &hit->value[f->column];
	make_room(f);
	struct facet_value *value = find_value(f, v->text, v->n);
	if (value->text == NULL) {
		if (f->n == MOST_VALUES) {
			f->is_full = true;
			return;
		}
		f->n++;
		value->text =
		    arena_printf(&f->arena, "%.*s", (int)v->n, v->text);
	}
	value->n++;
}

static bool
go_on(void *context, day_t day)
{
	const struct facet *f = context;
	(void)day;
	return !f->is_full;
}

static int
compare_values(const void *left, const void *right)
{
	const struct facet_value *a = left, *b = right;
	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return a->text == NULL || b->text == NULL ? 0
						  : strcmp(a->text, b->text);
}

static void
write_facet(struct call *c, struct facet *f)
{
	const uint64_t limit = c->request->limit;
	qsort(f->values, f->n_slots, sizeof f->values[0], compare_values);
	buf_char(c->out, '{');
	for (size_t i = 0; i < f->n && (limit == 0 || i < limit); i++) {
		if (i > 0)
			buf_char(c->out, ',');
		event_add_text(
		    c->out, f->values[i].text, strlen(f->values[i].text));
		buf_printf(c->out, ":%llu", (unsigned long long)f->values[i].n);
	}
	buf_text(c->out, "}\n");
}

void
facet_call(struct call *c)
{
	struct facet f = {.column = c->request->facet};
	start_facet(&f);
	if (ask_rows(c, count_value, go_on, &f)) {
		if (f.is_full)
			call_refuse(c, 400,
			    "facet: the column has more than %d values",
			    MOST_VALUES);
		else
			write_facet(c, &f);
	}
	free(f.values);
	arena_reset(&f.arena);
}

/* What is known of a device, or of a network's or country's. */
struct devices {
	struct facet addresses;
	day_t first;
	day_t last;
	uint64_t events;
	uint64_t types[N_SCANS];
	struct buf newest; /* the newest row */
};

static void
take_device(void *context, const struct search_hit *hit)
{
	struct devices *d = context;
	count_value(&d->addresses, hit);
	if (d->events++ == 0 || hit->day < d->first)
		d->first = hit->day;
	/* Days come from the newest on. */
	if (d->events == 1) {
		d->last = hit->day;
		event_add(&d->newest, hit->scan, hit->value);
	}
	d->types[hit->scan]++;
}

static bool
next_day(void *context, day_t day)
{
	const struct devices *d = context;
	(void)day;
	return !d->addresses.is_full;
}

static void
write_devices(struct call *c, const struct devices *d)
{
	char date[DATE_TEXT_MAX];
	struct json *out = json_new_object(), *types = json_new_object();
	for (int i = 0; i < N_SCANS; i++)
		if (d->types[i] > 0)
			json_set_number(types, schema_of((enum scan)i)->name,
			    (long long)d->types[i]);
	json_set_number(out, "devices", (long long)d->addresses.n);
	json_set_number(out, "events", (long long)d->events);
	if (d->events > 0) {
		date_format(d->first, date);
		json_set_text(out, "first_seen", date);
		date_format(d->last, date);
		json_set_text(out, "last_seen", date);
		json_set(out, "newest",
		    json_read_text(d->newest.text, d->newest.len));
	}
	json_set(out, "types", types);
	call_answer(c, out);
}

/* Only these may be asked by. */
static bool
is_device_query(const struct request *r)
{
	for (size_t i = 0; i < r->n_conditions; i++) {
		const struct condition *q = &r->conditions[i];
		if (q->field != FIELD_ADDRESS &&
		    (q->field != FIELD_COLUMN ||
			(q->column != COLUMN_ASN && q->column != COLUMN_GEO)))
			return false;
	}
	return r->n_conditions > 0;
}

void
device_call(struct call *c)
{
	struct devices d = {.addresses = {.column = COLUMN_IP}};
	if (!is_device_query(c->request)) {
		call_refuse(c, 400, "query: an ip, asn or geo is wanted");
		return;
	}
	if (!search_is_in_scope(&c->client->scope, c->request)) {
		call_refuse(c, 400,
		    "No supported report filters found: query wants an ip, "
		    "asn or geo of yours");
		return;
	}
	start_facet(&d.addresses);
	buf_init(&d.newest, 1 << 20);
	if (ask_rows(c, take_device, next_day, &d)) {
		if (d.addresses.is_full)
			call_refuse(c, 400,
			    "more than %d devices: fewer days "
			    "will do",
			    MOST_VALUES);
		else
			write_devices(c, &d);
	}
	buf_done(&d.newest);
	free(d.addresses.values);
	arena_reset(&d.addresses.arena);
}
