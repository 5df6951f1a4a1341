/*
 * write.c: lines of a format, what they lose, and what describes them.
 */
#include "core/formats.h"
#include "core/record.h"

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

static bool
is_part(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Calls for every member of meta, the reader standing at its value. */
typedef bool (*MemberAction) (BcReader *json, void *context);

/* False without memory. */
static bool
each_member(const BcEnv *env, BcSlice meta, MemberAction action, void *context)
{
	BcReader   *json;
	bool		more;

	if (meta.len == 0)
		return true;
	json = bc_resize(env, NULL, 1, sizeof(BcReader));
	if (json == NULL)
		return false;
	bc_json_start(json, env, meta);
	(void) bc_json_peek(json);
	if (bc_json_open(json))
		while (bc_json_next(json, &more) && more && action(json, context))
			;
	bc_free(env, json);
	return true;
}

typedef struct System
{
	BcBuffer	text;
	bool		found;
} System;

static bool
is_key(const BcReader *json, const char *name)
{
	BcSpan		key = json->levels[0].key;

	/* jsonb's output escapes no letter */
	return key.end - key.start == strlen(name) &&
		memcmp(json->text + key.start, name, strlen(name)) == 0;
}

static bool
take_system(BcReader *json, void *context)
{
	System	   *system = context;
	BcSpan		span;

	if (!is_key(json, "system"))
		return bc_json_skip(json);
	if (bc_json_peek(json) == '"' && bc_json_string(json, &span))
	{
		bc_json_decode(json, span, &system->text);
		system->found = system->text.len > 0;
	}
	return false;
}

/* meta.system where it is a string that is not empty; the caller frees text. */
static void
find_system(const BcEnv *env, const BcRecord *rec, System *system)
{
	bc_buffer_init(&system->text, env, BC_MAX_INPUT);
	system->found = false;
	if (!each_member(env, rec->meta, take_system, system))
		system->text.failed = true;
}

static BcSlice
system_text(const System *system)
{
	BcSlice		none = {(const unsigned char *) "", 0};
	BcSlice		text = {system->text.data, system->text.len};

	return system->found ? text : none;
}

/* The words of a list of turns. */
typedef struct TurnWords
{
	const char *role;
	const char *content;
	const char *user;
	const char *assistant;
	const char *earlier;		/* what an answer of the history has besides */
} TurnWords;

static const TurnWords *
turn_words(char part)
{
	static const TurnWords chat = {"role", "content", "user", "assistant", ""};
	static const TurnWords weighted = {"role", "content", "user", "assistant",
	", \"weight\": 0"};
	static const TurnWords sharegpt = {"from", "value", "human", "gpt", ""};

	return part == 'G' ? &sharegpt : part == 'W' ? &weighted : &chat;
}

static void
write_turn(BcBuffer *out, const TurnWords *words, const char *role,
		   BcSlice content, const char *more)
{
	add_text(out, "{\"");
	add_text(out, words->role);
	add_text(out, "\": \"");
	add_text(out, role);
	add_text(out, "\", \"");
	add_text(out, words->content);
	add_text(out, "\": ");
	bc_json_write_string(out, content);
	add_text(out, more);
	add_text(out, "}");
}

/* Writes the turns up to the prompt. */
static void
write_turns(BcBuffer *out, const BcRecord *rec, const TurnWords *words,
			const System *system)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;

	if (system->found)
	{
		write_turn(out, words, "system", system_text(system), "");
		add_text(out, ", ");
	}
	while (bc_record_turn(rec, &cursor, &question, &answer))
	{
		bc_poll(out->env);
		write_turn(out, words, words->user, question, "");
		add_text(out, ", ");
		write_turn(out, words, words->assistant, answer, words->earlier);
		add_text(out, ", ");
	}
	write_turn(out, words, words->user, rec->prompt, "");
}

static void
write_pair(BcBuffer *out, BcSlice question, BcSlice answer)
{
	add_text(out, "{\"human\": ");
	bc_json_write_string(out, question);
	add_text(out, ", \"assistant\": ");
	bc_json_write_string(out, answer);
	add_text(out, "}");
}

static void
write_pairs(BcBuffer *out, const BcRecord *rec)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;

	while (bc_record_turn(rec, &cursor, &question, &answer))
	{
		bc_poll(out->env);
		write_pair(out, question, answer);
		add_text(out, ", ");
	}
	write_pair(out, rec->prompt, rec->response);
}

static void
write_part(BcBuffer *out, const BcRecord *rec, char part, const System *system)
{
	switch (part)
	{
		case 'P':
			bc_json_write_string(out, rec->prompt);
			break;
		case 'R':
			bc_json_write_string(out, rec->response);
			break;
		case 'X':
			bc_json_write_string(out, rec->rejected);
			break;
		case 'S':
			bc_json_write_string(out, system_text(system));
			break;
		case 'H':
			bc_record_write_history(rec, out);
			break;
		case 'V':
			write_pairs(out, rec);
			break;
		case 'B':
			bc_record_write(rec, out);
			break;
		default:
			write_turns(out, rec, turn_words(part), system);
			break;
	}
}

void
bc_format_write(const BcEnv *env, const BcFormat *format, const BcRecord *rec,
				BcBuffer *out)
{
	System		system = {0};
	System		none = {0};
	bool		quoted = false;
	bool		own_key = strchr(format->line, 'S') != NULL;

	if (bc_format_holds(format, BC_PLACE_SYSTEM) &&
		!bc_format_holds(format, BC_PLACE_META))
		find_system(env, rec, &system);
	for (const char *p = format->line; *p != '\0'; p++)
	{
		if (*p == '\'')
			quoted = !quoted;
		if (is_part(*p))
			write_part(out, rec, *p, own_key && *p != 'S' ? &none : &system);
		else
			bc_buffer_add_byte(out, *p == '\'' ? '"' : (unsigned char) *p);
	}
	out->failed |= system.text.failed;
	if (system.text.env != NULL)
		bc_buffer_free(&system.text);
}

static void
add_name(BcBuffer *out, const char *name)
{
	bc_buffer_add(out, name, strlen(name) + 1);
}

typedef struct Losses
{
	BcBuffer   *out;
	bool		system_kept;
} Losses;

static bool
add_lost_member(BcReader *json, void *context)
{
	Losses	   *losses = context;

	if (!losses->system_kept || !is_key(json, "system"))
	{
		bc_json_decode(json, json->levels[0].key, losses->out);
		bc_buffer_add_byte(losses->out, '\0');
	}
	return bc_json_skip(json);
}

void
bc_format_losses(const BcEnv *env, const BcFormat *format, const BcRecord *rec,
				 BcBuffer *out)
{
	Losses		losses = {out, false};

	if (!bc_format_holds(format, BC_PLACE_RESPONSE))
		add_name(out, "response");
	if (rec->turns > 0 && !bc_format_holds(format, BC_PLACE_HISTORY))
		add_name(out, "history");
	if (rec->has_rejected && !bc_format_holds(format, BC_PLACE_REJECTED))
		add_name(out, "rejected");
	if (bc_format_holds(format, BC_PLACE_META))
		return;
	if (bc_format_holds(format, BC_PLACE_SYSTEM))
	{
		System		system;

		find_system(env, rec, &system);
		losses.system_kept = system.found;
		out->failed |= system.text.failed;
		bc_buffer_free(&system.text);
	}
	if (!each_member(env, rec->meta, add_lost_member, &losses))
		out->failed = true;
}
