#include "render/pages/page.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/progress.h"

#include "render/crew.h"
#include "render/pages/pages.h"

/* A kind of things to make: how many there are, and how one is made. */
struct kind {
	size_t (*count)(const struct history *h);
	bool (*write)(struct press *p, size_t i, struct err *e);
};

static const struct kind pages[] = {
    {page_world_count, page_world_write},
    {page_scan_count, page_scan_write},
    {page_index_count, page_index_write},
    {page_region_count, page_region_write},
    {page_compare_count, page_compare_write},
    {page_country_count, page_country_write},
    {page_asn_count, page_asn_write},
    {page_embed_count, page_embed_write},
    {page_day_count, page_day_write},
    {page_prose_count, page_prose_write},
    {feed_count, feed_write},
};

static const struct kind days[] = {{page_day_count, page_day_write}};

static const struct kind pictures[] = {
    {picture_count, picture_write},
    {picture_space_count, picture_space_write},
};

/* The work of a crew. */
struct work {
	const struct kind *kinds;
	size_t n_kinds;
	const struct history *history;
	struct press *presses; /* one for each worker */
	unsigned n_presses;
	const char *
	    *listed; /* for each job: its page for the sitemap, or NULL */
	struct arena *paths; /* for each worker */
};

static size_t
count_jobs(const struct work *w)
{
	size_t n = 0;
	for (size_t i = 0; i < w->n_kinds; i++)
		n += w->kinds[i].count(w->history);
	return n;
}

static bool
do_job(void *context, unsigned worker, size_t job, struct err *e)
{
	struct work *w = context;
	struct press *p = &w->presses[worker];
	const struct kind *kind = w->kinds;
	size_t i = job;
	for (; i >= kind->count(w->history); kind++)
		i -= kind->count(w->history);
	p->is_listed = false;
	if (!kind->write(p, i, e))
		return false;
	if (p->is_listed)
		w->listed[job] = arena_text(&w->paths[worker], p->path);
	return true;
}

/* Makes all things of some kinds. sitemap: then writes what comes last, the
 * sitemap among it. */
static bool
make_all(const struct edition *edition, const struct kind *kinds,
    size_t n_kinds, bool sitemap, struct progress *progress, struct err *e)
{
	const unsigned n = edition->n_workers;
	struct work w = {.kinds = kinds,
	    .n_kinds = n_kinds,
	    .history = edition->history,
	    .presses = mem_new(n, sizeof *w.presses),
	    .paths = mem_new(n, sizeof *w.paths)};
	const size_t n_jobs = count_jobs(&w);
	w.listed = mem_new(n_jobs, sizeof *w.listed);
	for (unsigned i = 0; i < n; i++)
		press_open(&w.presses[i], edition);
	progress->total = n_jobs;
	bool ok = crew_run(n, n_jobs, do_job, &w, progress, e);
	if (ok && sitemap)
		ok = page_rest_write(&w.presses[0], w.listed, n_jobs, e);
	for (unsigned i = 0; i < n; i++) {
		press_close(&w.presses[i]);
		arena_reset(&w.paths[i]);
	}
	free(w.listed);
	free(w.paths);
	free(w.presses);
	progress_end(progress, ok ? NULL : "failed");
	return ok;
}

bool
pages_write(const struct edition *edition, bool quiet, struct err *e)
{
	struct progress progress;
	progress_start(&progress, "Writing pages", 0, quiet);
	return make_all(
	    edition, pages, sizeof pages / sizeof pages[0], true, &progress, e);
}

bool
pages_draw(const struct edition *edition, bool quiet, struct err *e)
{
	struct progress progress;
	progress_start(&progress, "Drawing charts", 0, quiet);
	return make_all(edition, pictures, sizeof pictures / sizeof pictures[0],
	    false, &progress, e);
}

bool
pages_write_days(const struct edition *edition, bool quiet, struct err *e)
{
	struct progress progress;
	progress_start(&progress, "Writing pages of days", 0, quiet);
	return make_all(
	    edition, days, sizeof days / sizeof days[0], false, &progress, e);
}
