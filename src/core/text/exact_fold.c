/*
 * exact_fold.c: compatibility decomposition, canonical order, white space.
 */
#include "core/text/exact_fold.h"

#include "core/text/unicode.h"

/* Hangul syllables decompose by arithmetic (Unicode 15.1, section 3.12). */
#define HANGUL_SYLLABLE		0xAC00
#define HANGUL_SYLLABLES	11172
#define HANGUL_LEAD			0x1100
#define HANGUL_VOWEL		0x1161
#define HANGUL_VOWELS		21
#define HANGUL_TAIL			0x11A7
#define HANGUL_TAILS		28

typedef struct Folder
{
	const BcEnv *env;
	BcBuffer   *out;
	size_t		start;			/* where this text's fold begins in out */
	bool		space;			/* white space is due before what follows */
	uint32_t   *marks;			/* marks since the last starter, as pool
								 * items, in text order */
	size_t		nmarks;
	size_t		marks_size;
} Folder;

static void
put_due_space(Folder *f)
{
	if (f->space && f->out->len > f->start)
		bc_buffer_add_byte(f->out, ' ');
	f->space = false;
}

static void
put_char(Folder *f, uint32_t c)
{
	unsigned char utf8[4];

	if (bc_is_white_space(c))
	{
		f->space = true;
		return;
	}
	put_due_space(f);
	bc_buffer_add(f->out, utf8, bc_utf8_encode(utf8, c));
}

/*
 * Writes the pending marks by combining class, equal classes in text order.
 * A counting sort by bytes: linear for any number of marks.
 */
static void
put_marks(Folder *f)
{
	size_t		place[256] = {0};
	size_t		total = 0;
	unsigned char utf8[4];
	unsigned char *room;

	for (size_t i = 0; i < f->nmarks; i++)
		place[BC_POOL_CLASS(f->marks[i])] +=
			bc_utf8_encode(utf8, BC_POOL_CHAR(f->marks[i]));
	for (int ccc = 0; ccc < 256; ccc++)
	{
		size_t		bytes = place[ccc];

		place[ccc] = total;
		total += bytes;
	}
	put_due_space(f);
	room = bc_buffer_extend(f->out, total);
	for (size_t i = 0; room != NULL && i < f->nmarks; i++)
	{
		size_t	   *at = &place[BC_POOL_CLASS(f->marks[i])];

		*at += bc_utf8_encode(room + *at, BC_POOL_CHAR(f->marks[i]));
	}
	f->nmarks = 0;
}

static void
flush_marks(Folder *f)
{
	if (f->nmarks == 1)
		put_char(f, BC_POOL_CHAR(f->marks[0]));
	else if (f->nmarks > 1)
		put_marks(f);
	f->nmarks = 0;
}

static bool
add_mark(Folder *f, uint32_t item)
{
	if (f->nmarks == f->marks_size)
	{
		size_t		size = f->marks_size == 0 ? 16 : f->marks_size * 2;
		uint32_t   *marks = bc_resize(f->env, f->marks, size, sizeof(*marks));

		if (marks == NULL)
			return false;
		f->marks = marks;
		f->marks_size = size;
	}
	f->marks[f->nmarks++] = item;
	return true;
}

/* Takes a pool item: a fully decomposed character and its combining class. */
static bool
add_item(Folder *f, uint32_t item)
{
	if (BC_POOL_CLASS(item) != 0)
		return add_mark(f, item);
	flush_marks(f);
	put_char(f, BC_POOL_CHAR(item));
	return true;
}

static void
add_hangul(Folder *f, uint32_t index)
{
	uint32_t	tail = index % HANGUL_TAILS;

	flush_marks(f);
	index /= HANGUL_TAILS;
	put_char(f, HANGUL_LEAD + index / HANGUL_VOWELS);
	put_char(f, HANGUL_VOWEL + index % HANGUL_VOWELS);
	if (tail != 0)
		put_char(f, HANGUL_TAIL + tail);
}

static bool
add_char(Folder *f, uint32_t c)
{
	unsigned	value = bc_nfkd_value(c);
	const uint32_t *item;

	if (c >= HANGUL_SYLLABLE && c < HANGUL_SYLLABLE + HANGUL_SYLLABLES)
	{
		add_hangul(f, c - HANGUL_SYLLABLE);
		return true;
	}
	if (value < BC_NFKD_MAPPED)
		return add_item(f, c | (uint32_t) value << 21);
	item = bc_nfkd_pool + (value - BC_NFKD_MAPPED);
	while (add_item(f, *item))
	{
		if (BC_POOL_LAST(*item++))
			return true;
	}
	return false;
}

bool
bc_exact_fold(const BcEnv *env, BcSlice text, BcBuffer *out)
{
	Folder		f = {env, out, out->len, false, NULL, 0, 0};
	size_t		polled = 0;
	bool		ok = true;

	for (size_t at = 0; ok && !out->failed && at < text.len;)
	{
		ok = add_char(&f, bc_next_char(text, &at));
		if (at - polled >= BC_POLL_BYTES)
		{
			bc_poll(env);
			polled = at;
		}
	}
	if (ok)
		flush_marks(&f);
	bc_free(env, f.marks);
	return ok && !out->failed;
}
