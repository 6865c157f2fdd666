/* Which of the files that make up a day of a scan are there. */
#ifndef RENDER_READ_SHARDS_H
#define RENDER_READ_SHARDS_H

#include <stdbool.h>

#include "lib/archive.h"

#include "render/read/run.h"

/* A zeroed struct stands for no file. */
struct shards {
	bool has_whole; /* a file that is no shard was read */
	bool has_rows;  /* any good row was read */
	unsigned n;     /* shards read, of `of` */
	unsigned of;
	unsigned last;
	bool is_damaged; /* a file was skipped, or shards do not fit */
};

/* Notes a file that was read, in the archive's order; or one that could not be
 * read to its end. */
void shards_note(struct shards *s, const struct archive_file *f);
void shards_note_fault(struct shards *s);

/* The state of the day; is_partial: a run record says so. */
enum day_state shards_state(const struct shards *s, bool is_partial);

#endif
