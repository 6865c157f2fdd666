#include "reports/api/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/date.h"

void
call_refuse(struct call *c, int status, const char *format, ...)
{
	va_list values;
	c->status = status;
	va_start(values, format);
	vsnprintf(c->why.text, sizeof c->why.text, format, values);
	va_end(values);
}

void
call_answer(struct call *c, struct json *value)
{
	size_t n;
	char *text = json_write_text(value, true, &n);
	buf_add(c->out, text, n);
	free(text);
	json_free(value);
}

bool
call_has_access(const struct call *c)
{
	return c->client->subscriber->deliveries[DELIVERY_API];
}

void
ping_call(struct call *c)
{
	char when[DATE_TEXT_MAX];
	struct json *pong = json_new_object();
	date_format_timestamp(c->now, when);
	json_set_text(pong, "pong", when);
	call_answer(c, pong);
}

static void
set_count(struct json *object, const char *name, uint64_t number)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	json_set_text(object, name, text);
}

void
info_call(struct call *c)
{
	const struct subscriber *s = c->client->subscriber;
	struct json *list = json_new_array(), *key = json_new_object();
	struct json *access = json_new_array();
	if (call_has_access(c))
		json_append_text(access, "reports");
	json_set_text(key, "user", s->contacts[0]);
	json_set_text(key, "label", s->title);
	json_set_text(key, "apikey", s->api_key);
	json_set_text(key, "status", "active");
	json_set(key, "access", access);
	set_count(key, "query_limit", s->api_limit);
	set_count(key, "query_count", clients_counted(c->client, c->today));
	json_append(list, key);
	call_answer(c, list);
}

/* What a column may hold, in the words of JSON Schema. A value that is empty
 * is an empty text, and so is a negative or broken number a text. */
static struct json *
property_of(enum column column)
{
	struct json *property = json_new_object();
	struct json *type = json_new_array();
	json_append_text(type, "string");
	if (schema_column_type(column) != COLUMN_IS_TEXT ||
	    column == COLUMN_VERSION || column == COLUMN_MINTC)
		json_append_text(type, "integer");
	json_set(property, "type", type);
	json_set_text(property, "description", schema_column_meaning(column));
	return property;
}

void
schema_call(struct call *c)
{
	const char *name = json_text(c->request->json, "type", "");
	enum scan scan;
	if (!schema_find(name, &scan)) {
		call_refuse(c, 400,
		    "type: the name of a report type is wanted, such as "
		    "scan_ntp");
		return;
	}
	const struct schema *s = schema_of(scan);
	struct json *schema = json_new_object();
	struct json *properties = json_new_object();
	struct json *type = json_new_object();
	json_set_text(
	    schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
	json_set_text(schema, "title", s->name);
	json_set_text(schema, "type", "object");
	for (size_t i = 0; i < s->n_columns; i++)
		json_set(properties, schema_column_name(s->columns[i]),
		    property_of(s->columns[i]));
	json_set_text(type, "const", s->name);
	json_set(properties, "type", type);
	json_set(schema, "properties", properties);
	call_answer(c, schema);
}
