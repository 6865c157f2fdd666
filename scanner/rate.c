#include "scanner/rate.h"

#include <string.h>

#include "lib/text.h"

#include "scanner/link/heads.h"
#include "scanner/probes/probe.h"

static const uint64_t default_pps = 1000, most_pps = 1000000000,
		      most_bps = 1000000000000;

bool
rate_read(const char *text, uint64_t *pps, uint64_t *bps)
{
	static const struct {
		const char *unit;
		uint64_t bits;
	} units[] = {{"Gbit", 1000000000}, {"Mbit", 1000000}, {"kbit", 1000},
	    {"bit", 1}};
	enum { MOST_DIGITS = 12 };
	char digits[MOST_DIGITS + 2] = "";
	const size_t n = strspn(text, "0123456789");
	*pps = *bps = 0;
	if (text[n] == '\0')
		return text_to_uint(text, most_pps, pps) && *pps > 0;
	if (n > MOST_DIGITS)
		return false;
	memcpy(digits, text, n);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strcmp(text + n, units[i].unit) == 0 &&
		    text_to_uint(digits, most_bps / units[i].bits, bps))
			*bps *= units[i].bits;
	return *bps > 0;
}

uint64_t
rate_pps(uint64_t pps, uint64_t bps, bool is_v6, bool is_tagged)
{
	uint64_t most = 1;
	if (bps == 0)
		return pps > 0 ? pps : default_pps;
	for (unsigned i = 0; i < N_PROBES; i++) {
		const uint64_t bits =
		    heads_wire_bits(is_v6, is_tagged, probes[i]->request_bytes);
		most = bits > most ? bits : most;
	}
	pps = bps / most;
	return pps < 1 ? 1 : pps < most_pps ? pps : most_pps;
}
