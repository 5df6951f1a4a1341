/*
 * near_type.c: the type badcase_near: input, output and constructors.
 *
 * Text form: v1:similar:FIELD:MILLIONTHS:FEATURES, each feature as 8
 * hexadecimal digits, ascending.  It holds no text, so plans can show it.
 */
#include "pg/near.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#define TEXT_START	"v1:similar:"

const char *const badcase_field_names[BC_FIELDS] = {
	"text", "prompt", "response", "record"
};

static BadcaseNear *
new_near(BcField field, uint32 threshold, size_t count)
{
	size_t		size = offsetof(BadcaseNear, values) + count * sizeof(uint32);
	BadcaseNear *near;

	if (size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("badcase_near of too many features")));
	near = palloc(size);
	SET_VARSIZE(near, size);
	near->version = BADCASE_NEAR_VERSION;
	near->mode = BADCASE_NEAR_SIMILAR;
	near->field = (uint8) field;
	near->unused = 0;
	near->threshold = threshold;
	return near;
}

/* Moves past what the text begins with, if it does. */
static bool
skip_word(const char **text, const char *word)
{
	size_t		len = strlen(word);

	if (strncmp(*text, word, len) != 0)
		return false;
	*text += len;
	return true;
}

static bool
read_field(const char **text, BcField *field)
{
	for (int i = 0; i < BC_FIELDS; i++)
	{
		if (skip_word(text, badcase_field_names[i]))
		{
			*field = (BcField) i;
			return true;
		}
	}
	return false;
}

static bool
read_threshold(const char **text, uint32 *threshold)
{
	const char *start = *text;

	*threshold = 0;
	while (**text >= '0' && **text <= '9' && *text - start < 7)
		*threshold = *threshold * 10 + (uint32) (*(*text)++ - '0');
	return *start != '0' && *threshold >= 1 &&
		*threshold <= BC_THRESHOLD_ONE;
}

static bool
read_value(const char *text, uint32 *value)
{
	*value = 0;
	for (int i = 0; i < 8; i++)
	{
		char		c = text[i];

		if (c >= '0' && c <= '9')
			*value = *value << 4 | (uint32) (c - '0');
		else if (c >= 'a' && c <= 'f')
			*value = *value << 4 | (uint32) (c - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* NULL where the text is not one that badcase_near_out() writes. */
static BadcaseNear *
read_near(const char *text)
{
	BcField		field;
	uint32		threshold;
	size_t		len;
	BadcaseNear *near;

	if (!skip_word(&text, TEXT_START) || !read_field(&text, &field) ||
		!skip_word(&text, ":") || !read_threshold(&text, &threshold) ||
		!skip_word(&text, ":"))
		return NULL;
	len = strlen(text);
	if (len % 8 != 0)
		return NULL;
	near = new_near(field, threshold, len / 8);
	for (size_t i = 0; i < len / 8; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!read_value(text + 8 * i, &near->values[i]) ||
			(i > 0 && near->values[i - 1] >= near->values[i]))
		{
			pfree(near);
			return NULL;
		}
	}
	return near;
}

PG_FUNCTION_INFO_V1(badcase_near_in);
Datum
badcase_near_in(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = read_near(PG_GETARG_CSTRING(0));

	if (near == NULL)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type badcase_near"),
				 errhint("The function near() makes a badcase_near of a text or a record: near('...', 0.7).")));
	PG_RETURN_POINTER(near);
}

PG_FUNCTION_INFO_V1(badcase_near_out);
Datum
badcase_near_out(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(0);
	size_t		count = BADCASE_NEAR_COUNT(near);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, TEXT_START "%s:%u:",
					 badcase_field_names[near->field], near->threshold);
	for (size_t i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		appendStringInfo(&out, "%08x", near->values[i]);
	}
	PG_RETURN_CSTRING(out.data);
}

PG_FUNCTION_INFO_V1(badcase_near_recv);
Datum
badcase_near_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	unsigned	version = pq_getmsgbyte(in);
	unsigned	mode = pq_getmsgbyte(in);
	unsigned	field = pq_getmsgbyte(in);
	uint32		threshold = pq_getmsgint(in, 4);
	size_t		left = (size_t) (in->len - in->cursor);
	BadcaseNear *near;
	bool		ok = version == BADCASE_NEAR_VERSION &&
		mode < BADCASE_NEAR_MODES && field < BC_FIELDS &&
		threshold >= 1 && threshold <= BC_THRESHOLD_ONE && left % 4 == 0;

	near = new_near((BcField) field, threshold, left / 4);
	for (size_t i = 0; ok && i < left / 4; i++)
	{
		CHECK_FOR_INTERRUPTS();
		near->values[i] = pq_getmsgint(in, 4);
		ok = i == 0 || near->values[i - 1] < near->values[i];
	}
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary format of type badcase_near")));
	PG_RETURN_POINTER(near);
}

PG_FUNCTION_INFO_V1(badcase_near_send);
Datum
badcase_near_send(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(0);
	size_t		count = BADCASE_NEAR_COUNT(near);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbyte(&out, near->version);
	pq_sendbyte(&out, near->mode);
	pq_sendbyte(&out, near->field);
	pq_sendint32(&out, near->threshold);
	for (size_t i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendint32(&out, near->values[i]);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* Makes the datum and frees the set. */
static Datum
near_of_set(BcFeatures *set, BcField field, uint32 threshold)
{
	BadcaseNear *near = new_near(field, threshold, set->count);

	if (set->count > 0)
		memcpy(near->values, set->values, set->count * sizeof(uint32));
	bc_features_free(&badcase_env, set);
	PG_RETURN_POINTER(near);
}

PG_FUNCTION_INFO_V1(badcase_near_record);
Datum
badcase_near_record(PG_FUNCTION_ARGS)
{
	uint32		threshold = badcase_threshold(PG_GETARG_FLOAT8(1));
	BcField		field = badcase_field(PG_GETARG_TEXT_PP(2), BC_FIELD_TEXT);
	BcFeatures	set;

	badcase_arg_features(fcinfo, 0, field, &set);
	return near_of_set(&set, field, threshold);
}

PG_FUNCTION_INFO_V1(badcase_near_text);
Datum
badcase_near_text(PG_FUNCTION_ARGS)
{
	uint32		threshold = badcase_threshold(PG_GETARG_FLOAT8(1));
	BcField		field = badcase_field(PG_GETARG_TEXT_PP(2), BC_FIELD_RECORD);
	BcFeatures	set;

	badcase_text_arg_features(fcinfo, 0, field, &set);
	return near_of_set(&set, field, threshold);
}
