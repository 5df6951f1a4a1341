/*
 * prompts.c: prompts of test/data/follow and what is found in them; verdicts of
 * responses that keep and that break each kind.
 */
#include "core/follow.h"

#include "check.h"

static bool
has_kind(const BcConstraints *found, const char *name, size_t len)
{
	for (unsigned i = 0; i < found->count; i++)
		if (strlen(bc_follow_kinds[found->list[i].kind].name) == len &&
			memcmp(bc_follow_kinds[found->list[i].kind].name, name, len) == 0)
			return true;
	return false;
}

/* At least so many per mille of the kinds that the lines name are found. */
static void
test_asked(void)
{
	FILE	   *file = fopen("test/data/follow/zh_asked.tsv", "r");
	char		line[2000];
	unsigned	named = 0;
	unsigned	right = 0;
	unsigned	all = 0;

	check(file != NULL, "zh_asked.tsv");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		char	   *prompt = strchr(line, '\t');
		BcConstraints found;

		if (prompt == NULL)
			continue;
		*prompt++ = '\0';
		prompt[strcspn(prompt, "\n")] = '\0';
		check(bc_constraints(&bc_malloc_env, slice(prompt), &found), "memory");
		for (char *kind = line; kind != NULL; kind = strchr(kind, ','))
		{
			kind += *kind == ',';
			named++;
			right += has_kind(&found, kind, strcspn(kind, ","));
		}
		all += found.count;
		bc_constraints_free(&found);
	}
	if (file != NULL)
		fclose(file);
	check(named > 170 && right * 1000 >= named * 950, "kinds that are asked for are found");
	check(right * 1000 >= all * 930, "kinds that are found are asked for");
}

static void
test_free(void)
{
	FILE	   *file = fopen("test/data/follow/zh_free.txt", "r");
	char		line[2000];
	unsigned	lines = 0;
	unsigned	with = 0;

	check(file != NULL, "zh_free.txt");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		BcConstraints found;

		line[strcspn(line, "\n")] = '\0';
		check(bc_constraints(&bc_malloc_env, slice(line), &found), "memory");
		lines++;
		with += found.count > 0;
		bc_constraints_free(&found);
	}
	if (file != NULL)
		fclose(file);
	check(lines > 140 && with * 1000 <= lines * 50, "prompts that ask for nothing are left alone");
}

/* Are the strings of what is found in the text? */
static bool
strings_within(BcSlice text, const BcConstraints *found)
{
	for (unsigned i = 0; i < found->strings; i++)
		if (found->string[i].data < text.data ||
			found->string[i].data + found->string[i].len > text.data + text.len)
			return false;
	return true;
}

/*
 * A text that ends anywhere, within a character, too, behind which no memory
 * is its own.
 */
static void
check_cut(const char *line, size_t len)
{
	unsigned char *cut = malloc(len + 1);
	BcConstraints found;

	check(cut != NULL, "memory");
	memcpy(cut + 1, line, len);
	check(bc_constraints(&bc_malloc_env, (BcSlice) {cut + 1, len}, &found), "memory");
	check(strings_within((BcSlice) {cut + 1, len}, &found), "strings are of the text");
	bc_constraints_free(&found);
	free(cut);
}

/* Cuts what stands behind a mark, or the whole, of each line of a file. */
static void
cut_lines(const char *name, char mark)
{
	FILE	   *file = fopen(name, "r");
	char		line[2000];

	check(file != NULL, name);
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		const char *prompt = mark == '\0' ? line : strchr(line, mark);
		size_t		all;

		if (prompt == NULL)
			continue;
		prompt += mark != '\0';
		all = strcspn(prompt, "\n");
		for (size_t len = 0; len <= all; len++)
			check_cut(prompt, len);
	}
	if (file != NULL)
		fclose(file);
}

static void
test_cut(void)
{
	static const char *const more[] = {
		"不许提\xE5\x9B\xBD", "别提\xF0\x9F\x98\x80，写一句话",
		"別提\xE9\x9B\xBB\xE5\xBD\xB1", "Answer in French only"
	};

	cut_lines("test/data/follow/zh_asked.tsv", '\t');
	cut_lines("test/data/follow/zh_free.txt", '\0');
	cut_lines("test/data/follow/en_asked.txt", '\0');
	cut_lines("test/data/follow/phrases.tsv", '\t');
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		for (size_t len = 0; len <= strlen(more[i]); len++)
			check_cut(more[i], len);
}

typedef struct Case
{
	const char *prompt;
	const char *response;
	const char *verdicts;		/* + kept, - broken, ? cannot be told; of each kind in place order */
} Case;

static const Case cases[] = {
	{"请用英文回答。", "The answer to this is in the book that you have on the table.", "+"},
	{"请用英文回答。", "答案在书里。", "-"},
	{"请用泰语回答。", "วันนี้เราไปสวนสาธารณะและเห็นดอกไม้", "+"},
	{"请用中文回答。", "วันนี้เราไปสวนสาธารณะและเห็นดอกไม้", "-"},
	{"Let the letter a appear at least 2 times.", "A tea", "+"},
	{"Use at least 2 headings.", "# Title\n\n## One\n\nText.", "?"},
	{"Use at least 2 headings.", "## One\n\nText.\n\n## Two\n\nText.", "+"},
	{"Write 2 sections, each beginning with Section X.", "Section 1\na\nSection 2\nb\nSection 3\nc", "-"},
	{"Write 2 sections, each beginning with Section X.", "Section 1\na\nSection 2\nb, as Section 1 says", "+"},
	{"只输出数字。", "十二", "?"},
	{"只输出数字。", "很多", "-"},
	{"请在高、中、低里选一个作为答案：风险如何？", "中", "+"},
	{"立场判断：支持/反对，二选一。文本：好。", "无所谓", "-"},
	{"介绍北京，不超过10字。", "北京是首都。", "+"},
	{"介绍北京，不超过10字。", "北京是中国的首都，历史悠久，文化灿烂。", "-"},
	{"介绍北京，不超过10字。", "北京，首都，古，大，美。好", "?"},
	{"Write at least 5 words.", "one two three four five", "+"},
	{"Write at least 5 words.", "one two three four", "-"},
	{"用三句话概括。", "甲。乙！丙？", "+"},
	{"用三句话概括。", "甲。乙！", "-"},
	{"Answer in exactly 2 sentences.", "It is so. Mr. Smith knows.", "+"},
	{"分两段回答。", "甲\n\n乙", "+"},
	{"分两段回答。", "甲\n\n乙\n\n丙", "-"},
	{"Write 2 paragraphs separated by ***.", "a\n***\nb", "+"},
	{"Write 2 paragraphs separated by ***.", "a\n\nb", "-"},
	{"写一首四行的诗。", "一\n二\n三\n四", "+"},
	{"gimme like two names for a cat", "1. Tom\n2. Kit", "+"},
	{"gimme like two names for a cat", "1. Tom\n2. Kit\n3. Bo", "-"},
	{"What are three ways to rest?", "1. Sleep\n2. Sit", "-"},
	{"3 names for a tea shop", "1. Leaf\n2. Cup\n3. Pot", "+"},
	{"Advice on running.\nNumber of tips: 3", "1. Rest\n2. Drink", "-"},
	{"Explain rain.\n- two sentences", "It falls. It is wet.", "+"},
	{"Explain rain.\nLength: 2 sentences", "It falls.", "-"},
	{"请列出3个理由。", "1. 甲\n2. 乙\n3. 丙", "+"},
	{"请列出3个理由。", "1. 甲\n2. 乙", "-"},
	{"请列出3个理由。", "甲、乙、丙", "?"},
	{"Use exactly 2 bullet points.", "* a\n* b", "+"},
	{"Use exactly 2 bullet points.", "* a\n* b\n* c", "-"},
	{"必须包含关键词“希望”和“未来”。", "希望就是未來。", "+"},
	{"必须包含关键词“希望”和“未来”。", "希望。", "-"},
	/* the same words again are one demand, others after the first are two */
	{"必须包含关键词“希望”和“未来”。必须包含关键词“希望”和“未来”。", "希望就是未来。", "+"},
	{"必须包含关键词“希望”和“未来”。必须包含关键词“希望”和“春天”。", "希望就是未来。", "+-"},
	{"不要出现“但是”这个词。", "可是不行。", "+"},
	{"不要出现“但是”这个词。", "但是不行。", "-"},
	{"Do not use the word \"no\".", "Nothing is known.", "+"},
	{"Use the word \"tea\" at least 2 times.", "Tea, tea.", "+"},
	{"Use the word \"tea\" at least 2 times.", "Tea, steam.", "?"},
	{"The letter q should appear at least 2 times.", "Quick Q", "+"},
	{"The letter q should appear at least 2 times.", "quick", "-"},
	/* once, twice, and what is said before and after */
	{"Use the word \"tea\" less than twice.", "Tea.", "+"},
	{"Use the word \"tea\" less than twice.", "Tea, tea.", "-"},
	{"Use the word \"tea\" more than once.", "Tea.", "-"},
	{"Use the word \"tea\" more than once.", "Tea, tea.", "+"},
	{"Use the word \"tea\" at least twice.", "Tea.", "-"},
	{"Use the word \"tea\" at least twice.", "Tea, tea, tea.", "+"},
	{"Use the word \"tea\" at most twice.", "Tea, tea.", "+"},
	{"Use the word \"tea\" at most twice.", "Tea, tea, tea.", "-"},
	{"Use the word \"tea\" exactly once.", "Tea, tea.", "-"},
	{"Use the word \"tea\" once or more.", "Tea, tea.", "+"},
	{"Use the word \"tea\" twice or less.", "Tea, tea, tea.", "-"},
	{"以JSON格式输出。", "```json\n{\"a\": [1]}\n```", "+"},
	{"以JSON格式输出。", "{\"a\": [1}", "-"},
	{"以JSON格式输出。", "好的：{\"a\": [1]}", "?"},
	{"Return JSON with the keys \"a\" and \"b\".", "{\"a\": 1, \"b\": 2}", "++"},
	{"Return JSON with the keys \"a\" and \"b\".", "[{\"a\": 1}]", "+-"},
	{"以XML格式输出。", "<a b=\"1\"><c/>x</a>", "+"},
	{"以XML格式输出。", "<a><c></a>", "-"},
	{"以YAML格式输出。", "a: 1\nb:\n  - c", "+"},
	{"以YAML格式输出。", "一句话而已", "-"},
	{"以CSV格式输出。", "a,b\n\"1,5\",2", "+"},
	{"以CSV格式输出。", "a,b\n1,2,3", "-"},
	{"用表格输出对比。", "|a|b|\n|-|-|\n|1|2|", "+"},
	{"用表格输出对比。", "没有", "-"},
	{"Put the answer in a code block.", "```\nx\n```", "+"},
	{"Put the answer in a code block.", "x", "-"},
	{"Answer in plain text, without markdown.", "a b", "+"},
	{"Answer in plain text, without markdown.", "# a\n**b**", "-"},
	{"Do not use any commas.", "a b", "+"},
	{"不要使用逗号。", "甲，乙", "-"},
	{"不要使用标点符号。", "甲乙", "+"},
	{"不要使用标点符号。", "甲乙。", "-"},
	{"Wrap your entire response in double quotation marks.", "\"a b\"", "+"},
	{"Wrap your entire response in double quotation marks.", "a \"b\"", "-"},
	{"Include a title in double angular brackets, i.e. <<title>>.", "<<A>>\nb", "+"},
	{"Include a title in double angular brackets, i.e. <<title>>.", "A\nb", "-"},
	{"Add a postscript starting with P.S.", "a\nP.S. b", "+"},
	{"Add a postscript starting with P.S.", "a", "-"},
	{"End your response with \"Thank you.\"", "So it is. Thank you.", "+"},
	{"End your response with \"Thank you.\"", "Thank you. Bye.", "-"},
	{"请以“亲爱的朋友”开头。", "親愛的朋友，您好", "+"},
	{"请以“亲爱的朋友”开头。", "您好", "-"},
	{"Answer in all capital letters.", "SO IT IS", "+"},
	{"Answer in all capital letters.", "So it is", "-"},
	{"写一首五言绝句。", "白日依山尽，黄河入海流。\n欲穷千里目，更上一层楼。", "+"},
	{"写一首五言绝句。", "白日依山尽，黄河入海流。", "-"},
	{"Answer only \"Yes.\" or \"No.\"", "Yes", "+"},
	{"Answer only \"Yes.\" or \"No.\"", "Maybe", "-"},
	{"请只回答“是。”或“否。”", "否", "+"},
	{"请用“是！”或“不是！”回答。", "不是", "+"},
	{"请只回答是或否。", "是。", "+"},
	{"请只回答是或否。", "是的，因为如此。", "-"},
	{"结果保留两位小数。", "3.14", "+"},
	{"结果保留两位小数。", "3.1", "-"},
	{"只输出数字。", "42", "+"},
	{"只输出数字。", "答案是42", "-"},
	/* what is asked for without a verb, or beside it */
	{"一致输出1，不一致输出0，别的不写：甲与乙", "1", "+"},
	{"一致输出1，不一致输出0，别的不写：甲与乙", "2", "-"},
	{"把评论分到【好评】【差评】之一", "差评", "+"},
	{"把评论分到【好评】【差评】之一", "中评", "-"},
	{"用JSON返回，需含 city、wind", "{\"city\": 1, \"wind\": 2}", "++"},
	{"用JSON返回，需含 city、wind", "{\"city\": 1}", "+-"},
	{"写段广告，“限时”至少说三次", "限时，限时，限时", "+"},
	{"写段广告，“限时”至少说三次", "限时，限时", "-"},
	{"写一篇日记，三百字到四百字之间", "短", "-"},
	{"用表格对比，4列，列名你自己定", "|a|b|c|d|\n|-|-|-|-|\n|1|2|3|4|", "+"},
	{"介绍茶，至少有3处**加粗**，不少于10字", "**甲**，**乙**，**丙**都是很好很好很好很好很好很好的茶", "++"},
	/* what goes on behind "columns" is none; an option ends at "or" */
	{"Make a Markdown table with 2 columns on tea.", "|a|b|\n|-|-|\n|1|2|", "+"},
	{"Make a Markdown table with columns area, issue.", "|area|issue|\n|-|-|\n|1|2|", "+"},
	{"Label it as low, mid or high. Just the label.", "mid", "+"},
	{"Label it as low, mid or high. Just the label.", "huge", "-"},
	{"A recipe. Don't leave out the word \"crispy\".", "Toast it until it is crispy.", "+"},
	{"A recipe. Don't leave out the word \"crispy\".", "Toast it.", "-"},
	/* what is polite is no condition */
	{"如果方便的话，写三个字以内的店名。", "小面馆", "+"},
	{"如果方便的话，写三个字以内的店名。", "巷口小面馆", "-"},
	{"除非另有说明，一律用英文回答。", "No.", "?"},
	{"如果可以用英文写，我能写得更长吗", "能。", ""},
	/* rules that are quoted ask for nothing, what follows them does */
	{"投稿须知（节选）：\n1. 稿件以300字为宜\n2. 不得使用逗号\n\n这算硬性要求吗", "不算。", ""},
	{"以下是合同条款：\n第一条 答复不超过三十字\n请用英文总结上面的条款", "Thirty at most.", "?"},
	{"甲：回复不超过三十字。\n乙：我不会。\n\n谁说得对", "甲。", ""},
	{"公司墙上写着：\n- 全用英文\n- 不超过三句话\n\n这正常吗", "正常。", ""},
	{"摘录：床前明月光。\n回答：不超过三句话", "思乡。", "+"},
	{"写一份购票须知：\n1. 三十字以内\n2. 不要用逗号", "凭票入园。", "++"},
	{"什么标点都别打，写一句话", "今天天晴", "+"},
	{"什么标点都别打，写一句话", "今天，天晴", "-"},
	/* sections without a number are some */
	{"请用阶段1、阶段2说说学走路", "学走路靠练。", "-"},
	{"童话往往以“从前”开头", "是的。", ""},
};

static void
test_verdicts(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcRecord	rec;
		BcConstraints found;
		BcFollowJudge judge;
		BcFollowVerdict verdict;
		char		got[BC_MAX_CONSTRAINTS + 1] = "";

		memset(&rec, 0, sizeof(rec));
		rec.prompt = slice(cases[i].prompt);
		rec.response = slice(cases[i].response);
		check(bc_record_constraints(&bc_malloc_env, &rec, &found), "memory");
		bc_follow_start(&judge, &bc_malloc_env, &found, &rec);
		for (unsigned k = 0; k < found.count; k++)
		{
			check(bc_follow_judge(&judge, &found.list[k], &verdict), "memory");
			got[k] = verdict.followed == BC_KEPT ? '+' : verdict.followed == BC_BROKEN ? '-' : '?';
		}
		bc_follow_end_judge(&judge);
		bc_constraints_free(&found);
		if (strcmp(got, cases[i].verdicts) != 0)
			printf("%s => %s: got %s\n", cases[i].prompt, cases[i].response, got);
		check(strcmp(got, cases[i].verdicts) == 0, cases[i].prompt);
	}
}

int
main(void)
{
	test_asked();
	test_free();
	test_cut();
	test_verdicts();
	return report();
}
