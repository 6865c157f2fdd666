/* The 12 bytes before every Mode 6 message (RFC 9327, section 2). */
#ifndef TESTS_SIMNET_HEADER6_H
#define TESTS_SIMNET_HEADER6_H

#include <stdint.h>

enum {
	MODE6_HEADER = 12,
	MODE6_DATA_MOST = 468, /* data bytes in a fragment of ntpd */
	MODE6_READVAR = 2,
	MODE6_RESPONSE = 0x80,
	MODE6_ERROR = 0x40,
	MODE6_MORE = 0x20
};

struct header6 {
	unsigned leap;
	unsigned version;
	unsigned bits; /* response, error, more and opcode */
	uint16_t sequence;
	uint16_t status;
	uint16_t association;
	uint16_t offset;
	uint16_t count;
};

/* Writes and reads 12 bytes. */
void header6_write(const struct header6 *c, uint8_t *out);
struct header6 header6_read(const uint8_t *bytes);

#endif
