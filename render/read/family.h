/* Version families: what a server says it runs, sorted into few kinds. */
#ifndef RENDER_READ_FAMILY_H
#define RENDER_READ_FAMILY_H

#include <stddef.h>
#include <stdint.h>

/* In the order of their keys. 0 is no family. */
enum family {
	FAMILY_CISCO_IOS = 1,
	FAMILY_JUNOS,
	FAMILY_NO_VERSION,
	FAMILY_NTP_3,
	FAMILY_NTP_4,
	FAMILY_NTPD_4_OTHER,
	FAMILY_NTPD_4_0,
	FAMILY_NTPD_4_1,
	FAMILY_NTPD_4_2_0,
	FAMILY_NTPD_4_2_2,
	FAMILY_NTPD_4_2_4,
	FAMILY_NTPD_4_2_6,
	FAMILY_NTPD_4_2_7,
	FAMILY_NTPD_4_2_8,
	FAMILY_NTPD_4_3,
	FAMILY_NTPSEC,
	FAMILY_UNRECOGNISED,
	FAMILY_XNTPD_3,
	FAMILY_END
};

/* The family of a row by its version and system columns, texts of so many
 * bytes. Every pair of texts has exactly one. */
enum family family_of(const char *version, size_t version_bytes,
    const char *system, size_t system_bytes);

/* Its key in addresses of pages and files, "ntpd-4.2.6", and its name for
 * readers, "ntpd 4.2.6". */
const char *family_key(enum family family);
const char *family_name(enum family family);

#endif
