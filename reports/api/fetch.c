/* A report's rows as JSON, for those who do not take the file. */
#include <string.h>

#include "lib/record.h"

#include "reports/api/call.h"
#include "reports/api/event.h"

/* Larger ones are for GET. */
enum { MOST_BYTES = 32 << 20 };

struct fetching {
	struct buf *out;
	enum scan scan;
	uint64_t n;
	uint64_t limit; /* 0: none */
	const struct scope *scope;
};

static void
add_row(void *context, const struct row *row, const struct addr *addr)
{
	struct fetching *f = context;
	struct record_value value[N_COLUMNS];
	if (f->limit != 0 && f->n == f->limit)
		return;
	for (int i = 0; i < N_COLUMNS; i++) {
		const char *text = row->value[i] != NULL ? row->value[i] : "";
		value[i] = (struct record_value){text, strlen(text)};
	}
	/* What the filters were when it was cut may be more than they are. */
	if (!scope_has_row(f->scope, addr, value))
		return;
	if (f->n++ > 0)
		buf_char(f->out, ',');
	event_add(f->out, f->scan, value);
}

/* Finds the report of the request's id, if it is the client's. */
static bool
find_report(const struct call *c, char path[static PATH_MAX], enum scan *scan,
    uint64_t *bytes)
{
	day_t day;
	catalogue_lock(c->catalogue);
	const struct catalogue_report *r =
	    catalogue_find(c->catalogue, c->request->id, &day);
	const bool is_theirs =
	    r != NULL && call_has_access(c) &&
	    strcmp(r->list, c->client->subscriber->list) == 0 &&
	    scope_has_day(&c->client->scope, r->scan, day) &&
	    catalogue_path(c->catalogue, day, r, path);
	if (is_theirs) {
		*scan = r->scan;
		*bytes = r->bytes;
	}
	catalogue_unlock(c->catalogue);
	return is_theirs;
}

void
download_call(struct call *c)
{
	struct fetching f = {.out = c->out,
	    .limit = c->request->limit,
	    .scope = &c->client->scope};
	struct record_counts counts;
	bool columns[N_COLUMNS];
	char path[PATH_MAX];
	struct err e = {{0}};
	uint64_t bytes;
	if (!find_report(c, path, &f.scan, &bytes)) {
		call_refuse(c, 404, "id: you have no such report");
		return;
	}
	if (bytes > MOST_BYTES) {
		call_refuse(c, 400,
		    "the report is larger than %d bytes: GET /dl/ID gives it",
		    MOST_BYTES);
		return;
	}
	buf_char(c->out, '[');
	if (!record_read_file(path, add_row, &f, columns, &counts, &e)) {
		snprintf(c->fault, sizeof c->fault, "%.250s", e.text);
		call_refuse(c, 500, "the report cannot be read");
		return;
	}
	buf_text(c->out, "]\n");
}
