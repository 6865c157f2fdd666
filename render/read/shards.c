#include "render/read/shards.h"

/* Shards come in order; one with two files counts once. */
void
shards_note(struct shards *s, const struct archive_file *f)
{
	if (f->n_shards == 0) {
		s->has_whole = true;
		return;
	}
	if (s->of != 0 && s->of != f->n_shards)
		s->is_damaged = true;
	s->of = f->n_shards;
	if (f->shard != s->last)
		s->n++;
	s->last = f->shard;
}

void
shards_note_fault(struct shards *s)
{
	s->is_damaged = true;
}

enum day_state
shards_state(const struct shards *s, bool is_partial)
{
	if (!s->has_whole && s->n == 0 && !s->has_rows)
		return DAY_MISSING;
	const bool has_all = s->has_whole || s->n == s->of;
	return has_all && !s->is_damaged && !is_partial ? DAY_COMPLETE
							: DAY_PARTIAL;
}
