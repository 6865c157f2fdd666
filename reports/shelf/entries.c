#include "reports/shelf/entries.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/json.h"

enum { MOST_INDEX_BYTES = 1 << 30, MOST_REVISION = 9999 };

static const char letters[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";

/* True if text has only letters, digits, _ and -, from 1 to n of them. */
static bool
is_word(const char *text, size_t n)
{
	const size_t len = strlen(text);
	return len > 0 && len <= n && strspn(text, letters) == len;
}

/* A name that stands for a file of this folder and no other. */
static bool
is_file_name(const char *name)
{
	const size_t n = strspn(name, letters);
	return n > 0 && strlen(name) < INDEX_NAME_MAX &&
	       strcmp(name + n, ".csv") == 0;
}

static bool
is_id(const char *id)
{
	return strlen(id) == INDEX_ID_CHARS && is_word(id, INDEX_ID_CHARS);
}

/* False: a value is missing, or cannot be. */
static bool
read_entry(const struct json *line, struct report_entry *r)
{
	const char *file = json_text(line, "file", "");
	const char *id = json_text(line, "id", "");
	const char *sha256 = json_text(line, "sha256", "");
	const long long revision = json_number(line, "revision", 0);
	const long long events = json_number(line, "events", -1);
	const long long bytes = json_number(line, "bytes", -1);
	r->list = json_text(line, "list", "");
	r->filter = json_text(line, "filter", "");
	if (!is_file_name(file) || !is_id(id) ||
	    !is_word(r->list, INDEX_NAME_MAX) || !is_word(r->filter, 8) ||
	    strlen(sha256) != FINGERPRINT_CHARS || revision < 1 ||
	    revision > MOST_REVISION || events < 0 || bytes < 0 ||
	    !schema_find(json_text(line, "type", ""), &r->scan) ||
	    !date_parse(json_text(line, "date", ""), &r->day))
		return false;
	snprintf(r->file, sizeof r->file, "%s", file);
	snprintf(r->id, sizeof r->id, "%s", id);
	snprintf(r->sha256, sizeof r->sha256, "%s", sha256);
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
