/*
 * lines.c: the lines of JSONL data.
 */
#include "core/record/lines.h"

#define BOM_LENGTH	3

static const unsigned char bom[BOM_LENGTH] = {0xEF, 0xBB, 0xBF};

BcSlice
bc_lines_start(BcSlice data)
{
	if (data.len >= BOM_LENGTH && memcmp(data.data, bom, BOM_LENGTH) == 0)
	{
		data.data += BOM_LENGTH;
		data.len -= BOM_LENGTH;
	}
	return data;
}

/* The length of a line whose LF, if it has one, stands at len. */
static size_t
without_cr(const unsigned char *line, size_t len, bool has_lf)
{
	return has_lf && len > 0 && line[len - 1] == '\r' ? len - 1 : len;
}

bool
bc_lines_take(BcSlice *rest, BcSlice *line)
{
	const unsigned char *lf;
	size_t		len;

	if (rest->len == 0)
		return false;
	lf = memchr(rest->data, '\n', rest->len);
	len = lf != NULL ? (size_t) (lf - rest->data) : rest->len;
	line->data = rest->data;
	line->len = without_cr(rest->data, len, lf != NULL);
	if (lf != NULL)
		len++;
	rest->data += len;
	rest->len -= len;
	return true;
}

void
bc_reader_init(BcLineReader *reader, const BcEnv *env, size_t max)
{
	memset(reader, 0, sizeof(*reader));
	reader->env = env;
	reader->max = max;
}

void
bc_reader_free(BcLineReader *reader)
{
	bc_free(reader->env, reader->data);
	reader->data = NULL;
	reader->start = reader->scanned = reader->len = reader->cap = 0;
}

unsigned char *
bc_reader_room(BcLineReader *reader, size_t n)
{
	size_t		kept = reader->len - reader->start;
	size_t		need;

	/* One byte is kept back for the zero after a last line without LF. */
	if (n >= SIZE_MAX - kept)
		return NULL;
	need = kept + n + 1;
	if (reader->start > 0 && n >= reader->cap - reader->len)
	{
		memmove(reader->data, reader->data + reader->start, kept);
		reader->scanned -= reader->start;
		reader->len = kept;
		reader->start = 0;
	}
	if (need > reader->cap - reader->start)
	{
		size_t		cap = reader->cap > SIZE_MAX / 2 ? need : reader->cap * 2;
		unsigned char *data;

		if (cap < need)
			cap = need;
		data = bc_resize(reader->env, reader->data, cap, 1);
		if (data == NULL)
			return NULL;
		reader->data = data;
		reader->cap = cap;
	}
	return reader->data + reader->len;
}

void
bc_reader_added(BcLineReader *reader, size_t n)
{
	reader->len += n;
}

void
bc_reader_end(BcLineReader *reader)
{
	reader->ended = true;
}

BcSlice
bc_reader_pending(const BcLineReader *reader)
{
	BcSlice		pending = {NULL, reader->len - reader->start};

	if (pending.len > 0)
		pending.data = reader->data + reader->start;
	return pending;
}

/* Steps over a byte order mark; false while it cannot be told yet. */
static bool
begin(BcLineReader *reader)
{
	size_t		len = reader->len < BOM_LENGTH ? reader->len : BOM_LENGTH;

	if (len == 0 || memcmp(reader->data, bom, len) == 0)
	{
		if (len == BOM_LENGTH)
			reader->start = reader->scanned = reader->taken = BOM_LENGTH;
		else if (!reader->ended)
			return false;
	}
	reader->begun = true;
	return true;
}

void
bc_reader_skip(BcLineReader *reader)
{
	reader->line_no++;
	reader->skipping = true;
	reader->cr = false;
	reader->skipped = 0;
}

/* Drops bytes up to the end of a line; false while it goes on. */
static bool
drop_rest(BcLineReader *reader)
{
	size_t		len = reader->len - reader->start;
	unsigned char *data = reader->data + reader->start;
	unsigned char *lf = len > 0 ? memchr(data, '\n', len) : NULL;

	if (lf != NULL)
		len = (size_t) (lf - data);
	if (len > 0)
		reader->cr = data[len - 1] == '\r';
	reader->skipped += len;
	if (lf != NULL)
	{
		len++;
		reader->skipped -= reader->cr;
	}
	reader->start += len;
	reader->scanned = reader->start;
	reader->taken += len;
	reader->skipping = lf == NULL && !reader->ended;
	return !reader->skipping;
}

BcLineStep
bc_reader_next(BcLineReader *reader, BcSlice *line)
{
	unsigned char *data;
	unsigned char *lf;
	size_t		len;

	if (!reader->begun && !begin(reader))
		return BC_LINE_MORE;
	if (reader->skipping)
		return drop_rest(reader) ? BC_LINE_SKIPPED : BC_LINE_MORE;
	if (reader->start == reader->len)
		return reader->ended ? BC_LINE_NONE : BC_LINE_MORE;

	data = reader->data + reader->start;
	lf = reader->scanned == reader->len ? NULL :
		memchr(reader->data + reader->scanned, '\n',
			   reader->len - reader->scanned);
	len = lf != NULL ? (size_t) (lf - data) : reader->len - reader->start;
	reader->scanned = reader->len;
	if (lf == NULL && !reader->ended)
	{
		/* the last byte may yet turn out to be the CR before a LF */
		return len > reader->max && len - reader->max > 1 ?
			BC_LINE_TOO_LONG : BC_LINE_MORE;
	}

	line->data = data;
	line->len = without_cr(data, len, lf != NULL);
	if (line->len > reader->max)
		return BC_LINE_TOO_LONG;
	data[line->len] = 0;
	len += lf != NULL;
	reader->start += len;
	reader->scanned = reader->start;
	reader->taken += len;
	reader->line_no++;
	return BC_LINE;
}
