#include "render/inputs.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/version.h"

enum { FILE_SIZE_MAX = 1 << 28, TEXT_SIZE_MAX = 1 << 20 };

/* The digest of a file's content; zero if it cannot be read. */
static struct digest
digest_file(const char *path)
{
	struct digest digest = {0, 0};
	struct err ignored;
	char *bytes;
	size_t n;
	if (file_read(path, FILE_SIZE_MAX, &bytes, &n, &ignored)) {
		digest = digest_of(bytes, n);
		free(bytes);
	}
	return digest;
}

struct digest
inputs_program(void)
{
	const struct digest code = digest_file("/proc/self/exe");
	struct buf b;
	buf_init(&b, TEXT_SIZE_MAX);
	buf_text(&b, VERSION);
	buf_add(&b, &code, sizeof code);
	const struct digest digest = digest_of(b.text, b.len);
	buf_done(&b);
	return digest;
}

static void
add_digest(struct buf *b, struct digest d)
{
	buf_add(b, &d, sizeof d);
}

static void
add_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text) + 1);
}

static void
add_settings(struct buf *b, const struct config *c)
{
	add_text(b, c->operator.name);
	add_text(b, c->operator.contact);
	add_text(b, c->operator.website);
	add_text(b, c->databases.attribution);
	add_text(b, c->site.title);
	add_text(b, c->site.base_url);
	add_digest(b, digest_file(c->site.countries));
	add_digest(b, digest_file(c->site.regions));
	add_digest(b, digest_file(c->site.denominators));
	add_digest(b, digest_file(c->site.events));
	add_text(b, c->site.font);
	add_digest(b, digest_file(c->site.font));
}

/* The digest of one file of a folder: of its name below the folder, and its
 * content or its size and time. */
static struct digest
digest_entry(const FTSENT *entry, size_t root_len, bool content)
{
	struct buf b;
	buf_init(&b, TEXT_SIZE_MAX);
	add_text(&b, entry->fts_path + root_len);
	if (content) {
		add_digest(&b, digest_file(entry->fts_accpath));
	} else {
		const struct stat *st = entry->fts_statp;
		const int64_t numbers[] = {
		    st->st_size, st->st_mtim.tv_sec, st->st_mtim.tv_nsec};
		buf_add(&b, numbers, sizeof numbers);
	}
	const struct digest digest = digest_of(b.text, b.len);
	buf_done(&b);
	return digest;
}

/* Adds the digest of all files below a folder; the order in which they are
 * found does not count. A folder that is not there has none. */
static bool
add_folder(struct buf *b, char *root, bool content, struct err *e)
{
	struct digest all = {0, 0};
	char *const roots[] = {root, NULL};
	/* Links are followed, as the readers of these files do. */
	FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	if (walk == NULL)
		return err_errno(e, "cannot read the folder %s", root);
	bool ok = true;
	FTSENT *entry;
	while (ok && (entry = fts_read(walk)) != NULL) {
		if (entry->fts_info == FTS_F)
			digest_join(
			    &all, digest_entry(entry, strlen(root), content));
		errno = entry->fts_errno;
		if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
			ok = err_errno(e, "cannot read %s", entry->fts_path);
	}
	fts_close(walk);
	add_digest(b, all);
	return ok;
}

bool
inputs_digest(const struct options *o, const struct config *config,
    struct digest *out, struct err *e)
{
	char results[PATH_MAX], templates[PATH_MAX];
	struct buf b;
	const int n =
	    snprintf(results, sizeof results, "%s/results", o->archive);
	const int m = snprintf(templates, sizeof templates, "%s", o->templates);
	if (n < 0 || n >= PATH_MAX || m < 0 || m >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", o->archive);
	buf_init(&b, TEXT_SIZE_MAX);
	add_digest(&b, inputs_program());
	buf_add(&b, &o->min_count, sizeof o->min_count);
	add_settings(&b, config);
	const bool ok = add_folder(&b, templates, true, e) &&
			add_folder(&b, results, false, e);
	*out = digest_of(b.text, b.len);
	buf_done(&b);
	return ok;
}
