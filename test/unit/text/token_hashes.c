/*
 * token_hashes.c: the short ways of hashing tokens give the hashes of the
 * tokens that bc_next_token() gives, whatever stands beside what, and wherever.
 */
#include "core/text.h"

#include "check.h"

/* What the rules of tokens and the short ways tell apart. */
static const char *const pieces[] = {
	"a", "Zz9", "7", "x1", " ", "\n", "\"", ".", ",", ":", "!", "=", "!=", "*",
	"#", "-", "~", "`", "+", "@", "[", "_", "{", "\x7f", "\x01",
	"0123456789abcdef", "0123456789ABCDEF0123456789abcdefX",
	"\u4e2d", "\u9fff", "\u4e00", "\u4dff", "\ua000", "\u3400", "\u3042", "\uac00", "\ud7a3", "\u0e01",
	"\u3002", "\u300c", "\u201c", "\u2014", "\u2026",	/* separators, ... */
	"\uff0c", "\uff1a", "\uff0e", "\uff01", "\uff1d", "\uff0a", "\uff1f",
	"\uff13", "\uff21", "\uff76", "\uf900", "\u3300", "\u2460",	/* mapped */
	"\u200b", "\ufe0f", "\u3099", "\u0301", "\u00ad",	/* dropped */
	"\u00e9", "\u0434", "\u0663", "\u2212", "\u3000", "\ue000", "\ufffd",
	"\U0001f600", "\U00020000", "\U0001d7ce",
	"\xff", "\xe4\xb8", "\xe4", "\xc0\x80", "\xe0\x80\x80", "\xe0\x9f\xbf",
	"\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x9f"
};

#define PIECES	(sizeof(pieces) / sizeof(pieces[0]))

static uint64_t state = 1;

static uint32_t
below(uint32_t n)
{
	state = state * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t) ((state >> 33) % n);
}

/* Whether both give the same; the text is at the end of its memory. */
static bool
same(const BcBuffer *text)
{
	unsigned char *copy = malloc(text->len + 1);
	unsigned char *start = copy + 1;
	BcSlice		slice = {start, text->len};
	uint64_t	hashes[3 * BC_TOKEN_HASHES];
	BcTokenReader tokens;
	BcTokenReader reader;
	BcToken		token;
	size_t		n;
	bool		ok = true;

	if (text->len > 0)
		memcpy(start, text->data, text->len);
	bc_tokens_start(&tokens, &bc_malloc_env, slice);
	bc_tokens_start(&reader, &bc_malloc_env, slice);
	/* what is behind so many as are given at most stays */
	memset(hashes, 0xA5, sizeof(hashes));
	while ((n = bc_token_hashes(&reader, hashes)) > 0)
	{
		ok &= n <= BC_TOKEN_HASHES;
		for (size_t i = BC_TOKEN_HASHES; i < 3 * BC_TOKEN_HASHES; i++)
			ok &= hashes[i] == UINT64_C(0xA5A5A5A5A5A5A5A5);
		for (size_t i = 0; i < n; i++)
			ok &= bc_next_token(&tokens, &token) &&
				hashes[i] == bc_token_hash(token.bytes, token.len);
	}
	ok &= !bc_next_token(&tokens, &token);
	free(copy);
	return ok;
}

static void
add(BcBuffer *text, const char *piece)
{
	bc_buffer_add(text, piece, strlen(piece));
}

/* A stretch of ASCII or Chinese, so that what follows is anywhere in a block. */
static void
add_filler(BcBuffer *text)
{
	static const char *const fillers[] = {"w", " ", "ab ", "\u4e2d", "1.", "- "};
	const char *filler = fillers[below(sizeof(fillers) / sizeof(fillers[0]))];

	for (uint32_t i = below(70); i > 0; i--)
		add(text, filler);
}

/* Each piece beside each other one, somewhere. */
static void
test_pairs(BcBuffer *text)
{
	int			wrong = 0;

	for (size_t i = 0; i < PIECES * PIECES * 4; i++)
	{
		text->len = 0;
		add_filler(text);
		add(text, pieces[i % PIECES]);
		add(text, pieces[i / PIECES % PIECES]);
		if (below(2) == 0)
			add(text, pieces[below(PIECES)]);
		if (below(2) == 0)
			add_filler(text);
		wrong += !same(text);
	}
	check(wrong == 0, "pieces beside each other");
}

/* Texts of many pieces, some longer than what is hashed at once. */
static void
test_texts(BcBuffer *text)
{
	int			wrong = 0;

	for (int i = 0; i < 3000; i++)
	{
		uint32_t	few = 1 + below(PIECES);
		uint32_t	first = below(PIECES);
		uint32_t	length = below(below(20) == 0 ? 3000 : 100);

		text->len = 0;
		for (uint32_t k = 0; k < length; k++)
			add(text, pieces[(first + below(few)) % PIECES]);
		wrong += !same(text);
	}
	check(wrong == 0, "texts of pieces");
}

/* Long stretches behind what is taken the long way: as many hashes as there is room for, and no more. */
static void
test_room(BcBuffer *text)
{
	static const char *const first[] = {"", "\u00e9 ", "\u00e9\u00e9 \u00e9 ", "\u4e2d", "x"};
	static const char *const rest[] = {"\u4e2d", "a ", "\u4e2da", "\u3042\u3002", "+", "\u00e9 \u4e2d\u4e2d\u4e2d"};

	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 6; k++)
		{
			text->len = 0;
			for (size_t n = 0; n < (i == 3 ? 447 + k : 1); n++)
				add(text, first[i]);
			for (int n = 0; n < 1500; n++)
				add(text, rest[k]);
			check(same(text), rest[k]);
		}
}

static void
test_bytes(BcBuffer *text)
{
	int			wrong = 0;

	for (int i = 0; i < 5000; i++)
	{
		uint32_t	top = below(2) == 0 ? 128 : 256;

		text->len = 0;
		for (uint32_t k = below(200); k > 0; k--)
			bc_buffer_add_byte(text, (unsigned char) below(top));
		wrong += !same(text);
	}
	check(wrong == 0, "any bytes");
}

static void
count_poll(void *context)
{
	++*(int *) context;
}

static void *
no_memory(void *context, void *ptr, size_t size)
{
	(void) context;
	(void) ptr;
	(void) size;
	return NULL;
}

/* Long texts are polled for whatever they are of, tokens or none. */
static void
test_polls(BcBuffer *text)
{
	static const char *const stuff[] = {"a b ", "    ", "\u4e2d\u6587", "\u3002",
	"----", "\u00e9", "."};
	uint64_t	hashes[BC_TOKEN_HASHES];

	for (size_t i = 0; i < sizeof(stuff) / sizeof(stuff[0]); i++)
	{
		int			polls = 0;
		BcEnv		env = {no_memory, count_poll, &polls};
		BcTokenReader reader;

		text->len = 0;
		while (text->len < 20 * BC_POLL_BYTES)
			add(text, stuff[i]);
		check(same(text), stuff[i]);
		bc_tokens_start(&reader, &env, (BcSlice) {text->data, text->len});
		while (bc_token_hashes(&reader, hashes) > 0)
			;
		check(polls >= 10 && polls <= 20, "polled");
	}
}

int
main(void)
{
	BcBuffer	text;

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	test_pairs(&text);
	test_texts(&text);
	test_room(&text);
	test_bytes(&text);
	test_polls(&text);
	bc_buffer_free(&text);
	return report();
}
