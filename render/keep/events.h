/* What happened, from the run records and from an operator's file. */
#ifndef RENDER_KEEP_EVENTS_H
#define RENDER_KEEP_EVENTS_H

#include "render/keep/chronicle.h"

/* Finds the events of a chronicle that has its runs, and adds those that stand
 * in the file at path, "" or NULL for none. All lives in arena. */
void events_make(struct chronicle *c, const char *path, struct arena *arena);

/* The word for a kind: "method". */
const char *events_kind_name(enum event_kind kind);

#endif
