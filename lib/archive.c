#include "lib/archive.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/mem.h"
#include "lib/text.h"

enum { MAX_REVISION = 9999, DATE_CHARS = 10 };

/* Cuts ".rK" off the end of stem, if it stands there. */
static void
cut_revision(char *stem, struct archive_file *f)
{
	uint64_t revision;
	char *dot = strrchr(stem, '.');
	f->revision = 1;
	if (dot == NULL || dot[1] != 'r' ||
	    !text_to_uint(dot + 2, MAX_REVISION, &revision) || revision < 2)
		return;
	f->revision = (unsigned)revision;
	*dot = '\0';
}

/* Cuts ".shard-i-of-n" off the end of stem. False: it stands there, but makes
 * no sense. */
static bool
cut_shard(char *stem, struct archive_file *f)
{
	uint64_t i, n;
	char *mark = strstr(stem, ".shard-");
	if (mark == NULL)
		return true;
	char *of = strstr(mark, "-of-");
	if (of == NULL)
		return false;
	*of = '\0';
	if (!text_to_uint(mark + strlen(".shard-"), ARCHIVE_MOST_SHARDS, &i) ||
	    !text_to_uint(of + strlen("-of-"), ARCHIVE_MOST_SHARDS, &n) ||
	    i < 1 || i > n)
		return false;
	f->shard = (unsigned)i;
	f->n_shards = (unsigned)n;
	*mark = '\0';
	return true;
}

/* The length of a name without the ending of a packed file. */
static size_t
unpacked_length(const char *name)
{
	static const char *const endings[] = {".gz", ".zst"};
	const size_t n = strlen(name);
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		const size_t len = strlen(endings[i]);
		if (n > len && strcmp(name + n - len, endings[i]) == 0)
			return n - len;
	}
	return n;
}

/* Reads "YYYY-MM-DD-<type>[-<identifier>][.shard…][.r…].<ending>". */
static bool
parse_name(const char *name, struct archive_file *f)
{
	char stem[NAME_MAX + 1];
	const size_t len = unpacked_length(name);
	if (len >= sizeof stem || len < DATE_CHARS + 1 ||
	    name[DATE_CHARS] != '-')
		return false;
	memcpy(stem, name, len);
	stem[len] = '\0';
	char *ending = strrchr(stem, '.');
	if (ending == NULL)
		return false;
	const bool is_json = strcmp(ending, ".json") == 0;
	if (is_json ? name[len] != '\0' : strcmp(ending, ".csv") != 0)
		return false;
	*ending = '\0';
	stem[DATE_CHARS] = '\0';
	char *type = stem + DATE_CHARS + 1;
	cut_revision(type, f);
	if (!date_parse(stem, &f->day) || !cut_shard(type, f))
		return false;
	f->is_run = strcmp(type, "run") == 0;
	if (f->is_run || is_json)
		return f->is_run && is_json;
	type[strcspn(type, "-")] = '\0';
	return schema_find(type, &f->scan);
}

static int
compare_numbers(long a, long b)
{
	return (a > b) - (a < b);
}

/* The path up to its revision says which file it is. */
static size_t
base_length(const struct archive_file *f)
{
	size_t len =
	    unpacked_length(f->path) - strlen(f->is_run ? ".json" : ".csv");
	if (f->revision > 1)
		while (f->path[--len] != '.')
			continue;
	return len;
}

static int
compare_files(const void *left, const void *right)
{
	const struct archive_file *a = left, *b = right;
	int order = compare_numbers(a->day, b->day);
	if (order == 0)
		order = compare_numbers(!a->is_run, !b->is_run);
	if (order == 0)
		order = compare_numbers(a->scan, b->scan);
	if (order == 0)
		order = compare_numbers(a->shard, b->shard);
	if (order != 0)
		return order;
	const size_t a_len = base_length(a), b_len = base_length(b);
	order = memcmp(a->path, b->path, a_len < b_len ? a_len : b_len);
	if (order == 0)
		order = compare_numbers((long)a_len, (long)b_len);
	if (order == 0)
		order = compare_numbers((long)a->revision, (long)b->revision);
	return order != 0 ? order : strcmp(a->path, b->path);
}

static bool
is_same_file(const struct archive_file *a, const struct archive_file *b)
{
	return base_length(a) == base_length(b) &&
	       memcmp(a->path, b->path, base_length(a)) == 0;
}

/* Of each file only its newest revision, the last of its run, stays. */
static void
drop_old_revisions(struct archive *a)
{
	size_t kept = 0;
	for (size_t i = 0; i < a->n_files; i++) {
		if (i + 1 < a->n_files &&
		    is_same_file(&a->files[i], &a->files[i + 1]))
			free(a->files[i].path);
		else
			a->files[kept++] = a->files[i];
	}
	a->n_files = kept;
}

bool
archive_add(struct archive *a, const char *path)
{
	struct archive_file f = {0};
	const char *slash = strrchr(path, '/');
	if (!parse_name(slash != NULL ? slash + 1 : path, &f)) {
		a->n_unknown++;
		return false;
	}
	f.path = mem_text(path);
	a->files =
	    mem_grow(a->files, &a->room, a->n_files + 1, sizeof a->files[0]);
	a->files[a->n_files++] = f;
	return true;
}

void
archive_settle(struct archive *a)
{
	if (a->n_files > 0)
		qsort(a->files, a->n_files, sizeof a->files[0], compare_files);
	drop_old_revisions(a);
}

/* Takes every file below the open walk. */
static bool
collect(struct archive *a, FTS *walk, struct err *e)
{
	FTSENT *entry;
	errno = 0;
	while ((entry = fts_read(walk)) != NULL) {
		if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
		    entry->fts_info == FTS_NS) {
			errno = entry->fts_errno;
			return err_errno(e, "cannot read %s", entry->fts_path);
		}
		if (entry->fts_info == FTS_F)
			archive_add(a, entry->fts_path);
	}
	return errno == 0 || err_errno(e, "cannot read the archive");
}

bool
archive_open(struct archive *a, const char *data, struct err *e)
{
	char results[PATH_MAX];
	char *const roots[] = {results, NULL};
	struct stat st;
	*a = (struct archive){0};
	const int n = snprintf(results, sizeof results, "%s/results", data);
	if (n < 0 || (size_t)n >= sizeof results)
		return err_set(e, "the path %.60s… is too long", data);
	if (stat(results, &st) != 0 && errno == ENOENT)
		return true;
	/* DATA/results itself may be a link, say to a larger disk. */
	FTS *walk =
	    fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	if (walk == NULL)
		return err_errno(e, "cannot read %s", results);
	const bool ok = collect(a, walk, e);
	fts_close(walk);
	if (!ok) {
		archive_done(a);
		return false;
	}
	archive_settle(a);
	return true;
}

void
archive_done(struct archive *a)
{
	for (size_t i = 0; i < a->n_files; i++)
		free(a->files[i].path);
	free(a->files);
	*a = (struct archive){0};
}

static bool
day_path(char out[static PATH_MAX], const char *data, day_t day,
    const char *name, unsigned shard, unsigned n_shards, unsigned revision,
    const char *ending)
{
	char date[DATE_TEXT_MAX], part[40] = "", mark[16] = "";
	date_format(day, date);
	if (n_shards > 0)
		snprintf(part, sizeof part, ".shard-%u-of-%u", shard, n_shards);
	if (revision > 1)
		snprintf(mark, sizeof mark, ".r%u", revision);
	const int n =
	    snprintf(out, PATH_MAX, "%s/results/%.4s/%.2s/%.2s/%s-%s%s%s%s",
		data, date, date + 5, date + 8, date, name, part, mark, ending);
	return n > 0 && n < PATH_MAX;
}

bool
archive_shard_csv_path(char out[static PATH_MAX], const char *data, day_t day,
    enum scan scan, unsigned shard, unsigned n_shards, unsigned revision)
{
	return day_path(out, data, day, schema_of(scan)->name, shard, n_shards,
	    revision, ".csv");
}

bool
archive_shard_run_path(char out[static PATH_MAX], const char *data, day_t day,
    unsigned shard, unsigned n_shards, unsigned revision)
{
	return day_path(
	    out, data, day, "run", shard, n_shards, revision, ".json");
}

bool
archive_csv_path(char out[static PATH_MAX], const char *data, day_t day,
    enum scan scan, unsigned revision)
{
	return archive_shard_csv_path(out, data, day, scan, 0, 0, revision);
}

bool
archive_run_path(
    char out[static PATH_MAX], const char *data, day_t day, unsigned revision)
{
	return archive_shard_run_path(out, data, day, 0, 0, revision);
}
