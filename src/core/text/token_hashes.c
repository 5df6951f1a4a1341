/*
 * token_hashes.c: the hashes of a text's tokens, without making the tokens
 * where that is not needed.
 *
 * Two kinds of stretches go a short way: ASCII, 64 bytes at once, and
 * characters of three bytes, of which Chinese texts are made.  Each takes as
 * many whole tokens as it is sure of; bc_next_token(), which alone knows all
 * rules, takes what they leave.
 */
#include "core/base.h"
#include "core/text/tokens.h"
#include "core/text/unicode.h"

#define BLOCK	64
/* A word is loaded 8 bytes at once, the last of them perhaps beyond a block. */
#define BLOCK_BYTES	(BLOCK + 8)

#define EACH_BYTE(b)	((uint64_t) (b) * UINT64_C(0x0101010101010101))
#define BITS_BELOW(n)	((n) < 64 ? ((uint64_t) 1 << (n)) - 1 : UINT64_MAX)

/* An item that no character has. */
#define NOT_SIMPLE	UINT32_MAX

/* How far the short ways have come. */
typedef struct Place
{
	size_t		at;				/* where the next character begins */
	uint32_t	before;			/* the item before it */
} Place;

/*
 * The bytes of a block that are of a kind, one bit each; of what comes after
 * one that is not ASCII nothing need be known.
 */
typedef struct Masks
{
	uint64_t	wide;			/* not ASCII */
	uint64_t	run;			/* letters and digits */
	uint64_t	digit;
	uint64_t	point;
	uint64_t	symbol;			/* and '!' */
} Masks;

#ifdef BC_VECTORS

static inline Masks
examine(const unsigned char *p)
{
	Masks		m = {0, 0, 0, 0, 0};

	for (unsigned i = 0; i < BLOCK && m.wide == 0; i += 16)
	{
		BcVector	v = bc_vector_load(p + i);
		BcVector	v1 = v | 1;
		BcVector	v2 = v | 2;
		BcVector	v20 = v | 0x20;
		BcTruths	digit = bc_vector_within(v, '0', 10);
		BcTruths	run = digit | bc_vector_within(v20, 'a', 26);
		BcTruths	point = (v2 == '.') | (v == ':');
		BcTruths	symbol = bc_vector_within(v, '#', '&' - '#' + 1) |
			bc_vector_within(v, '<', '>' - '<' + 1) | (v1 == '+') |
			(v2 == '/') | (v20 == '`') | (v20 == '|') | (v20 == '~') |
			(v == '!');

		m.wide |= (uint64_t) bc_vector_high_bits(v) << i;
		m.run |= (uint64_t) bc_vector_bits(run) << i;
		m.digit |= (uint64_t) bc_vector_bits(digit) << i;
		m.point |= (uint64_t) bc_vector_bits(point) << i;
		m.symbol |= (uint64_t) bc_vector_bits(symbol) << i;
	}
	return m;
}

#else

static Masks
examine(const unsigned char *p)
{
	Masks		m = {0, 0, 0, 0, 0};

	for (unsigned i = 0; i < BLOCK; i++)
	{
		uint64_t	bit = (uint64_t) 1 << i;

		if (p[i] >= 0x80)
		{
			m.wide |= bit;
			break;
		}
		switch ((BcTextClass) BC_POOL_CLASS(bc_fold_ascii[p[i]]))
		{
			case BC_TEXT_DIGIT:
				m.digit |= bit;
				m.run |= bit;
				break;
			case BC_TEXT_WORD:
				m.run |= bit;
				break;
			case BC_TEXT_POINT:
				m.point |= bit;
				break;
			case BC_TEXT_SYMBOL:
			case BC_TEXT_BANG:
				m.symbol |= bit;
				break;
			default:
				break;
		}
	}
	return m;
}

#endif

/*
 * The item of a character of three bytes that is a token or separator and folds
 * to itself, or to one separator or point; else NOT_SIMPLE.  There must be
 * three bytes at p.
 */
static inline uint32_t
wide_item(const unsigned char *p)
{
	uint32_t	c;
	uint32_t	item;
	unsigned	value;

	if ((p[0] & 0xF0) != 0xE0 || (p[1] & 0xC0) != 0x80 ||
		(p[2] & 0xC0) != 0x80)
		return NOT_SIMPLE;
	c = bc_utf8_decode(p, 3);
	/* overlong, or a surrogate */
	if (c < 0x800 || (c & 0xF800) == 0xD800)
		return NOT_SIMPLE;
	value = bc_fold_value(c);
	if ((value & BC_FOLD_MAPPED) == 0)
		return value == BC_TEXT_DROP ? NOT_SIMPLE : BC_ITEM(c, value);
	item = bc_fold_pool[value - BC_FOLD_MAPPED];
	if (!BC_POOL_LAST(item) || (BC_POOL_CLASS(item) != BC_TEXT_SEPARATOR &&
								BC_POOL_CLASS(item) != BC_TEXT_POINT))
		return NOT_SIMPLE;
	return BC_ITEM(BC_POOL_CHAR(item), BC_POOL_CLASS(item));
}

/*
 * Takes unified ideographs, U+4E00 to U+9FFF, which all are tokens as they
 * are; returns their number.
 */
static inline size_t
take_ideographs(const unsigned char *p, const unsigned char *end,
				uint64_t *hashes, size_t room)
{
	size_t		n = 0;

	for (; n < room && end - p >= 4; p += 3)
	{
		uint32_t	bytes = bc_load32(p);
		/* E4 B8 to E9 BF, in this order */
		uint16_t	first = (uint16_t) (bytes << 8 | (bytes >> 8 & 0xFF));

		if ((uint16_t) (first - 0xE4B8) > 0xE9BF - 0xE4B8 ||
			(bytes & 0xC0C000) != 0x808000)
			break;
		hashes[n++] = bc_short_token_hash(bytes & 0xFFFFFF);
	}
	return n;
}

/*
 * Takes characters of three bytes that fold to themselves and are a token or
 * a separator, and points that are sure to be no token.
 */
static size_t
take_wide(BcSlice text, Place *place, uint64_t *hashes, size_t room)
{
	const unsigned char *p = text.data + place->at;
	const unsigned char *end = text.data + (text.len - place->at <
										   BC_POLL_BYTES ? text.len :
										   place->at + BC_POLL_BYTES);
	size_t		n = 0;

	for (;;)
	{
		size_t		ideographs = take_ideographs(p, end, hashes + n, room - n);
		uint32_t	item;

		if (ideographs > 0)
		{
			n += ideographs;
			p += 3 * ideographs;
			place->before = BC_ITEM(bc_utf8_decode(p - 3, 3), BC_TEXT_SOLO);
		}
		if (end - p < 3 || n == room)
			break;
		item = wide_item(p);
		if (BC_POOL_CLASS(item) == BC_TEXT_SOLO)
			hashes[n++] = bc_short_token_hash(p[0] | (uint32_t) p[1] << 8 |
											  (uint32_t) p[2] << 16);
		else if (BC_POOL_CLASS(item) != BC_TEXT_SEPARATOR &&
				 (BC_POOL_CLASS(item) != BC_TEXT_POINT ||
				  BC_POOL_CLASS(place->before) == BC_TEXT_DIGIT))
			break;
		place->before = item;
		p += 3;
	}
	place->at = (size_t) (p - text.data);
	return n;
}

/*
 * How much of a block holds whole tokens: of the next character, at used, is
 * known whether ASCII before it goes on there.
 */
static unsigned
whole_tokens(const Masks *m, unsigned used, bool closed)
{
	uint64_t	last;

	if (used == 0 || closed)
		return used;
	last = (uint64_t) 1 << (used - 1);
	if (m->run & last)
	{
		uint64_t	others = ~m->run & BITS_BELOW(used);
		unsigned	length = others == 0 ? used :
			used - 1 - bc_highest_bit(others);

		/* what is cut off is whole */
		return used - length % BC_TOKEN_CHARS;
	}
	return (m->point | m->symbol) & last ? used - 1 : used;
}

/* The hash of a word of ASCII; 8 bytes beyond it can be read. */
static inline uint64_t
word_hash(const unsigned char *p, unsigned length)
{
	uint64_t	h = BC_ROOT_3;

	for (;;)
	{
		uint64_t	bytes = bc_load64(p);

		/* of letters and digits those with this bit are letters */
		bytes |= (bytes & EACH_BYTE(0x40)) >> 1;
		if (length <= 8)
		{
			h ^= bytes & (UINT64_MAX >> (64 - 8 * length));
			return bc_scramble(bc_scramble(h, BC_ROOT_5), BC_ROOT_7);
		}
		h = bc_scramble(h ^ bytes, BC_ROOT_5);
		p += 8;
		length -= 8;
	}
}

/* Whether the symbol, or '!', at p is a token; the character before is given. */
static bool
is_token(const unsigned char *p, uint32_t before)
{
	switch (p[0])
	{
		case '!':
			return p[1] == '=';
		case '`':
			return false;
		case '*':
		case '#':
		case '-':
		case '~':
			return p[0] != before && p[0] != p[1];
		default:
			return true;
	}
}

/* Takes the tokens that begin in the first stop bytes of a block. */
static size_t
take_block(const unsigned char *p, const Masks *m, unsigned stop,
		   uint32_t before, uint64_t *hashes)
{
	uint64_t	after_digit = m->digit << 1 |
		(BC_POOL_CLASS(before) == BC_TEXT_DIGIT);
	uint64_t	starts = ((m->run & ~(m->run << 1)) | m->symbol |
						  (m->point & after_digit & m->digit >> 1)) &
		BITS_BELOW(stop);
	size_t		n = 0;

	while (starts != 0)
	{
		unsigned	i = bc_lowest_bit(starts);

		starts &= starts - 1;
		if (m->run >> i & 1)
		{
			unsigned	length = bc_lowest_bit(~(m->run >> i) |
											   (uint64_t) 1 << BC_TOKEN_CHARS);

			/* the rest of a run that is cut */
			if (length == BC_TOKEN_CHARS && i + length < stop)
				starts |= m->run & (uint64_t) 1 << (i + length);
			hashes[n++] = word_hash(p + i, length);
		}
		else if ((m->point >> i & 1) ||
				 is_token(p + i, i > 0 ? p[i - 1] : BC_POOL_CHAR(before)))
			hashes[n++] = bc_short_token_hash(p[i]);
	}
	return n;
}

/* Whether a run of ASCII ends before this character, and symbols stand alone. */
static bool
closes_run(BcSlice text, size_t at)
{
	unsigned	class;

	if (text.len - at < 3)
		return false;
	class = BC_POOL_CLASS(wide_item(text.data + at));
	return class == BC_TEXT_SOLO || class == BC_TEXT_SEPARATOR ||
		class == BC_TEXT_POINT;
}

/* Takes the tokens of ASCII in at most a block; there must be room for one. */
static size_t
take_ascii(BcSlice text, Place *place, uint64_t *hashes)
{
	const unsigned char *p = text.data + place->at;
	size_t		left = text.len - place->at;
	unsigned	used = left < BLOCK ? (unsigned) left : BLOCK;
	unsigned char tail[BLOCK_BYTES];
	unsigned	stop;
	bool		closed = left < BLOCK;
	Masks		m;
	size_t		n;

	if (left < BLOCK_BYTES)
	{
		memset(tail, 0, sizeof(tail));
		memcpy(tail, p, left);
		p = tail;
	}
	m = examine(p);
	if (m.wide != 0)
	{
		used = bc_lowest_bit(m.wide);
		closed = closes_run(text, place->at + used);
		m.run &= BITS_BELOW(used);
	}
	stop = whole_tokens(&m, used, closed);
	n = take_block(p, &m, stop, place->before, hashes);
	if (stop > 0)
		place->before = bc_fold_ascii[p[stop - 1]];
	place->at += stop;
	return n;
}

uint64_t
bc_token_hash(const unsigned char *bytes, size_t len)
{
	uint64_t	h = BC_ROOT_3;

	for (size_t i = 0; i < len; i += 8)
		h = bc_scramble(h ^ bc_load64(bytes + i), BC_ROOT_5);
	return bc_scramble(h, BC_ROOT_7);
}

/* Whether the short ways may go far from here: not between words of two bytes. */
static bool
is_simple(const BcTokenReader *reader)
{
	size_t		at = reader->next_at;
	const unsigned char *p = reader->text.data;

	if (at == BC_WITHIN_CHAR)
		return false;
	if (p[at] < 0x80 && at + 1 < reader->text.len)
		at++;
	return p[at] < 0x80 || p[at] >= 0xE0;
}

/* Takes tokens from the reader in the short ways, as long as they go. */
static size_t
take_simple(BcTokenReader *reader, uint64_t *hashes, size_t room)
{
	BcSlice		text = reader->text;
	Place		place = {reader->next_at, reader->before};
	size_t		first = place.at;
	size_t		start;
	size_t		n = 0;

	do
	{
		start = place.at;
		n += take_wide(text, &place, hashes + n, room - n);
		if (n + BLOCK <= room && place.at < text.len &&
			text.data[place.at] < 0x80)
			n += take_ascii(text, &place, hashes + n);
	} while (place.at > start && n + BLOCK <= room &&
			 place.at - first < BC_POLL_BYTES);
	if (place.at > first)
		bc_tokens_seek(reader, place.at, place.before);
	return n;
}

size_t
bc_token_hashes(BcTokenReader *reader, uint64_t *hashes)
{
	BcToken		token;
	size_t		n = 0;

	for (;;)
	{
		if (is_simple(reader))
			n += take_simple(reader, hashes + n, BC_TOKEN_HASHES - n);
		if (n + BLOCK > BC_TOKEN_HASHES || !bc_next_token(reader, &token))
			return n;
		hashes[n++] = bc_token_hash(token.bytes, token.len);
		if (n + BLOCK > BC_TOKEN_HASHES)
			return n;
	}
}
