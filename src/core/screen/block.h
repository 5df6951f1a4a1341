/*
 * block.h: what a block of 64 bytes holds that the scanner has to look
 * at.  Only block.c and trigger.c include it, and their test.
 */
#ifndef BADCASE_CORE_SCREEN_BLOCK_H
#define BADCASE_CORE_SCREEN_BLOCK_H

#include "core/screen/internal.h"

#define BC_BLOCK	64
/* So many bytes after a block are read, too. */
#define BC_BLOCK_TAIL	16

typedef struct BcMasks
{
	uint64_t	hits;			/* one bit a byte: a literal may begin */
	uint64_t	digits;
	uint64_t	token;			/* token characters */
	bool		wide;			/* a full-width letter, digit, '@' or '_' */
} BcMasks;

typedef void (*BcExamine) (const unsigned char *p, BcMasks *m);

/* The fastest that this machine runs; all give the same masks. */
extern BcExamine bc_block_examine(void);
extern void bc_block_examine_plain(const unsigned char *p, BcMasks *m);

#endif
