#include <sys/stat.h>

#include "lib/clickhouse.c"

#include "tests/unit/canned.h"

static const char fault[] =
    "HTTP/1.1 404 Not Found\r\nContent-Length: 115\r\n\r\n"
    "Code: 60, e.displayText() = DB::Exception: Table census.hosts doesn't "
    "exist.\n(at row 17)\n, e.what() = DB::Exception\n    ";

static const struct canned table[] = {
    {.path = "/?wait_end_of_query=1&max_query_size", .answer = fault},
    {0},
};

static struct config
config_of(char *rows, char *password_file)
{
	static char nothing_set[1] = "";
	struct config c = {0};
	c.archive.rows = rows;
	c.archive.password_file = password_file;
	c.archive.authorities = nothing_set;
	return c;
}

/* The server of such a setting; NULL: it is refused. */
static struct clickhouse *
server_of(const char *rows, const char *password_file)
{
	static char text[512], path[512];
	static struct config c;
	struct err e = {{0}};
	snprintf(text, sizeof text, "%s", rows);
	snprintf(path, sizeof path, "%s", password_file);
	c = config_of(text, path);
	struct clickhouse *s = clickhouse_open(&c, &e);
	assert_true(s != NULL || e.text[0] != '\0');
	return s;
}

static void
addresses_are_read(void **state)
{
	static const struct {
		const char *text, *url, *name, *all_hosts;
	} good[] = {
	    {"clickhouse://me@db.example/census", "http://db.example:8123/",
		"clickhouse://me@db.example:8123/census", "`census`.hosts"},
	    {"clickhouses://me@db.example/census", "https://db.example:8443/",
		"clickhouses://me@db.example:8443/census", "`census`.hosts"},
	    {"clickhouse://me@127.0.0.1:9/a_1?cluster=b_2",
		"http://127.0.0.1:9/", "clickhouse://me@127.0.0.1:9/a_1",
		"cluster('b_2', 'a_1', 'hosts')"},
	    {"clickhouse://me@[::1]/a", "http://[::1]:8123/",
		"clickhouse://me@[::1]:8123/a", "`a`.hosts"},
	    {"clickhouse://me@[2001:db8::1]:99/a", "http://[2001:db8::1]:99/",
		"clickhouse://me@[2001:db8::1]:99/a", "`a`.hosts"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		struct clickhouse *s = server_of(good[i].text, "");
		assert_non_null(s);
		assert_string_equal(s->url, good[i].url);
		assert_string_equal(s->name, good[i].name);
		assert_string_equal(s->all_hosts, good[i].all_hosts);
		clickhouse_close(s);
	}
}

static void
other_addresses_are_refused(void **state)
{
	static const char *const bad[] = {"", "clickhouse", "clickhouse://",
	    "clickhouse://host/db", "clickhouse://me@host",
	    "clickhouse://me@host/", "clickhouse://me:pass@host/db",
	    "http://me@host/db", "clickhouse://me@host/d`b",
	    "clickhouse://me@host/d'b", "clickhouse://me@ho st/db",
	    "clickhouse://me@host/db?cluster=", "clickhouse://me@host/db?x=y",
	    "clickhouse://me@host/db?cluster=a&b",
	    "clickhouse://me@host/db/more", "clickhousesx://me@host/db",
	    "clickhouse://@host/db", "clickhouse://me@/db",
	    "clickhouse://me@ho?st/db", "clickhouse://me@a@b/db"};
	char long_one[1024] = "clickhouse://me@host/";
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (server_of(bad[i], "") != NULL)
			fail_msg("\"%s\" is taken", bad[i]);
	memset(long_one + strlen(long_one), 'a', 900);
	assert_null(server_of(long_one, ""));
}

static void
passwords_come_from_closed_files(void **state)
{
	char open[512], closed[512];
	struct clickhouse *s;
	(void)state;
	snprintf(
	    open, sizeof open, "%s", scratch_text("open", "pass word\nmore"));
	snprintf(closed, sizeof closed, "%s",
	    scratch_text("closed", "pass word\nmore"));
	assert_int_equal(chmod(open, 0640), 0);
	assert_int_equal(chmod(closed, 0600), 0);
	assert_null(server_of("clickhouse://me@host/db", open));
	assert_null(server_of("clickhouse://me@host/db", scratch("none")));
	s = server_of("clickhouse://me@host/db", closed);
	assert_string_equal(s->password, "pass word");
	clickhouse_close(s);
	setenv("NTPCENSUS_PASSWORD", "from here", 1);
	s = server_of("clickhouse://me@host/db", closed);
	assert_string_equal(s->password, "pass word");
	clickhouse_close(s);
	s = server_of("clickhouse://me@host/db", "");
	assert_string_equal(s->password, "from here");
	clickhouse_close(s);
	unsetenv("NTPCENSUS_PASSWORD");
	s = server_of("clickhouse://me@host/db", "");
	assert_string_equal(s->password, "");
	clickhouse_close(s);
}

static bool
give_nothing(void *context, char *bytes, size_t room, size_t *n)
{
	(void)context;
	(void)bytes;
	(void)room;
	*n = 0;
	return true;
}

static void
faults_are_the_servers_words(void **state)
{
	char rows[128];
	struct err e;
	uint64_t row;
	(void)state;
	snprintf(
	    rows, sizeof rows, "clickhouse://me@127.0.0.1:%u/db", canned_port);
	struct clickhouse *s = server_of(rows, "");
	assert_false(clickhouse_ask(s, "SELECT 1", NULL, &e));
	assert_says(e.text, "/db: Table census.hosts doesn't exist. (at row");
	assert_null(strstr(e.text, "e.what"));
	assert_false(clickhouse_insert(
	    s, "INSERT INTO a FORMAT b", give_nothing, NULL, &row, &e));
	assert_int_equal(row, 17);
	assert_says(
	    canned_last->text, "&query=INSERT%20INTO%20a%20FORMAT%20b ");
	clickhouse_close(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_read),
	    cmocka_unit_test(other_addresses_are_refused),
	    cmocka_unit_test(passwords_come_from_closed_files),
	    cmocka_unit_test(faults_are_the_servers_words),
	};
	canned_start(table);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
