/*
 * utf8.h: UTF-8 as RFC 3629 and Unicode's table 3-7 define it.
 */
#ifndef BADCASE_CORE_TEXT_UTF8_H
#define BADCASE_CORE_TEXT_UTF8_H

#include "core/base.h"

/*
 * Length in bytes of the well-formed sequence at p, or 0: no overlong form,
 * no surrogate, nothing above U+10FFFF, not cut off by end.
 */
static inline unsigned
bc_utf8_length(const unsigned char *p, const unsigned char *end)
{
	size_t		n = (size_t) (end - p);
	unsigned char c;

	if (n == 0)
		return 0;
	c = p[0];
	if (c < 0x80)
		return 1;
	if (c < 0xC2 || n < 2)
		return 0;
	if (c < 0xE0)
		return (p[1] & 0xC0) == 0x80 ? 2 : 0;
	if (c < 0xF0)
	{
		if (n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 ||
			(c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F))
			return 0;
		return 3;
	}
	if (c > 0xF4 || n < 4 || (p[1] & 0xC0) != 0x80 ||
		(p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80 ||
		(c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F))
		return 0;
	return 4;
}

/* The code point of a sequence whose length bc_utf8_length() gave. */
static inline uint32_t
bc_utf8_decode(const unsigned char *p, unsigned length)
{
	switch (length)
	{
		case 1:
			return p[0];
		case 2:
			return (uint32_t) (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
		case 3:
			return (uint32_t) (p[0] & 0x0F) << 12 |
				(uint32_t) (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		default:
			return (uint32_t) (p[0] & 0x07) << 18 |
				(uint32_t) (p[1] & 0x3F) << 12 |
				(uint32_t) (p[2] & 0x3F) << 6 | (p[3] & 0x3F);
	}
}

/* Writes a code point (no surrogate, at most U+10FFFF); returns its length. */
static inline unsigned
bc_utf8_encode(unsigned char *out, uint32_t cp)
{
	if (cp < 0x80)
	{
		out[0] = (unsigned char) cp;
		return 1;
	}
	if (cp < 0x800)
	{
		out[0] = (unsigned char) (0xC0 | cp >> 6);
		out[1] = (unsigned char) (0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000)
	{
		out[0] = (unsigned char) (0xE0 | cp >> 12);
		out[1] = (unsigned char) (0x80 | (cp >> 6 & 0x3F));
		out[2] = (unsigned char) (0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (unsigned char) (0xF0 | cp >> 18);
	out[1] = (unsigned char) (0x80 | (cp >> 12 & 0x3F));
	out[2] = (unsigned char) (0x80 | (cp >> 6 & 0x3F));
	out[3] = (unsigned char) (0x80 | (cp & 0x3F));
	return 4;
}

#endif
