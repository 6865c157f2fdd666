/* Memory by lifetime: allocated one by one, given back all at once. */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <stddef.h>

struct arena_block;

/* A zeroed struct is an empty arena. */
struct arena {
	struct arena_block *blocks;
	struct arena_block *rewound; /* empty ones, for what comes */
};

/* Gives n zeroed objects of the given size, aligned for any type, that live
 * until the arena is reset. Never NULL: out of memory ends the program. */
void *arena_new(struct arena *a, size_t n, size_t size);

/* Gives a copy of text that lives until the arena is reset. */
char *arena_text(struct arena *a, const char *text);

/* Gives the printf-formatted text, which lives until the arena is reset. */
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Forgets everything, but keeps the memory for what comes. */
void arena_rewind(struct arena *a);

/* Gives everything back. The arena is empty and can be used again. */
void arena_reset(struct arena *a);

#endif
