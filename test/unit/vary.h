/*
 * vary.h: copies of a text with a character more, less or other, the same on
 * every machine.
 */
#ifndef BADCASE_TEST_VARY_H
#define BADCASE_TEST_VARY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* How much longer a varied text may be. */
#define VARY_MORE	16

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

#endif
