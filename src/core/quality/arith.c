/*
 * arith.c: sums whose result is wrong: an expression, "=" and one number.
 *
 * The whole expression is read, from what it begins after to what ends it, with
 * the precedence of its operators, in exact fractions.  What is not understood
 * is not judged: units and other words between the numbers, a word before them
 * that may belong to the sum ("half of", "negative", "mod"), clock times, mixed
 * numbers, percentages, puzzles with operators of their own.
 */
#include "core/quality/internal.h"

#define MAX_DIGITS		12
#define MAX_DEPTH		8		/* of brackets */
#define MAX_EXPONENT	16
#define MAX_BYTES		200		/* of a line, to either side of a sum */
#define MAX_DOUBTS		16

/* num / den, den > 0, in lowest terms. */
typedef struct Fraction
{
	int64_t		num;
	int64_t		den;
} Fraction;

typedef struct Reader
{
	BcSlice		text;
	size_t		at;
	unsigned	operators;
	char		last;			/* operator */
	bool		spaced;			/* a blank before an operator */
	bool		divides;
	bool		decimals;		/* a number with a point was read */
} Reader;

static int64_t
gcd(int64_t a, int64_t b)
{
	while (b != 0)
	{
		int64_t		r = a % b;

		a = b;
		b = r;
	}
	return a < 0 ? -a : a;
}

static bool
multiply(int64_t a, int64_t b, int64_t *out)
{
	int64_t		x = a < 0 ? -a : a;
	int64_t		y = b < 0 ? -b : b;

	if (x != 0 && y > (INT64_MAX / 4) / x)
		return false;
	*out = a * b;
	return true;
}

/* False: too large to be exact. */
static bool
make_fraction(int64_t num, int64_t den, Fraction *out)
{
	int64_t		common = gcd(num, den);

	if (den == 0)
		return false;
	if (den < 0)
		common = -common;
	out->num = num / common;
	out->den = den / common;
	return true;
}

static bool
apply(Fraction *a, char op, Fraction b)
{
	int64_t		x;
	int64_t		y;
	int64_t		den;

	if (op == '*')
		return multiply(a->num, b.num, &x) && multiply(a->den, b.den, &den) &&
			make_fraction(x, den, a);
	if (op == '/')
		return multiply(a->num, b.den, &x) && multiply(a->den, b.num, &den) &&
			make_fraction(x, den, a);
	return multiply(a->num, b.den, &x) && multiply(b.num, a->den, &y) &&
		multiply(a->den, b.den, &den) &&
		make_fraction(op == '+' ? x + y : x - y, den, a);
}

static unsigned char
byte_at(BcSlice text, size_t i)
{
	return i < text.len ? text.data[i] : 0;
}

static bool
digit(unsigned char c)
{
	return (unsigned) c - '0' < 10;
}

/* Which of the words is at byte i; its length, or 0. */
static size_t
one_of(BcSlice text, size_t i, const char *const *words)
{
	for (; *words != NULL; words++)
		if (bc_text_at(text, i, *words))
			return strlen(*words);
	return 0;
}

static size_t
blanks(BcSlice text, size_t i)
{
	while (byte_at(text, i) == ' ')
		i++;
	return i;
}

/* + - * / ^ and the forms that are printed for them; 0: none. */
static char
read_operator(BcSlice text, size_t i, size_t *len)
{
	static const struct
	{
		const char *sign;
		char		op;
	}			signs[] = {
		{"×", '*'}, {"÷", '/'}, {"·", '*'}, {"−", '-'}, {"–", '-'},
		{"⋅", '*'}, {"∙", '*'}, {"∗", '*'}, {"﹣", '-'}, {"－", '-'},
		{"＋", '+'}, {"／", '/'}, {"∕", '/'}, {"＊", '*'}, {"✕", '*'}
	};

	unsigned char c = byte_at(text, i);

	*len = 1;
	if (c == '+' || c == '-' || c == '/' || c == '^')
		return (char) c;
	if (c == '*')
	{
		*len = byte_at(text, i + 1) == '*' ? 2 : 1;
		return *len == 2 ? '^' : '*';
	}
	for (size_t k = 0; c >= 0x80 && k < sizeof(signs) / sizeof(signs[0]); k++)
		if (bc_text_at(text, i, signs[k].sign))
		{
			*len = strlen(signs[k].sign);
			return signs[k].op;
		}
	/* an x between numbers or brackets */
	if ((c | 0x20) == 'x')
	{
		unsigned char next = byte_at(text, blanks(text, i + 1));

		return digit(next) || next == '(' || next == '$' ? '*' : 0;
	}
	return 0;
}

static const char *const currency[] = {"$", "¥", "￥", "€", "£", NULL};

/* Digits, commas between groups of three, one point; no other number touches. */
static bool
read_number(Reader *r, int64_t *value, unsigned *scale)
{
	size_t		at = r->at;
	size_t		from;
	unsigned	digits = 0;
	unsigned	commas = 0;
	bool		point = false;

	if (!digit(byte_at(r->text, at)))
		at += one_of(r->text, at, currency);
	from = at;
	*value = 0;
	*scale = 0;
	for (; at < r->text.len; at++)
	{
		unsigned char c = r->text.data[at];

		if (digit(c))
		{
			if (++digits > MAX_DIGITS)
				return false;
			*value = *value * 10 + (c - '0');
			*scale += point;
		}
		else if (c == '.' && !point && digits > 0 && digit(byte_at(r->text, at + 1)))
			point = true;
		else if (c == ',' && digit(byte_at(r->text, at + 1)))
		{
			/* 1,234 and no list */
			if (point || digits == 0 || digits > 3 + 3 * commas++ ||
				!digit(byte_at(r->text, at + 2)) ||
				!digit(byte_at(r->text, at + 3)) ||
				digit(byte_at(r->text, at + 4)))
				return false;
		}
		else
			break;
	}
	r->decimals |= point;
	r->at = at;
	/* 007, 05: no quantity */
	return digits > 0 && !(digits > 1 && r->text.data[from] == '0' &&
						   r->text.data[from + 1] != '.');
}

static bool read_sum(Reader *r, unsigned depth, Fraction *out);

static const int64_t power10[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
	10000000000, 100000000000, 1000000000000
};

/* A number or a sum in brackets, perhaps to a power. */
static bool
read_factor(Reader *r, unsigned depth, Fraction *out)
{
	int64_t		value;
	unsigned	scale;
	size_t		len;
	Fraction	base;

	if (byte_at(r->text, r->at) == '(')
	{
		r->at = blanks(r->text, r->at + 1);
		if (depth >= MAX_DEPTH || !read_sum(r, depth + 1, out))
			return false;
		r->at = blanks(r->text, r->at);
		if (byte_at(r->text, r->at) != ')')
			return false;
		r->at++;
	}
	else if (!read_number(r, &value, &scale) ||
			 !make_fraction(value, power10[scale], out))
		return false;
	if (read_operator(r->text, blanks(r->text, r->at), &len) != '^')
		return true;
	r->at = blanks(r->text, blanks(r->text, r->at) + len);
	if (!read_number(r, &value, &scale) || scale != 0 || value > MAX_EXPONENT)
		return false;
	r->operators++;
	r->last = '^';
	base = *out;
	*out = (Fraction) {1, 1};
	while (value-- > 0)
		if (!apply(out, '*', base))
			return false;
	/* 2^3^2: the second first */
	return read_operator(r->text, blanks(r->text, r->at), &len) != '^';
}

static bool
read_product(Reader *r, unsigned depth, Fraction *out)
{
	bool		slash = false;
	size_t		len;

	if (!read_factor(r, depth, out))
		return false;
	for (;;)
	{
		size_t		next = blanks(r->text, r->at);
		char		op = read_operator(r->text, next, &len);
		Fraction	factor;

		if (op != '*' && op != '/')
			return true;
		/* 3 / 1/4: the quarter may be meant */
		if (op == '/' && slash)
			return false;
		slash = op == '/';
		r->operators++;
		r->last = op;
		r->spaced |= next > r->at;
		r->divides |= slash;
		r->at = blanks(r->text, next + len);
		if (!read_factor(r, depth, &factor) || !apply(out, op, factor))
			return false;
	}
}

static bool
read_sum(Reader *r, unsigned depth, Fraction *out)
{
	size_t		len;

	if (!read_product(r, depth, out))
		return false;
	for (;;)
	{
		size_t		next = blanks(r->text, r->at);
		char		op = read_operator(r->text, next, &len);
		Fraction	term;

		if (op != '+' && op != '-')
			return true;
		r->operators++;
		r->last = op;
		r->spaced |= next > r->at;
		r->at = blanks(r->text, next + len);
		if (!read_product(r, depth, &term) || !apply(out, op, term))
			return false;
	}
}

/* Is the word that begins at byte i one of the words? */
static bool
word_in(BcSlice text, size_t i, const char *const *words)
{
	char		word[12];
	size_t		len = 0;

	for (; (byte_at(text, i + len) | 0x20u) - 'a' < 26; len++)
	{
		if (len + 1 == sizeof(word))
			return false;
		word[len] = (char) (text.data[i + len] | 0x20);
	}
	word[len] = '\0';
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

/* A word that says that a sum follows, before byte i. */
static bool
word_leads(BcSlice text, size_t i)
{
	static const char *const words[] = {
		"is", "are", "was", "were", "so", "then", "because", "since", "get",
		"gets", "got", "have", "has", "had", "thus", "therefore", "hence",
		"that", "costs", "cost", "earns", "earn", "spends", "spend", "needs",
		"need", "makes", "make", "total", "answer", "calculate", "compute",
		"equation", "result", "solution", "gives", "paid", "pays", "spent",
		"made", "bought", "sold", "used", "uses", "example", NULL
	};
	size_t		from = i;

	while (from > 0 && (text.data[from - 1] | 0x20u) - 'a' < 26)
		from--;
	return !(from > 0 && strchr("-'", text.data[from - 1]) != NULL) &&
		word_in(text, from, words);
}

/* Is what ends at the bracket at byte i, at the start of a line, a number? */
static bool
numbers_item(BcSlice text, size_t i)
{
	while (i > 0 && (digit(text.data[i - 1]) || text.data[i - 1] == '('))
		i--;
	return i == 0 || text.data[i - 1] == '\n';
}

/* Does a sum that begins at byte i begin there, and not before? */
static bool
begins_there(BcSlice text, size_t i)
{
	static const char *const chinese[] = {
		"是", "为", "即", "得", "有", "则", "共", "以", "需", "要", "故", "此", "果", "式", "题",
		"价", "用", "知", "解", "于是", "：", "，", "。", "；", "？", "！", NULL
	};
	size_t		at = i;
	unsigned char c;

	while (at > 0 && text.data[at - 1] == ' ')
		at--;
	if (at == 0)
		return true;
	c = text.data[at - 1];
	if (c >= 0x80)
		return bc_text_before(text, at, chinese) > 0;
	if (c == '\n' || c == ';' || c == '!' || c == '?')
		return true;
	if (c == ',' || c == '.')
		return at < i;
	/* the number of an item */
	if (c == ')')
		return at < i && numbers_item(text, at - 1);
	if (c == ':')
		return !(at > 1 && digit(text.data[at - 2]) && at == i);
	/* a bullet */
	if ((c == '*' || c == '-') && at < i)
		return at == 1 || text.data[at - 2] == '\n';
	return (c | 0x20u) - 'a' < 26 && word_leads(text, at);
}

/* What stands behind a result and makes it another, or no result. */
static bool
ends_there(BcSlice text, size_t i)
{
	static const char *const more[] = {
		"%", "(", "^", "!", "=", ":", "/", "…", "...", "°", "余", "万", "亿",
		"千", "百", "十", "分之", "又", "％", "：", "（", "＝", "²", "³", "≈", "≠", "点",
		"成", "折", "个百分", "倍", "√", "π", "\\", "<", ">", "不", "错", "的", NULL
	};
	static const char *const words[] = {
		"r", "remainder", "million", "thousand", "hundred", "billion",
		"dozen", "k", "m", "mod", "with", "and", "or", "to", "i", "e",
		"times", "percent", NULL
	};
	size_t		at = blanks(text, i);
	size_t		len;
	unsigned char c = byte_at(text, i);

	if ((c | 0x20u) - 'a' < 26 || digit(c) ||
		(c == '.' && digit(byte_at(text, i + 1))) ||
		(c == ',' && digit(byte_at(text, i + 1))) || digit(byte_at(text, at)))
		return false;
	return read_operator(text, at, &len) == 0 && one_of(text, at, more) == 0 &&
		!word_in(text, at, words);
}

/* Words in the line that say that a sum is not meant to be right, or not exact. */
static bool
doubtful(BcSlice text, size_t i)
{
	static const char *const words[] = {
		"wrong", "incorrect", "not equal", "false", "mistake", "error",
		"instead", "approx", "about", "roughly", "estimat", "nearly", "mod",
		"binary", "base", "clock", "suppose", "if ", "不等", "错", "假", "不对",
		"不成立", "约", "估", "近似", "二进制", "进制", "如果", "若", "模", "≠", "≈", NULL
	};
	size_t		from = i;
	size_t		to = i;

	while (from > 0 && text.data[from - 1] != '\n' && i - from < MAX_BYTES)
		from--;
	while (to < text.len && text.data[to] != '\n' && to - i < MAX_BYTES)
		to++;
	for (size_t k = 0; words[k] != NULL; k++)
		if (bc_text_has_nocase((BcSlice) {text.data + from, to - from}, words[k]))
			return true;
	return false;
}

/* Dollars and cents, thousands, per cent: one is a power of ten of the other. */
static bool
other_unit(int64_t a, int64_t b)
{
	int64_t		less = a < b ? a : b;
	int64_t		more = a < b ? b : a;

	if (less == 0 || more % less != 0)
		return false;
	more /= less;
	return more == 100 || more == 1000 || more == 10000 || more == 1000000 ||
		more == 100000000 || more == 1000000000;
}

/*
 * Is the result wrong?  What was divided, or has a point, may be rounded: less
 * than one unit of the result's last digit is no fault.
 */
static bool
differs(const Reader *r, Fraction sum, int64_t value, unsigned scale)
{
	int64_t		a;
	int64_t		b;
	int64_t		difference;

	if (sum.num < 0 || !multiply(sum.num, power10[scale], &a) ||
		!multiply(value, sum.den, &b))
		return false;
	difference = a > b ? a - b : b - a;
	if (other_unit(a, b))
		return false;
	return r->divides || r->decimals ? difference >= sum.den : difference != 0;
}

/* The sum that begins at byte i; where reading goes on. */
static size_t
read_claim(BcSlice text, size_t i, bool *wrong)
{
	Reader		r = {text, i, 0, 0, false, false, false};
	Fraction	sum;
	int64_t		value;
	unsigned	scale;
	bool		brief;
	size_t		at;

	*wrong = false;
	if (!read_sum(&r, 0, &sum) || r.operators == 0)
		return r.at;
	at = blanks(text, r.at);
	if (!bc_text_at(text, at, "=") && !bc_text_at(text, at, "＝"))
		return r.at;
	/* 4/5 = 3 stars, 90-100 = 4 points: a scale */
	brief = r.operators == 1 && !r.spaced &&
		(r.last == '/' || (r.last == '-' && sum.num < 0));
	r.at = blanks(text, at + (text.data[at] == '=' ? 1 : 3));
	at = r.at;
	if (!read_number(&r, &value, &scale) || !ends_there(text, r.at))
		return r.at > at ? r.at : at;
	*wrong = differs(&r, sum, value, scale) &&
		!(brief && (byte_at(text, blanks(text, r.at)) | 0x20u) - 'a' < 26);
	return r.at;
}

/* A digit, a bracket or a sign of a currency. */
static bool
may_begin(BcSlice text, size_t i)
{
	unsigned char c = text.data[i];

	return digit(c) || c == '(' || c == '$' ||
		((c == 0xC2 || c == 0xE2 || c == 0xEF) && one_of(text, i, currency) > 0);
}

static bool
holds_wrong_sum(BcSlice text)
{
	unsigned	doubts = 0;

	for (size_t i = 0; i < text.len;)
	{
		bool		wrong;
		size_t		at;

		if (!may_begin(text, i))
		{
			i++;
			continue;
		}
		at = read_claim(text, i, &wrong);
		if (wrong && begins_there(text, i))
		{
			if (!doubtful(text, i))
				return true;
			/* the words about a sum are looked for again and again */
			if (++doubts == MAX_DOUBTS)
				return false;
		}
		i = at > i ? at : i + 1;
		/* a number that was begun in its middle is none */
		while (digit(byte_at(text, i)) ||
			   ((byte_at(text, i) == ',' || byte_at(text, i) == '.') &&
				digit(byte_at(text, i + 1))))
			i++;
	}
	return false;
}

/* Words of a prompt by which a sum may mean something else. */
static bool
other_arithmetic(BcSlice text)
{
	static const char *const words[] = {
		"binary", "hexadecimal", "octal", "modul", "mod ", "base ", "symbol",
		"operator", "operation '", "puzzle", "pattern", "sequence", "二进制",
		"进制", "模", "符号", "运算符", "定义", "规律", "谜", "wrong", "incorrect",
		"mistake", "错误", NULL
	};

	for (size_t k = 0; words[k] != NULL; k++)
		if (bc_text_has_nocase(text, words[k]))
			return true;
	return false;
}

void
bc_quality_arith(BcQuality *q)
{
	BcSlice		text = q->rec->response;

	if (q->response.code ||
		(memchr(text.data, '=', text.len) == NULL && !bc_text_has(text, "＝")))
		return;
	if (holds_wrong_sum(text) && !other_arithmetic(q->rec->prompt) &&
		!holds_wrong_sum(q->rec->prompt))
		bc_quality_add(q, BC_ARITH_WRONG, BC_WARN, 900);
}
