/* JSON values, built, written and read; the doorkeeper of jansson. */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lib/err.h"

/* A JSON value. One that was put into another belongs to it. */
struct json;

/* Make an empty object or array. The caller frees it, or puts it into another
 * value. */
struct json *json_new_object(void);
struct json *json_new_array(void);

/* Frees a value and all that was put into it; NULL is allowed. */
void json_free(struct json *value);

/* Put a value under a name into an object; object keys keep their order. A
 * value given to json_set belongs to the object from then on. Text that is not
 * valid UTF-8 is stored as null. */
void json_set(struct json *object, const char *name, struct json *value);
void json_set_text(struct json *object, const char *name, const char *text);
void json_set_number(struct json *object, const char *name, long long number);
void json_set_real(struct json *object, const char *name, double number);
void json_set_flag(struct json *object, const char *name, bool flag);
void json_set_null(struct json *object, const char *name);

/* Adds a value to the end of an array, which owns it from then on. */
void json_append(struct json *array, struct json *value);
void json_append_text(struct json *array, const char *text);
void json_append_number(struct json *array, long long number);
void json_append_null(struct json *array);

/* Reads a file of at most `limit` bytes; the caller frees the value. NULL: e
 * names the file, line and fault. */
struct json *json_read_file(const char *path, size_t limit, struct err *e);

/* Reads a text of n bytes; the caller frees the value. NULL: it is no JSON. */
struct json *json_read_text(const char *text, size_t n);

/* The same; e says what is wrong with the text, which it calls name. */
struct json *json_parse(
    const char *text, size_t n, const char *name, struct err *e);

/* The value on one line; the caller frees the text. */
char *json_to_text(const struct json *value);

/* What stands under a name, or the given default if it is missing or of
 * another type, or if object is NULL or no object. Nothing is handed over. */
const struct json *json_get(const struct json *object, const char *name);
const char *json_text(
    const struct json *object, const char *name, const char *otherwise);
long long json_number(
    const struct json *object, const char *name, long long otherwise);
bool json_flag(const struct json *object, const char *name, bool otherwise);

/* The same for a value that is to be changed; it stays the object's. */
struct json *json_find(struct json *object, const char *name);

/* The elements of an array; 0 and NULL if it is no array. */
size_t json_length(const struct json *array);
const struct json *json_at(const struct json *array, size_t i);

/* The text of a value that is itself a string, else NULL. */
const char *json_as_text(const struct json *value);

/* What kind of value it is; NULL is none. */
enum json_kind {
	JSON_KIND_NONE,
	JSON_KIND_NULL,
	JSON_KIND_OBJECT,
	JSON_KIND_ARRAY,
	JSON_KIND_OTHER
};
enum json_kind json_kind(const struct json *value);

/* The number of a value that is itself an integer. False: it is none. */
bool json_as_number(const struct json *value, long long *out);

/* Calls on_member for each member of an object, in order; none if it is no
 * object. Name and value belong to the object. */
typedef void json_member_fn(
    void *context, const char *name, const struct json *value);
void json_each(
    const struct json *object, json_member_fn *on_member, void *context);

/* Writes the value, indented by two blanks, or on one line if compact, with a
 * newline at its end. False: the stream failed. */
bool json_write(const struct json *value, FILE *stream, bool compact);

/* The same as a text of *n bytes, which the caller frees. */
char *json_write_text(const struct json *value, bool compact, size_t *n);

#endif
