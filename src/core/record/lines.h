/*
 * lines.h: the lines of JSONL data, of any bytes.
 *
 * A line ends at LF; the last one needs none.  A byte order mark at the start
 * of the data and one CR before a LF are no part of a line.  An empty line is
 * a line; data without a byte, or with nothing but the mark, has no line.
 */
#ifndef BADCASE_CORE_RECORD_LINES_H
#define BADCASE_CORE_RECORD_LINES_H

#include "core/base.h"

/* What follows the byte order mark, if data starts with one. */
extern BcSlice bc_lines_start(BcSlice data);

/* Takes the next line off complete data; false when nothing is left. */
extern bool bc_lines_take(BcSlice *rest, BcSlice *line);

/*
 * The same lines of data that arrives in pieces, each cut anywhere.  Ask
 * bc_reader_next() until it wants more; then put bytes into the room that
 * bc_reader_room() gives and say how many with bc_reader_added(), or say
 * bc_reader_end().
 */
typedef struct BcLineReader
{
	const BcEnv *env;
	unsigned char *data;
	size_t		start;			/* of the bytes that no line has used yet */
	size_t		scanned;		/* no LF between start and here */
	size_t		len;
	size_t		cap;
	size_t		max;			/* bytes of the longest line */
	bool		begun;			/* past a byte order mark */
	bool		ended;
	bool		skipping;		/* a line that was too long goes on */
	bool		cr;				/* it ended in a CR so far */
	uint64_t	skipped;		/* bytes of it, without its line end */
	uint64_t	taken;			/* bytes that lines have used */
	uint64_t	line_no;		/* of the line last returned, from 1 */
} BcLineReader;

typedef enum BcLineStep
{
	BC_LINE,
	BC_LINE_MORE,				/* needs more bytes, or the end */
	BC_LINE_NONE,				/* the data has ended */
	BC_LINE_TOO_LONG,			/* the line after line_no is longer than max */
	BC_LINE_SKIPPED				/* the end of such a line, after bc_reader_skip */
} BcLineStep;

extern void bc_reader_init(BcLineReader *reader, const BcEnv *env, size_t max);
extern void bc_reader_free(BcLineReader *reader);

/*
 * Room for n bytes, NULL without memory.  The line last returned is gone.
 * Memory grows with the longest line, not with the data, as long as lines
 * are taken until there are none before room is asked for again.
 */
extern unsigned char *bc_reader_room(BcLineReader *reader, size_t n);
extern void bc_reader_added(BcLineReader *reader, size_t n);
extern void bc_reader_end(BcLineReader *reader);

/*
 * The next line, in the reader's memory, followed by a zero byte that is no
 * part of it.  It stays until room is asked for or the reader freed.
 */
extern BcLineStep bc_reader_next(BcLineReader *reader, BcSlice *line);

/*
 * Goes on behind a line that was too long: it counts, and its bytes are not
 * kept.
 */
extern void bc_reader_skip(BcLineReader *reader);

/* The bytes that have arrived and that no line has used yet. */
extern BcSlice bc_reader_pending(const BcLineReader *reader);

#endif
