/* The file holds a header, the days that were taken in, and the addresses in
 * their order, each with the day on which it was last seen, the complete day on
 * which it was last seen (0: none), and the country in which it then was. To
 * add a day, both sorted lists are merged into a new file. Five million hosts
 * of a day and thirty million of a year are 300 MB read, and 300 MB written.
 *
 * All numbers are in the machine's order: the file does not travel. */
#include "render/read/windows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/mem.h"

enum { FORM = 1, MOST_DAYS = WINDOWS_DAYS, OUT_BYTES = 1 << 20 };

static const char magic[8] = "NTPCSEEN";

struct head {
	char magic[8];
	uint32_t form;
	uint32_t is_v6;
	uint64_t n_days;
	uint64_t n_seen;
};

/* What stands behind an address. Days count from 1970. */
struct last {
	uint16_t seen;
	uint16_t complete; /* 0: on no complete day */
	uint16_t country;
};

struct windows {
	char path[PATH_MAX];
	char added[PATH_MAX]; /* with the days that are not kept yet */
	bool is_added;        /* there is such a file */
	bool is_v6;
	struct window_day days[MOST_DAYS];
	size_t n_days;
	uint8_t *map; /* the whole file; NULL: there is none */
	size_t map_bytes;
	const uint8_t *seen; /* the addresses in it */
	size_t n_seen;
};

/* An address is followed by the day on which it was seen, and so on. */
static size_t
address_bytes(const struct windows *w)
{
	return w->is_v6 ? 16 : 4;
}

static size_t
stride_of(const struct windows *w)
{
	return address_bytes(w) + sizeof(struct last);
}

void
windows_clear(struct windows *w)
{
	if (w->map != NULL)
		munmap(w->map, w->map_bytes);
	w->map = NULL;
	w->seen = NULL;
	w->n_seen = 0;
	w->n_days = 0;
}

/* True if the days are in order, and no longer ago than the window. */
static bool
are_days_good(const struct windows *w)
{
	for (size_t i = 0; i < w->n_days; i++) {
		const struct window_day *d = &w->days[i];
		uint8_t is_complete;
		memcpy(&is_complete, &d->is_complete, sizeof is_complete);
		if (is_complete > 1 || d->day <= 0 || d->day > UINT16_MAX ||
		    (i > 0 && d->day <= w->days[i - 1].day) ||
		    memchr(d->digest, '\0', sizeof d->digest) == NULL)
			return false;
	}
	return true;
}

/* True if the addresses are in order, and none is of a day to come. */
static bool
are_seen_good(const struct windows *w)
{
	const size_t n = address_bytes(w), stride = stride_of(w);
	const day_t end = w->n_days > 0 ? w->days[w->n_days - 1].day : 0;
	for (size_t i = 0; i < w->n_seen; i++) {
		const uint8_t *at = w->seen + i * stride;
		struct last last;
		memcpy(&last, at + n, sizeof last);
		if ((i > 0 && memcmp(at - stride, at, n) >= 0) ||
		    last.seen > end || last.complete > last.seen ||
		    last.country >> 8 < 'A' || last.country >> 8 > 'Z' ||
		    (last.country & 0xff) < 'A' || (last.country & 0xff) > 'Z')
			return false;
	}
	return true;
}

/* Looks through the file in memory. False: it is none of ours. */
static bool
read_map(struct windows *w)
{
	struct head head;
	if (w->map_bytes < sizeof head)
		return false;
	memcpy(&head, w->map, sizeof head);
	if (memcmp(head.magic, magic, sizeof magic) != 0 || head.form != FORM ||
	    head.is_v6 != w->is_v6 || head.n_days > MOST_DAYS)
		return false;
	w->n_days = (size_t)head.n_days;
	const size_t at = sizeof head + w->n_days * sizeof w->days[0];
	if (w->map_bytes < at || (w->map_bytes - at) % stride_of(w) != 0 ||
	    (w->map_bytes - at) / stride_of(w) != head.n_seen)
		return false;
	memcpy(w->days, w->map + sizeof head, w->n_days * sizeof w->days[0]);
	w->seen = w->map + at;
	w->n_seen = (size_t)head.n_seen;
	return are_days_good(w) && are_seen_good(w);
}

/* Reads what stands at the path, if it can be read. */
static void
load(struct windows *w, const char *path)
{
	struct stat st;
	windows_clear(w);
	const int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return;
	if (fstat(file, &st) == 0 && st.st_size > 0) {
		void *map = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
		w->map = map != MAP_FAILED ? map : NULL;
		w->map_bytes = (size_t)st.st_size;
	}
	close(file);
	if (w->map != NULL && !read_map(w))
		windows_clear(w);
}

struct windows *
windows_open(const char *path, bool is_v6)
{
	struct windows *w = mem_new(1, sizeof *w);
	w->is_v6 = is_v6;
	const int n = snprintf(w->path, sizeof w->path, "%s", path);
	const int m = snprintf(w->added, sizeof w->added, "%s.new", path);
	if (n > 0 && n < PATH_MAX && m > 0 && m < PATH_MAX)
		load(w, w->path);
	return w;
}

void
windows_close(struct windows *w)
{
	if (w == NULL)
		return;
	windows_clear(w);
	if (w->is_added)
		unlink(w->added);
	free(w);
}

static bool
knows(const struct windows *w, const struct window_day *day)
{
	for (size_t i = 0; i < w->n_days; i++)
		if (w->days[i].day == day->day)
			return strcmp(w->days[i].digest, day->digest) == 0;
	return false;
}

bool
windows_fits(const struct windows *w, day_t day,
    const struct window_day *before, size_t n)
{
	if (w->n_days > 0 && w->days[w->n_days - 1].day >= day)
		return false;
	for (size_t i = 0; i < n; i++)
		if (before[i].day > day - WINDOWS_DAYS && !knows(w, &before[i]))
			return false;
	return true;
}

enum { LETTERS = 26, COUNTRIES = LETTERS * LETTERS };

/* A day being added. */
struct adding {
	struct windows *w;
	uint16_t day;
	uint16_t complete; /* the last complete day before; 0: none */
	bool is_complete;
	bool has_churn;
	struct file_aside out;
	uint64_t n_seen;
	int32_t counts[COUNTRIES][N_FIGURES];
};

static int32_t *
counts_of(struct adding *a, uint16_t country)
{
	return a->counts[((country >> 8) - 'A') * LETTERS +
			 ((country & 0xff) - 'A')];
}

/* Writes an address that is not forgotten, and counts it. */
static void
put(struct adding *a, const uint8_t *address, const struct last *last)
{
	static const struct {
		enum figure figure;
		int days;
	} windows[] = {
	    {FIGURE_SEEN_7, 7}, {FIGURE_SEEN_30, 30}, {FIGURE_SEEN_365, 365}};
	int32_t *counts = counts_of(a, last->country);
	for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++)
		counts[windows[i].figure] +=
		    a->day - last->seen < windows[i].days;
	a->n_seen++;
	fwrite_unlocked(address, address_bytes(a->w), 1, a->out.stream);
	fwrite_unlocked(last, sizeof *last, 1, a->out.stream);
}

/* An address that is not there on this day. */
static void
take_old(struct adding *a, const uint8_t *address, const struct last *last)
{
	if (a->complete != 0 && last->complete == a->complete)
		counts_of(a, last->country)[FIGURE_GONE]++;
	if (a->day - last->seen < WINDOWS_DAYS)
		put(a, address, last);
}

/* One that is; old is NULL if it was not seen before. */
static void
take_new(struct adding *a, const uint8_t *address, uint16_t country,
    const struct last *old)
{
	const bool is_same =
	    old != NULL && a->complete != 0 && old->complete == a->complete;
	struct last last = {.seen = a->day,
	    .complete = old != NULL ? old->complete : 0,
	    .country = country};
	if (a->is_complete)
		last.complete = a->day;
	counts_of(a, country)[is_same ? FIGURE_SAME : FIGURE_NEW]++;
	put(a, address, &last);
}

/* Merges one part of the day's hosts with what is known up to the next part;
 * *at is a place among the known addresses. */
static void
merge_part(
    struct adding *a, const struct hosts *hosts, unsigned part, size_t *at)
{
	const struct windows *w = a->w;
	const size_t n = address_bytes(w), stride = stride_of(w);
	for (size_t i = 0;; i++) {
		struct host host;
		const uint8_t *address = i < hosts->parts[part].n
					     ? hosts_at(hosts, part, i, &host)
					     : NULL;
		const uint8_t *old = NULL;
		struct last last;
		int order = -1;
		for (; *at < w->n_seen && order < 0; *at += order <= 0) {
			old = w->seen + *at * stride;
			if (old[0] > part)
				break;
			memcpy(&last, old + n, sizeof last);
			order = address == NULL ? -1 : memcmp(old, address, n);
			if (order < 0)
				take_old(a, old, &last);
		}
		if (address == NULL)
			return;
		take_new(a, address, host.country, order == 0 ? &last : NULL);
	}
}

static bool
write_head(struct adding *a, const struct window_day *day)
{
	const struct windows *w = a->w;
	struct window_day days[MOST_DAYS + 1] = {{0}};
	struct head head = {.form = FORM, .is_v6 = w->is_v6};
	memcpy(head.magic, magic, sizeof magic);
	head.n_seen = a->n_seen;
	for (size_t i = 0; i < w->n_days; i++)
		if (w->days[i].day > day->day - WINDOWS_DAYS)
			days[head.n_days++] = w->days[i];
	days[head.n_days++] = *day;
	return fwrite(&head, sizeof head, 1, a->out.stream) == 1 &&
	       fwrite(days, sizeof days[0], head.n_days, a->out.stream) ==
		   head.n_days;
}

/* Adds up the world, and lists what is known of each country. */
static void
list_figures(struct adding *a, struct tally *figures)
{
	int32_t world[N_FIGURES] = {0};
	const int end = a->has_churn ? FIGURE_GONE : FIGURE_SEEN_365;
	for (size_t i = 0; i < COUNTRIES; i++) {
		const uint16_t country =
		    (uint16_t)(('A' + i / LETTERS) << 8 | ('A' + i % LETTERS));
		const bool has_some = a->counts[i][FIGURE_SEEN_365] > 0;
		for (int f = FIGURE_SEEN_7; f <= end; f++) {
			world[f] += a->counts[i][f];
			if (has_some)
				tally_add(figures, country, (uint32_t)f,
				    a->counts[i][f]);
		}
	}
	for (int f = FIGURE_SEEN_7; f <= end; f++)
		tally_add(figures, COUNTRY_WORLD, (uint32_t)f, world[f]);
	tally_sort(figures);
}

static bool
write_all(struct adding *a, const struct window_day *day,
    const struct hosts *hosts, struct err *e)
{
	size_t at = 0;
	setvbuf(a->out.stream, NULL, _IOFBF, OUT_BYTES);
	bool ok = write_head(a, day);
	for (unsigned part = 0; part < HOSTS_PARTS; part++)
		merge_part(a, hosts, part, &at);
	/* Now it is known how many there are. */
	ok = ok && fseeko(a->out.stream, 0, SEEK_SET) == 0 &&
	     write_head(a, day) && !ferror(a->out.stream);
	if (ok)
		return file_aside_commit(&a->out, e);
	err_errno(e, "cannot write %s", a->w->added);
	file_aside_abandon(&a->out);
	return false;
}

/* The last complete day that is not forgotten; 0: none. */
static uint16_t
last_complete(const struct windows *w, day_t day)
{
	for (size_t i = w->n_days; i-- > 0;)
		if (w->days[i].is_complete &&
		    w->days[i].day > day - WINDOWS_DAYS)
			return (uint16_t)w->days[i].day;
	return 0;
}

bool
windows_add(struct windows *w, const struct window_day *day,
    const struct hosts *hosts, struct tally *figures, struct err *e)
{
	if (day->day <= 0 || day->day > UINT16_MAX)
		return err_set(e,
		    "%s: no day before 1970 or after 2149 can be "
		    "put in",
		    w->path);
	struct adding *a = mem_new(1, sizeof *a);
	a->w = w;
	a->day = (uint16_t)day->day;
	a->complete = last_complete(w, day->day);
	a->is_complete = day->is_complete;
	a->has_churn = a->is_complete && a->complete != 0;
	const bool ok = file_aside_open(&a->out, w->added, e) &&
			write_all(a, day, hosts, e);
	if (ok && figures != NULL)
		list_figures(a, figures);
	free(a);
	if (ok) {
		w->is_added = true;
		load(w, w->added);
	}
	return ok && (w->n_days > 0 ||
			 err_set(e, "%s cannot be read again", w->added));
}

bool
windows_keep(struct windows *w, struct err *e)
{
	if (w->is_added && rename(w->added, w->path) != 0)
		return err_errno(e, "cannot rename %s", w->added);
	w->is_added = false;
	return true;
}
