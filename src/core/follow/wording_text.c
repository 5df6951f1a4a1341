/*
 * wording_text.c: what stands at a byte: a text of the table, a mark.
 */
#include "core/follow/wording.h"

/* Does the text stand at a byte, simplified and in lower case? */
bool
bc_wording_stands(const BcFinder *f, size_t at, const BcWordingText *word)
{
	for (size_t k = 0; k < word->len;)
	{
		const unsigned char *w = (const unsigned char *) word->text + k;

		if (*w < 0x80)
		{
			if (bc_lower(bc_byte_at(f, at)) != *w)
				return false;
			at++, k++;
			continue;
		}
		if (at + 3 > f->text.len)
			return false;
		if (memcmp(f->text.data + at, w, 3) != 0)
		{
			size_t		next = k;
			BcSlice		whole = {(const unsigned char *) word->text, word->len};

			if (f->text.data[at] < 0xE3 ||
				bc_cue_han_at(f, at) != bc_quick_char(whole, &next))
				return false;
		}
		at += 3, k += 3;
	}
	return true;
}

/* Do letters go on across a byte? */
bool
bc_wording_within(const BcFinder *f, size_t at)
{
	return at > 0 && bc_is_letter(bc_byte_at(f, at)) &&
		bc_is_letter(f->text.data[at - 1]);
}

/* The bytes of the mark that parts clauses at a byte; 0: none is there. */
unsigned
bc_wording_mark_at(const BcFinder *f, size_t at)
{
	static const unsigned char marks[] = {0x81, 0x88, 0x89, 0x8C, 0x9A, 0x9B,
										  0x9F};
	unsigned char c = bc_byte_at(f, at);

	switch (c)
	{
		case ',':
		case ';':
		case ':':
		case '!':
		case '?':
		case '(':
		case ')':
		case '\n':
			return 1;
		case '.':
			return bc_byte_at(f, at + 1) <= ' ' ? 1 : 0;
		case 0xE2:				/* — … */
			return bc_stands_at(f, at, "—") || bc_stands_at(f, at, "…") ? 3 : 0;
		case 0xE3:				/* 。【】 */
			return bc_stands_at(f, at, "。") || bc_stands_at(f, at, "【") ||
				bc_stands_at(f, at, "】") ? 3 : 0;
		case 0xEF:				/* ！（），：；？ */
			return bc_byte_at(f, at + 1) == 0xBC &&
				memchr(marks, bc_byte_at(f, at + 2), sizeof(marks)) != NULL ? 3 : 0;
		default:
			return 0;
	}
}

/* The same of what ends at a byte. */
unsigned
bc_wording_mark_before(const BcFinder *f, size_t at)
{
	if (at >= 1 && bc_wording_mark_at(f, at - 1) == 1)
		return 1;
	return at >= 3 && bc_wording_mark_at(f, at - 3) == 3 ? 3 : 0;
}

/* Does a word of a set stand in bytes [at, stop), as far as is read? */
bool
bc_wording_holds(const BcFinder *f, size_t at, size_t stop, unsigned set)
{
	/* most texts hold none, which the keys of a whole text tell */
	if (stop > at + 9 && f->from == 0 && f->at == f->text.len &&
		bc_wording_sets[set].key < bc_wording_sets[set + 1].key &&
		!bc_wording_near(f, set))
		return false;
	if (stop > at + BC_FAR)
		stop = at + BC_FAR;
	while (at < stop)
	{
		size_t		next = at;
		uint32_t	c = bc_quick_char(f->text, &next);

		c = c < 0x80 ? bc_lower((unsigned char) c) : c >= 0x3400 &&
			c <= 0x9FFF ? bc_han_simplify(c) : c;
		for (unsigned k = bc_wording_sets[set].first;
			 bc_wording_bit(bc_wording_sets[set].heads, c) &&
			 k < bc_wording_sets[set + 1].first; k++)
			if (bc_wording_texts[k].first == c &&
				bc_wording_stands(f, at, &bc_wording_texts[k]) &&
				!bc_wording_within(f, at) &&
				!bc_wording_within(f, at + bc_wording_texts[k].len))
				return true;
		at = next;
	}
	return false;
}

/* Does a word of a set end right before a byte, blanks aside? */
bool
bc_wording_ends_at(const BcFinder *f, size_t at, unsigned set)
{
	uint32_t	last;

	at = bc_wording_past_blanks(f, at, false);
	last = bc_wording_next(f, at, false);
	if (last >= 0x3400 && last < 0x4E00)
		last = bc_han_simplify(last);
	if (!bc_wording_bit(bc_wording_sets[set].tails, last))
		return false;
	for (unsigned k = bc_wording_sets[set].first;
		 k < bc_wording_sets[set + 1].first; k++)
	{
		const BcWordingText *word = &bc_wording_texts[k];

		if (at >= word->len && bc_wording_stands(f, at - word->len, word) &&
			!bc_wording_within(f, at - word->len))
			return true;
	}
	return false;
}
