/*
 * find.c: one pass over a text that finds the terms of a compiled set.
 */
#include "core/base.h"
#include "core/terms/internal.h"

/* Between two looks for an interrupt: each may go through a long term. */
#define POLL_MATCHES	1024

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

BcTermChar
bc_term_pass_over(BcSlice text, const BcTermChar *x, BcTermChar y)
{
	BcTermChar	z = y;
	bool		space = true;

	for (int k = 0; k < BC_TERM_SKIP && z.class == BC_TERM_OTHER && z.c != 0; k++)
	{
		space &= bc_is_white_space(z.c);
		z = bc_term_read(text, z.next);
	}
	if (x->class == BC_TERM_CJK && z.class == BC_TERM_CJK)
		return z;
	if (!space || z.class == BC_TERM_OTHER)
		return y;
	if (x->class != z.class)
		return z;
	return (BcTermChar) {' ', BC_TERM_OTHER, y.at, z.at};
}

/*
 * Kana and the mark after it as one: half-width katakana have the marks apart,
 * and so have texts in decomposed form.  0 where there is no such kana.
 */
static uint32_t
voiced(uint32_t c, uint32_t mark)
{
	uint32_t	kana = c >= 0x30A1 ? c - 0x60 : c;
	bool		h_row = kana >= 0x306F && kana <= 0x307B && (kana - 0x306F) % 3 == 0;

	if (mark == 0xFF9F || mark == 0x309A)
		return h_row ? c + 2 : 0;
	if (kana == 0x3046)			/* u */
		return c + 0x4E;
	/* k, s, t rows: every second one; the small tu is between them */
	if (h_row || (kana >= 0x304B && kana <= 0x3061 && (kana - 0x304B) % 2 == 0) ||
		kana == 0x3064 || kana == 0x3066 || kana == 0x3068)
		return c + 1;
	return 0;
}

BcTermChar
bc_term_read_rare(BcSlice text, uint32_t at)
{
	size_t		next = at;
	uint32_t	c = bc_term_fold(bc_next_char(text, &next));

	if (c >= 0x3046 && c <= 0x30DB && next < text.len)
	{
		size_t		after = next;
		uint32_t	mark = bc_next_char(text, &after);

		if ((mark == 0xFF9E || mark == 0xFF9F || mark == 0x3099 || mark == 0x309A) &&
			voiced(c, mark) != 0)
		{
			c = voiced(c, mark);
			next = after;
		}
	}
	return (BcTermChar) {c, bc_term_class(c), at, (uint32_t) next};
}

/* Follows one label; 0 where it leads nowhere. */
static inline uint32_t
step(const BcTerms *t, uint32_t state, unsigned char label)
{
	uint32_t	to = (uint32_t) t->node[state].base + label;

	return to < t->size && t->node[to].check == (int32_t) state ? to : 0;
}

/* Notes the terms that end in this state, before the byte end. */
static void
note(const BcTerms *t, uint32_t state, size_t end, Match *m)
{
	uint32_t	leaf = step(t, state, 0);

	if (leaf == 0)
		return;
	for (uint32_t term = (uint32_t) t->node[leaf].base + 1; term != 0;
		 term = t->next[term - 1])
		if (t->allow[term - 1])
			m->allow_end = end;
		else if (m->deny_end != end)
		{
			m->deny_end = end;
			m->deny = (uint32_t) t->node[leaf].base;
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

	place->chars += (uint32_t) bc_count_characters(text.data + place->at,
												   start - place->at);
	place->at = start;
	hit.start = place->chars;
	hit.stop = place->chars + (uint32_t) bc_count_characters(text.data + start,
															 m->deny_end - start);
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
	unsigned	tried = 0;
	size_t		cap = 0;

	out->list = NULL;
	out->count = 0;
	if (t->count == 0)
		return true;
	while (x.next > x.at)
	{
		unsigned	begins;

		if (x.at - polled >= BC_POLL_BYTES || tried == POLL_MATCHES)
		{
			polled = x.at;
			tried = 0;
			bc_poll(env);
		}
		begins = t->first[x.c & 0xFFFF];
		/* no term begins within a Latin word */
		if (begins != 0 && !(x.class == BC_TERM_WORD && before == BC_TERM_WORD))
		{
			BcTermChar	y = bc_term_next(text, &x);

			if ((begins & BC_TERM_ONE) != 0 ||
				bc_has_bit(t->begin, bc_term_hash(text, &x, &y) >> t->shift))
			{
				Match		m = match(t, text, x);

				tried++;
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
		if (before == BC_TERM_WORD)
			x.next += (uint32_t) bc_alnum_run(text.data + x.next, text.len - x.next);
		x = bc_term_read(text, x.next);
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
