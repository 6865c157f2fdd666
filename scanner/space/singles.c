/* Addresses gather in a buffer; when it is full, they are sorted and written to
 * a file as a run; at the end the runs are merged, each read through a small
 * window. An address is its 16 bytes of IPv6, and an IPv4 one those of its
 * mapped form, ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2): no scan asks that.
 *
 * The road not taken: to sort an index in memory costs four times the memory of
 * the list, and lists are of tens of millions. */
#include "scanner/space/singles.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"

enum { WINDOW = 2048 };

struct single {
	uint8_t bytes[SINGLES_BYTES];
};

/* A run being read: places next…end-1 of the file are left. */
struct window {
	uint64_t next, end;
	size_t at, n; /* of what was read */
	struct single items[WINDOW];
};

struct singles {
	struct single *buffer;
	size_t n, room, most;
	FILE *runs; /* NULL: none was written yet */
	uint64_t *ends;
	size_t n_runs, room_runs;
	uint64_t n_written;
};

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

static void
to_single(const struct addr *a, uint8_t out[static SINGLES_BYTES])
{
	if (a->is_v6) {
		memcpy(out, a->bytes, SINGLES_BYTES);
		return;
	}
	memcpy(out, mapped, sizeof mapped);
	memcpy(out + sizeof mapped, a->bytes, 4);
}

static struct addr
to_addr(const uint8_t *bytes)
{
	struct addr a = {.is_v6 = memcmp(bytes, mapped, sizeof mapped) != 0};
	if (a.is_v6)
		memcpy(a.bytes, bytes, SINGLES_BYTES);
	else
		memcpy(a.bytes, bytes + sizeof mapped, 4);
	return a;
}

static int
compare_singles(const void *a, const void *b)
{
	return memcmp(a, b, SINGLES_BYTES);
}

FILE *
singles_temporary(struct err *e)
{
	char path[4096];
	const char *folder = getenv("TMPDIR");
	const int n =
	    folder != NULL && folder[0] != '\0'
		? snprintf(path, sizeof path, "%s/ntpcensus-XXXXXX", folder)
		: snprintf(path, sizeof path, "/var/tmp/ntpcensus-XXXXXX");
	const int fd = n > 0 && (size_t)n < sizeof path ? mkstemp(path) : -1;
	FILE *f = fd >= 0 ? fdopen(fd, "w+") : NULL;
	if (f == NULL) {
		err_errno(e, "cannot make the temporary file %s", path);
		if (fd >= 0)
			close(fd);
	}
	if (fd >= 0)
		unlink(path);
	return f;
}

struct singles *
singles_new(size_t run)
{
	struct singles *s = mem_new(1, sizeof *s);
	s->most = run;
	return s;
}

void
singles_free(struct singles *s)
{
	if (s->runs != NULL)
		fclose(s->runs);
	free(s->buffer);
	free(s->ends);
	free(s);
}

uint64_t
singles_count(const struct singles *s)
{
	return s->n_written + s->n;
}

/* Sorts what the buffer holds, and writes it as a run. */
static bool
end_run(struct singles *s, struct err *e)
{
	if (s->n == 0)
		return true;
	qsort(s->buffer, s->n, sizeof s->buffer[0], compare_singles);
	if (s->runs == NULL && (s->runs = singles_temporary(e)) == NULL)
		return false;
	if (fwrite(s->buffer, sizeof s->buffer[0], s->n, s->runs) != s->n)
		return err_errno(e, "cannot write a temporary file");
	s->n_written += s->n;
	s->n = 0;
	s->ends =
	    mem_grow(s->ends, &s->room_runs, s->n_runs + 1, sizeof s->ends[0]);
	s->ends[s->n_runs++] = s->n_written;
	return true;
}

bool
singles_add(struct singles *s, const struct addr *a, struct err *e)
{
	if (s->n == s->most && !end_run(s, e))
		return false;
	if (s->n == s->room) {
		/* Never more than a run, which mem_grow would pass. */
		size_t room = s->room == 0 ? 1024 : s->room * 2;
		room = room < s->most ? room : s->most;
		s->buffer =
		    mem_need(realloc(s->buffer, room * sizeof s->buffer[0]));
		s->room = room;
	}
	to_single(a, s->buffer[s->n++].bytes);
	return true;
}

/* Makes sure that the window holds an item, unless its run is over. */
static bool
fill(const struct singles *s, struct window *w, struct err *e)
{
	if (w->at < w->n || w->next == w->end)
		return true;
	const uint64_t left = w->end - w->next;
	w->n = left < WINDOW ? (size_t)left : WINDOW;
	w->at = 0;
	const size_t bytes = w->n * sizeof w->items[0];
	if (pread(fileno(s->runs), w->items, bytes,
		(off_t)(w->next * SINGLES_BYTES)) != (ssize_t)bytes)
		return err_errno(e, "cannot read a temporary file");
	w->next += w->n;
	return true;
}

/* The window with the first item of all; NULL: all runs are over. */
static struct window *
first_of(struct window *windows, size_t n)
{
	struct window *first = NULL;
	for (size_t i = 0; i < n; i++) {
		struct window *w = &windows[i];
		if (w->at == w->n)
			continue;
		if (first == NULL ||
		    memcmp(w->items[w->at].bytes, first->items[first->at].bytes,
			SINGLES_BYTES) < 0)
			first = w;
	}
	return first;
}

static struct window *
open_windows(struct singles *s, struct err *e)
{
	if (!end_run(s, e))
		return NULL;
	if (s->runs != NULL && fflush(s->runs) != 0) {
		err_errno(e, "cannot write a temporary file");
		return NULL;
	}
	/* The buffer has done its work. */
	free(s->buffer);
	s->buffer = NULL;
	s->room = 0;
	struct window *windows = mem_new(s->n_runs, sizeof windows[0]);
	for (size_t i = 0; i < s->n_runs; i++) {
		windows[i].next = i > 0 ? s->ends[i - 1] : 0;
		windows[i].end = s->ends[i];
	}
	return windows;
}

bool
singles_write(struct singles *s, const struct ranges *known,
    const struct ranges *excluded, FILE *out, uint64_t *n, uint64_t *n_ipv4,
    uint64_t *n_excluded, struct err *e)
{
	struct window *windows = open_windows(s, e), *w;
	uint8_t last[SINGLES_BYTES] = {0};
	bool ok = windows != NULL, is_any = false;
	*n = *n_ipv4 = *n_excluded = 0;
	for (size_t i = 0; ok && i < s->n_runs; i++)
		ok = fill(s, &windows[i], e);
	while (ok && (w = first_of(windows, s->n_runs)) != NULL) {
		const uint8_t *item = w->items[w->at++].bytes;
		const bool is_new =
		    !is_any || memcmp(last, item, sizeof last) != 0;
		const struct addr a = to_addr(item);
		memcpy(last, item, sizeof last);
		is_any = true;
		ok = fill(s, w, e);
		if (!is_new || ranges_has(known, &a))
			continue;
		if (ranges_has(excluded, &a)) {
			++*n_excluded;
			continue;
		}
		fwrite(last, sizeof last, 1, out);
		++*n;
		*n_ipv4 += !a.is_v6;
	}
	free(windows);
	return ok && (!ferror(out) || err_errno(e, "cannot write a file"));
}

bool
singles_each(
    struct singles *s, singles_addr_fn *on_addr, void *context, struct err *e)
{
	struct window *windows =
	    s->n_runs > 0 ? open_windows(s, e) : mem_new(1, 1);
	bool ok = windows != NULL;
	for (size_t i = 0; i < s->n; i++) {
		const struct addr a = to_addr(s->buffer[i].bytes);
		on_addr(context, &a);
	}
	for (size_t i = 0; ok && i < s->n_runs; i++)
		while ((ok = fill(s, &windows[i], e)) &&
		       windows[i].at < windows[i].n) {
			const struct addr a =
			    to_addr(windows[i].items[windows[i].at++].bytes);
			on_addr(context, &a);
		}
	free(windows);
	return ok;
}

struct addr
singles_at(const uint8_t *list, uint64_t i)
{
	return to_addr(list + i * SINGLES_BYTES);
}

bool
singles_find(
    const uint8_t *list, uint64_t n, const struct addr *a, uint64_t *at)
{
	uint8_t wanted[SINGLES_BYTES];
	uint64_t low = 0, high = n;
	to_single(a, wanted);
	while (low < high) {
		const uint64_t middle = low + (high - low) / 2;
		const int order = memcmp(
		    wanted, list + middle * SINGLES_BYTES, SINGLES_BYTES);
		if (order == 0) {
			*at = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}
