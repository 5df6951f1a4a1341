/*
 * require.h: what does not hold ends a fuzzer's run as a crash.
 */
#ifndef FUZZ_REQUIRE_H
#define FUZZ_REQUIRE_H

#include <stdbool.h>
#include <stdlib.h>

static inline void
require(bool ok)
{
	if (!ok)
		abort();
}

#endif
