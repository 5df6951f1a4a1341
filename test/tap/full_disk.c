/*
 * full_disk.c: preloaded into a server, makes the disk that holds its tables
 * and temporary files as full as a test wants it.
 *
 * FULL_DISK names a file of eight bytes: how many more the disk takes, in the
 * machine's byte order.  What makes a file longer uses them up and gets ENOSPC
 * where they do not suffice; what overwrites is free, and so is the
 * write-ahead log, as where that has a disk of its own: a server that cannot
 * write its log stops, whatever extensions it has.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static _Atomic int64_t *
left(void)
{
	static _Atomic int64_t *at;
	const char *path = getenv("FULL_DISK");

	if (at == NULL && path != NULL)
	{
		int			fd = open(path, O_RDWR);

		if (fd >= 0)
		{
			void	   *map = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

			close(fd);
			if (map != MAP_FAILED)
				at = map;
		}
	}
	return at;
}

/* Whether the disk takes a write that ends at this offset of a file. */
static int
fits(int fd, int64_t end)
{
	_Atomic int64_t *room = left();
	char		link[64];
	char		path[4096];
	struct stat st;
	ssize_t		n;
	int64_t		had;

	if (room == NULL || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || end <= st.st_size)
		return 1;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	if (n < 0)
		return 1;
	path[n] = '\0';
	if (strstr(path, "/base/") == NULL)
		return 1;
	had = *room;
	while (had >= end - st.st_size)
		if (__atomic_compare_exchange_n((int64_t *) room, &had, had - (end - st.st_size), 0,
										__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return 1;
	errno = ENOSPC;
	return 0;
}

static int64_t
total(const struct iovec *iov, int n)
{
	int64_t		sum = 0;

	for (int i = 0; i < n; i++)
		sum += (int64_t) iov[i].iov_len;
	return sum;
}

#define REAL(type, name, args) ((type (*) args) dlsym(RTLD_NEXT, name))

#define PWRITE(name) \
ssize_t name(int fd, const void *buf, size_t n, off_t at) \
{ \
	return fits(fd, at + (int64_t) n) ? \
		REAL(ssize_t, #name, (int, const void *, size_t, off_t))(fd, buf, n, at) : -1; \
}

#define PWRITEV(name) \
ssize_t name(int fd, const struct iovec *iov, int n, off_t at) \
{ \
	return fits(fd, at + total(iov, n)) ? \
		REAL(ssize_t, #name, (int, const struct iovec *, int, off_t))(fd, iov, n, at) : -1; \
}

#define FALLOCATE(name) \
int name(int fd, off_t at, off_t n) \
{ \
	return fits(fd, at + n) ? REAL(int, #name, (int, off_t, off_t))(fd, at, n) : ENOSPC; \
}

PWRITE(pwrite)
PWRITE(pwrite64)
PWRITEV(pwritev)
PWRITEV(pwritev64)
FALLOCATE(posix_fallocate)
FALLOCATE(posix_fallocate64)
