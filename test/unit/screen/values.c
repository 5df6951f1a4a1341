/*
 * values.c: what was found once is found wherever else it stands: how short and
 * how long it may be, what must be beside it, which of several that begin
 * alike, and where: in bytes and in characters.
 */
#include "core/screen/values.h"

#include "check.h"

#define MOST	6

typedef struct Value
{
	BcKind		kind;
	const char *text;
} Value;

typedef struct Case
{
	Value		values[MOST];
	const char *text;
	const char *expected;		/* "value@byte,character ...", of a kind other than mail with the kind's name before it */
} Case;

static const Case cases[] = {
	/* four bytes are the least, at the beginning and at the end */
	{{{BC_EMAIL, "abcd"}}, "abcd", "abcd@0,0"},
	{{{BC_EMAIL, "abcd"}}, "x abcd", "abcd@2,2"},
	{{{BC_EMAIL, "abcd"}}, "abcd abcd", "abcd@0,0 abcd@5,5"},
	{{{BC_EMAIL, "abc"}}, "abc abc abc", ""},
	{{{BC_EMAIL, "abcd"}}, "abc", ""},
	{{{BC_EMAIL, "abcde"}}, "abcd", ""},
	{{{BC_EMAIL, "abcd"}}, "", ""},
	{{{BC_EMAIL, "abcd"}}, "abce abdd", ""},
	/* letters, digits and '_' do not go on beside one of them */
	{{{BC_EMAIL, "abcd"}}, "xabcd abcdx 1abcd abcd1 _abcd abcd_", ""},
	{{{BC_EMAIL, "abcd"}}, "-abcd- abcd.", "abcd@1,1 abcd@7,7"},
	{{{BC_EMAIL, "abcd"}}, "中abcd中", "abcd@3,1"},
	{{{BC_EMAIL, "-bcd"}}, "x-bcd", "-bcd@1,1"},
	{{{BC_EMAIL, "-bcd"}}, "x-bcdx", ""},
	{{{BC_EMAIL, "abc-"}}, "abc-x", "abc-@0,0"},
	{{{BC_EMAIL, "abc-"}}, "xabc-x", ""},
	{{{BC_EMAIL, "中文"}}, "x中文x中文中文", "中文@1,1 中文@8,4 中文@14,6"},
	/* of those that begin alike the longest that has edges */
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd-e"}}, "abcd-e", "abcd-e@0,0"},
	{{{BC_EMAIL, "abcd-e"}, {BC_EMAIL, "abcd"}}, "abcd-e", "abcd-e@0,0"},
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd-e"}}, "abcd-ex", "abcd@0,0"},
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd-e"}}, "abcd-", "abcd@0,0"},
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd-e"}, {BC_EMAIL, "abcd-e-f"}}, "abcd-e-fx abcd-e-f abcd-ex", "abcd-e@0,0 abcd-e-f@10,10 abcd@19,19"},
	/* with others in between in order, which the text does not begin with */
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd-a"}, {BC_EMAIL, "abcd-c"}}, "abcd-b abcd-d", "abcd@0,0 abcd@7,7"},
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd-a"}, {BC_EMAIL, "abcd-a-b"}, {BC_EMAIL, "abcd-b"}}, "abcd-c abcd-a-c", "abcd@0,0 abcd-a@7,7"},
	{{{BC_EMAIL, "bbbb"}, {BC_EMAIL, "aaaa"}, {BC_EMAIL, "cccc"}}, "cccc bbbb aaaa", "cccc@0,0 bbbb@5,5 aaaa@10,10"},
	/* the leftmost: what it covers is not looked at again */
	{{{BC_EMAIL, "aaaa-b"}, {BC_EMAIL, "b-cccc"}}, "aaaa-b-cccc b-cccc", "aaaa-b@0,0 b-cccc@12,12"},
	/* twice the same is one; of two kinds the one that wins in a scan */
	{{{BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd"}, {BC_EMAIL, "abcd"}}, "abcd", "abcd@0,0"},
	{{{BC_EMAIL, "abcd"}, {BC_IM_ACCOUNT, "abcd"}}, "abcd", "im_account:abcd@0,0"},
	{{{BC_IM_ACCOUNT, "abcd"}, {BC_EMAIL, "abcd"}}, "abcd", "im_account:abcd@0,0"},
	{{{BC_PERSON_NAME, "abcd"}, {BC_CN_ID, "abcd"}, {BC_EMAIL, "abcd"}}, "abcd", "cn_id:abcd@0,0"},
	/* two Chinese characters of a name: only where no other is beside them */
	{{{BC_PERSON_NAME, "高兴"}}, "高兴", "person_name:高兴@0,0"},
	{{{BC_PERSON_NAME, "高兴"}}, "，高兴，", "person_name:高兴@3,1"},
	{{{BC_PERSON_NAME, "高兴"}}, "a高兴b", "person_name:高兴@1,1"},
	{{{BC_PERSON_NAME, "高兴"}}, "很高兴，高兴地", ""},
	{{{BC_PERSON_NAME, "高兴"}}, "鿿高兴，一高兴，高兴鿿", ""},
	{{{BC_PERSON_NAME, "高兴"}}, "ㄅ高兴가", "person_name:高兴@3,1"},
	{{{BC_PERSON_NAME, "高兴元"}}, "很高兴元地", "person_name:高兴元@3,1"},
	{{{BC_PERSON_NAME, "abcdef"}}, "很abcdef地", "person_name:abcdef@3,1"},
	{{{BC_IM_ACCOUNT, "高兴"}}, "很高兴地", "im_account:高兴@3,1"},
	/* characters are counted, four bytes one */
	{{{BC_EMAIL, "abcd"}}, "é中😀\xFF abcd é abcd", "abcd@11,5 abcd@19,12"},
	{{{BC_EMAIL, "é中😀"}}, "é中😀 é中😀", "é中😀@0,0 é中😀@10,4"},
};

static void
add_found(BcSlice text, const BcFindings *found, char *got)
{
	for (size_t i = 0; i < found->count; i++)
	{
		const BcFinding *f = &found->list[i];

		got += sprintf(got, "%s%s%s%.*s@%u,%u", i == 0 ? "" : " ", f->kind == BC_EMAIL ? "" : bc_kind_name((BcKind) f->kind),
					   f->kind == BC_EMAIL ? "" : ":", (int) (f->byte_stop - f->byte_start), text.data + f->byte_start,
					   (unsigned) f->byte_start, (unsigned) f->start);
		check(f->stop - f->start == bc_count_characters(text.data + f->byte_start, f->byte_stop - f->byte_start), "characters of a value");
		check(f->confidence == 100, "it was found already");
	}
}

static void
run(const Case *c)
{
	BcValues	values;
	BcFindings	found;
	BcSlice		text = slice(c->text);
	char		got[1000] = "";

	bc_values_init(&values, &bc_malloc_env);
	check(!values.any, "none yet");
	for (int k = 0; k < MOST && c->values[k].text != NULL; k++)
		bc_values_add(&values, slice(c->values[k].text), c->values[k].kind);
	check(values.any, "a value was found, be it short");
	check(bc_values_sort(&values) && bc_values_find(&values, text, &found), "memory");
	add_found(text, &found, got);
	check(strcmp(got, c->expected) == 0, c->text);
	if (strcmp(got, c->expected) != 0)
		printf("  got \"%s\", not \"%s\"\n", got, c->expected);
	check((found.count == 0) == (found.list == NULL), "a list where there is one");
	bc_findings_free(&bc_malloc_env, &found);
	bc_values_free(&values);
}

/* 256 bytes are the most. */
static void
test_long(void)
{
	char		value[300];

	for (size_t n = 250; n <= 260; n++)
	{
		BcValues	values;
		BcFindings	found;

		memset(value, 'a', n);
		value[n] = '\0';
		bc_values_init(&values, &bc_malloc_env);
		bc_values_add(&values, slice(value), BC_SECRET_ASSIGNMENT);
		check(bc_values_sort(&values) && bc_values_find(&values, slice(value), &found), "memory");
		check(found.count == (n <= 256), value);
		bc_findings_free(&bc_malloc_env, &found);
		bc_values_free(&values);
	}
}

/* Of many values, each of which others begin with, each is found by itself; and nothing without any. */
static void
test_many(void)
{
	BcValues	values;
	BcFindings	found;
	char		text[200];
	unsigned	right = 0;

	bc_values_init(&values, &bc_malloc_env);
	check(bc_values_sort(&values) && bc_values_find(&values, slice("abcd"), &found) && found.count == 0 && found.list == NULL,
		  "no value");
	for (unsigned i = 0; i < 1000; i++)
	{
		sprintf(text, "v%u-%u", i % 10 * 100, i);
		bc_values_add(&values, slice(text), BC_EMAIL);
		sprintf(text, "v%u-%u-%u", i % 10 * 100, i, i);
		bc_values_add(&values, slice(text), BC_EMAIL);
	}
	check(bc_values_sort(&values), "memory");
	for (unsigned i = 0; i < 1000; i++)
	{
		BcSlice		in;

		sprintf(text, "v%u-%u-%u v%u-%u-x v%u-%u", i % 10 * 100, i, i, i % 10 * 100, i, (i + 1) % 10 * 100, i);
		in = slice(text);
		check(bc_values_find(&values, in, &found), "memory");
		right += found.count == 2 && found.list[0].byte_start == 0 && in.data[found.list[0].byte_stop] == ' ' &&
			found.list[1].byte_start == found.list[0].byte_stop + 1 &&
			memcmp(in.data + found.list[1].byte_stop, "-x ", 3) == 0;
		bc_findings_free(&bc_malloc_env, &found);
	}
	check(right == 1000, "many values");
	bc_values_free(&values);
}

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		run(&cases[k]);
	test_long();
	test_many();
	return report();
}
