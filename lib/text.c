#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
text_to_uint(const char *text, uint64_t most, uint64_t *out)
{
	uint64_t value = 0;
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (!is_digit(*text))
			return false;
		const uint64_t digit = (uint64_t)(*text - '0');
		if (digit > most || value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

bool
text_to_int(const char *text, int64_t least, int64_t most, int64_t *out)
{
	const bool minus = *text == '-';
	uint64_t size;
	if (!text_to_uint(text + minus, (uint64_t)INT64_MAX + minus, &size))
		return false;
	/* -2^63 has no positive twin: the sign is put on one step short. */
	const int64_t value =
	    minus && size > 0 ? -(int64_t)(size - 1) - 1 : (int64_t)size;
	if (value < least || value > most)
		return false;
	*out = value;
	return true;
}

bool
text_to_decimal(const char *text, double *out)
{
	const char *p = text + (*text == '-');
	size_t digits = 0;
	for (; is_digit(*p); p++)
		digits++;
	if (*p == '.')
		for (p++; is_digit(*p); p++)
			digits++;
	/* A double holds every number of up to 300 digits without overflow. */
	if (*p != '\0' || digits == 0 || digits > 300)
		return false;
	*out = strtod(text, NULL);
	return true;
}

/* The length of the well-formed UTF-8 sequence at p, of n bytes left; 0: none
 * (RFC 3629 §4: no overlong forms, no surrogates, nothing past U+10FFFF). */
static size_t
utf8_sequence(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	const size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	const bool overlong =
	    (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
	const bool surrogate = p[0] == 0xed && p[1] > 0x9f;
	const bool too_high = p[0] == 0xf4 && p[1] > 0x8f;
	return overlong || surrogate || too_high ? 0 : len;
}

/* U+0080…U+009F are control characters too. */
static bool
is_control(const unsigned char *p)
{
	return p[0] < 0x20 || p[0] == 0x7f || (p[0] == 0xc2 && p[1] < 0xa0);
}

void
text_add_readable(struct buf *b, const char *bytes, size_t n)
{
	const unsigned char *p = (const unsigned char *)bytes;
	for (size_t i = 0; i < n;) {
		const size_t len = utf8_sequence(p + i, n - i);
		const bool is_hidden = len == 0 || is_control(p + i);
		/* Half a character or escape is not readable. */
		if (b->most - b->len < (is_hidden ? strlen("\\xNN") : len)) {
			b->cut = true;
			return;
		}
		if (is_hidden)
			buf_printf(b, "\\x%02x", p[i]);
		else
			buf_add(b, p + i, len);
		i += is_hidden ? 1 : len;
	}
}

bool
text_is_utf8(const char *bytes, size_t n)
{
	const unsigned char *p = (const unsigned char *)bytes;
	for (size_t i = 0; i < n;) {
		const size_t len = utf8_sequence(p + i, n - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

void
text_upper(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
}

char *
text_trim(char *text)
{
	text += strspn(text, " \t\r\n");
	size_t len = strlen(text);
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}
