#include "reports/shelf/entries.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/json.h"

enum { MOST_INDEX_BYTES = 1 << 30, MOST_REVISION = 9999 };

/* A name that stands for a file of this folder and no other. */
static bool
is_file_name(const char *name)
{
	const size_t n = strlen(name);
	return n > 0 && n < INDEX_NAME_MAX && name[0] != '.' &&
	       strchr(name, '/') == NULL;
}

static bool
is_id(const char *id)
{
	return strlen(id) == INDEX_ID_CHARS &&
	       strspn(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			  "abcdefghijklmnopqrstuvwxyz") == INDEX_ID_CHARS;
}

/* False: a value is missing, or cannot be. */
static bool
read_entry(const struct json *line, struct report_entry *r)
{
	const char *file = json_text(line, "file", "");
	const char *id = json_text(line, "id", "");
	const long long revision = json_number(line, "revision", 0);
	const long long events = json_number(line, "events", -1);
	const long long bytes = json_number(line, "bytes", -1);
	r->list = json_text(line, "list", "");
	r->filter = json_text(line, "filter", "");
	if (!is_file_name(file) || !is_id(id) || r->list[0] == '\0' ||
	    r->filter[0] == '\0' || revision < 1 || revision > MOST_REVISION ||
	    events < 0 || bytes < 0 ||
	    !schema_find(json_text(line, "type", ""), &r->scan) ||
	    !date_parse(json_text(line, "date", ""), &r->day))
		return false;
	snprintf(r->file, sizeof r->file, "%s", file);
	snprintf(r->id, sizeof r->id, "%s", id);
	snprintf(r->sha256, sizeof r->sha256, "%.64s",
	    json_text(line, "sha256", ""));
	r->revision = (unsigned)revision;
	r->events = (uint64_t)events;
	r->bytes = (uint64_t)bytes;
	return true;
}

static bool
take_line(const char *text, size_t n, const char *path, entries_fn *on_entry,
    void *context, struct err *e)
{
	struct report_entry r = {.revision = 0};
	struct json *line = json_parse(text, n, path, e);
	if (line == NULL)
		return false;
	const bool ok = read_entry(line, &r);
	if (ok)
		on_entry(context, &r);
	json_free(line);
	return ok ||
	       err_set(e, "%s is damaged: a line tells of no report", path);
}

bool
entries_read(
    const char *folder, entries_fn *on_entry, void *context, struct err *e)
{
	char path[PATH_MAX + 32], *text;
	snprintf(path, sizeof path, "%s/reports.jsonl", folder);
	if (!file_read(path, MOST_INDEX_BYTES, &text, NULL, e))
		return false;
	bool ok = true;
	for (const char *line = text; ok && *line != '\0';) {
		const size_t n = strcspn(line, "\n");
		ok = take_line(line, n, path, on_entry, context, e);
		line += n + (line[n] == '\n');
	}
	free(text);
	return ok;
}
