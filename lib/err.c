#include "lib/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"

/* Words from outside may stand in a sentence, but must not steer the terminal
 * that shows it, nor break the line. */
static void
make_readable(struct err *e)
{
	struct buf readable;
	buf_init(&readable, sizeof e->text - 1);
	text_add_readable(&readable, e->text, strlen(e->text));
	memcpy(e->text, readable.text, readable.len + 1);
	buf_done(&readable);
}

bool
err_set(struct err *e, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(e->text, sizeof e->text, format, args);
	va_end(args);
	make_readable(e);
	return false;
}

bool
err_errno(struct err *e, const char *format, ...)
{
	const int saved = errno;
	va_list args;
	va_start(args, format);
	vsnprintf(e->text, sizeof e->text, format, args);
	va_end(args);
	const size_t len = strlen(e->text);
	snprintf(e->text + len, sizeof e->text - len, ": %s", strerror(saved));
	make_readable(e);
	return false;
}

bool
err_prefix(struct err *e, const char *format, ...)
{
	const struct err old = *e;
	va_list args;
	va_start(args, format);
	vsnprintf(e->text, sizeof e->text, format, args);
	va_end(args);
	const size_t len = strlen(e->text);
	snprintf(e->text + len, sizeof e->text - len, ": %s", old.text);
	make_readable(e);
	return false;
}
