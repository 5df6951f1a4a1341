/*
 * redact.c: any bytes in each style: a second time changes nothing, and nothing
 * is found in the result.
 */
#include "core/screen.h"

#include "require.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};

	if (len > 0 && data[len - 1] % 4 == 0)
		options.min_confidence = 20;
	for (int style = BC_REDACT_LABEL; style <= BC_REDACT_REMOVE; style++)
	{
		BcBuffer	once;
		BcBuffer	twice;
		BcFindings	found;

		bc_buffer_init(&once, &bc_malloc_env, SIZE_MAX / 2);
		bc_buffer_init(&twice, &bc_malloc_env, SIZE_MAX / 2);
		require(bc_redact(&bc_malloc_env, (BcSlice) {data, len}, &options,
						  (BcRedactStyle) style, true, &once));
		require(bc_redact(&bc_malloc_env, (BcSlice) {once.data, once.len},
						  &options, (BcRedactStyle) style, true, &twice));
		require(once.len == twice.len &&
				(once.len == 0 || memcmp(once.data, twice.data, once.len) == 0));
		require(bc_scan(&bc_malloc_env, (BcSlice) {once.data, once.len},
						&options, &found));
		require(found.count == 0);
		bc_buffer_free(&once);
		bc_buffer_free(&twice);
	}
	return 0;
}
