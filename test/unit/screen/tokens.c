/*
 * tokens.c: tokens of services and secrets at the edges of what tells them from
 * placeholders: how mixed their characters are, to a hundredth of a bit; what
 * stands for one; what is beside them.  Of some lengths no text is as mixed as a
 * limit says: there the nearest ones are told.
 */
#include "marked.h"

static const Marked cases[] = {
	/* exactly 3 bits a character, and 2.99 */
	{BC_VENDOR_TOKEN, 95, "⟨911602140448729|jjzBzKwz8jLN8jK8zzNz8hhdhj8⟩"},
	{BC_VENDOR_TOKEN, 0, "911602140448729|LALLeL2G9LBMLG86MLA8AAL9eBA"},
	{BC_VENDOR_TOKEN, 95, "⟨110201543:ADDDDELDLrDVrrAAWMDrWzDDWEAD2wAAzrW⟩"},
	{BC_VENDOR_TOKEN, 0, "110201543:Abggbs8ggfb8pgr88nbr8Yf8f8Ygng8b8Eg"},
	{BC_OPENAI_KEY, 80, "⟨sk-sszzahtas2et22thcttt2ctc22t9h279⟩"},
	{BC_OPENAI_KEY, 0, "sk-dtdbtgddbmZZdqmmmm3Z37qd77dZqdg7"},
	{BC_OPENAI_KEY, 80, "⟨sk-AfefetaeAa35af5t4ffBtbte3f3AffA44f3AffAtBtAAfft5⟩"},
	{BC_OPENAI_KEY, 0, "sk-3KRYqgR3pq3RRqpaRrqqqBRqrRpR433RgRYBaqaB3q3qRRRa"},
	{BC_VENDOR_TOKEN, 90, "⟨MMqqjkdjMjwMqdBjjkMEcBjF.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs⟩"},
	{BC_VENDOR_TOKEN, 0, "M7hr97hYgrhg7HrgMgMY7rYz.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"},
	{BC_SLACK_TOKEN, 95, "⟨xoxa-ffqqjkdjfjwfqdBjjkfEcBjF⟩"},
	{BC_SLACK_TOKEN, 0, "xoxa-67hr97hYgrhg7Hrg6g6Y7rYz"},
	{BC_SLACK_TOKEN, 95, "⟨xoxb-130154379991-q7Vbq7Vbq7Vbq7Vbq7Vbq7Vb⟩"},
	{BC_SLACK_TOKEN, 0, "xoxb-130154379991-rr4rrUrU4UkrSrrkrrsSrrrU"},
	/* 2 bits */
	{BC_HF_TOKEN, 95, "⟨hf_kksPssPssPvsvsqkqssPsvssvvssvskksP⟩"},
	{BC_HF_TOKEN, 0, "hf_rrbBbczcrzrxzcrzrrrczrbrxrzrrrxczrzc"},
	/* 2.5 bits make an access key */
	{BC_AWS_KEY, 95, "⟨AKIASSS55377S5N5BHF3⟩"},
	{BC_AWS_KEY, 50, "⟨AKIASSS55377S5S5BBB3⟩"},
	/* a secret of six or seven characters: 2.25 bits; below ten 2.6, then 2.8 */
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨uu7Zbq⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=uu7Zuq"},
	{BC_SECRET_ASSIGNMENT, 0, "password=uu7Z77bu"},
	{BC_SECRET_ASSIGNMENT, 75, "密码：⟨5g65b99B⟩"},
	{BC_SECRET_ASSIGNMENT, 0, "password=5g65b99B"},
	{BC_SECRET_ASSIGNMENT, 0, "password=D9888MwkjtMM"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨tU22bGq7282B2⟩"},
	{BC_SECRET_ASSIGNMENT, 75, "password=⟨4zb4krFLLFFrAF⟩"},
	{BC_HTTP_AUTH, 80, "Authorization: Bearer ⟨tU22bGq7282B2⟩"},
	{BC_HTTP_AUTH, 0, "Authorization: Bearer D9888MwkjtMM"},
	/* letters in no order: 3.5 bits */
	{BC_SECRET_ASSIGNMENT, 60, "password=⟨sPHFsskjdsNpzQHsmKHx⟩"},
	/* what says that it is an example, at the beginning and at the end */
	{BC_VENDOR_TOKEN, 95, "⟨glpat-Zq7exbmplK93tVwXyUr2⟩"},
	{BC_VENDOR_TOKEN, 0, "glpat-Zq7K93tVwXyUrexample"},
	{BC_VENDOR_TOKEN, 0, "glpat-exampleZq7K93tVwXyUr"},
	{BC_VENDOR_TOKEN, 0, "glpat-your-apZq7K93tVwXyUr"},
	{BC_VENDOR_TOKEN, 0, "glpat-Zq7K93tVwXyUryour-ap"},
	/* more than half of it are x */
	{BC_VENDOR_TOKEN, 95, "⟨glpat-xxZxxKxx9xx3xxtVwqzY⟩"},
	{BC_VENDOR_TOKEN, 0, "glpat-xxZxxKxx9xx3xxtVwqXY"},
	/* three of four characters count up: of 20 fifteen */
	{BC_VENDOR_TOKEN, 0, "glpat-abcdefghijklmnopKZ93"},
	{BC_VENDOR_TOKEN, 95, "⟨glpat-abcdefghijklmnoZKZ93⟩"},
	{BC_AWS_KEY, 0, "AKIAABCDEFGHIJKLMZQ7"},
	{BC_AWS_KEY, 95, "⟨AKIAABCDEFGHIJKLZQ7M⟩"},
	/* the host of a hook belongs to it, with its scheme */
	{BC_VENDOR_TOKEN, 95, "⟨https://ptb.discord.com/api/webhooks/123456789012345678/q7VbNmKs8WzXcR4tJh2Lp9DfGy5Ea3Uo6Mi1Bn0Sk-q7VbNmKs8WzXcR4tJh2Lp9Df⟩"},
	{BC_VENDOR_TOKEN, 95, "x http://⟨discord.com/api/webhooks/123456789012345678/q7VbNmKs8WzXcR4tJh2Lp9DfGy5Ea3Uo6Mi1Bn0Sk-q7VbNmKs8WzXcR4tJh2Lp9Df⟩"},
	/* a key has a text */
	{BC_PRIVATE_KEY, 20, "⟨-----BEGIN PRIVATE KEY-----\n                    \n-----END PRIVATE KEY-----⟩"},
	/* what belongs before it may begin the text */
	{BC_VENDOR_TOKEN, 95, "⟨ya29.q7VbNmKs8WzXcR4tJh2Lp9DfGy5Ea3⟩"},
	{BC_VENDOR_TOKEN, 0, "xya29.q7VbNmKs8WzXcR4tJh2Lp9DfGy5Ea3"},
	{BC_VENDOR_TOKEN, 95, "-⟨ya29.q7VbNmKs8WzXcR4tJh2Lp9DfGy5Ea3⟩"},
};

/* At the very end of a text, where a line of its own is enough for a key. */
static const Marked last[] = {
	{BC_PRIVATE_KEY, 98, "⟨-----BEGIN PRIVATE KEY-----⟩"},
	{BC_PRIVATE_KEY, 98, "x\n⟨-----BEGIN PRIVATE KEY-----⟩"},
	{BC_PRIVATE_KEY, 20, "x ⟨-----BEGIN PRIVATE KEY-----⟩"},
	{BC_PRIVATE_KEY, 20, "x\n\n⟨-----BEGIN PRIVATE KEY-----⟩\n"},
	{BC_PRIVATE_KEY, 98, "⟨-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1\n-----END PRIVATE KEY-----⟩"},
	{BC_SLACK_TOKEN, 0, "--xoxa-q7VbNmKs"},
	{BC_SLACK_TOKEN, 95, "--⟨xoxa-q7VbNmKs8W⟩"},
	{BC_SLACK_TOKEN, 0, "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq/q7VbNmKs8WzXcR4tJh2Lp9Df"},
};

/* Of a long header of a JSON web token the beginning is read; a short one must end as an object does. */
static void
test_headers(void)
{
	static const char head[] = "eyJhbGciOiJIUzI1NiIsImtrIjoi";	/* {"alg":"HS256","kk":" */
	char		text[2000];

	for (int ends = 0; ends < 2; ends++)
		for (int more = 0; more < 300; more++)
		{
			/* twenty-one bytes, three for each, and two that end it or go on */
			bool		read = ends == 1 || 21 + 3 * more + 2 >= 600;

			strcpy(text, read ? "⟨" : "");
			strcat(text, head);
			for (int k = 0; k < more; k++)
				strcat(text, "QUFB");
			strcat(text, ends == 1 ? "In0" : "Ims");
			strcat(text, ".eyJzdWIiOiIxMjMifQ.c2ln");
			strcat(text, read ? "⟩" : "");
			check(finds_behind(&(Marked) {BC_JWT, 95, text}, 0, 0), "a token's header");
		}
}

int
main(void)
{
	for (size_t k = 0; k < sizeof(last) / sizeof(last[0]); k++)
	{
		check(finds_behind(&last[k], 0, 0), last[k].text);
		check(finds_behind(&last[k], 20000, 0), last[k].text);
	}
	test_headers();
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
