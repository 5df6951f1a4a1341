/*
 * layout.c: what is between a label and its value: marks, the end of a line, the
 * rows of a table; the line and the column that head a value.
 */
#include "marked.h"

static const Marked cases[] = {
	/* the line above heads a value: right above it or one empty line away */
	{BC_CN_MOBILE, 95, "手机\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机\r\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机\n\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机\r\n\r\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机\n\n\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机\n \t*>#-+`\"⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机\nx ⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机  \n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "**手机**\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机 x\n\n x\n⟨13912345678⟩"},
	/* a line that ends in a colon, or a short one without digits, marks of a sentence, bars */
	{BC_CN_MOBILE, 75, "手机，好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机,好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机。好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机;好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机；好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "好|手机\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机0好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机9好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "手机５好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机/好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机、好\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "他的手机，共有9个:\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "他的手机，共有9个：** \n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "他的手机，共有9个：\r\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "\n⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "1，2，3。4\n手机\n⟨13912345678⟩"},
	/* a sentence's end bounds what is before and behind */
	{BC_CN_MOBILE, 75, "手机。⟨13912345678⟩，手机！⟨13912345678⟩，手机？⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "手机，⟨13912345678⟩；手机、⟨13912345678⟩；手机…⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "⟨13912345678⟩，手机。⟨13912345678⟩、手机。⟨13912345678⟩；手机"},
	{BC_CN_MOBILE, 95, "⟨13912345678⟩：手机。⟨13912345678⟩ 手机"},
	/* Latin words are whole ones */
	{BC_CN_MOBILE, 95, "tel ⟨13912345678⟩，Tel:⟨13912345678⟩，1tel ⟨13912345678⟩"},
	{BC_CN_MOBILE, 75, "hotel ⟨13912345678⟩。tele ⟨13912345678⟩。⟨13912345678⟩ telex。⟨13912345678⟩ hotel"},
	{BC_CN_MOBILE, 95, "⟨13912345678⟩ tel。⟨13912345678⟩(tel)"},
	/* a number that is a thing's own: nothing but links between them, before and behind */
	{BC_CN_MOBILE, 30, "订单号：⟨13912345678⟩。订单编号为【⟨13912345678⟩】。order no. ⟨13912345678⟩。order_id=\"⟨13912345678⟩\""},
	{BC_CN_MOBILE, 75, "订单共⟨13912345678⟩。order x ⟨13912345678⟩。订单号和⟨13912345678⟩。订单a：⟨13912345678⟩"},
	{BC_CN_MOBILE, 30, "⟨13912345678⟩ order。⟨13912345678⟩ 号订单。⟨13912345678⟩号码订单"},
	{BC_CN_MOBILE, 75, "⟨13912345678⟩, order。⟨13912345678⟩ orders。⟨13912345678⟩ x order。⟨13912345678⟩ 的 的 订单"},
	/* between label and value: tags, emphasis, what closes a bracket or a quote */
	{BC_SECRET_ASSIGNMENT, 75, "密码</b>：⟨Kq9vT2mX8⟩ 密码__：⟨Kq9vT2mX8⟩ 密码~~：⟨Kq9vT2mX8⟩ 密码&nbsp;：⟨Kq9vT2mX8⟩ 密码\t：⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "【密码】：⟨Kq9vT2mX8⟩ 「密码」：⟨Kq9vT2mX8⟩ 《密码》：⟨Kq9vT2mX8⟩ `密码`：⟨Kq9vT2mX8⟩ [密码]：⟨Kq9vT2mX8⟩ 〔密码〕：⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "“密码”：⟨Kq9vT2mX8⟩ ‘密码’：⟨Kq9vT2mX8⟩ 〈密码〉：⟨Kq9vT2mX8⟩ 『密码』：⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "(密码)：⟨Kq9vT2mX8⟩ （新密码）：⟨Kq9vT2mX8⟩"},
	{BC_IM_ACCOUNT, 75, "(微信)⟨lihuaxy⟩ （微信）⟨lihuaxy⟩ 【微信】⟨lihuaxy⟩ <b>微信</b>⟨lihuaxy⟩ 微信|⟨lihuaxy⟩"},
	{BC_IM_ACCOUNT, 0, "x。微信)lihuaxy x!微信)lihuaxy **微信**lihuaxy `微信`lihuaxy 微信<1>lihuaxy 微信<b\n>lihuaxy 微信<b<lihuaxy"},
	/* what shows nothing, where one rule alone reads it */
	{BC_SECRET_ASSIGNMENT, 75, "password\u200B: ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "api key\u200B: ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "密码\u200B：⟨Kq9vT2mX8⟩"},
	{BC_PERSON_NAME, 60, "姓\u200B名：⟨陈思远⟩"},
	{BC_PERSON_NAME, 60, "姓名：⟨陈\u200B思远⟩"},
	{BC_PERSON_NAME, 60, "联系\u200B人：⟨陈思远⟩"},
	{BC_PERSON_NAME, 60, "Full Name\u200B: ⟨Anna Carter⟩"},
	{BC_IM_ACCOUNT, 75, "QQ\u200B：⟨123456789⟩"},
	{BC_IM_ACCOUNT, 75, "微信\u200B号：⟨lihuaxy⟩"},
	{BC_CN_MOBILE, 95, "手\u200B机⟨13912345678⟩"},
	{BC_CN_MOBILE, 95, "⟨13912345678⟩手\u200B机"},
	{BC_CN_MOBILE, 75, "⟨139\u200B1234\u200B5678⟩"},
	{BC_EMAIL, 90, "⟨li@co\u200Brp.cn⟩"},
	{BC_CN_PLATE, 80, "⟨京\u200BA12345⟩"},
	{BC_HTTP_AUTH, 80, "curl -u ⟨bob:x9Kq\u200B2Lm7⟩ http://h"},
	/* in the next line only behind what ends a label or heads a line */
	{BC_IM_ACCOUNT, 75, "QQ：\n⟨123456789⟩\nQQ\n⟨123456789⟩\nQQ：\r\n> - ⟨123456789⟩\nQQ：\n\n# + **⟨123456789⟩**"},
	{BC_IM_ACCOUNT, 0, "QQ：\n-123456789\nQQ：\n\n\n123456789\n"},
	{BC_IM_ACCOUNT, 0, "他说他会用的是微信\nli_huaxy\n"},
	{BC_IM_ACCOUNT, 0, "他说，微信\nli_huaxy\n"},
	{BC_IM_ACCOUNT, 75, "他说\n* 微信\n⟨li_huaxy⟩\n"},
	{BC_IM_ACCOUNT, 0, "好，QQ\n123456789\n好。QQ\n123456789\n好；QQ\n123456789\n好？QQ\n123456789\n好！QQ\n123456789\n好:QQ\n123456789\n"},
	{BC_IM_ACCOUNT, 75, "好、QQ\n⟨123456789⟩\n好-QQ\n⟨123456789⟩\n"},
	/* columns: commas, tabs, bars; as many commas in each row; the heading's own place */
	{BC_CN_MOBILE, 95, "姓名,手机\nx,⟨13912345678⟩\ny,⟨13912345679⟩\n"},
	{BC_CN_MOBILE, 95, "手机\tx\n⟨13912345678⟩\ty\n⟨13912345679⟩\tz"},
	{BC_CN_MOBILE, 95, "| x | 手机 |\n|---|---|\n| y | ⟨13912345678⟩ |\n| z | \"⟨13912345679⟩\" |"},
	{BC_CN_MOBILE, 75, "手机,x\ny,⟨13912345678⟩\n"},
	{BC_CN_MOBILE, 75, "x,手机,y\nz,⟨13912345678⟩\n"},
	{BC_CN_MOBILE, 75, "x\t手机\n\ny\t⟨13912345678⟩\n"},
	{BC_CN_MOBILE, 75, "x,手机\ny\t⟨13912345678⟩\n"},
	{BC_IM_ACCOUNT, 75, "姓名,QQ号,x\ny,⟨123456789⟩,z\nw,⟨223456789⟩,v\n"},
	{BC_IM_ACCOUNT, 75, "\"姓名\",\"WeChat ID\"\n\"y\",\"⟨lihuaxy⟩\"\nw,⟨li_86x⟩\r\n"},
	{BC_IM_ACCOUNT, 0, "姓名,QQ和x\ny,123456789\n"},
	{BC_IM_ACCOUNT, 0, "姓名,x1QQ\ny,123456789\n"},
	{BC_IM_ACCOUNT, 75, "QQ\tx\n⟨123456789⟩\ty\nw\n123456780\tv\n"},
	{BC_IM_ACCOUNT, 0, "x|QQ,y\n1|123456789,2\n"},
};

/* A zero byte is no mark: what is before it heads nothing behind it. */
static void
test_zero(void)
{
	static const char text[] = "手机\n\00013912345678";
	BcScanOptions options = {1, BC_KIND_BIT(BC_CN_MOBILE)};
	BcFindings	found;

	if (!bc_scan(&bc_malloc_env, (BcSlice) {(const unsigned char *) text, sizeof(text) - 1}, &options, &found))
		exit(1);
	check(found.count == 1 && found.list[0].byte_start == sizeof("手机\n") && found.list[0].confidence == 75, "a zero byte");
	bc_findings_free(&bc_malloc_env, &found);
}

int
main(void)
{
	test_zero();
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
