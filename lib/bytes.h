/* Big-endian integers to and from packet bytes. */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

#include <stdint.h>

/* Reads the two bytes at p, most significant first. */
static inline uint16_t
bytes_get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

/* Writes value into the two bytes at p, most significant first. */
static inline void
bytes_put16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

#endif
