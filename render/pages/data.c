#include "render/pages/data.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/progress.h"

#include "render/crew.h"
#include "render/pages/data_api.h"
#include "render/pages/data_day.h"
#include "render/pages/data_denominators.h"
#include "render/pages/data_entity.h"
#include "render/pages/data_index.h"
#include "render/pages/data_log.h"
#include "render/pages/data_package.h"
#include "render/pages/data_schema.h"
#include "render/pages/data_sqlite.h"
#include "render/pages/data_sums.h"
#include "render/profile.h"

static const struct {
	enum entity_kind kind;
	int file; /* of the schema */
} lookups[] = {
    {ENTITY_ASN, DATA_ASNS},
    {ENTITY_COUNTRY, DATA_COUNTRIES},
    {ENTITY_FAMILY, DATA_FAMILIES},
    {ENTITY_STRATUM, DATA_STRATA},
    {ENTITY_SIZE, DATA_SIZES},
    {ENTITY_AMPLIFICATION, DATA_AMPLIFICATIONS},
};

enum { N_LOOKUPS = sizeof lookups / sizeof lookups[0] };

/* The lookups, the index, the package, the denominators, the log and the latest
 * day come first: they take longest. */
enum { FIRST_JOBS = N_LOOKUPS + 6 + N_SCANS };

/* What the keys of one kind are called. */
static bool
write_lookup(struct data_desk *desk, size_t number, struct err *e)
{
	const struct history *h = desk->edition->h;
	const enum entity_kind kind = lookups[number].kind;
	struct data_table *t = &desk->table;
	const struct data_file *file = data_schema(lookups[number].file);
	char path[DATA_PATH_MAX];
	data_table_begin(t, false, file->columns, file->n_columns);
	for (size_t i = 0; i < h->n_entities[kind]; i++) {
		const struct entity *entity = &h->entities[kind][i];
		data_table_text(t, entity->key);
		data_table_text(t, entity->name);
		if (kind == ENTITY_COUNTRY)
			data_table_text(t, entity->region);
		else if (kind == ENTITY_ASN)
			data_table_text(t, entity->home);
	}
	data_table_end(t);
	snprintf(path, sizeof path, DATA_ROOT "/%s", file->path);
	return data_desk_put(desk, path, &t->csv, (struct digest){0, 0}, e);
}

static bool
write_first(struct data_desk *desk, size_t job, struct err *e)
{
	if (job < N_LOOKUPS)
		return write_lookup(desk, job, e);
	if (job == N_LOOKUPS)
		return data_index_write(desk, e);
	if (job == N_LOOKUPS + 1)
		return data_denominators_write(desk, e);
	if (job == N_LOOKUPS + 2)
		return data_package_write(desk, e);
	if (job == N_LOOKUPS + 3)
		return data_log_write(desk, e);
	if (job == N_LOOKUPS + 4)
		return data_sqlite_write_names(desk, e);
	if (job > N_LOOKUPS + 5)
		return data_api_write_scan(
		    desk, (enum scan)(job - N_LOOKUPS - 6), e);
	return data_day_write(desk, desk->edition->h->n_days - 1, true, e);
}

/* Finds the entity of that number among all of all kinds. */
static const struct entity *
find_entity(const struct history *h, size_t number)
{
	int kind = 0;
	while (number >= h->n_entities[kind]) {
		number -= h->n_entities[kind++];
		assert(kind < N_ENTITY_KINDS);
	}
	return &h->entities[kind][number];
}

/* The years' databases take longest. */
static bool
do_day(void *context, unsigned worker, size_t job, struct err *e)
{
	struct data_desk *desk = (struct data_desk *)context + worker;
	const struct data_edition *d = desk->edition;
	if (job < d->years.n)
		return data_sqlite_write(desk, job, e) &&
		       data_log_write_quality(desk, job, e);
	job -= d->years.n;
	if (job < FIRST_JOBS)
		return d->is_past || write_first(desk, job, e);
	return data_day_write(desk, d->first_day + job - FIRST_JOBS, false, e);
}

static bool
do_entity(void *context, unsigned worker, size_t job, struct err *e)
{
	struct data_desk *desk = (struct data_desk *)context + worker;
	return data_entity_write(desk, find_entity(desk->edition->h, job), e);
}

/* The days first, since their tables are large. */
static bool
do_all(struct data_desk *desks, unsigned n_workers, bool quiet, struct err *e)
{
	const struct history *h = desks->edition->h;
	struct progress progress;
	size_t n = FIRST_JOBS + desks->edition->years.n + h->n_days -
		   desks->edition->first_day;
	profile_begin("data files of days");
	progress_start(&progress, "Writing data files of days", n, quiet);
	bool ok = crew_run(n_workers, n, do_day, desks, &progress, e);
	progress_end(&progress, ok ? NULL : "failed");
	profile_end();
	n = 0;
	for (int kind = 0; kind < N_ENTITY_KINDS; kind++)
		n += h->n_entities[kind];
	profile_begin("data files of things");
	progress_start(&progress, "Writing data files of things", ok ? n : 0,
	    quiet || !ok);
	ok = ok && crew_run(n_workers, n, do_entity, desks, &progress, e);
	progress_end(&progress, ok ? NULL : "failed");
	profile_end();
	return ok && (desks->edition->is_past ? data_sums_write_year(desks, e)
					      : data_sums_write(desks, e));
}

static bool
write_files(const struct history *h, size_t first_day, struct site *site,
    const struct closed_years *closed, struct digest program,
    unsigned n_workers, bool quiet, struct err *e)
{
	struct data_edition edition;
	struct data_desk *desks = mem_new(n_workers, sizeof *desks);
	data_edition_make(&edition, h, site, closed, program);
	edition.first_day = first_day;
	for (unsigned i = 0; i < n_workers; i++)
		data_desk_open(&desks[i], &edition);
	const bool ok = do_all(desks, n_workers, quiet, e);
	for (unsigned i = 0; i < n_workers; i++)
		data_desk_close(&desks[i]);
	free(desks);
	data_edition_done(&edition);
	return ok;
}

bool
data_write(const struct history *h, day_t first_day, struct site *site,
    const struct closed_years *closed, struct digest program,
    unsigned n_workers, bool quiet, struct err *e)
{
	size_t first = 0;
	if (first_day > h->first)
		first = (size_t)(first_day - h->first);
	if (first > h->n_days)
		first = h->n_days;
	return write_files(
	    h, first, site, closed, program, n_workers, quiet, e);
}

bool
data_write_past(const struct history *h, struct site *site,
    struct digest program, unsigned n_workers, bool quiet, struct err *e)
{
	return write_files(h, 0, site, NULL, program, n_workers, quiet, e);
}
