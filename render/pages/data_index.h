/* api/v1/index.json: what there is to download. */
#ifndef RENDER_PAGES_DATA_INDEX_H
#define RENDER_PAGES_DATA_INDEX_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"

/* Writes the index. Addresses in it are relative to the site. */
bool data_index_write(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

#endif
