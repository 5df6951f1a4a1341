/*
 * rouge.c: the longest common subsequence, 64 characters at a time.
 *
 * The table of lengths is never built: of each row only the places where it
 * grows are kept, one bit each, and a row follows from the one before it by an
 * addition (Crochemore et al. 2001, Hyyro 2004).  The longer text is cut into
 * strips of 64 characters; a strip goes along the whole other text before the
 * next does, and leaves it the additions' carries.  So memory is linear, and
 * work is the product of the lengths over 64.
 */
#include "core/scores.h"
#include "core/text.h"

#include "core/scores/doubles.h"

#define STRIP	64

typedef struct Strip
{
	const uint32_t *chars;
	size_t		count;			/* up to STRIP */
	uint64_t   *masks;			/* of each character, where it is in the strip */
} Strip;

/* How many of the strip's characters are in the longest subsequence. */
static size_t
run_strip(const BcEnv *env, const Strip *strip, const uint32_t *other,
		  size_t n, unsigned char *carries)
{
	uint64_t	rows = ~(uint64_t) 0;	/* a bit is 0 where the length grows */
	size_t		grown = 0;

	for (size_t i = 0; i < strip->count; i++)
		strip->masks[strip->chars[i]] |= (uint64_t) 1 << i;
	for (size_t j = 0; j < n; j++)
	{
		uint64_t	mask = strip->masks[other[j]];
		uint64_t	sum = rows + (rows & mask);
		uint64_t	with_carry = sum + carries[j];

		carries[j] = (unsigned char) ((sum < rows) | (with_carry < sum));
		rows = with_carry | (rows & ~mask);
		if ((j + 1) % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
	for (size_t i = 0; i < strip->count; i++)
	{
		strip->masks[strip->chars[i]] = 0;
		grown += (rows >> i & 1) == 0;
	}
	return grown;
}

/* Of two texts that differ at both ends, the first not shorter. */
static bool
run_strips(const BcEnv *env, const uint32_t *a, size_t na, const uint32_t *b,
		   size_t nb, uint32_t different, size_t *length)
{
	Strip		strip = {NULL, 0, NULL};
	unsigned char *carries = bc_resize(env, NULL, nb + 1, 1);
	bool		ok = carries != NULL;

	if (ok)
	{
		memset(carries, 0, nb + 1);
		strip.masks = bc_resize(env, NULL, (size_t) different + 1, sizeof(uint64_t));
		ok = strip.masks != NULL;
	}
	if (ok)
		memset(strip.masks, 0, ((size_t) different + 1) * sizeof(uint64_t));
	for (size_t at = 0; ok && at < na; at += STRIP)
	{
		strip.chars = a + at;
		strip.count = na - at < STRIP ? na - at : STRIP;
		*length += run_strip(env, &strip, b, nb, carries);
		if (at / STRIP % 256 == 255)
			bc_poll(env);
	}
	bc_free(env, carries);
	bc_free(env, strip.masks);
	return ok;
}

static bool
common_length(const BcEnv *env, const BcCharIds *chars, size_t *length)
{
	int			longer = chars->length[1] > chars->length[0];
	const uint32_t *a = chars->ids[longer];
	const uint32_t *b = chars->ids[!longer];
	size_t		na = chars->length[longer];
	size_t		nb = chars->length[!longer];

	/* what is common at the ends is in some longest subsequence */
	*length = 0;
	while (nb > 0 && a[na - 1] == b[nb - 1])
	{
		na--;
		nb--;
		if (++*length % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
	while (nb > 0 && *a == *b)
	{
		a++;
		b++;
		na--;
		nb--;
		if (++*length % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
	return nb == 0 || run_strips(env, a, na, b, nb, chars->different, length);
}

bool
bc_common_subsequence(const BcEnv *env, BcSlice a, BcSlice b, size_t *length)
{
	BcCharIds	chars;
	bool		ok = bc_char_ids(env, a, b, &chars) &&
		common_length(env, &chars, length);

	bc_char_ids_free(env, &chars);
	return ok;
}

bool
bc_rouge_l(const BcEnv *env, BcSlice candidate, BcSlice reference, double *score)
{
	BcCharIds	chars;
	size_t		length;
	bool		ok = bc_char_ids(env, candidate, reference, &chars) &&
		common_length(env, &chars, &length);

	if (ok)
		*score = length == 0 ? 0 : (double) (2 * length) /
			(double) (chars.length[0] + chars.length[1]);
	bc_char_ids_free(env, &chars);
	return ok;
}
