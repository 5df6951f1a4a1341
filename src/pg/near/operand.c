/*
 * operand.c: the type badcase_near: input and output.
 *
 * Text form: v2:FIELD:MILLIONTHS:FEATURES:EDGES, each feature as 8 hexadecimal
 * digits, ascending.  It holds no text, so plans can show it.
 */
#include "pg/near.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#define TEXT_START	"v2:"

const char *const badcase_field_names[BC_FIELDS] = {
	"text", "prompt", "response", "record"
};

BadcaseNear *
badcase_new_near(BcField field, uint32 threshold, size_t count,
				 size_t edges)
{
	size_t		size = offsetof(BadcaseNear, values) +
		(count + edges) * sizeof(uint32);
	BadcaseNear *near;

	if (size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("badcase_near of too many features")));
	near = palloc(size);
	SET_VARSIZE(near, size);
	near->version = BADCASE_NEAR_VERSION;
	near->edges = (uint8) edges;
	near->field = (uint8) field;
	near->unused = 0;
	near->threshold = threshold;
	return near;
}

BadcaseNear *
badcase_near_of_datum(Datum datum)
{
	BadcaseNear *near = (BadcaseNear *) PG_DETOAST_DATUM(datum);

	if (near->version != BADCASE_NEAR_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("badcase_near of version %d", near->version),
				 errhint("Another version of badcase made it; make it again with near().")));
	return near;
}

void
badcase_check_contained(const BadcaseNear *near)
{
	if (BADCASE_NEAR_COUNT(near) == near->edges)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a text of fewer than three tokens cannot be looked for in others"),
				 errhint("badcase_normalize shows the tokens of a text; the operator %% compares short texts.")));
}

uint32 *
badcase_near_inner(const BadcaseNear *near, size_t *count)
{
	const uint32 *edges = BADCASE_NEAR_EDGES(near);
	size_t		all = BADCASE_NEAR_COUNT(near);
	uint32	   *inner;
	int			edge = 0;

	badcase_check_contained(near);
	inner = palloc(all * sizeof(uint32));
	*count = 0;
	for (size_t i = 0; i < all; i++)
	{
		if (edge < near->edges && near->values[i] == edges[edge])
			edge++;
		else
			inner[(*count)++] = near->values[i];
	}
	return inner;
}

/* Whether values ascend and, with within, are among its count. */
static bool
is_set(const uint32 *values, size_t n, const uint32 *within, size_t count)
{
	for (size_t i = 1; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (values[i - 1] >= values[i])
			return false;
	}
	return within == NULL ||
		bc_features_overlap(values, n, within, count) == n;
}

/* Whether a near that somebody sent is one that near() could have made. */
static bool
is_sound(const BadcaseNear *near)
{
	size_t		count = BADCASE_NEAR_COUNT(near);

	return is_set(near->values, count, NULL, 0) &&
		is_set(BADCASE_NEAR_EDGES(near), near->edges, near->values, count);
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
	const char *colon;
	size_t		count;
	size_t		edges;
	BadcaseNear *near;
	bool		ok = true;

	if (!skip_word(&text, TEXT_START) || !read_field(&text, &field) ||
		!skip_word(&text, ":") || !read_threshold(&text, &threshold) ||
		!skip_word(&text, ":") || (colon = strchr(text, ':')) == NULL)
		return NULL;
	count = (size_t) (colon - text) / 8;
	edges = strlen(colon + 1) / 8;
	if (colon != text + 8 * count || strlen(colon + 1) != 8 * edges ||
		edges > BADCASE_NEAR_MAX_EDGES || edges > count)
		return NULL;
	near = badcase_new_near(field, threshold, count, edges);
	for (size_t i = 0; ok && i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		ok = read_value(text + 8 * i, &near->values[i]);
	}
	for (size_t i = 0; ok && i < edges; i++)
		ok = read_value(colon + 1 + 8 * i, &near->values[count + i]);
	if (ok && is_sound(near))
		return near;
	pfree(near);
	return NULL;
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
	appendStringInfoChar(&out, ':');
	for (int i = 0; i < near->edges; i++)
		appendStringInfo(&out, "%08x", near->values[count + i]);
	PG_RETURN_CSTRING(out.data);
}

PG_FUNCTION_INFO_V1(badcase_near_recv);
Datum
badcase_near_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	unsigned	version = pq_getmsgbyte(in);
	unsigned	edges = pq_getmsgbyte(in);
	unsigned	field = pq_getmsgbyte(in);
	uint32		threshold = pq_getmsgint(in, 4);
	size_t		left = (size_t) (in->len - in->cursor);
	BadcaseNear *near = NULL;

	if (version == BADCASE_NEAR_VERSION && field < BC_FIELDS &&
		threshold >= 1 && threshold <= BC_THRESHOLD_ONE && left % 4 == 0 &&
		edges <= BADCASE_NEAR_MAX_EDGES && left / 4 >= 2 * edges)
	{
		near = badcase_new_near((BcField) field, threshold, left / 4 - edges,
								edges);
		for (size_t i = 0; i < left / 4; i++)
		{
			CHECK_FOR_INTERRUPTS();
			near->values[i] = pq_getmsgint(in, 4);
		}
	}
	if (near == NULL || !is_sound(near))
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
	pq_sendbyte(&out, near->edges);
	pq_sendbyte(&out, near->field);
	pq_sendint32(&out, near->threshold);
	for (size_t i = 0; i < count + near->edges; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendint32(&out, near->values[i]);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}
