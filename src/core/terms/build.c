/*
 * build.c: folds and sorts terms and lays them out as a double array.
 */
#include "core/terms/internal.h"

/* Free places that are tried for a node before it goes to the end. */
#define MAX_TRIES 64

typedef struct Key
{
	uint32_t	offset;			/* in the pool */
	uint32_t	len;
	uint32_t	term;
} Key;

typedef struct Node
{
	uint32_t	state;
	uint32_t	from;			/* the keys that share the node's prefix */
	uint32_t	to;
	uint32_t	depth;
} Node;

typedef struct Builder
{
	const BcEnv *env;
	BcTerms    *out;			/* NULL: a term is only looked at */
	BcBuffer	pool;
	Key		   *keys;
	Node	   *queue;
	size_t		queued;
	size_t		queue_cap;
	uint32_t	used;			/* all places from here on are free */
} Builder;

/* The bits of a term of one character, or of more. */
static void
set_bits(BcTerms *t, BcSlice text, const BcTermChar *first, bool only)
{
	BcTermChar	second = bc_term_next(text, first);

	t->first[first->c & 0xFFFF] |= only ? BC_TERM_ONE : BC_TERM_MORE;
	if (!only)
		bc_set_bit(t->begin, bc_term_hash(text, first, &second) >> t->shift);
}

/*
 * Appends the folded term to the pool; sets its bits.  White space around it is
 * no part of it, nor is what follows its last CJK character: in a text that
 * may be passed over.
 */
static BcTermsResult
fold_term(Builder *b, BcSlice text, Key *key)
{
	BcTermChar	x = bc_term_read(text, 0);
	unsigned	chars = 0;
	unsigned	kept = 0;
	size_t		kept_len = b->pool.len;
	BcTermClass last = BC_TERM_OTHER;
	BcTermChar	first;
	unsigned char bytes[4];

	while (x.c != 0 && bc_is_white_space(x.c))
		x = bc_term_read(text, x.next);
	first = x;
	key->offset = (uint32_t) b->pool.len;
	for (; x.c != 0; x = bc_term_next(text, &x))
	{
		if (chars == BC_TERM_CHARS)
			return BC_TERMS_TOO_LONG;
		chars++;
		bc_buffer_add(&b->pool, bytes, bc_utf8_encode(bytes, x.c));
		if (x.class == BC_TERM_OTHER &&
			(last == BC_TERM_CJK || bc_is_white_space(x.c)))
			continue;
		last = x.class;
		kept = chars;
		kept_len = b->pool.len;
	}
	if (b->pool.failed)
		return BC_TERMS_NO_MEMORY;
	if (kept == 0)
		return BC_TERMS_EMPTY;
	b->pool.len = kept_len;
	key->len = (uint32_t) (kept_len - key->offset);
	if (b->out != NULL)
		set_bits(b->out, text, &first, kept == 1);
	return BC_TERMS_OK;
}

BcTermsResult
bc_term_check(const BcEnv *env, BcSlice text)
{
	Builder		b = {.env = env};
	Key			key;
	BcTermsResult result;

	bc_buffer_init(&b.pool, env, 4 * BC_TERM_CHARS);
	result = fold_term(&b, text, &key);
	bc_buffer_free(&b.pool);
	return result;
}

static int
compare(const Builder *b, const Key *x, const Key *y)
{
	uint32_t	n = x->len < y->len ? x->len : y->len;
	int			order = memcmp(b->pool.data + x->offset,
							   b->pool.data + y->offset, n);

	if (order != 0)
		return order;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->term < y->term ? -1 : 1;
}

/* A merge sort, bottom up: n log n comparisons whatever the order. */
static bool
sort_keys(Builder *b, size_t n)
{
	Key		   *from = b->keys;
	Key		   *to = bc_resize(b->env, NULL, n, sizeof(Key));

	if (to == NULL)
		return false;
	for (size_t width = 1; width < n; width *= 2)
	{
		Key		   *swap;

		for (size_t i = 0; i < n; i += 2 * width)
		{
			size_t		middle = i + width < n ? i + width : n;
			size_t		end = i + 2 * width < n ? i + 2 * width : n;
			size_t		x = i;
			size_t		y = middle;

			for (size_t k = i; k < end; k++)
				if (x < middle &&
					(y == end || compare(b, &from[x], &from[y]) <= 0))
					to[k] = from[x++];
				else
					to[k] = from[y++];
		}
		bc_poll(b->env);
		swap = from;
		from = to;
		to = swap;
	}
	b->keys = from;
	bc_free(b->env, to);
	return true;
}

/*
 * Free places form a list through the arrays themselves: check is -1 - the next
 * one, base the one before; place 0 is its head and never given away.
 */
static uint32_t
next_free(const BcTerms *t, uint32_t i)
{
	return (uint32_t) (-1 - t->node[i].check);
}

static void
link_free(BcTerms *t, uint32_t before, uint32_t after)
{
	t->node[before].check = -1 - (int32_t) after;
	t->node[after].base = (int32_t) before;
}

/* Grows the arrays; new places go to the end of the list. */
static bool
reserve(Builder *b, size_t size)
{
	BcTerms    *t = b->out;
	size_t		cap = t->size;
	BcTermNode *grown;

	if (size <= cap)
		return true;
	while (cap < size)
		cap = cap < 1024 ? 1024 : cap + cap / 4;
	if (cap > INT32_MAX / 2)
		return false;
	grown = bc_resize(b->env, t->node, cap, sizeof(BcTermNode));
	if (grown == NULL)
		return false;
	t->node = grown;
	if (t->size == 0)
	{
		link_free(t, 0, 0);
		t->size = 1;
	}
	for (uint32_t i = t->size; i < cap; i++)
	{
		link_free(t, (uint32_t) t->node[0].base, i);
		link_free(t, i, 0);
	}
	t->size = (uint32_t) cap;
	return true;
}

static void
take(Builder *b, uint32_t i, uint32_t parent)
{
	BcTerms    *t = b->out;

	link_free(t, (uint32_t) t->node[i].base, next_free(t, i));
	t->node[i].check = (int32_t) parent;
	t->node[i].base = 0;
	if (i >= b->used)
		b->used = i + 1;
}

/* Are the places of all labels free, the first of them at the byte at? */
static bool
fits(const BcTerms *t, uint32_t at, const unsigned char *labels, unsigned n)
{
	for (unsigned k = 0; k < n; k++)
		if (t->node[at - labels[0] + labels[k]].check >= 0)
			return false;
	return true;
}

/*
 * A base where all children find a free place: one of the first free ones, or
 * behind all that is used.  Tries are bounded, so building is linear.
 */
static bool
place(Builder *b, const unsigned char *labels, unsigned n, uint32_t *base)
{
	BcTerms    *t = b->out;
	uint32_t	at;

	if (!reserve(b, (size_t) b->used + 1024))
		return false;
	at = next_free(t, 0);
	for (int tries = 0; tries < MAX_TRIES; tries++, at = next_free(t, at))
	{
		if (at == 0 || at + 256 >= t->size)
			break;
		/* n > 0, which the analyzer cannot see */
		/* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
		if (at > labels[0] && fits(t, at, labels, n))
		{
			*base = at - labels[0];
			return true;
		}
	}
	*base = b->used > 256 ? b->used : 256;
	return true;
}

static bool
enqueue(Builder *b, uint32_t state, uint32_t from, uint32_t to, uint32_t depth)
{
	if (b->queued == b->queue_cap)
	{
		size_t		cap = b->queue_cap == 0 ? 1024 : b->queue_cap * 2;
		Node	   *grown = bc_resize(b->env, b->queue, cap, sizeof(Node));

		if (grown == NULL)
			return false;
		b->queue = grown;
		b->queue_cap = cap;
	}
	b->queue[b->queued++] = (Node) {state, from, to, depth};
	return true;
}

/* Label 0 ends a term: its place holds the first of the equal terms. */
static bool
expand(Builder *b, Node node)
{
	unsigned char labels[256];
	uint32_t	starts[257];
	unsigned	n = 0;
	uint32_t	base;

	for (uint32_t i = node.from; i < node.to; i++)
	{
		const Key  *key = &b->keys[i];
		unsigned char c = key->len == node.depth ? 0 :
			b->pool.data[key->offset + node.depth];

		if (n == 0 || labels[n - 1] != c)
		{
			labels[n] = c;
			starts[n++] = i;
		}
	}
	starts[n] = node.to;
	if (!place(b, labels, n, &base))
		return false;
	b->out->node[node.state].base = (int32_t) base;
	for (unsigned k = 0; k < n; k++)
		take(b, base + labels[k], node.state);
	for (unsigned k = 0; k < n; k++)
	{
		uint32_t	child = base + labels[k];

		if (labels[k] == 0)
		{
			b->out->node[child].base = (int32_t) b->keys[starts[k]].term;
			for (uint32_t i = starts[k]; i + 1 < starts[k + 1]; i++)
				b->out->next[b->keys[i].term] = b->keys[i + 1].term + 1;
		}
		else if (!enqueue(b, child, starts[k], starts[k + 1], node.depth + 1))
			return false;
	}
	return true;
}

/* Depth first, so that the queue stays as long as the trie is wide once. */
static bool
layout(Builder *b, size_t count)
{
	if (!reserve(b, 1024) || !enqueue(b, 1, 0, (uint32_t) count, 0))
		return false;
	take(b, 1, 0);
	for (size_t done = 0; b->queued > 0; done++)
	{
		if (done % 4096 == 0)
			bc_poll(b->env);
		if (!expand(b, b->queue[--b->queued]))
			return false;
	}
	return true;
}

#define CHARACTERS	((size_t) 1 << 16)

/* 32 bits a term or more, but no more than caches hold. */
static unsigned
begin_bits(size_t count)
{
	unsigned	bits = 13;

	while (bits < 21 && (size_t) 1 << bits < count * 32)
		bits++;
	return bits;
}

/* In bytes, of first and begin. */
static size_t
bits_size(const BcTerms *t)
{
	return CHARACTERS + ((size_t) 1 << (32 - t->shift)) / 8;
}

static BcTermsResult
build(Builder *b, const BcTerm *terms, size_t count, size_t *bad)
{
	BcTerms    *t = b->out;

	t->shift = 32 - begin_bits(count);
	t->first = bc_resize(b->env, NULL, bits_size(t), 1);
	t->next = bc_resize(b->env, NULL, count + 1, sizeof(uint32_t));
	t->allow = bc_resize(b->env, NULL, count + 1, 1);
	b->keys = bc_resize(b->env, NULL, count + 1, sizeof(Key));
	if (t->first == NULL || t->next == NULL || t->allow == NULL ||
		b->keys == NULL)
		return BC_TERMS_NO_MEMORY;
	memset(t->first, 0, bits_size(t));
	t->begin = (uint32_t *) (t->first + CHARACTERS);
	memset(t->next, 0, (count + 1) * sizeof(uint32_t));
	t->count = count;
	for (size_t i = 0; i < count; i++)
	{
		BcTermsResult result = fold_term(b, terms[i].text, &b->keys[i]);

		if (result != BC_TERMS_OK)
		{
			*bad = i;
			return result;
		}
		b->keys[i].term = (uint32_t) i;
		t->allow[i] = terms[i].allow;
	}
	if (count > 0 && (!sort_keys(b, count) || !layout(b, count)))
		return BC_TERMS_NO_MEMORY;
	return BC_TERMS_OK;
}

BcTermsResult
bc_terms_build(const BcEnv *env, const BcTerm *terms, size_t count,
			   BcTerms *out, size_t *bad)
{
	Builder		b;
	BcTermsResult result;

	memset(out, 0, sizeof(*out));
	memset(&b, 0, sizeof(b));
	b.env = env;
	b.out = out;
	bc_buffer_init(&b.pool, env, UINT32_MAX / 2);
	result = count > INT32_MAX / 2 ? BC_TERMS_NO_MEMORY :
		build(&b, terms, count, bad);
	bc_buffer_free(&b.pool);
	bc_free(env, b.keys);
	bc_free(env, b.queue);
	if (result != BC_TERMS_OK)
		bc_terms_free(env, out);
	return result;
}

void
bc_terms_free(const BcEnv *env, BcTerms *terms)
{
	bc_free(env, terms->node);
	bc_free(env, terms->first);
	bc_free(env, terms->next);
	bc_free(env, terms->allow);
	memset(terms, 0, sizeof(*terms));
}

size_t
bc_terms_memory(const BcTerms *terms)
{
	return terms->size * sizeof(BcTermNode) + bits_size(terms) +
		terms->count * (sizeof(uint32_t) + 1);
}
