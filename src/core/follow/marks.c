/*
 * marks.c: cues of marks: strings in quotes, code between fences, asterisks,
 * brackets.  What stands between marks is no instruction.
 */
#include "core/follow/internal.h"

#define MAX_QUOTE	1500		/* bytes between quotation marks */
#define MAX_LONG	20000		/* between three of them */
#define MAX_SHORT	200			/* between those that are apostrophes, too */

bool
bc_more_cues(BcFinder *f)
{
	size_t		cap = 2 * f->cap;
	BcCue	   *more = bc_resize(f->env, f->cue == f->few ? NULL : f->cue,
								 cap, sizeof(*more));

	if (more == NULL)
	{
		f->failed = true;
		return false;
	}
	if (f->cue == f->few)
		memcpy(more, f->few, sizeof(f->few));
	f->cue = more;
	f->cap = cap;
	return true;
}

/* The bytes of a mark at i that closes what a mark of the kind opens. */
static unsigned
closing_mark(const BcFinder *f, size_t i, BcQuoteKind kind)
{
	unsigned char c = bc_byte_at(f, i);
	unsigned char d = bc_byte_at(f, i + 1);
	unsigned char e = bc_byte_at(f, i + 2);

	switch (kind)
	{
		case BC_QUOTE_DOUBLE:
			return c == '"' ? 1 : c == 0xE2 && d == 0x80 &&
				(e == 0x9C || e == 0x9D) ? 3 : 0;
		case BC_QUOTE_SINGLE:
			return c == '\'' && !bc_is_letter(d) && !bc_is_digit(d) ? 1 : 0;
		case BC_QUOTE_CORNER:
			return c == 0xE3 && d == 0x80 && e == 0x8D ? 3 : 0;
		case BC_QUOTE_WHITE_CORNER:
			return c == 0xE3 && d == 0x80 && e == 0x8F ? 3 : 0;
		case BC_QUOTE_BOOK:
			return c == 0xE3 && d == 0x80 && e == 0x8B ? 3 : 0;
		case BC_QUOTE_CURVED:
			return c == 0xE2 && d == 0x80 && e == 0x99 &&
				!bc_is_letter(bc_byte_at(f, i + 3)) ? 3 : 0;
		case BC_QUOTE_BACKTICK:
			return c == '`' ? 1 : 0;
		case BC_QUOTE_TRIPLE:
			return c == '"' && d == '"' && e == '"' ? 3 : 0;
		default:
			return c == '>' && d == '>' ? 2 : 0;
	}
}

/* A string in quotes that opens at f->at with a mark of so many bytes. */
bool
bc_lex_quoted(BcFinder *f, BcQuoteKind kind, unsigned open)
{
	bool		line = kind == BC_QUOTE_SINGLE || kind == BC_QUOTE_CURVED ||
		kind == BC_QUOTE_BACKTICK || kind == BC_QUOTE_ANGLE;
	size_t		limit = f->at + open +
		(line ? MAX_SHORT : kind == BC_QUOTE_TRIPLE ? MAX_LONG : MAX_QUOTE);
	size_t		i = f->at + open;

	if (i < f->unclosed[kind])
		i = f->unclosed[kind];
	for (; i < limit && i < f->text.len; i++)
	{
		unsigned	close = closing_mark(f, i, kind);

		/* “” names the marks */
		if (close == 3 && i == f->at + open && open == 3 &&
			kind != BC_QUOTE_TRIPLE)
		{
			bc_add_cue(f, BC_M(QUOTEW), f->at, i + close, 0);
			f->at = i + close;
			return true;
		}
		if (close > 0 && (i > f->at + open || kind == BC_QUOTE_ANGLE))
		{
			BcCue	   *cue;

			if (kind == BC_QUOTE_ANGLE || kind == BC_QUOTE_BACKTICK)
				cue = bc_add_cue(f,
								 BC_M(MARK) |
								 (kind == BC_QUOTE_BACKTICK ? BC_M(QUOTE) :
								  0), f->at, i + close,
							  kind == BC_QUOTE_ANGLE ? BC_MARK_ANGLE : open);
			else
				cue = bc_add_cue(f, BC_M(QUOTE), f->at, i + close, open);
			if (cue != NULL)
				cue->other = close;
			f->at = i + close;
			return true;
		}
		if (line && f->text.data[i] == '\n')
			break;
	}
	if (i > f->unclosed[kind])
		f->unclosed[kind] = i;
	return false;
}

bool
bc_lex_fence(BcFinder *f)
{
	size_t		i = f->at + 3;
	BcCue	   *cue;

	if (bc_byte_at(f, f->at + 1) != '`' || bc_byte_at(f, f->at + 2) != '`')
		return false;
	/* what is between is no instruction */
	while (i < f->text.len &&
		   !(f->text.data[i] == '`' && bc_byte_at(f, i + 1) == '`' &&
			 bc_byte_at(f, i + 2) == '`'))
	{
		if (i % BC_POLL_BYTES == 0)
			bc_poll(f->env);
		i++;
	}
	if (i >= f->text.len)
	{
		/* 放进```里: the mark is spoken of */
		if (f->at > 1 &&
			(f->text.data[f->at - 1] >= 0x80 ||
			 (f->text.data[f->at - 1] == ' ' &&
			  f->text.data[f->at - 2] >= 0x80)))
		{
			bc_add_cue(f, BC_M(FORMAT), f->at, f->at + 3, BC_FORMAT_CODE);
			f->at += 3;
			return true;
		}
		i = f->at;
	}
	cue = bc_add_cue(f, BC_M(MARK), f->at, i + 3, BC_MARK_FENCE);
	if (cue != NULL)
		cue->other = i > f->at;
	f->at = i + 3;
	return true;
}

void
bc_lex_star(BcFinder *f)
{
	size_t		i = f->at;
	size_t		at = i;
	BcCue	   *cue;

	while (bc_byte_at(f, at) == '*')
		at++;
	if (at - i >= 3)
	{
		cue = bc_add_cue(f, BC_M(MARK), i, at, BC_MARK_STARS);
		if (cue != NULL)
			cue->other = (uint32_t) (at - i);
	}
	else if (bc_byte_at(f, at) > ' ')
	{
		size_t		stop = at;

		while (stop - at < 60 && bc_byte_at(f, stop) != '*' &&
			   bc_byte_at(f, stop) != '\n' && stop < f->text.len)
			stop++;
		if (bc_byte_at(f, stop) == '*' && stop > at)
		{
			while (bc_byte_at(f, stop) == '*' && stop - at < 64)
				stop++;
			bc_add_cue(f, BC_M(MARK) |
					   (bc_stands_at(f, at, "加粗") ||
						bc_stands_at(f, at, "粗体") ||
						bc_stands_at(f, at, "bold") ? BC_M(HIGHLIGHT) : 0),
					   i, stop, BC_MARK_ITALIC);
			at = stop;
		}
	}
	f->at = at;
}

void
bc_lex_bracket(BcFinder *f)
{
	size_t		i = f->at + 1;

	while (i - f->at < 80 && i < f->text.len && f->text.data[i] != ']' &&
		   f->text.data[i] != '\n' &&
		   f->text.data[i] != '[')
		i++;
	/* 用[]框住 */
	if (bc_byte_at(f, i) != ']' ||
		(i == f->at + 1 && (f->at == 0 || f->text.data[f->at - 1] < 0x80)))
	{
		f->at++;
		return;
	}
	bc_add_cue(f, BC_M(MARK), f->at, i + 1, BC_MARK_BRACKET);
	f->at = i + 1;
}
