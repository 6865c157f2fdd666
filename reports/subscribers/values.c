#include "reports/subscribers/values.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"

enum {
	MOST_LINE = 1000,   /* of a title or a proof, bytes */
	MOST_CONTACT = 254, /* RFC 5321 4.5.3.1.3, less the brackets */
	MOST_DOMAIN = 253,  /* RFC 1035 2.3.4, as text */
	MOST_LABEL = 63
};

static const char *const delivery_names[N_DELIVERIES] = {"mail", "api"};

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* A word, that is a run of letters, digits and _, joined to others by -. */
bool
values_check_list(
    const char *text, long number, const char *name, struct err *why)
{
	const size_t n = strlen(text);
	(void)number;
	bool ok = n > 0 && n <= VALUES_MOST_LIST;
	for (size_t i = 0; ok && i < n; i++)
		ok = is_word(text[i]) || (text[i] == '-' && i > 0 &&
					     is_word(text[i - 1]) && i + 1 < n);
	return ok || err_set(why,
			 "%s \"%s\" is not up to %d letters, digits and _, in "
			 "words joined by -",
			 name, text, VALUES_MOST_LIST);
}

bool
values_check_line(
    const char *text, long number, const char *name, struct err *why)
{
	const size_t n = strlen(text);
	(void)number;
	if (n == 0 || n > MOST_LINE)
		return err_set(
		    why, "%s has 1 to %d bytes, not %zu", name, MOST_LINE, n);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return err_set(
			    why, "%s holds a control character", name);
	return text_is_utf8(text, n) || err_set(why, "%s is not UTF-8", name);
}

/* A host name of letters, digits and inner hyphens (RFC 1123 2.1), with _,
 * which real names have too. */
static bool
is_domain(const char *text, size_t n)
{
	size_t label = 0; /* bytes of it so far */
	if (n == 0 || n > MOST_DOMAIN)
		return false;
	for (size_t i = 0; i < n; i++) {
		const bool is_last = i + 1 == n || text[i + 1] == '.';
		if (text[i] == '.' && (label == 0 || is_last))
			return false;
		label = text[i] == '.' ? 0 : label + 1;
		if (label > MOST_LABEL)
			return false;
		if (text[i] == '.' || is_word(text[i]))
			continue;
		if (text[i] != '-' || label == 1 || is_last)
			return false;
	}
	return true;
}

bool
values_check_domain(
    const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	return is_domain(text, strlen(text)) ||
	       err_set(why, "%s \"%s\" is no domain name such as example.net",
		   name, text);
}

/* The form that mail to a group has (RFC 5321 Dot-string): nothing quoted, no
 * line end, no second address can hide in it. */
bool
values_check_contact(
    const char *text, long number, const char *name, struct err *why)
{
	const size_t n = strlen(text);
	const char *at = strchr(text, '@');
	(void)number;
	bool ok = at != NULL && at > text && at - text <= 64 &&
		  n <= MOST_CONTACT && at[-1] != '.' && text[0] != '.' &&
		  is_domain(at + 1, strlen(at + 1));
	for (const char *p = text; ok && p < at; p++)
		ok = isalnum((unsigned char)*p) || (*p == '.' && p[1] != '.') ||
		     strchr("!#$%&'*+-/=?^_`{|}~", *p) != NULL;
	return ok || err_set(why,
			 "%s \"%s\" is no mail address such as "
			 "noc@example.net",
			 name, text);
}

bool
values_read_asn(const char *text, uint32_t *out, struct err *why)
{
	const char *digits = strncasecmp(text, "AS", 2) == 0 ? text + 2 : text;
	uint64_t number;
	if (!text_to_uint(digits, UINT32_MAX, &number) || number == 0)
		return err_set(why,
		    "asn \"%s\" is no number of a network, 1 to 4294967295",
		    text);
	*out = (uint32_t)number;
	return true;
}

bool
values_read_prefix(const char *text, struct addr_range *out, struct err *why)
{
	const char *wrong;
	if (strchr(text, '-') != NULL)
		return err_set(
		    why, "cidr \"%s\" is no prefix such as 192.0.2.0/24", text);
	if (!addr_range_parse(text, out, &wrong))
		return err_set(why, "cidr \"%s\" %s", text, wrong);
	return true;
}

bool
values_read_country(const char *text, uint16_t *out, struct err *why)
{
	if (strlen(text) != 2 || text[0] < 'A' || text[0] > 'Z' ||
	    text[1] < 'A' || text[1] > 'Z')
		return err_set(why,
		    "country \"%s\" is not two capital letters, such as DE",
		    text);
	*out = (uint16_t)(text[0] << 8 | text[1]);
	return true;
}

bool
values_read_type(const char *text, enum scan *out, struct err *why)
{
	return schema_find(text, out) ||
	       err_set(why,
		   "types: there is no report type \"%s\"; there are scan_ntp, "
		   "scan_ntpmonitor, scan6_ntp and scan6_ntpmonitor",
		   text);
}

bool
values_read_delivery(const char *text, enum delivery *out, struct err *why)
{
	for (int i = 0; i < N_DELIVERIES; i++)
		if (strcmp(text, delivery_names[i]) == 0) {
			*out = (enum delivery)i;
			return true;
		}
	return err_set(
	    why, "delivery is \"mail\" or \"api\", not \"%s\"", text);
}

bool
values_read_day(const char *text, day_t *out, struct err *why)
{
	return date_parse(text, out) ||
	       err_set(
		   why, "proven is a day such as 2026-11-22, not \"%s\"", text);
}

/* The value of a key or a secret is not said: what is shown may be logged. */
bool
values_check_key(
    const char *text, long number, const char *name, struct err *why)
{
	const size_t n = strlen(text);
	(void)number;
	bool ok = n >= VALUES_LEAST_KEY && n <= VALUES_MOST_KEY;
	for (size_t i = 0; ok && i < n; i++)
		ok = is_word(text[i]) || text[i] == '-';
	return ok || err_set(why, "%s is not %d to %d letters, digits, - and _",
			 name, VALUES_LEAST_KEY, VALUES_MOST_KEY);
}

bool
values_check_state(
    const char *text, long number, const char *name, struct err *why)
{
	(void)number;
	return strcmp(text, "active") == 0 || strcmp(text, "suspended") == 0 ||
	       err_set(why, "%s is \"active\" or \"suspended\", not \"%s\"",
		   name, text);
}

bool
values_check_limit(
    const char *text, long number, const char *name, struct err *why)
{
	(void)text;
	return (number >= 0 && number <= INT32_MAX) ||
	       err_set(why, "%s is 0 (no limit) to %d requests a day, not %ld",
		   name, INT32_MAX, number);
}
#define CHECK(name, type)                                                      \
	bool values_check_##name(const char *text, long number,                \
	    const char *setting, struct err *why)                              \
	{                                                                      \
		type ignored;                                                  \
		(void)number;                                                  \
		(void)setting;                                                 \
		return values_read_##name(text, &ignored, why);                \
	}
CHECK(asn, uint32_t)
CHECK(prefix, struct addr_range)
CHECK(country, uint16_t)
CHECK(type, enum scan)
CHECK(delivery, enum delivery)
CHECK(day, day_t)
