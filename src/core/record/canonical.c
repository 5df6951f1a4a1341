/*
 * canonical.c: JSON texts as jsonb prints them (JsonbToCString and numeric_out
 * of the server, 15 to 18).
 *
 * Values become nodes in one array, objects' members are linked anew in their
 * order, and all is written once.  Nothing recurses: the depth is the reader's.
 */
#include "core/record/canonical.h"

#include "core/record/json.h"

#define NONE		UINT32_MAX
/* A key that was decoded is in keys, not in the text.  Places are below 2^27. */
#define DECODED		(UINT32_C(1) << 31)

typedef struct Node
{
	uint32_t	from;			/* of a scalar its bytes, else where it begins */
	uint32_t	to;
	uint32_t	key;			/* of a member: where the key is */
	uint32_t	key_len;
	uint32_t	first;			/* member, or NONE */
	uint32_t	next;			/* member of the same container, or NONE */
} Node;

typedef struct Tree
{
	const BcEnv *env;
	BcReader   *json;
	BcBuffer	keys;
	Node	   *nodes;
	uint32_t	count;
	uint32_t	size;
	uint32_t	inside[BC_MAX_DEPTH];	/* containers that are open */
	uint32_t	last[BC_MAX_DEPTH];		/* their last members so far */
	size_t		work;			/* since the last poll */
} Tree;

static void
count_work(Tree *tree, size_t work)
{
	tree->work += work;
	if (tree->work >= BC_POLL_BYTES)
	{
		tree->work = 0;
		bc_poll(tree->env);
	}
}

/* A new node, member of the container that is at the depth before. */
static Node *
add_node(Tree *tree, int depth)
{
	Node	   *node;

	if (tree->count == tree->size)
	{
		uint32_t	size = tree->size == 0 ? 64 : tree->size * 2;
		Node	   *nodes = bc_resize(tree->env, tree->nodes, size, sizeof(Node));

		if (nodes == NULL)
			return NULL;
		tree->nodes = nodes;
		tree->size = size;
	}
	node = &tree->nodes[tree->count];
	*node = (Node) {0, 0, 0, 0, NONE, NONE};
	if (depth > 0)
	{
		uint32_t	last = tree->last[depth - 1];

		if (last == NONE)
			tree->nodes[tree->inside[depth - 1]].first = tree->count;
		else
			tree->nodes[last].next = tree->count;
		tree->last[depth - 1] = tree->count;
	}
	tree->count++;
	return node;
}

static void
take_key(Tree *tree, Node *node, BcSpan key)
{
	node->key = (uint32_t) key.start;
	node->key_len = (uint32_t) (key.end - key.start);
	if (key.escaped)
	{
		node->key = (uint32_t) tree->keys.len | DECODED;
		bc_json_decode(tree->json, key, &tree->keys);
		node->key_len = (uint32_t) (tree->keys.len - (node->key & ~DECODED));
	}
}

/* Reads the value that starts here, of a container without its members. */
static bool
read_value(Tree *tree)
{
	BcReader   *json = tree->json;
	int			c = bc_json_peek(json);
	int			depth = json->depth;
	Node	   *node = add_node(tree, depth);

	if (node == NULL)
		return false;
	if (depth > 0 && json->levels[depth - 1].object)
		take_key(tree, node, json->levels[depth - 1].key);
	node->from = (uint32_t) json->at;
	if (c == '{' || c == '[')
	{
		if (!bc_json_open(json))
			return false;
		tree->inside[depth] = tree->count - 1;
		tree->last[depth] = NONE;
	}
	else if (!bc_json_skip(json))
		return false;
	node->to = (uint32_t) json->at;
	return true;
}

static bool
read_tree(Tree *tree)
{
	BcReader   *json = tree->json;
	bool		more;

	if (!read_value(tree))
		return false;
	while (json->depth > 0)
	{
		if (!bc_json_next(json, &more))
			return false;
		if (more && !read_value(tree))
			return false;
	}
	return bc_json_finish(json) && !tree->keys.failed;
}

static const unsigned char *
key_of(const Tree *tree, const Node *node)
{
	return (node->key & DECODED) != 0 ?
		tree->keys.data + (node->key & ~DECODED) :
		tree->json->text + node->key;
}

/* Less than, equal to or greater than 0, as jsonb orders keys. */
static int
compare_keys(Tree *tree, uint32_t a, uint32_t b)
{
	const Node *x = &tree->nodes[a];
	const Node *y = &tree->nodes[b];

	if (x->key_len != y->key_len)
		return x->key_len < y->key_len ? -1 : 1;
	if (x->key_len == 0)
		return 0;
	count_work(tree, x->key_len);
	return memcmp(key_of(tree, x), key_of(tree, y), x->key_len);
}

/* Merges runs of so many members; equal ones keep their order. */
static void
merge_runs(Tree *tree, const uint32_t *from, uint32_t *to, size_t count,
		   size_t run)
{
	for (size_t start = 0; start < count; start += 2 * run)
	{
		size_t		a = start;
		size_t		middle = run < count - start ? start + run : count;
		size_t		b = middle;
		size_t		end = run < count - middle ? middle + run : count;

		for (size_t i = start; i < end; i++)
			if (a < middle &&
				(b == end || compare_keys(tree, from[a], from[b]) <= 0))
				to[i] = from[a++];
			else
				to[i] = from[b++];
		count_work(tree, end - start);
	}
}

/* Links the members in their order, each key once. */
static void
link_members(Tree *tree, Node *object, const uint32_t *order, size_t count)
{
	uint32_t   *link = &object->first;

	for (size_t i = 0; i < count; i++)
	{
		if (i + 1 < count && compare_keys(tree, order[i], order[i + 1]) == 0)
			continue;
		*link = order[i];
		link = &tree->nodes[order[i]].next;
	}
	*link = NONE;
}

static bool
sort_members(Tree *tree, Node *object)
{
	bool		sorted = true;
	size_t		count = 0;
	uint32_t   *order;
	uint32_t   *other;
	uint32_t   *both;

	for (uint32_t i = object->first; i != NONE; i = tree->nodes[i].next)
	{
		uint32_t	next = tree->nodes[i].next;

		sorted = sorted && (next == NONE || compare_keys(tree, i, next) < 0);
		count++;
	}
	if (sorted)
		return true;
	both = bc_resize(tree->env, NULL, count, 2 * sizeof(uint32_t));
	if (both == NULL)
		return false;
	order = both;
	other = both + count;
	count = 0;
	for (uint32_t i = object->first; i != NONE; i = tree->nodes[i].next)
		order[count++] = i;
	for (size_t run = 1; run < count; run *= 2)
	{
		uint32_t   *merged = other;

		merge_runs(tree, order, merged, count, run);
		other = order;
		order = merged;
	}
	link_members(tree, object, order, count);
	bc_free(tree->env, both);
	return true;
}

/* The digits of a number on both sides of its point, as one row of them. */
typedef struct Digits
{
	BcSlice		whole;
	BcSlice		fraction;
} Digits;

static unsigned char
digit_at(const Digits *digits, int64_t i)
{
	if (i < 0)
		return '0';
	if ((uint64_t) i < digits->whole.len)
		return digits->whole.data[i];
	i -= (int64_t) digits->whole.len;
	return (uint64_t) i < digits->fraction.len ? digits->fraction.data[i] : '0';
}

static size_t
count_digits(BcSlice text, size_t at)
{
	size_t		n = 0;

	while (at + n < text.len && text.data[at + n] >= '0' &&
		   text.data[at + n] <= '9')
		n++;
	return n;
}

/* Takes a number apart; returns its exponent, which the reader has bounded. */
static int64_t
split_number(BcSlice text, Digits *digits)
{
	size_t		at = text.data[0] == '-' ? 1 : 0;
	size_t		n = count_digits(text, at);
	int64_t		exponent = 0;
	bool		negative;

	digits->whole = (BcSlice) {text.data + at, n};
	at += n;
	digits->fraction = (BcSlice) {text.data + at, 0};
	if (at < text.len && text.data[at] == '.')
	{
		n = count_digits(text, at + 1);
		digits->fraction = (BcSlice) {text.data + at + 1, n};
		at += 1 + n;
	}
	if (at == text.len)
		return 0;
	at++;
	negative = text.data[at] == '-';
	if (negative || text.data[at] == '+')
		at++;
	for (; at < text.len; at++)
		exponent = exponent * 10 + (text.data[at] - '0');
	return negative ? -exponent : exponent;
}

/* All digits that a value has, the point where it belongs. */
static void
write_number(BcSlice text, BcBuffer *out)
{
	Digits		digits;
	int64_t		exponent = split_number(text, &digits);
	int64_t		all = (int64_t) (digits.whole.len + digits.fraction.len);
	int64_t		point = (int64_t) digits.whole.len + exponent;
	int64_t		scale = (int64_t) digits.fraction.len - exponent;
	int64_t		first = 0;

	while (first < all && digit_at(&digits, first) == '0')
		first++;
	if (first == all)
		point = 0;				/* a zero, which has no sign */
	else if (text.data[0] == '-')
		bc_buffer_add_byte(out, '-');
	if (first >= point)
		bc_buffer_add_byte(out, '0');
	for (int64_t i = first; i < point; i++)
		bc_buffer_add_byte(out, digit_at(&digits, i));
	if (scale > 0)
		bc_buffer_add_byte(out, '.');
	for (int64_t i = 0; i < scale; i++)
		bc_buffer_add_byte(out, first == all ? '0' :
						   digit_at(&digits, point + i));
}

/* What stands between the quotes, written the one way. */
static void
write_string(const BcReader *json, BcSlice text, BcBuffer *out)
{
	BcSpan		span = {(size_t) (text.data - json->text), 0, true};
	BcBuffer	decoded;

	span.end = span.start + text.len;
	if (memchr(text.data, '\\', text.len) == NULL)
	{
		/* what may stand in a string as it is, is written as it is */
		bc_buffer_add(out, text.data - 1, text.len + 2);
		return;
	}
	bc_buffer_init(&decoded, out->env, text.len);
	bc_json_decode(json, span, &decoded);
	bc_json_write_string(out, (BcSlice) {decoded.data, decoded.len});
	out->failed = out->failed || decoded.failed;
	bc_buffer_free(&decoded);
}

static void
write_key(Tree *tree, const Node *node, BcBuffer *out)
{
	BcSlice		key = {key_of(tree, node), node->key_len};

	if ((node->key & DECODED) != 0)
		bc_json_write_string(out, key);
	else
		bc_buffer_add(out, key.data - 1, key.len + 2);
	bc_buffer_add(out, ": ", 2);
}

static void
write_scalar(Tree *tree, const Node *node, BcBuffer *out)
{
	BcSlice		text = {tree->json->text + node->from, node->to - node->from};

	if (text.data[0] == '"')
		write_string(tree->json, (BcSlice) {text.data + 1, text.len - 2}, out);
	else if (text.data[0] == '-' || (text.data[0] >= '0' && text.data[0] <= '9'))
		write_number(text, out);
	else
		bc_buffer_add(out, text.data, text.len);
	count_work(tree, text.len);
}

static void
write_tree(Tree *tree, BcBuffer *out)
{
	const Node *node = &tree->nodes[0];
	int			depth = 0;

	for (;;)
	{
		unsigned char c = tree->json->text[node->from];

		if (depth > 0 &&
			tree->json->text[tree->nodes[tree->inside[depth - 1]].from] == '{')
			write_key(tree, node, out);
		if (c != '{' && c != '[')
			write_scalar(tree, node, out);
		else
		{
			bc_buffer_add_byte(out, c);
			tree->inside[depth++] = (uint32_t) (node - tree->nodes);
			if (node->first != NONE)
			{
				node = &tree->nodes[node->first];
				continue;
			}
			/* an empty one closes at once */
			bc_buffer_add_byte(out, c == '{' ? '}' : ']');
			depth--;
		}
		while (depth > 0 && node->next == NONE)
		{
			node = &tree->nodes[tree->inside[--depth]];
			c = tree->json->text[node->from];
			bc_buffer_add_byte(out, c == '{' ? '}' : ']');
		}
		if (depth == 0)
			return;
		bc_buffer_add(out, ", ", 2);
		node = &tree->nodes[node->next];
	}
}

bool
bc_json_canonical(const BcEnv *env, BcSlice text, BcBuffer *out)
{
	Tree	   *tree = bc_resize(env, NULL, 1, sizeof(Tree));
	bool		ok;

	if (tree == NULL)
		return false;
	tree->env = env;
	tree->nodes = NULL;
	tree->count = tree->size = 0;
	tree->work = 0;
	tree->json = bc_resize(env, NULL, 1, sizeof(BcReader));
	bc_buffer_init(&tree->keys, env, BC_MAX_INPUT);
	ok = tree->json != NULL;
	if (ok)
	{
		bc_json_start(tree->json, env, text);
		ok = read_tree(tree);
	}
	for (uint32_t i = 0; ok && i < tree->count; i++)
		if (tree->json->text[tree->nodes[i].from] == '{')
			ok = sort_members(tree, &tree->nodes[i]);
	if (ok)
		write_tree(tree, out);
	bc_buffer_free(&tree->keys);
	bc_free(env, tree->nodes);
	bc_free(env, tree->json);
	bc_free(env, tree);
	return ok && !out->failed;
}
