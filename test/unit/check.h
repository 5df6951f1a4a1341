/*
 * check.h: counts what a unit test looked at, and says what was wrong.
 */
#ifndef BADCASE_TEST_CHECK_H
#define BADCASE_TEST_CHECK_H

#include "core/base.h"

#include <stdio.h>
#include <stdlib.h>

static int	passed;
static int	failed;

static inline void
check(bool ok, const char *what)
{
	if (ok)
		passed++;
	else
	{
		failed++;
		printf("not ok: %.200s\n", what);
	}
}

/* The closing line that bin/check reads, and the exit status. */
static inline int
report(void)
{
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}

static inline BcSlice
slice(const char *text)
{
	return (BcSlice) {(const unsigned char *) text, strlen(text)};
}

#endif
