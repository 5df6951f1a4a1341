/*
 * main.c: badcase-check, the core's check of files as a command.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* So much is read at once. */
#define CHUNK	((size_t) 1 << 18)

enum
{
	CLEAN, TO_MEND, TROUBLE
};

typedef struct Run
{
	const Call *call;
	BcCheck    *check;
	Report	   *report;
	BcBuffer	json;
	FILE	   *cleaned;
	bool		trouble;
} Run;

static bool
say(const char *what, const char *name)
{
	fprintf(stderr, "badcase-check: %s: %s: %s\n", name, what, strerror(errno));
	return false;
}

static bool
flush_json(Run *run)
{
	bool		ok = !run->json.failed &&
		fwrite(run->json.data, 1, run->json.len, stdout) == run->json.len;

	run->json.len = 0;
	return ok;
}

static bool
take_event(void *context, const BcCheckEvent *event)
{
	Run		   *run = context;

	if (!run->call->json)
		return add_to_report(run->report, event);
	bc_check_write(event, &run->json);
	return (run->json.len < CHUNK && !run->json.failed) || flush_json(run);
}

static bool
take_cleaned(void *context, BcCheckPlace place, BcSlice line)
{
	Run		   *run = context;

	(void) place;
	return fwrite(line.data, 1, line.len, run->cleaned) == line.len &&
		putc('\n', run->cleaned) != EOF;
}

/* Would writing to out destroy a file that is to be read? */
static bool
is_input(const Call *call, const char *out)
{
	struct stat a;
	struct stat b;

	if (stat(out, &a) != 0)
		return false;
	for (int i = 0; i < call->nfiles; i++)
		if (stat(call->files[i], &b) == 0 && a.st_dev == b.st_dev &&
			a.st_ino == b.st_ino && S_ISREG(a.st_mode))
			return true;
	return false;
}

/* What is written is nobody else's to read until its owner says so. */
static bool
open_cleaned(Run *run)
{
	const char *name = run->call->clean_to;
	int			file;

	if (name == NULL)
		return true;
	if (strcmp(name, "-") == 0)
	{
		run->cleaned = stdout;
		return true;
	}
	if (is_input(run->call, name))
	{
		fprintf(stderr, "badcase-check: %s: it is one of the files to read\n", name);
		return false;
	}
	file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	run->cleaned = file < 0 ? NULL : fdopen(file, "w");
	return run->cleaned != NULL || say("cannot be written", name);
}

/* False where nothing more can be done. */
static bool
check_file(Run *run, const char *name, int file)
{
	BcSlice		slice = {(const unsigned char *) name, strlen(name)};
	BcCheckResult result = bc_check_file(run->check, slice);

	while (result == BC_CHECK_OK)
	{
		unsigned char *room = bc_check_room(run->check, CHUNK);
		ssize_t		n = room == NULL ? -1 : read(file, room, CHUNK);

		if (room == NULL)
			return false;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
		{
			run->trouble = true;
			say("cannot be read", name);
		}
		if (n <= 0)
			return bc_check_file_end(run->check) == BC_CHECK_OK;
		result = bc_check_added(run->check, (size_t) n);
	}
	return false;
}

static bool
check_files(Run *run)
{
	for (int i = 0; i < run->call->nfiles; i++)
	{
		const char *name = run->call->files[i];
		bool		standard = strcmp(name, "-") == 0;
		int			file = standard ? STDIN_FILENO : open(name, O_RDONLY);
		bool		ok;

		if (file < 0)
		{
			run->trouble = true;
			say("cannot be read", name);
			continue;
		}
		ok = check_file(run, name, file);
		if (!standard)
			close(file);
		if (!ok)
			return false;
	}
	return bc_check_finish(run->check) == BC_CHECK_OK;
}

static bool
close_cleaned(Run *run)
{
	return run->cleaned == NULL || run->cleaned == stdout ||
		fclose(run->cleaned) == 0 || say("cannot be written", run->call->clean_to);
}

/* The report goes where the records do not. */
static bool
finish(Run *run)
{
	bool		beside = run->cleaned == stdout;
	FILE	   *to = beside ? stderr : stdout;
	bool		colour = isatty(fileno(to)) && getenv("NO_COLOR") == NULL;

	/* of nothing there is nothing to say */
	if (!run->call->json && bc_check_sums(run->check)->files > 0)
		print_report(run->report, to, colour);
	if (!flush_json(run))
		return false;
	return close_cleaned(run) && fflush(stdout) == 0;
}

static int
run_call(const Call *call)
{
	Run			run = {.call = call};
	BcCheckOptions options = call->options;
	BcCheckCalls calls = {take_event, NULL, &run};
	TemporaryFiles storage;
	int			status = TROUBLE;

	start_storage(&storage);
	options.storage = &storage.calls;
	bc_buffer_init(&run.json, &bc_malloc_env, SIZE_MAX);
	run.report = start_report(call);
	if (run.report != NULL && open_cleaned(&run))
	{
		if (run.cleaned != NULL)
			calls.cleaned = take_cleaned;
		run.check = bc_check_begin(&bc_malloc_env, &options, &calls);
		if (run.check == NULL || !check_files(&run))
			fputs("badcase-check: stopped: no memory, or output that cannot be written\n",
				  stderr);
		else if (finish(&run) && !run.trouble)
			status = is_to_mend(bc_check_sums(run.check), call->strict) ?
				TO_MEND : CLEAN;
	}
	bc_check_free(run.check);
	free_report(run.report);
	bc_buffer_free(&run.json);
	end_storage(&storage);
	return status;
}

int
main(int argc, char **argv)
{
	Call		call;

	if (!read_arguments(argc, argv, &call))
		return TROUBLE;
	if (call.help)
		print_usage(stdout, call.options.language);
	else if (call.version)
		puts("badcase-check " BC_VERSION);
	else if (call.json && call.clean_to != NULL && strcmp(call.clean_to, "-") == 0)
	{
		fputs("badcase-check: --json and --redact - both want the standard output\n",
			  stderr);
		return TROUBLE;
	}
	else
		return run_call(&call);
	return fflush(stdout) == 0 ? CLEAN : TROUBLE;
}
