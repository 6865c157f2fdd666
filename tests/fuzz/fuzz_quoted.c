/* Errors of ICMP: whatever frame comes, what is read of it are ports that can
 * be and addresses of one family. */
#include <string.h>

#include "scanner/link/quoted.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct quoted q;
	/* A copy of its own size, so that a step outside is found. */
	uint8_t *own = malloc(n > 0 ? n : 1);
	must(own != NULL, "there is memory");
	memcpy(own, bytes, n);
	if (quoted_read(own, n, &q)) {
		must(q.asked.from_port != 0, "the port is there");
		must(q.from.is_v6 == q.asked.from.is_v6 &&
			 q.from.is_v6 == q.asked.to.is_v6,
		    "all are of one family");
		must(q.from.is_v6 ? q.type >= 1 && q.type <= 4 : q.type >= 3,
		    "it is an error");
	}
	free(own);
	return 0;
}
