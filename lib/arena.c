#include "lib/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum { BLOCK_BYTES = 64 * 1024 };

struct arena_block {
	struct arena_block *older;
	size_t used;
	size_t room;
	alignas(max_align_t) char bytes[];
};

/* Takes a block that was rewound and is large enough; NULL: there is none. */
static struct arena_block *
take_rewound(struct arena *a, size_t bytes)
{
	struct arena_block **place = &a->rewound;
	while (*place != NULL && (*place)->room < bytes)
		place = &(*place)->older;
	struct arena_block *b = *place;
	if (b != NULL)
		*place = b->older;
	return b;
}

static struct arena_block *
block_with_room(struct arena *a, size_t bytes)
{
	struct arena_block *b = a->blocks;
	if (b != NULL && b->room - b->used >= bytes)
		return b;
	b = take_rewound(a, bytes);
	if (b == NULL) {
		const size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
		b = mem_new(1, sizeof *b + room);
		b->room = room;
	}
	b->older = a->blocks;
	a->blocks = b;
	return b;
}

void *
arena_new(struct arena *a, size_t n, size_t size)
{
	const size_t align = alignof(max_align_t);
	/* An absurd size must fail in the allocator, not wrap to a small one.
	 */
	size_t bytes = SIZE_MAX / 2;
	if (size == 0 || n <= (SIZE_MAX / 4) / size)
		bytes = (n * size + align - 1) / align * align;
	struct arena_block *b = block_with_room(a, bytes);
	void *memory = b->bytes + b->used;
	b->used += bytes;
	return memory;
}

char *
arena_text(struct arena *a, const char *text)
{
	const size_t bytes = strlen(text) + 1;
	return memcpy(arena_new(a, bytes, 1), text, bytes);
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	char small[512];
	va_list args;
	va_start(args, format);
	const int len = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	const size_t bytes = (size_t)(len > 0 ? len : 0) + 1;
	char *text = arena_new(a, bytes, 1);
	if (len >= 0 && bytes <= sizeof small)
		return memcpy(text, small, bytes);
	va_start(args, format);
	vsnprintf(text, bytes, format, args);
	va_end(args);
	return text;
}

void
arena_rewind(struct arena *a)
{
	while (a->blocks != NULL) {
		struct arena_block *b = a->blocks;
		a->blocks = b->older;
		memset(b->bytes, 0, b->used);
		b->used = 0;
		b->older = a->rewound;
		a->rewound = b;
	}
}

static void
free_blocks(struct arena_block *b)
{
	while (b != NULL) {
		struct arena_block *older = b->older;
		free(b);
		b = older;
	}
}

void
arena_reset(struct arena *a)
{
	free_blocks(a->blocks);
	free_blocks(a->rewound);
	*a = (struct arena){NULL, NULL};
}
