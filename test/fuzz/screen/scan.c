/*
 * scan.c: any bytes through the scanner: findings are in order, lie within the
 * text, hold their confidence, do not depend on the filter of kinds, and each
 * has an excerpt that shows little.
 */
#include "core/screen.h"

#include "require.h"

static void
scan(BcSlice text, unsigned min, uint64_t kinds, BcFindings *found)
{
	BcScanOptions options = {min, kinds};

	require(bc_scan(&bc_malloc_env, text, &options, found));
}

static void
check_place(BcSlice text, const BcFinding *f, uint32_t *chars, size_t *at)
{
	for (; *at < f->byte_start; (*at)++)
		*chars += (text.data[*at] & 0xC0) != 0x80;
	require(*chars == f->start);
	for (; *at < f->byte_stop; (*at)++)
		*chars += (text.data[*at] & 0xC0) != 0x80;
	require(*chars == f->stop);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcSlice		text = {data, len};
	BcFindings	all;
	BcFindings	some;
	uint32_t	chars = 0;
	size_t		at = 0;
	size_t		k = 0;
	uint64_t	kinds = len == 0 ? 2 : BC_KINDS_DEFAULT & (uint64_t) data[0] << data[len - 1] % 31;

	scan(text, 10, BC_KINDS_DEFAULT, &all);
	for (size_t i = 0; i < all.count; i++)
	{
		const BcFinding *f = &all.list[i];
		BcBuffer	excerpt;

		require(f->byte_stop > f->byte_start && f->byte_stop <= len);
		require(f->byte_start >= at && f->stop > f->start);
		require(f->confidence >= 10 && f->confidence <= 100);
		check_place(text, f, &chars, &at);
		bc_buffer_init(&excerpt, &bc_malloc_env, 1 << 20);
		bc_excerpt(text, f, &excerpt);
		require(!excerpt.failed && excerpt.len > 0 && excerpt.len < 64);
		bc_buffer_free(&excerpt);
	}
	if (kinds != 0)
	{
		scan(text, 10, kinds, &some);
		for (size_t i = 0; i < all.count; i++)
			if (kinds >> all.list[i].kind & 1)
			{
				require(k < some.count && some.list[k].start == all.list[i].start &&
						some.list[k].kind == all.list[i].kind);
				k++;
			}
		require(k == some.count);
		bc_findings_free(&bc_malloc_env, &some);
	}
	bc_findings_free(&bc_malloc_env, &all);
	/* the national numbers as well */
	scan(text, 10, BC_KIND_BIT(BC_KINDS) - 1, &all);
	bc_findings_free(&bc_malloc_env, &all);
	return 0;
}
