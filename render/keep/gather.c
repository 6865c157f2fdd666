#include "render/keep/gather.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/progress.h"

#include "render/keep/load.h"
#include "render/keep/release.h"
#include "render/read/windows.h"

/* What is to be read of a day. */
struct stale {
	bool scans[N_SCANS];
};

/* Finds what the store lacks. Windows and churn depend on the days before, so
 * a day that came late makes those in the year behind it stale too. */
static size_t
find_stale(
    struct store *store, const struct source *source, struct stale *stale)
{
	size_t n = 0;
	for (int s = 0; s < N_SCANS; s++) {
		day_t reaches_to = INT32_MIN;
		for (size_t i = 0; i < source->n_days; i++) {
			const struct source_day *d = &source->days[i];
			if (d->digest[s][0] == '\0')
				continue;
			const bool is_new = !store_has(
			    store, (enum scan)s, d->day, d->digest[s]);
			stale[i].scans[s] = is_new || d->day < reaches_to;
			if (is_new)
				reaches_to = d->day + WINDOWS_DAYS;
			n += stale[i].scans[s];
		}
	}
	return n;
}

/* What the names of a day are told to. */
struct naming {
	struct store *store;
	day_t day;
	struct err *e;
	bool ok;
};

static void
take_name(void *context, uint32_t asn, const char *name)
{
	struct naming *n = context;
	n->ok = n->ok && store_put_name(n->store, asn, name, n->day, n->e);
}

static bool
put_scan(struct store *store, const struct source_day *source, enum scan scan,
    struct day_scan *d, int32_t min_count, struct err *e)
{
	struct release release;
	struct store_day day = {
	    .scan = scan, .day = source->day, .digest = source->digest[scan]};
	char *run = run_to_text(&d->run);
	release_make(&release, d, min_count);
	day.run = run;
	day.blocks = release.blocks;
	for (int kind = 0; kind < N_SERIES_KINDS; kind++) {
		day.values[kind] = release.values[kind];
		day.n_values[kind] = release.n[kind];
	}
	const bool ok = store_put(store, &day, e);
	release_done(&release);
	free(run);
	return ok;
}

/* Reads a day and puts it into the store. */
static bool
put_day(struct store *store, struct source *source, size_t i,
    const struct stale *stale, int32_t min_count, struct err *e)
{
	struct naming naming = {store, source->days[i].day, e, true};
	struct arena arena = {0};
	struct day day;
	bool ok = source->read(source, i, stale->scans, &day, take_name,
		      &naming, &arena, e) &&
		  naming.ok;
	for (int s = 0; s < N_SCANS; s++) {
		/* What could not be read is tried again next time. */
		if (ok && day.scans[s].run.state != DAY_MISSING)
			ok = put_scan(store, &source->days[i], (enum scan)s,
			    &day.scans[s], min_count, e);
		day_scan_done(&day.scans[s]);
	}
	arena_reset(&arena);
	return ok;
}

static bool
is_any(const struct stale *stale)
{
	for (int s = 0; s < N_SCANS; s++)
		if (stale->scans[s])
			return true;
	return false;
}

static bool
put_stale(struct store *store, struct source *source, const struct stale *stale,
    int32_t min_count, bool quiet, struct err *e)
{
	struct progress progress;
	bool ok = true;
	progress_start(&progress, "reading days", source->n_days, quiet);
	for (size_t i = 0; ok && i < source->n_days; i++) {
		if (is_any(&stale[i]))
			ok = put_day(store, source, i, &stale[i], min_count, e);
		progress_show(&progress, i + 1, NULL);
	}
	progress_end(&progress, ok ? NULL : "failed");
	return ok;
}

bool
gather_days(struct store *store, struct source *source, int32_t min_count,
    bool quiet, day_t *oldest, struct err *e)
{
	struct stale *stale = mem_new(source->n_days, sizeof *stale);
	*oldest = DAY_NONE;
	const bool ok = find_stale(store, source, stale) == 0 ||
			put_stale(store, source, stale, min_count, quiet, e);
	for (size_t i = source->n_days; i-- > 0;)
		if (is_any(&stale[i]))
			*oldest = source->days[i].day;
	free(stale);
	return ok;
}

/* The days that the store spans. */
struct span {
	day_t first, last;
	bool is_some;
};

static void
take_day(void *context, enum scan scan, day_t day, const char *run)
{
	struct span *span = context;
	(void)scan;
	(void)run;
	if (!span->is_some || day < span->first)
		span->first = day;
	if (!span->is_some || day > span->last)
		span->last = day;
	span->is_some = true;
}

bool
gather_span(struct store *store, day_t *first, day_t *last, struct err *e)
{
	struct span span = {0};
	if (!store_each_day(store, take_day, &span, e))
		return false;
	*first = span.first;
	*last = span.last;
	return span.is_some ||
	       err_set(e, "there is no report; reports lie in "
			  "DATA/results/YYYY/MM/DD/YYYY-MM-DD-scan_ntp.csv");
}

bool
gather_history(struct history *h, struct store *store, day_t first, day_t last,
    const struct config *config, int32_t min_count, struct err *e)
{
	*h = (struct history){.first = first,
	    .n_days = (size_t)(last - first) + 1,
	    .min_count = min_count};
	return load_history(h, store, config, e);
}
