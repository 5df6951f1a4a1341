/*
 * token_parts.c: tokens with an inner structure: Slack's, JSON web tokens
 * (RFC 7519), npm's registry lines, PEM blocks (RFC 7468).
 */
#include "core/screen/internal.h"

/* How far a private key may reach; longer ones end with their first line. */
#define MAX_PEM 16384

static bool
all_equal(const unsigned char *t, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (t[i] != t[0])
			return false;
	return true;
}

/*
 * xoxb-123-456-abc...: numbers, then a last part (gitleaks' ten variants and
 * those of detect-secrets).
 */
static bool
slack_parts(const BcScan *s, size_t a, size_t b)
{
	size_t		at = a + 5;
	unsigned	numbers = 0;
	bool		zeros = false;	/* 000000000000-111111111111: a placeholder */
	size_t		n;

	for (;;)
	{
		n = bc_scan_run(s, at, BC_C_DIGIT, 20);
		if (n == 0 || bc_at(s, at + n) != '-' || at + n >= b)
			break;
		numbers++;
		zeros |= n >= 8 && all_equal(s->t + at, n);
		at += n + 1;
	}
	n = bc_scan_run(s, at, BC_C_ALNUM, 200);
	/* xoxe: tokens of configurations have a long last part, a user's three numbers */
	if (at + n != b || n < 8 || zeros ||
		(n < 140 && numbers != 3 && (s->t[a + 3] == 'e' || bc_scan_ends(s, a, "xoxe."))) || bc_scan_repeated(s->t + at, n))
		return false;
	if (numbers == 0)
		return (s->t[a + 3] == 'a' || s->t[a + 3] == 'r') &&
			bc_scan_entropy(s->t + at, n) >= 300;
	return bc_scan_entropy(s->t + at, n) >= 200;
}

bool
bc_scan_slack(BcScan *s, size_t a, size_t b)
{
	size_t		from = a;

	if (b - a == 24 && a > 30 && s->t[a - 1] == '/')
	{
		/* hooks.slack.com/services/T.../B.../24 characters */
		for (unsigned slashes = 0; from > 0 && a - from < 80; from--)
		{
			if (s->t[from - 1] == '/' && ++slashes == 4)
				break;
			if (!bc_is(s->t[from - 1], BC_C_TOKEN) && s->t[from - 1] != '/')
				break;
		}
		if (!bc_scan_starts(s, from, "services/T") ||
			!bc_scan_ends(s, from, "hooks.slack.com/"))
			return false;
		from -= 16;
		if (bc_scan_ends(s, from, "https://"))
			from -= 8;
		if (bc_wants(s, BC_SLACK_TOKEN))
			bc_scan_add(s, BC_SLACK_TOKEN, from, b,
						bc_scan_repeated(s->t + a, 24) ? 50 : 95);
		return true;
	}
	if (!bc_scan_starts(s, a, "xox") || b - a < 15 || s->t[a + 4] != '-' ||
		strchr("abeoprs", s->t[a + 3]) == NULL || !slack_parts(s, a, b))
		return false;
	if (bc_scan_ends(s, a, "xoxe."))
		from = a - 5;
	if (bc_wants(s, BC_SLACK_TOKEN))
		bc_scan_add(s, BC_SLACK_TOKEN, from, b, 95);
	return true;
}

/* base64url (RFC 4648, section 5) of the run [a, b), as far as out reaches. */
static size_t
decode(const BcScan *s, size_t a, size_t b, char *out, size_t max)
{
	uint32_t	bits = 0;
	unsigned	have = 0;
	size_t		len = 0;

	for (; a < b && len < max; a++)
	{
		unsigned char c = s->t[a];
		unsigned	v = c >= 'a' ? c - 'a' + 26u :
			c == '_' ? 63u : c >= 'A' ? c - 'A' + 0u :
			c == '-' ? 62u : c - '0' + 52u;

		bits = bits << 6 | v;
		have += 6;
		if (have >= 8)
		{
			have -= 8;
			out[len++] = (char) (bits >> have);
		}
	}
	return len;
}

/* The header must be a JSON object that names its algorithm. */
static bool
jwt_header(const BcScan *s, size_t a, size_t b)
{
	char		text[600];
	size_t		len = decode(s, a, b, text, sizeof(text));
	bool		alg = false;

	if (len < 10 || text[0] != '{')
		return false;
	for (size_t i = 0; i + 5 <= len; i++)
		alg |= memcmp(text + i, "\"alg\"", 5) == 0;
	while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\n' ||
					   text[len - 1] == '\r'))
		len--;
	return alg && (len == sizeof(text) || text[len - 1] == '}');
}

bool
bc_scan_jwt(BcScan *s, size_t a, size_t b)
{
	size_t		end;
	size_t		n;

	if (!bc_scan_starts(s, a, "eyJ") || bc_at(s, b) != '.' ||
		!bc_scan_starts(s, b + 1, "eyJ") || !jwt_header(s, a, b))
		return false;
	end = b + 1 + bc_scan_run(s, b + 1, BC_C_TOKEN, 65536);
	if (bc_at(s, end) == '.')
	{
		n = bc_scan_run(s, end + 1, BC_C_TOKEN, 4096);
		end += n == 0 ? 0 : n + 1;
	}
	if (bc_is(bc_at(s, end), BC_C_HIGH))
		bc_scan_reads(s, end, end + 1);
	if (bc_wants(s, BC_JWT))
		bc_scan_add(s, BC_JWT, a, end, 95);
	s->skip = end;
	return true;
}

/* //registry.npmjs.org/:_authToken=VALUE, of .npmrc. */
bool
bc_scan_npm(BcScan *s, size_t a, size_t b)
{
	size_t		from;

	if (!bc_scan_ends(s, a, "/:_authToken="))
		return false;
	from = a - 13;
	while (from > 0 && a - from < 200 &&
		   (bc_is(s->t[from - 1], BC_C_TOKEN) || s->t[from - 1] == '.' ||
			s->t[from - 1] == ':' || s->t[from - 1] == '/') &&
		   !bc_scan_starts(s, from, "//"))
		from--;
	if (!bc_scan_starts(s, from, "//"))
		return false;
	if (bc_wants(s, BC_VENDOR_TOKEN))
		bc_scan_add(s, BC_VENDOR_TOKEN, from, b, 90);
	return true;
}

/* The text of a key between the lines is at least this long. */
static bool
has_body(const BcScan *s, size_t a, size_t b)
{
	size_t		n = 0;

	for (size_t i = a; i < b && n < 16; i++)
		n += s->t[i] > ' ';
	return n >= 16;
}

/*
 * Base 64 follows the first line [a, i), perhaps behind headers such as
 * DEK-Info, or the text ends with it: it is not told of in prose.
 */
static bool
body_follows(const BcScan *s, size_t a, size_t i)
{
	size_t		run = 0;
	size_t		at = i;

	if (i >= s->n)
		return a == 0 || s->t[a - 1] == '\n';
	if (bc_at(s, at) == '\r')
		at++;
	at += bc_at(s, at) == '\n' ? 1 : bc_scan_starts(s, at, "\\n") ? 2 : 0;
	if (at > i && bc_scan_run(s, at, BC_C_ALNUM, 4) == 4)
		return true;
	for (size_t k = i; k < s->n && k - i < 400; k++)
	{
		run = bc_is(s->t[k], BC_C_ALNUM) || s->t[k] == '+' || s->t[k] == '/' ? run + 1 : 0;
		if (run == 24)
			return true;
		if (bc_is(s->t[k], BC_C_HIGH))
			return false;
	}
	return false;
}

/* "KEY" at i: -----BEGIN ... PRIVATE KEY-----, to its END where there is one. */
void
bc_scan_pem(BcScan *s, size_t i)
{
	size_t		a = i;
	size_t		line = i + 3;
	size_t		end;
	unsigned	score = 98;

	if (!bc_scan_ends(s, i, "PRIVATE "))
		return;
	if (bc_scan_starts(s, line, " BLOCK"))
		line += 6;
	if (!bc_scan_starts(s, line, "-----"))
		return;
	line += 5;
	while (a > 0 && i - a < 40 && !bc_scan_starts(s, a, "-----BEGIN "))
		a--;
	if (!bc_scan_starts(s, a, "-----BEGIN "))
		return;
	end = line;
	for (size_t k = line; k < s->n && k - line < MAX_PEM; k++)
	{
		const unsigned char *dash = memchr(s->t + k, '-', s->n - k <
										   MAX_PEM ? s->n - k : MAX_PEM);

		if (dash == NULL)
			break;
		k = (size_t) (dash - s->t);
		if (bc_scan_starts(s, k, "-----BEGIN "))
			break;
		if (bc_scan_starts(s, k, "-----END "))
		{
			if (!has_body(s, line, k))
				score = 20;
			k += 9;
			while (k < s->n && s->t[k] != '-' && s->t[k] != '\n')
				k++;
			while (bc_at(s, k) == '-')
				k++;
			end = k;
			break;
		}
	}
	if (end == line && !body_follows(s, a, line))
		score = 20;
	bc_scan_add(s, BC_PRIVATE_KEY, a, end, score);
	s->skip = end;
}
