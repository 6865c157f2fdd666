/* Days of random rows, and subscribers with random filters, cut, indexed and
 * ready to be asked. */
#ifndef TESTS_UNIT_API_FIXTURE_H
#define TESTS_UNIT_API_FIXTURE_H

#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/archive.h"
#include "lib/record.h"

#include "reports/api/call.h"
#include "reports/cut.h"
#include "reports/index.h"
#include "tests/unit/support.h"

enum { WHO = 4, ROWS = 60, DAYS = 3, DAY = 20000 };

struct made {
	char number[16], ip[ADDR_TEXT_MAX], asn[8], geo[4], host[32];
};

static struct made made[DAYS][N_SCANS][ROWS];
static struct clients_now now;
static struct catalogue catalogue;
static struct days days;

/* Few values, so that many meet. */
/* A random host name, or none. */
static inline const char *
pick_host(void)
{
	static const char *const hosts[] = {"", "a.b.net", "b.net", "ab.net",
	    "B.NET", "c.a.b.net.", "x.org", "net"};
	return hosts[dice(LENGTH(hosts))];
}

/* A random address. */
static inline void
pick_ip(char out[static ADDR_TEXT_MAX], bool is_v6)
{
	struct addr a = {.is_v6 = is_v6};
	for (int i = 0; i < (is_v6 ? 16 : 4); i++)
		a.bytes[i] = (uint8_t)(10 + dice(2));
	addr_format(&a, out);
}

/* A random prefix, as text. */
static inline void
pick_prefix(char *out, size_t room)
{
	char text[ADDR_TEXT_MAX];
	const bool is_v6 = dice(2) == 0;
	const unsigned length = (unsigned)dice(is_v6 ? 17 : 5) * 8;
	pick_ip(text, is_v6);
	struct addr a = address(text);
	for (unsigned i = length / 8; i < (is_v6 ? 16 : 4); i++)
		a.bytes[i] = 0;
	addr_format(&a, text);
	snprintf(out, room, "%s/%u", text, length);
}

/* Makes row number `number` of all. */
static inline void
make_row(struct made *m, int number, bool is_v6)
{
	*m = (struct made){.number = ""};
	snprintf(m->number, sizeof m->number, "%d", number + 1);
	pick_ip(m->ip, is_v6);
	if (dice(4) > 0)
		snprintf(m->asn, sizeof m->asn, "%d", (int)dice(6));
	if (dice(4) > 0)
		snprintf(m->geo, sizeof m->geo, "%c%c", "Aa"[dice(2)],
		    'A' + (int)dice(3));
	snprintf(m->host, sizeof m->host, "%s", pick_host());
}

/* Makes rows, and writes them as days. */
static inline void
write_archive(const char *data)
{
	struct err e;
	int number = 0;
	for (int day = 0; day < DAYS; day++)
		for (int scan = 0; scan < N_SCANS; scan++) {
			char path[PATH_MAX];
			struct file_aside f;
			const struct schema *s = schema_of((enum scan)scan);
			assert_true(archive_csv_path(
			    path, data, DAY + day, (enum scan)scan, 1));
			assert_true(file_aside_open(&f, path, &e));
			record_write_header(f.stream, s);
			for (int i = 0; i < ROWS; i++) {
				struct made *m = &made[day][scan][i];
				make_row(m, number++, s->is_v6);
				const struct row row = {
				    .value = {[COLUMN_IP] = m->ip,
					[COLUMN_ASN] = m->asn,
					[COLUMN_GEO] = m->geo,
					[COLUMN_HOSTNAME] = m->host,
					[COLUMN_RESPONSE_SIZE] = m->number}};
				record_write(f.stream, s, &row);
			}
			assert_true(file_aside_commit(&f, &e));
		}
}

/* Writes a random filter of a subscriber. */
static inline void
write_filter(FILE *out)
{
	char text[80];
	switch (dice(4)) {
	case 0:
		fprintf(out, " asn += {%d}\n", 1 + (int)dice(5));
		break;
	case 1:
		fprintf(out, " country += {A%c}\n", 'A' + (int)dice(3));
		break;
	case 2:
		pick_prefix(text, sizeof text);
		fprintf(out, " cidr += {\"%s\"}\n", text);
		break;
	default:
		fprintf(out, " domain += {%s}\n",
		    dice(2) == 0 ? "b.net" : "a.b.net");
		break;
	}
}

/* Writes the file of subscribers. */
static inline void
write_subscribers(const char *path)
{
	struct file_aside f;
	struct err e;
	char date[DATE_TEXT_MAX];
	assert_true(file_aside_open(&f, path, &e));
	for (int i = 0; i < WHO; i++) {
		date_format(DAY + (day_t)dice(2), date);
		fprintf(f.stream,
		    "subscriber { list = l-%d title = t contacts = {a@b.c}\n"
		    " delivery = {api} proven = %s proof = p\n"
		    " api_key = \"key-0123456789-%d\"\n"
		    " api_secret = \"secret-0123456789-%d\"\n",
		    i, date, i, i);
		for (uint64_t n = 1 + dice(3); n > 0; n--)
			write_filter(f.stream);
		fprintf(f.stream, " types = {scan_ntp, %s}\n}\n",
		    dice(2) == 0 ? "scan6_ntp" : "scan_ntpmonitor");
	}
	assert_true(file_aside_commit(&f, &e));
	chmod(path, 0600);
}

/* Asks the subscriber's filters one after the other, in their own words. */
static inline bool
is_theirs(
    const struct subscriber *s, enum scan scan, day_t day, const struct made *m)
{
	const struct addr a = address(m->ip);
	size_t n = strlen(m->host);
	uint64_t asn;
	if (!s->types[scan] || s->proven > day)
		return false;
	if (n > 0 && m->host[n - 1] == '.')
		n--;
	for (size_t i = 0; i < s->n_asns; i++)
		if (text_to_uint(m->asn, UINT32_MAX, &asn) && s->asns[i] == asn)
			return true;
	for (size_t i = 0; i < s->n_countries; i++)
		if (strlen(m->geo) == 2 &&
		    (m->geo[0] & ~32) == s->countries[i] >> 8 &&
		    m->geo[1] == (s->countries[i] & 0xff))
			return true;
	for (size_t i = 0; i < s->n_ranges; i++)
		if (a.is_v6 == s->ranges[i].first.is_v6 &&
		    addr_compare(&s->ranges[i].first, &a) <= 0 &&
		    addr_compare(&a, &s->ranges[i].last) <= 0)
			return true;
	for (size_t i = 0; i < s->n_domains; i++) {
		const size_t k = strlen(s->domains[i]);
		if (n >= k &&
		    strncasecmp(m->host + n - k, s->domains[i], k) == 0 &&
		    (n == k || m->host[n - k - 1] == '.'))
			return true;
	}
	return false;
}

/* Makes all anew for a round of a test. */
static inline void
prepare(unsigned round)
{
	static char out[32];
	char data[32], conf[32];
	struct skipped skipped = {0};
	struct buf said;
	struct err e = {{0}};
	snprintf(data, sizeof data, "data-%u", round);
	snprintf(conf, sizeof conf, "conf-%u", round);
	snprintf(out, sizeof out, "out-%u", round);
	write_archive(scratch(data));
	write_subscribers(scratch(conf));
	const struct options o = {.archive = scratch(data),
	    .subscribers = scratch(conf),
	    .out = scratch(out),
	    .keep_days = 30,
	    .now = (time_t)(DAY + DAYS) * SECONDS_PER_DAY,
	    .quiet = true};
	static char folder[PATH_MAX];
	snprintf(folder, sizeof folder, "%s", o.out);
	buf_init(&said, 1000);
	if (!cut(&o, &skipped, &e) || !make_index(&o, &skipped, &e) ||
	    !clients_read(&now, o.subscribers, &e) ||
	    !days_init(&days, folder, &e) || !days_look(&days, &said, &e))
		fail_msg("%s", e.text);
	catalogue_init(&catalogue, folder);
	assert_true(catalogue_look(&catalogue, &said, &e));
	assert_string_equal(said.text, "");
	buf_done(&said);
}

#endif
