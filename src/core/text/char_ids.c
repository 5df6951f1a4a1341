/*
 * char_ids.c: numbers for characters, by a trie of three levels: no text makes
 * it slow, as one could a table of hashes.
 */
#include "core/text/char_ids.h"
#include "core/text/unicode.h"

#define ROOT_SIZE	(0x110000 >> 12)
#define NODE_SIZE	64

/* Nodes stand one after another; an entry of 0 leads nowhere. */
typedef struct Trie
{
	uint32_t	root[ROOT_SIZE];
	uint32_t   *nodes;
	size_t		used;
	size_t		size;
	uint32_t	different;
} Trie;

/* Makes room for two more nodes and hence for one more character. */
static bool
reserve(const BcEnv *env, Trie *trie)
{
	size_t		size = trie->size == 0 ? 32 * NODE_SIZE : trie->size * 2;
	uint32_t   *nodes;

	if (trie->size - trie->used >= 2 * NODE_SIZE)
		return true;
	nodes = bc_resize(env, trie->nodes, size, sizeof(uint32_t));
	if (nodes == NULL)
		return false;
	trie->nodes = nodes;
	trie->size = size;
	return true;
}

/* The node that an entry leads to, made where there is none. */
static uint32_t *
follow(Trie *trie, uint32_t *entry)
{
	if (*entry == 0)
	{
		memset(trie->nodes + trie->used, 0, NODE_SIZE * sizeof(uint32_t));
		*entry = (uint32_t) (trie->used / NODE_SIZE) + 1;
		trie->used += NODE_SIZE;
	}
	return trie->nodes + (size_t) (*entry - 1) * NODE_SIZE;
}

static bool
number_text(const BcEnv *env, Trie *trie, BcSlice text, uint32_t *ids,
			size_t *length)
{
	size_t		at = 0;
	size_t		n = 0;

	while (at < text.len)
	{
		uint32_t	c = bc_next_char(text, &at);
		uint32_t   *node;
		uint32_t   *id;

		if (!reserve(env, trie))
			return false;
		node = follow(trie, &trie->root[c >> 12]);
		node = follow(trie, &node[c >> 6 & 63]);
		id = &node[c & 63];
		if (*id == 0)
			*id = ++trie->different;
		ids[n++] = *id;
		if (n % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
	memset(ids + n, 0, BC_CHAR_PAD * sizeof(uint32_t));
	*length = n;
	return true;
}

bool
bc_char_ids(const BcEnv *env, BcSlice a, BcSlice b, BcCharIds *chars)
{
	Trie	   *trie;
	bool		ok;

	memset(chars, 0, sizeof(*chars));
	/* no text has more characters than bytes; both are in memory */
	chars->memory = bc_resize(env, NULL, a.len + b.len + 2 * BC_CHAR_PAD,
							  sizeof(uint32_t));
	if (chars->memory == NULL)
		return false;
	chars->ids[0] = chars->memory;
	chars->ids[1] = chars->ids[0] + a.len + BC_CHAR_PAD;
	trie = bc_resize(env, NULL, 1, sizeof(Trie));
	if (trie == NULL)
		return false;
	memset(trie, 0, sizeof(*trie));
	ok = number_text(env, trie, a, chars->ids[0], &chars->length[0]) &&
		number_text(env, trie, b, chars->ids[1], &chars->length[1]);
	chars->different = trie->different;
	bc_free(env, trie->nodes);
	bc_free(env, trie);
	return ok;
}

void
bc_char_ids_free(const BcEnv *env, BcCharIds *chars)
{
	bc_free(env, chars->memory);
	chars->memory = NULL;
}
