/*
 * secret_value.c: what may be a secret: its form, and what only stands for one.
 */
#include "core/screen/internal.h"

#define MIN_VALUE	6

/* Before a name: what follows was made up. */
static const char made_up[] =
	"随机 生成 示例 例如 比如 举例 random randomly generated example sample";

/* Words of a sentence: a quoted value that holds one is a description. */
static const char prose[] =
	"the your you must enter invalid incorrect is are please required should "
	"cannot not for to of a be this at least contain least it was my our "
	"characters if will or new old in";

/* test1234 */
static bool
numbered_test(const unsigned char *value, size_t len)
{
	if (len < 4 || !bc_scan_in_list(value, 4, "test"))
		return false;
	for (size_t i = 4; i < len; i++)
		if (!bc_is(value[i], BC_C_DIGIT))
			return false;
	return true;
}

/* password, pa$$w0rd; password123, whose digits count up. */
static bool
word_password(const unsigned char *value, size_t len)
{
	static const char word[] = "password";
	bool		plain = true;

	if (len < 8 || len > 12)
		return false;
	for (size_t i = 0; i < 8; i++)
	{
		unsigned char c = bc_lower(value[i]);

		if (c == (unsigned char) word[i])
			continue;
		plain = false;
		if (!((c == '@' && word[i] == 'a') || (c == '$' && word[i] == 's') ||
			  (c == '0' && word[i] == 'o')))
			return false;
	}
	for (size_t i = 8; i < len; i++)
		if (!plain || value[i] != '1' + (i - 8))
			return false;
	return true;
}

/* What stands for a secret in documentation. */
bool
bc_scan_placeholder(const unsigned char *value, size_t len)
{
	static const char *const parts[] = {
		"example", "changeme", "change_me", "your", "fake", "dummy", "placehold",
		"redacted", "xxxx", "****", "....", "insert", "sample", "<", "{{",
		"todo", "replace", "12345678", "abcdefg", "qwerty"
	};
	static const char words[] =
		"password passwd pass pwd secret token test testing null none true "
		"false nil undefined string text value key apikey api_key username "
		"user admin xxx yyy zzz foo bar baz hello optional required hidden "
		"123456 1234567 abc123 void";

	if (len == 0 || value[0] == '$' || value[0] == '%' || value[0] == '@' ||
		value[0] == '&' ||
		(value[0] == '{' && value[len - 1] == '}') ||
		(value[0] == '[' && value[len - 1] == ']'))
		return true;
	if (bc_scan_repeated(value, len) || bc_scan_in_list(value, len, words) ||
		numbered_test(value, len) || word_password(value, len))
		return true;
	for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
	{
		size_t		n = strlen(parts[k]);

		for (size_t i = 0; i + n <= len; i++)
		{
			size_t		j = 0;

			while (j < n && bc_lower(value[i + j]) == (unsigned char) parts[k][j])
				j++;
			/* '<' and "{{" count at the start only */
			if (j == n && (i == 0 || n > 2))
				return true;
		}
	}
	return false;
}

/* How many of: upper case, lower case, digit, symbol. */
static unsigned
classes(const unsigned char *t, size_t len, bool *digit, bool *symbol)
{
	bool		upper = false;
	bool		lower = false;

	*digit = *symbol = false;
	for (size_t i = 0; i < len; i++)
	{
		upper |= bc_is(t[i], BC_C_UPPER);
		lower |= bc_is(t[i], BC_C_LOWER);
		*digit |= bc_is(t[i], BC_C_DIGIT);
		*symbol |= t[i] > ' ' && t[i] < 0x80 && !bc_is(t[i], BC_C_WORD);
	}
	return (unsigned) upper + lower + *digit + *symbol;
}

/* 8-4-4-4-12 hexadecimal digits (RFC 4122). */
static bool
uuid(const unsigned char *t, size_t len)
{
	if (len != 36)
		return false;
	for (size_t i = 0; i < 36; i++)
		if ((i == 8 || i == 13 || i == 18 || i == 23) ? t[i] != '-' :
			!bc_is(t[i], BC_C_HEX))
			return false;
	return true;
}

/* name.member, call(...), list[...]: a piece of a program. */
static bool
expression(const unsigned char *t, size_t len)
{
	size_t		i = 0;

	if (!bc_is(t[0], BC_C_LETTER) && t[0] != '_')
		return false;
	while (i < len && bc_is(t[i], BC_C_WORD))
		i++;
	if (i == len)
	{
		/* an identifier: a variable's name, unless letters and digits mix */
		unsigned	changes = 0;

		for (size_t k = 1; k < len; k++)
			changes += bc_is(t[k], BC_C_DIGIT) != bc_is(t[k - 1], BC_C_DIGIT);
		return changes < 2 && memchr(t, '_', len) != NULL;
	}
	if (t[i] == '(' || t[i] == '[')
		return true;
	return t[i] == '.' && i + 1 < len &&
		(bc_is(t[i + 1], BC_C_LETTER) || t[i + 1] == '_') &&
		(memchr(t, '(', len) != NULL || memchr(t, '[', len) != NULL ||
		 !bc_is(t[len - 1], BC_C_DIGIT));
}

/* Letters in no order: a key, not a name that joins words. */
static bool
random_letters(const unsigned char *t, size_t len)
{
	unsigned	changes = 0;

	for (size_t i = 1; i < len; i++)
	{
		if (!bc_is(t[i], BC_C_LETTER))
			return false;
		changes += bc_is(t[i], BC_C_UPPER) != bc_is(t[i - 1], BC_C_UPPER);
	}
	return len >= 20 && changes * 3 >= len && bc_scan_entropy(t, len) >= 350;
}

static bool
describes(const unsigned char *t, size_t len)
{
	size_t		from = 0;

	for (size_t i = 0; i <= len; i++)
		if (i == len || t[i] == ' ')
		{
			if (i > from && bc_scan_in_list(t + from, i - from, prose))
				return true;
			from = i + 1;
		}
	return false;
}

/* The score of a value, 0 for none. */
unsigned
bc_scan_secret_score(const BcScan *s, size_t a, size_t b, bool quoted, bool chinese)
{
	const unsigned char *t = s->t + a;
	size_t		len = b - a;
	bool		digit;
	bool		symbol;
	unsigned	kinds;
	unsigned	symbols = 0;
	size_t		high = 0;
	unsigned	floor = len < 8 ? 225 : len < 10 ? 260 : 280;

	if (len < MIN_VALUE || len > BC_SECRET_MAX || bc_scan_placeholder(t, len) ||
		uuid(t, len))
		return 0;
	for (size_t i = 0; i < len; i++)
		high += t[i] >= 0x80;
	if (high * 2 > len || bc_scan_starts_nocase(s, a, "http") ||
		(len < 12 && (bc_scan_starts_nocase(s, a, "aes") ||
					  bc_scan_starts_nocase(s, a, "rsa") ||
					  bc_scan_starts_nocase(s, a, "sha") ||
					  bc_scan_starts_nocase(s, a, "hmac"))))
		return 0;
	kinds = classes(t, len, &digit, &symbol);
	for (size_t i = 0; i < len; i++)
		symbols += t[i] > ' ' && t[i] < 0x80 && !bc_is(t[i], BC_C_WORD);
	/* people's own passwords repeat characters: hz8899wx */
	if (chinese && digit && kinds > 1 && len < 10)
		floor = 225;
	if (kinds == 0 || (kinds == 1 && symbol) ||
		bc_scan_entropy(t, len) < floor)
		return 0;
	if (memchr(t, ' ', len) != NULL &&
		(!quoted || chinese || describes(t, len)))
		return 0;
	if (!quoted)
	{
		/* the codes that mail services give out: sixteen letters */
		if (chinese && kinds == 1 && !symbol && len == 16 && !digit)
			return 60;
		if (kinds == 2 && random_letters(t, len))
			return 60;
		if (kinds < 2 || (!digit && !symbol) || (!chinese && expression(t, len)))
			return 0;
		if (!chinese && !digit && kinds < 3 && symbols < 3)
			return 0;
		return kinds >= 3 ? 75 : 60;
	}
	/* a single class in quotes: words are names, hexadecimal digits are keys */
	if (kinds == 1)
		return (digit && len < 12) || memchr(t, ' ', len) != NULL ? 50 : 0;
	if (!digit && !symbol && kinds == 2 && len < 12)
		return 0;
	return kinds >= 3 || digit ? 75 : 60;
}

/* The next parameter of a query begins at i: name=. */
static bool
parameter_at(const BcScan *s, size_t i)
{
	size_t		n = bc_scan_run(s, i, BC_C_TOKEN, 32);

	return n > 0 && bc_is(s->t[i], BC_C_LETTER) && bc_at(s, i + n) == '=';
}

/*
 * The value at i: between quotes, or up to white space.  Returns its end; *a
 * is its start.
 */
static size_t
read_value(const BcScan *s, size_t i, size_t *a, bool *quoted)
{
	static const char *const marks[][2] = {
		{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"「", "」"},
		{"‘", "’"}, {"\\\"", "\\\""}, {"【", "】"}
	};
	size_t		end;

	*quoted = false;
	for (int k = 0; k < 8; k++)
		if (bc_scan_starts(s, i, marks[k][0]))
		{
			*a = i + strlen(marks[k][0]);
			for (end = *a; end < s->n && end - *a <= BC_SECRET_MAX; end++)
			{
				if (s->t[end] == '\n')
					break;
				if (bc_scan_starts(s, end, marks[k][1]))
				{
					*quoted = true;
					return end;
				}
			}
			return *a;
		}
	*a = i;
	for (end = i; end < s->n && end - i <= BC_SECRET_MAX && s->t[end] > ' '; end++)
	{
		/* Chinese text and its punctuation end a value, a tag does too */
		if (s->t[end] >= 0xE3 && s->t[end] <= 0xEF)
			break;
		if (s->t[end] == '<' && (bc_at(s, end + 1) == '/' ||
								 bc_is(bc_at(s, end + 1), BC_C_LETTER)))
			break;
		if ((s->t[end] == '&' || s->t[end] == ';') && parameter_at(s, end + 1))
			break;
	}
	while (end > i && s->t[end - 1] != 0 &&
		   (strchr("\"',;`)}].?\\|", s->t[end - 1]) != NULL ||
			(i > 0 && s->t[i - 1] == '*' && s->t[end - 1] == '*')))
	{
		/* brackets that the value opened belong to it */
		if ((s->t[end - 1] == '}' && memchr(s->t + i, '{', end - i) != NULL) ||
			(s->t[end - 1] == ')' && memchr(s->t + i, '(', end - i) != NULL))
			break;
		end--;
	}
	return end;
}

/* aws_secret_access_key and the like before 40 characters of base 64. */
static bool
aws_secret(const BcScan *s, size_t name, size_t end, size_t a, size_t b)
{
	bool		access = false;

	if (b - a != 40)
		return false;
	for (size_t i = a; i < b; i++)
		if (!bc_is(s->t[i], BC_C_ALNUM) && s->t[i] != '/' && s->t[i] != '+')
			return false;
	for (size_t i = name; i < end && i < name + 40; i++)
		access |= bc_scan_starts_nocase(s, i, "aws") ||
			bc_scan_starts_nocase(s, i, "secret_access") ||
			bc_scan_starts_nocase(s, i, "secretaccess") ||
			bc_scan_starts_nocase(s, i, "secret access");
	return access;
}

/* The value at i, if it fills its line. */
void
bc_scan_secret_line(BcScan *s, size_t name, size_t i, bool chinese)
{
	size_t		a;
	bool		quoted;
	size_t		b = read_value(s, i, &a, &quoted);
	unsigned	length = 0;

	if (quoted)
		(void) bc_scan_next(s, b, &length);
	b += length;
	while (bc_at(s, b) != 0 && strchr(" \t\r`*.", s->t[b]) != NULL)
		b++;
	if (b >= s->n || s->t[b] == '\n')
		bc_scan_secret_value(s, name, i, chinese, false);
}

/*
 * Adds the value at i where it may be a secret; name is where its name begins,
 * spaced asks for quotes around it.
 */
void
bc_scan_secret_value(BcScan *s, size_t name, size_t i, bool chinese, bool spaced)
{
	size_t		a;
	bool		quoted;
	size_t		b = read_value(s, i, &a, &quoted);
	unsigned	score = bc_scan_secret_score(s, a, b, quoted, chinese);

	if (score == 0 || (spaced && !quoted))
		return;
	/* 为您生成的密码是, a random password: an answer, nobody's yet */
	if (score < 80 && bc_scan_word_before(s, name, made_up) != 0)
		score = 40;
	if (!chinese && aws_secret(s, name, i, a, b))
	{
		if (bc_wants(s, BC_AWS_KEY))
			bc_scan_add(s, BC_AWS_KEY, a, b, 95);
		return;
	}
	/* the secrets of Facebook's applications have no form of their own */
	if (!chinese && b - a == 32 && bc_wants(s, BC_VENDOR_TOKEN) &&
		bc_scan_starts_nocase(s, name, "facebook"))
		bc_scan_add(s, BC_VENDOR_TOKEN, a, b, 90);
	if (bc_wants(s, BC_SECRET_ASSIGNMENT))
		bc_scan_add(s, BC_SECRET_ASSIGNMENT, a, b, score);
}
