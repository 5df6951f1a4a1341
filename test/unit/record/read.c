/*
 * read.c: the record reader's verdicts, packing and writing, and failures of
 * memory at every allocation.
 */
#include "core/text.h"

#include "records.h"

/* A record with a piece of JSON as the value of a further member. */
#define WITH(json) "{\"prompt\":\"p\",\"response\":\"r\",\"x\":" json "}"
#define WITH_OFFSET 33

static void
refused_bytes(const void *bytes, size_t len, BcCode code, size_t offset,
			  const char *path)
{
	BcDraft		draft;
	BcVerdict	verdict;
	/* a copy, so that the sanitizer sees what is read behind its end */
	unsigned char *copy = memcpy(malloc(len > 0 ? len : 1), bytes, len);
	BcSlice		text = {copy, len};
	bool		ok = bc_record_read(&bc_malloc_env, text, &draft, &verdict);

	free(copy);
	check(!ok, bytes);
	if (ok)
	{
		bc_draft_free(&draft);
		return;
	}
	check(verdict.code == code && verdict.offset == offset &&
		  strcmp(verdict.path, path) == 0, bytes);
	if (verdict.code != code || verdict.offset != offset ||
		strcmp(verdict.path, path) != 0)
		printf("  %s at %zu in '%s', expected %s at %zu in '%s'\n",
			   bc_code_name(verdict.code), verdict.offset, verdict.path,
			   bc_code_name(code), offset, path);
	free(verdict.path);
}

static void
refused(const char *text, BcCode code, size_t offset, const char *path)
{
	refused_bytes(text, strlen(text), code, offset, path);
}

static void
becomes(const char *text, const char *expected)
{
	check(writes(slice(text), slice(expected)), text);
	check(writes(slice(expected), slice(expected)), expected);
}

static void
test_output(void)
{
	becomes("{\"prompt\":\"p\",\"response\":\"r\"}",
			"{\"prompt\": \"p\", \"response\": \"r\"}");
	becomes(" {\t\"response\" :\"\xE7\xAD\x94\" ,\n\"prompt\": \"\\u95ee\\/\"}\r\n",
			"{\"prompt\": \"\xE9\x97\xAE/\", \"response\": \"\xE7\xAD\x94\"}");
	becomes("{\"prompt\":\"\\u0001\\u001F\\u007f\\b\\f\\n\\r\\t\\\"\\\\\",\"response\":\"\\uD83D\\uDe00\"}",
			"{\"prompt\": \"\\u0001\\u001f\x7F\\b\\f\\n\\r\\t\\\"\\\\\", \"response\": \"\xF0\x9F\x98\x80\"}");
	becomes("{\"rejected\":\"\",\"history\":[[\"\",\"a\"],[\"\\n\",\"\"]],\"prompt\":\"p\",\"response\":\"r\"}",
			"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"\", \"a\"], [\"\\n\", \"\"]], \"rejected\": \"\"}");
	becomes("{\"prompt\":\"p\",\"response\":\"r\",\"history\":[],\"rejected\":null}",
			"{\"prompt\": \"p\", \"response\": \"r\"}");
	becomes("{\"prompt\":\"p\",\"response\":\"r\",\"history\":null}",
			"{\"prompt\": \"p\", \"response\": \"r\"}");
	/* keys are compared decoded; other members are kept as they stand */
	becomes("{\"\\u0070rompt\":\"p\",\"respons\\u0065\":\"r\",\"Prompt\":1}",
			"{\"prompt\": \"p\", \"response\": \"r\", \"Prompt\":1}");
}

static void
test_syntax(void)
{
	refused("", BC_SYNTAX, 0, "");
	refused("  ", BC_SYNTAX, 2, "");
	refused("nope", BC_SYNTAX, 1, "");
	refused("null", BC_NOT_OBJECT, 0, "");
	refused(" 12", BC_NOT_OBJECT, 1, "");
	refused("[1,", BC_NOT_OBJECT, 0, "");
	refused("\"a", BC_NOT_OBJECT, 0, "");
	refused("{", BC_SYNTAX, 1, "");
	refused("{\"prompt\"", BC_SYNTAX, 9, "");
	refused("{\"prompt\":", BC_SYNTAX, 10, "/prompt");
	refused("{\"prompt\":\"p\" \"response\":\"r\"}", BC_SYNTAX, 14, "");
	refused("{\"prompt\":\"p\",}", BC_SYNTAX, 14, "");
	refused("{\"prompt\":\"a\tb\",\"response\":\"r\"}", BC_SYNTAX, 12, "/prompt");
	refused("{\"prompt\":\"\\x\",\"response\":\"r\"}", BC_SYNTAX, 12, "/prompt");
	refused("{\"prompt\":\"\\", BC_SYNTAX, 12, "/prompt");
	refused("{\"prompt\":\"\\u12", BC_SYNTAX, 15, "/prompt");
	refused("{\"prompt\":\"\\u12G4\",\"response\":\"r\"}", BC_SYNTAX, 15, "/prompt");
	refused("{'prompt':'p'}", BC_SYNTAX, 1, "");
	refused(WITH("01"), BC_SYNTAX, WITH_OFFSET + 1, "/x");
	refused(WITH("-"), BC_SYNTAX, WITH_OFFSET + 1, "/x");
	refused(WITH("1."), BC_SYNTAX, WITH_OFFSET + 2, "/x");
	refused(WITH("1e+"), BC_SYNTAX, WITH_OFFSET + 3, "/x");
	refused(WITH("+1"), BC_SYNTAX, WITH_OFFSET, "/x");
	refused(WITH(".5"), BC_SYNTAX, WITH_OFFSET, "/x");
	refused(WITH("NaN"), BC_SYNTAX, WITH_OFFSET, "/x");
	refused(WITH("tru"), BC_SYNTAX, WITH_OFFSET + 3, "/x");
	refused(WITH("[1,2,]"), BC_SYNTAX, WITH_OFFSET + 5, "/x/2");
	refused(WITH("{\"a\":[{\"b/~\":[0,{}x]}]}"), BC_SYNTAX, WITH_OFFSET + 18,
			"/x/a/0/b~1~0");
	refused(WITH("1") "x", BC_TRAILING_DATA, WITH_OFFSET + 2, "");
	refused(WITH("1") " {}", BC_TRAILING_DATA, WITH_OFFSET + 3, "");
	refused("\xEF\xBB\xBF" WITH("1"), BC_SYNTAX, 0, "");
}

static void
test_characters(void)
{
	refused("{\"prompt\":\"\xC0\x80\",\"response\":\"r\"}", BC_INVALID_UTF8, 11, "/prompt");
	refused("{\"prompt\":\"a\xED\xA0\x80\",\"response\":\"r\"}", BC_INVALID_UTF8, 12, "/prompt");
	refused("{\"prompt\":\"\xF4\x90\x80\x80\"}", BC_INVALID_UTF8, 11, "/prompt");
	refused("{\"prompt\":\"\xE4\xB8\"}", BC_INVALID_UTF8, 11, "/prompt");
	refused("{\"prompt\":\"\xE4\xB8", BC_INVALID_UTF8, 11, "/prompt");
	refused("\xFF", BC_INVALID_UTF8, 0, "");
	refused(WITH("1") "\xFF", BC_INVALID_UTF8, WITH_OFFSET + 2, "");
	refused_bytes("{\"prompt\":\"a\0b\"}", 16, BC_NUL_CHARACTER, 12, "/prompt");
	refused_bytes("{\0}", 3, BC_NUL_CHARACTER, 1, "");
	refused(WITH("[\"\\u0000\"]"), BC_NUL_CHARACTER, WITH_OFFSET + 2, "/x/0");
	refused(WITH("{\"a\\u0000\":1}"), BC_NUL_CHARACTER, WITH_OFFSET + 3, "/x");
	refused("{\"prompt\":\"\\ud83d\",\"response\":\"r\"}", BC_LONE_SURROGATE, 11, "/prompt");
	refused("{\"prompt\":\"\\ud83dx\"}", BC_LONE_SURROGATE, 11, "/prompt");
	refused("{\"prompt\":\"\\ud83d\\n\"}", BC_LONE_SURROGATE, 11, "/prompt");
	refused("{\"prompt\":\"\\ud83d\\u0041\"}", BC_LONE_SURROGATE, 11, "/prompt");
	refused("{\"prompt\":\"ab\\udc00\"}", BC_LONE_SURROGATE, 13, "/prompt");
	refused("{\"prompt\":\"\\ud83d", BC_LONE_SURROGATE, 11, "/prompt");
}

/* Is the prompt that these units make, "a" before them, the character, or refused where that is 0? */
static void
reads_units(const char *units, uint32_t character)
{
	unsigned char utf8[4];
	size_t		n = character == 0 ? 0 : bc_utf8_encode(utf8, character);
	char		text[100];
	BcDraft		draft;
	BcVerdict	verdict;
	bool		ok;

	sprintf(text, "{\"response\":\"r\",\"prompt\":\"a%s\"}", units);
	ok = bc_record_read(&bc_malloc_env, (BcSlice) {(unsigned char *) text, strlen(text)}, &draft, &verdict);
	if (ok)
		ok = draft.prompt.len == 1 + n && memcmp(draft.prompt.data + 1, utf8, n) == 0;
	else
		ok = n == 0 && verdict.code == (strcmp(units, "\\u0000") == 0 ? BC_NUL_CHARACTER : BC_LONE_SURROGATE);
	check(ok == true, text);
	if (n == 0)
		free(verdict.path);
	else
		bc_draft_free(&draft);
}

/* Every unit by itself, and pairs of those at the edges of what makes a pair. */
static void
test_units(void)
{
	static const unsigned edges[] = {
		0x41, 0xD7FF, 0xD800, 0xD801, 0xDABC, 0xDBFE, 0xDBFF, 0xDC00, 0xDC01, 0xDEBC, 0xDFFE, 0xDFFF, 0xE000, 0xFFFF
	};
	char		units[30];

	for (unsigned u = 0; u <= 0xFFFF; u++)
	{
		sprintf(units, u % 2 == 0 ? "\\u%04x" : "\\u%04X", u);
		reads_units(units, u >= 0xD800 && u <= 0xDFFF ? 0 : u);
	}
	for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		for (size_t k = 0; k < sizeof(edges) / sizeof(edges[0]); k++)
			if (edges[i] >= 0xD800 && edges[i] <= 0xDFFF)
			{
				bool		high = edges[i] < 0xDC00;
				bool		low = edges[k] >= 0xDC00 && edges[k] <= 0xDFFF;

				sprintf(units, "\\u%04X\\u%04x", edges[i], edges[k]);
				reads_units(units, high && low ? 0x10000 + ((edges[i] - 0xD800) << 10) + (edges[k] - 0xDC00) : 0);
			}
}

static void
test_rules(void)
{
	refused("{}", BC_MISSING_PROMPT, 1, "/prompt");
	refused("{\"response\":1} ", BC_MISSING_PROMPT, 13, "/prompt");
	refused("{\"prompt\":1}", BC_MISSING_RESPONSE, 11, "/response");
	refused("{\"prompt\":null,\"response\":7}", BC_PROMPT_TYPE, 10, "/prompt");
	refused("{\"response\":7,\"prompt\":\"\"}", BC_RESPONSE_TYPE, 12, "/response");
	refused("{\"prompt\":\"\",\"response\":\"\"}", BC_PROMPT_BLANK, 10, "/prompt");
	refused("{\"prompt\":\"\xE3\x80\x80\\u2028 \\n\",\"response\":\"r\"}", BC_PROMPT_BLANK, 10, "/prompt");
	refused("{\"prompt\":\"p\",\"response\":\"\\u0085\"}", BC_RESPONSE_BLANK, 25, "/response");
	refused("{\"prompt\":\"p\",\"prompt\":\"p\",\"response\":\"r\"}", BC_DUPLICATE_KEY, 14, "/prompt");
	refused("{\"history\":[],\"h\\u0069story\":[],", BC_DUPLICATE_KEY, 14, "/history");
	refused(WITH("1,\"history\":{}"), BC_HISTORY_TYPE, WITH_OFFSET + 12, "/history");
	refused(WITH("1,\"history\":[[\"q\",\"a\"],7]"), BC_HISTORY_SHAPE, WITH_OFFSET + 23, "/history/1");
	refused(WITH("1,\"history\":[[\"q\"]]"), BC_HISTORY_SHAPE, WITH_OFFSET + 13, "/history/0");
	refused(WITH("1,\"history\":[[\"q\",\"a\",\"b\"]]"), BC_HISTORY_SHAPE, WITH_OFFSET + 13, "/history/0");
	refused(WITH("1,\"history\":[[\"q\",null]]"), BC_HISTORY_SHAPE, WITH_OFFSET + 18, "/history/0/1");
	refused(WITH("1,\"history\":[[]]"), BC_HISTORY_SHAPE, WITH_OFFSET + 13, "/history/0");
	refused(WITH("1,\"rejected\":[\"a\"]"), BC_REJECTED_TYPE, WITH_OFFSET + 13, "/rejected");
	/* type before shape, shape before blank */
	refused("{\"prompt\":\" \",\"response\":\"r\",\"history\":[1],\"rejected\":1}",
			BC_REJECTED_TYPE, 54, "/rejected");
	refused("{\"prompt\":\" \",\"response\":\"r\",\"history\":[1]}",
			BC_HISTORY_SHAPE, 40, "/history/0");
	/* a fault in the JSON before everything else, even behind it */
	refused("{\"prompt\":1,\"response\":2,\"x\":tru}", BC_SYNTAX, 32, "/x");
	/* a zero-width space is no White_Space: this prompt is not blank */
	becomes("{\"prompt\":\"\\u200b\",\"response\":\"\\ufeff\"}",
			"{\"prompt\": \"\xE2\x80\x8B\", \"response\": \"\xEF\xBB\xBF\"}");
}

/* A record whose member x is so many arrays deep. */
static BcBuffer
nested(int arrays)
{
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&out, "{\"prompt\": \"p\", \"response\": \"r\", \"x\":", 37);
	memset(bc_buffer_extend(&out, (size_t) arrays), '[', (size_t) arrays);
	memset(bc_buffer_extend(&out, (size_t) arrays), ']', (size_t) arrays);
	bc_buffer_add_byte(&out, '}');
	return out;
}

/* A path ends in front of the step that makes it longer than it may be. */
static void
test_long_path(void)
{
	BcBuffer	text;
	BcDraft		draft;
	BcVerdict	verdict;

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&text, "{\"x\":[", 6);
	for (int i = 0; i < 8; i++)
	{
		bc_buffer_add(&text, "{\"", 2);
		memset(bc_buffer_extend(&text, 200), 'k', 200);
		bc_buffer_add(&text, "\":", 2);
	}
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len}, &draft, &verdict) &&
		  verdict.code == BC_SYNTAX && strlen(verdict.path) == 4 + 5 * 201 &&
		  strncmp(verdict.path, "/x/0/kkk", 8) == 0, "a path of many long keys");
	free(verdict.path);
	bc_buffer_free(&text);
	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&text, "{\"x\":{\"", 7);
	memset(bc_buffer_extend(&text, 2000), 'k', 2000);
	bc_buffer_add(&text, "\":!", 3);
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len}, &draft, &verdict) &&
		  verdict.code == BC_SYNTAX && strcmp(verdict.path, "/x") == 0, "a key that is too long for a path");
	free(verdict.path);
	bc_buffer_free(&text);
}

static void
test_limits(void)
{
	BcBuffer	text = nested(511);
	BcSlice		all = {text.data, text.len};
	BcDraft		draft;
	BcVerdict	verdict;

	check(writes(all, all), "512 levels");
	bc_buffer_free(&text);
	text = nested(512);
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) &&
		  verdict.code == BC_TOO_DEEP && verdict.offset == 37 + 511 &&
		  strncmp(verdict.path, "/x/0/0/", 7) == 0 &&
		  strlen(verdict.path) <= BC_MAX_PATH, "513 levels");
	free(verdict.path);
	bc_buffer_free(&text);
	text = nested(10 * 1000 * 1000);
	check(!bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						  &draft, &verdict) && verdict.code == BC_TOO_DEEP,
		  "ten million levels");
	free(verdict.path);
	bc_buffer_free(&text);

	becomes(WITH("1e131071"), "{\"prompt\": \"p\", \"response\": \"r\", \"x\":1e131071}");
	becomes(WITH("1e-16383"), "{\"prompt\": \"p\", \"response\": \"r\", \"x\":1e-16383}");
	refused(WITH("1e131072"), BC_NUMBER_RANGE, WITH_OFFSET, "/x");
	refused(WITH("[10,-10e131071]"), BC_NUMBER_RANGE, WITH_OFFSET + 4, "/x/1");
	refused(WITH("1e-16384"), BC_NUMBER_RANGE, WITH_OFFSET, "/x");
	refused(WITH("0e-16384"), BC_NUMBER_RANGE, WITH_OFFSET, "/x");
	refused(WITH("1e99999999999999999999"), BC_NUMBER_RANGE, WITH_OFFSET, "/x");
	refused(WITH("0e99999999999999999999"), BC_NUMBER_RANGE, WITH_OFFSET, "/x");
	/* of a zero the exponent itself has a limit: 2^30 - 1 */
	becomes(WITH("0e1073741822"), "{\"prompt\": \"p\", \"response\": \"r\", \"x\":0e1073741822}");
	refused(WITH("0e1073741823"), BC_NUMBER_RANGE, WITH_OFFSET, "/x");
}

/* Every code has a name of its own and says something. */
static void
test_codes(void)
{
	static const char *const names[] = {
		[BC_INVALID_UTF8] = "invalid_utf8", [BC_SYNTAX] = "syntax", [BC_NOT_OBJECT] = "not_object",
		[BC_TRAILING_DATA] = "trailing_data", [BC_DUPLICATE_KEY] = "duplicate_key",
		[BC_MISSING_PROMPT] = "missing_prompt", [BC_MISSING_RESPONSE] = "missing_response",
		[BC_PROMPT_TYPE] = "prompt_type", [BC_RESPONSE_TYPE] = "response_type",
		[BC_PROMPT_BLANK] = "prompt_blank", [BC_RESPONSE_BLANK] = "response_blank",
		[BC_HISTORY_TYPE] = "history_type", [BC_HISTORY_SHAPE] = "history_shape",
		[BC_REJECTED_TYPE] = "rejected_type", [BC_NUL_CHARACTER] = "nul_character",
		[BC_LONE_SURROGATE] = "lone_surrogate", [BC_TOO_DEEP] = "too_deep",
		[BC_TOO_LARGE] = "too_large", [BC_NUMBER_RANGE] = "number_range",
		[BC_UNKNOWN_FORMAT] = "unknown_format", [BC_AMBIGUOUS_FORMAT] = "ambiguous_format",
	};

	for (int code = BC_INVALID_UTF8; code < BC_NO_MEMORY; code++)
	{
		check(strcmp(bc_code_name((BcCode) code), names[code]) == 0, names[code]);
		check(strlen(bc_code_message((BcCode) code)) > 10 &&
			  *bc_code_message((BcCode) code) >= 'a' &&
			  *bc_code_message((BcCode) code) <= 'z', names[code]);
		check(strlen(bc_code_hint((BcCode) code)) > 10 &&
			  bc_code_hint((BcCode) code)[strlen(bc_code_hint((BcCode) code)) - 1] == '.' &&
			  *bc_code_hint((BcCode) code) >= 'A' &&
			  *bc_code_hint((BcCode) code) <= 'Z', names[code]);
	}
}

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

/* The order of packed records is that of their text outputs. */
static void
test_order(void)
{
	static const char *const texts[] = {
		"{\"prompt\": \"\\u0001\", \"response\": \"r\"}",
		"{\"prompt\": \"\\\"\", \"response\": \"r\"}",
		"{\"prompt\": \"\\\\\", \"response\": \"r\"}",
		"{\"prompt\": \"\\b\", \"response\": \"r\"}",
		"{\"prompt\": \"a!\", \"response\": \"r\"}",
		"{\"prompt\": \"a\", \"response\": \"r\"}",
		"{\"prompt\": \"a\\n\", \"response\": \"r\"}",
		"{\"prompt\": \"a\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}",
		"{\"prompt\": \"a\", \"response\": \"r\", \"rejected\": \"\"}",
		"{\"prompt\": \"a\", \"response\": \"r\", \"rejected\": \"r\"}",
		"{\"prompt\": \"a\", \"response\": \"r\", \"a\": 1}",
		"{\"prompt\": \"a\", \"response\": \"r\", \"z\": 1}",
		"{\"prompt\": \"a\", \"response\": \"rr\"}",
		"{\"prompt\": \"\xE4\xB8\xAD\", \"response\": \"r\"}",
		"{\"prompt\": \"\xE4\xB8\xAE\", \"response\": \"r\"}",
	};
	enum
	{
		N = sizeof(texts) / sizeof(texts[0])
	};
	unsigned char *packed[N];
	BcRecord	recs[N];

	for (int i = 0; i < N; i++)
	{
		BcDraft		draft;
		BcVerdict	verdict;
		size_t		size;

		if (!bc_record_read(&bc_malloc_env, slice(texts[i]), &draft, &verdict))
			abort();
		packed[i] = pack(&draft, &size);
		bc_draft_free(&draft);
		check(bc_record_view(&recs[i], packed[i], size), texts[i]);
		/* no shorter or longer bytes are a record */
		for (size_t cut = 0; cut < size; cut++)
		{
			BcRecord	rec;
			unsigned char *copy = malloc(cut + 1);

			memcpy(copy, packed[i], cut);
			if (bc_record_view(&rec, copy, cut))
			{
				BcTurnCursor cursor = {0, 0};
				BcSlice		q,
							a;

				/* only history may be short, and then ends early */
				while (bc_record_turn(&rec, &cursor, &q, &a))
					check(q.data + q.len <= copy + cut && a.data + a.len <= copy + cut, "cut");
			}
			free(copy);
		}
	}
	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++)
			check(sign(bc_record_compare(&bc_malloc_env, &recs[i], &recs[j])) ==
				  sign(strcmp(texts[i], texts[j])), texts[i]);
	for (int i = 0; i < N; i++)
		free(packed[i]);
}

/* No bit of a stored record can change unseen: it is refused, or its text is another. */
static void
test_flipped(void)
{
	static const char *const texts[] = {
		"{\"prompt\": \"p\", \"response\": \"r\"}",
		("{\"prompt\": \"\xE9\x95\xBF?\", \"response\": \"r\\n\", \"history\": [[\"q\", \"a\"], [\"\", \"bc\"]], "
		 "\"rejected\": \"no\", \"b\": {}, \"task\": \"t\"}"),
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"rejected\": \"\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"], [\"\", \"\"]], \"k\": 1}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		BcDraft		draft;
		BcVerdict	verdict;
		BcRecord	rec;
		BcBuffer	out;
		unsigned char *packed;
		size_t		size;

		if (!bc_record_read(&bc_malloc_env, slice(texts[i]), &draft, &verdict))
			abort();
		packed = pack(&draft, &size);
		bc_draft_free(&draft);
		bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
		for (size_t bit = 0; bit < 8 * size; bit++)
		{
			packed[bit / 8] ^= 1 << bit % 8;
			out.len = 0;
			if (bc_record_view(&rec, packed, size))
			{
				bc_record_write(&rec, &out);
				if (out.len == strlen(texts[i]) &&
					memcmp(out.data, texts[i], out.len) == 0)
				{
					printf("  bit %zu of byte %zu\n", bit % 8, bit / 8);
					check(false, texts[i]);
				}
			}
			packed[bit / 8] ^= 1 << bit % 8;
		}
		bc_buffer_free(&out);
		free(packed);
	}
}

/* An environment that gives memory so many times, then none. */
typedef struct Budget
{
	long		left;
	long		held;
} Budget;

static void *
budget_resize(void *context, void *ptr, size_t size)
{
	Budget	   *budget = context;

	if (size == 0)
	{
		budget->held--;
		free(ptr);
		return NULL;
	}
	if (budget->left-- <= 0)
		return NULL;
	if (ptr == NULL)
		budget->held++;
	return realloc(ptr, size);
}

/* Fails each allocation in turn: no memory is the answer, and none is kept. */
static void
test_no_memory(void)
{
	static const char *const texts[] = {
		"{\"prompt\":\"p\\n\",\"response\":\"r\\n\",\"history\":[[\"q\",\"a\"],[\"q\",\"a\\t\"]],\"rejected\":\"\\u4e2d\",\"x\":1,\"y\":{}}",
		"{\"prompt\":\"p\",\"x\":{\"a\":[1,{\"b\":tru}]}}",
		"{\"prompt\":\"p\",\"response\":\"r\",\"history\":[1]}",
		"{}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		bool		starved = true;

		for (long n = 0; starved && n < 1000; n++)
		{
			Budget		budget = {n, 0};
			BcEnv		env = {budget_resize, NULL, &budget};
			BcDraft		draft;
			BcVerdict	verdict;
			bool		ok = bc_record_read(&env, slice(texts[i]), &draft, &verdict);

			starved = !ok && verdict.code == BC_NO_MEMORY;
			check(ok == (i == 0) || starved, texts[i]);
			if (ok)
				bc_draft_free(&draft);
			else if (verdict.path != NULL)
				env.resize(env.context, verdict.path, 0);
			check(budget.held == 0, "memory kept");
		}
		check(!starved, "memory enough");
	}
}

/* A string that is none, wherever one may stand: the same code, at its own place. */
static void
test_strings(void)
{
	static const struct
	{
		const char *head;
		const char *tail;
		const char *path;
	}			places[] = {
		{"{\"prompt\":\"", "\",\"response\":\"r\"}", "/prompt"},
		{"{\"prompt\":\"p\",\"response\":\"", "\"}", "/response"},
		{"{\"prompt\":\"p\",\"response\":\"r\",\"rejected\":\"", "\"}", "/rejected"},
		{"{\"prompt\":\"p\",\"response\":\"r\",\"history\":[[\"", "\",\"a\"]]}", "/history/0/0"},
		{"{\"prompt\":\"p\",\"response\":\"r\",\"history\":[[\"q\",\"", "\"]]}", "/history/0/1"},
		{"{\"history\":[[\"q\",\"a\"],[\"q\",\"", "\"]],\"prompt\":\"p\",\"response\":\"r\"}", "/history/1/1"},
		{"{\"history\":[\"", "\"],\"prompt\":\"p\",\"response\":\"r\"}", "/history/0"},
		{"{\"history\":[[1,\"", "\"]],\"prompt\":\"p\",\"response\":\"r\"}", "/history/0/1"},
		{"{\"history\":\"", "\",\"prompt\":\"p\",\"response\":\"r\"}", "/history"},
		{"{\"prompt\":[\"", "\"],\"response\":\"r\"}", "/prompt/0"},
		{"{\"prompt\":\"p\",\"response\":\"r\",\"x\":\"", "\"}", "/x"},
		{"{\"prompt\":\"p\",\"response\":\"r\",\"x\":[1,{\"k\":\"", "\"}]}", "/x/1/k"},
	};
	static const struct
	{
		const char *bytes;
		BcCode		code;
		size_t		offset;		/* within them */
	}			faults[] = {
		{"\\q", BC_SYNTAX, 1}, {"s\\u12 ", BC_SYNTAX, 5}, {"s\x01", BC_SYNTAX, 1}, {"s\xFF", BC_INVALID_UTF8, 1},
		{"\\ud800", BC_LONE_SURROGATE, 0}, {"s\\udc00", BC_LONE_SURROGATE, 1}, {"s\\u0000", BC_NUL_CHARACTER, 1},
	};

	for (size_t k = 0; k < sizeof(places) / sizeof(places[0]); k++)
		for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		{
			char		text[200];

			snprintf(text, sizeof(text), "%s%s%s", places[k].head, faults[i].bytes, places[k].tail);
			refused(text, faults[i].code, strlen(places[k].head) + faults[i].offset, places[k].path);
		}
}

int
main(void)
{
	test_output();
	test_syntax();
	test_strings();
	test_characters();
	test_units();
	test_rules();
	test_long_path();
	test_limits();
	test_codes();
	test_order();
	test_flipped();
	test_no_memory();
	return report();
}
