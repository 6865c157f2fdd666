#include "lib/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
err_set(struct err *e, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(e->text, sizeof e->text, format, args);
	va_end(args);
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
	return false;
}
