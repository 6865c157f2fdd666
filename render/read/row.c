#include "render/read/row.h"

#include <string.h>

#include "render/read/classes.h"
#include "render/read/family.h"
#include "render/read/tally.h"

/* Families and classes are below HOST_CLASSES, and the compiler is told so. */
#define HOST_MASK (HOST_CLASSES - 1u)

/* The number that a value is; false if it is none up to `most`. */
static bool
number_of(const struct record_value *v, uint64_t most, uint64_t *out)
{
	uint64_t number = 0;
	for (size_t i = 0; i < v->n; i++) {
		const unsigned digit = (unsigned)(v->text[i] - '0');
		if (digit > 9 || number > UINT32_MAX)
			return false;
		number = 10 * number + digit;
	}
	*out = number;
	return v->n > 0 && number <= most;
}

/* A factor such as 30.17 in hundredths, rounded down. */
static uint32_t
hundredths_of(const struct record_value *v)
{
	const uint64_t most = AMPLIFICATION_UNKNOWN - 1;
	const char *point = v->n > 0 ? memchr(v->text, '.', v->n) : NULL;
	const size_t n_whole = point != NULL ? (size_t)(point - v->text) : v->n;
	const struct record_value whole = {v->text, n_whole};
	uint64_t number, digits = 0;
	if (!number_of(&whole, UINT32_MAX, &number))
		return AMPLIFICATION_UNKNOWN;
	for (size_t i = n_whole + 1; i < v->n; i++) {
		const unsigned digit = (unsigned)(v->text[i] - '0');
		if (digit > 9)
			return AMPLIFICATION_UNKNOWN;
		if (i < n_whole + 3)
			digits += digit * (i == n_whole + 1 ? 10u : 1u);
	}
	number = 100 * number + digits;
	return (uint32_t)(number < most ? number : most);
}

void
row_to_host(const struct record_value value[N_COLUMNS], bool has_versions,
    struct host *out)
{
	uint64_t asn, size, stratum;
	struct host host = {.country = tally_country(
				value[COLUMN_GEO].text, value[COLUMN_GEO].n),
	    .amplification = hundredths_of(&value[COLUMN_AMPLIFICATION])};
	if (number_of(&value[COLUMN_ASN], UINT32_MAX, &asn))
		host.asn = (uint32_t)asn;
	if (number_of(&value[COLUMN_RESPONSE_SIZE], UINT32_MAX, &size))
		host.size = class_of_size(size) & HOST_MASK;
	if (has_versions) {
		const enum family family = family_of(value[COLUMN_VERSION].text,
		    value[COLUMN_VERSION].n, value[COLUMN_SYSTEM].text,
		    value[COLUMN_SYSTEM].n);
		host.family = (unsigned)family & HOST_MASK;
		if (number_of(&value[COLUMN_STRATUM], UINT8_MAX, &stratum))
			host.stratum = class_of_stratum(stratum) & HOST_MASK;
	}
	/* At once: the place is in memory that others are written to. */
	*out = host;
}
