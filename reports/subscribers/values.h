/* The single values of a subscriber's entry: judged as they are read. */
#ifndef REPORTS_SUBSCRIBERS_VALUES_H
#define REPORTS_SUBSCRIBERS_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/err.h"

#include "reports/subscribers/subscribers.h"

enum { VALUES_MOST_LIST = 64, VALUES_MOST_KEY = 128, VALUES_LEAST_KEY = 16 };

/* Read a value. False: why says what is wrong with it. */
bool values_read_asn(const char *text, uint32_t *out, struct err *why);
bool values_read_prefix(
    const char *text, struct addr_range *out, struct err *why);
bool values_read_country(const char *text, uint16_t *out, struct err *why);
bool values_read_type(const char *text, enum scan *out, struct err *why);
bool values_read_delivery(
    const char *text, enum delivery *out, struct err *why);
bool values_read_day(const char *text, day_t *out, struct err *why);

/* Judge a value, as a table of settings wants it (lib/conf.h). */
bool values_check_list(
    const char *text, long number, const char *name, struct err *why);
bool values_check_line(
    const char *text, long number, const char *name, struct err *why);
bool values_check_contact(
    const char *text, long number, const char *name, struct err *why);
bool values_check_asn(
    const char *text, long number, const char *name, struct err *why);
bool values_check_prefix(
    const char *text, long number, const char *name, struct err *why);
bool values_check_country(
    const char *text, long number, const char *name, struct err *why);
bool values_check_domain(
    const char *text, long number, const char *name, struct err *why);
bool values_check_type(
    const char *text, long number, const char *name, struct err *why);
bool values_check_delivery(
    const char *text, long number, const char *name, struct err *why);
bool values_check_state(
    const char *text, long number, const char *name, struct err *why);
bool values_check_limit(
    const char *text, long number, const char *name, struct err *why);
bool values_check_key(
    const char *text, long number, const char *name, struct err *why);
bool values_check_day(
    const char *text, long number, const char *name, struct err *why);

#endif
