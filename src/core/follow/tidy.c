/*
 * tidy.c: of what was found in a text, what stays: nothing is said twice, and
 * what one constraint tells better goes out of another.
 */
#include "core/follow/internal.h"

static bool
same_strings(const BcConstraints *found, const BcConstraint *a,
			 const BcConstraint *b)
{
	if (a->strings != b->strings)
		return false;
	for (unsigned k = 0; k < a->strings; k++)
	{
		BcSlice		x = found->string[a->first_string + k];
		BcSlice		y = found->string[b->first_string + k];

		if (x.len != y.len || memcmp(x.data, y.data, x.len) != 0)
			return false;
	}
	return true;
}

/* Kinds of which a text has one at most: the surest. */
bool
bc_is_single(BcFollowKind kind)
{
	switch (kind)
	{
		case BC_F_KEYWORDS:
		case BC_F_KEYWORD_COUNT:
		case BC_F_FORBIDDEN:
		case BC_F_LETTER_COUNT:
		case BC_F_PARAGRAPH_BEGINS:
		case BC_F_ITEMS:
			return false;
		default:
			return true;
	}
}

/* Does a say what b says, so that one of them goes? */
static bool
says_the_same(const BcConstraints *found, const BcConstraint *a,
			  const BcConstraint *b)
{
	if (a->kind != b->kind || a->place != b->place || a->turn != b->turn)
		return false;
	if (bc_is_single((BcFollowKind) a->kind) ||
		(a->kind == BC_F_KEYWORD_COUNT && same_strings(found, a, b)))
		return true;
	return a->relation == b->relation && a->n == b->n &&
		same_strings(found, a, b);
}

static BcConstraint *
find_kind(BcConstraints *found, unsigned from, BcFollowKind kind)
{
	for (unsigned i = from; i < found->count; i++)
		if (found->list[i].kind == kind && found->list[i].confidence > 0)
			return &found->list[i];
	return NULL;
}

/* Those of a kind of whose bytes another constraint is, if it is one. */
static void
drop_over(BcConstraints *found, unsigned from, BcFollowKind kind,
		  const BcConstraint *other)
{
	BcConstraint *c = other == NULL ? NULL : find_kind(found, from, kind);

	if (c != NULL && c->byte_start < other->byte_stop &&
		other->byte_start < c->byte_stop)
		c->confidence = 0;
}

/* Those of a kind that say the number of another constraint, if it is one. */
static void
drop_within(BcConstraints *found, unsigned from, BcFollowKind kind,
			const BcConstraint *other)
{
	for (unsigned i = from; i < found->count && other != NULL; i++)
		if (found->list[i].kind == kind &&
			found->list[i].n == other->n &&
			found->list[i].byte_start < other->byte_stop &&
			other->byte_start < found->list[i].byte_stop)
			found->list[i].confidence = 0;
}

/* The same of items. */
static void
drop_items(BcConstraints *found, unsigned from, const BcConstraint *other)
{
	drop_within(found, from, BC_F_ITEMS, other);
}

/* Is the one string of c the string of another constraint? */
static bool
is_string_of(const BcConstraints *found, const BcConstraint *c,
			 const BcConstraint *other)
{
	return other != NULL && other->strings == 1 && c->strings == 1 &&
		same_strings(found, c, other);
}

/* Words that another constraint has go out of those that are to be there. */
static void
join_words(BcConstraints *found, unsigned from)
{
	BcConstraint *words = find_kind(found, from, BC_F_KEYWORDS);
	BcConstraint *count = find_kind(found, from, BC_F_KEYWORD_COUNT);
	BcConstraint *forbidden = find_kind(found, from, BC_F_FORBIDDEN);

	/* “专业”这个词别超过两次 */
	if (count != NULL && is_string_of(found, count, forbidden))
		forbidden->confidence = 0;
	/* “模块1”“模块2”这样的标号 */
	drop_over(found, from, BC_F_KEYWORDS,
			  find_kind(found, from, BC_F_SECTIONS));
	/* 以“P.S.”起头的附言 */
	drop_over(found, from, BC_F_KEYWORDS,
			  find_kind(found, from, BC_F_POSTSCRIPT));
	if (words == NULL || words->confidence == 0)
		return;
	/* 禁止：出现“等等” */
	if (forbidden != NULL && same_strings(found, words, forbidden))
		words->confidence = 0;
	/* 前面写上“答：”; “闭环”不超过1次; 要点前面加上“•” */
	if (is_string_of(found, words, find_kind(found, from, BC_F_BEGINS_WITH)) ||
		is_string_of(found, words, find_kind(found, from, BC_F_ENDS_WITH)) ||
		is_string_of(found, words, count) ||
		(words->strings == 1 &&
		 bc_is_bullet(found->string[words->first_string]) &&
		 find_kind(found, from, BC_F_BULLETS) != NULL))
		words->confidence = 0;
}

/* The same of what is asked for in Chinese. */
static void
join_wide(BcConstraints *found, unsigned from)
{
	BcConstraint *sections = find_kind(found, from, BC_F_SECTIONS);
	BcConstraint *headings = find_kind(found, from, BC_F_HEADINGS);
	BcConstraint *title = find_kind(found, from, BC_F_TITLE);
	BcConstraint *verse = find_kind(found, from, BC_F_VERSE);
	BcConstraint *sentences = find_kind(found, from, BC_F_SENTENCES);
	BcConstraint *options = find_kind(found, from, BC_F_OPTIONS);

	/* 四个小节，用markdown标题 */
	if (sections != NULL && headings != NULL && sections->strings == 0 &&
		sections->wide)
		sections->confidence = 0;
	/* JSON，字段有标题、摘要 */
	if (title != NULL && title->name == NULL &&
		(find_kind(found, from, BC_F_JSON_KEYS) != NULL ||
		 (title->wide && find_kind(found, from, BC_F_JSON) != NULL)))
		title->confidence = 0;
	/* 以“第一节”到“第四节”打头, 标题用《》包起来, 逗号句号之类的标点 */
	drop_over(found, from, BC_F_BEGINS_WITH, sections);
	drop_over(found, from, BC_F_QUOTED, title);
	drop_over(found, from, BC_F_ONE_A_LINE, title);
	drop_over(found, from, BC_F_TITLE, headings);
	drop_over(found, from, BC_F_NO_COMMAS,
			  find_kind(found, from, BC_F_NO_PUNCTUATION));
	/* 建议 or 不建议 is no choice but yes or no */
	if (options != NULL && options->strings == 2 &&
		bc_are_yes_no(found->string[options->first_string],
					  found->string[options->first_string + 1]))
	{
		options->kind = BC_F_YES_NO;
		options->n = 1;
	}
	join_words(found, from);
	/* 七字一句，写四句 */
	if (verse != NULL && sentences != NULL && sentences->n == verse->to)
		sentences->confidence = 0;
}

/* What one constraint tells better goes out of another. */
static void
join_kinds(BcConstraints *found, unsigned from)
{
	BcConstraint *paragraphs = find_kind(found, from, BC_F_PARAGRAPHS);
	BcConstraint *begins = find_kind(found, from, BC_F_PARAGRAPH_BEGINS);
	BcConstraint *language = find_kind(found, from, BC_F_LANGUAGE);
	BcConstraint *letters = find_kind(found, from, BC_F_UPPER_CASE);
	BcConstraint *two = find_kind(found, from, BC_F_TWO_RESPONSES);
	BcConstraint *bullets = find_kind(found, from, BC_F_BULLETS);
	BcConstraint *sections = find_kind(found, from, BC_F_SECTIONS);
	BcConstraint *highlights = find_kind(found, from, BC_F_HIGHLIGHTS);
	BcConstraint *verse = find_kind(found, from, BC_F_VERSE);
	BcConstraint *characters = find_kind(found, from, BC_F_CHARACTERS);
	BcConstraint *lines = find_kind(found, from, BC_F_LINES);
	BcConstraint *capitals = find_kind(found, from, BC_F_CAPITAL_WORDS);
	BcConstraint *numbered = find_kind(found, from, BC_F_NUMBERED);

	if (letters == NULL)
		letters = find_kind(found, from, BC_F_LOWER_CASE);
	/* IFEval's nth_paragraph_first_word holds the number of paragraphs */
	if (begins != NULL && paragraphs != NULL && !begins->wide &&
		paragraphs->relation == BC_EXACTLY)
	{
		begins->to = paragraphs->n;
		paragraphs->confidence = 0;
	}
	/* as its english_capital holds the language */
	if (letters != NULL && language != NULL && !letters->wide &&
		!language->wide &&
		strcmp(language->name, "en") == 0)
	{
		letters->name = "en";
		language->confidence = 0;
	}
	for (unsigned i = from; i < found->count && two != NULL; i++)
		if (found->list[i].kind == BC_F_ITEMS && found->list[i].n == 2)
			found->list[i].confidence = 0;
	/* "mark two sentences with *...*", 占位至少四个 */
	drop_items(found, from, highlights);
	drop_items(found, from, find_kind(found, from, BC_F_PLACEHOLDERS));
	drop_items(found, from, find_kind(found, from, BC_F_HEADINGS));
	drop_items(found, from, numbered);
	drop_items(found, from, find_kind(found, from, BC_F_LETTER_COUNT));
	drop_items(found, from, capitals);
	/* 小数部分取两位 */
	drop_items(found, from, find_kind(found, from, BC_F_DECIMALS));
	/* 依次标为“模块1”“模块2” */
	drop_over(found, from, BC_F_OPTIONS, sections);
	/* 前面标1到5 */
	if (numbered != NULL && numbered->relation == BC_BETWEEN &&
		numbered->n == 1)
	{
		numbered->relation = BC_EXACTLY;
		numbered->n = numbered->to;
	}
	drop_within(found, from, BC_F_SENTENCES, highlights);
	/* 至少五个词用全大写 */
	drop_within(found, from, BC_F_WORDS, capitals);
	drop_within(found, from, BC_F_CHARACTERS, capitals);
	if (two != NULL && paragraphs != NULL && !paragraphs->name)
		paragraphs->confidence = 0;
	/* "list 10 names ... in bullet points" */
	for (unsigned i = from; i < found->count && bullets != NULL; i++)
		if (found->list[i].kind == BC_F_ITEMS &&
			(found->list[i].n == bullets->n ||
			 bullets->relation == BC_NO_NUMBER))
		{
			bullets->relation = found->list[i].relation;
			bullets->n = found->list[i].n;
			bullets->to = found->list[i].to;
			/* 列4点，每点前加“•” asks for both */
			if (!found->list[i].wide || bullets->unit == BC_COUNTS_POINTS)
				found->list[i].confidence = 0;
		}
	if (sections != NULL && sections->strings == 0 && paragraphs != NULL &&
		paragraphs->name != NULL)
	{
		paragraphs->relation = sections->relation;
		paragraphs->n = sections->n;
		paragraphs->to = sections->to;
		sections->confidence = 0;
	}
	join_wide(found, from);
	if (verse != NULL && characters != NULL && characters->n < 10)
		characters->confidence = 0;
	if (verse != NULL && lines != NULL)
	{
		if (verse->to == 0 && lines->relation == BC_EXACTLY)
			verse->to = lines->n;
		lines->confidence = 0;
	}
}

/*
 * 至少三句，最多五句: the least and the most, side by side, are from one to the
 * other.
 */
static bool
join_bounds(BcConstraint *a, const BcConstraint *b)
{
	uint32_t	least = a->relation == BC_AT_LEAST ? a->n : b->n;
	uint32_t	most = a->relation == BC_AT_LEAST ? b->n : a->n;
	const BcConstraint *first = a->byte_start < b->byte_start ? a : b;
	const BcConstraint *second = first == a ? b : a;
	uint32_t	start = first->byte_start;

	if (!((a->relation == BC_AT_LEAST && b->relation == BC_AT_MOST) ||
		  (a->relation == BC_AT_MOST && b->relation == BC_AT_LEAST)) ||
		least >= most || a->unit != b->unit ||
		/* that there are sections says no number */
		a->kind == BC_F_SECTIONS ||
		second->byte_start < first->byte_stop ||
		second->byte_start - first->byte_stop > 12)
		return false;
	a->byte_stop = second->byte_stop;
	a->byte_start = start;
	a->relation = BC_BETWEEN;
	a->n = least;
	a->to = most;
	return true;
}

/* Drops what is said twice, and what join_kinds() dropped. */
void
bc_follow_tidy(BcConstraints *found, unsigned from)
{
	unsigned	kept = from;

	/* one alone is said once; options may be a yes or no */
	if (found->count - from == 1 && found->list[from].confidence > 0 &&
		found->list[from].kind != BC_F_OPTIONS &&
		found->list[from].kind != BC_F_NUMBERED)
		return;
	for (unsigned i = from; i < found->count; i++)
		for (unsigned k = from; k < i; k++)
		{
			BcConstraint *a = &found->list[k];
			BcConstraint *b = &found->list[i];

			if (a->confidence == 0 || b->confidence == 0 ||
				!says_the_same(found, a, b))
				continue;
			if (join_bounds(a, b))
			{
				b->confidence = 0;
				continue;
			}
			/* "a) in five sentences b) in two": each of a part */
			if (b->kind == BC_F_SENTENCES && a->relation == BC_EXACTLY &&
				b->relation == BC_EXACTLY && a->n != b->n)
			{
				a->confidence = b->confidence = 0;
				continue;
			}
			if (bc_states_number(b) != bc_states_number(a) ?
				bc_states_number(b) : b->confidence > a->confidence)
				a->confidence = 0;
			else
				b->confidence = 0;
		}
	join_kinds(found, from);
	for (unsigned i = from; i < found->count; i++)
		if (found->list[i].confidence > 0)
			found->list[kept++] = found->list[i];
	found->count = kept;
}
