/* Where the pages of single days are, which stay as they were first made. */
#ifndef RENDER_PAGES_DAY_PATH_H
#define RENDER_PAGES_DAY_PATH_H

#include "lib/date.h"

/* The folder below the site with a folder for each year. */
#define DAY_ROOT "day"

enum { DAY_PATH_MAX = 32 };

/* Writes the folder of a day's page below the site: "day/2026/2026-11-21/". */
void day_path(day_t day, char out[static DAY_PATH_MAX]);

/* Writes the folder of the page that lists a year's days: "day/2026/". */
void day_path_year(int year, char out[static DAY_PATH_MAX]);

#endif
