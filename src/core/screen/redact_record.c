/*
 * redact_record.c: a whole record redacted.
 */
#include "core/screen/redact.h"

#include "core/record.h"

/* Where a part of the result lies in the buffer of all redacted texts. */
typedef struct Place
{
	size_t		from;
	size_t		len;
} Place;

typedef struct Redacting
{
	const BcEnv *env;
	const BcRecord *rec;
	const BcScanOptions *options;
	BcRedactStyle style;
	BcValues	values;			/* of all parts */
	BcBuffer	texts;			/* all but the strings of meta */
	BcBuffer	turn_lengths;
	BcBuffer	meta;
	size_t		copied;			/* bytes of rec->meta that are in meta */
	Place		prompt;
	Place		response;
	Place		rejected;
	Place		history;
	bool		changed;
} Redacting;

/* Longer than it may be, rather than out of memory? */
static bool
full(const BcBuffer *buffer)
{
	return buffer->failed && !buffer->starved;
}

static bool
redact_string(Redacting *r, const BcPart *part)
{
	BcBuffer	value;
	bool		ok;

	bc_buffer_init(&value, r->env, r->meta.max);
	ok = bc_redact_values(r->env, part->text, r->options, r->style, false,
						  &r->values, &value);
	if (ok && (value.len != part->text.len ||
			   (value.len > 0 &&
				memcmp(value.data, part->text.data, value.len) != 0)))
	{
		r->changed = true;
		bc_buffer_add(&r->meta, r->rec->meta.data + r->copied,
					  part->from - r->copied);
		bc_json_write_string(&r->meta, (BcSlice) {value.data, value.len});
		r->copied = part->to;
	}
	r->meta.failed |= full(&value);
	bc_buffer_free(&value);
	return ok;
}

static bool
redact_part(Redacting *r, const BcPart *part)
{
	bool		required = part->name == BC_PART_PROMPT ||
		part->name == BC_PART_RESPONSE;
	unsigned char length[4];
	Place		place = {r->texts.len, 0};

	if (part->name == BC_PART_META)
		return redact_string(r, part);
	if (!bc_redact_values(r->env, part->text, r->options, r->style, required,
						  &r->values, &r->texts))
		return false;
	place.len = r->texts.len - place.from;
	if (place.len != part->text.len ||
		(place.len > 0 && memcmp(r->texts.data + place.from, part->text.data,
								 place.len) != 0))
		r->changed = true;
	switch (part->name)
	{
		case BC_PART_PROMPT:
			r->prompt = place;
			break;
		case BC_PART_RESPONSE:
			r->response = place;
			break;
		case BC_PART_REJECTED:
			r->rejected = place;
			break;
		default:
			if (r->history.len == 0)
				r->history.from = place.from;
			r->history.len += place.len;
			bc_store32(length, (uint32_t) place.len);
			bc_buffer_add(&r->turn_lengths, length, sizeof(length));
			break;
	}
	return true;
}

static BcSlice
at_place(const Redacting *r, Place place)
{
	return (BcSlice) {r->texts.data + place.from, place.len};
}

static void
write_result(Redacting *r, BcBuffer *out)
{
	BcRecord	result = *r->rec;

	if (r->copied > 0)
	{
		bc_buffer_add(&r->meta, r->rec->meta.data + r->copied,
					  r->rec->meta.len - r->copied);
		result.meta = (BcSlice) {r->meta.data, r->meta.len};
	}
	result.prompt = at_place(r, r->prompt);
	result.response = at_place(r, r->response);
	result.rejected = at_place(r, r->rejected);
	result.history = at_place(r, r->history);
	result.turn_lengths = r->turn_lengths.data;
	if (!r->meta.failed && !r->turn_lengths.failed)
		bc_record_write(&result, out);
	else
	{
		out->failed = true;
		out->starved = r->meta.starved || r->turn_lengths.starved;
	}
}

/* What any part holds. */
static bool
collect(Redacting *r)
{
	BcPartCursor cursor;
	BcPart		part;
	bool		ok = true;

	bc_parts_start(&cursor, r->env, r->rec, (BcSlice) {NULL, 0});
	while (ok && bc_parts_next(&cursor, &part))
		ok = bc_redact_collect(r->env, part.text, r->options, &r->values);
	ok = ok && !cursor.failed;
	bc_parts_end(&cursor);
	return ok && bc_values_sort(&r->values);
}

bool
bc_redact_record(const BcEnv *env, const BcRecord *rec,
				 const BcScanOptions *options, BcRedactStyle style,
				 BcBuffer *out, bool *changed)
{
	Redacting	r = {.env = env, .rec = rec, .options = options, .style = style};
	BcPartCursor cursor;
	BcPart		part;
	bool		ok;

	bc_values_init(&r.values, env);
	ok = collect(&r);
	bc_buffer_init(&r.texts, env, out->max);
	bc_buffer_init(&r.turn_lengths, env, 8 * (size_t) BC_MAX_VALUES);
	bc_buffer_init(&r.meta, env, out->max);
	if (ok && r.values.any)
	{
		bc_parts_start(&cursor, env, rec, (BcSlice) {NULL, 0});
		while (ok && bc_parts_next(&cursor, &part))
			ok = redact_part(&r, &part);
		ok = ok && !cursor.failed;
		bc_parts_end(&cursor);
	}
	*changed = r.changed;
	if (ok && r.changed)
		write_result(&r, out);
	ok = ok && !out->failed;
	out->starved = !ok && !full(&r.texts) && !full(&r.meta) &&
		!full(&r.turn_lengths) && !full(out);
	bc_values_free(&r.values);
	bc_buffer_free(&r.texts);
	bc_buffer_free(&r.turn_lengths);
	bc_buffer_free(&r.meta);
	return ok;
}
