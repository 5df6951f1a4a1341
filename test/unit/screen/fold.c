/*
 * fold.c: what a character in the middle of a number is read as: nothing, a
 * space, a digit, a mark or itself; the first and the last of each range, and
 * those beside them.  Spans are of the text's own characters and bytes.
 */
#include "core/screen.h"
#include "core/text.h"

#include "check.h"

typedef enum ReadAs
{
	NOTHING,					/* the number goes on */
	SPACE,						/* the number goes on behind it in groups */
	OTHER						/* the number ends */
} ReadAs;

typedef struct Range
{
	ReadAs		as;
	uint32_t	first;
	uint32_t	last;
	bool		alone;			/* the characters beside it are read otherwise */
} Range;

static const Range ranges[] = {
	{NOTHING, 0xAD, 0xAD, true},
	{NOTHING, 0x34F, 0x34F, true},
	{NOTHING, 0x180E, 0x180E, true},
	{NOTHING, 0x200B, 0x200F, true},
	{NOTHING, 0x202A, 0x202E, true},
	{NOTHING, 0x2060, 0x206F, true},
	{NOTHING, 0xFEFF, 0xFEFF, true},
	{NOTHING, 0xFE00, 0xFE0F, true},
	{SPACE, 0xA0, 0xA0, true},
	{SPACE, 0x1680, 0x1680, true},
	{SPACE, 0x2000, 0x200A, true},
	{SPACE, 0x202F, 0x202F, true},
	{SPACE, 0x205F, 0x205F, true},
	{SPACE, 0x3000, 0x3000, true},
	{OTHER, 0x85, 0x85, false},
	{OTHER, 0x2028, 0x2029, false},
};

/* A text with a character in the middle of it. */
typedef struct Text
{
	unsigned char bytes[64];
	size_t		len;
} Text;

static void
add(Text *text, const char *part)
{
	memcpy(text->bytes + text->len, part, strlen(part));
	text->len += strlen(part);
}

static Text
with(const char *before, uint32_t c, const char *after)
{
	Text		text = {.len = 0};

	add(&text, before);
	text.len += bc_utf8_encode(text.bytes + text.len, c);
	add(&text, after);
	return text;
}

/* All of the text but its first and last character is a finding of the kind. */
static bool
found_whole(Text text, BcKind kind)
{
	BcScanOptions options = {20, BC_KIND_BIT(kind)};
	unsigned char *copy = memcpy(malloc(text.len), text.bytes, text.len);
	size_t		characters = bc_count_characters(copy, text.len);
	BcFindings	found;
	bool		whole;

	if (!bc_scan(&bc_malloc_env, (BcSlice) {copy, text.len}, &options, &found))
		exit(1);
	whole = found.count == 1 && found.list[0].start == 1 && found.list[0].stop == characters - 1 &&
		found.list[0].byte_start == 3 && found.list[0].byte_stop == text.len - 3;
	bc_findings_free(&bc_malloc_env, &found);
	free(copy);
	return whole;
}

/* Within a group of digits only nothing may stand, between groups a space. */
static ReadAs
read_as(uint32_t c)
{
	if (found_whole(with("看139", c, "12345678看"), BC_CN_MOBILE) &&
		found_whole(with("看1391", c, "2345678看"), BC_CN_MOBILE))
		return NOTHING;
	return found_whole(with("看4111 1111", c, "1111 1111看"), BC_BANK_CARD) ? SPACE : OTHER;
}

/* Forms of ASCII stand for it, wherever it stands. */
static void
test_forms(void)
{
	static const struct
	{
		uint32_t	c;
		const char *before;
		const char *after;
		BcKind		kind;
	}			forms[] = {
		{0xFF10, "看1391234567", "看", BC_CN_MOBILE}, {0xFF19, "看1391234567", "看", BC_CN_MOBILE},
		{0xFF20, "看li", "corp.cn看", BC_EMAIL}, {0xFE6B, "看ｌi", "corp.cn看", BC_EMAIL},
		{0xFF0E, "看ｌi@corp", "cn看", BC_EMAIL},
		{0xFF21, "看li@corp.", "C看", BC_EMAIL}, {0xFF3A, "看li@corp.", "C看", BC_EMAIL},
		{0xFF41, "看li@corp.", "c看", BC_EMAIL}, {0xFF5A, "看li@corp.", "c看", BC_EMAIL},
		{0x2236, "看00:1B:44", "11:3A:B7看", BC_MAC_ADDRESS}, {0xFE13, "看00:1B:44", "11:3A:B7看", BC_MAC_ADDRESS},
		{0xFE55, "看00:1B:44", "11:3A:B7看", BC_MAC_ADDRESS},
		{0xFE63, "看010", "62770334看", BC_PHONE}, {0xFF0D, "看010", "62770334看", BC_PHONE},
	};

	for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++)
	{
		char		what[40];

		sprintf(what, "U+%04X is read as ASCII", (unsigned) forms[k].c);
		check(found_whole(with(forms[k].before, forms[k].c, forms[k].after), forms[k].kind), what);
	}
}

/* Far into a text, too: places are found again from marks on the way. */
static void
test_far(void)
{
	static unsigned char text[40000];

	for (size_t at = 4080; at < 33000; at += at % 4096 < 4080 && at % 4096 > 20 ? 4096 - at % 4096 - 16 : 1)
	{
		BcScanOptions options = {20, BC_KIND_BIT(BC_CN_MOBILE)};
		BcFindings	found;

		memset(text, 'a', sizeof(text));
		memcpy(text + 10, "\xE2\x80\x8B", 3);
		memcpy(text + at, "中139\xE2\x80\x8B" "12345678中", 20);
		if (!bc_scan(&bc_malloc_env, (BcSlice) {text, sizeof(text)}, &options, &found))
			exit(1);
		check(found.count == 1 && found.list[0].start == at - 1 && found.list[0].stop == at + 11 &&
			  found.list[0].byte_start == at + 3 && found.list[0].byte_stop == at + 17, "far into a text");
		bc_findings_free(&bc_malloc_env, &found);
	}
}

/* Bytes that are part of no character are one each, and stay. */
static void
test_invalid(void)
{
	static const char text[] = "\xFF\xE4\xB8" "a139\u200B" "12345678\x80\x80 中\xC3\u200B 13912345678\xFE";
	BcScanOptions options = {20, BC_KIND_BIT(BC_CN_MOBILE)};
	BcSlice		in = slice(text);
	BcFindings	found;

	/* a letter is before the first number: no mobile is there */
	if (!bc_scan(&bc_malloc_env, in, &options, &found))
		exit(1);
	check(found.count == 1 && found.list[0].byte_start == in.len - 12 && found.list[0].byte_stop == in.len - 1, "bytes behind invalid ones");
	check(found.count == 1 && found.list[0].stop - found.list[0].start == 11 &&
		  found.list[0].start == bc_count_characters(in.data, found.list[0].byte_start), "characters behind invalid ones");
	bc_findings_free(&bc_malloc_env, &found);
	check(found.count == 0 && found.list == NULL, "nothing is left of them");
}

int
main(void)
{
	test_invalid();
	for (size_t k = 0; k < sizeof(ranges) / sizeof(ranges[0]); k++)
	{
		const Range *r = &ranges[k];
		char		what[60];

		sprintf(what, "U+%04X to U+%04X", (unsigned) r->first, (unsigned) r->last);
		for (uint32_t c = r->first; c <= r->last; c++)
			check(read_as(c) == r->as, what);
		check(!r->alone || (read_as(r->first - 1) != r->as && read_as(r->last + 1) != r->as), what);
	}
	test_forms();
	test_far();
	return report();
}
