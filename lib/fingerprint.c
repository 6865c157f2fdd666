#include "lib/fingerprint.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/mem.h"

/* OpenSSL's context under a name of ours. */
static EVP_MD_CTX *
context_of(struct fingerprint *d)
{
	return (EVP_MD_CTX *)d;
}

struct fingerprint *
fingerprint_begin(void)
{
	EVP_MD_CTX *context = mem_need(EVP_MD_CTX_new());
	if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		mem_need(NULL);
	return (struct fingerprint *)context;
}

void
fingerprint_add(struct fingerprint *d, const void *bytes, size_t n)
{
	if (n > 0 && EVP_DigestUpdate(context_of(d), bytes, n) != 1)
		mem_need(NULL);
}

void
fingerprint_end(struct fingerprint *d, char out[static FINGERPRINT_TEXT_MAX])
{
	uint8_t bytes[FINGERPRINT_CHARS / 2];
	if (EVP_DigestFinal_ex(context_of(d), bytes, NULL) != 1)
		mem_need(NULL);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	EVP_MD_CTX_free(context_of(d));
}
