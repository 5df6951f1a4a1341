/*
 * peer_pcre2.c FILE: PCRE2 with its compiler, pattern by pattern.
 */
#define _POSIX_C_SOURCE 200809L
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "peers.h"

static pcre2_code *codes[PEER_PATTERNS];
static pcre2_match_data *match;

static size_t
work(const char *text, size_t len)
{
	size_t		found = 0;

	for (size_t i = 0; i < PEER_PATTERNS; i++)
	{
		size_t		at = 0;

		while (at <= len && pcre2_match(codes[i], (PCRE2_SPTR) text, len, at, 0, match, NULL) > 0)
		{
			at = pcre2_get_ovector_pointer(match)[1];
			found++;
		}
	}
	return found;
}

int
main(int argc, char **argv)
{
	int			error;
	PCRE2_SIZE	offset;

	if (argc != 2)
		return 2;
	for (size_t i = 0; i < PEER_PATTERNS; i++)
	{
		codes[i] = pcre2_compile((PCRE2_SPTR) peer_patterns[i], PCRE2_ZERO_TERMINATED, 0, &error, &offset, NULL);
		if (codes[i] == NULL)
			return 1;
		pcre2_jit_compile(codes[i], PCRE2_JIT_COMPLETE);
	}
	match = pcre2_match_data_create(4, NULL);
	peer_measure("PCRE2, one by one", argv[1], work);
	return 0;
}
