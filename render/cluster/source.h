/* The days of a cluster, counted there by SQL. */
#ifndef RENDER_CLUSTER_SOURCE_H
#define RENDER_CLUSTER_SOURCE_H

#include "lib/config.h"
#include "lib/err.h"

#include "render/read/source.h"

/* Opens the cluster that config->archive.rows names; the configuration must
 * outlive it. Its days are those of the archives that were loaded, and give
 * what the files would give. NULL: e says why. s->close frees it. */
struct source *source_of_cluster(const struct config *config, struct err *e);

#endif
