#include "scanner/space/targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "lib/mem.h"

#include "scanner/space/singles.h"
#include "scanner/space/span.h"

static inline uint64_t
span_start(const void *space, uint32_t k)
{
	return ((const struct targets *)space)->starts[k];
}

static const uint64_t most = (uint64_t)1 << 48;

/* How many addresses a merged list has; false if more than can be asked. */
static bool
count(const struct ranges *r, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < r->n; i++) {
		const uint64_t span =
		    addr_minus(&r->items[i].last, &r->items[i].first);
		if (span >= most || *out + span >= most)
			return false;
		*out += span + 1;
	}
	return true;
}

static void
number_ranges(struct targets *t)
{
	uint64_t next = 0;
	t->starts = mem_new(t->allowed.n, sizeof t->starts[0]);
	for (size_t i = 0; i < t->allowed.n; i++) {
		const struct addr_range *r = &t->allowed.items[i];
		t->starts[i] = next;
		next += addr_minus(&r->last, &r->first) + 1;
		if (!r->first.is_v6)
			t->n_ipv4 = next;
	}
}

static void
make_jumps(struct targets *t)
{
	uint32_t r = 0;
	t->jumps = mem_new(TARGETS_JUMPS + 1, sizeof t->jumps[0]);
	while (t->n >> t->shift >= TARGETS_JUMPS)
		t->shift++;
	for (uint64_t j = 0; j <= TARGETS_JUMPS; j++) {
		while (
		    r + 1 < t->allowed.n && t->starts[r + 1] <= j << t->shift)
			r++;
		t->jumps[j] = r;
	}
}

bool
targets_init(struct targets *t, struct ranges *asked, struct ranges *excluded,
    struct err *e)
{
	uint64_t n_asked;
	*t = (struct targets){0};
	ranges_merge(asked);
	ranges_merge(excluded);
	for (size_t i = 0; i < asked->n; i++)
		ranges_add(&t->allowed, &asked->items[i]);
	ranges_subtract(&t->allowed, excluded);
	if (!count(&t->allowed, &t->n)) {
		targets_done(t);
		return err_set(e, "the targets are more than 2^48 addresses; "
				  "list IPv6 hosts one by one");
	}
	/* An asked-for range that is excluded may be larger than any number. */
	t->n_excluded = count(asked, &n_asked) ? n_asked - t->n : UINT64_MAX;
	t->n_in_ranges = t->n;
	number_ranges(t);
	make_jumps(t);
	return true;
}

void
targets_done(struct targets *t)
{
	ranges_done(&t->allowed);
	free(t->starts);
	free(t->jumps);
	if (t->map != NULL)
		munmap(t->map, t->map_bytes);
	*t = (struct targets){0};
}

bool
targets_map_singles(
    struct targets *t, int fd, size_t start, uint64_t n_singles, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || (uint64_t)st.st_size < start ||
	    ((uint64_t)st.st_size - start) / SINGLES_BYTES < n_singles)
		return err_set(e, "a list of addresses is cut off");
	void *map =
	    mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return err_errno(e, "cannot map a list of addresses");
	t->map = map;
	t->map_bytes = (size_t)st.st_size;
	t->singles = (const uint8_t *)map + start;
	t->n_singles = n_singles;
	t->n += n_singles;
	return true;
}

bool
targets_add_singles(struct targets *t, struct singles *list,
    const struct ranges *excluded, struct err *e)
{
	uint64_t n, n_ipv4, n_excluded;
	FILE *out = singles_temporary(e);
	if (out == NULL)
		return false;
	bool ok =
	    singles_write(list, &t->allowed, excluded, out, &n, &n_ipv4,
		&n_excluded, e) &&
	    (fflush(out) == 0 || err_errno(e, "cannot write a temporary file"));
	if (ok && n > 0)
		ok = targets_map_singles(t, fileno(out), 0, n, e);
	fclose(out);
	if (!ok)
		return false;
	t->n_ipv4 += n_ipv4;
	if (t->n_excluded != UINT64_MAX)
		t->n_excluded += n_excluded;
	return true;
}

void
targets_fingerprint(
    const struct targets *t, char out[static FINGERPRINT_TEXT_MAX])
{
	struct fingerprint *f = fingerprint_begin();
	for (size_t i = 0; i < t->allowed.n; i++) {
		const struct addr_range *r = &t->allowed.items[i];
		const uint8_t family = r->first.is_v6;
		fingerprint_add(f, &family, 1);
		fingerprint_add(f, r->first.bytes, sizeof r->first.bytes);
		fingerprint_add(f, r->last.bytes, sizeof r->last.bytes);
	}
	if (t->n_singles > 0)
		fingerprint_add(f, t->singles, t->n_singles * SINGLES_BYTES);
	fingerprint_end(f, out);
}

struct addr
targets_at(const struct targets *t, uint64_t i)
{
	if (i >= t->n_in_ranges)
		return singles_at(t->singles, i - t->n_in_ranges);
	const uint32_t *jump = &t->jumps[i >> t->shift];
	const uint32_t r = span_find(t, jump[0], jump[1] + 1, i);
	return addr_plus(&t->allowed.items[r].first, i - t->starts[r]);
}

bool
targets_find(const struct targets *t, const struct addr *a, uint64_t *out)
{
	size_t low = 0, high = t->allowed.n;
	uint64_t at;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct addr_range *r = &t->allowed.items[middle];
		if (addr_compare(a, &r->first) < 0) {
			high = middle;
		} else if (addr_compare(a, &r->last) > 0) {
			low = middle + 1;
		} else {
			*out = t->starts[middle] + addr_minus(a, &r->first);
			return true;
		}
	}
	if (t->n_singles == 0 ||
	    !singles_find(t->singles, t->n_singles, a, &at))
		return false;
	*out = t->n_in_ranges + at;
	return true;
}
