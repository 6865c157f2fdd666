#include "lib/schema.h"

#include <string.h>

struct column_facts {
	const char *name;
	enum column_type type;
	const char *meaning;
};

#define TEXT COLUMN_IS_TEXT
#define INTEGER COLUMN_IS_INTEGER
#define DECIMAL COLUMN_IS_DECIMAL

/* In the order of enum column. The types are what the consumers of these
 * reports convert each column to. */
static const struct column_facts facts[N_COLUMNS] = {
    {"timestamp", TEXT, "When the address was probed, in UTC."},
    {"severity", TEXT,
	"How urgent the finding is: critical, high, medium, low or info."},
    {"ip", TEXT, "The address that was probed."},
    {"protocol", TEXT, "The transport protocol of the answer: udp."},
    {"port", INTEGER, "The port that the answer came from."},
    {"hostname", TEXT, "The name of the address in reverse DNS."},
    {"tag", TEXT, "What was found: ntpversion or ntpmonitor."},
    {"asn", INTEGER, "The number of the network that announces the address."},
    {"geo", TEXT, "The country of the address, ISO 3166-1 alpha-2."},
    {"region", TEXT, "The state or province of the address."},
    {"city", TEXT, "The city of the address."},
    {"naics", INTEGER, "The industry of the network's owner, as a NAICS code."},
    {"hostname_source", TEXT, "Where the host name is from: ptr."},
    {"sector", TEXT, "The sector of the network's owner."},
    {"version", TEXT, "The server's software, its version and build time."},
    {"clk_wander", DECIMAL, "How much the clock's frequency wanders, in ppm."},
    {"clock", TEXT, "The server's time as an NTP timestamp."},
    {"error", TEXT, "The estimated frequency error, as old servers say it."},
    {"frequency", DECIMAL,
	"The clock's frequency offset against its hardware, in ppm."},
    {"jitter", DECIMAL, "The system jitter in milliseconds."},
    {"leap", DECIMAL, "The leap indicator, 0 to 3; 3 is not synchronised."},
    {"mintc", TEXT, "The least time constant, as a power of two seconds."},
    {"noise", TEXT, "The noise that old servers estimate."},
    {"offset", DECIMAL, "The combined clock offset in milliseconds."},
    {"peer", INTEGER, "The association number of the system peer."},
    {"phase", TEXT, "The clock's phase, as old servers say it."},
    {"poll", INTEGER, "The poll interval, as a power of two seconds."},
    {"precision", INTEGER, "The clock's precision, as a power of two seconds."},
    {"processor", TEXT, "The hardware that the server says it runs on."},
    {"refid", TEXT, "The reference: a server's address or a clock's name."},
    {"reftime", TEXT, "When the clock was last set, as an NTP timestamp."},
    {"rootdelay", DECIMAL,
	"The round trip to the primary reference in milliseconds."},
    {"rootdispersion", DECIMAL,
	"The dispersion against the primary reference in milliseconds."},
    {"stability", TEXT, "The clock's stability, as old servers say it."},
    {"state", TEXT, "The state of the clock discipline of old servers."},
    {"stratum", INTEGER, "The distance from the primary reference, 0 to 16."},
    {"system", TEXT, "The operating system that the server says it runs."},
    {"tai", TEXT, "The offset of TAI from UTC in seconds."},
    {"tc", INTEGER, "The time constant, as a power of two seconds."},
    {"packets", INTEGER, "How many packets answered the one request."},
    {"response_size", INTEGER,
	"The sum of the UDP payloads of the answer, in bytes."},
    {"amplification", DECIMAL,
	"Payload bytes received for each payload byte sent: 12, and 160 more to "
	"servers that were asked in the older form too."},
};

#define COMMON_COLUMNS                                                         \
	COLUMN_TIMESTAMP, COLUMN_SEVERITY, COLUMN_IP, COLUMN_PROTOCOL,         \
	    COLUMN_PORT, COLUMN_HOSTNAME, COLUMN_TAG, COLUMN_ASN, COLUMN_GEO,  \
	    COLUMN_REGION, COLUMN_CITY, COLUMN_NAICS, COLUMN_HOSTNAME_SOURCE,  \
	    COLUMN_SECTOR

static const enum column ntp_columns[] = {COMMON_COLUMNS, COLUMN_VERSION,
    COLUMN_CLK_WANDER, COLUMN_CLOCK, COLUMN_ERROR, COLUMN_FREQUENCY,
    COLUMN_JITTER, COLUMN_LEAP, COLUMN_MINTC, COLUMN_NOISE, COLUMN_OFFSET,
    COLUMN_PEER, COLUMN_PHASE, COLUMN_POLL, COLUMN_PRECISION, COLUMN_PROCESSOR,
    COLUMN_REFID, COLUMN_REFTIME, COLUMN_ROOTDELAY, COLUMN_ROOTDISPERSION,
    COLUMN_STABILITY, COLUMN_STATE, COLUMN_STRATUM, COLUMN_SYSTEM, COLUMN_TAI,
    COLUMN_TC, COLUMN_RESPONSE_SIZE, COLUMN_AMPLIFICATION};

static const enum column ntpmonitor_columns[] = {
    COMMON_COLUMNS, COLUMN_PACKETS, COLUMN_RESPONSE_SIZE, COLUMN_AMPLIFICATION};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static const struct schema schemas[N_SCANS] = {
    [SCAN_NTP] = {"scan_ntp", "ntpversion", false, ntp_columns,
	LENGTH(ntp_columns)},
    [SCAN_NTPMONITOR] = {"scan_ntpmonitor", "ntpmonitor", false,
	ntpmonitor_columns, LENGTH(ntpmonitor_columns)},
    [SCAN6_NTP] = {"scan6_ntp", "ntpversion", true, ntp_columns,
	LENGTH(ntp_columns)},
    [SCAN6_NTPMONITOR] = {"scan6_ntpmonitor", "ntpmonitor", true,
	ntpmonitor_columns, LENGTH(ntpmonitor_columns)},
};

const struct schema *
schema_of(enum scan scan)
{
	return &schemas[scan];
}

bool
schema_find(const char *name, enum scan *out)
{
	for (int i = 0; i < N_SCANS; i++)
		if (strcmp(schemas[i].name, name) == 0) {
			*out = (enum scan)i;
			return true;
		}
	return false;
}

const char *
schema_column_name(enum column column)
{
	return facts[column].name;
}

enum column_type
schema_column_type(enum column column)
{
	return facts[column].type;
}

const char *
schema_column_meaning(enum column column)
{
	return facts[column].meaning;
}

bool
schema_find_column(const char *name, enum column *out)
{
	/* The monitor reports before November 2023 called it size. */
	if (strcmp(name, "size") == 0)
		name = "response_size";
	for (int i = 0; i < N_COLUMNS; i++)
		if (strcmp(facts[i].name, name) == 0) {
			*out = (enum column)i;
			return true;
		}
	return false;
}
