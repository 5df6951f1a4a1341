/*
 * repeats.c: n-grams and lines that come again and again.
 *
 * Thresholds: data-juicer (character and word repetition), Gopher (the most
 * frequent 2- to 4-grams, duplicate 5- to 10-grams, duplicate lines).
 */
#include "core/base.h"
#include "core/quality/internal.h"

/* Longer texts are judged by their beginning: memory and time are bounded. */
#define MAX_TOKENS		8192
#define TABLE			16384
#define MIN_TOKENS		50

/* Of polynomials over tokens. */
#define BASE			2654435761u
#define HASH_START		0xCBF29CE484222325u
#define HASH_STEP		0x9E3779B97F4A7C15u

typedef struct Grams
{
	const uint32_t *token;		/* hashes of tokens */
	size_t		count;
	uint32_t   *key;			/* TABLE of each, of which so many are used */
	uint32_t   *seen;
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

/* Where the letters and digits of ASCII from at on end; adds them to *h. */
static size_t
hash_alnum(BcSlice text, size_t at, uint64_t *h)
{
	for (;;)
	{
		uint64_t	x = bc_load_up_to8(text.data + at, text.len - at);
		unsigned	n = bc_leading_alnum(x);

		if (n == 0)
			return at;
		x |= BC_EACH(0x20);
		*h = hash_step(*h, n == 8 ? x : x & (((uint64_t) 1 << n * 8) - 1));
		at += n;
		if (n < 8)
			return at;
	}
}

static inline bool
other_letter(uint32_t c)
{
	return c >= 0xC0 && c < 0x2000;
}

/*
 * Tokens: one CJK character, or one run of letters and digits, lower case where
 * they are ASCII.
 */
static size_t
tokenize(BcSlice text, uint32_t *out)
{
	size_t		n = 0;
	uint64_t	h = HASH_START;

	for (size_t at = 0; at < text.len && n < MAX_TOKENS;)
	{
		uint32_t	c = text.data[at];

		if (bc_han_at(text, at))
		{
			if (h != HASH_START)
				out[n++] = (uint32_t) h;
			h = HASH_START;
			if (n < MAX_TOKENS)
				out[n++] = bc_utf8_decode(text.data + at, 3) * BASE;
			at += 3;
			continue;
		}
		if ((c | 0x20) - 'a' < 26 || c - '0' < 10)
		{
			at = hash_alnum(text, at, &h);
			continue;
		}
		if (c < 0x80)
			at++;
		else
		{
			c = bc_quick_char(text, &at);
			if (other_letter(c))
			{
				h = hash_step(h, c);
				continue;
			}
		}
		if (h != HASH_START)
			out[n++] = (uint32_t) h;
		h = HASH_START;
		if (c >= 0x80 && bc_cjk(c) && n < MAX_TOKENS)
			out[n++] = c * BASE;
	}
	if (h != HASH_START && n < MAX_TOKENS)
		out[n++] = (uint32_t) h;
	return n;
}

static inline uint32_t
hash_gram(const uint32_t *token, size_t n)
{
	uint32_t	h = 2166136261u;

	for (size_t j = 0; j < n; j++)
		h = (h ^ token[j]) * 16777619u;
	return (h ^ h >> 15) | 1;
}

/* The n-gram that ends with token i, of which there are n - 1 or more before. */
typedef struct Roll
{
	const uint32_t *token;
	size_t		n;
	uint32_t	oldest;			/* BASE to the n */
	uint32_t	h;
} Roll;

static Roll
roll_start(const Grams *g, size_t n)
{
	Roll		r = {g->token, n, 1, 0};

	for (size_t j = 0; j < n; j++)
	{
		r.oldest *= BASE;
		if (j + 1 < n)
			r.h = r.h * BASE + g->token[j];
	}
	return r;
}

/* Its hash, from that of the one before. */
static inline uint32_t
roll(Roll *r, size_t i)
{
	uint32_t	change = r->token[i];

	if (i >= r->n)
		change -= r->token[i - r->n] * r->oldest;
	r->h = r->h * BASE + change;
	return r->h ^ r->h >> 15;
}

/*
 * At least as much as the *top that count_grams() would tell, in one look at
 * each n-gram: some share a counter.  SIZE_MAX where a counter ran over.
 */
static size_t
most_often(const Grams *g, size_t n)
{
	unsigned char *counter = (unsigned char *) g->key;
	size_t		counters = g->used * sizeof(uint32_t);
	Roll		r = roll_start(g, n);
	unsigned	most = 0;

	memset(counter, 0, counters);
	for (size_t i = n - 1; i < g->count; i++)
	{
		unsigned char *c = &counter[roll(&r, i) & (counters - 1)];

		if (*c == 255)
			return SIZE_MAX;
		if (++*c > most)
			most = *c;
	}
	return most;
}

/* The same of *again. */
static size_t
most_again(const Grams *g, size_t n)
{
	uint32_t   *bits = g->key;
	Roll		r = roll_start(g, n);
	size_t		again = 0;

	memset(bits, 0, g->used * sizeof(uint32_t));
	for (size_t i = n - 1; i < g->count; i++)
	{
		uint32_t	k = roll(&r, i) & (uint32_t) (g->used * 32 - 1);

		again += bits[k / 32] >> k % 32 & 1;
		bits[k / 32] |= (uint32_t) 1 << k % 32;
	}
	return again;
}

/*
 * Counts the n-grams: *top is the highest count, *again how many occurrences
 * are not the first of theirs.
 */
static void
count_grams(const Grams *g, size_t n, size_t *top, size_t *again)
{
	*top = *again = 0;
	if (g->count < n)
		return;
	memset(g->key, 0, g->used * sizeof(uint32_t));
	memset(g->seen, 0, g->used * sizeof(uint32_t));
	for (size_t i = 0; i + n <= g->count; i++)
	{
		uint32_t	h = hash_gram(g->token + i, n);
		size_t		k = h & (g->used - 1);

		while (g->key[k] != 0 && g->key[k] != h)
			k = (k + 1) & (g->used - 1);
		g->key[k] = h;
		if (g->seen[k]++ > 0)
			(*again)++;
		if (g->seen[k] > *top)
			*top = g->seen[k];
	}
}

static void
check_top(BcQuality *q, const Grams *g)
{
	static const unsigned limit[3] = {200, 180, 160};

	for (size_t n = 2; n <= 4; n++)
	{
		size_t		most = most_often(g, n);
		size_t		top;
		size_t		again;

		/* a longer n-gram is no more frequent */
		if (most < 4 || (most != SIZE_MAX && most * 4 * 1000 / g->count < limit[2]))
			return;
		if (most != SIZE_MAX && most * n * 1000 / g->count <= limit[n - 2])
			continue;
		count_grams(g, n, &top, &again);
		if (top >= 4 && top * n * 1000 / g->count > limit[n - 2])
			bc_quality_add(q, BC_WORD_REPETITION, BC_WARN,
						   (unsigned) (top * n * 1000 / g->count));
	}
}

static void
check_duplicates(BcQuality *q, const Grams *g)
{
	static const unsigned limit[6] = {150, 140, 130, 120, 110, 100};

	if (most_again(g, 5) * 1000 / g->count < limit[5])
		return;
	for (size_t n = 5; n <= 10; n++)
	{
		size_t		top;
		size_t		again;
		size_t		share;

		count_grams(g, n, &top, &again);
		share = again * 1000 / g->count;
		if (share > limit[n - 5] && again >= 10)
		{
			bc_quality_add(q, BC_WORD_REPETITION, BC_WARN, (unsigned) share);
			if (share > 500)
				bc_quality_add(q, BC_CHAR_REPETITION, BC_WARN, (unsigned) share);
		}
		if (share < limit[5])
			return;
	}
}

static uint32_t
hash_bytes(const unsigned char *p, size_t len)
{
	uint64_t	h = HASH_START ^ len;

	for (size_t i = 0; i < len; i += 8)
		h = hash_step(h, bc_load_up_to8(p + i, len - i));
	return (uint32_t) h;
}

/* Lines of at least four characters that stand there before. */
static void
check_lines(BcQuality *q, BcSlice text, uint32_t *table)
{
	size_t		used = table_size(q->response.lines);
	size_t		lines = 0;
	size_t		again = 0;
	size_t		bytes = 0;
	size_t		total = 0;

	memset(table, 0, used * sizeof(uint32_t));
	for (size_t from = 0; from < text.len && lines < MAX_TOKENS;)
	{
		const unsigned char *feed = memchr(text.data + from, '\n', text.len - from);
		size_t		end = feed == NULL ? text.len : (size_t) (feed - text.data);
		size_t		k;

		if (end - from >= 8)
		{
			uint32_t	h = hash_bytes(text.data + from, end - from) | 1;

			k = h & (used - 1);
			while (table[k] != 0 && table[k] != h)
				k = (k + 1) & (used - 1);
			if (table[k] == h)
			{
				again++;
				bytes += end - from;
			}
			table[k] = h;
			lines++;
			total += end - from;
		}
		from = end + 1;
	}
	if (lines >= 4 && again >= 2 &&
		(again * 10 > lines * 3 || bytes * 10 > total * 2))
		bc_quality_add(q, BC_DUP_LINES, BC_WARN,
					   (unsigned) (again * 1000 / lines));
}

void
bc_quality_repeats(BcQuality *q)
{
	BcSlice		text = q->rec->response;
	size_t		most = q->response.chars < MAX_TOKENS ? q->response.chars + 1 : MAX_TOKENS;
	size_t		table = table_size(most);
	uint32_t   *memory;
	Grams		g;

	if (q->response.words + q->response.cjk < MIN_TOKENS && q->response.lines < 4)
		return;
	memory = bc_resize(q->env, NULL, most + 2 * table, sizeof(uint32_t));
	if (memory == NULL)
	{
		q->failed = true;
		return;
	}
	g.token = memory;
	g.key = memory + most;
	g.seen = g.key + table;
	g.count = tokenize(text, memory);
	g.used = table_size(g.count);
	if (g.count >= MIN_TOKENS && !q->response.code)
	{
		check_top(q, &g);
		check_duplicates(q, &g);
	}
	if (q->response.lines >= 4 && !q->response.code)
		check_lines(q, text, g.key);
	bc_free(q->env, memory);
}
