/*
 * peers.h: the rules that engines for regular expressions are measured with:
 * shapes alone, without checksums and context, so less than the scanner does.
 */
#ifndef BADCASE_BENCH_PEERS_H
#define BADCASE_BENCH_PEERS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const peer_patterns[] = {
	"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]",
	"1[3-9][0-9]{9}",
	"0[1-9][0-9]{1,2}-?[2-8][0-9]{6,7}",
	"\\+[1-9][0-9]{6,14}",
	"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}",
	"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}",
	"(?:[0-9]{1,3}\\.){3}[0-9]{1,3}",
	"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}",
	"[0-9]{3}-[0-9]{2}-[0-9]{4}",
	"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
	"(?:bc1|[13])[a-km-zA-HJ-NP-Z1-9]{25,39}",
	"0x[0-9a-fA-F]{40}",
	"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}",
	"gh[pousr]_[A-Za-z0-9]{36}",
	"xox[baprs]-[A-Za-z0-9-]{10,}",
	"sk-[A-Za-z0-9_-]{20,}",
	"hf_[A-Za-z]{34}",
	"AIza[A-Za-z0-9_-]{35}",
	"eyJ[A-Za-z0-9_-]+\\.eyJ[A-Za-z0-9_-]+",
	"-----BEGIN [A-Z ]*PRIVATE KEY-----",
	"[a-z][a-z0-9+.-]*://[^/ :@]+:[^/ :@]+@",
	"(?:password|passwd|secret|token|api_key)[\"']?[ \t]*[:=][ \t]*[\"']?[^ \t\n\"']{6,}",
	"(?:Bearer|Basic) [A-Za-z0-9._~+/=-]{16,}",
	"[EGDSP][0-9]{8}",
	"(?:QQ|qq|wx|WeChat)[^0-9A-Za-z]{0,3}[0-9A-Za-z_-]{5,20}",
};
#define PEER_PATTERNS (sizeof(peer_patterns) / sizeof(peer_patterns[0]))

static inline double
peer_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static inline char *
peer_read(const char *name, size_t *len)
{
	FILE	   *file = fopen(name, "rb");
	char	   *data;
	long		size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		exit(1);
	rewind(file);
	data = (char *) malloc((size_t) size + 1);
	*len = fread(data, 1, (size_t) size, file);
	fclose(file);
	return data;
}

/* The texts of the file one by one, three times over; prints the best. */
static inline void
peer_measure(const char *what, const char *file,
			 size_t (*work) (const char *text, size_t len))
{
	size_t		len;
	char	   *data = peer_read(file, &len);
	double		best = 1e9;
	size_t		found = 0;

	for (int run = 0; run < 3; run++)
	{
		double		start = peer_now();

		found = 0;
		for (size_t from = 0; from < len;)
		{
			const char *end = (const char *) memchr(data + from, 0x1E, len - from);
			size_t		n = end == NULL ? len - from : (size_t) (end - data) - from;

			found += work(data + from, n);
			from += n + 1;
		}
		if (peer_now() - start < best)
			best = peer_now() - start;
	}
	printf("%s\t%.1f\t%zu\n", what, (double) len / best / 1e6, found);
	free(data);
}

#endif
