/*
 * vector.h: vectors of 16 bytes, the same C for SSE2, NEON and WebAssembly by
 * GCC and Clang.  BC_VECTORS says that there are some; where there are none,
 * or bytes lie the other way round, a loop must give what they give.  32-bit
 * x86 has some with SSE2 only: without, what a function that returns one does
 * depends on flags.  BC_SCALAR makes a build without them, for tests.
 */
#ifndef BADCASE_CORE_BASE_VECTOR_H
#define BADCASE_CORE_BASE_VECTOR_H

#include "core/base/env.h"

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && \
	__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && \
	(!defined(__i386__) || defined(__SSE2__)) && !defined(BC_SCALAR)
#define BC_VECTORS 1

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

typedef unsigned char BcVector __attribute__((vector_size(16)));
typedef uint64_t BcHalves __attribute__((vector_size(16)));

/*
 * A comparison's result, each byte 0 or -1.  It is a type of its own so that
 * GCC refuses other bytes where bc_vector_bits() wants such a result.
 */
typedef signed char BcTruths __attribute__((vector_size(16)));

static inline BcVector
bc_vector_load(const unsigned char *p)
{
	BcVector	v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* The bytes of v in first .. first + count - 1. */
static inline BcTruths
bc_vector_within(BcVector v, unsigned char first, unsigned char count)
{
	return (BcTruths) ((v - first) < count);
}

#ifdef __SSE2__
typedef char BcSignedVector __attribute__((vector_size(16)));
#endif

/*
 * One bit a byte of a comparison's result.  SSE2 and WebAssembly take each
 * byte's highest bit, other machines a bit that differs from byte to byte: of
 * a byte that is neither 0 nor -1 they give different bits.
 * bc_vector_high_bits() is for such.
 */
static inline uint32_t
bc_vector_bits(BcTruths truths)
{
#ifdef __SSE2__
	return (uint32_t) __builtin_ia32_pmovmskb128((BcSignedVector) truths);
#elif defined(__wasm_simd128__)
	return (uint32_t) wasm_i8x16_bitmask((v128_t) truths);
#else
	BcHalves	h = (BcHalves) truths & 0x8040201008040201;

	return (uint32_t) (h[0] * 0x0101010101010101 >> 56) |
		(uint32_t) (h[1] * 0x0101010101010101 >> 56) << 8;
#endif
}

/*
 * Are the first 15 of 16 bytes five characters of U+4000 to U+9FFF?  Of each
 * the first byte is E4 to E9, the others are 80 to BF.
 */
static inline bool
bc_vector_han(const unsigned char *p)
{
	const BcVector first = {
		0xE4, 0x80, 0x80, 0xE4, 0x80, 0x80, 0xE4, 0x80,
		0x80, 0xE4, 0x80, 0x80, 0xE4, 0x80, 0x80, 0
	};
	const BcVector last = {
		5, 63, 63, 5, 63, 63, 5, 63, 63, 5, 63, 63, 5, 63, 63, 255
	};

	return bc_vector_bits((BcTruths) (bc_vector_load(p) - first <= last)) ==
		0xFFFF;
}

/* The highest bit of each byte, whatever bytes they are. */
static inline uint32_t
bc_vector_high_bits(BcVector v)
{
#ifdef __SSE2__
	return (uint32_t) __builtin_ia32_pmovmskb128((BcSignedVector) v);
#elif defined(__wasm_simd128__)
	return (uint32_t) wasm_i8x16_bitmask((v128_t) v);
#else
	return bc_vector_bits((BcTruths) (v >= 0x80));
#endif
}

/*
 * BC_LOOK_UP: 16 entries of a table of 16 bytes by 16 indexes below 16, where
 * the machine has it: SSSE3 on amd64, which bc_can_look_up() asks for, always
 * on arm64 and in WebAssembly built with -msimd128.  A function that uses it is
 * marked by BC_LOOK_UP_TARGET.
 */
#if defined(__x86_64__)
typedef char BcLookUpVector __attribute__((vector_size(16)));
#define BC_LOOK_UP(table, index) \
	((BcVector) __builtin_ia32_pshufb128((BcLookUpVector) (table), \
										 (BcLookUpVector) (index)))
#define BC_LOOK_UP_TARGET __attribute__((target("ssse3")))
extern bool bc_can_look_up(void);
#elif defined(__aarch64__)
#include <arm_neon.h>
#define BC_LOOK_UP(table, index) \
	((BcVector) vqtbl1q_u8((uint8x16_t) (table), (uint8x16_t) (index)))
#define BC_LOOK_UP_TARGET
#define bc_can_look_up() true
#elif defined(__wasm_simd128__)
#define BC_LOOK_UP(table, index) \
	((BcVector) wasm_i8x16_swizzle((v128_t) (table), (v128_t) (index)))
#define BC_LOOK_UP_TARGET
#define bc_can_look_up() true
#endif

#endif

#ifndef BC_LOOK_UP
#define bc_can_look_up() false
#endif

/* The place of the lowest bit of a mask that is not 0. */
static inline unsigned
bc_lowest_bit(uint64_t mask)
{
#ifdef __GNUC__
	return (unsigned) __builtin_ctzll(mask);
#else
	unsigned	i = 0;

	for (; (mask >> i & 1) == 0; i++)
		;
	return i;
#endif
}

/* The place of the highest bit of a mask that is not 0. */
static inline unsigned
bc_highest_bit(uint64_t mask)
{
#ifdef __GNUC__
	return 63 - (unsigned) __builtin_clzll(mask);
#else
	unsigned	i = 63;

	for (; (mask >> i & 1) == 0; i--)
		;
	return i;
#endif
}

/* Up to 8 bytes, the missing ones 0. */
static inline uint64_t
bc_load_up_to8(const unsigned char *p, size_t left)
{
	if (left >= 8)
		return bc_load64(p);
	/* what two loads share is the same in both */
	if (left >= 4)
		return bc_load32(p) |
			(uint64_t) bc_load32(p + left - 4) << (left - 4) * 8;
	if (left == 0)
		return 0;
	return p[0] | (uint64_t) p[left / 2] << left / 2 * 8 |
		(uint64_t) p[left - 1] << (left - 1) * 8;
}

#define BC_EACH(byte)	(0x0101010101010101u * (byte))

/*
 * How many of 8 bytes, from the lowest on, are letters or digits of ASCII: a
 * sum's highest bit tells whether 7 bits reach a limit.
 */
static inline unsigned
bc_leading_alnum(uint64_t x)
{
	uint64_t	seven = x & BC_EACH(0x7F);
	uint64_t	lower = (x | BC_EACH(0x20)) & BC_EACH(0x7F);
	uint64_t	letter = (lower + BC_EACH(0x80 - 'a')) & ~(lower + BC_EACH(0x7F - 'z'));
	uint64_t	digit = (seven + BC_EACH(0x80 - '0')) & ~(seven + BC_EACH(0x7F - '9'));
	uint64_t	other = ~((letter | digit) & ~x) & BC_EACH(0x80);

	return other == 0 ? 8 : bc_lowest_bit(other) / 8;
}

/* How many letters and digits of ASCII stand at p, at most n. */
static inline size_t
bc_alnum_run(const unsigned char *p, size_t n)
{
	size_t		run = 0;
	unsigned	eight;

	do
	{
		eight = bc_leading_alnum(bc_load_up_to8(p + run, n - run));
		run += eight;
	} while (eight == 8);
	return run;
}

/* How many bytes are no continuation bytes of UTF-8. */
extern size_t bc_count_characters(const unsigned char *p, size_t n);

#endif
