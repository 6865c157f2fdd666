/* A history's entities get their names, their order and their ranks. */
#ifndef RENDER_KEEP_ORDER_H
#define RENDER_KEEP_ORDER_H

#include "render/keep/history.h"
#include "render/keep/names.h"

/* Names all entities of h, sorts them and notes the ranks of the last days.
 * Texts live in the history's arena. */
void order_history(struct history *h, const struct names *names);

#endif
