#include "scanner/space/targets.h"

#include <stdlib.h>

#include "lib/mem.h"

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
	*t = (struct targets){0};
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
	fingerprint_end(f, out);
}

struct addr
targets_at(const struct targets *t, uint64_t i)
{
	const uint32_t *jump = &t->jumps[i >> t->shift];
	const uint32_t r = span_find(t, jump[0], jump[1] + 1, i);
	return addr_plus(&t->allowed.items[r].first, i - t->starts[r]);
}

bool
targets_find(const struct targets *t, const struct addr *a, uint64_t *out)
{
	size_t low = 0, high = t->allowed.n;
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
	return false;
}
