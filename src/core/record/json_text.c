/*
 * json_text.c: strings of JSON decoded and written, and RFC 6901 pointers.
 */
#include "core/record/json.h"
#include "core/text.h"

#include <stdio.h>

/* The value of four hexadecimal digits that the reader has checked. */
static uint32_t
hex4(const unsigned char *p)
{
	uint32_t	value = 0;

	for (int i = 0; i < 4; i++)
	{
		unsigned char c = p[i];

		value = value << 4 |
			(uint32_t) (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return value;
}

/* The character of the escape at p; *length is how long the escape is. */
static uint32_t
escaped_character(const unsigned char *p, size_t *length)
{
	uint32_t	unit;

	*length = 2;
	switch (p[1])
	{
		case 'b':
			return '\b';
		case 'f':
			return '\f';
		case 'n':
			return '\n';
		case 'r':
			return '\r';
		case 't':
			return '\t';
		case 'u':
			unit = hex4(p + 2);
			*length = 6;
			if (unit < 0xD800 || unit > 0xDBFF)
				return unit;
			*length = 12;
			return 0x10000 + ((unit - 0xD800) << 10) +
				(hex4(p + 8) - 0xDC00);
		default:
			return p[1];
	}
}

void
bc_json_decode(const BcReader *r, BcSpan span, BcBuffer *out)
{
	const unsigned char *p = r->text + span.start;
	const unsigned char *end = r->text + span.end;
	size_t		polled = 0;

	while (p < end)
	{
		const unsigned char *escape = span.escaped ?
			memchr(p, '\\', (size_t) (end - p)) : NULL;
		unsigned char utf8[4];
		size_t		length;

		if (escape == NULL)
			escape = end;
		bc_buffer_add(out, p, (size_t) (escape - p));
		if (escape == end)
			return;
		bc_buffer_add(out, utf8, bc_utf8_encode(utf8,
												escaped_character(escape, &length)));
		p = escape + length;
		if (out->len - polled >= BC_POLL_BYTES)
		{
			polled = out->len;
			bc_poll(r->env);
		}
	}
}

/*
 * Appends a key as a step of a pointer: ~ is ~0, / is ~1.  False where the key
 * alone is too long for a path.
 */
static bool
add_key_step(const BcReader *r, BcSpan key, BcBuffer *out)
{
	BcBuffer	name;
	bool		too_long;

	bc_buffer_init(&name, r->env, BC_MAX_PATH);
	bc_json_decode(r, key, &name);
	bc_buffer_add_byte(out, '/');
	for (size_t i = 0; i < name.len; i++)
	{
		if (name.data[i] == '~' || name.data[i] == '/')
		{
			bc_buffer_add_byte(out, '~');
			bc_buffer_add_byte(out, name.data[i] == '~' ? '0' : '1');
		}
		else
			bc_buffer_add_byte(out, name.data[i]);
	}
	too_long = name.failed;
	if (name.starved)
		out->failed = out->starved = true;
	bc_buffer_free(&name);
	return !too_long;
}

void
bc_json_path(const BcReader *r, BcBuffer *out)
{
	for (int i = 0; i < r->depth && r->levels[i].inside; i++)
	{
		const BcLevel *level = &r->levels[i];
		size_t		before = out->len;
		bool		fits = true;

		if (level->object)
			fits = add_key_step(r, level->key, out);
		else
		{
			char		step[16];

			snprintf(step, sizeof(step), "/%u", (unsigned) level->members - 1);
			bc_buffer_add(out, step, strlen(step));
		}
		if (!fits || out->len > BC_MAX_PATH)
		{
			out->len = before;
			break;
		}
	}
	bc_buffer_add_byte(out, '\0');
}

char *
bc_json_path_string(const BcReader *r)
{
	BcBuffer	path;

	bc_buffer_init(&path, r->env, 4 * BC_MAX_PATH);
	bc_json_path(r, &path);
	if (path.failed)
	{
		bc_buffer_free(&path);
		return NULL;
	}
	return (char *) path.data;
}

/* The letter of a two-character escape, or 0. */
static unsigned char
escape_letter(unsigned char c)
{
	switch (c)
	{
		case '"':
		case '\\':
			return c;
		case '\b':
			return 'b';
		case '\f':
			return 'f';
		case '\n':
			return 'n';
		case '\r':
			return 'r';
		case '\t':
			return 't';
		default:
			return 0;
	}
}

static void
write_escape(BcBuffer *out, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char letter = escape_letter(c);

	bc_buffer_add_byte(out, '\\');
	if (letter != 0)
		bc_buffer_add_byte(out, letter);
	else
	{
		bc_buffer_add(out, "u00", 3);
		bc_buffer_add_byte(out, (unsigned char) digits[c >> 4]);
		bc_buffer_add_byte(out, (unsigned char) digits[c & 15]);
	}
}

void
bc_json_write_string(BcBuffer *out, BcSlice s)
{
	const unsigned char *p = s.data;
	const unsigned char *end = s.len > 0 ? s.data + s.len : p;

	bc_buffer_add_byte(out, '"');
	while (p < end)
	{
		const unsigned char *from = p;
		const unsigned char *stop = end;

		if (stop - p > BC_POLL_BYTES)
		{
			stop = p + BC_POLL_BYTES;
			bc_poll(out->env);
		}
		while (p < stop && *p >= 0x20 && *p != '"' && *p != '\\')
			p++;
		bc_buffer_add(out, from, (size_t) (p - from));
		if (p < stop)
			write_escape(out, *p++);
	}
	bc_buffer_add_byte(out, '"');
}
