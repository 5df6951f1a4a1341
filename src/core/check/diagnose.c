/*
 * diagnose.c: files that are none of JSON lines, by what they begin with.
 */
#include "core/check/internal.h"

/* So many lines are looked at for an object. */
#define MOST_LINES	100

typedef struct Magic
{
	BcFileFault fault;
	const char *bytes;
	size_t		len;
} Magic;

/* Byte order marks and the first letter of an object in UTF-16; then archives. */
static const Magic magics[] = {
	{BC_FILE_UTF16, "\xFF\xFE", 2},
	{BC_FILE_UTF16, "\xFE\xFF", 2},
	{BC_FILE_UTF16, "{\0", 2},
	{BC_FILE_UTF16, "\0{", 2},
	{BC_FILE_GZIP, "\x1F\x8B", 2},
	{BC_FILE_ZIP, "PK\x03\x04", 4},
	{BC_FILE_COMPRESSED, "\xFD" "7zX", 4},
	{BC_FILE_COMPRESSED, "\x28\xB5\x2F\xFD", 4},
	{BC_FILE_COMPRESSED, "BZh", 3},
};

static bool
begins(BcSlice s, const char *bytes, size_t len)
{
	return s.len >= len && memcmp(s.data, bytes, len) == 0;
}

/* A line without spaces and tabs before it. */
static BcSlice
trimmed(BcSlice line)
{
	while (line.len > 0 && (line.data[0] == ' ' || line.data[0] == '\t'))
	{
		line.data++;
		line.len--;
	}
	return line;
}

/* What the first line that is not empty tells by itself. */
static BcFileFault
fault_of_first(BcSlice line)
{
	if (line.len == 1 && line.data[0] == '{')
		return BC_FILE_SPREAD;
	if (line.data[0] == '[')
		return BC_FILE_ARRAY;
	if (begins(line, "{'", 2))
		return BC_FILE_PYTHON;
	return BC_FILE_SOUND;
}

static bool
has_separator(BcSlice line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == ',' || line.data[i] == ';' || line.data[i] == '\t')
			return true;
	return false;
}

BcFileFault
bc_check_diagnose(BcSlice head)
{
	BcSlice		rest = bc_lines_start(head);
	BcSlice		line;
	unsigned	seen = 0;
	bool		separated = false;

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (begins(head, magics[i].bytes, magics[i].len))
			return magics[i].fault;
	while (seen < MOST_LINES && bc_lines_take(&rest, &line))
	{
		line = trimmed(line);
		if (line.len == 0)
			continue;
		if (seen == 0)
		{
			BcFileFault fault = fault_of_first(line);

			if (fault != BC_FILE_SOUND)
				return fault;
			separated = has_separator(line);
		}
		if (line.data[0] == '{')
			return BC_FILE_SOUND;
		seen++;
	}
	return seen > 1 && separated ? BC_FILE_TABLE : BC_FILE_SOUND;
}
