#include "reports/proof/claim.h"
#include "reports/proof/entry.h"
#include "reports/subscribers/subscribers.h"
#include "tests/unit/support.h"

enum { DAY = 20779 }; /* 2026-11-22 */

static struct err e;

/* A line of bytes that a file of settings may take for something else. */
static const char *
make_line(struct claim *r)
{
	static const char *const bits[] = {"'", "\\", "\"", "$", "${HOME}", "{",
	    "}", "#", "//", "/*", "*/", "\\'", "\\\\", "\\n", "\\x41", "=", " ",
	    "a", "ü", ",", "end_of_file = 1", "+=", "`"};
	struct buf b;
	buf_init(&b, 900);
	buf_char(&b, 'x');
	for (uint64_t n = dice(12); n > 0; n--)
		buf_text(&b, bits[dice(LENGTH(bits))]);
	const char *line = arena_text(&r->arena, b.text);
	buf_done(&b);
	return line;
}

static void
make_request(struct claim *r, const char *list)
{
	static const char *contacts[] = {"o'neil@example.net", "{a}@b.example"};
	static const char *deliveries[] = {"mail"};
	*r = (struct claim){.list = list,
	    .contacts = {contacts, 2},
	    .deliveries = {deliveries, 1},
	    .way = PROOF_DNS,
	    .begun = 1795327200};
	r->title = make_line(r);
	r->subjects = arena_new(&r->arena, 2, sizeof r->subjects[0]);
	r->subjects[r->n++] = (struct subject){.kind = SUBJECT_CIDR,
	    .value = "192.0.2.0/24",
	    .wheres = {"a.example", "b.example"},
	    .n_wheres = 2,
	    .met = ""};
	r->subjects[r->n++] =
	    (struct subject){.value = "AS64496", .met = "seen"};
	claim_make_token(r->subjects[0].token);
	claim_make_token(r->subjects[1].token);
}

/* Whatever stands in a title or a proof, it is read back as it was, and nothing
 * else of the file changes. */
static void
an_entry_is_read_as_it_was_meant(void **state)
{
	char path[256], list[16];
	struct subscribers s;
	struct claim r;
	(void)state;
	snprintf(path, sizeof path, "%s", scratch_text("subscribers", "# one"));
	for (int i = 0; i < 60; i++) {
		snprintf(list, sizeof list, "list-%d", i);
		make_request(&r, list);
		const char *proof = make_line(&r);
		if (!entry_add(path, &r, DAY, proof, &e))
			fail_msg("%s: %s", r.title, e.text);
		assert_true(subscribers_read(&s, path, &e));
		assert_int_equal(s.n, i + 1);
		assert_string_equal(s.items[i].list, list);
		assert_string_equal(s.items[i].title, r.title);
		assert_string_equal(s.items[i].proof, proof);
		assert_int_equal(s.items[i].n_contacts, 2);
		assert_string_equal(
		    s.items[i].contacts[0], "o'neil@example.net");
		assert_int_equal(s.items[i].n_asns, 1);
		assert_int_equal(s.items[i].n_ranges, 1);
		assert_int_equal(s.items[i].n_domains, 0);
		assert_int_equal(s.items[i].proven, DAY);
		subscribers_done(&s);
		claim_done(&r);
	}
	char *text = contents(path);
	assert_memory_equal(text, "# one\n\nsubscriber {\n", 20);
	free(text);
}

/* A file that is not right, or would not be, stays as it is. */
static void
a_file_that_is_wrong_is_not_changed(void **state)
{
	static const char *const files[] = {"subscriber {", "nonsense", "}"};
	struct claim r;
	(void)state;
	make_request(&r, "new");
	for (size_t i = 0; i < LENGTH(files); i++) {
		const char *path = scratch_text("wrong", files[i]);
		assert_false(entry_add(path, &r, DAY, "proof", &e));
		char *text = contents(path);
		assert_string_equal(text, files[i]);
		free(text);
	}
	const char *path = scratch_text("right", "");
	r.title = "";
	assert_false(entry_add(path, &r, DAY, "proof", &e));
	assert_says(e.text, "the entry would not be right");
	r.title = "t";
	assert_true(entry_add(path, &r, DAY, "proof", &e));
	r.list = "NEW";
	assert_false(entry_add(path, &r, DAY, "proof", &e));
	assert_says(e.text, "has a subscriber NEW already");
	assert_false(entry_add(scratch("absent"), &r, DAY, "proof", &e));
	claim_done(&r);
}

/* A secret comes with an entry, or not at all, and takes no other's place. */
static void
a_secret_is_made_for_the_api(void **state)
{
	static const char *api[] = {"api"};
	struct claim r;
	(void)state;
	const char *path = scratch_text("api/subscribers", "");
	make_request(&r, "new");
	r.deliveries.items = api;
	r.title = "";
	assert_false(entry_add(path, &r, DAY, "proof", &e));
	assert_int_not_equal(access(scratch("api/new.secret"), F_OK), 0);
	r.title = "t";
	scratch_text("api/new.secret", "somebody's");
	assert_false(entry_add(path, &r, DAY, "proof", &e));
	assert_says(e.text, "there is a secret already");
	char *kept = contents(scratch("api/new.secret"));
	assert_string_equal(kept, "somebody's");
	free(kept);
	assert_int_equal(unlink(scratch("api/new.secret")), 0);
	assert_true(entry_add(path, &r, DAY, "proof", &e));
	assert_false(file_is_open_to_others(scratch("api/new.secret")));
	claim_done(&r);
}

static void
a_request_is_read_back(void **state)
{
	struct claim r, back;
	bool is_there;
	(void)state;
	make_request(&r, "a-list");
	assert_true(claim_write(&r, scratch("pending"), &e));
	assert_true(
	    claim_read(&back, scratch("pending"), "a-list", &is_there, &e));
	assert_string_equal(back.title, r.title);
	assert_int_equal(back.begun, r.begun);
	assert_int_equal(back.way, PROOF_DNS);
	assert_int_equal(back.n, 2);
	assert_int_equal(back.subjects[0].kind, SUBJECT_CIDR);
	assert_int_equal(back.subjects[0].n_wheres, 2);
	assert_string_equal(back.subjects[0].wheres[1], "b.example");
	assert_string_equal(back.subjects[0].token, r.subjects[0].token);
	assert_string_equal(back.subjects[1].met, "seen");
	claim_done(&back);
	claim_done(&r);
	assert_true(claim_forget(scratch("pending"), "a-list", &e));
	assert_false(
	    claim_read(&back, scratch("pending"), "a-list", &is_there, &e));
	assert_false(is_there);
	claim_done(&back);
	/* No name leads out of the folder. */
	assert_false(claim_read(
	    &back, scratch("pending"), "../pending/a-list", &is_there, &e));
	assert_false(claim_forget(scratch("pending"), "..", &e));
	claim_done(&back);
}

/* Whatever of a good request is exchanged, it is refused with a sentence, or
 * what is read is good. */
static void
a_damaged_request_is_refused(void **state)
{
	struct claim r;
	bool is_there;
	unsigned n_refused = 0;
	(void)state;
	make_request(&r, "a-list");
	r.title = "plain";
	assert_true(claim_write(&r, scratch("damaged"), &e));
	char *good = contents(scratch("damaged/a-list.json"));
	claim_done(&r);
	for (int i = 0; i < 400; i++) {
		static const char odd[] = "{}[]\":,0a\\ -\xff";
		char *bad = strdup(good);
		bad[dice(strlen(bad))] = odd[dice(sizeof odd - 1)];
		scratch_text("damaged/a-list.json", bad);
		free(bad);
		if (claim_read(&r, scratch("damaged"), "a-list", &is_there, &e))
			assert_true(claim_check(&r, &e));
		else
			n_refused += e.text[0] != '\0';
		assert_true(is_there);
		claim_done(&r);
	}
	assert_true(n_refused > 100);
	free(good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_entry_is_read_as_it_was_meant),
	    cmocka_unit_test(a_file_that_is_wrong_is_not_changed),
	    cmocka_unit_test(a_secret_is_made_for_the_api),
	    cmocka_unit_test(a_request_is_read_back),
	    cmocka_unit_test(a_damaged_request_is_refused),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
