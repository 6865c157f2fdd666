/* A file of settings, read by a table of what may stand in it; the doorkeeper
 * of libconfuse. */
#ifndef LIB_CONF_H
#define LIB_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_LIST };

/* Judges a value that was just read: number is 0 for a text, text is NULL for a
 * number; of a list each text is judged. False: why says what is wrong. */
typedef bool setting_check_fn(
    const char *text, long number, const char *name, struct err *why);

/* One setting. A list is empty by default. */
struct setting {
	const char *name;
	enum setting_kind kind;
	const char *text;        /* the default of a text */
	long number;             /* the default of a number */
	setting_check_fn *check; /* NULL: any value will do */
};

/* A section, `name { … }`. There is one, whether it is written or not; or as
 * many as are written. */
struct conf_section {
	const char *name;
	bool are_many;
	const struct setting *settings;
	size_t n_settings;
};

/* What may stand in a file. */
struct conf_table {
	const struct conf_section *sections;
	size_t n_sections;
	size_t most_bytes; /* of the file */
};

enum { CONF_MOST_SECTIONS = 16, CONF_MOST_IN_SECTION = 32 };

/* A file that was read, and a section of it, which belongs to it. */
struct conf;
struct conf_part;

/* Reads a file; a NULL path gives the defaults alone. NULL: an unknown name, a
 * wrong type, a value that is refused; e says where and why. The caller calls
 * conf_free. */
struct conf *conf_read(
    const struct conf_table *table, const char *path, struct err *e);
void conf_free(struct conf *s);

/* How often a section is there, and which one is i. */
size_t conf_count(const struct conf *s, const char *section);
struct conf_part *conf_part(
    const struct conf *s, const char *section, size_t i);

/* The line on which a section ends. */
unsigned conf_line(struct conf_part *part);

/* The values; texts are never NULL and belong to the settings. */
const char *conf_text(struct conf_part *part, const char *name);
long conf_number(struct conf_part *part, const char *name);
size_t conf_length(struct conf_part *part, const char *name);
const char *conf_at(struct conf_part *part, const char *name, size_t i);

#endif
