/* Configuration: bytes are refused with a sentence, or give settings that are
 * all in their ranges. */
#include "lib/config.h"

#include "tests/fuzz/rows.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct config c;
	struct err e = {{0}};
	if (!config_read(&c, file_of(0, bytes, n), &e)) {
		must(e.text[0] != '\0' && is_readable(e.text),
		    "a refusal says why");
		return 0;
	}
	must(c.scan.quiet_ms >= 1 && c.scan.quiet_ms <= 3600000 &&
		 c.scan.timeout_ms >= 1 && c.scan.timeout_ms <= 3600000,
	    "times are in their ranges");
	must(c.scan.ports >= 1 && c.scan.ports <= 16384 &&
		 (c.scan.ports & (c.scan.ports - 1)) == 0,
	    "ports are a power of two");
	must(c.operator.contact != NULL && c.site.font != NULL &&
	     c.databases.city_ipv4 != NULL,
	    "every setting is there");
	config_done(&c);
	return 0;
}
