/*
 * sums.c: wrong sums: the edges of what is read as a number and as a sum, of
 * what may stand around one, and of how exact it is.
 */
#include "core/quality/internal.h"

#include "check.h"

typedef struct Sum
{
	bool		marked;
	const char *text;
} Sum;

/* In most the sum is wrong if it is read at all; why it is not is told above. */
static const Sum sums[] = {
	/* a product of more than (2^63 - 1) / 4 is not judged, nor what needs one */
	{true, "2305843 * 999999999999 = 5"},
	{false, "2305844 * 999999999999 = 5"},
	{false, "2305843 * 999999999999 = 0.5"},
	{false, "2305843 * 999999999999 + 1/2 = 5"},
	{false, "1/2 + 2305843 * 999999999999 = 5"},
	{false, "2305843 * 999999999999 + 2305843 * 999999999999 = 5"},
	{false, "1/999999999999 + 1/2305844 = 5"},
	{false, "1/999999999999/2305844 = 5"},
	{false, "999999999999 / (1/2305844) = 5"},
	{true, "0 * 5 = 7"},
	{true, "5 * 0 = 7"},
	{false, "0 * 5 = 0"},
	/* signs, within and at the end; what is below nothing is not judged */
	{true, "(2 - 9) * 3 + 30 = 5"},
	{false, "(2 - 9) * 3 + 30 = 9"},
	{true, "3 * (2 - 9) + 30 = 5"},
	{true, "(1 - 2) * 3 + 9 = 5"},
	{false, "(1 - 2) * 3 + 9 = 6"},
	{true, "20 / (2 - 4) + 15 = 9"},
	{false, "20 / (2 - 4) + 15 = 5"},
	{true, "20 / (2 - 3) + 30 = 9"},
	{false, "20 / (2 - 3) + 30 = 10"},
	{true, "3 + 20 / (2 - 3) + 30 = 9"},
	{false, "(1 - 4) / 2 = 5"},
	{false, "1 - 2 = 5"},
	{true, "2 - 2 = 5"},
	{false, "3 / (2 - 2) = 5"},
	/* points and commas of a number */
	{false, "1.2.3 + 1 = 5"},
	{false, "2 + .5 = 9"},
	{false, "2 + 2. = 5"},
	{true, "2 + 2.5 = 9"},
	{false, "2 + ,234 = 5"},
	{false, "1,2.3 + 1 = 9"},
	{true, "12,345 + 1 = 9"},
	{false, "1,234.5 + 1 = 1,235.5"},
	{true, "1,234.5 + 1 = 1,236.5"},
	{true, "0 + 5 = 9"},
	{true, "5 + 0 = 9"},
	{false, "5 + 00 = 9"},
	{true, "$0.50 + $1 = $9"},
	{false, "2 + $ = 5"},
	/* powers */
	{false, "2 ^ = 5"},
	{true, "2 ^ 0 = 5"},
	{false, "2 ^ 0 = 1"},
	{true, "2 ^ 1 = 5"},
	{true, "(1 + 1) ^ 3 = 9"},
	{false, "(1 + 1) ^ 3 = 8"},
	{false, "2 ^ 3 ^ 1 = 9"},
	{false, "99999^16 = 5"},
	/* brackets and blanks */
	{true, "( 2 + 3) * 4 = 14"},
	{true, "(2 + 3 ) * 4 = 14"},
	{false, "(2 + 3 ) * 4 = 20"},
	{false, "(2 + 3] = 9"},
	{true, "2+2=5"},
	{true, "2 + 2 =5"},
	{true, "2 + 2 ＝5"},
	{false, "2 + 2 ＝4"},
	{false, "2 * = 5"},
	{false, "2 * / 3 = 5"},
	{true, "2  +  2  =  5"},
	/* a second division may mean a fraction, but for a product between them */
	{false, "8 / 4 / 2 = 9"},
	{true, "8 / 4 * 6 / 2 = 9"},
	{false, "8 / 4 * 6 / 2 = 6"},
	/* no sum */
	{false, "2 = 3"},
	{false, "(2) = 3"},
	/* what stands before it */
	{true, " 2 + 2 = 5"},
	{true, "is 2 + 2 = 5"},
	{true, "IS 2 + 2 = 5"},
	{true, "So is 2 + 2 = 5"},
	{false, "-is 2 + 2 = 5"},
	{false, "'is 2 + 2 = 5"},
	{false, "zis 2 + 2 = 5"},
	{false, "ais 2 + 2 = 5"},
	{true, "{is 2 + 2 = 5"},
	{true, "`is 2 + 2 = 5"},
	{true, "[is 2 + 2 = 5"},
	{true, "@is 2 + 2 = 5"},
	{false, "multiplication 2 + 2 = 5"},
	{false, "calculations 2 + 2 = 5"},
	{true, "1) 2 + 2 = 5"},
	{true, "(1) 2 + 2 = 5"},
	{true, "12) 2 + 2 = 5"},
	{false, "x1) 2 + 2 = 5"},
	{false, "1)2 + 2 = 5"},
	{false, "So\n1)2 + 2 = 5"},
	{true, ":2 + 2 = 5"},
	{false, "3:2 + 2 = 5"},
	{true, "3: 2 + 2 = 5"},
	{true, "a:2 + 2 = 5"},
	{true, "* 2 + 2 = 5"},
	{false, "*2 + 2 = 5"},
	{true, "- 2 + 2 = 5"},
	{false, "+ 2 + 2 = 5"},
	{false, "/ 2 + 2 = 5"},
	{false, "a.2 + 2 = 5"},
	{true, ". 2 + 2 = 5"},
	{true, "a;2 + 2 = 5"},
	{true, "a?2 + 2 = 5"},
	{true, "a!2 + 2 = 5"},
	{false, "{2 + 2 = 5"},
	/* what stands behind its result */
	{false, "2 + 2 = 5z"},
	{false, "2 + 2 = 5a"},
	{false, "2 + 2 = 5Z"},
	{true, "2 + 2 = 5{"},
	{true, "2 + 2 = 5`"},
	{true, "2 + 2 = 5@"},
	{true, "2 + 2 = 5["},
	{true, "2 + 2 = 5 rz"},
	{true, "2 + 2 = 5 ra"},
	{false, "2 + 2 = 5 R"},
	{false, "2 + 2 = 5 r{"},
	{false, "2 + 2 = 5 r`"},
	{false, "2 + 2 = 5 r["},
	{false, "2 + 2 = 5 r@"},
	{true, "2 + 2 = 5 multiplications"},
	{false, "2 + 2 = 5.5.5"},
	{true, "2 + 2 = 5.5."},
	{false, "2 + 2 = 5 9"},
	{false, "2 + 2 = 5 !"},
	{true, "2 + 2 = 5, 9"},
	/* a fraction without blanks before a word is a scale */
	{false, "3/4 = 5 stars"},
	{false, "3/4 = 5 a"},
	{false, "3/4 = 5 zs"},
	{true, "3/4 = 5 {"},
	{true, "3/4 = 5 `"},
	{true, "3 /4 = 5 stars"},
	{true, "3/4+2 = 9 stars"},
	{true, "2+3/4 = 9 stars"},
	{true, "3*4 = 5 stars"},
	{true, "3+4 = 5 stars"},
	{true, "3/4 = 5, stars"},
	/* less than one of its last digit is rounding, where there was a division or a point */
	{false, "11 / 4 = 2"},
	{false, "11 / 4 = 3"},
	{true, "11 / 4 = 4"},
	{true, "11 / 4 = 1"},
	{false, "11 / 4 = 2.7"},
	{false, "11 / 4 = 2.8"},
	{true, "11 / 4 = 2.6"},
	{true, "11 / 4 = 2.9"},
	{true, "2 + 2 = 4.5"},
	{false, "2 + 2 = 4.0"},
	{true, "8 / 4 = 1"},
	{true, "8 / 4 = 3"},
	{false, "0.25 + 0.5 = 1"},
	{true, "0.25 + 0.5 = 2"},
	/* another unit: the less must divide the more, and be something */
	{false, "2 + 1 = 300"},
	{true, "2 + 1 = 301"},
	{true, "2 + 1 = 299"},
	{false, "200 + 100 = 3"},
	{true, "200 + 101 = 3"},
	{false, "1 + 0 = 100"},
	{true, "1 - 1 = 100"},
	{true, "99 + 1 = 0"},
	/* nothing but a sum, or none */
	{true, "The first: 2 + 2 = 4; the second: 2 + 2 = 5"},
	{true, "12345678901234 + 1 = 5; 2 + 2 = 5"},
	{false, "Nothing = nothing"},
	{false, ""},
	{false, "```\n2 + 2 = 5\n```"},
};

/* Prompts by which a sum may mean something else, all with the answer "2 + 2 = 5". */
static const Sum prompts[] = {
	{true, "Reckon for me."},
	{false, "Reckon in base 3 for me."},
	{false, "Say a Mistake for me."},
	{false, "找出规律"},
	/* the error may be the prompt's */
	{false, "Is it so that\n2 + 3 = 6?"},
	{true, "Is it so that\n2 + 3 = 5?"},
};

static bool
marked(const char *prompt, const char *response)
{
	BcRecord	rec;
	BcIssues	issues;
	bool		any = false;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice(prompt);
	rec.response = slice(response);
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		exit(1);
	for (unsigned i = 0; i < issues.count; i++)
		any |= issues.list[i].kind == BC_ARITH_WRONG &&
			issues.list[i].severity == BC_WARN && issues.list[i].score == 900;
	return any;
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		check(marked("Reckon for me.", sums[i].text) == sums[i].marked, sums[i].text);
	for (size_t i = 0; i < sizeof(prompts) / sizeof(prompts[0]); i++)
		check(marked(prompts[i].text, "2 + 2 = 5") == prompts[i].marked, prompts[i].text);
	return report();
}
