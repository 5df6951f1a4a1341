/*
 * substrings.c: the fold for search, pairs of characters, and looking for a
 * piece.
 */
#include "core/text/substrings.h"

#include "core/text/exact_fold.h"
#include "core/text/unicode.h"

bool
bc_search_fold(const BcEnv *env, BcSlice text, BcBuffer *out)
{
	size_t		start = out->len;

	/* version 1, for good: 10² is found by 102, and a line break by a space */
	if (!bc_exact_fold(env, 1, text, out))
		return false;
	for (size_t i = start; i < out->len; i++)
	{
		if (out->data[i] >= 'A' && out->data[i] <= 'Z')
			out->data[i] += 'a' - 'A';
	}
	return true;
}

bool
bc_add_pairs(const BcEnv *env, BcSlice fold, BcBuffer *out)
{
	size_t		polled = 0;
	size_t		at = 0;
	uint32_t	before;

	if (fold.len == 0)
		return true;
	before = bc_next_char(fold, &at);
	while (at < fold.len)
	{
		uint32_t	c = bc_next_char(fold, &at);
		uint32_t	pair = before << 16 ^ before >> 16 ^ c;

		bc_buffer_add(out, &pair, sizeof(pair));
		before = c;
		if (at - polled >= BC_POLL_BYTES)
		{
			bc_poll(env);
			polled = at;
		}
	}
	return !out->failed;
}

size_t
bc_unique32(const BcEnv *env, uint32_t *values, size_t count)
{
	size_t		equal;
	size_t		kept = 0;

	if (!bc_sort32(env, values, count, &equal))
		return SIZE_MAX;
	for (size_t i = 0; i < count; i++)
	{
		if (i == 0 || values[i] != values[i - 1])
			values[kept++] = values[i];
	}
	return kept;
}

/*
 * Knuth, Morris and Pratt: linear in both texts, whatever they repeat.  back
 * has for each beginning of the piece the length of the longest shorter
 * beginning that ends there.
 */
static bool
find_piece(const BcEnv *env, BcSlice fold, BcSlice piece, size_t *back)
{
	size_t		n = 0;

	back[0] = 0;
	for (size_t i = 1; i < piece.len; i++)
	{
		while (n > 0 && piece.data[i] != piece.data[n])
			n = back[n - 1];
		if (piece.data[i] == piece.data[n])
			n++;
		back[i] = n;
	}
	n = 0;
	for (size_t i = 0; i < fold.len; i++)
	{
		while (n > 0 && fold.data[i] != piece.data[n])
			n = back[n - 1];
		if (fold.data[i] == piece.data[n] && ++n == piece.len)
			return true;
		if (i % BC_POLL_BYTES == BC_POLL_BYTES - 1)
			bc_poll(env);
	}
	return false;
}

bool
bc_holds(const BcEnv *env, BcSlice fold, BcSlice piece)
{
	size_t	   *back;
	bool		found;

	if (piece.len == 0)
		return true;
	if (piece.len > fold.len)
		return false;
	back = bc_resize(env, NULL, piece.len, sizeof(*back));
	if (back == NULL)
		return false;
	found = find_piece(env, fold, piece, back);
	bc_free(env, back);
	return found;
}
