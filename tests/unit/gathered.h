/* An archive of its own for each test, and what is gathered of it. */
#ifndef TESTS_UNIT_GATHERED_H
#define TESTS_UNIT_GATHERED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/file.h"

#include "render/keep/gather.h"

struct fixture {
	char data[32];
	struct config config;
	struct history h;
	struct arena arena;
	struct err e;
};

/* Makes the archive. */
static inline int
set_up(void **state)
{
	static struct fixture f;
	static char none[] = "";
	f = (struct fixture){.data = "/tmp/history-XXXXXX"};
	f.config.site.countries = none;
	f.config.site.regions = none;
	*state = &f;
	return mkdtemp(f.data) != NULL ? 0 : -1;
}

/* Removes it. */
static inline int
tear_down(void **state)
{
	struct fixture *f = *state;
	struct err e;
	history_done(&f->h);
	arena_reset(&f->arena);
	return file_remove(f->data, &e) ? 0 : -1;
}

/* Opens a file of a day's folder, DATA/results/2026/11/DD/2026-11-DD-name. */
static inline FILE *
open_file(struct fixture *f, int day, const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "%s/results/2026/11/%02d", f->data, day);
	assert_true(file_make_folders(path, &f->e));
	snprintf(path, sizeof path, "%s/results/2026/11/%02d/2026-11-%02d-%s",
	    f->data, day, day, name);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	return out;
}

/* Opens a report with its header. */
static inline FILE *
open_report(struct fixture *f, int day, const char *name)
{
	FILE *out = open_file(f, day, name);
	fputs("\"timestamp\",\"ip\",\"asn\",\"geo\",\"version\"\n", out);
	return out;
}

/* Rows with the addresses from 192.0.2.`from` on. */
static inline void
add_rows(FILE *out, int from, int n, const char *country, unsigned asn,
    const char *version)
{
	for (int i = from; i < from + n; i++)
		fprintf(out, "x,192.0.%d.%d,%u,%s,%s\n", i / 256, i % 256, asn,
		    country, version);
}

/* Writes a report of one network, of n addresses. */
static inline void
write_report(struct fixture *f, int day, const char *name, int from, int n)
{
	FILE *out = open_report(f, day, name);
	add_rows(out, from, n, "DE", 64500, "4");
	assert_int_equal(fclose(out), 0);
}

/* Writes a file of this text. */
static inline void
write_text(struct fixture *f, int day, const char *name, const char *text)
{
	FILE *out = open_file(f, day, name);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

/* Puts what is new into the store, and makes a history of what is there. */
static inline bool
gather(struct fixture *f, int32_t min_count)
{
	char folder[64], path[96];
	const char *emptied;
	day_t oldest, first, last;
	snprintf(folder, sizeof folder, "%s/history", f->data);
	snprintf(path, sizeof path, "%s/history.sqlite", folder);
	history_done(&f->h);
	struct store *store = store_open(path, min_count, &emptied, &f->e);
	assert_non_null(store);
	struct source *source = source_of_files(f->data, folder, true, &f->e);
	const bool ok =
	    source != NULL && store_begin(store, &f->e) &&
	    gather_days(store, source, min_count, true, &oldest, &f->e) &&
	    gather_span(store, &first, &last, &f->e) &&
	    gather_history(
		&f->h, store, first, last, &f->config, min_count, &f->e);
	if (ok) {
		assert_true(store_commit(store, &f->e));
		assert_true(source->keep(source, &f->e));
	}
	if (source != NULL) {
		f->h.skipped = source->skipped;
		source->close(source);
	}
	store_close(store);
	return ok;
}

/* Gathers, and fails if that fails. */
static inline void
read_history(struct fixture *f, int32_t min_count)
{
	if (!gather(f, min_count))
		fail_msg("%s", f->e.text);
}

/* The hosts of an entity over Mode 6 and IPv4. */
static inline int32_t
hosts_of(
    const struct fixture *f, enum entity_kind kind, const char *key, size_t day)
{
	const struct entity *entity = history_find(&f->h, kind, key);
	assert_non_null(entity);
	return entity->hosts[SCAN_NTP][day];
}

#endif
