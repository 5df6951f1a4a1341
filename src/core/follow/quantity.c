/*
 * quantity.c: how many: the number before or behind a unit, and the words that
 * say at least, at most, exactly, about, between.
 */
#include "core/follow/internal.h"

#define MAX_NUMBER	1000000

static bool
is_number(const BcCue *cue)
{
	return bc_cue_is(cue, BC_M(NUM) | BC_M(NUMWORD));
}

/* The "and" of "a hundred and fifty"? */
static bool
within_number(const BcFinder *f, size_t k)
{
	return k > 0 && k + 1 < f->count && bc_cue_is(&f->cue[k], BC_M(AND)) &&
		bc_cue_starts(f, k, "and") && f->cue[k].gap == 0 &&
		f->cue[k + 1].gap == 0 && bc_cue_is(&f->cue[k + 1], BC_M(NUMWORD)) &&
		f->cue[k + 1].value < 100 &&
		bc_cue_is(&f->cue[k - 1], BC_M(NUMWORD)) &&
		(f->cue[k - 1].value == 100 || f->cue[k - 1].value == 1000);
}

/* Numbers in words, "two hundred and fifty", that end at k; sets the first. */
static uint32_t
words_value(const BcFinder *f, size_t k, size_t from, size_t *first)
{
	uint32_t	sum = 0;
	uint32_t	part = 0;
	size_t		a = k;

	/* digits stand alone, but for "2 hundred" */
	while (a > from && k - a < 6 && f->cue[a].gap == 0 &&
		   bc_cue_is(&f->cue[a], BC_M(NUMWORD)) &&
		   (bc_cue_is(&f->cue[a - 1], BC_M(NUMWORD) | BC_M(NUM)) ||
			within_number(f, a - 1)))
		a -= within_number(f, a - 1) ? 2 : 1;
	*first = a;
	for (; a <= k; a++)
	{
		uint32_t	v = bc_cue_is(&f->cue[a], BC_M(AND)) ? 0 : f->cue[a].value;

		if (v == 1000 || v == 100)
		{
			part = (part == 0 ? 1 : part) * v;
			if (v == 1000)
			{
				sum += part;
				part = 0;
			}
		}
		else
			part += v;
		if (part > MAX_NUMBER || sum > MAX_NUMBER)
			return MAX_NUMBER;
	}
	return sum + part;
}

/* Is what stands between two cues a hyphen or a dash, blanks aside? */
static bool
dash_between(const BcFinder *f, size_t a, size_t b)
{
	BcSlice		s = {f->text.data + f->cue[a].stop,
					 f->cue[b].start - f->cue[a].stop};

	while (s.len > 0 && s.data[0] == ' ')
		s.data++, s.len--;
	while (s.len > 0 && s.data[s.len - 1] == ' ')
		s.len--;
	return (s.len == 1 && (s.data[0] == '-' || s.data[0] == '~')) ||
		(s.len == 3 &&
		 (memcmp(s.data, "–", 3) == 0 || memcmp(s.data, "—", 3) == 0 ||
		  memcmp(s.data, "～", 3) == 0 || memcmp(s.data, "－", 3) == 0));
}

/*
 * 三百字到四百字, 300字-400字: the second number, where the unit at a cue
 * stands behind it once more; SIZE_MAX: none.
 */
static size_t
unit_again(const BcFinder *f, size_t unit)
{
	size_t		b = unit + 1;

	if (b < f->count && f->cue[b].gap == 0 &&
		bc_cue_is(&f->cue[b], BC_M(AND)) &&
		(bc_cue_starts(f, b, "到") || bc_cue_starts(f, b, "至")))
		b++;
	else if (b >= f->count || !dash_between(f, unit, b))
		return SIZE_MAX;
	return b + 1 < f->count && bc_cue_is(&f->cue[unit], BC_M(UNIT)) &&
		f->cue[b].gap == 0 && bc_cue_is(&f->cue[b], BC_M(NUM)) &&
		f->cue[b + 1].gap == 0 && bc_cue_is(&f->cue[b + 1], BC_M(UNIT)) &&
		f->cue[b + 1].value == f->cue[unit].value ? b : SIZE_MAX;
}

/* Between two numbers: a hyphen, "to", 到, "or", "and". */
static bool
joined(const BcFinder *f, size_t a, size_t b)
{
	if (b > a + 1 && f->cue[a + 1].gap == 0 && unit_again(f, a + 1) == b)
		return true;
	if (b == a + 2 && f->cue[b - 1].gap == 0 &&
		(f->cue[b].gap == 0 ||
		 (f->cue[b].gap == 1 && f->text.data[f->cue[b].start - 2] == 'a' &&
		  bc_cue_is(&f->cue[b], BC_M(NUMWORD)))))
	{
		const BcCue *cue = &f->cue[a + 1];

		if (bc_cue_is(cue, BC_M(AND)))
			return cue->value != 2;
		/* "3 to 5" */
		return bc_cue_is(cue, BC_M(IN)) && cue->stop - cue->start == 2 &&
			f->text.data[cue->start] == 't';
	}
	return b == a + 1 && dash_between(f, a, b);
}

static void
apply(BcQuantity *q, unsigned code, bool negated)
{
	q->by_word = true;
	if (negated && (code == 2 || code == 4))
		code = code == 2 ? 3 : 1;
	switch (code)
	{
		case 1:
			q->relation = BC_AT_LEAST;
			break;
		case 2:
			q->relation = BC_AT_LEAST;
			q->n++;
			break;
		case 3:
			q->n = q->relation == BC_BETWEEN ? q->to : q->n;
			q->relation = BC_AT_MOST;
			break;
		case 4:
			q->relation = BC_AT_MOST;
			q->n -= q->n > 0;
			break;
		case 5:
			q->relation = BC_EXACTLY;
			break;
		case 6:
			q->relation = BC_ABOUT;
			break;
		case 8:
			if (q->relation == BC_NO_NUMBER)
				q->relation = BC_AT_MOST;
			break;
		default:
			q->by_word = false;
			break;
	}
}

/* What stands before the number whose first cue is a. */
static void
look_before(const BcFinder *f, BcQuantity *q, size_t a, size_t from)
{
	unsigned	words = f->cue[a].gap;

	for (size_t k = a; k-- > from && a - k <= 4 && words <= 2;)
	{
		const BcCue *cue = &f->cue[k];

		/* "below, write 100 words", "the text below in 5 sentences" */
		if (bc_cue_latin(f, k) && bc_cue_is(cue, BC_M(COMMA) | BC_M(IN)) &&
			!bc_cue_is(cue, BC_M(BEFORE)) &&
			(bc_cue_is(cue, BC_M(COMMA)) || bc_cue_starts(f, k, "in")))
			return;
		/* "about nature in 8 lines" */
		if (bc_cue_is(cue, BC_M(BEFORE)) && cue->value == 6 &&
			q->relation == BC_NO_NUMBER && (k + 1 < a || f->cue[a].gap > 0))
			return;
		/* 人口最多的五个国家 */
		if (bc_cue_is(cue, BC_M(BEFORE)) && bc_cue_starts(f, k, "最") &&
			bc_stands_at(f, cue->stop, "的"))
			return;
		if (bc_cue_is(cue, BC_M(BEFORE)) && cue->value != 0)
		{
			size_t		neg = bc_cue_before(f, k, k > from + 3 ? k - 3 : from,
											BC_M(NEG) | BC_CLAUSE_END);
			bool		negated;

			/* 禁止：超过三百字 */
			if (neg != SIZE_MAX && neg > from && bc_denying_colon(f, neg))
				neg--;
			negated = neg != SIZE_MAX &&
				bc_cue_is(&f->cue[neg], BC_M(NEG)) && f->cue[k].gap <= 1;

			if (cue->value == 7 && q->relation != BC_BETWEEN)
				continue;
			if (q->relation != BC_BETWEEN ||
				(cue->value != 8 && cue->value != 7 && cue->value != 6))
			{
				apply(q, cue->value, negated);
				q->first = negated ? neg : k;
			}
			else
				q->first = k;
			return;
		}
		/* 列 is a verb before a number */
		if ((bc_cue_is(cue, BC_M(UNIT)) && !bc_cue_is(cue, BC_M(ASK))) ||
			is_number(cue))
			return;
		if (bc_cue_is(cue, BC_M(THIS)) && k + 1 == a && words == 0)
		{
			q->given = true;
			return;
		}
		if (bc_cue_is(cue, BC_M(ONLY)) && q->relation == BC_NO_NUMBER &&
			words == 0)
			q->first = k;
		words += f->cue[k].gap;
	}
}

static void
look_behind(const BcFinder *f, BcQuantity *q, size_t k, size_t stop)
{
	for (size_t i = k + 1; i < stop && i <= k + 2; i++)
	{
		const BcCue *cue = &f->cue[i];

		if (cue->gap > (i == k + 1 ? 1 : 0))
			return;
		/* "100 words, at most 3 paragraphs" */
		if (bc_cue_is(cue, BC_M(BEFORE)) && i + 1 < f->count &&
			f->cue[i + 1].gap == 0 && is_number(&f->cue[i + 1]))
			return;
		if (bc_cue_is(cue, BC_M(AFTER)))
		{
			if (q->relation == BC_NO_NUMBER ||
				(cue->value == 6 && q->relation == BC_AT_MOST))
				apply(q, cue->value, false);
			if (i > q->last)
				q->last = i;
			return;
		}
		if (!bc_cue_is(cue,
					   BC_M(COMMA) | BC_M(UNIT) | BC_M(PIECE) | BC_M(LONG)))
			return;
	}
}

static bool
is_each(const BcFinder *f, size_t unit, size_t from, size_t stop)
{
	for (size_t k = unit; k-- > from && unit - k < 8;)
	{
		if (bc_cue_is(&f->cue[k], BC_M(EACH)))
			return true;
		if (bc_cue_is(&f->cue[k], BC_M(COMMA)) &&
			f->text.data[f->cue[k].start] >= 0x80)
			break;
		if (bc_cue_is(&f->cue[k], BC_M(SEPARATE) | BC_M(MARK) | BC_M(AND)) &&
			f->cue[k].value == 0)
			break;
	}
	for (size_t k = unit + 1; k < stop && k < unit + 3 &&
		 !bc_cue_is(&f->cue[k], BC_M(COMMA)); k++)
		if (bc_cue_is(&f->cue[k], BC_M(EACH)) && f->cue[k].gap <= 1)
			return k + 1 >= stop ||
				!bc_cue_is(&f->cue[k + 1], BC_M(SEPARATE));
	return false;
}

/* "the two sentences", "combine two sentences", 将两个句子: something at hand. */
static bool
is_object(const BcFinder *f, size_t a, size_t from)
{
	size_t		at = f->cue[a].start;
	size_t		verb = bc_cue_before(f, a, from, BC_M(ASK) | BC_M(WORKON));
	size_t		begin;

	/* 最后两行 */
	if (a > from && f->cue[a].gap == 0 &&
		bc_cue_is(&f->cue[a - 1], BC_M(ENDV) | BC_M(BEGINV)) &&
		f->text.data[at] >= 0x80)
		return true;
	if (at >= 4 && f->cue[a].gap > 0 &&
		memcmp(f->text.data + at - 4, "the ", 4) == 0)
		return true;
	if (at >= 8 && memcmp(f->text.data + at - 8, "between ", 8) == 0)
		return true;
	if (verb != SIZE_MAX && bc_cue_is(&f->cue[verb], BC_M(WORKON)) &&
		!bc_cue_is(&f->cue[verb], BC_M(ASK)) && a - verb <= 2 &&
		(f->text.data[at] < 0x80 ? f->cue[a].gap <= 1 : f->cue[a].gap <= 2))
		return true;
	if (f->text.data[at] < 0x80 && bc_cue_starts(f, a, "a"))
		return false;
	from = bc_clause_start(f, a);
	begin = verb != SIZE_MAX &&
		verb >= from ? f->cue[verb].stop : from > 0 ? f->cue[from - 1].stop :
		f->cue[from].start >= 30 ? f->cue[from].start - 30 : 0;
	if (at - begin > 60)
		begin = at - 60;
	for (size_t i = begin; i + 3 <= at; i++)
		if (memcmp(f->text.data + i, "将", 3) == 0 ||
			memcmp(f->text.data + i, "將", 3) == 0 ||
			memcmp(f->text.data + i, "把", 3) == 0 ||
			memcmp(f->text.data + i, "从", 3) == 0)
			return true;
	return false;
}

/* 第3段, 第 6 章 */
static bool
behind_ordinal(const BcFinder *f, size_t at)
{
	if (at > 0 && f->text.data[at - 1] == ' ')
		at--;
	return at >= 3 && memcmp(f->text.data + at - 3, "第", 3) == 0;
}

/*
 * What a sign before byte at says of the number there, as a cue BEFORE has it;
 * 0 without one. The end of a tag, an arrow and the mark of a quoted line are
 * none: <p>100, -> 3, "> 3".
 */
static unsigned
sign_before(const BcFinder *f, size_t at)
{
	/* by no other byte a sign ends */
	static const unsigned char ends[] = {'<', '=', '>', ';', 0x9C, 0x9E, 0xA4,
										 0xA5, 0xA6, 0xA7};
	static const struct
	{
		const char *sign;
		unsigned	code;
	}			signs[] = {
		{"<=", 3}, {">=", 1}, {"≤", 3}, {"≥", 1}, {"≦", 3}, {"≧", 1},
		{"＜", 4}, {"＞", 2}, {"&lt;", 4}, {"&gt;", 2}, {"<", 4}, {">", 2}
	};

	for (unsigned n = 0; n < 2 && at > 0 && f->text.data[at - 1] == ' '; n++)
		at--;
	if (at == 0 || memchr(ends, f->text.data[at - 1], sizeof(ends)) == NULL)
		return 0;
	for (size_t k = 0; k < sizeof(signs) / sizeof(signs[0]); k++)
	{
		size_t		len = strlen(signs[k].sign);
		unsigned char next;

		if (at <= len || !bc_stands_at(f, at - len, signs[k].sign))
			continue;
		next = f->text.data[at - len - 1];
		return len <= 2 && next < 0x80 && next != ' ' && next != '(' &&
			next != ':' && next != ',' ? 0 : signs[k].code;
	}
	return 0;
}

/* Sets the number that ends at cue k. */
static bool
read_number(const BcFinder *f, BcQuantity *q, size_t k, size_t from)
{
	size_t		a;
	unsigned	sign;

	memset(q, 0, sizeof(*q));
	q->last = k;
	q->n = words_value(f, k, from, &a);
	if (f->cue[a].start > 0 && f->text.data[f->cue[a].start - 1] == '-' &&
		f->cue[a].gap > 0)
		return false;			/* COVID-19 */
	if (f->cue[k].plus)
		apply(q, 1, false);
	if (f->cue[k].other > q->n && bc_cue_is(&f->cue[k], BC_M(NUM)))
	{
		q->to = f->cue[k].other;
		q->relation = BC_BETWEEN;
		q->by_word = true;
	}
	for (size_t b = a; b > from && a - b < 3; b--)
		if (is_number(&f->cue[b - 1]) && joined(f, b - 1, a))
		{
			size_t		first;

			q->to = q->n;
			q->n = words_value(f, b - 1, from, &first);
			if (q->n >= q->to)
				return false;
			q->relation = BC_BETWEEN;
			q->by_word = true;
			a = first;
			break;
		}
	/* "three (3)" */
	if (a >= from + 2 && f->cue[a].gap == 0 && f->cue[a - 1].gap == 0 &&
		bc_cue_is(&f->cue[a - 1], BC_M(COMMA)) && f->cue[a - 1].value == 1 &&
		is_number(&f->cue[a - 2]))
	{
		size_t		first;

		if (words_value(f, a - 2, from, &first) == q->n)
			a = first;
	}
	q->first = a;
	q->number = a;
	/* 第3段, "the first 3" */
	if (a > from && bc_cue_is(&f->cue[a - 1], BC_M(ORDINAL)) &&
		f->cue[a].gap == 0)
		q->given = true;
	if (behind_ordinal(f, f->cue[a].start))
		return false;
	/* 这三个城市 are at hand */
	if (f->cue[a].start >= 3 &&
		(bc_han_stands_at(f, f->cue[a].start - 3, "这") ||
		 bc_stands_at(f, f->cue[a].start - 3, "那")))
		q->given = true;
	sign = sign_before(f, f->cue[a].start);
	if (sign != 0)
		apply(q, sign, false);
	else
		look_before(f, q, a, from);
	if (!q->by_word && is_object(f, a, from))
		q->given = true;
	return q->n < MAX_NUMBER;
}

/* What a number may stand before, or behind, and the unit behind it. */
static bool
may_count(const BcCue *cue)
{
	return bc_cue_is(cue, BC_M(NUM) | BC_M(NUMWORD) | BC_M(AFTER) |
					 BC_M(FORMAT) | BC_M(CASE) | BC_M(HIGHLIGHT) |
					 BC_M(PIECE) | BC_M(COMMA) | BC_M(LANG) | BC_M(UNIT) |
					 BC_M(KEYWORD) | BC_M(MATTER));
}

/* The quantity of the unit at a cue: "at least 3 short sentences". */
bool
bc_quantity(const BcFinder *f, size_t unit, BcQuantity *q)
{
	size_t		from;
	size_t		stop;
	unsigned	words = f->cue[unit].gap;
	bool		latin = f->text.data[f->cue[unit].start] < 0x80;

	/* 三百字 of 三百字到四百字 */
	if (!latin && unit_again(f, unit) != SIZE_MAX)
		return false;
	/* the number of most stands right before them, or nowhere */
	if (unit == 0 ||
		(!latin && !bc_cue_is(&f->cue[unit - 1], BC_M(CASE)) &&
		 (words > 0 || !may_count(&f->cue[unit - 1]))))
		return false;
	from = bc_sentence_start(f, unit);
	stop = bc_sentence_stop(f, unit);
	for (size_t k = unit; k-- > from && unit - k <= 5;)
	{
		const BcCue *cue = &f->cue[k];

		if (words > (latin ? 3u : bc_cue_is(cue, BC_M(CASE)) ? 1u : 0u))
			return false;
		if (!latin && bc_cue_is(cue, BC_M(CASE)))
			words = 0;
		if (is_number(cue))
		{
			/* "five nouns from the sentence" */
			if (latin && f->cue[unit].gap > 0 && f->cue[unit].start >= 4 &&
				bc_stands_at(f, f->cue[unit].start - 4, "the "))
				return false;
			if (!read_number(f, q, k, from))
				return false;
			/* "500 or more words" */
			look_behind(f, q, k, unit);
			if (unit > q->last)
				q->last = unit;
			look_behind(f, q, unit, stop);
			q->each = is_each(f, unit, from, stop);
			return true;
		}
		/* "5 ... of these characters": they are at hand */
		if (bc_cue_is(cue, BC_M(THIS)))
			return false;
		if (!may_count(cue) ||
			(bc_cue_is(cue, BC_M(UNIT)) && latin &&
			 (bc_cue_latin(f, k) || cue->value != BC_U_ITEM)) ||
			(bc_cue_is(cue, BC_M(UNIT)) && !latin &&
			 (cue->value != BC_U_ITEM || f->cue[k + 1].gap > 0)))
			return false;
		words += cue->gap;
	}
	return false;
}

/* The classes of cues [from, to) but 用. */
static uint64_t
seen_but_use(const BcFinder *f, size_t from, size_t to)
{
	uint64_t	seen = 0;

	for (size_t k = from; k < to; k++)
		seen |= bc_cue_starts(f, k, "用") ? 0 : f->cue[k].mask;
	return seen;
}

/* 句子不少于3个: does a number at k, with the measure behind it, count the unit? */
static bool
says_how_many(const BcFinder *f, size_t unit, size_t k, const BcQuantity *q)
{
	/* ，小标题3个， */
	bool		alone = k == unit + 1 && f->cue[k].gap == 0 &&
		f->cue[unit].gap == 0 && bc_clause_start(f, unit) == unit &&
		bc_clause_ends(f, k + 1);

	return (f->cue[k + 1].value == BC_U_ITEM ||
			f->cue[k + 1].value == BC_U_PLACE) && (q->by_word || alone) &&
			!bc_cue_latin(f, unit) &&
		(seen_but_use(f, unit + 1, k) &
		 (BC_M(ASK) | BC_M(WORKON) | BC_M(IN))) == 0 &&
					f->cue[q->first].gap <= 1;
}

/* The number behind the unit: 字数不超过500, "word count: 300". */
bool
bc_quantity_behind(const BcFinder *f, size_t unit, BcQuantity *q)
{
	size_t		stop = bc_sentence_stop(f, unit);
	unsigned	words = 0;

	/* 句子中长度为4的词 */
	if (bc_stands_at(f, f->cue[unit].stop, "中") ||
		bc_stands_at(f, f->cue[unit].stop, "里"))
		return false;
	for (size_t k = unit + 1; k < stop && k <= unit + 7; k++)
	{
		words += f->cue[k].gap;
		if (words > 5 || f->cue[k].material)
			return false;
		if (is_number(&f->cue[k]))
		{
			while (k + 1 < stop && k < unit + 9 &&
				   ((is_number(&f->cue[k + 1]) &&
					 (f->cue[k + 1].gap == 0 || joined(f, k, k + 1))) ||
					(k + 2 < stop && is_number(&f->cue[k + 2]) &&
					 joined(f, k, k + 2))))
				k += is_number(&f->cue[k + 1]) ? 1 : 2;
			if (!read_number(f, q, k, unit))
				return false;
			look_behind(f, q, k, stop);
			if (k + 1 < stop && f->cue[k + 1].gap == 0 &&
				bc_cue_is(&f->cue[k + 1], BC_M(UNIT)) &&
				bc_cue_unit(&f->cue[k + 1]) != bc_cue_unit(&f->cue[unit]) &&
				(f->cue[unit].value < 34 || f->cue[unit].value == 35) &&
				!says_how_many(f, unit, k, q))
				return false;
			if (q->last == k && k + 1 < stop && f->cue[k + 1].gap == 0 &&
				!bc_cue_latin(f, unit) && bc_cue_is(&f->cue[k + 1], BC_M(UNIT)))
				q->last = k + 1;
			q->each = is_each(f, unit, bc_clause_start(f, unit), stop);
			q->first = unit;
			return true;
		}
		/* 小标题，字数六百以上; 句子，字母t不少于六个 */
		if (bc_cue_is(&f->cue[k], BC_M(END)) ||
			(bc_cue_is(&f->cue[k], BC_M(KEYWORD)) && !bc_cue_latin(f, k)) ||
			(bc_cue_is(&f->cue[k], BC_M(UNIT)) && !bc_cue_latin(f, k) &&
			 f->cue[k].value == BC_U_CHARACTERS_ARE))
			return false;
	}
	return false;
}

bool
bc_quantity_at(const BcFinder *f, size_t number, BcQuantity *q)
{
	size_t		from = bc_sentence_start(f, number);

	if (!read_number(f, q, number, from))
		return false;
	look_behind(f, q, number, bc_sentence_stop(f, number));
	q->each = is_each(f, number, from, bc_sentence_stop(f, number));
	return true;
}
