/* Ten years of 25,000 made-up series in the history's file, and in a plain
 * SQLite table of one row a value, in one run:
 *
 *   build/tests/bench/history FOLDER [SEED]
 *
 * Prints lines of a name, a value and its unit; those of the days and the reads
 * are medians of five. Both files have the same journal, durability, page size
 * and cache, and are written in the order that suits them best: ours day by
 * day, as days come, the plain one by its key. Both must hold the same values,
 * or the program fails. FOLDER gets 1 GB, which goes at the end. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lib/text.h"

#include "render/keep/store.h"
#include "tests/bench/made_series.h"

enum {
	N_SERIES = 12500, /* of each scan */
	PER_COUNTRY = 60,
	N_DAYS = 3650,
	N_RUNS = 5,
	N_ALL = N_DAYS + N_RUNS,
	USED_SCANS = 2,
	/* 2015-12-26: the days that are added are the last of a year, when ours
	 * has the most to write anew. */
	FIRST_DAY = 16795,
	MIN_COUNT = MADE_THRESHOLD
};

/* All values, the days of a series together. */
static int32_t *made[USED_SCANS];
static uint64_t n_values;

static char plain_path[4096], store_path[4096];

static _Noreturn void
die(const char *why)
{
	fprintf(stderr, "bench/history: %s\n", why);
	unlink(plain_path);
	unlink(store_path);
	exit(EXIT_FAILURE);
}

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
compare_doubles(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double
median(double values[static N_RUNS])
{
	qsort(values, N_RUNS, sizeof *values, compare_doubles);
	return values[N_RUNS / 2];
}

static uint16_t
country_of(uint32_t series)
{
	const uint32_t n = series / PER_COUNTRY;
	return (uint16_t)(('A' + n / 26) << 8 | ('A' + n % 26));
}

static uint32_t
asn_of(uint32_t series)
{
	return 1000 + series * 7;
}

/* What a value adds to the sum of all; the order does not matter. */
static inline uint64_t
part_of_sum(
    int64_t scan, int64_t country, int64_t asn, int64_t day, int64_t value)
{
	const uint64_t key = (uint64_t)(scan << 48 | country << 32 | asn);
	return (key * 0x9e3779b97f4a7c15ULL + (uint64_t)day) *
	       (uint64_t)(value + 1);
}

static void
make_values(uint64_t seed)
{
	for (unsigned scan = 0; scan < USED_SCANS; scan++) {
		made[scan] = mem_new((size_t)N_SERIES * N_ALL, sizeof(int32_t));
		for (unsigned i = 0; i < N_SERIES; i++) {
			int32_t *values = made[scan] + (size_t)i * N_ALL;
			made_series(seed, scan, i, N_ALL, values);
			for (int day = 0; day < N_DAYS; day++)
				n_values += values[day] >= 0;
		}
	}
}

/* Ours. */

static struct store *
open_store(void)
{
	const char *emptied;
	struct err e;
	struct store *s = store_open(store_path, MIN_COUNT, &emptied, &e);
	if (s == NULL)
		die(e.text);
	return s;
}

static void
put_day(struct store *s, unsigned scan, int day)
{
	static struct store_value values[N_SERIES];
	struct err e;
	struct store_day d = {.scan = (enum scan)scan,
	    .day = FIRST_DAY + day,
	    .digest = "of the day",
	    .run = "{}",
	    .values = {[SERIES_ASN] = values}};
	size_t n = 0;
	for (uint32_t i = 0; i < N_SERIES; i++) {
		const int32_t value =
		    made[scan][(size_t)i * N_ALL + (size_t)day];
		if (value >= 0)
			values[n++] = (struct store_value){
			    country_of(i), asn_of(i), value};
	}
	d.n_values[SERIES_ASN] = n;
	if (!store_put(s, &d, &e))
		die(e.text);
}

static void
put_days(struct store *s, int first, int n)
{
	struct err e;
	if (!store_begin(s, &e))
		die(e.text);
	for (int day = first; day < first + n; day++)
		for (unsigned scan = 0; scan < USED_SCANS; scan++)
			put_day(s, scan, day);
	if (!store_commit(s, &e))
		die(e.text);
}

static void
add_series(void *context, const struct store_series *s)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < s->n_days; i++)
		if (s->values[i] >= 0)
			sum += part_of_sum(s->scan, s->country, s->inner,
			    s->first + (day_t)i, s->values[i]);
	*(uint64_t *)context += sum;
}

static uint64_t
read_store(void)
{
	struct store *s = open_store();
	struct err e;
	uint64_t sum = 0;
	if (!store_each_series(s, 0, FIRST_DAY + N_ALL, add_series, &sum, &e))
		die(e.text);
	store_close(s);
	return sum;
}

/* The plain table. */

static void
run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return statement;
}

static sqlite3 *
open_plain(void)
{
	sqlite3 *db;
	if (sqlite3_open_v2(plain_path, &db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX,
		NULL) != SQLITE_OK)
		die("cannot open the plain table");
	run_sql(db,
	    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
	    "PRAGMA cache_size = -32768;"
	    "CREATE TABLE IF NOT EXISTS hosts(scan INTEGER, country INTEGER,"
	    " asn INTEGER, day INTEGER, hosts INTEGER,"
	    " PRIMARY KEY(scan, country, asn, day)) WITHOUT ROWID");
	return db;
}

/* Inserts the days of all series in one transaction, in the key's order. */
static void
insert_days(sqlite3 *db, int first, int n)
{
	sqlite3_stmt *s = prepare(db, "INSERT INTO hosts VALUES(?,?,?,?,?)");
	run_sql(db, "BEGIN IMMEDIATE");
	for (uint32_t i = 0; i < USED_SCANS * N_SERIES; i++) {
		const uint32_t scan = i / N_SERIES, series = i % N_SERIES;
		const int32_t *values = made[scan] + (size_t)series * N_ALL;
		sqlite3_bind_int64(s, 1, scan);
		sqlite3_bind_int64(s, 2, country_of(series));
		sqlite3_bind_int64(s, 3, asn_of(series));
		for (int day = first; day < first + n; day++) {
			if (values[day] < 0)
				continue;
			sqlite3_bind_int64(s, 4, FIRST_DAY + day);
			sqlite3_bind_int64(s, 5, values[day]);
			if (sqlite3_step(s) != SQLITE_DONE)
				die(sqlite3_errmsg(db));
			sqlite3_reset(s);
		}
	}
	sqlite3_finalize(s);
	run_sql(db, "COMMIT");
}

static uint64_t
read_plain(void)
{
	sqlite3 *db = open_plain();
	sqlite3_stmt *s =
	    prepare(db, "SELECT scan, country, asn, day, hosts FROM hosts"
			" ORDER BY scan, country, asn, day");
	uint64_t sum = 0;
	int code;
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		sum += part_of_sum(sqlite3_column_int64(s, 0),
		    sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2),
		    sqlite3_column_int64(s, 3), sqlite3_column_int64(s, 4));
	if (code != SQLITE_DONE)
		die(sqlite3_errmsg(db));
	sqlite3_finalize(s);
	sqlite3_close(db);
	return sum;
}

/* Prints what we need, what the plain table needs, and how often ours goes into
 * it. */
static void
print_figures(const char *name, const char *ratio, double ours, double plain,
    const char *unit)
{
	printf("history_%s %.4g %s\n", name, ours, unit);
	printf("plain_%s %.4g %s\n", name, plain, unit);
	printf("history_%s %.1f times\n", ratio, plain / ours);
}

static double
file_mb(const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		die("a file is gone");
	return (double)st.st_size / 1e6;
}

static void
compare_builds(void)
{
	const double start = now();
	struct store *s = open_store();
	put_days(s, 0, N_DAYS);
	store_close(s);
	const double between = now();
	sqlite3 *db = open_plain();
	insert_days(db, 0, N_DAYS);
	sqlite3_close(db);
	print_figures(
	    "build", "build_speedup", between - start, now() - between, "s");
	print_figures(
	    "file", "shrink", file_mb(store_path), file_mb(plain_path), "MB");
	printf("history_value %.3f bytes\n",
	    file_mb(store_path) * 1e6 / (double)n_values);
}

static void
compare_reads(void)
{
	double ours[N_RUNS], plain[N_RUNS];
	for (int i = 0; i < N_RUNS; i++) {
		const double start = now();
		const uint64_t sum = read_store();
		const double between = now();
		if (read_plain() != sum)
			die("the two files hold different values");
		plain[i] = now() - between;
		ours[i] = between - start;
	}
	print_figures("read", "speedup", median(ours), median(plain), "s");
}

/* Opening the file, one day of all scans more, its commit, closing. */
static void
compare_days(void)
{
	double ours[N_RUNS], plain[N_RUNS];
	for (int i = 0; i < N_RUNS; i++) {
		const double start = now();
		struct store *s = open_store();
		put_days(s, N_DAYS + i, 1);
		store_close(s);
		const double between = now();
		sqlite3 *db = open_plain();
		insert_days(db, N_DAYS + i, 1);
		sqlite3_close(db);
		plain[i] = now() - between;
		ours[i] = between - start;
	}
	if (read_store() != read_plain())
		die("the two files hold different values after new days");
	print_figures("add", "add_speedup", median(ours), median(plain), "s");
}

int
main(int argc, char **argv)
{
	uint64_t seed = 31;
	if (argc < 2 || argc > 3 ||
	    (argc == 3 && !text_to_uint(argv[2], UINT64_MAX, &seed))) {
		fputs("usage: history FOLDER [SEED]\n", stderr);
		return 2;
	}
	snprintf(plain_path, sizeof plain_path, "%s/plain.db", argv[1]);
	snprintf(store_path, sizeof store_path, "%s/history", argv[1]);
	printf("# %d series, %d days; peer: SQLite %s, one row a value\n",
	    USED_SCANS * N_SERIES, N_DAYS, sqlite3_libversion());
	make_values(seed);
	printf("history_values %llu values\n", (unsigned long long)n_values);
	compare_builds();
	compare_reads();
	compare_days();
	unlink(plain_path);
	unlink(store_path);
	return EXIT_SUCCESS;
}
