#include "lib/record.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/stream.h"
#include "lib/text.h"

/* A line of more fields or bytes is skipped; what libcsv must hold before it
 * can tell us of a field has its own limit. */
enum {
	MAX_FIELDS = 512,
	MAX_LINE_BYTES = 1 << 20,
	MAX_HELD_BYTES = 16 << 20,
	READ_BYTES = 1 << 16
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

const char record_wrong_fields[] = "another number of fields than the header";
const char record_wrong_ip[] = "its ip is not an address";

/* A value is quoted that holds one of these, or that starts or ends with a
 * blank, which readers drop otherwise; the rest stands as it is. */
static const char needs_quotes[] = ",\"\r\n";

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void
record_write_field(FILE *out, const char *text)
{
	const size_t n = strlen(text);
	if (strcspn(text, needs_quotes) < n ||
	    (n > 0 && (is_blank(text[0]) || is_blank(text[n - 1]))))
		csv_fwrite(out, text, n);
	else
		fputs(text, out);
}

void
record_write_header(FILE *out, const struct schema *schema)
{
	for (size_t i = 0; i < schema->n_columns; i++) {
		const char *name = schema_column_name(schema->columns[i]);
		if (i > 0)
			fputc(',', out);
		csv_fwrite(out, name, strlen(name));
	}
	fputc('\n', out);
}

void
record_write(FILE *out, const struct schema *schema, const struct row *row)
{
	for (size_t i = 0; i < schema->n_columns; i++) {
		const enum column column = schema->columns[i];
		const char *value = row->value[column];
		if (i > 0)
			fputc(',', out);
		if (value == NULL)
			value = "";
		/* The current reports quote these two always. */
		if (column == COLUMN_TIMESTAMP || column == COLUMN_SEVERITY)
			csv_fwrite(out, value, strlen(value));
		else
			record_write_field(out, value);
	}
	fputc('\n', out);
}

/* One line of a CSV file as it comes out of libcsv: its fields lie one behind
 * the other in `bytes`, each with a NUL at its end. */
struct record_reader {
	struct csv_parser parser;
	char *bytes;
	size_t n_bytes;
	size_t room;
	size_t starts[MAX_FIELDS];
	size_t n_fields;
	bool too_long;
	uint64_t number; /* of the line being read, from 1 */
	uint64_t start;  /* the line on which the record starts; 0: none yet */
	bool is_between; /* the last line end ended a record */
	record_line_fn *on_line;
	void *context;
	bool stopped;
};

static void
take_field(void *bytes, size_t n, void *context)
{
	struct record_reader *r = context;
	if (r->n_fields == MAX_FIELDS || r->n_bytes + n + 1 > MAX_LINE_BYTES) {
		r->too_long = true;
		return;
	}
	r->bytes = mem_grow(r->bytes, &r->room, r->n_bytes + n + 1, 1);
	r->starts[r->n_fields++] = r->n_bytes;
	/* A NUL has no place in a text file; clients drop them, so do we. */
	for (size_t i = 0; i < n; i++)
		if (((const char *)bytes)[i] != '\0')
			r->bytes[r->n_bytes++] = ((const char *)bytes)[i];
	r->bytes[r->n_bytes++] = '\0';
}

static void
end_line(int end, void *context)
{
	struct record_reader *r = context;
	char *fields[MAX_FIELDS];
	(void)end;
	for (size_t i = 0; i < r->n_fields; i++)
		fields[i] = r->bytes + r->starts[i];
	if (!r->stopped)
		r->stopped = !r->on_line(r->context, fields,
		    r->too_long ? 0 : r->n_fields,
		    r->start != 0 ? r->start : r->number);
	r->n_fields = 0;
	r->n_bytes = 0;
	r->start = 0;
	r->too_long = false;
	r->is_between = true;
}

/* The memory of the field being read: libcsv asks for more without end. */
static void *
grow_field(void *memory, size_t n)
{
	return n <= MAX_HELD_BYTES ? realloc(memory, n) : NULL;
}

struct record_reader *
record_reader_new(record_line_fn *on_line, void *context)
{
	struct record_reader *r = mem_new(1, sizeof *r);
	r->on_line = on_line;
	r->context = context;
	r->number = 1;
	if (csv_init(&r->parser, 0) != 0)
		mem_need(NULL);
	csv_set_blk_size(&r->parser, MAX_LINE_BYTES);
	csv_set_realloc_func(&r->parser, grow_field);
	return r;
}

void
record_reader_free(struct record_reader *r)
{
	csv_free(&r->parser);
	free(r->bytes);
	free(r);
}

static bool
parse(struct record_reader *r, const char *bytes, size_t n)
{
	return csv_parse(&r->parser, bytes, n, take_field, end_line, r) == n;
}

static bool
is_blank_line(const char *bytes, size_t n)
{
	size_t i = 0;
	while (i < n && (is_blank(bytes[i]) || bytes[i] == '\r'))
		i++;
	return i == n || bytes[i] == '\n';
}

/* A line's end goes to libcsv by itself, to see whether it ends a record. */
static bool
feed_line(struct record_reader *r, const char *bytes, size_t n)
{
	size_t end = bytes[n - 1] == '\n' ? 1 : 0;
	end += end == 1 && n > 1 && bytes[n - 2] == '\r';
	if (r->start == 0 && !is_blank_line(bytes, n))
		r->start = r->number;
	const bool ok = parse(r, bytes, n - end);
	r->is_between = false;
	if (!ok || !parse(r, bytes + n - end, end))
		return false;
	r->number += end > 0;
	return true;
}

bool
record_reader_feed(struct record_reader *r, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && !r->stopped;) {
		const char *end = memchr(bytes + i, '\n', n - i);
		const size_t len =
		    end != NULL ? (size_t)(end - bytes) + 1 - i : n - i;
		if (!feed_line(r, bytes + i, len))
			return false;
		i += len;
	}
	return true;
}

bool
record_reader_is_between(const struct record_reader *r)
{
	return r->is_between;
}

void
record_reader_end(struct record_reader *r)
{
	if (!r->stopped)
		csv_fini(&r->parser, take_field, end_line, r);
}

static bool
say_why(struct record_reader *r, const char *path, struct err *e)
{
	const unsigned long long number = r->number;
	const int why = csv_error(&r->parser);
	if (why == CSV_ENOMEM)
		return err_set(e, "%s:%llu: a field is larger than %d MB", path,
		    number, MAX_HELD_BYTES >> 20);
	return err_set(e, "%s:%llu: %s", path, number, csv_strerror(why));
}

size_t
record_mark_bytes(const char *bytes, size_t n)
{
	const size_t mark = strlen(byte_order_mark);
	return n >= mark && memcmp(bytes, byte_order_mark, mark) == 0 ? mark
								      : 0;
}

/* Feeds the whole stream to libcsv. */
static bool
read_stream(
    struct stream *in, const char *path, struct record_reader *r, struct err *e)
{
	char chunk[READ_BYTES];
	size_t n;
	bool is_start = true;
	while (!r->stopped) {
		if (!stream_read(in, chunk, sizeof chunk, &n, e))
			return false;
		if (n == 0)
			break;
		const size_t from = is_start ? record_mark_bytes(chunk, n) : 0;
		if (!record_reader_feed(r, chunk + from, n - from))
			return say_why(r, path, e);
		is_start = false;
	}
	record_reader_end(r);
	return true;
}

bool
record_read_lines(
    const char *path, record_line_fn *on_line, void *context, struct err *e)
{
	struct stream *in = stream_open(path, e);
	if (in == NULL)
		return false;
	struct record_reader *r = record_reader_new(on_line, context);
	const bool ok = read_stream(in, path, r, e);
	record_reader_free(r);
	stream_close(in);
	return ok;
}

/* A report being read. */
struct report {
	const char *path;
	record_row_fn *on_row;
	void *context;
	bool *columns;
	struct record_counts *counts;
	struct record_layout layout;
	bool refused;
	struct err *e;
};

static void
skip(struct report *r, uint64_t number, const char *why)
{
	if (r->counts->bad++ > 0)
		return;
	r->counts->first_bad_line = number;
	snprintf(r->counts->first_bad_why, sizeof r->counts->first_bad_why,
	    "%s", why);
}

bool
record_layout_read(struct record_layout *layout, char **fields, size_t n,
    bool columns[static N_COLUMNS])
{
	enum column column;
	*layout = (struct record_layout){.n_fields = n};
	for (size_t i = 0; i < n; i++) {
		if (schema_find_column(fields[i], &column) &&
		    layout->place[column] == 0) {
			layout->place[column] = i + 1;
			columns[column] = true;
		}
	}
	return columns[COLUMN_IP] && columns[COLUMN_TIMESTAMP];
}

bool
record_is_no_report(const char *path, struct err *e)
{
	return err_set(e,
	    "%s is no report: its first line names no "
	    "\"ip\" and \"timestamp\" columns",
	    path);
}

static bool
read_header(struct report *r, char **fields, size_t n)
{
	if (record_layout_read(&r->layout, fields, n, r->columns))
		return true;
	r->refused = true;
	return record_is_no_report(r->path, r->e);
}

static bool
read_row(void *context, char **fields, size_t n, uint64_t number)
{
	struct report *r = context;
	struct row row = {{NULL}};
	struct addr addr;
	if (r->layout.n_fields == 0)
		return read_header(r, fields, n);
	if (n == 1 && fields[0][0] == '\0')
		return true;
	if (n != r->layout.n_fields) {
		skip(r, number, record_wrong_fields);
		return true;
	}
	for (int c = 0; c < N_COLUMNS; c++)
		if (r->layout.place[c] != 0)
			row.value[c] = fields[r->layout.place[c] - 1];
	/* A second header line in the middle comes from joined files. */
	if (strcmp(row.value[COLUMN_IP], "ip") == 0)
		return true;
	if (!addr_parse(row.value[COLUMN_IP], &addr)) {
		skip(r, number, record_wrong_ip);
		return true;
	}
	r->counts->rows++;
	r->counts->line = number;
	r->on_row(r->context, &row, &addr);
	return true;
}

bool
record_read_file(const char *path, record_row_fn *on_row, void *context,
    bool columns[static N_COLUMNS], struct record_counts *counts, struct err *e)
{
	struct report r = {.path = path,
	    .on_row = on_row,
	    .context = context,
	    .columns = columns,
	    .counts = counts,
	    .e = e};
	*counts = (struct record_counts){0};
	memset(columns, 0, N_COLUMNS * sizeof columns[0]);
	if (!record_read_lines(path, read_row, &r, e) || r.refused)
		return false;
	if (r.layout.n_fields == 0)
		return err_set(e, "%s is no report: it is empty", path);
	return true;
}
