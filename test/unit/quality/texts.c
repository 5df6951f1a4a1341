/*
 * texts.c: what is wrong with one text, what a prompt asks for, and text that
 * is no answer: each part of these rules by itself.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#include "check.h"

#define TEN(x)	x x x x x x x x x x

static unsigned
score_of(BcSlice prompt, BcSlice response, BcIssueKind kind, BcSeverity severity)
{
	BcRecord	rec;
	BcIssues	issues;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = prompt;
	rec.response = response;
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		exit(1);
	for (unsigned i = 0; i < issues.count; i++)
		if (issues.list[i].kind == kind)
			return issues.list[i].severity == severity ? issues.list[i].score : 1;
	return 0;
}

typedef struct Text
{
	BcIssueKind kind;
	BcSeverity	severity;
	unsigned	score;			/* 0: not marked */
	const char *prompt;
	const char *response;
} Text;

#define FFFD	"\xEF\xBF\xBD"
#define ICON	"\xEE\x80\x80"

static const Text texts[] = {
	/* damaged characters, of an answer and of a prompt */
	{BC_MOJIBAKE, BC_ERROR, 1000, "Tell me.", "so" FFFD},
	{BC_MOJIBAKE, BC_ERROR, 1000, "Tell" FFFD, "so"},
	{BC_MOJIBAKE, BC_ERROR, 0, "Tell me.", "so" ICON},
	{BC_MOJIBAKE, BC_ERROR, 0, "Tell me.", "so\xFF"},
	{BC_MOJIBAKE, BC_ERROR, 1000, "Tell me.", "so\xFF\xFF"},
	{BC_MOJIBAKE, BC_ERROR, 1000, "Tell me.", "so" ICON ICON},
	{BC_MOJIBAKE, BC_WARN, 700, "Tell me.", TEN("It is so. ") FFFD},
	{BC_MOJIBAKE, BC_WARN, 700, TEN("It is so. ") FFFD, "So."},
	{BC_MOJIBAKE, BC_ERROR, 900, "Tell me.", "浣鐨鏄"},
	{BC_MOJIBAKE, BC_ERROR, 0, "Tell me.", "浣鐨"},
	{BC_MOJIBAKE, BC_ERROR, 900, "浣鐨鏄", "So."},
	{BC_MOJIBAKE, BC_ERROR, 950, "Tell me.", "它是烫烫烫"},
	{BC_MOJIBAKE, BC_ERROR, 950, "它是烫烫烫", "So."},
	{BC_MOJIBAKE, BC_ERROR, 900, "Tell me.", "浣鐨鏄烫烫烫"},
	{BC_MOJIBAKE, BC_ERROR, 1000, "Tell me.", "浣鐨鏄" FFFD},
	/* what no reader sees */
	{BC_CONTROL_CHARS, BC_WARN, 1000, "Tell\x01me", "So."},
	{BC_CONTROL_CHARS, BC_WARN, 1000, "Tell me", "So\x01."},
	{BC_CONTROL_CHARS, BC_WARN, 1000, "Tell me", "So\x01 };"},
	{BC_CONTROL_CHARS, BC_WARN, 0, "Tell me", "So\t\n."},
	/* litter of other forms of text, but in code, and of a prompt about such */
	{BC_LOREM, BC_WARN, 1000, "Tell me.", "Lorem ipsum it is"},
	{BC_LOREM, BC_WARN, 0, "Fill in Lorem ipsum", "Lorem ipsum it is"},
	{BC_LOREM, BC_WARN, 0, "Tell me.", "Lorem ipsum it is };"},
	{BC_HTML_LITTER, BC_WARN, 800, "Tell me.", "It is.<br>So"},
	{BC_HTML_LITTER, BC_WARN, 0, "Tell me in HTML.", "It is.<br>So"},
	{BC_HTML_LITTER, BC_WARN, 0, "Tell me.", "It is.<br>So };"},
	{BC_HTML_LITTER, BC_WARN, 0, "Tell me.", "It is. So"},
	/* escapes: a break, two marks, two numbers; not what a backslash means elsewhere */
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "It is.\\nSo"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "It is.\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "\\nIt is."},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "It is.\\tSo"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "It is.\\nabla"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "It is.\\nzip"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "It is.\\n{so}"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "It is.\\n`so`"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "C:\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nC:\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\\"it is"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So \\\"it\\\" is"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So \\u4e2d\\u56fd"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So \\u4E2D\\u56Fd"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d it is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u56f"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u56fg"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u5g6f"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u56f`"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u56f:"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u56f/"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e2d\\u56f@"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So \\u4e29\\u56fa"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So \\u4e20\\u56ff"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So \\u4e20 and \\\"it\\\""},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So \\u4e20 and \\\"it"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nit \\x is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\n \\A is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\n \\(is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\n \\[is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\n \\\\ is"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\n \\% is"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\n \\{ is"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\n \\` is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\n \\z is"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\n is \\"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Write a regex.", "So\\nC is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "What is def x", "So\\nC is"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nC is };"},
	/* shown as it is: behind a mark, whatever else is said */
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is \"\\n\""},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is '\\n'"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is `\\n`"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is /\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is [\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is (\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is ‘\\n’"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "So\\nIt is “\\n”"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "“\\n is it"},
	{BC_ESCAPE_LITTER, BC_WARN, 0, "Tell me.", "\"\\n is it"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\nIt is ’\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\nIt is ”\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\nIt is ⁜\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\nIt is 〜\\n"},
	{BC_ESCAPE_LITTER, BC_WARN, 800, "Tell me.", "So\\nIt is )\\n"},
	/* no prompt, and no answer: what stands for an empty field */
	{BC_EMPTY_PROMPT, BC_ERROR, 1000, " \n", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 1000, "None", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 1000, " n/a ", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 1000, "<No Output>", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 1000, "-", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 0, "--", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 0, "None of it", "So."},
	{BC_EMPTY_PROMPT, BC_ERROR, 0, "nada", "So."},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Tell me.", "\n"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Is it?", "N/A"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Tell me.", "None"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 0, "Is it?", "None"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 0, "有吗？", "None"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 0, "说说什么没有", "None"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 0, "说说哪个没有", "None"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 0, "Tell me.", "Na"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Tell me.", "NA"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Tell me.", "nan"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Tell me.", "<No Output>"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 1000, "Tell me.", "无输出"},
	{BC_EMPTY_RESPONSE, BC_ERROR, 0, "Tell me.", "No one"},
	/* an address or a file to be read */
	{BC_URL_ONLY_TASK, BC_WARN, 700, "Summarize www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Visit www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Summarize a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 700, "Summarize www.a.org\n\n", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 700, "Summarize\n\n www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Summarize\n\n\n www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Write code to read www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Write in Python to read www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "写脚本来阅读www.a.org", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 700, "Describe this image.", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Describe\nthis image.", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 700, "Describe this image now," TEN("abc") "abcde", "So."},
	{BC_URL_ONLY_TASK, BC_WARN, 0, "Describe this image now," TEN("abc") "abcdef", "So."},
	/* an open question without a word or number of its answer's form */
	{BC_NO_FORMAT, BC_INFO, 300, "Explain rain.", "So."},
	{BC_NO_FORMAT, BC_INFO, 0, "Show rain.", "So."},
	{BC_NO_FORMAT, BC_INFO, 0, "Explain rain 0", "So."},
	{BC_NO_FORMAT, BC_INFO, 0, "Explain rain 9", "So."},
	{BC_NO_FORMAT, BC_INFO, 0, "9 Explain rain", "So."},
	{BC_NO_FORMAT, BC_INFO, 300, "Explain rain:", "So."},
	{BC_NO_FORMAT, BC_INFO, 300, "Explain rain/", "So."},
	{BC_NO_FORMAT, BC_INFO, 0, "Explain rain in a list", "So."},
	{BC_NO_FORMAT, BC_INFO, 0, "", "So."},
	/* a demand that is not kept: graver where it is sure, and its kind is */
	{BC_NOT_FOLLOWED, BC_WARN, 850, "Write at most 3 words on tea.", "Tea is a plant of the hills."},
	{BC_NOT_FOLLOWED, BC_INFO, 750, "Tea, 3 words or less.", "Tea is a plant of the hills."},
	{BC_NOT_FOLLOWED, BC_INFO, 0, "Tea, 3 words or less.", "Tea it is."},
	{BC_NOT_FOLLOWED, BC_INFO, 800, "List five reasons.", "1. Tea\n2. Milk"},
	/* a second instruction behind the first line, with its answer */
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "So.\nInstruction: go. Output: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "\nInstruction: go. Output: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "So.\nInstruction: go. Response: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Tell me.", "So. Instruction: go. Output: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Tell me.", "Instruction:\ngo. Output: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Tell me.", "So.\nInstruction: go. I am gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "So.\nHuman: go.\nAssistant: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Tell me.", "\nHuman: go.\nAssistant: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "So.\nUser: go.\nAssistant: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Tell me.", "So.\nUser: go.\nPeter: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "好。\n用户：去。\n助手：去了"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 900, "Tell me.", "好。\n指令：去。输出：去了"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 1000, "Tell me.", "So ### Response"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 1000, "Tell me.", "So ### Instruction"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Write a dialogue.", "So.\nUser: go.\nAssistant: gone"},
	{BC_MERGED_INSTRUCTION, BC_ERROR, 0, "Tell me.", "So };\nUser: go.\nAssistant: gone"},
	/* a name that was masked stands beside Chinese */
	{BC_TEMPLATE_LEAK, BC_WARN, 900, "Tell me.", "它BRAND"},
	{BC_TEMPLATE_LEAK, BC_WARN, 900, "Tell me.", "BRAND它"},
	{BC_TEMPLATE_LEAK, BC_WARN, 0, "Tell me.", "BRAND"},
	{BC_TEMPLATE_LEAK, BC_WARN, 0, "Tell me.", "brand它"},
	{BC_TEMPLATE_LEAK, BC_WARN, 0, "Tell me.", "它 BRAND 它"},
	{BC_TEMPLATE_LEAK, BC_WARN, 0, "Tell me.", "它BRAN"},
	{BC_TEMPLATE_LEAK, BC_WARN, 900, "Tell me.", "It is <unk>."},
	{BC_TEMPLATE_LEAK, BC_WARN, 0, "What is a token?", "It is <unk>."},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "It is <unk>.<|im_end|>"},
	/* sentence marks of templates; an element of HTML is opened before it is closed */
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", " <s>So"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<s></s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<s>So <s>it is</s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<s>So<b>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "It is <s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "</s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "So</s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "So</s"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "So</b>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<b>So</b></s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<s class=a>So</s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<sa>So</s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "It is <s>so</s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "What is def x", "It is </s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me of <s>", "It is </s>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me of </s>", "It is </s>"},
	/* marks between lines: what is between them, and how much of it */
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<|a|>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<||>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<|a|"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<|ab"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<|a>|"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<|-<|a|>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<b> <|a|>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<｜a｜>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 1000, "Tell me.", "<｜▁｜>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<｜｜>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<｜a｜"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<｜a|>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<|a｜>"},
	{BC_TEMPLATE_LEAK, BC_ERROR, 0, "Tell me.", "<｜a b｜>"},
};

/* 24 in a row, of one to four bytes each, wherever they begin and whatever follows. */
static void
test_runs(void)
{
	static const char *const letters[] = {"a", "é", "中", "\xF0\x90\x90\x80"};
	static const char *const tails[] = {"", ".", "so it is, and so on there.", "文字", "ü"};
	char		text[400];

	for (unsigned i = 0; i < 4 * 5 * 20 * 2; i++)
	{
		size_t		len = i / 20 % 20;
		unsigned	runs = i % 2;

		for (size_t k = 0; k < len; k++)
			text[k] = (char) ('A' + k);
		/* what forms are drawn of may stand before it */
		if (i / 400 % 2)
			len += (size_t) sprintf(text + len, TEN("-----") "!");
		for (unsigned k = 0; k < 23 + runs; k++)
			len += (size_t) sprintf(text + len, "%s", letters[i / 2 % 4]);
		len += (size_t) sprintf(text + len, "%s", tails[i / 4 % 5]);
		check(score_of(slice("Tell me."), (BcSlice) {(unsigned char *) text, len}, BC_CHAR_REPETITION, BC_WARN) ==
			  runs * 1000, text);
	}
	check(score_of(slice("Tell me."), slice(TEN("aaa") "};"), BC_CHAR_REPETITION, BC_WARN) == 0, "a run in a program");
}

/* A text of so many times the same. */
static BcSlice
times(const char *what, unsigned n, char *out)
{
	size_t		len = 0;

	for (unsigned k = 0; k < n; k++)
		len += (size_t) sprintf(out + len, "%s", what);
	return (BcSlice) {(unsigned char *) out, len};
}

/* Of 4,096 tokens and less nothing is said: 0.6 of a Chinese character, 1.3 of a word, one of a mark. */
static void
test_tokens(void)
{
	static const struct
	{
		const char *prompt;
		unsigned	asked;
		const char *response;
		unsigned	said;
		unsigned	score;
	}			rows[] = {
		{"", 0, "?", 4096, 0},
		{"", 0, "?", 4097, 500},
		{"?", 4097, "", 0, 500},
		{"?", 2000, "?", 2096, 0},
		{"?", 2000, "?", 2097, 500},
		{"", 0, "中", 6828, 0},
		{"", 0, "中", 6829, 500},
		{"", 0, "a ", 3151, 0},
		{"", 0, "a ", 3152, 500},
		{"", 0, "a?", 1781, 0},
		{"", 0, "a?", 1782, 500},
		{"中", 3000, "a?", 998, 0},
		{"中", 3000, "a?", 999, 500},
		{"", 0, "?", 6000, 732},
		{"", 0, "?", 9000, 1000},
	};
	static char prompt[30000];
	static char response[30000];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(score_of(times(rows[i].prompt, rows[i].asked, prompt), times(rows[i].response, rows[i].said, response),
					   BC_TOO_LONG, BC_INFO) == rows[i].score, "how long both together are");
}

/* An open question within a talk has its form. */
static void
test_talk(void)
{
	unsigned char lengths[8];
	BcRecord	rec;
	BcIssues	issues;

	memset(&rec, 0, sizeof(rec));
	bc_store32(lengths, 2);
	bc_store32(lengths + 4, 2);
	rec.turns = 1;
	rec.turn_lengths = lengths;
	rec.history = slice("HiHo");
	rec.prompt = slice("Explain rain.");
	rec.response = slice("It is water.");
	check(bc_quality(&bc_malloc_env, &rec, &issues) && issues.count == 0, "an open question within a talk");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		const Text *t = &texts[i];
		unsigned	got = score_of(slice(t->prompt), slice(t->response), t->kind, t->severity);
		char		what[300];

		snprintf(what, sizeof(what), "%s %u not %u: %.60s => %.60s", bc_issue_name(t->kind), got, t->score, t->prompt,
				 t->response);
		check(got == t->score, what);
	}
	test_runs();
	test_tokens();
	test_talk();
	return report();
}
