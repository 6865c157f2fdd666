/* Days and UTC times as numbers and as ISO 8601 text. */
#ifndef LIB_DATE_H
#define LIB_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* A day is the number of days since 1970-01-01 in UTC. */
typedef int32_t day_t;

enum { DATE_TEXT_MAX = 32, SECONDS_PER_DAY = 86400 };

/* Reads YYYY-MM-DD, 1970…9999, existing days only. False: anything else. */
bool date_parse(const char *text, day_t *out);

/* Writes YYYY-MM-DD. */
void date_format(day_t day, char out[static DATE_TEXT_MAX]);

/* The day that a UTC time falls on. */
day_t date_of_time(time_t when);

/* Reads YYYY-MM-DDTHH:MM:SSZ, or a date alone as its midnight. */
bool date_parse_time(const char *text, time_t *out);

/* Writes YYYY-MM-DDTHH:MM:SSZ. */
void date_format_time(time_t when, char out[static DATE_TEXT_MAX]);

/* Writes YYYY-MM-DD HH:MM:SS, the form of a report's timestamp column. */
void date_format_timestamp(time_t when, char out[static DATE_TEXT_MAX]);

#endif
