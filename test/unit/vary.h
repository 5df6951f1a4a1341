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

#endif
