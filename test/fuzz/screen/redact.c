/*
 * redact.c: any bytes in each style: nothing is found in the result; and one
 * input of eight as one call, a second time, too, which changes nothing.
 *
 * The halves are called and not the whole, for the first of them is the same
 * for all styles and is most of the work.
 */
#include "core/screen.h"

#include "require.h"

static void
require_same(BcSlice text, const BcBuffer *made)
{
	require(made->len == text.len &&
			(text.len == 0 || memcmp(made->data, text.data, text.len) == 0));
}

static void
require_clean(BcSlice text, const BcScanOptions *options)
{
	BcFindings	found;

	require(bc_scan(&bc_malloc_env, text, options, &found));
	require(found.count == 0);
	bc_findings_free(&bc_malloc_env, &found);
}

/* What one call makes of the text must be what is expected. */
static void
check_call(BcSlice text, const BcScanOptions *options, BcRedactStyle style,
		   BcSlice expected)
{
	BcBuffer	made;

	bc_buffer_init(&made, &bc_malloc_env, SIZE_MAX / 2);
	require(bc_redact(&bc_malloc_env, text, options, style, true, &made));
	require_same(expected, &made);
	bc_buffer_free(&made);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	BcSlice		text = {data, len};
	bool		calls = len > 0 && data[0] % 8 == 0;
	BcValues	values;

	if (len > 0 && data[len - 1] % 4 == 0)
		options.min_confidence = 20;
	bc_values_init(&values, &bc_malloc_env);
	require(bc_redact_collect(&bc_malloc_env, text, &options, &values));
	require(bc_values_sort(&values));
	if (!values.any)
		require_clean(text, &options);
	for (int style = BC_REDACT_LABEL; style <= BC_REDACT_REMOVE; style++)
	{
		BcBuffer	once;
		BcSlice		result = text;

		bc_buffer_init(&once, &bc_malloc_env, SIZE_MAX / 2);
		if (values.any)
		{
			require(bc_redact_values(&bc_malloc_env, text, &options,
									 (BcRedactStyle) style, true, &values, &once));
			result = (BcSlice) {once.data, once.len};
			require_clean(result, &options);
		}
		if (calls)
		{
			check_call(text, &options, (BcRedactStyle) style, result);
			check_call(result, &options, (BcRedactStyle) style, result);
		}
		bc_buffer_free(&once);
	}
	bc_values_free(&values);
	return 0;
}
