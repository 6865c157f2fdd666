/* A subscriber gets exactly the rows that its filters match: random filters and
 * rows, cut and by a matcher that asks one filter after the other. */
#include <strings.h>
#include <sys/stat.h>

#include "lib/archive.h"
#include "lib/record.h"

#include "reports/cut.h"
#include "reports/cut/matcher.h"
#include "tests/unit/support.h"

enum { SUBSCRIBERS = 25, MOST_FILTERS = 4, ROWS = 400, DAY = 20000 };

/* A filter as text, and what kind it is of. */
struct wish {
	enum filter kind;
	char text[80];
};

struct who {
	struct wish wishes[MOST_FILTERS];
	size_t n;
	bool types[N_SCANS];
};

struct made_row {
	char ip[ADDR_TEXT_MAX], asn[16], geo[4], host[64], time[32];
};

static struct who who[SUBSCRIBERS];
static struct made_row rows[N_SCANS][ROWS];

/* Few values, so that many meet. */
static void
make_ip(char out[static ADDR_TEXT_MAX], bool is_v6)
{
	struct addr a = {.is_v6 = is_v6};
	for (int i = 0; i < (is_v6 ? 16 : 4); i++)
		a.bytes[i] = (uint8_t)(dice(3) == 0   ? 0
				       : dice(3) == 0 ? 255
						      : 10 + dice(2));
	addr_format(&a, out);
}

static void
make_host(char *out, size_t room)
{
	static const char *const labels[] = {
	    "a", "b", "ab", "net", "example", "Example"};
	size_t n = 0;
	out[0] = '\0';
	for (uint64_t left = 1 + dice(4); left > 0; left--)
		n += (size_t)snprintf(out + n, room - n, "%s%s",
		    n > 0 ? "." : "", labels[dice(LENGTH(labels))]);
}

static void
make_prefix(char *out, size_t room)
{
	char text[ADDR_TEXT_MAX];
	struct addr a;
	const bool is_v6 = dice(2) == 0;
	make_ip(text, is_v6);
	a = address(text);
	const unsigned most = is_v6 ? 128 : 32;
	const unsigned length = dice(3) == 0 ? (unsigned)dice(most + 1)
					     : (unsigned)dice(most / 8 + 1) * 8;
	for (unsigned bit = length; bit < most; bit++)
		a.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	addr_format(&a, text);
	snprintf(out, room, "%s/%u", text, length);
}

static void
make_wish(struct wish *w)
{
	w->kind = (enum filter)dice(N_FILTERS);
	if (w->kind == FILTER_ASN)
		snprintf(w->text, sizeof w->text, "%d", 1 + (int)dice(12));
	else if (w->kind == FILTER_GEO)
		snprintf(w->text, sizeof w->text, "%c%c", 'A' + (int)dice(3),
		    'Y' + (int)dice(2));
	else if (w->kind == FILTER_IP)
		make_prefix(w->text, sizeof w->text);
	else
		make_host(w->text, sizeof w->text);
}

static void
make_row(struct made_row *r, bool is_v6)
{
	*r = (struct made_row){.ip = ""};
	make_ip(r->ip, is_v6);
	if (dice(4) > 0)
		snprintf(r->asn, sizeof r->asn, "%d", (int)dice(15));
	if (dice(4) > 0)
		snprintf(r->geo, sizeof r->geo, "%c%c", 'A' + (int)dice(4),
		    'X' + (int)dice(3));
	if (dice(4) > 0)
		make_host(r->host, sizeof r->host);
	snprintf(r->time, sizeof r->time, "2024-10-04 0%d:0%d:0%d",
	    (int)dice(10), (int)dice(6), (int)dice(10));
}

/* Asks one filter by the words of its definition. */
static bool
does_match(const struct wish *w, const struct made_row *r)
{
	if (w->kind == FILTER_ASN)
		return strcmp(w->text, r->asn) == 0;
	if (w->kind == FILTER_GEO)
		return strcmp(w->text, r->geo) == 0;
	if (w->kind == FILTER_IP) {
		const struct addr_range in = range(w->text);
		const struct addr a = address(r->ip);
		return a.is_v6 == in.first.is_v6 &&
		       addr_compare(&in.first, &a) <= 0 &&
		       addr_compare(&a, &in.last) <= 0;
	}
	const size_t n = strlen(w->text), m = strlen(r->host);
	return m >= n && strcasecmp(r->host + m - n, w->text) == 0 &&
	       (m == n || r->host[m - n - 1] == '.');
}

/* The kind of filter whose report has the row; N_FILTERS: it is not theirs. */
static enum filter
filter_of(const struct who *s, const struct made_row *r)
{
	enum filter first = N_FILTERS;
	for (size_t i = 0; i < s->n; i++)
		if (s->wishes[i].kind < first && does_match(&s->wishes[i], r))
			first = s->wishes[i].kind;
	return first;
}

static void
write_row(FILE *out, enum scan scan, const struct made_row *r)
{
	const struct row row = {.value = {[COLUMN_TIMESTAMP] = r->time,
				    [COLUMN_SEVERITY] = "medium",
				    [COLUMN_IP] = r->ip,
				    [COLUMN_ASN] = r->asn,
				    [COLUMN_GEO] = r->geo,
				    [COLUMN_HOSTNAME] = r->host,
				    [COLUMN_SECTOR] = "a, \"b\"",
				    [COLUMN_RESPONSE_SIZE] = "12"}};
	record_write(out, schema_of(scan), &row);
}

/* The day, in two shards of each type. */
static void
write_archive(const char *data)
{
	struct err e;
	for (int scan = 0; scan < N_SCANS; scan++)
		for (int shard = 0; shard < 2; shard++) {
			char path[PATH_MAX], *end;
			struct file_aside f;
			assert_true(archive_csv_path(
			    path, data, DAY, (enum scan)scan, 1));
			end = strstr(path, ".csv");
			snprintf(end, 32, ".shard-%d-of-2.csv", shard + 1);
			assert_true(file_aside_open(&f, path, &e));
			record_write_header(
			    f.stream, schema_of((enum scan)scan));
			for (int i = 0; i < ROWS / 2; i++)
				write_row(f.stream, (enum scan)scan,
				    &rows[scan][shard * ROWS / 2 + i]);
			assert_true(file_aside_commit(&f, &e));
		}
}

static void
write_subscribers(const char *path)
{
	static const char *const names[N_FILTERS] = {
	    "asn", "country", "cidr", "domain"};
	struct file_aside f;
	struct err e;
	assert_true(file_aside_open(&f, path, &e));
	for (int i = 0; i < SUBSCRIBERS; i++) {
		fprintf(f.stream,
		    "subscriber { list = l-%d title = t contacts = {a@b.c}\n"
		    " delivery = {mail} proven = 2000-01-01 proof = p\n",
		    i);
		for (size_t j = 0; j < who[i].n; j++)
			fprintf(f.stream, " %s += {\"%s\"}\n",
			    names[who[i].wishes[j].kind],
			    who[i].wishes[j].text);
		fputs(" types = {", f.stream);
		const char *comma = "";
		for (int scan = 0; scan < N_SCANS; scan++)
			if (who[i].types[scan]) {
				fprintf(f.stream, "%s%s", comma,
				    schema_of((enum scan)scan)->name);
				comma = ", ";
			}
		fputs("}\n}\n", f.stream);
	}
	assert_true(file_aside_commit(&f, &e));
}

/* The bytes that a report must have; NULL: there must be none. */
static char *
expected(int i, enum scan scan, enum filter filter)
{
	char *text;
	size_t n, events = 0;
	FILE *out = open_memstream(&text, &n);
	assert_non_null(out);
	record_write_header(out, schema_of(scan));
	for (int r = 0; who[i].types[scan] && r < ROWS; r++)
		if (filter_of(&who[i], &rows[scan][r]) == filter) {
			write_row(out, scan, &rows[scan][r]);
			events++;
		}
	fclose(out);
	if (events > 0)
		return text;
	free(text);
	return NULL;
}

static void
compare_report(const char *out, int i, enum scan scan, enum filter filter)
{
	char path[PATH_MAX];
	struct stat st;
	snprintf(path, sizeof path,
	    "%s/2024/10/04/%s/2024-10-04-%s-l-%d-%s.csv", out,
	    schema_of(scan)->name, schema_of(scan)->name, i,
	    filter_names[filter]);
	char *want = expected(i, scan, filter);
	if (want == NULL) {
		assert_int_not_equal(stat(path, &st), 0);
		return;
	}
	char *got = contents(path);
	assert_string_equal(got, want);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	free(got);
	free(want);
}

static void
cut_once(unsigned round)
{
	char data[32], conf[32], out[32];
	struct skipped skipped = {0};
	struct err e = {{0}};
	snprintf(data, sizeof data, "data-%u", round);
	snprintf(conf, sizeof conf, "conf-%u", round);
	snprintf(out, sizeof out, "out-%u", round);
	for (int i = 0; i < SUBSCRIBERS; i++) {
		who[i].n = 1 + dice(MOST_FILTERS);
		for (size_t j = 0; j < who[i].n; j++)
			make_wish(&who[i].wishes[j]);
		for (int scan = 0; scan < N_SCANS; scan++)
			who[i].types[scan] = dice(4) > 0;
		who[i].types[dice(N_SCANS)] = true;
	}
	for (int scan = 0; scan < N_SCANS; scan++)
		for (int r = 0; r < ROWS; r++)
			make_row(
			    &rows[scan][r], schema_of((enum scan)scan)->is_v6);
	write_archive(scratch(data));
	write_subscribers(scratch(conf));
	const struct options o = {.archive = scratch(data),
	    .subscribers = scratch(conf),
	    .out = scratch(out),
	    .keep_days = 30,
	    .now = (time_t)(DAY + 1) * SECONDS_PER_DAY,
	    .quiet = true};
	if (!cut(&o, &skipped, &e))
		fail_msg("%s", e.text);
	assert_int_equal(skipped.rows + skipped.files, 0);
	for (int i = 0; i < SUBSCRIBERS; i++)
		for (int scan = 0; scan < N_SCANS; scan++)
			for (int f = 0; f < N_FILTERS; f++)
				compare_report(
				    o.out, i, (enum scan)scan, (enum filter)f);
}

static void
each_gets_its_rows_and_nobody_elses(void **state)
{
	(void)state;
	dice_start();
	for (unsigned round = 0; round < 20; round++)
		cut_once(round);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_gets_its_rows_and_nobody_elses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
