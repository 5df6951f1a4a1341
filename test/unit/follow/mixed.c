/*
 * mixed.c: what is asked for in thousands of prompts that are mixed of others
 * and of the phrases in test/data/follow/phrases.tsv, and what mixed answers
 * make of it, beside what it was when test/data/follow/mixed.tsv was written.
 *
 *   follow_mixed -f >test/data/follow/mixed.tsv
 *
 * Few of them are what anybody would write; each brings cues together that a
 * rule looks at side by side.  The answers are made for what was asked: so many
 * parts as were wanted, one more or one less.
 */
#include "tally.h"
#include "core/record.h"
#include "vary.h"

#define MAX_TEXT	4000

typedef struct Texts
{
	char	  **list;
	size_t		count;
} Texts;

typedef struct Mix
{
	unsigned char data[MAX_TEXT + 200];
	size_t		len;
} Mix;

static uint32_t state = 7;

static size_t
below(size_t n)
{
	return vary_random(&state) % n;
}

static void
unescape(char *text)
{
	char	   *out = text;

	for (const char *in = text; *in != '\0'; in++)
		if (*in == '\\' && (in[1] == 'n' || in[1] == 't'))
			*out++ = *++in == 'n' ? '\n' : '\t';
		else
			*out++ = *in;
	*out = '\0';
}

static void
keep(Texts *texts, const char *text)
{
	size_t		size = strlen(text) + 1;

	if (texts->count % 256 == 0)
		texts->list = realloc(texts->list, (texts->count + 256) * sizeof(char *));
	texts->list[texts->count] = memcpy(malloc(size), text, size);
	texts->count++;
}

static void
forget(Texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->list[i]);
	free(texts->list);
}

/* The lines of a file without its comments; of a table the last column. */
static void
read_lines(Texts *texts, const char *name, bool table)
{
	FILE	   *file = fopen(name, "r");
	char		line[MAX_TEXT / 2];

	check(file != NULL, name);
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		char	   *tab = table ? strrchr(line, '\t') : NULL;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' && line[1] == ' ' && texts->count == 0)
			continue;
		unescape(line);
		keep(texts, tab != NULL ? tab + 1 : line);
	}
	if (file != NULL)
		fclose(file);
}

static void
add_bytes(Mix *mix, const char *data, size_t len)
{
	if (mix->len + len > MAX_TEXT)
		return;
	memcpy(mix->data + mix->len, data, len);
	mix->len += len;
}

static void
add(Mix *mix, const char *text)
{
	add_bytes(mix, text, strlen(text));
}

/* A byte of a text where a character begins, or its end. */
static size_t
somewhere(const char *text)
{
	size_t		at = below(strlen(text) + 1);

	while (((unsigned char) text[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* A phrase of a line, whose phrases tabs part, with a blank between words of English. */
static void
add_phrase(Mix *mix, const Texts *phrases)
{
	const char *line = phrases->list[below(phrases->count)];
	size_t		count = 1;
	size_t		nth;

	for (const char *p = line; *p != '\0'; p++)
		count += *p == '\t';
	for (nth = below(count); nth > 0; nth--)
		line = strchr(line, '\t') + 1;
	if (mix->len > 0 && (unsigned char) line[0] < 0x80 && mix->data[mix->len - 1] < 0x80 && below(8) > 0)
		add(mix, " ");
	add_bytes(mix, line, strcspn(line, "\t"));
}

/* Numbers about those that rules compare with, alone or two of them. */
static void
add_number(Mix *mix)
{
	static const unsigned about[] = {1, 2, 3, 5, 7, 10, 12, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000, 100000};
	static const char *const joints[] = {"-", " - ", "~", " ~ ", "–", " to ", "到", "至", " and ", "、", "/", ".", ",", " or ", "% "};
	char		number[16];

	for (size_t n = 1 + below(4) / 3; n > 0; n--)
	{
		sprintf(number, "%u", about[below(sizeof(about) / sizeof(about[0]))] + (unsigned) below(3) - 1);
		add(mix, number);
		if (n > 1)
			add(mix, joints[below(sizeof(joints) / sizeof(joints[0]))]);
	}
}

/* Words without meaning, many of them at times; between marks at times. */
static void
add_filler(Mix *mix)
{
	static const char *const words[] = {" blue", " river", "天", "空", " s", "e", ", x", "'"};
	static const char *const marks[][2] = {
		{"\"", "\""}, {"“", "”"}, {"'", "'"}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"‘", "’"}, {"`", "`"}, {"*", "*"}, {"**", "**"}, {"[", "]"},
		{"<<", ">>"}, {"```", "```"}, {" (", ") "}, {"['", "', 'b']"}, {"<", ">"}
	};
	size_t		most = below(4) > 0 ? 10 : 220;
	size_t		mark = below(2 * sizeof(marks) / sizeof(marks[0]));
	const char *word = words[below(sizeof(words) / sizeof(words[0]))];
	bool		marked = mark < sizeof(marks) / sizeof(marks[0]);

	if (marked)
		add(mix, marks[mark][0]);
	for (size_t n = below(most); n > 0; n--)
		add(mix, below(4) == 0 ? words[below(6)] : word);
	if (marked && below(10) > 0)
		add(mix, marks[mark][1]);
}

static void
add_phrases(Mix *mix, const Texts *phrases)
{
	static const char *const ends[] = {"", ",", "，", "。", ". ", "\n", "\n\n", "：", ": ", "？", "? ", "; ", "!", "、"};

	for (size_t n = 1 + below(6); n > 0; n--)
		if (below(12) == 0)
			add_number(mix);
		else if (below(16) == 0)
			add_filler(mix);
		else
			add_phrase(mix, phrases);
	add(mix, ends[below(sizeof(ends) / sizeof(ends[0]))]);
}

/* A prompt with phrases put in, the halves of two, or phrases alone. */
static void
mix_prompt(Mix *mix, const Texts *prompts, const Texts *phrases)
{
	const char *one = prompts->list[below(prompts->count)];
	const char *two = prompts->list[below(prompts->count)];
	size_t		at = somewhere(one);
	size_t		way = below(6);

	mix->len = 0;
	if (way < 3)
	{
		add_bytes(mix, one, at);
		for (size_t n = 1 + below(3); n > 0; n--)
			if (below(10) == 0)
				add_filler(mix);
			else if (below(10) == 0)
				add_number(mix);
			else
				add_phrase(mix, phrases);
		add(mix, one + at);
	}
	else if (way == 3)
	{
		add_bytes(mix, one, at);
		add(mix, two + somewhere(two));
	}
	else
	{
		/* more cues than are kept without memory, at times */
		for (size_t n = 2 + (below(500) == 0 ? 30 : below(5)); n > 0; n--)
			add_phrases(mix, phrases);
	}
}

/* So many of one kind of part. */
static void
add_parts(Mix *mix, size_t count, const char *word)
{
	static const char *const forms[] = {
		"word ", "字", "One more. ", "句子。", "line\n", "para graph\n\n", "- b\n", "%u. x\n", "## h\n", "*h* ", "[p] ", "%s ", "a", "SECTION %u\n",
		"ABC ", "x***", "诗句五字长，", "七个字长的诗句。", "| a ", "**b**\n", "x******", "、甲", "a, ", "<a>", "%s%u\n", "%u%s", "\"%s\" "
	};
	const char *form = forms[below(sizeof(forms) / sizeof(forms[0]))];

	for (size_t i = 1; i <= count; i++)
		for (const char *p = form; *p != '\0'; p++)
		{
			char		number[16];

			if (p[0] == '%' && p[1] == 'u')
				snprintf(number, sizeof(number), "%u", (unsigned) i);
			if (p[0] != '%')
				add_bytes(mix, p, 1);
			else
				add(mix, *++p == 'u' ? number : word);
		}
}

/* Parts at random, or some that stand together in the file, with a mark more or less. */
static void
add_answer(Mix *mix, const Texts *parts, const char *word)
{
	static const char *const joints[] = {"\n", "\n", "\n\n", " ", "", "。", ", "};
	static const char *const pieces[] = {
		"", "", " ", "\n", "\n\n", "\"", "<", ">", "/", "*", "**", "#", "-", "- ", "|", ",", ".", ":", "```", "{", "}", "[", "]", "1", "2. ", "A", "b",
		"。", "，", "、", "！", "“", "”", "\\", "\t", "_", "花"
	};
	bool		one = below(2) == 0;
	size_t		joint = one ? below(3) : below(sizeof(joints) / sizeof(joints[0]));
	size_t		at = below(parts->count);
	size_t		before = mix->len;

	for (size_t n = 1 + below(6); n > 0; n--)
	{
		add(mix, below(16) == 0 ? word : parts->list[one ? at : below(parts->count)]);
		if (n > 1)
			add(mix, joints[one ? joint : below(sizeof(joints) / sizeof(joints[0]))]);
		at = (at + 1) % parts->count;
	}
	for (size_t n = below(3); n > 0 && mix->len < MAX_TEXT; n--)
		mix->len = before + vary(mix->data + before, mix->len - before, pieces, sizeof(pieces) / sizeof(pieces[0]), &state);
}

/* An answer for one of the constraints. */
static void
mix_answer(Mix *mix, const BcConstraints *found, const Texts *parts)
{
	const BcConstraint *c = &found->list[below(found->count)];
	char		word[100] = "";

	if (c->strings > 0)
	{
		BcSlice		s = found->string[c->first_string + below(c->strings)];

		if (s.len < sizeof(word))
		{
			memcpy(word, s.data, s.len);
			word[s.len] = '\0';
		}
	}
	mix->len = 0;
	if (below(4) == 0)
		add(mix, word);
	if (c->n > 0 && c->n <= 70 && below(2) == 0)
		add_parts(mix, c->n + below(3) - 1, word);
	else if (c->n > 70 && c->n <= 400 && below(4) == 0)
		add_parts(mix, c->n * (9 + below(3)) / 10, word);
	if (below(3) > 0)
		add_answer(mix, parts, word);
	if (below(4) == 0)
		add(mix, word);
}

/* A record's parts, each in memory of its own: the sanitizer sees what is read behind it. */
static BcSlice
copy_of(const void *data, size_t len)
{
	unsigned char *copy = malloc(len + (len == 0));

	memcpy(copy, data, len);
	return (BcSlice) {copy, len};
}

static void
free_parts(BcRecord *rec)
{
	free((void *) rec->prompt.data);
	free((void *) rec->history.data);
	free((void *) rec->meta.data);
	free((void *) rec->turn_lengths);
}

/* An earlier turn, or two, and a system text. */
static void
add_context(BcRecord *rec, const Texts *prompts, const Texts *phrases)
{
	static Mix	turns;
	static Mix	mix;
	unsigned char lengths[16];
	BcBuffer	meta;

	turns.len = 0;
	rec->turns = (unsigned) below(3);
	for (unsigned t = 0; t < rec->turns; t++)
	{
		mix_prompt(&mix, prompts, phrases);
		mix.len = mix.len > MAX_TEXT / 3 ? 0 : mix.len;
		add_bytes(&turns, (char *) mix.data, mix.len);
		bc_store32(lengths + 8 * t, (uint32_t) mix.len);
		bc_store32(lengths + 8 * t + 4, 0);
	}
	rec->history = copy_of(turns.data, turns.len);
	rec->turn_lengths = copy_of(lengths, 8 * rec->turns).data;
	if (below(2) == 0)
		return;
	mix_prompt(&mix, prompts, phrases);
	bc_buffer_init(&meta, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&meta, "{\"a\": \"x\", \"system\": ", 21);
	bc_json_write_string(&meta, (BcSlice) {mix.data, mix.len});
	bc_buffer_add_byte(&meta, '}');
	rec->meta = copy_of(meta.data, meta.len);
	bc_buffer_free(&meta);
}

static void
count_mixed(size_t times, const Texts *prompts, const Texts *phrases, const Texts *parts)
{
	static Mix	mix;
	static Mix	answer;

	for (; times > 0; times--)
	{
		BcConstraints found;
		BcRecord	rec;

		memset(&rec, 0, sizeof(rec));
		mix_prompt(&mix, prompts, phrases);
		rec.prompt = copy_of(mix.data, mix.len);
		if (below(10) == 0)
			add_context(&rec, prompts, phrases);
		find_asked(&rec, &found);
		for (size_t a = 0; a < 3 && found.count > 0; a++)
		{
			mix_answer(&answer, &found, parts);
			rec.response = copy_of(answer.data, answer.len);
			judge_answer(&found, &rec);
			free((void *) rec.response.data);
		}
		bc_constraints_free(&found);
		free_parts(&rec);
	}
}

int
main(int argc, char **argv)
{
	Texts		prompts = {NULL, 0};
	Texts		phrases = {NULL, 0};
	Texts		parts = {NULL, 0};

	read_lines(&prompts, "test/data/follow/zh_asked.tsv", true);
	read_lines(&prompts, "test/data/follow/zh_free.txt", false);
	read_lines(&prompts, "test/data/follow/en_asked.txt", false);
	for (unsigned kind = 0; kind < BC_FOLLOW_KINDS; kind++)
	{
		if (bc_follow_kinds[kind].example_zh != NULL)
			keep(&prompts, bc_follow_kinds[kind].example_zh);
		if (bc_follow_kinds[kind].example_en != NULL)
			keep(&prompts, bc_follow_kinds[kind].example_en);
	}
	read_lines(&phrases, "test/data/follow/phrases.tsv", false);
	read_lines(&parts, "test/data/follow/answers.txt", false);
	check(prompts.count > 300 && phrases.count > 60 && parts.count > 100, "texts to mix");
	if (prompts.count > 0 && phrases.count > 0 && parts.count > 0)
		count_mixed(60000, &prompts, &phrases, &parts);
	forget(&prompts);
	forget(&phrases);
	forget(&parts);
	return tally_report(argc, argv, "test/data/follow/mixed.tsv");
}
