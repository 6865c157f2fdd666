/* The static API: JSON under api/v1/, for programs that want no table. */
#ifndef RENDER_PAGES_DATA_API_H
#define RENDER_PAGES_DATA_API_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/err.h"

#include "render/pages/data_desk.h"

/* Adds, as one JSON object, what is newest of an entity, by scan:
 *   {"scan_ntp":{"date":"2026-11-21","hosts":1414,"suppressed":0,"rank":7,
 *     "ranked":241,"share_percent":3.003,"per_million":10.5,
 *     "change_1_day":-25,"change_7_days":-28,"change_28_days":null}}
 * What is not known or not published is null. */
void data_api_latest(
    struct buf *b, const struct data_edition *d, const struct entity *entity);

/* Writes api/v1/scan/<scan>.json of a scan: its runs and the world's hosts, day
 * by day. Nothing is written of one that never ran. */
bool data_api_write_scan(struct data_desk *desk, enum scan scan, struct err *e)
    __attribute__((warn_unused_result));

#endif
