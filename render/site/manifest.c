/* The marker is a text of lines:
 *
 *     This folder is rendered: each run replaces all of it.
 *     inputs 5f3c…
 *     terms min-count 5
 *     closed 3b70… data/v1/years/2019
 *     9d41… - 18211 1790000000123456789 asn/AS3320/index.html
 *     sum 77ab…
 *
 * A file has the digest of its content, the digest of what it was made of, its
 * size, its inode's time of change and its path. A closed folder has the digest
 * of all that is in it. The sum is of all before it:
 * without it, or with another, all of it counts for nothing. Lines are in no
 * particular order. */
#include "render/site/manifest.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/mem.h"

enum { SIZE_MOST = 1 << 30, SUM_LINE = 4 + DIGEST_TEXT_MAX };

static const char FIRST_LINE[] =
    "This folder is rendered: each run replaces all of it.\n";
static const char CLOSED[] = "closed ";

void
manifest_done(struct manifest *m)
{
	free(m->files);
	free(m->closed);
	free(m->places);
	free(m->text);
	*m = (struct manifest){0};
}

struct manifest_file *
manifest_add(struct manifest *m, const struct manifest_file *file)
{
	m->files =
	    mem_grow(m->files, &m->room, m->n_files + 1, sizeof *m->files);
	m->files[m->n_files] = *file;
	return &m->files[m->n_files++];
}

/* The place of a path, or the empty one where it would be. */
static uint32_t *
find_place(const struct manifest *m, const char *path)
{
	const size_t last = m->n_places - 1;
	size_t at = (size_t)digest_small(path, strlen(path)) & last;
	while (m->places[at] != 0 &&
	       strcmp(m->files[m->places[at] - 1].path, path) != 0)
		at = (at + 1) & last;
	return &m->places[at];
}

void
manifest_index(struct manifest *m)
{
	free(m->places);
	m->n_places = 64;
	while (m->n_places < 2 * m->n_files)
		m->n_places *= 2;
	m->places = mem_new(m->n_places, sizeof *m->places);
	for (size_t i = 0; i < m->n_files; i++)
		*find_place(m, m->files[i].path) = (uint32_t)i + 1;
}

struct manifest_file *
manifest_find(const struct manifest *m, const char *path)
{
	if (m->n_places == 0)
		return NULL;
	const uint32_t place = *find_place(m, path);
	return place != 0 ? &m->files[place - 1] : NULL;
}

void
manifest_close(struct manifest *m, const char *path, struct digest content)
{
	m->closed = mem_grow(
	    m->closed, &m->closed_room, m->n_closed + 1, sizeof *m->closed);
	m->closed[m->n_closed++] =
	    (struct manifest_closed){.path = path, .content = content};
}

/* They are a few for each year. */
struct manifest_closed *
manifest_find_closed(const struct manifest *m, const char *path)
{
	for (size_t i = 0; i < m->n_closed; i++)
		if (strcmp(m->closed[i].path, path) == 0)
			return &m->closed[i];
	return NULL;
}

/* Takes the line that starts at *at; it becomes a text of its own. */
static char *
take_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');
	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

static bool
take_number(const char **at, uint64_t *out)
{
	const char *c = *at;
	*out = 0;
	for (; *c >= '0' && *c <= '9'; c++)
		*out = 10 * *out + (uint64_t)(*c - '0');
	const bool ok = c > *at && *c == ' ';
	*at = c + 1;
	return ok;
}

static bool
take_digest(const char **at, struct digest *out)
{
	if (!digest_parse(*at, out, at) || **at != ' ')
		return false;
	++*at;
	return true;
}

/* True if a path leads to something below the tree. */
static bool
is_below(const char *path)
{
	return path[0] != '\0' && path[0] != '/' && strstr(path, "..") == NULL;
}

static bool
take_file(struct manifest *m, const char *line)
{
	struct manifest_file f = {.path = NULL};
	uint64_t changed;
	if (!take_digest(&line, &f.content) ||
	    !take_digest(&line, &f.made_of) || !take_number(&line, &f.size) ||
	    !take_number(&line, &changed) || !is_below(line))
		return false;
	f.changed_ns = (int64_t)changed;
	f.path = line;
	manifest_add(m, &f);
	return true;
}

/* Takes what stands behind "closed ". */
static bool
take_closed(struct manifest *m, const char *line)
{
	struct digest content;
	if (!take_digest(&line, &content) || !is_below(line))
		return false;
	manifest_close(m, line, content);
	return true;
}

static bool
take_entry(struct manifest *m, const char *line)
{
	if (strncmp(line, CLOSED, strlen(CLOSED)) == 0)
		return take_closed(m, line + strlen(CLOSED));
	return take_file(m, line);
}

/* Cuts off the last line, if it is the right sum of all before it. */
static bool
check_sum(char *text, size_t n)
{
	struct digest sum;
	const char *end;
	if (n < SUM_LINE || memcmp(text + n - SUM_LINE, "sum ", 4) != 0 ||
	    !digest_parse(text + n - SUM_LINE + 4, &sum, &end) || *end != '\n')
		return false;
	n -= SUM_LINE;
	text[n] = '\0';
	return strlen(text) == n && digest_equal(sum, digest_of(text, n));
}

static bool
parse(struct manifest *m)
{
	char *at = m->text + strlen(FIRST_LINE);
	const char *line = take_line(&at), *end;
	if (line == NULL || strncmp(line, "inputs ", 7) != 0 ||
	    !digest_parse(line + 7, &m->inputs, &end))
		return false;
	line = take_line(&at);
	if (line == NULL || strncmp(line, "terms ", 6) != 0)
		return false;
	snprintf(m->terms, sizeof m->terms, "%s", line + 6);
	while (*at != '\0') {
		line = take_line(&at);
		if (line == NULL || !take_entry(m, line))
			return false;
	}
	return true;
}

/* Reads the marker as a text; NULL: it cannot be read. */
static char *
read_marker(int folder, size_t *n)
{
	struct stat st;
	char *text = NULL;
	const int fd =
	    openat(folder, MANIFEST_NAME, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size <= SIZE_MOST) {
		size_t got = 0, want = (size_t)st.st_size;
		text = mem_new(want + 1, 1);
		for (ssize_t more = 1; more > 0 && got < want;) {
			more = read(fd, text + got, want - got);
			got += more > 0 ? (size_t)more : 0;
		}
		*n = got;
	}
	close(fd);
	return text;
}

bool
manifest_read(struct manifest *m, int folder)
{
	size_t n;
	*m = (struct manifest){.text = read_marker(folder, &n)};
	if (m->text != NULL &&
	    strncmp(m->text, FIRST_LINE, strlen(FIRST_LINE)) == 0 &&
	    check_sum(m->text, n) && parse(m)) {
		manifest_index(m);
		return true;
	}
	manifest_done(m);
	return false;
}

static void
add_digest(struct buf *out, struct digest d)
{
	char text[DIGEST_TEXT_MAX] = "-";
	if (!digest_is_zero(d))
		digest_format(d, text);
	buf_text(out, text);
}

static void
write_text(const struct manifest *m, struct buf *out)
{
	buf_text(out, FIRST_LINE);
	buf_text(out, "inputs ");
	add_digest(out, m->inputs);
	buf_printf(out, "\nterms %s\n", m->terms);
	for (size_t i = 0; i < m->n_closed; i++) {
		buf_text(out, CLOSED);
		add_digest(out, m->closed[i].content);
		buf_printf(out, " %s\n", m->closed[i].path);
	}
	for (size_t i = 0; i < m->n_files; i++) {
		const struct manifest_file *f = &m->files[i];
		add_digest(out, f->content);
		buf_char(out, ' ');
		add_digest(out, f->made_of);
		buf_printf(out, " %llu %lld ", (unsigned long long)f->size,
		    (long long)f->changed_ns);
		buf_text(out, f->path);
		buf_char(out, '\n');
	}
	char sum[DIGEST_TEXT_MAX];
	digest_format(digest_of(out->text, out->len), sum);
	buf_printf(out, "sum %s\n", sum);
}

bool
manifest_write(const struct manifest *m, int folder, struct err *e)
{
	struct buf text;
	buf_init(&text, SIZE_MOST);
	write_text(m, &text);
	const int fd = openat(folder, MANIFEST_NAME,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && !text.cut;
	for (size_t done = 0; ok && done < text.len;) {
		const ssize_t n = write(fd, text.text + done, text.len - done);
		ok = n > 0;
		done += ok ? (size_t)n : 0;
	}
	ok = ok && fsync(fd) == 0 && fsync(folder) == 0;
	if (!ok)
		err_errno(e, "cannot write the site's %s", MANIFEST_NAME);
	if (fd >= 0 && close(fd) != 0 && ok)
		ok = err_errno(e, "cannot write the site's %s", MANIFEST_NAME);
	buf_done(&text);
	return ok;
}
