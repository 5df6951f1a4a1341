/*
 * write.c: a record's text output, and the order of text outputs.
 */
#include "core/record/json.h"

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

void
bc_record_write_history(const BcRecord *rec, BcBuffer *out)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;

	bc_buffer_add_byte(out, '[');
	while (bc_record_turn(rec, &cursor, &question, &answer))
	{
		add_text(out, cursor.next > 1 ? ", [" : "[");
		bc_json_write_string(out, question);
		add_text(out, ", ");
		bc_json_write_string(out, answer);
		bc_buffer_add_byte(out, ']');
	}
	bc_buffer_add_byte(out, ']');
}

/* What follows the response's closing quote. */
static void
write_tail(const BcRecord *rec, BcBuffer *out)
{
	if (rec->turns > 0)
	{
		add_text(out, ", \"history\": ");
		bc_record_write_history(rec, out);
	}
	if (rec->has_rejected)
	{
		add_text(out, ", \"rejected\": ");
		bc_json_write_string(out, rec->rejected);
	}
	if (rec->meta.len > 0)
	{
		/* its members without its opening brace; its closing one ends ours */
		add_text(out, ", ");
		bc_buffer_add(out, rec->meta.data + 1, rec->meta.len - 1);
	}
	else
		bc_buffer_add_byte(out, '}');
}

void
bc_record_write(const BcRecord *rec, BcBuffer *out)
{
	add_text(out, "{\"prompt\": ");
	bc_json_write_string(out, rec->prompt);
	add_text(out, ", \"response\": ");
	bc_json_write_string(out, rec->response);
	write_tail(rec, out);
}

static int
compare_bytes(BcSlice a, BcSlice b)
{
	size_t		n = a.len < b.len ? a.len : b.len;
	int			order = n > 0 ? memcmp(a.data, b.data, n) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/*
 * Compares two strings as they are written, closing quote included.  Each byte
 * is written by itself, and no byte's escape begins with another's or with the
 * quote, so the first byte that differs decides.
 */
static int
compare_written(BcSlice a, BcSlice b)
{
	unsigned char room[2][16];
	BcSlice		written[2];
	size_t		n = a.len < b.len ? a.len : b.len;
	size_t		i = 0;

	if (a.len == b.len && (n == 0 || memcmp(a.data, b.data, n) == 0))
		return 0;
	while (i < n && a.data[i] == b.data[i])
		i++;
	for (int side = 0; side < 2; side++)
	{
		const BcSlice *s = side == 0 ? &a : &b;
		BcBuffer	buf = {NULL, room[side], 0, sizeof(room[side]),
		sizeof(room[side]), false, false};

		bc_json_write_string(&buf, (BcSlice) {s->data + i, s->len > i ? 1 : 0});
		written[side] = (BcSlice) {room[side] + 1, buf.len - 1};
	}
	return compare_bytes(written[0], written[1]);
}

int
bc_record_compare(const BcEnv *env, const BcRecord *a, const BcRecord *b)
{
	BcBuffer	tails[2];
	int			order = compare_written(a->prompt, b->prompt);

	if (order == 0)
		order = compare_written(a->response, b->response);
	if (order != 0)
		return order;
	bc_buffer_init(&tails[0], env, SIZE_MAX);
	bc_buffer_init(&tails[1], env, SIZE_MAX);
	write_tail(a, &tails[0]);
	write_tail(b, &tails[1]);
	order = compare_bytes((BcSlice) {tails[0].data, tails[0].len},
						  (BcSlice) {tails[1].data, tails[1].len});
	bc_buffer_free(&tails[0]);
	bc_buffer_free(&tails[1]);
	return order;
}
