#include "render/publish.h"

#include "lib/config.h"

#include "render/keep/gather.h"
#include "render/pages/data.h"
#include "render/pages/page.h"
#include "render/site.h"

/* Files first: pages link to them. */
static bool
build(const struct options *o, const struct config *config,
    const struct history *h, struct err *e)
{
	struct site site;
	if (!site_open(&site, o->site, e))
		return false;
	const bool ok = data_write(h, site.aside, o->quiet, e) &&
			pages_write(h, config, o->templates, site.aside, o->now,
			    o->quiet, e) &&
			site_commit(&site, e);
	if (!ok)
		site_abandon(&site);
	return ok;
}

bool
publish(const struct options *o, struct publish_skipped *skipped, struct err *e)
{
	struct config config;
	struct history h;
	if (!config_read(&config, o->config, e))
		return false;
	bool ok =
	    gather_history(&h, o->archive, &config, o->min_count, o->quiet, e);
	if (ok) {
		skipped->files = h.skipped.files;
		skipped->rows = h.skipped.rows;
		ok = build(o, &config, &h, e);
		history_done(&h);
	}
	config_done(&config);
	return ok;
}
