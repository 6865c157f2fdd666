#include "lib/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* An empty buffer points here, so that its text is always a valid string. */
static char nothing[1] = "";

void
buf_init(struct buf *b, size_t most)
{
	*b = (struct buf){.text = nothing, .most = most};
}

/* Makes room for n more bytes and the NUL; gives how many of them fit. */
static size_t
make_room(struct buf *b, size_t n)
{
	if (n > b->most - b->len) {
		n = b->most - b->len;
		b->cut = true;
	}
	if (b->len + n + 1 > b->room)
		b->text = mem_grow(b->text == nothing ? NULL : b->text,
		    &b->room, b->len + n + 1, 1);
	return n;
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	n = make_room(b, n);
	memcpy(b->text + b->len, bytes, n);
	b->len += n;
	b->text[b->len] = '\0';
}

void
buf_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	char small[256];
	va_list args;
	va_start(args, format);
	const int len = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (len < 0)
		return;
	if ((size_t)len < sizeof small) {
		buf_add(b, small, (size_t)len);
		return;
	}
	char *large = mem_new((size_t)len + 1, 1);
	va_start(args, format);
	vsnprintf(large, (size_t)len + 1, format, args);
	va_end(args);
	buf_add(b, large, (size_t)len);
	free(large);
}

char *
buf_room(struct buf *b, size_t n)
{
	if (make_room(b, n) < n)
		return NULL;
	return b->text + b->len;
}

void
buf_filled(struct buf *b, const char *end)
{
	b->len = (size_t)(end - b->text);
	b->text[b->len] = '\0';
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->cut = false;
	if (b->text != nothing)
		b->text[0] = '\0';
}

void
buf_done(struct buf *b)
{
	if (b->text != nothing)
		free(b->text);
	buf_init(b, b->most);
}
