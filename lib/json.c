#include "lib/json.h"

#include <float.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"

/* struct json is never defined: it is jansson's json_t under a name of ours,
 * so that no other file sees the library. */
static json_t *
ours(const struct json *value)
{
	union {
		const struct json *from;
		json_t *to;
	} cast = {.from = value};
	return cast.to;
}

static struct json *
theirs(json_t *value)
{
	return (struct json *)mem_need(value);
}

struct json *
json_new_object(void)
{
	return theirs(json_object());
}

struct json *
json_new_array(void)
{
	return theirs(json_array());
}

void
json_free(struct json *value)
{
	json_decref(ours(value));
}

void
json_set(struct json *object, const char *name, struct json *value)
{
	/* Fails only for a name that is no UTF-8, or without memory. */
	json_object_set_new(ours(object), name, ours(value));
}

/* A string value, or null for what JSON cannot hold. */
static struct json *
text_value(const char *text)
{
	json_t *value = text != NULL ? json_string(text) : NULL;
	return theirs(value != NULL ? value : json_null());
}

void
json_set_text(struct json *object, const char *name, const char *text)
{
	json_set(object, name, text_value(text));
}

void
json_set_number(struct json *object, const char *name, long long number)
{
	json_set(object, name, theirs(json_integer(number)));
}

void
json_set_real(struct json *object, const char *name, double number)
{
	json_t *value = json_real(number);
	json_set(object, name, theirs(value != NULL ? value : json_null()));
}

void
json_set_flag(struct json *object, const char *name, bool flag)
{
	json_set(object, name, theirs(json_boolean(flag)));
}

void
json_set_null(struct json *object, const char *name)
{
	json_set(object, name, theirs(json_null()));
}

void
json_append(struct json *array, struct json *value)
{
	json_array_append_new(ours(array), ours(value));
}

void
json_append_text(struct json *array, const char *text)
{
	json_append(array, text_value(text));
}

void
json_append_number(struct json *array, long long number)
{
	json_append(array, theirs(json_integer(number)));
}

void
json_append_null(struct json *array)
{
	json_append(array, theirs(json_null()));
}

struct json *
json_read_file(const char *path, size_t limit, struct err *e)
{
	char *text;
	size_t len;
	if (!file_read(path, limit, &text, &len, e))
		return NULL;
	struct json *value = json_parse(text, len, path, e);
	free(text);
	return value;
}

struct json *
json_parse(const char *text, size_t n, const char *name, struct err *e)
{
	json_error_t fault;
	json_t *value = json_loadb(text, n, 0, &fault);
	if (value == NULL)
		err_set(e, "%s:%d:%d: %s", name, fault.line, fault.column,
		    fault.text);
	return (struct json *)value;
}

struct json *
json_read_text(const char *text, size_t n)
{
	return (struct json *)json_loadb(text, n, 0, NULL);
}

char *
json_to_text(const struct json *value)
{
	return mem_need(json_dumps((const json_t *)value, JSON_COMPACT));
}

const struct json *
json_get(const struct json *object, const char *name)
{
	return (const struct json *)json_object_get(ours(object), name);
}

struct json *
json_find(struct json *object, const char *name)
{
	return (struct json *)json_object_get(ours(object), name);
}

const char *
json_text(const struct json *object, const char *name, const char *otherwise)
{
	const char *text = json_as_text(json_get(object, name));
	return text != NULL ? text : otherwise;
}

long long
json_number(const struct json *object, const char *name, long long otherwise)
{
	const json_t *value = ours(json_get(object, name));
	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool
json_flag(const struct json *object, const char *name, bool otherwise)
{
	const json_t *value = ours(json_get(object, name));
	return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

size_t
json_length(const struct json *array)
{
	return json_array_size(ours(array));
}

const struct json *
json_at(const struct json *array, size_t i)
{
	return (const struct json *)json_array_get(ours(array), i);
}

const char *
json_as_text(const struct json *value)
{
	return json_string_value(ours(value));
}

enum json_kind
json_kind(const struct json *value)
{
	if (value == NULL)
		return JSON_KIND_NONE;
	switch (json_typeof(ours(value))) {
	case JSON_NULL:
		return JSON_KIND_NULL;
	case JSON_OBJECT:
		return JSON_KIND_OBJECT;
	case JSON_ARRAY:
		return JSON_KIND_ARRAY;
	case JSON_STRING:
	case JSON_INTEGER:
	case JSON_REAL:
	case JSON_TRUE:
	case JSON_FALSE:
		break;
	}
	return JSON_KIND_OTHER;
}

bool
json_as_number(const struct json *value, long long *out)
{
	if (!json_is_integer(ours(value)))
		return false;
	*out = json_integer_value(ours(value));
	return true;
}

void
json_each(const struct json *object, json_member_fn *on_member, void *context)
{
	const char *name;
	json_t *value;
	json_object_foreach(ours(object), name, value)
	    on_member(context, name, (const struct json *)value);
}

bool
json_write(const struct json *value, FILE *stream, bool compact)
{
	/* All digits that a decimal number surely keeps: 0.1 stays 0.1. */
	const size_t layout = (compact ? JSON_COMPACT : JSON_INDENT(2)) |
			      JSON_REAL_PRECISION(DBL_DIG);
	return json_dumpf(ours(value), stream, layout | JSON_ENCODE_ANY) == 0 &&
	       fputc('\n', stream) != EOF;
}

char *
json_write_text(const struct json *value, bool compact, size_t *n)
{
	char *text = NULL;
	FILE *stream = mem_need(open_memstream(&text, n));
	json_write(value, stream, compact);
	fclose(stream);
	return mem_need(text);
}
