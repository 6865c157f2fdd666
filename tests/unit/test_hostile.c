/* Files that are wrong in one way each, read by what should read them, by
 * everything else, and with bytes turned at random. */
#include <dirent.h>

#include "lib/config.h"
#include "lib/json.h"
#include "lib/record.h"

#include "scanner/enrich/geo.h"
#include "scanner/space/ranges.h"
#include "tests/unit/support.h"

static const char folder[] = "tests/data/hostile";

/* Reads a file. False: e says why; *n counts what was taken and left. */
typedef bool reader_fn(const char *path, unsigned n[2], struct err *e);

static bool
read_list(const char *path, unsigned n[2], struct err *e)
{
	struct ranges r = {0};
	const bool ok = ranges_add_file(&r, path, e);
	n[0] = (unsigned)r.n;
	ranges_merge(&r);
	ranges_done(&r);
	return ok;
}

static bool
read_config(const char *path, unsigned n[2], struct err *e)
{
	struct config c;
	(void)n;
	if (!config_read(&c, path, e))
		return false;
	config_done(&c);
	return true;
}

static bool
read_json(const char *path, unsigned n[2], struct err *e)
{
	struct json *value = json_read_file(path, 1 << 20, e);
	(void)n;
	json_free(value);
	return value != NULL;
}

static void
look_at_row(void *context, const struct row *row, const struct addr *addr)
{
	char ip[ADDR_TEXT_MAX];
	(void)context;
	addr_format(addr, ip);
	for (int c = 0; c < N_COLUMNS; c++)
		if (row->value[c] != NULL)
			assert_true(strlen(row->value[c]) < 1 << 20);
}

static bool
read_report(const char *path, unsigned n[2], struct err *e)
{
	struct record_counts counts;
	bool columns[N_COLUMNS];
	const bool ok =
	    record_read_file(path, look_at_row, NULL, columns, &counts, e);
	n[0] = (unsigned)counts.rows;
	n[1] = (unsigned)counts.bad;
	return ok;
}

static bool
read_database(const char *path, unsigned n[2], struct err *e)
{
	char name[300], none[] = "";
	const struct addr a = address("192.0.2.1");
	struct place p;
	(void)n;
	snprintf(name, sizeof name, "%s", path);
	const struct config config = {.databases = {name, none, name, none}};
	struct geo *g = geo_open(&config, e);
	if (g == NULL)
		return false;
	geo_find(g, &a, &p);
	geo_close(g);
	return true;
}

static reader_fn *const readers[] = {
    read_list, read_config, read_json, read_report, read_database};

static void
each_file_is_an_error_or_a_count_to_its_reader(void **state)
{
	static const struct {
		const char *name;
		reader_fn *reader;
		const char *says; /* NULL: it can be read … */
		unsigned n[2];    /* … and so much was taken and left out */
	} cases[] = {
	    {"empty", read_list, NULL, {0}},
	    {"list-utf16.txt", read_list, "utf16.txt:1: ", {0}},
	    {"list-old-line-ends.txt", read_list, "ends.txt:1: ", {0}},
	    {"list-nul.txt", read_list, "nul.txt:2: the line holds a NUL", {0}},
	    {"list-without-end.txt", read_list, "end.txt:2: the line is", {0}},
	    {"list-web-page.txt", read_list, "page.txt:1: \"<!DOC", {0}},
	    {"list-two-lengths.txt", read_list, "lengths.txt:2: ", {0}},
	    {"empty", read_config, NULL, {0}},
	    {"config-unclosed.conf", read_config, "has no end", {0}},
	    {"config-format.conf", read_config, "format.conf:2: ", {0}},
	    {"config-huge-number.conf", read_config, "number.conf:2: ", {0}},
	    {"config-binary.conf", read_config, "binary.conf", {0}},
	    {"config-unknown.conf", read_config, "unknown.conf:3: ", {0}},
	    {"empty", read_json, "empty:1:", {0}},
	    {"run-deep.json", read_json, "deep.json:1:", {0}},
	    {"run-too-large.json", read_json, "large.json:1:", {0}},
	    {"run-not-utf8.json", read_json, "utf8.json:1:", {0}},
	    {"run-cut.json", read_json, "cut.json:1:", {0}},
	    {"empty", read_report, "is no report: it is empty", {0}},
	    {"report-unclosed-quote.csv", read_report, NULL, {1, 1}},
	    {"report-without-header.csv", read_report, "is no report", {0}},
	    {"report-formulas.csv", read_report, NULL, {0, 3}},
	    {"report-other-widths.csv", read_report, NULL, {0, 4}},
	    {"report-utf16.csv", read_report, "is no report", {0}},
	    {"report-many-fields.csv", read_report, NULL, {1, 1}},
	    {"empty", read_database, "cannot open the database", {0}},
	    {"no-metadata.mmdb", read_database, "cannot open the data", {0}},
	    {"database-cut.mmdb", read_database, "cannot open the data", {0}},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char path[300];
		unsigned n[2] = {0, 0};
		struct err e = {0};
		snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
		const bool ok = cases[i].reader(path, n, &e);
		if (ok != (cases[i].says == NULL))
			fail_msg("%s: %s", path, e.text);
		if (!ok) {
			assert_says(e.text, cases[i].says);
			continue;
		}
		assert_int_equal(n[0], cases[i].n[0]);
		assert_int_equal(n[1], cases[i].n[1]);
	}
}

/* An error is one line that names its file and can be shown on a terminal. */
static void
read_by_all(const char *path)
{
	for (size_t i = 0; i < LENGTH(readers); i++) {
		struct err e = {0};
		unsigned n[2];
		if (readers[i](path, n, &e))
			continue;
		assert_says(e.text, path);
		for (const char *c = e.text; *c != '\0'; c++)
			if ((unsigned char)*c < 0x20)
				fail_msg("reader %zu on %s says %s", i, path,
				    e.text);
	}
}

static void
no_file_harms_any_reader(void **state)
{
	DIR *all = opendir(folder);
	const struct dirent *entry;
	unsigned n_files = 0;
	(void)state;
	assert_non_null(all);
	dice_start();
	while ((entry = readdir(all)) != NULL) {
		char path[300], *bytes;
		size_t n;
		struct err e;
		if (entry->d_name[0] == '.')
			continue;
		n_files++;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		read_by_all(path);
		assert_true(file_read(path, 1 << 20, &bytes, &n, &e));
		for (int round = 0; n > 0 && round < 60; round++) {
			const size_t kept = dice(3) ? n : 1 + dice(n);
			bytes[dice(n)] = (char)dice(256);
			read_by_all(scratch_bytes("turned", bytes, kept));
		}
		free(bytes);
	}
	closedir(all);
	assert_true(n_files >= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_file_is_an_error_or_a_count_to_its_reader),
	    cmocka_unit_test(no_file_harms_any_reader),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
