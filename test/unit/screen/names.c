/*
 * names.c: names of people behind labels: what has the shape of one, what is
 * between label and name, what follows, and who is anybody.
 */
#include "marked.h"

static const Marked cases[] = {
	/* a family name of one character or of two, one or two more */
	{BC_PERSON_NAME, 60, "姓名：⟨陈思⟩ 姓名：⟨陈思远⟩ 姓名：⟨欧阳静⟩ 姓名：⟨欧阳静怡⟩，姓名：⟨陈思远⟩。"},
	{BC_PERSON_NAME, 0, "姓名：陈 姓名：欧阳 姓名：丑思远 姓名：思"},
	{BC_PERSON_NAME, 0, "姓名：陈思远静怡 姓名：欧阳静怡远程"},
	{BC_PERSON_NAME, 0, "姓名：管理员 姓名：汤姆 姓名：安德鲁"},
	/* cut before a particle, and before what follows names */
	{BC_PERSON_NAME, 60, "姓名：⟨陈思⟩的 姓名：⟨陈思远⟩的电话 姓名：⟨陈思⟩了 姓名：⟨欧阳静⟩的电话号码"},
	{BC_PERSON_NAME, 60, "姓名：⟨陈思远⟩身份证号 姓名：⟨陈思远⟩电话号码 姓名：⟨陈思⟩与李静二人 姓名：⟨陈思⟩及其家人"},
	{BC_PERSON_NAME, 60, "姓名：⟨陈思远⟩自愿参加 姓名：⟨陈思⟩承诺以下"},
	/* between label and name, at most 48 bytes */
	{BC_PERSON_NAME, 60, "姓名:⟨陈思远⟩ 姓名：“⟨陈思远⟩” 姓名：为⟨陈思远⟩ 姓名：（⟨陈思远⟩）"},
	{BC_PERSON_NAME, 55, "姓名 ⟨陈思远⟩ 姓名=⟨陈思远⟩ 姓名是⟨陈思远⟩ 姓名⟨陈思远⟩ 姓名|⟨陈思远⟩"},
	{BC_PERSON_NAME, 60, "姓名（中文）：⟨陈思远⟩ 姓名(中文):⟨陈思远⟩ 姓名()：⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "姓名（中文）陈思远静 姓名(ab)：陈思远静"},
	{BC_PERSON_NAME, 60, "姓名：\n⟨陈思远⟩\n姓名\n⟨陈思远⟩，男\n姓名：\n⟨陈思远⟩(男)\n姓名：\n⟨陈思远⟩ 男"},
	{BC_PERSON_NAME, 0, "姓名：\n陈思远来\n姓名：\n陈思远。\n这里要写的是您的姓名\n陈思远来"},
	/* a particle ends the label's sentence */
	{BC_PERSON_NAME, 50, "我叫⟨陈思远⟩ 名字是⟨陈思远⟩ 我的名字叫⟨陈思远⟩ 我叫做⟨陈思远⟩ 本人是⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "他叫陈思远 这是陈思远 她叫做陈思远"},
	{BC_PERSON_NAME, 50, "我是⟨陈思远⟩，我是⟨陈思远⟩。我是⟨陈思远⟩！本人⟨陈思远⟩自愿 我是⟨陈思远⟩的妈妈"},
	{BC_PERSON_NAME, 0, "我是陈思远 我是陈思远；我是陈思远的 我是陈自愿参加活动"},
	{BC_PERSON_NAME, 50, "我是⟨陈思⟩的同事 本人⟨陈思⟩同意"},
	/* words of every text, where nothing sets the name off */
	{BC_PERSON_NAME, 55, "联系人⟨陈思远⟩ 患者⟨陈思远⟩ 收件人⟨陈思⟩电话 病人⟨陈思远⟩ 证人⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "联系人应当 患者曾服药 患者常常 病人服药 当事人应提 受益人成年"},
	{BC_PERSON_NAME, 60, "联系人：⟨曾服药⟩ 患者：⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "的人：陈思远 有人：陈思远 主人：陈思远 名人：陈思远"},
	{BC_PERSON_NAME, 60, "法人：⟨陈思远⟩ 法人代表：⟨陈思远⟩ 法人代表（签章）：⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "法人陈思远 法人代表陈思远"},
	{BC_PERSON_NAME, 60, "收件人签字：⟨陈思远⟩ 收件人签名：⟨陈思远⟩ 收件人签章：⟨陈思远⟩"},
	/* parties: with a colon only */
	{BC_PERSON_NAME, 60, "客户：⟨陈思远⟩ 客户姓名：⟨陈思远⟩ 客户名称：⟨陈思远⟩ 甲方：⟨陈思远⟩ 乙方（买方）：⟨陈思远⟩ 被告:⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "客户陈思远 甲方陈思远 乙方 陈思远 原告陈思远 广告：陈思远"},
	{BC_PERSON_NAME, 60, "户名：⟨陈思远⟩ 用户名：⟨陈思远⟩ 户主：⟨陈思远⟩ 签名：⟨陈思远⟩ 签字：⟨陈思远⟩"},
	{BC_PERSON_NAME, 55, "户名⟨陈思远⟩ 户主 ⟨陈思远⟩"},
	{BC_PERSON_NAME, 0, "用户名陈思远 账户名陈思远 签名陈思远 签字 陈思远"},
	/* anybody, and people who are addressed by a title */
	{BC_PERSON_NAME, 20, "姓名：⟨张三⟩ 姓名：⟨李白⟩ 姓名：⟨诸葛亮⟩ 姓名：⟨陈老师⟩ 姓名：⟨陈先生⟩ 姓名：⟨陈某⟩ 姓名：⟨陈某某⟩ 姓名：⟨陈思某⟩"},
	{BC_PERSON_NAME, 60, "姓名：⟨张三丰⟩ 姓名：⟨李白玉⟩"},
	/* part of a longer foreign name */
	{BC_PERSON_NAME, 0, "姓名：陈思-远 姓名：陈思abc"},
	{BC_PERSON_NAME, 60, "姓名：⟨阿卜·买提⟩ 姓名：⟨阿卜•买提·江⟩ 姓名：⟨阿卜‧买提⟩ 姓名：⟨阿卜・买提⟩"},
	{BC_PERSON_NAME, 20, "姓名：⟨约翰·史密斯⟩ 姓名：⟨简·多伊⟩"},
	{BC_PERSON_NAME, 0, "姓名：阿卜· 姓名：·买提 姓名：阿卜-买提"},
	/* cells of a column */
	{BC_PERSON_NAME, 60, "|姓名|\n|-|\n|⟨陈思远⟩|\n|⟨欧阳静怡⟩|\n|陈思远静怡|\n|陈思远来|\n|x陈思|"},
	{BC_PERSON_NAME, 20, "|姓名|\n|-|\n|⟨张三⟩|"},
	/* Latin names: two or three words, a middle initial, particles, what joins two */
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna Carter⟩, Full Name: ⟨Anna Maria Carter⟩, Full Name: ⟨Anna M. Carter⟩"},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna-Maria O'Connor⟩, Full Name: ⟨Anna D'Angelo⟩, Full Name: ⟨Zoé Müller⟩"},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna Maria Carter⟩ Lee"},
	{BC_PERSON_NAME, 0, "Full Name: Anna, Full Name: anna carter, Full Name: Anna carter, Full Name: A. Carter, Full Name: ANNA CARTER"},
	{BC_PERSON_NAME, 0, "Full Name: Anna  Carter, Full Name: Anna M."},
	{BC_PERSON_NAME, 20, "Full Name: ⟨John Doe⟩, Full Name: ⟨Test Server⟩, Full Name: ⟨Anna Team⟩, Full Name: ⟨First Last⟩"},
	{BC_PERSON_NAME, 20, "Full Name: ⟨Anna Carter⟩(x"},
	{BC_PERSON_NAME, 0, "Full Name: The Carter, Full Name: My Carter, Full Name: New Carter, Full Name: Your Carter"},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Theo Carter⟩, Full Name: ⟨John Doering⟩"},
	{BC_PERSON_NAME, 50, "Mr. ⟨Anna Carter⟩, Mrs. ⟨Anna Carter⟩, my name is ⟨Anna Carter⟩, My name is ⟨Anna Carter⟩"},
	{BC_PERSON_NAME, 20, "Mr. ⟨De Gucht⟩, Mrs. ⟨Van Dyke⟩"},
	{BC_PERSON_NAME, 0, "Mr.Anna Carter, Mrs Anna Carter, xMr. Anna Carter, his name is Anna Carter"},
	/* roles before a colon, where the line or the clause ends behind the name */
	{BC_PERSON_NAME, 60, "Patient: ⟨Anna Carter⟩\nApplicant: ⟨Anna Carter⟩, tenant: ⟨Anna Carter⟩. Employer: ⟨Anna Carter⟩; cardholder: ⟨Anna Carter⟩"},
	{BC_PERSON_NAME, 0, "Patient: Anna Carter is, xpatient: Anna Carter\n_patient: Anna Carter\nClient: Anna Carter\n"},
	/* name: at the beginning of a line, behind a word for a person, or part of one */
	{BC_PERSON_NAME, 60, "Name: ⟨Anna Carter⟩\n**Name**: ⟨Anna Carter⟩\n- Name: ⟨Anna Carter⟩\n> \"name\": \"⟨Anna Carter⟩\"\n"},
	{BC_PERSON_NAME, 60, "| Name: ⟨Anna Carter⟩\n# Name: ⟨Anna Carter⟩\n\"Name: ⟨Anna Carter⟩\n* > - Name: ⟨Anna Carter⟩"},
	{BC_PERSON_NAME, 0, "x Name: Anna Carter\n+ Name: Anna Carter\n, Name: Anna Carter"},
	{BC_PERSON_NAME, 60, "the customer's name: ⟨Anna Carter⟩ x, patient_name: ⟨Anna Carter⟩, full_name: ⟨Anna Carter⟩"},
	{BC_PERSON_NAME, 0, "the file's name: Anna Carter, file_name: Anna Carter, rename: Anna Carter"},
	{BC_PERSON_NAME, 55, "x name: ⟨陈思远⟩, x name：⟨陈思远⟩, \"name\": \"⟨陈思远⟩\""},
	{BC_PERSON_NAME, 55, "<name>⟨陈思远⟩</name> name=⟨陈思远⟩&x"},
	{BC_PERSON_NAME, 0, "name 陈思远 <name>Anna Carter</name> name=Anna Carter"},
};

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
