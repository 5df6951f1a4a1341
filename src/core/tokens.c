/*
 * tokens.c: folding and tokenising.
 */
#include "core/tokens.h"

#include "core/unicode.h"

/* A folded character as in the pool, without the mark of the last one. */
#define ITEM(c, class)	((uint32_t) (c) | (uint32_t) (class) << 21)
#define END_OF_TEXT		UINT32_MAX

/* What read_item() does for other characters than ASCII. */
static uint32_t
read_other_item(BcTokenReader *r)
{
	while (r->mapped == NULL)
	{
		uint32_t	c;
		unsigned	value;

		if (r->at >= r->text.len)
			return END_OF_TEXT;
		if (r->at - r->polled >= BC_POLL_BYTES)
		{
			bc_poll(r->env);
			r->polled = r->at;
		}
		c = bc_next_char(r->text, &r->at);
		value = bc_fold_value(c);
		if (value & BC_FOLD_MAPPED)
			r->mapped = bc_fold_pool + (value - BC_FOLD_MAPPED);
		else if (value != BC_TEXT_DROP)
			return ITEM(c, value);
	}
	{
		uint32_t	item = *r->mapped;

		r->mapped = BC_POOL_LAST(item) ? NULL : r->mapped + 1;
		return ITEM(BC_POOL_CHAR(item), BC_POOL_CLASS(item));
	}
}

/* The next folded character that is not dropped, or END_OF_TEXT. */
static inline uint32_t
read_item(BcTokenReader *r)
{
	if (r->mapped == NULL && r->at < r->text.len &&
		r->text.data[r->at] < 0x80 && r->at - r->polled < BC_POLL_BYTES)
		return bc_fold_ascii[r->text.data[r->at++]];
	return read_other_item(r);
}

static inline void
advance(BcTokenReader *r)
{
	r->before = BC_POOL_CLASS(r->next);
	r->next = read_item(r);
}

static bool
next_is(const BcTokenReader *r, BcTextClass class)
{
	return r->next != END_OF_TEXT && BC_POOL_CLASS(r->next) == class;
}

static bool
next_in_run(const BcTokenReader *r)
{
	return next_is(r, BC_TEXT_WORD) || next_is(r, BC_TEXT_DIGIT);
}

void
bc_tokens_start(BcTokenReader *reader, const BcEnv *env, BcSlice text)
{
	memset(reader, 0, sizeof(*reader));
	reader->env = env;
	reader->text = text;
	reader->before = BC_TEXT_SEPARATOR;
	reader->next = read_item(reader);
}

/* Moves past the next character; true if a token begins with it. */
static bool
begins_token(BcTokenReader *r)
{
	uint32_t	before = r->before;

	advance(r);
	switch ((BcTextClass) r->before)
	{
		case BC_TEXT_WORD:
		case BC_TEXT_DIGIT:
		case BC_TEXT_SOLO:
		case BC_TEXT_SYMBOL:
			return true;
		case BC_TEXT_BANG:
			return r->next == ITEM('=', BC_TEXT_SYMBOL);
		case BC_TEXT_POINT:
			return before == BC_TEXT_DIGIT && next_is(r, BC_TEXT_DIGIT);
		case BC_TEXT_SEPARATOR:
		case BC_TEXT_DROP:
			break;
	}
	return false;
}

bool
bc_next_token(BcTokenReader *reader, BcToken *token)
{
	while (reader->next != END_OF_TEXT)
	{
		uint32_t	first = BC_POOL_CHAR(reader->next);
		bool		in_run = next_in_run(reader);

		if (!begins_token(reader))
			continue;
		token->len = bc_utf8_encode(token->bytes, first);
		for (int n = 1; in_run && n < BC_TOKEN_CHARS; n++)
		{
			if (!next_in_run(reader))
				break;
			token->len += bc_utf8_encode(token->bytes + token->len,
									  BC_POOL_CHAR(reader->next));
			advance(reader);
		}
		memset(token->bytes + token->len, 0, 8);
		return true;
	}
	return false;
}

bool
bc_normalize(const BcEnv *env, BcSlice text, BcBuffer *out)
{
	BcTokenReader reader;
	BcToken		token;
	size_t		start = out->len;

	bc_tokens_start(&reader, env, text);
	while (!out->failed && bc_next_token(&reader, &token))
	{
		if (out->len > start)
			bc_buffer_add_byte(out, ' ');
		bc_buffer_add(out, token.bytes, token.len);
	}
	return !out->failed;
}
