/*
 * assign.c: secrets known by the name in front of them:
 * password = "...", api_key: ..., 密码：...
 */
#include "core/screen/internal.h"

/* Where a name holds one of these, its value is a secret ... */
static const char *const sensitive[] = {
	"password", "passwd", "pwd", "passphrase", "secret", "token", "apikey",
	"api_key", "api-key", "accesskey", "access_key", "access-key", "private_key",
	"privatekey", "private-key", "auth_key", "authkey", "encryption_key",
	"credential", "signing_key", "_pass", "-pass"
};

/* ... unless it also holds one of these. */
static const char *const harmless[] = {
	"public", "keyword", "monkey", "keyboard", "primary", "foreign", "csrf",
	"count", "num", "max_", "min_", "length", "tokeniz", "tokens", "tokenid",
	"token_id", "secretary", "variable", "field", "name", "url", "uri", "path",
	"file", "type", "valid", "expir", "reset", "policy", "hint", "label",
	"placeholder", "error", "rule", "regex", "strength", "generator", "hash",
	"param", "class", "func", "check", "input", "prompt", "message", "manager",
	"endpoint", "limit", "size", "index", "pad", "mask", "eos", "bos", "sep",
	"special", "credentialid", "credentialsid", "confirm", "require", "encoder",
	"bearer_", "next", "version", "model", "list", "dict", "html", "pattern"
};

static bool
holds(const char *name, size_t len, const char *const *parts, size_t count)
{
	for (size_t k = 0; k < count; k++)
	{
		size_t		n = strlen(parts[k]);

		for (size_t i = 0; i + n <= len; i++)
			if (name[i] == parts[k][0] && memcmp(name + i, parts[k], n) == 0)
				return true;
	}
	return false;
}

/* The identifier [a, b) names a secret. */
static bool
secret_name(const BcScan *s, size_t a, size_t b)
{
	char		name[64];
	size_t		len = b - a;

	if (len > sizeof(name) || len < 3)
		return false;
	for (size_t i = 0; i < len; i++)
		name[i] = (char) bc_lower(s->t[a + i]);
	if ((len == 10 && memcmp(name, "accountkey", 10) == 0) ||
		(len == 4 && memcmp(name, "pass", 4) == 0) ||
		(len == 11 && memcmp(name, "requirepass", 11) == 0))
		return true;
	if (!holds(name, len, sensitive, sizeof(sensitive) / sizeof(sensitive[0])))
		return false;
	if (holds(name, len, harmless, sizeof(harmless) / sizeof(harmless[0])))
		return false;
	return !(len > 3 && name[len - 1] == 'd' && name[len - 2] == 'i');
}

/* "API Key", "Secret Access Key": the words of a label in headings and on consoles; where they begin, or i. */
static size_t
label_words(const BcScan *s, size_t i)
{
	static const char *const words[] = {
		"api ", "secret ", "access ", "private ", "auth ", "account ", "encryption ", "signing ", "app ", "license "
	};
	size_t		a = i;
	bool		found = true;

	while (found && i - a < 32)
	{
		found = false;
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]) && !found; k++)
		{
			size_t		n = strlen(words[k]);

			if (a >= n && bc_scan_starts_nocase(s, a - n, words[k]) &&
				(a == n || !bc_is(s->t[a - n - 1], BC_C_WORD)))
			{
				a -= n;
				found = true;
			}
		}
	}
	return a;
}

/* Skips spaces, at most four. */
static size_t
blanks(const BcScan *s, size_t i)
{
	for (int k = 0; k < 4 && (bc_at(s, i) == ' ' || bc_at(s, i) == '\t'); k++)
		i++;
	return i;
}

/* The operator at i; returns its end, or i where there is none. */
static size_t
operator_end(const BcScan *s, size_t i)
{
	static const char *const operators[] = {
		"===", "!==", ":=", "=>", "==", "!=", "=", ":", "：", "为：", "为:", "是：",
		"是:", "为", "是", "->", "- ", "— ", "– ", "换成", "改为", "设为"
	};

	for (size_t k = 0; k < sizeof(operators) / sizeof(operators[0]); k++)
		if (bc_scan_starts(s, i, operators[k]))
			return i + strlen(operators[k]);
	return i;
}

/* "value" == name */
static void
try_reversed(BcScan *s, size_t a)
{
	size_t		at = a;
	size_t		end;
	unsigned char quote;

	while (at > 0 && a - at < 2 && s->t[at - 1] == ' ')
		at--;
	if (at < 4 || s->t[at - 1] != '=' ||
		(s->t[at - 2] != '=' && s->t[at - 2] != '!'))
		return;
	at -= 2;
	while (at > 0 && (s->t[at - 1] == '=' || s->t[at - 1] == '!' ||
					  s->t[at - 1] == ' ') && a - at < 8)
		at--;
	if (at == 0)
		return;
	quote = s->t[at - 1];
	if (quote != '"' && quote != '\'')
		return;
	end = --at;
	while (at > 0 && end - at <= BC_SECRET_MAX && s->t[at - 1] != quote &&
		   s->t[at - 1] != '\n')
		at--;
	if (at == 0 || s->t[at - 1] != quote)
		return;
	if (bc_scan_secret_score(s, at, end, true, false) != 0 &&
		bc_wants(s, BC_SECRET_ASSIGNMENT))
		bc_scan_add(s, BC_SECRET_ASSIGNMENT, at, end, 60);
}

/* user NAME pass VALUE */
static bool
try_user_pass(BcScan *s, size_t a, size_t b)
{
	bool		user = bc_scan_word_before(s, a, "user username login 用户 用户名 账号 帐号") != 0;

	if (b - a > 8 || bc_at(s, b) != ' ' || !user)
		return false;
	bc_scan_secret_value(s, a, b + 1, false, false);
	return true;
}

/* The quotes at i hold white space, or letters alone. */
static bool
words_in_quotes(const BcScan *s, size_t i)
{
	size_t		letters = bc_scan_run(s, i + 1, BC_C_LETTER | BC_C_TOKEN, 40);
	size_t		digits = 0;

	for (size_t k = 0; k < letters; k++)
		digits += bc_is(s->t[i + 1 + k], BC_C_DIGIT);
	if (bc_at(s, i + 1 + letters) == s->t[i])
		return digits == 0;
	for (size_t k = 1; k < BC_SECRET_MAX && i + k < s->n && s->t[i + k] != s->t[i]; k++)
		if (s->t[i + k] <= ' ')
			return true;
	return false;
}

/* Where a space parts name and value: ENV and ARG of a Dockerfile, redis.conf. */
static bool
instruction(const BcScan *s, size_t a, size_t b)
{
	return bc_scan_ends(s, a, "ENV ") || bc_scan_ends(s, a, "ARG ") ||
		(b - a == 11 && bc_scan_starts(s, a, "requirepass"));
}

/* The column that a label heads: no sentence, no blank. */
static void
secret_cell(BcScan *s, size_t a, size_t b)
{
	unsigned	score;

	if (memchr(s->t + a, ' ', b - a) != NULL)
		return;
	score = bc_scan_secret_score(s, a, b, false, true);
	if (score != 0 && bc_wants(s, BC_SECRET_ASSIGNMENT))
		bc_scan_add(s, BC_SECRET_ASSIGNMENT, a, b, score);
}

/*
 * The value behind the operator that ends at i: in the line, set off or not, or
 * alone in the next one.  name is where its label begins.
 */
static void
value_at(BcScan *s, size_t name, size_t i, bool chinese)
{
	bool		set_off;
	size_t		at = bc_scan_past_marks(s, i, false, &set_off);
	size_t		below = bc_scan_next_line(s, at);

	if (below > at)
		bc_scan_secret_line(s, name, below, chinese);
	else
		bc_scan_secret_value(s, name, at, chinese, false);
}

/* What follows the name [a, b): an operator and a value, or a quoted value. */
static void
after_name(BcScan *s, size_t a, size_t b)
{
	size_t		at = b;
	size_t		next;
	bool		set_off;

	bc_scan_reads(s, b, b + 12);
	bc_scan_table(s, a, b, secret_cell);
	/* **Password**: ..., <b>Password:</b> ..., | Password | ... | */
	next = bc_scan_past_marks(s, b, true, &set_off);
	if (next > b && bc_at(s, b) != '\t' && bc_at(s, b) != ' ')
	{
		size_t		end = operator_end(s, next);

		if (end > next || (set_off && !(bc_at(s, b) == ']' && end == next)))
		{
			value_at(s, a, end, false);
			return;
		}
	}
	if (bc_scan_heads_line(s, a) && bc_scan_next_line(s, next) > next)
	{
		value_at(s, a, next, false);
		return;
	}
	if (bc_at(s, blanks(s, b)) == '|' && bc_at(s, blanks(s, b) + 1) != '|')
	{
		value_at(s, a, blanks(s, b) + 1, false);
		return;
	}
	/* "name": , 'name' => , <add key="Password" value="..." /> */
	if (bc_at(s, at) == '"' || bc_at(s, at) == '\'' || bc_at(s, at) == ']' ||
		bc_at(s, at) == '\\')
		while (at < b + 3 && (bc_at(s, at) == '"' || bc_at(s, at) == '\'' ||
							  bc_at(s, at) == ']' || bc_at(s, at) == '\\'))
			at++;
	if (at > b && bc_scan_starts(s, blanks(s, at), "value="))
		at = blanks(s, at) + 5;
	/* <password>...</password>, --password ... */
	if ((bc_at(s, at) == '>' && a > 0 && s->t[a - 1] == '<') ||
		(bc_at(s, at) == ' ' && bc_scan_ends(s, a, "--")))
	{
		bc_scan_secret_value(s, a, at + 1, false, false);
		return;
	}
	at = blanks(s, at);
	next = operator_end(s, at);
	if (next > at)
	{
		value_at(s, a, next, false);
		return;
	}
	/* set("password", "...") */
	if (at > b && bc_at(s, at) == ',')
	{
		at = blanks(s, at + 1);
		if (s->t[b] == bc_at(s, at) && !words_in_quotes(s, at))
			bc_scan_secret_value(s, a, at, false, true);
		return;
	}
	if (at == b + 1 && instruction(s, a, b))
	{
		bc_scan_secret_value(s, a, at, false, false);
		return;
	}
	if (at == b + 1 &&
		(bc_scan_starts(s, at, "is ") || bc_scan_starts(s, at, "to ")))
	{
		bc_scan_secret_value(s, a, at + 3, false, false);
		return;
	}
	if (at == b + 1 && (bc_at(s, at) == '"' || bc_at(s, at) == '\''))
		bc_scan_secret_value(s, a, at, false, true);
	else
		try_user_pass(s, a, b);
	try_reversed(s, a);
}

/* Like after_name, of several words. */
static void
after_words(BcScan *s, size_t a, size_t b)
{
	bool		set_off;
	size_t		at = bc_scan_past_marks(s, b, true, &set_off);
	size_t		next = operator_end(s, at);

	bc_scan_reads(s, b, b + 12);
	bc_scan_table(s, a, b, secret_cell);
	if (next == at && bc_at(s, at) == '|')
		next = at + 1;
	if (next == at && (bc_scan_starts(s, at, "is ") || bc_scan_starts(s, at, "to ")))
		next = at + 3;
	if (next > at || set_off || (bc_scan_heads_line(s, a) && bc_scan_next_line(s, next) > next))
		value_at(s, a, next, false);
}

/* A part of an ASCII name at i. */
void
bc_scan_secret_name(BcScan *s, size_t i)
{
	size_t		a = i;
	size_t		b = i;

	if (bc_scan_starts(s, i, "pass -p") && bc_scan_ends(s, i, "ssh"))
	{
		bc_scan_secret_value(s, i, blanks(s, i + 7), false, false);
		return;
	}
	while (a > 0 && i - a < 40 &&
		   (bc_is(s->t[a - 1], BC_C_TOKEN) || s->t[a - 1] == '.'))
		a--;
	b += bc_scan_run(s, i, BC_C_TOKEN, 64);
	while (a < b && (s->t[a] == '-' || s->t[a] == '.' || s->t[a] == '_'))
		a++;
	while (b > i && b > a && (s->t[b - 1] == '_' || s->t[b - 1] == '-'))
		b--;
	if (i < s->name_end)
		return;
	/* a colon or another sign must follow what are words of a sentence, too */
	if (b - a == 3 && bc_scan_starts_nocase(s, a, "key") && label_words(s, a) < a)
	{
		s->name_end = b;
		after_words(s, label_words(s, a), b);
		return;
	}
	if (!secret_name(s, a, b))
		return;
	s->name_end = b;
	after_name(s, a, b);
}

/* Words that 密码 and 密钥 are only a part of. */
static bool
part_of_word(const BcScan *s, size_t i)
{
	static const char *const tails[] = {
		"学", "强", "锁", "箱", "本", "找", "器", "管", "策", "子", "保护", "输入", "错误", "重置",
		"长度", "不", "必", "应", "需", "要", "至少", "由", "可以", "的", "和", "或", "等",
		"泄", "破", "验证", "设置", "修改", "登录", "字段", "算法", "交换", "对"
	};

	for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
		if (bc_scan_starts(s, i, tails[k]))
			return true;
	return false;
}

/* A Chinese label at i: 密码 口令 密钥 秘钥 私钥 令牌 授权码; i is at its first character. */
void
bc_scan_secret_label(BcScan *s, size_t i)
{
	static const char *const labels[] = {"密码", "密钥", "秘钥", "私钥", "口令", "令牌", "授权码"};
	size_t		at = i;
	size_t		next;
	size_t		open = 0;
	unsigned	length;
	bool		set_off;

	bc_scan_reads(s, i + 3, i + 6);
	if (bc_scan_ends(s, i + 3, "口令"))
		i -= 3;
	for (int k = 0; k < 7; k++)
		if (bc_scan_starts(s, i, labels[k]))
			at = i + strlen(labels[k]);
	if (at == i || part_of_word(s, at))
		return;
	bc_scan_reads(s, at, at + 24);
	bc_scan_table(s, i, at, secret_cell);
	/* 密码（初始）：, 密码已改为, 密码就是 */
	if (bc_scan_next(s, at, &length) == '(')
	{
		for (next = at; next < s->n && next - at < 30; next++)
			if (s->t[next] == ')' || bc_scan_starts(s, next, "）"))
				break;
		open = at + length;
		at = next + (bc_at(s, next) == ')' ? 1 : 3);
	}
	else if (bc_scan_starts(s, at, "已改") || bc_scan_starts(s, at, "改成") ||
			 bc_scan_starts(s, at, "设成"))
		at += 6;
	else if (bc_scan_starts(s, at, "改") || bc_scan_starts(s, at, "就") ||
			 bc_scan_starts(s, at, "设") || bc_scan_starts(s, at, "都"))
		at += 3;
	at = bc_scan_past_marks(s, at, true, &set_off);
	if (bc_at(s, at) == '|')
		at = bc_scan_past_marks(s, at + 1, false, &set_off);
	next = operator_end(s, at);
	if (next == at && open != 0)
	{
		/* 密码（...） */
		bc_scan_secret_value(s, i, open, true, false);
		return;
	}
	if (next == at && bc_is(bc_at(s, at), BC_C_HIGH) &&
		!bc_scan_starts(s, at, "“") && !bc_scan_starts(s, at, "「"))
		return;
	if (next == at && !bc_scan_heads_line(s, i) && bc_scan_next_line(s, next) > next)
		return;
	next = bc_scan_past_marks(s, next, false, &set_off);
	if (bc_scan_next_line(s, next) > next)
	{
		bc_scan_secret_line(s, i, bc_scan_next_line(s, next), true);
		return;
	}
	/* 账号/密码：name/secret */
	if (bc_scan_ends(s, i, "号/") || bc_scan_ends(s, i, "名/") ||
		bc_scan_ends(s, i, "户/"))
	{
		size_t		n = bc_scan_run(s, next, BC_C_TOKEN, 40);

		if (n > 0 && n < 40 && bc_at(s, next + n) == '/')
			next += n + 1;
	}
	bc_scan_secret_value(s, i, next, true, false);
}
