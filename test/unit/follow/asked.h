/*
 * asked.h: what a prompt asks for in a few characters: "items =5 [five]", the
 * kind, its arguments, the words of the prompt; "" where it asks for nothing.
 */
#ifndef BADCASE_TEST_ASKED_H
#define BADCASE_TEST_ASKED_H

#include "core/follow.h"

#include "check.h"

/* =3 exactly, >=3 at least, <=3 at most, ~3 about, 3-5 */
static inline size_t
say_number(const BcConstraint *c, char *out, size_t size)
{
	static const char *const signs[] = {
		[BC_AT_LEAST] = ">=", [BC_AT_MOST] = "<=", [BC_EXACTLY] = "=", [BC_BETWEEN] = "", [BC_ABOUT] = "~"
	};

	if (c->kind == BC_F_VERSE)
		return (size_t) snprintf(out, size, " %u*%u", (unsigned) c->n, (unsigned) c->to);
	if (c->kind == BC_F_PARAGRAPH_BEGINS)
		return (size_t) snprintf(out, size, " at %u", (unsigned) c->n);
	if (c->relation == BC_NO_NUMBER)
		return 0;
	if (c->relation == BC_BETWEEN)
		return (size_t) snprintf(out, size, " %u-%u", (unsigned) c->n, (unsigned) c->to);
	return (size_t) snprintf(out, size, " %s%u", signs[c->relation], (unsigned) c->n);
}

static inline void
say_asked(BcSlice prompt, const BcConstraints *found, char *out, size_t size)
{
	size_t		len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < found->count && size - len > 400; i++)
	{
		const BcConstraint *c = &found->list[i];

		len += (size_t) snprintf(out + len, size - len, "%s%s", i > 0 ? "; " : "", bc_follow_kinds[c->kind].name);
		len += say_number(c, out + len, size - len);
		for (unsigned s = 0; s < c->strings; s++)
		{
			BcSlice		string = found->string[c->first_string + s];

			len += (size_t) snprintf(out + len, size - len, "%s%.*s", s > 0 ? "|" : " ", (int) string.len, (const char *) string.data);
		}
		if (c->name != NULL)
			len += (size_t) snprintf(out + len, size - len, " %s", c->name);
		len += (size_t) snprintf(out + len, size - len, " [%.*s]", c->byte_stop > c->byte_start ? (int) (c->byte_stop - c->byte_start) : 0,
								 (const char *) prompt.data + c->byte_start);
	}
}

#endif
