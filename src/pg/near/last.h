/*
 * last.h: what a call made last, and of which argument.
 */
#ifndef BADCASE_NEAR_LAST_H
#define BADCASE_NEAR_LAST_H

#include "pg/near.h"

#include "fmgr.h"

/* Of the arguments' bytes; the rest of what was asked is a number. */
typedef struct BadcaseLast
{
	uint64		asked;			/* the caller's */
	struct varlena *argument;	/* as it came, with its header */
	Size		argument_size;	/* 0 where none is kept */
	Size		argument_room;
	void	   *made;			/* the caller's bytes */
	Size		made_size;
} BadcaseLast;

/* What a call made last; NULL where there is no place for it. */
extern BadcaseLast *badcase_last(FunctionCallInfo fcinfo);

/* Whether that was made of this. */
extern bool badcase_is_last(const BadcaseLast *last,
							const struct varlena *argument, uint64 asked);

/* Keeps a copy of what was made, unless the argument is long. */
extern void badcase_keep_last(FunctionCallInfo fcinfo, BadcaseLast *last,
							  const struct varlena *argument, uint64 asked,
							  const void *made, Size size);

#endif
