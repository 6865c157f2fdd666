/* The last days of a page's charts as one table, and what is odd about the days
 * of a chart in words. */
#ifndef RENDER_PAGES_PART_DAYS_H
#define RENDER_PAGES_PART_DAYS_H

#include "render/pages/press.h"

/* Sets in view the list "notes": which of the days from the index `from` on had
 * no scan, a partial one, or a count that is withheld. */
void part_days_note(struct press *p, struct view *view,
    const struct entity *entity, enum scan scan, size_t from);

/* Sets in view the lists "day_scans", the names of the n scans given, and
 * "days", the last 30, newest first, each with the list "cells": the entity's
 * hosts in those scans. n: 1 or more. */
void part_days_add(struct press *p, struct view *view,
    const struct entity *entity, const enum scan *scans, size_t n);

#endif
