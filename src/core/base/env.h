/*
 * env.h: what every file of the core uses: slices, the environment (memory and
 * interrupts), loads and stores.
 *
 * The core is plain C11.  It never aborts, prints or longjmps by itself: a
 * function that can run out of memory says so in its result.  Under a server
 * the environment's functions may longjmp instead of returning, so the core
 * keeps no state outside its arguments and the environment's memory.
 */
#ifndef BADCASE_CORE_BASE_ENV_H
#define BADCASE_CORE_BASE_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes that somebody else owns. */
typedef struct BcSlice
{
	const unsigned char *data;
	size_t		len;
} BcSlice;

typedef struct BcEnv
{
	/*
	 * Like realloc: ptr may be NULL; size 0 frees and returns NULL; NULL for
	 * another size means that there is no memory.
	 */
	void	   *(*resize) (void *context, void *ptr, size_t size);
	/* Called at least every BC_POLL_BYTES of work; may be NULL. */
	void		(*poll) (void *context);
	void	   *context;
} BcEnv;

#define BC_POLL_BYTES	65536

/* resize() of count * size bytes; NULL also where the product overflows. */
extern void *bc_resize(const BcEnv *env, void *ptr, size_t count, size_t size);
extern void bc_free(const BcEnv *env, void *ptr);
extern void bc_poll(const BcEnv *env);

/* An environment over malloc, for tests, fuzzers and benchmarks. */
extern const BcEnv bc_malloc_env;

/* Says that memory will be read soon, where a compiler knows how to. */
#if defined(__GNUC__)
#define BC_PREFETCH(p)	__builtin_prefetch(p)
#else
#define BC_PREFETCH(p)	((void) (p))
#endif

/* Says that a case goes on into the next, where a compiler asks for it. */
#ifdef __has_attribute
#if __has_attribute(fallthrough)
#define BC_FALLTHROUGH	__attribute__((fallthrough))
#endif
#endif
#ifndef BC_FALLTHROUGH
#define BC_FALLTHROUGH	((void) 0)
#endif

/* Little-endian loads and stores from unaligned places. */
static inline uint32_t
bc_load32(const unsigned char *p)
{
	return (uint32_t) p[0] | (uint32_t) p[1] << 8 |
		(uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

static inline uint64_t
bc_load64(const unsigned char *p)
{
	return (uint64_t) bc_load32(p + 4) << 32 | bc_load32(p);
}

static inline void
bc_store32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char) v;
	p[1] = (unsigned char) (v >> 8);
	p[2] = (unsigned char) (v >> 16);
	p[3] = (unsigned char) (v >> 24);
}

static inline void
bc_store64(unsigned char *p, uint64_t v)
{
	bc_store32(p, (uint32_t) v);
	bc_store32(p + 4, (uint32_t) (v >> 32));
}

#endif
