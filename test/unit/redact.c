/*
 * redact.c: labels, masks, removal, excerpts; redacting again changes nothing.
 */
#include "core/redact.h"

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
	excerpt("13912345678", "13*******78");
	excerpt("姓名：欧阳静", "***");
	excerpt("密码：Tq7#mZ92p", "****");
	excerpt("AKIAW3RT7MNQ2XPL5ZKD", "AKIA****");
	excerpt("https://svc:n8Vq2Lx0@git.acme.dev", "https://****");
	excerpt("家住上海市浦东新区张杨路500弄12号601室", "上海********1室");
	return report();
}
