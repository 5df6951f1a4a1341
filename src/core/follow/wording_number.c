/*
 * wording_number.c: where a number of several cues ends: 三到五, "a hundred and
 * fifty", "five to ten".
 */
#include "core/follow/wording.h"

/* Do number words go on from cue k to the next one, "a hundred and five"? */
static bool
words_on(const BcFinder *f, size_t k)
{
	uint64_t	words = BC_M(NUMWORD) | BC_M(AND);

	return k + 1 < f->count && f->cue[k + 1].gap == 0 &&
		f->cue[k + 1].start == f->cue[k].stop + 1 &&
		bc_cue_is(&f->cue[k], words) && bc_cue_is(&f->cue[k + 1], words) &&
		(!bc_cue_is(&f->cue[k], BC_M(AND)) || f->cue[k + 1].value < 100) &&
		(!bc_cue_is(&f->cue[k + 1], BC_M(AND)) || f->cue[k].value >= 100);
}

/* From 三 on to the 五 of 三到五; the cue itself where it is no range. */
size_t
bc_wording_range(const BcFinder *f, size_t k, bool ahead)
{
	static const char *const joints[] = {"到", "至", "～", "—", "-", "~",
	"–", " to ", " - ", " – ", " or ", " to a ", " and "};

	while (ahead ? words_on(f, k) : k > 0 && words_on(f, k - 1))
		k = ahead ? k + 1 : k - 1;
	for (unsigned n = 1; n <= 2; n++)
	{
		size_t		other = ahead ? k + n : k - n;
		size_t		low = ahead ? k : other;
		size_t		high = ahead ? other : k;

		size_t		between;

		if (other >= f->count ||
			!bc_cue_is(&f->cue[other], BC_M(NUM) | BC_M(NUMWORD)))
			continue;
		/* the longest joint is of six bytes */
		between = f->cue[high].start - f->cue[low].stop;
		for (size_t j = 0; j < sizeof(joints) / sizeof(joints[0]) &&
			 between - 1 < 6; j++)
			if (bc_stands_at(f, f->cue[low].stop, joints[j]) &&
				strlen(joints[j]) == between)
			{
				k = other;
				while (ahead ? words_on(f, k) : k > 0 && words_on(f, k - 1))
					k = ahead ? k + 1 : k - 1;
				return k;
			}
	}
	return k;
}
