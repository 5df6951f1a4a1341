/*
 * record.c: what is found in the parts of a record, and a record redacted: what
 * is found in one part goes from all, each text is put back in its place, and
 * what holds nothing stays as it is, to the byte.
 */
#include "core/screen.h"

#include "record/records.h"

static const BcScanOptions usual = {BC_SCAN_DEFAULT_CONFIDENCE, 0};

/* The kinds' families and which of them only warn; in the order of scan.h. */
static void
test_kinds(void)
{
	check(strcmp(bc_family_name(BC_FAMILY_PII), "pii") == 0, "the family of personal data");
	check(strcmp(bc_family_name(BC_FAMILY_SECRET), "secret") == 0, "the family of secrets");
	for (int k = 0; k < BC_KINDS; k++)
	{
		check(bc_kind_family((BcKind) k) == (k <= BC_SECRET_ASSIGNMENT ? BC_FAMILY_SECRET : BC_FAMILY_PII), bc_kind_name((BcKind) k));
		check(bc_kind_holds((BcKind) k) == (k != BC_CN_USCC), bc_kind_name((BcKind) k));
	}
	check(bc_kind_by_name(slice("email")) == BC_EMAIL, "a name");
	check(bc_kind_by_name(slice("emai")) == BC_KINDS && bc_kind_by_name(slice("emails")) == BC_KINDS &&
		  bc_kind_by_name(slice("")) == BC_KINDS && bc_kind_by_name(slice("Email")) == BC_KINDS, "no names");
}

typedef struct Seen
{
	char		got[1000];
	unsigned	most;			/* parts, after which the scan is to end */
} Seen;

static bool
add_part(void *context, const BcPartCursor *cursor, const BcPart *part, const BcFindings *found)
{
	Seen	   *seen = context;

	(void) cursor;
	sprintf(seen->got + strlen(seen->got), "%s %u:", bc_part_name(part->name), (unsigned) part->turn);
	for (size_t i = 0; i < found->count; i++)
		sprintf(seen->got + strlen(seen->got), " %s", bc_kind_name((BcKind) found->list[i].kind));
	strcat(seen->got, ";");
	return --seen->most > 0;
}

static void
test_scan(void)
{
	static const char text[] =
		"{\"prompt\": \"13812345678 a.b@c-d.cn\", \"response\": \"r\", \"history\": [[\"x\", \"京A12345\"], [\"36.112.9.57\", \"y\"]], "
		"\"rejected\": \"13812345679\", \"m\": [\"z\", {\"k\": \"a.b@c-d.cn\"}]}";
	static const char *const parts[] = {
		"prompt 0: cn_mobile email;", "answer 1: cn_plate;", "question 2: ip_address;", "rejected 0: cn_mobile;", "meta 0: email;"
	};
	BcParsed	parsed;
	BcVerdict	verdict;
	uint64_t	kinds = 1;
	char		expected[1000] = "";

	check(bc_record_parse(&bc_malloc_env, slice(text), &parsed, &verdict), text);
	for (unsigned most = 1; most <= 6; most++)
	{
		Seen		seen = {"", most};

		if (most < 6)
			strcat(expected, parts[most - 1]);
		check(bc_scan_record(&bc_malloc_env, &parsed.rec, &usual, add_part, &seen) == (most == 6), "ends where it is told to");
		check(strcmp(seen.got, expected) == 0, seen.got);
	}
	check(bc_record_kinds(&bc_malloc_env, &parsed.rec, &usual, &kinds) &&
		  kinds == (BC_KIND_BIT(BC_CN_MOBILE) | BC_KIND_BIT(BC_EMAIL) | BC_KIND_BIT(BC_CN_PLATE) | BC_KIND_BIT(BC_IP_ADDRESS)), "kinds");
	bc_parsed_free(&parsed);
}

/* What is found before meta is told; that meta could not be read, too. */
static void
test_damaged(void)
{
	BcRecord	rec = {.prompt = slice("13812345678"), .response = slice("r"), .meta = slice("{\"a\":\"13812345678\",")};
	Seen		seen = {"", 9};
	uint64_t	kinds;

	check(!bc_scan_record(&bc_malloc_env, &rec, &usual, add_part, &seen), "damaged");
	check(strcmp(seen.got, "prompt 0: cn_mobile;meta 0: cn_mobile;") == 0, seen.got);
	check(!bc_record_kinds(&bc_malloc_env, &rec, &usual, &kinds), "damaged");
}

typedef struct Case
{
	const char *record;
	BcRedactStyle style;
	const char *expected;		/* NULL: nothing is found */
} Case;

static const Case cases[] = {
	{"{\"prompt\": \"p\", \"response\": \"r\"}", BC_REDACT_LABEL, NULL},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"m\": [\"\", \"x\"]}", BC_REDACT_LABEL, NULL},
	/* one part alone, each of them */
	{"{\"prompt\": \"13812345678\", \"response\": \"r\"}", BC_REDACT_LABEL, "{\"prompt\": \"<cn_mobile>\", \"response\": \"r\"}"},
	{"{\"prompt\": \"p\", \"response\": \"13812345678\"}", BC_REDACT_LABEL, "{\"prompt\": \"p\", \"response\": \"<cn_mobile>\"}"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"13812345678\"}", BC_REDACT_LABEL,
		"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"<cn_mobile>\"}"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"13812345678\", \"a\"]]}", BC_REDACT_LABEL,
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"<cn_mobile>\", \"a\"]]}"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"13812345678\"]]}", BC_REDACT_LABEL,
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"<cn_mobile>\"]]}"},
	/* as long as what was there: 11 characters of 11 */
	{"{\"prompt\": \"p\", \"response\": \"13812345678\"}", BC_REDACT_MASK, "{\"prompt\": \"p\", \"response\": \"138****5678\"}"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"13812345678\"}", BC_REDACT_MASK,
		"{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"138****5678\"}"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"13812345678\"}", BC_REDACT_REMOVE,
		"{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"\"}"},
	/* prompt and response are not left blank, others are */
	{"{\"prompt\": \"13812345678\", \"response\": \"13812345679\", \"history\": [[\"13812345670\", \"13812345671\"]], \"rejected\": \"13812345672\"}",
		BC_REDACT_REMOVE,
		"{\"prompt\": \"<cn_mobile>\", \"response\": \"<cn_mobile>\", \"history\": [[\"\", \"\"]], \"rejected\": \"\"}"},
	/* turns of which the first, the last or all but one are empty then */
	{"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"13812345678\", \"a\"], [\"b\", \"13812345678\"], [\"c\", \"d\"]]}", BC_REDACT_REMOVE,
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"\", \"a\"], [\"b\", \"\"], [\"c\", \"d\"]]}"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"\", \"\"], [\"\", \"京A12345 x\"]]}", BC_REDACT_REMOVE,
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"\", \"\"], [\"\", \" x\"]]}"},
	/* what is found in any part goes from all, though none of them says so itself */
	{"{\"prompt\": \"我是谁？lin_8667\", \"response\": \"微信号：lin_8667\", \"history\": [[\"lin_8667\", \"(lin_8667)\"]], "
		"\"rejected\": \"x lin_8667\", \"m\": [\"lin_8667\", \"n\", \"lin_8667 y\"], \"n\": {\"lin_8667\": 1}}", BC_REDACT_LABEL,
		"{\"prompt\": \"我是谁？<im_account>\", \"response\": \"微信号：<im_account>\", \"history\": [[\"<im_account>\", \"(<im_account>)\"]], "
		"\"rejected\": \"x <im_account>\", \"m\": [\"<im_account>\", \"n\", \"<im_account> y\"], \"n\": {\"lin_8667\": 1}}"},
	{"{\"prompt\": \"lin_8667\", \"response\": \"r\", \"m\": [\"微信号：lin_8667\"]}", BC_REDACT_REMOVE,
		"{\"prompt\": \"<im_account>\", \"response\": \"r\", \"m\": [\"微信号：\"]}"},
	/* strings of meta before and after the one are kept as they were */
	{"{\"prompt\": \"p\", \"response\": \"r\", \"a\": \"\\u00e4\\n\", \"m\": \"\\\"13812345678\\u00e4\\\"\", \"z\": [\"\\u00e4\", 1.50, null]}",
		BC_REDACT_LABEL,
		"{\"prompt\": \"p\", \"response\": \"r\", \"a\": \"ä\\n\", \"m\": \"\\\"<cn_mobile>ä\\\"\", \"z\": [\"ä\", 1.50, null]}"},
};

static void
redacts(const Case *c)
{
	BcParsed	parsed;
	BcVerdict	verdict;
	BcBuffer	out;
	bool		changed;

	check(bc_record_parse(&bc_malloc_env, slice(c->record), &parsed, &verdict), c->record);
	bc_buffer_init(&out, &bc_malloc_env, 10000);
	check(bc_redact_record(&bc_malloc_env, &parsed.rec, &usual, c->style, &out, &changed) &&
		  changed == (c->expected != NULL), c->record);
	check(out.len == (c->expected == NULL ? 0 : strlen(c->expected)), c->record);
	if (out.len > 0)
		check(out.len == strlen(c->expected) && memcmp(out.data, c->expected, out.len) == 0, c->record);
	if (out.len > 0 && (out.len != strlen(c->expected) || memcmp(out.data, c->expected, out.len) != 0))
		printf("  got %.*s\n", (int) out.len, (char *) out.data);
	bc_buffer_free(&out);
	bc_parsed_free(&parsed);
}

/* With room for so many bytes and no more; short of them it is not memory that lacks. */
static void
test_room(const Case *c)
{
	size_t		needed = strlen(c->expected);
	BcParsed	parsed;
	BcVerdict	verdict;

	check(bc_record_parse(&bc_malloc_env, slice(c->record), &parsed, &verdict), c->record);
	for (size_t max = 0; max <= needed; max++)
	{
		BcBuffer	out;
		bool		changed;
		bool		ok;

		bc_buffer_init(&out, &bc_malloc_env, max);
		ok = bc_redact_record(&bc_malloc_env, &parsed.rec, &usual, c->style, &out, &changed);
		check(ok == (max == needed) && !out.starved, c->record);
		bc_buffer_free(&out);
	}
	bc_parsed_free(&parsed);
}

int
main(void)
{
	test_kinds();
	test_scan();
	test_damaged();
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
	{
		redacts(&cases[k]);
		if (cases[k].expected != NULL)
			test_room(&cases[k]);
	}
	return report();
}
