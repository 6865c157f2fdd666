/* What 64 bytes of a CSV text are, as masks with a bit for each byte, and where
 * the bits of a mask stand: as each kind of processor is best asked. */
#ifndef LIB_MASKS_H
#define LIB_MASKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { MASKS_BYTES = 64 };

/* What differs between processors is small and lies in the middle of the
 * loop, so all of it is put into one function for each way. */
#define INLINE static inline __attribute__((always_inline))

/* Which bytes are what; the lowest bit is the first byte's. */
struct masks {
	uint64_t quote, comma, feed, cr, nul;
};

/* The masks of 64 bytes: here on any processor. */
INLINE struct masks
masks_plain(const char *text)
{
	struct masks m = {0};
	for (unsigned bit = 0; bit < MASKS_BYTES; bit++) {
		m.quote |= (uint64_t)(text[bit] == '"') << bit;
		m.comma |= (uint64_t)(text[bit] == ',') << bit;
		m.feed |= (uint64_t)(text[bit] == '\n') << bit;
		m.cr |= (uint64_t)(text[bit] == '\r') << bit;
		m.nul |= (uint64_t)(text[bit] == '\0') << bit;
	}
	return m;
}

/* Forgets what lies behind the text in its last block. */
INLINE void
cut_masks(struct masks *m, uint64_t in)
{
	m->quote &= in;
	m->comma &= in;
	m->feed &= in;
	m->cr &= in;
	m->nul &= in;
}

/* Each bit becomes the exclusive or of itself and all below. */
INLINE uint64_t
parity_up_to(uint64_t bits)
{
	bits ^= bits << 1;
	bits ^= bits << 2;
	bits ^= bits << 4;
	bits ^= bits << 8;
	bits ^= bits << 16;
	bits ^= bits << 32;
	return bits;
}

/* Writes the places of the bits; room for 64 is there. Most blocks have few:
 * eight are written at once, whether they are there or not. */
INLINE void
write_plain(uint32_t *out, uint64_t bits, uint32_t base, size_t n)
{
	for (size_t i = 0; i < n; i += 8) {
#pragma GCC unroll 8
		for (size_t j = 0; j < 8; j++) {
			out[i + j] =
			    base + (uint32_t)__builtin_ctzll(bits | 1ULL << 63);
			bits &= bits - 1;
		}
	}
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,popcnt,bmi,lzcnt")))
#define AVX512 __attribute__((target("avx512bw,popcnt,bmi,lzcnt")))
#define VBMI2                                                                  \
	__attribute__((target("avx512bw,avx512vbmi2,pclmul,popcnt,bmi,lzcnt")))

/* Which of 64 bytes are c. */
AVX2 INLINE uint64_t
equal_avx2(__m256i low, __m256i high, char c)
{
	const __m256i all = _mm256_set1_epi8(c);
	const uint32_t l =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
	const uint32_t h =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
	return l | (uint64_t)h << 32;
}

/* The masks of 64 bytes. */
AVX2 INLINE struct masks
masks_avx2(const char *text)
{
	__m256i low, high;
	memcpy(&low, text, sizeof low);
	memcpy(&high, text + sizeof low, sizeof high);
	return (struct masks){equal_avx2(low, high, '"'),
	    equal_avx2(low, high, ','), equal_avx2(low, high, '\n'),
	    equal_avx2(low, high, '\r'), equal_avx2(low, high, '\0')};
}

/* Which of 64 bytes are c. */
AVX512 INLINE uint64_t
equal_avx512(__m512i bytes, char c)
{
	return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c));
}

/* The masks of 64 bytes. */
AVX512 INLINE struct masks
masks_avx512(const char *text)
{
	__m512i bytes;
	memcpy(&bytes, text, sizeof bytes);
	struct masks m = {.quote = equal_avx512(bytes, '"'),
	    .comma = equal_avx512(bytes, ','),
	    .feed = equal_avx512(bytes, '\n')};
	/* Most texts have nothing else this low. */
	const uint64_t low =
	    _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8('\r'));
	if (__builtin_expect((low & ~m.feed) != 0, 0)) {
		m.cr = equal_avx512(bytes, '\r');
		m.nul = equal_avx512(bytes, '\0');
	}
	return m;
}

/* A product without carries, by all ones, is what parity_up_to gives. */
VBMI2 INLINE uint64_t
parity_clmul(uint64_t bits)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(
	    _mm_set_epi64x(0, (long long)bits), _mm_set1_epi8(-1), 0));
}

/* Writes sixteen places, of which the first n may count. */
VBMI2 INLINE void
write_sixteen(uint32_t *out, __m128i places, uint32_t base)
{
	const __m512i wide = _mm512_add_epi32(
	    _mm512_cvtepu8_epi32(places), _mm512_set1_epi32((int)base));
	memcpy(out, &wide, sizeof wide);
}

/* As write_plain: the numbers 0 to 63 are there, those of the bits move
 * together. */
VBMI2 INLINE void
write_vbmi2(uint32_t *out, uint64_t bits, uint32_t base, size_t n)
{
	static const uint8_t numbers[MASKS_BYTES] = {0, 1, 2, 3, 4, 5, 6, 7, 8,
	    9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
	    26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
	    43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
	    60, 61, 62, 63};
	__m512i all;
	memcpy(&all, numbers, sizeof all);
	all = _mm512_maskz_compress_epi8(bits, all);
	write_sixteen(out, _mm512_castsi512_si128(all), base);
	if (__builtin_expect(n <= 16, 1))
		return;
	write_sixteen(out + 16, _mm512_extracti32x4_epi32(all, 1), base);
	write_sixteen(out + 32, _mm512_extracti32x4_epi32(all, 2), base);
	write_sixteen(out + 48, _mm512_extracti32x4_epi32(all, 3), base);
}

#endif

#endif
