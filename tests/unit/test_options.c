#include <getopt.h>

#include "scanner/options.h"
#include "tests/unit/support.h"

/* What was said on the streams while the last command line was read. */
static char said_out[8192], said_err[8192];

static int
redirect(int fd, const char *path)
{
	const int saved = dup(fd);
	assert_true(saved >= 0);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(dup2(fileno(file), fd) >= 0);
	fclose(file);
	return saved;
}

static void
restore(FILE *stream, int saved, const char *path, char *said, size_t room)
{
	fflush(stream);
	assert_true(dup2(saved, fileno(stream)) >= 0);
	close(saved);
	char *text = contents(path);
	snprintf(said, room, "%s", text);
	free(text);
}

/* Reads the words of a command line, a list that ends in NULL. */
static struct options
read_words(const char *const *words)
{
	enum { MOST = 100 };
	static char copies[MOST][64];
	char *argv[MOST + 2] = {copies[0]};
	int argc = 1;
	struct options o;
	snprintf(copies[0], sizeof copies[0], "ntpcensus-scan");
	for (; *words != NULL && argc < MOST; words++, argc++) {
		snprintf(copies[argc], sizeof copies[0], "%s", *words);
		argv[argc] = copies[argc];
	}
	fflush(stdout);
	fflush(stderr);
	const char *out = scratch("out"), *err = scratch("err");
	const int old_out = redirect(STDOUT_FILENO, out),
		  old_err = redirect(STDERR_FILENO, err);
	optind = 0; /* getopt starts anew */
	options_read(&o, argc, argv);
	restore(stdout, old_out, out, said_out, sizeof said_out);
	restore(stderr, old_err, err, said_err, sizeof said_err);
	return o;
}

#define READ(...) read_words((const char *const[]){__VA_ARGS__, NULL})
#define NEEDED "--rate", "100", "--out", "d", "--targets", "a"

static void
the_least_command_line_has_its_defaults(void **state)
{
	const struct options o = READ(NEEDED);
	(void)state;
	assert_int_equal(o.command, COMMAND_SCAN);
	assert_int_equal(o.rate_pps, 100);
	assert_string_equal(o.out, "d");
	assert_int_equal(o.n_targets, 1);
	assert_int_equal(o.n_excludes, 0);
	assert_true(o.used[0] && o.used[1]);
	assert_false(o.has_date || o.has_seed || o.dry_run || o.revise);
	assert_false(o.quiet || o.with_private || o.isolated);
	assert_null(o.config);
	assert_null(o.check_key);
	assert_string_equal(said_out, "");
	assert_string_equal(said_err, "");
}

static void
every_option_is_read(void **state)
{
	const struct options o = READ("-t", "a", "-t", "b", "-x", "c",
	    "--exclude=d", "-r", "1000000000", "-o", "data", "-d", "2026-11-22",
	    "-p", "ntpmonitor", "-s", "9223372036854775807", "-c", "f.conf",
	    "-n", "--revise", "--include-private-networks", "--isolated",
	    "--isolated=one", "--isolated=two", "--check-key=k", "-q",
	    "192.0.2.1", "192.0.2.0/24");
	(void)state;
	assert_int_equal(o.command, COMMAND_SCAN);
	assert_int_equal(o.n_targets, 4);
	assert_string_equal(o.targets[1], "b");
	assert_string_equal(o.targets[2], "192.0.2.1");
	assert_string_equal(o.targets[3], "192.0.2.0/24");
	assert_int_equal(o.n_excludes, 2);
	assert_string_equal(o.excludes[1], "d");
	assert_int_equal(o.rate_pps, 1000000000);
	assert_true(o.has_date && o.date == 20779);
	assert_true(!o.used[0] && o.used[1]);
	assert_true(o.has_seed && o.seed == INT64_MAX);
	assert_string_equal(o.config, "f.conf");
	assert_string_equal(o.check_key, "k");
	assert_true(o.dry_run && o.revise && o.with_private && o.quiet);
	assert_true(o.isolated);
	assert_int_equal(o.n_peers, 2);
	assert_string_equal(o.peers[1], "two");
}

static void
probes_are_named_in_any_order(void **state)
{
	(void)state;
	struct options o = READ(NEEDED, "--probes", "ntpmonitor,ntp");
	assert_true(o.used[0] && o.used[1]);
	o = READ(NEEDED, "--probes", "ntp");
	assert_true(o.used[0] && !o.used[1]);
	o = READ(NEEDED, "--probes", "ntp", "--probes", "ntpmonitor");
	assert_true(!o.used[0] && o.used[1]);
}

static void
a_stopped_run_is_finished_without_targets(void **state)
{
	const struct options o =
	    READ("--finish-partial", "--out", "d", "--date", "2026-11-22");
	(void)state;
	assert_int_equal(o.command, COMMAND_FINISH_PARTIAL);
	assert_true(o.has_date);
}

static void
counting_addresses_needs_a_file_alone(void **state)
{
	(void)state;
	struct options o =
	    READ("--count-addresses", "a.csv", "-c", "f.conf", "-q");
	assert_int_equal(o.command, COMMAND_COUNT);
	assert_string_equal(o.counts, "a.csv");
	assert_true(o.quiet);
	static const char *const others[] = {"--rate=5", "--out=d", "-tb",
	    "-xb", "-d2026-11-22", "-s1", "-n", "--revise", "--check-key=k",
	    "--isolated", "--include-private-networks", "bare"};
	for (size_t i = 0; i < LENGTH(others); i++) {
		o = READ("--count-addresses=a.csv", others[i]);
		assert_int_equal(o.exit_code, 2);
		assert_says(said_err, "--count-addresses sends nothing");
	}
	assert_int_equal(READ("--count-addresses=").exit_code, 2);
	assert_says(said_err, "--count-addresses names no file");
}

static void
help_and_version_are_said_on_standard_output(void **state)
{
	(void)state;
	struct options o = READ("--help");
	assert_int_equal(o.command, COMMAND_EXIT);
	assert_int_equal(o.exit_code, 0);
	assert_says(said_out, "Usage: ntpcensus-scan --targets");
	assert_says(said_out, "Exit status: 0 done");
	assert_string_equal(said_err, "");
	o = READ("-V", "--nonsense");
	assert_int_equal(o.command, COMMAND_EXIT);
	assert_int_equal(o.exit_code, 0);
	assert_int_equal(strncmp(said_out, "ntpcensus-scan ", 15), 0);
}

static void
help_names_every_option_within_80_columns(void **state)
{
	static const char *const options[] = {"--targets", "--exclude",
	    "--rate", "--io", "--out", "--date", "--probes", "--seed",
	    "--config", "--check-key", "--dry-run", "--finish-partial",
	    "--revise", "--include-private-networks", "--isolated",
	    "--count-addresses", "--quiet", "--version", "--help"};
	(void)state;
	READ("--help");
	for (size_t i = 0; i < LENGTH(options); i++)
		assert_says(said_out, options[i]);
	for (const char *line = said_out; *line != '\0';) {
		const size_t n = strcspn(line, "\n");
		if (n > 81) /* an ellipsis is three bytes */
			fail_msg("%.*s", (int)n, line);
		line += n + (line[n] == '\n');
	}
}

static void
bad_usage_is_named_and_ends_with_2(void **state)
{
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
	const struct {
		const char *const *words;
		const char *says;
	} cases[] = {
	    {(const char *const[]){NULL}, "there are no targets"},
	    {WORDS("--rate", "1", "--out", "d"), "there are no targets"},
	    {WORDS("--rate", "1", "--targets", "a"), "--out is missing"},
	    {WORDS(NEEDED, "--io", "dns"), "--io: \"dns\" is "},
	    {WORDS("--rate", "1", "--targets", "a", "--out", ""),
		"--out is missing"},
	    {WORDS("--finish-partial"), "--out is missing"},
	    {WORDS(NEEDED, "--rate", "0"), "--rate: \"0\" is no number"},
	    {WORDS(NEEDED, "--rate", "10k"), "--rate: \"10k\" is no number"},
	    {WORDS(NEEDED, "--rate", "-5"), "--rate: \"-5\" is no number"},
	    {WORDS(NEEDED, "--rate", "1000000001"), "is no number"},
	    {WORDS(NEEDED, "--date", "2026-02-31"),
		"--date: \"2026-02-31\" is no day"},
	    {WORDS(NEEDED, "--date", "today"), "--date: \"today\" is no day"},
	    {WORDS(NEEDED, "--seed", "-1"), "--seed: \"-1\" is no number"},
	    {WORDS(NEEDED, "--seed", "9223372036854775808"), "is no number"},
	    {WORDS(NEEDED, "--probes", "ntp,dns"), "no probe \"dns\""},
	    {WORDS(NEEDED, "--probes", "ntp,,ntpmonitor"), "no probe \"\""},
	    {WORDS(NEEDED, "--probes", ""), "no probe \"\""},
	    {WORDS(NEEDED, "--probes", "NTP"), "no probe \"NTP\""},
	    {WORDS(NEEDED, "--colour"), "unrecognized option"},
	    {WORDS(NEEDED, "--quiet=yes"), "doesn't allow an argument"},
	    {WORDS(NEEDED, "--config"), "requires an argument"},
	    {WORDS(NEEDED, "-y"), "invalid option"},
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct options o = read_words(cases[i].words);
		if (o.command != COMMAND_EXIT || o.exit_code != 2)
			fail_msg("case %zu was taken", i);
		assert_says(said_err, cases[i].says);
		assert_string_equal(said_out, "");
	}
}

static void
lists_without_end_are_refused(void **state)
{
	const char *words[100] = {NULL};
	(void)state;
	for (int i = 0; i < 65; i++)
		words[i] = "192.0.2.1";
	assert_int_equal(read_words(words).exit_code, 2);
	assert_says(said_err, "more than 64 lists of targets");
	for (int i = 0; i < 17; i++)
		words[i] = "--isolated=x";
	words[17] = NULL;
	assert_int_equal(read_words(words).exit_code, 2);
	assert_says(said_err, "more than 16 namespaces");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_least_command_line_has_its_defaults),
	    cmocka_unit_test(every_option_is_read),
	    cmocka_unit_test(probes_are_named_in_any_order),
	    cmocka_unit_test(a_stopped_run_is_finished_without_targets),
	    cmocka_unit_test(counting_addresses_needs_a_file_alone),
	    cmocka_unit_test(help_and_version_are_said_on_standard_output),
	    cmocka_unit_test(help_names_every_option_within_80_columns),
	    cmocka_unit_test(bad_usage_is_named_and_ends_with_2),
	    cmocka_unit_test(lists_without_end_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
