/*
 * find.c: lines up to an empty one are terms ('+' allows), the rest is text.
 * Hits lie within the text, in order, and are of denied terms.
 */
#include "core/terms.h"

#include "require.h"

#define MAX_TERMS 64

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcTerm		terms[MAX_TERMS];
	size_t		n = 0;
	size_t		at = 0;
	size_t		bad = MAX_TERMS;
	BcTerms		set;
	BcTermHits	hits;
	BcTermsResult result;
	BcSlice		text;
	size_t		chars = 0;

	while (at < len && n < MAX_TERMS)
	{
		const uint8_t *end = memchr(data + at, '\n', len - at);
		size_t		size = end == NULL ? len - at : (size_t) (end - data) - at;

		if (size == 0)
			break;
		terms[n].allow = data[at] == '+';
		terms[n].text.data = data + at + terms[n].allow;
		terms[n].text.len = size - terms[n].allow;
		n++;
		at += size + (end != NULL);
	}
	text.data = data + at;
	text.len = len - at;
	result = bc_terms_build(&bc_malloc_env, terms, n, &set, &bad);
	if (result != BC_TERMS_OK)
	{
		require(result != BC_TERMS_NO_MEMORY && bad < n);
		return 0;
	}
	require(bc_terms_find(&bc_malloc_env, &set, text, &hits));
	for (size_t i = 0; i < text.len; i++)
		chars += (text.data[i] & 0xC0) != 0x80;
	for (size_t i = 0; i < hits.count; i++)
	{
		require(hits.list[i].start < hits.list[i].stop ||
				(text.data[0] & 0xC0) == 0x80 || chars < text.len);
		require(hits.list[i].stop <= chars && hits.list[i].term < n);
		require(!terms[hits.list[i].term].allow);
		require(i == 0 || hits.list[i].start >= hits.list[i - 1].start);
	}
	bc_term_hits_free(&bc_malloc_env, &hits);
	bc_terms_free(&bc_malloc_env, &set);
	return 0;
}
