/*
 * pair.c: prompt and response against each other: echo, another
 * language, traditional characters, a broken history.
 */
#include "core/quality/internal.h"
#include "core/text.h"

#define GRAM			10		/* characters */
#define MAX_GRAMS		4096
#define MIN_SHARED		800		/* per mille */
#define MIN_LETTERS		20

/* A polynomial over a window: BASE to the GRAMth takes the oldest out. */
#define BASE			2654435761u

/* Hashes of the 10-grams of a text; returns how many. */
static size_t
hash_grams(BcSlice text, uint32_t *out)
{
	uint32_t	window[GRAM] = {0};
	uint32_t	oldest = 1;
	uint32_t	h = 0;
	size_t		n = 0;
	size_t		slot = 0;
	size_t		count = 0;

	for (int k = 0; k < GRAM; k++)
		oldest *= BASE;
	for (size_t at = 0; at < text.len && count < MAX_GRAMS;)
	{
		uint32_t	c = bc_quick_char(text, &at);

		h = h * BASE + c - window[slot] * oldest;
		window[slot] = c;
		slot = slot + 1 == GRAM ? 0 : slot + 1;
		if (++n >= GRAM)
			out[count++] = h * BASE | 1;
	}
	return count;
}

/*
 * How many per mille of the response's 10-grams the prompt holds; 0 where they
 * are fewer than MIN_SHARED.
 */
static unsigned
containment(BcSlice prompt, BcSlice response)
{
	uint32_t	grams[MAX_GRAMS];
	uint32_t	set[2 * MAX_GRAMS];
	size_t		n = hash_grams(prompt, grams);
	size_t		last = 2 * n < 64 ? 63 : 2 * MAX_GRAMS - 1;
	size_t		shared = 0;

	while (last / 2 >= 2 * n && last > 63)
		last /= 2;
	memset(set, 0, (last + 1) * sizeof(uint32_t));

	for (size_t i = 0; i < n; i++)
	{
		size_t		k = grams[i] >> 7 & last;

		while (set[k] != 0 && set[k] != grams[i])
			k = (k + 1) & last;
		set[k] = grams[i];
	}
	n = hash_grams(response, grams);
	for (size_t i = 0; i < n; i++)
	{
		size_t		k = grams[i] >> 7 & last;

		while (set[k] != 0 && set[k] != grams[i])
			k = (k + 1) & last;
		shared += set[k] != 0;
		if ((i + 1 - shared) * 1000 > n * (1000 - MIN_SHARED))
			return 0;
	}
	return n == 0 ? 0 : (unsigned) (shared * 1000 / n);
}

static void
check_echo(BcQuality *q)
{
	BcSlice		prompt = q->question;
	BcSlice		response = q->answer;
	size_t		m = q->prompt.chars;
	size_t		n = q->response.chars;

	if (bc_has_word(q->asked, BC_W_COPY) || m < 4)
		return;
	if (response.len == prompt.len &&
		memcmp(response.data, prompt.data, prompt.len) == 0)
		bc_quality_add(q, BC_ECHO, BC_WARN, 1000);
	else if (m >= 10 && response.len > prompt.len &&
			 memcmp(response.data, prompt.data, prompt.len) == 0)
		bc_quality_add(q, BC_ECHO, BC_WARN, 800);
	else if (m >= 30 && n >= 30 && n * 2 >= m && m * 2 >= n &&
			 !q->prompt.code)
	{
		unsigned	share = containment(prompt, response);

		if (share >= MIN_SHARED)
			bc_quality_add(q, BC_ECHO, BC_WARN, share);
	}
}

static void
check_language(BcQuality *q)
{
	size_t		asked = q->prompt.cjk + q->prompt.latin;
	size_t		said = q->response.cjk + q->response.latin;

	if (q->prompt.code || q->response.code || asked < MIN_LETTERS ||
		said < MIN_LETTERS || bc_has_word(q->asked, BC_W_LANGUAGE))
		return;
	if ((q->prompt.cjk * 10 >= asked * 7 && q->response.cjk * 10 <= said) ||
		(q->prompt.cjk * 10 <= asked && q->response.cjk * 10 >= said * 7))
		bc_quality_add(q, BC_LANGUAGE_MISMATCH, BC_WARN, 900);
}

/*
 * Characters that only traditional texts hold, per mille of Han; any number up
 * to enough where no more than that is left to be reached.
 */
static unsigned
traditional(BcSlice text, size_t cjk, unsigned enough)
{
	size_t		han = 0;
	size_t		old = 0;

	for (size_t at = 0; at < text.len;)
	{
		bool		common = bc_han_at(text, at);
		uint32_t	c = common ? bc_utf8_decode(text.data + at, 3) :
			bc_next_char(text, &at);

		if (common)
			at += 3;
		else if (c < 0x3400 || !bc_cjk(c))
			continue;
		han++;
		old += bc_han_simplify(c) != c;
		if (han % 64 == 0 && (old + cjk - han) * 1000 <= cjk * enough)
			return 0;
	}
	return han < MIN_LETTERS ? 0 : (unsigned) (old * 1000 / han);
}

static void
check_traditional(BcQuality *q)
{
	unsigned	said;

	if (q->prompt.cjk < 5 || q->response.cjk < MIN_LETTERS ||
		bc_has_word(q->asked, BC_W_TRADITIONAL))
		return;
	said = traditional(q->rec->response, q->response.cjk, 200);
	if (said > 200 && traditional(q->rec->prompt, q->prompt.cjk, 0) < 50)
		bc_quality_add(q, BC_MIXED_TRADITIONAL, BC_WARN, said);
}

/* Empty turns, or a last turn that is the record's own pair again. */
static void
check_history(BcQuality *q)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;

	while (bc_record_turn(q->rec, &cursor, &question, &answer))
	{
		if (bc_text_trim(question).len == 0 || bc_text_trim(answer).len == 0)
			bc_quality_add(q, BC_HISTORY_BROKEN, BC_WARN, 800);
		if (question.len == q->rec->prompt.len &&
			answer.len == q->rec->response.len &&
			memcmp(question.data, q->rec->prompt.data, question.len) == 0 &&
			memcmp(answer.data, q->rec->response.data, answer.len) == 0)
			bc_quality_add(q, BC_HISTORY_BROKEN, BC_ERROR, 1000);
	}
}

void
bc_quality_pair(BcQuality *q)
{
	check_echo(q);
	check_language(q);
	check_traditional(q);
	check_history(q);
}
