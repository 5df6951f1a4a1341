/*
 * auth.c: secrets in commands and headers: curl -u, Authorization
 * (RFC 7617, RFC 6750).
 */
#include "core/screen/internal.h"

/* The command's name, at most a few lines back in the same command. */
static bool
in_curl(const BcScan *s, size_t i)
{
	size_t		from = i > 300 ? i - 300 : 0;

	for (; i > from && s->t[i - 1] != ';' && s->t[i - 1] != '|'; i--)
		if (bc_lower(s->t[i - 1]) == 'c' && bc_scan_starts_nocase(s, i - 1, "curl"))
			return true;
	return false;
}

/*
 * mysql -u NAME -pSECRET, docker login -u NAME -p SECRET; at is behind "-u".
 */
static void
command_password(BcScan *s, size_t i, size_t at)
{
	size_t		from = i > 60 ? i - 60 : 0;
	size_t		to = at + 60;
	bool		mysql = false;
	bool		docker = false;

	for (; i > from && s->t[i - 1] != '\n' && s->t[i - 1] != ';' && !mysql && !docker; i--)
	{
		mysql = bc_scan_starts(s, i - 1, "mysql");
		docker = bc_scan_starts(s, i - 1, "docker login") ||
			bc_scan_starts(s, i - 1, "podman login");
	}
	for (; (mysql || docker) && at < to && at < s->n && s->t[at] != '\n'; at++)
		if (bc_scan_starts(s, at, docker ? " -p " : " -p"))
		{
			size_t		value = at + (docker ? 4 : 3);

			if (bc_is(bc_at(s, value), BC_C_ALNUM) || bc_at(s, value) == '\'' ||
				bc_at(s, value) == '"')
				bc_scan_secret_value(s, at, value, false, false);
			return;
		}
}

/* The '-' of "-u" at i: -u name:secret, --user 'name:secret'. */
void
bc_scan_curl_user(BcScan *s, size_t i)
{
	size_t		at = i + 2;
	size_t		a;
	size_t		end;
	unsigned char quote = 0;
	unsigned char inner = 0;

	if (i == 0 || s->t[i + 1] != 'u')
		return;
	if (s->t[i - 1] == ' ' && bc_wants(s, BC_SECRET_ASSIGNMENT))
		command_password(s, i, at);
	if (!bc_wants(s, BC_HTTP_AUTH))
		return;
	if (s->t[i - 1] == '-' && bc_scan_starts(s, at, "ser"))
		at += 3;
	else if (s->t[i - 1] != ' ' && s->t[i - 1] != '\n' && s->t[i - 1] != '\t')
		return;
	if (bc_at(s, at) == '=' || bc_at(s, at) == ' ')
		at++;
	while (bc_at(s, at) == ' ' && at < i + 12)
		at++;
	if (!in_curl(s, i))
		return;
	bc_scan_reads(s, at, at + 120);
	if (bc_at(s, at) == '"' || bc_at(s, at) == '\'')
		quote = s->t[at++];
	a = at;
	while (at < s->n && at - a < 100 && s->t[at] > ' ' && s->t[at] != ':' &&
		   s->t[at] != quote && s->t[at] != '"')
		at++;
	if (bc_at(s, at) != ':' || at == a)
		return;
	at++;
	if (quote == 0 && (bc_at(s, at) == '"' || bc_at(s, at) == '\''))
		inner = s->t[at++];
	end = at;
	while (end < s->n && end - at < 150 && s->t[end] > ' ' &&
		   s->t[end] != quote && s->t[end] != (inner != 0 ? inner : '\'') &&
		   s->t[end] != '"')
		end++;
	/* "-u https://...": a URL, no name and secret */
	if (end - at < 3 || bc_scan_starts(s, at, "//") || s->t[a] == '$' || s->t[a] == '<' ||
		bc_scan_placeholder(s->t + at, end - at))
		return;
	if (bc_at(s, end) == inner && inner != 0)
		end++;
	bc_scan_add(s, BC_HTTP_AUTH, a, end, 80);
	/* a name that is an address is no mail's here */
	s->skip = end;
}

/* The scheme of credentials at i, with its space; 0 where there is none. */
static size_t
scheme_length(const BcScan *s, size_t i)
{
	static const char *const schemes[] = {"basic ", "bearer ", "token ", "apikey ", "api-key ", "api-token "};

	for (size_t k = 0; k < sizeof(schemes) / sizeof(schemes[0]); k++)
		if (bc_scan_starts_nocase(s, i, schemes[k]))
			return strlen(schemes[k]);
	return 0;
}

/* A colon or '=' is between the header's name and what follows: no sentence about it. */
static bool
in_header(const BcScan *s, size_t name, size_t value)
{
	for (size_t i = name + 13; i < value; i++)
		if (s->t[i] == ':' || s->t[i] == '=')
			return true;
	return false;
}

/* Sixteen characters or more of letters and digits: credentials without a scheme. */
static bool
mixed(const BcScan *s, size_t i, size_t n)
{
	bool		digit = false;
	bool		letter = false;

	for (size_t k = 0; k < n; k++)
	{
		digit |= bc_is(s->t[i + k], BC_C_DIGIT);
		letter |= bc_is(s->t[i + k], BC_C_LETTER);
	}
	return n >= 16 && digit && letter;
}

/* The "iz" of Authorization at i: its scheme and credentials. */
void
bc_scan_authorization(BcScan *s, size_t i)
{
	size_t		at = i + 7;
	size_t		value;
	size_t		n = 0;
	bool		basic;
	bool		bare;

	if (i < 6 ||
		!bc_scan_starts_nocase(s, i - 6, "authorization"))
		return;
	while (at < i + 14 && (bc_at(s, at) == ' ' || bc_at(s, at) == ':' ||
						   bc_at(s, at) == '"' || bc_at(s, at) == '\'' ||
						   bc_at(s, at) == '=' || bc_at(s, at) == '>' ||
						   bc_at(s, at) == ','))
		at++;
	bc_scan_reads(s, at, at + 120);
	basic = bc_scan_starts_nocase(s, at, "basic ");
	bare = scheme_length(s, at) == 0;
	value = at + scheme_length(s, at);
	while (n < 2000 && (bc_is(bc_at(s, value + n), BC_C_TOKEN) ||
						bc_at(s, value + n) == '.' || bc_at(s, value + n) == '+' ||
						bc_at(s, value + n) == '/' || bc_at(s, value + n) == '=' ||
						bc_at(s, value + n) == '~'))
		n++;
	while (n > 0 && s->t[value + n - 1] == '.')
		n--;
	if (bare && (!in_header(s, i - 6, at) || !mixed(s, value, n)))
		return;
	if (n < (basic ? 8u : 12u) || bc_scan_placeholder(s->t + value, n) ||
		bc_scan_entropy(s->t + value, n) < 280)
		return;
	bc_scan_add(s, BC_HTTP_AUTH, value, value + n, 80);
}
