/* The kernel's program, as clang left it, inside of ours. */
#ifndef SCANNER_LINK_LIVE_OBJECT_H
#define SCANNER_LINK_LIVE_OBJECT_H

#include <stdint.h>

/* Its bytes, from the first to behind the last. */
extern const uint8_t live_object[], live_object_end[];

#endif
