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
	bool		lines;			/* line breaks and indentation count */
	bool		as_read;		/* superscripts and the like stay */
	bool		space;			/* white space is due before what follows */
	bool		cr;				/* the last character was a carriage return */
	size_t		breaks;			/* line breaks in the white space so far */
	size_t		run;			/* where that begins in out, with breaks */
	uint32_t   *marks;			/* marks since the last starter, as pool
								 * items, in text order */
	size_t		nmarks;
	size_t		marks_size;
} Folder;

/* White space ends where something follows. */
static void
end_white_space(Folder *f)
{
	if (f->space && f->out->len > f->start)
		bc_buffer_add_byte(f->out, ' ');
	f->space = false;
	f->breaks = 0;
	f->cr = false;
}

/* LF, VT, FF, CR, NEL, LS, PS (Unicode Standard, section 5.8). */
static bool
is_line_break(uint32_t c)
{
	return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Adds a line break; what stood before it on its line is no indentation. */
static void
put_break(Folder *f, uint32_t c)
{
	bool		second = c == '\n' && f->cr;

	f->cr = c == '\r';
	if (second || f->out->failed)
		return;
	if (f->breaks++ == 0)
		f->run = f->out->len;
	f->space = false;
	f->out->len = f->run + f->breaks - 1;
	bc_buffer_add_byte(f->out, '\n');
}

static void
put_white_space(Folder *f, uint32_t c)
{
	/* none at the beginning */
	if (f->out->len == f->start || !f->lines)
		f->space = true;
	else if (is_line_break(c))
		put_break(f, c);
	else
	{
		f->cr = false;
		if (f->breaks == 0)
			f->space = true;
		else
			bc_buffer_add_byte(f->out, c == '\t' ? '\t' : ' ');
	}
}

static void
put_char(Folder *f, uint32_t c)
{
	unsigned char utf8[4];

	if (bc_is_white_space(c))
	{
		put_white_space(f, c);
		return;
	}
	end_white_space(f);
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
	end_white_space(f);
	room = bc_buffer_extend(f->out, total);
	for (size_t i = 0; room != NULL && i < f->nmarks; i++)
	{
		size_t	   *at = &place[BC_POOL_CLASS(f->marks[i])];

		*at += bc_utf8_encode(room + *at, BC_POOL_CHAR(f->marks[i]));
	}
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

/* What a character that decomposes becomes, or NULL for what NFKD has. */
static const uint32_t *
as_read(uint32_t c)
{
	size_t		low = 0;
	size_t		high = BC_EXACT_CODES;

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (bc_exact_codes[middle] < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < BC_EXACT_CODES && bc_exact_codes[low] == c ?
		bc_exact_pool + bc_exact_offsets[low] : NULL;
}

static bool
add_char(Folder *f, uint32_t c)
{
	unsigned	value = bc_nfkd_value(c);
	const uint32_t *item = NULL;

	if (c >= HANGUL_SYLLABLE && c < HANGUL_SYLLABLE + HANGUL_SYLLABLES)
	{
		add_hangul(f, c - HANGUL_SYLLABLE);
		return true;
	}
	if (value < BC_NFKD_MAPPED)
		return add_item(f, c | (uint32_t) value << 21);
	if (f->as_read)
		item = as_read(c);
	if (item == NULL)
		item = bc_nfkd_pool + (value - BC_NFKD_MAPPED);
	while (add_item(f, *item))
	{
		if (BC_POOL_LAST(*item++))
			return true;
	}
	return false;
}

/* No white space, a starter, and its own decomposition, as most are. */
static inline unsigned
plain_length(BcSlice text, size_t at)
{
	unsigned char c = text.data[at];
	unsigned	length;
	uint32_t	wide;

	if (c < 0x80)
		return c > ' ' && c < 0x7F;
	if (bc_han_at(text, at))
		return 3;
	length = bc_utf8_length(text.data + at, text.data + text.len);
	if (length == 0)
		return 0;
	wide = bc_utf8_decode(text.data + at, length);
	return bc_nfkd_value(wide) == 0 && !bc_is_white_space(wide) &&
		wide - HANGUL_SYLLABLE >= HANGUL_SYLLABLES ? length : 0;
}

#ifdef BC_VECTORS
/*
 * How many bytes at a place, of 16 or as many as are left, are ASCII that is
 * its own fold, as single blanks are; a blank at their end is left to what
 * follows.  The text before the place is read where they are fewer.
 */
static inline size_t
plain_ascii(BcSlice text, size_t at, size_t left, bool lines,
			bool may_begin_with_blank)
{
	unsigned	before = left < 16 ? 16 - (unsigned) left : 0;
	BcVector	v = bc_vector_load(text.data + at - before);
	unsigned char blank = lines ? '\n' : ' ';
	BcTruths	feed = v == blank;
	uint32_t	seen = bc_vector_bits(bc_vector_within(v, ' ', 0x7F - ' ') | feed) >> before;
	uint32_t	blanks = bc_vector_bits(feed | (v == ' ')) >> before;
	uint32_t	others = ~seen | (blanks & blanks << 1) |
		(may_begin_with_blank ? 0 : blanks & 1);
	unsigned	n = bc_lowest_bit(others | 1u << 16);

	return n > 0 && (blanks >> (n - 1) & 1) != 0 ? n - 1 : n;
}
#endif

/* A space, or line feeds, and the plain character behind them; 0: none. */
static inline size_t
plain_blank(BcSlice text, size_t at, size_t end, bool lines)
{
	size_t		n = 1;
	size_t		length;

	if (text.data[at] == '\n' && lines)
		while (at + n < end && text.data[at + n] == '\n')
			n++;
	else if (text.data[at] != ' ')
		return 0;
	length = at + n < end ? plain_length(text, at + n) : 0;
	return length == 0 ? 0 : n + length;
}

/*
 * How many bytes at a place are their own fold, blanks between two such
 * characters included.
 */
static size_t
plain_run(BcSlice text, size_t start, bool lines)
{
	size_t		end = text.len - start > BC_POLL_BYTES ?
		start + BC_POLL_BYTES : text.len;
	size_t		at = start;
	size_t		n;

	while (at < end)
	{
#ifdef BC_VECTORS
		while (at < end && end >= 16 && text.data[at] < 0x80 &&
			   (n = plain_ascii(text, at, end - at, lines, at > start)) > 0)
			at += n;
		while (end - at >= 16 && bc_vector_han(text.data + at))
			at += 15;
#endif
		/* Han characters follow each other */
		while (end - at >= 4 && text.data[at] - 0xE4u < 6 &&
			   (bc_load32(text.data + at) & 0xC0C000) == 0x808000)
			at += 3;
		if (at >= end)
			break;
		n = plain_length(text, at);
		if (n == 0 && at > start)
			n = plain_blank(text, at, end, lines);
		if (n == 0)
			break;
		at += n;
	}
	return at - start;
}

/* The character of ASCII that one of three bytes, as wide as Han, is; or 0. */
static inline unsigned char
narrow_form(BcSlice text, size_t at)
{
	const unsigned char *p = text.data + at;

	if (p[0] != 0xEF || text.len - at < 3)
		return 0;
	if (p[1] == 0xBC && p[2] - 0x81u <= 0xBF - 0x81)
		return (unsigned char) (p[2] - 0x81 + '!');
	if (p[1] == 0xBD && p[2] - 0x80u <= 0x9E - 0x80)
		return (unsigned char) (p[2] - 0x80 + '`');
	return 0;
}

bool
bc_exact_fold(const BcEnv *env, int version, BcSlice text, BcBuffer *out)
{
	Folder		f = {.env = env, .out = out, .start = out->len,
	.lines = version >= 2, .as_read = version >= 2};
	size_t		polled = 0;
	bool		ok = true;

	for (size_t at = 0; ok && !out->failed && at < text.len;)
	{
		size_t		plain = f.nmarks == 0 ? plain_run(text, at, f.lines) : 0;
		unsigned char narrow;

		if (plain > 0)
		{
			end_white_space(&f);
			bc_buffer_add(f.out, text.data + at, plain);
			at += plain;
		}
		else if (f.nmarks == 0 && (narrow = narrow_form(text, at)) != 0)
		{
			end_white_space(&f);
			bc_buffer_add_byte(f.out, narrow);
			at += 3;
		}
		else
			ok = add_char(&f, bc_next_char(text, &at));
		if (at - polled >= BC_POLL_BYTES)
		{
			bc_poll(env);
			polled = at;
		}
	}
	if (ok)
		flush_marks(&f);
	/* none at the end */
	if (f.breaks > 0 && !out->failed)
		out->len = f.run;
	bc_free(env, f.marks);
	return ok && !out->failed;
}
