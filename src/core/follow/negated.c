/*
 * negated.c: whether what a prompt speaks of is denied: not to, never, 不要, or
 * behind the colon of a label that denies.
 */
#include "core/follow/internal.h"

bool
bc_begins_anew(const BcFinder *f, size_t k)
{
	return bc_cue_is(&f->cue[k], BC_M(AND)) && f->cue[k].value == 0 &&
		k + 1 < f->count &&
		!bc_cue_starts(f, k, "or") && !bc_cue_starts(f, k, "或") &&
		f->cue[k + 1].gap == 0 &&
		bc_cue_is(&f->cue[k + 1],
				  BC_M(ASK) | BC_M(INCLUDE) | BC_M(HIGHLIGHT) | BC_M(MODAL) |
				  BC_M(ENDV) | BC_M(BEGINV));
}

bool
bc_denying_colon(const BcFinder *f, size_t k)
{
	return k > 0 && bc_cue_is(&f->cue[k], BC_M(COLON)) &&
		f->cue[k].gap == 0 && !bc_cue_latin(f, k) &&
		bc_cue_is(&f->cue[k - 1], BC_M(NEG));
}

bool
bc_denied_by_label(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);

	return from > 1 && bc_denying_colon(f, from - 1) &&
		bc_sentence_start(f, i) == from - 2;
}

bool
bc_negated(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	unsigned	words = f->cue[i].gap;

	if (bc_denied_by_label(f, i))
		return true;
	for (size_t k = i; k-- > from && words <= 6;)
	{
		if (bc_cue_is(&f->cue[k], BC_M(NEG)))
			return true;
		if (bc_begins_anew(f, k))
			return false;
		words += 1u + f->cue[k].gap;
	}
	return false;
}
