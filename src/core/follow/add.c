/*
 * add.c: what a rule found, put beside what was found before.
 */
#include "core/follow/internal.h"

BcConstraint *
bc_follow_add(BcFinder *f, BcFollowKind kind, size_t first, size_t last,
			  unsigned confidence)
{
	BcConstraint *c;

	if (f->out->count == BC_MAX_CONSTRAINTS || confidence == 0)
		return NULL;
	c = &f->out->list[f->out->count++];
	memset(c, 0, sizeof(*c));
	c->kind = (uint8_t) kind;
	c->confidence = (uint8_t) confidence;
	c->place = (uint8_t) f->place;
	c->turn = f->turn;
	c->byte_start = f->cue[first].start;
	c->byte_stop = f->cue[last].stop;
	c->wide = f->text.data[f->cue[first].start] >= 0x80;
	c->first_string = (uint8_t) f->out->strings;
	return c;
}

/* Adds a string to the constraint made last; false: there is no room. */
bool
bc_follow_string(BcFinder *f, BcConstraint *c, BcSlice s)
{
	BcConstraints *out = f->out;

	while (s.len > 0 && (s.data[0] == ' ' || s.data[0] == '\n'))
		s.data++, s.len--;
	while (s.len > 0 &&
		   (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\n'))
		s.len--;
	if (out->strings == BC_MAX_STRINGS || s.len == 0 || c == NULL)
		return false;
	for (unsigned k = 0; k < c->strings; k++)
		if (out->string[c->first_string + k].len == s.len &&
			memcmp(out->string[c->first_string + k].data, s.data, s.len) == 0)
			return true;
	out->string[out->strings++] = s;
	c->strings++;
	return true;
}

void
bc_set_quantity(BcConstraint *c, const BcQuantity *q, BcRelation plain)
{
	c->relation = (uint8_t) (q->relation == BC_NO_NUMBER ? plain : q->relation);
	c->n = q->n;
	c->to = q->relation == BC_BETWEEN ? q->to : 0;
}

BcConstraint *
bc_add_quantity(BcFinder *f, BcFollowKind kind, const BcQuantity *q,
				BcRelation plain, unsigned confidence)
{
	BcConstraint *c = bc_follow_add(f, kind, q->first, q->last, confidence);

	if (c != NULL)
		bc_set_quantity(c, q, plain);
	return c;
}
