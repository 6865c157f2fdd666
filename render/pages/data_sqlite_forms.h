/* The tables and views of the databases that the site offers, and the
 * statements that fill them. */
#ifndef RENDER_PAGES_DATA_SQLITE_FORMS_H
#define RENDER_PAGES_DATA_SQLITE_FORMS_H

#include "render/keep/database.h"

/* Of the file of a year. */
enum year_statement { PUT_ABOUT, PUT_SERIES, PUT_QUALITY, N_OF_YEAR };
extern const struct database_form data_sqlite_year;

/* Of the file of names. */
enum names_statement { PUT_NAME, PUT_EVENT, PUT_REVISION, N_OF_NAMES };
extern const struct database_form data_sqlite_names;

#endif
