/*
 * name.c: names of people after a label.  Without a label a name is
 * never found: poets and heroes of novels have names too.
 */
#include "core/screen/internal.h"

/* The commonest surnames: the public security ministry's reports, and others of
 * the Hundred Family Surnames. */
static const char surnames[] =
	"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘"
	"袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦"
	"邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪"
	"季鲁樊葛安齐颜庄邢倪伍殷兰单梅辛关柳凌阮翁纪聂焦俞管左涂骆邬柯欧耿路卜祝"
	"窦岳包甄宁翟毕尚詹喻谷柴柏瞿席卓温项舒牛邸冉解景阎蒲华祁车盛温费褚霍靳裴"
	"桂鲍成储查滕裘穆党戚申游艾房鞠苗屈祖简苟佟迟卫岑尤宫苍储苑司桑郎楚闻邝娄闵"
	"商冼隋晏仇农阳麦练蓝甘连应饶占邰巩明习鹿匡蔺冷池豆丛植奚亓佘雍阙仲燕官郁帅"
	"米巫原敖沙诸容瞿庞幸辜富伊符涛郜臧虞狄宗骆计麻揭郸花滑薄封利暨牟班路"
	"萧曲边卞刁荆栗寇戈乐皮仝鄢晁逄綦傅芦章童吉屠谈栾廉盖姬冀蒙束郦濮扈慕茹阚訾巢蒯竺谌羿郏厉鄂酆"
	"粟古荣嵇汲溥於莘璩宦庾蔚夔逯矫冶";
static const char *const compound[] = {
	"欧阳", "诸葛", "上官", "司马", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容",
	"令狐", "端木", "夏侯", "轩辕", "长孙", "宇文", "南宫", "百里", "独孤", "西门"
};

/* What may follow a name without punctuation. */
static const char followers[] =
	"的是在和与及先女住电手身于因今男已来现毕家出将向从对把被说同，性年籍联拨做去要想给"
	"打让请到喜有很刚也正就都、护邮微证学生工职老太当收诉";

/* Two characters that begin with a surname and are no name. */
static const char *const words[] = {
	"管理", "高级", "方面", "方式", "时间", "成员", "安全", "有限", "全部", "高中", "高手",
	"任何", "任务", "程序", "文字", "文本", "文员", "金额", "金融", "成都", "成人", "成功",
	"常见", "明确", "明天", "明星", "习惯", "和谐", "单位", "单身", "关系", "关于", "关注",
	"万能", "石家", "应该", "应届", "应聘", "路人", "项目", "解决", "解释", "牛奶", "安徽",
	"宁波", "江西", "江苏", "湖南", "华人", "华为", "白领", "白色", "计算", "计划", "商人",
	"农民", "农村", "沙发", "利用", "利益", "班长", "班主", "富有", "封面", "原告", "原因",
	"符合", "容易", "官方", "连接", "连续", "方法", "方便", "严格", "严重", "左右", "包括",
	"包含", "尚未", "向量", "查询", "查看", "游客", "游戏", "申请", "温度", "房东", "房间",
	"简单", "简历", "司机", "阳光", "麦克", "池塘", "花园", "花费", "麻烦", "米饭", "燕子",
	"康复", "广东", "唐朝", "宋朝", "秦朝", "汉族", "回族", "满族", "毛病", "段落", "龙头",
	"施工", "柳州", "温州", "杭州", "苏州", "郑州", "林业", "田野", "马上", "马路", "黄色",
	"黄金", "周末", "周围", "周一", "曾经", "何时", "何人", "何种", "常用", "常年", "武汉",
	"于是", "余额", "余下", "范围", "石油", "夏天", "江湖", "雷电", "钱包", "顾客", "庄稼",
	"兰州", "应当", "应首", "应按", "应在", "应立", "应避", "应定", "应给", "应予", "应注", "应尽", "应根", "应依", "应进", "应有", "应提", "应接",
	"应由", "应于", "易发", "易感", "易患", "易出", "常发", "常有", "常因", "常伴", "常出", "万一", "向其", "向有", "文科", "帅哥", "帅气", "柏林", "单方", "单侧", "付款", "付费", "申报", "路线", "路由", "项链", "舒适", "车辆", "车主", "车牌", "费用", "成年", "成为",
	"祖国", "党员", "党委", "艾滋", "宫殿", "楚国", "米粉", "仲裁", "幸福", "花朵", "全国",
	"万物", "小学", "梁山", "谷歌", "欧洲", "欧盟", "白天", "白人", "贺卡", "陆地", "陆军",
	"叶子", "洪水", "祝福", "祝愿", "包装", "充分", "宁夏", "海南", "金属", "明白", "明显",
	"平均", "元素", "从事", "来自", "不详", "未知", "计生", "甘肃", "单独", "单一", "单个",
	"管家", "计费", "高校", "高管", "易于", "和平", "常住", "常驻", "安装", "安排", "方案",
	"文化", "文学", "文章", "成绩", "应用", "项下", "程度", "金牌", "罗马", "苏联", "韩国",
	"唐代", "宋代", "秦始", "谢谢", "于昨", "于今", "于上", "于去", "于本", "于此", "于前",
	"于同", "曾任", "曾在", "曾获", "曾参", "任职", "任教", "任成", "任组", "任副", "任主",
	"从业", "古代", "古典", "古诗", "古人", "古老", "古今", "古文", "古董", "荣誉", "荣获", "荣耀", "章程", "章节", "童年", "童话", "童装", "吉他", "吉祥", "吉林", "谈话", "谈判", "谈论",
	"谈恋", "谈谈", "盖章", "盖子", "盖好", "蒙古", "束缚", "慕名", "鄂州", "鄂尔", "冀州", "冀中", "廉价", "廉租",
	"廉政", "厉害", "厉行", "白班", "金牛", "白羊", "边框", "边界", "边缘", "边上", "曲线", "曲目", "乐队", "乐器", "乐观", "乐于",
	"皮肤", "皮革", "荆棘", "余生", "祝您", "祝你", "钟爱", "金奖", "解放", "安心", "常常", "时常"
};

/* Names that stand for anybody. */
static const char *const anybody[] = {
	"张三", "李四", "王五", "赵六", "小明", "小红", "小李", "小王", "张某", "李某", "王某",
	"刘某", "陈某", "赵某", "孔子", "孟子", "老子", "庄子", "荀子", "孙子", "墨子", "韩非",
	"李白", "杜甫", "苏轼", "王维", "屈原", "陶渊明", "白居易", "李清照", "辛弃疾", "王羲之",
	"曹操", "刘备", "孙权", "关羽", "张飞", "赵云", "诸葛亮", "周瑜", "司马懿", "吕布",
	"孙悟空", "唐僧", "猪八戒", "沙僧", "贾宝玉", "林黛玉", "薛宝钗", "武松", "宋江", "鲁智深",
	"秦始皇", "武则天", "朱元璋", "鲁迅", "老舍", "金庸", "雷锋"
};

/* Foreign names in Chinese that begin with a surname: a given name alone. */
static const char *const foreign[] = {
	"詹妮弗", "詹姆斯", "安德鲁", "安德森", "安东尼", "安吉拉", "安娜贝", "马修斯", "马里奥", "马库斯", "汤姆", "汤米",
	"汤普森", "乔治", "乔丹", "乔伊斯", "乔安娜", "乔纳森", "艾伦", "艾玛", "艾米莉", "艾丽丝", "艾略特", "路易斯", "路易丝",
	"路易莎", "罗伯特", "罗伯茨", "罗杰斯", "罗宾", "戴维", "戴安娜", "米歇尔", "米勒", "柯南", "温蒂", "温斯顿", "费舍尔",
	"鲍勃", "鲍里斯", "莫妮卡", "莫里斯", "麦克", "麦琪", "史密斯", "史蒂", "伊丽莎", "伊万", "伊恩", "伊莎贝", "辛迪",
	"辛普森", "霍华德", "夏洛特", "康纳", "华盛顿", "文森特"
};

/* After a surname: how the person is addressed, no given name. */
static const char *const titles[] = {
	"先生", "女士", "小姐", "经理", "老师", "医生", "主任", "师傅", "同学", "总监", "律师",
	"教授", "博士", "阿姨", "叔叔", "成员", "组长", "部长", "某某"
};

/* No given name holds a particle. */
static const char particles[] = "的了吗呢吧们着么呀是";

/* 我是...的: whose relation the speaker is. */
static const char *const kin[] = {
	"家长", "妈妈", "爸爸", "母亲", "父亲", "爷爷", "奶奶", "外公", "外婆", "老公", "老婆", "丈夫",
	"妻子", "儿子", "女儿", "姐姐", "哥哥", "弟弟", "妹妹", "同事", "同学", "室友", "邻居", "朋友",
	"班主任", "律师", "助理", "秘书", "监护人", "女朋友", "男朋友"
};

/* Bytes of a name, the dots of long ones not counted. */
#define READ	12

typedef enum Strength
{
	WEAK,						/* 我是 */
	PLAIN,						/* 我叫 */
	PROSE,						/* 患者, 当事人: words of every text, too */
	STRONG						/* 姓名, 联系人, ... */
} Strength;

/*
 * Characters of what patients, parties and insured persons do and have in
 * ordinary sentences; given names seldom have them.
 */
static const char of_sentences[] =
	"及到当应法院伴提述款须需不无未必按被将使或者且但若则此该各种类型性期内外前后量额费用病症痛肿"
	"炎癌药剂疗治诊查检验服食血尿便肝肾胃肺脑肌骨皮肤见患具备拥享负承依据对向在以所首选侧式经过仍还也均都"
	"又再曾已更最很太较做施停止逐现死亡息眠饮觉自某";

static bool
han(const BcScan *s, size_t i)
{
	return i + 3 <= s->n && s->t[i] >= 0xE4 && s->t[i] <= 0xE9 &&
		bc_utf8_length(s->t + i, s->t + s->n) == 3;
}

static bool
listed(const BcScan *s, size_t i, const char *list)
{
	for (; *list != '\0'; list += 3)
		if (bc_scan_starts(s, i, "") && i + 3 <= s->n &&
			memcmp(s->t + i, list, 3) == 0)
			return true;
	return false;
}

static bool
any_of(const BcScan *s, size_t i, const char *const *list, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (bc_scan_starts(s, i, list[k]))
			return true;
	return false;
}

/* 的 and whose relation or help somebody is. */
static bool
of_kin(const BcScan *s, size_t i)
{
	return bc_scan_starts(s, i, "的") &&
		any_of(s, i + 3, kin, sizeof(kin) / sizeof(kin[0]));
}

/* 本人祝英杰自愿...: what a person who names himself says. */
static bool
declares(const BcScan *s, size_t i)
{
	static const char *const verbs[] = {
		"自愿", "承诺", "声明", "同意", "授权", "委托", "确认", "保证", "申请", "郑重", "身份证",
		"诉称", "辩称", "述称", "表示", "认为", "不服", "主张", "提出"
	};

	return any_of(s, i, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

static bool
given_name(const BcScan *s, size_t i, unsigned n)
{
	for (unsigned k = 0; k < n; k++)
		if (listed(s, i + 3 * k, of_sentences))
			return false;
	return true;
}

/* The length in characters of the name at i, or 0. */
static unsigned
name_length(const BcScan *s, size_t i, Strength strength)
{
	unsigned	run = 0;
	unsigned	family = 1;

	while (run < 7 && han(s, i + 3 * run))
		run++;
	if (any_of(s, i, compound, sizeof(compound) / sizeof(compound[0])))
		family = 2;
	else if (!listed(s, i, surnames) ||
			 any_of(s, i, words, sizeof(words) / sizeof(words[0])) ||
			 any_of(s, i, foreign, sizeof(foreign) / sizeof(foreign[0])))
		return 0;
	for (unsigned k = family; k < run && k < family + 2; k++)
		if (listed(s, i + 3 * k, particles))
			run = k;
	if (run == family + 1 || run == family + 2)
		return strength == PROSE && !given_name(s, i + 3 * family, run - family) ? 0 : run;
	if (run < family + 1)
		return 0;
	if (strength == WEAK)
	{
		for (unsigned given = 2; given > 0; given--)
			if (of_kin(s, i + 3 * (family + given)) ||
				declares(s, i + 3 * (family + given)))
				return family + given;
		return 0;
	}
	for (unsigned given = bc_scan_starts(s, i + 3 * (family + 1), "与") ||
		 bc_scan_starts(s, i + 3 * (family + 1), "及") ? 1 : 2; given > 0; given--)
		if ((listed(s, i + 3 * (family + given), followers) ||
			 declares(s, i + 3 * (family + given))) &&
			(strength != PROSE || given_name(s, i + 3 * family, given)))
			return family + given;
	return 0;
}

/* 姓名（中文）：, 出租方（甲方）: what stands in brackets between label and colon. */
static size_t
skip_remark(const BcScan *s, size_t i)
{
	bool		wide = bc_scan_starts(s, i, "（");
	size_t		at = i + (wide ? 3 : 1);

	if (!wide && bc_at(s, i) != '(')
		return i;
	for (int k = 0; k < 6 && han(s, at); k++)
		at += 3;
	at += bc_at(s, at) == ')' ? 1 : bc_scan_starts(s, at, "）") ? 3 : s->n;
	return bc_at(s, at) == ':' || bc_scan_starts(s, at, "：") ? at : i;
}

/* Colons, quotes, 是 and the like after a label; *colon tells of the first. */
static size_t
skip_separators(const BcScan *s, size_t i, bool *colon)
{
	static const char *const marks[] = {
		"：", ":", "\"", "“", " ", "为", "是", "叫做", "叫", "=", "'", "（", "(", "【", "\t",
		"|", "*", "/电话", ">", "「", "『", "- ", "-", "—"
	};
	size_t		from = i;
	bool		found = true;

	*colon = false;
	i = skip_remark(s, i);
	while (found && i - from < 48)
	{
		bool		set_off;
		size_t		next = bc_scan_past_marks(s, i, true, &set_off);

		found = next > i;
		i = next;
		for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
			if (bc_scan_starts(s, i, marks[k]))
			{
				*colon |= k < 2;
				i += strlen(marks[k]);
				found = true;
			}
	}
	return i;
}

/* The bytes of small letters at i, with accents (two bytes) too; 0 for 20 and more. */
static size_t
small_letters(const BcScan *s, size_t i)
{
	size_t		n = 0;

	while (n < 20 && (bc_is(bc_at(s, i + n), BC_C_LOWER) ||
					  (bc_at(s, i + n) >= 0x80 && bc_at(s, i + n) < 0xE0)))
		n++;
	return n == 20 ? 0 : n;
}

/* The bytes at i, behind the first capital, of one name: Carter, O'Connor, Anna-Maria. */
static size_t
name_letters(const BcScan *s, size_t i)
{
	size_t		n = small_letters(s, i);

	/* one joint: longer chains are no names */
	if ((n > 0 || bc_at(s, i - 1) == 'O' || bc_at(s, i - 1) == 'D') &&
		((bc_at(s, i + n) == '-' && n > 0) || (bc_at(s, i + n) == '\'' && n == 0)) &&
		bc_is(bc_at(s, i + n + 1), BC_C_UPPER))
	{
		size_t		more = small_letters(s, i + n + 2);

		return more == 0 ? n : n + 2 + more;
	}
	return n;
}

/* Two or three capitalised words at i; the end, or 0. */
static size_t
latin_name(const BcScan *s, size_t i)
{
	size_t		at = i;
	size_t		end = 0;

	for (int k = 0; k < 3; k++)
	{
		size_t		n;

		if (!bc_is(bc_at(s, at), BC_C_UPPER))
			break;
		n = name_letters(s, at + 1);
		if (n == 0)
		{
			if (k == 0 || bc_at(s, at + 1) != '.')
				break;
			n = 1;				/* a middle initial */
		}
		else if (bc_is(bc_at(s, at + 1 + n), BC_C_WORD) &&
				 !bc_is(bc_at(s, at + 1 + n), BC_C_UPPER))
			break;
		else if (k > 0)
			end = at + 1 + n;
		at += 1 + n;
		if (bc_at(s, at) != ' ')
			break;
		at++;
	}
	return end;
}

static bool
surname_particle(const BcScan *s, size_t i)
{
	size_t		n = bc_scan_run(s, i, BC_C_LETTER, 8);

	return bc_scan_in_list(s->t + i, n, "de van von der den le la du di da del dos bin al") &&
		bc_scan_run(s, i + n + 1, BC_C_UPPER, 1) == 1 && latin_name(s, i + n + 1) == 0;
}

/* "Test Server", "Product Team": one of the words of [a, b) is a thing's. */
static bool
names_thing(const BcScan *s, size_t a, size_t b)
{
	while (a < b)
	{
		size_t		n = bc_scan_run(s, a, BC_C_LETTER, b - a);

		if (bc_scan_in_list(s->t + a, n,
							"test server service team product project company system "
							"sample example demo default admin group table file report "
							"user account department unknown"))
			return true;
		a += n + 1;
	}
	return false;
}

/* Names that stand for anybody, and what a form has for one. */
static bool
latin_anybody(const BcScan *s, size_t i, size_t len)
{
	static const char *const examples[] = {
		"John Doe", "Jane Doe", "John Smith", "Jane Smith", "Joe Smith", "Joe Bloggs",
		"Full Name", "First Last", "First Name", "Last Name"
	};

	for (size_t k = 0; k < sizeof(examples) / sizeof(examples[0]); k++)
		if (strlen(examples[k]) == len && bc_scan_starts(s, i, examples[k]))
			return true;
	return false;
}

static void
add_latin(BcScan *s, size_t i, unsigned score)
{
	size_t		end = latin_name(s, i);
	size_t		len = end - i;

	/* Mr. De Gucht: a surname alone */
	if (score < 60 && surname_particle(s, i))
		score = 20;
	if (end == 0 || bc_scan_starts(s, i, "The ") || bc_scan_starts(s, i, "My ") ||
		bc_scan_starts(s, i, "New ") || bc_scan_starts(s, i, "Your "))
		return;
	if (bc_is(bc_at(s, end), BC_C_WORD) || bc_at(s, end) == '(' ||
		latin_anybody(s, i, len) ||
		names_thing(s, i, end))
		score = 20;
	bc_scan_add(s, BC_PERSON_NAME, i, end, score);
}

static bool
for_anybody(const BcScan *s, size_t at, unsigned n)
{
	for (size_t k = 0; k < sizeof(anybody) / sizeof(anybody[0]); k++)
		if (strlen(anybody[k]) == 3 * n && bc_scan_starts(s, at, anybody[k]))
			return true;
	return false;
}

/* The cell [a, b) of a column of names. */
static void
name_cell(BcScan *s, size_t a, size_t b)
{
	unsigned	n = b - a <= 12 ? name_length(s, a, STRONG) : 0;

	if (n != 0 && 3 * n == b - a)
		bc_scan_add(s, BC_PERSON_NAME, a, b, for_anybody(s, a, n) ? 20 : 60);
}

/* 阿卜杜拉·买买提: names of two parts or more, which a dot joins. */
static bool
add_dotted(BcScan *s, size_t i)
{
	static const char *const examples[] = {"约翰·史密斯", "简·史密斯", "乔·史密斯", "约翰·多伊", "简·多伊"};
	size_t		at = i;
	unsigned	dots = 0;
	unsigned	length;

	for (;;)
	{
		unsigned	run = 0;
		uint32_t	c;

		while (run < 8 && han(s, at + 3 * run))
			run++;
		if (run == 0 || run == 8)
			return false;
		at += 3 * run;
		c = bc_scan_next(s, at, &length);
		if (c != 0xB7 && c != 0x2022 && c != 0x2027 && c != 0x30FB)
			break;
		if (++dots == 4)
			return false;
		at += length;
	}
	if (dots == 0)
		return false;
	bc_scan_add(s, BC_PERSON_NAME, i, at,
				any_of(s, i, examples, sizeof(examples) / sizeof(examples[0])) ? 20 : 60);
	return true;
}

/* The name that fills the line at i, perhaps with more behind a mark. */
static void
name_line(BcScan *s, size_t i)
{
	unsigned	n = name_length(s, i, STRONG);
	unsigned	length;
	uint32_t	next = bc_scan_next(s, i + 3 * n, &length);

	if (n != 0 && (next == 0 || next == '\n' || next == '\r' || next == ' ' || next == ',' ||
				   next == '(' || next == 0x3001 || next == '*' || next == '|'))
		bc_scan_add(s, BC_PERSON_NAME, i, i + 3 * n, for_anybody(s, i, n) ? 20 : 60);
}

static void
add_name(BcScan *s, size_t i, Strength strength, bool ordinary)
{
	bool		colon;
	size_t		at;
	size_t		below;
	unsigned	n;
	unsigned	score;
	unsigned	length;
	uint32_t	next;

	at = skip_separators(s, i, &colon);
	bc_scan_reads(s, i, at + READ);
	/* without a sign between them the label may be a word of a sentence */
	below = colon || bc_scan_heads_line(s, i) ? bc_scan_next_line(s, at) : at;
	score = strength != STRONG ? 50 : colon ? 60 : 55;
	if (at == i && below == at && ordinary)
		strength = PROSE;
	if (below > at && strength == STRONG)
	{
		name_line(s, below);
		return;
	}
	if (!han(s, at))
	{
		if (colon || strength >= PROSE)
			add_latin(s, at, colon ? 60 : 55);
		return;
	}
	if (strength == STRONG && add_dotted(s, at))
		return;
	n = name_length(s, at, strength);
	if (n == 0)
		return;
	if (for_anybody(s, at, n))
		score = 20;
	if (any_of(s, at + 3, titles, sizeof(titles) / sizeof(titles[0])) ||
		bc_scan_starts(s, at + 3, "某") || bc_scan_starts(s, at + 3 * n - 3, "某"))
		score = 20;
	next = bc_scan_next(s, at + 3 * n, &length);
	/* 我是 needs the clause to end after the name */
	if (strength == WEAK && next != ',' && next != 0x3002 && next != '!' &&
		next != 0 && !of_kin(s, at + 3 * n) && !declares(s, at + 3 * n))
		return;
	/* part of a longer foreign name: no Chinese one */
	if (next == 0xB7 || next == '-' || bc_is((unsigned char) (next < 128 ? next : 0), BC_C_LETTER))
		return;
	bc_scan_add(s, BC_PERSON_NAME, at, at + 3 * n, score);
}

/* The bytes of what stands before 人 in a label: 联系人, 收件人, 病人; 0: none. */
static size_t
person_label(const BcScan *s, size_t i)
{
	static const char people[] =
		"联系收件收货负责经办寄件发件申请当事委托开户持卡投保保险借款担保代表监护受益出租承租"
		"签收订票乘车报案报名收款付款汇款购票预订预约登记填表经手介绍推荐债务债权入住就诊投诉"
		"举报领取接收取件签约保证见证承办经营出借出卖买受转让受让赠与受赠继承抵押质押承包发包代理制表审核"
		"审批复核校对填报值班领用报修报警上诉执行陪护陪同采购联络接待出让供货下单";

	for (const char *p = people; i >= 6 && *p != '\0'; p += 6)
		if (s->t[i - 1] == (unsigned char) p[5] && memcmp(s->t + i - 6, p, 6) == 0)
			return 6;
	return bc_scan_ends(s, i, "病") || bc_scan_ends(s, i, "证") ? 3 : 0;
}

/* A colon right after the label, perhaps after a remark in brackets. */
static bool
colon_follows(const BcScan *s, size_t i)
{
	i = skip_remark(s, i);
	return bc_at(s, i) == ':' || bc_scan_starts(s, i, "：");
}

/* 人: 联系人, 法人代表, 本人. */
static void
after_person(BcScan *s, size_t i)
{
	size_t		label;

	bc_scan_reads_back(s, i, 2);
	label = person_label(s, i);
	if (label != 0)
	{
		bc_scan_table(s, i - label, i + 3, name_cell);
		add_name(s, i + (bc_scan_starts(s, i + 3, "签字") ||
						 bc_scan_starts(s, i + 3, "签名") ||
						 bc_scan_starts(s, i + 3, "签章") ? 9 : 3), STRONG, true);
	}
	else if (bc_scan_ends(s, i, "法"))
	{
		size_t		at = i + (bc_scan_starts(s, i + 3, "代表") ? 9 : 3);

		if (colon_follows(s, at))
			add_name(s, at, STRONG, false);
	}
	else if (bc_scan_ends(s, i, "本"))
		add_name(s, i + 3, WEAK, false);
}

/*
 * Labels of parties, which are words of every text as well: they count with
 * a colon only.
 */
static void
after_party(BcScan *s, size_t i)
{
	static const char *const parties[] = {
		"客户姓名", "客户名称", "客户", "户名", "甲方", "乙方", "原告", "被告"
	};

	bc_scan_reads(s, i + 3, i + 6);
	if (bc_scan_starts(s, i, "户主") ||
		(bc_scan_starts(s, i, "户名") && !bc_scan_ends(s, i, "用") && !bc_scan_ends(s, i, "账")))
	{
		bc_scan_table(s, i, i + 6, name_cell);
		add_name(s, i + 6, STRONG, true);
		return;
	}
	if (bc_scan_starts(s, i, "签名") || bc_scan_starts(s, i, "签字"))
	{
		if (colon_follows(s, i + 6))
			add_name(s, i + 6, STRONG, false);
		return;
	}
	if (bc_scan_starts(s, i, "告") && i >= 3)
		i -= 3;					/* 原告, 被告 */
	for (size_t k = 0; k < sizeof(parties) / sizeof(parties[0]); k++)
		if (bc_scan_starts(s, i, parties[k]))
		{
			size_t		at = i + strlen(parties[k]);

			if (colon_follows(s, at))
				add_name(s, at, STRONG, false);
			return;
		}
}

/* A character that begins or ends a label is at i. */
void
bc_scan_name(BcScan *s, size_t i)
{
	if (bc_scan_starts(s, i, "姓"))
	{
		size_t		at = i + 3;

		bc_scan_reads(s, i, i + 9);
		/* forms space it: 姓  名 */
		while (bc_at(s, at) == ' ' && at < i + 9)
			at++;
		if (bc_scan_starts(s, at, "名"))
		{
			bc_scan_table(s, i, at + 3, name_cell);
			add_name(s, at + 3, STRONG, false);
		}
	}
	else if (bc_scan_starts(s, i, "患者"))
	{
		if (!bc_scan_starts(s, i + 6, "姓名"))
			add_name(s, i + 6, STRONG, true);
	}
	else if (bc_scan_starts(s, i, "人"))
		after_person(s, i);
	else if (bc_scan_starts(s, i, "叫"))
	{
		if (bc_scan_ends(s, i, "我") || bc_scan_ends(s, i, "名字"))
			add_name(s, i + (bc_scan_starts(s, i + 3, "做") ? 6 : 3), PLAIN, false);
	}
	else if (bc_scan_starts(s, i, "是"))
	{
		if (bc_scan_ends(s, i, "名字") || bc_scan_ends(s, i, "本人"))
			add_name(s, i + 3, PLAIN, false);
		else if (bc_scan_ends(s, i, "我"))
			add_name(s, i + 3, WEAK, false);
	}
	else
		after_party(s, i);
}

/* Marks alone are before i in its line: it is a label's place. */
static bool
marked_line(const BcScan *s, size_t i)
{
	while (i > 0 && (s->t[i - 1] == '*' || s->t[i - 1] == ' ' || s->t[i - 1] == '-' ||
					 s->t[i - 1] == '#' || s->t[i - 1] == '>' || s->t[i - 1] == '|' || s->t[i - 1] == '"'))
		i--;
	return i == 0 || s->t[i - 1] == '\n';
}

/*
 * The last letter of a label before a colon at i: Patient, Recipient.  Those
 * who speak in dialogues are none.
 */
static void
after_role(BcScan *s, size_t i)
{
	static const char roles[] =
		"patient contact applicant recipient tenant guarantor cardholder policyholder beneficiary signatory "
		"landlord employer consignee payee addressee";
	size_t		a = i + 1;
	size_t		at;
	size_t		end;
	bool		set_off;

	at = bc_scan_past_marks(s, i + 2, false, &set_off);
	end = latin_name(s, at);
	if (end == 0)
		return;
	while (a > 0 && i + 1 - a < 16 && bc_is(s->t[a - 1], BC_C_LETTER))
		a--;
	if (!bc_scan_in_list(s->t + a, i + 1 - a, roles) ||
		(a > 0 && bc_is(s->t[a - 1], BC_C_WORD)))
		return;
	if ((end == s->n || strchr("\n\r,.;(|<*)", s->t[end]) != NULL))
		add_latin(s, at, 60);
}

/* "nam" of "Name:", or "Mr." at i. */
void
bc_scan_latin_name(BcScan *s, size_t i)
{
	size_t		at;
	bool		joined = i > 0 && bc_is(s->t[i - 1], BC_C_WORD);
	bool		set_off;

	if (bc_at(s, i + 1) == ':')
	{
		after_role(s, i);
		return;
	}
	if (joined && !bc_scan_ends(s, i, "full_") &&
		!bc_scan_ends(s, i, "patient_") && !bc_scan_ends(s, i, "customer_") &&
		!bc_scan_ends(s, i, "real_"))
		return;
	if (bc_scan_starts(s, i, "Mr. ") || bc_scan_starts(s, i, "Mrs. "))
	{
		add_latin(s, i + (s->t[i + 2] == '.' ? 4 : 5), 50);
		return;
	}
	if (!bc_scan_starts_nocase(s, i, "name"))
		return;
	bc_scan_reads(s, i, i + 24);
	at = i + 4;
	if (bc_scan_starts(s, at, " is ") && i >= 3 &&
		bc_scan_starts_nocase(s, i - 3, "my "))
	{
		add_latin(s, at + 4, 50);
		return;
	}
	/* **Name**: , <b>Name</b>: */
	if (bc_at(s, at) != '>' && bc_at(s, at) != ' ')
		at = bc_scan_past_marks(s, at, true, &set_off);
	if (bc_at(s, at) == '"')
		at++;
	/* <name>, name=: with a Chinese name only */
	if ((bc_at(s, at) == '>' || bc_at(s, at) == '=') && han(s, at + 1))
	{
		add_name(s, at + 1, STRONG, false);
		return;
	}
	if (bc_at(s, at) != ':' && !bc_scan_starts(s, at, "："))
		return;
	at += bc_at(s, at) == ':' ? 1 : 3;
	at = bc_scan_past_marks(s, at, false, &set_off);
	if (bc_at(s, at) == '"')
		at++;
	if (han(s, at))
		add_name(s, at, STRONG, false);
	else if (joined || marked_line(s, i) || bc_scan_word_before(s, i,
															   "full patient customer contact client employee student applicant guest passenger cardholder") != 0)
		add_latin(s, at, 60);
}
