#include "lib/random.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

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
