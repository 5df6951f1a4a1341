/*
 * terms.c: one pass over a text that finds the terms of a compiled set.
 */
#include "core/terms_fold.h"

/* The longest allowed and the longest denied term at one place. */
typedef struct Match
{
	size_t		allow_end;		/* bytes; 0 for none */
	size_t		deny_end;
	uint32_t	deny;			/* the first of the equal terms */
} Match;

static bool
add_hit(const BcEnv *env, BcTermHits *out, size_t *cap, BcTermHit hit)
{
	if (out->count == *cap)
	{
		size_t		grown = *cap == 0 ? 16 : *cap * 2;
		BcTermHit  *list = bc_resize(env, out->list, grown, sizeof(BcTermHit));

		if (list == NULL)
			return false;
		out->list = list;
		*cap = grown;
	}
	out->list[out->count++] = hit;
	return true;
}

/* Follows one label; 0 where it leads nowhere. */
static inline uint32_t
step(const BcTerms *t, uint32_t state, unsigned char label)
{
	uint32_t	to = (uint32_t) t->base[state] + label;

	return to < t->size && t->check[to] == (int32_t) state ? to : 0;
}

/* Notes the terms that end in this state, before the byte end. */
static void
note(const BcTerms *t, uint32_t state, size_t end, Match *m)
{
	uint32_t	leaf = step(t, state, 0);

	if (leaf == 0)
		return;
	for (uint32_t term = (uint32_t) t->base[leaf] + 1; term != 0;
		 term = t->next[term - 1])
		if (t->allow[term - 1])
			m->allow_end = end;
		else if (m->deny_end != end)
		{
			m->deny_end = end;
			m->deny = (uint32_t) t->base[leaf];
		}
}

/* The terms that begin with the character x. */
static Match
match(const BcTerms *t, BcSlice text, BcTermChar x)
{
	Match		m = {0, 0, 0};
	uint32_t	state = 1;

	for (int chars = 0; chars < BC_TERM_CHARS && x.c != 0; chars++)
	{
		unsigned char bytes[4];
		unsigned	n = bc_utf8_encode(bytes, x.c);
		BcTermChar	y;

		for (unsigned k = 0; k < n; k++)
		{
			state = step(t, state, bytes[k]);
			if (state == 0)
				return m;
		}
		y = bc_term_next(text, &x);
		/* a Latin word ends where the word ends */
		if (x.class != BC_TERM_WORD || y.class != BC_TERM_WORD)
			note(t, state, x.next, &m);
		x = y;
	}
	return m;
}

static uint32_t
count_characters(BcSlice text, size_t from, size_t to)
{
	uint32_t	n = 0;

	for (size_t i = from; i < to; i++)
		n += (text.data[i] & 0xC0) != 0x80;
	return n;
}

/* Terms of the set that may begin with these two characters. */
static bool
may_begin(const BcTerms *t, uint32_t c, uint32_t d)
{
	uint32_t	pair = bc_term_hash(c, d);
	uint32_t	single = bc_term_hash(c, 0);

	return (t->bitmap[pair / 32] >> pair % 32 & 1) ||
		(t->bitmap[single / 32] >> single % 32 & 1);
}

static bool
ascii_word(unsigned char c)
{
	return (c | 0x20u) - 'a' < 26 || c - '0' + 0u < 10;
}

/* Where characters were counted up to. */
typedef struct Place
{
	size_t		at;
	uint32_t	chars;
} Place;

static bool
report(const BcEnv *env, const BcTerms *t, BcSlice text, size_t start,
	   const Match *m, Place *place, BcTermHits *out, size_t *cap)
{
	BcTermHit	hit;

	place->chars += count_characters(text, place->at, start);
	place->at = start;
	hit.start = place->chars;
	hit.stop = place->chars + count_characters(text, start, m->deny_end);
	for (uint32_t term = m->deny + 1; term != 0; term = t->next[term - 1])
	{
		hit.term = term - 1;
		if (!t->allow[hit.term] && !add_hit(env, out, cap, hit))
			return false;
	}
	return true;
}

/*
 * A denied term counts unless it lies within an allowed one that begins at or
 * before it; after it the search goes on behind its end.
 */
bool
bc_terms_find(const BcEnv *env, const BcTerms *t, BcSlice text,
			  BcTermHits *out)
{
	BcTermChar	x = bc_term_read(text, 0);
	BcTermClass before = BC_TERM_OTHER;
	Place		place = {0, 0};
	size_t		allowed = 0;
	size_t		denied = 0;
	size_t		polled = 0;
	size_t		cap = 0;

	out->list = NULL;
	out->count = 0;
	if (t->count == 0)
		return true;
	while (x.next > x.at)
	{
		BcTermChar	y = bc_term_read(text, x.next);

		if (x.at - polled >= BC_POLL_BYTES)
		{
			polled = x.at;
			bc_poll(env);
		}
		if (!(x.class == BC_TERM_WORD && before == BC_TERM_WORD))
		{
			BcTermChar	second = y.class == BC_TERM_OTHER ?
				bc_term_next(text, &x) : y;

			if (may_begin(t, x.c, second.c))
			{
				Match		m = match(t, text, x);

				if (m.allow_end > allowed)
					allowed = m.allow_end;
				if (m.deny_end > allowed && x.at >= denied)
				{
					if (!report(env, t, text, x.at, &m, &place, out, &cap))
					{
						bc_term_hits_free(env, out);
						return false;
					}
					denied = m.deny_end;
				}
			}
		}
		before = x.class;
		x = y;
		/* no term begins within a Latin word */
		while (before == BC_TERM_WORD && x.class == BC_TERM_WORD &&
			   x.c < 0x80 && x.next < text.len && ascii_word(text.data[x.next]))
			x.at = x.next++;
	}
	return true;
}

void
bc_term_hits_free(const BcEnv *env, BcTermHits *hits)
{
	bc_free(env, hits->list);
	hits->list = NULL;
	hits->count = 0;
}
