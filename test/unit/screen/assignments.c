/*
 * assignments.c: the names of secrets and what is between them and a value: in
 * programs, in settings, in sentences, in Chinese.
 */
#include "marked.h"

#define Q36 "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"

static const Marked cases[] = {
	/* names by themselves, and those of an identifier's number */
	{BC_SECRET_ASSIGNMENT, 75, "accountkey=⟨Kq9vT2mX8⟩ pass=⟨Kq9vT2mX8⟩ requirepass=⟨Kq9vT2mX8⟩ AccountKey=⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "accountkeys=Kq9vT2mX8 xaccountkey=Kq9vT2mX8 passx=Kq9vT2mX8 xpass=Kq9vT2mX8 xrequirepass=Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 0, "secretid=Kq9vT2mX8 passwordId=Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "secretxd=⟨Kq9vT2mX8⟩ secretix=⟨Kq9vT2mX8⟩ secretidx=⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, ".password=⟨Kq9vT2mX8⟩ -password=⟨Kq9vT2mX8⟩ _password=⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "secret_token=⟨Kq9vT2mX8⟩ a.b.password=⟨Kq9vT2mX8⟩"},
	/* forty bytes before what triggers are read: what is harmless beyond them is not seen */
	{BC_SECRET_ASSIGNMENT, 0, "max_" Q36 "password=Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "max_" Q36 "qpassword=⟨Kq9vT2mX8⟩"},
	/* words before "key", each whole */
	{BC_SECRET_ASSIGNMENT, 75, "api key: ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "My Secret Access Key: ⟨Kq9vT2mX8⟩, private key = ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "xapi key: Kq9vT2mX8, _api key: Kq9vT2mX8, the key: Kq9vT2mX8, key: Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "-api key: ⟨Kq9vT2mX8⟩ api key | ⟨Kq9vT2mX8⟩ api key is ⟨Kq9vT2mX8⟩, api key to ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "API Key\n⟨Kq9vT2mX8⟩\n\nAPI Key:\n⟨Kq9vT2mX8⟩\n"},
	{BC_SECRET_ASSIGNMENT, 0, "api key Kq9vT2mX8, this is for the api key\nKq9vT2mX8\n"},
	/* the other way round */
	{BC_SECRET_ASSIGNMENT, 60, "\"⟨Kq9vT2mX8⟩\" != password, '⟨Kq9vT2mX8⟩' === password, \"⟨Kq9vT2mX8⟩\" !== password"},
	{BC_SECRET_ASSIGNMENT, 0, "\"Kq9vT2mX8\" = password"},
	{BC_SECRET_ASSIGNMENT, 0, "Kq9vT2mX8 == password"},
	{BC_SECRET_ASSIGNMENT, 0, "'Kq9vT2mX8\" == password"},
	{BC_SECRET_ASSIGNMENT, 0, "\"Kq9v\nT2mX8\" == password"},
	{BC_SECRET_ASSIGNMENT, 0, "\"\nKq9vT2mX8\" == password"},
	{BC_SECRET_ASSIGNMENT, 0, "\"Kq9vT2mX8\n\" == password"},
	{BC_SECRET_ASSIGNMENT, 0, "Kq9vT2mX8\" == password"},
	{BC_SECRET_ASSIGNMENT, 0, "\"Kq9vT2mX8\" >= password, \"Kq9vT2mX8\" =! password, \"password\" == password"},
	/* a user's, an option's, a tag's, an instruction's */
	{BC_SECRET_ASSIGNMENT, 75, "user bob password ⟨Kq9vT2mX8⟩, login bob pass ⟨Kq9vT2mX8⟩, 用户bob pwd ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "bob password Kq9vT2mX8, user bob passphrase Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "x --password ⟨Kq9vT2mX8⟩ --token=⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "x -password Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "<password>⟨Kq9vT2mX8⟩</password><token>⟨Kq9vT2mX8⟩</token>"},
	{BC_SECRET_ASSIGNMENT, 0, "password>Kq9vT2mX8 x password>Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "ENV PASSWORD ⟨Kq9vT2mX8⟩\nARG PASSWORD ⟨Kq9vT2mX8⟩\nrequirepass ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "EMV PASSWORD Kq9vT2mX8\nxrequirepass Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "sshpass -p ⟨Kq9vT2mX8⟩ ssh h, sshpass -p⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "bpass -p Kq9vT2mX8"},
	/* quotes of a call are the same ones, and hold no words: white space or letters alone */
	{BC_SECRET_ASSIGNMENT, 75, "set(\"password\", \"⟨kqvtmxzwab7⟩\") set(\"password\", \"⟨7kqvtmxzwab⟩\") set('password','⟨kqvtm7zwab⟩')"},
	{BC_SECRET_ASSIGNMENT, 75, "set(\"password\", \"⟨Kq9vT2mX8!⟩\")"},
	{BC_SECRET_ASSIGNMENT, 0, "set(\"password\", \"kqvtmxzwabc\") set(\"password\", 'Kq9vT2mX8') set(\"password\", \"Kq9!vT2 mX8\") set(password, \"Kq9vT2mX8\")"},
	{BC_SECRET_ASSIGNMENT, 0, "set(\"password\", \"! Kq9vT2mX8\") set(\"password\" \"Kq9vT2mX8\")"},
	/* quotes and brackets around a name */
	{BC_SECRET_ASSIGNMENT, 75, "{\"password\": \"⟨Kq9vT2mX8⟩\", 'token': '⟨Kq9vT2mX8⟩', c['password'] = '⟨Kq9vT2mX8⟩'}"},
	{BC_SECRET_ASSIGNMENT, 75, "{\\\"password\\\": \\\"⟨Kq9vT2mX8⟩\\\"} c[password] = ⟨Kq9vT2mX8⟩ [password]: ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "【password】⟨Kq9vT2mX8⟩ <b>password</b> ⟨Kq9vT2mX8⟩ **password**: ⟨Kq9vT2mX8⟩ <td>token</td><td>⟨Kq9vT2mX8⟩</td>"},
	{BC_SECRET_ASSIGNMENT, 0, "x [password] Kq9vT2mX8 **password** Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "x password | ⟨Kq9vT2mX8⟩ x password \"⟨Kq9vT2mX8⟩\" x password '⟨Kq9vT2mX8⟩' x password is ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "x password || Kq9vT2mX8 x password was Kq9vT2mX8 x password Kq9vT2mX8 x password  \"Kq9vT2mX8\""},
	{BC_SECRET_ASSIGNMENT, 75, "password\n⟨Kq9vT2mX8⟩\n"},
	{BC_SECRET_ASSIGNMENT, 0, "this is the password\nKq9vT2mX8\n"},
	/* Chinese labels */
	{BC_SECRET_ASSIGNMENT, 75, "口令：⟨Kq9vT2mX8⟩ 令牌：⟨Kq9vT2mX8⟩ 秘钥：⟨Kq9vT2mX8⟩ 私钥：⟨Kq9vT2mX8⟩ 密钥：⟨Kq9vT2mX8⟩ 授权码：⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "密码已改为⟨Kq9vT2mX8⟩ 密码改成：⟨Kq9vT2mX8⟩ 密码设成：⟨Kq9vT2mX8⟩ 密码就是⟨Kq9vT2mX8⟩ 密码设为⟨Kq9vT2mX8⟩ 密码都是⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "密码改为⟨Kq9vT2mX8⟩ 密码⟨Kq9vT2mX8⟩ 密码“⟨Kq9vT2mX8⟩” 密码「⟨Kq9vT2mX8⟩」 密码 | ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "密码中Kq9vT2mX8 密码学Kq9vT2mX8 密 码：Kq9vT2mX8 命令：Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "密码（⟨Kq9vT2mX8⟩） 密码(⟨Kq9vT2mX8⟩) 密码（新）：⟨Kq9vT2mX8⟩ 密码(新)是⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "密码\n⟨Kq9vT2mX8⟩\n\n新密码是\n⟨Kq9vT2mX8⟩\n"},
	{BC_SECRET_ASSIGNMENT, 0, "这是昨天为我设置的密码\nKq9vT2mX8\n"},
	{BC_SECRET_ASSIGNMENT, 75, "账号/密码：bob/⟨Kq9vT2mX8⟩ 用户名/密码：bob/⟨Kq9vT2mX8⟩ 账户/密码：bob/⟨Kq9vT2mX8⟩ 网址/密码：⟨bob/Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "账号/密码：⟨/Kq9vT2mX8⟩"},
};

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
