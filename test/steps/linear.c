/*
 * linear.c: screening of adversarial texts is linear, shown by counted work.
 *
 * The core is built with -fsanitize-coverage=trace-pc, which calls the function
 * below for each basic block that runs; bytes that memchr() and its like look
 * at count, too.  Twice the text may cost 2.2 times the work at most.  Between
 * two looks for an interrupt no more than MAX_GAP goes by, but for what the rules
 * of quality do in one pass over a long text.  With BADCASE_LONG
 * texts are of 10 MB, else of 120 KB.
 */
#include "core/quality.h"
#include "core/screen.h"
#include "core/terms.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_GAP		10000000	/* about 10 ms */

extern void __sanitizer_cov_trace_pc(void);

static unsigned long long work;
static unsigned long long polled;
static unsigned long long gap;
static BcTerms terms;
static int	passed;
static int	failed;

void
__sanitizer_cov_trace_pc(void)
{
	work++;
}

void *
memchr(const void *data, int c, size_t n)
{
	const unsigned char *p = data;

	for (size_t i = 0; i < n; i++)
		if (p[i] == (unsigned char) c)
		{
			work += i / 16;
			return (void *) (p + i);
		}
	work += n / 16;
	return NULL;
}

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a;
	const unsigned char *q = b;

	work += n / 16;
	for (size_t i = 0; i < n; i++)
		if (p[i] != q[i])
			return p[i] < q[i] ? -1 : 1;
	return 0;
}

static void
poll(void *context)
{
	(void) context;
	if (work - polled > gap)
		gap = work - polled;
	polled = work;
}

static void *
resize(void *context, void *ptr, size_t size)
{
	(void) context;
	if (size == 0)
	{
		free(ptr);
		return NULL;
	}
	return realloc(ptr, size);
}

static const BcEnv env = {resize, poll, NULL};

static void
run_scan(BcSlice text)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, BC_KIND_BIT(BC_KINDS) - 1};
	BcFindings	found;

	if (!bc_scan(&env, text, &options, &found))
		abort();
	bc_findings_free(&env, &found);
}

static void
run_redact(BcSlice text)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	BcBuffer	out;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	if (!bc_redact(&env, text, &options, BC_REDACT_LABEL, true, &out))
		abort();
	bc_buffer_free(&out);
}

static void
run_quality(BcSlice text)
{
	BcRecord	rec = {0};
	BcIssues	issues;

	rec.prompt = (BcSlice) {text.data, text.len / 2};
	rec.response = (BcSlice) {text.data + text.len / 2, text.len - text.len / 2};
	if (!bc_quality(&env, &rec, &issues))
		abort();
}

static void
run_terms(BcSlice text)
{
	BcTermHits	hits;

	if (!bc_terms_find(&env, &terms, text, &hits))
		abort();
	bc_term_hits_free(&env, &hits);
}

/* Terms of 甲 again and again that end with 乙, and of a the same with b. */
static void
build_terms(void)
{
	static unsigned char pool[120][200];
	BcTerm		list[120];
	size_t		bad;

	for (size_t i = 0; i < 120; i++)
	{
		const char *again = i % 2 == 0 ? "甲" : "a ";
		size_t		len = 0;

		for (size_t k = 0; k < i / 4 + 1; k++)
		{
			memcpy(pool[i] + len, again, strlen(again));
			len += strlen(again);
		}
		memcpy(pool[i] + len, "乙", 3);
		list[i] = (BcTerm) {{pool[i], len + 3}, i % 7 == 0};
	}
	if (bc_terms_build(&env, list, 120, &terms, &bad) != BC_TERMS_OK)
		abort();
}

static unsigned long long
count_work(void (*run) (BcSlice text), BcSlice text)
{
	work = polled = 0;
	run(text);
	poll(NULL);
	return work;
}

static void
check_piece(const char *name, void (*run) (BcSlice text), const char *piece,
			unsigned char *memory, size_t n)
{
	size_t		len = strlen(piece);
	unsigned long long once;
	unsigned long long twice;

	n -= n % len;
	for (size_t i = 0; i < 2 * n; i++)
		memory[i] = (unsigned char) piece[i % len];
	gap = 0;
	once = count_work(run, (BcSlice) {memory, n});
	twice = count_work(run, (BcSlice) {memory, 2 * n});
	if (once > n / 200 && twice * 10 <= once * 22 && (gap <= MAX_GAP || run == run_quality))
		passed++;
	else
	{
		failed++;
		printf("not ok: %s of \"%s\" again and again: %.2f steps a byte, %.3f times as many for twice the text, %llu between polls\n",
			   name, piece, (double) once / (double) n, (double) twice / (double) once, gap);
	}
	if (getenv("VERBOSE") != NULL)
		printf("%-8s %-24s %8.2f steps a byte, x %.3f, gap %llu\n", name, piece,
			   (double) once / (double) n, (double) twice / (double) once, gap);
}

static const char *const pieces[] = {
	"1", "12 ", "1-", "1.", "138 ", "@", "a@", "a@b.", "[", "{", "(", "[at]", "a.",
	":", "::", "::1", "://", "://a:", "://a:b@", "http://a:b@", "-", "-u ", "curl -u a:",
	"password=", "password: password: ", "pass", "key", "token", "secret=\"", "eyJ", "eyJ.eyJ.",
	"-----BEGIN ", "-----BEGIN PRIVATE KEY-----\n", "AKIA", "A", "a ", "甲", "甲 ", "0x", "=",
	"姓名：", "姓名：联系人：", "我叫", "叫", "电话：电话：", "密码：", "省市", "路1号", "京A", "Ａ", "１２",
	"\n", "- \n", "1. a\n", "```", "`", "1 + 1 = ", "\\", "<", "？", "的", "中 ", "ab", "mr ", "mysql -u ",
	"authorization: basic ", "qq:", "wx", "11010519491231002X", "13800138000", "\xFF", "\xE4",
};

int
main(void)
{
	static const struct
	{
		const char *name;
		void		(*run) (BcSlice text);
	}			runs[] = {
		{"scan", run_scan}, {"redact", run_redact}, {"quality", run_quality}, {"terms", run_terms}
	};
	size_t		n = getenv("BADCASE_LONG") != NULL ? 5000000 : 60000;
	unsigned char *memory = malloc(2 * n);

	if (memory == NULL)
		return 1;
	build_terms();
	for (size_t r = 0; r < sizeof(runs) / sizeof(runs[0]); r++)
		for (size_t k = 0; k < sizeof(pieces) / sizeof(pieces[0]); k++)
			check_piece(runs[r].name, runs[r].run, pieces[k], memory, n);
	bc_terms_free(&env, &terms);
	free(memory);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
