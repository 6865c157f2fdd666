#include "lib/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

#include "lib/mem.h"

void
hmac_make(const char *key, const void *bytes, size_t n,
    uint8_t out[static HMAC_BYTES])
{
	unsigned length = HMAC_BYTES;
	mem_need(
	    HMAC(EVP_sha256(), key, (int)strlen(key), bytes, n, out, &length));
}

static int
digit_of(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

bool
hmac_parse(const char *text, uint8_t out[static HMAC_BYTES])
{
	if (strlen(text) != HMAC_TEXT_MAX - 1)
		return false;
	for (size_t i = 0; i < HMAC_BYTES; i++) {
		const int high = digit_of(text[2 * i]);
		const int low = digit_of(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

void
hmac_format(
    const uint8_t code[static HMAC_BYTES], char out[static HMAC_TEXT_MAX])
{
	for (size_t i = 0; i < HMAC_BYTES; i++)
		snprintf(out + 2 * i, 3, "%02x", code[i]);
}

bool
hmac_is_equal(
    const uint8_t a[static HMAC_BYTES], const uint8_t b[static HMAC_BYTES])
{
	return CRYPTO_memcmp(a, b, HMAC_BYTES) == 0;
}
