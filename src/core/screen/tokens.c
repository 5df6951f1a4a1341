/*
 * tokens.c: tokens that services issue, known by a prefix and an exact
 * length, in long runs of letters, digits, '_' and '-'.
 *
 * Forms: the vendors' documentation, and the rules of gitleaks and
 * detect-secrets where that is silent.
 */
#include "core/screen/internal.h"

/* What the characters after a prefix may be. */
typedef enum Alphabet
{
	ALNUM,						/* [A-Za-z0-9] */
	LETTERS,					/* [A-Za-z] */
	WORD,						/* [A-Za-z0-9_] */
	TOKEN,						/* [A-Za-z0-9_-] */
	HEX,						/* [0-9a-f] */
	BASE32						/* [A-Z2-7] */
} Alphabet;

typedef struct Rule
{
	const char *prefix;
	uint8_t		kind;
	uint8_t		alphabet;
	uint16_t	least;			/* characters after the prefix */
	uint16_t	most;
	uint16_t	entropy;		/* 1/100 bits a character, at least */
} Rule;

static const Rule rules[] = {
	{"ghp_", BC_GITHUB_TOKEN, ALNUM, 36, 36, 300},
	{"gho_", BC_GITHUB_TOKEN, ALNUM, 36, 36, 300},
	{"ghu_", BC_GITHUB_TOKEN, ALNUM, 36, 36, 300},
	{"ghs_", BC_GITHUB_TOKEN, ALNUM, 36, 36, 300},
	{"ghr_", BC_GITHUB_TOKEN, ALNUM, 36, 36, 300},
	{"github_pat_", BC_GITHUB_TOKEN, WORD, 82, 82, 300},
	{"hf_", BC_HF_TOKEN, LETTERS, 34, 34, 200},
	{"api_org_", BC_HF_TOKEN, LETTERS, 34, 34, 200},
	{"AIza", BC_GOOGLE_KEY, TOKEN, 35, 35, 400},
	{"AKIA", BC_AWS_KEY, BASE32, 16, 16, 0},
	{"ASIA", BC_AWS_KEY, BASE32, 16, 16, 0},
	{"ABIA", BC_AWS_KEY, BASE32, 16, 16, 0},
	{"ACCA", BC_AWS_KEY, BASE32, 16, 16, 0},
	{"gsk_", BC_VENDOR_TOKEN, ALNUM, 52, 52, 300},
	{"glpat-", BC_VENDOR_TOKEN, TOKEN, 20, 20, 200},
	{"gldt-", BC_VENDOR_TOKEN, TOKEN, 20, 20, 200},
	{"glcbt-", BC_VENDOR_TOKEN, TOKEN, 20, 30, 200},
	{"glimt-", BC_VENDOR_TOKEN, TOKEN, 25, 25, 200},
	{"glptt-", BC_VENDOR_TOKEN, TOKEN, 40, 40, 200},
	{"glsoat-", BC_VENDOR_TOKEN, TOKEN, 20, 50, 200},
	{"glrt-", BC_VENDOR_TOKEN, TOKEN, 20, 20, 200},
	{"glft-", BC_VENDOR_TOKEN, TOKEN, 20, 20, 200},
	{"glagent-", BC_VENDOR_TOKEN, TOKEN, 50, 50, 200},
	{"GR1348941", BC_VENDOR_TOKEN, TOKEN, 20, 20, 200},
	{"npm_", BC_VENDOR_TOKEN, ALNUM, 36, 36, 300},
	{"pypi-", BC_VENDOR_TOKEN, TOKEN, 70, 1000, 300},
	{"xapp-", BC_SLACK_TOKEN, TOKEN, 60, 140, 300},
	{"sk_live_", BC_VENDOR_TOKEN, ALNUM, 24, 99, 300},
	{"rk_live_", BC_VENDOR_TOKEN, ALNUM, 24, 99, 300},
	{"LTAI", BC_VENDOR_TOKEN, ALNUM, 12, 20, 300},
	{"AKID", BC_VENDOR_TOKEN, ALNUM, 32, 32, 300},
	{"dapi", BC_VENDOR_TOKEN, HEX, 32, 32, 250},
	{"EAAC", BC_VENDOR_TOKEN, ALNUM, 100, 400, 400},
	{"EAAM", BC_VENDOR_TOKEN, ALNUM, 100, 400, 400},
	{"dop_v1_", BC_VENDOR_TOKEN, HEX, 64, 64, 300},
	{"tvly-", BC_VENDOR_TOKEN, TOKEN, 32, 40, 300},
	{"CLOJARS_", BC_VENDOR_TOKEN, HEX, 60, 60, 300},
	{"AGE-SECRET-KEY-1", BC_PRIVATE_KEY, TOKEN, 58, 58, 300},
};

/* Keys that documentation and demonstrations published. */
static const char *const published[] = {
	"AIzaSyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs",
	"AIzaSyCkEhVjf3pduRDt6d1yKOMitrUEke8agEM",
	"AIzaSyDMAScliyLx7F0NPDEJi1QmyCgHIAODrlU",
	"AIzaSyD3asb-2pEZVqMkmL6M9N6nHZRR_znhrh0",
	"AIzaSyASWm6HmTMdYWpgMnjRBjxcQ9CKctWmLd4",
	"AIzaSyANUvH9H9BsUccjsu2pCmEkOPjjaXeDQgY",
};

static bool
in_alphabet(unsigned char c, unsigned alphabet)
{
	switch (alphabet)
	{
		case ALNUM:
			return bc_is(c, BC_C_ALNUM);
		case LETTERS:
			return bc_is(c, BC_C_LETTER);
		case WORD:
			return bc_is(c, BC_C_WORD);
		case TOKEN:
			return bc_is(c, BC_C_TOKEN);
		case HEX:
			return bc_is(c, BC_C_HEX) && !bc_is(c, BC_C_UPPER);
		default:
			return bc_is(c, BC_C_UPPER) || (c >= '2' && c <= '7');
	}
}

/* A placeholder holds x's or stars, or says what it is. */
static bool
placeholder(const unsigned char *t, size_t len)
{
	unsigned	x = 0;

	if (bc_scan_repeated(t, len))
		return true;
	for (size_t i = 0; i < len; i++)
	{
		x += bc_lower(t[i]) == 'x';
		if (i + 7 <= len && bc_scan_in_list(t + i, 7, "example your-ap"))
			return true;
	}
	return x * 2 > len;
}

static bool
published_key(const unsigned char *t, size_t len)
{
	for (size_t k = 0; k < sizeof(published) / sizeof(published[0]); k++)
		if (len == strlen(published[k]) && memcmp(t, published[k], len) == 0)
			return true;
	return false;
}

/* What the rule's shape leaves open. */
static unsigned
judge(const BcScan *s, const Rule *rule, size_t a, size_t head, size_t len)
{
	const unsigned char *t = s->t + a;

	if (rule->kind == BC_AWS_KEY && (t[head] | 0x20) == 'x' &&
		placeholder(t + head, len - head))
		return 0;
	if (rule->entropy != 0 &&
		(placeholder(t + head, len - head) ||
		 bc_scan_entropy(t + head, len - head) < rule->entropy))
		return 0;
	if (rule->kind == BC_AWS_KEY &&
		(memcmp(t + len - 7, "EXAMPLE", 7) == 0 ||
		 bc_scan_entropy(t + head, len - head) < 250))
		return bc_scan_entropy(t + head, len - head) < 250 &&
			memcmp(t + len - 7, "EXAMPLE", 7) != 0 ? 50 : 0;
	if (rule->kind == BC_GOOGLE_KEY && published_key(t, len))
		return 0;
	if (rule->kind == BC_GITHUB_TOKEN && head == 4)
		return bc_crc32_base62_check(t, len, head) ? 98 : 90;
	return 95;
}

/* Tries the rules for a prefix at a; the run it lies in ends at b. */
static bool
try_rules(BcScan *s, size_t a, size_t b)
{
	for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++)
	{
		const Rule *rule = &rules[k];
		size_t		head = strlen(rule->prefix);
		size_t		len = head;
		unsigned	score;

		if (rule->prefix[0] != (char) s->t[a] ||
			!bc_scan_starts(s, a, rule->prefix))
			continue;
		while (a + len < b && len - head <= rule->most &&
			   in_alphabet(s->t[a + len], rule->alphabet))
			len++;
		/* dapi...-2: a suffix; others end where the alphabet ends */
		if (len - head < rule->least || len - head > rule->most ||
			(a + len < b && rule->alphabet != HEX &&
			 bc_is(s->t[a + len], BC_C_WORD)) ||
			(rule->alphabet == HEX && bc_is(bc_at(s, a + len), BC_C_WORD)))
			continue;
		if (rule->alphabet == ALNUM && bc_at(s, a + len) == '-' &&
			rule->kind == BC_GITHUB_TOKEN)
			continue;
		if (rule->alphabet == HEX && bc_at(s, a + len) == '-' &&
			bc_is(bc_at(s, a + len + 1), BC_C_DIGIT))
			len += 2;
		score = judge(s, rule, a, head, len);
		if (score != 0 && bc_wants(s, (BcKind) rule->kind))
			bc_scan_add(s, (BcKind) rule->kind, a, a + len, score);
		return true;
	}
	return false;
}

/* A3T and one more, then 16: the oldest form of AWS keys. */
static bool
try_a3t(BcScan *s, size_t a, size_t b)
{
	if (!bc_scan_starts(s, a, "A3T") || b - a != 20)
		return false;
	for (size_t i = a + 3; i < b; i++)
		if (!bc_is(s->t[i], BC_C_UPPER | BC_C_DIGIT))
			return false;
	if (bc_wants(s, BC_AWS_KEY))
		bc_scan_add(s, BC_AWS_KEY, a, b, 50);
	return true;
}

/* sk-...: OpenAI's keys hold "T3BlbkFJ" ("OpenAI" in base 64) in the middle. */
static bool
try_sk(BcScan *s, size_t a, size_t b)
{
	static const char mark[] = "T3BlbkFJ";
	size_t		len = b - a;
	size_t		at = a + 3;
	size_t		head = 3;
	size_t		tail;

	if (!bc_scan_starts(s, a, "sk-"))
		return false;
	if (bc_scan_starts(s, a, "sk-ant-api03-") ||
		bc_scan_starts(s, a, "sk-ant-admin01-"))
	{
		head = s->t[a + 8] == 'p' ? 13 : 15;
		if (len == head + 95 && bc_scan_ends(s, b, "AA") &&
			bc_wants(s, BC_VENDOR_TOKEN) &&
			!bc_scan_repeated(s->t + a + head, 93))
			bc_scan_add(s, BC_VENDOR_TOKEN, a, b, 95);
		return true;
	}
	if (!bc_wants(s, BC_OPENAI_KEY) || len > 300)
		return true;
	while (at + 8 <= b && memcmp(s->t + at, mark, 8) != 0)
		at++;
	if (at + 8 <= b)
	{
		if (bc_scan_starts(s, a, "sk-proj-"))
			head = 8;
		else if (bc_scan_starts(s, a, "sk-svcacct-"))
			head = 11;
		else if (bc_scan_starts(s, a, "sk-admin-"))
			head = 9;
		tail = b - at - 8;
		if (at - a - head >= 16 && tail >= 16)
			bc_scan_add(s, BC_OPENAI_KEY, a, b, 95);
		return true;
	}
	/* the form that other vendors of the same interface use: sk- + 32 hex or 48 */
	len -= 3;
	if ((len == 32 || len == 48 || len == 64) &&
		bc_scan_run(s, a + 3, BC_C_ALNUM, len) == len &&
		!placeholder(s->t + a + 3, len) &&
		bc_scan_entropy(s->t + a + 3, len) >= 300)
		bc_scan_add(s, BC_OPENAI_KEY, a, b, 80);
	return true;
}

/* SG.22.43 (SendGrid); id.6.27 of Discord's bots; digits:35 of Telegram's. */
static bool
try_dotted(BcScan *s, size_t a, size_t b)
{
	size_t		first = b - a;
	size_t		second;
	size_t		third;

	if (bc_at(s, b) != '.')
		return false;
	second = bc_scan_run(s, b + 1, BC_C_TOKEN, 64);
	if (bc_at(s, b + 1 + second) != '.')
		return false;
	third = bc_scan_run(s, b + 2 + second, BC_C_TOKEN, 64);
	if (bc_is(bc_at(s, b + 2 + second + third), BC_C_TOKEN))
		return false;
	if (strchr("MNOA", s->t[a]) == NULL || first < 24 || first > 28 ||
		second != 6 || third < 27 || third > 38 ||
		bc_scan_entropy(s->t + a, first) < 300)
		return false;
	if (bc_wants(s, BC_VENDOR_TOKEN))
		bc_scan_add(s, BC_VENDOR_TOKEN, a, b + 2 + second + third, 90);
	return true;
}

/* SG.22.43: the prefix is before the run at a. */
static bool
try_sendgrid(BcScan *s, size_t a, size_t b)
{
	size_t		from = a;
	size_t		second;

	if (b - a == 22 && bc_at(s, b) == '.' && bc_scan_ends(s, a, "SG."))
	{
		second = bc_scan_run(s, b + 1, BC_C_TOKEN, 44);
		from = a - 3;
		if (second == 43 && (from == 0 || !bc_is(s->t[from - 1], BC_C_WORD)) &&
			bc_wants(s, BC_VENDOR_TOKEN))
			bc_scan_add(s, BC_VENDOR_TOKEN, from, b + 44, 95);
		return second == 43;
	}
	return false;
}

/* 110201543:AAHdqT...: a bot's number, a colon, AA and 33 more. */
static bool
try_telegram(BcScan *s, size_t a, size_t b)
{
	size_t		from = a;

	if (b - a != 35 || a < 9 || s->t[a - 1] != ':' || s->t[a] != 'A')
		return false;
	from = a - 1;
	while (from > 0 && a - from <= 12 && bc_is(s->t[from - 1], BC_C_DIGIT))
		from--;
	if (a - 1 - from < 8 || a - 1 - from > 10 ||
		(from > 0 && !bc_scan_ends(s, from, "/bot") &&
		 (bc_is(s->t[from - 1], BC_C_WORD) || s->t[from - 1] == ':')) ||
		bc_scan_entropy(s->t + a, 35) < 300)
		return false;
	if (bc_wants(s, BC_VENDOR_TOKEN))
		bc_scan_add(s, BC_VENDOR_TOKEN, from, b, 95);
	return true;
}

/* 911602140448729|AY-lRJZ...: an application's number, a bar and 27. */
static bool
try_facebook(BcScan *s, size_t a, size_t b)
{
	size_t		from;

	if (b - a < 26 || b - a > 28 || a < 16 || s->t[a - 1] != '|')
		return false;
	from = a - 1;
	while (from > 0 && a - from < 18 && bc_is(s->t[from - 1], BC_C_DIGIT))
		from--;
	if (a - 1 - from < 15 || a - 1 - from > 16 ||
		bc_scan_entropy(s->t + a, b - a) < 300)
		return false;
	if (bc_wants(s, BC_VENDOR_TOKEN))
		bc_scan_add(s, BC_VENDOR_TOKEN, from, b, 95);
	return true;
}

/* 32 hexadecimal digits and the data centre: Mailchimp. */
static bool
try_mailchimp(BcScan *s, size_t a, size_t b)
{
	if (b - a < 36 || b - a > 37 || !bc_scan_starts(s, a + 32, "-us"))
		return false;
	for (size_t i = a; i < a + 32; i++)
		if (!in_alphabet(s->t[i], HEX))
			return false;
	if (bc_scan_run(s, a + 35, BC_C_DIGIT, 3) != b - a - 35)
		return false;
	if (bc_wants(s, BC_VENDOR_TOKEN))
		bc_scan_add(s, BC_VENDOR_TOKEN, a, b, 95);
	return true;
}

/* The run [a, b), which no '-' leads or ends. */
static bool
try_token(BcScan *s, size_t a, size_t b)
{
	return try_rules(s, a, b) || try_sk(s, a, b) || try_a3t(s, a, b) ||
		bc_scan_slack(s, a, b) || bc_scan_jwt(s, a, b) ||
		try_sendgrid(s, a, b) || try_telegram(s, a, b) ||
		try_facebook(s, a, b) || try_mailchimp(s, a, b) ||
		try_dotted(s, a, b);
}

/* A byte of a long run of token characters; prefixes count at its start. */
void
bc_scan_token(BcScan *s, size_t i)
{
	size_t		a = i;
	size_t		b;

	if (i < s->token_end)
		return;
	while (a > s->token_end && i - a < 300 && bc_is(s->t[a - 1], BC_C_TOKEN))
		a--;
	b = i + bc_scan_run(s, i, BC_C_TOKEN, s->n);
	s->token_end = b;
	bc_scan_reads(s, b, b + 1);
	if (b - a < 15 || i - a == 300)
		return;
	while (a < b && s->t[a] == '-')
		a++;
	if (a < b && !bc_scan_npm(s, a, b))
		(void) try_token(s, a, b);
}
