/* The files about how the numbers were made: data/v1/years/YYYY/quality.csv,
 * events.csv and revisions.csv; and what of a run may be told. */
#ifndef RENDER_PAGES_DATA_LOG_H
#define RENDER_PAGES_DATA_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include "render/pages/data_desk.h"

/* The addresses that answered at all on a day (an index into the series), and
 * the packets received; -1 where these would tell of fewer hosts than the
 * threshold. */
int64_t data_log_answered(const struct history *h, enum scan scan, size_t day);
int64_t data_log_received(const struct history *h, enum scan scan, size_t day);

/* Fill the desk's table with the runs of a year, with all events, and with all
 * revisions. */
void data_log_fill_quality(struct data_desk *desk, const struct year *year);
void data_log_fill_events(struct data_desk *desk);
void data_log_fill_revisions(struct data_desk *desk);

/* Writes the runs of a year, of the edition's years. */
bool data_log_write_quality(struct data_desk *desk, size_t year, struct err *e)
    __attribute__((warn_unused_result));

/* Writes the events and the revisions of all days. */
bool data_log_write(struct data_desk *desk, struct err *e)
    __attribute__((warn_unused_result));

#endif
