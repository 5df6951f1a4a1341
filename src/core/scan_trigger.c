/*
 * scan_trigger.c: the one pass over all bytes of a text: finds where a parser
 * has something to look at, 16 bytes at a time, and calls it.
 *
 * The blocks are vectors; where there are none a loop gives the same masks.
 */
#include "core/scan_in.h"
#include "core/vector.h"

/*
 * The literals, each by its two bytes that are rarest together, of a Chinese
 * character the last two.  ASCII case is ignored.  A pair of bytes may begin
 * one where the two tables share a bit: two loads a byte, whatever the number
 * of literals, where vectors would compare with each.
 */
#define L_PWD		((uint32_t) 1 << 0)
#define L_SECRET	((uint32_t) 1 << 1)	/* and credential */
#define L_TOKEN		((uint32_t) 1 << 2)
#define L_KEY		((uint32_t) 1 << 3)
#define L_AUTHORIZATION	((uint32_t) 1 << 4)
#define L_CURL_USER	((uint32_t) 1 << 5)	/* -u, --user */
#define L_QQ		((uint32_t) 1 << 6)
#define L_WX		((uint32_t) 1 << 7)
#define L_VX		((uint32_t) 1 << 8)
#define L_V_COLON	((uint32_t) 1 << 9)
#define L_V_WIDE	((uint32_t) 1 << 10)	/* V and a full-width colon */
#define L_MR		((uint32_t) 1 << 11)
#define L_SKYPE		((uint32_t) 1 << 12)
#define L_AT_ROUND	((uint32_t) 1 << 13)	/* (at) */
#define L_AT_SQUARE	((uint32_t) 1 << 14)	/* [at] */
#define L_PASS		((uint32_t) 1 << 15)
#define L_WECHAT	((uint32_t) 1 << 16)
#define L_TELEGRAM	((uint32_t) 1 << 17)
#define L_NAME		((uint32_t) 1 << 18)
#define L_MI		((uint32_t) 1 << 19)	/* 密 */
#define L_LING		((uint32_t) 1 << 20)	/* 令 */
#define L_SHOU		((uint32_t) 1 << 21)	/* 授 */
#define L_BI		((uint32_t) 1 << 22)	/* 秘 */
#define L_XING		((uint32_t) 1 << 23)	/* 姓 */
#define L_REN		((uint32_t) 1 << 24)	/* 人 */
#define L_HUAN		((uint32_t) 1 << 25)	/* 患 */
#define L_JIAO		((uint32_t) 1 << 26)	/* 叫 */
#define L_SHI		((uint32_t) 1 << 27)	/* 是 */
#define L_XIN		((uint32_t) 1 << 28)	/* 信 */
#define L_KOU		((uint32_t) 1 << 29)	/* 扣 */
#define L_DING		((uint32_t) 1 << 30)	/* 钉 */
#define L_FEI		((uint32_t) 1 << 31)	/* 飞 */

static const uint32_t first[256] = {
	['-'] = L_CURL_USER,
	['C'] = L_SECRET,
	['E'] = L_KEY,
	['G'] = L_TELEGRAM,
	['I'] = L_AUTHORIZATION,
	['M'] = L_MR,
	['N'] = L_NAME,
	['O'] = L_TOKEN,
	['P'] = L_PASS,
	['Q'] = L_QQ,
	['T'] = L_AT_ROUND | L_AT_SQUARE,
	['V'] = L_VX | L_V_COLON | L_V_WIDE,
	['W'] = L_PWD | L_WX | L_WECHAT,
	['Y'] = L_SKYPE,
	['c'] = L_SECRET,
	['e'] = L_KEY,
	['g'] = L_TELEGRAM,
	['i'] = L_AUTHORIZATION,
	['m'] = L_MR,
	['n'] = L_NAME,
	['o'] = L_TOKEN,
	['p'] = L_PASS,
	['q'] = L_QQ,
	['t'] = L_AT_ROUND | L_AT_SQUARE,
	['v'] = L_VX | L_V_COLON | L_V_WIDE,
	['w'] = L_PWD | L_WX | L_WECHAT,
	['y'] = L_SKYPE,
	[0x82] = L_HUAN,
	[0x89] = L_KOU,
	[0x8E] = L_SHOU,
	[0x8F] = L_JIAO,
	[0x92] = L_DING,
	[0x98] = L_SHI,
	[0xA3] = L_FEI,
	[0xA7] = L_BI | L_XING,
	[0xAF] = L_MI,
	[0xBA] = L_REN,
	[0xBB] = L_LING,
	[0xBF] = L_XIN
};

static const uint32_t second[256] = {
	[')'] = L_AT_ROUND,
	[':'] = L_V_COLON,
	['A'] = L_PASS | L_NAME,
	['D'] = L_PWD,
	['E'] = L_WECHAT,
	['K'] = L_TOKEN,
	['P'] = L_SKYPE,
	['Q'] = L_QQ,
	['R'] = L_SECRET | L_MR | L_TELEGRAM,
	['U'] = L_CURL_USER,
	['X'] = L_WX | L_VX,
	['Y'] = L_KEY,
	['Z'] = L_AUTHORIZATION,
	[']'] = L_AT_SQUARE,
	['a'] = L_PASS | L_NAME,
	['d'] = L_PWD,
	['e'] = L_WECHAT,
	['k'] = L_TOKEN,
	['p'] = L_SKYPE,
	['q'] = L_QQ,
	['r'] = L_SECRET | L_MR | L_TELEGRAM,
	['u'] = L_CURL_USER,
	['x'] = L_WX | L_VX,
	['y'] = L_KEY,
	['z'] = L_AUTHORIZATION,
	[0x86] = L_MI,
	[0x88] = L_SHOU,
	[0x89] = L_DING,
	[0x93] = L_XING,
	[0x98] = L_BI,
	[0x9E] = L_FEI,
	[0xA1] = L_XIN,
	[0xA3] = L_HUAN | L_KOU,
	[0xA4] = L_LING,
	[0xAB] = L_JIAO,
	[0xAF] = L_SHI,
	[0xBA] = L_REN,
	[0xEF] = L_V_WIDE
};

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

/* One bit for each of the bytes of a block where a literal may be. */
static inline uint32_t
literals(const unsigned char *p)
{
	uint32_t	hits = 0;

#define AT(k) hits |= (uint32_t) ((first[p[k]] & second[p[k + 1]]) != 0) << (k);
	AT(0) AT(1) AT(2) AT(3) AT(4) AT(5) AT(6) AT(7)
	AT(8) AT(9) AT(10) AT(11) AT(12) AT(13) AT(14) AT(15)
#undef AT
	return hits;
}

#ifdef BC_VECTORS

static inline Masks
examine(const unsigned char *p)
{
	BcVector	v0 = bc_vector_load(p);
	BcVector	v1 = bc_vector_load(p + 1);
	BcVector	v2 = bc_vector_load(p + 2);
	BcVector	l0 = v0 | 0x20;
	BcVector	digit = bc_vector_within(v0, '0', 10);
	BcVector	hit = (BcVector) (v0 == '@');
	BcVector	wide;
	BcHalves	run;
	Masks		m;

	hit |= (BcVector) (v0 == ':') & (BcVector) (v1 == ':');
	hit |= (BcVector) (v0 == '.') & (BcVector) (bc_vector_load(p + 5) == '.');
	wide = (BcVector) (v0 == 0xEF) &
		(((BcVector) (v1 == 0xBC) &
		  (bc_vector_within(v2, 0x90, 10) | bc_vector_within(v2, 0xA0, 27))) |
		 ((BcVector) (v1 == 0xBD) & bc_vector_within(v2, 0x81, 26)));
	run = (BcHalves) (digit | bc_vector_within(l0, 'a', 26) |
					  (BcVector) (v0 == '_') | (BcVector) (v0 == '-'));
	m.hits = bc_vector_bits(hit | wide) | literals(p);
	m.digits = bc_vector_bits(digit);
	m.wide = bc_vector_bits(wide) != 0;
	m.run[0] = run[0] == UINT64_MAX;
	m.run[1] = run[1] == UINT64_MAX;
	return m;
}

#else

static bool
hit_at(const unsigned char *p)
{
	return p[0] == '@' || (p[0] == ':' && p[1] == ':') ||
		(p[0] == '.' && p[5] == '.');
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
	Masks		m = {literals(p), 0, false, {true, true}};

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
		if (c < 0xC0 && i > 0 && i + 2 <= s->n)
			dispatch_chinese(s, i - 1);
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
			size_t		at = i + bc_lowest_bit(m.hits);

			if (at >= s->skip && at < s->n)
				dispatch(s, at);
		}
	}
	return true;
}
