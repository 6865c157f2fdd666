/* Prints the days of a source, with every number in them, as text: two sources
 * of the same days give the same text.
 *
 *   days files DATA STATE
 *   days cluster CONFIG */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/cluster/source.h"

static void
print_tally(const char *name, const struct tally *t)
{
	for (size_t i = 0; i < t->n_cells; i++)
		printf("  %s %04x %u %d\n", name, t->cells[i].country,
		    t->cells[i].inner, t->cells[i].hosts);
}

static void
print_scan(const char *name, const struct day_scan *d)
{
	static const char *const names[N_INNERS] = {
	    "network", "family", "stratum", "size", "amplification"};
	char *run = run_to_text(&d->run);
	printf(" %s state %d rows %llu\n", name, d->run.state,
	    (unsigned long long)d->n_rows);
	printf("  run %s\n", run);
	for (int i = 0; i < N_INNERS; i++)
		print_tally(names[i], &d->count.tallies[i]);
	print_tally("figure", &d->count.figures);
	for (size_t i = 0; d->count.blocks != NULL && i < COUNT_BLOCKS; i++)
		if (d->count.blocks[i] > 0)
			printf("  block %zu %u\n", i, d->count.blocks[i]);
	if (d->count.blocks != NULL)
		puts("  blocks");
	free(run);
}

static void
print_name(void *context, uint32_t asn, const char *name)
{
	(void)context;
	printf(" AS%u is %s\n", asn, name);
}

static bool
print_day(struct source *s, size_t i, struct err *e)
{
	bool wanted[N_SCANS] = {true, true, true, true};
	char date[DATE_TEXT_MAX];
	struct arena arena = {0};
	struct day day;
	date_format(s->days[i].day, date);
	puts(date);
	const bool ok =
	    s->read(s, i, wanted, &day, print_name, NULL, &arena, e);
	for (int scan = 0; scan < N_SCANS; scan++) {
		if (ok)
			print_scan(
			    schema_of((enum scan)scan)->name, &day.scans[scan]);
		day_scan_done(&day.scans[scan]);
	}
	arena_reset(&arena);
	return ok;
}

static bool
print_days(struct source *s, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->n_days; i++)
		ok = print_day(s, i, e);
	if (ok)
		printf("skipped %llu files, %llu rows\n",
		    (unsigned long long)s->skipped.files,
		    (unsigned long long)s->skipped.rows);
	return ok;
}

int
main(int argc, char **argv)
{
	struct config config = {0};
	struct source *s = NULL;
	struct err e = {{0}};
	if (argc == 4 && strcmp(argv[1], "files") == 0)
		s = source_of_files(argv[2], argv[3], true, &e);
	else if (argc == 3 && strcmp(argv[1], "cluster") == 0 &&
		 config_read(&config, argv[2], &e))
		s = source_of_cluster(&config, &e);
	const bool ok = s != NULL && print_days(s, &e);
	if (!ok)
		fprintf(stderr, "days: %s\n", e.text);
	if (s != NULL)
		s->close(s);
	config_done(&config);
	return ok ? 0 : 1;
}
