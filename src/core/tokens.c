/*
 * tokens.c: folding and tokenising.
 */
#include "core/tokens.h"

#include "core/unicode.h"

/* A folded character as in the pool, without the mark of the last one. */
#define ITEM(c, class)	((uint32_t) (c) | (uint32_t) (class) << 21)
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
			return ITEM(c, value);
	}
	{
		uint32_t	item = *r->mapped;

		r->mapped = BC_POOL_LAST(item) ? NULL : r->mapped + 1;
		return ITEM(BC_POOL_CHAR(item), BC_POOL_CLASS(item));
	}
}

/*
 * The next folded character that is not dropped, or END_OF_TEXT.  The short
 * ways are for ASCII and for what most characters of three bytes are: U+1000
 * to U+CFFF, of one class and folded to themselves.
 */
static inline uint32_t
read_item(BcTokenReader *r)
{
	const unsigned char *p = r->text.data + r->at;

	if (r->mapped != NULL || r->at - r->polled >= BC_POLL_BYTES)
		return read_other_item(r);
	if (r->at < r->text.len && p[0] < 0x80)
	{
		r->at++;
		return bc_fold_ascii[p[0]];
	}
	if (r->text.len - r->at >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC &&
		(p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
	{
		uint32_t	c = bc_utf8_decode(p, 3);
		unsigned	value = bc_fold_value(c);

		if (value < BC_TEXT_DROP)
		{
			r->at += 3;
			return ITEM(c, value);
		}
	}
	return read_other_item(r);
}

static inline void
advance(BcTokenReader *r)
{
	r->before = r->next;
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
	return r->next != END_OF_TEXT && IN_RUN(r->next);
}

void
bc_tokens_start(BcTokenReader *reader, const BcEnv *env, BcSlice text)
{
	memset(reader, 0, sizeof(*reader));
	reader->env = env;
	reader->text = text;
	reader->before = ITEM(0, BC_TEXT_SEPARATOR);
	reader->next = read_item(reader);
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
			return r->next == ITEM('=', BC_TEXT_SYMBOL);
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

#define EACH_BYTE(b)	((uint64_t) (b) * UINT64_C(0x0101010101010101))

/*
 * Of 8 bytes the letters and digits of ASCII that they begin with, folded, the
 * others 0; taken is how many.
 */
static inline uint64_t
fold_run(uint64_t bytes, unsigned *taken)
{
	uint64_t	ascii = bytes & EACH_BYTE(0x7F);
	uint64_t	lower = ascii | EACH_BYTE(0x20);
	/* the top bit of each byte says yes or no */
	uint64_t	letters = (lower + EACH_BYTE(0x80 - 'a')) &
		~(lower + EACH_BYTE(0x7F - 'z'));
	uint64_t	digits = (ascii + EACH_BYTE(0x80 - '0')) &
		~(ascii + EACH_BYTE(0x7F - '9'));
	uint64_t	others = ~((letters | digits) & ~bytes) & EACH_BYTE(0x80);
	uint64_t	run = ((others & (~others + 1)) >> 7) - 1;

	*taken = (unsigned) ((run & EACH_BYTE(1)) * EACH_BYTE(1) >> 56);
	return (bytes | (letters & EACH_BYTE(0x80)) >> 2) & run;
}

/*
 * Takes a run of less than 8 letters and digits of ASCII, the first of which
 * has been read already, and one separator after it; false where there may be
 * more to the run, or it is time to poll.
 */
static inline bool
take_short_run(BcTokenReader *r, BcToken *token)
{
	const unsigned char *p = r->text.data + r->at;
	uint64_t	bytes;
	unsigned	taken;
	uint32_t	item;

	/* a mapped character may have more to give before the text goes on */
	if (BC_POOL_CHAR(r->next) >= 0x80 || r->mapped != NULL ||
		r->text.len - r->at < 8 || r->at - r->polled >= BC_POLL_BYTES)
		return false;
	bytes = fold_run(bc_load64(p), &taken);
	/* a character that is not of ASCII may be of the run, or dropped */
	if (taken >= 7 || p[taken] >= 0x80)
		return false;
	set_short(token, bytes << 8 | BC_POOL_CHAR(r->next), 1 + taken);
	item = bc_fold_ascii[p[taken]];
	if (BC_POOL_CLASS(item) == BC_TEXT_SEPARATOR && p[taken + 1] < 0x80)
	{
		r->before = item;
		r->next = bc_fold_ascii[p[taken + 1]];
		r->at += taken + 2;
	}
	else
	{
		if (taken > 0)
			r->next = bc_fold_ascii[p[taken - 1]];
		r->before = r->next;
		r->next = item;
		r->at += taken + 1;
	}
	return true;
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
			if (!take_short_run(reader, token))
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
