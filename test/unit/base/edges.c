/*
 * edges.c: a storage in memory at its ends, characters counted in stretches of
 * any length, a hash of very much, and how often sorts look for an interrupt.
 */
#include "core/base.h"

#include "check.h"

static long polls;

static void
count_poll(void *context)
{
	(void) context;
	polls++;
}

static BcEnv
polling(void)
{
	polls = 0;
	return (BcEnv) {bc_malloc_env.resize, count_poll, NULL};
}

static void *
no_memory(void *context, void *ptr, size_t size)
{
	(void) context;
	(void) ptr;
	(void) size;
	return NULL;
}

/* Spaces are apart; what has not been written is not read. */
static void
test_storage(void)
{
	BcMemoryStorage memory;
	const BcStorage *storage = &memory.calls;
	unsigned char out[8] = "........";

	check(bc_memory_storage_start(&memory, &bc_malloc_env, 3) && memory.count == 3, "three spaces");
	check(storage->append(storage->context, 0, "abc", 3) && storage->append(storage->context, 2, "xyz", 3) &&
		  storage->append(storage->context, 0, "de", 2), "appended");
	check(storage->read(storage->context, 0, 0, out, 5) && memcmp(out, "abcde...", 8) == 0, "all of it");
	check(storage->read(storage->context, 0, 3, out, 2) && memcmp(out, "decde...", 8) == 0, "its end");
	check(storage->read(storage->context, 2, 1, out, 1) && out[0] == 'y', "another space");
	check(storage->read(storage->context, 0, 5, out, 0) && storage->read(storage->context, 1, 0, out, 0), "nothing, at the end");
	check(!storage->read(storage->context, 0, 4, out, 2) && !storage->read(storage->context, 0, 5, out, 1) &&
		  !storage->read(storage->context, 0, 6, out, 0) && !storage->read(storage->context, 1, 0, out, 1) &&
		  !storage->read(storage->context, 0, UINT64_MAX, out, 1) && !storage->read(storage->context, 0, 1, out, SIZE_MAX),
		  "beyond it");
	check(memcmp(out, "yecde...", 8) == 0, "where there is nothing, nothing is written");
	storage->drop(storage->context, 0);
	check(!storage->read(storage->context, 0, 0, out, 1) && storage->read(storage->context, 2, 0, out, 3), "given back");
	check(storage->append(storage->context, 0, "k", 1) && storage->read(storage->context, 0, 0, out, 1) && out[0] == 'k' &&
		  !storage->read(storage->context, 0, 0, out, 2), "and used again");
	bc_memory_storage_free(&memory);
	check(memory.count == 0 && memory.spaces == NULL, "all given back");
	{
		BcEnv		env = {no_memory, NULL, NULL};

		memset(&memory, 0xFF, sizeof(memory));
		check(!bc_memory_storage_start(&memory, &env, 3), "no memory");
		/* what has not been made is given back, too */
		bc_memory_storage_free(&memory);
		check(memory.count == 0, "nothing is left");
	}
}

/* Bytes that go on a character are none of their own, wherever they stand. */
static void
test_characters(void)
{
	static unsigned char text[20000];
	bool		right = true;
	uint32_t	state = 3;

	/* any bytes, of each length around vectors */
	for (size_t i = 0; i < sizeof(text); i++)
	{
		state = state * 1664525 + 1013904223;
		text[i] = (unsigned char) (state >> 24);
	}
	for (size_t from = 0; from < 4; from++)
	{
		size_t		count = 0;

		for (size_t n = 0; n < 600; n++)
		{
			right = right && bc_count_characters(text + from, n) == count;
			count += text[from + n] < 0x80 || text[from + n] > 0xBF;
		}
	}
	check(right, "any bytes");
	/* of ASCII alone the sums are the greatest */
	memset(text, 'a', sizeof(text));
	for (size_t n = 0; n <= sizeof(text); n += n < 4000 || n > 4200 ? 97 : 1)
		right = right && bc_count_characters(text, n) == n;
	check(right, "all of them");
	memset(text, 0xBF, sizeof(text));
	check(bc_count_characters(text, sizeof(text)) == 0, "none of them");
	memset(text, 0xC0, sizeof(text));
	check(bc_count_characters(text, sizeof(text)) == sizeof(text), "first bytes");
}

/* The bits are counted in 64 bits: 2^36 bytes, whose state is given, then the end. */
static void
test_long_hash(void)
{
	unsigned char last[BC_SHA256_BLOCK] = {0x80, [59] = 0x80};
	unsigned char out[BC_SHA256_BYTES];
	BcSha256	hash;
	BcSha256	by_hand;
	bool		same = true;

	bc_sha256_start(&hash);
	hash.len = (uint64_t) 1 << 36;
	bc_sha256_end(&hash, out);
	/* the end that FIPS 180-4 asks for: a bit, zeros, the length of 2^39 bits, highest byte first */
	bc_sha256_start(&by_hand);
	bc_sha256_add(&by_hand, last, sizeof(last));
	for (int i = 0; i < BC_SHA256_BYTES; i++)
		same = same && out[i] == (unsigned char) (by_hand.state[i / 4] >> (24 - i % 4 * 8));
	check(same, "the length of very much");
}

/* The short hash tells each change of a byte, and each length. */
static void
test_short_hash(void)
{
	enum
	{
		MOST = 150
	};
	static BcHash128 seen[4 * MOST];
	unsigned char bytes[MOST] = {0};
	bool		apart = true;

	for (size_t len = 0; len <= MOST; len += len < 70 ? 1 : 9)
	{
		size_t		n = 0;

		for (size_t i = 0; i < len; i++)
			for (int k = 0; k < 2; k++)
			{
				bytes[i] = k == 0 ? 1 : 0x80;
				bc_hash128_start(&seen[n]);
				bc_hash128_add(&seen[n++], (BcSlice) {bytes, len});
				bytes[i] = 0;
			}
		bc_hash128_start(&seen[n]);
		bc_hash128_add(&seen[n++], (BcSlice) {bytes, len});
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < i; k++)
				apart = apart && seen[i].a != seen[k].a && seen[i].b != seen[k].b;
	}
	check(apart, "pieces that differ in one byte");
}

/* What comes before a piece is told whatever the piece: states of one bit and of two make other ones. */
static void
test_states(void)
{
	static const char *const pieces[] = {"", "a", "12345678"};
	bool		apart = true;

	for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++)
		for (int row = 0; row < 2; row++)
			for (int i = 0; i < 64; i++)
				for (int k = 0; k < i; k++)
				{
					uint64_t	bits[3] = {UINT64_C(1) << i, UINT64_C(1) << k, UINT64_C(1) << i | UINT64_C(1) << k};
					uint64_t	made[3];

					for (int n = 0; n < 3; n++)
					{
						BcHash128	hash = {row == 0 ? bits[n] : 7, row == 0 ? 7 : bits[n]};

						bc_hash128_add(&hash, slice(pieces[p]));
						made[n] = row == 0 ? hash.a : hash.b;
					}
					apart = apart && made[0] != made[1] && made[0] != made[2] && made[1] != made[2];
				}
	check(apart, "states are told apart");
}

static bool
is_before(const void *x, const void *y, const void *context)
{
	(void) context;
	return *(const uint32_t *) x < *(const uint32_t *) y;
}

/* A heap is made from its middle down and taken apart from its end: a look at each multiple of 1024. */
static void
test_heap_polls(void)
{
	static const struct
	{
		size_t		count;
		long		polls;
	}			cases[] = {
		{0, 0}, {1, 0}, {2, 1}, {3, 1}, {1024, 1}, {1025, 1 + 1}, {2048, 1 + 1}, {2049, 1 + 2}, {2050, 2 + 2}, {5000, 3 + 4}
	};
	static uint32_t items[5000];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcEnv		env = polling();

		for (uint32_t k = 0; k < cases[i].count; k++)
			items[k] = k * UINT32_C(2654435761);
		bc_heap_sort(&env, items, cases[i].count, sizeof(uint32_t), is_before, NULL);
		if (polls != cases[i].polls)
			printf("%ld polls for %zu items\n", polls, cases[i].count);
		check(polls == cases[i].polls, "looks of a heap");
	}
}

/* Few values are sorted without a look; many in six passes, each in stretches. */
static void
test_sort_polls(void)
{
	static const struct
	{
		size_t		count;
		long		polls;
	}			cases[] = {
		{2048, 0}, {2049, 6}, {65536, 6}, {65537, 5 * 2 + 1}, {65538, 6 * 2}, {131073, 5 * 3 + 2}
	};
	static uint32_t values[131073];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcEnv		env = polling();
		size_t		equal;

		for (uint32_t k = 0; k < cases[i].count; k++)
			values[k] = k * UINT32_C(2654435761);
		check(bc_sort32(&env, values, cases[i].count, &equal) && equal == 0, "sorted");
		if (polls != cases[i].polls)
			printf("%ld polls for %zu values\n", polls, cases[i].count);
		check(polls == cases[i].polls, "looks of a sort");
	}
}

int
main(void)
{
	test_storage();
	test_characters();
	test_long_hash();
	test_short_hash();
	test_states();
	test_heap_polls();
	test_sort_polls();
	return report();
}
