#include "scanner/count.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/progress.h"

#include "scanner/enrich/announced.h"
#include "scanner/enrich/geo.h"
#include "scanner/space/exclude.h"

/* All IPv4 addresses that anybody may have. */
static struct ranges
public_space(void)
{
	struct ranges space = {0}, special = {0};
	const struct addr_range all = {.last = {.bytes = {255, 255, 255, 255}}};
	ranges_add(&space, &all);
	exclude_special(&special, false);
	ranges_merge(&special);
	ranges_subtract(&space, &special);
	ranges_done(&special);
	return space;
}

static bool
count(struct announced *out, struct geo *g, bool quiet, struct err *e)
{
	struct ranges space = public_space();
	struct progress progress;
	char summary[64];
	uint64_t n = 0;
	progress_start(
	    &progress, "Counting addresses", UINT64_C(1) << 32, quiet);
	const bool ok = announced_count(out, g, &space, &progress, e);
	for (size_t i = 0; i < out->n; i++)
		n += out->parts[i].addresses;
	snprintf(summary, sizeof summary, "%" PRIu64 " are announced", n);
	progress_end(&progress, ok ? summary : "failed");
	ranges_done(&space);
	return ok &&
	       (n > 0 || err_set(e, "the databases name no network of any "
				    "public IPv4 address"));
}

bool
count_run(
    const struct config *config, const char *path, bool quiet, struct err *e)
{
	struct announced announced = {0};
	struct geo *g = geo_open(config, e);
	const bool ok = g != NULL && count(&announced, g, quiet, e) &&
			announced_write(&announced, path, e);
	announced_done(&announced);
	geo_close(g);
	return ok;
}
