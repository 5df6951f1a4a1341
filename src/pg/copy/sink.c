/*
 * sink.c: where the lines of COPY TO go: the client, a file or a program
 * of the server.
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

struct BadcaseSink
{
	FILE	   *file;			/* NULL for the client */
	const char *name;			/* NULL for standard output and the client */
	bool		is_program;
	StringInfoData line;
	uint64		bytes;
};

static void
answer_client(void)
{
	StringInfoData reply;

	pq_beginmessage(&reply, 'H');
	pq_sendbyte(&reply, 0);
	pq_sendint16(&reply, 1);
	pq_sendint16(&reply, 0);
	pq_endmessage(&reply);
}

static void
open_file(BadcaseSink *sink)
{
	mode_t		old_umask;

	if (!is_absolute_path(sink->name))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("relative path not allowed for COPY to file")));

	old_umask = umask(S_IWGRP | S_IWOTH);
	PG_TRY();
	{
		sink->file = AllocateFile(sink->name, PG_BINARY_W);
	}
	PG_FINALLY();
	{
		umask(old_umask);
	}
	PG_END_TRY();
	if (sink->file == NULL)
	{
		int			saved_errno = errno;

		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not open file \"%s\" for writing: %m",
						sink->name),
				 saved_errno == ENOENT || saved_errno == EACCES ?
				 errhint("COPY TO instructs the PostgreSQL server process to write a file. "
						 "You may want a client-side facility such as psql's \\copy.") : 0));
	}
}

static void
open_program(BadcaseSink *sink)
{
	sink->file = OpenPipeStream(sink->name, PG_BINARY_W);
	if (sink->file == NULL)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not execute command \"%s\": %m", sink->name)));
}

BadcaseSink *
badcase_sink_open(const char *filename, bool is_program)
{
	BadcaseSink *sink = palloc0(sizeof(BadcaseSink));
	int			type = PROGRESS_COPY_TYPE_PIPE;

	sink->name = filename;
	sink->is_program = is_program;
	initStringInfo(&sink->line);
	if (filename == NULL && whereToSendOutput == DestRemote)
		answer_client();
	else if (filename == NULL)
		sink->file = stdout;
	else if (is_program)
	{
		open_program(sink);
		type = PROGRESS_COPY_TYPE_PROGRAM;
	}
	else
	{
		open_file(sink);
		type = PROGRESS_COPY_TYPE_FILE;
	}
	pgstat_progress_update_param(PROGRESS_COPY_TYPE, type);
	return sink;
}

static void
close_program(BadcaseSink *sink)
{
	int			status = ClosePipeStream(sink->file);

	if (status == -1)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not close pipe to external command: %m")));
	if (status != 0)
		ereport(ERROR,
				(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
				 errmsg("program \"%s\" failed", sink->name),
				 errdetail_internal("%s", wait_result_to_str(status))));
}

static void
write_file(BadcaseSink *sink)
{
	size_t		written;

	pgstat_report_wait_start(WAIT_EVENT_COPY_FILE_WRITE);
	written = fwrite(sink->line.data, sink->line.len, 1, sink->file);
	pgstat_report_wait_end();
	if (written == 1)
		return;
	if (sink->is_program && errno == EPIPE)
	{
		/* the program's own exit status says more, if it failed */
		close_program(sink);
		errno = EPIPE;
	}
	ereport(ERROR,
			(errcode_for_file_access(),
			 sink->is_program ?
			 errmsg("could not write to COPY program: %m") :
			 errmsg("could not write to COPY file: %m")));
}

void
badcase_sink_line(BadcaseSink *sink, const char *line, size_t len)
{
	StringInfo	buf = &sink->line;

	if (len >= MaxAllocSize - 1)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("line is too long")));
	resetStringInfo(buf);
	appendBinaryStringInfo(buf, line, len);
	for (int i = 0; i < buf->len; i++)
	{
		if (buf->data[i] == '\n' || buf->data[i] == '\r')
			buf->data[i] = ' ';
	}
	appendStringInfoChar(buf, '\n');

	if (sink->file != NULL)
		write_file(sink);
	else
		(void) PqCommMethods->putmessage('d', buf->data, buf->len);
	sink->bytes += buf->len;
}

uint64
badcase_sink_bytes(const BadcaseSink *sink)
{
	return sink->bytes;
}

void
badcase_sink_close(BadcaseSink *sink)
{
	if (sink->file == NULL)
		pq_putemptymessage('c');
	else if (sink->is_program)
		close_program(sink);
	else if (sink->name != NULL && FreeFile(sink->file) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not close file \"%s\": %m", sink->name)));
}
