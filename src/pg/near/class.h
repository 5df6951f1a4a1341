/*
 * class.h: what the classes of near-duplicate search ask of an index.
 */
#ifndef BADCASE_NEAR_CLASS_H
#define BADCASE_NEAR_CLASS_H

#include "pg/near.h"

#include "access/stratnum.h"

/* The operators' numbers in the classes: % and %>. */
#define BADCASE_SIMILAR		1
#define BADCASE_CONTAINS	2

/* A class, with the options of an index. */
typedef struct BadcaseNearClass
{
	BcField		field;
	unsigned	bits;			/* of a key */
	uint32		threshold;		/* the lowest that it serves */
} BadcaseNearClass;

typedef enum BadcaseAsk
{
	BADCASE_ASK_KEYS,			/* rows with enough of the prefix's keys */
	BADCASE_ASK_EMPTY,			/* rows without keys */
	BADCASE_ASK_ALL				/* the index does not serve the operand */
} BadcaseAsk;

/* What is asked for an operand. */
typedef struct BadcaseAsked
{
	uint32		threshold;
	uint32	   *values;
	size_t		count;
	BcPrefix	prefix;			/* of the values; only for keys */
} BadcaseAsked;

/*
 * The class by its function that extracts a query's keys, as an index has it;
 * false where that is none of this library.
 */
extern bool badcase_near_class(FmgrInfo *extract, BadcaseNearClass *class);

/* In the current memory context. */
extern BadcaseAsk badcase_near_ask(const BadcaseNearClass *class,
								   Datum operand, StrategyNumber strategy,
								   BadcaseAsked *asked);

#endif
