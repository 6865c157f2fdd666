#include "render/pages/files.h"

void
files_set_entity(
    struct view *view, const struct entity *entity, struct arena *arena)
{
	char path[DATA_PATH_MAX];
	data_path_entity(entity, "csv", path);
	view_set_text(view, "csv", arena_text(arena, path));
	data_path_entity(entity, "json", path);
	view_set_text(view, "json", arena_text(arena, path));
}

void
files_set_day(
    struct view *view, enum data_table table, day_t day, struct arena *arena)
{
	char path[DATA_PATH_MAX];
	data_path_day(table, day, "csv", path);
	view_set_text(view, "csv", arena_text(arena, path));
	data_path_day(table, day, "json", path);
	view_set_text(view, "json", arena_text(arena, path));
}
