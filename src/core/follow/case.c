/*
 * case.c: what every judgement reads of the answer: trimmed, out of its fence,
 * counted once, beside the strings of the constraint.
 */
#include "core/follow/judge.h"

static size_t
space_at(BcSlice s, size_t i)
{
	size_t		next = i;

	return bc_is_white_space(bc_quick_char(s, &next)) ? next - i : 0;
}

BcSlice
bc_follow_trim(BcSlice s)
{
	size_t		from = 0;
	size_t		stop = s.len;
	size_t		n;

	while (from < stop && (n = space_at(s, from)) > 0)
		from += n;
	while (stop > from)
	{
		size_t		i = stop - 1;

		while (i > from && stop - i < 4 && (s.data[i] & 0xC0) == 0x80)
			i--;
		if (space_at(s, i) != stop - i)
			break;
		stop = i;
	}
	return (BcSlice) {s.data + from, stop - from};
}

BcSlice
bc_unfenced(BcSlice s, bool *fenced)
{
	size_t		i = 3;

	*fenced = false;
	if (s.len < 7 || memcmp(s.data, "```", 3) != 0 ||
		memcmp(s.data + s.len - 3, "```", 3) != 0)
		return s;
	while (i < s.len && s.data[i] != '\n')
		i++;
	if (i + 3 > s.len)
		return s;
	*fenced = true;
	return bc_follow_trim((BcSlice) {s.data + i, s.len - 3 - i});
}

const BcTextCounts *
bc_case_counts(BcCase *k)
{
	BcFollowJudge *judge = k->judge;

	if (judge->counts == NULL)
	{
		judge->counts = bc_resize(judge->env, NULL, 1,
								  sizeof(*judge->counts));
		if (judge->counts == NULL)
		{
			static const BcTextCounts none;

			k->failed = true;
			return &none;
		}
		bc_count_text(judge->env, judge->response, judge->counts);
	}
	return judge->counts;
}

BcSlice
bc_case_string(const BcCase *k, unsigned n)
{
	return n < k->c->strings ?
		k->judge->found->string[k->c->first_string + n] : (BcSlice) {NULL, 0};
}
