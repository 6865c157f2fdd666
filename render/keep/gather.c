#include "render/keep/gather.h"

#include <stdlib.h>
#include <string.h>

#include "lib/archive.h"
#include "lib/progress.h"
#include "lib/text.h"

#include "render/keep/build.h"

/* Longer than any census. A file with a wrong year in its name would make
 * every series as long as the gap, so it is better named than obeyed. */
enum { MAX_DAYS = 100 * 366 };

/* The number of files at the start that are of the first one's day. */
static size_t
day_length(const struct archive_file *files, size_t n)
{
	size_t len = 0;
	while (len < n && files[len].day == files[0].day)
		len++;
	return len;
}

/* Sets the days that the archive spans. */
static bool
find_span(
    struct history *h, const struct archive *a, const char *data, struct err *e)
{
	char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
	bool has_report = false;
	for (size_t i = 0; i < a->n_files; i++)
		has_report = has_report || !a->files[i].is_run;
	if (!has_report)
		return err_set(e,
		    "the archive %s holds no report; reports lie in "
		    "%s/results/YYYY/MM/DD/YYYY-MM-DD-scan_ntp.csv",
		    data, data);
	h->first = a->files[0].day;
	h->n_days = (size_t)(a->files[a->n_files - 1].day - h->first) + 1;
	if (h->n_days <= MAX_DAYS)
		return true;
	date_format(h->first, from);
	date_format(a->files[a->n_files - 1].day, to);
	return err_set(e,
	    "the archive %s spans the days %s to %s: one of the two must be a "
	    "mistake",
	    data, from, to);
}

static void
take_name(void *context, uint32_t asn, const char *name)
{
	names_set_network(context, asn, name);
}

static void
note_unknown(const struct archive *a, bool quiet)
{
	struct err note;
	if (a->n_unknown == 0 || quiet)
		return;
	err_set(&note, "%zu %s of the archive %s no report by name, not read",
	    a->n_unknown, a->n_unknown == 1 ? "file" : "files",
	    a->n_unknown == 1 ? "is" : "are");
	skipped_note(note.text);
}

static void
read_days(
    struct history *h, const struct archive *a, struct build *b, bool quiet)
{
	struct progress progress;
	progress_start(&progress, "Reading the archive", a->n_files, quiet);
	for (size_t i = 0; i < a->n_files;) {
		struct day day;
		const size_t n = day_length(a->files + i, a->n_files - i);
		day_read(&day, a->files + i, n, &h->skipped, take_name,
		    &b->names, &h->arena);
		build_day(b, (size_t)(a->files[i].day - h->first), &day);
		day_done(&day);
		i += n;
		progress_show(&progress, i, NULL);
	}
	progress_end(&progress, NULL);
}

bool
gather_history(struct history *h, const char *data, const struct config *config,
    int32_t min_count, bool quiet, struct err *e)
{
	struct archive archive;
	struct build build;
	*h = (struct history){.min_count = min_count};
	if (!archive_open(&archive, data, e))
		return false;
	const bool ok = find_span(h, &archive, data, e);
	if (ok) {
		note_unknown(&archive, quiet);
		build_start(&build, h, config);
		read_days(h, &archive, &build, quiet);
		build_finish(&build);
	}
	archive_done(&archive);
	return ok;
}
