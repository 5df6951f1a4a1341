/*
 * parts.c: what the rules of quality stand on: issues kept, texts searched and
 * trimmed, characters counted; each compared with what is told the long way.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#include "check.h"
#include "vary.h"

/* Of an issue the graver one is kept, of two alike the surer; from 1 to 1000. */
static void
test_add(void)
{
	static const struct
	{
		unsigned	first[2];		/* severity, score */
		unsigned	second[2];
		unsigned	kept[2];
	}			rows[] = {
		{{BC_WARN, 0}, {BC_INFO, 1}, {BC_WARN, 1}},
		{{BC_WARN, 1}, {BC_WARN, 2}, {BC_WARN, 2}},
		{{BC_WARN, 999}, {BC_WARN, 1000}, {BC_WARN, 1000}},
		{{BC_WARN, 999}, {BC_WARN, 1001}, {BC_WARN, 1000}},
		{{BC_WARN, 70000}, {BC_WARN, 999}, {BC_WARN, 1000}},
		{{BC_WARN, 500}, {BC_WARN, 499}, {BC_WARN, 500}},
		{{BC_WARN, 500}, {BC_INFO, 900}, {BC_WARN, 500}},
		{{BC_WARN, 500}, {BC_ERROR, 100}, {BC_ERROR, 100}},
		{{BC_INFO, 500}, {BC_WARN, 100}, {BC_WARN, 100}},
		{{BC_ERROR, 100}, {BC_WARN, 500}, {BC_ERROR, 100}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		BcQuality	q;

		memset(&q, 0, sizeof(q));
		bc_quality_add(&q, BC_LOOP, (BcSeverity) rows[i].first[0], rows[i].first[1]);
		bc_quality_add(&q, BC_LOOP, (BcSeverity) rows[i].second[0], rows[i].second[1]);
		check(q.severity[BC_LOOP] == rows[i].kept[0] && q.score[BC_LOOP] == rows[i].kept[1] &&
			  q.score[BC_LOOP - 1] == 0 && q.score[BC_LOOP + 1] == 0, "an issue that is found twice");
	}
}

/* Issues are told in the order of their names, a severity in a word. */
static void
test_names(void)
{
	BcRecord	rec;
	BcIssues	issues;

	for (int k = 1; k < BC_ISSUE_KINDS; k++)
		check(strcmp(bc_issue_name((BcIssueKind) (k - 1)), bc_issue_name((BcIssueKind) k)) < 0,
			  bc_issue_name((BcIssueKind) k));
	check(strcmp(bc_severity_name(BC_INFO), "info") == 0 && strcmp(bc_severity_name(BC_WARN), "warn") == 0 &&
		  strcmp(bc_severity_name(BC_ERROR), "error") == 0, "the names of severities");
	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice("");
	rec.response = slice("");
	check(bc_quality(&bc_malloc_env, &rec, &issues) && issues.count == 2 && issues.list[0].kind == BC_EMPTY_PROMPT &&
		  issues.list[1].kind == BC_EMPTY_RESPONSE, "the issues of nothing at all");
	rec.prompt = slice("Explain it.");
	rec.response = slice("Good day<|im_end|> all,");
	check(bc_quality(&bc_malloc_env, &rec, &issues) && issues.count == 3 && issues.list[0].kind == BC_NO_FORMAT &&
		  issues.list[1].kind == BC_TEMPLATE_LEAK && issues.list[2].kind == BC_TRUNCATED, "issues in their order");
}

/* Does the word stand at byte i, ASCII case ignored or not? */
static bool
stands(BcSlice text, size_t i, const char *word, bool nocase)
{
	for (size_t k = 0; word[k] != '\0'; k++)
	{
		unsigned char c = i + k < text.len ? text.data[i + k] : 0;

		if (nocase && c >= 'A' && c <= 'Z')
			c = (unsigned char) (c + 32);
		if (c != (unsigned char) word[k])
			return false;
	}
	return true;
}

static void
test_search(void)
{
	static const char *const words[] = {"a", "ab", "aba", "@b", "[", "z]", "{", "~", "`b", "。", "中a", "\n", "az"};
	static const char *const pieces[] = {"a", "b", "A", "B", "@", "`", "[", "{", "z", "Z", "]", "^", "~", "。", "中", "\n"};
	uint32_t	state = 3;

	for (unsigned round = 0; round < 4000; round++)
	{
		char		text[64];
		size_t		len = 0;
		BcSlice		s;

		for (unsigned k = vary_random(&state) % 9; k > 0; k--)
			len += (size_t) sprintf(text + len, "%s", pieces[vary_random(&state) % (sizeof(pieces) / sizeof(pieces[0]))]);
		text[len] = '\0';
		s = slice(text);
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		{
			const char *const list[] = {words[(w + 1) % 13], words[w], NULL};
			bool		has = false;
			bool		nocase = false;

			for (size_t i = 0; i < len; i++)
			{
				bool		here = stands(s, i, words[w], false);

				has = has || here;
				nocase = nocase || stands(s, i, words[w], true);
				if (bc_text_at(s, i, words[w]) != here)
					check(false, text);
			}
			check(!bc_text_at(s, len, words[w]) && !bc_text_at(s, len + 1, words[w]), "a word behind the end");
			check(bc_text_has(s, words[w]) == has, text);
			check(bc_text_has_nocase(s, words[w]) == nocase, text);
			for (size_t i = 0; i <= len; i++)
			{
				size_t		want = 0;

				for (size_t k = 0; k < 2 && want == 0; k++)
					if (strlen(list[k]) <= i && stands(s, i - strlen(list[k]), list[k], false))
						want = strlen(list[k]);
				if (bc_text_before(s, i, list) != want)
					check(false, text);
			}
		}
	}
	check(!bc_text_has((BcSlice) {NULL, 0}, "a"), "nothing is in no text");
	check(bc_text_at(slice("ab"), 2, "") && !bc_text_at(slice("ab"), 3, ""), "no word stands at the end, and not behind");
}

static void
test_ends(void)
{
	static const char *const pieces[] = {
		"a", "bcdefgh", "ijklmnopq", "é", "中", "\xF0\x9F\x98\x80", " ", "\n", "\t", "\v", "\x1F", "\xC2\xA0", "\xE3\x80\x80",
		"\xE2\x80\x83", "\xC2\x85", "!"
	};
	uint32_t	state = 5;

	for (unsigned round = 0; round < 6000; round++)
	{
		char		text[200];
		size_t		len = 0;
		size_t		first = 0;
		size_t		behind = 0;
		size_t		chars = vary_random(&state) % 24;
		size_t		head = 0;
		BcSlice		s;
		BcSlice		got;

		for (unsigned k = vary_random(&state) % 12; k > 0; k--)
			len += (size_t) sprintf(text + len, "%s", pieces[vary_random(&state) % (sizeof(pieces) / sizeof(pieces[0]))]);
		text[len] = '\0';
		s = slice(text);
		for (size_t at = 0, n = 0; at < len; n++)
		{
			size_t		from = at;
			uint32_t	c = bc_next_char(s, &at);

			if (!bc_is_white_space(c))
			{
				first = behind == 0 ? from : first;
				behind = at;
			}
			if (n < chars)
				head = at;
		}
		got = bc_text_trim(s);
		check(got.len == behind - first && (got.len == 0 || got.data == s.data + first), text);
		got = bc_text_head(s, chars);
		check(got.data == s.data && got.len == head, text);
	}
}

/* One character alone, between what is no word. */
static BcTextStats
alone(uint32_t c)
{
	unsigned char text[8] = "-";
	BcTextStats n;
	size_t		len = 1 + bc_utf8_encode(text + 1, c);

	text[len++] = '-';
	bc_quality_stats(&bc_malloc_env, (BcSlice) {text, len}, &n);
	n.special -= 2;
	n.chars -= 2;
	return n;
}

/* The stretches of characters that count as each, over all planes that are told apart. */
static void
test_classes(void)
{
	static const struct
	{
		const char *what;
		const char *wanted;
	}			classes[] = {
		{"cjk", "3041-30FF 3400-9FFF AC00-D7A3 F900-FAFF 20000-323AF"},
		{"latin", "41-5A 61-7A C0-D6 D8-F6 F8-167F 1681-1FFF"},
		{"word", "30-39 41-5A 61-7A C0-D6 D8-F6 F8-167F 1681-1FFF"},
		{"control", "1-8 E-1F 7F-7F 200B-200C 200E-200F 202A-202E 2066-2069 FEFF-FEFF"},
		{"joiner", "200B-200C 200E-200F 202A-202E 2066-2069"},
		{"broken", "E000-F8FF FFFD-FFFD"},
		{"joined", "590-109F 1780-17FF FB1D-FDFF FE70-FEFC"},
		{"line", "A-A"},
		{"nothing", "9-D 20-20 30-39 85-85 A0-A0 1680-1680 2000-200A 2028-2029 202F-202F 205F-205F 3000-3000"},
	};

	for (size_t k = 0; k < sizeof(classes) / sizeof(classes[0]); k++)
	{
		char		got[600] = "";
		uint32_t	from = 0;

		for (uint32_t c = 1; c <= 0x32400; c++)
		{
			BcTextStats n;
			bool		is;

			if (c >= 0xD800 && c <= 0xDFFF)
				continue;
			n = alone(c);
			is = k == 0 ? n.cjk == 1 : k == 1 ? n.latin == 1 : k == 2 ? n.words == 1 : k == 3 ? n.controls == 1 :
				k == 4 ? n.joiners == 1 : k == 5 ? n.broken == 1 : k == 6 ? n.joined : k == 7 ? n.lines == 2 :
				n.cjk + n.latin + n.special + n.controls + n.joiners == 0;
			if (is && from == 0)
				from = c;
			else if (!is && from != 0)
			{
				sprintf(got + strlen(got), "%s%X-%X", *got == '\0' ? "" : " ", (unsigned) from, (unsigned) c - 1);
				from = 0;
			}
		}
		if (strcmp(got, classes[k].wanted) != 0)
			printf("%s: %s\n", classes[k].what, got);
		check(strcmp(got, classes[k].wanted) == 0, "what a character counts as");
	}
}

/* A letter, then what a continuation's byte is read as; or the sign of the euro. */
static void
test_pairs(void)
{
	for (uint32_t c = 0xB0; c < 0x110; c++)
		for (uint32_t next = 0x70; next < 0xD2; next++)
		{
			uint32_t	d = next < 0xD0 ? next : next == 0xD0 ? 0x20AC : 0x20AD;
			unsigned char text[8];
			size_t		len = bc_utf8_encode(text, c);
			BcTextStats n;
			bool		pair = (c >= 0xC2 && c <= 0xEF && d >= 0x80 && d <= 0xBF && d != 0xA0 && d != 0xAB && d != 0xBB) ||
				(c == 0xE2 && d == 0x20AC);

			len += bc_utf8_encode(text + len, d);
			bc_quality_stats(&bc_malloc_env, (BcSlice) {text, len}, &n);
			if (n.broken != pair)
				check(false, "UTF-8 read as Latin-1");
		}
	check(true, "UTF-8 read as Latin-1");
}

/* Characters of all classes in any order, wherever blocks of bytes end: the sum of what each counts. */
static void
test_sums(void)
{
	static const uint32_t some[] = {
		'a', 'Z', 'z', 'A', '0', '9', '@', '[', '`', '{', '/', ':', '!', '~', ' ', '\t', '\n', '\r', 1, 8, 14, 31, 127, 0x80, 0xA0,
		0xE9, 0xD7, 0x416, 0x5D0, 0x7FF, 0x800, 0x1680, 0x2013, 0x200B, 0x2028, 0x3000, 0x3001, 0x303F, 0x3040, 0x3042, 0x30FF,
		0x33FF, 0x3400, 0x3FFF, 0x4000, 0x4E2D, 0x9FFF, 0xA000, 0x6D63, 0x9428, 0x93C4, 0x6D93, 0x9366, 0x951B, 0x9286, 0x9359,
		0x7ED4, 0x7ED5, 0x6D7F, 0x92FF, 0xAC00, 0xE000, 0xFF0C, 0xFF00, 0xFF3F, 0xFF40, 0xFEFF, 0xFFFD, 0x1F600, 0x20000
	};
	uint32_t	state = 11;

	for (unsigned round = 0; round < 8000; round++)
	{
		unsigned char text[1600];
		size_t		len = 0;
		BcTextStats sum;
		BcTextStats got;
		bool		within = false;
		uint32_t	before = 0;
		/* most of the texts are of few kinds */
		unsigned	kinds = 1 + round % (sizeof(some) / sizeof(some[0]));
		unsigned	first = vary_random(&state) % (sizeof(some) / sizeof(some[0]));
		unsigned	plain = round % 5;

		memset(&sum, 0, sizeof(sum));
		for (unsigned k = vary_random(&state) % 390; k > 0; k--)
		{
			uint32_t	c = vary_random(&state) % 5 < plain ? 'a' + k % 26 :
				some[(first + vary_random(&state) % kinds) % (sizeof(some) / sizeof(some[0]))];
			BcTextStats n = alone(c);

			/* of these only U+0080 is what a continuation's byte is read as */
			sum.broken += c == 0x80 && before >= 0xC2 && before <= 0xEF;
			before = c;
			len += bc_utf8_encode(text + len, c);
			sum.chars += n.chars;
			sum.cjk += n.cjk;
			sum.latin += n.latin;
			sum.special += n.special;
			sum.lines += n.lines - 1;
			sum.controls += n.controls - (n.joined ? 0 : n.joiners);
			sum.joiners += n.joiners;
			sum.broken += n.broken;
			sum.gbk += n.gbk;
			sum.joined = sum.joined || n.joined;
			sum.words += n.words > 0 && !within;
			within = n.words > 0;
		}
		bc_quality_stats(&bc_malloc_env, (BcSlice) {text, len}, &got);
		check(got.chars == sum.chars && got.cjk == sum.cjk && got.latin == sum.latin && got.special == sum.special &&
			  got.lines == sum.lines + 1 && got.broken == sum.broken && got.gbk == sum.gbk && got.joined == sum.joined &&
			  got.controls == sum.controls + (sum.joined ? 0 : sum.joiners) && got.joiners == sum.joiners &&
			  got.words == sum.words, "the sum of what characters count as");
	}
}

int
main(void)
{
	test_add();
	test_names();
	test_search();
	test_ends();
	test_classes();
	test_pairs();
	test_sums();
	return report();
}
