/*
 * lines.c: any bytes as lines, whole and in pieces cut anywhere: the same
 * lines, and put together again they are the bytes that came.
 */
#include "core/record.h"

#include "require.h"

/* Where the line that starts at a place ends, and where the next one starts. */
static size_t
end_of_line(BcSlice data, size_t at, size_t *next)
{
	size_t		end = at;

	while (end < data.len && data.data[end] != '\n')
		end++;
	*next = end < data.len ? end + 1 : end;
	if (end < data.len && end > at && data.data[end - 1] == '\r')
		end--;
	return end;
}

/* The lines of complete data against the rule written out. */
static size_t
take_all(BcSlice data)
{
	BcSlice		rest = bc_lines_start(data);
	BcSlice		line;
	size_t		at = data.len - rest.len;
	size_t		count = 0;
	size_t		next;

	require(at == 0 || (at == 3 && memcmp(data.data, "\xEF\xBB\xBF", 3) == 0));
	while (bc_lines_take(&rest, &line))
	{
		size_t		end = end_of_line(data, at, &next);

		require(line.data == data.data + at && line.len == end - at);
		require(rest.len == data.len - next);
		at = next;
		count++;
	}
	require(at == data.len);
	return count;
}

/* Puts the next piece into the reader; a byte of the input says how long. */
static void
feed(BcLineReader *reader, BcSlice data, size_t *at, unsigned piece)
{
	size_t		n = piece % 7 == 0 ? 4096 : piece % 16 + 1;
	unsigned char *room;

	if (*at == data.len)
	{
		bc_reader_end(reader);
		return;
	}
	if (n > data.len - *at)
		n = data.len - *at;
	room = bc_reader_room(reader, n);
	require(room != NULL);
	memcpy(room, data.data + *at, n);
	bc_reader_added(reader, n);
	*at += n;
}

static void
read_pieces(BcSlice data, const unsigned char *cuts, size_t ncuts, size_t max,
			size_t lines)
{
	BcLineReader reader;
	BcSlice		rest = bc_lines_start(data);
	BcSlice		expected;
	BcSlice		line;
	BcLineStep	step;
	size_t		at = 0;
	size_t		pieces = 0;

	bc_reader_init(&reader, &bc_malloc_env, max);
	while ((step = bc_reader_next(&reader, &line)) != BC_LINE_NONE)
	{
		if (step == BC_LINE_MORE)
		{
			feed(&reader, data, &at, cuts[pieces++ % ncuts]);
			continue;
		}
		require(bc_lines_take(&rest, &expected));
		if (step == BC_LINE_TOO_LONG)
		{
			require(expected.len > max);
			break;
		}
		require(line.len == expected.len && line.data[line.len] == '\0');
		require(memcmp(line.data, expected.data, line.len) == 0);
	}
	require(step == BC_LINE_TOO_LONG || reader.line_no == lines);
	bc_reader_free(&reader);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	size_t		ncuts;
	BcSlice		text;
	size_t		lines;

	if (size < 2)
		return 0;
	ncuts = 1 + data[0] % 8;
	if (size < 1 + ncuts)
		return 0;
	text = (BcSlice) {data + 1 + ncuts, size - 1 - ncuts};
	lines = take_all(text);
	read_pieces(text, data + 1, ncuts, SIZE_MAX / 2, lines);
	read_pieces(text, data + 1, ncuts, 16, lines);
	return 0;
}
