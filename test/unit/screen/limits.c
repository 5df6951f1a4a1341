/*
 * limits.c: where rules end that count or compare: how often something may
 * stand in a text, and which numbers, for a thing to be found; the least and
 * the most, and one beyond each.
 */
#include "core/screen/internal.h"

#include "check.h"

/* What has no upper limit is tried as often as this. */
#define MANY	70

typedef struct Limit
{
	BcKind		kind;
	unsigned	confidence;		/* at others it is not the thing meant */
	const char *head;			/* ⟨ and ⟩ stand where the thing begins and ends */
	const char *again;			/* stands there so many times */
	const char *tail;
	unsigned	least;
	unsigned	most;
} Limit;

static const Limit limits[] = {
	/* secrets by their names: assign.c, secret_value.c */
	{BC_SECRET_ASSIGNMENT, 75, "pwd", " ", "=⟨hK8s2Lq9Zx⟩", 0, 4},
	{BC_SECRET_ASSIGNMENT, 75, "pwd=", " ", "⟨hK8s2Lq9Zx⟩", 0, 96},
	{BC_SECRET_ASSIGNMENT, 75, "set(\"password\",", " ", "\"⟨hK8s2Lq9Zx⟩\")", 0, 4},
	{BC_SECRET_ASSIGNMENT, 75, "set(\"password\"", " ", ", \"⟨hK8s2Lq9Zx⟩\")", 0, 4},
	{BC_SECRET_ASSIGNMENT, 75, "password", "\"", ": ⟨hK8s2Lq9Zx⟩", 0, 3},
	{BC_SECRET_ASSIGNMENT, 75, "password", "q", "=⟨hK8s2Lq9Zx⟩", 0, 56},
	{BC_SECRET_ASSIGNMENT, 75, "", "q", "password=⟨hK8s2Lq9Zx⟩", 0, MANY},
	{BC_SECRET_ASSIGNMENT, 75, "p", "w", "d=⟨hK8s2Lq9Zx⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 60, "\"⟨hK8s2Lq9Zx⟩\" ==", " ", "password", 0, 2},
	{BC_SECRET_ASSIGNMENT, 60, "\"⟨hK8s2Lq9Zx⟩\"", " ", "== password", 0, 5},
	{BC_SECRET_ASSIGNMENT, 60, "'⟨hK8s2Lq9Zx⟩' =", "=", " password", 1, 5},
	{BC_SECRET_ASSIGNMENT, 60, "\"⟨", "hK8s2Lq9Zx", "⟩\" == password", 1, 15},
	{BC_SECRET_ASSIGNMENT, 75, "<add key=\"password\"", " ", "value=\"⟨hK8s2Lq9Zx⟩\"", 0, 4},
	{BC_SECRET_ASSIGNMENT, 75, "<add key=\"password\" value=", " ", "\"⟨hK8s2Lq9Zx⟩\"", 0, 96},
	{BC_SECRET_ASSIGNMENT, 75, "密码（", "初", "）：⟨hK8s2Lq9Zx⟩", 0, 9},
	{BC_SECRET_ASSIGNMENT, 75, "密码(", "a", "): ⟨hK8s2Lq9Zx⟩", 0, 29},
	{BC_SECRET_ASSIGNMENT, 75, "账号/密码：", "l", "/⟨hK8s2Lq9Zx⟩", 1, 39},
	{BC_SECRET_ASSIGNMENT, 75, "sshpass -p", " ", "⟨hK8s2Lq9Zx⟩", 0, 4},
	{BC_SECRET_ASSIGNMENT, 75, "x Secret Key:\n", "\n", "⟨hK8s2Lq9Zx⟩", 0, 1},
	{BC_SECRET_ASSIGNMENT, 75, "API key is ", " ", "⟨hK8s2Lq9Zx⟩", 0, 96},
	{BC_SECRET_ASSIGNMENT, 75, "password is ", " ", "⟨hK8s2Lq9Zx⟩", 0, 0},
	{BC_SECRET_ASSIGNMENT, 75, "ENV PASSWORD", " ", "⟨hK8s2Lq9Zx⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 75, "ARG DB_PASSWD", " ", "⟨hK8s2Lq9Zx⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 75, "requirepass", " ", "⟨hK8s2Lq9Zx⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 75, "user bob password", " ", "⟨hK8s2Lq9Zx⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨", "hK8s2Lq9Zx", "⟩", 1, 15},
	{BC_SECRET_ASSIGNMENT, 75, "password=\"⟨", "hK8s2Lq9Zx", "⟩\"", 1, 15},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨aB3#", "x9", "⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 60, "密码：⟨hz88", "9", "wx⟩", 0, 3},
	{BC_SECRET_ASSIGNMENT, 60, "授权码：⟨qkvzmxwp", "r", "tjhbycd⟩", 1, 1},
	{BC_SECRET_ASSIGNMENT, 60, "password=⟨qWrTxPlkZjHgFdVbNm", "Q", "s⟩", 1, 5},
	{BC_SECRET_ASSIGNMENT, 50, "password=\"⟨8402917", "3", "56⟩\"", 0, 2},
	{BC_AWS_KEY, 95, "aws_key_", "a", "secret=⟨wJalrXUtnFEMI/K7MDENG/bPxRfiCYzk3VqT8u0N⟩", 0, 50},
	{BC_VENDOR_TOKEN, 90, "facebook_secret=⟨3f8a1c9e7b2d4056a1b2c3d4e5f6", "0", "78⟩", 2, 2},
	/* names */
	{BC_PERSON_NAME, 60, "甲方（", "甲", "）：⟨陈思远⟩", 0, 6},
	{BC_PERSON_NAME, 60, "联系人（", "甲", "）：⟨陈思远⟩", 0, 6},
	{BC_PERSON_NAME, 60, "姓名：", "为", "⟨陈思远⟩", 0, 15},
	{BC_PERSON_NAME, 60, "姓名：", "*", "⟨陈思远⟩", 0, 98},
	{BC_PERSON_NAME, 60, "姓", " ", "名：⟨陈思远⟩", 0, 6},
	{BC_PERSON_NAME, 60, "姓名：\n", "\n", "⟨陈思远⟩", 0, 1},
	{BC_PERSON_NAME, 60, "Full Name: ⟨A", "b", " Carter⟩", 1, 19},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna C", "é", "r⟩", 0, 9},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna", " Lee", "⟩", 1, 2},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna", "-Maria", " Lee⟩", 0, 1},
	{BC_PERSON_NAME, 60, "Full Name: ⟨O'C", "o", " Lee⟩", 1, 19},
	{BC_PERSON_NAME, 60, "Full Name: ⟨Anna J", ".", " Lee⟩", 1, 1},
	{BC_PERSON_NAME, 60, "姓名：⟨阿卜", "·买提", "⟩", 1, 3},
	{BC_PERSON_NAME, 60, "姓名：⟨", "阿", "·买提⟩", 1, 7},
	{BC_PERSON_NAME, 60, "姓名：⟨买提·", "阿", "⟩", 1, 7},
	{BC_PERSON_NAME, 60, "姓名：⟨陈", "思", "⟩", 1, 2},
	{BC_PERSON_NAME, 60, "姓名：⟨欧阳", "思", "⟩", 1, 2},
	{BC_PERSON_NAME, 60, "Patient:", " ", "⟨Anna Carter⟩", 0, 96},
	{BC_PERSON_NAME, 60, "name:", " ", "⟨Anna Carter⟩", 0, 96},
	{BC_PERSON_NAME, 50, "Mr.", " ", "⟨Anna Carter⟩", 1, 1},
	{BC_PERSON_NAME, 60, "| 姓名 |\n|---|\n| ⟨陈", "思", "⟩ |", 1, 2},
	/* telephones */
	{BC_PHONE, 60, "⟨010-62770334", " ", "转801⟩", 0, 2},
	{BC_PHONE, 60, "⟨010-62770334转", " ", "801⟩", 0, 2},
	{BC_PHONE, 60, "⟨010-62770334转", "8", "⟩", 1, 6},
	{BC_PHONE, 60, "⟨010-62770334-", "8", "⟩", 2, 6},
	{BC_PHONE, 60, "⟨+44 20", " ", "79460958⟩", 0, 3},
	{BC_PHONE, 60, "⟨+49 30 6", "2", "⟩", 3, 10},
	{BC_PHONE, 85, "tel ⟨(415) 55", "5", "-0132⟩", 1, 1},
	{BC_PHONE, 60, "⟨(010)", " ", "62770334⟩", 0, 1},
	{BC_PHONE, 60, "⟨(010)6277033", "4", "⟩", 0, 1},
	{BC_PHONE, 60, "⟨010-6277033", "4", "⟩", 0, 1},
	{BC_PHONE, 60, "⟨0755-2677033", "4", "⟩", 0, 1},
	{BC_PHONE, 60, "电话", " ", "⟨62770334⟩", 0, 6},
	{BC_PHONE, 60, "phone", " ", "⟨4155550132⟩", 1, 15},
	{BC_PHONE, 60, "电话⟨6277033", "4", "⟩", 0, 1},
	{BC_PHONE, 60, "phone: ⟨02-93", "7", "-4000⟩", 1, 3},
	{BC_PHONE, 60, "⟨+86-10-6277033", "4", "⟩", 0, 3},
	/* China's mobiles */
	{BC_CN_MOBILE, 30, "x =", " ", "⟨13912345678⟩", 0, 2},
	{BC_CN_MOBILE, 30, "x", " ", "= ⟨13912345678⟩", 0, MANY},
	{BC_CN_MOBILE, 30, "", "a", "(⟨13912345678⟩)", 1, 15},
	{BC_CN_MOBILE, 75, "+", "4", " ⟨13912345678⟩", 5, MANY},
	{BC_CN_MOBILE, 30, "房产证号", "：", "⟨13912345678⟩", 0, 3},
	{BC_CN_MOBILE, 30, "⟨1391", "0", "⟩", 7, 7},
	{BC_CN_MOBILE, 30, "⟨13912", "0", "⟩", 6, 6},
	{BC_CN_MOBILE, 75, "⟨139", " ", "1234 5678⟩", 1, 2},
	{BC_CN_MOBILE, 95, "手机", "啊", "⟨13912345678⟩", 0, 22},
	{BC_CN_MOBILE, 95, "⟨13912345678⟩", "啊", "手机", 0, 6},
	{BC_CN_MOBILE, 30, "⟨13912345678⟩", " ", "公斤", 0, 1},
	{BC_CN_MOBILE, 30, "⟨13912345678⟩", "号码", "订单", 0, 2},
	/* messengers */
	{BC_IM_ACCOUNT, 75, "QQ：⟨", "1", "⟩", 5, 11},
	{BC_IM_ACCOUNT, 75, "QQ", "号", "⟨123456789⟩", 0, 14},
	{BC_IM_ACCOUNT, 75, "QQ：", "*", "⟨123456789⟩", 0, 96},
	{BC_IM_ACCOUNT, 75, "微信号：⟨a", "b", "⟩", 5, 19},
	{BC_IM_ACCOUNT, 75, "telegram: ⟨a", "b", "⟩", 4, 19},
	{BC_IM_ACCOUNT, 75, "skype: ⟨a", "b", "⟩", 4, 31},
	{BC_IM_ACCOUNT, 75, "⟨wxid_", "a", "⟩", 6, 27},
	{BC_IM_ACCOUNT, 75, "| QQ |\n|---|\n| ⟨", "1", "⟩ |", 5, 11},
	{BC_IM_ACCOUNT, 75, "| 微信 |\n|---|\n| ⟨a", "b", "⟩ |", 5, 19},
	{BC_IM_ACCOUNT, 75, "| telegram |\n|---|\n| ⟨a", "b", "⟩ |", 4, 19},
	{BC_IM_ACCOUNT, 75, "QQ：\n", "\n", "⟨123456789⟩", 0, 1},
	/* mail, passwords in URLs */
	{BC_EMAIL, 90, "⟨", "a", "@corp.cn⟩", 1, 64},
	{BC_EMAIL, 90, "⟨li@", "a", ".cn⟩", 1, 63},
	{BC_EMAIL, 90, "⟨li@corp.", "c", "⟩", 2, 24},
	{BC_EMAIL, 90, "⟨li@corp.xn--", "a", "⟩", 1, 59},
	{BC_EMAIL, 90, "⟨li@", "a.", "corp.cn⟩", 0, 123},
	{BC_EMAIL, 50, "⟨jane", " ", "(at) site (dot) org⟩", 0, 2},
	{BC_EMAIL, 50, "⟨jane (at)", " ", "site (dot) org⟩", 0, 2},
	{BC_EMAIL, 50, "⟨jane (at) site", " ", "(dot) org⟩", 0, 2},
	{BC_EMAIL, 50, "⟨jane (at) site (dot)", " ", "org⟩", 0, 3},
	{BC_EMAIL, 50, "⟨jane (at) site", " (dot) ac", "⟩", 1, 4},
	{BC_EMAIL, 50, "⟨jane (at) s", "i", " (dot) org⟩", 0, 63},
	{BC_EMAIL, 50, "⟨", "a", " (at) site (dot) org⟩", 1, 64},
	{BC_BASIC_AUTH_URL, 90, "⟨https://svc:", "n8Vq", "@git.acme.dev⟩", 1, 49},
	{BC_BASIC_AUTH_URL, 90, "⟨", "a", "://svc:n8Vq2Lx0@git.acme.dev⟩", 1, 29},
	{BC_BASIC_AUTH_URL, 90, "⟨https://svc:n8V@q2", "L", "x0@git.acme.dev⟩", 0, 58},
	{BC_BASIC_AUTH_URL, 90, "⟨https://svc:n8Vq2Lx0@git", ".acme", "⟩", 0, 49},
	{BC_BASIC_AUTH_URL, 90, "⟨https://svc:n8Vq2Lx0@git", "/acme", "⟩", 0, 49},
	{BC_BASIC_AUTH_URL, 90, "⟨li@corp.cn:", "q", "7V@mail.corp.cn⟩", 1, MANY},
	/* machines */
	{BC_IP_ADDRESS, 80, "⟨36.112.9.57⟩:", "2", "", 2, 5},
	{BC_IP_ADDRESS, 60, "⟨36.112.9.57/", "2", "⟩", 1, 2},
	{BC_IP_ADDRESS, 20, "Figure", " ", "⟨2.1.3.4⟩", 1, 2},
	{BC_IP_ADDRESS, 20, "服务器版本", " ", "⟨36.112.9.57⟩", 0, 2},
	{BC_IP_ADDRESS, 30, "⟨fe80::1%", "e", "⟩", 1, 16},
	{BC_IP_ADDRESS, 60, "⟨2a00:1450::1/", "6", "⟩", 1, 3},
	{BC_IP_ADDRESS, 60, "⟨2a00:1450", ":1", "::5⟩", 0, 4},
	{BC_IP_ADDRESS, 60, "⟨2a00:145", ":1", "⟩", 6, 6},
	{BC_IP_ADDRESS, 60, "⟨2a00:1", "4", "::5⟩", 0, 3},
	{BC_MAC_ADDRESS, 60, "⟨00", ":1b", "⟩", 5, 5},
	{BC_MAC_ADDRESS, 60, "⟨00", "-1b", "⟩", 5, 5},
	{BC_MAC_ADDRESS, 60, "⟨aabb", ".ccdd", "⟩", 2, 2},
	/* tokens of services */
	{BC_AWS_KEY, 50, "⟨A3TX7Q2M9ZP4LK8", "W", "⟩", 5, 5},
	{BC_OPENAI_KEY, 80, "⟨sk-3f8a1c9e7b2d4056a1b2c3d4e5f60", "7", "⟩", 3, 3},
	{BC_OPENAI_KEY, 95, "⟨sk-", "q", "T3BlbkFJq7VbNmKs8WzXcR4t⟩", 16, 273},
	{BC_OPENAI_KEY, 95, "⟨sk-proj-", "q", "T3BlbkFJq7VbNmKs8WzXcR4t⟩", 16, 268},
	{BC_OPENAI_KEY, 95, "⟨sk-admin-", "q", "T3BlbkFJq7VbNmKs8WzXcR4t⟩", 16, 267},
	{BC_OPENAI_KEY, 95, "⟨sk-svcacct-", "q", "T3BlbkFJq7VbNmKs8WzXcR4t⟩", 16, 265},
	{BC_OPENAI_KEY, 95, "⟨sk-q7VbNmKs8WzXcR4tT3BlbkFJ", "q", "⟩", 16, 273},
	{BC_VENDOR_TOKEN, 90, "⟨MTk4NjIyNDgzNDcxOTI1MjQ", "4", ".Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs⟩", 1, 5},
	{BC_VENDOR_TOKEN, 90, "⟨MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FM", "Q", ".ZnCjm1XVW7vRze4b7Cq4se7kKWs⟩", 1, 1},
	{BC_VENDOR_TOKEN, 90, "⟨MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKW", "s", "⟩", 1, 12},
	{BC_VENDOR_TOKEN, 95, "⟨1102", "0", ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw7⟩", 4, 6},
	{BC_VENDOR_TOKEN, 95, "⟨91160214044872", "9", "|AY-lRJZk3mQ8sTxw2bNcVu7hGpE⟩", 1, 2},
	{BC_VENDOR_TOKEN, 95, "⟨911602140448729|AY-lRJZk3mQ8sTxw2bNcVu7hG", "p", "⟩", 1, 3},
	{BC_VENDOR_TOKEN, 95, "⟨3f8a1c9e7b2d4056a1b2c3d4e5f60718-us", "1", "⟩", 1, 2},
	{BC_VENDOR_TOKEN, 95, "⟨3f8a1c9e7b2d4056a1b2c3d4e5f6071", "8", "-us1⟩", 1, 1},
	{BC_VENDOR_TOKEN, 95, "⟨https://", "q", ".discord.com/api/webhooks/123456789012345678/q7VbNmKs8WzXcR4tJh2Lp9DfGy5Ea3Uo6Mi1Bn0Sk-q7VbNmKs8WzXcR4tJh2Lp9Df⟩", 0, 63},
	/* tokens with parts */
	{BC_SLACK_TOKEN, 95, "⟨xoxb-123456789012-", "q7Vb", "⟩", 2, 50},
	{BC_SLACK_TOKEN, 95, "⟨xoxe-1-", "q7Vb", "⟩", 35, 50},
	{BC_SLACK_TOKEN, 95, "⟨xoxe", "-123456", "-q7VbNmKs8WzX⟩", 3, 3},
	{BC_SLACK_TOKEN, 95, "⟨https://hooks.slack.com/services/T0", "1", "/B0123456789/q7VbNmKs8WzXcR4tJh2Lp9Df⟩", 0, 56},
	{BC_VENDOR_TOKEN, 90, "⟨//", "r", "/:_authToken=3f8a1c9e7b2d4056⟩", 1, 185},
	{BC_PRIVATE_KEY, 98, "⟨-----BEGIN ", "R", " PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1\n-----END RSA PRIVATE KEY-----⟩", 0, 20},
	{BC_PRIVATE_KEY, 98, "⟨-----BEGIN PRIVATE KEY-----\n", "M", "\n-----END PRIVATE KEY-----⟩", 16, MANY},
	{BC_PRIVATE_KEY, 98, "x ⟨-----BEGIN PRIVATE KEY-----⟩\n", "M", "", 4, MANY},
	{BC_PRIVATE_KEY, 98, "x ⟨-----BEGIN PRIVATE KEY-----⟩ ", "M", "", 24, MANY},
	{BC_PRIVATE_KEY, 98, "x ⟨-----BEGIN PRIVATE KEY-----⟩", " ", "MIIEpAIBAAKCAQEAMIIEpAIBAAKC", 0, 376},
	/* commands and headers */
	{BC_HTTP_AUTH, 80, "curl -u", " ", "⟨bob:x9Kq2Lm7⟩ http://h", 0, 10},
	{BC_HTTP_AUTH, 80, "curl --user", " ", "⟨bob:x9Kq2Lm7⟩ http://h", 0, 7},
	{BC_HTTP_AUTH, 80, "curl -u ⟨", "b", ":x9Kq2Lm7⟩ http://h", 1, 100},
	{BC_HTTP_AUTH, 80, "curl -u ⟨bob:", "x9Kq2Lm7Vb", "⟩ http://h", 1, 15},
	{BC_HTTP_AUTH, 80, "curl ", "k", " -u ⟨bob:x9Kq2Lm7⟩ http://h", 0, 294},
	{BC_SECRET_ASSIGNMENT, 75, "mysql", " ", " -u bob -p⟨hK8s2Lq9Zx⟩", 0, 54},
	{BC_SECRET_ASSIGNMENT, 75, "mysql -u bob", " ", " -p⟨hK8s2Lq9Zx⟩", 0, 55},
	{BC_SECRET_ASSIGNMENT, 75, "docker login -u bob", " ", " -p ⟨hK8s2Lq9Zx⟩", 0, 55},
	{BC_HTTP_AUTH, 80, "Authorization:", " ", "Basic ⟨q7VbNmKs⟩", 0, 6},
	{BC_HTTP_AUTH, 80, "Authorization: Basic ⟨q7VbNmK", "s", "⟩", 1, 3},
	{BC_HTTP_AUTH, 80, "Authorization: Bearer ⟨q7VbNmKs8W", "z", "⟩", 2, 5},
	{BC_HTTP_AUTH, 80, "Authorization: ⟨q7VbNmKs8WzXcR", "4", "⟩", 2, 5},
	/* dates of birth */
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990", " ", "年3月7日⟩", 0, 1},
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990年", " ", "3月7日⟩", 0, 3},
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990年3", " ", "月7日⟩", 0, 1},
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990年3月", " ", "7日⟩", 0, 7},
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990年3月7", " ", "日⟩", 0, 1},
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990年", "1", "月7日⟩", 1, 2},
	{BC_DATE_OF_BIRTH, 70, "出生日期：⟨1990年3月", "1", "日⟩", 1, 2},
	{BC_DATE_OF_BIRTH, 70, "生日", " ", "⟨1990-03-07⟩", 0, 22},
	{BC_DATE_OF_BIRTH, 70, "出生", " ", "⟨1990-03-07⟩", 0, 4},
	{BC_DATE_OF_BIRTH, 70, "born ⟨March", " ", "7, 1990⟩", 1, 2},
	{BC_DATE_OF_BIRTH, 70, "born ⟨7 March", " ", "1990⟩", 0, MANY},
	{BC_DATE_OF_BIRTH, 40, "(born ", "a", "⟨1990-03-07⟩) is a", 0, 0},
	{BC_DATE_OF_BIRTH, 40, "生日（", "啊", "⟨1990-03-07⟩是一", 0, 6},
	{BC_DATE_OF_BIRTH, 40, "（生日⟨1990-03-07⟩", " ", "是一", 0, 15},
	/* what is between a label and its value */
	{BC_SECRET_ASSIGNMENT, 75, "密码<b c=\"", "x", "\">⟨hK8s2Lq9Zx⟩", 0, 40},
	{BC_IM_ACCOUNT, 75, "(", "a", "微信)⟨lihuaxy⟩", 0, 7},
	{BC_CN_MOBILE, 95, "手机：\n", ">", "⟨13912345678⟩", 0, 15},
	{BC_CN_MOBILE, 95, "手机\n", " ", "⟨13912345678⟩", 0, 15},
	{BC_CN_MOBILE, 95, "手机", "啊", "\n⟨13912345678⟩", 0, 8},
	{BC_PERSON_NAME, 60, "姓名：\n", ">", "⟨陈思远⟩", 0, 16},
	{BC_PERSON_NAME, 60, "", "啊", "联系人\n⟨陈思远⟩", 0, 4},
	/* lines of numbers */
	{BC_BANK_CARD, 55, "⟨4111111111111111⟩", ",", "", 0, 64},
	{BC_BANK_CARD, 55, "", ",", "⟨4111111111111111⟩", 0, 64},
	/* tables */
	{BC_IM_ACCOUNT, 75, "|a|", "啊", "QQ|\n|-|-|\n|b|⟨123456789⟩|", 0, 15},
	{BC_IM_ACCOUNT, 75, "|a|QQ", "号", "|\n|-|-|\n|b|⟨123456789⟩|", 0, 6},
	{BC_CN_MOBILE, 95, "|手机|\n|-|\n|", " ", "⟨13912345678⟩|", 0, 8},
	{BC_CN_MOBILE, 95, "|手机", "x", "|\n|-|\n|⟨13912345678⟩|", 0, 42},
	{BC_IM_ACCOUNT, 75, "|", "q", "|QQ|\n|-|-|\n|b|⟨123456789⟩|", 0, 396},
	{BC_CN_MOBILE, 95, "|a|手机|\n|-|-|\n|", "q", "|⟨13912345678⟩|", 0, 397},
	/* addresses */
	{BC_CN_ADDRESS, 70, "⟨北京市", "海", "区中关村路27号⟩", 0, 28},
	{BC_CN_ADDRESS, 70, "⟨北京市海淀区中关村路2", "7", "号⟩", 0, 5},
	{BC_CN_ADDRESS, 70, "⟨北京市海淀区中关村路27号", "某", "3栋⟩", 0, 10},
	{BC_CN_ADDRESS, 70, "⟨北京市海淀区中关村路27号3栋 1", "2", "⟩", 2, 3},
	{BC_CN_ADDRESS, 70, "⟨北京市海淀区中关村路27号3栋1", "2", "⟩", 1, 7},
	{BC_CN_ADDRESS, 70, "⟨北京市海淀区中关村路27号", "3栋", "⟩", 0, 11},
	{BC_CN_ADDRESS, 70, "⟨北京市海淀区中关村路27号3栋 1", "2", "⟩", 2, 3},
	{BC_CN_ADDRESS, 90, "住址：", "啊", "⟨北京市海淀区中关村路27号⟩", 0, 21},
	/* how far words reach */
	{BC_CN_MOBILE, 95, "手机号码是", "了", "⟨13912345678⟩", 0, 21},
	{BC_CN_MOBILE, 30, "订单", "号", "⟨13912345678⟩", 0, MANY},
	{BC_PHONE, 85, "⟨010-62770334⟩", " ", "传真", 0, 6},
	{BC_CN_ID, 100, "⟨11010519491231002X⟩", "啊", "身份证", 0, 5},
	/* plates and documents */
	{BC_CN_PLATE, 80, "⟨京A1234", "5", "⟩", 1, 1},
	{BC_CN_PLATE, 80, "⟨京A1234", "5", "F⟩", 0, 1},
	{BC_CN_PLATE, 80, "⟨京AD1234", "5", "⟩", 0, 1},
	{BC_CN_PLATE, 95, "车牌⟨京A", " ", "12345⟩", 0, 1},
	{BC_HK_ID, 70, "⟨P10326", "5", "(1)⟩", 1, 1},
	{BC_TW_ID, 30, "⟨A12345678", "9", "⟩", 1, 1},
	{BC_CN_PASSPORT, 85, "护照⟨E1234567", "8", "⟩", 1, 1},
	{BC_CN_HMT_PERMIT, 85, "台胞证⟨0123456", "7", "⟩", 1, 1},
};

/* A number in the text, and where it is one of the thing's. */
typedef struct Range
{
	BcKind		kind;
	unsigned	confidence;		/* 0: any */
	const char *head;
	int			digits;
	unsigned	least;
	unsigned	most;
	const char *tail;
} Range;

static const Range ranges[] = {
	/* RFC 1918, 5735, 6598, 5737; what is beside them is anybody's */
	{BC_IP_ADDRESS, 30, "⟨172.", 1, 16, 31, ".1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨192.", 1, 168, 168, ".1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨169.", 1, 254, 254, ".1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨100.", 1, 64, 127, ".1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨198.", 1, 18, 19, ".1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨198.51.", 1, 100, 100, ".1⟩"},
	{BC_IP_ADDRESS, 30, "⟨203.", 1, 0, 0, ".113.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨203.0.", 1, 113, 113, ".1⟩"},
	{BC_IP_ADDRESS, 30, "⟨192.0.", 1, 2, 2, ".1⟩"},
	{BC_IP_ADDRESS, 30, "⟨192.", 1, 0, 0, ".2.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨", 1, 10, 10, ".1.1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨", 1, 127, 127, ".1.1.2⟩"},
	{BC_IP_ADDRESS, 30, "⟨", 1, 224, 255, ".1.1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨", 1, 0, 0, ".2.1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨8.8.", 1, 8, 8, ".8⟩"},
	{BC_IP_ADDRESS, 30, "⟨8.8.", 1, 4, 4, ".4⟩"},
	{BC_IP_ADDRESS, 30, "⟨1.1.1.", 1, 1, 1, "⟩"},
	{BC_IP_ADDRESS, 60, "⟨36.112.9.", 1, 0, 255, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨", 4, 1920, 2035, "-03-07⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨", 4, 1920, 2035, "0307⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨", 4, 1920, 2035, "年3月⟩"},
	{BC_DATE_OF_BIRTH, 70, "born ⟨March 7, ", 4, 1920, 2035, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "born ⟨7 March ", 4, 1920, 2035, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨1990-", 1, 1, 12, "-07⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨1990年", 1, 1, 12, "月⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨1990-03-", 1, 1, 31, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨1990-04-", 1, 1, 30, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨1990-02-", 1, 1, 28, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨1992-02-", 1, 1, 29, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨2000-02-", 1, 1, 29, "⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨", 1, 1, 31, "/12/1990⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨12/", 1, 1, 31, "/1990⟩"},
	{BC_DATE_OF_BIRTH, 70, "生日⟨13/", 1, 1, 12, "/1990⟩"},
	{BC_PHONE, 60, "⟨", 3, 200, 999, "-555-7890⟩"},
	{BC_PHONE, 60, "⟨212-", 3, 200, 999, "-7890⟩"},
	{BC_PHONE, 60, "⟨(", 3, 200, 999, ") 555-7890⟩"},
	{BC_PHONE, 60, "⟨(212) ", 3, 200, 999, "-7890⟩"},
	{BC_PHONE, 60, "⟨010-", 1, 20000000, 89999999, "⟩"},
	{BC_PHONE, 40, "⟨010", 1, 20000000, 89999999, "⟩"},
	{BC_PHONE, 60, "电话⟨", 1, 20000000, 89999999, "⟩"},
	{BC_PHONE, 60, "⟨", 4, 300, 999, "-62345678⟩"},
	{BC_PHONE, 60, "⟨0", 1, 20, 25, "-62345678⟩"},
	{BC_PHONE, 60, "⟨0", 1, 27, 29, "-62345678⟩"},
};

typedef struct Text
{
	char		bytes[8192];
	size_t		len;
	size_t		start;
	size_t		stop;
} Text;

/* Adds a part of the text; the brackets in it only tell of places. */
static void
add(Text *text, const char *part)
{
	for (; *part != '\0'; part++)
		if (strncmp(part, "⟨", 3) == 0)
		{
			text->start = text->len;
			part += 2;
		}
		else if (strncmp(part, "⟩", 3) == 0)
		{
			text->stop = text->len;
			part += 2;
		}
		else
			text->bytes[text->len++] = *part;
}

/* The thing is found in the text, where the text says and so sure; 0: any. */
static bool
finds(const Text *text, BcKind kind, unsigned confidence)
{
	BcScanOptions options = {1, BC_KIND_BIT(kind)};
	BcFindings	found;
	unsigned char *copy = memcpy(malloc(text->len), text->bytes, text->len);
	bool		any = false;

	if (!bc_scan(&bc_malloc_env, (BcSlice) {copy, text->len}, &options, &found))
		exit(1);
	for (size_t i = 0; i < found.count; i++)
	{
		const BcFinding *f = &found.list[i];

		any |= (confidence == 0 || f->confidence == confidence) &&
			(text->start == SIZE_MAX || text->start == f->byte_start) &&
			(text->stop == SIZE_MAX || text->stop == f->byte_stop);
	}
	bc_findings_free(&bc_malloc_env, &found);
	free(copy);
	return any;
}

static bool
holds(const Limit *limit, unsigned n)
{
	Text		text = {"", 0, SIZE_MAX, SIZE_MAX};

	add(&text, limit->head);
	for (unsigned k = 0; k < n; k++)
		add(&text, limit->again);
	add(&text, limit->tail);
	return finds(&text, limit->kind, limit->confidence);
}

static bool
in_range(const Range *range, unsigned n)
{
	Text		text = {"", 0, SIZE_MAX, SIZE_MAX};
	char		number[16];

	snprintf(number, sizeof(number), "%0*u", range->digits, n);
	add(&text, range->head);
	add(&text, number);
	add(&text, range->tail);
	return finds(&text, range->kind, range->confidence);
}

int
main(void)
{
	for (size_t k = 0; k < sizeof(limits) / sizeof(limits[0]); k++)
	{
		const Limit *l = &limits[k];
		char		what[300];

		snprintf(what, sizeof(what), "%.80s (%u to %u of %.20s) %.80s", l->head, l->least, l->most, l->again, l->tail);
		check(holds(l, l->least) && holds(l, l->most), what);
		check(l->least == 0 || !holds(l, l->least - 1), what);
		check(l->most == MANY || !holds(l, l->most + 1), what);
	}
	for (size_t k = 0; k < sizeof(ranges) / sizeof(ranges[0]); k++)
	{
		const Range *r = &ranges[k];
		char		what[300];

		snprintf(what, sizeof(what), "%.80s (from %u to %u) %.80s", r->head, r->least, r->most, r->tail);
		check(in_range(r, r->least) && in_range(r, r->most), what);
		check(r->least == 0 || !in_range(r, r->least - 1), what);
		check(!in_range(r, r->most + 1), what);
	}
	return report();
}
