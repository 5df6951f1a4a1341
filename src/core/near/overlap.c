/*
 * overlap.c: how much of a passage a text contains, and where.
 */
#include "core/near/overlap.h"

#include "core/near/features.h"
#include "core/text.h"

/* A shingle has this many tokens. */
#define SHINGLE		3

#define SHINGLES_PER_POLL	4096

static bool
is_among(uint32_t value, const BcFeatures *set)
{
	size_t		low = 0;
	size_t		high = set->count;

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (set->values[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->count && set->values[low] == value;
}

/*
 * The stretch of shingles with the greatest sum, each counting 1 if it is
 * among the passage's and -1 if not; false where none is.  The first of what
 * is repeated is in a set as it is.
 */
static bool
find_stretch(const BcEnv *env, const BcFeatures *shingles,
			 const BcFeatures *passage, size_t *first, size_t *last)
{
	size_t		sum = 0;
	size_t		best = 0;
	size_t		start = 0;

	for (size_t i = 0; i < shingles->count; i++)
	{
		if (i % SHINGLES_PER_POLL == 0)
			bc_poll(env);
		if (is_among(shingles->values[i], passage))
		{
			if (sum++ == 0)
				start = i;
			if (sum > best)
			{
				best = sum;
				*first = start;
				*last = i;
			}
		}
		else if (sum > 0)
			sum--;
	}
	return best > 0;
}

/* Where the token that was read last ends. */
static size_t
token_end(const BcTokenReader *reader)
{
	return reader->next_at == BC_WITHIN_CHAR ? reader->at : reader->next_at;
}

/*
 * Where the token begins that the reader reads next: the last place from
 * which the same is read.  Marks of layout that touch it may be counted in.
 */
static size_t
token_start(const BcTokenReader *reader)
{
	BcTokenReader ahead = *reader;
	size_t		at = token_end(reader);
	size_t		end;
	BcToken		token;
	BcToken		other;

	if (!bc_next_token(&ahead, &token))
		return at;
	end = token_end(&ahead);
	for (;;)
	{
		size_t		next = at;

		(void) bc_next_char(reader->text, &next);
		if (next >= end)
			return at;
		bc_tokens_seek(&ahead, next, BC_ITEM(0, BC_TEXT_SEPARATOR));
		if (!bc_next_token(&ahead, &other) || token_end(&ahead) != end ||
			other.len != token.len ||
			memcmp(other.bytes, token.bytes, token.len) != 0)
			return at;
		at = next;
	}
}

/* The bytes of the text from one token to another. */
static void
place_tokens(const BcEnv *env, BcSlice text, size_t first, size_t last,
			 BcOverlap *overlap)
{
	BcTokenReader reader;
	BcToken		token;

	bc_tokens_start(&reader, env, text);
	for (size_t i = 0; i <= last; i++)
	{
		if (i == first)
			overlap->start = token_start(&reader);
		if (!bc_next_token(&reader, &token))
			break;
		overlap->stop = token_end(&reader);
	}
}

static bool
count_shared(const BcEnv *env, BcSlice text, const BcFeatures *inner,
			 BcOverlap *overlap)
{
	BcFeatures	whole;
	bool		ok = bc_text_features(env, text, BC_FIELD_TEXT, &whole);

	if (ok)
		overlap->shared = bc_features_overlap(inner->values, inner->count,
											  whole.values, whole.count);
	bc_features_free(env, &whole);
	return ok;
}

static bool
find_place(const BcEnv *env, BcSlice text, const BcFeatures *inner,
		   BcOverlap *overlap)
{
	BcFeatures	shingles;
	size_t		first = 0;
	size_t		last = 0;
	bool		ok = bc_text_shingles(env, text, &shingles);

	if (ok && find_stretch(env, &shingles, inner, &first, &last))
		place_tokens(env, text, first, last + SHINGLE - 1, overlap);
	bc_features_free(env, &shingles);
	return ok;
}

bool
bc_overlap(const BcEnv *env, BcSlice text, BcSlice passage,
		   BcOverlap *overlap)
{
	BcFeatures	inner;
	bool		ok;

	memset(overlap, 0, sizeof(*overlap));
	ok = bc_text_inner(env, passage, BC_FIELD_TEXT, &inner);
	overlap->asked = inner.count;
	if (ok)
		ok = count_shared(env, text, &inner, overlap);
	if (ok && overlap->shared > 0)
		ok = find_place(env, text, &inner, overlap);
	bc_features_free(env, &inner);
	return ok;
}
