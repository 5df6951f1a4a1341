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

int
main(void)
{
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
