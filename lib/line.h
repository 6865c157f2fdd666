/* The lines of a report, made in memory: what lib/record writes, faster. */
#ifndef LIB_LINE_H
#define LIB_LINE_H

#include "lib/buf.h"
#include "lib/record.h"
#include "lib/schema.h"

/* Adds the header line of a report type. */
void line_add_header(struct buf *out, const struct schema *schema);

/* Adds the line of a row. */
void line_add(struct buf *out, const struct schema *schema,
    const struct record_value value[static N_COLUMNS]);

#endif
