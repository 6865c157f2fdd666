#include "render/pages/data_table.h"

#include "render/pages/data_text.h"

enum { TABLE_SIZE_MAX = 1 << 30 };

void
data_table_init(struct data_table *t)
{
	*t = (struct data_table){.columns = NULL};
	buf_init(&t->csv, TABLE_SIZE_MAX);
	buf_init(&t->json, TABLE_SIZE_MAX);
	buf_init(&t->csv_lead, TABLE_SIZE_MAX);
	buf_init(&t->json_lead, TABLE_SIZE_MAX);
}

void
data_table_done(struct data_table *t)
{
	buf_done(&t->csv);
	buf_done(&t->json);
	buf_done(&t->csv_lead);
	buf_done(&t->json_lead);
}

void
data_table_begin(struct data_table *t, bool with_json,
    const char *const *columns, size_t n_columns)
{
	buf_reset(&t->csv);
	buf_reset(&t->json);
	t->columns = columns;
	t->n_columns = n_columns;
	t->with_json = with_json;
	t->column = t->n_rows = 0;
	data_table_lead(t, NULL, 0);
	for (size_t i = 0; i < n_columns; i++) {
		if (i > 0)
			buf_char(&t->csv, ',');
		buf_text(&t->csv, columns[i]);
	}
	buf_char(&t->csv, '\n');
}

static void
add_name(struct buf *json, const char *before, const char *name)
{
	buf_text(json, before);
	buf_text(json, name);
	buf_text(json, "\":");
}

void
data_table_lead(struct data_table *t, const char *const *values, size_t n)
{
	buf_reset(&t->csv_lead);
	buf_reset(&t->json_lead);
	t->n_lead = n;
	for (size_t i = 0; i < n; i++) {
		data_text_csv(&t->csv_lead, values[i]);
		buf_char(&t->csv_lead, ',');
		add_name(&t->json_lead, i > 0 ? ",\"" : "\"", t->columns[i]);
		data_text_json(&t->json_lead, values[i]);
	}
}

/* Begins a row with the values that all share. */
static void
begin_row(struct data_table *t)
{
	t->column = t->n_lead;
	buf_add(&t->csv, t->csv_lead.text, t->csv_lead.len);
	if (!t->with_json)
		return;
	buf_text(&t->json, t->n_rows == 0 ? "[{" : ",{");
	buf_add(&t->json, t->json_lead.text, t->json_lead.len);
}

static void
begin_value(struct data_table *t)
{
	if (t->column == 0)
		begin_row(t);
	if (t->column > t->n_lead)
		buf_char(&t->csv, ',');
	if (t->with_json)
		add_name(&t->json, t->column > 0 ? ",\"" : "\"",
		    t->columns[t->column]);
}

static void
end_value(struct data_table *t)
{
	if (++t->column < t->n_columns)
		return;
	t->column = 0;
	t->n_rows++;
	buf_char(&t->csv, '\n');
	if (t->with_json)
		buf_text(&t->json, "}\n");
}

void
data_table_text(struct data_table *t, const char *text)
{
	begin_value(t);
	data_text_csv(&t->csv, text);
	if (t->with_json)
		data_text_json(&t->json, text);
	end_value(t);
}

void
data_table_number(struct data_table *t, int64_t number)
{
	begin_value(t);
	if (number >= 0)
		data_text_number(&t->csv, (uint64_t)number);
	if (t->with_json && number >= 0)
		data_text_number(&t->json, (uint64_t)number);
	else if (t->with_json)
		buf_text(&t->json, "null");
	end_value(t);
}

void
data_table_end(struct data_table *t)
{
	if (t->with_json)
		buf_text(&t->json, t->n_rows == 0 ? "[]\n" : "]\n");
}
