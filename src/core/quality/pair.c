/*
 * pair.c: prompt and response against each other: echo, another
 * language, traditional characters, a broken history.
 */
#include "core/quality/internal.h"
#include "core/text.h"

#define MIN_LETTERS		20
#define MIN_PROMPT		4		/* letters */
#define MIN_ECHO		6		/* characters of an instruction */
#define SKIPPED			24		/* bytes that may stand before it */
#define MOST_WORDS		80		/* that are looked at for English */
#define PROSE			40		/* per cent of words like the, of, and */

/* Without full stops, quotation marks and the like at its end. */
static BcSlice
without_stop(const BcEnv *env, BcSlice text)
{
	static const char *const stops[] = {
		".", "?", "!", "\"", "'", ":", "。", "？", "！", "：", "”", NULL
	};
	size_t		polled = text.len;
	size_t		len;

	for (; (len = bc_text_before(text, text.len, stops)) > 0; text.len -= len)
		if (polled - text.len >= BC_POLL_BYTES)
		{
			bc_poll(env);
			polled = text.len;
		}
	return text;
}

static bool
ends_sentence(BcSlice text)
{
	static const char *const stops[] = {
		".", "?", "!", "。", "？", "！", NULL
	};

	return bc_text_before(text, text.len, stops) > 0;
}

/* Does a sentence or line begin at byte i? */
static bool
begins_at(BcSlice text, size_t i)
{
	static const char *const marks[] = {
		"\n", ":", ",", ".", "!", "?", "\"", "*", "，", "：", "。", NULL
	};

	while (i > 0 && text.data[i - 1] == ' ')
		i--;
	return i == 0 || bc_text_before(text, i, marks) > 0;
}

/* The first line of the prompt: the instruction, if it is a whole sentence. */
static BcSlice
instruction(BcSlice prompt)
{
	const unsigned char *feed = memchr(prompt.data, '\n', prompt.len);
	BcSlice		line = prompt;

	if (feed != NULL)
		line = bc_text_trim((BcSlice) {prompt.data, (size_t) (feed - prompt.data)});
	return ends_sentence(line) ? line : (BcSlice) {prompt.data, 0};
}

/* Does the prompt's beginning stand near that of the response? */
static bool
may_echo(const BcQuality *q)
{
	uint32_t	beginning;

	if (q->question.len < sizeof(beginning))
		return false;
	beginning = bc_load32(q->question.data);
	for (size_t i = 0; i <= SKIPPED && i + sizeof(beginning) <= q->answer.len; i++)
		if (bc_load32(q->answer.data + i) == beginning)
			return true;
	return false;
}

/*
 * The prompt again: nothing else, or the whole instruction, with its full stop,
 * in front of the answer.  An answer that takes up the words of the question is
 * none.
 */
static void
check_echo(BcQuality *q)
{
	BcSlice		line;
	BcSlice		prompt;
	BcSlice		response;

	if (!may_echo(q) || bc_prompt_has(q, BC_W_COPY))
		return;
	line = instruction(q->question);
	prompt = without_stop(q->env, q->question);
	response = without_stop(q->env, q->answer);
	if (response.len == prompt.len &&
		memcmp(response.data, prompt.data, prompt.len) == 0)
	{
		/* greetings are returned */
		if (q->prompt.words + q->prompt.cjk >= 4)
			bc_quality_add(q, BC_ECHO, BC_WARN, 1000);
		return;
	}
	/* it may be the comment of a program */
	if (q->response.code || bc_text_head(line, MIN_ECHO).len == line.len)
		return;
	for (size_t i = 0; i <= SKIPPED && i + line.len <= q->answer.len; i++)
		if (memcmp(q->answer.data + i, line.data, line.len) == 0 &&
			begins_at(q->answer, i))
		{
			bc_quality_add(q, BC_ECHO, BC_WARN, 800);
			return;
		}
}

/* One of the words of a list in which each has a blank before and behind it. */
static bool
in_list(const char *list, const char *word, size_t len)
{
	for (const char *p = list; (p = strchr(p, ' ')) != NULL && p[1] != '\0'; p++)
		if (strncmp(p + 1, word, len) == 0 && p[1 + len] == ' ')
			return true;
	return false;
}

/*
 * Is the beginning of the text English prose: of its words, at least the share
 * per cent are such that any sentence has, and, with verb, one is an auxiliary or
 * they are many and few words are in upper case?  Names, titles, notes and
 * commands are none.
 */
static bool
english(BcSlice text, size_t least, size_t share, bool verb)
{
	static const char verbs[] =
		" is are was were be been can could has have had will would should do "
		"does did may might ";
	static const char others[] =
		" the of and to in it that this you for with as on not or by from at "
		"an a i my your we they he she his her their how what why when which "
		"who where please if but so there these than into about one me us its "
		"some ";
	size_t		words = 0;
	size_t		common = 0;
	size_t		upper = 0;
	bool		seen = false;

	for (size_t i = 0; i < text.len && words < MOST_WORDS;)
	{
		char		word[16];
		size_t		len = 0;
		size_t		from = i;

		for (; i < text.len && (text.data[i] | 0x20u) - 'a' < 26; i++)
			if (len < sizeof(word))
				word[len++] = (char) (text.data[i] | 0x20);
		if (i == from)
		{
			i++;
			continue;
		}
		words++;
		upper += len > 1 && text.data[from] < 'a';
		/* a title has upper case, an address no blanks */
		if (len == sizeof(word) || (len > 1 && text.data[from] < 'a') ||
			(from > 0 && strchr(" \n\"(", text.data[from - 1]) == NULL) ||
			(i < text.len && strchr(" \n,.!?;:'\")", text.data[i]) == NULL))
			continue;
		if (in_list(verbs, word, len))
		{
			seen = true;
			common++;
		}
		else if (in_list(others, word, len))
			common++;
	}
	return words >= least && common * 100 >= words * share &&
		(seen || !verb || (common * 100 >= words * PROSE && upper * 4 <= words));
}

static void
check_language(BcQuality *q)
{
	size_t		asked = q->prompt.cjk + q->prompt.latin;
	size_t		said = q->response.cjk + q->response.latin;
	bool		wrong = false;

	if (q->response.code || asked < MIN_PROMPT || said < MIN_LETTERS)
		return;
	if (q->prompt.cjk >= MIN_PROMPT && q->prompt.cjk * 10 >= asked * 7 &&
		q->response.cjk * 20 <= said)
		wrong = english(q->rec->response, 8, 25, true);
	else if (q->prompt.cjk * 50 <= asked && q->response.cjk * 10 >= said * 7)
		wrong = english(q->rec->prompt, 3, 15, false);
	if (wrong && bc_prompt_words(q, BC_WORD(CODE) | BC_WORD(LANGUAGE)) == 0)
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
		uint32_t	c = text.len - at < 4 ? 0 :
			bc_han_of(bc_load32(text.data + at));

		if (c != 0)
		{
			at += 3;
			old += bc_is_traditional(c);
		}
		else
		{
			c = bc_quick_char(text, &at);
			if (c < 0x3400 || !bc_cjk(c))
				continue;
			old += bc_han_simplify(c) != c;
		}
		han++;
		if (han % 64 == 0 && (old + cjk - han) * 1000 <= cjk * enough)
			return 0;
	}
	return han < MIN_LETTERS ? 0 : (unsigned) (old * 1000 / han);
}

static void
check_traditional(BcQuality *q)
{
	unsigned	said;

	if (q->prompt.cjk < 5 || q->response.cjk < MIN_LETTERS)
		return;
	said = traditional(q->rec->response, q->response.cjk, 200);
	if (said > 200 && !bc_prompt_has(q, BC_W_TRADITIONAL) &&
		traditional(q->rec->prompt, q->prompt.cjk, 0) < 50)
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
