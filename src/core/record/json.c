/*
 * json.c: the JSON reader: tokens, containers, faults.
 */
#include "core/record/json.h"
#include "core/text.h"

void
bc_json_start(BcReader *r, const BcEnv *env, BcSlice text)
{
	r->env = env;
	r->text = text.data;
	r->at = 0;
	r->cut = text.len > BC_MAX_INPUT;
	r->end = r->cut ? BC_MAX_INPUT : text.len;
	r->written = 0;
	r->values = 0;
	r->poll_at = BC_POLL_BYTES;
	r->code = BC_OK;
	r->offset = 0;
	r->depth = 0;
}

/*
 * The end of the input is no byte; where the text goes on behind it, it is
 * too large and nothing else is known of it.
 */
static bool
fault_at_end(BcReader *r)
{
	r->code = r->cut ? BC_TOO_LARGE : BC_SYNTAX;
	r->offset = r->end;
	return false;
}

/* Could the bytes at p be a sequence that the end of the input cuts off? */
static bool
is_cut_sequence(const unsigned char *p, const unsigned char *end)
{
	unsigned char whole[4] = {0x80, 0x80, 0x80, 0x80};
	size_t		n = (size_t) (end - p);

	if (n == 0 || n > 3)
		return false;
	memcpy(whole, p, n);
	/* these leads want a second byte other than 80 */
	if (n == 1 && whole[0] == 0xE0)
		whole[1] = 0xA0;
	if (n == 1 && whole[0] == 0xF0)
		whole[1] = 0x90;
	return bc_utf8_length(whole, whole + 4) > n;
}

bool
bc_json_fault(BcReader *r, BcCode code, size_t offset)
{
	const unsigned char *p = r->text + offset;
	const unsigned char *end = r->text + r->end;

	if (offset >= r->end)
		return fault_at_end(r);
	if (code == BC_SYNTAX || code == BC_TRAILING_DATA)
	{
		if (*p == 0)
			code = BC_NUL_CHARACTER;
		else if (bc_utf8_length(p, end) == 0)
		{
			if (r->cut && is_cut_sequence(p, end))
				return fault_at_end(r);
			code = BC_INVALID_UTF8;
		}
	}
	r->code = code;
	r->offset = offset;
	return false;
}

static void
poll_now(BcReader *r)
{
	r->poll_at = r->at + BC_POLL_BYTES;
	bc_poll(r->env);
}

int
bc_json_peek(BcReader *r)
{
	while (r->at < r->end)
	{
		unsigned char c = r->text[r->at];

		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			return c;
		r->at++;
		if (r->at >= r->poll_at)
			poll_now(r);
	}
	return -1;
}

/* Counts a value or key that takes so many bytes in output form. */
static bool
count_value(BcReader *r, size_t written, size_t offset)
{
	r->written += written;
	r->values++;
	if (r->written > BC_MAX_INPUT || r->values > BC_MAX_VALUES)
		return bc_json_fault(r, BC_TOO_LARGE, offset);
	if (r->at >= r->poll_at)
		poll_now(r);
	return true;
}

static int
hex_value(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The four hexadecimal digits at offset, or -1 with the fault set. */
static int32_t
read_hex4(BcReader *r, size_t offset)
{
	int32_t		value = 0;

	for (size_t i = offset; i < offset + 4; i++)
	{
		int			digit = i < r->end ? hex_value(r->text[i]) : -1;

		if (digit < 0)
		{
			bc_json_fault(r, BC_SYNTAX, i);
			return -1;
		}
		value = value * 16 + digit;
	}
	return value;
}

/* Bytes that a character takes in output form. */
static unsigned
written_length(uint32_t cp)
{
	if (cp >= 0x80)
		return cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	if (cp == '"' || cp == '\\' || cp == '\n' || cp == '\r' || cp == '\t' ||
		cp == '\b' || cp == '\f')
		return 2;
	return cp < 0x20 ? 6 : 1;
}

/*
 * Reads a \u escape, both halves of a pair; the backslash is at r->at.
 * U+0000 and half a pair are faults.
 */
static bool
read_unicode_escape(BcReader *r, size_t *written)
{
	size_t		start = r->at;
	int32_t		unit = read_hex4(r, start + 2);
	int32_t		low;

	if (unit < 0)
		return false;
	if (unit == 0)
		return bc_json_fault(r, BC_NUL_CHARACTER, start);
	r->at = start + 6;
	if (unit < 0xD800 || unit > 0xDFFF)
	{
		*written += written_length((uint32_t) unit);
		return true;
	}
	if (unit > 0xDBFF)
		return bc_json_fault(r, BC_LONE_SURROGATE, start);
	if (r->at == r->end && r->cut)
		return fault_at_end(r);
	if (r->at + 1 >= r->end)
	{
		if (r->cut && r->text[r->at] == '\\')
			return fault_at_end(r);
		return bc_json_fault(r, BC_LONE_SURROGATE, start);
	}
	if (r->text[r->at] != '\\' || r->text[r->at + 1] != 'u')
		return bc_json_fault(r, BC_LONE_SURROGATE, start);
	low = read_hex4(r, r->at + 2);
	if (low < 0)
		return false;
	if (low < 0xDC00 || low > 0xDFFF)
		return bc_json_fault(r, BC_LONE_SURROGATE, start);
	r->at += 6;
	*written += 4;
	return true;
}

/* Reads an escape; the backslash is at r->at. */
static bool
read_escape(BcReader *r, size_t *written)
{
	if (r->at + 1 >= r->end)
		return fault_at_end(r);
	switch (r->text[r->at + 1])
	{
		case '/':
			*written += 1;
			r->at += 2;
			return true;
		case '"':
		case '\\':
		case 'b':
		case 'f':
		case 'n':
		case 'r':
		case 't':
			*written += 2;
			r->at += 2;
			return true;
		case 'u':
			return read_unicode_escape(r, written);
		default:
			return bc_json_fault(r, BC_SYNTAX, r->at + 1);
	}
}

/*
 * Goes on from p over characters of ASCII that stand in a string as they are,
 * to at most stop; maybe not over all of them.
 */
static inline const unsigned char *
skip_ascii(const unsigned char *p, const unsigned char *stop)
{
#ifdef BC_VECTORS
	while (stop - p >= 16)
	{
		BcVector	v = bc_vector_load(p);
		uint32_t	others = bc_vector_bits((BcTruths) ((v < 0x20) |
													(v == '"') | (v == '\\') |
													(v >= 0x80)));

		if (others != 0)
			return p + bc_lowest_bit(others);
		p += 16;
	}
#endif
	while (p < stop && *p >= 0x20 && *p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
}

/* Goes on over characters of three bytes whose first byte tells that they are. */
static inline const unsigned char *
skip_three_bytes(const unsigned char *p, const unsigned char *stop,
				 const unsigned char *end)
{
	while (p < stop && end - p >= 4 &&
		   (bc_load32(p) & 0xC0C0F0) == 0x8080E0 && *p != 0xE0 && *p != 0xED)
		p += 3;
	return p;
}

/*
 * Skips plain characters of a string: up to a quote, a backslash, a control
 * character, the next poll or the end.
 */
static bool
skip_plain(BcReader *r)
{
	const unsigned char *end = r->text + r->end;
	const unsigned char *stop = r->text + r->poll_at;
	const unsigned char *p = r->text + r->at;

	if (stop > end)
		stop = end;
	while (p < stop)
	{
		unsigned	n;

		p = skip_ascii(p, stop);
		p = skip_three_bytes(p, stop, end);
		if (p >= stop || *p < 0x80)
		{
			if (p < stop && *p >= 0x20 && *p != '"' && *p != '\\')
				continue;
			break;
		}
		n = bc_utf8_length(p, end);
		if (n == 0)
		{
			r->at = (size_t) (p - r->text);
			return bc_json_fault(r, BC_SYNTAX, r->at);
		}
		p += n;
	}
	r->at = (size_t) (p - r->text);
	return true;
}

bool
bc_json_string(BcReader *r, BcSpan *span)
{
	size_t		quote = r->at;
	size_t		written = 2;

	span->start = ++r->at;
	span->escaped = false;
	for (;;)
	{
		size_t		from = r->at;

		if (!skip_plain(r))
			return false;
		written += r->at - from;
		if (r->at >= r->end)
			return fault_at_end(r);
		if (r->at >= r->poll_at)
			poll_now(r);
		else if (r->text[r->at] == '"')
			break;
		else if (r->text[r->at] != '\\')
			return bc_json_fault(r, BC_SYNTAX, r->at);
		else
		{
			span->escaped = true;
			if (!read_escape(r, &written))
				return false;
		}
	}
	span->end = r->at++;
	return count_value(r, written, quote);
}

static bool
is_digit(const BcReader *r, size_t at)
{
	return at < r->end && r->text[at] >= '0' && r->text[at] <= '9';
}

/* Skips one digit or more; a fault where there is none. */
static bool
skip_digits(BcReader *r)
{
	if (!is_digit(r, r->at))
		return bc_json_fault(r, BC_SYNTAX, r->at);
	while (is_digit(r, r->at))
		r->at++;
	return true;
}

/* What decides whether numeric can hold a number, and how long its text is. */
typedef struct NumberShape
{
	bool		negative;
	bool		zero;
	int64_t		top;			/* power of ten of the first digit but 0 */
	int64_t		fraction;		/* digits after the point */
	int64_t		exponent;
} NumberShape;

/*
 * numeric_in() and make_result() of the server, 15 to 18: the decimal weight
 * of the first digit is at most 4 * 32768 - 1, the display scale at most
 * 16383, and an exponent of 2^30 - 1 or more is refused even on a zero (16
 * takes that one value itself; this does not).
 */
static bool
check_number(BcReader *r, const NumberShape *n, size_t start)
{
	int64_t		scale = n->fraction - n->exponent;
	int64_t		top = n->zero ? 0 : n->top + n->exponent;
	int64_t		length;

	if (scale < 0)
		scale = 0;
	if (n->exponent >= (1 << 30) - 1 || n->exponent <= -((1 << 30) - 1) ||
		scale > 16383 || top >= 4 * 32768)
		return bc_json_fault(r, BC_NUMBER_RANGE, start);
	length = (top > 0 ? top + 1 : 1) + (scale > 0 ? scale + 1 : 0) +
		(n->negative ? 1 : 0);
	return count_value(r, (size_t) length, start);
}

/* Reads the exponent's digits; saturates far above what is allowed. */
static bool
read_exponent(BcReader *r, int64_t *exponent)
{
	bool		negative = false;
	size_t		from;

	r->at++;
	if (r->at < r->end && (r->text[r->at] == '+' || r->text[r->at] == '-'))
		negative = r->text[r->at++] == '-';
	from = r->at;
	if (!skip_digits(r))
		return false;
	for (size_t i = from; i < r->at; i++)
		if (*exponent < (int64_t) 1 << 31)
			*exponent = *exponent * 10 + (r->text[i] - '0');
	if (negative)
		*exponent = -*exponent;
	return true;
}

static bool
read_number(BcReader *r)
{
	size_t		start = r->at;
	size_t		from;
	NumberShape n = {false, true, 0, 0, 0};

	if (r->text[r->at] == '-')
	{
		n.negative = true;
		r->at++;
	}
	from = r->at;
	if (!skip_digits(r))
		return false;
	if (r->text[from] == '0' && r->at > from + 1)
		return bc_json_fault(r, BC_SYNTAX, from + 1);
	if (r->text[from] != '0')
	{
		n.zero = false;
		n.top = (int64_t) (r->at - from) - 1;
	}
	if (r->at < r->end && r->text[r->at] == '.')
	{
		from = ++r->at;
		if (!skip_digits(r))
			return false;
		n.fraction = (int64_t) (r->at - from);
		for (size_t i = from; i < r->at && n.zero; i++)
			if (r->text[i] != '0')
			{
				n.zero = false;
				n.top = -(int64_t) (i - from) - 1;
			}
	}
	if (r->at < r->end && (r->text[r->at] == 'e' || r->text[r->at] == 'E'))
		if (!read_exponent(r, &n.exponent))
			return false;
	/* a number that the input's limit cuts off may go on */
	if (r->at == r->end && r->cut)
		return fault_at_end(r);
	return check_number(r, &n, start);
}

static bool
read_literal(BcReader *r, const char *word)
{
	size_t		start = r->at;

	for (; *word != '\0'; word++, r->at++)
		if (r->at >= r->end || r->text[r->at] != (unsigned char) *word)
			return bc_json_fault(r, BC_SYNTAX, r->at);
	return count_value(r, r->at - start, start);
}

bool
bc_json_open(BcReader *r)
{
	BcLevel    *level;

	if (r->depth == BC_MAX_DEPTH)
		return bc_json_fault(r, BC_TOO_DEEP, r->at);
	level = &r->levels[r->depth++];
	level->object = r->text[r->at] == '{';
	level->inside = false;
	level->members = 0;
	r->at++;
	return count_value(r, 2, r->at - 1);
}

/* Reads a key and the colon behind it. */
static bool
read_key(BcReader *r, BcLevel *level)
{
	if (bc_json_peek(r) != '"')
		return bc_json_fault(r, BC_SYNTAX, r->at);
	if (!bc_json_string(r, &level->key))
		return false;
	if (bc_json_peek(r) != ':')
		return bc_json_fault(r, BC_SYNTAX, r->at);
	r->at++;
	r->written += 2;
	return true;
}

bool
bc_json_next(BcReader *r, bool *more)
{
	BcLevel    *level = &r->levels[r->depth - 1];
	int			c = bc_json_peek(r);

	level->inside = false;
	if (c == (level->object ? '}' : ']'))
	{
		r->at++;
		r->depth--;
		*more = false;
		return true;
	}
	if (level->members > 0)
	{
		if (c != ',')
			return bc_json_fault(r, BC_SYNTAX, r->at);
		r->at++;
		r->written += 2;
	}
	if (level->object && !read_key(r, level))
		return false;
	level->members++;
	level->inside = true;
	bc_json_peek(r);
	*more = true;
	return true;
}

/* Reads a scalar, or enters the container that starts here. */
static bool
begin_value(BcReader *r)
{
	BcSpan		span;
	int			c = bc_json_peek(r);

	switch (c)
	{
		case '{':
		case '[':
			return bc_json_open(r);
		case '"':
			return bc_json_string(r, &span);
		case 't':
			return read_literal(r, "true");
		case 'f':
			return read_literal(r, "false");
		case 'n':
			return read_literal(r, "null");
		default:
			if (c == '-' || (c >= '0' && c <= '9'))
				return read_number(r);
			return bc_json_fault(r, BC_SYNTAX, r->at);
	}
}

bool
bc_json_skip(BcReader *r)
{
	int			outside = r->depth;

	for (;;)
	{
		bool		more = false;

		if (!begin_value(r))
			return false;
		while (!more)
		{
			if (r->depth == outside)
				return true;
			if (!bc_json_next(r, &more))
				return false;
		}
	}
}

bool
bc_json_finish(BcReader *r)
{
	if (bc_json_peek(r) >= 0)
		return bc_json_fault(r, BC_TRAILING_DATA, r->at);
	return r->cut ? fault_at_end(r) : true;
}
