/* The series of single things are not in the sums: 100,000 files that change
 * every day, and hold no number that the tables of days do not hold. Databases
 * are large and change once a week: each has a sum beside it, and that one is
 * in here. */
#include "render/pages/data_sums.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/fingerprint.h"

#include "render/pages/data_path.h"
#include "render/pages/data_schema.h"

void
data_sums_add(struct buf *sums, const char *name, const void *bytes, size_t n)
{
	char text[FINGERPRINT_TEXT_MAX];
	struct fingerprint *f = fingerprint_begin();
	fingerprint_add(f, bytes, n);
	fingerprint_end(f, text);
	buf_printf(sums, "%s  %s\n", text, name);
}

/* Adds a file of the next site, by its path below the data; none that is not
 * there. */
static void
add_file(struct data_desk *desk, const char *name)
{
	char path[DATA_PATH_MAX];
	char *bytes;
	size_t n;
	snprintf(path, sizeof path, DATA_ROOT "/%s", name);
	if (!site_read(desk->edition->site, path, &bytes, &n))
		return;
	data_sums_add(&desk->sums, name, bytes, n);
	free(bytes);
}

/* The tables of the last day, and the files that there is one of. */
static void
add_single_files(struct data_desk *desk)
{
	char path[DATA_PATH_MAX];
	for (int t = 0; t < N_DATA_TABLES; t++) {
		data_path_latest((enum data_table_kind)t, "csv", path);
		add_file(desk, path + strlen(DATA_ROOT "/"));
	}
	for (int kind = N_DATA_TABLES; kind < N_DATA_FILES; kind++)
		if (strchr(data_schema(kind)->path, '/') == NULL)
			add_file(desk, data_schema(kind)->path);
	add_file(desk, "datapackage.json");
}

static void
add_years(struct data_desk *desk)
{
	const struct years *years = &desk->edition->years;
	const int last = years->n > 0 ? years->all[years->n - 1].year : -1;
	char name[DATA_PATH_MAX];
	for (int year = years_oldest(years); year <= last; year++) {
		snprintf(name, sizeof name, "years/%04d/quality.csv", year);
		add_file(desk, name);
		snprintf(name, sizeof name, "years/%04d/numbers.sqlite.sha256",
		    year);
		add_file(desk, name);
	}
	add_file(desk, "names.sqlite.sha256");
}

/* The sums of the days of the history, by their paths below a folder of the
 * data. */
static void
add_days(struct data_desk *desk, const char *below)
{
	const struct history *h = desk->edition->h;
	char path[DATA_PATH_MAX];
	char *bytes;
	size_t n;
	for (size_t day = 0; day < h->n_days; day++) {
		data_path_sums(h->first + (day_t)day, path);
		if (!site_read(desk->edition->site, path, &bytes, &n))
			continue;
		data_sums_add(&desk->sums, path + strlen(below), bytes, n);
		free(bytes);
	}
}

/* The sums of each closed year. */
static void
add_closed(struct data_desk *desk)
{
	const struct closed_years *closed = desk->edition->years.closed;
	char name[DATA_PATH_MAX];
	for (size_t i = 0; closed != NULL && i < closed->n; i++) {
		snprintf(name, sizeof name, "daily/%04d/SHA256SUMS",
		    closed->all[i].year);
		add_file(desk, name);
	}
}

bool
data_sums_write(struct data_desk *desk, struct err *e)
{
	buf_reset(&desk->sums);
	add_single_files(desk);
	add_years(desk);
	add_closed(desk);
	add_days(desk, DATA_ROOT "/");
	return data_desk_put(
	    desk, DATA_SUMS, &desk->sums, (struct digest){0, 0}, e);
}

bool
data_sums_write_year(struct data_desk *desk, struct err *e)
{
	const struct years *years = &desk->edition->years;
	char folder[DATA_PATH_MAX], path[DATA_PATH_MAX + 16];
	snprintf(folder, sizeof folder, DATA_DAILY "/%04d/",
	    years->n > 0 ? years->all[0].year : 0);
	snprintf(path, sizeof path, "%sSHA256SUMS", folder);
	buf_reset(&desk->sums);
	add_days(desk, folder);
	return data_desk_put(desk, path, &desk->sums, (struct digest){0, 0}, e);
}
