/*
 * letters.c: letters in upper or lower case, words in capital letters.
 */
#include "core/follow/internal.h"

static bool
counts_words(const BcFinder *f, size_t i)
{
	return f->cue[i].value == BC_U_WORD || f->cue[i].value == BC_U_WORD_ITEM;
}

/* "words in all capital letters", how many of them. */
static bool
add_capital_words(BcFinder *f, size_t i)
{
	size_t		stop = bc_sentence_stop(f, i);
	size_t		word = bc_cue_before(f, i, bc_clause_start(f, i), BC_M(UNIT));
	BcQuantity	q;
	BcConstraint *c;
	unsigned	words = 0;

	if (word == SIZE_MAX || !counts_words(f, word))
		word = i + 1 < stop && bc_cue_is(&f->cue[i + 1], BC_M(UNIT)) &&
			counts_words(f, i + 1) &&
			f->cue[i + 1].gap <= 1 ? i + 1 : SIZE_MAX;
	if (word == SIZE_MAX)
		return false;
	for (size_t k = word + 1; k <= i && word < i; k++)
		words += f->cue[k].gap + (k < i &&
								  bc_cue_is(&f->cue[k],
											BC_M(AND) | BC_M(RESP)) ? 4u :
											0u);
	if (words > 3)
		return false;
	memset(&q, 0, sizeof(q));
	if (!bc_quantity(f, word, &q))
	{
		size_t		k = i;

		while (++k < stop)
			if (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
				f->cue[k].value == BC_U_TIMES && bc_quantity(f, k, &q))
				break;
		if (k >= stop && !bc_quantity_behind(f, i, &q))
		{
			/* 全大写的单词至少用3个 */
			k = bc_cue_after(f, word > i ? word : i, stop, BC_M(NUM));
			if (bc_cue_latin(f, i) || k == SIZE_MAX ||
				!bc_quantity_at(f, k, &q))
				return true;
		}
	}
	if (q.by_word || q.n > 0)
	{
		c = bc_follow_add(f, BC_F_CAPITAL_WORDS, q.first < i ? q.first :
						  word < i ? word : i, q.last > i ? q.last : i,
						  bc_any_demand_as(f, i, q.by_word &&
									   !bc_cue_latin(f, i) ?
									   BC_M(ASK) : 0));
		if (c != NULL)
		{
			bc_set_quantity(c, &q, BC_AT_LEAST);
		}
	}
	return true;
}

/* 标签用小写, 变量名全部小写: not the answer's letters. */
static bool
of_a_part(const BcFinder *f, size_t i)
{
	static const char *const parts[] = {"标签", "变量名", "键名", "字段名",
										"函数名", "列名", "首字母", "文件名"};

	for (size_t at = bc_clause_byte(f, i, 60); at < f->cue[i].start; at++)
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]) &&
			 f->text.data[at] >= 0xE4; k++)
			if (bc_han_stands_at(f, at, parts[k]))
				return true;
	return false;
}

/* 全大写的缩写, 全大写单词: words of the answer, not all of it. */
static bool
of_words(const BcFinder *f, size_t i)
{
	static const char *const words[] = {"词", "缩写", "代码", "简称"};
	size_t		at = f->cue[i].stop;

	for (size_t n = 0; n < 5 && bc_byte_at(f, at) >= 0xE4 &&
		 bc_byte_at(f, at) < 0xEA; n++, at += 3)
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (bc_han_stands_at(f, at, words[k]))
				return true;
	return false;
}

void
bc_follow_case(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	bool		upper = f->cue[i].value == 1;
	bool		negated = bc_cue_before(f, i, from, BC_M(NEG)) != SIZE_MAX;
	bool		all;
	bool		alone = false;
	uint64_t	seen = 0;
	size_t		word = bc_cue_before(f, i, from, BC_M(UNIT));

	if (upper && add_capital_words(f, i))
		return;
	/* 至少4个单词整个大写: of them alone */
	if (word != SIZE_MAX && word > from && i - word <= 2 &&
		!bc_cue_latin(f, i) && f->cue[word].value % 10 == BC_U_WORD &&
		bc_cue_is(&f->cue[word - 1], BC_M(NUM)))
		return;
	for (size_t k = from; k < stop; k++)
		seen |= f->cue[k].mask;
	if (bc_of_a_program(f, i))
		return;
	/* "the first letter of each word", a letter or two */
	if ((seen & (BC_M(ORDINAL) | BC_M(BEGINV) | BC_M(EACH) |
				 BC_M(PUNCTW))) != 0)
		return;
	if (i > 0 && f->cue[i].gap <= 1 &&
		bc_cue_is(&f->cue[i - 1], BC_M(NUM) | BC_M(NUMWORD) | BC_M(UNIT)))
		return;
	if (negated)
	{
		/* "no capital letters" is lower case, once */
		if (bc_cue_before(f, i, bc_sentence_start(f, i),
						  BC_M(CASE)) == SIZE_MAX)
			bc_follow_add(f, upper ? BC_F_LOWER_CASE : BC_F_UPPER_CASE, i, i,
						  bc_any_demand(f, i) * 9 / 10);
		return;
	}
	all = (seen & (BC_M(ONLY) | BC_M(RESP))) != 0 ||
		bc_cue_starts(f, i, "all") || bc_cue_starts(f, i, "全") ||
		bc_cue_starts(f, i, "capitalize all") ||
		(seen & (BC_M(ASK) | BC_M(IN))) != 0;
	/* 标签用小写英文: of a part */
	if (!bc_cue_latin(f, i) && (of_a_part(f, i) || of_words(f, i)))
		return;
	/* 全大写英文标语，, 全部小写的英文， */
	if (!bc_cue_latin(f, i) && i == from && f->cue[i].gap == 0 &&
		i + 1 < stop && f->cue[i + 1].gap <= 1 &&
		bc_cue_is(&f->cue[i + 1], BC_M(LANG)) &&
		(f->seen & (BC_M(WH) | BC_M(REPORT))) == 0 &&
		(bc_clause_ends(f, i + 1) || from == 0))
		all = alone = true;
	/* ，全英文，大写， */
	if (!all && !bc_cue_latin(f, i) && bc_clause_is(f, i, i) &&
		(f->seen & BC_M(LANG)) != 0)
	{
		bc_follow_add(f, upper ? BC_F_UPPER_CASE : BC_F_LOWER_CASE, i, i,
					  bc_demand_as(f, i, BC_M(ASK)));
		return;
	}
	if (!all)
		return;
	/* "capitalize your answer's title": not all of it */
	if ((bc_cue_starts(f, i, "capitalize") ||
		 bc_cue_starts(f, i, "capitalized")) &&
		(seen & (BC_M(ONLY) | BC_M(RESP))) == 0 &&
		!bc_cue_starts(f, i, "capitalize all"))
		return;
	bc_follow_add(f, upper ? BC_F_UPPER_CASE : BC_F_LOWER_CASE, i, i,
				  bc_demand_as(f, i, alone ? BC_M(ASK) : 0));
}
