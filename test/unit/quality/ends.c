/*
 * ends.c: how an answer ends: every length of a loop's round and the least
 * that makes one, in characters of one to four bytes; what is cut off, and
 * the like that is not.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#include "check.h"

#define TEN(x)	x x x x x x x x x x

/* The score of an issue of the answer, or 0. */
static unsigned
score_of(BcSlice prompt, BcSlice response, BcIssueKind kind)
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
			return issues.list[i].severity == BC_WARN ? issues.list[i].score : 1;
	return 0;
}

/* The n-th of a row of letters of one to four bytes, all different. */
static uint32_t
letter(unsigned bytes, unsigned n)
{
	return bytes == 1 ? (n < 26 ? 'a' + n : '0' + n - 26) :
		bytes == 2 ? 0x430 + n : bytes == 3 ? 0x4E00 + 7 * n : 0x20000 + 7 * n;
}

/* The last characters of rounds of a length, behind the head, before the tail. */
static BcSlice
rounds(unsigned bytes, unsigned period, unsigned chars, const char *head, const char *tail, unsigned char *out)
{
	size_t		len = strlen(head);

	memcpy(out, head, len);
	for (unsigned k = chars; k > 0; k--)
		len += bc_utf8_encode(out + len, k % period == 1 % period ? 'Q' : letter(bytes, k % period));
	memcpy(out + len, tail, strlen(tail));
	return (BcSlice) {out, len + strlen(tail)};
}

/* Four rounds and 32 characters are a loop, wherever it begins; one less is none. */
static void
test_rounds(void)
{
	static const char *const heads[] = {"", "-", "——", "It was so that we went on and on there: "};
	static const char *const tails[] = {"", "。", ".", "\xF0\x9F\x80\x80"};
	static unsigned char text[4000];

	for (unsigned i = 0; i < 4 * 65 * 16; i++)
	{
		unsigned	bytes = 1 + i % 4;
		unsigned	period = 1 + i / 4 % 65;
		const char *head = heads[i / 260 % 4];
		const char *tail = tails[i / 1040];
		unsigned	chars = period * 4 < 32 ? 32 : period * 4;
		bool		found;
		bool		less;
		char		what[100];

		if (bytes == 1 && period > 34)
			continue;
		found = score_of(slice("Tell me."), rounds(bytes, period, chars, head, tail, text), BC_LOOP) == 1000;
		less = score_of(slice("Tell me."), rounds(bytes, period, chars - 1, head, tail, text), BC_LOOP) == 1000;
		snprintf(what, sizeof(what), "%u characters of %u bytes behind %.10s before %s", period, bytes, head, tail);
		check(found == (period <= 64) && !less, what);
	}
	/* what ends no sentence breaks a loop off */
	check(score_of(slice("Tell me."), rounds(3, 9, 40, "", ",", text), BC_LOOP) == 0, "a comma behind a loop");
	check(score_of(slice("Tell me."), rounds(3, 9, 40, "", "\xF0\x9E\xBF\xBF", text), BC_LOOP) == 0,
		  "a letter of another plane behind a loop");
	check(score_of(slice("Tell me."), rounds(3, 9, 40, "", "。。", text), BC_LOOP) == 0, "two full stops behind a loop");
}

typedef struct End
{
	BcIssueKind kind;
	unsigned	score;			/* 0: not marked */
	const char *prompt;
	const char *response;
} End;

/* Over 40 characters, of which none makes the line an item. */
#define WALK	"We took a long walk over the old hills near the sea "
/* A line of 800 and more, and Chinese ones of 500 and more */
#define LONG	TEN(TEN("Rain is wet. "))
#define LANG	TEN(TEN("今天下雨了。"))

static const End ends[] = {
	/* a loop holds a letter, in whatever place of its round */
	{BC_LOOP, 1000, "Tell me.", "-" TEN("a12-")},
	{BC_LOOP, 1000, "Tell me.", "-" TEN("-12a")},
	{BC_LOOP, 1000, "Tell me.", "-" TEN("-1Z-")},
	{BC_LOOP, 1000, "Tell me.", "-" TEN("-1z-")},
	{BC_LOOP, 1000, "Tell me.", "-" TEN("-1A-")},
	{BC_LOOP, 1000, "Tell me.", "-" TEN("-中1-")},
	{BC_LOOP, 0, "Tell me.", "-" TEN("@[`{")},
	{BC_LOOP, 0, "Tell me.", "-" TEN("-12-")},
	{BC_LOOP, 0, "Tell me.", "-" TEN("。12-")},
	/* again and again, as asked for, or in a song */
	{BC_LOOP, 0, "Write a song.", "-" TEN("la, ")},
	{BC_LOOP, 0, "Say it ten times.", "-" TEN("la, ")},
	{BC_LOOP, 1000, "Say it.", "-" TEN("la, ")},
	/* what no sentence ends with */
	{BC_TRUNCATED, 900, "Tell me.", "("},
	{BC_TRUNCATED, 900, "Tell me.", "（"},
	{BC_TRUNCATED, 900, "Tell me.", "So ("},
	{BC_TRUNCATED, 900, "Tell me.", "So（"},
	{BC_TRUNCATED, 0, "Tell me.", ":("},
	{BC_TRUNCATED, 0, "Tell me.", "=("},
	{BC_TRUNCATED, 0, "Tell me.", "So it is :("},
	{BC_TRUNCATED, 0, "Tell me.", "So it is =("},
	{BC_TRUNCATED, 0, "Tell me.", "So it is :（"},
	{BC_TRUNCATED, 900, "Tell me.", "他说：“"},
	{BC_TRUNCATED, 900, "Tell me.", "他读了《"},
	{BC_TRUNCATED, 900, "Tell me.", "山、水、"},
	{BC_TRUNCATED, 0, "Tell me.", "他说："},
	{BC_TRUNCATED, 0, "Tell me.", "他读了》"},
	/* a comma, but for the prompt's own, a letter's or a song's */
	{BC_TRUNCATED, 900, "Tell me.", "So it went on,"},
	{BC_TRUNCATED, 900, "讲一讲", "他去了，"},
	{BC_TRUNCATED, 900, "A", "So it went on,"},
	{BC_TRUNCATED, 0, "", "So it went on,"},
	{BC_TRUNCATED, 0, "Go on from there,", "So it went on,"},
	{BC_TRUNCATED, 0, "接着讲，", "他去了，"},
	{BC_TRUNCATED, 900, "接着讲，", "So it went on,"},
	{BC_TRUNCATED, 0, "Write a poem.", "So it went on,"},
	{BC_TRUNCATED, 0, "Tell me.", "Dear old Sir,"},
	{BC_TRUNCATED, 0, "Tell me.", "亲爱的 小明，"},
	{BC_TRUNCATED, 0, "Tell me.", "尊敬的 领导，"},
	{BC_TRUNCATED, 0, "Tell me.", "Sir,"},
	{BC_TRUNCATED, 900, "Tell me.", "My Sir,"},
	{BC_TRUNCATED, 900, "Tell me.", "小明，"},
	{BC_TRUNCATED, 0, "Tell me.", "So\n \tit went,"},
	{BC_TRUNCATED, 0, "Tell me.", "So\n" TEN("abcd") "abcdef,"},
	{BC_TRUNCATED, 900, "Tell me.", "So\n" TEN("abcd") "abcdefg,"},
	{BC_TRUNCATED, 0, "Tell me.", "So\n \t " TEN("abcd") "abcdef,"},
	/* a word that goes on, behind more than forty characters, in no list */
	{BC_TRUNCATED, 900, "Tell me.", WALK "and the"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "because"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "or The"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "or THE"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "or tHE"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "or he"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "orr"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "xbecause"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "xxxbecause"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "or 9"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "9or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "{or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "`or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "@or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "[or"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "zor"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "Aor"},
	{BC_TRUNCATED, 0, "Tell me.", "1. " WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "- " WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "[" WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "\"" WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "é " WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "• " WALK "or"},
	{BC_TRUNCATED, 900, "Tell me.", "の " WALK "or"},
	{BC_TRUNCATED, 900, "Tell me.", "中 " WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "\n- so it is or"},
	{BC_TRUNCATED, 900, "Tell me.", "- so it is\n" WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "a1. " WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", "a1) " WALK "or"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "9) so or"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "0. so or"},
	{BC_TRUNCATED, 0, "Tell me.", WALK "1.中 or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK ":) so or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "/) so or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "1, so or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "1.5 or"},
	{BC_TRUNCATED, 900, "Tell me.", WALK "(1).so or"},
	/* fences */
	{BC_TRUNCATED, 1000, "Tell me.", "```\nx"},
	{BC_TRUNCATED, 0, "Tell me.", "```"},
	{BC_TRUNCATED, 0, "Tell me.", "``````\nx"},
	{BC_TRUNCATED, 1000, "Tell me.", "`````\nx"},
	{BC_TRUNCATED, 0, "Tell me.", "`x` ```a``` b"},
	{BC_TRUNCATED, 1000, "Tell me.", "`x` ```a``` b ``` c"},
	{BC_TRUNCATED, 1000, "Write a program on it now.", "x\n```\ny``"},
	{BC_TRUNCATED, 0, "Tell me.", "return x;\nSo it went on,"},
	/* a long answer's last sentence is not finished */
	{BC_TRUNCATED, 700, "Tell me.", LONG "then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "Then he met A"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "then he wrote it {"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "then he wrote it `"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "then to fetch a"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "then he typed `word"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "then he typed @word"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "then he typed {word"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "then he met Peter"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "then so #bread it was"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "#hen he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "it is at ftp://a.org/so"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "it is at www.example"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "I am always Yours old friend"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "most Sincerely your friend"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "with best Regards from here"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\nthen he went away"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "\nIt. then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\nA. then he went away"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "\nSo it is! then he went away"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "\nSo it is? then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\nSo it is, then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\nSo it is.then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\nSo it is a9! then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\nSo it is 9a! then he went away"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "\nSo it is :a! then he went away"},
	{BC_TRUNCATED, 700, "Tell me.", LONG "\nSo it is a:! then he went away"},
	{BC_TRUNCATED, 0, "Tell me.", LONG "\n- So it is! then he went away"},
	{BC_TRUNCATED, 700, "请讲一讲。", LANG "然后他们走"},
	{BC_TRUNCATED, 0, "请讲一讲。", LANG "\n然后他们走"},
	{BC_TRUNCATED, 700, "请讲一讲。", LANG "\nx。然后他们走"},
	{BC_TRUNCATED, 700, "请讲一讲。", LANG "\n好。然后他们走"},
	{BC_TRUNCATED, 0, "请讲一讲。", LANG "\n。然后他们走"},
	{BC_TRUNCATED, 0, "请讲一讲。", LANG "\n好！然后他们走"},
	{BC_TRUNCATED, 700, "请讲一讲。", LANG "\nSo it is. 然后他们走"},
	{BC_TRUNCATED, 700, "请讲一讲。", LANG "然后是A中"},
	{BC_TRUNCATED, 0, "请讲一讲。", LANG "然后www.a走"},
};

/* A text that ends with the words, with a filler before them, of so many characters. */
static BcSlice
filled(const char *filler, size_t chars, const char *end, char *out)
{
	size_t		each = 0;
	size_t		count = 0;
	size_t		len = 0;

	for (size_t k = 0; end[k] != '\0'; k++)
		count += (end[k] & 0xC0) != 0x80;
	each = strlen(filler);
	for (; count < chars; count++, len += each)
		memcpy(out + len, filler, each);
	memcpy(out + len, end, strlen(end));
	return (BcSlice) {(unsigned char *) out, len + strlen(end)};
}

/* An answer that a limit of tokens cut has 800 characters, or 500 Chinese ones. */
static void
test_long(void)
{
	static char text[4000];

	check(score_of(slice("Tell me."), filled("-", 800, "an end. then he went away", text), BC_TRUNCATED) == 0,
		  "a line of an item");
	check(score_of(slice("Tell me."), filled("x", 800, "an end. then he went away", text), BC_TRUNCATED) == 700,
		  "800 characters");
	check(score_of(slice("Tell me."), filled("x", 799, "an end. then he went away", text), BC_TRUNCATED) == 0,
		  "799 characters");
	/* the full stop is none of them */
	check(score_of(slice("Tell me."), filled("雨", 501, "了。然后他们走", text), BC_TRUNCATED) == 700,
		  "500 Chinese characters");
	check(score_of(slice("Tell me."), filled("雨", 500, "了。然后他们走", text), BC_TRUNCATED) == 0,
		  "499 Chinese characters");
	check(score_of(slice("Tell me."), filled("雨", 40, WALK "or", text), BC_TRUNCATED) == 900, "a word that goes on");
	check(score_of(slice("Tell me."), filled("x", 41, " or", text), BC_TRUNCATED) == 900, "41 characters");
	check(score_of(slice("Tell me."), filled("x", 40, " or", text), BC_TRUNCATED) == 0, "40 characters");
}

int
main(void)
{
	test_rounds();
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
	{
		const End  *e = &ends[i];
		size_t		len = strlen(e->response);

		check(score_of(slice(e->prompt), slice(e->response), e->kind) == e->score,
			  len > 150 ? e->response + len - 60 : e->response);
	}
	test_long();
	return report();
}
