/*
 * wording_series.c: labels that go on by one, Step 1、Step 2, “第一章”“第二章”.
 */
#include "core/follow/wording.h"

/* Bytes of a mark, a joint or a blank between labels; 0: none is at i. */
static unsigned
between(const BcFinder *f, size_t i)
{
	static const char *const wide[] = {"、", "，", "到", "至", "和", "“", "”",
									   "「", "」", "…", "～", "—", "／"};
	unsigned char c = bc_byte_at(f, i);

	/* most are Chinese characters, or bytes within one */
	if ((c >= 0x80 && c < 0xE2) || c == 0xE4 || c == 0xE6 || c == 0xE7 ||
		c == 0xE9)
		return 0;
	if (c == ' ' || c == ',' || c == '/' || c == '"' || c == '-' || c == '~')
		return 1;
	for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]) && c >= 0xE2; k++)
		if (bc_stands_at(f, i, wide[k]))
			return 3;
	return 0;
}

/* A label: what stands before and behind its number. */
typedef struct Label
{
	BcSlice		before;
	BcSlice		behind;
} Label;

/* Does s end, or begin, at a byte? */
static bool
is_at(const BcFinder *f, BcSlice s, size_t at)
{
	return f->text.len - at >= s.len &&
		memcmp(f->text.data + at, s.data, s.len) == 0;
}

/* The label of the numbers of cues k and the next one; false: none. */
static bool
read_label(const BcFinder *f, size_t k, size_t next, Label *label)
{
	size_t		at = f->cue[k].stop;
	size_t		stop = f->cue[next].start;
	size_t		tail = at;
	size_t		head = f->cue[k].start;

	if (stop < at || stop - at > 60)
		return false;
	while (tail < stop && between(f, tail) == 0)
		tail++;
	label->behind = (BcSlice) {f->text.data + at, tail - at};
	at = tail;
	while (at < stop && between(f, at) > 0)
		at += between(f, at);
	if (at == tail || at > stop || !is_at(f, label->behind, f->cue[next].stop))
		return false;
	while (stop > at && f->text.data[stop - 1] == ' ')
		stop--;
	label->before = (BcSlice) {f->text.data + at, stop - at};
	while (head > 0 && label->before.len > 0 && f->text.data[head - 1] == ' ')
		head--;
	return head >= label->before.len && label->before.len <= 18 &&
		label->behind.len <= 9 && is_at(f, label->before, head - label->before.len);
}

/* The first digit or numeral of a string, and how many bytes it is. */
static size_t
number_in(BcSlice s, size_t *len)
{
	static const char *const digits[] = {"一", "二", "三", "四", "五", "六",
										 "七", "八", "九", "十"};

	*len = 0;
	for (size_t at = 0; at < s.len; at++)
	{
		while (at + *len < s.len && bc_is_digit(s.data[at + *len]))
			++*len;
		for (size_t k = 0; k < sizeof(digits) / sizeof(digits[0]) &&
			 (s.data[at] == 0xE4 || s.data[at] == 0xE5); k++)
			if (s.len - at >= 3 && memcmp(s.data + at, digits[k], 3) == 0)
				*len = 3;
		if (*len > 0)
			return at;
	}
	return s.len;
}

/* “第一节”到“第五节”: the name of two strings that differ in a number. */
static bool
quoted_series(const BcFinder *f, size_t k, BcSlice *name, size_t *last,
			  size_t *stop)
{
	BcSlice		a = bc_cue_text(f, &f->cue[k]);
	BcSlice		b;
	size_t		len[2];
	size_t		at;

	*last = k + 1;
	while (*last < f->count && *last < k + 3 &&
		   bc_cue_is(&f->cue[*last], BC_M(AND) | BC_M(COMMA)))
		++*last;
	if (*last >= f->count || !bc_cue_is(&f->cue[*last], BC_M(QUOTE)) ||
		f->cue[*last].gap > 1)
		return false;
	b = bc_cue_text(f, &f->cue[*last]);
	if (a.len > 30)
		return false;
	at = number_in(a, &len[0]);
	if (at == a.len || at != number_in(b, &len[1]) ||
		memcmp(a.data, b.data, at) != 0 ||
		a.len - at - len[0] != b.len - at - len[1] ||
		memcmp(a.data + at + len[0], b.data + at + len[1],
			   a.len - at - len[0]) != 0 ||
		(len[0] == len[1] && memcmp(a.data + at, b.data + at, len[0]) == 0))
		return false;
	*name = at == 0 || (at == 3 && memcmp(a.data, "第", 3) == 0) ?
		(BcSlice) {a.data + at + len[0], a.len - at - len[0]} :
		(BcSlice) {a.data, at};
	while (name->len > 0 && name->data[name->len - 1] == ' ')
		name->len--;
	while (*last + 1 < f->count && f->cue[*last + 1].gap == 0 &&
		   bc_cue_is(&f->cue[*last + 1], BC_M(QUOTE)))
		++*last;
	*stop = f->cue[*last].stop;
	/* “1.”“2.” are numbers */
	return name->len > 0 && (name->data[0] >= 0x80 || bc_is_letter(name->data[0]));
}

/* May labels begin at cue i: is there another number or string behind it? */
bool
bc_wording_begins_series(const BcFinder *f, size_t i)
{
	uint64_t	more = BC_M(NUM) | BC_M(ORDINAL);

	if (bc_cue_is(&f->cue[i], BC_M(QUOTE)))
		more = BC_M(QUOTE);
	else if (f->cue[i].value != 1)
		return false;
	for (size_t k = i + 1; k < f->count && k < i + 5; k++)
		if (bc_cue_is(&f->cue[k], more))
			return more == BC_M(QUOTE) || f->cue[k].value > 1;
	return false;
}

/*
 * The labels from the number of cue k on: the bytes of their name, the last
 * number and the byte behind it; false: there are none.
 */
bool
bc_wording_series(const BcFinder *f, size_t k, BcSlice *name, size_t *last,
				  size_t *stop)
{
	uint64_t	number = BC_M(NUM) | BC_M(ORDINAL);
	Label		label = {{NULL, 0}, {NULL, 0}};
	size_t		most = f->count - k > 40 ? k + 40 : f->count;

	if (bc_cue_is(&f->cue[k], BC_M(QUOTE)))
		return quoted_series(f, k, name, last, stop);
	if (f->cue[k].value != 1)
		return false;
	*last = k;
	for (size_t next = k + 1; next < most; next++)
	{
		Label		more;

		if (!bc_cue_is(&f->cue[next], number))
			continue;
		if (!read_label(f, *last, next, &more) ||
			f->cue[next].value <= f->cue[*last].value)
			break;
		label = more;
		*last = next;
	}
	*name = label.before.len == 0 || memcmp(label.before.data, "第", 3) == 0 ?
		label.behind : label.before;
	*stop = f->cue[*last].stop + label.behind.len;
	/* 周一到周五, 2m、3m */
	return *last > k && name->len > 1 &&
		!(name->len == 3 && (memcmp(name->data, "周", 3) == 0 ||
							 memcmp(name->data, "週", 3) == 0 ||
							 memcmp(name->data, "期", 3) == 0));
}
