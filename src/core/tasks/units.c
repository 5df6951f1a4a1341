/*
 * units.c: cuts a text at its marks and reads the tokens between them.
 */
#include "core/tasks/units.h"

static bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The mark of several bytes at p: a quotation mark or a full-width one. */
static size_t
wide_mark(const unsigned char *p, size_t left)
{
	static const char marks[][4] = {
		"\xE2\x80\x9C",			/* double quotation marks */
		"\xE2\x80\x9D",
		"\xE3\x80\x82",			/* ideographic full stop */
		"\xE3\x80\x8A",			/* double angle brackets */
		"\xE3\x80\x8B",
		"\xE3\x80\x8C",			/* corner brackets */
		"\xE3\x80\x8D",
		"\xE3\x80\x8E",			/* white ones */
		"\xE3\x80\x8F",
		"\xEF\xBC\x81",			/* full-width ! */
		"\xEF\xBC\x9A",			/* full-width : */
		"\xEF\xBC\x9B",			/* full-width ; */
		"\xEF\xBC\x9F"			/* full-width ? */
	};

	if (left < 3)
		return 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
	{
		if (memcmp(p, marks[i], 3) == 0)
			return 3;
	}
	return 0;
}

/*
 * How many bytes of a mark are at a place, 0 for none.  A point is one before
 * white space only, for others are in numbers, names and addresses; a colon
 * unless digits are on both sides; ! unless = follows.
 */
static size_t
mark_length(BcSlice text, size_t at)
{
	unsigned char c = text.data[at];
	unsigned char next = at + 1 < text.len ? text.data[at + 1] : '\n';

	switch (c)
	{
		case '\n':
		case '\r':
		case '?':
		case '"':
			return 1;
		case '!':
			return next != '=';
		case '.':
			return is_space(next);
		case ':':
			return !(is_digit(next) && at > 0 && is_digit(text.data[at - 1]));
		default:
			return c < 0xE2 ? 0 : wide_mark(text.data + at, text.len - at);
	}
}

/* So many bytes on. */
static size_t
go_on(BcUnitReader *r, const BcEnv *env, size_t at, size_t length)
{
	at += length;
	if (at - r->polled >= BC_POLL_BYTES)
	{
		bc_poll(env);
		r->polled = at;
	}
	return at;
}

/* Goes to the stretch that begins behind the marks at a place. */
static void
start_stretch(BcUnitReader *r, const BcEnv *env, size_t at)
{
	size_t		length;

	while (at < r->text.len && (length = mark_length(r->text, at)) > 0)
		at = go_on(r, env, at, length);
	r->start = at;
	while (at < r->text.len && mark_length(r->text, at) == 0)
		at = go_on(r, env, at, 1);
	r->stop = at;
	r->after = r->start;
	bc_tokens_start(&r->tokens, env,
					(BcSlice) {r->text.data + r->start, at - r->start});
}

void
bc_units_start(BcUnitReader *reader, const BcEnv *env, BcSlice text)
{
	memset(reader, 0, sizeof(*reader));
	reader->text = text;
	reader->first = true;
	start_stretch(reader, env, 0);
}

/* The next token; false after the last.  Notes whether a mark comes first. */
static bool
read_token(BcUnitReader *r, BcUnit *unit)
{
	while (!bc_next_token(&r->tokens, &unit->token))
	{
		if (r->stop >= r->text.len)
			return false;
		r->marked = !r->first;
		start_stretch(r, r->tokens.env, r->stop);
	}
	r->first = false;
	unit->mark = false;
	unit->start = r->after;
	r->after = r->start + (r->tokens.next_at == BC_WITHIN_CHAR ?
						   r->tokens.at : r->tokens.next_at);
	unit->stop = r->after;
	return true;
}

bool
bc_next_unit(BcUnitReader *reader, BcUnit *unit)
{
	if (reader->held)
	{
		reader->held = false;
		*unit = reader->next;
		return true;
	}
	if (!read_token(reader, unit))
		return false;
	if (reader->marked)
	{
		reader->marked = false;
		reader->held = true;
		reader->next = *unit;
		unit->mark = true;
		unit->stop = unit->start;
		unit->token.len = 0;
	}
	return true;
}

static size_t
count_units(const BcEnv *env, BcSlice text)
{
	BcUnitReader reader;
	BcUnit		unit;
	size_t		count = 0;

	bc_units_start(&reader, env, text);
	while (bc_next_unit(&reader, &unit))
		count++;
	return count;
}

bool
bc_around_slot(const BcEnv *env, BcSlice text, size_t begins, size_t ends,
			   size_t *from, size_t *to)
{
	size_t		count = count_units(env, text);
	BcUnitReader reader;
	BcUnit		unit;

	if (begins > count || ends > count - begins)
		return false;
	*from = begins == 0 ? 0 : text.len;
	*to = text.len;
	bc_units_start(&reader, env, text);
	for (size_t i = 0; bc_next_unit(&reader, &unit); i++)
	{
		if (i + 1 == begins)
			*from = unit.stop;
		if (i == count - ends)
			*to = unit.start;
	}
	if (begins + ends == count)
		*from = *to;
	return true;
}

bool
bc_instruction_key(const BcEnv *env, BcSlice text, size_t begins, size_t ends,
				   BcBuffer *out)
{
	size_t		count = count_units(env, text);
	BcUnitReader reader;
	BcUnit		unit;

	if (begins > count || ends > count - begins)
		return false;
	bc_units_start(&reader, env, text);
	for (size_t i = 0; !out->failed && bc_next_unit(&reader, &unit); i++)
	{
		if (i >= begins && i < count - ends)
			continue;
		bc_buffer_add(out, unit.token.bytes, unit.token.len);
		bc_buffer_add_byte(out, unit.mark ? '\n' : ' ');
		if (i + 1 == begins)
			bc_buffer_add_byte(out, '\t');
	}
	return !out->failed;
}
