/*
 * plate.c: number plates of vehicles in China (GA 36-2018).
 */
#include "core/screen/internal.h"

static const char provinces[] =
	"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
static const char suffixes[] = "学警港澳挂领试超";
static const char plate_labels[] = "车牌 号牌 牌照 车号 车辆 牌号 plate 轿车 货车 停车";

/* Letters of new-energy plates in use: D to K small and large, A to C since. */
static bool
energy_letter(unsigned char c)
{
	c &= 0xDF;
	return (c >= 'A' && c <= 'H') || c == 'J' || c == 'K';
}

static bool
plate_character(unsigned char c)
{
	return bc_is(c, BC_C_DIGIT) ||
		(bc_is(c, BC_C_LETTER) && (c | 0x20) != 'i' && (c | 0x20) != 'o');
}

/*
 * The serial after the authority's letter: five characters, six for new
 * energy, or four and a suffix.  Returns its end, or 0.
 */
static size_t
serial(const BcScan *s, size_t i)
{
	size_t		n = 0;
	size_t		digits = 0;

	while (n < 7 && plate_character(bc_at(s, i + n)))
		digits += bc_is(s->t[i + n++], BC_C_DIGIT);
	if (digits < 1 || bc_is(bc_at(s, i + n), BC_C_WORD))
		return 0;
	if (n == 4 && bc_scan_one_of(s, i + 4, suffixes))
		return i + 7;
	if (n == 5)
		return i + 5;
	if (n != 6)
		return 0;
	if (energy_letter(s->t[i]) && bc_scan_run(s, i + 2, BC_C_DIGIT, 4) == 4)
		return i + 6;
	return energy_letter(s->t[i + 5]) &&
		bc_scan_run(s, i, BC_C_DIGIT, 5) == 5 ? i + 6 : 0;
}

/* The word [a, b) begins with the letter, or the letter is right before it. */
void
bc_scan_plate(BcScan *s, size_t a, size_t b)
{
	size_t		letter = a;
	size_t		from = a + 1;
	size_t		end;
	bool		labelled;
	bool		small = false;

	(void) b;
	if (a < 3 ||
		(s->t[a - 1] < 0x80 && s->t[a - 1] != ' ' && s->t[a - 1] != '-' &&
		 s->t[a - 1] != '.'))
		return;
	bc_scan_reads(s, a < 9 ? 0 : a - 9, a);
	/* the province stands before the word: A12345, or before "A" and a dot */
	if (!bc_scan_one_of(s, a - 3, provinces))
	{
		if (a >= 2 && (s->t[a - 1] == ' ' || s->t[a - 1] == '-'))
			letter = a - 2;
		else if (a >= 3 && bc_scan_ends(s, a, "·"))
			letter = a - 3;
		else if (s->t[a - 1] == '.')
			letter = a - 2;
		else if (a >= 4 && (bc_scan_ends(s, a, "•") ||
							bc_scan_ends(s, a, "・") ||
							bc_scan_ends(s, a, "．")))
			letter = a - 4;
		else
			return;
		if (letter < 3 || !bc_scan_one_of(s, letter - 3, provinces))
			return;
		from = a;
	}
	if (!plate_character(s->t[letter]) || !bc_is(s->t[letter], BC_C_LETTER))
		return;
	/* "A·12345" in one word with its letter */
	end = serial(s, from);
	if (end == 0)
		return;
	/* "更新A12345": the last character of a word, no province */
	if (bc_scan_ends(s, letter, "新") &&
		(bc_scan_one_of(s, letter >= 6 ? letter - 6 : s->n, "更最创全重刷革翻")))
		return;
	labelled = bc_scan_labelled(s, letter - 3, end, plate_labels);
	for (size_t k = letter; k < end; k++)
		small |= bc_is(s->t[k], BC_C_LOWER);
	/* 云A 12345 may be a product and its number */
	if (labelled || (!small && s->t[from - 1] != '.' &&
					 !(s->t[from - 1] == ' ' &&
					   bc_scan_run(s, from, BC_C_DIGIT, end - from) == end - from)))
		bc_scan_add(s, BC_CN_PLATE, letter - 3, end, labelled ? 95 : 80);
}
