/* A version string can be unique in the world: it holds a build's date, a
 * vendor's patch, sometimes whatever its owner typed. So none is ever shown.
 * Each is sorted into one of a few families whose names are written here.
 *
 * The system says more than the version where a vendor builds ntpd into a
 * product: Cisco IOS sends no version at all, Junos one of ntpd 4.2.0. All
 * else goes by the version: "ntpd 4.2.6p5@1.2349-o Tue …" is ntpd 4.2.6, the
 * bare "4" of most embedded systems is NTP 4 without more. */
#include "render/read/family.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *key;
	const char *name;
} families[FAMILY_END] = {
    [FAMILY_CISCO_IOS] = {"cisco-ios", "Cisco IOS"},
    [FAMILY_JUNOS] = {"junos", "Juniper Junos"},
    [FAMILY_NO_VERSION] = {"no-version", "No version given"},
    [FAMILY_NTP_3] = {"ntp-3", "NTP 3 (unspecified)"},
    [FAMILY_NTP_4] = {"ntp-4", "NTP 4 (unspecified)"},
    [FAMILY_NTPD_4_OTHER] = {"ntpd-4-other", "ntpd 4, another release"},
    [FAMILY_NTPD_4_0] = {"ntpd-4.0", "ntpd 4.0"},
    [FAMILY_NTPD_4_1] = {"ntpd-4.1", "ntpd 4.1"},
    [FAMILY_NTPD_4_2_0] = {"ntpd-4.2.0", "ntpd 4.2.0"},
    [FAMILY_NTPD_4_2_2] = {"ntpd-4.2.2", "ntpd 4.2.2"},
    [FAMILY_NTPD_4_2_4] = {"ntpd-4.2.4", "ntpd 4.2.4"},
    [FAMILY_NTPD_4_2_6] = {"ntpd-4.2.6", "ntpd 4.2.6"},
    [FAMILY_NTPD_4_2_7] = {"ntpd-4.2.7", "ntpd 4.2.7"},
    [FAMILY_NTPD_4_2_8] = {"ntpd-4.2.8", "ntpd 4.2.8"},
    [FAMILY_NTPD_4_3] = {"ntpd-4.3", "ntpd 4.3"},
    [FAMILY_NTPSEC] = {"ntpsec", "NTPsec"},
    [FAMILY_UNRECOGNISED] = {"unrecognised", "Another version"},
    [FAMILY_XNTPD_3] = {"xntpd-3", "xntpd 3"},
};

static const struct {
	const char *release;
	enum family family;
} releases[] = {
    {"4.0", FAMILY_NTPD_4_0},
    {"4.1", FAMILY_NTPD_4_1},
    {"4.2.0", FAMILY_NTPD_4_2_0},
    {"4.2.2", FAMILY_NTPD_4_2_2},
    {"4.2.4", FAMILY_NTPD_4_2_4},
    {"4.2.6", FAMILY_NTPD_4_2_6},
    {"4.2.7", FAMILY_NTPD_4_2_7},
    {"4.2.8", FAMILY_NTPD_4_2_8},
    {"4.3", FAMILY_NTPD_4_3},
};

/* True if text starts with the number and not with a longer one. */
static bool
starts_with_number(const char *text, const char *number)
{
	const size_t len = strlen(number);
	return strncmp(text, number, len) == 0 &&
	       !isdigit((unsigned char)text[len]);
}

static enum family
family_of_release(const char *release)
{
	for (size_t i = 0; i < sizeof releases / sizeof releases[0]; i++)
		if (starts_with_number(release, releases[i].release))
			return releases[i].family;
	return starts_with_number(release, "4") ? FAMILY_NTPD_4_OTHER
						: FAMILY_UNRECOGNISED;
}

enum family
family_of(const char *version, const char *system)
{
	if (version == NULL)
		version = "";
	if (system == NULL)
		system = "";
	version += strspn(version, " \"");
	if (strncasecmp(system, "cisco", strlen("cisco")) == 0)
		return FAMILY_CISCO_IOS;
	if (strncmp(system, "JUNOS", strlen("JUNOS")) == 0 ||
	    strncmp(system, "FreeBSDJNPR", strlen("FreeBSDJNPR")) == 0)
		return FAMILY_JUNOS;
	if (version[0] == '\0')
		return FAMILY_NO_VERSION;
	if (strcmp(version, "4") == 0)
		return FAMILY_NTP_4;
	if (strcmp(version, "3") == 0)
		return FAMILY_NTP_3;
	if (strstr(version, "ntpsec") != NULL)
		return FAMILY_NTPSEC;
	if (strncmp(version, "xntpd 3", strlen("xntpd 3")) == 0)
		return FAMILY_XNTPD_3;
	if (strncmp(version, "ntpd ", strlen("ntpd ")) == 0)
		version += strlen("ntpd ");
	return family_of_release(version);
}

const char *
family_key(enum family family)
{
	return families[family].key;
}

const char *
family_name(enum family family)
{
	return families[family].name;
}
