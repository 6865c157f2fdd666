#include "scanner/count.h"
#include "scanner/enrich/announced.h"
#include "scanner/space/exclude.h"
#include "tests/unit/support.h"

static char asn_file[] = "tests/data/geo/announced-asn.mmdb",
	    city_file[] = "tests/data/geo/announced-city.mmdb",
	    nested_city[] = "tests/data/geo/city-nested.mmdb",
	    small_asn[] = "tests/data/geo/asn.mmdb",
	    absent[] = "tests/data/geo/absent.mmdb", none[] = "";

static struct config
configured(char *city, char *asn)
{
	return (struct config){.databases = {.city_ipv4 = city,
				   .city_ipv6 = none,
				   .asn_ipv4 = asn,
				   .asn_ipv6 = none}};
}

static struct geo *
opened(char *city, char *asn)
{
	struct err e;
	const struct config config = configured(city, asn);
	struct geo *g = geo_open(&config, &e);
	if (g == NULL)
		fail_msg("%s", e.text);
	return g;
}

/* Counts as slowly and plainly as can be: address by address. */
struct tally {
	struct announced_part parts[100];
	size_t n;
};

static void
tally_address(struct tally *t, struct geo *g, const struct addr *a)
{
	struct place p;
	size_t i = 0;
	geo_find(g, a, &p);
	if (p.asn == 0)
		return;
	while (i < t->n && (t->parts[i].asn != p.asn ||
			       strcmp(t->parts[i].country, p.country) != 0))
		i++;
	assert_true(i < LENGTH(t->parts));
	if (i == t->n) {
		t->parts[t->n++].asn = p.asn;
		memcpy(t->parts[i].country, p.country, sizeof p.country);
	}
	t->parts[i].addresses++;
}

static bool
holds(const struct ranges *r, const struct addr *a)
{
	for (size_t i = 0; i < r->n; i++)
		if (addr_compare(&r->items[i].first, a) <= 0 &&
		    addr_compare(a, &r->items[i].last) <= 0)
			return true;
	return false;
}

static void
tally_range(struct tally *t, struct geo *g, const struct addr_range *r,
    const struct ranges *without)
{
	const uint64_t n = addr_minus(&r->last, &r->first);
	for (uint64_t i = 0; i <= n; i++) {
		const struct addr a = addr_plus(&r->first, i);
		if (!holds(without, &a))
			tally_address(t, g, &a);
	}
}

static int
compare(const void *left, const void *right)
{
	const struct announced_part *a = left, *b = right;
	const int by_country = strcmp(a->country, b->country);
	return by_country != 0    ? by_country
	       : a->asn != b->asn ? (a->asn < b->asn ? -1 : 1)
				  : 0;
}

/* The tally as the file that it should be; the caller frees it. */
static char *
tally_text(struct tally *t)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	assert_non_null(out);
	qsort(t->parts, t->n, sizeof t->parts[0], compare);
	fputs("country,asn,addresses\n", out);
	for (size_t i = 0; i < t->n; i++)
		fprintf(out, "%s,%u,%llu\n", t->parts[i].country,
		    t->parts[i].asn, (unsigned long long)t->parts[i].addresses);
	fclose(out);
	return text;
}

/* All that the databases announce, and where special-purpose space begins and
 * ends within it. */
static void
the_file_is_what_counting_each_address_gives(void **state)
{
	static const char *const covered[] = {"9.255.255.0/24", "10.0.0.0/24",
	    "10.255.255.0/24", "11.0.0.0/24", "20.0.0.0/15", "192.0.0.0/22",
	    "223.255.255.0/24", "224.0.0.0/24", "255.255.255.0/24"};
	struct geo *g = opened(city_file, asn_file);
	const struct config config = configured(city_file, asn_file);
	const char *path = scratch("folder/addresses.csv");
	struct tally t = {0};
	struct ranges special = {0};
	struct err e;
	(void)state;
	exclude_special(&special, false);
	for (size_t i = 0; i < LENGTH(covered); i++) {
		const struct addr_range r = range(covered[i]);
		tally_range(&t, g, &r, &special);
	}
	assert_true(t.n > 20);
	if (!count_run(&config, path, true, &e))
		fail_msg("%s", e.text);
	char *got = contents(path), *want = tally_text(&t);
	assert_string_equal(got, want);
	assert_says(got, "\nUS,6450");
	assert_says(got, "\n,6450");
	assert_says(got, "\n,4294967295,1\n");
	assert_says(got, "\n,64504,");
	free(got);
	free(want);
	ranges_done(&special);
	geo_close(g);
}

/* Networks that begin before a range of the space, or end behind it, and the
 * other layout of databases. */
static void
any_part_of_the_space_is_counted(void **state)
{
	struct geo *g = opened(nested_city, small_asn);
	struct progress progress;
	struct err e;
	(void)state;
	dice_start();
	progress_start(&progress, "", 0, true);
	for (int i = 0; i < 100; i++) {
		struct tally t = {0};
		struct ranges space = {0};
		const struct ranges nothing = {0};
		struct announced a;
		const struct addr start = address("192.0.1.0");
		const uint64_t first = dice(700), last = first + dice(700);
		struct addr_range r = {
		    addr_plus(&start, first), addr_plus(&start, last)};
		ranges_add(&space, &r);
		tally_range(&t, g, &r, &nothing);
		r = range("198.51.100.0/23");
		ranges_add(&space, &r);
		tally_range(&t, g, &r, &nothing);
		r = range("2001:db8::/64");
		ranges_add(&space, &r);
		if (!announced_count(&a, g, &space, &progress, &e) ||
		    !announced_write(&a, scratch("a.csv"), &e))
			fail_msg("%s", e.text);
		char *got = contents(scratch("a.csv")), *want = tally_text(&t);
		assert_string_equal(got, want);
		free(got);
		free(want);
		announced_done(&a);
		ranges_done(&space);
	}
	geo_close(g);
}

static void
what_is_missing_is_named_and_the_old_file_stays(void **state)
{
	struct err e;
	const char *path = scratch_text("old.csv", "old");
	struct config c = configured(city_file, none);
	(void)state;
	assert_false(count_run(&c, path, true, &e));
	assert_says(e.text, "databases.asn_ipv4 and databases.city_ipv4");
	c = configured(none, asn_file);
	assert_false(count_run(&c, path, true, &e));
	assert_says(e.text, "databases.asn_ipv4 and databases.city_ipv4");
	c = configured(city_file, absent);
	assert_false(count_run(&c, path, true, &e));
	assert_says(e.text, "absent.mmdb");
	/* It names addresses for documentation only. */
	c = configured(nested_city, small_asn);
	assert_false(count_run(&c, path, true, &e));
	assert_says(e.text, "no network of any public IPv4 address");
	c = configured(city_file, asn_file);
	assert_false(count_run(&c, scratch_folder, true, &e));
	assert_says(e.text, scratch_folder);
	char *text = contents(path);
	assert_string_equal(text, "old");
	free(text);
}

/* 32 nodes, each of which leads to the next one both ways: a network for each
 * address there is. */
static void
a_graph_that_is_no_tree_is_found_out(void **state)
{
	struct err e;
	char *bytes, path[256];
	size_t n;
	(void)state;
	assert_true(file_read(city_file, 1 << 20, &bytes, &n, &e));
	const char *metadata = memmem(bytes, n, "\xab\xcd\xef", 3);
	assert_non_null(metadata);
	/* Behind the tree stand 16 zeros, then the data. */
	const char *end = memmem(bytes, n, (const char[16]){0}, 16);
	assert_non_null(end);
	const size_t n_nodes = (size_t)(end - bytes) / 6;
	assert_in_range(n_nodes, 33, 250);
	for (size_t i = 0; i < 32; i++) {
		const size_t to = i < 31 ? i + 1 : n_nodes + 16;
		for (int k = 0; k < 2; k++) {
			bytes[i * 6 + (size_t)k * 3] = 0;
			bytes[i * 6 + (size_t)k * 3 + 1] = (char)(to >> 8);
			bytes[i * 6 + (size_t)k * 3 + 2] = (char)to;
		}
	}
	snprintf(
	    path, sizeof path, "%s", scratch_bytes("graph.mmdb", bytes, n));
	free(bytes);
	const struct config c = configured(path, asn_file);
	assert_false(count_run(&c, scratch("graph.csv"), true, &e));
	assert_says(e.text, "graph.mmdb is broken at 9.255.255.");
	assert_says(e.text, "it is no tree");
	assert_int_not_equal(access(scratch("graph.csv"), F_OK), 0);
}

static void
an_entry_that_cannot_be_read_is_named(void **state)
{
	struct err e;
	char *bytes, path[256];
	size_t n;
	(void)state;
	assert_true(file_read(city_file, 1 << 20, &bytes, &n, &e));
	char *metadata = memmem(bytes, n, "\xab\xcd\xef", 3),
	     *data = memmem(bytes, n, (const char[16]){0}, 16);
	assert_true(data != NULL && metadata > data);
	data += 16;
	memset(data, 0xff, (size_t)(metadata - data));
	snprintf(path, sizeof path, "%s", scratch_bytes("data.mmdb", bytes, n));
	free(bytes);
	const struct config c = configured(path, asn_file);
	assert_false(count_run(&c, scratch("data.csv"), true, &e));
	assert_says(e.text, "data.mmdb is broken at 9.255.255.0: its entry");
}

/* Bytes turned at random: an error that names the file, or a count of no more
 * addresses than there are. The metadata stay as they are, as in test_geo. */
static void
broken_databases_do_no_harm(void **state)
{
	struct err e;
	unsigned n_good = 0, n_bad = 0;
	(void)state;
	dice_start();
	for (int i = 0; i < 600; i++) {
		char *bytes, path[256];
		size_t n;
		const bool is_asn = dice(2);
		assert_true(file_read(
		    is_asn ? asn_file : city_file, 1 << 20, &bytes, &n, &e));
		const char *metadata = memmem(bytes, n, "\xab\xcd\xef", 3);
		assert_non_null(metadata);
		for (uint64_t k = dice(6); k > 0; k--)
			bytes[dice((uint64_t)(metadata - bytes))] =
			    (char)dice(256);
		snprintf(path, sizeof path, "%s",
		    scratch_bytes("bad.mmdb", bytes, n));
		free(bytes);
		const struct config c = is_asn ? configured(city_file, path)
					       : configured(path, asn_file);
		if (count_run(&c, scratch("bad.csv"), true, &e))
			n_good++;
		else if (n_bad++, strstr(e.text, "bad.mmdb") == NULL)
			assert_says(e.text, "no network of any public");
	}
	assert_true(n_good > 50 && n_bad > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_file_is_what_counting_each_address_gives),
	    cmocka_unit_test(any_part_of_the_space_is_counted),
	    cmocka_unit_test(what_is_missing_is_named_and_the_old_file_stays),
	    cmocka_unit_test(a_graph_that_is_no_tree_is_found_out),
	    cmocka_unit_test(an_entry_that_cannot_be_read_is_named),
	    cmocka_unit_test(broken_databases_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
