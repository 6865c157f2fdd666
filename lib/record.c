#include "lib/record.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
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
struct line {
	char *bytes;
	size_t n_bytes;
	size_t room;
	size_t starts[MAX_FIELDS];
	size_t n_fields;
	bool too_long;
	uint64_t number; /* of the line being read, from 1 */
	uint64_t start;  /* the line on which the record starts; 0: none yet */
	record_line_fn *on_line;
	void *context;
	bool stopped;
};

static void
take_field(void *bytes, size_t n, void *context)
{
	struct line *line = context;
	if (line->n_fields == MAX_FIELDS ||
	    line->n_bytes + n + 1 > MAX_LINE_BYTES) {
		line->too_long = true;
		return;
	}
	line->bytes =
	    mem_grow(line->bytes, &line->room, line->n_bytes + n + 1, 1);
	line->starts[line->n_fields++] = line->n_bytes;
	/* A NUL has no place in a text file; clients drop them, so do we. */
	for (size_t i = 0; i < n; i++)
		if (((const char *)bytes)[i] != '\0')
			line->bytes[line->n_bytes++] = ((const char *)bytes)[i];
	line->bytes[line->n_bytes++] = '\0';
}

static void
end_line(int end, void *context)
{
	struct line *line = context;
	char *fields[MAX_FIELDS];
	(void)end;
	for (size_t i = 0; i < line->n_fields; i++)
		fields[i] = line->bytes + line->starts[i];
	if (!line->stopped)
		line->stopped = !line->on_line(line->context, fields,
		    line->too_long ? 0 : line->n_fields,
		    line->start != 0 ? line->start : line->number);
	line->n_fields = 0;
	line->n_bytes = 0;
	line->start = 0;
	line->too_long = false;
}

/* Feeds bytes to libcsv a line of the file at a time, so that each record is
 * known by the line that it starts on. */
static bool
parse_bytes(
    struct csv_parser *parser, const char *bytes, size_t n, struct line *line)
{
	for (size_t i = 0; i < n && !line->stopped;) {
		const char *end = memchr(bytes + i, '\n', n - i);
		const size_t len =
		    end != NULL ? (size_t)(end - bytes) + 1 - i : n - i;
		if (line->start == 0 && bytes[i] != '\n' && bytes[i] != '\r')
			line->start = line->number;
		if (csv_parse(parser, bytes + i, len, take_field, end_line,
			line) != len)
			return false;
		line->number += end != NULL;
		i += len;
	}
	return true;
}

static bool
say_why(struct csv_parser *parser, const char *path, const struct line *line,
    struct err *e)
{
	const unsigned long long number = line->number;
	const int why = csv_error(parser);
	if (why == CSV_ENOMEM)
		return err_set(e, "%s:%llu: a field is larger than %d MB", path,
		    number, MAX_HELD_BYTES >> 20);
	return err_set(e, "%s:%llu: %s", path, number, csv_strerror(why));
}

/* Feeds the whole stream to libcsv. */
static bool
parse_stream(FILE *in, const char *path, struct csv_parser *parser,
    struct line *line, struct err *e)
{
	char chunk[READ_BYTES];
	size_t n;
	bool is_start = true;
	while (!line->stopped && (n = fread(chunk, 1, sizeof chunk, in)) > 0) {
		const size_t mark = strlen(byte_order_mark);
		const bool marked = is_start && n >= mark &&
				    memcmp(chunk, byte_order_mark, mark) == 0;
		const size_t from = marked ? mark : 0;
		if (!parse_bytes(parser, chunk + from, n - from, line))
			return say_why(parser, path, line, e);
		is_start = false;
	}
	if (ferror(in))
		return err_errno(e, "cannot read %s", path);
	if (!line->stopped)
		csv_fini(parser, take_field, end_line, line);
	return true;
}

/* The memory of the field being read: libcsv asks for more without end. */
static void *
grow_field(void *memory, size_t n)
{
	return n <= MAX_HELD_BYTES ? realloc(memory, n) : NULL;
}

bool
record_read_lines(
    const char *path, record_line_fn *on_line, void *context, struct err *e)
{
	struct csv_parser parser;
	struct line line = {
	    .on_line = on_line, .context = context, .number = 1};
	FILE *in = fopen(path, "rbe");
	if (in == NULL)
		return err_errno(e, "cannot open %s", path);
	if (csv_init(&parser, 0) != 0)
		mem_need(NULL);
	csv_set_blk_size(&parser, MAX_LINE_BYTES);
	csv_set_realloc_func(&parser, grow_field);
	const bool ok = parse_stream(in, path, &parser, &line, e);
	csv_free(&parser);
	free(line.bytes);
	fclose(in);
	return ok;
}

/* A report being read. */
struct report {
	const char *path;
	record_row_fn *on_row;
	void *context;
	bool *columns;
	struct record_counts *counts;
	size_t place[N_COLUMNS]; /* of each column in the file, 1…; 0: absent */
	size_t n_fields;         /* of the header */
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

static bool
read_header(struct report *r, char **fields, size_t n)
{
	enum column column;
	r->n_fields = n;
	for (size_t i = 0; i < n; i++) {
		if (schema_find_column(fields[i], &column) &&
		    r->place[column] == 0) {
			r->place[column] = i + 1;
			r->columns[column] = true;
		}
	}
	if (r->columns[COLUMN_IP] && r->columns[COLUMN_TIMESTAMP])
		return true;
	r->refused = true;
	return err_set(r->e,
	    "%s is no report: its first line names no "
	    "\"ip\" and \"timestamp\" columns",
	    r->path);
}

static bool
read_row(void *context, char **fields, size_t n, uint64_t number)
{
	struct report *r = context;
	struct row row = {{NULL}};
	struct addr addr;
	if (r->n_fields == 0)
		return read_header(r, fields, n);
	if (n == 1 && fields[0][0] == '\0')
		return true;
	if (n != r->n_fields) {
		skip(r, number, "another number of fields than the header");
		return true;
	}
	for (int c = 0; c < N_COLUMNS; c++)
		if (r->place[c] != 0)
			row.value[c] = fields[r->place[c] - 1];
	/* A second header line in the middle comes from joined files. */
	if (strcmp(row.value[COLUMN_IP], "ip") == 0)
		return true;
	if (!addr_parse(row.value[COLUMN_IP], &addr)) {
		skip(r, number, "its ip is not an address");
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
	if (r.n_fields == 0)
		return err_set(e, "%s is no report: it is empty", path);
	return true;
}
