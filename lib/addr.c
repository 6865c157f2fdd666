#include "lib/addr.h"

#include <arpa/inet.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "lib/text.h"

static unsigned
n_bytes(const struct addr *a)
{
	return a->is_v6 ? 16 : 4;
}

bool
addr_parse(const char *text, struct addr *out)
{
	struct addr a = {0};
	if (inet_pton(AF_INET, text, a.bytes) == 1) {
		*out = a;
		return true;
	}
	a.is_v6 = true;
	if (inet_pton(AF_INET6, text, a.bytes) == 1) {
		*out = a;
		return true;
	}
	return false;
}

/* Reads one number of an IPv4 address, 0…255 without leading zeros, of which
 * *text is the first letter, and moves *text behind it. */
static bool
read_part(const char **text, const char *end, uint8_t *out)
{
	const char *at = *text;
	unsigned value = 0;
	for (; at < end && at - *text < 3; at++) {
		const unsigned digit = (unsigned char)*at - (unsigned)'0';
		if (digit > 9)
			break;
		value = 10 * value + digit;
	}
	const bool has_zero = at - *text > 1 && **text == '0';
	const bool is_some = at > *text;
	*text = at;
	*out = (uint8_t)value;
	return is_some && !has_zero && value <= UINT8_MAX;
}

/* Millions of them are read each day; inet_pton takes three times as long. */
static bool
parse_ipv4(const char *text, size_t n, struct addr *out)
{
	const char *const end = text + n;
	*out = (struct addr){0};
	if (!read_part(&text, end, &out->bytes[0]))
		return false;
	for (unsigned i = 1; i < 4; i++) {
		if (text >= end || *text++ != '.' ||
		    !read_part(&text, end, &out->bytes[i]))
			return false;
	}
	return text == end;
}

bool
addr_parse_text(const char *text, size_t n, struct addr *out)
{
	char copy[ADDR_TEXT_MAX];
	struct addr a;
	if (parse_ipv4(text, n, &a)) {
		*out = a;
		return true;
	}
	if (n >= sizeof copy || memchr(text, ':', n) == NULL)
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	return strlen(copy) == n && addr_parse(copy, out);
}

#if defined(__SSE2__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* The number of n digits, 1 to 3, of which text is the first; behind them more
 * may be read. The digits are shifted up until the last is in the third byte,
 * so that those which are missing count as zeros. */
static unsigned
number_of(const char *text, unsigned n)
{
	uint32_t digits;
	memcpy(&digits, text, sizeof digits);
	digits = (digits ^ 0x30303030) << 8 * (3 - n);
	return 100 * (digits & 0xff) + 10 * (digits >> 8 & 0xff) +
	       (digits >> 16 & 0xff);
}

/* Reads an IPv4 address of n bytes without a branch for each digit: where the
 * dots are says where the numbers are. False: it is none. */
static bool
parse_padded_ipv4(const char *text, unsigned n, struct addr *out)
{
	__m128i bytes;
	memcpy(&bytes, text, sizeof bytes);
	const unsigned in = (1u << n) - 1;
	const unsigned dots = in & (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
				       bytes, _mm_set1_epi8('.')));
	const __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
	const unsigned digits =
	    in & (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
		     _mm_min_epu8(above, _mm_set1_epi8(9)), above));
	unsigned ends = dots | 1u << n, start = 0, bad = 0;
	uint32_t address = 0;
	unsigned i = 0;
	if ((dots | digits) != in)
		return false;
#pragma GCC unroll 4
	for (; i < 4 && ends != 0; i++) {
		const unsigned end = (unsigned)__builtin_ctz(ends);
		const unsigned len = end - start;
		if (len - 1 > 2)
			return false;
		const unsigned number = number_of(text + start, len);
		bad |= number > UINT8_MAX;
		bad |= len > 1 && text[start] == '0';
		address |= (number & 0xff) << 8 * i;
		start = end + 1;
		ends &= ends - 1;
	}
	if (bad != 0 || ends != 0 || i < 4 || start != n + 1)
		return false;
	*out = (struct addr){0};
	memcpy(out->bytes, &address, sizeof address);
	return true;
}

bool
addr_parse_padded(const char *text, size_t n, struct addr *out)
{
	return (n < ADDR_PADDING &&
		   parse_padded_ipv4(text, (unsigned)n, out)) ||
	       addr_parse_text(text, n, out);
}

#else

bool
addr_parse_padded(const char *text, size_t n, struct addr *out)
{
	return addr_parse_text(text, n, out);
}

#endif

void
addr_format(const struct addr *a, char out[static ADDR_TEXT_MAX])
{
	inet_ntop(a->is_v6 ? AF_INET6 : AF_INET, a->bytes, out, ADDR_TEXT_MAX);
}

int
addr_compare(const struct addr *a, const struct addr *b)
{
	if (a->is_v6 != b->is_v6)
		return a->is_v6 ? 1 : -1;
	return memcmp(a->bytes, b->bytes, n_bytes(a));
}

struct addr
addr_plus(const struct addr *a, uint64_t offset)
{
	struct addr sum = *a;
	for (unsigned i = n_bytes(a); i-- > 0 && offset > 0;) {
		offset += sum.bytes[i];
		sum.bytes[i] = (uint8_t)offset;
		offset >>= 8;
	}
	return sum;
}

struct addr
addr_before(const struct addr *a)
{
	struct addr before = *a;
	for (unsigned i = n_bytes(a); i-- > 0;)
		if (before.bytes[i]-- > 0)
			break;
	return before;
}

uint64_t
addr_minus(const struct addr *b, const struct addr *a)
{
	uint64_t difference = 0;
	int borrow = 0;
	bool far = false;
	for (unsigned n = n_bytes(a), i = n; i-- > 0;) {
		int digit = b->bytes[i] - a->bytes[i] - borrow;
		borrow = digit < 0;
		digit += borrow ? 256 : 0;
		const unsigned place = n - 1 - i;
		if (place < 8)
			difference |= (uint64_t)digit << (8 * place);
		else
			far |= digit != 0;
	}
	return far ? UINT64_MAX : difference;
}

/* The last address of the prefix; false if a has bits set behind it. */
static bool
prefix_last(const struct addr *a, unsigned length, struct addr *last)
{
	*last = *a;
	for (unsigned bit = length; bit < 8 * n_bytes(a); bit++) {
		const uint8_t mask = (uint8_t)(0x80 >> bit % 8);
		if (a->bytes[bit / 8] & mask)
			return false;
		last->bytes[bit / 8] |= mask;
	}
	return true;
}

static bool
parse_prefix(const char *address, const char *length_text,
    struct addr_range *out, const char **why)
{
	uint64_t length;
	*why = "is not an address before its '/'";
	if (!addr_parse(address, &out->first))
		return false;
	*why = "has no prefix length of its family after its '/'";
	if (!text_to_uint(length_text, 8 * n_bytes(&out->first), &length))
		return false;
	*why = "has address bits set behind its prefix length";
	return prefix_last(&out->first, (unsigned)length, &out->last);
}

static bool
parse_ends(const char *first, const char *last, struct addr_range *out,
    const char **why)
{
	*why = "is not two addresses around its '-'";
	if (!addr_parse(first, &out->first) || !addr_parse(last, &out->last))
		return false;
	*why = "has an end before its start, or of the other family";
	return out->first.is_v6 == out->last.is_v6 &&
	       addr_compare(&out->first, &out->last) <= 0;
}

bool
addr_range_parse(const char *text, struct addr_range *out, const char **why)
{
	char head[2 * ADDR_TEXT_MAX];
	*why = "is not an address, a prefix or a range";
	if (strlen(text) >= sizeof head)
		return false;
	memcpy(head, text, strlen(text) + 1);
	char *mark = strpbrk(head, "/-");
	if (mark == NULL) {
		if (!addr_parse(head, &out->first))
			return false;
		out->last = out->first;
		*why = NULL;
		return true;
	}
	const char kind = *mark;
	*mark = '\0';
	char *tail = text_trim(mark + 1);
	const bool ok = kind == '/'
			    ? parse_prefix(text_trim(head), tail, out, why)
			    : parse_ends(text_trim(head), tail, out, why);
	if (ok)
		*why = NULL;
	return ok;
}
