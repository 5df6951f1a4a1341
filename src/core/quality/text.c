/*
 * text.c: the rules on what one pass over a text counts.
 *
 * Sources: data-juicer's filters, Gopher (Rae et al. 2021), C4 (Raffel et al.
 * 2020), RedPajama's signals, and the kinds of faults that AlpacaDataCleaned lists.
 */
#include "core/base.h"
#include "core/quality/internal.h"

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
	unsigned char most = 0;
	uint64_t	sum = 0;

	for (size_t at = 0; at < text.len && total < 255; total++)
	{
		uint32_t	c = text.data[at];
		unsigned	k;

		if (c < 0x80)
			at++;
		else
			c = bc_quick_char(text, &at);
		k = (c * 2654435761u) >> 24;
		if (++counts[k] > most)
			most = counts[k];
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
	if (bc_has_word(q->said, BC_W_ESCAPE) ||
		(bc_has_word(q->said, BC_W_UNICODE) &&
		 (bc_text_has(text, "\\u4e") || bc_text_has(text, "\\u5"))))
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
	BcSlice		body = q->answer;

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
