/*
 * name.c: names of people after a label.  Without a label a name is
 * never found: poets and heroes of novels have names too.
 */
#include "core/screen/name_shape.h"

/* Bytes of a name, the dots of long ones not counted. */
#define READ	12

/* 姓名（中文）：, 出租方（甲方）: what stands in brackets between label and colon. */
static size_t
skip_remark(const BcScan *s, size_t i)
{
	bool		wide = bc_scan_starts(s, i, "（");
	size_t		at = i + (wide ? 3 : 1);

	if (!wide && bc_at(s, i) != '(')
		return i;
	for (int k = 0; k < 6 && bc_name_han(s, at); k++)
		at += 3;
	at += bc_at(s, at) == ')' ? 1 : bc_scan_starts(s, at, "）") ? 3 : s->n;
	return bc_at(s, at) == ':' || bc_scan_starts(s, at, "：") ? at : i;
}

/* Colons, quotes, 是 and the like after a label; *colon tells of the first. */
static size_t
skip_separators(const BcScan *s, size_t i, bool *colon)
{
	static const char *const marks[] = {
		"：", ":", "\"", "“", " ", "为", "是", "叫做", "叫", "=", "'", "（", "(", "【", "\t",
		"|", "*", "/电话", ">", "「", "『", "- ", "-", "—"
	};
	size_t		from = i;
	bool		found = true;

	*colon = false;
	i = skip_remark(s, i);
	while (found && i - from < 48)
	{
		bool		set_off;
		size_t		next = bc_scan_past_marks(s, i, true, &set_off);

		found = next > i;
		i = next;
		for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
			if (bc_scan_starts(s, i, marks[k]))
			{
				*colon |= k < 2;
				i += strlen(marks[k]);
				found = true;
			}
	}
	return i;
}

/* The bytes of small letters at i, with accents (two bytes) too; 0 for 20 and more. */
static size_t
small_letters(const BcScan *s, size_t i)
{
	size_t		n = 0;

	while (n < 20 && (bc_is(bc_at(s, i + n), BC_C_LOWER) ||
					  (bc_at(s, i + n) >= 0x80 && bc_at(s, i + n) < 0xE0)))
		n++;
	return n == 20 ? 0 : n;
}

/* The bytes at i, behind the first capital, of one name: Carter, O'Connor, Anna-Maria. */
static size_t
name_letters(const BcScan *s, size_t i)
{
	size_t		n = small_letters(s, i);

	/* one joint: longer chains are no names */
	if ((n > 0 || bc_at(s, i - 1) == 'O' || bc_at(s, i - 1) == 'D') &&
		((bc_at(s, i + n) == '-' && n > 0) || (bc_at(s, i + n) == '\'' && n == 0)) &&
		bc_is(bc_at(s, i + n + 1), BC_C_UPPER))
	{
		size_t		more = small_letters(s, i + n + 2);

		return more == 0 ? n : n + 2 + more;
	}
	return n;
}

/* Two or three capitalised words at i; the end, or 0. */
static size_t
latin_name(const BcScan *s, size_t i)
{
	size_t		at = i;
	size_t		end = 0;

	for (int k = 0; k < 3; k++)
	{
		size_t		n;

		if (!bc_is(bc_at(s, at), BC_C_UPPER))
			break;
		n = name_letters(s, at + 1);
		if (n == 0)
		{
			if (k == 0 || bc_at(s, at + 1) != '.')
				break;
			n = 1;				/* a middle initial */
		}
		else if (bc_is(bc_at(s, at + 1 + n), BC_C_WORD) &&
				 !bc_is(bc_at(s, at + 1 + n), BC_C_UPPER))
			break;
		else if (k > 0)
			end = at + 1 + n;
		at += 1 + n;
		if (bc_at(s, at) != ' ')
			break;
		at++;
	}
	return end;
}

static bool
surname_particle(const BcScan *s, size_t i)
{
	size_t		n = bc_scan_run(s, i, BC_C_LETTER, 8);

	return bc_scan_in_list(s->t + i, n, "de van von der den le la du di da del dos bin al") &&
		bc_scan_run(s, i + n + 1, BC_C_UPPER, 1) == 1 && latin_name(s, i + n + 1) == 0;
}

/* "Test Server", "Product Team": one of the words of [a, b) is a thing's. */
static bool
names_thing(const BcScan *s, size_t a, size_t b)
{
	while (a < b)
	{
		size_t		n = bc_scan_run(s, a, BC_C_LETTER, b - a);

		if (bc_scan_in_list(s->t + a, n,
							"test server service team product project company system "
							"sample example demo default admin group table file report "
							"user account department unknown"))
			return true;
		a += n + 1;
	}
	return false;
}

/* Names that stand for anybody, and what a form has for one. */
static bool
latin_anybody(const BcScan *s, size_t i, size_t len)
{
	static const char *const examples[] = {
		"John Doe", "Jane Doe", "John Smith", "Jane Smith", "Joe Smith", "Joe Bloggs",
		"Full Name", "First Last", "First Name", "Last Name"
	};

	for (size_t k = 0; k < sizeof(examples) / sizeof(examples[0]); k++)
		if (strlen(examples[k]) == len && bc_scan_starts(s, i, examples[k]))
			return true;
	return false;
}

static void
add_latin(BcScan *s, size_t i, unsigned score)
{
	size_t		end = latin_name(s, i);
	size_t		len = end - i;

	/* Mr. De Gucht: a surname alone */
	if (score < 60 && surname_particle(s, i))
		score = 20;
	if (end == 0 || bc_scan_starts(s, i, "The ") || bc_scan_starts(s, i, "My ") ||
		bc_scan_starts(s, i, "New ") || bc_scan_starts(s, i, "Your "))
		return;
	if (bc_is(bc_at(s, end), BC_C_WORD) || bc_at(s, end) == '(' ||
		latin_anybody(s, i, len) ||
		names_thing(s, i, end))
		score = 20;
	bc_scan_add(s, BC_PERSON_NAME, i, end, score);
}

/* The cell [a, b) of a column of names. */
static void
name_cell(BcScan *s, size_t a, size_t b)
{
	unsigned	n = b - a <= 12 ? bc_name_length(s, a, BC_NAME_STRONG) : 0;

	if (n != 0 && 3 * n == b - a)
		bc_scan_add(s, BC_PERSON_NAME, a, b, bc_name_for_anybody(s, a, n) ? 20 : 60);
}

/* 阿卜杜拉·买买提: names of two parts or more, which a dot joins. */
static bool
add_dotted(BcScan *s, size_t i)
{
	static const char *const examples[] = {"约翰·史密斯", "简·史密斯", "乔·史密斯", "约翰·多伊", "简·多伊"};
	size_t		at = i;
	unsigned	dots = 0;
	unsigned	length;

	for (;;)
	{
		unsigned	run = 0;
		uint32_t	c;

		while (run < 8 && bc_name_han(s, at + 3 * run))
			run++;
		if (run == 0 || run == 8)
			return false;
		at += 3 * run;
		c = bc_scan_next(s, at, &length);
		if (c != 0xB7 && c != 0x2022 && c != 0x2027 && c != 0x30FB)
			break;
		if (++dots == 4)
			return false;
		at += length;
	}
	if (dots == 0)
		return false;
	bc_scan_add(s, BC_PERSON_NAME, i, at,
				bc_name_any_of(s, i, examples, sizeof(examples) / sizeof(examples[0])) ? 20 : 60);
	return true;
}

/* The name that fills the line at i, perhaps with more behind a mark. */
static void
name_line(BcScan *s, size_t i)
{
	unsigned	n = bc_name_length(s, i, BC_NAME_STRONG);
	unsigned	length;
	uint32_t	next = bc_scan_next(s, i + 3 * n, &length);

	if (n != 0 && (next == 0 || next == '\n' || next == '\r' || next == ' ' || next == ',' ||
				   next == '(' || next == 0x3001 || next == '*' || next == '|'))
		bc_scan_add(s, BC_PERSON_NAME, i, i + 3 * n, bc_name_for_anybody(s, i, n) ? 20 : 60);
}

static void
add_name(BcScan *s, size_t i, BcNameStrength strength, bool ordinary)
{
	bool		colon;
	size_t		at;
	size_t		below;
	unsigned	n;
	unsigned	score;
	unsigned	length;
	uint32_t	next;

	at = skip_separators(s, i, &colon);
	bc_scan_reads(s, i, at + READ);
	/* without a sign between them the label may be a word of a sentence */
	below = colon || bc_scan_heads_line(s, i) ? bc_scan_next_line(s, at) : at;
	score = strength != BC_NAME_STRONG ? 50 : colon ? 60 : 55;
	if (at == i && below == at && ordinary)
		strength = BC_NAME_PROSE;
	if (below > at && strength == BC_NAME_STRONG)
	{
		name_line(s, below);
		return;
	}
	if (!bc_name_han(s, at))
	{
		if (colon || strength >= BC_NAME_PROSE)
			add_latin(s, at, colon ? 60 : 55);
		return;
	}
	if (strength == BC_NAME_STRONG && add_dotted(s, at))
		return;
	n = bc_name_length(s, at, strength);
	if (n == 0)
		return;
	if (bc_name_for_anybody(s, at, n))
		score = 20;
	if (bc_name_titled(s, at + 3) ||
		bc_scan_starts(s, at + 3, "某") || bc_scan_starts(s, at + 3 * n - 3, "某"))
		score = 20;
	next = bc_scan_next(s, at + 3 * n, &length);
	/* 我是 needs the clause to end after the name */
	if (strength == BC_NAME_WEAK && next != ',' && next != 0x3002 && next != '!' &&
		next != 0 && !bc_name_of_kin(s, at + 3 * n) && !bc_name_declares(s, at + 3 * n))
		return;
	/* part of a longer foreign name: no Chinese one */
	if (next == 0xB7 || next == '-' || bc_is((unsigned char) (next < 128 ? next : 0), BC_C_LETTER))
		return;
	bc_scan_add(s, BC_PERSON_NAME, at, at + 3 * n, score);
}

/* The bytes of what stands before 人 in a label: 联系人, 收件人, 病人; 0: none. */
static size_t
person_label(const BcScan *s, size_t i)
{
	static const char people[] =
		"联系收件收货负责经办寄件发件申请当事委托开户持卡投保保险借款担保代表监护受益出租承租"
		"签收订票乘车报案报名收款付款汇款购票预订预约登记填表经手介绍推荐债务债权入住就诊投诉"
		"举报领取接收取件签约保证见证承办经营出借出卖买受转让受让赠与受赠继承抵押质押承包发包代理制表审核"
		"审批复核校对填报值班领用报修报警上诉执行陪护陪同采购联络接待出让供货下单";

	for (const char *p = people; i >= 6 && *p != '\0'; p += 6)
		if (s->t[i - 1] == (unsigned char) p[5] && memcmp(s->t + i - 6, p, 6) == 0)
			return 6;
	return bc_scan_ends(s, i, "病") || bc_scan_ends(s, i, "证") ? 3 : 0;
}

/* What is most often before 人, and makes no label with it: looked for first. */
static bool
of_people(const BcScan *s, size_t i)
{
	static const char common[] = "的个有别他人工些每让国老家男女主多";

	if (i >= 3)
		for (const char *c = common; *c != '\0'; c += 3)
			if (s->t[i - 1] == (unsigned char) c[2] && memcmp(s->t + i - 3, c, 3) == 0)
				return true;
	return false;
}

/* A colon right after the label, perhaps after a remark in brackets. */
static bool
colon_follows(const BcScan *s, size_t i)
{
	i = skip_remark(s, i);
	return bc_at(s, i) == ':' || bc_scan_starts(s, i, "：");
}

/* 人: 联系人, 法人代表, 本人. */
static void
after_person(BcScan *s, size_t i)
{
	size_t		label;

	if (of_people(s, i))
		return;
	bc_scan_reads_back(s, i, 2);
	label = person_label(s, i);
	if (label != 0)
	{
		bc_scan_table(s, i - label, i + 3, name_cell);
		add_name(s, i + (bc_scan_starts(s, i + 3, "签字") ||
						 bc_scan_starts(s, i + 3, "签名") ||
						 bc_scan_starts(s, i + 3, "签章") ? 9 : 3), BC_NAME_STRONG, true);
	}
	else if (bc_scan_ends(s, i, "法"))
	{
		size_t		at = i + (bc_scan_starts(s, i + 3, "代表") ? 9 : 3);

		if (colon_follows(s, at))
			add_name(s, at, BC_NAME_STRONG, false);
	}
	else if (bc_scan_ends(s, i, "本"))
		add_name(s, i + 3, BC_NAME_WEAK, false);
}

/*
 * Labels of parties, which are words of every text as well: they count with
 * a colon only.
 */
static void
after_party(BcScan *s, size_t i)
{
	static const char *const parties[] = {
		"客户姓名", "客户名称", "客户", "户名", "甲方", "乙方", "原告", "被告"
	};

	bc_scan_reads(s, i + 3, i + 6);
	if (bc_scan_starts(s, i, "户主") ||
		(bc_scan_starts(s, i, "户名") && !bc_scan_ends(s, i, "用") && !bc_scan_ends(s, i, "账")))
	{
		bc_scan_table(s, i, i + 6, name_cell);
		add_name(s, i + 6, BC_NAME_STRONG, true);
		return;
	}
	if (bc_scan_starts(s, i, "签名") || bc_scan_starts(s, i, "签字"))
	{
		if (colon_follows(s, i + 6))
			add_name(s, i + 6, BC_NAME_STRONG, false);
		return;
	}
	if (bc_scan_starts(s, i, "告") && i >= 3)
		i -= 3;					/* 原告, 被告 */
	for (size_t k = 0; k < sizeof(parties) / sizeof(parties[0]); k++)
		if (bc_scan_starts(s, i, parties[k]))
		{
			size_t		at = i + strlen(parties[k]);

			if (colon_follows(s, at))
				add_name(s, at, BC_NAME_STRONG, false);
			return;
		}
}

/* A character that begins or ends a label is at i. */
void
bc_scan_name(BcScan *s, size_t i)
{
	if (bc_scan_starts(s, i, "姓"))
	{
		size_t		at = i + 3;

		bc_scan_reads(s, i, i + 9);
		/* forms space it: 姓  名 */
		while (bc_at(s, at) == ' ' && at < i + 9)
			at++;
		if (bc_scan_starts(s, at, "名"))
		{
			bc_scan_table(s, i, at + 3, name_cell);
			add_name(s, at + 3, BC_NAME_STRONG, false);
		}
	}
	else if (bc_scan_starts(s, i, "患者"))
	{
		if (!bc_scan_starts(s, i + 6, "姓名"))
			add_name(s, i + 6, BC_NAME_STRONG, true);
	}
	else if (bc_scan_starts(s, i, "人"))
		after_person(s, i);
	else if (bc_scan_starts(s, i, "叫"))
	{
		if (bc_scan_ends(s, i, "我") || bc_scan_ends(s, i, "名字"))
			add_name(s, i + (bc_scan_starts(s, i + 3, "做") ? 6 : 3), BC_NAME_PLAIN, false);
	}
	else if (bc_scan_starts(s, i, "是"))
	{
		if (bc_scan_ends(s, i, "名字") || bc_scan_ends(s, i, "本人"))
			add_name(s, i + 3, BC_NAME_PLAIN, false);
		else if (bc_scan_ends(s, i, "我"))
			add_name(s, i + 3, BC_NAME_WEAK, false);
	}
	else
		after_party(s, i);
}

/* Marks alone are before i in its line: it is a label's place. */
static bool
marked_line(const BcScan *s, size_t i)
{
	while (i > 0 && (s->t[i - 1] == '*' || s->t[i - 1] == ' ' || s->t[i - 1] == '-' ||
					 s->t[i - 1] == '#' || s->t[i - 1] == '>' || s->t[i - 1] == '|' || s->t[i - 1] == '"'))
		i--;
	return i == 0 || s->t[i - 1] == '\n';
}

/*
 * The last letter of a label before a colon at i: Patient, Recipient.  Those
 * who speak in dialogues are none.
 */
static void
after_role(BcScan *s, size_t i)
{
	static const char roles[] =
		"patient contact applicant recipient tenant guarantor cardholder policyholder beneficiary signatory "
		"landlord employer consignee payee addressee";
	size_t		a = i + 1;
	size_t		at;
	size_t		end;
	bool		set_off;

	at = bc_scan_past_marks(s, i + 2, false, &set_off);
	end = latin_name(s, at);
	if (end == 0)
		return;
	while (a > 0 && i + 1 - a < 16 && bc_is(s->t[a - 1], BC_C_LETTER))
		a--;
	if (!bc_scan_in_list(s->t + a, i + 1 - a, roles) ||
		(a > 0 && bc_is(s->t[a - 1], BC_C_WORD)))
		return;
	if ((end == s->n || strchr("\n\r,.;(|<*)", s->t[end]) != NULL))
		add_latin(s, at, 60);
}

/* "nam" of "Name:", or "Mr." at i. */
void
bc_scan_latin_name(BcScan *s, size_t i)
{
	size_t		at;
	bool		joined = i > 0 && bc_is(s->t[i - 1], BC_C_WORD);
	bool		set_off;

	if (bc_at(s, i + 1) == ':')
	{
		after_role(s, i);
		return;
	}
	if (joined && !bc_scan_ends(s, i, "full_") &&
		!bc_scan_ends(s, i, "patient_") && !bc_scan_ends(s, i, "customer_") &&
		!bc_scan_ends(s, i, "real_"))
		return;
	if (bc_scan_starts(s, i, "Mr. ") || bc_scan_starts(s, i, "Mrs. "))
	{
		add_latin(s, i + (s->t[i + 2] == '.' ? 4 : 5), 50);
		return;
	}
	if (!bc_scan_starts_nocase(s, i, "name"))
		return;
	bc_scan_reads(s, i, i + 24);
	at = i + 4;
	if (bc_scan_starts(s, at, " is ") && i >= 3 &&
		bc_scan_starts_nocase(s, i - 3, "my "))
	{
		add_latin(s, at + 4, 50);
		return;
	}
	/* **Name**: , <b>Name</b>: */
	if (bc_at(s, at) != '>' && bc_at(s, at) != ' ')
		at = bc_scan_past_marks(s, at, true, &set_off);
	if (bc_at(s, at) == '"')
		at++;
	/* <name>, name=: with a Chinese name only */
	if ((bc_at(s, at) == '>' || bc_at(s, at) == '=') && bc_name_han(s, at + 1))
	{
		add_name(s, at + 1, BC_NAME_STRONG, false);
		return;
	}
	if (bc_at(s, at) != ':' && !bc_scan_starts(s, at, "："))
		return;
	at += bc_at(s, at) == ':' ? 1 : 3;
	at = bc_scan_past_marks(s, at, false, &set_off);
	if (bc_at(s, at) == '"')
		at++;
	if (bc_name_han(s, at))
		add_name(s, at, BC_NAME_STRONG, false);
	else if (joined || marked_line(s, i) || bc_scan_word_before(s, i,
															   "full patient customer contact client employee student applicant guest passenger cardholder") != 0)
		add_latin(s, at, 60);
}
