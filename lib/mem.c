#include "lib/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *
mem_need(void *memory)
{
	if (memory == NULL) {
		fputs("out of memory\n", stderr);
		_exit(1);
	}
	return memory;
}

void *
mem_new(size_t n, size_t size)
{
	return mem_need(calloc(n > 0 ? n : 1, size));
}

void *
mem_grow(void *array, size_t *room, size_t wanted, size_t size)
{
	if (wanted <= *room)
		return array;
	size_t more = *room + *room / 2 + 16;
	if (more < wanted)
		more = wanted;
	if (more > SIZE_MAX / size)
		mem_need(NULL);
	char *grown = mem_need(realloc(array, more * size));
	memset(grown + *room * size, 0, (more - *room) * size);
	*room = more;
	return grown;
}

char *
mem_text(const char *text)
{
	return mem_need(strdup(text));
}
