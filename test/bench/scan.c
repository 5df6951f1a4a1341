/*
 * scan.c: the speed of the scanner, the quality rules and the finder of
 * constraints beside memchr and reading characters, over files of texts.
 *
 * usage: scan FILE...
 *
 * A file's texts are separated by the byte 0x1E (or it is one text); for the
 * quality rules, every two are a prompt and its response; follow finds the
 * constraints of the prompts, and is told in bytes of these.  Prints the best of
 * five runs of thread time.  Build with
 *   cc -std=c11 -O2 -Isrc test/bench/scan.c $(find src/core -name '*.c') -o scan -lm
 */
#define _POSIX_C_SOURCE 200809L
#include "core/follow.h"
#include "core/quality.h"
#include "core/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static unsigned char *
read_file(const char *name, size_t *len)
{
	FILE	   *file = fopen(name, "rb");
	unsigned char *data;
	long		size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		exit(1);
	size = ftell(file);
	rewind(file);
	data = malloc((size_t) size + 1);
	*len = fread(data, 1, (size_t) size, file);
	fclose(file);
	return data;
}

/* Scans each text; the sum of what was found keeps the work alive. */
static size_t
scan_all(const unsigned char *data, size_t len)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	size_t		found = 0;
	size_t		from = 0;

	while (from < len)
	{
		const unsigned char *end = memchr(data + from, 0x1E, len - from);
		size_t		n = end == NULL ? len - from : (size_t) (end - data) - from;
		BcFindings	findings;

		if (!bc_scan(&bc_malloc_env, (BcSlice) {data + from, n}, &options,
					 &findings))
			exit(1);
		found += findings.count;
		bc_findings_free(&bc_malloc_env, &findings);
		from += n + 1;
	}
	return found;
}

static size_t
judge_all(const unsigned char *data, size_t len)
{
	size_t		found = 0;
	size_t		from = 0;
	bool		is_response = false;
	BcRecord	rec = {0};

	while (from < len)
	{
		const unsigned char *end = memchr(data + from, 0x1E, len - from);
		size_t		n = end == NULL ? len - from : (size_t) (end - data) - from;
		BcIssues	issues;

		*(is_response ? &rec.response : &rec.prompt) = (BcSlice) {data + from, n};
		if (is_response)
		{
			if (!bc_quality(&bc_malloc_env, &rec, &issues))
				exit(1);
			found += issues.count;
		}
		is_response = !is_response;
		from += n + 1;
	}
	return found;
}

static size_t prompt_bytes;

static size_t
find_constraints(const unsigned char *data, size_t len)
{
	size_t		found = 0;
	size_t		from = 0;
	bool		is_response = false;

	prompt_bytes = 0;
	while (from < len)
	{
		const unsigned char *end = memchr(data + from, 0x1E, len - from);
		size_t		n = end == NULL ? len - from : (size_t) (end - data) - from;
		BcConstraints constraints;

		if (!is_response)
		{
			prompt_bytes += n;
			if (!bc_constraints(&bc_malloc_env, (BcSlice) {data + from, n},
								&constraints))
				exit(1);
			found += constraints.count;
			bc_constraints_free(&constraints);
		}
		is_response = !is_response;
		from += n + 1;
	}
	return found;
}

/* Nothing that looks at each character can be faster. */
static size_t
read_characters(const unsigned char *data, size_t len)
{
	BcSlice		text = {data, len};
	size_t		han = 0;

	for (size_t at = 0; at < len;)
		han += bc_quick_char(text, &at) >= 0x4E00;
	return han;
}

static size_t
find_byte(const unsigned char *data, size_t len)
{
	return memchr(data, 0x01, len) != NULL;
}

/* Megabytes of len a second, or of *bytes where those are not all. */
static void
measure(const char *what, const unsigned char *data, size_t len, const size_t *bytes,
		size_t (*work) (const unsigned char *, size_t))
{
	double		best = 1e9;
	size_t		result = 0;

	for (int run = 0; run < 5; run++)
	{
		double		start = now();
		double		took;

		result = work(data, len);
		took = now() - start;
		if (took < best)
			best = took;
	}
	printf("  %-8s %8.0f MB/s   %zu\n", what, (double) (bytes != NULL ? *bytes : len) / best / 1e6, result);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
	{
		size_t		len;
		unsigned char *data = read_file(argv[i], &len);

		printf("%s: %.1f MB\n", argv[i], (double) len / 1e6);
		measure("memchr", data, len, NULL, find_byte);
		measure("reading", data, len, NULL, read_characters);
		measure("scan", data, len, NULL, scan_all);
		measure("quality", data, len, NULL, judge_all);
		measure("follow", data, len, &prompt_bytes, find_constraints);
		free(data);
	}
	return 0;
}
