/* Where a run's time and memory went, phase by phase. For the main thread. */
#ifndef RENDER_PROFILE_H
#define RENDER_PROFILE_H

#include <stdio.h>

/* Begins a phase, which may be inside another; name is a static text. */
void profile_begin(const char *name);

/* Ends the phase that began last. What is begun and ended again under the same
 * name inside the same phase adds up. */
void profile_end(void);

/* Prints a line for each phase, in the order in which they began: seconds by
 * the clock, seconds of all processors, and the most memory that the process
 * had needed up to its end. */
void profile_print(FILE *out);

#endif
