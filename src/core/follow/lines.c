/*
 * lines.c: the lines of a response, and the marks that items begin with.
 */
#include "core/follow/judge.h"

bool
bc_next_line(BcSlice text, size_t *at, BcSlice *line)
{
	const unsigned char *end;

	if (*at >= text.len)
		return false;
	line->data = text.data + *at;
	end = memchr(line->data, '\n', text.len - *at);
	line->len = end == NULL ? text.len - *at : (size_t) (end - line->data);
	*at += line->len + 1;
	*line = bc_follow_trim(*line);
	return true;
}

/* Bytes of the bullet that a trimmed line begins with; 0: none. */
size_t
bc_bullet_mark(BcSlice line)
{
	static const char *const wide[] = {"•", "·", "●", "■", "◆", "○", "‣", "▪",
									   "➢", "–", "・", "◦"};

	if (line.len < 2)
		return 0;
	if (line.data[0] == '*' || line.data[0] == '-' || line.data[0] == '+')
		/* *emphasis* and --- are none */
		return line.data[1] == ' ' || line.data[1] >= 0x80 ||
			(line.data[0] == '-' && bc_is_letter(line.data[1])) ? 1 : 0;
	for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]); k++)
		if (line.len > strlen(wide[k]) &&
			memcmp(line.data, wide[k], strlen(wide[k])) == 0)
			return strlen(wide[k]);
	return 0;
}

static size_t
han_number(BcSlice line, unsigned *number)
{
	static const char *const digits[] = {"一", "二", "三", "四", "五", "六",
										 "七", "八", "九", "十"};
	size_t		i = 0;

	*number = 0;
	for (unsigned n = 0; n < 3 && line.len - i >= 3; n++)
	{
		unsigned	d = 0;

		while (d < 10 && memcmp(line.data + i, digits[d], 3) != 0)
			d++;
		if (d == 10)
			break;
		*number = d == 9 ? (*number == 0 ? 10 : *number * 10) : *number + d + 1;
		i += 3;
	}
	return i;
}

/* Bytes of a number that a trimmed line begins with: "1. ", (2), 三、, ①. */
size_t
bc_number_mark(BcSlice line, unsigned *number)
{
	static const char *const marks[] = {".", ")", "、", "．", "）", ":", "：",
										"。", "]", "】"};
	size_t		i = 0;
	size_t		digits;
	bool		open = false;

	while (i < line.len && i < 8 &&
		   (line.data[i] == '*' || line.data[i] == '#' ||
			line.data[i] == ' ' || line.data[i] == '_'))
		i++;
	if (line.len - i >= 3 && line.data[i] == 0xE2 &&
		line.data[i + 1] == 0x91 && line.data[i + 2] >= 0xA0 &&
		line.data[i + 2] <= 0xB3)
	{
		*number = line.data[i + 2] - 0x9Fu;
		return i + 3;
	}
	if (i < line.len && (line.data[i] == '(' || line.data[i] == '['))
		i++, open = true;
	else if (line.len - i >= 3 && memcmp(line.data + i, "（", 3) == 0)
		i += 3, open = true;
	else if (line.len - i >= 3 && (memcmp(line.data + i, "第", 3) == 0))
		i += 3;
	digits = i;
	*number = 0;
	while (i < line.len && i - digits < 4 && bc_is_digit(line.data[i]))
		*number = *number * 10 + (unsigned) (line.data[i++] - '0');
	if (i == digits)
		i += han_number((BcSlice) {line.data + i, line.len - i}, number);
	if (i == digits)
		return 0;
	for (size_t m = 0; m < sizeof(marks) / sizeof(marks[0]); m++)
		if (line.len - i >= strlen(marks[m]) &&
			memcmp(line.data + i, marks[m], strlen(marks[m])) == 0)
		{
			i += strlen(marks[m]);
			/* 3.5 is a number, 1:30 a time */
			return i < line.len && bc_is_digit(line.data[i]) && !open ? 0 : i;
		}
	return 0;
}
