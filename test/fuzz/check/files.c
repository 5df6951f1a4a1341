/*
 * files.c: any bytes through a check, twice: whole with much memory, in pieces
 * with little.  Both say the same, in JSON that is sound; lines are told once
 * each, and the sums are right.
 */
#include "core/check.h"

#include "require.h"

typedef struct Told
{
	BcBuffer	json;
	uint64_t	lines;
	uint64_t	verdicts[3];
	uint64_t	cleaned;
	BcCheckSums sums;
} Told;

static bool
take_event(void *context, const BcCheckEvent *event)
{
	Told	   *told = context;
	size_t		from = told->json.len;
	BcVerdict	verdict;

	bc_check_write(event, &told->json);
	require(!told->json.failed && told->json.data[told->json.len - 1] == '\n');
	require(bc_object_check(&bc_malloc_env, (BcSlice) {
							told->json.data + from, told->json.len - from
	}, &verdict));
	if (event->kind == BC_EVENT_LINE)
	{
		told->lines++;
		require(event->place.line > 0);
		told->verdicts[event->line->verdict]++;
	}
	if (event->kind == BC_EVENT_DUPLICATE)
		require(event->duplicate->of.file < event->place.file ||
				(event->duplicate->of.file == event->place.file &&
				 event->duplicate->of.line < event->place.line));
	if (event->kind == BC_EVENT_SUMS)
		told->sums = *event->sums;
	return true;
}

static bool
take_cleaned(void *context, BcCheckPlace place, BcSlice line)
{
	Told	   *told = context;
	BcDraft		draft;
	BcVerdict	verdict;

	(void) place;
	told->cleaned++;
	require(bc_record_read(&bc_malloc_env, line, &draft, &verdict));
	bc_draft_free(&draft);
	return true;
}

/* Files end where a byte of 0xFE stands, which no line may hold. */
static void
run(BcCheckOptions options, BcSlice data, size_t piece, Told *told)
{
	BcCheckCalls calls = {take_event, take_cleaned, told};
	BcCheck    *check;
	size_t		at = 0;

	memset(told, 0, sizeof(*told));
	bc_buffer_init(&told->json, &bc_malloc_env, SIZE_MAX);
	check = bc_check_begin(&bc_malloc_env, &options, &calls);
	require(check != NULL);
	while (at < data.len)
	{
		const unsigned char *end = memchr(data.data + at, 0xFE, data.len - at);
		size_t		len = end != NULL ? (size_t) (end - data.data) - at : data.len - at;

		require(bc_check_file(check, (BcSlice) {data.data + at, len < 8 ? len : 8}) == BC_CHECK_OK);
		for (size_t k = 0; k < len; k += piece)
			require(bc_check_feed(check, (BcSlice) {
								  data.data + at + k, piece < len - k ? piece : len - k
			}) == BC_CHECK_OK);
		require(bc_check_file_end(check) == BC_CHECK_OK);
		at += len + 1;
	}
	require(bc_check_finish(check) == BC_CHECK_OK);
	bc_check_free(check);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	BcCheckOptions options = {
		.threshold = 500000, .memory = (size_t) 1 << 26, .redact = true
	};
	Told		whole;
	Told		pieces;

	if (size < 3)
		return 0;
	options.what = data[0] & 31;
	options.language = (BcLanguage) (data[0] >> 7);
	options.any_format = (data[1] & 1) != 0;
	options.style = (BcRedactStyle) (data[1] / 2 % 3);
	if ((data[1] & 128) != 0 &&
		bc_format_holds(&bc_formats[data[1] / 4 % BC_FORMATS], BC_PLACE_RESPONSE))
		options.format = &bc_formats[data[1] / 4 % BC_FORMATS];
	run(options, (BcSlice) {data + 3, size - 3}, SIZE_MAX, &whole);
	options.memory = (size_t) 1 << 20;
	run(options, (BcSlice) {data + 3, size - 3}, data[2] + 1u, &pieces);
	require(whole.json.len == pieces.json.len &&
			memcmp(whole.json.data, pieces.json.data, whole.json.len) == 0);
	require(whole.sums.lines == whole.lines &&
			whole.sums.ok == whole.verdicts[BC_LINE_OK] &&
			whole.sums.refused == whole.verdicts[BC_LINE_REFUSED] &&
			whole.sums.blank == whole.verdicts[BC_LINE_BLANK] &&
			whole.sums.cleaned == whole.cleaned && whole.cleaned == whole.sums.ok);
	bc_buffer_free(&whole.json);
	bc_buffer_free(&pieces.json);
	return 0;
}
