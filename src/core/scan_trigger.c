/*
 * scan_trigger.c: the one pass over all bytes of a text: finds where a parser
 * has something to look at, 16 bytes at a time, and calls it.
 *
 * The blocks are 16-byte vectors of GCC and Clang, the same C for SSE2 and
 * NEON.  Where there are none (or bytes lie the other way round) a loop gives
 * the same masks.
 */
#include "core/scan_in.h"

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && \
	__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && !defined(BC_SCAN_SCALAR)
#define VECTORS 1
#endif

/*
 * The literals, as the fewest bytes that are rare enough.  Letters are given
 * in lower case; case is ignored.  Of a Chinese character the last two bytes
 * are compared.
 */
#define LETTER_PAIRS(X) \
	X('w', 'd')		/* pwd */ \
	X('c', 'r')		/* secret, credential */ \
	X('o', 'k')		/* token */ \
	X('e', 'y')		/* key */ \
	X('i', 'z')		/* Authorization */ \
	X('-', 'u')		/* -u, --user */ \
	X('q', 'q') \
	X('w', 'x') \
	X('v', 'x') \
	X('v', ':') \
	X('v', 0xEF)	/* V and a full-width colon */ \
	X('m', 'r') \
	X('y', 'p')		/* Skype */ \
	X('t', ')')		/* (at) */ \
	X('t', '}')		/* [at] */

#define LETTER_TRIPLES(X) \
	X('p', 'a', 's') \
	X('w', 'e', 'c') \
	X('g', 'r', 'a')	/* Telegram */ \
	X('n', 'a', 'm')

#define CHINESE(X) \
	X(0xAF, 0x86)	/* 密 */ \
	X(0xBB, 0xA4)	/* 令 */ \
	X(0x8E, 0x88)	/* 授 */ \
	X(0xA7, 0x98)	/* 秘 */ \
	X(0xA7, 0x93)	/* 姓 */ \
	X(0xBA, 0xBA)	/* 人 */ \
	X(0x82, 0xA3)	/* 患 */ \
	X(0x8F, 0xAB)	/* 叫 */ \
	X(0x98, 0xAF)	/* 是 */ \
	X(0xBF, 0xA1)	/* 信 */ \
	X(0x89, 0xA3)	/* 扣 */ \
	X(0x92, 0x89)	/* 钉 */ \
	X(0xA3, 0x9E)	/* 飞 */

/* A block of 16 bytes needs five more after it. */
#define BLOCK	16
#define TAIL	5

typedef struct Masks
{
	uint32_t	hits;			/* one bit a byte */
	uint32_t	digits;
	bool		wide;			/* a full-width letter, digit or '@' */
	bool		run[2];			/* eight token characters, of either half */
} Masks;

#ifdef VECTORS

typedef unsigned char Vector __attribute__((vector_size(BLOCK)));
typedef uint64_t Halves __attribute__((vector_size(BLOCK)));

static inline Vector
load(const unsigned char *p)
{
	Vector		v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* The bytes of v in first .. first + count - 1. */
static inline Vector
within(Vector v, unsigned char first, unsigned char count)
{
	return (Vector) ((v - first) < count);
}

/* One bit a byte of a comparison's result. */
static inline uint32_t
bits(Vector v)
{
#ifdef __SSE2__
	typedef char Signed __attribute__((vector_size(BLOCK)));

	return (uint32_t) __builtin_ia32_pmovmskb128((Signed) v);
#else
	Halves		h = (Halves) v & 0x8040201008040201;

	return (uint32_t) (h[0] * 0x0101010101010101 >> 56) |
		(uint32_t) (h[1] * 0x0101010101010101 >> 56) << 8;
#endif
}

static inline Masks
examine(const unsigned char *p)
{
	Vector		v0 = load(p);
	Vector		v1 = load(p + 1);
	Vector		v2 = load(p + 2);
	Vector		l0 = v0 | 0x20;
	Vector		l1 = v1 | 0x20;
	Vector		l2 = v2 | 0x20;
	Vector		digit = within(v0, '0', 10);
	Vector		hit = (Vector) (v0 == '@');
	Vector		wide;
	Halves		run;
	Masks		m;

	hit |= (Vector) (v0 == ':') & (Vector) (v1 == ':');
	hit |= (Vector) (v0 == '.') & (Vector) (load(p + 5) == '.');
#define X(a, b) hit |= (Vector) (l0 == (a)) & (Vector) (l1 == (b | 0x20));
	LETTER_PAIRS(X)
#undef X
#define X(a, b, c) hit |= (Vector) (l0 == (a)) & (Vector) (l1 == (b)) & \
	(Vector) (l2 == (c));
	LETTER_TRIPLES(X)
#undef X
#define X(a, b) hit |= (Vector) (v1 == (a)) & (Vector) (v2 == (b));
	CHINESE(X)
#undef X
	wide = (Vector) (v0 == 0xEF) &
		(((Vector) (v1 == 0xBC) &
		  (within(v2, 0x90, 10) | within(v2, 0xA0, 27))) |
		 ((Vector) (v1 == 0xBD) & within(v2, 0x81, 26)));
	run = (Halves) (digit | within(l0, 'a', 26) | (Vector) (v0 == '_') |
					(Vector) (v0 == '-'));
	m.hits = bits(hit | wide);
	m.digits = bits(digit);
	m.wide = bits(wide) != 0;
	m.run[0] = run[0] == UINT64_MAX;
	m.run[1] = run[1] == UINT64_MAX;
	return m;
}

#else

static bool
hit_at(const unsigned char *p)
{
	unsigned	l0 = p[0] | 0x20u;
	unsigned	l1 = p[1] | 0x20u;
	unsigned	l2 = p[2] | 0x20u;

	if (p[0] == '@' || (p[0] == ':' && p[1] == ':') ||
		(p[0] == '.' && p[5] == '.'))
		return true;
#define X(a, b) if (l0 == (a) && l1 == (b | 0x20)) return true;
	LETTER_PAIRS(X)
#undef X
#define X(a, b, c) if (l0 == (a) && l1 == (b) && l2 == (c)) return true;
	LETTER_TRIPLES(X)
#undef X
#define X(a, b) if (p[1] == (a) && p[2] == (b)) return true;
	CHINESE(X)
#undef X
	return false;
}

static bool
wide_at(const unsigned char *p)
{
	if (p[0] != 0xEF)
		return false;
	if (p[1] == 0xBC)
		return (p[2] >= 0x90 && p[2] < 0x9A) || (p[2] >= 0xA0 && p[2] < 0xBB);
	return p[1] == 0xBD && p[2] >= 0x81 && p[2] < 0x9B;
}

static Masks
examine(const unsigned char *p)
{
	Masks		m = {0, 0, false, {true, true}};

	for (unsigned i = 0; i < BLOCK; i++)
	{
		bool		wide = wide_at(p + i);

		m.wide |= wide;
		if (wide || hit_at(p + i))
			m.hits |= (uint32_t) 1 << i;
		if (bc_is(p[i], BC_C_DIGIT))
			m.digits |= (uint32_t) 1 << i;
		if (!bc_is(p[i], BC_C_TOKEN))
			m.run[i / 8] = false;
	}
	return m;
}

#endif

static unsigned
lowest_bit(uint32_t mask)
{
#ifdef __GNUC__
	return (unsigned) __builtin_ctz(mask);
#else
	unsigned	i = 0;

	for (; (mask >> i & 1) == 0; i++)
		;
	return i;
#endif
}

#define CODE(a, b, c) ((uint32_t) (a) << 16 | (b) << 8 | (c))

/* A Chinese character that is part of a label, or bytes that look like one. */
static void
dispatch_chinese(BcScan *s, size_t i)
{
	switch (CODE(s->t[i], s->t[i + 1], s->t[i + 2]))
	{
		case CODE(0xE5, 0xAF, 0x86):	/* 密 */
		case CODE(0xE4, 0xBB, 0xA4):	/* 令 */
		case CODE(0xE6, 0x8E, 0x88):	/* 授 */
		case CODE(0xE7, 0xA7, 0x98):	/* 秘 */
			bc_scan_secret_label(s, i);
			break;
		case CODE(0xE5, 0xA7, 0x93):	/* 姓 */
		case CODE(0xE4, 0xBA, 0xBA):	/* 人 */
		case CODE(0xE6, 0x82, 0xA3):	/* 患 */
		case CODE(0xE5, 0x8F, 0xAB):	/* 叫 */
		case CODE(0xE6, 0x98, 0xAF):	/* 是 */
			bc_scan_name(s, i);
			break;
		case CODE(0xE4, 0xBF, 0xA1):	/* 信 */
		case CODE(0xE6, 0x89, 0xA3):	/* 扣 */
		case CODE(0xE9, 0x92, 0x89):	/* 钉 */
		case CODE(0xE9, 0xA3, 0x9E):	/* 飞 */
			bc_scan_im(s, i);
			break;
		default:
			break;
	}
}

/* Calls the parser of what triggered at i. */
static void
dispatch(BcScan *s, size_t i)
{
	unsigned char c = s->t[i];
	unsigned char next = bc_lower(bc_at(s, i + 1));

	if (bc_is(c, BC_C_DIGIT))
	{
		bc_scan_digits(s, i);
		return;
	}
	if (c >= 0x80)
	{
		if (i + 3 <= s->n)
			dispatch_chinese(s, i);
		return;
	}
	switch (bc_lower(c))
	{
		case '@':
			bc_scan_at(s, i);
			break;
		case ':':
			if (next == ':')
				bc_scan_colon(s, i);
			break;
		case '.':
			if (i >= 4 && bc_is(s->t[i - 1], BC_C_HEX))
				bc_scan_mac(s, i - 4);
			break;
		case 't':
			bc_scan_spelled_at(s, i);
			break;
		case '-':
			bc_scan_curl_user(s, i);
			break;
		case 'i':
			bc_scan_authorization(s, i);
			break;
		case 'm':
		case 'n':
			bc_scan_latin_name(s, i);
			break;
		case 'e':
			if (i > 0 && next == 'y' && bc_lower(s->t[i - 1]) == 'k')
			{
				bc_scan_pem(s, i - 1);
				bc_scan_secret_name(s, i);
			}
			break;
		case 'p':
			if (bc_lower(bc_at(s, i + 3)) == 's')
				bc_scan_secret_name(s, i);
			break;
		case 'c':
			if (bc_lower(bc_at(s, i + 2)) == 'e')
				bc_scan_secret_name(s, i);
			break;
		case 'o':
			if (i > 0 && bc_lower(s->t[i - 1]) == 't')
				bc_scan_secret_name(s, i);
			break;
		case 'w':
			if (next == 'd')
				bc_scan_secret_name(s, i);
			else
				bc_scan_im(s, i);
			break;
		default:
			bc_scan_im(s, i);
			break;
	}
}

/* The last bytes, at most BLOCK + TAIL of them, are copied for it. */
static Masks
examine_edge(const BcScan *s, size_t i)
{
	unsigned char copy[2 * BLOCK + TAIL] = {0};

	memcpy(copy, s->t + i, s->n - i);
	return examine(copy);
}

/* False where full-width characters were met in a text not folded yet. */
bool
bc_scan_triggers(BcScan *s, bool folded)
{
	uint32_t	carry = 0;		/* the block before ended with a digit */

	for (size_t i = 0; i < s->n; i += BLOCK)
	{
		Masks		m = s->n - i >= BLOCK + TAIL ? examine(s->t + i) :
			examine_edge(s, i);

		m.hits |= m.digits & ~(m.digits << 1 | carry);
		carry = m.digits >> (BLOCK - 1);
		if (i % BC_POLL_BYTES == 0)
			bc_poll(s->env);
		if (m.wide && !folded)
			return false;
		for (int half = 0; half < 2; half++)
			if (m.run[half] && i + 8 * (size_t) half >= s->skip)
				bc_scan_token(s, i + 8 * (size_t) half);
		for (; m.hits != 0; m.hits &= m.hits - 1)
		{
			size_t		at = i + lowest_bit(m.hits);

			if (at >= s->skip && at < s->n)
				dispatch(s, at);
		}
	}
	return true;
}
