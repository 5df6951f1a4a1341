/*
 * vary.h: copies of a text with a character more, less or other, the same on
 * every machine.
 */
#ifndef BADCASE_TEST_VARY_H
#define BADCASE_TEST_VARY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* How much longer a varied text may be, and one with a part of another. */
#define VARY_MORE	16
#define VARY_PART	40
#define VARY_RUN	64

static inline uint32_t
vary_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 4;
}

static inline size_t
vary_next(const unsigned char *text, size_t len, size_t at)
{
	do
		at++;
	while (at < len && (text[at] & 0xC0) == 0x80);
	return at;
}

/* Puts one of the pieces in a character's place, or in front of one; the new length. */
static inline size_t
vary(unsigned char *text, size_t len, const char *const *pieces, size_t count,
	 uint32_t *state)
{
	const char *piece = pieces[vary_random(state) % count];
	size_t		length = strlen(piece);
	size_t		at = vary_random(state) % (len + 1);
	size_t		end;

	while (at > 0 && at < len && (text[at] & 0xC0) == 0x80)
		at--;
	end = at < len && vary_random(state) % 4096 < 2048 ? vary_next(text, len, at) : at;
	memmove(text + at + length, text + end, len - end);
	memcpy(text + at, piece, length);
	return len - (end - at) + length;
}

/* Puts a part of another text in the place of some bytes; the new length. */
static inline size_t
vary_with(unsigned char *text, size_t len, const unsigned char *other, size_t other_len, uint32_t *state)
{
	size_t		from = vary_random(state) % (other_len + 1);
	size_t		stop;
	size_t		at = vary_random(state) % (len + 1);
	size_t		end;

	while (from > 0 && from < other_len && (other[from] & 0xC0) == 0x80)
		from--;
	stop = from + vary_random(state) % (VARY_PART - 4);
	stop = stop > other_len ? other_len : stop;
	while (stop < other_len && (other[stop] & 0xC0) == 0x80)
		stop++;
	while (at > 0 && at < len && (text[at] & 0xC0) == 0x80)
		at--;
	end = at + vary_random(state) % 12;
	end = end > len || vary_random(state) % 4096 < 2048 ? at : end;
	while (end < len && (text[end] & 0xC0) == 0x80)
		end++;
	memmove(text + at + (stop - from), text + end, len - end);
	memcpy(text + at, other + from, stop - from);
	return len - (end - at) + (stop - from);
}

/* 1: a digit, 2: a letter, 3: part of another character, 0: a mark. */
static inline int
vary_sort(unsigned char c)
{
	return c >= 0x80 ? 3 : c - '0' < 10 && c >= '0' ? 1 : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 2 : 0;
}

/*
 * Makes a run of digits, of letters or of one mark longer or shorter by some,
 * or, in a place between characters, puts in a run of one character; the new
 * length.
 */
static inline size_t
vary_run(unsigned char *text, size_t len, uint32_t *state)
{
	static const char fill[] = " x0.-\n";
	size_t		at = vary_random(state) % (len + 1);
	size_t		end;
	size_t		by = 1 + vary_random(state) % 4;
	uint32_t	way = vary_random(state) % 8;

	while (at > 0 && at < len && (text[at] & 0xC0) == 0x80)
		at--;
	if (at < len && text[at] < 0x80 && way < 6)
	{
		for (end = at; end < len && vary_sort(text[end]) == vary_sort(text[at]) && end - at < by;)
			end++;
		by = end - at;
		if (way < 3)
		{
			memmove(text + at, text + end, len - end);
			return len - by;
		}
		memmove(text + end + by, text + end, len - end);
		memcpy(text + end, text + at, by);
		return len + by;
	}
	by = 1 + vary_random(state) % (VARY_RUN - 1);
	memmove(text + at + by, text + at, len - at);
	memset(text + at, fill[vary_random(state) % (sizeof(fill) - 1)], by);
	return len + by;
}

#endif
