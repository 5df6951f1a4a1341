/*
 * numbers.c: numbers of a text as cues: digits, ordinals, Chinese numerals.
 */
#include "core/follow/internal.h"

static unsigned
han_digit(uint32_t c)
{
	switch (c)
	{
		case 0x3007:
		case 0x96F6:
			return 0;
		case 0x4E00:
			return 1;
		case 0x4E8C:
		case 0x4E24:
			return 2;
		case 0x4E09:
			return 3;
		case 0x56DB:
			return 4;
		case 0x4E94:
			return 5;
		case 0x516D:
			return 6;
		case 0x4E03:
			return 7;
		case 0x516B:
			return 8;
		case 0x4E5D:
			return 9;
		default:
			return 99;
	}
}

static unsigned
han_scale(uint32_t c)
{
	return c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 :
		c == 0x4E07 ? 10000 : 0;
}

/* 三四, 七八, 三五: two or three, from the lower to the higher. */
static bool
is_range(unsigned low, unsigned high)
{
	return low > 0 && high < 10 &&
		(high == low + 1 || (low == 3 && high == 5));
}

/* A number in Chinese characters: 三, 十二, 两千五百, 一万; false: none. */
bool
bc_lex_han_number(BcFinder *f)
{
	size_t		at = f->at;
	uint32_t	sum = 0;
	uint32_t	part = 0;
	uint32_t	last = 0;
	uint32_t	more = 0;		/* what a range goes on by */
	unsigned	digits = 0;
	BcCue	   *cue;

	for (unsigned n = 0; n < 12; n++, at += 3)
	{
		uint32_t	c = bc_cue_han_at(f, at);
		unsigned	d = han_digit(c);
		unsigned	scale = han_scale(c);

		/* 一千零五十 */
		if (d == 0 && last > 0 && digits == 0)
			continue;
		if (d < 10)
		{
			if (digits++ > 0)
			{
				/* 二三十 is twenty to thirty */
				if (more > 0 || digits > 2 || !is_range(part, d))
					return false;
				more = d - part;
			}
			else
				part = d;
		}
		else if (scale > 0)
		{
			if (scale == 10000)
				sum = (sum + part) * scale;
			else
				sum += (digits == 0 ? 1 : part) * scale;
			more *= scale;
			part = 0;
			digits = 0;
			last = scale;
		}
		else
			break;
		if (sum > 10000000 || more > 10000000)
			return false;
	}
	if (at == f->at)
		return false;
	/* 一百五 is 150 */
	if (digits == 1 && last >= 100 && han_digit(bc_cue_han_at(f, at - 6)) > 9)
		part *= last / 10;
	cue = bc_add_cue(f, BC_M(NUM), f->at, at, sum + part);
	if (cue != NULL && more > 0)
		cue->other = sum + part + more;
	f->at = at;
	return true;
}

/* What parts the numbers of a list that is shown, or opens them, at i. */
static size_t
past_parting(const BcFinder *f, size_t i)
{
	static const char *const wide[] = {"、", "．", "）", "（", "，", "。"};
	bool		more = true;

	while (more)
	{
		unsigned char c = bc_byte_at(f, i);

		more = c == '.' || c == ')' || c == '(' || c == ',' || c == ' ';
		if (more)
			i++;
		for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]) && c >= 0xE3 &&
			 !more; k++)
			if (bc_stands_at(f, i, wide[k]))
			{
				more = true;
				i += 3;
			}
	}
	return i;
}

/* 按1. 2. 3.: it shows how a list is numbered: the byte behind; 0: none. */
static size_t
shown_numbers(const BcFinder *f, size_t i)
{
	size_t		before = i > 0 && f->text.data[i - 1] == ' ' ? i - 1 : i;
	unsigned	n = 1;

	if (before < 3 || bc_cue_han_at(f, before - 3) == 0)
		return 0;
	for (; n < 9; n++)
	{
		size_t		next;

		if (bc_byte_at(f, i) != '0' + n || bc_is_digit(bc_byte_at(f, i + 1)))
			break;
		next = past_parting(f, i + 1);
		if (next == i + 1 || next - i > 8)
			return n > 2 ? i + 1 : 0;
		i = next;
	}
	return n > 2 ? i : 0;
}

void
bc_lex_digits(BcFinder *f)
{
	size_t		i = f->at;
	size_t		at = i;
	uint32_t	value = 0;
	size_t		shown = bc_byte_at(f, i) == '1' &&
		!bc_is_digit(bc_byte_at(f, i + 1)) ? shown_numbers(f, i) : 0;
	BcCue	   *cue;

	if (shown > 0)
	{
		bc_add_cue(f, BC_M(NUMBERED), i, shown, BC_SHOWN);
		f->at = shown;
		return;
	}
	for (;; at++)
	{
		unsigned char c = bc_byte_at(f, at);

		if (bc_is_digit(c))
			value = value > 100000000 ? 1000000000 : value * 10 + (c - '0');
		else if (!(c == ',' && at > i && bc_is_digit(bc_byte_at(f, at + 1)) &&
				   bc_is_digit(bc_byte_at(f, at + 2)) &&
				   bc_is_digit(bc_byte_at(f, at + 3)) &&
				   !bc_is_digit(bc_byte_at(f, at + 4))))
			break;
	}
	/* 1万, 5千, 3万5千 */
	if (value < 10000 && han_scale(bc_cue_han_at(f, at)) >= 1000)
	{
		value *= han_scale(bc_cue_han_at(f, at));
		at += 3;
		if (bc_stands_at(f, at - 3, "万") && bc_is_digit(bc_byte_at(f, at)) &&
			bc_stands_at(f, at + 1, "千"))
		{
			value += 1000u * (bc_byte_at(f, at) - '0');
			at += 4;
		}
	}
	/* 3.5 counts nothing; nor does 2023-01 or 3/4 */
	if ((bc_byte_at(f, at) == '.' || bc_byte_at(f, at) == '/') &&
		bc_is_digit(bc_byte_at(f, at + 1)))
	{
		size_t		zero = at + 1;

		/* 精确到0.01 */
		while (bc_byte_at(f, zero) == '0')
			zero++;
		if (value == 0 && at == i + 1 && i >= 3 && zero < at + 9 &&
			bc_byte_at(f, zero) == '1' && !bc_is_digit(bc_byte_at(f, zero + 1)) &&
			(bc_han_stands_at(f, i - 3, "到") || bc_han_stands_at(f, i - 3, "至")))
		{
			bc_add_cue(f, BC_M(UNIT), i, zero + 1, 16);
			f->at = zero + 1;
			return;
		}
		while (bc_is_digit(bc_byte_at(f, at)) || bc_byte_at(f, at) == '.' ||
			   bc_byte_at(f, at) == '/')
			at++;
		f->at = at;
		f->gap++;
		return;
	}
	f->at = at;
	if (at - i <= 2 &&
		((bc_byte_at(f, at) | 0x20) == 's' ||
		 (bc_byte_at(f, at) | 0x20) == 'n' ||
						(bc_byte_at(f, at) | 0x20) == 'r' ||
						(bc_byte_at(f, at) | 0x20) == 't') &&
		!bc_is_letter(bc_byte_at(f, at + 2)) &&
		bc_is_letter(bc_byte_at(f, at + 1)))
	{
		f->at = at + 2;
		bc_add_cue(f, BC_M(ORDINAL), i, at + 2, value);
		return;
	}
	cue = bc_add_cue(f, BC_M(NUM), i, at, value);
	if (cue != NULL && bc_byte_at(f, at) == '+')
	{
		cue->plus = true;
		f->at++;
	}
}
