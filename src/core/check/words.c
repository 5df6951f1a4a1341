/*
 * words.c: what is wrong, and what to do about it, in words for people who
 * know neither JSON nor SQL; in English and Chinese.
 */
#include "core/check/internal.h"

/* English comes first. */
typedef struct Words
{
	const char *words[BC_LANGUAGES];
	const char *hints[BC_LANGUAGES];
} Words;

/* The English words of codes are those of the record's reader. */
static const char *const chinese_codes[BC_NO_MEMORY + 1][2] = {
	[BC_OK] = {"这一行是一条记录", ""},
	[BC_INVALID_UTF8] = {"有些字节不是有效的 UTF-8", "请把文件存成 UTF-8 编码再检查。"},
	[BC_SYNTAX] = {"这一行不是有效的 JSON", "每行写一个完整的 JSON 对象；用 JSON 库来写就不会出错。"},
	[BC_NOT_OBJECT] = {"这一行是 JSON，但不是对象", "把每条记录写成对象：{\"prompt\": \"…\", \"response\": \"…\"}。"},
	[BC_TRAILING_DATA] = {"对象后面还有别的内容", "每条记录单独占一行。"},
	[BC_DUPLICATE_KEY] = {"记录里有一个键出现了两次", "只保留一个值；无法判断哪个才是要的。"},
	[BC_MISSING_PROMPT] = {"记录没有 prompt", "加上键 \"prompt\"，写给模型的输入。"},
	[BC_MISSING_RESPONSE] = {"记录没有 response", "加上键 \"response\"，写模型本应给出的回答。"},
	[BC_PROMPT_TYPE] = {"prompt 不是字符串", "把 prompt 写成双引号里的 JSON 字符串。"},
	[BC_RESPONSE_TYPE] = {"response 不是字符串", "把 response 写成双引号里的 JSON 字符串，数字也一样。"},
	[BC_PROMPT_BLANK] = {"prompt 是空白", "在 prompt 里写上指令。"},
	[BC_RESPONSE_BLANK] = {"response 是空白", "在 response 里写上期望的回答。"},
	[BC_HISTORY_TYPE] = {"history 不是数组", "把 history 写成 [[\"问\", \"答\"], …]，最早的一轮在前，或者去掉它。"},
	[BC_HISTORY_SHAPE] = {"history 里有一轮不是一对字符串", "每一轮写成 [\"问\", \"答\"]。"},
	[BC_REJECTED_TYPE] = {"rejected 不是字符串", "把模型自己的回答写成 JSON 字符串，或者去掉 \"rejected\"。"},
	[BC_NUL_CHARACTER] = {"这一行里有字符 U+0000", "去掉这个零字符；数据库里的文本不能有它。"},
	[BC_LONE_SURROGATE] = {"有一个转义只是代理对的一半", "某个字符（比如表情符号）被截掉了一半；请补全或去掉。"},
	[BC_TOO_DEEP] = {"数组和对象嵌套得太深", "最多 512 层。"},
	[BC_TOO_LARGE] = {"记录太大", "一条记录最多 64 MB 文本、约八百万个值。"},
	[BC_NUMBER_RANGE] = {"有一个数超出范围", "小数点前最多 131072 位，后最多 16383 位；可以写成字符串。"},
	[BC_UNKNOWN_FORMAT] = {"这一行的键不属于任何已知格式", "请指明文件的格式，或把每条记录写成 {\"prompt\": \"…\", \"response\": \"…\"}。"},
	[BC_AMBIGUOUS_FORMAT] = {"这一行的键同时属于两种格式", "请指明文件的格式。"},
	[BC_NO_MEMORY] = {"内存不足", ""},
};

static const char *const kind_words[BC_KINDS][BC_LANGUAGES] = {
	[BC_PRIVATE_KEY] = {"a private key", "私钥"},
	[BC_JWT] = {"a JSON Web Token", "JWT 令牌"},
	[BC_AWS_KEY] = {"an AWS key", "AWS 密钥"},
	[BC_GITHUB_TOKEN] = {"a GitHub token", "GitHub 令牌"},
	[BC_SLACK_TOKEN] = {"a Slack token", "Slack 令牌"},
	[BC_OPENAI_KEY] = {"an OpenAI key", "OpenAI 密钥"},
	[BC_HF_TOKEN] = {"a Hugging Face token", "Hugging Face 令牌"},
	[BC_GOOGLE_KEY] = {"a Google key", "Google 密钥"},
	[BC_VENDOR_TOKEN] = {"a service's token", "某项服务的令牌"},
	[BC_HTTP_AUTH] = {"an HTTP login", "HTTP 认证信息"},
	[BC_BASIC_AUTH_URL] = {"an address with a password", "带密码的网址"},
	[BC_SECRET_ASSIGNMENT] = {"a password or key", "密码或密钥"},
	[BC_CN_ID] = {"a Chinese identity number", "身份证号"},
	[BC_CN_ID15] = {"a Chinese identity number of 15 digits", "15 位身份证号"},
	[BC_IBAN] = {"a bank account (IBAN)", "银行账号 (IBAN)"},
	[BC_CRYPTO_ADDRESS] = {"a crypto-currency address", "加密货币地址"},
	[BC_CN_USCC] = {"a Chinese company's credit code", "统一社会信用代码"},
	[BC_CN_MOBILE] = {"a Chinese mobile number", "手机号"},
	[BC_BANK_CARD] = {"a bank card number", "银行卡号"},
	[BC_US_SSN] = {"a US social security number", "美国社会安全号"},
	[BC_PHONE] = {"a phone number", "电话号码"},
	[BC_CN_PASSPORT] = {"a Chinese passport number", "护照号"},
	[BC_CN_HMT_PERMIT] = {"a travel permit number", "港澳台通行证号"},
	[BC_HK_ID] = {"a Hong Kong identity number", "香港身份证号"},
	[BC_TW_ID] = {"a Taiwan identity number", "台湾身份证号"},
	[BC_CN_PLATE] = {"a Chinese car plate", "车牌号"},
	[BC_IM_ACCOUNT] = {"a QQ or WeChat account", "QQ 或微信号"},
	[BC_EMAIL] = {"an email address", "邮箱地址"},
	[BC_IP_ADDRESS] = {"an IP address", "IP 地址"},
	[BC_MAC_ADDRESS] = {"a MAC address", "MAC 地址"},
	[BC_PERSON_NAME] = {"a person's name", "人名"},
	[BC_CN_ADDRESS] = {"a Chinese postal address", "住址"},
	[BC_DATE_OF_BIRTH] = {"a date of birth", "出生日期"},
	[BC_UK_NINO] = {"a British insurance number", "英国国民保险号"},
	[BC_UK_NHS] = {"a British NHS number", "英国 NHS 号"},
	[BC_KR_RRN] = {"a Korean resident number", "韩国居民登记号"},
	[BC_SG_FIN] = {"a Singaporean identity number", "新加坡身份证号"},
	[BC_IN_AADHAAR] = {"an Indian Aadhaar number", "印度 Aadhaar 号"},
	[BC_CA_SIN] = {"a Canadian insurance number", "加拿大社会保险号"},
	[BC_ES_NIF] = {"a Spanish identity number", "西班牙 NIF 号"},
	[BC_ES_NIE] = {"a Spanish foreigner's number", "西班牙 NIE 号"},
	[BC_IT_FISCAL_CODE] = {"an Italian fiscal code", "意大利税号"},
	[BC_PL_PESEL] = {"a Polish PESEL number", "波兰 PESEL 号"},
	[BC_TH_TNIN] = {"a Thai identity number", "泰国身份证号"},
	[BC_TR_NATIONAL_ID] = {"a Turkish identity number", "土耳其身份证号"},
	[BC_ZA_ID] = {"a South African identity number", "南非身份证号"},
	[BC_FI_HETU] = {"a Finnish identity number", "芬兰身份证号"},
	[BC_SE_PERSONNUMMER] = {"a Swedish identity number", "瑞典身份证号"},
};

static const Words issue_words[BC_ISSUE_KINDS] = {
	[BC_ARITH_WRONG] = {
		{"a sum in the response is wrong", "回答里有一个算式算错了"},
	{"Calculate it again.", "请重新算一遍。"}},
	[BC_CHAR_REPETITION] = {
		{"one character is repeated many times", "同一个字符重复了很多次"},
	{"Leave out what is repeated.", "去掉重复的部分。"}},
	[BC_CONTROL_CHARS] = {
		{"there are invisible or control characters", "有看不见的字符或控制字符"},
	{"Take them out; they often come along from a web page.", "请去掉；它们常常是从网页复制来的。"}},
	[BC_ECHO] = {
		{"the response repeats the prompt", "回答只是在重复提问"},
	{"Begin with the answer itself.", "请直接写答案。"}},
	[BC_EMPTY_PROMPT] = {
		{"the prompt says nothing", "提问等于没写"},
	{"Write the instruction.", "请写出指令。"}},
	[BC_EMPTY_RESPONSE] = {
		{"the response says nothing", "回答等于没写"},
	{"Write the answer that is expected.", "请写出期望的回答。"}},
	[BC_ESCAPE_LITTER] = {
		{"escapes such as \\n stand in the text", "文中有 \\n 之类的转义符"},
	{"It was escaped twice: write real line breaks and quotes.", "多转义了一次：请换成真正的换行和引号。"}},
	[BC_HISTORY_BROKEN] = {
		{"a turn of the history is empty, or the last one is this record again", "历史中有一轮是空的，或最后一轮就是本条"},
	{"Leave that turn out.", "请去掉那一轮。"}},
	[BC_HTML_LITTER] = {
		{"tags or entities of HTML stand in the text", "文中有 HTML 标签或实体"},
	{"Write the text without them.", "请去掉它们，只留正文。"}},
	[BC_LANGUAGE_MISMATCH] = {
		{"the response is in another language than the prompt", "回答和提问不是同一种语言"},
	{"Answer in the prompt's language, or ask for the other one.", "请用提问的语言回答，或在提问里写明语言。"}},
	[BC_LOOP] = {
		{"the response ends in a loop", "回答结尾在不断重复"},
	{"Cut it off where it begins to repeat.", "从开始重复的地方截断。"}},
	[BC_LOREM] = {
		{"lorem ipsum stands for the text", "正文是占位文字 (lorem ipsum)"},
	{"Write the real text.", "请写真正的内容。"}},
	[BC_MERGED_INSTRUCTION] = {
		{"another instruction and its output follow in the response", "回答里还接着另一条指令和它的回答"},
	{"Make two records of it.", "请拆成两条记录。"}},
	[BC_MIXED_TRADITIONAL] = {
		{"the prompt is in simplified, the response in traditional characters", "提问是简体字，回答却是繁体字"},
	{"Use the same characters in both, or ask for the others.", "请统一字体，或在提问里写明。"}},
	[BC_MODEL_IDENTITY] = {
		{"the response says that it is another company's model", "回答自称是别家的模型"},
	{"Leave that sentence out.", "请去掉这句话。"}},
	[BC_MOJIBAKE] = {
		{"the text was decoded wrongly", "文字是乱码"},
	{"Take it again from where it came, as UTF-8.", "请从原处用 UTF-8 重新取一份。"}},
	[BC_NO_FORMAT] = {
		{"the prompt does not say what form the answer should have", "提问没说回答要什么样的形式"},
	{"Say how long it should be, and in what form.", "请写明长度和形式。"}},
	[BC_NOT_FOLLOWED] = {
		{"the response does not keep what the prompt asks for", "回答没有做到提问里的要求"},
	{"Compare the numbers, lengths, words and forms that the prompt names.", "请核对提问里写明的数量、长度、用词和格式。"}},
	[BC_REFUSAL] = {
		{"the response refuses, or says that it is unable", "回答在拒绝，或说自己做不到"},
	{"Write the answer, unless refusing is right.", "如果不该拒绝，请写出回答。"}},
	[BC_TEMPLATE_LEAK] = {
		{"marks of a chat template stand in the text", "文中有对话模板的标记"},
	{"Take them out.", "请去掉这些标记。"}},
	[BC_TOO_LONG] = {
		{"prompt and response are longer than most models are trained on", "提问加回答太长，多数模型训练时会截断"},
	{"Make it shorter, or split it.", "请缩短或拆开。"}},
	[BC_TRUNCATED] = {
		{"the response seems to be cut off", "回答好像被截断了"},
	{"Finish the last sentence, or close what is open.", "请把最后一句写完，或把没闭合的补上。"}},
	[BC_URL_ONLY_TASK] = {
		{"the prompt needs a page, picture or file that is not there", "提问需要一个网页、图片或文件，但没有给出内容"},
	{"Put what is needed of it into the prompt.", "请把需要的内容写进提问里。"}},
	[BC_WORD_REPETITION] = {
		{"much of the response was said before in it", "回答中很多内容前面已经说过"},
	{"Leave out what is repeated.", "去掉重复的部分。"}},
};

typedef struct FileWords
{
	const char *name;
	Words		words;
} FileWords;

static const FileWords file_words[BC_FILE_FAULTS] = {
	[BC_FILE_SOUND] = {"sound", {{"", ""}, {"", ""}}},
	[BC_FILE_UTF16] = {"utf16", {
		{"it is UTF-16", "它是 UTF-16 编码"},
	{"save it as UTF-8", "请存成 UTF-8"}}},
	[BC_FILE_GZIP] = {"gzip", {
		{"it is compressed by gzip", "它是 gzip 压缩文件"},
	{"unpack it first", "请先解压"}}},
	[BC_FILE_ZIP] = {"zip", {
		{"it is a zip archive or a spreadsheet", "它是 zip 压缩包或电子表格"},
	{"save the table as JSON lines", "请把表格存成 JSON Lines"}}},
	[BC_FILE_COMPRESSED] = {"compressed", {
		{"it is compressed, and not by gzip", "它是压缩文件，但不是 gzip"},
	{"unpack it first", "请先解压"}}},
	[BC_FILE_SPREAD] = {"spread", {
		{"its records stand on several lines each", "它的每条记录占了好几行"},
	{"jq -c . FILE writes each on one", "jq -c . 文件 可以把每条写成一行"}}},
	[BC_FILE_ARRAY] = {"array", {
		{"it is one JSON array", "它是一整个 JSON 数组"},
	{"jq -c \".[]\" FILE writes its records as lines", "jq -c \".[]\" 文件 可以把记录逐行写出"}}},
	[BC_FILE_PYTHON] = {"python", {
		{"its lines are Python literals", "它的各行是 Python 字面量"},
	{"write them with json.dumps(record, ensure_ascii=False)", "请用 json.dumps(record, ensure_ascii=False) 来写"}}},
	[BC_FILE_TABLE] = {"table", {
		{"it looks like a table (CSV)", "它看起来是表格 (CSV)"},
	{"write each row as a JSON object with \"prompt\" and \"response\" on a line of its own", "请把每一行写成带 \"prompt\" 和 \"response\" 的 JSON 对象，各占一行"}}},
};

const char *
bc_words_of_code(BcLanguage language, BcCode code)
{
	return language == BC_CHINESE ? chinese_codes[code][0] :
		bc_code_message(code);
}

const char *
bc_hint_of_code(BcLanguage language, BcCode code)
{
	return language == BC_CHINESE ? chinese_codes[code][1] : bc_code_hint(code);
}

const char *
bc_words_of_kind(BcLanguage language, BcKind kind)
{
	return kind_words[kind][language];
}

const char *
bc_words_of_issue(BcLanguage language, BcIssueKind kind)
{
	return issue_words[kind].words[language];
}

const char *
bc_hint_of_issue(BcLanguage language, BcIssueKind kind)
{
	return issue_words[kind].hints[language];
}

const char *
bc_file_fault_name(BcFileFault fault)
{
	return file_words[fault].name;
}

const char *
bc_words_of_file(BcLanguage language, BcFileFault fault)
{
	return file_words[fault].words.words[language];
}

const char *
bc_hint_of_file(BcLanguage language, BcFileFault fault)
{
	return file_words[fault].words.hints[language];
}
