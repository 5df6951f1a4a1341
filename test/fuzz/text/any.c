/*
 * any.c: the exact fold, tokens and features of any bytes: memory-safe, and
 * what must hold of the results holds.
 */
#include "core/near.h"
#include "core/text.h"

#include <stdlib.h>

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
must_be_text(BcSlice text)
{
	for (size_t at = 0; at < text.len;)
	{
		unsigned	length = bc_utf8_length(text.data + at,
											text.data + text.len);

		must(length != 0);
		at += length;
	}
}

static BcSlice
contents(const BcBuffer *buf)
{
	return (BcSlice) {buf->data, buf->len};
}

static void
fold(int version, BcSlice text, BcBuffer *out)
{
	bc_buffer_init(out, &bc_malloc_env, SIZE_MAX / 2);
	must(bc_exact_fold(&bc_malloc_env, version, text, out));
}

static bool
same(const BcBuffer *a, const BcBuffer *b)
{
	return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

/*
 * A fold is text and its own fold; what one version tells apart, every later
 * one does, so the fold of a later fold is the earlier one.
 */
static void
check_exact_fold(BcSlice text)
{
	BcBuffer	earlier = {0};

	for (int version = 1; version <= BC_EXACT_VERSION; version++)
	{
		BcBuffer	once;
		BcBuffer	again;

		fold(version, text, &once);
		must(once.len <= 11 * text.len);
		must_be_text(contents(&once));
		fold(version, contents(&once), &again);
		must(same(&once, &again));
		bc_buffer_free(&again);
		if (version > 1)
		{
			fold(version - 1, contents(&once), &again);
			must(same(&earlier, &again));
			bc_buffer_free(&again);
			bc_buffer_free(&earlier);
		}
		earlier = once;
	}
	bc_buffer_free(&earlier);
}

/* As many features at most as tokens; the set ascends and equals itself. */
static void
check_features(BcSlice text)
{
	BcBuffer	tokens;
	BcFeatures	set;
	size_t		count = 0;

	bc_buffer_init(&tokens, &bc_malloc_env, SIZE_MAX / 2);
	must(bc_normalize(&bc_malloc_env, text, &tokens));
	must_be_text(contents(&tokens));
	for (size_t i = 0; i < tokens.len; i++)
		count += tokens.data[i] == ' ';
	must(bc_text_features(&bc_malloc_env, text, BC_FIELD_TEXT, &set));
	must(tokens.len == 0 ? set.count == 0 :
		 set.count > 0 && set.count <= count + 1);
	for (size_t i = 1; i < set.count; i++)
		must(set.values[i - 1] < set.values[i]);
	must(bc_features_overlap(set.values, set.count, set.values, set.count) ==
		 set.count);
	must(bc_features_similar(set.values, set.count, set.values, set.count,
							 BC_THRESHOLD_ONE));
	bc_features_free(&bc_malloc_env, &set);
	bc_buffer_free(&tokens);
}

/* Tokens have the hashes that the short ways give. */
static void
check_hashes(BcSlice text)
{
	uint64_t	hashes[BC_TOKEN_HASHES];
	BcTokenReader tokens;
	BcTokenReader reader;
	BcToken		token;
	size_t		n;

	bc_tokens_start(&tokens, &bc_malloc_env, text);
	bc_tokens_start(&reader, &bc_malloc_env, text);
	while ((n = bc_token_hashes(&reader, hashes)) > 0)
	{
		for (size_t i = 0; i < n; i++)
			must(bc_next_token(&tokens, &token) &&
				 hashes[i] == bc_token_hash(token.bytes, token.len));
	}
	must(!bc_next_token(&tokens, &token));
}

/* An environment that has no memory after some calls. */
static void *
resize_some(void *context, void *ptr, size_t size)
{
	unsigned   *left = context;

	if (size != 0 && *left == 0)
		return NULL;
	if (size != 0)
		--*left;
	return bc_malloc_env.resize(NULL, ptr, size);
}

static void
check_without_memory(BcSlice text, unsigned calls)
{
	BcEnv		env = {resize_some, NULL, &calls};
	BcBuffer	out;
	BcFeatures	set;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	(void) bc_exact_fold(&env, BC_EXACT_VERSION, text, &out);
	bc_buffer_free(&out);
	(void) bc_text_features(&env, text, BC_FIELD_PROMPT, &set);
	bc_features_free(&env, &set);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	BcSlice		text = {data, size};

	check_exact_fold(text);
	check_features(text);
	check_hashes(text);
	if (size > 0)
		check_without_memory((BcSlice) {data + 1, size - 1}, data[0] % 8);
	return 0;
}
