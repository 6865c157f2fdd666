#include "render/pages/data_package.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json.h"

#include "render/pages/data_columns.h"
#include "render/pages/data_path.h"
#include "render/pages/data_schema.h"

static void
set_type(struct json *field, enum data_column_type type)
{
	static const char *const names[] = {[DATA_TEXT] = "string",
	    [DATA_INTEGER] = "integer",
	    [DATA_NUMBER] = "number",
	    [DATA_DATE] = "date",
	    [DATA_TIME] = "datetime",
	    [DATA_FLAG] = "boolean"};
	json_set_text(field, "type", names[type]);
	if (type != DATA_FLAG)
		return;
	struct json *yes = json_new_array(), *no = json_new_array();
	json_append_text(yes, "1");
	json_append_text(no, "0");
	json_set(field, "trueValues", yes);
	json_set(field, "falseValues", no);
}

static struct json *
make_schema(enum data_table_kind table)
{
	const struct data_file *file = data_schema(table);
	struct json *fields = json_new_array();
	for (size_t i = 0; i < file->n_columns; i++) {
		const struct data_column *column =
		    data_column_find(file->columns[i]);
		struct json *field = json_new_object();
		assert(column != NULL);
		json_set_text(field, "name", column->name);
		set_type(field, column->type);
		json_set_text(field, "description", column->meaning);
		json_append(fields, field);
	}
	struct json *schema = json_new_object();
	json_set(schema, "fields", fields);
	return schema;
}

/* A table of the latest day. Paths are relative to the file's own folder. */
static struct json *
make_resource(enum data_table_kind table)
{
	char path[DATA_PATH_MAX], name[DATA_PATH_MAX];
	struct json *resource = json_new_object();
	data_path_latest(table, "csv", path);
	snprintf(name, sizeof name, "%s", data_table_name(table));
	for (char *c = name; *c != '\0'; c++)
		if (*c == '_')
			*c = '-';
	json_set_text(resource, "name", name);
	json_set_text(resource, "path", path + strlen(DATA_ROOT "/"));
	json_set_text(resource, "profile", "tabular-data-resource");
	json_set_text(resource, "format", "csv");
	json_set_text(resource, "mediatype", "text/csv");
	json_set_text(resource, "encoding", "utf-8");
	json_set(resource, "schema", make_schema(table));
	return resource;
}

static struct json *
make_package(const struct data_edition *d)
{
	struct json *package = json_new_object();
	struct json *resources = json_new_array();
	json_set_text(package, "profile", "tabular-data-package");
	json_set_text(package, "name", "open-ntp-servers");
	json_set_text(package, "title",
	    "Open NTP servers by country, network and version");
	json_set_text(package, "version", d->dates[d->h->n_days - 1]);
	json_set_flag(package, "simulated", d->h->simulated);
	for (int table = 0; table < N_DATA_TABLES; table++)
		json_append(
		    resources, make_resource((enum data_table_kind)table));
	json_set(package, "resources", resources);
	return package;
}

bool
data_package_write(struct data_desk *desk, struct err *e)
{
	size_t n;
	struct json *package = make_package(desk->edition);
	char *text = json_write_text(package, false, &n);
	json_free(package);
	const bool ok = site_put(
	    desk->edition->site, DATA_ROOT "/datapackage.json", text, n, e);
	free(text);
	return ok;
}
