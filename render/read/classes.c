/* Both kinds of bins have bounds that people can read; where most servers are,
 * they are narrow: an answer to READVAR has 300 to 500 bytes, 25 to 40 times
 * the question's. */
#include "render/read/classes.h"

#include <stddef.h>

/* A class reaches from its bound to below the next one's. */
struct bin {
	uint64_t from;
	const char *key;
	const char *name;
};

static const struct bin sizes[] = {{0, "", ""}, {0, "0-99", "under 100 bytes"},
    {100, "100-199", "100 to 199 bytes"}, {200, "200-299", "200 to 299 bytes"},
    {300, "300-349", "300 to 349 bytes"}, {350, "350-399", "350 to 399 bytes"},
    {400, "400-449", "400 to 449 bytes"}, {450, "450-499", "450 to 499 bytes"},
    {500, "500-999", "500 to 999 bytes"},
    {1000, "1000-1999", "1,000 to 1,999 bytes"},
    {2000, "2000-4999", "2,000 to 4,999 bytes"},
    {5000, "5000-9999", "5,000 to 9,999 bytes"},
    {10000, "10000-19999", "10,000 to 19,999 bytes"},
    {20000, "20000-43999", "20,000 to 43,999 bytes"},
    {44000, "44000", "44,000 bytes, a full list"},
    {44001, "44001-more", "more than 44,000 bytes"}};

static const struct bin amplifications[] = {{0, "", ""},
    {0, "0-0.99", "under 1"}, {100, "1-1.99", "1 to 2"},
    {200, "2-4.99", "2 to 5"}, {500, "5-9.99", "5 to 10"},
    {1000, "10-14.99", "10 to 15"}, {1500, "15-19.99", "15 to 20"},
    {2000, "20-24.99", "20 to 25"}, {2500, "25-29.99", "25 to 30"},
    {3000, "30-34.99", "30 to 35"}, {3500, "35-39.99", "35 to 40"},
    {4000, "40-49.99", "40 to 50"}, {5000, "50-74.99", "50 to 75"},
    {7500, "75-99.99", "75 to 100"}, {10000, "100-199.99", "100 to 200"},
    {20000, "200-499.99", "200 to 500"}, {50000, "500-999.99", "500 to 1,000"},
    {100000, "1000-1999.99", "1,000 to 2,000"},
    {200000, "2000-4999.99", "2,000 to 5,000"},
    {500000, "5000-more", "5,000 or more"}};

static const char *const strata[][2] = {{"", ""},
    {"0", "stratum 0, unspecified"}, {"1", "stratum 1"}, {"2", "stratum 2"},
    {"3", "stratum 3"}, {"4", "stratum 4"}, {"5", "stratum 5"},
    {"6", "stratum 6"}, {"7", "stratum 7"}, {"8", "stratum 8"},
    {"9", "stratum 9"}, {"10", "stratum 10"}, {"11", "stratum 11"},
    {"12", "stratum 12"}, {"13", "stratum 13"}, {"14", "stratum 14"},
    {"15", "stratum 15"}, {"16", "stratum 16, not synchronised"}};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

_Static_assert(LENGTH(sizes) == SIZE_CLASSES, "sizes");
_Static_assert(LENGTH(amplifications) == AMPLIFICATION_CLASSES, "factors");
_Static_assert(LENGTH(strata) == STRATUM_CLASSES, "strata");

/* All bounds are looked at: where a loop would end nobody can guess, and a
 * wrong guess takes longer. */
static uint8_t
class_of(const struct bin *bins, size_t n, uint64_t number)
{
	unsigned class = 1;
	for (size_t i = 2; i < n; i++)
		class += bins[i].from <= number;
	return (uint8_t) class;
}

uint8_t
class_of_size(uint64_t bytes)
{
	return class_of(sizes, LENGTH(sizes), bytes);
}

uint8_t
class_of_amplification(uint64_t hundredths)
{
	return class_of(amplifications, LENGTH(amplifications), hundredths);
}

uint8_t
class_of_stratum(uint64_t stratum)
{
	return stratum + 1 < LENGTH(strata) ? (uint8_t)(stratum + 1) : 0;
}

const char *
class_size_key(uint8_t class)
{
	return sizes[class].key;
}

const char *
class_size_name(uint8_t class)
{
	return sizes[class].name;
}

const char *
class_amplification_key(uint8_t class)
{
	return amplifications[class].key;
}

const char *
class_amplification_name(uint8_t class)
{
	return amplifications[class].name;
}

const char *
class_stratum_key(uint8_t class)
{
	return strata[class][0];
}

const char *
class_stratum_name(uint8_t class)
{
	return strata[class][1];
}
