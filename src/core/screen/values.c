/*
 * values.c: looks for many values in a text at once: in a sorted list, by the
 * last value that is not greater than what the text has.  That value begins
 * with each value that stands there.
 */
#include "core/screen/values.h"

#include "core/base.h"
#include "core/screen/internal.h"

/* Shorter ones stand in too much; longer ones are found by themselves. */
#define MIN_LENGTH	4
#define MAX_LENGTH	256

void
bc_values_init(BcValues *values, const BcEnv *env)
{
	memset(values, 0, sizeof(*values));
	values->env = env;
	bc_buffer_init(&values->pool, env, UINT32_MAX / 2);
	bc_buffer_init(&values->list, env, SIZE_MAX);
}

void
bc_values_free(BcValues *values)
{
	bc_buffer_free(&values->pool);
	bc_buffer_free(&values->list);
}

static inline unsigned
first_hash(const unsigned char *p)
{
	uint32_t	four;

	memcpy(&four, p, sizeof(four));
	return four * 0x9E3779B1u >> 20;
}

void
bc_values_add(BcValues *values, BcSlice value, BcKind kind)
{
	BcValue		v = {(uint32_t) values->pool.len, (uint32_t) value.len, 0, (uint8_t) kind};
	unsigned	hash;

	values->any = true;
	if (value.len < MIN_LENGTH || value.len > MAX_LENGTH)
		return;
	hash = first_hash(value.data);
	values->begins[hash / 64] |= (uint64_t) 1 << hash % 64;
	bc_buffer_add(&values->pool, value.data, value.len);
	bc_buffer_add(&values->list, &v, sizeof(v));
}

static size_t
count(const BcValues *values)
{
	return values->list.len / sizeof(BcValue);
}

static BcValue *
value_at(const BcValues *values, size_t i)
{
	return (BcValue *) values->list.data + i;
}

/* memcmp() of a value with a text; a value that the text begins with is not greater. */
static int
compare(const BcValues *values, const BcValue *v, BcSlice text)
{
	size_t		n = v->len < text.len ? v->len : text.len;
	int			order = memcmp(values->pool.data + v->at, text.data, n);

	return order != 0 ? order : v->len > text.len ? 1 : 0;
}

static BcSlice
slice_of(const BcValues *values, const BcValue *v)
{
	return (BcSlice) {values->pool.data + v->at, v->len};
}

/* Is x before y in order?  Of equal ones the kind that wins is the first. */
static bool
is_before(const void *a, const void *b, const void *context)
{
	const BcValues *values = context;
	const BcValue *x = a;
	const BcValue *y = b;
	int			order = compare(values, x, slice_of(values, y));

	if (order != 0)
		return order < 0;
	return x->len != y->len ? x->len < y->len : x->kind < y->kind;
}

bool
bc_values_sort(BcValues *values)
{
	size_t		n = count(values);
	size_t		kept = 0;
	BcValue    *list;

	if (values->pool.failed || values->list.failed)
		return false;
	if (n == 0)
		return true;
	list = value_at(values, 0);
	bc_heap_sort(values->env, list, n, sizeof(BcValue), is_before, values);
	for (size_t i = 0; i < n; i++)
	{
		size_t		shorter = kept;

		if (kept > 0 && list[kept - 1].len == list[i].len &&
			compare(values, &list[kept - 1], slice_of(values, &list[i])) == 0)
			continue;
		while (shorter > 0 && compare(values, &list[shorter - 1],
									  slice_of(values, &list[i])) != 0)
			shorter = list[shorter - 1].shorter;
		list[i].shorter = (uint32_t) shorter;
		list[kept++] = list[i];
	}
	values->list.len = kept * sizeof(BcValue);
	return true;
}

static bool
han_lead(BcSlice text, size_t i)
{
	return i < text.len && text.data[i] >= 0xE4 && text.data[i] <= 0xE9;
}

/*
 * No letter or digit goes on beside a letter or digit.  A name of two Chinese
 * characters is a word of other sentences too often, so it stands alone.
 */
static bool
has_edges(BcSlice text, size_t a, size_t b, BcKind kind)
{
	if (a > 0 && bc_is(text.data[a], BC_C_WORD) && bc_is(text.data[a - 1], BC_C_WORD))
		return false;
	if (b < text.len && bc_is(text.data[b - 1], BC_C_WORD) && bc_is(text.data[b], BC_C_WORD))
		return false;
	return kind != BC_PERSON_NAME || b - a > 6 || !han_lead(text, a) ||
		(!han_lead(text, b) && !(a >= 3 && han_lead(text, a - 3)));
}

/* The longest value with edges at byte i, or NULL. */
static const BcValue *
find_at(const BcValues *values, BcSlice text, size_t i)
{
	BcSlice		rest = {text.data + i, text.len - i};
	size_t		low = 0;
	size_t		high = count(values);

	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (compare(values, value_at(values, middle), rest) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low > 0)
	{
		const BcValue *v = value_at(values, low - 1);

		if (compare(values, v, rest) == 0 && has_edges(text, i, i + v->len, (BcKind) v->kind))
			return v;
		low = v->shorter;
	}
	return NULL;
}

bool
bc_values_find(const BcValues *values, BcSlice text, BcFindings *out)
{
	BcBuffer	list;
	uint32_t	characters = 0;

	out->list = NULL;
	out->count = 0;
	if (count(values) == 0)
		return true;
	bc_buffer_init(&list, values->env, SIZE_MAX);
	for (size_t i = 0; i + MIN_LENGTH <= text.len;)
	{
		unsigned	hash = first_hash(text.data + i);
		const BcValue *v = NULL;

		if (i % BC_POLL_BYTES == 0)
			bc_poll(values->env);
		if ((values->begins[hash / 64] >> hash % 64 & 1) != 0)
			v = find_at(values, text, i);
		if (v != NULL)
		{
			BcFinding	f = {characters, 0, (uint32_t) i, (uint32_t) (i + v->len), v->kind, 100};

			f.stop = characters + (uint32_t) bc_count_characters(text.data + i, v->len);
			bc_buffer_add(&list, &f, sizeof(f));
			characters = f.stop;
			i += v->len;
		}
		else
			characters += (text.data[i++] & 0xC0) != 0x80;
	}
	if (list.failed)
	{
		bc_buffer_free(&list);
		return false;
	}
	out->list = (BcFinding *) list.data;
	out->count = list.len / sizeof(BcFinding);
	return true;
}
