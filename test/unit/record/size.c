/*
 * size.c: records about as large as may be, and what the limit cuts.
 */
#include "records.h"

/* A record of so many bytes, most of them the prompt's. */
static BcBuffer
long_record(size_t len, unsigned char fill)
{
	BcBuffer	out;
	const char *end = "\", \"response\": \"r\"}";
	size_t		body = len - 12 - strlen(end);

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&out, "{\"prompt\": \"", 12);
	memset(bc_buffer_extend(&out, body), fill, body);
	bc_buffer_add(&out, end, strlen(end));
	return out;
}

static void
test_size(void)
{
	BcBuffer	text = long_record(BC_MAX_INPUT, 'x');
	BcSlice		all = {text.data, text.len};
	BcDraft		draft;
	BcVerdict	verdict;

	check(writes(all, all), "64 MB");
	bc_buffer_free(&text);

	/* what fits without a blank, but not as it would be written */
	text = long_record(BC_MAX_INPUT + 1, 'x');
	memmove(text.data + 10, text.data + 11, --text.len - 10);
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) && verdict.code == BC_TOO_LARGE &&
		  verdict.offset < BC_MAX_INPUT, "64 MB without a blank");
	free(verdict.path);
	bc_buffer_free(&text);

	text = long_record(BC_MAX_INPUT + 1, 'x');
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) && verdict.code == BC_TOO_LARGE &&
		  verdict.offset == BC_MAX_INPUT - 3 &&
		  strcmp(verdict.path, "/response") == 0, "64 MB and one byte");
	free(verdict.path);
	/* blanks count in the text, though they would not be written */
	memset(text.data + 1000, ' ', text.len - 1000);
	memcpy(text.data + 1000, "\", \"response\": \"r\"", 18);
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) && verdict.code == BC_TOO_LARGE &&
		  verdict.offset == BC_MAX_INPUT && strcmp(verdict.path, "") == 0,
		  "64 MB and one byte, most of them blanks");
	free(verdict.path);
	/* an earlier fault comes first */
	text.data[1000] = '\n';
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) && verdict.code == BC_SYNTAX &&
		  verdict.offset == 1000, "64 MB and one byte, one wrong");
	free(verdict.path);
	bc_buffer_free(&text);

	/* a number of few bytes that is long in output form */
	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&text, "{\"prompt\":\"p\",\"response\":\"r\",\"x\":[1", 35);
	for (int i = 0; i < 600; i++)
		bc_buffer_add(&text, ",1e131071", 9);
	bc_buffer_add(&text, "]}", 2);
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) && verdict.code == BC_TOO_LARGE,
		  "numbers that are long in output form");
	check(strcmp(verdict.path, "/x/512") == 0 || strcmp(verdict.path, "/x/511") == 0,
		  verdict.path);
	free(verdict.path);
	bc_buffer_free(&text);
}

/*
 * Escapes and numbers in one record, the numbers 131072 digits each as they
 * would be written: whether the sum stays below the limit.
 */
static bool
fits_with(const char *extra, const char *escape, size_t escapes, int numbers)
{
	static const char *const members = "\",\"response\":\"r\",\"x\":[1";
	BcBuffer	text;
	BcDraft		draft;
	BcVerdict	verdict;
	bool		ok;

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&text, "{\"prompt\":\"p", strlen("{\"prompt\":\"p"));
	for (size_t i = 0; i < escapes; i++)
		bc_buffer_add(&text, escape, strlen(escape));
	bc_buffer_add(&text, members, strlen(members));
	for (int i = 0; i < numbers; i++)
		bc_buffer_add(&text, ",1e131071", 9);
	bc_buffer_add(&text, extra, strlen(extra));
	bc_buffer_add(&text, "]}", 2);
	ok = bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len}, &draft, &verdict);
	if (ok)
		bc_draft_free(&draft);
	else
	{
		check(verdict.code == BC_TOO_LARGE, "too large");
		free(verdict.path);
	}
	bc_buffer_free(&text);
	return ok;
}

static bool
fits(const char *escape, size_t escapes, int numbers)
{
	return fits_with("", escape, escapes, numbers);
}

/* A number counts what it takes in output form, to the byte: so much more than one digit. */
static void
test_numbers(void)
{
	static const struct
	{
		const char *number;
		size_t		more;
	}			numbers[] = {
		{",0", 0}, {",-1", 1}, {",10", 1}, {",-10", 2}, {",1.5", 2}, {",-0.05", 4}, {",1e3", 3}, {",1e-2", 3}, {",12e-1", 2},
		{",0.0", 2}, {",1.50", 3}, {",-12.5e1", 3}, {",0e5", 0},
	};
	size_t		low = 200000;
	size_t		high = 300000;

	/* as many escapes of one byte as go beside a digit */
	check(fits_with(",1", "\\u0041", low, 510) && !fits_with(",1", "\\u0041", high, 510), "between these");
	while (high - low > 1)
	{
		size_t		middle = low + (high - low) / 2;

		if (fits_with(",1", "\\u0041", middle, 510))
			low = middle;
		else
			high = middle;
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		check(fits_with(numbers[i].number, "\\u0041", low - numbers[i].more, 510) &&
			  !fits_with(numbers[i].number, "\\u0041", low - numbers[i].more + 1, 510), numbers[i].number);
}

/*
 * What the limit cuts off may have been sound: too large, at the limit.  A
 * fault in front of it comes first.
 */
static void
test_cut(void)
{
	static const struct
	{
		const char *tail;
		size_t		inside;		/* so many bytes are within the limit */
		BcCode		code;
		size_t		before;		/* the fault is so far in front of it */
	}			cuts[] = {
		{"12345", 2, BC_TOO_LARGE, 0}, {"1.5", 2, BC_TOO_LARGE, 0}, {"1e+5", 3, BC_TOO_LARGE, 0},
		{"true", 3, BC_TOO_LARGE, 0}, {"trx ", 3, BC_SYNTAX, 1},
		{"\"\\n", 2, BC_TOO_LARGE, 0}, {"\"\\u12", 4, BC_TOO_LARGE, 0},
		{"\"\\ud83d\\ude00", 7, BC_TOO_LARGE, 0}, {"\"\\ud83d\\ude00", 8, BC_TOO_LARGE, 0},
		{"\"\\ud83dx", 8, BC_LONE_SURROGATE, 7},
		{"\"\xE4\xB8\xAD", 3, BC_TOO_LARGE, 0}, {"\"\xE0\xA4\x85", 2, BC_TOO_LARGE, 0},
		{"\"\xF0\x9F\x98\x80", 2, BC_TOO_LARGE, 0}, {"\"\xF0\x9F\x98\x80", 4, BC_TOO_LARGE, 0},
		{"\"\xFFxx", 2, BC_INVALID_UTF8, 1}, {"\"\xED\xA0\x80", 3, BC_INVALID_UTF8, 2}
	};
	const char *head = "{\"response\":\"r\",\"prompt\":\"";
	const char *end = "\",\"x\":";
	BcBuffer	text;

	/* a string is read faster than blanks; some of these make room */
	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	memset(bc_buffer_extend(&text, BC_MAX_INPUT + 16), ' ', BC_MAX_INPUT + 16);
	memset(text.data, 'p', BC_MAX_INPUT - 4096);
	memcpy(text.data, head, strlen(head));
	memcpy(text.data + BC_MAX_INPUT - 4096, end, strlen(end));
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
	{
		size_t		at = BC_MAX_INPUT - cuts[i].inside;
		BcDraft		draft;
		BcVerdict	verdict;
		bool		ok;

		memset(text.data + BC_MAX_INPUT - 16, ' ', 32);
		memcpy(text.data + at, cuts[i].tail, strlen(cuts[i].tail));
		ok = bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len}, &draft, &verdict);
		check(!ok && verdict.code == cuts[i].code &&
			  verdict.offset == BC_MAX_INPUT - cuts[i].before, cuts[i].tail);
		if (!ok)
			free(verdict.path);
		else
			bc_draft_free(&draft);
	}
	bc_buffer_free(&text);
}

/* What an escape counts is what it takes in output form. */
static void
test_written_size(void)
{
	/* room for 256 kB beside 510 numbers, not for 512 kB */
	check(fits("\\u0041", 200000, 510), "one byte an escape");
	check(!fits("\\u0041", 400000, 510), "more escapes of one byte");
	for (const char *two = "\\u000a\0\\u0022\0\\u005C\0\\u000d\0\\u0009\0\\u0008\0\\u000C\0"; *two != '\0'; two += 7)
		check(fits(two, 100000, 510), "two bytes an escape");
	check(!fits("\\u000A", 200000, 510), "more escapes of two bytes");
	check(fits("\\u0001", 40000, 510) && !fits("\\u0001", 60000, 510), "six bytes an escape");
	check(fits("\\u00e9", 100000, 510) && !fits("\\u00e9", 200000, 510), "two bytes a character");
	check(fits("\\u4e2d", 80000, 510) && !fits("\\u4e2d", 120000, 510), "three bytes a character");
	check(fits("\\ud83d\\ude00", 60000, 510) && !fits("\\ud83d\\ude00", 80000, 510), "four bytes a character");
	check(fits("\\u0020", 200000, 510) && fits("\\u007f", 200000, 510), "the first and the last of one byte");
	check(fits("\\u001f", 40000, 510) && !fits("\\u001f", 60000, 510), "the last of six bytes");
	check(fits("\\u07ff", 100000, 510) && !fits("\\u0080", 200000, 510), "the first and the last of two bytes");
	check(fits("\\uffff", 80000, 510) && !fits("\\u0800", 120000, 510), "the first and the last of three bytes");
	check(fits("\\/", 200000, 510) && !fits("\\/", 400000, 510), "a solidus is one byte");
	check(fits("\\n", 100000, 510) && !fits("\\n", 200000, 510), "a short escape is two bytes");
}

int
main(void)
{
	test_size();
	test_cut();
	test_numbers();
	test_written_size();
	return report();
}
