#include "reports/shelf/held.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/mem.h"

#include "reports/shelf/entries.h"

static void
take_entry(void *context, const struct report_entry *entry)
{
	struct held *r = context;
	r->items = mem_grow(r->items, &r->room, r->n + 1, sizeof r->items[0]);
	r->items[r->n] = *entry;
	r->items[r->n].list = arena_text(&r->arena, entry->list);
	r->items[r->n].filter = arena_text(&r->arena, entry->filter);
	r->n++;
}

bool
held_read(struct held *r, const struct shelf *s, day_t day, enum scan scan,
    unsigned k, struct err *e)
{
	*r = (struct held){0};
	e->text[0] = '\0';
	return shelf_cut_path(s, day, scan, k, r->folder) &&
	       access(r->folder, F_OK) == 0 &&
	       entries_read(r->folder, take_entry, r, e);
}

void
held_done(struct held *r)
{
	free(r->items);
	arena_reset(&r->arena);
	*r = (struct held){0};
}

bool
held_read_report(const struct held *r, const struct report_entry *entry,
    char **text, struct err *e)
{
	char path[PATH_MAX + INDEX_NAME_MAX + 1], sum[FINGERPRINT_TEXT_MAX];
	size_t n;
	snprintf(path, sizeof path, "%s/%s", r->folder, entry->file);
	if (!file_read(path, entry->bytes, text, &n, e))
		return false;
	struct fingerprint *f = fingerprint_begin();
	fingerprint_add(f, *text, n);
	fingerprint_end(f, sum);
	if (n == entry->bytes && strcmp(sum, entry->sha256) == 0)
		return true;
	free(*text);
	*text = NULL;
	return err_set(
	    e, "%s is not what was cut: reports.jsonl tells another", path);
}
