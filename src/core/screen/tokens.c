/*
 * tokens.c: tokens that services issue, in long runs of letters, digits, '_'
 * and '-': those of the table of forms, and those with more of a structure.
 */
#include "core/screen/internal.h"
#include "core/screen/token_forms.h"

/* Keys that documentation and demonstrations published. */
static const char *const published[] = {
	"AIzaSyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs",
	"AIzaSyCkEhVjf3pduRDt6d1yKOMitrUEke8agEM",
	"AIzaSyDMAScliyLx7F0NPDEJi1QmyCgHIAODrlU",
	"AIzaSyD3asb-2pEZVqMkmL6M9N6nHZRR_znhrh0",
	"AIzaSyASWm6HmTMdYWpgMnjRBjxcQ9CKctWmLd4",
	"AIzaSyANUvH9H9BsUccjsu2pCmEkOPjjaXeDQgY",
	"ghp_16C7e42F292c6912E7710c838347Ae178B4a",
	"gho_16C7e42F292c6912E7710c838347Ae178B4a",
	"ghu_16C7e42F292c6912E7710c838347Ae178B4a",
	"ghs_16C7e42F292c6912E7710c838347Ae178B4a",
	"ghr_1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498",
};

static bool
in_class(unsigned char c, char class)
{
	switch (class)
	{
		case 'd':
			return bc_is(c, BC_C_DIGIT);
		case 'l':
			return bc_is(c, BC_C_LETTER);
		case 'n':
			return bc_is(c, BC_C_ALNUM);
		case 'u':
			return bc_is(c, BC_C_UPPER | BC_C_DIGIT);
		case 'w':
			return bc_is(c, BC_C_WORD);
		case 't':
			return bc_is(c, BC_C_TOKEN);
		case 'x':
			return bc_is(c, BC_C_HEX) && !bc_is(c, BC_C_UPPER);
		case 'X':
			return bc_is(c, BC_C_HEX);
		case 'B':
			return bc_is(c, BC_C_ALNUM) || c == '+' || c == '/' || c == '=';
		default:
			return bc_is(c, BC_C_UPPER) || (c >= '2' && c <= '7');
	}
}

static size_t
number(const char **form)
{
	size_t		n = 0;

	for (; **form >= '0' && **form <= '9'; ++*form)
		n = n * 10 + (size_t) (**form - '0');
	return n;
}

/* The end of what follows the form (token_forms.c) at i; 0 where it does not. */
static size_t
form_end(const BcScan *s, size_t i, const char *form)
{
	while (*form != '\0')
	{
		char		class = *form++;
		size_t		least;
		size_t		most;
		size_t		n = 0;

		if (class == ' ')
			continue;
		if (class == '-' || class == '\'')
		{
			/* a literal */
			for (; class == '\'' && *form != '\''; form++)
				if (bc_at(s, i++) != (unsigned char) *form)
					return 0;
			if (class == '-' && bc_at(s, i++) != '-')
				return 0;
			form += class == '\'';
			continue;
		}
		least = most = number(&form);
		if (*form == '-')
		{
			form++;
			most = number(&form);
		}
		while (n < most && i < s->n && in_class(s->t[i], class))
		{
			n++;
			i++;
		}
		if (n < least)
			return 0;
	}
	return bc_is(bc_at(s, i), BC_C_WORD) ? 0 : i;
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

/* abcdef...: three of four characters count up from the one before. */
static bool
counted(const unsigned char *t, size_t len)
{
	size_t		up = 0;

	for (size_t i = 1; i < len; i++)
		up += t[i] == t[i - 1] + 1;
	return up * 4 >= len * 3;
}

/* What the form leaves open: the token [a, b), whose free part begins at head. */
static unsigned
judge(const BcScan *s, const BcTokenForm *form, size_t a, size_t head, size_t b)
{
	const unsigned char *t = s->t + head;
	size_t		len = b - head;
	unsigned	entropy = bc_scan_entropy(t, len);

	if (form->kind == BC_AWS_KEY && form->entropy == 0)
	{
		if (memcmp(s->t + b - 7, "EXAMPLE", 7) == 0 || counted(t, len) ||
			((t[0] | 0x20) == 'x' && placeholder(t, len)))
			return 0;
		return entropy < 250 ? 50 : 95;
	}
	if (placeholder(t, len) || entropy < form->entropy || counted(t, len) ||
		published_key(s->t + a, b - a))
		return 0;
	if (form->kind == BC_GITHUB_TOKEN && head - a == 4)
		return bc_crc32_base62_check(s->t + a, b - a, 4) ? 98 : 90;
	return 95;
}

/* Where the host's name that ends at i begins, with its scheme. */
static size_t
url_start(const BcScan *s, size_t i)
{
	size_t		a = i;

	while (a > 0 && i - a < 64 && (bc_is(s->t[a - 1], BC_C_TOKEN) || s->t[a - 1] == '.'))
		a--;
	return bc_scan_ends(s, a, "https://") ? a - 8 : a;
}

/* Tries the forms whose prefix is at a. */
static bool
try_forms(BcScan *s, size_t a)
{
	for (size_t k = 0; k < bc_token_form_count; k++)
	{
		const BcTokenForm *form = &bc_token_forms[k];
		size_t		head;
		size_t		from;
		size_t		end;
		unsigned	score;

		if ((form->prefix[0] != '\0' && form->prefix[0] != (char) s->t[a]) ||
			!bc_scan_starts(s, a, form->prefix) || !bc_scan_ends(s, a, form->before))
			continue;
		head = a + strlen(form->prefix);
		from = a - strlen(form->before);
		if (strchr(form->before, '/') != NULL && form->before[0] != '1')
			from = url_start(s, from);
		else if (form->before[0] != '\0' && form->before[0] != '.' && from > 0 &&
				 bc_is(s->t[from - 1], BC_C_WORD))
			continue;
		/* what the dot parts belongs to the token: 14 characters of .atlasv1. */
		if (form->before[0] == '.' && from >= 14)
			from -= 14;
		end = form_end(s, head, form->form);
		if (end == 0 || (form->kind == BC_GITHUB_TOKEN && bc_at(s, end) == '-'))
			continue;
		score = judge(s, form, a, head, end);
		if (score != 0 && bc_wants(s, form->kind))
			bc_scan_add(s, form->kind, from, end, score);
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

/* id.6.27 of Discord's bots. */
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
		if (!in_class(s->t[i], 'x'))
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
	return try_forms(s, a) || try_sk(s, a, b) || try_a3t(s, a, b) ||
		bc_scan_slack(s, a, b) || bc_scan_jwt(s, a, b) ||
		try_telegram(s, a, b) ||
		try_facebook(s, a, b) || try_mailchimp(s, a, b) ||
		try_dotted(s, a, b);
}

/* Small letters alone but for the first: words that hyphens join. */
static bool
plain_words(const BcScan *s, size_t a, size_t b)
{
	for (size_t i = a + 1; i < b; i++)
		if (bc_is(s->t[i], BC_C_UPPER | BC_C_DIGIT))
			return false;
	return true;
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
	if (bc_is(bc_at(s, b), BC_C_HIGH))
		bc_scan_reads(s, b, b + 1);
	if (b - a < 15 || i - a == 300)
		return;
	while (a < b && s->t[a] == '-')
		a++;
	if (a == b || bc_scan_npm(s, a, b))
		return;
	if (plain_words(s, a, b))
		(void) bc_scan_slack(s, a, b);
	else
		(void) try_token(s, a, b);
}
