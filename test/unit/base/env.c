/*
 * env.c: what is asked of an environment, and the limits of a buffer.
 */
#include "core/base.h"

#include "check.h"

static int	calls;
static size_t asked;
static bool refuses;

static void *
resize(void *context, void *ptr, size_t size)
{
	(void) context;
	calls++;
	asked = size;
	if (size == 0)
	{
		free(ptr);
		return NULL;
	}
	return refuses ? NULL : realloc(ptr, size);
}

static const BcEnv env = {resize, NULL, NULL};

/* A product that does not fit is not asked for; the largest that fits is. */
static void
test_resize(void)
{
	void	   *block;

	refuses = true;
	for (size_t size = 1; size < 100; size++)
	{
		size_t		most = SIZE_MAX / size;

		calls = 0;
		check(bc_resize(&env, NULL, most, size) == NULL && calls == 1 && asked == most * size, "the largest");
		check(size == 1 || (bc_resize(&env, NULL, most + 1, size) == NULL && calls == 1), "one more");
	}
	calls = 0;
	check(bc_resize(&env, NULL, SIZE_MAX, 0) == NULL && calls == 1 && asked == 0, "many of nothing");
	refuses = false;
	block = bc_resize(&env, NULL, 3, 7);
	check(block != NULL && asked == 21, "a block");
	calls = 0;
	bc_free(&env, block);
	check(calls == 1 && asked == 0, "given back");
	bc_free(&env, NULL);
	check(calls == 1, "nothing is given back");
	bc_poll(&env);
	bc_poll(&bc_malloc_env);
}

/* A buffer of at most so many bytes takes them all, piece by piece, and then none. */
static void
test_buffer(size_t max, size_t piece)
{
	static const unsigned char bytes[1000] = {1, 2, 3};
	BcBuffer	buf;
	size_t		n = 0;

	bc_buffer_init(&buf, &env, max);
	bc_buffer_add(&buf, NULL, 0);
	check(!buf.failed && buf.len == 0, "nothing");
	for (; n + piece <= max; n += piece)
		bc_buffer_add(&buf, bytes, piece);
	check(!buf.failed && buf.len == n && buf.cap <= (max < 256 ? 256 : max) && buf.cap >= n, "all that fits");
	bc_buffer_add(&buf, bytes, max - n + 1);
	check(buf.failed && !buf.starved && buf.len == n, "no more");
	bc_buffer_add_byte(&buf, 1);
	check(buf.failed && buf.len == n && bc_buffer_extend(&buf, 0) == NULL, "nothing behind that");
	for (size_t i = 0; i < n; i++)
		if (buf.data[i] != bytes[i % piece])
			check(false, "what was put in");
	bc_buffer_free(&buf);
	check(buf.data == NULL && buf.len == 0 && buf.cap == 0, "given back");
}

/* It grows twofold, from 256 bytes on, or to what is needed. */
static void
test_growth(void)
{
	BcBuffer	buf;

	bc_buffer_init(&buf, &env, SIZE_MAX);
	bc_buffer_add_byte(&buf, 7);
	check(buf.cap == 256 && buf.data[0] == 7 && buf.len == 1, "first");
	calls = 0;
	check(bc_buffer_extend(&buf, 255) != NULL && calls == 0 && buf.len == 256, "to the last byte");
	check(bc_buffer_extend(&buf, 1) != NULL && buf.cap == 512, "twice");
	check(bc_buffer_extend(&buf, 2000) != NULL && buf.cap == 4096 && buf.len == 2257, "more than twice");
	refuses = true;
	check(bc_buffer_extend(&buf, 4096) == NULL && buf.failed && buf.starved && buf.len == 2257, "no memory");
	refuses = false;
	check(bc_buffer_extend(&buf, 1) == NULL, "nor later");
	bc_buffer_free(&buf);
}

static void
test_bytes(void)
{
	unsigned char bytes[8];

	bc_store32(bytes, UINT32_C(0x89ABCDEF));
	check(memcmp(bytes, "\xEF\xCD\xAB\x89", 4) == 0 && bc_load32(bytes) == UINT32_C(0x89ABCDEF), "four bytes");
	bc_store64(bytes, UINT64_C(0x0123456789ABCDEF));
	check(memcmp(bytes, "\xEF\xCD\xAB\x89\x67\x45\x23\x01", 8) == 0 &&
		  bc_load64(bytes) == UINT64_C(0x0123456789ABCDEF), "eight bytes");
}

int
main(void)
{
	test_resize();
	for (size_t piece = 1; piece < 20; piece++)
	{
		static const size_t most[] = {1, 255, 256, 257, 300, 511, 512, 513, 700, 1000};

		for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++)
			if (piece <= most[i])
				test_buffer(most[i], piece);
	}
	test_growth();
	test_bytes();
	return report();
}
