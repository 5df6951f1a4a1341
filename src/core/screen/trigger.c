/*
 * trigger.c: the one pass over all bytes of a text: finds where a parser
 * has something to look at and calls it.
 *
 * block.c says where, 64 bytes at a time.
 */
#include "core/base.h"
#include "core/screen/block.h"
#include "core/screen/rules.h"

/* Parsers called between two looks for an interrupt: each may take a while. */
#define POLL_CALLS 256

#define CODE(a, b, c) ((uint32_t) (a) << 16 | (b) << 8 | (c))

/* Calls the rules of a trigger at a byte. */
#define CALL(trigger, i)	((void) bc_call_rules(s, (trigger), (i), (i), NULL, false))

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
		case CODE(0xE7, 0xA7, 0x81):	/* 私 */
			CALL(ON_SECRET_LABEL, i);
			break;
		case CODE(0xE5, 0x8F, 0xB7):	/* 号 */
			CALL(ON_DOOR, i);
			break;
		case CODE(0xE7, 0xAD, 0xBE):	/* 签 */
		case CODE(0xE5, 0xA7, 0x93):	/* 姓 */
		case CODE(0xE4, 0xBA, 0xBA):	/* 人 */
		case CODE(0xE6, 0x82, 0xA3):	/* 患 */
		case CODE(0xE5, 0x8F, 0xAB):	/* 叫 */
			CALL(ON_NAME_LABEL, i);
			break;
		case CODE(0xE6, 0x98, 0xAF):	/* 是 after 我, 人 or 字 */
			if (i > 0 && (s->t[i - 1] == 0x91 || s->t[i - 1] == 0xBA ||
						  s->t[i - 1] == 0x97))
				CALL(ON_NAME_LABEL, i);
			break;
		case CODE(0xE6, 0x88, 0xB6):	/* 戶 */
		case CODE(0xE9, 0xA3, 0x9B):	/* 飛 */
			bc_scan_reads(s, i, i + 3);
			break;
		case CODE(0xE6, 0x88, 0xB7):	/* 户 */
		case CODE(0xE5, 0xAE, 0xA2):	/* 客 */
		case CODE(0xE7, 0x94, 0xB2):	/* 甲 */
		case CODE(0xE4, 0xB9, 0x99):	/* 乙 */
		case CODE(0xE5, 0x91, 0x8A):	/* 告 */
			CALL(ON_NAME_LABEL, i);
			break;
		case CODE(0xE4, 0xBF, 0xA1):	/* 信 */
		case CODE(0xE6, 0x89, 0xA3):	/* 扣 */
		case CODE(0xE9, 0x92, 0x89):	/* 钉 */
		case CODE(0xE9, 0xA3, 0x9E):	/* 飞 */
			CALL(ON_IM_LABEL, i);
			break;
		default:
			break;
	}
}

/* Calls the rules of what triggered at i. */
static void
dispatch(BcScan *s, size_t i)
{
	unsigned char c = s->t[i];
	unsigned char next = bc_lower(bc_at(s, i + 1));

	if (bc_is(c, BC_C_DIGIT))
	{
		if (i >= s->word_end)
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
			CALL(ON_AT, i);
			break;
		case ':':
			if (next == ':')
				CALL(ON_COLON, i);
			break;
		case '.':
			if (i >= 4 && bc_is(s->t[i - 1], BC_C_HEX))
				CALL(ON_DOT, i);
			break;
		case 't':
		case 'r':
			if (next == ':')
				CALL(ON_LATIN_NAME, i);
			else
				CALL(ON_SPELLED_AT, i);
			break;
		case '-':
			CALL(ON_OPTION, i);
			break;
		case 'i':
			CALL(ON_AUTHORIZE, i);
			break;
		case 'm':
		case 'n':
			CALL(ON_LATIN_NAME, i);
			break;
		case 'e':
			if (i > 0 && next == 'y' && bc_lower(s->t[i - 1]) == 'k')
				CALL(ON_KEY, i);
			break;
		case 'p':
			if (bc_lower(bc_at(s, i + 2)) == 's' &&
				bc_lower(bc_at(s, i + 3)) == 's')
				CALL(ON_SECRET_NAME, i);
			break;
		case 'c':
			if (bc_scan_starts_nocase(s, i, "cret") ||
				bc_scan_starts_nocase(s, i, "credent"))
				CALL(ON_SECRET_NAME, i);
			break;
		case 'o':
			if (i > 0 && bc_lower(s->t[i - 1]) == 't' &&
				bc_lower(bc_at(s, i + 2)) == 'e')
				CALL(ON_SECRET_NAME, i);
			break;
		case 'w':
			if (next == 'd')
				CALL(ON_SECRET_NAME, i);
			else if (next == 'x' || bc_lower(bc_at(s, i + 2)) == 'c')
				CALL(ON_IM_LABEL, i);
			break;
		case 'g':
			if (i > 0 && bc_lower(s->t[i - 1]) == 'e')
				CALL(ON_IM_LABEL, i);
			break;
		default:
			CALL(ON_IM_LABEL, i);
			break;
	}
}

/* The last bytes are copied, for a block is looked at beyond its end. */
static void
examine_edge(const BcScan *s, size_t i, BcExamine examine, BcMasks *m)
{
	unsigned char copy[BC_BLOCK + BC_BLOCK_TAIL] = {0};
	size_t		n = s->n - i < sizeof(copy) ? s->n - i : sizeof(copy);

	memcpy(copy, s->t + i, n);
	examine(copy, m);
	if (n < BC_BLOCK)
		m->hits &= ((uint64_t) 1 << n) - 1;
}

/* The last of eight token characters in a row, within a block. */
static uint64_t
eight_runs(uint64_t token)
{
	token &= token << 1;
	token &= token << 2;
	return token & token << 4;
}

/*
 * Where a run of token characters has become 15 long, the least that a token
 * has; before is the mask of the block before.
 */
static uint64_t
long_runs(uint64_t token, uint64_t before)
{
	static const unsigned char step[4] = {1, 2, 4, 7};

	for (int k = 0; k < 4; k++)
	{
		token &= token << step[k] | before >> (64 - step[k]);
		before &= before << step[k];
	}
	return token & ~(token << 1 | before >> 63);
}

/* False where a text that was not folded yet is to be. */
bool
bc_scan_triggers(BcScan *s, bool folded)
{
	BcExamine	examine = bc_block_examine();
	uint64_t	carry = 0;		/* the block before ended with a digit */
	uint64_t	token = 0;		/* the token characters of the block before */
	unsigned	calls = 0;

	for (size_t i = 0; i < s->n; i += BC_BLOCK)
	{
		BcMasks		m;
		uint64_t	runs = 0;

		if (s->n - i >= BC_BLOCK + BC_BLOCK_TAIL)
			examine(s->t + i, &m);
		else
			examine_edge(s, i, examine, &m);
		if (i % BC_POLL_BYTES == 0)
			bc_poll(s->env);
		if (m.wide && !folded)
			return false;
		m.hits |= m.digits & ~(m.digits << 1 | carry);
		carry = m.digits >> (BC_BLOCK - 1);
		if ((eight_runs(m.token) | eight_runs(token)) != 0)
			runs = long_runs(m.token, token);
		token = m.token;
		/* in order: what a token hides begins behind its start */
		for (uint64_t places = runs | m.hits; places != 0; places &= places - 1)
		{
			unsigned	bit = bc_lowest_bit(places);
			size_t		at = i + bit;

			if (runs >> bit & 1 && at >= s->skip && at >= s->token_end)
				CALL(ON_TOKEN, at);
			if (!(m.hits >> bit & 1) || at < s->skip)
				continue;
			if (++calls % POLL_CALLS == 0)
				bc_poll(s->env);
			dispatch(s, at);
		}
		if (s->odd && !folded)
			return false;
	}
	return true;
}
