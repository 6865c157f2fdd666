/* The columns of the public data files, and what they mean: for the data page
 * and for datapackage.json. */
#ifndef RENDER_PAGES_DATA_COLUMNS_H
#define RENDER_PAGES_DATA_COLUMNS_H

#include <stddef.h>

enum data_column_type {
	DATA_TEXT,
	DATA_INTEGER,
	DATA_NUMBER,
	DATA_DATE, /* YYYY-MM-DD */
	DATA_TIME, /* YYYY-MM-DDTHH:MM:SSZ */
	DATA_FLAG  /* 0 or 1 */
};

struct data_column {
	const char *name;
	enum data_column_type type;
	const char *meaning; /* a sentence or two */
};

/* The word for a type: "integer". */
const char *data_column_type_name(enum data_column_type type);

/* The column of a name; NULL: there is none. */
const struct data_column *data_column_find(const char *name);

#endif
