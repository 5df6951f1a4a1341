/*
 * MinHash LSH as a peer of near search, for bin/bench goals: a function that
 * the server loads.
 *
 * 128 permutations x -> (a x + b) mod 2^61 - 1, as in datasketch and its
 * followers; the least value under each makes a signature, which is cut into
 * bands of rows values each (Leskovec, Rajaraman, Ullman, Mining of Massive
 * Datasets, 3.4).  A band is kept as one number: its place and the hash of its
 * values.  Two sets of similarity s share a band with the probability
 * 1 - (1 - s^rows)^bands.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"

PG_MODULE_MAGIC;

#define PERMUTATIONS 128
#define PRIME ((UINT64CONST(1) << 61) - 1)

static uint64 multiplier[PERMUTATIONS];
static uint64 addend[PERMUTATIONS];

static uint64
mixed(uint64 x)
{
	x = (x ^ (x >> 30)) * UINT64CONST(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64CONST(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

static void
choose_permutations(void)
{
	for (int i = 0; i < PERMUTATIONS; i++)
	{
		multiplier[i] = mixed(2 * i + 1) % (PRIME - 1) + 1;
		addend[i] = mixed(2 * i + 2) % PRIME;
	}
}

static uint64
permuted(int i, uint64 x)
{
	unsigned __int128 product = (unsigned __int128) multiplier[i] * x + addend[i];
	uint64		sum = (uint64) (product & PRIME) + (uint64) (product >> 61);

	return sum >= PRIME ? sum - PRIME : sum;
}

/* minhash_bands(features int4[], rows int4) returns int8[] */
PG_FUNCTION_INFO_V1(minhash_bands);

Datum
minhash_bands(PG_FUNCTION_ARGS)
{
	ArrayType  *features = PG_GETARG_ARRAYTYPE_P(0);
	int			rows = PG_GETARG_INT32(1);
	int			bands = rows > 0 ? PERMUTATIONS / rows : 0;
	int			n = ArrayGetNItems(ARR_NDIM(features), ARR_DIMS(features));
	uint32	   *feature = (uint32 *) ARR_DATA_PTR(features);
	uint64		least[PERMUTATIONS];
	Datum		band[PERMUTATIONS];

	if (ARR_HASNULL(features) || ARR_ELEMTYPE(features) != INT4OID || bands < 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("not features, or no number of rows")));
	if (multiplier[0] == 0)
		choose_permutations();
	for (int i = 0; i < PERMUTATIONS; i++)
	{
		least[i] = PRIME;
		for (int j = 0; j < n; j++)
			least[i] = Min(least[i], permuted(i, feature[j]));
	}
	for (int b = 0; b < bands; b++)
	{
		uint64		h = mixed(b + 1);

		for (int r = 0; r < rows; r++)
			h = mixed(h ^ least[b * rows + r]);
		band[b] = Int64GetDatum((int64) h);
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(band, bands, INT8OID, sizeof(int64),
										  true, TYPALIGN_DOUBLE));
}
