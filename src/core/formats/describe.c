/*
 * describe.c: the keys of a format's lines, and the descriptions that
 * readers want beside them.
 */
#include "core/formats.h"
#include "core/record.h"

#define STRING_TYPE "{\"dtype\": \"string\", \"_type\": \"Value\"}"

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

/* Adds n bytes of a template. */
static void
add_quoted(BcBuffer *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		bc_buffer_add_byte(out, p[i] == '\'' ? '"' : (unsigned char) p[i]);
}

static size_t
quoted_length(const char *p)
{
	return (size_t) (strchr(p + 1, '\'') - p) + 1;
}

bool
bc_format_keys(const BcFormat *format, BcBuffer *out)
{
	int			depth = 0;

	for (const char *p = format->line; *p != '\0'; p++)
	{
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		else if (*p == '\'')
		{
			size_t		n = quoted_length(p);

			if (depth == 1 && p[n] == ':')
			{
				bc_buffer_add(out, p + 1, n - 2);
				bc_buffer_add_byte(out, '\0');
			}
			p += n - 1;
		}
	}
	return format->line[0] == '{';
}

/* The features of a part that is a value, or a list's members. */
static const char *
part_features(char part)
{
	switch (part)
	{
		case 'H':
			return "[[" STRING_TYPE "]]";
		case 'C':
			return "{\"role\": " STRING_TYPE ", \"content\": " STRING_TYPE "}";
		case 'W':
			return "{\"role\": " STRING_TYPE ", \"content\": " STRING_TYPE
				", \"weight\": {\"dtype\": \"int64\", \"_type\": \"Value\"}}";
		case 'G':
			return "{\"from\": " STRING_TYPE ", \"value\": " STRING_TYPE "}";
		case 'V':
			return "{\"human\": " STRING_TYPE ", \"assistant\": " STRING_TYPE "}";
		default:
			return STRING_TYPE;
	}
}

static const char *value_features(const char *p, BcBuffer *out);

static const char *
object_features(const char *p, BcBuffer *out)
{
	while (*p != '}')
	{
		if (*p == '\'')
		{
			size_t		n = quoted_length(p);

			add_quoted(out, p, n);
			add_text(out, ": ");
			p = value_features(p + n + 2, out);
		}
		else
			bc_buffer_add_byte(out, (unsigned char) *p++);
	}
	bc_buffer_add_byte(out, '}');
	return p + 1;
}

/* A list's features are those of its first member: all are alike. */
static const char *
list_features(const char *p, BcBuffer *out)
{
	bc_buffer_add_byte(out, '[');
	p = value_features(p + 1, out);
	bc_buffer_add_byte(out, ']');
	/* no list stands within a list in a template */
	return strchr(p, ']') + 1;
}

/*
 * Appends the features of the template's value at p; returns its end.  Calls
 * itself as deep as a template is nested.
 */
static const char *
value_features(const char *p, BcBuffer *out)
{
	if (*p == '{')
		return object_features(p, out);
	if (*p == '[')
		return list_features(p, out);
	if (*p == '\'')
	{
		add_text(out, STRING_TYPE);
		return p + quoted_length(p);
	}
	if (*p == 't' || *p == 'f')
	{
		add_text(out, "{\"dtype\": \"bool\", \"_type\": \"Value\"}");
		return p + (*p == 't' ? strlen("true") : strlen("false"));
	}
	add_text(out, part_features(*p));
	return p + 1;
}

/*
 * A list is written as a list of one, which every version of datasets reads;
 * the names of its own for lists differ by version.
 */
bool
bc_format_features(const BcFormat *format, BcBuffer *out)
{
	if (format->line[0] != '{')
		return false;
	value_features(format->line, out);
	return true;
}

bool
bc_format_dataset(const BcEnv *env, const BcFormat *format, BcSlice name,
				  BcBuffer *out)
{
	BcBuffer	file;

	if (format->dataset == NULL)
		return false;
	bc_buffer_init(&file, env, SIZE_MAX);
	bc_buffer_add(&file, name.data, name.len);
	add_text(&file, ".jsonl");
	add_text(out, "{");
	bc_json_write_string(out, name);
	add_text(out, ": {\"file_name\": ");
	bc_json_write_string(out, (BcSlice) {file.data, file.len});
	add_text(out, ", ");
	add_quoted(out, format->dataset, strlen(format->dataset));
	add_text(out, "}}");
	out->failed |= file.failed;
	bc_buffer_free(&file);
	return true;
}
