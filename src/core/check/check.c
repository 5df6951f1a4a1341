/*
 * check.c: files as they come, line by line.
 */
#include "core/check/internal.h"

/* So many bytes are taken at once of what is fed. */
#define FEED	((size_t) 1 << 20)

BcCheck *
bc_check_begin(const BcEnv *env, const BcCheckOptions *options,
			   const BcCheckCalls *calls)
{
	BcCheck    *check = bc_resize(env, NULL, 1, sizeof(BcCheck));
	const BcStorage *storage = options->storage;

	if (check == NULL)
		return NULL;
	memset(check, 0, sizeof(*check));
	check->env = env;
	check->options = *options;
	check->calls = *calls;
	check->file = UINT32_MAX;
	/* the first format is the record's own */
	if (options->format == &bc_formats[0])
		check->options.format = NULL;
	bc_reader_init(&check->reader, env, BC_MAX_INPUT);
	bc_buffer_init(&check->name, env, SIZE_MAX);
	bc_judged_start(&check->judged, env);
	if (storage == NULL)
	{
		if (!bc_memory_storage_start(&check->memory_storage, env,
									 BC_CHECK_SPACES))
		{
			bc_check_free(check);
			return NULL;
		}
		storage = &check->memory_storage.calls;
	}
	bc_duplicates_start(&check->duplicates, env, &check->options, storage);
	return check;
}

void
bc_check_free(BcCheck *check)
{
	if (check == NULL)
		return;
	bc_duplicates_free(&check->duplicates);
	if (check->memory_storage.env != NULL)
		bc_memory_storage_free(&check->memory_storage);
	bc_reader_free(&check->reader);
	bc_buffer_free(&check->name);
	bc_judged_free(&check->judged);
	bc_free(check->env, check);
}

const BcCheckSums *
bc_check_sums(const BcCheck *check)
{
	return &check->sums;
}

static BcCheckResult
fail(BcCheck *check, BcCheckResult result)
{
	if (check->result == BC_CHECK_OK)
		check->result = result;
	return check->result;
}

/* An event with a place; the caller fills in the rest. */
static BcCheckEvent
event_of(const BcCheck *check, BcCheckEventKind kind, uint64_t line)
{
	BcCheckEvent event = {kind, check->options.language, check->options.what,
	{check->file, line}, BC_FILE_SOUND, {NULL, 0}, NULL, NULL, NULL};

	return event;
}

static bool
tell(BcCheck *check, const BcCheckEvent *event)
{
	if (!check->calls.event(check->calls.context, event))
		fail(check, BC_CHECK_STOPPED);
	return check->result == BC_CHECK_OK;
}

BcCheckResult
bc_check_file(BcCheck *check, BcSlice name)
{
	uint64_t	most = BC_PLACE_MOST_FILES;

	if (check->result != BC_CHECK_OK)
		return check->result;
	check->file++;
	if (check->file >= most)
		return fail(check, BC_CHECK_NO_MEMORY);
	check->known = false;
	check->byte = 0;
	bc_reader_free(&check->reader);
	bc_reader_init(&check->reader, check->env, BC_MAX_INPUT);
	check->name.len = 0;
	bc_buffer_add(&check->name, name.data, name.len);
	return check->name.failed ? fail(check, BC_CHECK_NO_MEMORY) : BC_CHECK_OK;
}

/* Tells what the file is, as soon as that can be told. */
static bool
begin_lines(BcCheck *check)
{
	BcSlice		head = bc_reader_pending(&check->reader);
	BcCheckEvent event = event_of(check, BC_EVENT_FILE, 0);

	if (check->known)
		return true;
	if (head.len < BC_CHECK_HEAD && !check->reader.ended)
		return false;
	if (head.len > BC_CHECK_HEAD)
		head.len = BC_CHECK_HEAD;
	check->known = true;
	check->fault = head.len > 0 ? bc_check_diagnose(head) : BC_FILE_SOUND;
	check->byte = head.len - bc_lines_start(head).len;
	check->sums.files++;
	check->sums.files_refused += check->fault != BC_FILE_SOUND;
	event.fault = check->fault;
	event.name = (BcSlice) {check->name.data, check->name.len};
	return tell(check, &event);
}

/* Keeps what is compared at the end, and hands the record on. */
static bool
use_record(BcCheck *check, BcSlice line, const BcRecord *rec)
{
	BcCheckPlace place = {check->file, check->reader.line_no};
	BcJudged   *judged = &check->judged;
	BcSlice		cleaned;

	if (!bc_judge_record(judged, check->env, &check->options, rec) ||
		!bc_duplicates_add(&check->duplicates, bc_place_number(place), rec,
						   &judged->folded))
	{
		fail(check, BC_CHECK_NO_MEMORY);
		return false;
	}
	if (check->calls.cleaned == NULL)
		return true;
	if (!bc_judge_clean(judged, check->env, &check->options, line, rec,
						&cleaned))
		fail(check, BC_CHECK_NO_MEMORY);
	else if (!check->calls.cleaned(check->calls.context, place, cleaned))
		fail(check, BC_CHECK_STOPPED);
	check->sums.cleaned++;
	return check->result == BC_CHECK_OK;
}

/* Is there more to do with a record than to read it? */
static bool
is_used(const BcCheck *check)
{
	return check->options.what != 0 || check->calls.cleaned != NULL;
}

static bool
use_draft(BcCheck *check, BcSlice line, BcDraft *draft)
{
	BcParsed	parsed;
	bool		ok;

	check->judged.kinds = 0;
	if (!is_used(check))
	{
		bc_draft_free(draft);
		return true;
	}
	if (!bc_draft_parsed(check->env, draft, &parsed))
	{
		fail(check, BC_CHECK_NO_MEMORY);
		return false;
	}
	ok = use_record(check, line, &parsed.rec);
	bc_parsed_free(&parsed);
	return ok;
}

static bool
tell_line(BcCheck *check)
{
	BcCheckEvent event = event_of(check, BC_EVENT_LINE, check->reader.line_no);

	check->judged.line.byte = check->byte;
	bc_sums_add(&check->sums, &check->judged);
	event.line = &check->judged.line;
	return tell(check, &event);
}

static bool
take_line(BcCheck *check, BcSlice line)
{
	BcDraft		draft;
	bool		memory;

	if (bc_judge(&check->judged, check->env, &check->options, line, &draft,
				 &memory))
		memory = use_draft(check, line, &draft);
	if (!memory)
	{
		fail(check, BC_CHECK_NO_MEMORY);
		return false;
	}
	return tell_line(check);
}

/* Judges a line that is longer than any record by as much as one may have. */
static bool
take_long_line(BcCheck *check)
{
	BcJudged   *judged = &check->judged;
	BcSlice		line = bc_reader_pending(&check->reader);

	line.len = BC_MAX_INPUT + 1;
	if (!bc_judge_long(judged, check->env, &check->options, line))
	{
		fail(check, BC_CHECK_NO_MEMORY);
		return false;
	}
	bc_reader_skip(&check->reader);
	return true;
}

static bool
take_lines(BcCheck *check)
{
	BcSlice		line;

	for (;;)
	{
		switch (bc_reader_next(&check->reader, &line))
		{
			case BC_LINE:
				if (!take_line(check, line))
					return false;
				break;
			case BC_LINE_TOO_LONG:
				if (!take_long_line(check))
					return false;
				continue;
			case BC_LINE_SKIPPED:
				check->judged.line.bytes = check->reader.skipped;
				if (!tell_line(check))
					return false;
				break;
			default:
				return true;
		}
		check->byte = check->reader.taken;
	}
}

/* Takes what has come of a file. */
static BcCheckResult
take(BcCheck *check)
{
	if (check->result == BC_CHECK_OK && begin_lines(check))
	{
		if (check->fault != BC_FILE_SOUND)
			check->reader.start = check->reader.scanned = check->reader.len;
		else
			take_lines(check);
	}
	return check->result;
}

unsigned char *
bc_check_room(BcCheck *check, size_t n)
{
	return bc_reader_room(&check->reader, n);
}

BcCheckResult
bc_check_added(BcCheck *check, size_t n)
{
	bc_reader_added(&check->reader, n);
	check->sums.bytes += n;
	return take(check);
}

BcCheckResult
bc_check_feed(BcCheck *check, BcSlice bytes)
{
	while (bytes.len > 0 && check->result == BC_CHECK_OK)
	{
		size_t		n = bytes.len < FEED ? bytes.len : FEED;
		unsigned char *room = bc_check_room(check, n);

		if (room == NULL)
			return fail(check, BC_CHECK_NO_MEMORY);
		memcpy(room, bytes.data, n);
		bytes.data += n;
		bytes.len -= n;
		bc_check_added(check, n);
	}
	return check->result;
}

BcCheckResult
bc_check_file_end(BcCheck *check)
{
	bc_reader_end(&check->reader);
	return take(check);
}

static bool
tell_duplicates(BcCheck *check)
{
	BcCheckEvent event = event_of(check, BC_EVENT_DUPLICATE, 0);
	BcCheckDuplicate duplicate;
	uint64_t	place = 0;
	bool		found;

	event.duplicate = &duplicate;
	for (;;)
	{
		if (!bc_duplicates_next(&check->duplicates, &found, &place, &duplicate))
		{
			fail(check, BC_CHECK_STORAGE);
			return false;
		}
		if (!found)
			return true;
		check->sums.same[duplicate.kind]++;
		event.place = bc_place_of(place);
		if (!tell(check, &event))
			return false;
	}
}

BcCheckResult
bc_check_finish(BcCheck *check)
{
	BcCheckEvent event = event_of(check, BC_EVENT_SUMS, 0);

	if (check->result != BC_CHECK_OK)
		return check->result;
	if (!bc_duplicates_find(&check->duplicates, &check->sums))
		return fail(check, BC_CHECK_STORAGE);
	if (tell_duplicates(check))
	{
		event.sums = &check->sums;
		tell(check, &event);
	}
	return check->result;
}
