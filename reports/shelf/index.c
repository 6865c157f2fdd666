#include "reports/shelf/index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/mem.h"
#include "lib/random.h"

enum { MOST_INDEX_BYTES = 1 << 30, MOST_CUTS = 9999 };

static const char letters[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/* Bytes that would make some letters likelier than others are passed over. */
static void
make_id(char out[static INDEX_ID_CHARS + 1])
{
	enum { LETTERS = sizeof letters - 1, FAIR = 256 - 256 % LETTERS };
	uint8_t bytes[2 * INDEX_ID_CHARS];
	size_t n = 0, i = sizeof bytes;
	while (n < INDEX_ID_CHARS) {
		if (i == sizeof bytes) {
			random_bytes(bytes, sizeof bytes);
			i = 0;
		}
		if (bytes[i] < FAIR)
			out[n++] = letters[bytes[i] % LETTERS];
		i++;
	}
	out[n] = '\0';
}

void
index_name(struct report_entry *r)
{
	char date[DATE_TEXT_MAX], mark[16] = "";
	date_format(r->day, date);
	if (r->revision > 1)
		snprintf(mark, sizeof mark, "-r%u", r->revision);
	snprintf(r->file, sizeof r->file, "%.10s-%s-%s-%s%s.csv", date,
	    schema_of(r->scan)->name, r->list, r->filter, mark);
	make_id(r->id);
}

void
index_write(FILE *out, const struct report_entry *r)
{
	char date[DATE_TEXT_MAX];
	struct json *line = json_new_object();
	date_format(r->day, date);
	json_set_text(line, "file", r->file);
	json_set_text(line, "id", r->id);
	json_set_text(line, "list", r->list);
	json_set_text(line, "filter", r->filter);
	json_set_text(line, "type", schema_of(r->scan)->name);
	json_set_text(line, "date", date);
	json_set_number(line, "revision", r->revision);
	json_set_number(line, "events", (long long)r->events);
	json_set_number(line, "bytes", (long long)r->bytes);
	json_set_text(line, "sha256", r->sha256);
	json_write(line, out, true);
	json_free(line);
}

bool
index_write_cut(const char *folder, const char *inputs, uint64_t reports,
    uint64_t events, struct err *e)
{
	char path[PATH_MAX];
	struct json *cut = json_new_object();
	json_set_text(cut, "inputs", inputs);
	json_set_number(cut, "reports", (long long)reports);
	json_set_number(cut, "events", (long long)events);
	const int n = snprintf(path, sizeof path, "%s/cut.json", folder);
	FILE *out = n < PATH_MAX ? fopen(path, "wbxe") : NULL;
	bool ok = out != NULL && json_write(cut, out, false);
	if (out != NULL && fclose(out) != 0)
		ok = false;
	json_free(cut);
	return ok || err_errno(e, "cannot write %s", path);
}

/* Takes a line of reports.jsonl: a later one of the same name is newer. */
static bool
take_line(struct index_day *d, char *text, const char *path, struct err *e)
{
	struct json *line = json_parse(text, strlen(text), path, e);
	if (line == NULL)
		return false;
	const char *list = json_text(line, "list", "");
	const char *filter = json_text(line, "filter", "");
	const char *sha256 = json_text(line, "sha256", "");
	const long long revision = json_number(line, "revision", 0);
	const bool ok = list[0] != '\0' && filter[0] != '\0' && revision > 0 &&
			revision <= MOST_CUTS;
	if (ok) {
		d->known =
		    mem_grow(d->known, &d->room, d->n + 1, sizeof d->known[0]);
		d->known[d->n++] = (struct index_known){
		    arena_printf(&d->arena, "%s-%s", list, filter),
		    (unsigned)revision, arena_text(&d->arena, sha256)};
	}
	json_free(line);
	return ok ||
	       err_set(e, "%s is damaged: a line tells of no report", path);
}

static bool
read_index(struct index_day *d, const char *folder, struct err *e)
{
	char path[PATH_MAX + 32], *text, *rest;
	snprintf(path, sizeof path, "%s/reports.jsonl", folder);
	if (!file_read(path, MOST_INDEX_BYTES, &text, NULL, e))
		return false;
	bool ok = true;
	for (char *line = text; ok && *line != '\0'; line = rest) {
		rest = line + strcspn(line, "\n");
		if (*rest != '\0')
			*rest++ = '\0';
		ok = take_line(d, line, path, e);
	}
	free(text);
	return ok;
}

static bool
read_cut(struct index_day *d, const char *folder, struct err *e)
{
	char path[PATH_MAX + 32];
	snprintf(path, sizeof path, "%s/cut.json", folder);
	struct json *cut = json_read_file(path, 1 << 16, e);
	if (cut == NULL)
		return false;
	d->inputs = arena_text(&d->arena, json_text(cut, "inputs", ""));
	json_free(cut);
	return read_index(d, folder, e);
}

static int
compare_known(const void *left, const void *right)
{
	const struct index_known *a = left, *b = right;
	const int order = strcmp(a->name, b->name);
	return order != 0
		   ? order
		   : (a->revision > b->revision) - (a->revision < b->revision);
}

/* Of each report only the newest revision stays. */
static void
settle(struct index_day *d)
{
	size_t kept = 0;
	if (d->n > 0)
		qsort(d->known, d->n, sizeof d->known[0], compare_known);
	for (size_t i = 0; i < d->n; i++)
		if (i + 1 == d->n ||
		    strcmp(d->known[i].name, d->known[i + 1].name) != 0)
			d->known[kept++] = d->known[i];
	d->n = kept;
}

bool
index_day_read(struct index_day *d, const struct shelf *s, day_t day,
    enum scan scan, struct err *e)
{
	char path[PATH_MAX];
	struct stat st;
	*d = (struct index_day){.inputs = ""};
	while (d->cuts < MOST_CUTS &&
	       shelf_cut_path(s, day, scan, d->cuts + 1, path) &&
	       stat(path, &st) == 0) {
		if (!read_cut(d, path, e))
			return false;
		d->cuts++;
	}
	settle(d);
	return d->cuts < MOST_CUTS ||
	       err_set(e, "%s: a day cannot be cut more often", path);
}

void
index_day_done(struct index_day *d)
{
	free(d->known);
	arena_reset(&d->arena);
	*d = (struct index_day){0};
}

const struct index_known *
index_day_find(const struct index_day *d, const char *list, const char *filter)
{
	char name[INDEX_NAME_MAX];
	const struct index_known key = {.name = name};
	snprintf(name, sizeof name, "%s-%s", list, filter);
	size_t low = 0, high = d->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = strcmp(d->known[middle].name, key.name);
		if (order == 0)
			return &d->known[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
