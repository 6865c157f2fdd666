/* JSON is written row by row, an array with one object on each line: a table
 * of a big day is never in memory as a whole. */
#include "render/pages/data_table.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/record.h"

FILE *
data_file_open(const char *path, struct err *e)
{
	FILE *stream = fopen(path, "wbe");
	if (stream == NULL)
		err_errno(e, "cannot write %s", path);
	return stream;
}

bool
data_file_close(FILE *stream, const char *path, struct err *e)
{
	const bool failed = ferror(stream) != 0;
	if (fclose(stream) != 0 || failed)
		return err_errno(e, "cannot write %s", path);
	return true;
}

void
data_write_text(FILE *stream, const char *text)
{
	/* Spreadsheets run cells that start so; names come from anybody. */
	static const char formula_starts[] = "=+-@\t\r";
	if (text[0] == '\0' || strchr(formula_starts, text[0]) == NULL) {
		record_write_field(stream, text);
		return;
	}
	struct buf safe;
	buf_init(&safe, SIZE_MAX / 2);
	buf_printf(&safe, "'%s", text);
	record_write_field(stream, safe.text);
	buf_done(&safe);
}

static bool
make_path(char out[static PATH_MAX], const char *stem, const char *ending,
    struct err *e)
{
	const int n = snprintf(out, PATH_MAX, "%s.%s", stem, ending);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "the path %.60s… is too long", stem);
}

bool
data_table_open(struct data_table_file *t, const char *stem, bool with_json,
    const char *const *columns, size_t n_columns, struct err *e)
{
	*t = (struct data_table_file){
	    .columns = columns, .n_columns = n_columns};
	if (!make_path(t->csv_path, stem, "csv", e) ||
	    !make_path(t->json_path, stem, "json", e))
		return false;
	t->csv = data_file_open(t->csv_path, e);
	if (t->csv == NULL)
		return false;
	if (with_json)
		t->json = data_file_open(t->json_path, e);
	if (with_json && t->json == NULL) {
		fclose(t->csv);
		return false;
	}
	for (size_t i = 0; i < n_columns; i++)
		fprintf(t->csv, "%s%s", i > 0 ? "," : "", columns[i]);
	fputc('\n', t->csv);
	return true;
}

/* Begins a value: gives the name of its column. */
static const char *
begin_value(struct data_table_file *t)
{
	if (t->column == 0 && t->json != NULL)
		t->row = json_new_object();
	if (t->column > 0)
		fputc(',', t->csv);
	return t->columns[t->column];
}

static void
end_value(struct data_table_file *t)
{
	if (++t->column < t->n_columns)
		return;
	t->column = 0;
	fputc('\n', t->csv);
	if (t->json != NULL) {
		fputc(t->n_rows == 0 ? '[' : ',', t->json);
		json_write(t->row, t->json, true);
		json_free(t->row);
		t->row = NULL;
	}
	t->n_rows++;
}

void
data_table_text(struct data_table_file *t, const char *text)
{
	const char *name = begin_value(t);
	data_write_text(t->csv, text);
	if (t->json != NULL)
		json_set_text(t->row, name, text[0] != '\0' ? text : NULL);
	end_value(t);
}

void
data_table_number(struct data_table_file *t, int64_t number)
{
	const char *name = begin_value(t);
	if (number >= 0)
		fprintf(t->csv, "%lld", (long long)number);
	if (t->json != NULL && number >= 0)
		json_set_number(t->row, name, number);
	else if (t->json != NULL)
		json_set_null(t->row, name);
	end_value(t);
}

bool
data_table_close(struct data_table_file *t, struct err *e)
{
	if (t->json != NULL)
		fputs(t->n_rows == 0 ? "[]\n" : "]\n", t->json);
	const bool csv_done = data_file_close(t->csv, t->csv_path, e);
	const bool json_done =
	    t->json == NULL || data_file_close(t->json, t->json_path, e);
	return csv_done && json_done;
}
