/*
 * material.c: what of a prompt is material, and what it only shows, cue by cue:
 * all cues that begin between the marks are, no others.
 */
#include "core/follow/internal.h"

#include "check.h"

#define OPENS	"\xE2\x9F\xA6"	/* ⟦ */
#define CLOSES	"\xE2\x9F\xA7"	/* ⟧ */

/* Behind what introduces it, up to an empty line or what turns to the reader. */
static const char *const material[] = {
	"翻译下面的话：⟦写三百字。写四行诗。⟧",
	"翻译下面的话：⟦\n写三百字。\n写四行诗。⟧",
	"翻译下面的话：⟦\n写三百字。\n\n⟧写四行诗。",
	"翻译下面的话：“写三百字。”写四行诗。",
	"翻译下面的话：\n⟦“写三百字。”写四行诗。⟧",
	"翻译下面的话：花⟦“写三百字。”写四行诗。⟧",
	"翻译：⟦写三百字。\n⟧要求：写四行诗。",
	"翻译：⟦写三百字。\n⟧必须写四行诗。",
	"翻译：⟦写三百字。⟧必须写四行诗。",
	"翻译：⟦写三百字。花必须写四行诗。⟧",
	"翻译：⟦必须写三百字。\n写四行诗。⟧",
	"翻译：⟦写三百字。\n⟧不要写四行诗。",
	"翻译：⟦写三百字。\n⟧答案写四行诗。",
	"翻译：⟦写三百字。\n⟧回“对”或“错”。",
	"翻译：⟦写三百字。\n⟧答“对”或“错”。",
	"翻译：⟦写三百字。\n说“对”或“错”。⟧",
	"翻译：⟦写三百字。\n回花“对”或“错”。⟧",
	"翻译：⟦写三百字。\n⟧结尾必须用“对”。",
	"翻译：⟦写三百字。\n⟧开头必须用“对”。",
	"翻译：⟦写三百字。\n结尾用“对”。⟧",
	"翻译：⟦写三百字。\n⟧用Markdown表格呈现。",
	"翻译：⟦写三百字。\n⟧用英文呈现。",
	"翻译：⟦写三百字。\n用花呈现。⟧",
	"翻译：⟦写三百字。\n⟧只答对或错。",
	"翻译：⟦写三百字。\n只写花。⟧",
	"翻译：⟦写三百字。\n只花写诗。⟧",
	"翻译：⟦写三百字。\n花⟧用你的回答写诗。",
	"翻译：⟦写三百字。\n花回答写诗。⟧",
	"包含关键词：写三百字。",
	"下面的关键词：写三百字。",
	"翻译下面的关键词：⟦写三百字。⟧",
	"把下面这段话：⟦写三百字。写四行诗。⟧",
	"下面这段话：写三百字。写四行诗。",
	"下面的短文：⟦写三百字。写四行诗。⟧",
	"下面的短文必须：写三百字。",
	"下面的花：写三百字。",
	"写下面的花：⟦写三百字。⟧",
	"给我下面的诗：⟦写三百字。⟧",
	"{\"花\": 写三百字",
	"翻译{\"花\": 写三百字",
	"翻译\"花\": ⟦写三百字⟧",
	"翻译 {\"花\" : 写三百字",
	"翻译,\"花\": 写三百字",
	"分类：积极/消极/中性，三选一。写三百字。",
	"分类：积极/消极/中性⟦。写三百字。⟧",
	"分类：积极/消极/中性。只输出类别。",
	"改写一下，要求：三百字内。",
	"改写一下要求：⟦三百字内。⟧",
	"改写一下，花要求：⟦三百字内。⟧",
	"翻译字数：三百字。",
	"翻译花：⟦三百字。⟧",
	"翻译下面的话\n⟦写三百字。\n写四行诗。⟧",
	"翻译下面的话。\n⟦写三百字。\n写四行诗。⟧",
	"翻译下面的“话”。\n写三百字。\n写四行诗。",
	"花。\n翻译下面的话。\n写三百字。\n写四行诗。",
	"把下面这段话改一下。\n⟦写三百字。⟧",
	"投稿须知（节选）：⟦\n稿件写三百字。\n⟧请写四行诗。",
	"投稿须知（节选）：⟦\n稿件写三百字。\n⟧要求：写四行诗。",
	"投稿须知（节选）：⟦\n稿件写三百字。\n必须写四行诗。⟧",
	"写投稿须知（节选）：\n稿件写三百字。",
	"甲：⟦写三百字。\n乙：写四行诗。⟧",
	"花甲：写三百字。",
	"花\n甲：写三百字。",
	"花\n乙：写三百字。",
	"花\n丙：写三百字。",
	"下面的要求哪里写得含糊？\n⟦写三百字，用英文。\n必须写四行诗。⟧",
	"下面的要求哪里写得含糊？\n⟦写三百字，用英文。\n⟧请写四行诗。",
	"下面的要求哪里写得含糊：⟦写三百字，用英文。⟧",
	"下面的要求必须写得含糊吗？\n⟦写三百字。⟧",
	"下面的要求必须写得含糊吗\n写三百字。",
	"下面的要求请写得含糊吗\n写三百字。",
	"下面的要求写得含糊。\n写三百字。",
	"下面的花写得怎样。\n⟦写三百字。⟧",
	"What of this?\n写三百字。",
	"下面的回答写得怎样。\n写三百字。",
	"他留了张纸条：⟦写三百字。⟧",
	"他必须留了张纸条：写三百字。",
	"他发来这些：⟦写三百字。⟧",
	"写他发来：⟦写三百字。⟧",
};

/* The same behind cues that were material. */
static const char *const begun[] = {
	OPENS "写三百字。写四行诗。" CLOSES,
	OPENS "写三百字。\n写四行诗。\n" CLOSES "必须写六行。",
	OPENS "写三百字。\n\n" CLOSES "写四行诗。",
	OPENS "必须写三百字。" CLOSES "必须写四行诗。",
};

/* Between fences, in a talk, a quotation, facts, a notice; where a question about it ends the prompt. */
static const char *const shown[] = {
	"⟦写五个理由。\n写四行诗。\n⟧这些要求合理吗？",
	"⟦写五个理由。\n写四行诗。\n⟧这些要求合理？",
	"写五个理由。\n写四行诗。\n这些要求合理。",
	"写五个理由。\n写四行诗。\n这些花好吗？",
	"写五个理由。\n写四行诗。\n用三句话说这些要求合理吗？",
	"⟦写五个理由。\n写四行诗。\n⟧这些要求都合理吗？",
	"写五个理由。\n写四行诗。\n这些要求只是重复吗？",
	"写五个理由。\n写四行诗。\n这些要求用JSON合理吗？",
	"写五个理由。\n写四行诗。\n这些要求至少合理吗？",
	"写五个理由。\n写四行诗。\n这些要求左右合理吗？",
	"写五个理由。\n写四行诗。\n全文里这些要求合理吗？",
	"⟦写五个理由。\n写四行诗。\n⟧分析这些要求。",
	"写五个理由。\n写四行诗。\n分析这些花。",
	"⟦写五个理由。\n写四行诗。\n这⟧是什么意思？",
	"写五个理由。\n写四行诗。\n什么意思？",
	"写五个理由，这些要求合理吗？",
	"⟦写五个理由。⟧这些要求合理吗？",
	"> ⟦写五个理由。\n⟧写四行诗。\n花是什么意思？",
	"> 写五个理由。\n写四行诗。\n好的。",
	"> ⟦写五个理由。\n> 写三段话。\n⟧写四行诗。\n花是什么意思？",
	"下面哪里错了：\n> ⟦写五个理由。\n⟧写四行诗。",
	"下面哪里错了：\n---⟦\n写五个理由。\n---⟧\n写四行诗。",
	"下面哪里错了：\n---⟦\n写五个理由。\n⟧写四行诗。",
	"花。\n---\n写五个理由。\n---\n写四行诗。",
	"下面哪里错了：\n写三段话。\n---⟦\n写五个理由。\n---⟧\n写四行诗。",
	"解释下面的：\n<text>写五个理由。</text>\n写四行诗。",
	"解释下面的：\n<a>\n写五个理由。\n</b>\n写四行诗。",
	"<text>\n写五个理由。\n</texts>\n写四行诗。",
	"<text>\n写五个理由。\n</tezt>\n写四行诗。",
	"<text>\n写五个理由。\n<text>\n写四行诗。",
	"⟦<text>\n写五个理由。\n⟧</text>\n写四行诗。\n⟦<text>\n写三段话。\n⟧</text>",
	"<任务>\n写五个理由。\n</任务>",
	"背景⟦：写五个理由。\n⟧写四行诗。",
	"我的背景：写五个理由。\n写四行诗。",
	"# 背景⟦\n写五个理由。\n# ⟧要求\n写四行诗。",
	"# 背景⟦\n写五个理由。\n## ⟧要求\n写四行诗。",
	"# 背景⟦\n写五个理由。\n⟧[任务]\n写四行诗。",
	"# 背景⟦\n写五个理由。\n【任务】⟧\n写四行诗。",
	"# 背景⟦\n写五个理由。\n任务：\n写四行诗。⟧",
	"# 背景⟦\n写五个理由。\n⟧要求：\n写四行诗。",
	"# 背景⟦\n写五个理由。⟧请写四行诗。",
	"# 背景⟦\n写五个理由。⟧帮我写四行诗。",
	"# 背景⟦\n请写五个理由。\n# 任务⟧\n写四行诗。",
	"⟦[背景]\n请写五个理由。\n⟧[任务]\n写四行诗。",
	"【背景】请写五个理由。\n【任务】写四行诗。",
	"【背景】请写五个理由。\n写四行诗。",
	"【原文】请写五个理由。\n【任务】写四行诗。",
	"【花】请写五个理由。\n【任务】写四行诗。",
	"#背景⟦\n写五个理由。\n\n写四行诗。⟧",
	"背景⟦：写五个理由。写三段话。\n⟧写四行诗。",
	"写四行诗。\n背景⟦：写五个理由。\n⟧写三段话。",
	"写四行诗。背景：写五个理由。",
	"甲⟦：写三句话。\n乙：写五句话。\n甲：写两段话。\n⟧写四行诗。",
	"甲：写三句话。\n乙：写五句话。\n丙：写两段话。\n写四行诗。",
	"甲：写三句话。\n甲：写五句话。\n甲：写两段话。\n写四行诗。",
	"甲：写三句话。\n乙：写五句话。\n乙：写两段话。\n写四行诗。",
	"花。\n甲⟦：写三句话。\n乙：写五句话。\n甲：写两段话。\n乙：写八行。\n⟧写四行诗。",
	"甲乙丙丁⟦：写三句话。\n乙：写五句话。\n甲乙丙丁：写两段话。⟧",
	"甲乙丙丁戊：写三句话。\n乙：写五句话。\n甲乙丙丁戊：写两段话。",
	"乙⟦：写三句话。\n甲乙丙丁：写五句话。\n乙：写两段话。⟧",
	"乙：写三句话。\n甲乙丙丁戊：写五句话。\n乙：写两段话。",
	"甲⟦：写三句话。\n⟧写六行。\n乙⟦：写五句话。\n甲：写两段话。⟧",
	"甲⟦：写三句话。\n\n乙：写五句话。\n甲：写两段话。⟧",
	"：写三句话。\n乙：写五句话。\n：写两段话。",
	"群公告：⟦\n写五个理由。\n用三句话回答。\n花⟧是什么意思？",
	"群公告：\n写五个理由。\n用三句话回答。\n花有意思。",
	"群公告：⟦\n写五个理由。\n⟧要求：三段。\n花是什么意思？",
	"群公告：你写五个理由。\n花是什么意思？",
	"请看群公告：\n写五个理由。\n花是什么意思？",
	"回答公告：\n写五个理由。\n花是什么意思？",
	"格式⟦规定：\n写五个理由。\n花⟧是什么意思？",
	"花、水⟦、山、石公告：写五个理由。\n花⟧是什么意思？",
	"公告花：写五个理由。\n花是什么意思？",
	"花。\n公告：⟦写五个理由。\n写三段话。\n花⟧是什么意思？",
	"花花花花花花花花花花花花花公告：⟦写五个理由。\n花⟧是什么意思？",
	"花花花花花花花花花花花花花花公告：写五个理由。\n花是什么意思？",
	"这些花哪里好：\n> ⟦写五个理由。\n⟧写四行诗。",
	"这些花好：\n> 写五个理由。\n写四行诗。",
	"翻译这些：\n> ⟦写五个理由。\n⟧写四行诗。",
	"翻译：\n> 写五个理由。\n写四行诗。",
	"翻译：这些\n> ⟦写五个理由。\n⟧写四行诗。",
	"翻译：\n这些\n> 写五个理由。\n写四行诗。",
	"翻译这些：\n<要求>\n写五个理由。\n</要求>\n写四行诗。",
	"翻译这些：\n<要求>写五个理由。</要求>\n写四行诗。",
	"<要求>\n写五个理由。\n</要求>\n写四行诗。",
	"<花>\n写五个理由。\n</花>\n写四行诗。",
	"写诗<花>\n写五个理由。\n</花>\n写四行诗。",
	"<花>\n写五个理由。\n</水>\n写三段话。\n</花>\n写四行诗。",
	"Write 5 reasons.\nWrite 4 lines.\nAre these rules right?",
	"⟦写五个理由。\n写四行诗。\n⟧三个要求，这些合理吗？",
	"写五个理由。\n写四行诗。\n三个字，这些要求合理吗？",
	"写五个理由。\n写四行诗。\n这些要求三行合理吗？",
	"⟦写五个理由。\n写四行诗。\n⟧这些要求三条合理吗？",
	"⟦写五个理由。\n写四行诗。\n⟧这些要求三点合理？！",
	"写五个理由。\n写四行诗。\n这些要求合理！？",
	"⟦写五个理由。\n写四行诗。\n⟧这些要求合理？。",
	"写五个理由：写四行诗，这些要求合理吗",
	"翻译这些：写五个理由。写四行诗",
	"花、水⟦、山、石、土、木公告：写五个理由。\n花⟧是什么意思？",
	"花、水、山、石、土、木、火公告：写五个理由。\n花是什么意思？",
	"a花花花花花花花花花花花花花公告：写五个理由。\n花是什么意思？",
	"JSON规定：\n写五个理由。\n花是什么意思？",
	"翻译这些：\n⟦<rules>\n写五个理由。\n⟧</rules>\n写四行诗。",
	"翻译这些：\n<rules>写五个理由。</rules>\n写四行诗。",
	"<rules>\n写五个理由。\n</rules>\n写四行诗。",
	"⟦<tea>\n写五个理由。\n⟧</tea>\n写四行诗。",
	"写诗<tea>\n写五个理由。\n</tea>\n写四行诗。",
	"⟦<tea>\n写五个理由。\n</water>\n写三段话。\n⟧</tea>\n写四行诗。",
	"<tea>\n写五个理由。\n</teb>\n写四行诗。",
	"<tea>\n写五个理由。\n<ttea>\n写四行诗。",
	"<tea>写五个理由。</tea>\n写四行诗。",
	"<tea>写五个理由。\n<tea>\n写四行诗。",
	"⟦<tea>\n<milk>\n写五个理由。\n</milk>\n写六行。\n⟧</tea>\n写四行诗。",
	"⟦<tea>\n写五个理由。\n⟧</tea>\n背景⟦：写六行。\n⟧写四行诗。",
	"---\n写五个理由。\n---\n写四行诗。",
	"---⟦\n写五个理由。\n---\n写四行诗。\n⟧这些要求合理吗？",
	"解释这些：\n---\n写五个理由。\n---\n写四行诗。",
	"解释这些花哪里好：\n---⟦\n写五个理由。\n---⟧\n写四行诗。",
	"解释这些花哪里好：\n---⟦\n写五个理由。\n---⟧\n写四行诗。\n---⟦\n⟧写六行。",
	"解释这些花哪里好：\n写四行诗。\n花好吗？",
	"解释这些花哪里好：\n--\n写五个理由。\n--\n写四行诗。",
	"解释这些花哪里好：\n花 ---\n写五个理由。\n---⟦\n⟧写四行诗。",
	"⟦写五个理由。\n\n⟧这些要求合理吗？\n\n",
	"写五个理由。\n这些要求合理吗？写四行诗。",
	"⟦写五个理由；⟧这些要求合理吗？",
	"⟦写五个理由。\n\n写四行诗。\n⟧评价这些要求。",
	"写五个理由。\n\n写四行诗。\n花这合理",
	"写五个理由。\n\n写四行诗。\n花合理",
	"写五个理由。这合理",
	/* on one line without a colon nothing is */
	"> 翻译这些，写五个理由",
	"> ⟦翻译这些：写五个理由⟧",
	/* any label of demands ends a notice */
	"群公告：⟦\n写五个理由。\n⟧格式：三段。\n花是什么意思？",
	"群公告：⟦\n写五个理由。\n⟧字数：三百字。\n花是什么意思？",
};

/* The text without its marks; which bytes stand between them. */
static size_t
read_row(const char *row, char *text, bool *within)
{
	size_t		len = 0;
	bool		open = false;

	for (; *row != '\0'; row++)
	{
		bool		opens = strncmp(row, OPENS, 3) == 0;

		if (opens || strncmp(row, CLOSES, 3) == 0)
		{
			open = opens;
			row += 2;
			continue;
		}
		within[len] = open;
		text[len++] = *row;
	}
	text[len] = '\0';
	return len;
}

static void
test_from(const char *row, size_t from, bool at_once, void (*mark) (BcFinder *f))
{
	static BcFinder f;
	static BcConstraints out;
	char		text[4000];
	bool		within[4000];
	size_t		len = read_row(row, text, within);
	char		what[200] = "";

	memset(&f, 0, sizeof(f));
	memset(&out, 0, sizeof(out));
	f.cue = f.few;
	f.cap = BC_FEW_CUES;
	f.env = &bc_malloc_env;
	f.out = &out;
	f.text = slice(text);
	f.material = at_once;
	f.from = f.at = from;
	(void) bc_follow_lex(&f);
	mark(&f);
	for (size_t k = 0; k < f.count; k++)
		if (f.cue[k].material != within[f.cue[k].start])
			snprintf(what, sizeof(what), "byte %u of %s", (unsigned) f.cue[k].start, row);
	check(what[0] == '\0', what);
	/* it goes on behind the last cue, but for an empty line there */
	if (mark == bc_follow_mark_material && len > 0)
		check(f.material == f.cue[f.count - 1].material, row);
	if (f.cue != f.few)
		bc_free(f.env, f.cue);
}

static void
test_row(const char *row, bool at_once, void (*mark) (BcFinder *f))
{
	test_from(row, 0, at_once, mark);
}

/* Who speaks is read of 24 lines: the last of these may end a talk, the next none. */
static void
test_labels(void)
{
	for (unsigned more = 0; more < 2; more++)
	{
		char		row[2000] = "";

		for (unsigned k = 0; k < 21 + more; k++)
			sprintf(row + strlen(row), "甲乙%u：花。\n", k);
		sprintf(row + strlen(row), "甲%s：花。\n乙：花。\n甲：花。%s\n写诗。", more ? "" : OPENS, more ? "" : "\n" CLOSES);
		if (!more)
			strcpy(strstr(row, "\n" CLOSES), "\n" CLOSES "写诗。");
		test_row(row, false, bc_follow_mark_shown);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(material) / sizeof(material[0]); i++)
		test_row(material[i], false, bc_follow_mark_material);
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++)
		test_row(begun[i], true, bc_follow_mark_material);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		test_row(shown[i], false, bc_follow_mark_shown);
	test_labels();
	/* what is read in a second go begins a line where the first ended one */
	test_from("花\n背景" OPENS "：写五个理由。\n" CLOSES "写四行诗。", strlen("花\n"), false, bc_follow_mark_shown);
	test_from("花。背景：写五个理由。\n写四行诗。", strlen("花。"), false, bc_follow_mark_shown);
	return report();
}
