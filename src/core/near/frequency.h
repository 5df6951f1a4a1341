/*
 * frequency.h: roughly how many sets have a value, for the batch join: its
 * class.  The table has no values in it, only a place for each value's hash,
 * so a value may seem more frequent than it is and never less.
 */
#ifndef BADCASE_CORE_NEAR_FREQUENCY_H
#define BADCASE_CORE_NEAR_FREQUENCY_H

#include "core/base.h"

#define BC_CLASSES		256

typedef struct BcFrequencies
{
	uint8_t    *classes;		/* of each place */
	size_t		size;
	uint32_t	noise;
} BcFrequencies;

/* An empty table of so many places, a byte each; false without memory. */
extern bool bc_frequencies_start(BcFrequencies *table, const BcEnv *env,
								 size_t places);
extern void bc_frequencies_free(BcFrequencies *table, const BcEnv *env);

/* Counts the values of one more set. */
extern void bc_count_values(BcFrequencies *table, const uint32_t *values,
							size_t count);

/* Class 0: no set has the value; 1: at most one has. */
extern void bc_read_classes(const BcFrequencies *table, const uint32_t *values,
							size_t count, uint8_t *classes);

/* A place in a table of that size. */
static inline size_t
bc_place(uint32_t value, size_t size)
{
	return (size_t) ((uint64_t) (value * UINT32_C(0x9E3779B1)) * size >> 32);
}

#endif
