/* Reports: bytes are read as a report in every way that there is, and all see
 * what libcsv sees. The first byte chooses the sizes of blocks. */
#include "tests/fuzz/readings.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	const uint8_t choice = take_byte(&in);
	const size_t sizes[] = {0, 64u + choice, 300};
	readings_compare(
	    file_of(0, in.bytes, in.n), sizes, sizeof sizes / sizeof sizes[0]);
	return 0;
}
