/*
 * edges.c: where tables grow, are full or have their most, how values are
 * counted, how often what goes through many looks for an interrupt, and that
 * the join keeps to its memory.
 */
#include "core/near/join_parts.h"
#include "core/near.h"

#include "check.h"
#include "join_storage.h"

#include <limits.h>

/* What is asked of an environment; requests above most, or after left of them, are refused. */
typedef struct Asked
{
	long		polls;
	long		requests;
	long		blocks;
	long		left;
	size_t		most;
	bool		too_much;
} Asked;

static Asked asked;

static void *
resize(void *context, void *ptr, size_t size)
{
	Asked	   *a = context;

	if (size == 0)
	{
		a->blocks -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	a->requests++;
	if (size > a->most)
	{
		a->too_much = true;
		return NULL;
	}
	if (a->left-- == 0)
		return NULL;
	a->blocks += ptr == NULL;
	return realloc(ptr, size);
}

static void
poll(void *context)
{
	((Asked *) context)->polls++;
}

static const BcEnv env = {resize, poll, &asked};

static void
ask(void)
{
	asked = (Asked) {.left = LONG_MAX, .most = SIZE_MAX};
}

static bool
take_match(void *context, uint32_t set, size_t overlap, size_t all)
{
	(void) set;
	(void) overlap;
	(void) all;
	++*(size_t *) context;
	return true;
}

/* Each set under the value costs as much as the question has values. */
static void
test_index_polls(void)
{
	static const struct
	{
		size_t		sets;
		long		polls;
	}			cases[] = {{65535, 0}, {65536, 1}, {131071, 1}, {131072, 2}};
	uint32_t	value = 77;
	BcFeatures	set = {&value, 1, 1};
	BcIndex		index;
	size_t		n = 0;
	bool		ok = true;

	ask();
	bc_index_start(&index, &env, BC_THRESHOLD_ONE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t		matches = 0;

		for (; n < cases[i].sets && ok; n++)
			ok = bc_index_add(&index, &set);
		asked.polls = 0;
		bc_index_find(&index, &set, take_match, &matches);
		check(ok && matches == n && asked.polls == cases[i].polls, "a question's looks for an interrupt");
	}
	bc_index_free(&index);
	check(asked.blocks == 0, "given back");
}

/* Less than half of the table of values is in use. */
static void
test_index_table(void)
{
	BcFeatures	set;
	BcIndex		index;
	uint32_t	value;
	bool		ok = true;

	ask();
	set = (BcFeatures) {&value, 1, 1};
	bc_index_start(&index, &env, BC_THRESHOLD_ONE);
	for (value = 1; value <= 511 && ok; value++)
		ok = bc_index_add(&index, &set);
	check(ok && index.nkeys == 511 && index.keys_size == 1024, "511 values");
	ok = ok && bc_index_add(&index, &set);
	check(ok && index.nkeys == 512 && index.keys_size == 2048, "512 values");
	bc_index_free(&index);
	check(asked.blocks == 0, "given back");
}

/* Half of 2^32 sets, or places of sets under values, are too many: no memory is asked for. */
static void
test_index_most(void)
{
	static const struct
	{
		uint32_t	sets;
		uint32_t	entries;
		bool		asks;
	}			cases[] = {
		{UINT32_MAX / 2 - 2, 0, true}, {UINT32_MAX / 2 - 1, 0, false},
		{0, UINT32_MAX / 2 - 3, true}, {0, UINT32_MAX / 2 - 2, false},
	};
	uint32_t	value = 77;
	BcFeatures	set = {&value, 1, 1};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]) && sizeof(size_t) == 8; i++)
	{
		BcIndex		index;

		ask();
		asked.most = 1 << 20;
		bc_index_start(&index, &env, BC_THRESHOLD_ONE);
		index.nsets = cases[i].sets;
		index.nentries = cases[i].entries;
		check(!bc_index_add(&index, &set) && asked.too_much == cases[i].asks, "as many as may be, or one more");
		bc_index_free(&index);
		check(asked.blocks == 0, "given back");
	}
}

/* Where there is no memory a set is not added, and can be later. */
static void
test_index_memory(void)
{
	long		refused = 0;
	bool		ok = true;
	bool		told = true;

	for (long n = 0; told && n < 100; n++)
	{
		uint32_t	values[2];
		BcFeatures	set = {values, 2, 2};
		BcIndex		index;
		size_t		matches = 0;

		ask();
		asked.left = n;
		told = false;
		bc_index_start(&index, &env, 500000);
		for (uint32_t i = 0; i < 700 && ok; i++)
		{
			values[0] = i;
			values[1] = i + 1;
			if (!bc_index_add(&index, &set))
			{
				refused++;
				told = true;
				ok = bc_index_add(&index, &set);
			}
		}
		for (uint32_t i = 0; i < 700; i++)
		{
			values[0] = i;
			values[1] = i + 1;
			bc_index_find(&index, &set, take_match, &matches);
		}
		ok = ok && matches == 700;
		bc_index_free(&index);
		ok = ok && asked.blocks == 0;
	}
	check(ok && refused > 10 && !told, "each request refused once");
}

/* Room for rows by how many are expected and by memory: a slot is 10 bytes with what is kept. */
static void
test_count(void)
{
	static const struct
	{
		size_t		expected;
		size_t		memory;
		uint64_t	slots;
		uint64_t	rows;		/* that there is room for */
	}			cases[] = {
		/* half of the slots are used; while a table grows it is there three times */
		{8, 1 << 20, 16, 0}, {9, 1 << 20, 32, 0}, {16, 1 << 20, 32, 0}, {17, 1 << 20, 64, 0},
		{9, 320, 32, 16}, {9, 319, 16, 8}, {1, 480, 16, 16}, {1, 479, 16, 8}, {1, 960, 16, 32}, {1, 959, 16, 16},
	};
	BcCount		count;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		ask();
		check(bc_count_start(&count, &env, cases[i].expected, cases[i].memory, 1) && count.mask + 1 == cases[i].slots,
			  "slots at first");
		for (uint64_t row = 1; row <= cases[i].rows; row++)
			check(bc_count_enter(&count, row, 1), "there is room");
		if (cases[i].rows > 0)
			check(!bc_count_enter(&count, cases[i].rows + 1, 1) && count.nkept == cases[i].rows, "there is no more");
		bc_count_free(&count);
		check(asked.blocks == 0, "given back");
	}
	check(bc_count_start(&count, &env, 1, SIZE_MAX, 1) && (count.most == UINT32_MAX || sizeof(size_t) < 8),
		  "numbers of slots have 32 bits");
	bc_count_free(&count);
}

/* Values are counted exactly up to 128, then by steps of an eighth, up to 255. */
static void
test_frequencies(void)
{
	enum
	{
		VALUES = 300
	};
	uint32_t	values[VALUES];
	uint8_t		classes[VALUES];
	BcFrequencies table;
	int			wrong = 0;
	double		seen = 0;

	for (uint32_t i = 0; i < VALUES; i++)
		values[i] = i * 14316557;
	check(bc_frequencies_start(&table, &bc_malloc_env, (size_t) 1 << 20), "a table");
	for (int n = 1; n <= 4000; n++)
	{
		bc_count_values(&table, values, VALUES);
		if (n > 128)
			continue;
		bc_read_classes(&table, values, VALUES, classes);
		for (int i = 0; i < VALUES; i++)
			wrong += classes[i] != n;
	}
	check(wrong == 0, "exactly up to 128");
	/* what a class stands for: 16 each for the next eight, then 32, and so on */
	bc_read_classes(&table, values, VALUES, classes);
	for (int i = 0; i < VALUES; i++)
	{
		double		n = 128;

		for (int class = 128; class < classes[i]; class++)
			n += 16 << (class - 128) / 8;
		seen += n / VALUES;
	}
	if (seen < 3800 || seen > 4200)
		printf("%f seen\n", seen);
	check(seen > 3800 && seen < 4200, "4000 times, on average");
	for (uint32_t i = 0; i < VALUES; i++)
		values[i] = 5 + i * 14316557;
	bc_read_classes(&table, values, VALUES, classes);
	for (int i = 0; i < VALUES; i++)
		wrong += classes[i] != 0;
	check(wrong == 0, "others are in no set");
	bc_frequencies_free(&table, &bc_malloc_env);
}

/* Numbers of noise by which the next one is the one that counts, or is not. */
static uint32_t
noise_before(uint32_t noise)
{
	uint32_t	inverse = 1664525;

	for (int i = 0; i < 5; i++)
		inverse *= 2 - 1664525 * inverse;
	return (noise - 1013904223) * inverse;
}

static void
test_steps(void)
{
	static const struct
	{
		int			class;
		uint32_t	noise;		/* above its 8 lower bits */
		int			next;
	}			cases[] = {
		{126, 1, 127}, {127, 1, 128}, {128, 1, 128}, {128, 15, 128}, {128, 16, 129}, {128, 0, 129},
		{135, 16, 136}, {136, 16, 136}, {136, 32, 137}, {144, 32, 144}, {144, 64, 145},
		{254, 0, 255}, {254, (16 << 15) - 1, 254}, {254, 16 << 14, 254}, {254, 16 << 15, 255}, {255, 0, 255},
	};
	uint32_t	value = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcFrequencies table;
		uint8_t		class;

		check(bc_frequencies_start(&table, &bc_malloc_env, 1), "one place");
		table.classes[0] = (uint8_t) cases[i].class;
		table.noise = noise_before(cases[i].noise << 8 | 0xFF);
		bc_count_values(&table, &value, 1);
		bc_read_classes(&table, &value, 1, &class);
		if (class != cases[i].next)
			printf("class %d becomes %d, not %d\n", cases[i].class, class, cases[i].next);
		check(class == cases[i].next, "the class after one more");
		bc_frequencies_free(&table, &bc_malloc_env);
	}
	{
		BcFrequencies table;
		uint8_t		class;

		check(bc_frequencies_start(&table, &bc_malloc_env, 0), "no place");
		bc_count_values(&table, &value, 1);
		bc_read_classes(&table, &value, 1, &class);
		check(class == 1, "is one for all");
		bc_frequencies_free(&table, &bc_malloc_env);
	}
}

/* As many keys as a query may have, and one more. */
static void
test_prefix(void)
{
	static uint32_t values[20000];
	BcPrefix	prefix;

	for (uint32_t i = 0; i < 20000; i++)
		values[i] = i << (32 - BC_KEY_BITS);
	check(bc_prefix_query(values, 20000, BC_KEY_BITS, 900000, &prefix) && prefix.length == 2008 && prefix.hits == 8,
		  "a query");
	check(!bc_prefix_more(values, 20000, BC_KEY_BITS, 900000, 1, 49, &prefix) && prefix.length == 2008 &&
		  prefix.hits == 8, "one key too many");
	check(bc_prefix_more(values, 20000, BC_KEY_BITS, 900000, 1, 48, &prefix) && prefix.length == 2048 &&
		  prefix.hits == 48, "as many keys as may be");
}

/* The table of kin has a place for each, down to the last one. */
static void
test_kin(void)
{
	BcJoin		join;
	bool		seen[16] = {false};
	bool		right = true;

	ask();
	memset(&join, 0, sizeof(join));
	join.env = &env;
	check(bc_join_start_kin(&join) && join.kin_size == 16, "a table for no set");
	for (int again = 0; again < 2; again++)
		for (uint32_t i = 1; i <= 16; i++)
		{
			uint32_t	place = bc_join_find_kin(&join, &(BcJoinKin) {{i * 1000003, i * 7919, 5}});

			right = right && place < 16 && seen[place] == again;
			if (place < 16 && again == 0)
				seen[place] = true;
			if (i == 16)
				memset(seen, true, sizeof(seen));
		}
	check(right, "sixteen kin, and the same again");
	check(bc_join_find_kin(&join, &(BcJoinKin) {{3, 4, 5}}) == 16, "no room for another");
	check(bc_join_find_kin(&join, &(BcJoinKin) {{0, 0, 0}}) == 16, "what is no kin");
	bc_join_free_kin(&join);
	memset(&join, 0, sizeof(join));
	join.env = &env;
	join.sets.count = 100;
	join.memory = 64 * 12 * 50;
	check(bc_join_start_kin(&join) && join.kin_size == 50, "as many as memory has room for");
	check(join.kin_of[0] == 50 && join.kin_of[99] == 50, "no set has kin at first");
	bc_join_free_kin(&join);
	join.memory = 64 * 12 * 500;
	check(bc_join_start_kin(&join) && join.kin_size == 116, "no more than for the sets");
	check(bc_join_find_kin(&join, &(BcJoinKin) {{0, 0, 1}}) < 116 && bc_join_find_kin(&join, &(BcJoinKin) {{0, 1, 0}}) < 116 &&
		  bc_join_find_kin(&join, &(BcJoinKin) {{1, 0, 0}}) < 116, "one hash tells kin");
	bc_join_free_kin(&join);
	check(asked.blocks == 0, "given back");
}

static void
test_fit(void)
{
	static const struct
	{
		size_t		memory;
		uint64_t	records;
		bool		fits;
	}			cases[] = {
		/* three quarters of memory, by 32 bytes each */
		{4 * 3200, 300, true}, {4 * 3200, 301, false}, {4 * 3200 - 4, 300, false}, {0, 0, true}, {0, 1, false},
		{SIZE_MAX, INT32_MAX - 1, true}, {SIZE_MAX, INT32_MAX, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcClusters	clusters = {.memory = cases[i].memory, .records = cases[i].records};

		check(sizeof(size_t) < 8 || bc_clusters_fit(&clusters) == cases[i].fits, "whether records fit");
	}
}

/* Stretches of shingles are polled for, by each 4096. */
static void
test_overlap_polls(void)
{
	static char text[40000];
	size_t		words = 0;
	size_t		len = 0;

	for (size_t shingles = 4095; shingles <= 4097; shingles++)
	{
		BcOverlap	overlap;
		BcSlice		passage = {(const unsigned char *) "w1 w2 w3", 8};

		for (; words < shingles + 2; words++)
			len += (size_t) sprintf(text + len, "w%zu ", words);
		ask();
		check(bc_overlap(&env, (BcSlice) {(unsigned char *) text, len}, passage, &overlap) && overlap.shared == 1, "found");
		/* the text's features are sorted: counted, moved four times, compared */
		if (asked.polls != 6 + (shingles > 4096 ? 2 : 1))
			printf("%ld polls of %zu shingles\n", asked.polls, shingles);
		check(asked.polls == 6 + (shingles > 4096 ? 2 : 1), "looks for an interrupt");
		check(asked.blocks == 0, "given back");
	}
}

/* What was given back is nothing any more, and may be given back again. */
static void
test_freed(void)
{
	uint32_t	values[3] = {1, 2, 3};
	BcFeatures	set = {values, 3, 3};
	BcFrequencies table;
	BcComponents components;
	BcCount		count;
	BcIndex		index;
	BcMemoryStorage storage;
	BcClusters	clusters;
	BcFeatures	made;

	ask();
	bc_index_start(&index, &env, 500000);
	check(bc_count_start(&count, &env, 1, 0, 1) && bc_count_enter(&count, 1, 1) && bc_frequencies_start(&table, &env, 5) &&
		  bc_components_start(&components, &env, 5) && bc_index_add(&index, &set) &&
		  bc_memory_storage_start(&storage, &env, BC_CLUSTERS_SPACES) &&
		  bc_text_features(&env, slice("a b c"), BC_FIELD_TEXT, &made), "memory");
	bc_clusters_start(&clusters, &env, &storage.calls, 500000, 1);
	check(bc_clusters_add(&clusters, 1, &set), "a set");
	for (int again = 0; again < 2; again++)
	{
		bc_count_free(&count);
		bc_frequencies_free(&table, &env);
		bc_components_free(&components, &env);
		if (again == 0)
			bc_index_free(&index);
		if (again == 0)
			bc_clusters_free(&clusters);
		bc_features_free(&env, &made);
		bc_memory_storage_free(&storage);
		check(asked.blocks == 0, "given back, once");
	}
	check(count.slots == NULL && count.kept == NULL && table.classes == NULL && components.parents == NULL &&
		  components.count == 0 && index.values == NULL && index.nsets == 0 && index.keys_size == 0 && clusters.records == 0 &&
		  clusters.places == NULL && made.values == NULL && made.count == 0, "nothing is left");
	/* no component of none */
	check(bc_components_start(&components, &env, 0) && components.count == 0, "no node");
	bc_components_free(&components, &env);
	check(asked.blocks == 0, "given back");
}

int
main(void)
{
	test_freed();
	test_index_polls();
	test_index_table();
	test_index_most();
	test_index_memory();
	test_count();
	test_frequencies();
	test_steps();
	test_prefix();
	test_kin();
	test_fit();
	test_overlap_polls();
	return report();
}
