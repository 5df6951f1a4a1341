/*
 * partners.c: which sets may be similar to another one.
 *
 * Let x and y be similar to at least t, with an overlap of c, and h at most c.
 * The h least values of the overlap are among the first |x| - ceil(t |x|) + h
 * of x, and likewise of y, for at most |x| - c values of x come before each of
 * them that are not in y.  So so many of either set are counted, and h of
 * those of a set that has a partner were counted twice at least.  h is HITS,
 * or ceil(t |x|) where that is less: then all of x is counted, so a partner
 * may want more.
 *
 * The table has no values in it, only a place for each value's hash: a value
 * may seem to have come more often than it did, never less.
 */
#include "core/near/partners.h"

#include "core/near/features.h"
#include "core/near/frequency.h"

/* More tell better, and cost more. */
#define HITS		16
/* The table is made when there are this part of its bytes in values. */
#define EARLY_PART	64
/* Places are numbered by the upper bits of 32. */
#define MOST_BYTES	((size_t) 1 << 30)

/* The places of a byte: that a value came, and that one came again. */
#define PLACES		4
#define PLACE_BIT(place)	(1u << (place) % PLACES)

/*
 * With one value for each place, five of eight seem to have come again, which
 * is what a partner must have at 0.9.
 */
#define MOST_FOR_PLACES(bytes)	(PLACES * (bytes))

/* So many values are asked for before the first is looked at. */
#define STRETCH		64

void
bc_partners_start(BcPartners *partners, const BcEnv *env, uint32_t threshold,
				  size_t bytes)
{
	memset(partners, 0, sizeof(*partners));
	partners->env = env;
	partners->threshold = threshold;
	partners->bytes = bytes < MOST_BYTES ? bytes : MOST_BYTES;
	partners->early_size = partners->bytes / EARLY_PART / sizeof(uint32_t);
}

void
bc_partners_free(BcPartners *partners)
{
	bc_free(partners->env, partners->table);
	bc_free(partners->env, partners->early);
	partners->table = NULL;
	partners->early = NULL;
}

/* How many values of a set are counted, hits of which a partner must have. */
static size_t
counted_values(const BcPartners *partners, size_t count, size_t *hits)
{
	size_t		needed = bc_features_needed(count, partners->threshold);

	*hits = needed < HITS ? needed : HITS;
	return count - needed + *hits;
}

/*
 * Finds the places of so many values.  The table is larger than processors'
 * caches, so all of them are asked for at once.
 */
static void
find_places(const BcPartners *partners, const uint32_t *values, size_t count,
			uint32_t *places)
{
	uint64_t	size = PLACES * (uint64_t) partners->bytes;
	const uint8_t *table = partners->table;

	for (size_t i = 0; i < count; i++)
	{
		places[i] = (uint32_t) bc_place(values[i], size);
		BC_PREFETCH(table + places[i] / PLACES);
	}
}

static void
count_values(BcPartners *partners, const uint32_t *values, size_t count)
{
	uint8_t    *table = partners->table;
	uint32_t	places[STRETCH];

	for (size_t start = 0; start < count; start += STRETCH)
	{
		size_t		n = count - start < STRETCH ? count - start : STRETCH;

		find_places(partners, values + start, n, places);
		for (size_t i = 0; i < n; i++)
		{
			uint8_t    *byte = &table[places[i] / PLACES];
			unsigned	bit = PLACE_BIT(places[i]);

			*byte |= (uint8_t) ((*byte & bit) << PLACES | bit);
		}
		bc_poll(partners->env);
	}
	partners->counted += count;
}

/* Makes the table, with what came early. */
static bool
make_table(BcPartners *partners)
{
	size_t		bytes = partners->bytes + 1;

	partners->table = bc_resize(partners->env, NULL, bytes, 1);
	if (partners->table == NULL)
		return false;
	memset(partners->table, 0, bytes);
	count_values(partners, partners->early, partners->nearly);
	bc_free(partners->env, partners->early);
	partners->early = NULL;
	return true;
}

/* Keeps values until there is a table, if there is room. */
static bool
keep_early(BcPartners *partners, const uint32_t *values, size_t count)
{
	if (count > partners->early_size - partners->nearly)
		return false;
	if (count > 0)
		memcpy(partners->early + partners->nearly, values,
			   count * sizeof(*values));
	partners->nearly += count;
	return true;
}

bool
bc_partners_count(BcPartners *partners, const uint32_t *values, size_t count)
{
	size_t		hits;

	if (partners->full)
		return true;
	count = counted_values(partners, count, &hits);
	if (partners->table == NULL)
	{
		if (partners->early == NULL)
			partners->early = bc_resize(partners->env, NULL,
										partners->early_size + 1,
										sizeof(*values));
		if (partners->early == NULL)
			return false;
		if (keep_early(partners, values, count))
			return true;
		if (!make_table(partners))
			return false;
	}
	count_values(partners, values, count);
	if (partners->counted > MOST_FOR_PLACES(partners->bytes))
	{
		bc_partners_free(partners);
		partners->full = true;
	}
	return true;
}

bool
bc_may_have_partner(const BcPartners *partners, const uint32_t *values,
					size_t count)
{
	uint32_t	places[STRETCH];
	size_t		hits;
	size_t		again = 0;

	count = counted_values(partners, count, &hits);
	if (partners->table == NULL)
		return true;
	for (size_t start = 0; start < count; start += STRETCH)
	{
		size_t		n = count - start < STRETCH ? count - start : STRETCH;

		find_places(partners, values + start, n, places);
		for (size_t i = 0; i < n; i++)
			again += (partners->table[places[i] / PLACES] >> PLACES &
					  PLACE_BIT(places[i])) != 0;
		bc_poll(partners->env);
	}
	return again >= hits;
}
