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

/* A number in Chinese characters: 三, 十二, 两千五百, 一万; false: none. */
bool
bc_lex_han_number(BcFinder *f)
{
	size_t		at = f->at;
	uint32_t	sum = 0;
	uint32_t	part = 0;
	uint32_t	last = 0;
	unsigned	digits = 0;
	BcCue	   *cue;

	for (unsigned n = 0; n < 12; n++, at += 3)
	{
		uint32_t	c = bc_cue_han_at(f, at);
		unsigned	d = han_digit(c);
		unsigned	scale = han_scale(c);

		if (d < 10)
		{
			/* 二三 is "two or three", no number */
			if (digits++ > 0)
				return false;
			part = d;
		}
		else if (scale == 10000)
		{
			sum = (sum + part) * 10000;
			part = 0;
			digits = 0;
			last = scale;
		}
		else if (scale > 0)
		{
			sum += (digits == 0 ? 1 : part) * scale;
			part = 0;
			digits = 0;
			last = scale;
		}
		else
			break;
		if (sum > 10000000)
			return false;
	}
	if (at == f->at)
		return false;
	/* 一百五 is 150 */
	if (digits == 1 && last >= 100 && han_digit(bc_cue_han_at(f, at - 6)) > 9)
		part *= last / 10;
	cue = bc_add_cue(f, BC_M(NUM), f->at, at, sum + part);
	if (cue != NULL)
		cue->other = 1;			/* in characters */
	f->at = at;
	return true;
}

void
bc_lex_digits(BcFinder *f)
{
	size_t		i = f->at;
	size_t		at = i;
	uint32_t	value = 0;
	BcCue	   *cue;

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
	/* 3.5 counts nothing; nor does 2023-01 or 3/4 */
	if ((bc_byte_at(f, at) == '.' || bc_byte_at(f, at) == '/') &&
		bc_is_digit(bc_byte_at(f, at + 1)))
	{
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
