/* Target lists: two files, what is asked for and what is excluded, become
 * targets. The first two bytes are the length of the first. */
#include <string.h>

#include "lib/text.h"

#include "scanner/space/targets.h"
#include "tests/fuzz/fuzz.h"

static void
must_be_merged(const struct ranges *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct addr_range *item = &r->items[i];
		must(addr_compare(&item->first, &item->last) <= 0 &&
			 item->first.is_v6 == item->last.is_v6,
		    "a range is not backwards");
		if (i == 0)
			continue;
		must(addr_compare(&item[-1].last, &item->first) < 0,
		    "ranges are in order, and apart");
		const struct addr before = addr_before(&item->first);
		must(item[-1].last.is_v6 != item->first.is_v6 ||
			 addr_compare(&item[-1].last, &before) != 0,
		    "ranges that touch are one");
	}
}

static bool
holds(const struct ranges *r, const struct addr *a)
{
	for (size_t i = 0; i < r->n; i++)
		if (addr_compare(&r->items[i].first, a) <= 0 &&
		    addr_compare(a, &r->items[i].last) <= 0)
			return true;
	return false;
}

/* The numbers of targets are theirs alone, asked for and not excluded. */
static void
try_targets(struct ranges *asked, struct ranges *excluded)
{
	struct targets t;
	struct err e;
	if (!targets_init(&t, asked, excluded, &e)) {
		must(e.text[0] != '\0', "a failure says why");
		return;
	}
	must_be_merged(asked);
	must_be_merged(excluded);
	for (uint64_t i = 0; i < t.n; i += t.n / 50 + 1) {
		const struct addr a = targets_at(&t, i);
		uint64_t number;
		must(targets_find(&t, &a, &number) && number == i,
		    "a target has one number");
		must(holds(asked, &a), "a target was asked for");
		must(!holds(excluded, &a), "a target is not excluded");
		must(a.is_v6 == (i >= t.n_ipv4), "IPv4 comes first");
	}
	for (size_t i = 0; i < excluded->n; i++) {
		uint64_t number;
		must(!targets_find(&t, &excluded->items[i].first, &number) &&
			 !targets_find(&t, &excluded->items[i].last, &number),
		    "what is excluded is no target");
	}
	targets_done(&t);
}

static void
read_list(struct ranges *r, const uint8_t *bytes, size_t n)
{
	struct err e = {{0}};
	if (ranges_add_file(r, file_of(0, bytes, n), &e))
		return;
	must(e.text[0] != '\0', "a failure says why");
	must(text_is_utf8(e.text, strlen(e.text)), "a complaint is readable");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	struct ranges asked = {0}, excluded = {0};
	size_t n_asked = take_16(&in);
	n_asked = n_asked < in.n ? n_asked : in.n;
	read_list(&asked, in.bytes, n_asked);
	read_list(&excluded, in.bytes + n_asked, in.n - n_asked);
	try_targets(&asked, &excluded);
	ranges_done(&asked);
	ranges_done(&excluded);
	return 0;
}
