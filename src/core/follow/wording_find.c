/*
 * wording_find.c: the wordings of follow-wordings.txt in a text.  A wording is
 * tried where a cue of its anchor's class stands and what is beside it may be
 * of the wording: time is linear in the cues.
 */
#include "core/follow/wording.h"

/* A character as a number; see side() in follow-wordings.py. */
static unsigned
side_of_character(uint32_t c)
{
	if (c < 0x80)
	{
		if (bc_is_digit((unsigned char) c))
			return 3;
		switch (c)
		{
			case '"':
			case '\'':
			case '`':
				return 2;
			case ',':
			case ';':
			case ':':
			case '!':
			case '?':
			case '(':
			case ')':
			case '.':
			case '\n':
				return 1;
			default:
				return bc_wording_hash(c);
		}
	}
	if (c >= 0x4E00 && c <= 0x9FFF)
		return bc_han_begins_number(c) ? 3 : bc_wording_hash(c);
	if ((c >= 0x2018 && c <= 0x201D) || (c >= 0x300A && c <= 0x300F))
		return 2;
	if (c >= 0xFF10 && c <= 0xFF19)
		return 3;
	switch (c)
	{
		case 0x2026:			/* … 。【】！（），：；？ */
		case 0x3002:
		case 0x3010:
		case 0x3011:
		case 0xFF01:
		case 0xFF08:
		case 0xFF09:
		case 0xFF0C:
		case 0xFF1A:
		case 0xFF1B:
		case 0xFF1F:
			return 1;
		case 0x3007:
			return 3;
		default:
			return bc_wording_hash(c);
	}
}

/* What stands at a byte, or before it; then the byte behind, or before that. */
static inline unsigned
side_of(const BcFinder *f, size_t *at, bool ahead)
{
	uint32_t	c;

	*at = bc_wording_past_blanks(f, *at, ahead);
	if (ahead ? *at >= f->text.len : *at == 0)
		return 1;
	c = bc_wording_character(f, at, ahead);
	return side_of_character(c);
}

/* Chinese characters outside quotes and brackets, as bits. */
typedef struct Outside
{
	bool		known;
	uint64_t	bits[4];
} Outside;

static void
look_outside(const BcFinder *f, Outside *outside)
{
	size_t		at = f->from;

	*outside = (Outside) {true, {0}};
	for (size_t i = 0; i <= f->count; i++)
	{
		size_t		stop = i < f->count ? f->cue[i].start : f->at;

		if (i < f->count && !bc_cue_is(&f->cue[i], BC_M(QUOTE) | BC_M(MARK)))
			continue;
		while (at < stop)
		{
			uint32_t	c = bc_wording_character(f, &at, true);
			unsigned	bit = bc_wording_hash(c);

			if (c >= 0x3007)
				outside->bits[bit / 64] |= (uint64_t) 1 << bit % 64;
		}
		at = i < f->count ? f->cue[i].stop : at;
	}
}

/*
 * Was a character seen with which a text of the wording's set begins?  What is
 * in quotes or brackets does not count.
 */
static bool
is_outside(const BcFinder *f, const BcWording *wording, Outside *outside)
{
	const uint64_t *heads;

	if (wording->outside == BC_WORDING_NONE)
		return true;
	if (!outside->known)
		look_outside(f, outside);
	heads = bc_wording_sets[wording->outside].heads;
	return ((outside->bits[0] & heads[0]) | (outside->bits[1] & heads[1]) |
			(outside->bits[2] & heads[2]) | (outside->bits[3] & heads[3])) != 0;
}

/* May a text of each of the wording's sets stand near? */
static bool
are_near(const BcFinder *f, const BcWording *wording)
{
	for (unsigned k = 0; k < BC_WORDING_MUST &&
		 wording->must[k] != BC_WORDING_NONE; k++)
		if (!bc_wording_near(f, wording->must[k]))
			return false;
	return true;
}

/* The row of bc_wording_values for a cue. */
static unsigned
value_of(const BcFinder *f, size_t i)
{
	const BcCue *cue = &f->cue[i];

	/* 1到3个 is more than one */
	if (cue->value < 2 && bc_cue_is(cue, BC_M(NUM)) &&
		(cue->other > 0 || (i + 1 < f->count && cue[1].gap == 0 &&
							bc_cue_is(&cue[1], BC_M(NUM)))))
		return 2;
	/* by a plain 1 nothing but labels is found */
	if (cue->value == 1 && bc_cue_is(cue, BC_M(NUM)) &&
		!bc_cue_is(cue, bc_wording_anchors[!f->wide] & ~BC_M(NUM)) &&
		!bc_wording_begins_series(f, i))
		return 0;
	return cue->value < BC_WORDING_VALUES ? cue->value :
		BC_WORDING_VALUES - 1;
}

/* Of the wordings of bits, in words, those that may stand beside a byte. */
static unsigned
keep_beside(const BcFinder *f, size_t at, bool ahead, unsigned words,
			uint64_t *bits)
{
	const uint64_t (*table)[BC_WORDING_WIDTH] = bc_wording_sides[ahead];
	unsigned	side = side_of(f, &at, ahead);
	unsigned	kept = 0;

	for (unsigned left = words; left != 0; left &= left - 1)
	{
		unsigned	w = bc_lowest_bit(left);

		bits[w] &= table[side][w];
		kept |= bits[w] != 0 ? 1u << w : 0;
	}
	if (kept == 0 || side <= BC_WORDING_UNSURE)
		return kept;
	table = bc_wording_sides[2 + ahead];
	side = side_of(f, &at, ahead);
	words = kept;
	for (unsigned left = words; left != 0; left &= left - 1)
	{
		unsigned	w = bc_lowest_bit(left);

		bits[w] &= table[side][w];
		kept &= bits[w] != 0 ? ~0u : ~(1u << w);
	}
	return kept;
}

/*
 * The wordings that may be found by cue i, which is of classes, as bits; in
 * which words of them they are.
 */
static unsigned
may_find(const BcFinder *f, size_t i, uint64_t classes, unsigned value,
		 const uint64_t *allowed, uint64_t *bits)
{
	unsigned	seen = 0;
	unsigned	words = 0;

	for (uint64_t k = classes; k != 0; k &= k - 1)
	{
		unsigned	class = bc_lowest_bit(k);

		for (unsigned left = bc_wording_words[!f->wide][class]; left != 0;
			 left &= left - 1)
		{
			unsigned	w = bc_lowest_bit(left);

			bits[w] = (seen >> w & 1 ? bits[w] : 0) |
				(bc_wordings_of[class][w] & bc_wording_values[value][w] &
				 allowed[w]);
			seen |= 1u << w;
			words |= bits[w] != 0 ? 1u << w : 0;
		}
	}
	if (words != 0)
		words = keep_beside(f, f->cue[i].stop, true, words, bits);
	return words == 0 ? 0 :
		keep_beside(f, f->cue[i].start, false, words, bits);
}

/* Is anything asked or told around cue i?  A soft wording is no demand then. */
static bool
tells(const BcFinder *f, size_t i)
{
	return (f->seen & BC_WORDING_TELLS) != 0 &&
		(bc_seen_in(f, bc_clause_start(f, i), bc_sentence_stop(f, i)) &
		 BC_WORDING_TELLS) != 0;
}

/* Tries the wordings of bits around cue i. */
static void
try_wordings(BcFinder *f, size_t i, unsigned words, const uint64_t *bits,
			 Outside *outside, uint64_t *found)
{
	bool		quoted = f->wide && (f->seen & (BC_M(QUOTE) | BC_M(MARK))) != 0;
	bool		asked = false;	/* whether it tells */
	bool		told = false;

	for (; words != 0; words &= words - 1)
		for (uint64_t left = bits[bc_lowest_bit(words)]; left != 0;
			 left &= left - 1)
		{
			const BcWording *wording = &bc_wordings[bc_lowest_bit(words) * 64 +
													bc_lowest_bit(left)];
			BcWordingMatch match;

			if (((*found >> wording->kind & 1) != 0 &&
				 wording->kind != BC_F_KEYWORD_COUNT) ||
				(wording->needs & ~f->seen) != 0)
				continue;
			if (wording->soft && !asked)
			{
				told = tells(f, i);
				asked = true;
			}
			if (!(wording->soft && told) && are_near(f, wording) &&
				(!quoted || is_outside(f, wording, outside)) &&
				bc_wording_matches(f, i, wording, &match) &&
				bc_wording_add(f, wording, &match))
				*found |= (uint64_t) 1 << wording->kind;
		}
}

/* Is it a kind that may state a number, in another clause than its name? */
static bool
may_be_counted(unsigned kind)
{
	return kind == BC_F_HEADINGS || kind == BC_F_NUMBERED ||
		kind == BC_F_BULLETS || kind == BC_F_HIGHLIGHTS ||
		kind == BC_F_PLACEHOLDERS;
}

/* The wordings of a text, of kinds that no rule found. */
void
bc_follow_wordings(BcFinder *f, unsigned from)
{
	uint64_t	found = 0;
	uint64_t	bits[BC_WORDING_WIDTH];
	bool		numbers = (f->seen & (BC_M(NUM) | BC_M(NUMWORD))) != 0;
	const uint64_t *allowed =
		bc_wordings_allowed[f->wide ? 0 : numbers ? 1 : 2];
	uint64_t	anchors = bc_wording_anchors[!f->wide];
	unsigned	anchored = 0;
	Outside		outside;

	outside.known = false;
	if ((f->seen & anchors) == 0)
		return;
	for (unsigned k = from; k < f->out->count; k++)
		if (bc_states_number(&f->out->list[k]) || !f->wide ||
			!may_be_counted(f->out->list[k].kind))
			found |= (uint64_t) 1 << f->out->list[k].kind;
	for (size_t i = 0; i < f->count; i++)
	{
		unsigned	value;
		uint64_t	classes;
		unsigned	words;

		if (!bc_cue_is(&f->cue[i], anchors) || f->cue[i].material ||
			/* most that ask are no anchor but by their value */
			(!bc_cue_is(&f->cue[i], anchors & ~BC_M(ASK)) &&
			 f->cue[i].value == 0))
			continue;
		if (++anchored % 64 == 0)
			bc_poll(f->env);
		value = value_of(f, i);
		classes = f->cue[i].mask & bc_wording_classes[value];
		words = classes == 0 ? 0 : may_find(f, i, classes, value, allowed,
											   bits);
		if (words != 0)
			try_wordings(f, i, words, bits, &outside, &found);
	}
}
