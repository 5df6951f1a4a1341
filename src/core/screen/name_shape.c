/*
 * name_shape.c: what has the shape of a Chinese name: a surname, one or two
 * characters, and no word that begins so.
 */
#include "core/screen/name_shape.h"

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

/*
 * Characters of what patients, parties and insured persons do and have in
 * ordinary sentences; given names seldom have them.
 */
static const char of_sentences[] =
	"及到当应法院伴提述款须需不无未必按被将使或者且但若则此该各种类型性期内外前后量额费用病症痛肿"
	"炎癌药剂疗治诊查检验服食血尿便肝肾胃肺脑肌骨皮肤见患具备拥享负承依据对向在以所首选侧式经过仍还也均都"
	"又再曾已更最很太较做施停止逐现死亡息眠饮觉自某";

bool
bc_name_any_of(const BcScan *s, size_t i, const char *const *list, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (bc_scan_starts(s, i, list[k]))
			return true;
	return false;
}

/* 的 and whose relation or help somebody is. */
bool
bc_name_of_kin(const BcScan *s, size_t i)
{
	return bc_scan_starts(s, i, "的") &&
		bc_name_any_of(s, i + 3, kin, sizeof(kin) / sizeof(kin[0]));
}

/* 本人祝英杰自愿...: what a person who names himself says. */
bool
bc_name_declares(const BcScan *s, size_t i)
{
	static const char *const verbs[] = {
		"自愿", "承诺", "声明", "同意", "授权", "委托", "确认", "保证", "申请", "郑重", "身份证",
		"诉称", "辩称", "述称", "表示", "认为", "不服", "主张", "提出"
	};

	return bc_name_any_of(s, i, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

static bool
given_name(const BcScan *s, size_t i, unsigned n)
{
	for (unsigned k = 0; k < n; k++)
		if (bc_scan_one_of(s, i + 3 * k, of_sentences))
			return false;
	return true;
}

/* The length in characters of the name at i, or 0. */
unsigned
bc_name_length(const BcScan *s, size_t i, BcNameStrength strength)
{
	unsigned	run = 0;
	unsigned	family = 1;

	while (run < 7 && bc_name_han(s, i + 3 * run))
		run++;
	if (bc_name_any_of(s, i, compound, sizeof(compound) / sizeof(compound[0])))
		family = 2;
	else if (!bc_scan_one_of(s, i, surnames) ||
			 bc_name_any_of(s, i, words, sizeof(words) / sizeof(words[0])) ||
			 bc_name_any_of(s, i, foreign, sizeof(foreign) / sizeof(foreign[0])))
		return 0;
	for (unsigned k = family; k < run && k < family + 2; k++)
		if (bc_scan_one_of(s, i + 3 * k, particles))
			run = k;
	if (run == family + 1 || run == family + 2)
		return strength == BC_NAME_PROSE && !given_name(s, i + 3 * family, run - family) ? 0 : run;
	if (run < family + 1)
		return 0;
	if (strength == BC_NAME_WEAK)
	{
		for (unsigned given = 2; given > 0; given--)
			if (bc_name_of_kin(s, i + 3 * (family + given)) ||
				bc_name_declares(s, i + 3 * (family + given)))
				return family + given;
		return 0;
	}
	for (unsigned given = bc_scan_starts(s, i + 3 * (family + 1), "与") ||
		 bc_scan_starts(s, i + 3 * (family + 1), "及") ? 1 : 2; given > 0; given--)
		if ((bc_scan_one_of(s, i + 3 * (family + given), followers) ||
			 bc_name_declares(s, i + 3 * (family + given))) &&
			(strength != BC_NAME_PROSE || given_name(s, i + 3 * family, given)))
			return family + given;
	return 0;
}

bool
bc_name_for_anybody(const BcScan *s, size_t at, unsigned n)
{
	for (size_t k = 0; k < sizeof(anybody) / sizeof(anybody[0]); k++)
		if (strlen(anybody[k]) == 3 * n && bc_scan_starts(s, at, anybody[k]))
			return true;
	return false;
}

/* How a person is addressed, or 某, which hides a name. */
bool
bc_name_titled(const BcScan *s, size_t i)
{
	return bc_name_any_of(s, i, titles, sizeof(titles) / sizeof(titles[0]));
}
