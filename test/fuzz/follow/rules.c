/*
 * rules.c: any bytes as prompt and response: constraints lie within the prompt,
 * in order, and judging gives the same twice.
 */
#include "core/follow.h"

#include "require.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *end = len == 0 ? NULL : memchr(data, 0x1E, len);
	size_t		size = end == NULL ? len : (size_t) (end - data);
	BcRecord	rec;
	BcConstraints found;
	BcConstraints again;
	BcFollowJudge judge;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = (BcSlice) {data, size};
	rec.response = (BcSlice) {data + size, len - size};
	require(bc_record_constraints(&bc_malloc_env, &rec, &found));
	require(bc_constraints(&bc_malloc_env, rec.prompt, &again));
	require(found.count == again.count && found.count <= BC_MAX_CONSTRAINTS && found.strings <= BC_MAX_STRINGS);
	bc_follow_start(&judge, &bc_malloc_env, &found, &rec);
	for (unsigned i = 0; i < found.count; i++)
	{
		const BcConstraint *c = &found.list[i];
		BcFollowVerdict verdict;
		BcBuffer	arguments;

		require(c->kind == again.list[i].kind && c->byte_start <= c->byte_stop && c->byte_stop <= size);
		require(c->start <= c->stop && c->stop <= size && c->confidence > 0 && c->confidence <= 100);
		require(c->first_string + c->strings <= found.strings);
		require(i == 0 || found.list[i - 1].byte_start <= c->byte_start);
		require(bc_follow_judge(&judge, c, &verdict));
		require(strlen(verdict.why) > 0);
		bc_buffer_init(&arguments, &bc_malloc_env, 1 << 20);
		bc_constraint_arguments(&found, c, &arguments);
		require(!arguments.failed && arguments.len >= 2);
		bc_buffer_free(&arguments);
	}
	bc_follow_end_judge(&judge);
	bc_constraints_free(&found);
	bc_constraints_free(&again);
	return 0;
}
