/* CSV: bytes are read as a report, and every row of it survives being written
 * and read. The first byte chooses the report type. */
#include "tests/fuzz/rows.h"

static void
try_row(void *context, const struct row *row, const struct addr *addr)
{
	const struct schema *schema = context;
	char ip[ADDR_TEXT_MAX];
	struct row ours = *row;
	addr_format(addr, ip);
	ours.value[COLUMN_IP] = ip;
	must_be_read_again(&ours, schema);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	const struct schema *schema = schema_of(take_byte(&in) % N_SCANS);
	/* read-only there, but the callback's context is not */
	struct schema copy = *schema;
	struct record_counts counts;
	bool columns[N_COLUMNS];
	struct err e = {{0}};
	if (record_read_file(file_of(0, in.bytes, in.n), try_row, &copy,
		columns, &counts, &e)) {
		must(columns[COLUMN_IP] && columns[COLUMN_TIMESTAMP],
		    "a report has its columns");
		must((counts.bad > 0) == (counts.first_bad_line > 0),
		    "the first bad row has a line");
	} else {
		must(e.text[0] != '\0' && is_readable(e.text),
		    "a failure says why");
	}
	return 0;
}
