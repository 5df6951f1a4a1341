/*
 * partners.h: which sets may be similar to another one, told from a table of
 * what all of them have, so that the others need not be joined.
 */
#ifndef BADCASE_CORE_NEAR_PARTNERS_H
#define BADCASE_CORE_NEAR_PARTNERS_H

#include "core/base.h"

typedef struct BcPartners
{
	const BcEnv *env;
	uint32_t	threshold;
	uint8_t    *table;			/* two bits for each of 4 places in a byte */
	size_t		bytes;
	size_t		counted;		/* values in the table */
	bool		full;			/* so that it told nothing and was given up */
	uint32_t   *early;			/* values that came before there was a table */
	size_t		nearly;
	size_t		early_size;
} BcPartners;

/* For sets as in features.h; the table will have about that many bytes. */
extern void bc_partners_start(BcPartners *partners, const BcEnv *env,
							  uint32_t threshold, size_t bytes);

/* Counts one more set; false without memory. */
extern bool bc_partners_count(BcPartners *partners, const uint32_t *values,
							  size_t count);

/*
 * False only where no other set that was counted is similar to this one, which
 * was counted too.  Sets that are equal to others always may be.
 */
extern bool bc_may_have_partner(const BcPartners *partners,
								const uint32_t *values, size_t count);

extern void bc_partners_free(BcPartners *partners);

#endif
