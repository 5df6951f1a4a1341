/*
 * punctuation.c: the marks of a text as cues: what ends clauses and lines, and
 * what opens strings.
 */
#include "core/follow/internal.h"

#define MIN_WRAPPED	50		/* bytes of a line that is wrapped */

static void
lex_line_end(BcFinder *f)
{
	size_t		i = f->at;
	size_t		length = i - f->line;
	unsigned	lines = 0;

	for (; bc_byte_at(f, i) == '\n' || bc_byte_at(f, i) == '\r' ||
		 bc_byte_at(f, i) == ' ' || bc_byte_at(f, i) == '\t'; i++)
		if (f->text.data[i] == '\n')
		{
			lines++;
			f->line = i + 1;
		}
	/* a sentence that is wrapped, no short line of a list of demands */
	if (lines == 1 && length >= MIN_WRAPPED &&
		(unsigned char) (bc_byte_at(f, i) - 'a') < 26 &&
		f->at > 0 &&
		(bc_is_letter(f->text.data[f->at - 1]) ||
		 f->text.data[f->at - 1] == ','))
	{
		f->at = i;
		return;
	}
	bc_add_cue(f, BC_M(END), f->at, i, lines > 1 ? BC_END_BLANK :
			   BC_END_LINE);
	f->at = i;
}

static void
lex_point(BcFinder *f)
{
	size_t		i = f->at++;
	unsigned char next = bc_byte_at(f, i + 1);

	/* a version, a file, e.g. */
	if ((next > ' ' && next != '"' && next != '\'' && next != ')' &&
		 next < 0x80) ||
		(i >= 2 && bc_is_letter(f->text.data[i - 1]) &&
		 f->text.data[i - 2] == '.'))
	{
		f->gap++;
		return;
	}
	bc_add_cue(f, BC_M(END), i, i + 1, BC_END_POINT);
}

/* <rule>, where it begins a line, or ends one: the byte behind it, or 0. */
static size_t
line_tag(const BcFinder *f, size_t i)
{
	size_t		at = i + 1 + (bc_byte_at(f, i + 1) == '/');
	size_t		first = at;
	size_t		before = i;

	while (bc_is_letter(bc_byte_at(f, at)) || bc_byte_at(f, at) == '_')
		at++;
	while (before > f->line && f->text.data[before - 1] == ' ')
		before--;
	if (at == first || at - first > 30 || bc_byte_at(f, at) != '>')
		return 0;
	at++;
	return before == f->line || at == f->text.len ||
		f->text.data[at] == '\n' ? at : 0;
}

void
bc_lex_ascii(BcFinder *f)
{
	size_t		i = f->at;
	unsigned char c = f->text.data[i];
	unsigned char before = i > 0 ? f->text.data[i - 1] : ' ';

	switch (c)
	{
		case '\n':
			lex_line_end(f);
			return;
		case '.':
			lex_point(f);
			return;
		case '!':
		case '?':
		case ';':
			bc_add_cue(f, BC_M(END), i, i + 1, c == '!' ? BC_END_BANG :
					   c == '?' ? BC_END_QUESTION : BC_END_SEMICOLON);
			break;
		case ',':
			bc_add_cue(f, BC_M(COMMA), i, i + 1, 0);
			break;
		case '(':
		case ')':
			bc_add_cue(f, BC_M(COMMA), i, i + 1, 1);
			break;
		case ':':
			/* http://, 12:30 */
			if (bc_byte_at(f, i + 1) != '/' &&
				!(bc_is_digit(before) && bc_is_digit(bc_byte_at(f, i + 1))))
				bc_add_cue(f, BC_M(COLON), i, i + 1, 0);
			break;
		case '"':
			if ((bc_byte_at(f, i + 1) == '"' && bc_byte_at(f, i + 2) == '"' &&
				 bc_lex_quoted(f, BC_QUOTE_TRIPLE, 3)) ||
				bc_lex_quoted(f, BC_QUOTE_DOUBLE, 1))
				return;
			break;
		case '\'':
			if (!bc_is_letter(before) && !bc_is_digit(before) &&
				bc_byte_at(f, i + 1) > ' ' &&
				bc_lex_quoted(f, BC_QUOTE_SINGLE, 1))
				return;
			break;
		case '`':
			if (bc_lex_fence(f) || bc_lex_quoted(f, BC_QUOTE_BACKTICK, 1))
				return;
			break;
		case '*':
			bc_lex_star(f);
			return;
		case '[':
			bc_lex_bracket(f);
			return;
		case '<':
			if (bc_byte_at(f, i + 1) == '<' &&
				bc_lex_quoted(f, BC_QUOTE_ANGLE, 2))
				return;
			i = line_tag(f, i);
			if (i > 0)
			{
				bc_add_cue(f, BC_M(COMMA), f->at, i, 1);
				f->at = i;
				return;
			}
			break;
		default:
			break;
	}
	f->at++;
}

/* Punctuation of three bytes; false: none. */
bool
bc_lex_wide_mark(BcFinder *f, uint32_t c)
{
	uint64_t	mask = 0;
	uint32_t	value = 0;

	switch (c)
	{
		case 0x3002:			/* 。 */
		case 0x2026:			/* … */
			mask = BC_M(END);
			break;
		case 0xFF01:
			mask = BC_M(END);
			value = BC_END_BANG;
			break;
		case 0xFF1F:
			mask = BC_M(END);
			value = BC_END_QUESTION;
			break;
		case 0xFF1B:
			mask = BC_M(END);
			value = BC_END_SEMICOLON;
			break;
		case 0xFF0C:
			mask = BC_M(COMMA);
			break;
		case 0xFF08:
		case 0xFF09:
			mask = BC_M(COMMA);
			value = 1;
			break;
		case 0x3001:			/* 、 */
			mask = BC_M(AND);
			value = 2;
			break;
		case 0xFF1A:
			mask = BC_M(COLON);
			break;
		case 0x201C:			/* the quotes; a closing one may open */
		case 0x201D:
			return bc_lex_quoted(f, BC_QUOTE_DOUBLE, 3);
		case 0x2018:
			return bc_lex_quoted(f, BC_QUOTE_CURVED, 3);
		case 0x300C:
			return bc_lex_quoted(f, BC_QUOTE_CORNER, 3);
		case 0x300E:
			return bc_lex_quoted(f, BC_QUOTE_WHITE_CORNER, 3);
		case 0x300A:
			return bc_lex_quoted(f, BC_QUOTE_BOOK, 3);
		default:
			return false;
	}
	bc_add_cue(f, mask, f->at, f->at + 3, value);
	f->at += 3;
	return true;
}
