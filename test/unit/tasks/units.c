/*
 * units.c: what is a token and what a mark, and the parts around a slot.
 */
#include "core/tasks.h"
#include "core/text.h"

#include "check.h"

/* The units of a text: each token and a space, | for a mark. */
static void
check_units(const char *text, const char *expected)
{
	BcUnitReader reader;
	BcUnit		unit;
	BcBuffer	out;
	BcSlice		value = slice(text);
	size_t		before = 0;
	bool		in_order = true;

	bc_buffer_init(&out, &bc_malloc_env, 65536);
	bc_units_start(&reader, &bc_malloc_env, value);
	while (bc_next_unit(&reader, &unit))
	{
		in_order &= unit.start >= before && unit.stop >= unit.start &&
			unit.stop <= value.len;
		before = unit.stop;
		bc_buffer_add(&out, unit.token.bytes, unit.token.len);
		bc_buffer_add_byte(&out, unit.mark ? '|' : ' ');
	}
	bc_buffer_add_byte(&out, '\0');
	check(in_order, text);
	check(strcmp((const char *) out.data, expected) == 0, text);
	bc_buffer_free(&out);
}

static void
check_slot(const char *text, size_t begins, size_t ends, const char *head,
		   const char *tail)
{
	BcSlice		value = slice(text);
	size_t		from = SIZE_MAX;
	size_t		to = SIZE_MAX;
	bool		found = bc_around_slot(&bc_malloc_env, value, begins, ends,
									   &from, &to);

	check(found == (head != NULL), text);
	if (head == NULL || !found)
		return;
	check(from == strlen(head) && memcmp(value.data, head, from) == 0, text);
	check(value.len - to == strlen(tail) &&
		  memcmp(value.data + to, tail, value.len - to) == 0, text);
}

static bool
key(const char *text, size_t begins, size_t ends, BcBuffer *out)
{
	bc_buffer_init(out, &bc_malloc_env, 65536);
	return bc_instruction_key(&bc_malloc_env, slice(text), begins, ends, out);
}

static void
check_keys(const char *a, const char *b, size_t begins, size_t ends,
		   bool equal)
{
	BcBuffer	one;
	BcBuffer	other;
	bool		both = key(a, begins, ends, &one);

	both = key(b, begins, ends, &other) && both;
	check(both && (one.len == other.len &&
				   memcmp(one.data, other.data, one.len) == 0) == equal, b);
	bc_buffer_free(&one);
	bc_buffer_free(&other);
}

static void
test_keys(void)
{
	BcBuffer	out;

	check_keys("Translate: the sea", "translate. A bird", 2, 0, true);
	check_keys("Translate: the sea", "Translate the sea", 2, 0, false);
	check_keys("ab cd ef", "ab cd ef", 1, 1, true);
	check_keys("ab x ef", "ab y z ef", 1, 1, true);
	check_keys("ab x ef", "ab x eg", 1, 1, false);
	/* the slot's place counts, so no part can pass for the other */
	check(key("ab cd ef", 1, 2, &out), "all");
	bc_buffer_free(&out);
	check_keys("ab cd", "ab cd", 1, 1, true);
	check(!key("ab cd", 2, 1, &out), "too few");
	bc_buffer_free(&out);
	check(!key("ab cd", SIZE_MAX, SIZE_MAX, &out), "far too few");
	bc_buffer_free(&out);
	bc_buffer_init(&out, &bc_malloc_env, 3);
	check(!bc_instruction_key(&bc_malloc_env, slice("abc def"), 2, 0, &out) &&
		  out.failed, "no room");
	bc_buffer_free(&out);
}

/* Does a mark stand between a and what follows these bytes? */
static bool
marks(const char *between, const char *behind)
{
	BcUnitReader reader;
	BcUnit		unit;
	char		text[32];
	bool		found = false;

	sprintf(text, "a%s%s", between, behind);
	bc_units_start(&reader, &bc_malloc_env, slice(text));
	while (bc_next_unit(&reader, &unit))
		found |= unit.mark;
	return found;
}

/* Which characters are marks: all that are and what stands near them. */
static void
test_marks(void)
{
	static const uint32_t wide[] = {
		0x201C, 0x201D, 0x3002, 0x300A, 0x300B, 0x300C, 0x300D, 0x300E, 0x300F, 0xFF01, 0xFF1A, 0xFF1B, 0xFF1F
	};
	static const struct
	{
		uint32_t	first;
		uint32_t	last;
	}			ranges[] = {{1, 0x2FF}, {0x2000, 0x206F}, {0x3000, 0x303F}, {0xFE00, 0xFFFD}};

	for (size_t r = 0; r < sizeof(ranges) / sizeof(ranges[0]); r++)
		for (uint32_t c = ranges[r].first; c <= ranges[r].last; c++)
		{
			char		text[8] = "";
			bool		expected = c < 0x80 && strchr("\n\r?\"!:", (int) c) != NULL;

			text[bc_utf8_encode((unsigned char *) text, c)] = '\0';
			for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
				expected |= c == wide[i];
			check(marks(text, "b") == expected, text);
		}
	/* a full stop before each byte that may follow it */
	for (int c = 1; c < 0x80; c++)
	{
		char		behind[] = {(char) c, 'b', '\0'};

		if (strchr("\n\r?\"!:", c) == NULL)
			check(marks(".", behind) == (c == ' ' || (c >= '\t' && c <= '\r')), behind);
		check(marks("!", behind) == (c != '='), behind);
		/* a colon after a digit, and before one */
		if (c != '\n' && c != '\r' && c != '?' && c != '"' && c != '!' && c != ':' && c != '.')
		{
			check(marks("0:", behind) == !(c >= '0' && c <= '9'), behind);
			check(marks("9:", behind) == !(c >= '0' && c <= '9'), behind);
			check(marks(":", behind), behind);
		}
	}
	check_units(":5 a:5 5:a 5: 5:0 0:9 9:", "5 a |5 5 |a 5 |5 : 0 0 : 9 9 ");
}

int
main(void)
{
	test_marks();
	check_units("", "");
	check_units(" ,.; ", "");
	check_units("One two", "one two ");
	check_units("Say: yes.\nNo!", "say |yes |no ");
	check_units("翻译：你好。", "翻 译 |你 好 ");
	check_units("用“美丽”造句", "用 |美 丽 |造 句 ");
	check_units("读《红楼梦》吗？读", "读 |红 楼 梦 |吗 |读 ");
	check_units("3.14 at 12:30, v1.2.", "3 . 14 at 12 : 30 v1 . 2 ");
	check_units("see a.b and x:y", "see a b and x |y ");
	check_units("a != b! c", "a ! = b |c ");
	check_units("::\n\n a ::\n\n b ::\n", "a |b ");

	/* white space before a token is not the part before it */
	check_slot("Say: yes", 2, 0, "Say:", "");
	check_slot("Say: yes", 1, 0, "Say", "");
	check_slot("Say: yes", 0, 1, "", " yes");
	check_slot("use “calm” here now", 2, 3, "use “", " here now");
	check_slot("一 二 三", 1, 1, "一", " 三");
	check_slot("一 二", 1, 1, "一", " 二");
	check_slot("一 二", 0, 0, "", "");
	check_slot("", 0, 0, "", "");
	check_slot("一 二", 2, 1, NULL, NULL);
	check_slot("一 二", SIZE_MAX, 2, NULL, NULL);
	test_keys();
	return report();
}
