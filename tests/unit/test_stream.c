/* Packed files give the bytes that went in, or say that they are damaged. */
#include "lib/mem.h"
#include "lib/stream.h"

#include "tests/unit/support.h"

enum { MOST = 1 << 20 };

static char text[MOST], packed[MOST], got[MOST];

/* Packs a file into another one beside it, or adds to that. */
static bool
pack(const char *packer, const char *path, bool adds)
{
	char command[1024];
	snprintf(command, sizeof command, "%s <%s %s%s.out", packer, path,
	    adds ? ">>" : ">", path);
	return system(command) == 0;
}

/* Reads all of a file in pieces; false: it cannot be read. */
static bool
read_all(const char *path, size_t *n, struct err *e)
{
	size_t piece = 1;
	struct stream *s = stream_open(path, e);
	*n = 0;
	if (s == NULL)
		return false;
	bool ok = true;
	while (ok && piece > 0 && *n < MOST) {
		size_t room = 1 + dice(70000);
		if (room > MOST - *n)
			room = MOST - *n;
		ok = stream_read(s, got + *n, room, &piece, e);
		*n += ok ? piece : 0;
	}
	stream_close(s);
	return ok;
}

static void
assert_reads(const char *path, size_t want)
{
	size_t n;
	struct err e;
	if (!read_all(path, &n, &e))
		fail_msg("%s", e.text);
	assert_int_equal(n, want);
	assert_memory_equal(got, text, n);
}

static void
draw_text(size_t n)
{
	for (size_t i = 0; i < n; i++)
		text[i] = dice(3) == 0 ? (char)dice(256) : 'a';
}

static void
packed_files_read_as_plain_ones(void **state)
{
	static const size_t sizes[] = {0, 1, 100, 131072, 131073, 700000};
	static const char *const packers[] = {"cat", "gzip -c", "zstd -q -c"};
	(void)state;
	for (size_t i = 0; i < LENGTH(sizes); i++)
		for (size_t j = 0; j < LENGTH(packers); j++) {
			char out[256];
			draw_text(sizes[i]);
			const char *path =
			    scratch_bytes("plain", text, sizes[i]);
			assert_true(pack(packers[j], path, false));
			snprintf(out, sizeof out, "%s.out", path);
			assert_reads(out, sizes[i]);
		}
}

static void
files_one_behind_the_other_are_one(void **state)
{
	char out[256];
	(void)state;
	draw_text(50000);
	memcpy(text + 50000, text, 50000);
	const char *path = scratch_bytes("twice", text, 50000);
	snprintf(out, sizeof out, "%s.out", path);
	assert_true(pack("gzip -c", path, false));
	assert_true(pack("gzip -c", path, true));
	assert_reads(out, 100000);
	assert_true(pack("zstd -q -c", path, false));
	assert_true(pack("zstd -q -c", path, true));
	assert_reads(out, 100000);
}

/* Every cut, and random damage. */
static void
check_damage(const char *packer)
{
	char out[256], *bytes;
	size_t n, n_read;
	struct err e;
	unsigned n_refused = 0;
	draw_text(3000);
	const char *path = scratch_bytes("damaged", text, 3000);
	assert_true(pack(packer, path, false));
	snprintf(out, sizeof out, "%s.out", path);
	assert_true(file_read(out, MOST, &bytes, &n, &e));
	for (size_t cut = 4; cut < n; cut++) {
		assert_false(
		    read_all(scratch_bytes("cut", bytes, cut), &n_read, &e));
		assert_says(e.text, "is damaged");
		assert_memory_equal(got, text, n_read);
	}
	for (int round = 0; round < 2000; round++) {
		memcpy(packed, bytes, n);
		packed[dice(n)] ^= (char)(1 + dice(255));
		n_refused +=
		    !read_all(scratch_bytes("hit", packed, n), &n_read, &e);
	}
	/* What is behind zstd's frame has no sum by default. */
	assert_true(n_refused > 500);
	free(bytes);
}

static void
damaged_files_say_so(void **state)
{
	(void)state;
	check_damage("gzip -c");
	check_damage("zstd -q -c --check");
}

static void
a_missing_file_is_named(void **state)
{
	struct err e;
	(void)state;
	assert_null(stream_open("no/such/file", &e));
	assert_says(e.text, "cannot open no/such/file");
	size_t n;
	assert_false(read_all("/", &n, &e));
	assert_says(e.text, "cannot read /");
}

static void
what_is_packed_here_is_read_again(void **state)
{
	struct buf packed_here;
	(void)state;
	for (size_t n = 0; n < MOST; n = 3 * n + 1) {
		buf_init(&packed_here, 2 * MOST);
		draw_text(n);
		stream_gzip(&packed_here, text, n);
		const char *path =
		    scratch_bytes("here.gz", packed_here.text, packed_here.len);
		assert_reads(path, n);
		buf_done(&packed_here);
	}
	/* What does not fit is cut, and nothing of it is there. */
	buf_init(&packed_here, 10);
	stream_gzip(&packed_here, text, 1000);
	assert_true(packed_here.cut && packed_here.len == 0);
	buf_done(&packed_here);
}

/* Blocks come back as they were, with a dictionary and without; one that was
 * packed with it is damaged without it, and so is a changed one. */
static void
blocks_come_back(void **state)
{
	enum { BLOCKS = 400, BYTES = 500 };
	static char blocks[BLOCKS * BYTES + 1], out[BYTES], found[4096];
	static size_t sizes[BLOCKS];
	struct stream_packer *p = stream_packer_new();
	(void)state;
	dice_start();
	for (size_t i = 0; i < BLOCKS; i++) {
		sizes[i] = BYTES;
		for (size_t j = 0; j < BYTES; j += 10)
			snprintf(blocks + i * BYTES + j, 11, "word-%04d,",
			    (int)dice(90));
	}
	const size_t n =
	    stream_train(blocks, sizes, BLOCKS - 1, found, sizeof found);
	assert_in_range(n, 1, sizeof found);
	assert_null(stream_dictionary_new(found, 0, true));
	struct stream_dictionary *in = stream_dictionary_new(found, n, true);
	struct stream_dictionary *by = stream_dictionary_new(found, n, false);
	size_t with = 0, without = 0, n_packed;
	for (size_t i = 0; i < BLOCKS - 1; i++) {
		const char *block =
		    stream_pack(p, in, blocks + i * BYTES, BYTES, &n_packed);
		with += n_packed;
		assert_true(stream_unpack(p, by, block, n_packed, out, BYTES));
		assert_memory_equal(out, blocks + i * BYTES, BYTES);
		assert_false(
		    stream_unpack(p, NULL, block, n_packed, out, BYTES));
		assert_false(
		    stream_unpack(p, by, block, n_packed, out, BYTES - 1));
		block =
		    stream_pack(p, NULL, blocks + i * BYTES, BYTES, &n_packed);
		without += n_packed;
		assert_true(
		    stream_unpack(p, NULL, block, n_packed, out, BYTES));
		char *changed = mem_new(n_packed, 1);
		memcpy(changed, block, n_packed);
		changed[dice(n_packed)] ^= (char)(1 << dice(8));
		if (stream_unpack(p, NULL, changed, n_packed, out, BYTES))
			assert_memory_equal(out, blocks + i * BYTES, BYTES);
		free(changed);
	}
	assert_true(with < without);
	assert_int_equal(stream_train(blocks, sizes, 1, found, 4096), 0);
	stream_dictionary_free(in);
	stream_dictionary_free(by);
	stream_packer_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(blocks_come_back),
	    cmocka_unit_test(packed_files_read_as_plain_ones),
	    cmocka_unit_test(files_one_behind_the_other_are_one),
	    cmocka_unit_test(damaged_files_say_so),
	    cmocka_unit_test(what_is_packed_here_is_read_again),
	    cmocka_unit_test(a_missing_file_is_named),
	};
	dice_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
