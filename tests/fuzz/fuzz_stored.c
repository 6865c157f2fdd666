/* A file of sorted rows: bytes are refused, or are read without a step outside,
 * and every row that comes of them has its columns. */
#include <string.h>

#include "reports/rows/store.h"
#include "tests/fuzz/rows.h"

static void
try_block(const struct store *s, uint32_t number, struct store_block *b)
{
	struct record_value value[N_COLUMNS];
	struct err e = {{0}};
	if (!store_read(s, number, b, &e)) {
		must(e.text[0] != '\0' && b->n_rows == 0,
		    "a refusal says why, and gives no rows");
		return;
	}
	for (uint32_t i = 0; i < b->n_rows; i++)
		if (store_row(s, b, i, value))
			for (int c = 0; c < N_COLUMNS; c++)
				must(value[c].text == NULL ||
					 value[c].text[value[c].n] == '\0',
				    "a value ends in a NUL");
	must(!store_row(s, b, b->n_rows, value), "there is no row behind");
}

static void
try_store(const struct store *s)
{
	struct store_block b = {0};
	struct addr_range all;
	const char *wrong;
	uint32_t first, end;
	size_t n;
	must(addr_range_parse(schema_of(s->scan)->is_v6 ? "::/1" : "0.0.0.0/1",
		 &all, &wrong),
	    "a range");
	store_find(s, &all, &first, &end);
	must(first <= end && end <= s->n_rows, "rows are there");
	const struct store_term *terms =
	    store_blocks(s, store_term_of(STORE_ASN, "64496", 5), &n);
	for (size_t i = 0; i < n && i < 4; i++)
		try_block(s, terms[i].block, &b);
	for (uint32_t i = 0; i < s->n_blocks && i < 64; i++)
		try_block(s, i, &b);
	try_block(s, s->n_blocks, &b);
	store_block_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct store s;
	struct err e = {{0}};
	if (!store_open(&s, file_of(0, bytes, n), &e)) {
		must(e.text[0] != '\0', "a refusal says why");
		return 0;
	}
	try_store(&s);
	store_close(&s);
	return 0;
}
