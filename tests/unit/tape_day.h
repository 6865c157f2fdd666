/* Days made from captures of our own. */
#ifndef TESTS_UNIT_TAPE_DAY_H
#define TESTS_UNIT_TAPE_DAY_H

#include "tests/unit/tape.h"
/* Days made from captures: which frames are read, and which answer belongs to
 * which question. */
#include "lib/archive.h"
#include "lib/json.h"
#include "lib/record.h"

#include "scanner/capture.h"
#include "tests/unit/tape.h"

static const char client[] = "192.0.2.1", server[] = "198.51.100.7";
static const char client_6[] = "2001:db8::1", server_6[] = "2001:db8::7";

static struct tape tape;

/* A day that was made. */
struct made {
	bool ok;
	struct err e;
	char data[300];
	struct json *record;
	char rows[4096]; /* "scan ip size amplification system" lines */
};

/* Called for each row. */
static inline void
add_row(void *context, const struct row *row, const struct addr *addr)
{
	struct made *m = context;
	const size_t len = strlen(m->rows);
	(void)addr;
	snprintf(m->rows + len, sizeof m->rows - len, "%s %s %s %s%s%s\n",
	    row->value[COLUMN_TAG], row->value[COLUMN_IP],
	    row->value[COLUMN_RESPONSE_SIZE], row->value[COLUMN_AMPLIFICATION],
	    row->value[COLUMN_SYSTEM] && row->value[COLUMN_SYSTEM][0] ? " "
								      : "",
	    row->value[COLUMN_SYSTEM] ? row->value[COLUMN_SYSTEM] : "");
}

/* Reads what was written. */
static inline void
read_day(struct made *m)
{
	struct archive a;
	assert_true(archive_open(&a, m->data, &m->e));
	for (size_t i = 0; i < a.n_files; i++) {
		struct record_counts counts;
		bool columns[N_COLUMNS];
		if (a.files[i].is_run)
			m->record =
			    json_read_file(a.files[i].path, 1 << 20, &m->e);
		else if (!record_read_file(a.files[i].path, add_row, m, columns,
			     &counts, &m->e))
			fail_msg("%s", m->e.text);
	}
	archive_done(&a);
	assert_non_null(m->record);
}

/* Makes a day from files. */
static inline void
make(struct made *m, const char *const *files, size_t n, bool unsolicited)
{
	static unsigned number;
	static struct config config;
	char name[32];
	*m = (struct made){.ok = false};
	assert_true(config_read(&config, "/dev/null", &m->e));
	snprintf(name, sizeof name, "made%u", number++);
	snprintf(m->data, sizeof m->data, "%s", scratch(name));
	const struct capture_setup setup = {.files = files,
	    .n_files = n,
	    .out = m->data,
	    .unsolicited = unsolicited,
	    .quiet = true,
	    .config = &config};
	m->ok = capture_run(&setup, &m->e);
	config_done(&config);
	if (m->ok)
		read_day(m);
}

/* Makes a day from the tape. */
static inline void
play(struct made *m, bool unsolicited)
{
	const char *const file = scratch_bytes("tape", tape.bytes, tape.n);
	make(m, &file, 1, unsolicited);
	if (!m->ok)
		fail_msg("%s", m->e.text);
}

/* A number of the record that is about packets. */
static inline long long
counted(const struct made *m, const char *name)
{
	return json_number(json_get(m->record, "capture"), name, -1);
}

/* How many answers of a scan there were for a reason. */
static inline long long
received(const struct made *m, const char *scan, const char *reason)
{
	const struct json *probe =
	    json_get(json_get(m->record, "probes"), scan);
	return json_number(json_get(probe, "received"), reason, -1);
}

/* Every packet is in one of these, and so is every answer of a scan. */
static inline void
assert_sums(const struct made *m)
{
	static const char *const kinds[] = {"truncated", "fragments",
	    "not_udp_123", "other", "requests", "answers"};
	static const char *const reasons[] = {"valid", "duplicate", "error",
	    "empty", "malformed", "late", "other_source", "unasked", "no_room"};
	long long packets = 0, answers = 0;
	for (size_t i = 0; i < LENGTH(kinds); i++)
		packets += counted(m, kinds[i]);
	assert_int_equal(packets, counted(m, "packets"));
	for (int s = 0; s < N_SCANS; s++) {
		const char *scan = schema_of((enum scan)s)->name;
		long long sum = 0;
		if (received(m, scan, "total") < 0)
			continue;
		for (size_t i = 0; i < LENGTH(reasons); i++)
			sum += received(m, scan, reasons[i]);
		assert_int_equal(sum, received(m, scan, "total"));
		answers += sum;
	}
	assert_int_equal(answers, counted(m, "answers"));
}

/* Checks the sums, and frees. */
static inline void
done(struct made *m)
{
	if (m->ok)
		assert_sums(m);
	json_free(m->record);
}

#endif
