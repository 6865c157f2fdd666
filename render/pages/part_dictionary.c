#include "render/pages/part_dictionary.h"

#include <assert.h>

#include "render/pages/data_columns.h"
#include "render/pages/data_schema.h"

static void
add_column(struct view *file, const char *name, bool is_key)
{
	const struct data_column *column = data_column_find(name);
	struct view *row = view_add(file, "columns");
	assert(column != NULL);
	view_set_text(row, "name", column->name);
	view_set_text(row, "type", data_column_type_name(column->type));
	view_set_text(row, "meaning", column->meaning);
	view_set_flag(row, "is_key", is_key);
}

bool
part_dictionary_set(struct press *p, struct view *view, struct err *e)
{
	struct view *v = view_new(&p->arena, view->outer);
	for (int kind = 0; kind < N_DATA_FILES; kind++) {
		const struct data_file *file = data_schema(kind);
		if (kind == DATA_ADDRESSES &&
		    denominators_world(&p->history->denominators) == 0)
			continue;
		struct view *item = view_add(v, "files");
		view_set_text(item, "name", file->name);
		view_set_text(item, "path", file->path);
		view_set_text(item, "what", file->what);
		view_set_text(item, "row", file->row);
		for (size_t i = 0; i < file->n_columns; i++)
			add_column(item, file->columns[i], i < file->n_keys);
	}
	const char *html = press_fill(p, "dictionary", v, e);
	if (html)
		view_set_html(view, "file_tables", html);
	return html;
}
