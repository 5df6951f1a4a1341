/*
 * scan.c: the scanner's frame: overlaps, spans in characters.
 */
#include "core/base.h"
#include "core/screen/fold.h"

/* Findings between two looks for an interrupt. */
#define POLL_ROUNDS 1024

/* Which of two candidates wins: score, length, kind, then the first one. */
static bool
is_better(const void *a, const void *b, const void *context)
{
	const BcFinding *x = a;
	const BcFinding *y = b;
	uint32_t	m = x->byte_stop - x->byte_start;
	uint32_t	n = y->byte_stop - y->byte_start;

	(void) context;
	if (x->confidence != y->confidence)
		return x->confidence > y->confidence;
	if (m != n)
		return m > n;
	if (x->kind != y->kind)
		return x->kind < y->kind;
	return x->byte_start < y->byte_start;
}

static bool
is_earlier(const void *a, const void *b, const void *context)
{
	(void) context;
	return ((const BcFinding *) a)->byte_start <
		((const BcFinding *) b)->byte_start;
}

/* Takes the bytes of [a, b); false where one of them is taken already. */
static bool
take_if_free(unsigned char *taken, size_t a, size_t b)
{
	for (size_t i = a; i < b; i++)
		if (taken[i / 8] >> i % 8 & 1)
			return false;
	for (size_t i = a; i < b; i++)
		taken[i / 8] |= (unsigned char) (1 << i % 8);
	return true;
}

/* Keeps the best of candidates that overlap, in order of their place. */
static void
resolve(BcScan *s)
{
	unsigned char *taken = bc_resize(s->env, NULL, s->n / 8 + 1, 1);
	size_t		kept = 0;

	if (taken == NULL)
	{
		s->failed = true;
		return;
	}
	memset(taken, 0, s->n / 8 + 1);
	bc_heap_sort(s->env, s->list, s->count, sizeof(BcFinding), is_better,
				 NULL);
	for (size_t i = 0; i < s->count; i++)
	{
		BcFinding  *f = &s->list[i];

		if (i % POLL_ROUNDS == 0)
			bc_poll(s->env);
		if (take_if_free(taken, f->byte_start, f->byte_stop))
			s->list[kept++] = *f;
	}
	bc_free(s->env, taken);
	s->count = kept;
	bc_heap_sort(s->env, s->list, s->count, sizeof(BcFinding), is_earlier,
				 NULL);
}

static void
keep_kinds(BcScan *s, uint64_t kinds)
{
	size_t		kept = 0;

	for (size_t i = 0; i < s->count; i++)
		if (kinds >> s->list[i].kind & 1)
			s->list[kept++] = s->list[i];
	s->count = kept;
}

/* Characters that begin in [from, to). */
static uint32_t
count_characters(const BcScan *s, size_t from, size_t to)
{
	uint32_t	n = 0;

	while (from < to)
	{
		size_t		stop = to - from > BC_POLL_BYTES ? from + BC_POLL_BYTES : to;

		if (stop < to)
			bc_poll(s->env);
		n += (uint32_t) bc_count_characters(s->t + from, stop - from);
		from = stop;
	}
	return n;
}

static void
number_characters(BcScan *s)
{
	size_t		at = 0;
	uint32_t	n = 0;

	for (size_t i = 0; i < s->count; i++)
	{
		BcFinding  *f = &s->list[i];

		if (i % POLL_ROUNDS == 0)
			bc_poll(s->env);
		n += count_characters(s, at, f->byte_start);
		f->start = n;
		n += count_characters(s, f->byte_start, f->byte_stop);
		f->stop = n;
		at = f->byte_stop;
	}
}

static void
start(BcScan *s, const BcEnv *env, BcSlice text, const BcScanOptions *options)
{
	/* the window is filled before it is read */
	memset(s, 0, offsetof(BcScan, window));
	s->env = env;
	s->t = text.data;
	s->n = text.len;
	s->min = options->min_confidence;
	/* all kinds take part, so that a filter never uncovers another finding */
	s->kinds = options->kinds | BC_KINDS_DEFAULT;
	s->window_at = SIZE_MAX;
	s->row_at = SIZE_MAX;
}

bool
bc_scan(const BcEnv *env, BcSlice text, const BcScanOptions *options,
		BcFindings *out)
{
	BcScan		s;
	BcFold		fold = {.copy = NULL};
	bool		folded = false;

	out->list = NULL;
	out->count = 0;
	start(&s, env, text, options);
	if (!bc_scan_triggers(&s, false))
	{
		bc_free(env, s.list);
		if (!bc_scan_fold(env, text, &fold))
		{
			bc_scan_fold_free(&fold);
			return false;
		}
		folded = true;
		start(&s, env, (BcSlice) {fold.copy, fold.len}, options);
		(void) bc_scan_triggers(&s, true);
	}
	if (s.count > 0 && !s.failed)
	{
		resolve(&s);
		keep_kinds(&s, options->kinds == 0 ? BC_KINDS_DEFAULT : options->kinds);
		number_characters(&s);
		if (folded)
			bc_scan_unfold(&fold, text, s.list, s.count);
	}
	if (folded)
		bc_scan_fold_free(&fold);
	if (s.failed || s.count == 0)
	{
		bc_free(env, s.list);
		return !s.failed;
	}
	out->list = s.list;
	out->count = s.count;
	return true;
}

void
bc_findings_free(const BcEnv *env, BcFindings *findings)
{
	bc_free(env, findings->list);
	findings->list = NULL;
	findings->count = 0;
}
