#include "scanner/link/ports.h"

#include <stdio.h>
#include <string.h>

enum { LOWEST = 20000, PORTS = 65536 };

void
ports_draw(struct ports *p, uint32_t n_each,
    const uint8_t key[static RANDOM_KEY_BYTES], unsigned attempt)
{
	uint8_t drawn[RANDOM_KEY_BYTES];
	char label[32];
	uint32_t number;
	snprintf(label, sizeof label, "ports %u", attempt);
	random_key_from_key(key, label, drawn);
	memcpy(&number, drawn, sizeof number);
	const uint32_t room = PORTS - LOWEST - N_PROBES * n_each + 1;
	*p = (struct ports){
	    .first = (uint16_t)(LOWEST + number % room), .n_each = n_each};
}
