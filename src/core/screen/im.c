/*
 * im.c: accounts of messengers, known by the label before them alone.
 */
#include "core/screen/internal.h"

typedef enum Form
{
	QQ,							/* 5 to 11 digits */
	WECHAT,						/* a letter and 5 to 19 more */
	ACCOUNT,					/* a user name, perhaps after '@' */
	SKYPE						/* one that may hold dots */
} Form;

/* Words between the label and the value. */
static size_t
skip_words(const BcScan *s, size_t i, bool *group, bool *strong)
{
	static const char *const words[] = {
		"/微信号", "/微信", "/vx", "/VX", "号码", "账号", "帐号", "联系", "号", "用户名", "群号", "群", "是", "为", "：", ":",
		"ID", "id", "Id", "/", " ", "(", "（", "=", "@", "“", "\"", "搜索", "搜", "添加",
		"加", "我的", "同号", "number", "No.", "同步", "或", "also", "username",
		"handle", "account", "is", "昵称", "，", "交流群", "讨论群", "学习群", "粉丝群", "官方群", "工作群",
		"技术交流群", "玩家群"
	};
	size_t		from = i;
	bool		found = true;

	*group = *strong = false;
	while (found && i - from < 40)
	{
		bool		set_off;
		size_t		next = bc_scan_past_marks(s, i, true, &set_off);

		found = next > i;
		*strong |= set_off;
		i = next;
		/* the next column of a table */
		if (bc_at(s, i) == '|')
		{
			*strong = found = true;
			i++;
		}
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (bc_scan_starts(s, i, words[k]))
			{
				*group |= strstr(words[k], "群") != NULL;
				*strong |= strchr("=@:", words[k][0]) != NULL ||
					strcmp(words[k], "：") == 0 ||
					strncmp(words[k], "号", 3) == 0 ||
					strcmp(words[k], "账号") == 0 || strcmp(words[k], "是") == 0 ||
					strcmp(words[k], "ID") == 0 || strcmp(words[k], "id") == 0;
				i += strlen(words[k]);
				found = true;
				break;
			}
	}
	return i;
}

static void
try_qq(BcScan *s, size_t i, bool group, bool strong)
{
	size_t		n = bc_scan_run(s, i, BC_C_DIGIT, 12);
	static const char *const units[] = {
		"年", "人", "万", "个", "月", "亿", "元", "级", "%", "版", "次", "天"
	};

	if (n < 5 || n > 11 || s->t[i] == '0' || !bc_scan_right_edge(s, i + n) ||
		bc_at(s, i + n) == '@')
		return;
	for (int k = 0; k < 12; k++)
		if (bc_scan_starts(s, i + n, units[k]))
			return;
	(void) strong;
	bc_scan_add(s, BC_IM_ACCOUNT, i, i + n, group ? 50 : 75);
}

static void
try_wechat(BcScan *s, size_t i, bool strong, size_t least, bool dots)
{
	size_t		n = bc_scan_run(s, i, BC_C_TOKEN, 33);
	bool		digit = false;
	bool		mark = false;

	/* Skype's names: live:name, first.last */
	while (dots && n > 0 && n < 33 &&
		   (bc_at(s, i + n) == '.' || bc_at(s, i + n) == ':') &&
		   bc_is(bc_at(s, i + n + 1), BC_C_ALNUM))
		n += 1 + bc_scan_run(s, i + n + 1, BC_C_TOKEN, 32);
	/* a name ends where Chinese begins; '-' at its end is punctuation */
	while (n > 0 && s->t[i + n - 1] == '-')
		n--;
	if (n < least || n > 32 || !bc_is(s->t[i], BC_C_LETTER) ||
		bc_at(s, i + n) == '@' || bc_at(s, i + n) == '(' ||
		(bc_at(s, i + n) == '.' && bc_is(bc_at(s, i + n + 1), BC_C_ALNUM)))
		return;
	for (size_t k = 0; k < n; k++)
	{
		digit |= bc_is(s->t[i + k], BC_C_DIGIT);
		mark |= s->t[i + k] == '_' || s->t[i + k] == '-';
	}
	if (!strong && !digit && !mark)
		return;
	if (n > 20 && !dots && !bc_scan_starts(s, i, "wxid_"))
		return;
	if (bc_scan_in_list(s->t + i, n,
						"account number wechat username official python "
						"telegram android iphone windows openid unionid appid "
						"string varchar example mini-program require function "
						"const import module undefined default"))
		return;
	bc_scan_add(s, BC_IM_ACCOUNT, i, i + n, 75);
}

/* The columns that such labels head. */
static void
qq_cell(BcScan *s, size_t a, size_t b)
{
	if (bc_scan_run(s, a, BC_C_DIGIT, 12) == b - a)
		try_qq(s, a, false, true);
}

static void
wechat_cell(BcScan *s, size_t a, size_t b)
{
	if (bc_scan_run(s, a, BC_C_TOKEN, 33) == b - a)
		try_wechat(s, a, true, 6, false);
}

static void
account_cell(BcScan *s, size_t a, size_t b)
{
	if (bc_scan_run(s, a, BC_C_TOKEN, 33) == b - a)
		try_wechat(s, a, true, 5, false);
}

static void
after_label(BcScan *s, size_t i, Form form)
{
	bool		group;
	bool		strong;
	size_t		at;

	bc_scan_reads(s, i, i + 24);
	bc_scan_table(s, i, i, form == QQ ? qq_cell : form == WECHAT ? wechat_cell : account_cell);
	at = skip_words(s, i, &group, &strong);
	if (strong || bc_scan_heads_line(s, i))
		at = bc_scan_next_line(s, at);
	if (bc_at(s, at) == '`')
		at++;

	if (form == QQ)
		try_qq(s, at, group, strong);
	else
	{
		/* a mobile number is found as such; "QQ/微信：" was seen to already */
		if (form == WECHAT && bc_is(bc_at(s, at), BC_C_DIGIT))
			return;
		try_wechat(s, at, strong, form == WECHAT ? 6 : 5, form == SKYPE);
	}
}

/* No letter or digit before a Latin label. */
static bool
starts_word(const BcScan *s, size_t i)
{
	return i == 0 || !bc_is(s->t[i - 1], BC_C_WORD);
}

/* The part of a label at i that triggered. */
void
bc_scan_im(BcScan *s, size_t i)
{
	unsigned char c = bc_lower(s->t[i]);

	if (c == 'q')
	{
		if (bc_lower(bc_at(s, i + 1)) != 'q')
		{
			/* 加q：12345678 */
			if (bc_scan_ends(s, i, "加") || bc_scan_ends(s, i, "扣"))
				after_label(s, i + 1, QQ);
		}
		else if (starts_word(s, i))
			after_label(s, i + 2, QQ);
	}
	else if (bc_scan_starts(s, i, "扣"))
	{
		if (bc_scan_ends(s, i, "扣"))
			after_label(s, i + 3, QQ);
	}
	else if (bc_scan_starts(s, i, "信"))
	{
		if (bc_scan_ends(s, i, "微") || bc_scan_ends(s, i, "薇") ||
			(i > 0 && bc_lower(s->t[i - 1]) == 'v' && starts_word(s, i - 1)))
			after_label(s, i + 3, WECHAT);
	}
	else if (bc_scan_starts(s, i, "钉") || bc_scan_starts(s, i, "飞"))
	{
		if (bc_scan_starts(s, i + 3, s->t[i] == 0xE9 && s->t[i + 1] == 0x92 ? "钉" : "书"))
			after_label(s, i + 6, ACCOUNT);
	}
	else if (bc_scan_starts_nocase(s, i, "wec"))
	{
		if (bc_scan_starts_nocase(s, i, "wechat") && starts_word(s, i))
			after_label(s, i + 6, WECHAT);
	}
	else if (bc_scan_starts_nocase(s, i, "wxid_"))
	{
		if (starts_word(s, i))
			try_wechat(s, i, true, 11, false);
	}
	else if ((c == 'w' || c == 'v') && bc_lower(s->t[i + 1]) == 'x')
	{
		if (starts_word(s, i))
			after_label(s, i + 2, WECHAT);
	}
	else if (c == 'v')
	{
		/* 加v：name */
		if (bc_scan_ends(s, i, "加") || bc_scan_ends(s, i, "+") ||
			bc_scan_ends(s, i, "薇"))
			after_label(s, i + 1, WECHAT);
	}
	else if (c == 'g')
	{
		if (i >= 4 && bc_scan_starts_nocase(s, i - 4, "telegram"))
			after_label(s, i + 4, ACCOUNT);
	}
	else if (c == 'y' && i >= 2 && bc_scan_starts_nocase(s, i - 2, "skype"))
		after_label(s, i + 3, SKYPE);
}
