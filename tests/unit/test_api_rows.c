/* By no request does a subscriber get a row that its filters do not match, and
 * by the right one it gets all that they do: random filters, rows and requests,
 * through every method, judged by asking one filter after the other. */
#include "reports/api/call.h"
#include "tests/unit/api_fixture.h"

enum { ASKED = 40, ROUNDS = 4 };

/* Makes a call; gives the answer as JSON, or NULL if it was refused. */
static struct json *
ask(struct client *client, void (*method)(struct call *), const char *members)
{
	struct request r;
	struct err why = {{0}};
	struct buf body, out;
	buf_init(&body, 1 << 16);
	buf_init(&out, 1 << 24);
	buf_printf(&body, "{\"apikey\": \"x\"%s}", members);
	struct call c = {.catalogue = &catalogue,
	    .days = &days,
	    .client = client,
	    .request = &r,
	    .now = (time_t)(DAY + DAYS) * SECONDS_PER_DAY,
	    .today = DAY + DAYS,
	    .out = &out,
	    .status = 200};
	if (!request_open(&r, body.text, body.len, &why) ||
	    !request_read(&r, c.today, &why))
		fail_msg("%s: %s", body.text, why.text);
	method(&c);
	if (c.status != 200 && c.status != 400)
		fail_msg("%s: %d, %s", body.text, c.status, c.why.text);
	struct json *answer =
	    c.status == 200 ? json_parse(out.text, out.len, "answer", &why)
			    : NULL;
	if (c.status == 200 && answer == NULL)
		fail_msg("%s: %s", body.text, why.text);
	request_done(&r);
	buf_done(&body);
	buf_done(&out);
	return answer;
}

/* The place of a made row, by the number that it carries. */
static const struct made *
find_made(long long number, day_t *day, enum scan *scan)
{
	assert_in_range(number, 1, DAYS * N_SCANS * ROWS);
	number--;
	*scan = (enum scan)(number / ROWS % N_SCANS);
	*day = DAY + (day_t)(number / ROWS / N_SCANS);
	return &made[*day - DAY][*scan][number % ROWS];
}

/* Each row of the answer is theirs, and there once; counts are kept. */
static void
check_rows(const struct subscriber *s, const struct json *rows, bool *seen)
{
	for (size_t i = 0; i < json_length(rows); i++) {
		const struct json *row = json_at(rows, i);
		const long long number = json_number(row, "response_size", 0);
		day_t day;
		enum scan scan;
		const struct made *m = find_made(number, &day, &scan);
		assert_string_equal(json_text(row, "ip", ""), m->ip);
		assert_string_equal(
		    json_text(row, "type", ""), schema_of(scan)->name);
		if (!is_theirs(s, scan, day, m))
			fail_msg("list %s gets %s", s->list, m->ip);
		assert_false(seen[number]);
		seen[number] = true;
	}
}

/* All that is theirs, by asking for all addresses; nothing is missing. */
static void
ask_for_all(struct client *c)
{
	const struct subscriber *s = c->subscriber;
	static bool seen[DAYS * N_SCANS * ROWS + 1];
	memset(seen, 0, sizeof seen);
	for (int page = 1; page <= 3; page++) {
		char members[200];
		snprintf(members, sizeof members,
		    ", \"query\": {\"network\": [\"0.0.0.0/0\", \"::/0\"]}, "
		    "\"limit\": 700, \"page\": %d",
		    page);
		struct json *rows = ask(c, query_call, members);
		assert_non_null(rows);
		check_rows(s, rows, seen);
		json_free(rows);
	}
	for (int i = 1; i <= DAYS * N_SCANS * ROWS; i++) {
		day_t day;
		enum scan scan;
		const struct made *m = find_made(i, &day, &scan);
		assert_int_equal(seen[i], is_theirs(s, scan, day, m));
	}
}

/* Adds a condition of any kind. */
static void
add_condition(struct buf *b)
{
	char text[80];
	switch (dice(7)) {
	case 0:
		buf_printf(b, "\"asn\": %d", (int)dice(7));
		break;
	case 1:
		buf_printf(b, "\"geo\": [\"A%c\", \"aA\"]", 'A' + (int)dice(3));
		break;
	case 2:
		pick_prefix(text, sizeof text);
		buf_printf(b, "\"network\": [\"%s\", \"10.0.0.0/8\"]", text);
		break;
	case 3:
		pick_ip(text, dice(2) == 0);
		buf_printf(b, "\"ip\": \"%s\"", text);
		break;
	case 4:
		buf_printf(b, "\"domain\": \"%s\"", pick_host());
		break;
	case 5:
		buf_printf(b, "\"hostname\": \"%s\"", pick_host());
		break;
	default:
		buf_text(b, "\"network\": [\"0.0.0.0/0\", \"::/0\"]");
		break;
	}
}

/* The number of rows that a facet counts. */
static void
add_count(void *context, const char *name, const struct json *value)
{
	long long n, *sum = context;
	(void)name;
	assert_true(json_as_number(value, &n));
	*sum += n;
}

/* Any query gives nothing but what is theirs, and its facet counts that. */
static void
ask_anything(struct client *c)
{
	static bool seen[DAYS * N_SCANS * ROWS + 1];
	struct buf b;
	memset(seen, 0, sizeof seen);
	buf_init(&b, 4096);
	buf_text(&b, ", \"limit\": 10000, \"query\": {");
	for (uint64_t n = 1 + dice(3); n > 0; n--) {
		add_condition(&b);
		buf_text(&b, n > 1 ? ", " : "}");
	}
	struct json *rows = ask(c, query_call, b.text);
	if (rows != NULL) {
		long long sum = 0;
		check_rows(c->subscriber, rows, seen);
		buf_text(&b, ", \"facet\": \"geo\"");
		struct json *facet = ask(c, query_call, b.text);
		json_each(facet, add_count, &sum);
		assert_int_equal(sum, json_length(rows));
		json_free(facet);
	}
	json_free(rows);
	buf_done(&b);
}

/* Devices are counted only where they are theirs. */
static void
ask_for_devices(struct client *c)
{
	long long events = 0;
	for (int day = 0; day < DAYS; day++)
		for (int scan = 0; scan < N_SCANS; scan++)
			for (int i = 0; i < ROWS; i++)
				events +=
				    is_theirs(c->subscriber, (enum scan)scan,
					DAY + day, &made[day][scan][i]);
	struct json *all = ask(
	    c, device_call, ", \"query\": {\"ip\": [\"0.0.0.0/0\", \"::/0\"]}");
	assert_int_equal(json_number(all, "events", -1), events);
	json_free(all);
}

/* What is listed is the list's own, and each of its rows is theirs. */
static void
ask_for_reports(struct client *c)
{
	static bool seen[DAYS * N_SCANS * ROWS + 1];
	long long events = 0, counted = 0;
	memset(seen, 0, sizeof seen);
	struct json *list =
	    ask(c, list_call, ", \"detail\": true, \"date\": \"-9:now\"");
	for (size_t i = 0; i < json_length(list); i++) {
		const struct json *r = json_at(list, i);
		char members[100];
		assert_string_equal(
		    json_text(r, "report", ""), c->subscriber->list);
		snprintf(members, sizeof members, ", \"id\": \"%s\"",
		    json_text(r, "id", ""));
		struct json *rows = ask(c, download_call, members);
		check_rows(c->subscriber, rows, seen);
		assert_int_equal(
		    json_length(rows), json_number(r, "events", -1));
		events += json_number(r, "events", 0);
		json_free(rows);
	}
	json_free(list);
	struct json *stats = ask(c, stats_call, ", \"date\": \"-9:now\"");
	for (size_t i = 1; i < json_length(stats); i++) {
		long long n;
		assert_true(json_as_number(json_at(json_at(stats, i), 2), &n));
		counted += n;
	}
	assert_int_equal(counted, events);
	json_free(stats);
}

/* The report of another list is not to be had, whatever its id. */
static void
ask_for_others(struct client *c)
{
	for (size_t i = 0; i < catalogue.n; i++)
		for (size_t j = 0; j < catalogue.days[i]->n; j++) {
			const struct catalogue_report *r =
			    &catalogue.days[i]->reports[j];
			struct request request = {.id = r->id};
			struct buf out;
			if (strcmp(r->list, c->subscriber->list) == 0)
				continue;
			buf_init(&out, 1 << 20);
			struct call call = {.catalogue = &catalogue,
			    .client = c,
			    .request = &request,
			    .out = &out,
			    .status = 200};
			download_call(&call);
			assert_int_equal(call.status, 404);
			assert_int_equal(out.len, 0);
			buf_done(&out);
		}
}

static void
each_gets_its_rows_and_nobody_elses(void **state)
{
	(void)state;
	dice_start();
	pthread_mutex_init(&now.lock, NULL);
	for (unsigned round = 0; round < ROUNDS; round++) {
		prepare(round);
		assert_int_equal(now.clients->n, WHO);
		for (size_t i = 0; i < WHO; i++) {
			struct client *c = &now.clients->items[i];
			ask_for_all(c);
			ask_for_devices(c);
			ask_for_reports(c);
			ask_for_others(c);
			for (int n = 0; n < ASKED; n++)
				ask_anything(c);
		}
		catalogue_done(&catalogue);
		days_done(&days);
	}
	clients_give_back(&now, now.clients);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_gets_its_rows_and_nobody_elses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
