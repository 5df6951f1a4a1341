/*
 * near.c: what stands near cues, as keys of words and characters: of what the
 * lexer passes by in one go.
 */
#include "core/follow/lexing.h"

#define MAX_WORD	64			/* letters of a word by which anything is found */

/* A word of letters at a byte; the byte behind it, or behind so many letters. */
static size_t
see_letters(BcFinder *f, size_t at)
{
	uint64_t	hash = 0;
	uint64_t	eight = 0;
	size_t		most = at + MAX_WORD;
	unsigned	n = 0;

	for (; at < most && bc_is_letter(bc_byte_at(f, at)); at++)
	{
		eight |= (uint64_t) (f->text.data[at] | 0x20) << 8 * n++;
		if (n == 8)
		{
			hash = bc_head_step(hash, eight);
			eight = n = 0;
		}
	}
	bc_see(f, n > 0 ? bc_head_step(hash, eight) : hash);
	return at;
}

/* Keeps the keys of what stands in bytes [at, stop). */
void
bc_see_text(BcFinder *f, size_t at, size_t stop)
{
	size_t		poll = at + BC_POLL_BYTES;

	while (at < stop)
	{
		unsigned char c = f->text.data[at];
		uint32_t	han = c < 0xE3 ? 0 : bc_cue_han_at(f, at);

		if (han != 0)
		{
			bc_see_character(f, han);
			at += 3;
			bc_see(f, bc_head_step(0, han << 16 | bc_cue_han_at(f, at)));
		}
		else if (bc_is_letter(c))
			at = see_letters(f, at);
		else
			at++;
		if (at >= poll)
		{
			bc_poll(f->env);
			poll = at + BC_POLL_BYTES;
		}
	}
}
