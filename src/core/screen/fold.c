/*
 * fold.c: what a text is read as: full-width and small forms of ASCII narrow,
 * any space a space, traditional Chinese characters simplified, characters
 * that show nothing left out.
 *
 * The copy is made only where a text holds such a character.  Spans are told in
 * the text's own characters: each gives one of the copy, or none.
 */
#include "core/screen/fold.h"

#include "core/text/han.h"

/* Zero width, soft hyphens, marks of direction: Default_Ignorable_Code_Point of Unicode, as far as texts have it. */
static bool
shows_nothing(uint32_t c)
{
	if (c < 0x2000)
		return c == 0xAD || c == 0x34F || c == 0x180E;
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
		(c >= 0xFE00 && c <= 0xFE0F);
}

/* Punctuation of Chinese sentences, which the rules know as it is. */
static bool
sentence_mark(uint32_t c)
{
	return c == 0xFF01 || c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || c == 0xFF1F;
}

/* The character that c is read as; 0 for none. */
static uint32_t
read_as(uint32_t c)
{
	if (c < 0x80)
		return c;
	if (shows_nothing(c))
		return 0;
	if (bc_is_white_space(c))
		return c == 0x85 || c == 0x2028 || c == 0x2029 ? c : ' ';
	if (c >= 0xFF01 && c <= 0xFF5E)
		return sentence_mark(c) ? c : c - 0xFEE0;
	switch (c)
	{
		case 0x2236:			/* ratio */
		case 0xFE13:			/* vertical and small colons */
		case 0xFE55:
			return ':';
		case 0xFE63:
			return '-';
		case 0xFE66:
			return '=';
		case 0xFE6B:
			return '@';
		default:
			return bc_han_simplify(c);
	}
}

/* Full-width characters but '=' need no copy by themselves: block.c sees to letters, the rules know others. */
bool
bc_scan_odd(uint32_t c)
{
	return (c < 0xFF01 || c > 0xFF5E || c == 0xFF1D) && read_as(c) != c;
}

/* The character at byte i and its length; a byte that is part of none is one by itself. */
static uint32_t
character(BcSlice text, size_t i, unsigned *length)
{
	unsigned	n = bc_utf8_length(text.data + i, text.data + text.len);

	*length = n == 0 ? 1 : n;
	return n == 0 ? text.data[i] : bc_utf8_decode(text.data + i, n);
}

unsigned char *
bc_scan_fold(const BcEnv *env, BcSlice text, size_t *len)
{
	unsigned char *copy = bc_resize(env, NULL, text.len + 1, 1);
	size_t		n = 0;
	unsigned	length;

	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < text.len; i += length)
	{
		uint32_t	c = character(text, i, &length);
		uint32_t	as = length == 1 ? c : read_as(c);

		if (i % BC_POLL_BYTES < 4)
			bc_poll(env);
		if (as == c)
		{
			memcpy(copy + n, text.data + i, length);
			n += length;
		}
		else if (as != 0)
			n += bc_utf8_encode(copy + n, as);
	}
	*len = n;
	return copy;
}

/* A walk over the text beside its copy. */
typedef struct Walk
{
	BcSlice		text;
	size_t		at;				/* the byte */
	uint32_t	chars;			/* characters before it */
	uint32_t	kept;			/* of them, those that the copy has */
} Walk;

/* Moves on to the character of the copy with the number n. */
static void
walk_to(const BcEnv *env, Walk *w, uint32_t n)
{
	while (w->at < w->text.len)
	{
		unsigned	length;
		uint32_t	c = character(w->text, w->at, &length);
		/* a stray byte in the middle of nothing counts as no character */
		bool		counts = length > 1 || (c & 0xC0) != 0x80;
		bool		keeps = counts && (length == 1 || read_as(c) != 0);

		if (w->at % BC_POLL_BYTES < 4)
			bc_poll(env);
		if (keeps && w->kept == n)
			return;
		w->at += length;
		w->chars += counts;
		w->kept += keeps;
	}
}

void
bc_scan_unfold(const BcEnv *env, BcSlice text, BcFinding *list, size_t count)
{
	Walk		w = {text, 0, 0, 0};

	for (size_t i = 0; i < count; i++)
	{
		BcFinding  *f = &list[i];
		unsigned	length;

		walk_to(env, &w, f->start);
		f->byte_start = (uint32_t) w.at;
		f->start = w.chars;
		walk_to(env, &w, f->stop - 1);
		(void) character(text, w.at, &length);
		f->byte_stop = (uint32_t) (w.at + length);
		f->stop = w.chars + 1;
	}
}
