/*
 * sweep.h: copies of a prompt with something put in, left out or replaced at a
 * place, and what they ask for.
 */
#ifndef BADCASE_TEST_SWEEP_H
#define BADCASE_TEST_SWEEP_H

#include "tally.h"

#define SWEEP_TEXT	2000

typedef struct Sweep
{
	char		prompt[SWEEP_TEXT];
	size_t		len;
	char		text[2 * SWEEP_TEXT];
} Sweep;

/* Bytes of the character at a place. */
static size_t
width(const char *text, size_t at)
{
	size_t		next = at + 1;

	while (((unsigned char) text[next] & 0xC0) == 0x80)
		next++;
	return next - at;
}

/* Looks for what is asked for with so many bytes replaced. */
static void
try_with(Sweep *sweep, size_t at, size_t bytes, const char *piece, unsigned times)
{
	size_t		len = at;
	size_t		tail = sweep->len - at - bytes;
	unsigned char *copy;
	BcConstraints found;
	BcRecord	rec;

	memcpy(sweep->text, sweep->prompt, at);
	for (; times > 0; times--)
	{
		memcpy(sweep->text + len, piece, strlen(piece));
		len += strlen(piece);
	}
	memcpy(sweep->text + len, sweep->prompt + at + bytes, tail);
	len += tail;
	/* the sanitizer sees what is read behind it */
	copy = malloc(len + (len == 0));
	memcpy(copy, sweep->text, len);
	memset(&rec, 0, sizeof(rec));
	rec.prompt = (BcSlice) {copy, len};
	find_asked(&rec, &found);
	bc_constraints_free(&found);
	free(copy);
}

/* May something be put in: between characters, of ASCII between words? */
static bool
is_seam(const Sweep *sweep, size_t at, bool *wide)
{
	unsigned char before = at > 0 ? (unsigned char) sweep->prompt[at - 1] : ' ';
	unsigned char behind = (unsigned char) sweep->prompt[at];

	*wide = before >= 0x80 || behind >= 0x80;
	return *wide || behind == ' ' || behind == '\0';
}

/* Leaves the character, or the word of ASCII, out that begins at a place. */
static void
leave_out(Sweep *sweep, size_t at)
{
	const char *prompt = sweep->prompt;

	if ((unsigned char) prompt[at] >= 0x80)
		try_with(sweep, at, width(prompt, at), "", 1);
	else if (prompt[at] != ' ' && (at == 0 || prompt[at - 1] == ' '))
		try_with(sweep, at, strcspn(prompt + at, " "), "", 1);
}

/* Bytes of the number in digits, or in Chinese characters, at a place; or 0. */
static size_t
number_at(const char *text, size_t at)
{
	static const char numerals[] = "一二三四五六七八九十百千万两";
	size_t		len = strspn(text + at, "0123456789");

	if (len > 0)
		return len;
	while ((unsigned char) text[at + len] >= 0xE4 && strlen(text + at + len) >= 3)
	{
		size_t		k = 0;

		while (k + 1 < sizeof(numerals) && memcmp(numerals + k, text + at + len, 3) != 0)
			k += 3;
		if (k + 1 >= sizeof(numerals))
			break;
		len += 3;
	}
	return len;
}

/* Numbers at which rules may change their mind in the place of one. */
static void
renumber(Sweep *sweep, size_t at, size_t bytes)
{
	static const char *const numbers[] = {
		"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "16", "19", "20", "21", "29", "30", "31", "49", "50", "51", "99", "100",
		"101", "200", "201", "300", "499", "500", "501", "1000", "2000", "2001", "5000", "5001", "10000", "10001", "1000000", "1000001",
		"3-5", "5-3", "1.5", "3+", "两三", "三五", "十几", "几"
	};

	for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
		try_with(sweep, at, bytes, numbers[k], 1);
}

/* Takes a prompt; false: it is too long. */
static bool
take(Sweep *sweep, const char *prompt)
{
	sweep->len = strlen(prompt);
	if (sweep->len >= SWEEP_TEXT - 100)
		return false;
	memcpy(sweep->prompt, prompt, sweep->len + 1);
	return true;
}

#endif
