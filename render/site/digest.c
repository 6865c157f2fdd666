#include "render/site/digest.h"

#include <xxhash.h>

static const char DIGITS[] = "0123456789abcdef";

struct digest
digest_of(const void *bytes, size_t n)
{
	const XXH128_hash_t hash = XXH3_128bits(bytes, n);
	return (struct digest){hash.high64, hash.low64};
}

uint64_t
digest_small(const void *bytes, size_t n)
{
	return XXH3_64bits(bytes, n);
}

void
digest_join(struct digest *set, struct digest one)
{
	set->high += one.high;
	set->low += one.low;
}

bool
digest_equal(struct digest a, struct digest b)
{
	return a.high == b.high && a.low == b.low;
}

bool
digest_is_zero(struct digest d)
{
	return (d.high | d.low) == 0;
}

void
digest_format(struct digest d, char out[static DIGEST_TEXT_MAX])
{
	for (int i = 0; i < 16; i++) {
		out[i] = DIGITS[d.high >> (60 - 4 * i) & 15];
		out[16 + i] = DIGITS[d.low >> (60 - 4 * i) & 15];
	}
	out[32] = '\0';
}

static bool
parse_half(const char *text, uint64_t *out)
{
	*out = 0;
	for (int i = 0; i < 16; i++) {
		const char c = text[i];
		const bool is_digit = c >= '0' && c <= '9';
		if (!is_digit && (c < 'a' || c > 'f'))
			return false;
		*out =
		    *out << 4 | (uint64_t)(is_digit ? c - '0' : c - 'a' + 10);
	}
	return true;
}

bool
digest_parse(const char *text, struct digest *out, const char **end)
{
	*out = (struct digest){0, 0};
	if (*text == '-') {
		*end = text + 1;
		return true;
	}
	*end = text + 32;
	return parse_half(text, &out->high) && parse_half(text + 16, &out->low);
}
