/*
 * redact.c: labels, masks, removal, excerpts; redacting again changes nothing.
 */
#include "core/screen.h"

#include "check.h"

static void
redacts(const char *text, BcRedactStyle style, bool not_blank,
		const char *expected)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	BcBuffer	once;
	BcBuffer	twice;
	bool		ok;

	bc_buffer_init(&once, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&twice, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_redact(&bc_malloc_env, slice(text), &options, style, not_blank,
				   &once) &&
		bc_redact(&bc_malloc_env, (BcSlice) {once.data, once.len}, &options,
				  style, not_blank, &twice);
	if (ok && (once.len != strlen(expected) ||
			   memcmp(once.data, expected, once.len) != 0))
		printf("got: %.*s\n", (int) once.len, (const char *) once.data);
	check(ok && once.len == strlen(expected) &&
		  memcmp(once.data, expected, once.len) == 0, text);
	check(ok && once.len == twice.len &&
		  memcmp(once.data, twice.data, once.len) == 0, "idempotent");
	bc_buffer_free(&once);
	bc_buffer_free(&twice);
}

static void
excerpt(const char *text, const char *expected)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	BcFindings	found;
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, 1000);
	check(bc_scan(&bc_malloc_env, slice(text), &options, &found) &&
		  found.count == 1, text);
	if (found.count == 1)
		bc_excerpt(slice(text), &found.list[0], &out);
	if (out.len != strlen(expected) || memcmp(out.data, expected, out.len) != 0)
		printf("got: %.*s\n", (int) out.len, (const char *) out.data);
	check(out.len == strlen(expected) &&
		  memcmp(out.data, expected, out.len) == 0, expected);
	bc_buffer_free(&out);
	bc_findings_free(&bc_malloc_env, &found);
}

/* The excerpt of all of a text as a finding of the kind. */
static void
excerpt_as(BcKind kind, const char *text, const char *expected)
{
	BcSlice		all = slice(text);
	BcFinding	f = {0, (uint32_t) bc_count_characters(all.data, all.len), 0, (uint32_t) all.len, (uint8_t) kind, 95};
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, 1000);
	bc_excerpt(all, &f, &out);
	check(out.len == strlen(expected) && memcmp(out.data, expected, out.len) == 0, text);
	if (out.len != strlen(expected) || memcmp(out.data, expected, out.len) != 0)
		printf("got: %.*s\n", (int) out.len, (const char *) out.data);
	bc_buffer_free(&out);
}

/* How much is shown by the length; of a secret what tells its kind, where that is near its beginning. */
static void
test_excerpts(void)
{
	excerpt_as(BC_EMAIL, "abc", "***");
	excerpt_as(BC_EMAIL, "abcd", "a**d");
	excerpt_as(BC_EMAIL, "abcdefghi", "a*******i");
	excerpt_as(BC_EMAIL, "abcdefghij", "ab******ij");
	excerpt_as(BC_EMAIL, "abcdefghijkl", "ab********kl");
	excerpt_as(BC_EMAIL, "abcdefghijklm", "ab********lm");
	excerpt_as(BC_EMAIL, "é中😀x中é", "é****é");
	excerpt_as(BC_PRIVATE_KEY, "-----BEGIN", "****");
	excerpt_as(BC_PRIVATE_KEY, "-----BEGIN ", "-----BEGIN****");
	excerpt_as(BC_PRIVATE_KEY, "AGE-SECRET-KEY-1LIBQUAT74", "****");
	excerpt_as(BC_SLACK_TOKEN, "xoxe.xoxb-1-Mi0yLTE", "****");
	excerpt_as(BC_SLACK_TOKEN, "https://hooks.slack.com/services/T/B/C", "****");
	excerpt_as(BC_GITHUB_TOKEN, "github_pat_1oKpda", "github_****");
	excerpt_as(BC_GITHUB_TOKEN, "abcdefg_xyz", "abcdefg_****");
	excerpt_as(BC_OPENAI_KEY, "abcdefg-xyz", "abcdefg-****");
	excerpt_as(BC_HF_TOKEN, "abcdefgh_xyz", "****");
	excerpt_as(BC_HF_TOKEN, "abc", "****");
	excerpt_as(BC_HF_TOKEN, "_", "_****");
	excerpt_as(BC_BASIC_AUTH_URL, "abcdefghijklmnopqrs://u:p@h", "abcdefghijklmnopqrs://****");
	excerpt_as(BC_BASIC_AUTH_URL, "abcdefghijklmnopqrst://u:p@h", "****");
	excerpt_as(BC_BASIC_AUTH_URL, "://", "://****");
	excerpt_as(BC_BASIC_AUTH_URL, "u@h.cn:pw@h.cn", "****");
	excerpt_as(BC_SECRET_ASSIGNMENT, "abc_def", "****");
	excerpt_as(BC_CN_ID, "11010519491231002X", "11********2X");
}

/* Keys in keys: in each round the innermost goes, and only then the next one is one. */
static void
test_rounds(void)
{
	static const char begin[] = "-----BEG";
	static const char end[] = "IN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1\n-----END PRIVATE KEY-----";
	char		text[2000];

	for (int depth = 1; depth <= 18; depth++)
	{
		text[0] = '\0';
		for (int k = 0; k < depth; k++)
			strcat(text, begin);
		for (int k = 0; k < depth; k++)
			strcat(text, end);
		/* the sixteenth look finds nothing more, or nothing is kept */
		redacts(text, BC_REDACT_REMOVE, false, depth < 16 ? "" : "<redacted>");
	}
}

/* What a value is beside, and what it is part of. */
static void
test_beside(void)
{
	redacts("姓名：陈思远，陈思远13912345678", BC_REDACT_LABEL, false, "姓名：<person_name>，<person_name><cn_mobile>");
	redacts("姓名：陈思远，13912345678陈思远", BC_REDACT_LABEL, false, "姓名：<person_name>，<cn_mobile><person_name>");
	redacts("姓名：陈思远，13912345678陈思远13912345678", BC_REDACT_MASK, false, "姓名：陈**，139****5678陈**139****5678");
	redacts("姓名：陈思远，陈思远陈思远", BC_REDACT_REMOVE, false, "姓名：，");
	redacts("微信号：lin_86，发到lin_86@corp.cn。", BC_REDACT_LABEL, false, "微信号：<im_account>，发到<email>。");
	redacts("微信号：lin_86，发到li@lin_86.corp.cn。lin_86", BC_REDACT_LABEL, false, "微信号：<im_account>，发到li@<im_account>.corp.cn。<im_account>");
	redacts("微信号：lin_86，lin_86，13912345678，lin_86", BC_REDACT_LABEL, false, "微信号：<im_account>，<im_account>，<cn_mobile>，<im_account>");
	/* an account that a finding ends with, or that ends with one */
	redacts("微信号：corpus_cn，发到li@corpus-cn.corpus_cn。", BC_REDACT_LABEL, false, "微信号：<im_account>，发到li@corpus-cn.<im_account>。");
	/* a short number shows one digit */
	redacts("phone 4155550132，电话62770334。", BC_REDACT_MASK, false, "phone 4*********，电话6*******。");
	/* a text of which nothing is found stays, be it blank */
	redacts(" \n\t", BC_REDACT_REMOVE, true, " \n\t");
	redacts("13912345678　13912345678", BC_REDACT_REMOVE, true, "<cn_mobile>　<cn_mobile>");
	redacts("13912345678。", BC_REDACT_REMOVE, true, "。");
	redacts("13912345678", BC_REDACT_LABEL, true, "<cn_mobile>");
	redacts("13912345678", BC_REDACT_MASK, true, "139****5678");
}

int
main(void)
{
	test_excerpts();
	test_rounds();
	test_beside();
	redacts("", BC_REDACT_LABEL, true, "");
	redacts("无", BC_REDACT_REMOVE, true, "无");
	redacts("手机13912345678，邮箱a.b@c-d.cn。", BC_REDACT_LABEL, false,
			"手机<cn_mobile>，邮箱<email>。");
	redacts("手机13912345678，邮箱a.b@c-d.cn。", BC_REDACT_MASK, false,
			"手机139****5678，邮箱a*********。");
	redacts("手机13912345678，邮箱a.b@c-d.cn。", BC_REDACT_REMOVE, false,
			"手机，邮箱。");
	/* full width: the span is of the original */
	redacts("手机１３９１２３４５６７８。", BC_REDACT_MASK, false,
			"手机１３９****５６７８。");
	/* what is left would be blank */
	redacts(" 13912345678\n", BC_REDACT_REMOVE, true, " <cn_mobile>\n");
	redacts(" 13912345678\n", BC_REDACT_REMOVE, false, " \n");
	/* the order in the address made the number harmless */
	redacts("order@abcd.cn 13912345678", BC_REDACT_LABEL, false,
			"<email> <cn_mobile>");
	redacts("密码：Tq7#mZ92p", BC_REDACT_MASK, false, "密码：*********");
	redacts("身份证号11010519491231002X，卡号4111111111111111。", BC_REDACT_MASK, false, "身份证号110*************2X，卡号411*********1111。");
	redacts("旧身份证440305540905453，电话010-62770334。", BC_REDACT_MASK, false, "旧身份证440**********53，电话010*****0334。");
	redacts("车牌粤BD12345，税号91350203MAEXXGU7EN。", BC_REDACT_MASK, false, "车牌粤B****45，税号91**************EN。");
	redacts("DE89 3704 0044 0532 0130 00 and more", BC_REDACT_MASK, false, "DE***********************00 and more");
	redacts("姓名：欧阳静，微信号lihua_2020。", BC_REDACT_MASK, false, "姓名：欧**，微信号l*********。");
	redacts("姓名：李静，邮箱a@b-c.cn。", BC_REDACT_MASK, false, "姓名：李*，邮箱a*******。");
	redacts("家住上海市浦东新区张杨路500弄12号601室。", BC_REDACT_MASK, false, "家住上海市******************。");
	redacts("服务器36.112.9.57，网卡00:1B:44:11:3A:B7。", BC_REDACT_MASK, false, "服务器***********，网卡*****************。");
	redacts("AKIAW3RT7MNQ2XPL5ZKD 护照E12345678", BC_REDACT_MASK, false, "******************** 护照*********");
	/* what is found once goes wherever else it stands, with edges around it */
	redacts("姓名：陈思远。陈思远昨天来过，陈思远远在他乡。", BC_REDACT_LABEL, false, "姓名：<person_name>。<person_name>昨天来过，<person_name>远在他乡。");
	redacts("密码：Kq9vT2mX8。登录时输入 Kq9vT2mX8 即可，xKq9vT2mX8 不行。", BC_REDACT_LABEL, false, "密码：<secret_assignment>。登录时输入 <secret_assignment> 即可，xKq9vT2mX8 不行。");
	redacts("姓名：高兴。高兴，我很高兴地说：（高兴）", BC_REDACT_MASK, false, "姓名：高*。高*，我很高兴地说：（高*）");
	redacts("QQ：384756129，384756129是我", BC_REDACT_REMOVE, false, "QQ：，是我");
	redacts("微信号：lin_86 与微信号：lin_8667，lin_8667 和 lin_86", BC_REDACT_LABEL, false, "微信号：<im_account> 与微信号：<im_account>，<im_account> 和 <im_account>");
	excerpt("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1\n-----END RSA PRIVATE KEY-----", "-----BEGIN****");
	excerpt("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2ln", "eyJ****");
	excerpt("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", "ghp_****");
	excerpt("xoxb-130154379991-ogFL0OFP3w6AwdJuK7wLojpK", "xoxb-****");
	excerpt("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", "sk-****");
	excerpt("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", "hf_****");
	excerpt("AIzalPzcVIdUtV0Z0pwXvvdbnGTHfD5Nfbbsugc", "AIza****");
	excerpt("glpat-hellOworld380_testin", "****");
	excerpt("postgres://a:S3cret!pw@db.cn:5432/app", "postgres://****");
	excerpt("curl -u bob:x9Kq2Lm7 http://h", "****");
	excerpt("姓名：李静", "**");
	excerpt("京A12345", "京*****5");
	excerpt("联系人：欧阳明月", "欧**月");
	excerpt("QQ：123456789", "1*******9");
	excerpt("QQ：1234567890", "12******90");
	excerpt("13912345678", "13*******78");
	excerpt("姓名：欧阳静", "***");
	excerpt("密码：Tq7#mZ92p", "****");
	excerpt("AKIAW3RT7MNQ2XPL5ZKD", "AKIA****");
	excerpt("https://svc:n8Vq2Lx0@git.acme.dev", "https://****");
	excerpt("家住上海市浦东新区张杨路500弄12号601室", "上海********1室");
	return report();
}
