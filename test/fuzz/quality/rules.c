/*
 * rules.c: any bytes as prompt, response and history through the heuristics.
 * The same record gives the same issues; names are in order.
 */
#include "core/quality.h"

#include "require.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *end = len == 0 ? NULL : memchr(data, 0x1E, len);
	size_t		size = end == NULL ? len / 2 : (size_t) (end - data);
	unsigned char lengths[8];
	BcRecord	rec;
	BcIssues	once;
	BcIssues	twice;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = (BcSlice) {data, size};
	rec.response = (BcSlice) {data + size, len - size};
	if (len % 3 == 0)
	{
		rec.turns = 1;
		rec.turn_lengths = lengths;
		rec.history = (BcSlice) {data, len};
		bc_store32(lengths, (uint32_t) size);
		bc_store32(lengths + 4, (uint32_t) (len - size));
	}
	require(bc_quality(&bc_malloc_env, &rec, &once));
	require(bc_quality(&bc_malloc_env, &rec, &twice));
	require(once.count == twice.count && once.count <= BC_ISSUE_KINDS);
	for (unsigned i = 0; i < once.count; i++)
	{
		require(once.list[i].kind == twice.list[i].kind &&
				once.list[i].score == twice.list[i].score);
		require(once.list[i].score >= 1 && once.list[i].score <= 1000);
		require(once.list[i].severity <= BC_ERROR);
		require(i == 0 || strcmp(bc_issue_name(once.list[i - 1].kind),
								 bc_issue_name(once.list[i].kind)) < 0);
	}
	return 0;
}
