/*
 * tokens.c: folding and tokenising.
 */
#include "core/text/tokens.h"

#include "core/text/unicode.h"

#define END_OF_TEXT		UINT32_MAX
/* Letters and digits: the classes 1 and 2 */
#define IN_RUN(item)	(BC_POOL_CLASS(item) - BC_TEXT_WORD <= \
						 (unsigned) (BC_TEXT_DIGIT - BC_TEXT_WORD))

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
			return BC_ITEM(c, value);
	}
	{
		uint32_t	item = *r->mapped;

		r->mapped = BC_POOL_LAST(item) ? NULL : r->mapped + 1;
		return BC_ITEM(BC_POOL_CHAR(item), BC_POOL_CLASS(item));
	}
}

/*
 * The next folded character that is not dropped, or END_OF_TEXT.  The short
 * ways are for ASCII and for what most characters of two and three bytes are:
 * below U+D000, of one class and folded to themselves.
 */
static inline uint32_t
read_item(BcTokenReader *r)
{
	const unsigned char *p = r->text.data + r->at;
	unsigned	length = 0;

	if (r->mapped != NULL || r->at - r->polled >= BC_POLL_BYTES)
		return read_other_item(r);
	if (r->at < r->text.len && p[0] < 0x80)
	{
		r->at++;
		return bc_fold_ascii[p[0]];
	}
	if (r->text.len - r->at >= 3 && p[0] >= 0xC2 && p[0] <= 0xEC &&
		(p[1] & 0xC0) == 0x80)
	{
		if (p[0] < 0xE0)
			length = 2;
		else if (p[0] > 0xE0 && (p[2] & 0xC0) == 0x80)
			length = 3;
	}
	if (length > 0)
	{
		uint32_t	c = bc_utf8_decode(p, length);
		unsigned	value = bc_fold_value(c);

		if (value < BC_TEXT_DROP)
		{
			r->at += length;
			return BC_ITEM(c, value);
		}
	}
	return read_other_item(r);
}

static inline void
read_next(BcTokenReader *r)
{
	r->next_at = r->mapped == NULL ? r->at : BC_WITHIN_CHAR;
	r->next = read_item(r);
	if (r->next == END_OF_TEXT)
		r->next_at = BC_WITHIN_CHAR;
}

static inline void
advance(BcTokenReader *r)
{
	r->before = r->next;
	read_next(r);
}

static bool
next_is(const BcTokenReader *r, BcTextClass class)
{
	return r->next != END_OF_TEXT && BC_POOL_CLASS(r->next) == class;
}

static bool
next_in_run(const BcTokenReader *r)
{
	return r->next != END_OF_TEXT && IN_RUN(r->next);
}

void
bc_tokens_start(BcTokenReader *reader, const BcEnv *env, BcSlice text)
{
	memset(reader, 0, sizeof(*reader));
	reader->env = env;
	reader->text = text;
	bc_tokens_seek(reader, 0, BC_ITEM(0, BC_TEXT_SEPARATOR));
}

void
bc_tokens_seek(BcTokenReader *reader, size_t at, uint32_t before)
{
	reader->at = at;
	reader->mapped = NULL;
	reader->before = before;
	read_next(reader);
}

/*
 * Whether a symbol only marks how the text is to look, as in Markdown: a
 * grave accent, or one of * # - ~ beside its like.
 */
static bool
is_markup(uint32_t item, uint32_t before, uint32_t next)
{
	switch (BC_POOL_CHAR(item))
	{
		case '`':
			return true;
		case '*':
		case '#':
		case '-':
		case '~':
			return before == item || next == item;
		default:
			return false;
	}
}

/* Moves past the next character; true if a token begins with it. */
static bool
begins_token(BcTokenReader *r)
{
	uint32_t	before = r->before;

	advance(r);
	switch ((BcTextClass) BC_POOL_CLASS(r->before))
	{
		case BC_TEXT_WORD:
		case BC_TEXT_DIGIT:
		case BC_TEXT_SOLO:
			return true;
		case BC_TEXT_SYMBOL:
			return !is_markup(r->before, before, r->next);
		case BC_TEXT_BANG:
			return r->next == BC_ITEM('=', BC_TEXT_SYMBOL);
		case BC_TEXT_POINT:
			return BC_POOL_CLASS(before) == BC_TEXT_DIGIT &&
				next_is(r, BC_TEXT_DIGIT);
		case BC_TEXT_SEPARATOR:
		case BC_TEXT_DROP:
			break;
	}
	return false;
}

/* The first 8 bytes of a token, of which it has at most so many. */
static inline void
set_short(BcToken *token, uint64_t bytes, size_t len)
{
	bc_store64(token->bytes, bytes);
	bc_store64(token->bytes + 8, 0);
	token->len = len;
}

/* Takes a run of letters and digits. */
static void
take_run(BcTokenReader *r, BcToken *token)
{
	size_t		len = 0;

	for (int n = 0; n < BC_TOKEN_CHARS && next_in_run(r); n++)
	{
		len += bc_utf8_encode(token->bytes + len, BC_POOL_CHAR(r->next));
		advance(r);
	}
	memset(token->bytes + len, 0, 8);
	token->len = len;
}

bool
bc_next_token(BcTokenReader *reader, BcToken *token)
{
	while (reader->next != END_OF_TEXT)
	{
		uint32_t	first = BC_POOL_CHAR(reader->next);
		unsigned char bytes[4] = {0};
		unsigned	len;

		if (IN_RUN(reader->next))
		{
			take_run(reader, token);
			return true;
		}
		if (BC_POOL_CLASS(reader->next) == BC_TEXT_SOLO)
			advance(reader);
		else if (!begins_token(reader))
			continue;
		len = bc_utf8_encode(bytes, first);
		set_short(token, bc_load32(bytes), len);
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
