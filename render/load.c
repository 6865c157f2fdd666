#include "render/load.h"

#include "lib/config.h"

#include "render/cluster/load.h"

bool
load(const struct options *o, struct skipped *skipped, struct err *e)
{
	struct config config;
	const struct load_plan plan = {.archive = o->archive,
	    .first = o->has_date ? o->date : INT32_MIN,
	    .last = o->has_date ? o->date : INT32_MAX,
	    .now = o->now,
	    .quiet = o->quiet};
	if (!config_read(&config, o->config, e))
		return false;
	const bool ok =
	    config.archive.rows[0] != '\0'
		? load_archive(&config, &plan, skipped, e)
		: err_set(e, "the configuration names no cluster to load into: "
			     "archive { rows = \"clickhouse://…\" }");
	config_done(&config);
	return ok;
}
