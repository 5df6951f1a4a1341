/*
 * match.c: words that stand in a text in another form than in the table:
 * traditional characters, hyphens and more spaces, curly apostrophes.
 */
#include "core/follow/internal.h"

BcSlice
bc_cue_text(const BcFinder *f, const BcCue *cue)
{
	BcSlice		s = {f->text.data + cue->start, cue->stop - cue->start};

	if (bc_cue_is(cue, BC_M(QUOTE)))
	{
		s.data += cue->value;
		s.len -= cue->value + cue->other;
	}
	return s;
}

/* Does a cue begin with the word? */
bool
bc_cue_begins(const BcFinder *f, size_t i, const char *lower)
{
	const BcCue *cue = &f->cue[i];
	BcSlice		word = {(const unsigned char *) lower, strlen(lower)};
	size_t		at = cue->start;

	for (size_t k = 0; k < word.len;)
	{
		if (at >= cue->stop)
			return false;
		if (word.data[k] < 0x80)
		{
			if (bc_lower(f->text.data[at++]) != word.data[k++])
				return false;
		}
		else if (bc_cue_han_at(f, at) != bc_quick_char(word, &k))
			return false;
		else
			at += 3;
	}
	return true;
}

/* Does the word stand at a byte? */
bool
bc_word_at(const BcFinder *f, size_t at, const char *word)
{
	size_t		len = strlen(word);

	return f->text.len - at >= len &&
		memcmp(f->text.data + at, word, len) == 0;
}

bool
bc_han_word_at(const BcFinder *f, size_t at, const char *word)
{
	BcSlice		w = {(const unsigned char *) word, strlen(word)};

	for (size_t k = 0; k < w.len; at += 3)
		if (bc_cue_han_at(f, at) != bc_quick_char(w, &k))
			return false;
	return true;
}

/* How many bytes at i are the word, a space being spaces and hyphens; or 0. */
size_t
bc_word_match(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	size_t		at = i;

	for (size_t k = 0; k < word->len;)
	{
		unsigned char w = (unsigned char) word->text[k];
		unsigned char c = bc_byte_at(f, at);

		if (w >= 0x80)
		{
			size_t		next = k;
			BcSlice		wanted = {(const unsigned char *) word->text, word->len};

			if (f->text.len - at < 3 ||
				(memcmp(f->text.data + at, word->text + k, 3) != 0 &&
				 bc_cue_han_at(f, at) != bc_quick_char(wanted, &next)))
				return 0;
			at += 3;
			k += 3;
			continue;
		}
		if (w == ' ')
		{
			if (c != ' ' && c != '-')
				return 0;
			for (unsigned n = 0; n < 3 && (c == ' ' || c == '-'); n++)
				c = bc_byte_at(f, ++at);
		}
		else if (w == '\'' && c == 0xE2 && bc_byte_at(f, at + 1) == 0x80 &&
				 bc_byte_at(f, at + 2) == 0x99)
			at += 3;
		else if (bc_lower(c) != w)
			return 0;
		else
			at++;
		k++;
	}
	if (bc_is_letter((unsigned char) word->text[word->len - 1]) &&
		(bc_is_letter(bc_byte_at(f, at)) || bc_is_digit(bc_byte_at(f, at))))
		return 0;
	return at - i;
}
