/* Prints the named columns of a CSV file, separated by a tab; a test's own look
 * at a report, through libcsv by way of lib/record. */
#include <stdio.h>
#include <string.h>

#include "lib/record.h"

enum { MAX_COLUMNS = 32 };

struct wanted {
	char **names;
	size_t n;
	size_t places[MAX_COLUMNS];
	const char *missing;
};

static void
find_places(struct wanted *w, char **fields, size_t n)
{
	for (size_t k = 0; k < w->n; k++) {
		w->places[k] = n;
		for (size_t i = 0; i < n; i++)
			if (strcmp(fields[i], w->names[k]) == 0)
				w->places[k] = i;
		if (w->places[k] == n)
			w->missing = w->names[k];
	}
}

static bool
print_line(void *context, char **fields, size_t n, uint64_t number)
{
	struct wanted *w = context;
	if (number == 1) {
		find_places(w, fields, n);
		return w->missing == NULL;
	}
	for (size_t k = 0; k < w->n; k++)
		printf("%s%c", w->places[k] < n ? fields[w->places[k]] : "",
		    k + 1 < w->n ? '\t' : '\n');
	return true;
}

int
main(int argc, char **argv)
{
	struct err e;
	if (argc < 3 || argc - 2 > MAX_COLUMNS) {
		fputs("usage: csv_columns FILE COLUMN...\n", stderr);
		return 2;
	}
	struct wanted w = {.names = argv + 2, .n = (size_t)argc - 2};
	if (!record_read_lines(argv[1], print_line, &w, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	if (w.missing != NULL)
		fprintf(stderr, "%s has no column %s\n", argv[1], w.missing);
	return w.missing != NULL;
}
