#include "render/pages/files.h"

void
files_set_entity(struct view *view, const struct edition *edition,
    const struct entity *entity, size_t most, struct arena *arena)
{
	const struct years *years = &edition->years;
	const int last = years->n > 0 ? years->all[years->n - 1].year : 0;
	char path[DATA_PATH_MAX];
	view_set_list(view, "years");
	for (int year = last;
	     year > 0 && year >= years_oldest(years) && most > 0; year--) {
		if (!years_have(years, entity, year))
			continue;
		most--;
		struct view *item = view_add(view, "years");
		data_path_year(entity, year, path);
		view_set_number(item, "year", year);
		view_set_text(item, "csv", arena_text(arena, path));
	}
	data_path_json(entity, path);
	view_set_text(view, "json", arena_text(arena, path));
}

void
files_set_day(struct view *view, const struct history *h,
    enum data_table_kind table, day_t day, struct arena *arena)
{
	char path[DATA_PATH_MAX];
	const bool is_last = day == h->first + (day_t)h->n_days - 1;
	if (is_last && data_path_is_packed(table))
		data_path_latest(table, "csv", path);
	else
		data_path_day(table, day, path);
	view_set_text(view, "csv", arena_text(arena, path));
	data_path_latest(table, "json", path);
	view_set_text(view, "json", is_last ? arena_text(arena, path) : "");
}
