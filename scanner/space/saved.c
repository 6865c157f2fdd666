/* A saved space is a head, then a byte of the family, 16 of the first and 16 of
 * the last address for each range, in the order of a merged list. */
#include <stdio.h>
#include <string.h>

#include "lib/file.h"

#include "scanner/space/targets.h"

struct head {
	char magic[8];
	uint64_t n_ranges;
};

static const char magic[8] = "NTPCSPC1";

enum { RANGE_BYTES = 1 + 16 + 16 };

bool
targets_save(const struct targets *t, const char *path, struct err *e)
{
	struct file_aside f;
	struct head head = {.n_ranges = t->allowed.n};
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
read_ranges(struct ranges *out, FILE *in)
{
	struct head head;
	if (fread(&head, sizeof head, 1, in) != 1 ||
	    memcmp(head.magic, magic, sizeof magic) != 0)
		return false;
	for (uint64_t i = 0; i < head.n_ranges; i++)
		if (!read_range(out, in))
			return false;
	return out->n > 0 && getc(in) == EOF;
}

bool
targets_load(struct targets *t, const char *path, struct err *e)
{
	struct ranges all = {0}, none = {0};
	FILE *in = fopen(path, "re");
	*t = (struct targets){0};
	if (in == NULL)
		return err_errno(e, "cannot open %s", path);
	bool ok = read_ranges(&all, in) ||
		  err_set(e, "%s is damaged: it is no list of targets", path);
	ok = ok && targets_init(t, &all, &none, e);
	fclose(in);
	ranges_done(&all);
	return ok;
}
