/*
 * fold.c: what a text is read as: full-width and small forms of ASCII narrow,
 * any space a space, traditional Chinese characters simplified, characters
 * that show nothing left out.
 *
 * The copy is made only where a text holds such a character.  Spans are told in
 * the text's own characters: each gives one of the copy, or none.
 */
#include "core/screen/fold.h"

#include "core/text.h"

/* Places of the copy between two that are noted. */
#define MARK_BYTES	4096

/* Zero width, soft hyphens, marks of direction: Default_Ignorable_Code_Point of Unicode, as far as texts have it. */
static bool
shows_nothing(uint32_t c)
{
	if (c < 0x2000)
		return c == 0xAD || c == 0x34F || c == 0x180E;
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
		(c >= 0xFE00 && c <= 0xFE0F);
}

/* Punctuation of Chinese sentences, which the rules know as it is. */
static bool
sentence_mark(uint32_t c)
{
	return c == 0xFF01 || c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || c == 0xFF1F;
}

/* The character that c is read as; 0 for none. */
static uint32_t
read_as(uint32_t c)
{
	if (c < 0x80)
		return c;
	if (shows_nothing(c))
		return 0;
	if (bc_is_white_space(c))
		return c == 0x85 || c == 0x2028 || c == 0x2029 ? c : ' ';
	if (c >= 0xFF01 && c <= 0xFF5E)
		return sentence_mark(c) ? c : c - 0xFEE0;
	switch (c)
	{
		case 0x2236:			/* ratio */
		case 0xFE13:			/* vertical and small colons */
		case 0xFE55:
			return ':';
		case 0xFE63:
			return '-';
		case 0xFE66:
			return '=';
		case 0xFE6B:
			return '@';
		default:
			return bc_han_simplify(c);
	}
}

/* Full-width characters but '=' need no copy by themselves: block.c sees to letters, the rules know others. */
bool
bc_scan_odd(uint32_t c)
{
	return (c < 0xFF01 || c > 0xFF5E || c == 0xFF1D) && read_as(c) != c;
}

/* The character at byte i and its length; a byte that is part of none is one by itself. */
static uint32_t
character(BcSlice text, size_t i, unsigned *length)
{
	unsigned	n = bc_utf8_length(text.data + i, text.data + text.len);

	*length = n == 0 ? 1 : n;
	return n == 0 ? text.data[i] : bc_utf8_decode(text.data + i, n);
}

/* The bytes from i on that are ASCII, counted up to eight. */
static inline size_t
plain_bytes(BcSlice text, size_t i)
{
	size_t		n = 0;
	uint64_t	eight;

	if (text.len - i >= 8)
	{
		memcpy(&eight, text.data + i, 8);
		if ((eight & UINT64_C(0x8080808080808080)) == 0)
			return 8;
	}
	while (n < 8 && i + n < text.len && text.data[i + n] < 0x80)
		n++;
	return n;
}

/* A Han character that is read as itself, as most are, is at i. */
static inline bool
plain_han(BcSlice text, size_t i)
{
	uint32_t	c;

	if (text.len - i < 3 || !bc_han_at(text, i))
		return false;
	c = bc_utf8_decode(text.data + i, 3);
	return bc_han_simplify(c) == c;
}

/*
 * The character at byte i and its length; the bytes at out that it is read as,
 * and their number.  Out may be NULL.
 */
static unsigned
fold_one(BcSlice text, size_t i, unsigned *length, unsigned char *out)
{
	uint32_t	c = character(text, i, length);
	uint32_t	as = *length == 1 ? c : read_as(c);
	unsigned char bytes[4];

	if (as == 0 && c != 0)
		return 0;
	if (as != c)
		return bc_utf8_encode(out == NULL ? bytes : out, as);
	if (out != NULL)
		memcpy(out, text.data + i, *length);
	return *length;
}

static void
mark(BcFold *fold, size_t from, size_t at, uint32_t dropped)
{
	BcFoldMark	m = {from, at, dropped};

	bc_buffer_add(&fold->marks, &m, sizeof(m));
}

bool
bc_scan_fold(const BcEnv *env, BcSlice text, BcFold *fold)
{
	size_t		n = 0;
	size_t		next = 0;
	uint32_t	dropped = 0;

	bc_buffer_init(&fold->marks, env, SIZE_MAX);
	fold->env = env;
	/* runs are copied by eight bytes */
	fold->copy = bc_resize(env, NULL, text.len + 8, 1);
	for (size_t i = 0; fold->copy != NULL && i < text.len;)
	{
		size_t		plain = plain_bytes(text, i);
		unsigned	length;
		unsigned	folded;

		if (n >= next)
		{
			mark(fold, i, n, dropped);
			next = n + MARK_BYTES;
			bc_poll(env);
		}
		if (plain > 0)
		{
			memcpy(fold->copy + n, text.data + i, text.len - i >= 8 ? 8 : plain);
			n += plain;
			i += plain;
			continue;
		}
		if (plain_han(text, i))
		{
			memcpy(fold->copy + n, text.data + i, 3);
			n += 3;
			i += 3;
			continue;
		}
		folded = fold_one(text, i, &length, fold->copy + n);
		dropped += folded == 0;
		n += folded;
		i += length;
	}
	fold->len = n;
	return fold->copy != NULL && !fold->marks.failed;
}

void
bc_scan_fold_free(BcFold *fold)
{
	bc_free(fold->env, fold->copy);
	bc_buffer_free(&fold->marks);
}

/* A walk over the text beside its copy. */
typedef struct Walk
{
	BcSlice		text;
	size_t		from;			/* the byte of the text */
	size_t		at;				/* the byte of the copy */
	size_t		end;			/* of the last character that the copy has */
	uint32_t	dropped;		/* characters that it has not */
	uint32_t	inner;			/* the same, before the last that it has */
} Walk;

/* Moves on to the byte of the copy; with first, past what was left out before it. */
static void
walk_to(Walk *w, size_t at, bool first)
{
	while (w->from < w->text.len)
	{
		unsigned	length;
		unsigned	folded = fold_one(w->text, w->from, &length, NULL);

		if (w->at >= at && (folded > 0 || !first))
			return;
		w->from += length;
		w->at += folded;
		if (folded > 0)
		{
			w->end = w->from;
			w->inner = w->dropped;
		}
		else
			w->dropped++;
	}
}

void
bc_scan_unfold(const BcFold *fold, BcSlice text, BcFinding *list, size_t count)
{
	const BcFoldMark *marks = (const BcFoldMark *) fold->marks.data;
	size_t		mark_count = fold->marks.len / sizeof(BcFoldMark);
	size_t		k = 0;
	Walk		w = {text, 0, 0, 0, 0, 0};

	for (size_t i = 0; i < count; i++)
	{
		BcFinding  *f = &list[i];

		while (k + 1 < mark_count && marks[k + 1].at <= f->byte_start)
			k++;
		if (k < mark_count && marks[k].at > w.at)
		{
			w.from = marks[k].from;
			w.at = marks[k].at;
			w.dropped = marks[k].dropped;
		}
		walk_to(&w, f->byte_start, true);
		f->byte_start = (uint32_t) w.from;
		f->start += w.dropped;
		walk_to(&w, f->byte_stop, false);
		f->byte_stop = (uint32_t) w.end;
		f->stop += w.inner;
		if (i % 64 == 0)
			bc_poll(fold->env);
	}
}
