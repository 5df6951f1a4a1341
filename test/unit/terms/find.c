/*
 * find.c: allow and deny, longest match, edges, folding, skipped characters.
 */
#include "core/terms.h"

#include "check.h"

/* Terms separated by '|', allowed ones with '+' in front; hits as "2-4". */
static void
finds(const char *list, const char *text, const char *expected)
{
	BcTerm		terms[32];
	size_t		n = 0;
	BcTerms		set;
	BcTermHits	hits;
	size_t		bad = 0;
	char		got[200] = "";

	while (*list != '\0')
	{
		size_t		len = strcspn(list, "|");

		terms[n].allow = *list == '+';
		terms[n].text = slice(list + terms[n].allow);
		terms[n].text.len = len - terms[n].allow;
		n++;
		list += len + (list[len] == '|');
	}
	check(bc_terms_build(&bc_malloc_env, terms, n, &set, &bad) == BC_TERMS_OK,
		  "builds");
	check(bc_terms_find(&bc_malloc_env, &set, slice(text), &hits), "finds");
	for (size_t i = 0; i < hits.count && strlen(got) < 150; i++)
		sprintf(got + strlen(got), "%s%u-%u", i == 0 ? "" : " ",
				hits.list[i].start, hits.list[i].stop);
	if (strcmp(got, expected) != 0)
		printf("got %s\n", got);
	check(strcmp(got, expected) == 0, text);
	bc_term_hits_free(&bc_malloc_env, &hits);
	bc_terms_free(&bc_malloc_env, &set);
}

static BcTermsResult
builds(const char *term)
{
	BcTerm		terms[2] = {{slice("fine"), false}, {slice(term), false}};
	BcTerms		set;
	size_t		bad = 0;
	BcTermsResult result = bc_terms_build(&bc_malloc_env, terms, 2, &set, &bad);

	if (result == BC_TERMS_OK)
		bc_terms_free(&bc_malloc_env, &set);
	else
		check(bad == 1, "the faulty term is named");
	return result;
}

/* Many terms: each is found where it stands, none where it does not. */
static void
test_many(void)
{
	enum {COUNT = 20000};
	BcTerm	   *terms = malloc(COUNT * sizeof(BcTerm));
	char	   *text = malloc(COUNT * 12);
	BcTerms		set;
	size_t		bad;
	unsigned	state = 1;
	unsigned	right = 0;

	for (unsigned i = 0; i < COUNT; i++)
	{
		char	   *t = text + i * 12;

		for (int k = 0; k < 3; k++)
		{
			unsigned	c;

			state = state * 1103515245 + 12345;
			c = 0x4E00 + (state >> 8) % 3000;
			t[3 * k] = (char) (0xE0 | c >> 12);
			t[3 * k + 1] = (char) (0x80 | (c >> 6 & 63));
			t[3 * k + 2] = (char) (0x80 | (c & 63));
		}
		terms[i].text = (BcSlice) {(unsigned char *) t, 9};
		terms[i].allow = false;
	}
	check(bc_terms_build(&bc_malloc_env, terms, COUNT, &set, &bad) ==
		  BC_TERMS_OK, "many terms");
	for (unsigned i = 0; i < COUNT; i++)
	{
		BcTermHits	hits;

		if (!bc_terms_find(&bc_malloc_env, &set, terms[i].text, &hits))
			continue;
		for (size_t k = 0; k < hits.count; k++)
			if (hits.list[k].start == 0 && hits.list[k].stop == 3 &&
				hits.list[k].term == i)
				right++;
		bc_term_hits_free(&bc_malloc_env, &hits);
	}
	check(right == COUNT, "each of many terms is found");
	bc_terms_free(&bc_malloc_env, &set);
	free(terms);
	free(text);
}

/* The lists to start with: each line a term that can be looked for, none of them twice, all found in themselves. */
static void
test_list(const char *name, unsigned least)
{
	char		line[400];
	static char texts[200][200];
	BcTerm		terms[200];
	unsigned	n = 0;
	FILE	   *file = fopen(name, "rb");
	BcTerms		set;
	size_t		bad = 0;

	check(file != NULL, name);
	while (file != NULL && n < 200 && fgets(line, sizeof(line), file) != NULL)
	{
		const char *end = strstr(line, "\"}");

		if (end == NULL)
			end = strstr(line, "\", \"allow\": true}");
		check(strncmp(line, "{\"term\": \"", 10) == 0 && end != NULL && strchr(line, '\\') == NULL, line);
		if (end == NULL)
			break;
		snprintf(texts[n], sizeof(texts[n]), "%.*s", (int) (end - line - 10), line + 10);
		terms[n] = (BcTerm) {slice(texts[n]), false};
		for (unsigned k = 0; k < n; k++)
			check(strcmp(texts[k], texts[n]) != 0, line);
		n++;
	}
	if (file != NULL)
		fclose(file);
	check(n >= least && bc_terms_build(&bc_malloc_env, terms, n, &set, &bad) == BC_TERMS_OK, name);
	for (unsigned k = 0; k < n; k++)
	{
		BcTermHits	hits;

		check(bc_terms_find(&bc_malloc_env, &set, terms[k].text, &hits) && hits.count > 0 && hits.list[0].start == 0, texts[k]);
		bc_term_hits_free(&bc_malloc_env, &hits);
	}
	bc_terms_free(&bc_malloc_env, &set);
}

int
main(void)
{
	char		long_term[70];

	finds("", "任何文字", "");
	finds("大麻", "他说大麻和烟", "2-4");
	/* an allowed term covers a denied one within it, wherever it begins */
	finds("大麻|+大麻烦", "有大麻烦了，卖大麻", "7-9");
	finds("口交|+路口交通", "路口交通灯", "");
	finds("口交|+路口", "路口交通灯", "1-3");
	finds("共产|+共产党", "共产党 共产", "4-6");
	/* the longest of those that begin at a place; no overlaps */
	finds("三黄|三黄片", "看三黄片吧", "1-4");
	finds("甲乙|乙丙|丙丁", "甲乙丙丁", "0-2 2-4");
	/* Latin terms are whole words, Chinese on either side is an edge */
	finds("sm|av", "smoking have SM AV", "13-15 16-18");
	finds("sm", "玩SM吗 sm1 1sm _sm_", "1-3 14-16");
	finds("top secret", "This is Top Secret. top secrets", "8-18");
	finds("c++", "C++ and c++11", "0-3 8-11");
	/* width, case, traditional, compatibility forms */
	finds("绝密文件|abc", "絕密文件 ＡＢＣ ａｂｃ", "0-4 5-8 9-12");
	finds("機密", "机密", "0-2");
	finds("qq群1", "QQ群①", "0-4");
	/* a few other characters between Chinese ones */
	finds("敏感词", "敏-感 词 敏……感。词 敏,,,,,感词", "0-5 6-12");
	finds("敏感词", "敏a感词 敏\u200b感\u200b词", "5-10");
	finds("《禁书》", "读《禁书》时 《禁 书》", "1-4 7-11");
	/* white space between scripts, and between words */
	finds("ABC公司", "合作方为 ABC 公司。", "5-11");
	finds("ABC 公司", "ABC公司、ABC　　公司、ABC，公司", "0-5 6-13");
	finds("第3代芯片", "第 3 代\n芯片", "0-8");
	finds("top secret", "top  secret, top\nsecret, top\t \nsecret, topsecret, top-secret", "0-11 13-23 25-37");
	finds("top   secret", "top secret", "0-10");
	finds("top secret", "top     secret", "");
	finds("+ABC公司 年报|ABC公司", "ABC 公司年报和 ABC 公司", "10-16");
	finds("v2", "v 2 v2", "4-6");
	/* half-width katakana, marks apart */
	finds("データベース", "ﾃﾞｰﾀﾍﾞｰｽ とデータベース", "0-8 10-16");
	finds("ﾊﾟｽﾜｰﾄﾞ|ガイド", "パスワード ｶﾞｲﾄﾞ ハ\u309Aスワート\u3099", "0-5 6-11 12-19");
	finds("ハ", "バ パ ﾊﾞ ハ", "7-8");
	finds("ヴ", "ｳﾞ ウ\u3099", "0-2 3-5");
	/* every kana that takes a mark, and none that does not */
	finds("ガギグゲゴザジズゼゾダヂヅデド", "ｶﾞｷﾞｸﾞｹﾞｺﾞｻﾞｼﾞｽﾞｾﾞｿﾞﾀﾞﾁﾞﾂﾞﾃﾞﾄﾞ", "0-30");
	finds("バビブベボパピプペポ", "ﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ", "0-20");
	finds("ナ|ア|オ|ッ", "ﾅﾞ ｱﾞ ｵﾞ ｯﾞ", "0-1 3-4 6-7 9-10");
	/* equal terms of two lists */
	finds("机密|机密|機密", "机密", "0-2 0-2 0-2");
	finds("机密|+机密", "机密", "");
	check(builds("") == BC_TERMS_EMPTY, "empty");
	check(builds("  \n") == BC_TERMS_EMPTY, "blank");
	memset(long_term, 'a', 65);
	long_term[65] = '\0';
	check(builds(long_term) == BC_TERMS_TOO_LONG, "65 characters");
	long_term[64] = '\0';
	check(builds(long_term) == BC_TERMS_OK, "64 characters");
	test_many();
	test_list("doc/trade-secrets.jsonl", 30);
	test_list("doc/classification-marks.jsonl", 50);
	test_list("doc/copyright-marks.jsonl", 50);
	return report();
}
