/*
 * storage.c: temporary files for what memory does not hold: made in TMPDIR
 * when they are needed, and without a name as soon as they are open.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int
open_file(void)
{
	const char *folder = getenv("TMPDIR");
	char		name[4096];
	int			length;
	int			file;

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	length = snprintf(name, sizeof(name), "%s/badcase-check.XXXXXX", folder);
	if (length < 0 || (size_t) length >= sizeof(name))
		return -1;
	file = mkstemp(name);
	if (file < 0)
		perror("badcase-check: no temporary file could be made");
	else
		unlink(name);
	return file;
}

static bool
append(void *context, unsigned space, const void *data, size_t size)
{
	TemporaryFiles *storage = context;
	const char *p = data;

	if (storage->files[space] < 0)
		storage->files[space] = open_file();
	if (storage->files[space] < 0)
		return false;
	while (size > 0)
	{
		ssize_t		n = pwrite(storage->files[space], p, size,
							   (off_t) storage->sizes[space]);

		if (n <= 0)
		{
			perror("badcase-check: a temporary file could not be written");
			return false;
		}
		storage->sizes[space] += (uint64_t) n;
		p += n;
		size -= (size_t) n;
	}
	return true;
}

static bool
read_back(void *context, unsigned space, uint64_t offset, void *data,
		  size_t size)
{
	TemporaryFiles *storage = context;
	char	   *p = data;

	while (size > 0)
	{
		ssize_t		n = pread(storage->files[space], p, size, (off_t) offset);

		if (n <= 0)
		{
			perror("badcase-check: a temporary file could not be read");
			return false;
		}
		offset += (uint64_t) n;
		p += n;
		size -= (size_t) n;
	}
	return true;
}

static void
drop(void *context, unsigned space)
{
	TemporaryFiles *storage = context;

	if (storage->files[space] >= 0)
		close(storage->files[space]);
	storage->files[space] = -1;
	storage->sizes[space] = 0;
}

void
start_storage(TemporaryFiles *storage)
{
	storage->calls = (BcStorage) {append, read_back, drop, storage};
	for (unsigned i = 0; i < BC_CHECK_SPACES; i++)
	{
		storage->files[i] = -1;
		storage->sizes[i] = 0;
	}
}

void
end_storage(TemporaryFiles *storage)
{
	for (unsigned i = 0; i < BC_CHECK_SPACES; i++)
		drop(storage, i);
}
