/*
 * quality_text.c: what one pass over a text counts, and the rules on it.
 *
 * Sources: data-juicer's filters, Gopher (Rae et al. 2021), C4 (Raffel et al.
 * 2020), RedPajama's signals, and the kinds of faults that AlpacaDataCleaned lists.
 */
#include "core/log2.h"
#include "core/quality_in.h"

#define MIN_CHARS		10		/* data-juicer: text_length_filter */
#define MAX_TOKENS		4096	/* of a training window */
#define MIN_RATIO_CHARS 30		/* a ratio of fewer says little */
#define MAX_SPECIAL		250		/* per mille, data-juicer */
#define MIN_ALNUM		100		/* per mille, data-juicer's Chinese recipe */
#define MIN_ENTROPY		200		/* 1/100 bits a character */
#define MIN_ENTROPY_CHARS 50
#define GBK_SHARE		30		/* per mille of characters */
/* Gopher's rules are for pages: below so many lines and words they say nothing. */
#define MIN_PAGE_LINES	30
#define MIN_PAGE_WORDS	200

/* UTF-8 read as Latin-1: a lead byte's letter, then a continuation's. */
static bool
latin1_pair(uint32_t c, uint32_t next)
{
	return ((c >= 0xC2 && c <= 0xEF) && next >= 0x80 && next <= 0xBF &&
			next != 0xA0 && next != 0xAB && next != 0xBB) ||
		(c == 0xE2 && next == 0x20AC);
}

/* The commonest characters of UTF-8 Chinese read as GBK. */
static bool
gbk_character(uint32_t c)
{
	switch (c)
	{
		case 0x6D63:			/* 浣 */
		case 0x9428:			/* 鐨 */
		case 0x93C4:			/* 鏄 */
		case 0x6D93:			/* 涓 */
		case 0x9366:			/* 鍦 */
		case 0x951B:			/* 锛 */
		case 0x9286:			/* 銆 */
		case 0x9359:			/* 鍙 */
		case 0x7ED4:			/* 绔 is rare in Chinese text */
			return true;
		default:
			return false;
	}
}

static bool
invisible(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F ||
		(c >= 0x200B && c <= 0x200F && c != 0x200D) ||
		(c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
		c == 0xFEFF;
}

static void
count_special(BcTextStats *n, uint32_t c)
{
	n->special++;
	if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF))
		n->broken++;
	else if (c == '#')
		n->hashes++;
	else if (c == 0x2026)
		n->ellipses++;
	else if (c == '.' || c == '!' || c == '?' || c == 0x3002 ||
			 c == 0xFF01 || c == 0xFF1F)
		n->terminals++;
}

/* Classes of the bytes of ASCII, for most characters of a Latin text. */
enum
{
	OTHER, LETTER, DIGIT, SPACE, CONTROL
};

#define C8 CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL
#define L8 LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER

static const unsigned char ascii[128] = {
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, SPACE, SPACE, SPACE, SPACE, SPACE, CONTROL, CONTROL, C8, C8,
	[' '] = SPACE,
	['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	['A'] = L8, L8, L8, LETTER, LETTER,
	['a'] = L8, L8, L8, LETTER, LETTER,
	[0x7F] = CONTROL
};

#undef C8
#undef L8

/* What c is, beside what its counter says: a letter or digit of a word? */
static bool
count_character(BcTextStats *n, uint32_t c)
{
	switch (c < 0x80 ? ascii[c] : OTHER)
	{
		case LETTER:
			n->latin++;
			return true;
		case DIGIT:
			n->digits++;
			return true;
		case SPACE:
			n->spaces++;
			return false;
		case CONTROL:
			n->controls++;
			return false;
		default:
			break;
	}
	if (c < 0x80)
		count_special(n, c);
	else if (bc_cjk(c))
	{
		n->cjk++;
		n->gbk += gbk_character(c);
	}
	else if (bc_is_white_space(c))
		n->spaces++;
	else if (invisible(c))
		n->controls++;
	else if (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7)
	{
		n->latin++;
		return true;
	}
	else
		count_special(n, c);
	return false;
}

/* The line [from, to): does it begin with a bullet, end with an ellipsis? */
static void
count_line(BcTextStats *n, BcSlice text, size_t from, size_t to)
{
	static const char *const bullets[] = {"- ", "* ", "•", "●", "·"};

	while (from < to && (text.data[from] == ' ' || text.data[from] == '\t'))
		from++;
	n->lines++;
	for (size_t k = 0; k < sizeof(bullets) / sizeof(bullets[0]); k++)
	{
		size_t		len = strlen(bullets[k]);

		if (to - from >= len && memcmp(text.data + from, bullets[k], len) == 0)
		{
			n->bullets++;
			break;
		}
	}
	if (to - from >= 3 && (memcmp(text.data + to - 3, "...", 3) == 0 ||
						   memcmp(text.data + to - 3, "…", 3) == 0))
		n->trailing++;
}

void
bc_quality_stats(const BcEnv *env, BcSlice text, BcTextStats *n)
{
	uint32_t	before = 0;
	bool		in_word = false;
	bool		lettered = false;
	size_t		line = 0;

	memset(n, 0, sizeof(*n));
	for (size_t at = 0; at < text.len;)
	{
		uint32_t	c;
		size_t		latin = n->latin;
		bool		word;

		if (at % BC_POLL_BYTES < 4)
			bc_poll(env);
		c = text.data[at] < 0x80 ? text.data[at++] : bc_next_char(text, &at);
		n->chars++;
		word = count_character(n, c);
		if (c == '\n')
		{
			count_line(n, text, line, at - 1);
			line = at;
		}
		if (before >= 0xC2 && latin1_pair(before, c))
			n->broken++;
		n->words += word && !in_word;
		/* a word counts as one with a letter at its first letter */
		lettered = in_word && lettered;
		if (n->latin != latin && !lettered)
		{
			n->lettered++;
			lettered = true;
		}
		in_word = word;
		before = c;
	}
	count_line(n, text, line, text.len);
}

/*
 * The entropy of the first 255 characters, in 1/100 bits, after hashing them to
 * 256 values: a collision makes it smaller by little.  Where it is MIN_ENTROPY
 * or more, that much is enough.
 */
static unsigned
entropy(BcSlice text)
{
	unsigned char counts[256] = {0};
	unsigned	total = 0;
	unsigned	most = 0;
	uint64_t	sum = 0;

	for (size_t at = 0; at < text.len && total < 255; total++)
	{
		uint32_t	c = bc_quick_char(text, &at);
		unsigned	n = ++counts[(c * 2654435761u) >> 24];

		if (n > most)
			most = n;
	}
	if (total == 0)
		return 0;
	/* none more often than one in four: two bits at least */
	if (most * 4 <= total)
		return MIN_ENTROPY;
	for (unsigned k = 0; k < 256; k++)
		if (counts[k] > 1)
			sum += (uint64_t) counts[k] * bc_log2_256(counts[k]);
	return (unsigned) ((bc_log2_256(total) - sum / total) * 100 / 256);
}

/* U+FFFD itself; bytes that are no UTF-8 count as broken, too. */
static bool
holds_replacement(BcSlice text, const BcTextStats *n)
{
	return n->broken > 0 && bc_text_has(text, "\xEF\xBF\xBD");
}

static void
check_mojibake(BcQuality *q, BcSlice text, const BcTextStats *n,
			   uint32_t words)
{

	if (n->broken * 50 >= n->chars && n->broken > 0 &&
		(n->broken > 1 || holds_replacement(text, n)))
		bc_quality_add(q, BC_MOJIBAKE, BC_ERROR, 1000);
	else if (n->gbk * 1000 >= n->cjk * GBK_SHARE && n->gbk >= 3)
		bc_quality_add(q, BC_MOJIBAKE, BC_ERROR, 900);
	else if (holds_replacement(text, n))
		bc_quality_add(q, BC_MOJIBAKE, BC_WARN, 700);
	else if (bc_has_word(words, BC_W_MOJIBAKE))
		bc_quality_add(q, BC_MOJIBAKE, BC_ERROR, 950);
}

static void
check_litter(BcQuality *q, BcSlice text, const BcTextStats *n)
{

	if (n->controls > 0)
		bc_quality_add(q, BC_CONTROL_CHARS, BC_WARN, 1000);
	if (bc_has_word(q->said, BC_W_LOREM) && !bc_has_word(q->asked, BC_W_LOREM))
		bc_quality_add(q, BC_LOREM, BC_WARN, 1000);
	if (n->code || bc_has_word(q->asked, BC_W_HTML_ASK))
		return;
	if (bc_has_word(q->said, BC_W_ESCAPE) || bc_text_has(text, "\\u4e") ||
		bc_text_has(text, "\\u5"))
		bc_quality_add(q, BC_ESCAPE_LITTER, BC_WARN, 800);
	if (bc_has_word(q->said, BC_W_TAG))
		bc_quality_add(q, BC_HTML_LITTER, BC_WARN, 800);
	if (bc_has_word(q->said, BC_W_SCRIPT))
		bc_quality_add(q, BC_JS_NOTICE, BC_WARN, 800);
}

static void
check_ratios(BcQuality *q, BcSlice text, const BcTextStats *n)
{
	size_t		alnum = n->cjk + n->latin + n->digits;
	size_t		units = n->words + n->cjk;

	BcSlice		body = bc_text_trim(text);

	/* JSON is made of special characters */
	if (n->chars >= MIN_RATIO_CHARS && !n->code &&
		body.len > 0 && body.data[0] != '{' && body.data[0] != '[')
	{
		size_t		special = n->special * 1000 / n->chars;

		if (special > MAX_SPECIAL && n->digits * 4 < n->chars)
			bc_quality_add(q, BC_SPECIAL_CHARS, BC_WARN, (unsigned) special);
		if (alnum * 1000 / n->chars < MIN_ALNUM)
			bc_quality_add(q, BC_LOW_ALNUM, BC_WARN,
						   (unsigned) (1000 - alnum * 1000 / n->chars));
		if ((n->lines >= MIN_PAGE_LINES && n->bullets * 10 > n->lines * 9 &&
			 !bc_has_word(q->asked, BC_W_FORMAT)) ||
			(n->lines >= MIN_PAGE_LINES && n->trailing * 10 > n->lines * 3) ||
			(n->words >= MIN_PAGE_WORDS && n->words > n->cjk &&
			 n->lettered * 10 < n->words * 8 && !bc_has_word(q->asked, BC_W_FORMAT)))
			bc_quality_add(q, BC_SYMBOLS, BC_INFO, 500);
		if (units >= 10 && (n->hashes + n->ellipses) * 10 > units)
			bc_quality_add(q, BC_SYMBOLS, BC_WARN,
						   (unsigned) ((n->hashes + n->ellipses) * 1000 / units));
	}
	if (n->chars >= MIN_ENTROPY_CHARS)
	{
		unsigned	bits = entropy(text);

		if (bits < MIN_ENTROPY)
			bc_quality_add(q, BC_ENTROPY_LOW, BC_WARN, 1000 - bits);
	}
}

/* About what a tokenizer of a Chinese model makes of it. */
static size_t
tokens(const BcTextStats *n)
{
	return (n->cjk * 6 + n->words * 13 + n->special * 10) / 10;
}

void
bc_quality_text(BcQuality *q)
{
	const BcRecord *rec = q->rec;
	size_t		sum = tokens(&q->prompt) + tokens(&q->response);

	check_mojibake(q, rec->prompt, &q->prompt, q->asked);
	check_mojibake(q, rec->response, &q->response, q->said);
	check_litter(q, rec->response, &q->response);
	if (q->prompt.controls > 0)
		bc_quality_add(q, BC_CONTROL_CHARS, BC_WARN, 1000);
	check_ratios(q, rec->response, &q->response);
	if (q->response.chars < MIN_CHARS)
		bc_quality_add(q, BC_TOO_SHORT, BC_INFO,
					   (unsigned) (1000 - 100 * q->response.chars));
	if (sum > MAX_TOKENS)
		bc_quality_add(q, BC_TOO_LONG, BC_INFO,
					   (unsigned) (sum * 500 / MAX_TOKENS));
}
