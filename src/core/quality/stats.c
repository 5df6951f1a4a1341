/*
 * stats.c: what one pass over a text counts.
 *
 * Where there are vectors, 64 bytes at a time by masks of bits, one a byte;
 * what they do not know, and all where there are none, one character at a time.
 */
#include "core/base.h"
#include "core/quality/internal.h"

/* UTF-8 read as Latin-1: a lead byte's letter, then a continuation's. */
static bool
latin1_pair(uint32_t c, uint32_t next)
{
	return ((c >= 0xC2 && c <= 0xEF) && next >= 0x80 && next <= 0xBF &&
			next != 0xA0 && next != 0xAB && next != 0xBB) ||
		(c == 0xE2 && next == 0x20AC);
}

/* The commonest characters of UTF-8 Chinese read as GBK. */
static bool
gbk_character(uint32_t c)
{
	switch (c)
	{
		case 0x6D63:			/* 浣 */
		case 0x9428:			/* 鐨 */
		case 0x93C4:			/* 鏄 */
		case 0x6D93:			/* 涓 */
		case 0x9366:			/* 鍦 */
		case 0x951B:			/* 锛 */
		case 0x9286:			/* 銆 */
		case 0x9359:			/* 鍙 */
		case 0x7ED4:			/* 绔 is rare in Chinese text */
			return true;
		default:
			return false;
	}
}

/* Marks that some scripts are written with, and that are litter in others. */
static bool
joiner(uint32_t c)
{
	return (c >= 0x200B && c <= 0x200F && c != 0x200D) ||
		(c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Right to left, of India, or without spaces between words. */
static bool
joined_script(uint32_t c)
{
	return (c >= 0x0590 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
		(c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

/* Classes of the bytes of ASCII, for most characters of a Latin text. */
enum
{
	OTHER, LETTER, DIGIT, SPACE, CONTROL
};

#define C8 CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL
#define L8 LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER

static const unsigned char ascii[128] = {
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, SPACE, SPACE, SPACE, SPACE, SPACE, CONTROL, CONTROL, C8, C8,
	[' '] = SPACE,
	['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	['A'] = L8, L8, L8, LETTER, LETTER,
	['a'] = L8, L8, L8, LETTER, LETTER,
	[0x7F] = CONTROL
};

#undef C8
#undef L8

/* Counts c; is it a letter or digit of a word? */
static bool
count_character(BcTextStats *n, uint32_t c)
{
	switch (c < 0x80 ? ascii[c] : OTHER)
	{
		case LETTER:
			n->latin++;
			return true;
		case DIGIT:
			return true;
		case SPACE:
			n->lines += c == '\n';
			return false;
		case CONTROL:
			n->controls++;
			return false;
		default:
			break;
	}
	if (c < 0x80)
		n->special++;
	else if (bc_cjk(c))
	{
		n->cjk++;
		n->gbk += gbk_character(c);
	}
	else if (bc_is_white_space(c))
		return false;
	else if (joiner(c))
		n->joiners++;
	else if (c == 0xFEFF)
		n->controls++;
	else if (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7)
	{
		n->latin++;
		n->joined |= joined_script(c);
		return true;
	}
	else
	{
		n->special++;
		n->joined |= joined_script(c);
		n->broken += c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF);
	}
	return false;
}

/* Where the pass is. */
typedef struct Pass
{
	BcSlice		text;
	BcTextStats *n;
	size_t		at;
	bool		in_word;		/* the character before belongs to a word */
} Pass;

/*
 * The character c, which ends before byte at: a letter or digit of a word?  The
 * next one is looked at where the two together may be mojibake.
 */
static bool
count_at(const Pass *p, uint32_t c, size_t at)
{
	if (c >= 0xC2 && c <= 0xEF && at < p->text.len &&
		latin1_pair(c, bc_next_char(p->text, &at)))
		p->n->broken++;
	return count_character(p->n, c);
}

/* One character at a time, up to the first that begins at stop or behind. */
static void
count_slowly(Pass *p, size_t stop)
{
	BcTextStats *n = p->n;

	while (p->at < stop)
	{
		uint32_t	c = bc_next_char(p->text, &p->at);
		bool		word = count_at(p, c, p->at);

		n->chars++;
		n->words += word && !p->in_word;
		p->in_word = word;
	}
}

#define BLOCK	64

#ifdef BC_VECTORS

/*
 * What blocks of ASCII hold, byte by byte of their vectors: so many blocks fit
 * in a byte.
 */
#define MAX_BLOCKS	63

typedef struct Sums
{
	BcVector	letters;
	BcVector	special;
	BcVector	feeds;
	unsigned	blocks;
} Sums;

/* All 16 bytes together. */
static unsigned
sum_bytes(BcVector v)
{
	BcHalves	h = (BcHalves) v;
	uint64_t	x = (h[0] & 0x00FF00FF00FF00FF) + (h[0] >> 8 & 0x00FF00FF00FF00FF) +
		(h[1] & 0x00FF00FF00FF00FF) + (h[1] >> 8 & 0x00FF00FF00FF00FF);

	return (unsigned) (x * 0x0001000100010001 >> 48);
}

static void
add_sums(BcTextStats *n, Sums *s)
{
	n->latin += sum_bytes(s->letters);
	n->special += sum_bytes(s->special);
	n->lines += sum_bytes(s->feeds);
	memset(s, 0, sizeof(*s));
}

/* Without an instruction of its own for it, which not every machine has. */
static inline unsigned
ones(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	return (unsigned) (((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56);
}

static inline uint64_t
lowest(unsigned bits)
{
	return bits >= 64 ? UINT64_MAX : ((uint64_t) 1 << bits) - 1;
}

/* The words that begin in this block; word holds their bytes. */
static inline void
count_words(Pass *p, uint64_t word, unsigned whole)
{
	p->n->words += ones(word & ~(word << 1 | p->in_word));
	p->in_word = word >> (whole - 1) & 1;
}

/*
 * A block of ASCII, of which n bytes count; the others are spaces.  False:
 * there are control characters.
 */
static inline bool
count_ascii(Pass *p, Sums *s, const unsigned char *bytes, unsigned n)
{
	BcTruths	plain = ~(BcTruths) {0};
	Sums		sums = *s;
	uint64_t	word = 0;

	for (unsigned k = 0; k < BLOCK; k += 16)
	{
		BcVector	v = bc_vector_load(bytes + k);
		BcTruths	letter = bc_vector_within(v | 0x20, 'a', 26);
		BcTruths	of_word = letter | bc_vector_within(v, '0', 10);
		BcTruths	visible = bc_vector_within(v, '!', 94);

		word |= (uint64_t) bc_vector_bits(of_word) << k;
		sums.letters -= (BcVector) letter;
		sums.special -= (BcVector) (visible & ~of_word);
		sums.feeds -= (BcVector) (v == '\n');
		plain &= visible | (v == ' ') | bc_vector_within(v, '\t', 5);
	}
	if (bc_vector_bits(plain) != 0xFFFF)
		return false;
	*s = sums;
	s->blocks++;
	p->n->chars += n;
	count_words(p, word, n);
	return true;
}

typedef struct Masks
{
	uint64_t	letter;			/* of ASCII; so are the next four */
	uint64_t	digit;
	uint64_t	space;
	uint64_t	control;
	uint64_t	feed;
	uint64_t	high;			/* 0x80 and above */
	uint64_t	lead;			/* of these, all but continuation bytes */
	uint64_t	two;			/* first bytes of characters of two bytes */
	uint64_t	three;			/* of three, all forms of which are well-formed */
	uint64_t	han;			/* of these, U+4000 to U+9FFF */
	uint64_t	gbk;			/* of these, some more than gbk_character() */
	uint64_t	mark;			/* of three, U+3001 to U+303F, U+FF00 to U+FF3F */
} Masks;

/* Those that may be of gbk_character(). */
static inline BcTruths
gbk_first(BcVector v0, BcVector v1)
{
	return ((v0 == 0xE9) & bc_vector_within(v1, 0x8A, 11)) |
		((v0 == 0xE6) & bc_vector_within(v1, 0xB5, 2)) |
		((v0 == 0xE7) & (v1 == 0xBB));
}

static void
examine_ascii(const unsigned char *p, Masks *m)
{
	for (unsigned k = 0; k < BLOCK; k += 16)
	{
		BcVector	v = bc_vector_load(p + k);
		BcTruths	blank = bc_vector_within(v, '\t', 5);

		m->letter |= (uint64_t) bc_vector_bits(bc_vector_within(v | 0x20, 'a', 26)) << k;
		m->digit |= (uint64_t) bc_vector_bits(bc_vector_within(v, '0', 10)) << k;
		m->space |= (uint64_t) bc_vector_bits(blank | (v == ' ')) << k;
		m->control |= (uint64_t) bc_vector_bits(((v < 0x20) & ~blank) |
												(v == 0x7F)) << k;
		m->feed |= (uint64_t) bc_vector_bits(v == '\n') << k;
	}
}

/* Most of the punctuation of Chinese. */
static inline BcTruths
mark_first(BcVector v0, BcVector v1, BcVector v2)
{
	return ((v0 == 0xE3) & (v1 == 0x80) & (v2 != 0x80)) |
		((v0 == 0xEF) & (v1 == 0xBC));
}

/* BLOCK bytes and two behind them are read. */
static void
examine_high(const unsigned char *p, Masks *m)
{
	for (unsigned k = 0; k < BLOCK; k += 16)
	{
		BcVector	v = bc_vector_load(p + k);
		BcVector	v1 = bc_vector_load(p + k + 1);
		BcTruths	three = bc_vector_within(v, 0xE1, 12) | bc_vector_within(v, 0xEE, 2);

		m->lead |= (uint64_t) bc_vector_bits(v >= 0xC0) << k;
		m->two |= (uint64_t) bc_vector_bits(bc_vector_within(v, 0xC2, 30)) << k;
		m->three |= (uint64_t) bc_vector_bits(three) << k;
		m->han |= (uint64_t) bc_vector_bits(bc_vector_within(v, 0xE4, 6)) << k;
		m->gbk |= (uint64_t) bc_vector_bits(gbk_first(v, v1)) << k;
		m->mark |= (uint64_t) bc_vector_bits(mark_first(v, v1, bc_vector_load(p + k + 2))) << k;
	}
}

/*
 * How many bytes of the block are whole characters, of which none begins that
 * ends behind them; 0: not for vectors.
 */
static unsigned
whole_characters(const Masks *m, unsigned n)
{
	unsigned	whole = n;
	uint64_t	mask;
	uint64_t	follow;

	if (n == BLOCK && m->lead >> 63 != 0)
		whole = 63;
	else if (n == BLOCK && m->three >> 62 != 0)
		whole = 62;
	mask = lowest(whole);
	follow = (m->two & mask) << 1 | (m->three & mask) << 1 | (m->three & mask) << 2;
	if (((m->high & ~m->lead & mask) ^ follow) != 0 ||
		((m->lead ^ (m->two | m->three)) & mask) != 0)
		return 0;
	return whole;
}

/* Han characters and most marks are counted, the others looked at. */
static void
count_high(Pass *p, const Masks *m, uint64_t mask, uint64_t *letter)
{
	p->n->cjk += ones(m->han & mask);
	p->n->special += ones(m->mark & mask);
	for (uint64_t bits = m->gbk & mask; bits != 0; bits &= bits - 1)
		p->n->gbk += gbk_character(bc_utf8_decode(p->text.data + p->at +
												  bc_lowest_bit(bits), 3));
	for (uint64_t bits = m->lead & ~(m->han | m->mark) & mask; bits != 0; bits &= bits - 1)
	{
		unsigned	i = bc_lowest_bit(bits);
		unsigned	length = m->two >> i & 1 ? 2 : 3;
		size_t		at = p->at + i;

		if (count_at(p, bc_utf8_decode(p->text.data + at, length), at + length))
			*letter |= lowest(length) << i;
	}
}

/* Any block; n bytes of it count, those at bytes. */
static bool
count_mixed(Pass *p, const unsigned char *bytes, uint64_t high, unsigned n)
{
	BcTextStats *s = p->n;
	uint64_t	letter = 0;
	uint64_t	mask;
	unsigned	whole;
	Masks		m;

	memset(&m, 0, sizeof(m));
	m.high = high;
	examine_high(bytes, &m);
	whole = whole_characters(&m, n);
	if (whole == 0)
		return false;
	mask = lowest(whole);
	s->chars += ones(mask & ~(high & ~m.lead));
	if ((~high & mask) != 0)
	{
		examine_ascii(bytes, &m);
		letter = m.letter & mask;
		s->latin += ones(letter);
		s->lines += ones(m.feed & mask);
		s->special += ones(mask & ~(m.letter | m.digit | m.space | m.control | high));
		if ((m.control & mask) != 0)
			s->controls += ones(m.control & mask);
	}
	if ((m.lead & mask) != 0)
		count_high(p, &m, mask, &letter);
	count_words(p, letter | (m.digit & mask), whole);
	p->at += whole;
	return true;
}

/* The next block; the last bytes are copied, for others are read behind it. */
static bool
count_quickly(Pass *p, Sums *s)
{
	size_t		left = p->text.len - p->at;
	const unsigned char *bytes = p->text.data + p->at;
	unsigned	n = left < BLOCK ? (unsigned) left : BLOCK;
	unsigned char copy[BLOCK + 2];
	uint64_t	high = 0;

	if (left < sizeof(copy))
	{
		memset(copy, ' ', sizeof(copy));
		memcpy(copy, bytes, left);
		bytes = copy;
	}
	for (unsigned k = 0; k < BLOCK; k += 16)
		high |= (uint64_t) bc_vector_high_bits(bc_vector_load(bytes + k)) << k;
	if (high != 0 || !count_ascii(p, s, bytes, n))
		return count_mixed(p, bytes, high, n);
	p->at += n;
	if (s->blocks == MAX_BLOCKS)
		add_sums(p->n, s);
	return true;
}

#else

typedef struct Sums
{
	bool		none;
} Sums;

static bool
count_quickly(Pass *p, Sums *s)
{
	return p == NULL && s == NULL;
}

static void
add_sums(BcTextStats *n, Sums *s)
{
	(void) n;
	(void) s;
}

#endif

void
bc_quality_stats(const BcEnv *env, BcSlice text, BcTextStats *n)
{
	Pass		p = {text, n, 0, false};
	Sums		sums = {0};
	size_t		polled = 0;

	memset(n, 0, sizeof(*n));
	while (p.at < text.len)
	{
		if (p.at - polled >= BC_POLL_BYTES)
		{
			polled = p.at;
			bc_poll(env);
		}
		if (!count_quickly(&p, &sums))
			count_slowly(&p, text.len - p.at < BLOCK ? text.len : p.at + BLOCK);
	}
	add_sums(n, &sums);
	n->lines++;
	if (!n->joined)
		n->controls += n->joiners;
}
