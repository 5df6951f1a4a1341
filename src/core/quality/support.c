/*
 * support.c: what rules and frame stand on: issues kept, texts searched and
 * trimmed.
 */
#include "core/base.h"
#include "core/quality/internal.h"

/* Keeps the graver one where a rule fires twice. */
void
bc_quality_add(BcQuality *q, BcIssueKind kind, BcSeverity severity,
			   unsigned score)
{
	if (score > 1000)
		score = 1000;
	if (score == 0)
		score = 1;
	if (q->score[kind] == 0 || severity > q->severity[kind] ||
		(severity == q->severity[kind] && score > q->score[kind]))
	{
		q->score[kind] = (uint16_t) score;
		q->severity[kind] = (uint8_t) severity;
	}
}

static bool
starts_nocase(const unsigned char *p, const char *lower, size_t len)
{
	for (size_t i = 0; i < len; i++)
	{
		unsigned char c = p[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c != (unsigned char) lower[i])
			return false;
	}
	return true;
}

/* Does the literal stand at byte i? */
bool
bc_text_at(BcSlice text, size_t i, const char *literal)
{
	size_t		len = strlen(literal);

	return i <= text.len && text.len - i >= len &&
		memcmp(text.data + i, literal, len) == 0;
}

/* Which of the words ends before byte i?  Its length, or 0. */
size_t
bc_text_before(BcSlice text, size_t i, const char *const *words)
{
	for (; *words != NULL; words++)
	{
		size_t		len = strlen(*words);

		if (len <= i && memcmp(text.data + i - len, *words, len) == 0)
			return len;
	}
	return 0;
}

bool
bc_text_has(BcSlice text, const char *literal)
{
	size_t		len = strlen(literal);
	const unsigned char *p = text.data;
	const unsigned char *end = text.data + text.len;

	while (p != NULL && (size_t) (end - p) >= len && p < end)
	{
		p = memchr(p, literal[0], (size_t) (end - p) - len + 1);
		if (p == NULL)
			return false;
		if (memcmp(p, literal, len) == 0)
			return true;
		p++;
	}
	return false;
}

/* ASCII case is ignored; the literal is in lower case. */
bool
bc_text_has_nocase(BcSlice text, const char *lower)
{
	size_t		len = strlen(lower);

	for (size_t i = 0; i + len <= text.len; i++)
		if ((text.data[i] | 0x20) == ((unsigned char) lower[0] | 0x20) &&
			starts_nocase(text.data + i, lower, len))
			return true;
	return false;
}

/* The first characters of a text. */
BcSlice
bc_text_head(BcSlice text, size_t chars)
{
	size_t		at = 0;

	while (chars > 0 && at < text.len)
	{
		uint64_t	high = bc_load_up_to8(text.data + at, text.len - at) &
			BC_EACH(0x80);
		size_t		ascii = high == 0 ? 8 : bc_lowest_bit(high) / 8;

		if (ascii > text.len - at)
			ascii = text.len - at;
		if (ascii > chars)
			ascii = chars;
		at += ascii;
		chars -= ascii;
		while (chars > 0 && at < text.len && text.data[at] >= 0x80)
		{
			(void) bc_quick_char(text, &at);
			chars--;
		}
	}
	return (BcSlice) {text.data, at};
}

/* The byte behind the white space at the byte at; at where there is none. */
static size_t
white_space_at(BcSlice text, size_t at)
{
	size_t		next = at;

	if (text.data[at] > ' ' && text.data[at] < 0x80)
		return at;
	return bc_is_white_space(bc_next_char(text, &next)) ? next : at;
}

/* Without white space at either end. */
BcSlice
bc_text_trim(BcSlice text)
{
	size_t		at = 0;
	size_t		end = text.len;

	while (at < end)
	{
		size_t		next = white_space_at(text, at);

		if (next == at)
			break;
		at = next;
	}
	while (end > at)
	{
		size_t		from = end - 1;

		while (from > at && (text.data[from] & 0xC0) == 0x80)
			from--;
		if (white_space_at(text, from) == from)
			break;
		end = from;
	}
	return (BcSlice) {text.data + at, end - at};
}
