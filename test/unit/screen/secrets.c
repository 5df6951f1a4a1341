/*
 * secrets.c: values behind the names of secrets: which are secrets, which only
 * stand for one, and where they end.
 */
#include "marked.h"

static const Marked cases[] = {
	/* the word itself, with digits that count up, with letters written otherwise */
	{BC_SECRET_ASSIGNMENT, 0, "密码：password1, 密码：password1234, 密码：PassWord12, 密码：pa$$w0rd, 密码：p@ssw0rd"},
	{BC_SECRET_ASSIGNMENT, 60, "密码：⟨password12345⟩ 密码：⟨password1235⟩ 密码：⟨password2⟩ 密码：⟨pa55word⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "密码：⟨p@ssword1⟩ 密码：⟨P@ssw0rd1⟩ 密码：⟨pa$$word12⟩"},
	{BC_SECRET_ASSIGNMENT, 60, "密码：⟨passw0rd1⟩ 密码：⟨paßword12⟩ 密码：⟨passwork1⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "密码：test482910, 密码：Test482910, 密码：test4829"},
	{BC_SECRET_ASSIGNMENT, 60, "密码：⟨test4829a1⟩ 密码：⟨tesk482910⟩ 密码：⟨a1test4829⟩"},
	/* what stands for one: by its first byte, by both ends, by a part wherever it is */
	{BC_SECRET_ASSIGNMENT, 0, "password=$Kq9vT2mX8 password=%Kq9vT2mX8 password=@Kq9vT2mX8 password=&Kq9vT2mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨#Kq9vT2mX8⟩ password=⟨Kq9vT2mX8$⟩ password=⟨K$%@&9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=\"{Kq9vT2mX8}\" password=\"[Kq9vT2mX8]\""},
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨{Kq9vT2mX8⟩\" password=\"⟨[Kq9vT2mX8⟩\" password=\"⟨Kq9vT2mX8}⟩\" password=\"⟨Kq9vT2mX8]⟩\""},
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨{Kq9vT2mX8]⟩\" password=\"⟨[Kq9vT2mX8}⟩\""},
	{BC_SECRET_ASSIGNMENT, 0, "password=Kq9vT2sample password=sampleKq9vT2 password=Kq9SAMPLEvT2 password=Kq9vT2xxxx"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9vT2sampl⟩ password=⟨ampleKq9vT2⟩ password=⟨Kq9vT2xxx⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=\"<Kq9vT2mX8\" password=\"{{Kq9vT2mX8\""},
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨K<q9vT2mX8⟩\" password=\"⟨K{{q9vT2mX8⟩\""},
	{BC_SECRET_ASSIGNMENT, 0, "password=abc123, password=ABC123, password=zzzzzz, password=aaaaaaKq9vT2"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨aaaaaKq9vT2bXz7W⟩ password=⟨Kq9vT2bXz7Waaaaa⟩"},
	/* RFC 4122: hyphens in four places, hexadecimal digits in the others */
	{BC_SECRET_ASSIGNMENT, 0, "token = \"123e4567-e89b-12d3-a456-426614174000\" token = \"123E4567-E89B-12D3-A456-42661417400F\""},
	{BC_SECRET_ASSIGNMENT, 75, "token = \"⟨123e45678-e89-12d3-a456-426614174000⟩\" token = \"⟨123e4567-e89b1-2d3-a456-426614174000⟩\""},
	{BC_SECRET_ASSIGNMENT, 75, "token = \"⟨123e4567-e89b-12d-3a456-426614174000⟩\" token = \"⟨123e4567-e89b-12d3-a4564-26614174000⟩\""},
	{BC_SECRET_ASSIGNMENT, 75, "token = \"⟨123e4567-e89b-12d3-a456-4266141740001⟩\" token = \"⟨g23e4567-e89b-12d3-a456-426614174000⟩\""},
	/* pieces of programs: a call, an index, a member; an identifier with digits at one end */
	{BC_SECRET_ASSIGNMENT, 0, "password=Kq9v(T2mX8 password=Kq9v[T2mX8 password=_q9v(T2mX8 password=Kq9v.T2mXz password=Kq9v.T2(mX8"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9v.T2mX8⟩ password=⟨9Kqv.T2mXz⟩ password=⟨Kq9v.2TmXz⟩ password=⟨Kq9v!T2mXz⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨9Kq(vT2mX8⟩ 密码：⟨Kq9v(T2mX8⟩ 密码：⟨Kq9v.T2mXz⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=ab_cdef1 password=a_bcdefgh12"},
	{BC_SECRET_ASSIGNMENT, 60, "password=⟨ab_cde1f⟩ password=⟨abkcdef1⟩"},
	/* letters alone: twenty, and of three two of one case side by side at most */
	{BC_SECRET_ASSIGNMENT, 60, "password=⟨qWrtXplkZjhGfdVbnMsuC⟩ password=⟨qwrtxPLKzjHGfdvBNMsUC⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=qwrtxPLKzjhgFDVbnmSuc password=qWrTxPlkZjHgFdVbNmQ"},
	/* a sentence in quotes holds one of its words */
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨Kq9 vT2 mX8⟩\" password=\"⟨Kq9  vT2 thex⟩\""},
	{BC_SECRET_ASSIGNMENT, 0, "password=\"the Kq9 vT2\" password=\"Kq9 The vT2\" password=\"Kq9 vT2 the\" password=\"Kq9  is\""},
	{BC_SECRET_ASSIGNMENT, 0, "密码：“Kq9 vT2 mX8” password=Kq9 vT2 mX8"},
	/* at most half of it is not ASCII */
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨中文Kq9vT2⟩\""},
	{BC_SECRET_ASSIGNMENT, 0, "password=\"中文Kq9vT\""},
	/* addresses, names of algorithms with a number */
	{BC_SECRET_ASSIGNMENT, 0, "password=\"http9Kq2vT8\" password=\"HTTPS9Kq2vT\" password=aes128Kq9vT password=RSA2048Kq9v password=sha256Kq9vT password=HMAC1Kq9vTx"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨aes128Kq9vTx⟩ password=⟨rsa128Kq9vTx⟩ password=⟨sha128Kq9vTx⟩ password=⟨hmac12Kq9vTx⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨9aes128Kq9v⟩"},
	/* sorts of characters without quotes: two with a digit, three, or two with three marks */
	{BC_SECRET_ASSIGNMENT, 60, "password=⟨ab!cd#ef$gh⟩ password=⟨kq9vt2mx8⟩ 密码：⟨abc!defgh⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=ab!cd#efghk password=abcdkfgm password=84029173 password=!@#%^-+&"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Abc!defgh⟩"},
	/* in quotes: digits alone up to eleven, letters of both cases from twelve on */
	{BC_SECRET_ASSIGNMENT, 0, "password=\"aBcdkFghiMx\" password=\"abcdkfghimxw\" password=\"840291735623\""},
	{BC_SECRET_ASSIGNMENT, 60, "password=\"⟨aBcdkFghiMxW⟩\" password=\"⟨abc!defgh⟩\""},
	{BC_SECRET_ASSIGNMENT, 50, "password=\"⟨84029173562⟩\" password=\"⟨abcdkf ghim⟩\""},
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨kq9vt2mx8⟩\" password=\"⟨aB!defgh⟩\""},
	/* codes of mail services: sixteen letters of one case behind a Chinese label */
	{BC_SECRET_ASSIGNMENT, 60, "授权码：⟨qkvzmxwprtjhbycd⟩ 授权码：⟨QKVZMXWPRTJHBYCD⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "授权码：qkvzmxwprtjhbyc 授权码：8402917356238402 授权码：“qkvzmxwprtjhbycd”"},
	/* where a value ends: the next parameter, a tag, Chinese, marks of a sentence */
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9vT2mX8⟩&user=bob password=⟨Kq9vT2mX8⟩;user=bob password=⟨Kq9vT2mX8&1x=bob⟩ password=⟨Kq9vT2mX8&user⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9vT2mX8⟩&qjwkzxvmtrqjwkzxvmtrqjwkzxvmtrqj=1"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9vT2mX8&qjwkzxvmtrqjwkzxvmtrqjwkzxvmtrqjw=1⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "<password>⟨Kq9vT2mX8⟩</password> password=⟨Kq9vT2mX8⟩<br> password=⟨Kq9vT2mX8<9⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9vT2mX8⟩。 password=⟨Kq9vT2mX8⟩中 password=⟨Kq9vT2mX8⟩， password=⟨Kq9vT2mX8é⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨Kq9vT2mX8⟩. password=⟨Kq9vT2mX8⟩, password=⟨Kq9vT2mX8⟩); password=⟨Kq9vT2mX8⟩?\\| password=⟨Kq9vT2mX8⟩}]"},
	{BC_SECRET_ASSIGNMENT, 75, "密码：⟨(Kq9vT2mX8)⟩ 密码：⟨K{q9vT2mX8}⟩. 密码：⟨K(q9vT2mX8⟩} 密码：⟨K{q9vT2mX8⟩)"},
	{BC_SECRET_ASSIGNMENT, 75, "password: **⟨Kq9vT2mX8⟩** password: ⟨Kq9vT2mX8*⟩ x"},
	{BC_SECRET_ASSIGNMENT, 75, "password: `⟨Kq9vT2mX8⟩` password: “⟨Kq9vT2mX8⟩” password: 「⟨Kq9vT2mX8⟩」 password: ‘⟨Kq9vT2mX8⟩’"},
	{BC_SECRET_ASSIGNMENT, 75, "password: 【⟨Kq9vT2mX8⟩】 {\\\"password\\\": \\\"⟨Kq9vT2mX8⟩\\\"} password: '⟨Kq9vT2mX8⟩'"},
	{BC_SECRET_ASSIGNMENT, 0, "password: \"Kq9vT2\nmX8wQ\" password: 'Kq9vT2mX8"},
	/* in the line below, if it fills that */
	{BC_SECRET_ASSIGNMENT, 75, "密码：\n⟨Kq9vT2mX8⟩\n密码：\n`⟨Kq9vT2mX8⟩`.\n密码：\r\n⟨Kq9vT2mX8⟩ \t\r\n密码：\n⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "密码：\nKq9vT2mX8 x\n密码：\n“Kq9vT2mX8”x"},
	/* Amazon's, whose name is told within forty bytes */
	{BC_AWS_KEY, 95, "aws_secret_access_key=⟨wJalrXUtnFEMI/K7MDENG/bPxRfiCYzk3VqT8u0N⟩ SecretAccessKey: ⟨wJalrXUtnFEMI/K7MDENG+bPxRfiCYzk3VqT8u0N⟩"},
	{BC_AWS_KEY, 0, "secret_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzk3VqT8u0N aws_secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzk3VqT8u0"},
	{BC_AWS_KEY, 0, "aws_secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzk3VqT8u0Nq aws_secret=wJalrXUtnFEMI-K7MDENG/bPxRfiCYzk3VqT8u0N"},
	{BC_AWS_KEY, 0, "secret_key=awsJrXUtnFEMI/K7MDENG/bPxRfiCYzk3VqT8u0N"},
	/* made up for the one who asks */
	{BC_SECRET_ASSIGNMENT, 40, "随机密码：⟨Kq9vT2mX8⟩ 例如密码：⟨Kq9vT2mX8⟩ generated password: ⟨Kq9vT2mX8⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "新密码：⟨Kq9vT2mX8⟩"},
};

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
