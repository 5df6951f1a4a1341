/*
 * characters.c: what each character of Unicode counts as, as stretches of
 * characters that are alike.
 */
#include "core/text.h"
#include "core/text/counts.h"

#include "check.h"

typedef size_t (*Property) (const BcTextCounts *n);

/* What is counted in the text before, the character and the text behind it. */
static BcTextCounts
counted(const char *before, uint32_t c, const char *behind)
{
	unsigned char text[40];
	size_t		len = strlen(before);
	BcTextCounts n;

	memcpy(text, before, len);
	len += bc_utf8_encode(text + len, c);
	memcpy(text + len, behind, strlen(behind));
	len += strlen(behind);
	bc_count_text(&bc_malloc_env, (BcSlice) {text, len}, &n);
	return n;
}

static size_t
is_space(const BcTextCounts *n)
{
	return n->visible == 2;
}

static size_t
is_cjk(const BcTextCounts *n)
{
	return n->cjk;
}

static size_t
is_word(const BcTextCounts *n)
{
	return n->words == 1 && n->cjk == 0 && n->visible == 3;
}

static size_t
is_comma(const BcTextCounts *n)
{
	return n->commas;
}

static size_t
is_punctuation(const BcTextCounts *n)
{
	return n->punctuation;
}

static size_t
ends_sentence(const BcTextCounts *n)
{
	return n->sentences + n->doubtful;
}

static size_t
has_case(const BcTextCounts *n)
{
	return n->upper + n->lower > 2;
}

/* Appends the stretches of characters up to last that have the property between the texts. */
static void
add_stretches(const char *before, const char *behind, Property property, uint32_t first, uint32_t last, char *out, size_t size)
{
	uint32_t	from = UINT32_MAX;

	for (uint32_t c = first; c <= last + 1; c++)
	{
		bool		has = false;

		if (c <= last && (c < 0xD800 || c > 0xDFFF))
		{
			BcTextCounts n = counted(before, c, behind);

			has = property(&n) != 0;
		}
		if (has && from == UINT32_MAX)
			from = c;
		else if (!has && from != UINT32_MAX)
		{
			if (strlen(out) + 20 < size)
				sprintf(out + strlen(out), from == c - 1 ? " %X" : " %X-%X", (unsigned) from, (unsigned) c - 1);
			from = UINT32_MAX;
		}
	}
}

static void
test_stretches(const char *name, const char *before, const char *behind, Property property, const char *wanted)
{
	char		got[4000] = "";

	/* words beyond Latin are what the fold's tables make them */
	add_stretches(before, behind, property, 0, property == is_word ? 0x24F : 0x3410, got, sizeof(got));
	add_stretches(before, behind, property, 0x9FF0, 0xA00F, got, sizeof(got));
	add_stretches(before, behind, property, 0xABF0, 0xAC0F, got, sizeof(got));
	add_stretches(before, behind, property, 0xD790, 0xD7B0, got, sizeof(got));
	add_stretches(before, behind, property, 0xF8F0, 0xFFFF, got, sizeof(got));
	add_stretches(before, behind, property, 0x1FFF0, 0x2000F, got, sizeof(got));
	add_stretches(before, behind, property, 0x323A0, 0x323BF, got, sizeof(got));
	if (strcmp(got, wanted) != 0)
		printf("%s:%s\n", name, got);
	check(strcmp(got, wanted) == 0, name);
}

/* Letters of either case, by blocks of 64. */
static void
test_case(void)
{
	static const char wanted[] =
		" 40: 26 26 720, C0: 30 32 4fc, 100: 32 31 389,"
		" 140: 32 31 9af, 380: 25 15 2a3, 3C0: 0 10 8a0,"
		" 400: 48 16 700, 440: 0 32 200,";
	char		got[2000] = "";

	for (uint32_t block = 0; block < 0x600; block += 64)
	{
		size_t		upper = 0;
		size_t		lower = 0;
		uint32_t	sum = 0;

		for (uint32_t c = block; c < block + 64; c++)
		{
			BcTextCounts n = counted("", c, "");

			upper += n.upper;
			lower += n.lower;
			sum = sum * 31 + (uint32_t) (n.upper * 2 + n.lower);
		}
		if (upper + lower > 0)
			sprintf(got + strlen(got), " %X: %zu %zu %x,", (unsigned) block, upper, lower, (unsigned) (sum & 0xFFF));
	}
	if (strcmp(got, wanted) != 0)
		printf("case:%s\n", got);
	check(strcmp(got, wanted) == 0, "upper and lower case");
}

int
main(void)
{
	test_stretches("white space", "a", "b", is_space,
				   " 9-D 20 85 A0 1680 2000-200A 2028-2029 202F 205F 3000");
	test_stretches("Chinese, Japanese, Korean", "", "", is_cjk,
				   " 3041-30FA 30FD-30FF 3400-3410 9FF0-9FFF AC00-AC0F D790-D7A3 F900-FAFF 20000-2000F 323A0-323AF");
	test_stretches("commas", "a", "b", is_comma, " 2C 60C FF0C");
	test_stretches("punctuation", "a", " b", is_punctuation,
				   " 21-22 27-29 2C-2F 3A-3B 3F 5B 5D 7B 7D B7 2010-2027 3001-3004 3008-3011 FF01-FF0F FF1A-FF1B FF1F");
	test_stretches("ends of sentences", "good", " So", ends_sentence, " 21 2E 3F 61F 964 2026 3002 FF01 FF1F FF61");
	test_stretches("closing marks", "good.", "So", ends_sentence,
				   " 0-22 27 29-2A 3F 5D 5F-60 80-3410 9FF0-A00F ABF0-AC0F D790-D7B0 F8F0-FFFF 1FFF0-2000F 323A0-323BF");
	test_stretches("within a word", "a", "b", is_word,
				   " 30-39 41-5A 61-7A AA B2-B3 B5 B9-BA BC-BE C0-D6 D8-F6 F8-24F A000-A00F ABF0-ABFF D7A4-D7B0 FB00-FB1D"
				   " FB1F-FB28 FB2A-FBB1 FBC3-FC5D FC64-FD3D FD50-FDCE FDF0-FDFC FE1A-FE1F FE53 FE67 FE6C-FE6F FE71 FE73"
				   " FE75 FE77 FE79 FE7B FE7D FE7F-FEFE FF00 FF10-FF19 FF21-FF3A FF41-FF5A FF66-FF9D FFA1-FFDF FFE7 FFEF"
				   " 1FFF0-1FFFD 323B0-323BF");
	test_stretches("beyond letters with a case", "A", "B", has_case,
				   " 41-5A 61-7A C0-D6 D8-F6 F8-137 139-148 14A-17F 391-3A9 3B1-3C9 400-45F");
	test_case();
	return report();
}
