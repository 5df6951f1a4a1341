/*
 * copy.h: what the files of COPY ... (FORMAT jsonl) share.
 */
#ifndef BADCASE_PG_COPY_H
#define BADCASE_PG_COPY_H

#include "pg/badcase.h"

#include "nodes/parsenodes.h"
#include "parser/parse_node.h"

#include "core/record.h"

/* options.c */

/* Is the statement's format exactly jsonl? */
extern bool badcase_copy_is_jsonl(const CopyStmt *stmt);

/*
 * The options that core is to judge and obey; raises on those that jsonl
 * does not take.  Nothing in the result makes core's text format differ from
 * its defaults.
 */
extern List *badcase_copy_options(ParseState *pstate, List *given);

/* Raises unless the role may use a file or program of the server. */
extern void badcase_copy_check_role(const CopyStmt *stmt);

/* from.c, to.c: run the statement, return the number of rows. */
extern uint64 badcase_copy_from(ParseState *pstate, const CopyStmt *stmt);
extern uint64 badcase_copy_to(ParseState *pstate, const CopyStmt *stmt,
							  int location, int length);

/* feed.c */

/*
 * Reads the lines of a source into core's COPY FROM, which was begun with
 * badcase_feed_token as its data source.
 */
typedef struct BadcaseFeed BadcaseFeed;
typedef struct BadcaseSource BadcaseSource;
struct CopyFromStateData;

extern BadcaseFeed *badcase_feed_create(struct CopyFromStateData *cstate,
										AttrNumber line, AttrNumber number,
										BadcaseSource *source);
extern uint64 badcase_feed_run(BadcaseFeed *feed);
extern int	badcase_feed_token(void *room, int at_least, int at_most);

/* source.c: where the bytes of COPY FROM come from */

/*
 * Opens a file or program, or for filename NULL answers the client that its
 * data is awaited, as binary in that many columns.
 */
extern BadcaseSource *badcase_source_open(const char *filename,
										  bool is_program, int columns);

/* Gives the reader more bytes, or tells it that the data has ended. */
extern void badcase_source_read(BadcaseSource *source, BcLineReader *reader);
extern uint64 badcase_source_bytes(const BadcaseSource *source);
extern void badcase_source_close(BadcaseSource *source);

/* sink.c: where the lines of COPY TO go */

typedef struct BadcaseSink BadcaseSink;

extern BadcaseSink *badcase_sink_open(const char *filename, bool is_program);

/* Writes one line: any LF and CR in it become spaces. */
extern void badcase_sink_line(BadcaseSink *sink, const char *line, size_t len);
extern uint64 badcase_sink_bytes(const BadcaseSink *sink);
extern void badcase_sink_close(BadcaseSink *sink);

#endif
