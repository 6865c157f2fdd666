/* A host is all drawn from the index of its address, so that it can be drawn
 * again. Numbers are written by functions of our own: printf would take longer
 * than everything else. */
#include "tests/bench/rows.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/simnet/dice.h"

enum { REPEATED_OF = 10000, SCAN_SECONDS = 72000, REQUEST_BYTES = 12 };

enum { ALL4 = STYLE_PLAIN4 | STYLE_NTPD | STYLE_SEC };
enum { OLD3 = STYLE_OLD | STYLE_XNTPD | STYLE_CISCO, ANY = ALL4 | OLD3 };

/* Numbers that servers of some styles send: a range, in units of the last
 * decimal. */
static const struct {
	enum column column;
	unsigned styles;
	int32_t least;
	int32_t most;
	unsigned decimals;
} numbers[] = {
    {COLUMN_CLK_WANDER, ALL4, 0, 400, 3},
    {COLUMN_ERROR, STYLE_CISCO, 0, 99, 2},
    {COLUMN_FREQUENCY, ANY, -90000, 90000, 3},
    {COLUMN_JITTER, ALL4 | STYLE_OLD, 0, 20000, 3},
    {COLUMN_MINTC, ALL4, 3, 3, 0},
    {COLUMN_NOISE, STYLE_OLD, 0, 9000, 3},
    {COLUMN_OFFSET, ANY & ~STYLE_CISCO, -30000, 30000, 3},
    {COLUMN_PEER, ANY, 1, 65535, 0},
    {COLUMN_PHASE, STYLE_CISCO, 0, 9000, 3},
    {COLUMN_POLL, OLD3, 4, 10, 0},
    {COLUMN_PRECISION, ANY & ~STYLE_CISCO, -24, -6, 0},
    {COLUMN_ROOTDELAY, ANY, 0, 250000, 3},
    {COLUMN_ROOTDISPERSION, ANY, 0, 250000, 3},
    {COLUMN_STABILITY, STYLE_OLD | STYLE_XNTPD, 0, 900, 3},
    {COLUMN_STATE, STYLE_OLD | STYLE_XNTPD, 1, 5, 0},
    {COLUMN_TAI, STYLE_SEC, 37, 37, 0},
    {COLUMN_TC, ALL4, 3, 10, 0},
};

static const struct {
	uint16_t weight;
	const char *naics;
	const char *name;
} sectors[] = {
    {60, "517311", "Communications, Service Provider, and Hosting Service"},
    {14, "518210", "Information"},
    {6, "611310", "Education"},
    {4, "541512", "Professional, Scientific, and Technical Services"},
    {2, "921190", "Government"},
    {14, "0", ""},
};

enum { N_SECTORS = sizeof sectors / sizeof sectors[0] };

static char *
text_end(struct rows *r)
{
	assert(r->len < ROWS_TEXT_BYTES - 64);
	return r->text + r->len;
}

/* Keeps the text that ends before end, behind which there is room. */
static const char *
keep(struct rows *r, char *end)
{
	const char *text = r->text + r->len;
	*end = '\0';
	r->len = (size_t)(end + 1 - r->text);
	return text;
}

static char *
put(char *at, const char *text)
{
	const size_t n = strlen(text);
	memcpy(at, text, n);
	return at + n;
}

/* Writes a number in units of its last decimal. */
static char *
put_number(char *at, int64_t value, unsigned decimals)
{
	char digits[24];
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
	unsigned n = 0;
	do {
		digits[n++] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0 || n <= decimals);
	if (value < 0)
		*at++ = '-';
	while (n > 0) {
		if (n == decimals)
			*at++ = '.';
		*at++ = digits[--n];
	}
	return at;
}

static char *
put_address(char *at, uint32_t a, char between)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		at = put_number(at, a >> shift & 0xff, 0);
		if (shift > 0)
			*at++ = between;
	}
	return at;
}

static char *
put_hex(char *at, uint32_t number, const char *digits)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		*at++ = digits[number >> shift & 15];
	return at;
}

static const char *
stamp(struct rows *r, uint32_t seconds, uint32_t fraction)
{
	const bool upper = r->software.style <= STYLE_CISCO;
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *at = put(text_end(r), "0x");
	at = put_hex(at, seconds, digits);
	*at++ = '.';
	return keep(r, put_hex(at, fraction, digits));
}

static const char *
number(struct rows *r, int64_t value, unsigned decimals)
{
	return keep(r, put_number(text_end(r), value, decimals));
}

/* Some towns have a comma in their names, or letters beyond ASCII. */
static void
name_towns(struct rows *r)
{
	static const char *const parts[] = {"MAR", "SAN", "LO", "BEL", "KA",
	    "NOR", "TI", "VER", "GRA", "STO", "DEN", "HAL", "MÜN", "RIO", "PE",
	    "AL", "ZU", "OST", "WIN", "ÅS"};
	struct dice d = {dice_mix(r->plan.seed, 3)};
	for (size_t i = 0; i < ROWS_TOWNS; i++) {
		char *at = r->towns[i];
		for (uint32_t n = dice_between(&d, 2, 4); n > 0; n--)
			at = put(at, parts[dice_between(&d, 0, 19)]);
		if (dice_percent(&d, 1))
			at = put(at, ", CITY OF");
		else if (dice_percent(&d, 15))
			at = put(at, " NORTE");
		*at = '\0';
	}
}

void
rows_begin(struct rows *r, const struct rows_plan *plan)
{
	*r = (struct rows){.plan = *plan};
	places_init(
	    &r->places, plan->seed, plan->n_countries, plan->n_networks);
	r->table = software_new(plan->seed);
	date_format(plan->day, r->date);
	name_towns(r);
}

void
rows_end(struct rows *r)
{
	places_done(&r->places);
	free(r->table);
}

static const char *
time_of_row(struct rows *r)
{
	const uint64_t second = (uint64_t)r->n * SCAN_SECONDS / r->plan.n_rows;
	const uint64_t parts[] = {second / 3600, second / 60 % 60, second % 60};
	char *at = put(text_end(r), r->date);
	for (int i = 0; i < 3; i++) {
		*at++ = i == 0 ? ' ' : ':';
		*at++ = (char)('0' + parts[i] / 10);
		*at++ = (char)('0' + parts[i] % 10);
	}
	return keep(r, at);
}

/* The name of a host in reverse DNS: its provider's scheme, or none. */
static const char *
host_name(struct rows *r, uint32_t address, const struct place *place)
{
	static const char *const schemes[] = {
	    "static-", "dyn-", "", "host-", "ip"};
	if (place->asn % 8 < 3)
		return "";
	char *at = put(text_end(r), schemes[place->asn % 5]);
	at = put_address(at, address, place->asn % 8 == 3 ? '.' : '-');
	at = put(at, ".pop");
	at = put_number(at, address % 31, 0);
	at = put(at, ".customers.net");
	at = put_number(at, place->asn, 0);
	return keep(r, put(at, ".example"));
}

static void
fill_place(struct rows *r, uint32_t address, struct dice *d, struct row *out)
{
	static uint16_t weights[N_SECTORS];
	const struct place place = places_pick(&r->places, d);
	struct dice network = {dice_mix(r->plan.seed, place.asn)};
	const uint64_t town = dice_mix(place.asn, dice_between(d, 0, 15));
	for (size_t i = 0; i < N_SECTORS; i++)
		weights[i] = sectors[i].weight;
	const size_t sector = dice_pick(&network, weights, N_SECTORS);
	const bool has_town = dice_percent(d, 86);
	out->value[COLUMN_GEO] = place.country;
	out->value[COLUMN_ASN] = place.asn > 0 ? number(r, place.asn, 0) : "";
	out->value[COLUMN_HOSTNAME] = host_name(r, address, &place);
	if (out->value[COLUMN_HOSTNAME][0] != '\0')
		out->value[COLUMN_HOSTNAME_SOURCE] = "ptr";
	if (has_town) {
		out->value[COLUMN_REGION] = r->towns[town / 7 % ROWS_TOWNS];
		out->value[COLUMN_CITY] = r->towns[town % ROWS_TOWNS];
	}
	out->value[COLUMN_NAICS] = sectors[sector].naics;
	out->value[COLUMN_SECTOR] = sectors[sector].name;
}

/* About 19 % of servers are not synchronised: stratum 16. */
static void
fill_clock(struct rows *r, struct dice *d, struct row *out)
{
	static const uint16_t weights[17] = {
	    0, 30, 350, 300, 90, 20, 8, 4, 2, 1, 1, 1, 1, 1, 1, 0, 190};
	static const uint32_t seconds_until_1970 = 2208988800u;
	const size_t stratum = dice_pick(d, weights, 17);
	const uint32_t now = seconds_until_1970 +
			     (uint32_t)r->plan.day * SECONDS_PER_DAY +
			     dice_between(d, 0, SCAN_SECONDS);
	const uint64_t bits = dice_next(d);
	out->value[COLUMN_STRATUM] = number(r, (int64_t)stratum, 0);
	out->value[COLUMN_LEAP] = stratum == 16 ? "3" : "0";
	out->value[COLUMN_CLOCK] = stamp(r, now, (uint32_t)bits);
	out->value[COLUMN_REFTIME] =
	    stratum == 16
		? "0x00000000.00000000"
		: stamp(r, now - (bits >> 32) % 1024, ~(uint32_t)bits);
	if (stratum == 1)
		out->value[COLUMN_REFID] = bits % 3 == 0 ? ".PPS." : ".GPS.";
	else
		out->value[COLUMN_REFID] = keep(
		    r, put_address(text_end(r), (uint32_t)dice_next(d), '.'));
}

static void
fill_size(struct rows *r, uint32_t size, struct row *out)
{
	const uint64_t hundredths =
	    ((uint64_t)size * 100 + REQUEST_BYTES / 2) / REQUEST_BYTES;
	out->value[COLUMN_RESPONSE_SIZE] = number(r, size, 0);
	out->value[COLUMN_AMPLIFICATION] = number(r, (int64_t)hundredths, 2);
}

static void
fill_numbers(struct rows *r, struct dice *d, struct row *out)
{
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		const int32_t least = numbers[i].least;
		const uint32_t span = (uint32_t)(numbers[i].most - least);
		if (numbers[i].styles & r->software.style)
			out->value[numbers[i].column] =
			    number(r, (int64_t)least + dice_between(d, 0, span),
				numbers[i].decimals);
	}
}

static void
fill_ntp(struct rows *r, struct dice *d, struct row *out)
{
	uint32_t size;
	software_pick(r->table, d, &r->software);
	const enum style style = r->software.style;
	out->value[COLUMN_VERSION] = r->software.version;
	out->value[COLUMN_PROCESSOR] = r->software.processor;
	out->value[COLUMN_SYSTEM] = r->software.system;
	fill_clock(r, d, out);
	fill_numbers(r, d, out);
	if (style == STYLE_CISCO)
		size = dice_between(d, 220, 236);
	else if (style == STYLE_PLAIN4)
		size = dice_between(d, 320, 356);
	else if (dice_percent(d, 3)) /* of several packets */
		size = dice_between(d, 500, 2600);
	else
		size = dice_between(d, 360, 412);
	fill_size(r, size & ~3u, out);
}

/* Six entries of 72 bytes fill a packet, and the list has at most 600. */
static void
fill_monitor(struct rows *r, struct dice *d, struct row *out)
{
	static const struct {
		uint16_t least;
		uint16_t most;
	} entries[] = {
	    {1, 1}, {2, 3}, {4, 6}, {7, 20}, {21, 60}, {61, 300}, {600, 600}};
	static const uint16_t weights[] = {35, 15, 15, 12, 10, 6, 7};
	const size_t class = dice_pick(d, weights, 7);
	const uint32_t n =
	    dice_between(d, entries[class].least, entries[class].most);
	const uint32_t packets = (n + 5) / 6;
	out->value[COLUMN_PACKETS] = number(r, packets, 0);
	fill_size(r, packets * 8 + n * 72, out);
}

static uint32_t
next_index(struct rows *r)
{
	const uint64_t bits = dice_mix(dice_mix(r->plan.seed, 4), r->n);
	if (r->next > 0 && bits % REPEATED_OF == 0)
		return (uint32_t)((bits >> 32) % r->next);
	return r->next;
}

void
rows_next(struct rows *r, struct row *out)
{
	uint32_t index = next_index(r);
	const uint32_t address = places_address(&r->places, &index);
	struct dice d = {dice_mix(dice_mix(r->plan.seed, 5), index)};
	*out = (struct row){{NULL}};
	r->len = 0;
	if (index >= r->next)
		r->next = index + 1;
	out->value[COLUMN_TIMESTAMP] = time_of_row(r);
	out->value[COLUMN_SEVERITY] = "medium";
	out->value[COLUMN_IP] = keep(r, put_address(text_end(r), address, '.'));
	out->value[COLUMN_PROTOCOL] = "udp";
	out->value[COLUMN_PORT] = "123";
	out->value[COLUMN_TAG] = schema_of(r->plan.scan)->tag;
	fill_place(r, address, &d, out);
	if (r->plan.scan == SCAN_NTP)
		fill_ntp(r, &d, out);
	else
		fill_monitor(r, &d, out);
	r->n++;
}
