/*
 * others.c: mail, passwords in URLs, accounts of messengers, dates of birth,
 * plates and documents: their forms, and what is beside them.
 */
#include "marked.h"

static const Marked cases[] = {
	/* mail: what a name may hold and where it begins */
	{BC_EMAIL, 90, "⟨li.si@corp.cn⟩ ⟨li_si+x%y'z-w@corp.cn⟩ ⟨_li@corp.cn⟩ .⟨li@corp.cn⟩ -⟨li@corp.cn⟩ 中⟨li@corp.cn⟩ +⟨li@corp.cn⟩"},
	{BC_EMAIL, 0, "li.@corp.cn li..si@corp.cn @corp.cn ..@corp.cn li@corp li@corp.c li@.corp.cn li@-corp.cn li@corp.cn@x"},
	{BC_EMAIL, 90, "⟨li@a-b.corp.cn⟩ ⟨li@corp.cn⟩. ⟨li@corp.cn⟩.1 ⟨li@corp.xn--p1ai⟩ ⟨li@x.corp⟩.12"},
	{BC_EMAIL, 0, "li@corp.c1 li@corp.12 li@corp.cn_x li@x_y.cn"},
	{BC_EMAIL, 0, "logo@2x.png app@v.js a.b@c.html git://li@corp.cn https://li@corp.cn"},
	{BC_EMAIL, 30, "⟨li@example.com⟩ ⟨li@mail.example.com⟩ ⟨li@corp.test⟩ ⟨li@test.com⟩ ⟨git@corp.cn⟩ ⟨a@b.co⟩ ⟨your.email@corp.cn⟩"},
	{BC_EMAIL, 90, "⟨li@examples.com⟩ ⟨li@myexample.com⟩ ⟨li@mail.test.com⟩ ⟨gits@corp.cn⟩ ⟨a@bc.co⟩ ⟨ab@c.co⟩ ⟨my.email@corp.cn⟩"},
	{BC_EMAIL, 30, "ssh ⟨bob@corp.cn⟩, sftp ⟨bob@corp.cn⟩, scp ⟨bob@corp.cn⟩, ⟨bob@corp.cn⟩:/x ⟨bob@corp.cn⟩:~"},
	{BC_EMAIL, 90, "sshx ⟨bob@corp.cn⟩, ⟨bob@corp.cn⟩:x"},
	{BC_EMAIL, 50, "⟨jane (at) site (dot) org⟩, ⟨jane[at]site[dot]org⟩, ⟨jane(AT)site(DOT)org⟩, ⟨jane (at) mail.site (dot) org⟩"},
	{BC_EMAIL, 0, "jane (at) site, jane {at} site (dot) org, jane (et) site (dot) org, (at) site (dot) org, jane (at) (dot) org"},
	{BC_EMAIL, 0, "jane (at) site (dot), jane (at) site (dot) ."},
	/* passwords in URLs */
	{BC_BASIC_AUTH_URL, 90, "⟨https://svc:n8Vq2Lx0@git.acme.dev⟩ ⟨ssh+git://svc:n8Vq2Lx0@git.acme.dev/a/b.git⟩. ⟨redis://:n8Vq2Lx0@cache.cn:6379/⟩"},
	{BC_BASIC_AUTH_URL, 0, "://svc:n8Vq2Lx0@git.acme.dev https://svc@git.acme.dev https://svc:@git.acme.dev https://svc:n8Vq2Lx0@ https://a/b:c@d.cn"},
	{BC_BASIC_AUTH_URL, 20, "⟨https://u:password@h.cn⟩ ⟨https://u:$PASS@h.cn⟩ ⟨https://u:aaaa@h.cn⟩ ⟨https://u:{p}@h.cn⟩ ⟨https://u:xxx@h.cn⟩"},
	{BC_BASIC_AUTH_URL, 90, "⟨https://u:aaab@h.cn⟩ ⟨https://u:a$b@h.cn⟩ ⟨https://u:n8V@q2Lx0@h.cn⟩ ⟨https://li@corp.cn:n8Vq@h.cn⟩"},
	{BC_BASIC_AUTH_URL, 90, "⟨li@corp.cn:q7Vb@mail.corp.cn⟩ -⟨li@corp.cn:q7Vb@mail.corp.cn⟩."},
	{BC_BASIC_AUTH_URL, 0, "li@corp.cn:q7@mail.corp.cn li@corp.cnx:q7Vb/x@mail.corp.cn li@corp:q7Vb@mail.corp.cn 中li@corp.cn:q7Vb@mail.corp.cn li@corp.cn:q7Vb@"},
	/* accounts of messengers */
	{BC_IM_ACCOUNT, 75, "QQ：⟨12345⟩ QQ ⟨12345⟩。QQ号⟨12345⟩，qq：⟨12345⟩ 扣扣：⟨12345⟩ 加q：⟨12345⟩ 加Q:⟨12345⟩"},
	{BC_IM_ACCOUNT, 0, "QQ：01234 QQ：1234 QQ：123456789012 QQ：12345年 QQ：12345@qq.com QQ：12345a QQ：12345.6 xQQ：12345 1q：12345"},
	{BC_IM_ACCOUNT, 75, "QQ号号号号号号号|号号号号号⟨123456789⟩"},
	{BC_IM_ACCOUNT, 0, "QQ号号号号号|号号号号号号号号号123456789"},
	{BC_IM_ACCOUNT, 75, "⟨wxid_abcdefgh⟩ 钉钉：⟨lihua⟩ skype：⟨lihua⟩"},
	{BC_IM_ACCOUNT, 0, "信：lihuaxy 微信：1lihuaxy 钉钉：1ihuaxy skype：1ihuaxy"},
	{BC_IM_ACCOUNT, 50, "QQ群：⟨12345⟩ QQ交流群⟨12345⟩"},
	{BC_IM_ACCOUNT, 75, "微信：⟨lihuaxy⟩ 薇信：⟨lihuaxy⟩ V信：⟨lihuaxy⟩ vx：⟨lihuaxy⟩ WX:⟨lihuaxy⟩ WeChat: ⟨lihuaxy⟩ 加v：⟨lihuaxy⟩ +v：⟨lihuaxy⟩"},
	{BC_IM_ACCOUNT, 0, "微信lihuaxy 短信：lihuaxy xV信：lihuaxy xvx：lihuaxy v：lihuaxy xwechat: lihuaxy 微信：lihua 微信：1ihuaxy 微信：lihuaxy@x"},
	{BC_IM_ACCOUNT, 75, "微信⟨lihua_x⟩ 微信⟨lihua-x⟩ 微信⟨lihua1x⟩ 微信：⟨lihuaxy⟩- 微信：⟨lihuaxy⟩. 微信：⟨lihuaxy⟩)"},
	{BC_IM_ACCOUNT, 0, "微信：lihuaxy.cn 微信：lihuaxy(x 微信：official 微信：function 微信：abcdefghijklmnopqrstu"},
	{BC_IM_ACCOUNT, 75, "钉钉：⟨lihua⟩ 飞书：⟨lihua⟩ telegram: ⟨lihua⟩ Telegram @⟨lihua⟩ skype: ⟨live:li.hua⟩ ⟨wxid_ab12cd⟩"},
	{BC_IM_ACCOUNT, 0, "钉书：lihua 飞钉：lihua 钉钉：lihu telegrams: lihua xwxid_ab12cd wxid_ab12c skipe: lihua telegram: li.hua"},
	/* labels in traditional characters */
	{BC_IM_ACCOUNT, 75, "飛書：⟨lihua⟩"},
	{BC_IM_ACCOUNT, 75, "釘釘：⟨lihua⟩ 微信號：⟨lihuaxy⟩"},
	{BC_PERSON_NAME, 60, "戶名：⟨陳思遠⟩"},
	{BC_PERSON_NAME, 60, "客戶：⟨陳思遠⟩"},
	/* what triggers a rule may begin the text */
	{BC_PERSON_NAME, 0, "是陈思远"},
	{BC_SECRET_ASSIGNMENT, 0, "okey=Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 0, "ey=Kq9vT2mX8"},
	{BC_IM_ACCOUNT, 0, "gram: lihua"},
	{BC_EMAIL, 0, "t) site (dot) org"},
	{BC_MAC_ADDRESS, 0, ".4411.3ab7"},
	{BC_HTTP_AUTH, 0, "-u bob:x9Kq2Lm7"},
	{BC_HTTP_AUTH, 0, "ization: Bearer x9Kq2Lm7x9Kq2Lm7wQ"},
	/* dates of birth: forms, labels, what is about somebody everybody knows */
	{BC_DATE_OF_BIRTH, 70, "生日：⟨1990-03-07⟩，生日：⟨1990/3/7⟩，生日：⟨1990.03.07⟩，生日：⟨19900307⟩，生日：⟨1990年3月7号⟩，生日：⟨1990年3月⟩，生日：⟨03/07/1990⟩"},
	{BC_DATE_OF_BIRTH, 0, "生日：1990-03/07，生日：1990-3，生日：1990年，生日：199-03-07，生日：1990-03-071，生日：1990-003-07，生日：3/7/90，生日：03-07/1990"},
	{BC_DATE_OF_BIRTH, 70, "born ⟨March 7, 1990⟩; born ⟨Mar. 7 1990⟩; born ⟨7 March 1990⟩; born ⟨7th of March, 1990⟩; born ⟨March 7th, 1990⟩"},
	{BC_DATE_OF_BIRTH, 0, "born march 7, 1990; born March 71990; born Ma 7, 1990; born Marchy 7, 1990; born 7 march 1990; born March 32, 1990; born 7thx March 1990"},
	{BC_DATE_OF_BIRTH, 70, "⟨1990年3月7日⟩出生，⟨1990年3月7日⟩生，⟨1990-03-07⟩生。⟨1990-03-07⟩生人"},
	{BC_DATE_OF_BIRTH, 0, "1990年3月7日生效，1990年3月7日，1990-03-07生产"},
	{BC_DATE_OF_BIRTH, 0, "生日派对1990-03-07，生日蛋糕：1990-03-07。出生证明1990-03-07"},
	{BC_DATE_OF_BIRTH, 40, "某人（生于⟨1990年3月7日⟩）是一位作家。X (born ⟨March 7, 1990⟩) is a writer"},
	{BC_DATE_OF_BIRTH, 70, "某人（生于⟨1990年3月7日⟩）不是作家。X born ⟨March 7, 1990⟩ is a writer。X [born ⟨March 7, 1990⟩) is a writer"},
	{BC_DATE_OF_BIRTH, 40, "生日（⺀⟨1990-03-07⟩是一"},
	{BC_DATE_OF_BIRTH, 70, "生日（⹿⟨1990-03-07⟩是一"},
	{BC_DATE_OF_BIRTH, 70, "生日：⟨1990\u3000年3月7日⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日：⟨1990\u00A0年3月7日⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日：⟨1990\u2009年3月7日⟩"},
	/* organisations: the first and the last check character */
	{BC_CN_USCC, 60, "⟨91350203MA00XXXGU0⟩ ⟨91350203MA002XXGUY⟩"},
	{BC_CN_USCC, 0, "91350203MA00XXXGU1 91350203MA002XXGUX 91350203MA00XXXGI0 9135O203MA00XXXGU0 x91350203MA00XXXGU0"},
	/* plates */
	{BC_CN_PLATE, 80, "⟨京A12345⟩ ⟨京A·12345⟩ ⟨京A-12345⟩ ⟨京A•12345⟩ ⟨京A・12345⟩ ⟨粤BD12345⟩ ⟨粤B12345D⟩"},
	{BC_CN_PLATE, 80, "⟨京A 1234B⟩ ⟨粤Z1234港⟩ ⟨京A1234学⟩"},
	{BC_CN_PLATE, 80, "⟨粤BA12345⟩ ⟨粤BH12345⟩ ⟨粤BJ12345⟩ ⟨粤BK12345⟩ ⟨粤B12345A⟩ ⟨粤B12345H⟩ ⟨粤B12345J⟩ ⟨粤B12345K⟩"},
	{BC_CN_PLATE, 0, "粤BI12345 粤BL12345 粤BZ12345 粤B12345I 粤B12345L 粤B12345Z"},
	{BC_CN_PLATE, 0, "京A 12345 京A.12345 京a12345 京A1234 京A123456 京ABCDEF 京O12345 京A1234O 京A12345x 京I12345 京A1234人 粤BL12345 粤B12345L"},
	{BC_CN_PLATE, 95, "车牌⟨京A 12345⟩ 车牌⟨京A.12345⟩ 车牌⟨京a12345⟩"},
	{BC_CN_PLATE, 0, "更新A12345 最新A12345 重新A12345"},
	{BC_CN_PLATE, 80, "⟨新A12345⟩ 看⟨新A12345⟩"},
	/* documents of Hong Kong and Taiwan by their check characters; passports and permits by labels */
	{BC_HK_ID, 70, "⟨P103265(1)⟩ ⟨P103265（1）⟩ ⟨C555337(5)⟩"},
	{BC_HK_ID, 0, "P103265(2) P103265(B) P103265(1 P10326(1) PPP103265(1) P103265[1] p103265(1) xP103265(1)"},
	{BC_HK_ID, 90, "香港身份证⟨P1032651⟩ HKID ⟨P103265(1)⟩"},
	{BC_HK_ID, 20, "⟨A1234563⟩"},
	{BC_TW_ID, 30, "⟨A123456789⟩"},
	{BC_TW_ID, 90, "身分證⟨A123456789⟩ 台湾⟨A123456789⟩"},
	{BC_TW_ID, 0, "A123456788 A323456789 a123456789 A12345678 A1234567890 AA23456789"},
};

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
