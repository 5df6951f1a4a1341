/*
 * email.c: what an '@' triggers: mail addresses (RFC 5321 in the shapes
 * that people write) and URLs with a password (RFC 3986, section 3.2.1).
 */
#include "core/screen/internal.h"

#define MAX_LOCAL	64
#define MAX_DOMAIN	253
#define MAX_USERINFO 200

/* RFC 2606 and RFC 6761, and hosts that examples like. */
static const char placeholder_domains[] =
	"example.com example.org example.net example.edu example.cn test.com "
	"domain.com yourdomain.com email.com xxx.com mydomain.com company.com "
	"yourcompany.com abc.com xyz.com sample.com website.com placeholder.com";
static const char placeholder_tops[] = "test invalid localhost example local";
static const char file_tops[] =
	"png jpg jpeg gif svg webp css js ts jsx tsx html py json md txt pdf";

static bool
local_character(unsigned char c)
{
	return bc_is(c, BC_C_ALNUM) || c == '.' || c == '_' || c == '%' ||
		c == '+' || c == '\'' || c == '-';
}

/*
 * The end of the domain at i: labels of letters, digits and hyphens, the last
 * one of letters (or xn--); 0 where there is none.  *top is its last label.
 */
static size_t
domain_end(const BcScan *s, size_t i, size_t *top)
{
	size_t		at = i;
	size_t		end = 0;
	unsigned	labels = 0;

	while (at - i < MAX_DOMAIN)
	{
		size_t		n = 0;
		size_t		letters = bc_scan_run(s, at, BC_C_LETTER, 64);
		bool		last;

		while (n < 64 && (bc_is(bc_at(s, at + n), BC_C_ALNUM) ||
						  bc_at(s, at + n) == '-'))
			n++;
		if (n == 64)
			return end;
		while (n > 0 && s->t[at + n - 1] == '-')
			n--;
		if (n == 0 || s->t[at] == '-')
			break;
		last = (letters == n && n >= 2 && n <= 24) ||
			(n > 4 && bc_scan_starts_nocase(s, at, "xn--"));
		if (labels > 0 && last && bc_at(s, at + n) != '_')
		{
			end = at + n;
			*top = at;
		}
		labels++;
		if (bc_at(s, at + n) != '.')
			break;
		at += n + 1;
	}
	return end;
}

/* Scores a well-formed address by its domain. */
static unsigned
judge(const BcScan *s, size_t a, size_t at, size_t end, size_t top)
{
	const unsigned char *domain = s->t + at + 1;
	size_t		len = end - at - 1;

	if (bc_scan_in_list(s->t + top, end - top, file_tops))
		return 0;
	if (bc_scan_in_list(s->t + top, end - top, placeholder_tops) ||
		bc_scan_in_list(domain, len, placeholder_domains))
		return 30;
	for (size_t k = 0; k + 11 < len; k++)
		if (domain[k] == '.' &&
			bc_scan_in_list(domain + k + 1, len - k - 1, "example.com example.org example.net"))
			return 30;
	if (at - a == 3 && bc_scan_starts(s, a, "git"))
		return 30;
	/* a@b.co: letters that stand for anybody */
	if (at - a == 1 && top - at == 3)
		return 30;
	if (bc_scan_in_list(s->t + a, at - a,
						"your.email youremail your_email yourname your-email "
						"your_name xxx username example"))
		return 30;
	return 90;
}

/* ssh user@host, scp file user@host:/path: who logs in where, no mail. */
static bool
remote_login(const BcScan *s, size_t a, size_t end)
{
	return bc_scan_ends(s, a, "ssh ") || bc_scan_ends(s, a, "sftp ") ||
		bc_scan_ends(s, a, "scp ") || bc_scan_starts(s, end, ":/") ||
		bc_scan_starts(s, end, ":~");
}

static void
try_email(BcScan *s, size_t at)
{
	size_t		a = at;
	size_t		top = 0;
	size_t		end;
	unsigned	score;

	while (a > 0 && at - a <= MAX_LOCAL && local_character(s->t[a - 1]))
	{
		if (s->t[a - 1] == '.' && a < at && s->t[a] == '.')
			return;
		a--;
	}
	if (at - a > MAX_LOCAL || a == at || s->t[at - 1] == '.')
		return;
	while (a < at && !bc_is(s->t[a], BC_C_ALNUM) && s->t[a] != '_')
		a++;
	/* the name before '@' in a URL is a user, whatever follows */
	if (a == at || bc_scan_ends(s, a, "://"))
		return;
	end = domain_end(s, at + 1, &top);
	/* "pkg@1.2.3", "x@2x.png", "a@b@c" */
	if (end == 0 || bc_at(s, end) == '@')
		return;
	score = judge(s, a, at, end, top);
	if (score > 30 && remote_login(s, a, end))
		score = 30;
	bc_scan_add(s, BC_EMAIL, a, end, score);
}

static bool
placeholder_secret(const BcScan *s, size_t a, size_t b)
{
	const unsigned char *t = s->t + a;
	size_t		len = b - a;

	if (t[0] == '<' || t[0] == '$' || t[0] == '{' || t[0] == '[' || t[0] == '%')
		return true;
	for (size_t i = 1; i < len && t[i] == t[0]; i++)
		if (i == len - 1)
			return true;
	return bc_scan_in_list(t, len,
						   "password passwd pass pwd xxx *** x yourpassword "
						   "your_password mypassword secret <password> token");
}

/* A secret may hold an '@' itself: the last one before the host divides. */
static size_t
last_at(const BcScan *s, size_t at)
{
	for (size_t i = at + 1; i < s->n && i - at < 64; i++)
	{
		unsigned char c = s->t[i];

		if (c <= ' ' || c >= 0x80 || strchr("\"'<>/,;", c) != NULL)
			break;
		if (c == '@' && bc_is(bc_at(s, i + 1), BC_C_ALNUM))
			at = i;
	}
	return at;
}

/* name@domain:secret@host without a scheme; a is where the name begins. */
static bool
try_address_login(BcScan *s, size_t a, size_t colon, size_t at)
{
	size_t		top = 0;
	const unsigned char *first = memchr(s->t + a, '@', colon - a);
	size_t		end;

	for (size_t k = a; k < at; k++)
		if (bc_is(s->t[k], BC_C_HIGH))
			return false;
	while (a < colon && !bc_is(s->t[a], BC_C_ALNUM))
		a++;
	if (first == NULL || at - colon < 4 ||
		domain_end(s, (size_t) (first - s->t) + 1, &top) != colon ||
		memchr(s->t + colon, '/', at - colon) != NULL)
		return false;
	end = at + 1;
	while (end - at < MAX_DOMAIN && (bc_is(bc_at(s, end), BC_C_ALNUM) ||
									 bc_at(s, end) == '.' || bc_at(s, end) == '-'))
		end++;
	while (end > at + 1 && !bc_is(s->t[end - 1], BC_C_ALNUM))
		end--;
	if (end == at + 1)
		return false;
	bc_scan_add(s, BC_BASIC_AUTH_URL, a, end,
				placeholder_secret(s, colon + 1, at) ? 20 : 90);
	s->skip = end;
	return true;
}

/* scheme://user:secret@host: the span is from the scheme to the host's end. */
static bool
try_url(BcScan *s, size_t at)
{
	size_t		colon = 0;
	size_t		i = at;
	size_t		a;
	size_t		end;

	/* back to "//"; the first colon divides name and secret */
	while (i > 0 && at - i < MAX_USERINFO)
	{
		unsigned char c = s->t[i - 1];

		/* the name before the colon may be an address */
		if (c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' ||
			(c == '@' && colon == 0) || c == '/')
			break;
		if (c == ':')
			colon = i - 1;
		i--;
	}
	if (colon == 0 || colon + 1 >= at)
		return false;
	if (!bc_scan_ends(s, i, "://"))
		return try_address_login(s, i, colon, at);
	at = last_at(s, at);
	for (a = i - 3; a > 0 && i - a < 32; a--)
		if (!bc_is(s->t[a - 1], BC_C_ALNUM) && s->t[a - 1] != '+' &&
			s->t[a - 1] != '.' && s->t[a - 1] != '-')
			break;
	end = at + 1;
	while (end - at < MAX_DOMAIN &&
		   (bc_is(bc_at(s, end), BC_C_ALNUM) || bc_at(s, end) == '.' ||
			bc_at(s, end) == '-' || bc_at(s, end) == ':'))
		end++;
	while (end > at + 1 && !bc_is(s->t[end - 1], BC_C_ALNUM))
		end--;
	if (a == i - 3 || end == at + 1)
		return false;
	/* the path too, for it may name what the secret opens */
	if (bc_at(s, end) == '/')
		while (end - at < MAX_DOMAIN &&
			   (bc_is(bc_at(s, end), BC_C_TOKEN) || bc_at(s, end) == '/' ||
				(bc_at(s, end) == '.' && bc_is(bc_at(s, end + 1), BC_C_ALNUM))))
			end++;
	bc_scan_add(s, BC_BASIC_AUTH_URL, a, end,
				placeholder_secret(s, colon + 1, at) ? 20 : 90);
	s->skip = end;
	return true;
}

/* The '@' at byte i. */
void
bc_scan_at(BcScan *s, size_t i)
{
	bc_scan_reads_back(s, i, 16);
	bc_scan_reads(s, i, i + 24);
	if (bc_wants(s, BC_BASIC_AUTH_URL) && try_url(s, i))
		return;
	if (bc_wants(s, BC_EMAIL))
		try_email(s, i);
}

/* "a (at) b (dot) c", "a [at] b [dot] c": i is the 't' of the bracketed word. */
void
bc_scan_spelled_at(BcScan *s, size_t i)
{
	size_t		a = i - 2;
	size_t		at = i + 2;
	size_t		local;
	unsigned	dots = 0;

	if (i < 4 || (s->t[i - 1] | 0x20) != 'a' ||
		(s->t[i - 2] != '(' && s->t[i - 2] != '['))
		return;
	while (a > 0 && s->t[a - 1] == ' ' && i - a < 4)
		a--;
	local = a;
	while (a > 0 && local - a < MAX_LOCAL && local_character(s->t[a - 1]))
		a--;
	if (a == local)
		return;
	for (;;)
	{
		size_t		n;
		size_t		from;

		while (bc_at(s, at) == ' ' && at < i + 4)
			at++;
		n = bc_scan_run(s, at, BC_C_ALNUM, 64);
		if (n == 0 || dots > 4)
			return;
		at += n;
		from = at;
		while (bc_at(s, at) == ' ' && at - from < 2)
			at++;
		if (bc_scan_starts_nocase(s, at, "(dot)") ||
			bc_scan_starts_nocase(s, at, "[dot]"))
			at += 5;
		else if (s->t[from < s->n ? from : s->n - 1] == '.' &&
				 bc_is(bc_at(s, from + 1), BC_C_ALNUM))
			at = from + 1;
		else
		{
			if (dots > 0)
				bc_scan_add(s, BC_EMAIL, a, from, 50);
			return;
		}
		dots++;
		while (bc_at(s, at) == ' ' && at - from < 9)
			at++;
	}
}
