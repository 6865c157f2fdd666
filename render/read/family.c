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

/* The most frequent ones first. */
static const struct {
	const char *release;
	enum family family;
} releases[] = {
    {"4.2.8", FAMILY_NTPD_4_2_8},
    {"4.2.6", FAMILY_NTPD_4_2_6},
    {"4.2.4", FAMILY_NTPD_4_2_4},
    {"4.2.0", FAMILY_NTPD_4_2_0},
    {"4.1", FAMILY_NTPD_4_1},
    {"4.2.2", FAMILY_NTPD_4_2_2},
    {"4.2.7", FAMILY_NTPD_4_2_7},
    {"4.0", FAMILY_NTPD_4_0},
    {"4.3", FAMILY_NTPD_4_3},
};

/* A text that may end anywhere. */
struct words {
	const char *text;
	size_t n;
};

/* Most texts differ in the first letters, so that a loop ends soon. */
static bool
starts_with(struct words w, const char *with)
{
	size_t i = 0;
	while (with[i] != '\0' && i < w.n && w.text[i] == with[i])
		i++;
	return with[i] == '\0';
}

static bool
is_word(struct words w, const char *word)
{
	return w.n == strlen(word) && starts_with(w, word);
}

/* True if the text starts with the number and not with a longer one. */
static bool
starts_with_number(struct words w, const char *number)
{
	const size_t n = strlen(number);
	return starts_with(w, number) &&
	       (w.n == n || !isdigit((unsigned char)w.text[n]));
}

static struct words
behind(struct words w, size_t n)
{
	return (struct words){w.text + n, w.n - n};
}

static enum family
family_of_release(struct words release)
{
	for (size_t i = 0; i < sizeof releases / sizeof releases[0]; i++)
		if (starts_with_number(release, releases[i].release))
			return releases[i].family;
	return starts_with_number(release, "4") ? FAMILY_NTPD_4_OTHER
						: FAMILY_UNRECOGNISED;
}

static bool
is_cisco(struct words system)
{
	return system.n >= strlen("cisco") && (system.text[0] | 0x20) == 'c' &&
	       strncasecmp(system.text, "cisco", strlen("cisco")) == 0;
}

/* True if "ntpsec" is anywhere in it. Few versions have an s at all. */
static bool
is_ntpsec(struct words version)
{
	const char *const end = version.text + version.n;
	const char *at = version.text;
	while ((at = memchr(at, 's', (size_t)(end - at))) != NULL) {
		if (at - version.text >= 3 && end - at >= 3 &&
		    memcmp(at - 3, "ntpsec", strlen("ntpsec")) == 0)
			return true;
		at++;
	}
	return false;
}

enum family
family_of(const char *version, size_t version_bytes, const char *system,
    size_t system_bytes)
{
	const struct words s = {system, system_bytes};
	struct words v = {version, version_bytes};
	while (v.n > 0 && (v.text[0] == ' ' || v.text[0] == '"'))
		v = behind(v, 1);
	if (is_cisco(s))
		return FAMILY_CISCO_IOS;
	if (starts_with(s, "JUNOS") || starts_with(s, "FreeBSDJNPR"))
		return FAMILY_JUNOS;
	if (v.n == 0)
		return FAMILY_NO_VERSION;
	if (is_word(v, "4"))
		return FAMILY_NTP_4;
	if (is_word(v, "3"))
		return FAMILY_NTP_3;
	if (is_ntpsec(v))
		return FAMILY_NTPSEC;
	if (starts_with(v, "xntpd 3"))
		return FAMILY_XNTPD_3;
	return family_of_release(
	    starts_with(v, "ntpd ") ? behind(v, strlen("ntpd ")) : v);
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
