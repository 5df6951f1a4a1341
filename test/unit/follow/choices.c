/*
 * choices.c: an answer that is one of some options: what of a prompt is read as
 * one, word by word, and the like that is none.
 */
#include "asked.h"
#include "litter.h"

typedef struct Choice
{
	const char *prompt;
	const char *asked;
} Choice;

/* A sentence of more bytes than any of these is read back. */
#define SEA	"海海海海海海海海海海海海海海海海海海海海海海海海海海海海海"
#define FAR	SEA SEA "。"

/* Without quotes, with letters, in marks; of a list in the text; in quotes; on lines. */
static const Choice choices[] = {
	{"只回好评或差评。", "options 好评|差评 [只回好评或差评]"},
	{"只能说好评或差评。", "options 好评|差评 [只能说好评或差评]"},
	{"只能回“好评”或差评。", ""},
	{"只回好评、差评。", ""},
	{"只能是好评、差评。", ""},
	{"只能是好评、中评、差评。", "options 好评|中评|差评 [只能是好评、中评、差评]"},
	{"只能为好评、中评、差评。", "options 好评|中评|差评 [只能为好评、中评、差评]"},
	{"只能是：好评、中评、差评", "options 好评|中评|差评 [只能是：好评、中评、差评]"},
	{"答案只能是：好评、中评、差评。", "options 好评|中评|差评 [只能是：好评、中评、差评]"},
	{"只能从好评、中评、差评里。", ""},
	{"只回 好评或差评 。", "options 好评|差评 [只回 好评或差评]"},
	{"只回好评或差评，谢谢。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评（不要别的）", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评：花很好。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评:花很好。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评,谢谢。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评(谢谢)", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评就行。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评即可。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评就可以。", "options 好评|差评 [只回好评或差评]"},
	{"只回好评或差评就够了。", "options 好评|差评 [只回好评或差评]"},
	{"只回就行。", ""},
	{"不要只回好评或差评。", ""},
	{"回答A或B。", ""},
	{"回复A或B", ""},
	{"输出A或B", ""},
	{"回我A或B", ""},
	{"写A或B", ""},
	{"回答一个词：甲或乙。", ""},
	{"回答花：甲或乙。", ""},
	{"就说好或坏。", "options 好|坏 [就说好或坏]"},
	{"直接回好或坏。", "options 好|坏 [直接回好或坏]"},
	{"必须是好或坏。", ""},
	{"只回好/坏。", "options 好|坏 [只回好/坏]"},
	{"只回好／坏。", "options 好|坏 [只回好／坏]"},
	{"只回好还是坏。", "options 好|坏 [只回好还是坏]"},
	{"只回好\n或坏。", ""},
	{"只回好或\"坏\"。", ""},
	{"只回好或「坏」。", ""},
	{"只回或。", ""},
	{"只回好或坏，选一个。", "options 好|坏 [只回好或坏]"},
	{"情感是积极、消极、中性，只回其中一个词。", "options 积极|消极|中性 [积极、消极、中性，只回其中一个]"},
	{"判断情感是积极、消极、中性，只回其中一个。", "options 积极|消极|中性 [积极、消极、中性，只回其中一个]"},
	{"情感是积极、消极，只回其中一个词。", "options 积极|消极 [情感是积极、消极，只回其中一个]"},
	{"情感为积极、消极、中性，只回其中一个词。", "options 积极|消极|中性 [情感为积极、消极、中性，只回其中一个]"},
	{"情绪有喜、怒、哀，只回其中一个词。", "options 喜|怒|哀 [情绪有喜、怒、哀，只回其中一个]"},
	{"类别包括体育、财经，只输出其中一个。", "options 体育|财经 [类别包括体育、财经，只输出其中一个]"},
	{"新闻的类别分为体育、财经、娱乐，只输出其中一个。", "options 体育|财经|娱乐 [新闻的类别分为体育、财经、娱乐，只输出其中一个]"},
	{"等级分甲、乙、丙，只填其中一个。", "options 甲|乙|丙 [等级分甲、乙、丙，只填其中一个]"},
	{"行为规范、道德、法律，只选其中一个。", "options 行为规范|道德|法律 [行为规范、道德、法律，只选其中一个]"},
	{"写个通知，用“1”到“”分节。", "quoted [用“1”到“”]"},
	{"结果是、否，只回其中一个。", "options 结果是|否 [结果是、否，只回其中一个]"},
	{"情感是积极、消极还是中性，只回其中一个词。", "options 积极|消极|中性 [积极、消极还是中性，只回其中一个]"},
	{"是积极还是消极，只回其中一个。", "options 积极|消极 [积极还是消极，只回其中一个]"},
	{"分类：正面/负面/中性，只输出类别名。", "options 正面|负面|中性 [正面/负面/中性，只输出类别]"},
	{"分类：正面/负面，只输出类别名。", "options 正面|负面 [正面/负面，只输出类别]"},
	{"分类：正面、负面，只输出类别名。", "options 正面|负面 [正面、负面，只输出类别]"},
	{"分类：正面、负面、中性，只输出类别名。", "options 正面|负面|中性 [正面、负面、中性，只输出类别]"},
	{"分类（正面/负面/中性），只输出类别名。", "options 正面|负面|中性 [正面/负面/中性），只输出类别]"},
	{"分类。花：正面/负面/中性。只输出类别名。", "options 正面|负面|中性 [正面/负面/中性。只输出类别]"},
	{"花：正面/负面/中性。分类。只输出类别名。", ""},
	{"分类：正面/负面/中性，输出类别名。", "options 正面|负面|中性 [正面/负面/中性，输出类别名]"},
	{"分到【物流】【质量】之一。", "options 物流|质量 [【物流】【质量】之一]"},
	{"分到【物流】、【质量】之一。", "options 物流|质量 [【物流】、【质量】之一]"},
	{"分到【物流】或【质量】之一。", "options 物流|质量 [【物流】或【质量】之一]"},
	{"分到【物流】和【质量】之一。", "options 物流|质量 [【物流】和【质量】之一]"},
	{"分到【物流】之一。", ""},
	{"分到物流】【质量】之一。", ""},
	{"从“高、中、低”里选一个。", "options 高|中|低 [“高、中、低”里选一个]"},
	{"从“高”“中、低”里选一个。", "options 高|中、低 [“高”“中、低”里选一个]"},
	{"从“高”到“中、低”里选一个。", "options 中|低 [“中、低”里选一个]"},
	{"从“高”里选一个。", ""},
	{"从“高、中、低”花里选一个。", "options 高|中|低 [“高、中、低”花里选一个]"},
	{"一致输出1，不一致输出0。", "options 1|0 [输出1，不一致输出0]"},
	{"一致输出1，不一致输出1。", ""},
	{"一致输出10，不一致输出0。", "options 10|0 [输出10，不一致输出0]"},
	{"一致输出100，不一致输出0。", ""},
	{"一致输出1个，不一致输出0。", ""},
	{"一致花1，不一致花0。", ""},
	{"一致填1，不一致填0。", ""},
	{"不要一致输出1，不一致输出0。", ""},
	{"一致输出1，花，不一致输出0。", "options 1|0 [输出1，花，不一致输出0]"},
	{"一致输出1，花，花，不一致输出0。", "options 1|0 [输出1，花，花，不一致输出0]"},
	{"一致输出一，不一致输出0。", ""},
	{"只要选项字母。\nA. 茶\nB. 奶", "options A|B [选项字母]"},
	{"只要选项字母。\nA、茶\nB、奶", "options A|B [选项字母]"},
	{"只要选项字母。\nA 茶\nB 奶", "options A|B [选项字母]"},
	{"只要选项字母。\nA茶\nB奶", "options A|B [选项字母]"},
	{"只要选项字母。\nAx茶\nB奶", ""},
	{"只要选项字母。\n1A茶\nB奶", ""},
	{"只要选项字母。\na. 茶\nb. 奶", "options a|b [选项字母]"},
	{"只要选项字母。\na) 茶\nb) 奶", "options a|b [选项字母]"},
	{"只要选项字母。\na: 茶\nb: 奶", "options a|b [选项字母]"},
	{"只要选项字母。\na：茶\nb：奶", "options a|b [选项字母]"},
	{"只要选项字母。\na）茶\nb）奶", "options a|b [选项字母]"},
	{"只要选项字母。\na．茶\nb．奶", "options a|b [选项字母]"},
	{"只要选项字母。\na、茶\nb、奶", "options a|b [选项字母]"},
	{"只要选项字母。\na 茶\nb 奶", ""},
	{"只要选项字母。\n甲、茶\n乙、奶", "options 甲|乙 [选项字母]"},
	{"只要选项字母。\n甲. 茶\n乙. 奶", "options 甲|乙 [选项字母]"},
	{"只要选项字母。\n甲 茶\n乙 奶", ""},
	{"只要选项字母。\n甲、茶\n丙、奶", ""},
	{"只要选项字母。\nA. 茶", ""},
	{"只要选项字母。\nB. 茶\nA. 奶\nB. 水", "options A|B [选项字母]"},
	{"只要选项字母。\nA. 茶\nB. 奶\nC. 水\nD. 花\nE. 山\nF. 石\nG. 土\nH. 木\nI. 火", "options A|B|C|D|E|F|G|H [选项字母]"},
	{"只要选项字母。\n甲、茶\n乙、奶\n丙、水\n丁、花\n戊、山\n己、石\n庚、土", "options 甲|乙|丙|丁|戊|己 [选项字母]"},
	{"在体育、财经中选择一个。", "options 体育|财经 [体育、财经中选择]"},
	{"在体育、财经里选择一个。", "options 体育|财经 [在体育、财经里选]"},
	{"在体育、财经当中选择一个。", "options 体育|财经 [在体育、财经当中选]"},
	{"从体育、财经中选择一个。", "options 体育|财经 [体育、财经中选择]"},
	{"回答体育、财经其中一个。", "options 体育|财经 [体育、财经其中一个]"},
	{"回答体育、财经之一。", "options 体育|财经 [体育、财经之一]"},
	{"回答 体育、财经 中的一个。", "options 体育|财经 [ 体育、财经 中的一个]"},
	{"只能回体育、财经其中之一。", "options 体育|财经 [体育、财经其中之一]"},
	{"只能给体育、财经其中之一。", "options 体育|财经 [体育、财经其中之一]"},
	{"只能想体育、财经其中之一。", "options 体育|财经 [体育、财经其中之一]"},
	{"体育、财经其中之一。", ""},
	{"在体育、财经中选择一个最喜欢的。", ""},
	{"在体育、财经中选择一个作为答案。", "options 体育|财经 [体育、财经中选择]"},
	{"在体育、财经中选择一个，说说理由。", "options 体育|财经 [体育、财经中选择]"},
	{"在体育\n财经中选择一个。", ""},
	{"在花。体育、财经中选择一个。", ""},
	{"积极/消极，二选一。", "options 积极|消极 [积极/消极，二选一]"},
	{"积极/消极？二选一。", "options 积极|消极 [积极/消极？二选一]"},
	{"积极/消极。二选一。", "options 积极|消极 [积极/消极。二选一]"},
	{"积极/消极二选一。", "options 积极|消极 [积极/消极二选一]"},
	{"情绪是积极/消极，二选一。", "options 积极|消极 [积极/消极，二选一]"},
	{"情绪是积极还是消极，二选一。", "options 积极|消极 [积极还是消极，二选一]"},
	{"“高”“低”中选一个。", "options 高|低 [“高”“低”中选一个]"},
	{"“高”、“低”中选一个。", "options 高|低 [“高”、“低”中选一个]"},
	{"“高”，“低”中选一个。", "options 高|低 [“高”，“低”中选一个]"},
	{"“高”花“低”中选一个。", "options 高|低 [“高”花“低”中选一个]"},
	{"“高”中选一个。", ""},
	{"“高”“低”花中选一个。", ""},
	{"“高”“低”两个等级中选一个。", "options 高|低 [“高”“低”两]"},
	{"“高”“低”两个花花花中选一个。", "options 高|低 [“高”“低”两]"},
	{"“高”“低”两个花花花花中选一个。", ""},
	{"Choose one of the following:\nhot tea\ncold tea", "options hot tea|cold tea [Choose one of the following:\nhot tea\ncold tea]"},
	{"Choose one of the following:\nhot tea\n\ncold tea", ""},
	{"Choose one of the following:\nhot tea", ""},
	{"Choose one of the following:\n- hot tea\n* cold tea", "options hot tea|cold tea [Choose one of the following:\n- hot tea\n* cold tea]"},
	{"Choose one of the following: hot tea, cold tea", ""},
	{"Choose one of the following: \"hot\", \"cold\"", "options hot|cold [Choose one of the following: \"hot\", \"cold\"]"},
	{"Choose one of the following.\nhot tea\ncold tea", ""},
	{"One of these: \"hot\", \"cold\".", "options hot|cold [One of these: \"hot\", \"cold\"]"},
	{"Reply with one of these: \"hot\", \"cold\".", "options hot|cold [one of these: \"hot\", \"cold\"]"},
	{"Reply with one of these: \"hot\".", ""},
	{"请选择其中之一：政治、体育或技术", "options 政治|体育|技术 [选择其中之一：政治、体育或技术]"},
	{"请选择其中之一：[政治、体育、技术]", "options 政治|体育|技术 [选择其中之一：[政治、体育、技术]"},
	{"请选择其中之一： 政治、体育、技术", "options 政治|体育|技术 [选择其中之一： 政治、体育、技术]"},
	{"请选择其中之一：政治、体育，谢谢", "options 政治|体育 [选择其中之一：政治、体育]"},
	{"请选择其中之一：政治", ""},
	{"请选择其中之一：“政治”、“体育”", "options 政治|体育 [选择其中之一：“政治”、“体育”]"},
	{"选择一个：茶、奶或水。", "options 茶|奶|水 [选择一个：茶、奶或水]"},
	{"三选一：茶、奶、水。", "options 茶|奶|水 [三选一：茶、奶、水]"},
	{"可选：退款、物流。只输出其中一个。", "options 退款|物流 [可选：退款、物流]"},
	{"可选\n退款、物流。只输出其中一个。", "options 退款|物流 [可选\n退款、物流]"},
	{"可选：退款、物流。", ""},
	{"可选：退款。只输出其中一个。", ""},
	{"可选：退款、物流。不要只输出其中一个。", ""},
	{"可选花：退款、物流。只输出其中一个。", "options 退款|物流 [退款、物流。只输出其中一个]"},
	{"请用“茶”或“奶”回答。", "options 茶|奶 [用“茶”或“奶”]"},
	{"请用“茶”、“奶”回答。", ""},
	{"请用“茶”“奶”之一回答。", "options 茶|奶 [“茶”“奶”之一]"},
	{"请以“茶”或“奶”作答。", "options 茶|奶 [以“茶”或“奶”]"},
	{"回“茶”或“奶”。", "options 茶|奶 [回“茶”或“奶”]"},
	{"回“是”或“否”。", "yes_no 是|否 [回“是”或“否”]"},
	{"只回“是”或“否”。", "yes_no 是|否 [只回“是”或“否”]"},
	{"回答“茶”，“奶”。", "options 茶|奶 [回答“茶”，“奶”]"},
	{"回答“茶”。或“奶”。", "options 茶|奶 [回答“茶”。或“奶”]"},
	{"回答“茶”\n或“奶”。", ""},
	{"回答花“茶”或“奶”。", "options 茶|奶 [回答花“茶”或“奶”]"},
	{"回答花花“茶”或“奶”。", ""},
	{"Answer 'hot' or 'cold'.", "options hot|cold [Answer 'hot' or 'cold']"},
	{"Answer \"hot.\" or \"cold.\"", "options hot.|cold. [Answer \"hot.\" or \"cold.\"]"},
	{"Answer \"hot\". Or \"cold\".", ""},
	{"Answer \"hot\", \"cold\".", ""},
	{"Answer with the word \"hot\" or \"cold\".", ""},
	{"Answer with a new word \"hot\" or \"cold\".", ""},
	{"Answer \"yes\" or \"no\".", "yes_no yes|no [Answer \"yes\" or \"no\"]"},
	{"Answer only \"yes\" or \"no\".", "yes_no yes|no [Answer only \"yes\" or \"no\"]"},
	{"Answer \"yes\" or \"no\", nothing else.", "yes_no yes|no [Answer \"yes\" or \"no\",]"},
	{"Do not answer \"hot\" or \"cold\".", ""},
	{"If so, answer \"hot\" or \"cold\".", ""},
	{"Translate to \"hot\" or \"cold\".", ""},
	{"选A、B还是C？只要选项字母。", "options A|B|C [选项字母]"},
	{"只要选项字母，选茶还是奶。", ""},
	{"不要只要选项字母。\nA. 茶\nB. 奶", ""},
	{"只输出类别名。", ""},
	{"分类：茶/奶/水。只输出类别名。", "options 茶|奶|水 [茶/奶/水。只输出类别]"},
	{"分类：茶/奶/水。仅输出类别名。", "options 茶|奶|水 [茶/奶/水。仅输出类别]"},
	{"分类：茶/奶/水。输出类别名。", "options 茶|奶|水 [茶/奶/水。输出类别名]"},
	{"分类：茶/奶/水。只用输出类别名。", "options 茶|奶|水 [茶/奶/水。只用输出类别名]"},
	/* of two lists the one before what asks for a choice */
	{"在体育、财经中选择一个：茶、奶、水。", "options 体育|财经 [体育、财经中选择]"},
	{"从“高、中、低”里选一个：茶、奶、水。", "options 高|中|低 [“高、中、低”里选一个]"},
	{"分到【物流】【质量】之一：茶、奶、水。", "options 物流|质量 [【物流】【质量】之一]"},
	{"分类：正面/负面，只回其中一个：茶、奶、水。", "options 正面|负面 [正面/负面，只回其中一个]"},
	{"情感是积极还是消极，只回其中一个：茶、奶、水。", "options 积极|消极 [积极还是消极，只回其中一个]"},
	{"积极/消极，二选一：茶、奶、水。", "options 积极|消极 [积极/消极，二选一]"},
	{"回答体育、财经其中一个：茶、奶、水。", "options 体育|财经 [体育、财经其中一个]"},
	{"“高”“低”中选一个：茶、奶、水。", "options 高|低 [“高”“低”中选一个]"},
	/* a name too long is none, and then other strings are; behind a long sentence all is the same */
	{"情感是茶、奶、海海海海海海海海海海海海海海海海，只回其中一个：“甲”、“乙”。", "options 甲|乙 [其中一个：“甲”、“乙”]"},
	{FAR "情感是积极、消极还是中性，只回其中一个词。", "options 积极|消极|中性 [积极、消极还是中性，只回其中一个]"},
	{FAR "分类：正面/负面/中性，只输出类别名。", "options 正面|负面|中性 [正面/负面/中性，只输出类别]"},
	{FAR "只回好评或差评。", "options 好评|差评 [只回好评或差评]"},
	{FAR "从“高、中、低”里选一个。", "options 高|中|低 [“高、中、低”里选一个]"},
	{FAR "分到【物流】【质量】之一。", "options 物流|质量 [【物流】【质量】之一]"},
	{FAR "请选择其中之一：政治、体育或技术", "options 政治|体育|技术 [选择其中之一：政治、体育或技术]"},
	{FAR "积极/消极，二选一。", "options 积极|消极 [积极/消极，二选一]"},
};

/* How far something reaches: so many fillers may stand there, and no more. */
static const struct
{
	const char *head;
	const char *filler;
	const char *tail;
	unsigned	most;
}			reaches[] = {
	/* three names of 45 bytes at most are 90 bytes at most, behind 只回 */
	{"只回海海海海海海海海海海海海海海海或", "风", "。", 14},
	{"只回茶或", "风", "。", 15},
	/* of the clause before, 150 bytes are read for 是; of a list before it 120 */
	{"情感", "海", "是积极还是消极，只回其中一个。", 41},
	{"分类：海海海海海海海海海海海海海海海/海海海海海海海海海海海海海海海/", "风", "，只输出类别名。", 9},
	/* marks, quotation marks and 在 reach 60, 200 and 300 bytes */
	{"分到【物流】【", "海", "】之一。", 18},
	{"从“海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、", "风", "”里选一个。", 2},
	{"在海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、海海海海海海海海海海海海海海海、", "风", "中选择一个。", 3},
	{"在茶、", "风", "中选择一个。", 15},
	/* six cues before the colon, eight before strings in quotes, four between two cases */
	{"请选择其中之一", "、", "：政治、体育。", 5},
	{"选择一个", "。", "“茶”、“奶”。", 8},
	{"一致输出1，", "，", "不一致输出0。", 3},
	/* strings of fewer than 120 bytes with their marks, lines of fewer than 100 */
	{"请选择其中之一：“茶”、“", "海", "”。", 37},
	{"“高”“低”两个", "海", "中选一个。", 3},
	{"Choose one of the following:\nhot tea\n", "x", "", 99},
	/* 2,000 bytes before and behind what asks for a letter */
	{"只要选项字母。", "海", "\nA. 茶\nB. 奶", 662},
	{"A. 茶\nB. 奶\n", "海", "只要选项字母。", 660},
};

/* How many options there are, and how long the first is. */
static size_t
options_of(const char *head, const char *filler, unsigned times, const char *tail)
{
	static char text[4000];
	size_t		len = (size_t) sprintf(text, "%s", head);
	size_t		options = 0;
	BcConstraints found;

	for (unsigned k = 0; k < times; k++)
		len += (size_t) sprintf(text + len, "%s", filler);
	sprintf(text + len, "%s", tail);
	check(bc_constraints(&bc_malloc_env, slice(text), &found), "memory");
	for (unsigned k = 0; k < found.count; k++)
		if (found.list[k].kind == BC_F_OPTIONS)
			options = found.list[k].strings * 1000 + found.string[found.list[k].first_string].len;
	bc_constraints_free(&found);
	return options;
}

static void
test_reach(size_t i)
{
	size_t		near = options_of(reaches[i].head, reaches[i].filler, 1, reaches[i].tail);

	check(near > 0 && options_of(reaches[i].head, reaches[i].filler, reaches[i].most, reaches[i].tail) == near,
		  reaches[i].head);
	check(options_of(reaches[i].head, reaches[i].filler, reaches[i].most + 1, reaches[i].tail) != near, reaches[i].head);
}

/* Names that differ, so many of them between two texts. */
static size_t
options_named(const char *head, const char *format, unsigned times, const char *tail)
{
	char		names[1000] = "";

	for (unsigned k = 0; k < times; k++)
		sprintf(names + strlen(names), format, 'b' + (int) k);
	return options_of(head, names, 1, tail);
}

/* Twelve are read. */
static void
test_many(void)
{
	check(options_named("Choose one of the following:\n", "tea %c\n", 12, "") == 12005, "twelve lines");
	check(options_named("Choose one of the following:\n", "tea %c\n", 13, "") == 12005, "the thirteenth is none");
	check(options_named("Choose one of the following:\n", "tea %c\n", 1, "") == 0, "one line is no choice");
	check(options_named("选择一个：", "“茶%c”、", 11, "“茶”。") == 12004, "twelve strings in quotes");
	check(options_named("回“茶”", "或“茶%c”", 11, "。") == 12003, "with or between them");
	check(options_named("只回茶", "或茶%c", 11, "。") == 12003, "names without them");
	check(options_named("只回茶", "或茶%c", 12, "。") == 0, "thirteen are no list");
	check(options_named("分到", "【茶%c】", 12, "之一。") == 12004, "names in marks");
}

static bool
asks_for(const char *prompt, const char *wanted)
{
	BcSlice		text = slice(prompt);
	BcConstraints found;
	char		asked[4000];

	litter_stack();
	check(bc_constraints(&bc_malloc_env, text, &found), "memory");
	/* of what was no choice in the end no string is left */
	check(found.count > 0 || found.strings == 0, prompt);
	say_asked(text, &found, asked, sizeof(asked));
	bc_constraints_free(&found);
	if (strcmp(asked, wanted) != 0)
		printf("%s\n  wanted: %s\n  got:    %s\n", prompt, wanted, asked);
	return strcmp(asked, wanted) == 0;
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		check(asks_for(choices[i].prompt, choices[i].asked), choices[i].prompt);
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++)
		test_reach(i);
	test_many();
	return report();
}
