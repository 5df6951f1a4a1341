/*
 * object.c: is this text a JSON object?
 */
#include "core/record/object.h"

#include "core/record/json.h"

static bool
read_object(BcReader *json)
{
	int			c = bc_json_peek(json);
	size_t		start = json->at;

	if (c == '{')
		return bc_json_skip(json) && bc_json_finish(json);
	/* an array or string is no object, whatever is in it */
	return (c == '[' || c == '"' || bc_json_skip(json)) &&
		bc_json_fault(json, BC_NOT_OBJECT, start);
}

bool
bc_object_check(const BcEnv *env, BcSlice text, BcVerdict *verdict)
{
	BcReader   *json = bc_resize(env, NULL, 1, sizeof(BcReader));
	bool		ok;

	memset(verdict, 0, sizeof(*verdict));
	if (json == NULL)
	{
		verdict->code = BC_NO_MEMORY;
		return false;
	}
	bc_json_start(json, env, text);
	ok = read_object(json);
	if (!ok)
	{
		verdict->path = bc_json_path_string(json);
		verdict->code = verdict->path == NULL ? BC_NO_MEMORY : json->code;
		verdict->offset = json->offset;
	}
	bc_free(env, json);
	return ok;
}
