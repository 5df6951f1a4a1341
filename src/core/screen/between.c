/*
 * between.c: what stands between a label and its value: marks of Markdown and
 * HTML, closing quotes and brackets, the end of a line.
 */
#include "core/screen/internal.h"

#define MAX_MARKS	96			/* bytes of marks beside one another */
#define MAX_TAG		48

/* <b>, </td>, <span class="x">: the end of the tag at i, or i. */
static size_t
tag_end(const BcScan *s, size_t i)
{
	size_t		at = i + 1;

	if (bc_at(s, i) != '<')
		return i;
	if (bc_at(s, at) == '/')
		at++;
	if (!bc_is(bc_at(s, at), BC_C_LETTER))
		return i;
	for (; at < s->n && at - i < MAX_TAG && s->t[at] != '\n' && s->t[at] != '<'; at++)
		if (s->t[at] == '>')
			return at + 1;
	return i;
}

static bool
emphasis(const BcScan *s, size_t i)
{
	unsigned char c = bc_at(s, i);

	return c == '*' || ((c == '_' || c == '~') && bc_at(s, i + 1) == c);
}

/* What ends a word that is set off: 】 and the like; its length, or 0. */
static size_t
closer(const BcScan *s, size_t i)
{
	static const char wide[] = "】」』》〉”’〕";
	unsigned char c = bc_at(s, i);

	if (c == ']' || c == '`')
		return 1;
	if (c >= 0xE2)
		for (const char *w = wide; *w != '\0'; w += 3)
			if (i + 3 <= s->n && memcmp(s->t + i, w, 3) == 0)
				return 3;
	return 0;
}

/* A bracket is open before the word that ends at i: (QQ), （微信）. */
static bool
in_brackets(const BcScan *s, size_t i)
{
	unsigned	length;

	if (bc_at(s, i) != ')' && !bc_scan_starts(s, i, "）"))
		return false;
	for (int k = 0; k < 10; k++)
	{
		uint32_t	c = bc_scan_prev(s, i, &length);

		if (c == '(')
			return true;
		if (c < 0x80 && !bc_is((unsigned char) c, BC_C_ALNUM))
			return false;
		i -= length;
	}
	return false;
}

/*
 * Past spaces, emphasis, tags, and, after a label, what closes a bracket or a
 * quote around it.  *set_off: there was one of those, or a tag; beside that no
 * colon is needed.
 */
size_t
bc_scan_past_marks(const BcScan *s, size_t i, bool after_label, bool *set_off)
{
	size_t		from = i;
	bool		open = after_label && in_brackets(s, i);

	*set_off = false;
	while (i - from < MAX_MARKS)
	{
		size_t		next = tag_end(s, i);

		if (next > i)
		{
			*set_off = true;
			i = next;
		}
		else if (bc_at(s, i) == ' ' || bc_at(s, i) == '\t')
			i++;
		else if (emphasis(s, i))
			i += s->t[i] == '*' ? 1 : 2;
		else if (bc_scan_starts(s, i, "&nbsp;"))
			i += 6;
		else if (after_label && open && (bc_at(s, i) == ')' || bc_scan_starts(s, i, "）")))
		{
			*set_off = true;
			i += s->t[i] == ')' ? 1 : 3;
		}
		else if (after_label && closer(s, i) != 0)
		{
			*set_off |= s->t[i] != '`';
			i += closer(s, i);
		}
		else
			break;
	}
	return i;
}

/* A line's marks before its text: of lists, headings, quotations. */
static size_t
line_marks(const BcScan *s, size_t i)
{
	size_t		from = i;

	while (i - from < 16 && (bc_at(s, i) == ' ' || bc_at(s, i) == '\t' || bc_at(s, i) == '>' ||
							 bc_at(s, i) == '#' || bc_at(s, i) == '*' ||
							 ((bc_at(s, i) == '-' || bc_at(s, i) == '+') && bc_at(s, i + 1) == ' ')))
		i++;
	return i;
}

/* Marks and at most a word are before i in its line. */
bool
bc_scan_heads_line(const BcScan *s, size_t i)
{
	unsigned	length;

	for (int k = 0; k < 8; k++)
	{
		uint32_t	c = bc_scan_prev(s, i, &length);

		if (c == 0 || c == '\n')
			return true;
		if (c == ',' || c == 0x3002 || c == ';' || c == ':' || c == '?' || c == '!')
			return false;
		i -= length;
	}
	return false;
}

/*
 * Where a line ends at i, the text of the next one, at most one empty line
 * below; else i.
 */
size_t
bc_scan_next_line(const BcScan *s, size_t i)
{
	size_t		at = i;

	for (int lines = 0; lines < 2; lines++)
	{
		if (bc_at(s, at) == '\r')
			at++;
		if (bc_at(s, at) != '\n')
			break;
		at++;
	}
	return at == i ? i : line_marks(s, at);
}

/*
 * The end of the text that heads the line in which only marks are before i: a
 * line that ends in a colon, or is short and has no digit.  i where there is
 * none.
 */
size_t
bc_scan_line_above(const BcScan *s, size_t i)
{
	size_t		at = i;
	size_t		end;
	unsigned	length;
	unsigned	characters = 0;

	while (at > 0 && i - at < 16 && strchr(" \t*>#-+`\"", s->t[at - 1]) != NULL && s->t[at - 1] != 0)
		at--;
	for (int lines = 0; lines < 2 && at > 0 && s->t[at - 1] == '\n'; lines++)
		if (--at > 0 && s->t[at - 1] == '\r')
			at--;
	if (at == i || at == 0 || bc_at(s, at) == ' ' ||
		(bc_at(s, at) != '\n' && bc_at(s, at) != '\r'))
		return i;
	while (at > 0 && (s->t[at - 1] == ' ' || s->t[at - 1] == '*'))
		at--;
	end = at;
	if (bc_scan_ends(s, end, ":") || bc_scan_ends(s, end, "："))
		return end;
	for (; at > 0 && s->t[at - 1] != '\n'; at -= length)
	{
		uint32_t	c = bc_scan_prev(s, at, &length);

		if (++characters > 10 || c == ',' || c == 0x3002 || c == ';' || c == '|' ||
			(c >= '0' && c <= '9'))
			return i;
	}
	return characters == 0 ? i : end;
}
