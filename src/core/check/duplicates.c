/*
 * duplicates.c: which records are the same as others, or nearly.
 *
 * Records are compared by 128 bits of hash: two that differ are taken for the
 * same with a chance of less than 2^-60 in 2^32 of them.  The results are
 * sorted by place, so that they come in the order of the lines.
 */
#include "core/check/internal.h"

/*
 * Shares of memory; what is left is for the lines.  The keys are gone before
 * the clusters take more than half of theirs.
 */
#define KEYS_SHARE(memory)		((memory) / 8)
#define CLUSTERS_SHARE(memory)	((memory) / 4 * 3)
#define RESULTS_SHARE(memory)	((memory) / 8)
/* Memory for a record, of which three quarters of the clusters' share is. */
#define MEMORY_FOR(records) \
	(((uint64_t) (records) + 1) * BC_CLUSTERS_RECORD * 16 / 9)

/* A hash, whose first bit tells its kind, and a place. */
#define KEY_BYTES		24
/* Place, kind, place of the other, similarity. */
#define RESULT_BYTES	32

static bool
wants_keys(const BcDuplicates *d)
{
	return (d->what & BC_CHECK_DUPLICATES) != 0;
}

static bool
wants_near(const BcDuplicates *d)
{
	return (d->what & BC_CHECK_NEAR) != 0;
}

void
bc_duplicates_start(BcDuplicates *d, const BcEnv *env,
					const BcCheckOptions *options, const BcStorage *storage)
{
	d->env = env;
	d->storage = storage;
	d->what = options->what;
	d->memory = options->memory;
	bc_sorter_start(&d->keys, env, storage, BC_CHECK_KEYS,
					KEYS_SHARE(options->memory));
	bc_sorter_start(&d->results, env, storage, BC_CHECK_RESULTS,
					RESULTS_SHARE(options->memory));
	bc_clusters_start(&d->clusters, env, storage, options->threshold,
					  CLUSTERS_SHARE(options->memory));
	d->started = true;
}

static bool
add_key(BcDuplicates *d, BcSameness kind, BcHash128 hash, uint64_t place)
{
	unsigned char *entry = bc_sorter_room(&d->keys, KEY_BYTES);

	if (entry == NULL)
		return false;
	bc_store_ordered(entry, hash.a >> 1 |
					 (uint64_t) (kind == BC_SAME_TEXT) << 63);
	bc_store_ordered(entry + 8, hash.b);
	bc_store_ordered(entry + 16, place);
	return true;
}

/* Everything that a record is. */
static BcHash128
hash_of_record(const BcRecord *rec)
{
	unsigned char flag = rec->has_rejected;
	BcHash128	hash;

	bc_hash128_start(&hash);
	bc_hash128_add(&hash, rec->prompt);
	bc_hash128_add(&hash, rec->response);
	bc_hash128_add(&hash, (BcSlice) {&flag, 1});
	bc_hash128_add(&hash, rec->rejected);
	bc_hash128_add(&hash, rec->meta);
	bc_hash128_add(&hash, (BcSlice) {rec->turn_lengths, (size_t) rec->turns * 8});
	bc_hash128_add(&hash, rec->history);
	return hash;
}

static bool
add_keys(BcDuplicates *d, uint64_t place, const BcRecord *rec,
		 BcBuffer *folded)
{
	BcHash128	hash;

	if (!add_key(d, BC_SAME_RECORD, hash_of_record(rec), place))
		return false;
	folded->len = 0;
	if (!bc_record_exact_input(d->env, rec, BC_EXACT_VERSION, folded))
		return false;
	bc_hash128_start(&hash);
	bc_hash128_add(&hash, (BcSlice) {folded->data, folded->len});
	return add_key(d, BC_SAME_TEXT, hash, place);
}

static bool
add_features(BcDuplicates *d, uint64_t place, const BcRecord *rec)
{
	BcFeatures	set;
	bool		ok = bc_record_features(d->env, rec, BC_FIELD_RECORD, &set) &&
		bc_clusters_add(&d->clusters, place, &set);

	bc_features_free(d->env, &set);
	return ok;
}

bool
bc_duplicates_add(BcDuplicates *d, uint64_t place, const BcRecord *rec,
				  BcBuffer *folded)
{
	return (!wants_keys(d) || add_keys(d, place, rec, folded)) &&
		(!wants_near(d) || add_features(d, place, rec));
}

static bool
add_result(BcDuplicates *d, uint64_t place, BcSameness kind, uint64_t of,
		   unsigned similarity)
{
	unsigned char *entry = bc_sorter_room(&d->results, RESULT_BYTES);

	if (entry == NULL)
		return false;
	bc_store_ordered(entry, place);
	bc_store_ordered(entry + 8, kind);
	bc_store_ordered(entry + 16, of);
	bc_store_ordered(entry + 24, similarity);
	return true;
}

/* Of equal keys the first has the least place. */
static bool
find_same(BcDuplicates *d)
{
	unsigned char last[KEY_BYTES];
	bool		any = false;
	BcSlice		entry;

	if (!bc_sorter_sort(&d->keys, KEYS_SHARE(d->memory)))
		return false;
	for (;;)
	{
		if (!bc_sorter_next(&d->keys, &entry))
			return false;
		if (entry.data == NULL)
			break;
		if (any && memcmp(last, entry.data, 16) == 0)
		{
			BcSameness	kind = (entry.data[0] & 0x80) != 0 ?
				BC_SAME_TEXT : BC_SAME_RECORD;

			if (!add_result(d, bc_load_ordered(entry.data + 16), kind,
							bc_load_ordered(last + 16), 1000))
				return false;
			continue;
		}
		memcpy(last, entry.data, KEY_BYTES);
		any = true;
	}
	bc_sorter_free(&d->keys);
	return true;
}

static bool
add_near(void *context, uint64_t place, uint64_t first, size_t overlap,
		 size_t all)
{
	return add_result(context, place, BC_SAME_NEARLY, first,
					  (unsigned) ((uint64_t) overlap * 1000 / all));
}

static bool
find_near(BcDuplicates *d, BcCheckSums *sums)
{
	bool		ok = true;

	if (bc_clusters_fit(&d->clusters))
	{
		ok = bc_clusters_run(&d->clusters, add_near, d);
		sums->clusters = d->clusters.clusters;
	}
	else
		sums->near_memory = MEMORY_FOR(d->clusters.records);
	bc_clusters_free(&d->clusters);
	return ok;
}

bool
bc_duplicates_find(BcDuplicates *d, BcCheckSums *sums)
{
	return (!wants_keys(d) || find_same(d)) &&
		(!wants_near(d) || find_near(d, sums)) &&
		bc_sorter_sort(&d->results, RESULTS_SHARE(d->memory));
}

bool
bc_duplicates_next(BcDuplicates *d, bool *found, uint64_t *place,
				   BcCheckDuplicate *duplicate)
{
	uint64_t	last = *place;
	BcSlice		entry;

	/* what a record is besides, of other kinds, comes behind */
	do
	{
		if (!bc_sorter_next(&d->results, &entry))
			return false;
		*found = entry.data != NULL;
		if (!*found)
			return true;
		*place = bc_load_ordered(entry.data);
	} while (*place == last);
	duplicate->kind = (BcSameness) bc_load_ordered(entry.data + 8);
	duplicate->of = bc_place_of(bc_load_ordered(entry.data + 16));
	duplicate->similarity = (unsigned) bc_load_ordered(entry.data + 24);
	return true;
}

void
bc_duplicates_free(BcDuplicates *d)
{
	if (!d->started)
		return;
	bc_sorter_free(&d->keys);
	bc_sorter_free(&d->results);
	bc_clusters_free(&d->clusters);
	d->started = false;
}
