#include "render/pages/page.h"

#include <malloc.h>

#include "lib/arena.h"

#include "render/pages/pages.h"

static bool (*const kinds[])(struct press *, struct err *) = {
    page_world_write,
    page_scan_write,
    page_country_write,
    page_asn_write,
    page_index_write,
    page_prose_write,
    page_rest_write,
};

/* A PNG is drawn in a picture of some 12 MB. Freed memory that is given back to
 * the system after each costs more time than all the drawing. */
static void
keep_freed_memory(void)
{
	mallopt(M_TRIM_THRESHOLD, 256 << 20);
	mallopt(M_MMAP_THRESHOLD, 256 << 20);
}

bool
pages_write(const struct history *history, const struct config *config,
    const char *templates, const char *folder, time_t now, bool quiet,
    struct err *e)
{
	struct press p;
	keep_freed_memory();
	bool ok =
	    press_open(&p, history, config, templates, folder, now, quiet, e);
	for (size_t i = 0; ok && i < sizeof kinds / sizeof kinds[0]; i++)
		ok = kinds[i](&p, e);
	progress_end(&p.progress, ok ? NULL : "failed");
	press_close(&p);
	return ok;
}
