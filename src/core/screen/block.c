/*
 * block.c: examines 64 bytes of a text at a time.
 *
 * Where the machine looks up 16 table entries at once (SSSE3 on amd64, always
 * on arm64) vectors do; elsewhere a loop gives the same masks.
 */
#include "core/base.h"
#include "core/screen/block.h"

/*
 * The literals, each by its two bytes that are rarest together, of a Chinese
 * character the last two.  Lower case stands for upper case, too.  The first
 * number is the bucket of the vectors' tables, which let all pairs pass whose
 * halves of bytes occur in one bucket: literals that share one were chosen by
 * what ordinary Chinese and English text seldom holds then.
 */
#define LITERALS(X, c) \
	X(c, 0, 0, 'w', 'd')		/* pwd */ \
	X(c, 0, 1, 'w', 'e')		/* wechat */ \
	X(c, 0, 2, 0xAE, 0xA2)		/* 客 */ \
	X(c, 0, 3, 0x88, 0xB7)		/* 户 */ \
	X(c, 0, 4, 0x88, 0xB6)		/* 戶 */ \
	X(c, 1, 5, 't', ']')		/* [at] */ \
	X(c, 1, 6, 't', ':')		/* patient: */ \
	X(c, 1, 7, 'q', ':') \
	X(c, 1, 8, 'v', ':') \
	X(c, 1, 9, 'q', 0xEF)		/* a full-width colon */ \
	X(c, 1, 10, 'v', 0xEF) \
	X(c, 1, 11, 0x91, 0x8A)		/* 告 */ \
	X(c, 1, 12, 0x98, 0xAF)		/* 是 */ \
	X(c, 1, 13, 0x94, 0xB2)		/* 甲 */ \
	X(c, 2, 14, 'o', 'k')		/* token */ \
	X(c, 2, 15, 'p', 'a')		/* pass */ \
	X(c, 2, 16, 'n', 'a')		/* name */ \
	X(c, 2, 17, 0x8F, 0xAB)		/* 叫 */ \
	X(c, 2, 18, 0xBF, 0xA1)		/* 信 */ \
	X(c, 3, 19, 'i', 'z')		/* authorization */ \
	X(c, 3, 20, 'e', 'y')		/* key */ \
	X(c, 3, 21, ':', ':') \
	X(c, 3, 22, 0xBA, 0xBA)		/* 人 */ \
	X(c, 3, 23, 0xB9, 0x99)		/* 乙 */ \
	X(c, 4, 24, 'g', 'r')		/* telegram */ \
	X(c, 4, 25, 'c', 'r')		/* secret, credential */ \
	X(c, 4, 26, 'm', 'r') \
	X(c, 4, 27, 0xA7, 0x98)		/* 秘 */ \
	X(c, 4, 28, 0xA7, 0x93)		/* 姓 */ \
	X(c, 4, 29, 0xA3, 0x9E)		/* 飞 */ \
	X(c, 4, 30, 0xA3, 0x9B)		/* 飛 */ \
	X(c, 4, 31, 0xAD, 0xBE)		/* 签 */ \
	X(c, 5, 32, 'r', ':')		/* cardholder: */ \
	X(c, 5, 33, 't', ')')		/* (at) */ \
	X(c, 5, 34, 0x82, 0xA3)		/* 患 */ \
	X(c, 5, 35, 0x92, 0x89)		/* 钉 */ \
	X(c, 6, 36, 0xA7, 0x81)		/* 私 */ \
	X(c, 6, 37, '-', 'u')		/* curl -u, --user */ \
	X(c, 6, 38, 0xAF, 0x86)		/* 密 */ \
	X(c, 6, 39, 0x8E, 0x88)		/* 授 */ \
	X(c, 6, 40, 0x8F, 0xB7)		/* 号 */ \
	X(c, 6, 41, 'w', 'x') \
	X(c, 7, 42, 0x89, 0xA3)		/* 扣 */ \
	X(c, 7, 43, 'v', 'x') \
	X(c, 7, 44, 'y', 'p')		/* skype */ \
	X(c, 7, 45, 'q', 'q') \
	X(c, 7, 46, 0xBB, 0xA4)		/* 令 */

#define LETTER(b)	((b) >= 'a' && (b) <= 'z')
#define SAME(c, b)	((c) == (b) || (LETTER(b) && (c) + 32 == (b)))
#define FIRST(c, bucket, k, x, y)	| (uint64_t) SAME(c, x) << (k)
#define SECOND(c, bucket, k, x, y)	| (uint64_t) SAME(c, y) << (k)

#define BY4(M, c)	M(c), M(c + 1), M(c + 2), M(c + 3)
#define BY16(M, c)	BY4(M, c), BY4(M, c + 4), BY4(M, c + 8), BY4(M, c + 12)
#define BY256(M) \
	BY16(M, 0x00), BY16(M, 0x10), BY16(M, 0x20), BY16(M, 0x30), \
	BY16(M, 0x40), BY16(M, 0x50), BY16(M, 0x60), BY16(M, 0x70), \
	BY16(M, 0x80), BY16(M, 0x90), BY16(M, 0xA0), BY16(M, 0xB0), \
	BY16(M, 0xC0), BY16(M, 0xD0), BY16(M, 0xE0), BY16(M, 0xF0)

/* A pair of bytes may begin a literal where the two tables share a bit. */
#define FIRST_OF(c)		0 LITERALS(FIRST, c)
#define SECOND_OF(c)	0 LITERALS(SECOND, c)
static const uint64_t first[256] = {BY256(FIRST_OF)};
static const uint64_t second[256] = {BY256(SECOND_OF)};

static bool
wide_at(const unsigned char *p)
{
	if (p[0] != 0xEF)
		return false;
	if (p[1] == 0xBC)
		return (p[2] >= 0x90 && p[2] < 0x9A) || (p[2] >= 0xA0 && p[2] < 0xC0);
	return p[1] == 0xBD && p[2] >= 0x81 && p[2] < 0x9B;
}

void
bc_block_examine_plain(const unsigned char *p, BcMasks *m)
{
	memset(m, 0, sizeof(*m));
	for (unsigned i = 0; i < BC_BLOCK; i++)
	{
		uint64_t	bit = (uint64_t) 1 << i;
		unsigned char c = p[i];

		m->wide |= wide_at(p + i);
		if ((first[c] & second[p[i + 1]]) != 0 || c == '@' ||
			(c == '.' && p[i + 5] == '.'))
			m->hits |= bit;
		if (bc_is(c, BC_C_DIGIT))
			m->digits |= bit;
		if (bc_is(c, BC_C_TOKEN))
			m->token |= bit;
	}
}

#ifdef BC_LOOK_UP

/* The buckets whose literals have a byte of this high or low half. */
#define UPPER_HALF(b)	(LETTER(b) ? (b) - 32 : (b))
#define HIGH_IS(n, b)	((b) >> 4 == (n) || UPPER_HALF(b) >> 4 == (n))
#define LOW_IS(n, b)	(((b) & 15) == (n))
#define FIRST_HIGH(n, bucket, k, x, y)	| HIGH_IS(n, x) << (bucket)
#define FIRST_LOW(n, bucket, k, x, y)	| LOW_IS(n, x) << (bucket)
#define SECOND_HIGH(n, bucket, k, x, y) | HIGH_IS(n, y) << (bucket)
#define SECOND_LOW(n, bucket, k, x, y)	| LOW_IS(n, y) << (bucket)
#define FIRST_HIGH_OF(n)	0 LITERALS(FIRST_HIGH, n)
#define FIRST_LOW_OF(n)		0 LITERALS(FIRST_LOW, n)
#define SECOND_HIGH_OF(n)	0 LITERALS(SECOND_HIGH, n)
#define SECOND_LOW_OF(n)	0 LITERALS(SECOND_LOW, n)

static const BcVector first_high = {BY16(FIRST_HIGH_OF, 0)};
static const BcVector first_low = {BY16(FIRST_LOW_OF, 0)};
static const BcVector second_high = {BY16(SECOND_HIGH_OF, 0)};
static const BcVector second_low = {BY16(SECOND_LOW_OF, 0)};

/*
 * Classes by halves, bytes whose halves share a bit: 1 a to o, 2 p to z, 4 '_',
 * 8 '-', 32 '.', 64 '@', 128 digits.
 */
static const BcVector class_high = {
	0, 0, 8 | 32, 128, 1 | 64, 2 | 4, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0
};
static const BcVector class_low = {
	128 | 2 | 64, 128 | 3, 128 | 3, 128 | 3, 128 | 3, 128 | 3, 128 | 3,
	128 | 3, 128 | 3, 128 | 3, 3, 1, 1, 1 | 8, 1 | 32, 1 | 4
};

/* Full-width letters, digits, '@' and '_', where 0xEF was met. */
static inline bool
wide_in(const unsigned char *p, BcVector v0, BcVector v1)
{
	BcVector	v2 = bc_vector_load(p + 2);
	BcTruths	digit_or_upper = (v1 == 0xBC) &
		(bc_vector_within(v2, 0x90, 10) | bc_vector_within(v2, 0xA0, 32));
	BcTruths	lower = (v1 == 0xBD) & bc_vector_within(v2, 0x81, 26);

	return bc_vector_bits((v0 == 0xEF) & (digit_or_upper | lower)) != 0;
}

BC_LOOK_UP_TARGET
static void
examine_vectors(const unsigned char *p, BcMasks *m)
{
	uint64_t	candidates = 0;
	uint64_t	hits = 0;
	uint64_t	digits = 0;
	uint64_t	token = 0;
	bool		wide = false;

	for (unsigned k = 0; k < BC_BLOCK; k += 16)
	{
		BcVector		v0 = bc_vector_load(p + k);
		BcVector		v1 = bc_vector_load(p + k + 1);
		BcVector		low0 = v0 & 15;
		BcVector		high0 = v0 >> 4;
		BcVector		class = BC_LOOK_UP(class_high, high0) & BC_LOOK_UP(class_low, low0);
		BcVector		pair = BC_LOOK_UP(first_high, high0) & BC_LOOK_UP(first_low, low0) &
			BC_LOOK_UP(second_high, v1 >> 4) & BC_LOOK_UP(second_low, v1 & 15);
		BcVector		twice = class + class;

		/* a comparison with 0 and the highest bits of bytes cost least */
		candidates |= (uint64_t) (bc_vector_bits(pair == 0) ^ 0xFFFF) << k;
		hits |= (uint64_t) bc_vector_high_bits(twice | ((twice + twice) &
					(BcVector) (bc_vector_load(p + k + 5) == '.'))) << k;
		digits |= (uint64_t) bc_vector_high_bits(class) << k;
		token |= (uint64_t) (bc_vector_bits((class & 0x8F) == 0) ^ 0xFFFF)
			<< k;
		if (bc_vector_bits(v0 == 0xEF) != 0)
			wide |= wide_in(p + k, v0, v1);
	}
	for (; candidates != 0; candidates &= candidates - 1)
	{
		unsigned	i = bc_lowest_bit(candidates);

		if ((first[p[i]] & second[p[i + 1]]) != 0)
			hits |= (uint64_t) 1 << i;
	}
	m->hits = hits;
	m->digits = digits;
	m->token = token;
	m->wide = wide;
}

#endif

BcExamine
bc_block_examine(void)
{
#ifdef BC_LOOK_UP
	if (bc_can_look_up())
		return examine_vectors;
#endif
	return bc_block_examine_plain;
}
