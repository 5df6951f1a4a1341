/*
 * redact.c: labels, masks and removal.
 */
#include "core/screen/redact.h"

#include "core/text.h"

/*
 * What is taken out may have hidden something: a word that made a number
 * harmless, or the two halves of another number.  So it is done again until
 * nothing is found.  A text that still holds something after so many rounds
 * was made to; nothing of it is kept.
 */
#define MAX_ROUNDS	16

#define MAX_STARS	8

/* The byte behind the n-th character, n counted from the front. */
static size_t
head_bytes(BcSlice text, size_t n)
{
	size_t		at = 0;

	while (n-- > 0 && at < text.len)
		(void) bc_next_char(text, &at);
	return at;
}

static size_t
tail_bytes(BcSlice text, size_t n)
{
	size_t		at = text.len;

	while (n-- > 0 && at > 0)
	{
		at--;
		while (at > 0 && (text.data[at] & 0xC0) == 0x80)
			at--;
	}
	return at;
}

/* How many characters a mask shows at either end. */
static void
visible(const BcFinding *f, size_t len, size_t *head, size_t *tail)
{
	*head = *tail = 0;
	switch (f->kind)
	{
		case BC_CN_MOBILE:
		case BC_PHONE:
		case BC_BANK_CARD:
			*head = 3;
			*tail = 4;
			break;
		case BC_CN_ID:
		case BC_CN_ID15:
			*head = 3;
			*tail = 2;
			break;
		case BC_CN_PLATE:
		case BC_CN_USCC:
		case BC_IBAN:
			*head = 2;
			*tail = 2;
			break;
		case BC_PERSON_NAME:
		case BC_EMAIL:
		case BC_IM_ACCOUNT:
			*head = 1;
			break;
		case BC_CN_ADDRESS:
			*head = 3;
			break;
		default:
			break;
	}
	/* at least a third is hidden */
	if (3 * (*head + *tail) > 2 * len)
	{
		*head = len >= 2 ? 1 : 0;
		*tail = 0;
	}
}

static void
add_mask(BcSlice value, const BcFinding *f, BcBuffer *out)
{
	size_t		len = f->stop - f->start;
	size_t		head;
	size_t		tail;

	visible(f, len, &head, &tail);
	bc_buffer_add(out, value.data, head_bytes(value, head));
	for (size_t i = head + tail; i < len; i++)
		bc_buffer_add_byte(out, '*');
	bc_buffer_add(out, value.data + tail_bytes(value, tail),
				  value.len - tail_bytes(value, tail));
}

static void
add_label(const BcFinding *f, BcBuffer *out)
{
	const char *name = bc_kind_name((BcKind) f->kind);

	bc_buffer_add_byte(out, '<');
	bc_buffer_add(out, name, strlen(name));
	bc_buffer_add_byte(out, '>');
}

static void
replace(BcSlice text, const BcFindings *found, BcRedactStyle style,
		BcBuffer *out)
{
	size_t		at = 0;

	for (size_t i = 0; i < found->count; i++)
	{
		const BcFinding *f = &found->list[i];
		BcSlice		value = {text.data + f->byte_start,
			f->byte_stop - f->byte_start};

		bc_buffer_add(out, text.data + at, f->byte_start - at);
		if (style == BC_REDACT_LABEL)
			add_label(f, out);
		else if (style == BC_REDACT_MASK)
			add_mask(value, f, out);
		at = f->byte_stop;
	}
	bc_buffer_add(out, text.data + at, text.len - at);
}

static bool
blank(BcSlice text)
{
	for (size_t at = 0; at < text.len;)
		if (!bc_is_white_space(bc_next_char(text, &at)))
			return false;
	return true;
}

/* Both lists are in order; where they overlap, what was found there counts. */
static bool
merge(const BcEnv *env, BcFindings *found, const BcFindings *elsewhere)
{
	BcFinding  *list;
	size_t		n = 0;
	size_t		k = 0;

	if (elsewhere->count == 0)
		return true;
	list = bc_resize(env, NULL, found->count + elsewhere->count, sizeof(BcFinding));
	if (list == NULL)
		return false;
	for (size_t i = 0; i <= found->count; i++)
	{
		for (; k < elsewhere->count &&
			 (i == found->count || elsewhere->list[k].byte_start < found->list[i].byte_stop); k++)
			if ((n == 0 || elsewhere->list[k].byte_start >= list[n - 1].byte_stop) &&
				(i == found->count || elsewhere->list[k].byte_stop <= found->list[i].byte_start))
				list[n++] = elsewhere->list[k];
		if (i < found->count)
			list[n++] = found->list[i];
	}
	bc_free(env, found->list);
	found->list = list;
	found->count = n;
	return true;
}

/* What is to go from a text: what a scan finds, and values found elsewhere. */
static bool
find_all(const BcEnv *env, BcSlice text, const BcScanOptions *options,
		 const BcValues *values, BcFindings *found)
{
	BcFindings	elsewhere = {NULL, 0};
	bool		ok;

	if (!bc_scan(env, text, options, found))
		return false;
	ok = values == NULL || (bc_values_find(values, text, &elsewhere) &&
							merge(env, found, &elsewhere));
	bc_findings_free(env, &elsewhere);
	if (!ok)
		bc_findings_free(env, found);
	return ok;
}

/*
 * The rounds of one style; out holds the result.  Where there is a collector,
 * it gets what is found.
 */
static bool
redact_by(const BcEnv *env, BcSlice text, const BcScanOptions *options,
		  BcRedactStyle style, const BcValues *values, BcValues *collector,
		  BcBuffer *out)
{
	BcBuffer	next;
	BcFindings	found;

	bc_buffer_add(out, text.data, text.len);
	for (int round = 0; round < MAX_ROUNDS && !out->failed; round++)
	{
		BcSlice		now = {out->data, out->len};

		if (!find_all(env, now, options, values, &found))
			return false;
		if (found.count == 0)
			return true;
		for (size_t i = 0; collector != NULL && i < found.count; i++)
		{
			const BcFinding *f = &found.list[i];

			bc_values_add(collector, (BcSlice) {now.data + f->byte_start, f->byte_stop - f->byte_start},
						  (BcKind) f->kind);
		}
		bc_buffer_init(&next, env, out->max);
		replace(now, &found, style, &next);
		bc_findings_free(env, &found);
		bc_buffer_free(out);
		*out = next;
	}
	if (out->failed)
		return false;
	out->len = 0;
	bc_buffer_add(out, "<redacted>", 10);
	return !out->failed;
}

bool
bc_redact_collect(const BcEnv *env, BcSlice text, const BcScanOptions *options,
				  BcValues *values)
{
	BcBuffer	out;
	bool		ok;

	/* labels are longer than what they stand for, at most so much */
	bc_buffer_init(&out, env, SIZE_MAX);
	ok = redact_by(env, text, options, BC_REDACT_LABEL, NULL, values, &out);
	bc_buffer_free(&out);
	return ok;
}

bool
bc_redact_values(const BcEnv *env, BcSlice text, const BcScanOptions *options,
				 BcRedactStyle style, bool not_blank, const BcValues *values,
				 BcBuffer *out)
{
	BcBuffer	result;
	bool		ok;

	bc_buffer_init(&result, env, out->max);
	ok = redact_by(env, text, options, style, values, NULL, &result);
	if (ok && not_blank && style == BC_REDACT_REMOVE &&
		blank((BcSlice) {result.data, result.len}) && !blank(text))
	{
		bc_buffer_free(&result);
		bc_buffer_init(&result, env, out->max);
		ok = redact_by(env, text, options, BC_REDACT_LABEL, values, NULL, &result);
	}
	if (ok)
		bc_buffer_add(out, result.data, result.len);
	else if (result.failed && !result.starved)
		out->failed = true;		/* longer than it may be: no want of memory */
	bc_buffer_free(&result);
	return ok && !out->failed;
}

bool
bc_redact(const BcEnv *env, BcSlice text, const BcScanOptions *options,
		  BcRedactStyle style, bool not_blank, BcBuffer *out)
{
	BcValues	values;
	bool		ok;

	bc_values_init(&values, env);
	ok = bc_redact_collect(env, text, options, &values) && bc_values_sort(&values);
	if (ok && values.any)
		ok = bc_redact_values(env, text, options, style, not_blank, &values, out);
	else if (ok)
		bc_buffer_add(out, text.data, text.len);
	bc_values_free(&values);
	return ok && !out->failed;
}

/* The bytes of a secret that only tell what it is. */
static size_t
telling(BcSlice value, BcKind kind)
{
	size_t		n = 0;

	switch (kind)
	{
		case BC_PRIVATE_KEY:
			return value.len > 10 && value.data[0] == '-' ? 10 : 0;
		case BC_JWT:
			return 3;
		case BC_AWS_KEY:
		case BC_GOOGLE_KEY:
			return 4;
		case BC_GITHUB_TOKEN:
		case BC_SLACK_TOKEN:
		case BC_OPENAI_KEY:
		case BC_HF_TOKEN:
			/* up to the first '_' or '-' */
			for (n = 0; n < 8 && n < value.len; n++)
				if (value.data[n] == '_' || value.data[n] == '-')
					return n + 1;
			return 0;
		case BC_BASIC_AUTH_URL:
			for (n = 0; n + 3 <= value.len && n < 20; n++)
				if (memcmp(value.data + n, "://", 3) == 0)
					return n + 3;
			return 0;
		default:
			return 0;
	}
}

void
bc_excerpt(BcSlice text, const BcFinding *f, BcBuffer *out)
{
	BcSlice		value = {text.data + f->byte_start,
		f->byte_stop - f->byte_start};
	size_t		len = f->stop - f->start;
	size_t		shown = len >= 10 ? 2 : len >= 4 ? 1 : 0;
	size_t		stars;

	if (bc_kind_family((BcKind) f->kind) == BC_FAMILY_SECRET)
	{
		bc_buffer_add(out, value.data, telling(value, (BcKind) f->kind));
		bc_buffer_add(out, "****", 4);
		return;
	}
	bc_buffer_add(out, value.data, head_bytes(value, shown));
	stars = len - 2 * shown;
	for (size_t i = 0; i < stars && i < MAX_STARS; i++)
		bc_buffer_add_byte(out, '*');
	bc_buffer_add(out, value.data + tail_bytes(value, shown),
				  value.len - tail_bytes(value, shown));
}
