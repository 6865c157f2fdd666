#include "render/draw/numeral.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const uint64_t MILLION = 1000000, BILLION = 1000000000;
static const unsigned POWER_OF_TEN[] = {1, 10, 100, 1000};

void
numeral_full(uint64_t value, char out[static NUMERAL_MAX])
{
	char digits[NUMERAL_MAX];
	size_t n =
	    (size_t)snprintf(digits, sizeof digits, "%ju", (uintmax_t)value);
	size_t len = 0;
	for (size_t i = 0; i < n; i++) {
		out[len++] = digits[i];
		if (i + 1 < n && (n - i - 1) % 3 == 0)
			out[len++] = ',';
	}
	out[len] = '\0';
}

/* Makes "1.50" of "1.500", then "1.5"; "1.0" becomes "1". */
static void
drop_trailing_zeros(char *text)
{
	size_t len = strlen(text);
	if (strchr(text, '.') == NULL)
		return;
	while (text[len - 1] == '0')
		text[--len] = 0;
	if (text[len - 1] == '.')
		text[--len] = 0;
}

/* Writes value ÷ unit, rounded to so many decimals. */
static void
write_quotient(uint64_t value, uint64_t unit, unsigned decimals,
    char out[static NUMERAL_MAX])
{
	const uint64_t power = POWER_OF_TEN[decimals];
	const uint64_t rounded = (value * power + unit / 2) / unit;
	numeral_full(rounded / power, out);
	const size_t len = strlen(out);
	if (decimals > 0)
		snprintf(out + len, NUMERAL_MAX - len, ".%0*u", (int)decimals,
		    (unsigned)(rounded % power));
}

static void
add_unit(uint64_t unit, char out[static NUMERAL_MAX])
{
	strncat(
	    out, unit == BILLION ? " bn" : " M", NUMERAL_MAX - 1 - strlen(out));
}

void
numeral_short(uint64_t value, char out[static NUMERAL_MAX])
{
	if (value < MILLION) {
		numeral_full(value, out);
		return;
	}
	/* From here on the millions would round to 1,000. */
	const uint64_t unit = value >= 999500000 ? BILLION : MILLION;
	const bool tens = value >= 10 * unit, hundreds = value >= 100 * unit;
	write_quotient(value, unit, hundreds ? 0 : tens ? 1 : 2, out);
	add_unit(unit, out);
}

void
numeral_tick(uint64_t value, uint64_t most, char out[static NUMERAL_MAX])
{
	const uint64_t unit = most >= BILLION ? BILLION : MILLION;
	numeral_full(value, out);
	if (value == 0 || most < MILLION)
		return;
	write_quotient(value, unit, 3, out);
	drop_trailing_zeros(out);
	add_unit(unit, out);
}

void
numeral_percent(uint64_t from, uint64_t to, char out[static NUMERAL_MAX])
{
	const uint64_t change = 100 * (to > from ? to - from : from - to);
	const bool hundreds = change >= 100 * from, units = change >= from;
	write_quotient(change, from, hundreds ? 0 : units ? 1 : 2, out);
	drop_trailing_zeros(out);
}
