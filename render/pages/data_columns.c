#include "render/pages/data_columns.h"

#include <string.h>

static const struct data_column columns[] = {
    {"date", DATA_DATE, "The day in UTC, YYYY-MM-DD."},
    {"scan", DATA_TEXT,
	"The report type that was counted: scan_ntp (Mode 6), scan_ntpmonitor "
	"(Mode 7), scan6_ntp and scan6_ntpmonitor (the same over IPv6)."},
    {"country", DATA_TEXT,
	"ISO 3166-1 alpha-2 code by GeoIP, \"other\" for the rest. Namibia "
	"is NA: tell your reader that this is text."},
    {"asn", DATA_TEXT,
	"The number of the network, without \"AS\"; \"other\" for the rest."},
    {"version_family", DATA_TEXT,
	"The software and version that hosts say they run, cut down to a "
	"family; \"other\" for the rest."},
    {"stratum", DATA_TEXT,
	"The distance from a reference clock that hosts say they have, 0 to "
	"16; \"other\" for the rest."},
    {"response_size", DATA_TEXT,
	"The bytes that a host sent back, in classes; \"other\" for the rest. "
	"Names are in response_sizes.csv."},
    {"amplification", DATA_TEXT,
	"Bytes received for each byte sent, in classes; \"other\" for the "
	"rest. Names are in amplifications.csv."},
    {"amplification_p50", DATA_NUMBER,
	"Half of the hosts have no more than this amplification. Given where "
	"there are at least 20 times as many hosts as the threshold; so is the "
	"next one."},
    {"amplification_p95", DATA_NUMBER,
	"95\u00a0% of the hosts have no more than this."},
    {"seen_7_days", DATA_INTEGER,
	"Distinct addresses that answered on one or more of the "
	"last 7 days, by the country in which they were last."},
    {"seen_30_days", DATA_INTEGER, "The same of 30 days."},
    {"seen_365_days", DATA_INTEGER, "The same of 365 days."},
    {"new", DATA_INTEGER,
	"Hosts that did not answer on the last complete day before."},
    {"same", DATA_INTEGER, "Hosts that did."},
    {"gone", DATA_INTEGER, "Hosts that answered then and not now."},
    {"hosts", DATA_INTEGER,
	"Distinct addresses that gave a valid answer. Empty: there is no "
	"number, and the columns status and suppressed say why."},
    {"suppressed", DATA_FLAG,
	"1 if a number exists and is withheld: it is under the threshold, or "
	"would give away one that is."},
    {"status", DATA_TEXT, "Of that day's scan: complete, partial or missing."},
    {"name", DATA_TEXT, "What the key is called in words."},
    {"region", DATA_TEXT, "The region of a country by UN M49."},
    {"simulated", DATA_FLAG, "1 if the scan was of a test network."},
    {"has_record", DATA_FLAG, "1 if the scanner left a record of the run."},
    {"program", DATA_TEXT, "The program and version that made the run."},
    {"started", DATA_TIME, "When sending began, in UTC."},
    {"ended", DATA_TIME, "When the last answer was taken in, in UTC."},
    {"asked", DATA_INTEGER, "Addresses that were sent a request."},
    {"excluded", DATA_INTEGER,
	"Addresses that were left out on request or by rule."},
    {"sent", DATA_INTEGER, "Packets sent."},
    {"received", DATA_INTEGER,
	"Packets received, valid or not. Empty where hosts are withheld."},
    {"answered", DATA_INTEGER,
	"Addresses that answered at all. Empty where hosts are withheld, or "
	"where fewer than the threshold answered without being counted."},
    {"rate_pps", DATA_INTEGER, "Packets sent per second."},
    {"check_bits", DATA_INTEGER,
	"How many unguessable bits an answer had to echo."},
    {"kind", DATA_TEXT, "Of what key is the key: world, country or asn."},
    {"key", DATA_TEXT,
	"As in the columns country and asn; \"world\" for the world."},
    {"addresses", DATA_INTEGER,
	"Announced IPv4 addresses, special-purpose space left out; what rates "
	"divide by."},
    {"send_errors", DATA_INTEGER, "Packets that could not be sent."},
    {"dropped", DATA_INTEGER,
	"Packets that came in and were lost in the scanning machine, of all "
	"scans of the run together."},
    {"lost_percent", DATA_NUMBER,
	"Of 100 questions and their answers, how many the scanning machine is "
	"known to have lost: from send_errors and dropped. What networks lose "
	"on the way is not in it and not known."},
    {"took_s", DATA_INTEGER, "Seconds from started to ended."},
    {"databases", DATA_TEXT,
	"The databases that say where a host is, and when they were made."},
    {"until", DATA_DATE, "The last day of it; the same as date if it was one."},
    {"event", DATA_TEXT,
	"What kind of thing happened: method (how numbers are made changed), "
	"program (another version measures), databases (others say where hosts "
	"are), outage, note, partial (counts are too low), missing (no scan)."},
    {"text", DATA_TEXT, "What happened, in words."},
    {"noted", DATA_DATE, "The day on which the correction was published."},
    {"before", DATA_INTEGER,
	"The hosts that were published before. Empty: none were, or so few "
	"changed that the difference would tell of a small group."},
    {"now", DATA_INTEGER, "The hosts that are published instead."},
    {"why", DATA_TEXT, "What led to it, in words."},
    {"bad_rows", DATA_INTEGER, "Rows of the archive that could not be read."},
};

const char *
data_column_type_name(enum data_column_type type)
{
	static const char *const names[] = {[DATA_TEXT] = "text",
	    [DATA_INTEGER] = "integer",
	    [DATA_NUMBER] = "number",
	    [DATA_DATE] = "date",
	    [DATA_TIME] = "time",
	    [DATA_FLAG] = "flag"};
	return names[type];
}

const struct data_column *
data_column_find(const char *name)
{
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}
