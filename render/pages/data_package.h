/* data/v1/datapackage.json: the latest tables, and the files that there is one
 * of, described for programs (Data Package 1.0, specs.frictionlessdata.io). */
#ifndef RENDER_PAGES_DATA_PACKAGE_H
#define RENDER_PAGES_DATA_PACKAGE_H

#include <stdbool.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"

/* Writes the file. */
bool data_package_write(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

#endif
