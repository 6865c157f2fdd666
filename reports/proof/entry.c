#include "reports/proof/entry.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/mem.h"

#include "reports/subscribers/subscribers.h"

enum { MOST_BYTES = 1 << 26, MOST_ENTRY = 1 << 20 };

/* A text as libconfuse reads it back: between single quotes, nothing but \ and
 * ' has a meaning. */
static void
quote(struct buf *out, const char *text)
{
	buf_char(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			buf_char(out, '\\');
		buf_char(out, *text);
	}
	buf_char(out, '\'');
}

static void
print_text(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "\t%s = ", name);
	quote(out, text);
	buf_char(out, '\n');
}

static void
print_list(
    struct buf *out, const char *name, const char *const *items, size_t n)
{
	if (n == 0)
		return;
	buf_printf(out, "\t%s = {", name);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_text(out, ", ");
		quote(out, items[i]);
	}
	buf_text(out, "}\n");
}

void
entry_print(struct buf *out, const struct claim *r, day_t proven,
    const char *proof, const char *key)
{
	char day[DATE_TEXT_MAX];
	const char **values = mem_new(r->n + 1, sizeof *values);
	date_format(proven, day);
	buf_text(out, "subscriber {\n");
	print_text(out, "list", r->list);
	print_text(out, "title", r->title);
	print_list(out, "contacts", r->contacts.items, r->contacts.n);
	for (int kind = 0; kind < N_SUBJECT_KINDS; kind++) {
		size_t n = 0;
		for (size_t i = 0; i < r->n; i++)
			if (r->subjects[i].kind == (enum subject_kind)kind)
				values[n++] = r->subjects[i].value;
		print_list(out, subject_names[kind], values, n);
	}
	free(values);
	print_list(out, "types", r->types.items, r->types.n);
	print_list(out, "delivery", r->deliveries.items, r->deliveries.n);
	if (key[0] != '\0') {
		print_text(out, "api_key", key);
		buf_text(out, "\tapi_secret_file = ");
		buf_printf(out, "'%s.secret'\n", r->list);
	}
	print_text(out, "proven", day);
	print_text(out, "proof", proof);
	buf_text(out, "}\n");
}

static bool
has_list(const struct subscribers *s, const char *list)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcasecmp(s->items[i].list, list) == 0)
			return true;
	return false;
}

bool
entry_is_there(const char *path, const char *list, struct err *e)
{
	struct subscribers s;
	e->text[0] = '\0';
	if (!subscribers_read(&s, path, e))
		return false;
	const bool is_there = has_list(&s, list);
	subscribers_done(&s);
	return is_there;
}

/* The path of a list's secret, beside the file of subscribers. */
static bool
secret_path_of(const char *path, const char *list, char out[static PATH_MAX],
    struct err *e)
{
	char folder[PATH_MAX];
	file_folder_of(path, folder);
	const int n = snprintf(out, PATH_MAX, "%s/%s.secret", folder, list);
	return (n > 0 && n < PATH_MAX) ||
	       err_set(e, "the path %.60s… is too long", path);
}

/* Makes the secret of the API, in a file of its own. One that is there may be
 * somebody's. */
static bool
write_secret(const char *path, struct err *e)
{
	char secret[CLAIM_TOKEN_CHARS + 1];
	struct file_aside f;
	if (access(path, F_OK) == 0)
		return err_set(e,
		    "there is a secret already: %s; remove it if it is "
		    "nobody's",
		    path);
	if (!file_aside_open(&f, path, e))
		return false;
	claim_make_token(secret);
	const bool ok = fchmod(fileno(f.stream), 0600) == 0 &&
			fprintf(f.stream, "%s\n", secret) > 0;
	explicit_bzero(secret, sizeof secret);
	if (ok)
		return file_aside_commit(&f, e);
	err_errno(e, "cannot write %s", path);
	file_aside_abandon(&f);
	return false;
}

/* Writes the old text and the entry beside the file, with its rights, and reads
 * that back. */
static bool
write_aside(struct file_aside *f, const char *old, const struct buf *entry,
    const char *list, struct err *e)
{
	struct stat st;
	const size_t n = strlen(old);
	if (stat(f->path, &st) != 0 ||
	    fchmod(fileno(f->stream), st.st_mode & 0777) != 0)
		return err_errno(e, "cannot give %s its rights", f->aside);
	/* Who may not give the file away keeps it. */
	if (fchown(fileno(f->stream), st.st_uid, st.st_gid) != 0)
		st.st_uid = geteuid();
	fputs(old, f->stream);
	if (n > 0)
		fputs(old[n - 1] == '\n' ? "\n" : "\n\n", f->stream);
	fwrite(entry->text, 1, entry->len, f->stream);
	if (entry->cut || fflush(f->stream) != 0 || ferror(f->stream))
		return err_errno(e, "cannot write %s", f->aside);
	if (entry_is_there(f->aside, list, e))
		return true;
	return err_prefix(e, "the entry would not be right");
}

static bool
replace(
    const char *path, const struct buf *entry, const char *list, struct err *e)
{
	struct file_aside f;
	char *old;
	if (!file_read(path, MOST_BYTES, &old, NULL, e))
		return false;
	bool ok = file_aside_open(&f, path, e);
	if (ok) {
		ok = write_aside(&f, old, entry, list, e) &&
		     file_aside_commit(&f, e);
		file_aside_abandon(&f);
	}
	explicit_bzero(old, strlen(old));
	free(old);
	return ok;
}

static bool
wants_api(const struct claim *r)
{
	for (size_t i = 0; i < r->deliveries.n; i++)
		if (strcmp(r->deliveries.items[i], "api") == 0)
			return true;
	return false;
}

static bool
add_locked(const char *path, const struct claim *r, day_t proven,
    const char *proof, struct err *e)
{
	char key[CLAIM_TOKEN_CHARS + 1] = "", secret_path[PATH_MAX];
	struct buf entry;
	const bool has_api = wants_api(r);
	if (entry_is_there(path, r->list, e))
		return err_set(
		    e, "%s has a subscriber %s already", path, r->list);
	if (e->text[0] != '\0')
		return false;
	if (has_api) {
		claim_make_token(key);
		if (!secret_path_of(path, r->list, secret_path, e) ||
		    !write_secret(secret_path, e))
			return false;
	}
	buf_init(&entry, MOST_ENTRY);
	entry_print(&entry, r, proven, proof, key);
	const bool ok = replace(path, &entry, r->list, e);
	buf_done(&entry);
	if (!ok && has_api)
		unlink(secret_path);
	return ok;
}

bool
entry_add(const char *path, const struct claim *r, day_t proven,
    const char *proof, struct err *e)
{
	/* A link stays one. */
	char *real = realpath(path, NULL), folder[PATH_MAX];
	if (real == NULL)
		return err_errno(e, "cannot open %s", path);
	file_folder_of(real, folder);
	/* Two at once would each lose the other's entry. */
	const int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool ok = (lock >= 0 && flock(lock, LOCK_EX) == 0)
			    ? add_locked(real, r, proven, proof, e)
			    : err_errno(e, "cannot lock %s", folder);
	if (lock >= 0)
		close(lock);
	free(real);
	return ok;
}
