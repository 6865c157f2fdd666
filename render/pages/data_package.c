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
make_schema(const struct data_file *file)
{
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
	struct json *key = json_new_array(), *missing = json_new_array();
	for (size_t i = 0; i < file->n_keys; i++)
		json_append_text(key, file->columns[i]);
	if (file->n_keys > 0)
		json_set(schema, "primaryKey", key);
	else
		json_free(key);
	json_append_text(missing, "");
	json_set(schema, "missingValues", missing);
	return schema;
}

/* A file at a path relative to the package's own folder. */
static struct json *
make_resource(const struct data_file *file, const char *path)
{
	char name[DATA_PATH_MAX];
	struct json *resource = json_new_object();
	snprintf(name, sizeof name, "%s", file->name);
	for (char *c = name; *c != '\0'; c++)
		if (*c == '_')
			*c = '-';
	json_set_text(resource, "name", name);
	json_set_text(resource, "title", file->what);
	json_set_text(resource, "path", path);
	json_set_text(resource, "profile", "tabular-data-resource");
	json_set_text(resource, "format", "csv");
	json_set_text(resource, "mediatype", "text/csv");
	json_set_text(resource, "encoding", "utf-8");
	json_set(resource, "schema", make_schema(file));
	return resource;
}

/* The tables of the last day, and the files that there is one of. */
static struct json *
make_resources(const struct history *h)
{
	struct json *list = json_new_array();
	char path[DATA_PATH_MAX];
	for (int t = 0; t < N_DATA_TABLES; t++) {
		data_path_latest((enum data_table_kind)t, "csv", path);
		json_append(list, make_resource(data_schema(t),
				      path + strlen(DATA_ROOT "/")));
	}
	for (int kind = N_DATA_TABLES; kind < N_DATA_FILES; kind++) {
		const struct data_file *file = data_schema(kind);
		const bool is_one = strchr(file->path, '/') == NULL;
		const bool is_there = kind != DATA_ADDRESSES ||
				      denominators_world(&h->denominators) > 0;
		if (is_one && is_there)
			json_append(list, make_resource(file, file->path));
	}
	return list;
}

static struct json *
make_package(const struct data_edition *d)
{
	struct json *package = json_new_object();
	json_set_text(package, "profile", "tabular-data-package");
	json_set_text(package, "name", "open-ntp-servers");
	json_set_text(package, "title",
	    "Open NTP servers by country, network and version");
	json_set_text(package, "version", d->dates[d->h->n_days - 1]);
	json_set_flag(package, "simulated", d->h->simulated);
	json_set(package, "resources", make_resources(d->h));
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
