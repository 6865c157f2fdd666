/* buf and arena: memory by ceiling and by lifetime. */
#include <stdalign.h>

#include "lib/arena.h"
#include "lib/buf.h"

#include "tests/unit/support.h"

static void
an_empty_buffer_is_an_empty_string(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 10);
	assert_string_equal(b.text, "");
	buf_reset(&b);
	buf_add(&b, "", 0);
	assert_string_equal(b.text, "");
	assert_int_equal(b.len, 0);
	buf_done(&b);
	assert_string_equal(b.text, "");
	buf_done(&b);
}

static void
a_buffer_takes_up_to_its_ceiling_and_says_so(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 8);
	buf_text(&b, "1234");
	buf_printf(&b, "%d", 5678);
	assert_string_equal(b.text, "12345678");
	assert_false(b.cut);
	buf_char(&b, '9');
	assert_string_equal(b.text, "12345678");
	assert_true(b.cut);
	buf_reset(&b);
	assert_false(b.cut);
	buf_text(&b, "123456789");
	assert_string_equal(b.text, "12345678");
	assert_true(b.cut);
	buf_done(&b);
	buf_init(&b, 0);
	buf_char(&b, 'x');
	assert_string_equal(b.text, "");
	assert_true(b.cut);
	buf_done(&b);
}

static void
a_buffer_holds_nuls_and_long_formats(void **state)
{
	char long_text[1001];
	struct buf b;
	(void)state;
	memset(long_text, 'x', 1000);
	long_text[1000] = '\0';
	buf_init(&b, 5000);
	buf_add(&b, "a\0b", 3);
	buf_printf(&b, "<%s>", long_text);
	assert_int_equal(b.len, 1005);
	assert_memory_equal(b.text, "a\0b<xxx", 7);
	assert_string_equal(b.text + 1004, ">");
	buf_done(&b);
}

static void
random_additions_equal_a_plain_array(void **state)
{
	char model[3000], piece[100];
	size_t n = 0;
	struct buf b;
	(void)state;
	dice_start();
	buf_init(&b, sizeof model);
	while (n < sizeof model) {
		const size_t len = dice(sizeof piece);
		for (size_t i = 0; i < len; i++)
			piece[i] = (char)dice(256);
		const size_t fits =
		    len < sizeof model - n ? len : sizeof model - n;
		memcpy(model + n, piece, fits);
		n += fits;
		buf_add(&b, piece, len);
		assert_int_equal(b.len, n);
		assert_memory_equal(b.text, model, n);
		assert_int_equal(b.text[n], '\0');
		assert_int_equal(b.cut, fits < len);
	}
	buf_done(&b);
}

static void
an_arena_gives_zeroed_aligned_memory_that_stays(void **state)
{
	enum { N = 4000 };
	static struct {
		unsigned char *bytes;
		size_t n;
	} given[N];
	struct arena a = {0};
	(void)state;
	dice_start();
	for (size_t i = 0; i < N; i++) {
		const size_t n = dice(100) == 0 ? dice(200000) : dice(200);
		given[i].bytes = arena_new(&a, n, 1);
		given[i].n = n;
		assert_int_equal(
		    (uintptr_t)given[i].bytes % alignof(max_align_t), 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(given[i].bytes[k], 0);
		memset(given[i].bytes, (int)(i % 255) + 1, n);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < given[i].n; k++)
			assert_int_equal(given[i].bytes[k], i % 255 + 1);
	arena_reset(&a);
}

static void
an_arena_copies_text_and_can_be_used_again(void **state)
{
	struct arena a = {0};
	char text[] = "before";
	(void)state;
	arena_reset(&a);
	for (int i = 0; i < 3; i++) {
		const char *copy = arena_text(&a, text),
			   *printed = arena_printf(&a, "%s-%d", text, i);
		text[0] = 'B';
		assert_string_equal(copy + 1, "efore");
		assert_int_equal(printed[strlen(printed) - 1], '0' + i);
		assert_string_equal(arena_text(&a, ""), "");
		arena_reset(&a);
		assert_null(a.blocks);
	}
}

/* Fills an arena; what it gives is zeroed each time. */
static void
fill_arena(struct arena *a, size_t n_small)
{
	for (size_t i = 0; i < n_small; i++) {
		unsigned char *bytes = arena_new(a, 1000, 1);
		for (size_t k = 0; k < 1000; k++)
			assert_int_equal(bytes[k], 0);
		memset(bytes, 0xff, 1000);
	}
	memset(arena_new(a, 100000, 1), 0xff, 100000);
}

static void
a_rewound_arena_gives_the_same_memory_zeroed(void **state)
{
	struct arena a = {0};
	(void)state;
	fill_arena(&a, 500);
	const void *block = a.blocks;
	for (int i = 0; i < 10; i++) {
		arena_rewind(&a);
		assert_null(a.blocks);
		assert_non_null(a.rewound);
		fill_arena(&a, 500 - (size_t)i);
	}
	/* Blocks are taken over, the large one for what is large. */
	size_t n = 0;
	bool found = false;
	arena_rewind(&a);
	struct arena empty = {.blocks = a.rewound};
	while (a.rewound) {
		found = found || a.rewound == block;
		const void *one = a.rewound;
		memcpy(&a.rewound, one, sizeof a.rewound);
		n++;
	}
	assert_true(found);
	assert_in_range(n, 8, 12);
	arena_reset(&empty);
	assert_null(empty.blocks);
}

static void
room_in_a_buffer_is_written_at_once(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 10);
	buf_text(&b, "ab");
	char *at = buf_room(&b, 8);
	assert_non_null(at);
	memcpy(at, "cde", 3);
	buf_filled(&b, at + 3);
	assert_string_equal(b.text, "abcde");
	assert_false(b.cut);
	assert_null(buf_room(&b, 6));
	assert_true(b.cut);
	assert_string_equal(b.text, "abcde");
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_buffer_is_an_empty_string),
	    cmocka_unit_test(a_buffer_takes_up_to_its_ceiling_and_says_so),
	    cmocka_unit_test(a_buffer_holds_nuls_and_long_formats),
	    cmocka_unit_test(random_additions_equal_a_plain_array),
	    cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_that_stays),
	    cmocka_unit_test(an_arena_copies_text_and_can_be_used_again),
	    cmocka_unit_test(a_rewound_arena_gives_the_same_memory_zeroed),
	    cmocka_unit_test(room_in_a_buffer_is_written_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
