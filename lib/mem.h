/* Memory that cannot fail: these functions return memory or end the program,
 * because a batch program without memory has nothing better to do. */
#ifndef LIB_MEM_H
#define LIB_MEM_H

#include <stddef.h>

/* Gives n zeroed objects of the given size; the caller frees them. */
void *mem_new(size_t n, size_t size);

/* Makes an array of *room objects hold at least `wanted`, by half as much again
 * at a time; the new part is zeroed. *room is updated; the old pointer is gone.
 */
void *mem_grow(void *array, size_t *room, size_t wanted, size_t size);

/* Gives a copy of text; the caller frees it. */
char *mem_text(const char *text);

/* Gives back what a library allocated, or ends the program if it is NULL. */
void *mem_need(void *memory);

#endif
