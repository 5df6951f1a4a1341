/*
 * scan.c: each kind of finding: where it is found, what is no such thing, and
 * the traps that look like it.
 */
#include "core/base.h"
#include "core/screen.h"

#include "check.h"

typedef struct Case
{
	BcKind		kind;
	const char *text;
	const char *expected;		/* "start-stop@confidence ..." of that kind */
} Case;

/* Everything at 20 per cent and above, to see what is held back. */
static const Case cases[] = {
	/* GB 11643-1999; the second is the standard's own example */
	{BC_CN_ID, "110105194912310021 11010519491231002X", "19-37@95"},
	{BC_CN_ID, "身份证号11010519491231002x。", "4-22@100"},
	{BC_CN_ID, "身份证：110105194912310021", "4-22@40"},
	{BC_CN_ID, "110105 19491231 002X", "0-20@95"},
	{BC_CN_ID, "440300200102293356", ""},
	{BC_CN_ID, "A11010519491231002X", ""},
	{BC_CN_ID, "9.11010519491231002X", ""},
	{BC_CN_ID, "号码１１０１０５１９４９１２３１００２Ｘ", "2-20@95"},
	{BC_CN_ID15, "15位身份证310100851120124", "6-21@70"},
	{BC_CN_ID15, "310100851120124", ""},
	{BC_CN_ID15, "身份证310100851320124", ""},
	/* China's numbering plan */
	{BC_CN_MOBILE, "13912345678", "0-11@75"},
	{BC_CN_MOBILE, "手机13912345678", "2-13@95"},
	{BC_CN_MOBILE, "+86 139-1234-5678", "0-17@75"},
	{BC_CN_MOBILE, "（+86）13912345678", "0-16@75"},
	{BC_CN_MOBILE, "wx13912345678", "2-13@95"},
	{BC_CN_MOBILE, "12912345678 1391234567 139123456789", ""},
	{BC_CN_MOBILE, "订单13912345678", "2-13@30"},
	{BC_CN_MOBILE, "订单电话13912345678", "4-15@95"},
	{BC_CN_MOBILE, "13912345678元", "0-11@30"},
	{BC_CN_MOBILE, "13912345678*2", "0-11@30"},
	{BC_CN_MOBILE, "+49 15123456789", ""},
	{BC_CN_MOBILE, "电话+8613912345678", "2-16@95"},
	{BC_CN_MOBILE, "电话 8613912345678", "3-16@95"},
	/* ITU-T E.164 and national forms */
	{BC_PHONE, "010-62770334", "0-12@60"},
	{BC_PHONE, "电话(021)62345678转801", "2-19@85"},
	{BC_PHONE, "01062770334", "0-11@40"},
	{BC_PHONE, "+44 20 7946 0958", "0-16@60"},
	{BC_PHONE, "(212) 555-7890", "0-14@60"},
	{BC_PHONE, "400-820-8820", "0-12@20"},
	{BC_PHONE, "2023-04-13 021-019 03/27/2011 650x2531234", ""},
	/* ISO/IEC 7812 */
	{BC_BANK_CARD, "4111 1111 1111 1111", "0-19@75"},
	{BC_BANK_CARD, "卡号4111111111111111", "2-18@95"},
	{BC_BANK_CARD, "看4111111111111111看", "1-17@45"},
	{BC_BANK_CARD, "卡号4111111111111112", ""},
	{BC_BANK_CARD, "卡号0000000000000000 1010101010101010", ""},
	{BC_BANK_CARD, "订单4111111111111111", "2-18@30"},
	/* ISO 13616 */
	{BC_IBAN, "DE89 3704 0044 0532 0130 00 ok", "0-27@95"},
	{BC_IBAN, "DE88 3704 0044 0532 0130 00", ""},
	{BC_IBAN, "MK07A50120000058984", ""},
	/* SSA POMS RM 10201.035 */
	{BC_US_SSN, "SSN 536-22-8745", "4-15@90"},
	{BC_US_SSN, "536-22-8745", "0-11@55"},
	{BC_US_SSN, "536-22.8745 666-22-8745 900-22-8745 078-05-1120", ""},
	/* GB 32100-2015; the standard's printed example is wrong */
	{BC_CN_USCC, "91110108MA01ABCD3L", "0-18@60"},
	{BC_CN_USCC, "91350100M000100Y43", "0-18@60"},
	{BC_CN_USCC, "91350100M000100Y4Z", ""},
	/* GA/T 704 and the immigration administration's forms */
	{BC_CN_PASSPORT, "护照E12345678", "2-11@85"},
	{BC_CN_PASSPORT, "课程G12345678", "2-11@30"},
	{BC_CN_PASSPORT, "护照EI1234567", ""},
	{BC_CN_HMT_PERMIT, "回乡证H1234567801", "3-14@85"},
	{BC_CN_HMT_PERMIT, "台胞证01234567", "3-11@85"},
	{BC_CN_HMT_PERMIT, "01234567", ""},
	/* GA 36-2018 */
	{BC_CN_PLATE, "京A12345", "0-7@80"},
	{BC_CN_PLATE, "车牌粤BD12345", "2-10@95"},
	{BC_CN_PLATE, "沪B·12D45 川A0001警", "0-8@80 9-16@80"},
	{BC_CN_PLATE, "川O12345 京A1234I 津贴A12345 更新A12345 京ABCDEF", ""},
	{BC_IM_ACCOUNT, "QQ：123456789", "3-12@75"},
	{BC_IM_ACCOUNT, "微信号lihua_2020", "3-13@75"},
	{BC_IM_ACCOUNT, "QQ群 12345678", "4-12@50"},
	{BC_IM_ACCOUNT, "微信账号lihuaxy", "4-11@75"},
	{BC_IM_ACCOUNT, "微信是lihuaxy", "3-10@75"},
	{BC_IM_ACCOUNT, "微信小程序 微信Python 用QQ2023年", ""},
	/* RFC 5321, RFC 2606 */
	{BC_EMAIL, "发到li.si+test@mail.corp.cn。", "2-25@90"},
	{BC_EMAIL, "a.b＠163.com", "0-11@90"},
	{BC_EMAIL, "user@example.com", "0-16@30"},
	{BC_EMAIL, "jane (at) site (dot) org", "0-24@50"},
	{BC_EMAIL, "me(at)site(dot)org", "0-18@50"},
	{BC_EMAIL, "me@site(dot)org m(at)site", ""},
	{BC_EMAIL, "a@2x.png lodash@4.17.21 @property a..b@c.de .@c.de", ""},
	/* RFC 791, RFC 4291, RFC 1918, RFC 5737 */
	{BC_IP_ADDRESS, "36.112.9.57", "0-11@60"},
	{BC_IP_ADDRESS, "服务器36.112.9.57:22", "3-14@80"},
	{BC_IP_ADDRESS, "192.168.1.1 203.0.113.9", "0-11@30 12-23@30"},
	{BC_IP_ADDRESS, "版本36.112.9.57", "2-13@20"},
	{BC_IP_ADDRESS, "1.2.3.4.5 256.1.1.1 01.2.3.4 1.2.3", ""},
	{BC_IP_ADDRESS, "2a00:1450:4001:81b::200e fe80::1", "0-24@60 25-32@30"},
	{BC_IP_ADDRESS, "std::vector a::b::c 12:30:45 ::: abc:def", ""},
	/* IEEE 802 */
	{BC_MAC_ADDRESS, "00:1B:44:11:3A:B7", "0-17@60"},
	{BC_MAC_ADDRESS, "aabb.ccdd.eeff", "0-14@60"},
	{BC_MAC_ADDRESS, "FF:FF:FF:FF:FF:FF 00:1B-44:11:3A:B7 00:1B:44:11:3A", ""},
	/* Base58Check, BIP 173, BIP 350, EIP-55 */
	{BC_CRYPTO_ADDRESS, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "0-34@95"},
	{BC_CRYPTO_ADDRESS, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", ""},
	{BC_CRYPTO_ADDRESS, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0-42@95"},
	{BC_CRYPTO_ADDRESS, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", ""},
	{BC_PERSON_NAME, "姓名：陈思远，男", "3-6@60"},
	{BC_PERSON_NAME, "联系人欧阳明月", "3-7@55"},
	{BC_PERSON_NAME, "我叫李雷。我是周子轩，", "2-4@50 7-10@50"},
	{BC_PERSON_NAME, "联系人：张三", "4-6@20"},
	{BC_PERSON_NAME, "李白是诗人。姓名不详。姓名和年龄。我是高中生，联系人管理", ""},
	{BC_CN_ADDRESS, "家住北京市海淀区中关村大街27号院3号楼1201室", "2-25@90"},
	{BC_CN_ADDRESS, "我住在海淀区中关村大街27号", "3-14@90"},
	{BC_CN_ADDRESS, "杭州市文三路90号", "0-9@70"},
	/* at the very beginning, behind one, two, three and four bytes */
	{BC_CN_ADDRESS, "海淀区中关村大街27号", "0-11@70"},
	{BC_CN_ADDRESS, "1海淀区中关村大街27号", "1-12@70"},
	{BC_CN_ADDRESS, "a)海淀区中关村大街27号", "2-13@70"},
	{BC_CN_ADDRESS, "(a)海淀区中关村大街27号", "3-14@70"},
	{BC_CN_ADDRESS, "在海淀区中关村大街27号", "1-12@70"},
	{BC_CN_ADDRESS, "在 海淀区中关村大街27号", "2-13@70"},
	{BC_CN_ADDRESS, "a 海淀区中关村大街27号", "2-13@70"},
	{BC_CN_ADDRESS, "  北京市海淀区中关村大街27号", "2-16@70"},
	{BC_CN_ADDRESS, "中 山路27号3栋", "2-9@70"},
	{BC_CN_ADDRESS, "中山路27号3栋", "0-8@70"},
	{BC_CN_ADDRESS, "北京市海淀区 长安街 第3号楼 5号之前", ""},
	{BC_DATE_OF_BIRTH, "出生日期：1990年3月7日", "5-14@70"},
	{BC_DATE_OF_BIRTH, "出生日期：1920年3月7日 出生日期：1919年3月7日", "5-14@70"},
	{BC_DATE_OF_BIRTH, "出生日期：2035年3月7日 出生日期：2036年3月7日", "5-14@70"},
	{BC_DATE_OF_BIRTH, "born on March 3, 1985", "8-21@70"},
	{BC_DATE_OF_BIRTH, "1990年3月7日 出生于1990年13月7日", ""},
	/* RFC 3986, RFC 7617, RFC 7468, RFC 7519 */
	{BC_BASIC_AUTH_URL, "postgres://a:S3cret!pw@db.cn:5432/app", "0-37@90"},
	{BC_BASIC_AUTH_URL, "http://u:password@h.cn", "0-22@20"},
	{BC_BASIC_AUTH_URL, "https://h.cn:8080/path@v2", ""},
	{BC_HTTP_AUTH, "curl -u bob:x9Kq2Lm7 http://h", "8-20@80"},
	{BC_HTTP_AUTH, "curl -u $U:$P; curl -u <a:b>; ls -u a:bcdefgh", ""},
	{BC_PRIVATE_KEY, "-----BEGIN RSA PRIVATE KEY-----\nMIIE", "0-31@98"},
	{BC_PRIVATE_KEY, "-----BEGIN PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----", ""},
	{BC_JWT, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2ln", "0-44@95"},
	/* a header that ends in a line feed */
	{BC_JWT, "eyJhbGciOiJIUzI1NiJ9Cg.eyJzdWIiOiIxMjMifQ.c2ln", "0-46@95"},
	/* what stands in front of one in the same block of bytes */
	{BC_CN_MOBILE, "13912345678 eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2ln", "0-11@75"},
	{BC_JWT, "eyJAAAA.eyJBBB eyJhbGciOiJIUzI1NiJ.eyJzdWIiOiIxMjMifQ", ""},
	/* vendors' documentation and the rules of gitleaks and detect-secrets */
	{BC_AWS_KEY, "AKIAW3RT7MNQ2XPL5ZKD AKIAIOSFODNN7EXAMPLE", "0-20@95"},
	{BC_GITHUB_TOKEN, "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", "0-40@98"},
	{BC_GITHUB_TOKEN, "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", ""},
	{BC_HF_TOKEN, "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", "0-37@95"},
	{BC_HF_TOKEN, "hf_requiredCharacteristicTypesForDisplayMetadata", ""},
	{BC_SLACK_TOKEN, "xoxb-130154379991-ogFL0OFP3w6AwdJuK7wLojpK", "0-42@95"},
	{BC_SLACK_TOKEN, "xoxb-xxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx", ""},
	{BC_VENDOR_TOKEN, "glpat-hellOworld380_testin", "0-26@95"},
	{BC_VENDOR_TOKEN, "110201543:AAHdqTcvCH1vGWJxfSe1ofSAs0K5PALDsaw", "0-45@95"},
	{BC_VENDOR_TOKEN, "911602140448729|AY-lRJZk3mQ8sTxw2bNcVu7hGpE", "0-43@95"},
	{BC_VENDOR_TOKEN, "911602140448729 AY-lRJZk3mQ8sTxw2bNcVu7hGpE", ""},
	{BC_VENDOR_TOKEN, "911602140448729:AY-lRJZk3mQ8sTxw2bNcVu7hGpE", ""},
	{BC_VENDOR_TOKEN, "glpat-XXXXXXXXXXX-XXXXXXXX glimt-my-tokens_are", ""},
	/* a table is read down for eight columns, the next one anew */
	{BC_SECRET_ASSIGNMENT, "password,password,password,password,password,password,password,password,password\n"
		"x9Kq2Lm1!w,x9Kq2Lm2!w,x9Kq2Lm3!w,x9Kq2Lm4!w,x9Kq2Lm5!w,x9Kq2Lm6!w,x9Kq2Lm7!w,x9Kq2Lm8!w,x9Kq2Lm9!w\n\nuser,password\nann,y8Kq2Lm0!w",
		"81-91@75 92-102@75 103-113@75 114-124@75 125-135@75 136-146@75 147-157@75 158-168@75 199-209@75"},
	{BC_SECRET_ASSIGNMENT, "密码：hunter2Kp!", "3-13@75"},
	{BC_SECRET_ASSIGNMENT, "api_key = \"9f8a7b6c5d4e3f2a1b0c\"", "11-31@75"},
	{BC_SECRET_ASSIGNMENT, "user bob pass x9!Kq2Lm", "14-22@75"},
	/* nine characters may repeat, ten may not */
	{BC_SECRET_ASSIGNMENT, "密码：hz8899wxz", "3-12@60"},
	{BC_SECRET_ASSIGNMENT, "密码：hz8899wxzz", ""},
	{BC_SECRET_ASSIGNMENT, "password: qWrTxPlkZjHgFdVbNmQs", "10-30@60"},
	{BC_SECRET_ASSIGNMENT, "token = \"123e4567-e89b-12d3-a456-426614174000\"", ""},
	{BC_SECRET_ASSIGNMENT, "token = \"123e4567-e89b-12d3-a456-42661417400z\"", "9-45@75"},
	{BC_SECRET_ASSIGNMENT, "password = \"${db}\" password: <your password> "
	"password = input(\"x\") 密码学 忘记密码 token数量 密码：******", ""},
	/* what is read as nothing, or as another character, where one rule alone reads */
	{BC_SECRET_ASSIGNMENT, "password\u200b: Kq9vT2mX8!", "11-21@75"},
	{BC_SECRET_ASSIGNMENT, "password \u200b= Kq9vT2mX8!", "12-22@75"},
	{BC_SECRET_ASSIGNMENT, "private key\u200b: Kq9vT2mX8zqW2", "14-27@75"},
	{BC_SECRET_ASSIGNMENT, "access key\u200b is Kq9vT2mX8zqW2", "15-28@75"},
	{BC_EMAIL, "li.si@corp\u200b.cn", "0-14@90"},
	{BC_EMAIL, "li.si@\u200b" "corp.cn", "0-14@90"},
	{BC_EMAIL, "li.si\u200b@corp.cn", "0-14@90"},
	{BC_PERSON_NAME, "聯系人：李静", "4-6@60"},
	{BC_PERSON_NAME, "联\u200b系人：李静", "5-7@60"},
	{BC_PERSON_NAME, "户\u200b名：李静", "4-6@60"},
	{BC_PERSON_NAME, "客户\u200b：李静", "4-6@60"},
	{BC_PERSON_NAME, "Name\u200b: 李静", "7-9@55"},
	{BC_PERSON_NAME, "My name is\u200b John Smith", "12-22@20"},
	{BC_JWT, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx\u200bMjMifQ.c2ln", "0-45@95"},
	{BC_JWT, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2l\u200bn", "0-45@95"},
	{BC_JWT, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2l\u200bn a", "0-45@95"},
	{BC_CN_MOBILE, "手機,a\n13912345678,b", "5-16@95"},
	{BC_CN_MOBILE, "訂單,a\n13912345678,b", "5-16@30"},
	{BC_HTTP_AUTH, "curl -u \u200b" "bob:x9Kq2Lm7 http://h", "9-21@80"},
	{BC_HTTP_AUTH, "Authorization: Bearer\u200b x9Kq2Lm7x9Kq2Lm7wQ", "23-41@80"},
	/* other countries: by name only */
	{BC_UK_NHS, "943 476 5919", "0-12@75"},
	{BC_UK_NINO, "AB123456C", "0-9@75"},
	{BC_KR_RRN, "960121-1234567", ""},
	{BC_SG_FIN, "S1234567D", "0-9@75"},
	{BC_IN_AADHAAR, "2345 6789 0124", "0-14@75"},
	{BC_CA_SIN, "130 692 544", "0-11@75"},
	{BC_ES_NIF, "12345678Z", "0-9@75"},
	{BC_ES_NIE, "X1234567L", "0-9@75"},
	{BC_IT_FISCAL_CODE, "RSSMRA85T10A562S", "0-16@75"},
	{BC_PL_PESEL, "44051401359", "0-11@75"},
	{BC_TH_TNIN, "1101700230705", ""},
	{BC_TR_NATIONAL_ID, "10000000146", "0-11@75"},
	{BC_ZA_ID, "8001015009087", "0-13@75"},
	{BC_FI_HETU, "131052-308T", "0-11@75"},
	{BC_SE_PERSONNUMMER, "811218-9876", "0-11@75"},
};

static void
run(const Case *c)
{
	BcScanOptions options = {20, BC_KIND_BIT(c->kind)};
	BcFindings	found;
	char		got[200] = "";

	if (!bc_scan(&bc_malloc_env, slice(c->text), &options, &found))
		return;
	for (size_t i = 0; i < found.count && strlen(got) < 150; i++)
		sprintf(got + strlen(got), "%s%u-%u@%u", i == 0 ? "" : " ",
				found.list[i].start, found.list[i].stop,
				found.list[i].confidence);
	bc_findings_free(&bc_malloc_env, &found);
	if (strcmp(got, c->expected) == 0)
		passed++;
	else
	{
		failed++;
		printf("not ok: %s %s: got \"%s\", not \"%s\"\n",
			   bc_kind_name(c->kind), c->text, got, c->expected);
	}
}

static size_t
count(const char *text, unsigned min, uint64_t kinds)
{
	BcScanOptions options = {min, kinds};
	BcFindings	found;
	size_t		n;

	if (!bc_scan(&bc_malloc_env, slice(text), &options, &found))
		return 99;
	n = found.count;
	bc_findings_free(&bc_malloc_env, &found);
	return n;
}

/*
 * Sweeps: of every number of a form, how many are found, the sum of what was
 * varied in them, and the sum of the confidences.  A boundary of a range that
 * moves by one shows there.
 */
typedef struct Sweep
{
	BcKind		kind;
	void		(*make) (unsigned i, unsigned n, char *text);
	unsigned	n;				/* a second thing that is varied */
	unsigned	from;
	unsigned	to;
	const char *expected;
} Sweep;

/* Appends the digit that ISO/IEC 7812 asks for. */
static void
add_luhn(char *digits)
{
	size_t		len = strlen(digits);
	unsigned	sum = 0;

	for (size_t i = 0; i < len; i++)
	{
		unsigned	digit = (unsigned) (digits[len - 1 - i] - '0');

		sum += i % 2 == 0 ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
	}
	sprintf(digits + len, "%u", (10 - sum % 10) % 10);
}

/* A card's number of n digits that begins with i. */
static void
make_card(unsigned i, unsigned n, char *text)
{
	char		digits[32];

	sprintf(digits, "%u%.*s", i, (int) n - 5, "39182746503918274650");
	add_luhn(digits);
	sprintf(text, "卡号%s", digits);
}

/* Appends the character that GB 11643 asks for. */
static void
add_id_check(char *id)
{
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int			sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (id[i] - '0') * weights[i];
	sprintf(id + 17, "%c", "10X98765432"[sum % 11]);
}

static void
make_id(unsigned i, unsigned n, char *text)
{
	if (n == 0)
		sprintf(text, "%02u010519491231002", i);
	else if (n == 1)
		sprintf(text, "110105%04u1231002", i);
	else
		sprintf(text, "1101052000%04u002", i);
	add_id_check(text);
}

static void
make_id15(unsigned i, unsigned n, char *text)
{
	if (n == 0)
		sprintf(text, "身份证%02u0105491231002", i);
	else
		sprintf(text, "身份证11010549%04u002", i);
}

static void
make_mobile(unsigned i, unsigned n, char *text)
{
	sprintf(text, n == 0 ? "手机%04u2345678" : "%04u2345678", i);
}

static void
make_ipv4(unsigned i, unsigned n, char *text)
{
	sprintf(text, n == 0 ? "%u.%u.9.57" : "9.%u.%u.57", i / 256, i % 256);
}

static void
make_ssn(unsigned i, unsigned n, char *text)
{
	if (n == 0)
		sprintf(text, "SSN %03u-22-8745", i);
	else if (n == 1)
		sprintf(text, "SSN 536-%02u-8745", i);
	else
		sprintf(text, "SSN 536-22-%04u", i);
}

static void
make_landline(unsigned i, unsigned n, char *text)
{
	sprintf(text, n == 0 ? "0%u-62770334" : n == 1 ? "0%u-6277033" : n == 2 ? "电话0%u62770334" : "010-%03u70334", i);
}

static void
make_abroad(unsigned i, unsigned n, char *text)
{
	sprintf(text, "+%u %.*s", i, (int) n, "23482756193847");
}

static void
make_american(unsigned i, unsigned n, char *text)
{
	sprintf(text, n == 0 ? "(%03u) 555-7890" : "(212) %03u-7890", i);
}

static void
make_birth(unsigned i, unsigned n, char *text)
{
	if (n == 0)
		sprintf(text, "出生日期：%u-03-07", i);
	else
		sprintf(text, "出生日期：1992-%02u-%02u", i / 100, i % 100);
}

static void
make_letter(unsigned i, unsigned n, char *text)
{
	static const char *const forms[] = {
		"护照%c12345678", "通行证%c12345678", "京%c12345", "京A%c2345", "京AB234%c", "粤%cD12345", "护照E%c1234567"
	};

	sprintf(text, forms[n], i);
}

static void
make_qq(unsigned i, unsigned n, char *text)
{
	(void) n;
	sprintf(text, "QQ：%.*s", (int) i, "1234567890123");
}

/* The i-th number of some in no order, of n digits. */
static void
make_number(unsigned i, unsigned n, char *text)
{
	uint64_t	x = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);

	for (unsigned k = 0; k < n; k++)
	{
		text[k] = (char) ('0' + (x >> 32) % 10);
		x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
	}
	text[n] = '\0';
}

/* Numbers that begin with a date, whose month and day are of a few beyond their ranges. */
static void
make_dated(unsigned i, unsigned n, char *text)
{
	make_number(i, n, text);
	text[2] = (char) ('0' + text[2] % 2);
	text[4] = (char) ('0' + text[4] % (n == 10 ? 10 : 4));
}

/* Letters in some places of a number: n is how many there are in all. */
static void
make_lettered(unsigned i, unsigned n, char *text)
{
	static const char *const forms[] = {
		"A0000000B", "Z0000000B", "00000000B", "AA000000E", "000000-000B", "RSSMRA00T00A000B", "000000A000B"
	};
	const char *form = forms[n];
	char		digits[32];
	size_t		len = strlen(form);

	make_number(i, (unsigned) len, digits);
	strcpy(text, form);
	for (size_t k = 0; k < len; k++)
		if (form[k] == '0')
			text[k] = digits[k];
		else if (n != 5 && form[k] == 'A')
			text[k] = (char) ('A' + (i * 7 + k * i / 26) % 26);
		else if (form[k] == 'Z')
			text[k] = (char) ('V' + i % 5);
		else if (form[k] == 'B')
			text[k] = i % 9 == 0 ? digits[k] : (char) ('A' + i / 3 % 26);
		else if (form[k] == 'E')
			text[k] = (char) ('A' + i % 5);
	if (n == 4 || n == 6)
	{
		text[0] = (char) ('0' + text[0] % 4);
		text[2] = (char) ('0' + text[2] % 2);
	}
	if (n == 6)
		text[6] = "A+-B"[i % 4];
}

static const Sweep sweeps[] = {
	{BC_BANK_CARD, make_card, 12, 1000, 9999, "1500 of 9000, sum 9324250, confidence 142500"},
	{BC_BANK_CARD, make_card, 13, 1000, 9999, "2500 of 9000, sum 13823750, confidence 237500"},
	{BC_BANK_CARD, make_card, 14, 1000, 9999, "1770 of 9000, sum 10286865, confidence 168150"},
	{BC_BANK_CARD, make_card, 15, 1000, 9999, "2700 of 9000, sum 11543650, confidence 256500"},
	{BC_BANK_CARD, make_card, 16, 1000, 9999, "3600 of 9000, sum 18088700, confidence 342000"},
	{BC_BANK_CARD, make_card, 17, 1000, 9999, "1600 of 9000, sum 9679200, confidence 152000"},
	{BC_BANK_CARD, make_card, 18, 1000, 9999, "1600 of 9000, sum 9679200, confidence 152000"},
	{BC_BANK_CARD, make_card, 19, 1000, 9999, "2600 of 9000, sum 14178700, confidence 247000"},
	{BC_CN_ID, make_id, 0, 0, 99, "36 of 100, sum 1613, confidence 3420"},
	{BC_CN_ID, make_id, 1, 1850, 2060, "156 of 211, sum 305370, confidence 14820"},
	{BC_CN_ID, make_id, 2, 0, 1399, "366 of 1400, sum 244167, confidence 34770"},
	{BC_CN_ID15, make_id15, 0, 0, 99, "34 of 100, sum 1535, confidence 2380"},
	{BC_CN_ID15, make_id15, 1, 0, 1399, "329 of 1400, sum 220598, confidence 23030"},
	{BC_CN_MOBILE, make_mobile, 0, 1000, 1999, "580 of 1000, sum 959810, confidence 55100"},
	{BC_CN_MOBILE, make_mobile, 1, 1000, 1999, "580 of 1000, sum 959810, confidence 43500"},
	{BC_IP_ADDRESS, make_ipv4, 0, 0, 65535, "65536 of 65536, sum 2147450880, confidence 3660840"},
	{BC_IP_ADDRESS, make_ipv4, 1, 0, 65535, "65536 of 65536, sum 2147450880, confidence 3932160"},
	{BC_US_SSN, make_ssn, 0, 0, 999, "898 of 1000, sum 403884, confidence 80820"},
	{BC_US_SSN, make_ssn, 1, 0, 99, "99 of 100, sum 4950, confidence 8910"},
	{BC_US_SSN, make_ssn, 2, 0, 99, "99 of 100, sum 4950, confidence 8910"},
	{BC_PHONE, make_landline, 0, 10, 999, "710 of 990, sum 454879, confidence 42600"},
	{BC_PHONE, make_landline, 1, 10, 999, "710 of 990, sum 454879, confidence 42600"},
	{BC_PHONE, make_landline, 2, 10, 999, "780 of 990, sum 459394, confidence 66300"},
	{BC_PHONE, make_landline, 3, 0, 999, "700 of 1000, sum 384650, confidence 42000"},
	{BC_PHONE, make_abroad, 6, 1, 999, "51 of 999, sum 25936, confidence 3060"},
	{BC_PHONE, make_abroad, 7, 1, 999, "208 of 999, sum 108437, confidence 12480"},
	{BC_PHONE, make_abroad, 8, 1, 999, "541 of 999, sum 278421, confidence 32460"},
	{BC_PHONE, make_abroad, 9, 1, 999, "344 of 999, sum 177707, confidence 20640"},
	{BC_PHONE, make_abroad, 10, 1, 999, "137 of 999, sum 52590, confidence 8220"},
	{BC_PHONE, make_abroad, 11, 1, 999, "63 of 999, sum 26645, confidence 3780"},
	{BC_PHONE, make_abroad, 12, 1, 999, "26 of 999, sum 8695, confidence 1560"},
	{BC_PHONE, make_american, 0, 0, 999, "900 of 1000, sum 484550, confidence 54000"},
	{BC_PHONE, make_american, 1, 0, 999, "800 of 1000, sum 479600, confidence 48000"},
	{BC_DATE_OF_BIRTH, make_birth, 0, 1900, 2050, "116 of 151, sum 229390, confidence 8120"},
	{BC_DATE_OF_BIRTH, make_birth, 1, 0, 1399, "366 of 1400, sum 244167, confidence 25620"},
	{BC_CN_PASSPORT, make_letter, 0, 'A', 'Z', "5 of 26, sum 371, confidence 425"},
	{BC_CN_HMT_PERMIT, make_letter, 1, 'A', 'Z', "6 of 26, sum 463, confidence 510"},
	{BC_CN_PLATE, make_letter, 2, 'A', 'Z', "24 of 26, sum 1863, confidence 1920"},
	{BC_CN_PLATE, make_letter, 3, 'A', 'Z', "24 of 26, sum 1863, confidence 1920"},
	{BC_CN_PLATE, make_letter, 4, 'A', 'Z', "24 of 26, sum 1863, confidence 1920"},
	{BC_CN_PLATE, make_letter, 5, 'A', 'Z', "24 of 26, sum 1863, confidence 1920"},
	{BC_CN_PASSPORT, make_letter, 6, 'A', 'Z', "24 of 26, sum 1863, confidence 2040"},
	{BC_IM_ACCOUNT, make_qq, 0, 1, 13, "7 of 13, sum 56, confidence 525"},
	{BC_CA_SIN, make_number, 9, 0, 2999, "245 of 3000, sum 378862, confidence 18375"},
	{BC_UK_NHS, make_number, 10, 0, 2999, "285 of 3000, sum 414686, confidence 21375"},
	{BC_SE_PERSONNUMMER, make_dated, 10, 0, 5999, "227 of 6000, sum 662646, confidence 17025"},
	{BC_PL_PESEL, make_dated, 11, 0, 5999, "264 of 6000, sum 835044, confidence 19800"},
	{BC_TR_NATIONAL_ID, make_number, 11, 0, 9999, "91 of 10000, sum 423679, confidence 6825"},
	{BC_IN_AADHAAR, make_number, 12, 0, 2999, "230 of 3000, sum 343890, confidence 17250"},
	{BC_KR_RRN, make_dated, 13, 0, 5999, "242 of 6000, sum 725933, confidence 18150"},
	{BC_TH_TNIN, make_number, 13, 0, 2999, "233 of 3000, sum 362015, confidence 17475"},
	{BC_ZA_ID, make_dated, 13, 0, 9999, "95 of 10000, sum 478957, confidence 7125"},
	{BC_SG_FIN, make_lettered, 0, 0, 9999, "66 of 10000, sum 300031, confidence 4950"},
	{BC_ES_NIE, make_lettered, 1, 0, 5999, "119 of 6000, sum 332875, confidence 8925"},
	{BC_ES_NIF, make_lettered, 2, 0, 5999, "213 of 6000, sum 644796, confidence 15975"},
	{BC_UK_NINO, make_lettered, 3, 0, 5999, "2677 of 6000, sum 8025380, confidence 200775"},
	{BC_FI_HETU, make_lettered, 4, 0, 5999, "82 of 6000, sum 253365, confidence 6150"},
	{BC_IT_FISCAL_CODE, make_lettered, 5, 0, 5999, "181 of 6000, sum 538636, confidence 13575"},
	{BC_FI_HETU, make_lettered, 6, 0, 5999, "65 of 6000, sum 200334, confidence 4875"},
};

static void
sweep(const Sweep *s)
{
	BcScanOptions options = {10, BC_KIND_BIT(s->kind)};
	unsigned long count = 0;
	unsigned long sum = 0;
	unsigned long confidence = 0;
	char		text[100];
	char		got[100];

	for (unsigned i = s->from; i <= s->to; i++)
	{
		BcFindings	found;

		s->make(i, s->n, text);
		if (!bc_scan(&bc_malloc_env, (BcSlice) {(unsigned char *) text, strlen(text)}, &options, &found))
			return;
		for (size_t k = 0; k < found.count; k++)
		{
			count++;
			sum += i;
			confidence += found.list[k].confidence;
		}
		bc_findings_free(&bc_malloc_env, &found);
	}
	sprintf(got, "%lu of %u, sum %lu, confidence %lu", count, s->to - s->from + 1, sum, confidence);
	check(strcmp(got, s->expected) == 0, s->expected);
	if (strcmp(got, s->expected) != 0)
		printf("  %s, e.g. %s: got %s\n", bc_kind_name(s->kind), text, got);
}

/* More characters than one byte counts, of one byte and of three. */
static void
test_count(void)
{
	static unsigned char text[30000];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "中"[i % 3];
	for (size_t n = 0; n < sizeof(text) / 3; n += n < 100 ? 1 : 611)
		check(bc_count_characters(text, 3 * n) == n, "characters of three bytes");
	memset(text, 'a', sizeof(text));
	for (size_t n = 0; n < sizeof(text); n += n < 100 ? 1 : 611)
		check(bc_count_characters(text, n) == n, "characters of one byte");
}

/* Forty of a text, a line apart, have what one has, forty times. */
static void
test_forty(const char *text)
{
	BcScanOptions options = {20, BC_KIND_BIT(BC_KINDS) - 1};
	BcFindings	one;
	BcFindings	many;
	char		texts[8001] = "";
	uint32_t	length = (uint32_t) bc_count_characters((const unsigned char *) text, strlen(text)) + 2;
	bool		same;

	for (int i = 0; i < 40; i++)
		strcat(strcat(texts, text), "\n\n");
	if (!bc_scan(&bc_malloc_env, slice(text), &options, &one) ||
		!bc_scan(&bc_malloc_env, slice(texts), &options, &many))
		return;
	same = one.count > 0 && many.count == 40 * one.count;
	for (size_t i = 0; same && i < many.count; i++)
	{
		const BcFinding *f = &many.list[i];
		const BcFinding *g = &one.list[i % one.count];
		uint32_t	before = (uint32_t) (i / one.count) * length;

		same = f->kind == g->kind && f->confidence == g->confidence &&
			f->start == before + g->start && f->stop == before + g->stop;
	}
	check(same, text);
	if (!same)
		printf("  %zu, not 40 times %zu\n", many.count, one.count);
	bc_findings_free(&bc_malloc_env, &one);
	bc_findings_free(&bc_malloc_env, &many);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (*cases[i].expected != '\0' && strlen(cases[i].text) < 100)
			test_forty(cases[i].text);
	/* findings that touch, and long ones with a better one in them */
	test_forty("京A12345粤BD1234");
	test_forty("姓名：李静13912345678");
	test_forty("北京市海淀区中关村大街27号13912345678京A12345");
	test_forty("postgres://alice: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@db.cn:5432/app");
	test_forty("https://svc:n8Vq2Lx0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@git.acme.dev/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y?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");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(&cases[i]);
	for (size_t i = 0; i < sizeof(sweeps) / sizeof(sweeps[0]); i++)
		sweep(&sweeps[i]);
	test_count();
	check(count("", 0, 0) == 0, "empty text");
	check(count("943 476 5919", 50, 0) == 0, "national numbers are off");
	check(count("订单13912345678", 31, 0) == 0, "the least confidence");
	/* a number within an account's number is not uncovered by a filter */
	check(count("DE89 3704 0044 0532 0130 00", 10, BC_KIND_BIT(BC_BANK_CARD)) ==
		  0, "a filter uncovers nothing");
	for (int k = 0; k < BC_KINDS; k++)
		check(bc_kind_by_name(slice(bc_kind_name((BcKind) k))) == (BcKind) k,
			  "names of kinds");
	return report();
}
