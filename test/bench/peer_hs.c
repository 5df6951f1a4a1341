/*
 * peer_hs.c FILE: Vectorscan or Hyperscan, all patterns at once, with spans.
 */
#define _POSIX_C_SOURCE 200809L
#include <hs/hs.h>

#include "peers.h"

static hs_database_t *database;
static hs_scratch_t *scratch;

static int
count(unsigned id, unsigned long long from, unsigned long long to,
	  unsigned flags, void *context)
{
	(void) id, (void) from, (void) to, (void) flags;
	++*(size_t *) context;
	return 0;
}

static size_t
work(const char *text, size_t len)
{
	size_t		found = 0;

	hs_scan(database, text, (unsigned) len, 0, scratch, count, &found);
	return found;
}

int
main(int argc, char **argv)
{
	unsigned	flags[PEER_PATTERNS];
	unsigned	ids[PEER_PATTERNS];
	hs_compile_error_t *error;

	if (argc != 2)
		return 2;
	for (unsigned i = 0; i < PEER_PATTERNS; i++)
	{
		flags[i] = HS_FLAG_SOM_LEFTMOST;
		ids[i] = i;
	}
	if (hs_compile_multi(peer_patterns, flags, ids, PEER_PATTERNS, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS ||
		hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
		return 1;
	peer_measure("Vectorscan, at once, spans", argv[1], work);
	return 0;
}
