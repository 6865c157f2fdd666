/* One file packed as .zip, in memory; the doorkeeper of libzip. */
#ifndef REPORTS_MAIL_ZIP_H
#define REPORTS_MAIL_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "lib/err.h"

/* Packs n bytes as the file `name`, last changed at `when`: the same bytes for
 * the same four. The caller frees *packed, of *n_packed bytes. False: e says
 * why. */
bool zip_pack(const char *name, const char *bytes, size_t n, time_t when,
    char **packed, size_t *n_packed, struct err *e)
    __attribute__((warn_unused_result));

#endif
