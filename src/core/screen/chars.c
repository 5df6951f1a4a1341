/*
 * chars.c: characters, edges and candidates.
 */
#include "core/base.h"
#include "core/screen/fold.h"
#include "core/text.h"

#define D (BC_C_DIGIT | BC_C_HEX | BC_C_TOKEN | BC_C_WORD)
#define U (BC_C_UPPER | BC_C_TOKEN | BC_C_WORD)
#define L (BC_C_LOWER | BC_C_TOKEN | BC_C_WORD)
#define X (U | BC_C_HEX)
#define Y (L | BC_C_HEX)
#define H BC_C_HIGH
#define H16 H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H

const unsigned char bc_scan_class[256] = {
	['-'] = BC_C_TOKEN, ['_'] = BC_C_TOKEN | BC_C_WORD,
	['0'] = D, D, D, D, D, D, D, D, D, D,
	['A'] = X, X, X, X, X, X, U, U, U, U, U, U, U,
	U, U, U, U, U, U, U, U, U, U, U, U, U,
	['a'] = Y, Y, Y, Y, Y, Y, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, L, L,
	[0x80] = H16, H16, H16, H16, H16, H16, H16, H16,
};

#undef D
#undef U
#undef L
#undef X
#undef Y
#undef H
#undef H16

static uint32_t
fold_width(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	return c == 0x3000 ? ' ' : c;
}

/* The character at byte i, which lies in the text, as it is. */
uint32_t
bc_scan_char(const BcScan *s, size_t i, unsigned *length)
{
	unsigned	n = bc_utf8_length(s->t + i, s->t + s->n);

	*length = n == 0 ? 1 : n;
	return n == 0 ? 0xFFFD : bc_utf8_decode(s->t + i, n);
}

/* The character before byte i, its width folded; 0 at the start. */
uint32_t
bc_scan_prev(const BcScan *s, size_t i, unsigned *length)
{
	*length = 0;
	if (i == 0)
		return 0;
	if (s->t[i - 1] < 0x80)
	{
		*length = 1;
		return s->t[i - 1];
	}
	for (unsigned n = 2; n <= 4 && n <= i; n++)
		if (bc_utf8_length(s->t + i - n, s->t + i) == n)
		{
			*length = n;
			return fold_width(bc_utf8_decode(s->t + i - n, n));
		}
	*length = 1;
	return 0xFFFD;
}

/* The character at byte i, its width folded; 0 at the end. */
uint32_t
bc_scan_next(const BcScan *s, size_t i, unsigned *length)
{
	*length = 0;
	return i >= s->n ? 0 : fold_width(bc_scan_char(s, i, length));
}

/* ASCII case is ignored; the literal is given in lower case. */
bool
bc_scan_starts_nocase(const BcScan *s, size_t i, const char *lower)
{
	for (; *lower != '\0'; lower++, i++)
		if (bc_lower(bc_at(s, i)) != (unsigned char) *lower)
			return false;
	return true;
}

/* Does the text before byte i end with the literal? */
bool
bc_scan_ends(const BcScan *s, size_t i, const char *literal)
{
	size_t		len = strlen(literal);

	return len <= i && bc_scan_starts(s, i - len, literal);
}

/* No letter, digit or '_' before byte i, nor a '.' after a digit. */
bool
bc_scan_left_edge(const BcScan *s, size_t i)
{
	if (i == 0)
		return true;
	if (bc_is(s->t[i - 1], BC_C_WORD))
		return false;
	return !(s->t[i - 1] == '.' && i >= 2 && bc_is(s->t[i - 2], BC_C_DIGIT));
}

bool
bc_scan_right_edge(const BcScan *s, size_t i)
{
	if (bc_is(bc_at(s, i), BC_C_WORD))
		return false;
	return !(bc_at(s, i) == '.' && bc_is(bc_at(s, i + 1), BC_C_DIGIT));
}

/* The length of the run of bytes of these classes at i, at most limit. */
size_t
bc_scan_run(const BcScan *s, size_t i, unsigned classes, size_t limit)
{
	size_t		k = 0;

	while (k < limit && i + k < s->n && bc_is(s->t[i + k], classes))
		k++;
	return k;
}

/* The entropy of up to 255 bytes, in 1/100 bits a byte. */
unsigned
bc_scan_entropy(const unsigned char *text, size_t len)
{
	unsigned char counts[256] = {0};
	uint64_t	sum = 0;

	if (len == 0)
		return 0;
	if (len > 255)
		len = 255;
	for (size_t i = 0; i < len; i++)
		counts[text[i]]++;
	for (unsigned c = 0; c < 256; c++)
		if (counts[c] > 1)
			sum += (uint64_t) counts[c] * bc_log2_256(counts[c]);
	return (unsigned) ((bc_log2_256((unsigned) len) - sum / len) * 100 / 256);
}

/* All bytes equal, or a run of six equal letters: a placeholder. */
bool
bc_scan_repeated(const unsigned char *text, size_t len)
{
	size_t		run = 1;

	for (size_t i = 1; i < len; i++)
	{
		run = text[i] == text[i - 1] ? run + 1 : 1;
		if (run >= 6)
			return true;
	}
	return run == len;
}

/* Keeps a candidate that is confident enough. */
void
bc_scan_add(BcScan *s, BcKind kind, size_t start, size_t stop,
			unsigned confidence)
{
	BcFinding  *f;

	if (confidence < s->min || stop <= start || s->failed)
		return;
	if (s->count == s->cap)
	{
		size_t		cap = s->cap == 0 ? 16 : s->cap * 2;

		f = bc_resize(s->env, s->list, cap, sizeof(BcFinding));
		if (f == NULL)
		{
			s->failed = true;
			return;
		}
		s->list = f;
		s->cap = cap;
	}
	f = &s->list[s->count++];
	memset(f, 0, sizeof(*f));
	f->byte_start = (uint32_t) start;
	f->byte_stop = (uint32_t) stop;
	f->kind = (uint8_t) kind;
	f->confidence = (uint8_t) confidence;
}
