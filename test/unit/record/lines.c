/*
 * lines.c: the line rules on data chosen by hand and on random bytes, whole
 * and in pieces, against a second way of finding the same lines.
 */
#include "core/record.h"

#include "check.h"

#define MAX_LINES	4096

/*
 * The model: a line is what stands between LFs; walks byte by byte and knows
 * nothing of pieces.
 */
static size_t
model(const unsigned char *data, size_t len, BcSlice *lines)
{
	size_t		n = 0;
	size_t		from = 0;

	if (len >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF)
		from = 3;
	for (size_t i = from; i < len; i++)
	{
		if (data[i] != '\n')
			continue;
		lines[n].data = data + from;
		lines[n++].len = i > from && data[i - 1] == '\r' ? i - 1 - from :
			i - from;
		from = i + 1;
	}
	if (from < len)
	{
		lines[n].data = data + from;
		lines[n++].len = len - from;
	}
	return n;
}

static bool
same(BcSlice a, BcSlice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static bool
whole_agrees(const unsigned char *data, size_t len)
{
	static BcSlice lines[MAX_LINES];
	size_t		n = model(data, len, lines);
	BcSlice		rest = bc_lines_start((BcSlice) {data, len});
	BcSlice		line;
	size_t		i = 0;

	while (bc_lines_take(&rest, &line))
	{
		if (i >= n || !same(line, lines[i++]))
			return false;
	}
	return i == n;
}

/* Pieces of 1 to most bytes, an empty one now and then. */
static bool
pieces_agree(const unsigned char *data, size_t len, size_t most)
{
	static BcSlice lines[MAX_LINES];
	size_t		n = model(data, len, lines);
	size_t		at = 0;
	size_t		i = 0;
	bool		ok = true;
	BcLineReader reader;
	BcLineStep	step;
	BcSlice		line;

	bc_reader_init(&reader, &bc_malloc_env, 1 << 20);
	while (ok && (step = bc_reader_next(&reader, &line)) != BC_LINE_NONE)
	{
		size_t		piece = (size_t) rand() % (most + 1);

		if (step == BC_LINE)
		{
			ok = i < n && same(line, lines[i]) && line.data[line.len] == 0 &&
				reader.line_no == i + 1;
			i++;
			continue;
		}
		if (step != BC_LINE_MORE)
			ok = false;
		else if (at == len)
			bc_reader_end(&reader);
		else
		{
			piece = piece > len - at ? len - at : piece;
			memcpy(bc_reader_room(&reader, piece), data + at, piece);
			bc_reader_added(&reader, piece);
			at += piece;
		}
	}
	bc_reader_free(&reader);
	return ok && i == n;
}

static void
splits(const char *data, size_t len, size_t count, const char *what)
{
	static BcSlice lines[MAX_LINES];
	const unsigned char *bytes = (const unsigned char *) data;

	check(model(bytes, len, lines) == count, what);
	check(whole_agrees(bytes, len), what);
	for (size_t most = 1; most <= 5; most++)
		check(pieces_agree(bytes, len, most), what);
}

#define SPLITS(data, count) splits(data, sizeof(data) - 1, count, #data)

static void
test_rules(void)
{
	SPLITS("", 0);
	SPLITS("\n", 1);
	SPLITS("a", 1);
	SPLITS("a\n", 1);
	SPLITS("a\n\n", 2);
	SPLITS("\xEF\xBB\xBF", 0);
	SPLITS("\xEF\xBB\xBF\n", 1);
	SPLITS("\xEF\xBB\xBF" "a\r\nb", 2);
	SPLITS("\xEF\xBB", 1);
	SPLITS("\xEF", 1);
	SPLITS("\xEF\n\xBB\xBF", 2);
	SPLITS("a\n\xEF\xBB\xBF" "b\n", 2);
	SPLITS("\xEF\xBB\xBF\xEF\xBB\xBF", 1);
	SPLITS("\r\n", 1);
	SPLITS("\r", 1);
	SPLITS("a\r\r\nb\rc\nd\r", 3);
	SPLITS("a\0b\n\\.\nc", 3);
}

static void
test_random(void)
{
	static const unsigned char alphabet[] = "\n\n\n\r\r\xEF\xBB\xBF\\.a\0\xFF";
	unsigned char data[600];
	bool		ok = true;

	for (int run = 0; run < 20000 && ok; run++)
	{
		size_t		len = (size_t) rand() % (run % 10 == 0 ? sizeof(data) : 20);
		size_t		from = 0;

		if (run % 3 == 0 && len >= 3)
		{
			memcpy(data, "\xEF\xBB\xBF", 3);
			from = 3;
		}
		for (size_t i = from; i < len; i++)
			data[i] = alphabet[(size_t) rand() % (sizeof(alphabet) - 1)];
		ok = whole_agrees(data, len) &&
			pieces_agree(data, len, 1 + (size_t) rand() % 40);
	}
	check(ok, "20,000 random files in random pieces");
}

/* What happens to a line of len bytes where 8 are allowed. */
static BcLineStep
limited(const char *data, size_t len, bool ended)
{
	BcLineReader reader;
	BcLineStep	step;
	BcSlice		line;

	bc_reader_init(&reader, &bc_malloc_env, 8);
	memcpy(bc_reader_room(&reader, len), data, len);
	bc_reader_added(&reader, len);
	if (ended)
		bc_reader_end(&reader);
	step = bc_reader_next(&reader, &line);
	bc_reader_free(&reader);
	return step;
}

static void
test_limit(void)
{
	check(limited("12345678", 8, true) == BC_LINE, "the longest line");
	check(limited("12345678\n", 9, false) == BC_LINE, "with LF");
	check(limited("12345678\r\n", 10, false) == BC_LINE, "with CR and LF");
	check(limited("12345678\r", 9, false) == BC_LINE_MORE, "LF may follow");
	check(limited("12345678\r", 9, true) == BC_LINE_TOO_LONG, "CR at end");
	check(limited("123456789\n", 10, false) == BC_LINE_TOO_LONG, "one more");
	check(limited("1234567890", 10, false) == BC_LINE_TOO_LONG,
		  "no LF can help");
}

/* Many short lines, then a long one: memory follows the longest. */
static void
test_memory(void)
{
	BcLineReader reader;
	BcSlice		line;
	bool		small;

	bc_reader_init(&reader, &bc_malloc_env, SIZE_MAX / 4);
	for (int i = 0; i < 10000; i++)
	{
		unsigned char *room = bc_reader_room(&reader, 1000);

		memset(room, 'x', 1000);
		for (int j = 9; j < 1000; j += 10)
			room[j] = '\n';
		room[i % 1000] = 'y';
		bc_reader_added(&reader, 1000);
		while (bc_reader_next(&reader, &line) == BC_LINE)
			;
	}
	small = reader.cap < 10000;
	for (int i = 0; i < 1000; i++)
	{
		memset(bc_reader_room(&reader, 1000), 'z', 1000);
		bc_reader_added(&reader, 1000);
		if (bc_reader_next(&reader, &line) != BC_LINE_MORE)
			small = false;
	}
	check(small && reader.cap >= 1000000 && reader.cap < 3000000,
		  "memory follows the longest line");
	bc_reader_free(&reader);
	check(bc_reader_room(&reader, SIZE_MAX) == NULL, "no such room");
}

/* Room that is just enough is used again; what would not fit into a number is refused. */
static void
test_room(void)
{
	BcLineReader reader;
	BcSlice		line;
	size_t		cap;

	bc_reader_init(&reader, &bc_malloc_env, SIZE_MAX / 4);
	memcpy(bc_reader_room(&reader, 99), "12345678\n0", 10);
	bc_reader_added(&reader, 10);
	cap = reader.cap;
	check(cap == 100 && bc_reader_next(&reader, &line) == BC_LINE && reader.start == 9, "a line of nine bytes");
	check(bc_reader_room(&reader, 98) == reader.data + 1 && reader.cap == cap && reader.start == 0 &&
		  reader.data[0] == '0', "the room there is");
	check(bc_reader_room(&reader, 99) == reader.data + 1 && reader.cap > cap, "one byte more");
	for (size_t less = 0; less < 2; less++)
		check(bc_reader_room(&reader, SIZE_MAX - less) == NULL, "more than there are numbers");
	bc_reader_free(&reader);

	/* what is left of a line at the very end of the room */
	bc_reader_init(&reader, &bc_malloc_env, SIZE_MAX / 4);
	memcpy(bc_reader_room(&reader, 99), "12345678\n0", 10);
	bc_reader_added(&reader, 10);
	(void) bc_reader_next(&reader, &line);
	check(bc_reader_room(&reader, 90) == reader.data + 1 && reader.cap == cap, "as much as there is behind");
	bc_reader_free(&reader);
}

/* What is an object and what is none, and where the fault is. */
static void
object(const char *text, BcCode code, size_t offset, const char *path)
{
	BcVerdict	verdict;
	bool		ok = bc_object_check(&bc_malloc_env, slice(text), &verdict);

	check(ok == (code == BC_OK) && verdict.code == code && verdict.offset == offset &&
		  (ok ? verdict.path == NULL : strcmp(verdict.path, path) == 0), text);
	free(verdict.path);
}

static void
test_objects(void)
{
	object("{}", BC_OK, 0, "");
	object(" {\"a\": [1, {\"prompt\": null}]}\r\n", BC_OK, 0, "");
	object("", BC_SYNTAX, 0, "");
	object("[{}]", BC_NOT_OBJECT, 0, "");
	object(" \"{}\"", BC_NOT_OBJECT, 1, "");
	object("[1,", BC_NOT_OBJECT, 0, "");
	object("12", BC_NOT_OBJECT, 0, "");
	object(" null", BC_NOT_OBJECT, 1, "");
	object("nul", BC_SYNTAX, 3, "");
	object("-", BC_SYNTAX, 1, "");
	object("{\"a\": [1, tru]}", BC_SYNTAX, 13, "/a/1");
	object("{} x", BC_TRAILING_DATA, 3, "");
	object("{\"a\": 1e999999}", BC_NUMBER_RANGE, 6, "/a");
}

int
main(void)
{
	srand(17);
	test_rules();
	test_random();
	test_limit();
	test_memory();
	test_room();
	test_objects();
	return report();
}
