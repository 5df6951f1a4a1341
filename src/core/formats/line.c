/*
 * line.c: a line as it came, judged as a row of a format, with the place of
 * what is wrong in the line.
 */
#include "core/formats/row.h"

#include <stdlib.h>

/*
 * Appends the line with all strings escaped in one way, so that equal texts
 * are equal bytes.  The line is known to be JSON.
 */
static void
write_evenly(const BcReader *json, BcSlice line, BcBuffer *out)
{
	BcBuffer	text;
	size_t		at = 0;

	bc_buffer_init(&text, out->env, SIZE_MAX);
	while (true)
	{
		const unsigned char *quote = memchr(line.data + at, '"',
											line.len - at);
		size_t		start = quote == NULL ? line.len :
			(size_t) (quote - line.data);
		BcSpan		span = {start + 1, start + 1, false};

		bc_poll(out->env);
		bc_buffer_add(out, line.data + at, start - at);
		if (quote == NULL)
			break;
		while (line.data[span.end] != '"')
		{
			span.escaped |= line.data[span.end] == '\\';
			span.end += line.data[span.end] == '\\' ? 2 : 1;
		}
		at = span.end + 1;
		if (!span.escaped)
		{
			bc_buffer_add(out, quote, at - start);
			continue;
		}
		text.len = 0;
		bc_json_decode(json, span, &text);
		bc_json_write_string(out, (BcSlice) {text.data, text.len});
	}
	out->failed |= text.failed;
	bc_buffer_free(&text);
}

/* Is the member that the reader is at the one of this step of a pointer? */
static bool
is_step(const BcReader *json, const char *step, size_t len)
{
	const BcLevel *level = &json->levels[0];
	unsigned char room[256];
	BcBuffer	name = {NULL, room, 0, sizeof(room), sizeof(room), false, false};

	if (!level->object)
		return strtoul(step, NULL, 10) == level->members - 1;
	/* the formats' own keys are short, escapes and all */
	if (level->key.end - level->key.start > sizeof(room))
		return false;
	bc_json_decode(json, level->key, &name);
	return !name.failed && name.len == len &&
		memcmp(name.data, step, len) == 0;
}

/*
 * The offset of the value that a pointer of a format's own keys leads to, of
 * two of one key the second; where there is none, of the end of what should
 * hold it.
 */
static size_t
find_place(BcReader *json, const BcEnv *env, BcSlice line, const char *path)
{
	size_t		place = 0;

	bc_json_start(json, env, line);
	(void) bc_json_peek(json);
	place = json->at;
	while (*path == '/')
	{
		const char *step = path + 1;
		size_t		len = strcspn(step, "/");
		size_t		base = place;
		size_t		found = 0;
		bool		more;

		bc_json_start(json, env,
					  (BcSlice) {line.data + base, line.len - base});
		if ((bc_json_peek(json) != '{' && bc_json_peek(json) != '[') ||
			!bc_json_open(json))
			return place;
		while (bc_json_next(json, &more) && more)
		{
			if (is_step(json, step, len))
				found = json->at;
			if (!bc_json_skip(json))
				return place;
		}
		if (found == 0)
			return base + json->at - 1;
		place = base + found;
		path = step + len;
	}
	return place;
}

/* Takes the fault of a row over to the line. */
static bool
set_verdict(const BcEnv *env, BcSlice line, const BcRowFault *fault,
			BcVerdict *verdict)
{
	size_t		size = strlen(fault->path) + 1;
	BcReader   *json = bc_resize(env, NULL, 1, sizeof(BcReader));

	verdict->code = BC_NO_MEMORY;
	if (json == NULL || fault->code == BC_NO_MEMORY)
	{
		bc_free(env, json);
		return false;
	}
	verdict->offset = find_place(json, env, line, fault->path);
	bc_free(env, json);
	verdict->path = bc_resize(env, NULL, size, 1);
	if (verdict->path == NULL)
		return false;
	memcpy(verdict->path, fault->path, size);
	verdict->code = fault->code;
	return false;
}

/* Reads a line that is a JSON object. */
static bool
read_line(const BcEnv *env, BcSlice line, const BcFormat *format,
		  BcBuffer *out, BcDraft *draft, BcVerdict *verdict,
		  BcRowFault *fault)
{
	BcReader   *json = NULL;
	BcSlice		even = line;
	BcBuffer	text;
	bool		ok;

	bc_buffer_init(&text, env, SIZE_MAX);
	if (memchr(line.data, '\\', line.len) != NULL)
	{
		json = bc_resize(env, NULL, 1, sizeof(BcReader));
		if (json != NULL)
		{
			bc_json_start(json, env, line);
			write_evenly(json, line, &text);
		}
		if (json == NULL || text.failed)
		{
			bc_free(env, json);
			bc_buffer_free(&text);
			verdict->code = BC_NO_MEMORY;
			return false;
		}
		bc_free(env, json);
		even = (BcSlice) {text.data, text.len};
	}
	ok = bc_row_read(env, even, format, out, draft, fault);
	bc_buffer_free(&text);
	return ok || set_verdict(env, line, fault, verdict);
}

bool
bc_row_judge(const BcEnv *env, BcSlice line, const BcFormat *format,
			 BcBuffer *out, BcDraft *draft, BcVerdict *verdict,
			 const char **hint)
{
	BcRowFault	fault;

	*hint = NULL;
	if (format == &bc_formats[0])
		return bc_record_read(env, line, draft, verdict);
	if (!bc_object_check(env, line, verdict))
		return false;
	if (read_line(env, line, format, out, draft, verdict, &fault))
		return true;
	if (verdict->code != BC_NO_MEMORY)
		*hint = fault.hint;
	return false;
}
