/* The corpus of hostile answers (see exchanges.h): each has the outcome that
 * its file says, in any order, and cut after any byte. */
#include <dirent.h>

#include "scanner/result.h"
#include "tests/fuzz/rows.h"
#include "tests/unit/exchanges.h"

/* What the decoders make of some packets. */
struct outcome {
	bool has_row;
	struct row row;
	unsigned n_bad;
	struct answer answer;
	struct pool pool;
	struct arena arena;
};

static void
outcome_make(struct outcome *o, const struct exchange *x)
{
	const struct addr asked =
	    address(x->is_v6 ? "2001:db8::1" : "192.0.2.1");
	uint64_t sent = 12;
	o->has_row = result_row(x->probe, &o->answer, sent, &asked, 123, 0,
	    &o->row, &o->arena, &o->n_bad);
	if (o->has_row)
		must_be_good(&o->row,
		    schema_of(
			x->is_v6 ? x->probe->scan_ipv6 : x->probe->scan_ipv4));
}

static void
outcome_done(struct outcome *o)
{
	pool_done(&o->pool);
	arena_reset(&o->arena);
	*o = (struct outcome){0};
}

/* The columns that every row has. */
static bool
is_of_all(enum column c)
{
	return c <= COLUMN_SECTOR || c == COLUMN_RESPONSE_SIZE ||
	       c == COLUMN_AMPLIFICATION;
}

/* The next second question, if the exchange has one and it is due. */
static void
ask_again(const struct exchange *x, struct outcome *o, size_t i)
{
	if (!x->packets[i].is_after_again || o->answer.asked_again)
		return;
	if (!o->answer.wants_again)
		fail_msg("%s: does not call for the second question", x->name);
	o->answer.asked_again = true;
	o->answer.wants_again = false;
}

static void
check_outcome(const struct exchange *x)
{
	struct outcome o = {.answer.any_form = x->any_form};
	uint64_t bytes = 0;
	unsigned packets = 0;
	for (size_t i = 0; i < x->n; i++) {
		const struct packet *p = &x->packets[i];
		ask_again(x, &o, i);
		const enum verdict verdict =
		    probe_take(x->probe, &o.answer, p->bytes, p->n, &o.pool);
		if (verdict != p->verdict)
			fail_msg("%s: packet %zu is %s", x->name, i + 1,
			    verdicts[verdict]);
		if (verdict != VERDICT_MALFORMED) {
			bytes += p->n;
			packets++;
		}
	}
	assert_int_equal(o.answer.bytes, bytes);
	assert_int_equal(o.answer.packets, packets);
	outcome_make(&o, x);
	if (o.has_row != x->has_row)
		fail_msg("%s: %s row", x->name, o.has_row ? "a" : "no");
	if (o.n_bad != x->n_bad)
		fail_msg("%s: %u bad values", x->name, o.n_bad);
	for (int c = 0; c < N_COLUMNS && o.has_row; c++)
		if (!is_of_all((enum column)c) &&
		    !is_same_value(o.row.value[c], x->wanted.value[c]))
			fail_msg("%s: %s is \"%s\"", x->name,
			    schema_column_name((enum column)c),
			    o.row.value[c] != NULL ? o.row.value[c] : "");
	outcome_done(&o);
}

/* Takes the packets in the order of these numbers, each cut to `most` bytes. */
static void
take_all(const struct exchange *x, const size_t *order, size_t n, size_t most,
    struct outcome *o)
{
	o->answer.any_form = x->any_form;
	for (size_t i = 0; i < n; i++) {
		const struct packet *p = &x->packets[order[i]];
		const size_t length = p->n < most ? p->n : most;
		uint8_t *bytes = malloc(length > 0 ? length : 1);
		memcpy(bytes, p->bytes, length);
		probe_take(x->probe, &o->answer, bytes, length, &o->pool);
		free(bytes);
	}
	outcome_make(o, x);
}

static void
check_orders(const struct exchange *x)
{
	size_t order[MOST_PACKETS];
	struct outcome first = {0};
	for (size_t i = 0; i < x->n; i++)
		order[i] = i;
	if (x->again)
		return;
	take_all(x, order, x->n, SIZE_MAX, &first);
	for (int round = 0; round < 20; round++) {
		struct outcome o = {0};
		for (size_t i = x->n; i > 1; i--) {
			const size_t k = (size_t)dice(i), swapped = order[k];
			order[k] = order[i - 1];
			order[i - 1] = swapped;
		}
		take_all(x, order, x->n, SIZE_MAX, &o);
		assert_int_equal(o.has_row, first.has_row);
		for (int c = 0; c < N_COLUMNS; c++)
			if (!is_same_value(o.row.value[c], first.row.value[c]))
				fail_msg("%s: %s differs by the order", x->name,
				    schema_column_name((enum column)c));
		outcome_done(&o);
	}
	outcome_done(&first);
}

/* What a cut answer says, the whole one says too. */
static void
check_cuts(const struct exchange *x)
{
	size_t order[MOST_PACKETS], longest = 0;
	struct outcome whole = {0};
	for (size_t i = 0; i < x->n; i++) {
		order[i] = i;
		if (x->packets[i].n > longest)
			longest = x->packets[i].n;
	}
	take_all(x, order, x->n, SIZE_MAX, &whole);
	for (size_t n = 0; n <= x->n; n += 1 + x->n / 50)
		for (size_t cut = 0; cut <= longest; cut++) {
			struct outcome o = {0};
			take_all(x, order, n, n < x->n ? SIZE_MAX : cut, &o);
			for (int c = 0; c < N_COLUMNS; c++)
				if (!is_of_all((enum column)c) &&
				    c != COLUMN_PACKETS &&
				    o.row.value[c] != NULL && whole.has_row &&
				    !is_same_value(
					o.row.value[c], whole.row.value[c]))
					fail_msg("%s cut at %zu: %s is %s",
					    x->name, cut,
					    schema_column_name((enum column)c),
					    o.row.value[c]);
			outcome_done(&o);
			if (n < x->n)
				break;
		}
	outcome_done(&whole);
}

static void
for_each_exchange(void (*check)(const struct exchange *x))
{
	DIR *folder = opendir("tests/data/answers");
	const struct dirent *entry;
	unsigned n = 0;
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		static struct exchange x;
		if (entry->d_name[0] == '.')
			continue;
		exchange_open(&x, entry->d_name);
		check(&x);
		exchange_close(&x);
		n++;
	}
	closedir(folder);
	assert_true(n >= 50);
}

/* What does not fit any more is left out: half a text is not told as a whole.
 */
static void
a_full_pool_ends_the_text(void **state)
{
	static char text[3000];
	static uint8_t packet[ANSWER_ROOM];
	struct outcome o = {.pool = {.most = 1}};
	const struct exchange x = {.name = "full", .probe = &probe_readvar};
	struct control_piece *piece, *last = NULL;
	(void)state;
	/* All of the pool is taken but for one piece. */
	while ((piece = pool_take(&o.pool, 0, packet, 1)) != NULL)
		last = piece;
	pool_give(&o.pool, last);
	const int start = snprintf(text, sizeof text, "leap=0,version=");
	memset(text + start, 'v', sizeof text - (size_t)start);
	const size_t n =
	    control_answer(packet, 1, 0, false, text, (uint16_t)sizeof text);
	probe_take(x.probe, &o.answer, packet, n, &o.pool);
	outcome_make(&o, &x);
	assert_true(o.has_row);
	assert_string_equal(o.row.value[COLUMN_LEAP], "0");
	assert_null(o.row.value[COLUMN_VERSION]);
	outcome_done(&o);
}

static void
each_answer_has_the_outcome_that_its_file_says(void **state)
{
	(void)state;
	for_each_exchange(check_outcome);
}

static void
any_order_gives_the_same_row(void **state)
{
	(void)state;
	for_each_exchange(check_orders);
}

static void
no_cut_invents_a_value(void **state)
{
	(void)state;
	for_each_exchange(check_cuts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_answer_has_the_outcome_that_its_file_says),
	    cmocka_unit_test(any_order_gives_the_same_row),
	    cmocka_unit_test(no_cut_invents_a_value),
	    cmocka_unit_test(a_full_pool_ends_the_text),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
