/* One sentence saying what failed, made where it is known, printed by main. */
#ifndef LIB_ERR_H
#define LIB_ERR_H

#include <stdbool.h>

/* The sentence; no newline at its end. An empty text means nothing failed. */
struct err {
	char text[1024];
};

/* Puts the printf-formatted sentence into e. Always returns false, so that a
 * function which fails can end in `return err_set(e, …)`. */
bool err_set(struct err *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same, with ": " and the text of errno behind it. */
bool err_errno(struct err *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts the formatted words and ": " before the sentence that e holds. Returns
 * false. */
bool err_prefix(struct err *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
