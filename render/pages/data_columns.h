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

/* All of them, in the order of their use. */
const struct data_column *data_columns(size_t *n);

/* The column of a name; NULL: there is none. */
const struct data_column *data_column_find(const char *name);

#endif
