/*
 * words.c: the words of the heuristics, wherever they stand and
 * whatever stands there in their place.
 */
#include "core/quality/words.h"

#include "check.h"

/* A word of each length and script is found wherever it stands, if whole. */
static void
test_words(void)
{
	static const struct
	{
		const char *word;
		BcWordKind	kind;
	}			words[] = {
		{"<|", BC_W_MARK}, {"<｜", BC_W_MARK}, {"};", BC_W_CODE},
		{"</", BC_W_CODE}, {"Def ", BC_W_CODE}, {"诗", BC_W_SONG},
		{"ELABORATE", BC_W_OPEN}, {"\\N", BC_W_ESCAPE}, {"sql", BC_W_FORMAT},
		{"[AVAILABLE_TOOLS]", BC_W_TOKEN}, {"讯飞星火", BC_W_IDENTITY},
		{"\nHuman:", BC_W_MERGED}, {"ï¼Œ", BC_W_MOJIBAKE}
	};
	static const char *const fillers[] = {".", "。"};

	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		for (size_t at = 0; at < 3 * 140; at++)
		{
			uint32_t	bit = (uint32_t) 1 << words[w].kind;
			const char *filler = fillers[at % 2];
			char		text[1000];
			size_t		len = 0;
			BcSlice		whole;
			BcSlice		cut;

			while (len < at / 2)
				len += (size_t) sprintf(text + len, "%s", filler);
			len += (size_t) sprintf(text + len, "%s", words[w].word);
			whole = (BcSlice) {(unsigned char *) text, len};
			cut = (BcSlice) {(unsigned char *) text, len - 1};
			if (bc_words_find(&bc_malloc_env, whole, bit) == bit)
				passed++;
			else
			{
				failed++;
				printf("not ok: %s at byte %zu is not found\n", words[w].word, at / 2);
			}
			if (bc_words_find(&bc_malloc_env, cut, bit) == 0)
				passed++;
			else
			{
				failed++;
				printf("not ok: %s at byte %zu is found before its end\n", words[w].word, at / 2);
			}
		}
}

/* The kinds of words that a text holds, each word compared at each place. */
static uint32_t
all_kinds_in(const unsigned char *text, size_t len)
{
	uint32_t	kinds = 0;

	for (size_t n = 1; n < bc_word_count; n++)
	{
		size_t		length = strlen(bc_words[n]);

		for (size_t at = 0; at + length <= len; at++)
		{
			size_t		k = 0;

			while (k < length && (text[at + k] | (text[at + k] >= 'A' && text[at + k] <= 'Z' ? 0x20 : 0)) ==
				   (unsigned char) bc_words[n][k])
				k++;
			if (k == length)
				kinds |= (uint32_t) 1 << bc_word_kinds[n];
		}
	}
	return kinds;
}

/* What is looked for at once, each by tables of its own, and all words. */
static const uint32_t wanted[] = {
	BC_W_SAID, BC_W_OPENING, BC_W_ASKED, ((uint32_t) 1 << BC_WORD_KINDS) - 1,
	BC_W_FIRST, BC_WORD(FORMAT)
};

/* Every word, in lower and in upper case, in the middle and at the end. */
static void
test_each_word(void)
{
	for (size_t n = 1; n < bc_word_count; n++)
		for (unsigned form = 0; form < 8; form++)
		{
			unsigned char text[400];
			size_t		length = strlen(bc_words[n]);
			size_t		at = form & 1 ? 150 : 3;
			size_t		len = at + length + (form & 2 ? 150 : 0);
			uint32_t	kinds;

			memset(text, '.', sizeof(text));
			for (size_t k = 0; k < length; k++)
			{
				unsigned char c = (unsigned char) bc_words[n][k];

				text[at + k] = form & 4 && c >= 'a' && c <= 'z' ? c & ~0x20 : c;
			}
			kinds = all_kinds_in(text, len);
			for (size_t w = 0; w < sizeof(wanted) / sizeof(wanted[0]); w++)
				if (bc_words_find(&bc_malloc_env, (BcSlice) {text, len}, wanted[w]) ==
					(kinds & wanted[w]))
					passed++;
				else
				{
					failed++;
					printf("not ok: %s, form %u, %08x\n", bc_words[n], form, wanted[w]);
				}
		}
}

/* A word with one bit of one byte other, that of ASCII case: of letters alone it does not count. */
static void
test_like_words(void)
{
	for (size_t n = 1; n < bc_word_count; n++)
		for (size_t k = 0; k < strlen(bc_words[n]); k++)
		{
			unsigned char text[100];
			size_t		len = 3 + strlen(bc_words[n]) + 3;
			uint32_t	kinds;

			memset(text, '.', sizeof(text));
			memcpy(text + 3, bc_words[n], len - 6);
			text[3 + k] ^= 0x20;
			kinds = all_kinds_in(text, len);
			for (size_t w = 0; w < sizeof(wanted) / sizeof(wanted[0]); w++)
				if (bc_words_find(&bc_malloc_env, (BcSlice) {text, len}, wanted[w]) ==
					(kinds & wanted[w]))
					passed++;
				else
				{
					failed++;
					printf("not ok: %s, byte %zu other, %08x\n", bc_words[n], k, wanted[w]);
				}
		}
}

/* Any three bytes, whatever of the tables they share with a word. */
static void
test_any_bytes(void)
{

	for (unsigned i = 0; i < 3 * 4096; i++)
	{
		unsigned char text[3] = {
			(unsigned char) (i % 3 == 0 ? 0x80 : i * 37),
			(unsigned char) (i >> 4), (unsigned char) (i * 29)
		};
		uint32_t	kinds = all_kinds_in(text, 3);

		for (int w = 0; w < 4; w++)
			if (bc_words_find(&bc_malloc_env, (BcSlice) {text, 3}, wanted[w]) ==
				(kinds & wanted[w]))
				passed++;
			else
			{
				failed++;
				printf("not ok: words in %02x %02x %02x\n", text[0], text[1], text[2]);
			}
	}
}

/* The words of a kind stand together; there is none of no kind, and none that lacks. */
static void
test_order(void)
{
	check(bc_words[0][0] == '\0' && bc_word_kinds[1] == 0 && bc_word_kinds[bc_word_count - 1] == BC_WORD_KINDS - 1,
		  "the first kind and the last");
	for (size_t n = 1; n < bc_word_count; n++)
	{
		check(bc_words[n][0] != '\0', "no word is empty");
		check(n == 1 || bc_word_kinds[n] == bc_word_kinds[n - 1] || bc_word_kinds[n] == bc_word_kinds[n - 1] + 1,
			  bc_words[n]);
	}
}

int
main(void)
{
	test_order();
	test_words();
	test_each_word();
	test_like_words();
	test_any_bytes();
	return report();
}
