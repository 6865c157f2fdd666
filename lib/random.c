#include "lib/random.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/mem.h"

void
random_bytes(void *out, size_t n)
{
	uint8_t *p = out;
	while (n > 0) {
		const ssize_t got = getrandom(p, n, 0);
		if (got < 0) {
			perror("the kernel gives no random bytes");
			exit(1);
		}
		p += got;
		n -= (size_t)got;
	}
}

void
random_key_from_seed(
    uint64_t seed, const char *label, uint8_t out[static RANDOM_KEY_BYTES])
{
	char text[128];
	const int n = snprintf(
	    text, sizeof text, "%llu %s", (unsigned long long)seed, label);
	SHA256((const unsigned char *)text, (size_t)n, out);
}

void
random_key_from_key(const uint8_t key[static RANDOM_KEY_BYTES],
    const char *label, uint8_t out[static RANDOM_KEY_BYTES])
{
	unsigned n = RANDOM_KEY_BYTES;
	mem_need(HMAC(EVP_sha256(), key, RANDOM_KEY_BYTES,
	    (const unsigned char *)label, strlen(label), out, &n));
}
