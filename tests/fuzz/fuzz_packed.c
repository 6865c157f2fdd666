/* Packed years: bytes are refused, or are counts that survive being packed and
 * unpacked. The first two bytes: the days of the year. */
#include <string.h>

#include "render/keep/packed.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	const size_t n_days = take_16(&in) % (STORE_YEAR_DAYS + 1);
	int32_t values[PACKED_ROOM], again[PACKED_ROOM];
	uint8_t packed[PACKED_MOST];
	bool has_value = false;
	if (!packed_read(in.bytes, in.n, n_days, values))
		return 0;
	for (size_t i = 0; i < n_days; i++) {
		must(values[i] >= STORE_NO_VALUE, "a value is a count or none");
		has_value = has_value || values[i] >= 0;
	}
	const size_t n_packed = packed_write(values, n_days, packed);
	must((n_packed > 0) == has_value, "what has a value has bytes");
	if (!has_value)
		return 0;
	must(packed_read(packed, n_packed, n_days, again),
	    "what was packed is read");
	must(memcmp(values, again, n_days * sizeof *values) == 0,
	    "what was packed is the same");
	return 0;
}
