#include "render/keep/listed.h"

#include <string.h>

#include "lib/record.h"
#include "lib/skipped.h"

struct reader {
	const char *header;
	uint64_t lines_most;
	listed_fn *on_row;
	void *context;
	bool has_header; /* as it must be */
	uint64_t n_lines;
	uint64_t n_skipped;
	uint64_t first_skipped; /* its line, from 1 */
	const char *why;        /* of that one */
};

/* True if the fields, with commas between them, are the header. */
static bool
is_header(const char *header, char **fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const size_t len = strlen(fields[i]);
		if (strncmp(header, fields[i], len) != 0 ||
		    header[len] != (i + 1 < n ? ',' : '\0'))
			return false;
		header += len + 1;
	}
	return n > 0;
}

static bool
on_line(void *context, char **fields, size_t n, uint64_t number)
{
	struct reader *r = context;
	if (r->n_lines++ == 0)
		return r->has_header = is_header(r->header, fields, n);
	if (n == 1 && fields[0][0] == '\0')
		return true;
	const char *why = r->on_row(r->context, fields, n);
	if (why != NULL && r->n_skipped++ == 0) {
		r->first_skipped = number;
		r->why = why;
	}
	return number < r->lines_most;
}

bool
listed_read(const char *path, const char *header, uint64_t lines_most,
    listed_fn *on_row, void *context, uint64_t *n_skipped, struct err *e)
{
	struct reader r = {.header = header,
	    .lines_most = lines_most,
	    .on_row = on_row,
	    .context = context};
	struct skipped skipped = {0};
	const bool ok = record_read_lines(path, on_line, &r, e);
	if (r.n_skipped > 0)
		skipped_rows(
		    &skipped, path, r.n_skipped, r.first_skipped, r.why);
	*n_skipped = r.n_skipped;
	return ok &&
	       (r.has_header ||
		   err_set(e, "the first line of %s is not %s", path, header));
}
