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

/* The texts that slice() made. */
typedef struct CheckText
{
	struct CheckText *next;
	unsigned char *bytes;
} CheckText;

static CheckText *texts_made;

/*
 * A text in memory of its own, which ends where the text does: the sanitizer
 * sees what is read behind it.  It lasts until the report.
 */
static inline BcSlice
slice(const char *text)
{
	size_t		len = strlen(text);
	CheckText  *made = malloc(sizeof(*made));

	made->bytes = malloc(len);
	memcpy(made->bytes, text, len);
	made->next = texts_made;
	texts_made = made;
	return (BcSlice) {made->bytes, len};
}

/* The closing line that bin/check reads, and the exit status. */
static inline int
report(void)
{
	while (texts_made != NULL)
	{
		CheckText  *made = texts_made;

		texts_made = made->next;
		free(made->bytes);
		free(made);
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}

#endif
