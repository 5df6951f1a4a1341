/*
 * repeats.c: stretches of prose that come again and again.
 *
 * Gopher (Rae et al. 2021) measures the share of a page that lies in n-grams
 * which it holds more than once.  Its thresholds for short n-grams tell of
 * pages: in an answer, a noun said four times, a list whose items are built
 * alike, a song's chorus or the options under each question are no fault.  So the
 * longest of its n-grams is taken, ten words or as much of a script without
 * spaces, within one line, and two fifths of the answer must be in such.
 */
#include "core/base.h"
#include "core/quality/internal.h"

/* Longer texts are judged by their beginning: memory and time are bounded. */
#define MAX_TOKENS		8192
#define TABLE			16384
#define MIN_TOKENS		50
#define GRAM_WORDS		10
#define GRAM_CJK		20		/* characters: about ten words */
#define MIN_SHARE		400		/* per mille of the tokens */

#define LINE_END		0		/* no token is equal to it */

/* Of polynomials over tokens. */
#define BASE			2654435761u
#define HASH_START		0xCBF29CE484222325u
#define HASH_STEP		0x9E3779B97F4A7C15u

typedef struct Grams
{
	const uint32_t *token;		/* hashes of tokens, and LINE_END */
	size_t		count;
	size_t		n;				/* tokens of an n-gram */
	uint32_t   *key;			/* of TABLE, of which so many are used */
	size_t		used;			/* a power of 2, twice the tokens or more */
} Grams;

/* Clearing the whole of a table would cost a short text more than its rules. */
static size_t
table_size(size_t entries)
{
	size_t		size = 64;

	while (size < entries * 2 && size < TABLE)
		size *= 2;
	return size;
}

static inline uint64_t
hash_step(uint64_t h, uint64_t x)
{
	h = (h ^ x) * HASH_STEP;
	return h ^ h >> 32;
}

#define BLOCK	64

/* Of a block of bytes, one bit each: what is no separator. */
typedef struct Masks
{
	uint64_t	alnum;			/* letters and digits of ASCII */
	uint64_t	others;			/* ends of lines, bytes above ASCII */
} Masks;

#ifdef BC_VECTORS

static inline Masks
examine(const unsigned char *p)
{
	Masks		m = {0, 0};

	for (unsigned k = 0; k < BLOCK; k += 16)
	{
		BcVector	v = bc_vector_load(p + k);
		BcTruths	alnum = bc_vector_within(v | 0x20, 'a', 26) |
			bc_vector_within(v, '0', 10);

		m.alnum |= (uint64_t) bc_vector_bits(alnum) << k;
		m.others |= (uint64_t) (bc_vector_bits(v == '\n') | bc_vector_high_bits(v)) << k;
	}
	return m;
}

#else

static Masks
examine(const unsigned char *p)
{
	Masks		m = {0, 0};

	for (unsigned k = 0; k < BLOCK; k++)
	{
		unsigned	c = p[k];

		if ((c | 0x20) - 'a' < 26 || c - '0' < 10)
			m.alnum |= (uint64_t) 1 << k;
		else if (c >= 0x80 || c == '\n')
			m.others |= (uint64_t) 1 << k;
	}
	return m;
}

#endif

typedef struct Tokenizer
{
	BcSlice		text;
	size_t		at;
	size_t		block;			/* where the bytes of the masks begin */
	size_t		end;			/* and end */
	Masks		m;
	uint64_t	h;				/* of the run before at, or HASH_START */
	uint32_t   *out;
	size_t		count;
} Tokenizer;

static void
next_block(Tokenizer *t)
{
	size_t		left = t->text.len - t->at;
	unsigned char copy[BLOCK];

	t->block = t->at;
	t->end = t->at + (left < BLOCK ? left : BLOCK);
	if (left >= BLOCK)
		t->m = examine(t->text.data + t->at);
	else
	{
		memset(copy, ' ', sizeof(copy));
		memcpy(copy, t->text.data + t->at, left);
		t->m = examine(copy);
	}
}

static inline void
end_run(Tokenizer *t)
{
	if (t->h != HASH_START)
		t->out[t->count++] = (uint32_t) t->h | 1;
	t->h = HASH_START;
}

/* Adds n letters and digits of ASCII to the run. */
static inline void
add_alnum(Tokenizer *t, unsigned n)
{
	for (;;)
	{
		uint64_t	x = bc_load_up_to8(t->text.data + t->at,
									   t->text.len - t->at) | BC_EACH(0x20);
		unsigned	some = n < 8 ? n : 8;

		/* some is 1 to 8 */
		/* cppcheck-suppress shiftTooManyBits */
		t->h = hash_step(t->h, x & UINT64_MAX >> (8 - some) * 8);
		t->at += some;
		n -= some;
		if (n == 0)
			return;
	}
}

static inline bool
other_letter(uint32_t c)
{
	return c >= 0xC0 && c < 0x2000;
}

/* Han characters, most of the text of a Chinese answer. */
static void
add_han(Tokenizer *t)
{
	size_t		at = t->at;
	size_t		n;

	end_run(t);
	n = t->count;
	for (uint32_t c; n < MAX_TOKENS && t->text.len - at >= 4 &&
		 (c = bc_han_of(bc_load32(t->text.data + at))) != 0; at += 3)
		t->out[n++] = c * BASE | 1;
	if (n < MAX_TOKENS && t->text.len - at == 3 && bc_han_at(t->text, at))
	{
		t->out[n++] = bc_utf8_decode(t->text.data + at, 3) * BASE | 1;
		at += 3;
	}
	t->count = n;
	t->at = at;
}

/* Another character above ASCII, or the end of a line. */
static void
add_other(Tokenizer *t)
{
	uint32_t	c = bc_quick_char(t->text, &t->at);

	if (other_letter(c))
	{
		t->h = hash_step(t->h, c);
		return;
	}
	end_run(t);
	if (t->count == MAX_TOKENS)
		return;
	if (c == '\n' ? t->count > 0 && t->out[t->count - 1] != LINE_END : bc_cjk(c))
		t->out[t->count++] = c == '\n' ? LINE_END : c * BASE | 1;
}

/*
 * Tokens: one CJK character, or one run of letters and digits, lower case where
 * they are ASCII; and the ends of lines.  A run that the end of a block would
 * cut begins another block.
 */
static size_t
tokenize(BcSlice text, uint32_t *out)
{
	Tokenizer	t = {text, 0, 0, 0, {0, 0}, HASH_START, out, 0};

	while (t.at < text.len && t.count < MAX_TOKENS)
	{
		uint64_t	alnum;
		uint64_t	any;
		unsigned	n;

		if (t.at >= t.end)
			next_block(&t);
		alnum = t.m.alnum >> (t.at - t.block);
		any = alnum | t.m.others >> (t.at - t.block);
		if ((any & 1) == 0)
		{
			end_run(&t);
			t.at = any == 0 ? t.end : t.at + bc_lowest_bit(any);
		}
		else if ((alnum & 1) == 0)
		{
			if (bc_han_at(text, t.at))
				add_han(&t);
			else
				add_other(&t);
		}
		else
		{
			n = ~alnum == 0 ? BLOCK : bc_lowest_bit(~alnum);
			if (t.at + n >= t.end && t.at > t.block && t.end < text.len)
				t.end = t.at;
			else
				add_alnum(&t, n);
		}
	}
	if (t.h != HASH_START && t.count < MAX_TOKENS)
		out[t.count++] = (uint32_t) t.h | 1;
	return t.count;
}

/* The n-gram that ends with token i. */
typedef struct Roll
{
	const Grams *g;
	uint32_t	oldest;			/* BASE to the n */
	uint32_t	h;
	size_t		since;			/* tokens since the line began */
} Roll;

static Roll
roll_start(const Grams *g)
{
	Roll		r = {g, 1, 0, 0};

	for (size_t j = 0; j < g->n; j++)
		r.oldest *= BASE;
	return r;
}

/* To the next token; false: no n-gram ends with it that is within a line. */
static inline bool
roll(Roll *r, size_t i, uint32_t *hash)
{
	uint32_t	change = r->g->token[i];

	r->since = change == LINE_END ? 0 : r->since + 1;
	if (i >= r->g->n)
		change -= r->g->token[i - r->g->n] * r->oldest;
	r->h = r->h * BASE + change;
	*hash = (r->h ^ r->h >> 15) | 1;
	return r->since >= r->g->n;
}

/*
 * At least as many as the n-grams that are not the first of theirs, in one look
 * at each: some share a bit.
 */
static size_t
most_again(const Grams *g)
{
	uint32_t   *bits = g->key;
	Roll		r = roll_start(g);
	size_t		again = 0;
	uint32_t	h;

	memset(bits, 0, g->used * sizeof(uint32_t));
	for (size_t i = 0; i < g->count; i++)
		if (roll(&r, i, &h))
		{
			uint32_t	k = h >> 1 & (uint32_t) (g->used * 32 - 1);

			again += bits[k / 32] >> k % 32 & 1;
			bits[k / 32] |= (uint32_t) 1 << k % 32;
		}
	return again;
}

/* How many tokens lie in n-grams that are not the first of theirs. */
static size_t
count_covered(const Grams *g)
{
	Roll		r = roll_start(g);
	size_t		covered = 0;
	size_t		end = 0;		/* behind the last token that is counted */
	uint32_t	h;

	memset(g->key, 0, g->used * sizeof(uint32_t));
	for (size_t i = 0; i < g->count; i++)
		if (roll(&r, i, &h))
		{
			size_t		k = h >> 1 & (g->used - 1);

			while (g->key[k] != 0 && g->key[k] != h)
				k = (k + 1) & (g->used - 1);
			if (g->key[k] == h)
			{
				covered += i + 1 - (end > i + 1 - g->n ? end : i + 1 - g->n);
				end = i + 1;
			}
			g->key[k] = h;
		}
	return covered;
}

static void
check_repeats(BcQuality *q, const Grams *g)
{
	size_t		least = g->count * MIN_SHARE / 1000;
	size_t		covered;

	/* each covers n tokens at most */
	if (most_again(g) * g->n <= least)
		return;
	covered = count_covered(g);
	if (covered > least && covered >= 2 * g->n &&
		bc_prompt_words(q, BC_WORD(SONG) | BC_WORD(AGAIN)) == 0)
		bc_quality_add(q, BC_WORD_REPETITION, BC_WARN,
					   (unsigned) (covered * 1000 / g->count));
}

void
bc_quality_repeats(BcQuality *q)
{
	BcSlice		text = q->rec->response;
	size_t		most = q->response.chars < MAX_TOKENS ?
		q->response.chars + 1 : MAX_TOKENS;
	size_t		table = table_size(most);
	uint32_t   *memory;
	Grams		g;

	if (q->response.words + q->response.cjk < MIN_TOKENS || q->response.code)
		return;
	memory = bc_resize(q->env, NULL, most + table, sizeof(uint32_t));
	if (memory == NULL)
	{
		q->failed = true;
		return;
	}
	g.token = memory;
	g.key = memory + most;
	g.count = tokenize(text, memory);
	g.used = table_size(g.count);
	g.n = q->response.cjk > q->response.words ? GRAM_CJK : GRAM_WORDS;
	if (g.count >= MIN_TOKENS)
		check_repeats(q, &g);
	bc_free(q->env, memory);
}
