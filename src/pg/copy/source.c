/*
 * source.c: where the bytes of COPY FROM come from: the client, a file
 * or a program of the server.
 */
#include "pg/copy.h"

#include <sys/stat.h>

#include "commands/progress.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/fd.h"
#include "tcop/tcopprot.h"
#include "utils/memutils.h"
#include "utils/wait_event.h"

/* How much is read at a time; a shorter message of the client is taken whole. */
#define READ_BYTES	65536

struct BadcaseSource
{
	FILE	   *file;			/* NULL for the client */
	const char *name;			/* NULL for standard input and the client */
	bool		is_program;
	bool		ended;
	StringInfoData message;		/* the client's last */
	uint64		bytes;
};

/*
 * Answers the client.  The binary format makes clients send the bytes of a
 * file as they are, where text would make psql look for \. in them.
 */
static void
ask_client(int columns)
{
	StringInfoData reply;

	pq_beginmessage(&reply, 'G');
	pq_sendbyte(&reply, 1);
	pq_sendint16(&reply, columns);
	for (int i = 0; i < columns; i++)
		pq_sendint16(&reply, 1);
	pq_endmessage(&reply);
	PqCommMethods->flush();
}

static int64
open_file(BadcaseSource *source)
{
	struct stat st;

	source->file = AllocateFile(source->name, PG_BINARY_R);
	if (source->file == NULL)
	{
		int			saved_errno = errno;

		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not open file \"%s\" for reading: %m",
						source->name),
				 saved_errno == ENOENT || saved_errno == EACCES ?
				 errhint("COPY FROM instructs the PostgreSQL server process to read a file. "
						 "You may want a client-side facility such as psql's \\copy.") : 0));
	}
	if (fstat(fileno(source->file), &st) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not stat file \"%s\": %m", source->name)));
	if (S_ISDIR(st.st_mode))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a directory", source->name)));
	return st.st_size;
}

static void
open_program(BadcaseSource *source)
{
	source->file = OpenPipeStream(source->name, PG_BINARY_R);
	if (source->file == NULL)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not execute command \"%s\": %m",
						source->name)));
}

BadcaseSource *
badcase_source_open(const char *filename, bool is_program, int columns)
{
	BadcaseSource *source = palloc0(sizeof(BadcaseSource));
	const int	progress[] = {
		PROGRESS_COPY_TYPE, PROGRESS_COPY_BYTES_TOTAL
	};
	int64		values[] = {PROGRESS_COPY_TYPE_PIPE, 0};

	source->name = filename;
	source->is_program = is_program;
	if (filename == NULL && whereToSendOutput == DestRemote)
	{
		initStringInfo(&source->message);
		ask_client(columns);
	}
	else if (filename == NULL)
		source->file = stdin;
	else if (is_program)
	{
		open_program(source);
		values[0] = PROGRESS_COPY_TYPE_PROGRAM;
	}
	else
	{
		values[1] = open_file(source);
		values[0] = PROGRESS_COPY_TYPE_FILE;
	}
	pgstat_progress_update_multi_param(lengthof(values), progress, values);
	return source;
}

/*
 * Reads one message of the client and returns its type.  A cancel waits until
 * the message is complete: between its parts, the protocol would lose step.
 */
static int
receive_message(StringInfo message)
{
	int			type;
	int			limit = PQ_SMALL_MESSAGE_LIMIT;

	HOLD_CANCEL_INTERRUPTS();
	pq_startmsgread();
	type = pq_getbyte();
	if (type == 'd')
		limit = PQ_LARGE_MESSAGE_LIMIT;
	else if (type != EOF && (type == 0 || strchr("cfHS", type) == NULL))
		ereport(ERROR,
				(errcode(ERRCODE_PROTOCOL_VIOLATION),
				 errmsg("unexpected message type 0x%02X during COPY from stdin",
						type)));
	if (type == EOF || pq_getmessage(message, limit) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CONNECTION_FAILURE),
				 errmsg("unexpected EOF on client connection with an open transaction")));
	RESUME_CANCEL_INTERRUPTS();
	return type;
}

/* Returns the number of bytes read, 0 only when the client is done. */
static size_t
read_client(BadcaseSource *source, BcLineReader *reader)
{
	StringInfo	message = &source->message;
	size_t		n;

	while (message->cursor >= message->len)
	{
		switch (receive_message(message))
		{
			case 'c':
				return 0;
			case 'f':
				ereport(ERROR,
						(errcode(ERRCODE_QUERY_CANCELED),
						 errmsg("COPY from stdin failed: %s",
								pq_getmsgstring(message))));
				break;
			case 'd':
				break;
			default:

				/*
				 * Flush and Sync say nothing here: clients that use the
				 * extended protocol send them after Execute.
				 */
				message->cursor = message->len;
				break;
		}
	}
	n = Min(READ_BYTES, message->len - message->cursor);
	memcpy(bc_reader_room(reader, n), message->data + message->cursor, n);
	message->cursor += n;
	return n;
}

static size_t
read_file(BadcaseSource *source, BcLineReader *reader)
{
	unsigned char *room = bc_reader_room(reader, READ_BYTES);
	size_t		n;

	pgstat_report_wait_start(WAIT_EVENT_COPY_FILE_READ);
	n = fread(room, 1, READ_BYTES, source->file);
	pgstat_report_wait_end();
	if (ferror(source->file))
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read from COPY file: %m")));
	return n;
}

void
badcase_source_read(BadcaseSource *source, BcLineReader *reader)
{
	size_t		n;

	CHECK_FOR_INTERRUPTS();
	n = source->file != NULL ? read_file(source, reader) :
		read_client(source, reader);
	if (n == 0)
	{
		source->ended = true;
		bc_reader_end(reader);
	}
	source->bytes += n;
	bc_reader_added(reader, n);
}

uint64
badcase_source_bytes(const BadcaseSource *source)
{
	return source->bytes;
}

static void
close_program(BadcaseSource *source)
{
	int			status = ClosePipeStream(source->file);

	if (status == -1)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not close pipe to external command: %m")));

	/* a program whose output was not all wanted may die of it */
	if (status != 0 &&
		(source->ended || !wait_result_is_signal(status, SIGPIPE)))
		ereport(ERROR,
				(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
				 errmsg("program \"%s\" failed", source->name),
				 errdetail_internal("%s", wait_result_to_str(status))));
}

void
badcase_source_close(BadcaseSource *source)
{
	if (source->is_program)
		close_program(source);
	else if (source->name != NULL && FreeFile(source->file) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not close file \"%s\": %m", source->name)));
}
