#include "render/pages/day_path.h"

#include <stdio.h>

void
day_path(day_t day, char out[static DAY_PATH_MAX])
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	snprintf(out, DAY_PATH_MAX, DAY_ROOT "/%.4s/%.10s/", date, date);
}

void
day_path_year(int year, char out[static DAY_PATH_MAX])
{
	snprintf(out, DAY_PATH_MAX, DAY_ROOT "/%04d/", year);
}
