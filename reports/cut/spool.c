#include "reports/cut/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/mem.h"

/* A row of a report is shorter than the longest line that is read, quotes
 * doubled. */
enum { PENDING_BYTES = 1 << 20, MOST_ROW_BYTES = 4 << 20 };

/* Some file systems have no files without a name; there it is taken away. */
static int
open_unnamed(const char *folder)
{
	char path[PATH_MAX];
	const int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return file;
	if (snprintf(path, sizeof path, "%s/rows-XXXXXX", folder) >= PATH_MAX)
		return -1;
	const int named = mkostemp(path, O_CLOEXEC);
	if (named >= 0)
		unlink(path);
	return named;
}

bool
spool_open(struct spool *s, const char *folder, struct err *e)
{
	*s = (struct spool){.file = open_unnamed(folder)};
	buf_init(&s->pending, PENDING_BYTES + MOST_ROW_BYTES);
	return s->file >= 0 ||
	       err_errno(e, "cannot make a file without a name in %s", folder);
}

void
spool_close(struct spool *s)
{
	if (s->map != NULL)
		munmap((void *)(uintptr_t)s->map, (size_t)s->written);
	if (s->file >= 0)
		close(s->file);
	buf_done(&s->pending);
	free(s->rows);
	*s = (struct spool){.file = -1};
}

/* Once writing has failed, rows are dropped: the cut fails at its end. */
static void
write_pending(struct spool *s)
{
	size_t at = 0;
	while (!s->is_failed && at < s->pending.len) {
		const ssize_t n =
		    write(s->file, s->pending.text + at, s->pending.len - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			s->is_failed = true;
			err_errno(&s->e, "cannot keep the rows of the day");
			break;
		}
		at += (size_t)n;
	}
	s->written += s->pending.len;
	buf_reset(&s->pending);
}

struct buf *
spool_begin(struct spool *s, uint32_t order, uint32_t class)
{
	const uint32_t length = 0;
	s->rows = mem_grow(s->rows, &s->room, s->n + 1, sizeof s->rows[0]);
	s->rows[s->n++] =
	    (struct spool_row){s->written + s->pending.len, order, class};
	buf_add(&s->pending, &length, sizeof length);
	return &s->pending;
}

void
spool_end(struct spool *s)
{
	const size_t start = (size_t)(s->rows[s->n - 1].at - s->written);
	const uint32_t length =
	    (uint32_t)(s->pending.len - start - sizeof length);
	memcpy(s->pending.text + start, &length, sizeof length);
	if (s->pending.cut && !s->is_failed) {
		s->is_failed = true;
		err_set(&s->e, "a row of the day is longer than %d bytes",
		    MOST_ROW_BYTES);
	}
	if (s->pending.len >= PENDING_BYTES)
		write_pending(s);
}

void
spool_forget(struct spool *s, size_t n)
{
	s->n = n;
}

bool
spool_settle(struct spool *s, struct err *e)
{
	write_pending(s);
	if (s->is_failed)
		return err_set(e, "%s", s->e.text);
	if (s->written == 0)
		return true;
	void *map =
	    mmap(NULL, (size_t)s->written, PROT_READ, MAP_SHARED, s->file, 0);
	if (map == MAP_FAILED)
		return err_errno(e, "cannot read the rows of the day again");
	s->map = map;
	return true;
}

const char *
spool_text(const struct spool *s, uint64_t at, size_t *n)
{
	uint32_t length;
	memcpy(&length, s->map + at, sizeof length);
	*n = length;
	return s->map + at + sizeof length;
}
