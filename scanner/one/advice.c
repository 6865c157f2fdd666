#include "scanner/one/advice.h"

#include <stdbool.h>
#include <string.h>

#include "lib/control.h"

enum { NTPD, NTPSEC, CHRONY, CISCO, JUNOS };

static const struct advice advices[N_ADVICES] = {
    [NTPD] = {"ntpd",
	"In /etc/ntp.conf, then restart ntpd:\n"
	"    restrict default kod limited nomodify notrap nopeer noquery\n"
	"    restrict -6 default kod limited nomodify notrap nopeer noquery\n"
	"    restrict 127.0.0.1\n"
	"    restrict ::1\n"
	"noquery ends all answers to Mode 6 and Mode 7 from others; time is\n"
	"still served. If you use \"pool\", add the line\n"
	"    restrict source notrap nomodify noquery\n"
	"A server that sends its list of clients is older than 4.2.7p26:\n"
	"update it too.\n"},
    [NTPSEC] = {"NTPsec",
	"In /etc/ntpsec/ntp.conf, then restart ntpd; take away any line such\n"
	"as \"unrestrict default noquery\":\n"
	"    restrict default kod limited nomodify noquery\n"
	"    restrict 127.0.0.1\n"
	"    restrict ::1\n"},
    [CHRONY] = {"chrony",
	"chrony answers neither question. If this host runs it, something\n"
	"else answers on its address: a router, a virtual machine, or an old\n"
	"ntpd.\n"},
    [CISCO] = {"Cisco IOS",
	"Full access for your time sources (list 10), time alone for your\n"
	"clients (list 20), nothing for others:\n"
	"    access-list 10 permit 192.0.2.1\n"
	"    access-list 10 deny any\n"
	"    access-list 20 permit 198.51.100.0 0.0.0.255\n"
	"    access-list 20 deny any\n"
	"    ntp access-group peer 10\n"
	"    ntp access-group serve-only 20\n"
	"The same for IPv6: ntp access-group ipv6 peer NAME, and so on.\n"},
    [JUNOS] = {"Junos",
	"A filter on lo0, here with its two terms; put them in front of an\n"
	"existing filter, or end with a term that accepts the rest. The same\n"
	"for family inet6. ntp-self has 127.0.0.1/32 and the router's own\n"
	"addresses:\n"
	"    set policy-options prefix-list ntp-servers apply-path "
	"\"system ntp server <*>\"\n"
	"    edit firewall family inet filter protect-re\n"
	"    set term ntp from source-prefix-list ntp-servers\n"
	"    set term ntp from source-prefix-list ntp-self\n"
	"    set term ntp from protocol udp\n"
	"    set term ntp from port ntp\n"
	"    set term ntp then accept\n"
	"    set term ntp-others from protocol udp\n"
	"    set term ntp-others from port ntp\n"
	"    set term ntp-others then discard\n"},
};

/* Is the word in the value of this variable, in any case? */
static bool
says(const char *text, size_t n, const char *name, const char *word)
{
	struct control_variable v;
	const size_t length = strlen(word);
	for (const char *at = text; control_next(&at, text + n, &v);) {
		if (v.name_bytes != strlen(name) ||
		    memcmp(v.name, name, v.name_bytes) != 0)
			continue;
		for (size_t i = 0; i + length <= v.value_bytes; i++)
			if (strncasecmp(v.value + i, word, length) == 0)
				return true;
	}
	return false;
}

/* Cisco's newer systems say no more than "4", "unknown" and "UNIX". */
static bool
is_cisco(const char *text, size_t n)
{
	return says(text, n, "system", "cisco") ||
	       (says(text, n, "processor", "unknown") &&
		   says(text, n, "system", "UNIX"));
}

/* Which software it is; N_ADVICES: it does not say. A system tells more than
 * the version of the ntpd in it. */
static unsigned
find_software(const char *text, size_t n)
{
	if (is_cisco(text, n))
		return CISCO;
	if (says(text, n, "system", "JUNOS") ||
	    says(text, n, "system", "FreeBSDJNPR"))
		return JUNOS;
	if (says(text, n, "version", "ntpsec"))
		return NTPSEC;
	if (says(text, n, "version", "ntpd"))
		return NTPD;
	return N_ADVICES;
}

size_t
advice_choose(
    const char *text, size_t n, const struct advice *out[static N_ADVICES])
{
	static const unsigned all[] = {NTPD, CHRONY, CISCO, JUNOS};
	const unsigned software = find_software(text, n);
	if (software < N_ADVICES) {
		out[0] = &advices[software];
		return 1;
	}
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		out[i] = &advices[all[i]];
	return sizeof all / sizeof all[0];
}
