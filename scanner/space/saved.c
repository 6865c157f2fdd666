/* A saved space is a head, then a byte of the family, 16 of the first and 16 of
 * the last address for each range, in the order of a merged list, then the long
 * list of single addresses as it is. */
#include <stdio.h>
#include <string.h>

#include "lib/file.h"

#include "scanner/space/singles.h"
#include "scanner/space/targets.h"

struct head {
	char magic[8];
	uint64_t n_ranges;
	uint64_t n_singles;
};

static const char magic[8] = "NTPCSPC2";

enum { RANGE_BYTES = 1 + 16 + 16 };

bool
targets_save(const struct targets *t, const char *path, struct err *e)
{
	struct file_aside f;
	struct head head = {
	    .n_ranges = t->allowed.n, .n_singles = t->n_singles};
	memcpy(head.magic, magic, sizeof magic);
	if (!file_aside_open(&f, path, e))
		return false;
	fwrite(&head, sizeof head, 1, f.stream);
	for (size_t i = 0; i < t->allowed.n; i++) {
		const struct addr_range *r = &t->allowed.items[i];
		fputc(r->first.is_v6, f.stream);
		fwrite(r->first.bytes, sizeof r->first.bytes, 1, f.stream);
		fwrite(r->last.bytes, sizeof r->last.bytes, 1, f.stream);
	}
	if (t->n_singles > 0)
		fwrite(t->singles, SINGLES_BYTES, t->n_singles, f.stream);
	return file_aside_commit(&f, e);
}

/* Reads a range that stands behind those read so far. False: it does not. */
static bool
read_range(struct ranges *out, FILE *in)
{
	uint8_t bytes[RANGE_BYTES];
	struct addr_range r;
	if (fread(bytes, sizeof bytes, 1, in) != 1 || bytes[0] > 1)
		return false;
	r.first.is_v6 = r.last.is_v6 = bytes[0];
	memcpy(r.first.bytes, bytes + 1, 16);
	memcpy(r.last.bytes, bytes + 17, 16);
	if (addr_compare(&r.first, &r.last) > 0 ||
	    (out->n > 0 &&
		addr_compare(&out->items[out->n - 1].last, &r.first) >= 0))
		return false;
	ranges_add(out, &r);
	return true;
}

static bool
read_ranges(struct ranges *out, struct head *head, FILE *in)
{
	if (fread(head, sizeof *head, 1, in) != 1 ||
	    memcmp(head->magic, magic, sizeof magic) != 0)
		return false;
	for (uint64_t i = 0; i < head->n_ranges; i++)
		if (!read_range(out, in))
			return false;
	return head->n_ranges + head->n_singles > 0 &&
	       (head->n_singles > 0 || getc(in) == EOF);
}

/* Maps the long list of single addresses, and sees that it is in order. */
static bool
read_singles(
    struct targets *t, const struct head *head, FILE *in, struct err *e)
{
	const size_t start =
	    sizeof *head + (size_t)head->n_ranges * RANGE_BYTES;
	if (head->n_singles == 0)
		return true;
	if (!targets_map_singles(t, fileno(in), start, head->n_singles, e))
		return false;
	bool ok = t->map_bytes == start + head->n_singles * SINGLES_BYTES;
	for (uint64_t i = 0; ok && i < head->n_singles; i++) {
		t->n_ipv4 += !singles_at(t->singles, i).is_v6;
		ok = i == 0 ||
		     memcmp(t->singles + (i - 1) * SINGLES_BYTES,
			 t->singles + i * SINGLES_BYTES, SINGLES_BYTES) < 0;
	}
	return ok || err_set(e, "a list of addresses is in no order");
}

bool
targets_load(struct targets *t, const char *path, struct err *e)
{
	struct ranges all = {0}, none = {0};
	struct head head;
	FILE *in = fopen(path, "re");
	*t = (struct targets){0};
	if (in == NULL)
		return err_errno(e, "cannot open %s", path);
	bool ok = read_ranges(&all, &head, in) ||
		  err_set(e, "it is no list of targets");
	ok = ok && targets_init(t, &all, &none, e) &&
	     read_singles(t, &head, in, e);
	fclose(in);
	ranges_done(&all);
	if (ok)
		return true;
	targets_done(t);
	return err_prefix(e, "%s is damaged", path);
}
