#!/usr/bin/env python3
"""Writes src/core/follow/words_table.c: the words by which prompts state what
an answer must be like, in a hash table over the first word and the next one's first
two letters (ASCII) or the first three characters (Chinese, simplified).

usage: src/tables/follow-words.py > src/core/follow/words_table.c

The classes are those of BcCueClass in src/core/follow/cues.h.  A word
may have a value: 'word=value'.  A space in a phrase stands for spaces and
hyphens.  Words are in lower case.  A class '-' hides what lies within a longer
word: such words make no token.
"""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))

BUCKETS = 8192
FILTER_BITS = 65536

WORDS = {
    'NEG': '''禁忌词=2|忌讳词=2|屏蔽词=2|避免词=2|避用词=2|规避词=2|忌用词=2|看不了|看不懂|显示不了|不支持|渲染不了|识别不了|无法显示|无法渲染|无法识别|莫提=2|莫要提=2|莫用=2|莫写=2|莫说=2|莫要用=2|莫要说=2|莫要写=2|莫出现=2|莫要出现=2|莫要|切莫|切莫提=2|切莫用=2|切莫出现=2|甭提=2|甭用=2|甭写=2|甭说=2|甭出现=2|休提=2|不可以有=2|唔好用=2|唔好提=2|唔好出现=2|唔准用=2|唔可以用=2|唔好写=2|唔可以有=2|唔可以出现=2|唔好|唔使|唔准|去掉全部|去掉所有|避开=1|绕开=1|回避=1|别说=2|千万别写=2|千万别提=2|千万不要提=2|千万别用=2|千万别说=2|别再说=2|不要再提=2|禁用词=2|违禁词=2|禁词=2|禁用的词=2|禁止用词=2|不要说=2|不要写=2|不要写到=2|不要说到=2|不要用到=2|不得说=2|不得写=2|不得写到=2|不得说到=2|不得用到=2|不得提=2|不能说=2|不能写=2|不能写到=2|不能说到=2|不能用到=2|不可说=2|不可写=2|不可写到=2|不可说到=2|不可用到=2|不可提=2|不可提到=2|不可提及=2|不可以说=2|不可以写=2|不可以写到=2|不可以说到=2|不可以用到=2|不可以提=2|不可以提到=2|不可以提及=2|不可以包含=2|不可以含有=2|不许说=2|不许写=2|不许写到=2|不许说到=2|不许用到=2|不许提=2|不许提到=2|不许提及=2|不许使用=2|不许包含=2|不许含有=2|不准说=2|不准写=2|不准写到=2|不准说到=2|不准用到=2|不准提=2|不准提到=2|不准提及=2|不准使用=2|不准包含=2|不准含有=2|别写=2|别写到=2|别说到=2|别用到=2|别提及=2|别出现=2|别使用=2|别包含=2|别含有=2|勿说=2|勿写=2|勿写到=2|勿说到=2|勿用到=2|勿提=2|勿提到=2|勿提及=2|勿出现=2|勿使用=2|勿包含=2|勿含有=2|请勿说=2|请勿写=2|请勿写到=2|请勿说到=2|请勿用到=2|请勿提=2|请勿提到=2|请勿提及=2|请勿出现=2|请勿包含=2|请勿含有=2|切勿说=2|切勿写=2|切勿写到=2|切勿说到=2|切勿用到=2|切勿提=2|切勿提到=2|切勿提及=2|切勿出现=2|切勿使用=2|切勿包含=2|切勿含有=2|禁止说=2|禁止写=2|禁止写到=2|禁止说到=2|禁止用到=2|禁止提=2|禁止提到=2|禁止提及=2|禁止包含=2|禁止含有=2|避免说=2|避免写=2|避免写到=2|避免说到=2|避免用到=2|避免提=2|避免包含=2|避免含有=2|严禁说=2|严禁写=2|严禁写到=2|严禁说到=2|严禁用到=2|严禁提=2|严禁提到=2|严禁提及=2|严禁出现=2|严禁使用=2|严禁包含=2|严禁含有=2|不允许说=2|不允许写=2|不允许写到=2|不允许说到=2|不允许用到=2|不允许提=2|不允许提到=2|不允许提及=2|不允许包含=2|不允许含有=2|no|not|don't|dont|do not|never|without|avoid=1|avoiding=1|refrain=1|refrain from=1|exclude=1|excluding=1|cannot|can't|
cannot be|can not|shouldn't|mustn't|isn't|aren't|won't|doesn't|didn't|wouldn't|free of|devoid of|leave out=1|omit=1|ban|banned|forbidden|
prohibited|neither|nor|none|forget to use=1|stay away from=1|steer clear of=1|off limits|not allowed|skip=1|
不要|不得|不能|不可|不许|别|勿|请勿|避免=1|禁止=1|切勿|严禁=1|杜绝=1|不应|不应该|不准|不含=2|不包含=2|不包括=2|不出现=2|不使用=2|
没有|无|不带=2|不允许|不可以|不该|不必出现|不写|不提=2|不提及=2|不加=2|不会|不是|并非|非|未|不用=3|不得使用=2|不能使用=2|不要使用=2|
不得出现=2|不能出现=2|不要出现=2|不要用=2|不能用=2|不可用=2|不可使用=2|禁用=2|禁止使用=2|禁止出现=2|避免使用=2|避免出现=2|勿用=2|请勿使用=2|别用=2|
不许用=2|不许出现=2|不准用=2|不准出现=2|不允许使用=2|不允许出现=2|不应出现=2|不应包含=2|不得包含=2|不能包含=2|不要包含=2|不能含有=2|不得含有=2|不含有=2|不要含有=2|
不能有=2|不要有=2|不得有=2|不许有=2|不要提=2|不要提到=2|不要提及=2|不能提=2|不能提到=2|不能提及=2|不提到=2|不得提及=2|不得提到=2|避免提及=2|避免提到=2|别提=2|别提到=2|
不可出现=2|不可以出现=2|不可以使用=2|不可以用=2|不可含有=2|不可包含=2|绝不|不输出|不采用=2|不再''',
    'NONEED': '''不用```|不用 ```|不要```|不必```|无需```|别用```|不需要```|不加```|别给我整那一|别给我整那二|别给我整那三|别给我整那四|别给我整那五|别给我整那六|别给我整那七|别给我整那八|别给我整那九|别给我整那十|别给我整那几|别给我整那两|别整那一|别整那二|别整那三|别整那四|别整那五|别整那六|别整那七|别整那八|别整那九|别整那十|别整那几|别整那两|别跟我整那一|别跟我整那二|别跟我整那三|别跟我整那四|别跟我整那五|别跟我整那六|别跟我整那七|别跟我整那八|别跟我整那九|别跟我整那十|别跟我整那几|别跟我整那两|少来那一|少来那二|少来那三|少来那四|少来那五|少来那六|少来那七|少来那八|少来那九|少来那十|少来那几|少来那两|别来那一|别来那二|别来那三|别来那四|别来那五|别来那六|别来那七|别来那八|别来那九|别来那十|别来那几|别来那两|别搞那一|别搞那二|别搞那三|别搞那四|别搞那五|别搞那六|别搞那七|别搞那八|别搞那九|别搞那十|别搞那几|别搞那两|少给我整那一|少给我整那二|少给我整那三|少给我整那四|少给我整那五|少给我整那六|少给我整那七|少给我整那八|少给我整那九|少给我整那十|少给我整那几|少给我整那两|别给我来那一|别给我来那二|别给我来那三|别给我来那四|别给我来那五|别给我来那六|别给我来那七|别给我来那八|别给我来那九|别给我来那十|别给我来那几|别给我来那两|少整那一|少整那二|少整那三|少整那四|少整那五|少整那六|少整那七|少整那八|少整那九|少整那十|少整那几|少整那两|别扯那一|别扯那二|别扯那三|别扯那四|别扯那五|别扯那六|别扯那七|别扯那八|别扯那九|别扯那十|别扯那几|别扯那两|别跟我扯那一|别跟我扯那二|别跟我扯那三|别跟我扯那四|别跟我扯那五|别跟我扯那六|别跟我扯那七|别跟我扯那八|别跟我扯那九|别跟我扯那十|别跟我扯那几|别跟我扯那两|不想听那一|不想听那二|不想听那三|不想听那四|不想听那五|不想听那六|不想听那七|不想听那八|不想听那九|不想听那十|不想听那几|不想听那两|不想看那一|不想看那二|不想看那三|不想看那四|不想看那五|不想看那六|不想看那七|不想看那八|不想看那九|不想看那十|不想看那几|不想看那两|不用用|needn't|no need|don't need|do not need|don't have to|do not have to|not necessary|not necessarily|unnecessary|not required|optional|
optionally|feel free|not limited|may or may not|doesn't have to|does not have to|doesn't need|does not need|no limit|no longer|don't worry|not need|
无需|不必|不需要|无须|没必要|没有必要|不限|不限制|不要求|不一定|不强制|不做要求|不作要求|没有要求|没要求|不用再|未必|可有可无|无所谓|不再要求|
不拘|用不着|不作限制|不受限制|可以不|可不|不用限制|不用管|不用写|不用输出|不用给|不用列|不用加|不用提供|不用按|不用以|不用考虑|不用担心''',
    'COND': '''的时候，你再|的时候你再|时你再|时，你再|if|unless|suppose|in case|assuming|whenever|imagine|supposing|if possible=1|if necessary=1|
如果|若|假如|假设|要是|倘若|除非|一旦|需要的话|必要的话|没有的话|不行的话|是的话|假使|如若|设想|当用户|每当|若是|要不要|是不是''',
    'WH': '''有何优势|有何优点|有何缺点|有何利弊|有何异同|有何不妥|有何影响|有何作用|是否违约|是否有效|是否构成|是否合法|何也|缘何|何故|孰优|孰为|何者|我想知道为什么|我想知道为啥|我想知道怎么|我想问为什么|我想问问为什么|我很好奇为什么|很好奇为什么|编号还是|表格还是|列表还是|分段还是|加粗还是|哪类|哪三|哪几|哪方面|谁的更|谁更|有什么意义=1|有什么实际意义=1|有啥用=1|有什么用=1|有什么区别=1|有什么道理=1|有什么讲究=1|有什么问题=1|有什么不同=1|有啥区别=1|有什么好处=1|有啥好处=1|有啥讲究=1|有啥意义=1|有什么坏处=1|有什么影响=1|有何意义=1|有何区别=1|好还是|点样|点解|几多|边度|边个|咩嘢|乜嘢|咋练|咋学|咋背|咋教|咋记|咋吃|咋走|咋买|咋治|咋养|咋玩|咋穿|咋哄|咋劝|咋开|咋关|咋装|咋配|咋删|咋拒|咋对|咋应|咋申|咋投|咋退|咋换|咋洗|咋做|咋考|咋管|咋带|咋聊|咋谈|咋答|谁定|谁规定|谁说的|听谁的|怪谁|谁的锅|的问题还是|的锅还是|的原因还是|的错还是|咋算|咋说|咋看|咋判|咋处理|咋解决|咋选|咋调|咋定|咋理解|咋设|咋改|咋解|咋填|咋来的|咋破|咋能|凭啥|凭什么|哪个对|谁对|几分|扣几分|多少分|咋想|有何|请问|扣不扣分|可否|是咋|何以|作何|何为|何谓|哪条|哪段|哪句|哪一条|哪份|哪篇|哪版|包不包括|包不包含|咋整|咋办|咋样|咋写|咋弄|咋回|咋搞|为啥|咋回事|使唔使|系唔系|得唔得|好唔好|啱唔啱|哪一年|哪年|哪一天|哪一个|哪位|哪家|哪本|哪首|哪部|该找谁|是谁|找谁|问谁|会不会|够不够|多不多|大不大|算不算|该不该|值不值|难不难|贵不贵|好不好用|学写|学习|想学|学做|学会|how to write|how|how to|how do|how can|what|why|what's|what is|which|whether|who|where|difference|differences|
如何|怎么|怎样|什么是|为什么|为何|是什么|吗|呢|区别|多少|哪些|哪个|哪种|哪里|什么意思|啥|能不能|可不可以|怎么样|如何才能|几个|有没有|什么样|差异|不同之处|优缺点|有什么|什么|几分钟|几秒|几小时|几天|多久|多长时间''',
    'REPORT': '''合同中写明|合同写明|合同里写明|协议中写明|协议写明|合同约定|合同中约定|协议约定|条款写明|甲方在|乙方在|被告在|原告在|买方在|卖方在|出租方在|承租方在|甲方于|乙方于|老师又说|老师还说|老师总说|老师常说|老师曾说|昨儿|昨儿个|前儿个|前次|前番|上回让你|上次让你|方才让你|刚让你|刚刚让你|先前让你|此前让你|之前让你|早先让你|明明让你|前天让你|前几天让你|那天让你|前天我让你|那天我让你|刚刚我让你|刚才我让你|之前我让你|前天你|前两天你|刚刚你|方才你|先前你|此前你|早先你|上周你|罚我|罚他|罚她|罚写|罚抄|罚站|之前你|上次你|刚才你|上回你|前面你|你之前|你上次|你刚才|你上回|你昨天|昨天你|昨晚你|你昨晚|早上你|本来|原本|原想|原打算|本想|本打算|一般不超过|一般不少于|通常不超过|通常不少于|一般不低于|一般要求|通常要求|往往要求|一般会要求|一般为|一般是|一般控制在|通常控制在|常以|多以|往往以|通常以|一般以|总以|惯以|往往|历来|常用来|往往用|惯用|通常都|一般都以|有些人|有的人|人家|班上|被要求|被退回|梦见自己|听说|老师说|有人讲|有人说|人们说|都说|据说|常说|有人认为|规定|said|says|told|tells|asked|asks|wrote|required|requires|demanded|instructed|claimed|claims|mentioned|used to|was|were|had|
说过|说道|曾经|曾|告诉我|跟我说|说我|说他|说她|原来|之前写|以前|上次|昨天|去年''',
    'OTHER': '''主角|男主|女主|主人公|男主角|女主角|男主人公|女主人公|反派|配角|男一号|女一号|he|she|they|his|her|him|them|their|boss|professor|editor|client|my teacher|i|my|we|our|
他|她|他们|她们|我们|我|老师|客户|老板|学校|编辑|领导|同事|朋友|上司|经理|公司|对方|用户|妈妈|爸爸|学生|程序|系统|接口|教授|导师|导演|服务器|api''',
    'MODAL': '''一定要有|必须要有|需要有|得要有|应该有|一定要出现|我想要|must|should|need|needs|need to|shall|please|make sure|ensure|want|wants|have to|has to|be sure|remember to|ought|limit|limited|kindly|
i require|i expect|we require|we expect|i request|make certain|you'll need|i'd like|i would like|don't forget|do not forget|let|try to|attempt|
请|必须|需|需要|应|应该|应当|要|要求|务必|确保|一定要|一定|得用|须|必需|希望|麻烦|记得|注意|保证|尽量|要求是|只能|只可|只许|限|限制|保持|帮我|想要|我要|我想|得有|要有|须有|需有|必须有|得带|要带|得含|要含''',
    'ASK': '''整首|整一首|诌首|诌一首|吟首|赋首|摘录出来|列示|惠赐|赐|就输出=9|就说=9|就写=9|就选=9|只选=9|就填=9|就报=9|只准回=9|只能回=9|只许回=9|只要回=9|只可回=9|光回=9|光说=9|直接说=9|直接回=9|直接答=9|你就回=9|你就说=9|你就答=9|回覆|答覆|跟我说说|跟我讲讲|跟我聊聊|给我说说|给我讲讲|先答|先回答|先回|提炼|梳理|里头是|里面是|推介|变成|产出|变为|放回|放入|贴进|包进|汇总成一张表|整理成一张表|汇总成一个表|整理成一个表|存成|存为|保存成|保存为|画成|整成|拉成|排成|包好|裹起来|就回=9|就答=9|压到|缩至|缩减到|缩减至|扩到|扩充到|扩展到|删到|浓缩到|精炼到|脑暴|头脑风暴|写一个句子|写个句子|写一句话|写句话|缩到|缩成|缩短到|缩短成|精简成|精简为|删减到|砍到|控到|卡在|写够|写满|凑够|凑到|凑满|弄成|改成|回我|回他|回她|附带|留出|空出|添上|写起来|翻作|放代码块|放代码框|做成表|画成表|列成表|整理成表|汇总成表|弄个表|弄张表|弄一个表|搞个表|搞张表|出个表|出张表|给个表|给张表|来个表|来张表|画成一张表|做成一张表|排成表|串成|编成|连成|出点|支招|支个招|出主意|出点主意|只用回|虚构|伪造|模拟一|编造|构思|提炼成|提炼出|提炼为|梳理成|精炼成|汇总成|拆成|拆分成|默写|盘点|出个|出一份|来个|编段|来段|四舍五入|只写=9|只报=9|只说=9|抽取成|抽取为|提取成|提取为|输出成|输出为|包在|装在|包到|列个表|列张表|列一个表|列一张表|做个表|做张表|做一个表|做一张表|画个表|画张表|画一个表|画一张表|拉个表|拉张表|拉一个表|拉一张表|回传|解析成|解析为|导出|放到|附上|附一张|附一个|附一份|夸夸|夸一夸|聊聊|谈一谈|讲讲|说说|评一评|形容一下|点评一下|转为|转化为|只回=9|只答=9|只填=9|只覆|只给=9|仅回=9|仅答=9|仅给=9|只准说|只能说|只许说|只可说|标上|翻成|译成|译为|翻译为|出一道|出道|write|respond|answer|reply|give|provide|list|return|output|produce|create|generate|compose|make|name|suggest|describe|explain|summarize|
summarise|tell|state|present|print|format|formatted|draft|come up with|recommend|construct|design|develop|brainstorm|offer|share|outline|plan|propose|show|find|identify|
think of|say|speak|express|deliver|put|written|wrapped|wrap|structure|structured|presented|provided|formatted as|elaborate|expand|keep|enclose|enclosed|surround|surrounded|convert|returned|invent|hallucinate|use|using|used|
craft|pick|choose|select|supply|prepare|discuss|enumerate|responding|answering|writing|replying|render|encode|encoded|sum up|mark|split|divide|organize|shorten|condense|tell me|mention|
写|回答|回复|输出|返回|给出|给我|列出|列举|生成|提供|写出|创作|撰写|编写|推荐|举出|说出|介绍|描述|解释|说明|总结|概括|作答|答复|呈现|表示|给|举|写一|起草|拟|设计|编|讲|说|
整理|归纳|展示|用|采用|使用|以|按|按照|列|展开|表达|翻译成|想出|提出|回应|想|制定|总结成|概括为|写成|整理成|整理为|做成|转成|转换成|转换为|控制|制作|作一|做|选|选出|挑选|找出|分享|取|起|仿写|改写成|改写为|缩写|扩写|缩写成|扩写成|扩写到|缩写到|压缩到|压缩成|压缩|浓缩|浓缩成|精简到|分成|分为|分|作|赋|吟|写首|来|简述|阐述|评价|分析|叙述|谈谈|介绍一下|讲述|概述|回答我|包装|放在|放进|封装|装进|包裹|包起来|括起来|罗列|枚举|设置|划分为|划分成|构造|造|补充|建议|四舍五入到|四舍五入至|精确到|精确至|讲清楚|说清楚|讲明白|写在|写进|写入到''',
    'WORKON': '''改通顺|改顺|改委婉|改客气|改正式|改短点|改柔和|改礼貌|改简洁|改活泼|改书面|改口语|改文艺|改俏皮|改幽默|改高级|改接地气|改专业|改温柔|改强硬|挑挑毛病|挑毛病|挑挑刺|挑刺|挑挑错|找找茬|找茬|挑错|总结下面|总结下列|检查一遍|检查下|检查这|检查下面|检查以下|检查一下|核对这|审查这|优化这|优化下面|优化以下|优化一下|完善这|完善下面|写得怎么样|写得如何|写得好不好|写得好吗|改进这|改进下面|改进一下|改得|判别|辨别|提炼成|提炼|梳理|替代词|押韵|代替|取代|replace|replacing|substitute|combine|combining|join|merge|connect|rhymes with|rhyme with|rhymes|synonym|synonyms|antonym|antonyms|meaning of|define|同义词|反义词|近义词|替换|换成|含义|合并|组合|连接|拼接|连成|翻译成|译成|译为|翻译为|翻成|转译|translate|rewrite|paraphrase|edit|proofread|correct|classify|categorize|critique|analyze|rephrase|fix|reword|convert the|
翻译|改写|润色|校对|修改|纠正|改正|分类|判断|提取|识别|点评|改错|抽取|缩写下|扩写下|续写|仿写下|归类|总结下|总结以下|概括以下|分析以下|阅读|阅读以下|批改|换个说法|换一种说法|换种说法|换句话说|离合诗|藏头诗|藏头|acrostic|acrostics|compare|比较|对比|结合|合成|拼成|rearrange|change the word|change the words''',
    'THIS': '''以下是|下面是|以下为|下面为|总结下面|总结下列|这份|这条|这封|这则|这道|这套|留了张纸条=8|留了个纸条=8|留了条=8|发了这么一段=8|发了一段=8|发了一条=8|发了条=8|发来=8|发来一段=8|发来这么一段=8|发来一条=8|回了一句=8|回了我一句=8|回了句=8|回了我=8|弹出=8|弹窗=8|弹出提示=8|弹出来=8|收到一条=8|收到一封=8|收到这样=8|收到这么=8|留言说=7|贴了张=8|贴着=8|批注=7|写着=7|在群里发=7|群里发了=7|app弹窗=7|系统弹窗=7|弹窗提示=7|公文规范=7|公司规范=7|写作规范=7|说明书上写=7|海报上写=7|启事上写=7|通知上写=7|墙上写=7|牌子上写=7|合同上写=7|合同里写=7|题目上写=7|黑板上写=7|节选=7|摘录=7|摘抄=7|摘自=7|摘录自=7|截图=7|条款=7|合同条款=7|默认指令=7|默认提示词=7|投稿须知=7|购票须知=7|入园须知=7|参观须知=7|乘车须知=7|报名须知=7|考生须知=7|审核规则=7|社区规范=7|社区公约=7|群规=7|群公约=7|班规=7|校规=7|网站公告=7|平台公告=7|这几个|以下几个|下面几个|下列几个|this|following|below|given|these|above|that|
以下|下面|下列|如下|这段|这句|这篇|这个|这些|上面|上述|该|此|这首|这句话|这段话|上文|下文|下述|给定|给定的|提供的|所给|所给的|已知''',
    'MATTER': '''text|sentence below|passage|article|statement|conversation|data|email below|review|tweet|input|quote|code snippet|document|context|dialogue|content|
文本|文字|短文|对话|原文|材料|内容如下|文段|这句话是|语句|段落内容|新闻|评论|邮件内容|资料|文章内容|数据''',
    'RESP': '''续写要求=1|改写要求=1|作答要求=1|译文要求=1|润色要求=1|翻译要求=1|扩写要求=1|仿写要求=1|缩写要求=1|全函|全信|全帖|全稿|通稿|回覆|答覆|全部回答|所有回答|全部答案|全部回复|response=1|responses=1|answer should=1|answer must=1|your answer=1|your response=1|your reply=1|your output=1|the answer|the response|entire response=1|output should=1|your entire=1|entire reply=1|
whole reply=1|reply should=1|whole response=1|the reply|the output|final answer|entire output=1|entire answer=1|whole answer=1|responses should|answers|replies|entire|whole|your essay|your story|your poem|
the essay|the poem|the story|the article|the post|the song|the letter|the email|the list|your list|your letter|your article|your post|your email|the summary|your summary|it|it's|the document|your itinerary|your song|your itinerary|the limerick|the blog|the rap|
回答|答案|回复|回覆|你的回答=1|你的答案=1|你的回复=1|全文|整个|整篇|答复|回应|结果|正文|最终答案|输出内容|整段|整个回答|回答内容|文中|篇幅|字数|长度|总字数|全篇|内容|文章|答=9|诗中|结尾处|文章中|回答中|回复中|答案中''',
    'ONLY': '''统统|通通|只回一个数字|只给一个数字|只答一个数字|只写|只报|只说|只回|只答|只填|只覆|只给|仅回|仅答|仅给|只准说|只能说|只许说|只可说|只准|只许|只能|只可以|only|just|solely|exclusively|entirely|completely|fully|strictly|purely|all|throughout|
只|仅|仅仅|全部|全程|完全|统一|一律|全用|全都|通篇|均|都|直接|严格|纯|只用|仅用|只需|只需要|只要|所有字母|全部字母|字母全部|字母都|字母均''',
    'BEFORE': '''spread over=5|divided over=5|spread across=5|told over=5|written over=5|split over=5|撑死=3|撑死了=3|充其量=3|顶破天=3|不逾=3|不得逾=3|勿逾=3|不可逾=3|不许过=3|不能过=3|不得过=3|不准过=3|不要过=3|别过=3|少说=1|少说得=1|少说也得=1|少说要=1|少说得有=1|少说也得有=1|怎么也得=1|怎么也得有=1|怎么着也得=1|怎么着也得有=1|咋也得=1|咋也得有=1|至少得=1|至少得有=1|至少要有=1|起码得=1|起码要=1|起码得有=1|起码要有=1|最起码=1|出现够=1|提够=1|用够=1|说够=1|喊够=1|念够=1|not go over=3|not run over=3|not surpass=3|not go above=3|not go beyond=3|not run past=3|not be over=3|not be more than=3|not be longer than=3|no greater than=3|no higher than=3|stay within=3|stay under=4|stay below=4|staying under=4|never more than=3|not be less than=1|not be shorter than=1|not fall below=1|not be under=1|min.=1|min=1|a min of=1|within a total of=3|no longer then=3|as many as=3|capped at=3|cap it at=3|limit of=3|limited at=3|max.=3|max of=3|not over=3|not above=3|approx.=6|ca.=6|somewhere around=6|刚刚好=5|不少过=1|不多过=3|唔少过=1|唔好多过=3|唔多过=3|唔超过=3|唔好超过=3|唔可以超过=3|不要少于=1|不短于=1|不长于=3|不下于=1|下限=1|将近=6|别短于=1|别长于=3|不能短于=1|不得短于=1|不能长于=3|不得长于=3|不要短于=1|不要长于=3|别低于=1|别高于=3|别大于=3|别小于=1|不多不少=5|不多不少正好=5|写满=1|写够=1|凑够=1|凑满=1|卡在=8|不得低於=1|不要大于=3|不多於=3|顶多=3|最好别超=3|至少要=1|不可多于=3|别超=3|不超=3|不要超=3|不能超=3|不得超=3|最多不超过=3|最多不超=3|别多于=3|别少于=1|不要低于=1|at least=1|no less than=1|no fewer than=1|not less than=1|a minimum of=1|minimum of=1|minimum=1|not fewer than=1|or more than=1|
more than=2|over=2|above=2|exceeding=2|greater than=2|exceed=2|exceeds=2|longer than=2|upwards of=1|
at most=3|no more than=3|not more than=3|up to=3|a maximum of=3|maximum of=3|maximum=3|max=3|within=3|not exceed=3|not exceeding=3|no longer than=3|not longer than=3|limited to=3|limit to=3|not to exceed=3|
less than=4|fewer than=4|under=4|below=4|shorter than=4|lower than=4|
exactly=5|precisely=5|strictly=5|
about=6|around=6|approximately=6|roughly=6|nearly=6|some=6|circa=6|close to=6|approx=6|
between=7|range of=7|from=7|
至少=1|不少于=1|不低于=1|最少=1|不得少于=1|不能少于=1|不应少于=1|不小于=1|起码=1|不要少于=1|不少於=1|不得低于=1|不能低于=1|不下于=1|最低=1|达到=1|满=1|不可少于=1|应不少于=1|
超过=2|多于=2|大于=2|高于=2|超出=2|
不超过=3|最多=3|至多=3|不多于=3|不大于=3|不得超过=3|不能超过=3|不要超过=3|不可超过=3|不应超过=3|不高于=3|不得多于=3|不能多于=3|不要多于=3|不得大于=3|上限=3|最长=3|别超过=3|不许超过=3|控制在=8|控制到=8|限制在=8|限制为=8|限定在=8|限=3|勿超过=3|请勿超过=3|切勿超过=3|不超出=3|不要超出=3|不能超出=3|不得超出=3|
少于=4|小于=4|低于=4|不足=4|不到=4|不满=4|
正好=5|恰好=5|刚好=5|恰=5|整整=5|正正好好=5|必须是=5|必须为=5|固定=5|
大约=6|约=6|大概=6|大致=6|约为=6|近=6|接近=6|差不多=6|
介于=7|在=0''',
    'AFTER': '''limit=3|ceiling=3|cap=3|往里=3|以里=3|朝里=3|往下=3|朝下=3|打止=3|为度=5|为界=3|为上限=3|为下限=1|起跳=1|开外=1|at the outside=3|at the very most=3|being the ceiling=3|at the max=3|give or take=6|being the limit=3|being the maximum=3|at the very least=1|being the minimum=1|or thereabouts=6|打住=3|收住=3|到顶=3|顶天=3|出头=6|朝上=1|打底=1|起步=1|往上=1|朝上=1|or more=1|or longer=1|or greater=1|plus=1|or above=1|and above=1|and up=1|and more=1|and over=1|or over=1|
or less=3|or fewer=3|or shorter=3|or under=3|tops=3|or below=3|max=3|maximum=3|at most=3|at maximum=3|at the most=3|and under=3|or so=6|at least=1|minimum=1|exactly=5|
以上=1|及以上=1|起=1|或以上=1|或更多=1|以上的=1|及以上的=1|
以内=3|之内=3|以下=3|内=3|及以内=3|及以下=3|或以下=3|或更少=3|封顶=3|为限=3|
左右=6|上下=6|前后=6|不到=4''',
    'UNIT': '''填空位=28|个填空位=8|个空位=8|处空白=8|个空白=8|个填空处=8|个待填项=8|个待填处=8|来个=20|来条=20|来种=20|来项=20|多个=20|多条=20|多种=20|余个=20|余条=20|余种=20|余项=20|多项=20|个环节=7|个板块=7|个单元=7|char=4|chars=4|word count=1|d.p.=14|dp=14|d.p=14|decimal digit=14|decimal figures=14|words total=1|words in total=1|words long=1|words altogether=1|来个字=4|多个字=4|余个字=4|招=20|条儿=20|句大白话=2|句白话=2|句人话=2|句大实话=2|句实话=2|句俗话=2|留空=28|空着=28|留白=28|大竞争=20|大优势=20|大理由=20|大原因=20|大特点=20|大好处=20|大技巧=20|大方法=20|大经济体=20|大趋势=20|大亮点=20|大建议=20|大误区=20|大景点=20|大特征=20|大作用=20|大因素=20|百分位=16|十分位=16|千分位=16|万分位=16|留空处=28|待填处=28|填空处=28|可填的地方=28|要填的地方=28|需填写的地方=28|待填写=28|幕=7|章=7|单字=1|个单字=1|总字数=24|全文字数=24|正文字数=24|word=1|words=1|wordcount=1|sentence=2|sentences=2|paras=3|para=3|paragraph=3|paragraphs=3|stanza=9|stanzas=9|character=4|characters=4|line=5|lines=5|
bullet point=6|bullet points=6|bullet=6|bullets=6|bulleted points=6|bulletpoints=6|bullet list=26|section=7|sections=7|placeholder=8|placeholders=8|
times=10|time=10|heading=12|headings=12|subheading=12|subheadings=12|headers=12|subheadings and=12|headlines=12|
column=13|columns=13|decimal=14|decimals=14|decimal places=14|decimal place=14|digits after the decimal=14|decimal digits=14|decimal point=14|parts=15|part=15|scenes=15|verses=9|syllables=16|tokens=16|pages=16|minutes=16|
字=4|个字=4|字数=24|汉字=4|个汉字=4|字符=4|个字符=4|中文字=4|个中文字=4|余字=4|多字=4|来字=4|单词=1|个单词=1|个词=11|词=11|个英文单词=1|英文单词=1|个英语单词=1|
句话=2|句=2|个句子=2|句子=22|段=3|个段落=3|段话=3|自然段=3|个自然段=3|段落=23|段文字=3|行=5|行字=5|行诗=5|行诗句=5|
个要点=6|条要点=6|点要点=6|个项目符号=6|项目符号=26|个项目=6|个小节=7|小节=27|个章节=7|章节=27|个部分=15|部分=35|个占位符=8|占位符=28|处占位符=8|佔位符=28|占位=28|个佔位符=8|处佔位符=8|
次=10|遍=10|回=30|个小标题=12|小标题=32|级标题=17|个标题=12|个二级标题=12|二级标题=32|三级标题=32|一级标题=32|列=13|个列=13|位小数=14|小数=34|小数点后=44|
个=20|条=20|点=20|种=20|项=20|款=20|部=20|本=20|首=20|篇=20|道=20|位=20|名=20|类=20|件=20|方面=20|个方面=20|方法=20|步=20|个步骤=20|例=20|则=20|家=20|座=20|样=20|句诗=2|句诗词=2|个例子=20|条建议=20|个建议=20|个问题=20|条理由=20|个理由=20|个原因=20|个主题=20|个点=20|节=7|处=19|个版本=18|种版本=18|个回答=18|种回答=18|个不同的回答=18|种不同的回答=18|个不同版本=18|个答案=18|种答案=18|份回答=18''',
    'MEASURE': 'responses|versions|different responses|two versions|ways|examples|tips|ideas|reasons|items|steps|points|facts|questions|suggestions|options|strategies|benefits|advantages|names|titles|things|methods|topics|books|movies|activities|characteristics|features|recommendations|types|factors|elements|techniques|synonyms|antonyms|adjectives|countries|animals|quotes|jokes|recipes|songs|products|possible',
    'LONG': 'long|in length|length|word count|words total|长|篇幅为|长度为|字数为',
    'EACH': '最后一段|最末一段|末段|中间那段|中间一段|单个|单条|单篇|单张|单封|单个弹窗|各项前|各条前|各点前|每项前|每点前|每条前|each|every|per|apiece|respectively|每|每个|每条|每行|每段|每句|每句话|每项|每点|每一|每一行|每一段|每一句|每一个|每一条|每种|每首|各|单句|每部分|每个部分|每列|每节|每一项|每篇|每列|每组|每道',
    'KEYWORD': '必现词=9|必嵌词=9|需含词=9|需带词=9|须现词=9|须带词=9|必带词=9|必用词=9|必含词=9|必提词=9|必备词=9|必写词=9|必有词=9|须含词=9|必带关键词=9|必含关键词=9|必用关键词=9|必出现词=9|这四个字|这三个字|这五个字|这六个字|这四个词语|禁用词|违禁词|禁词|禁用的词|禁止用词|这仨词|这几个词语|这三个词语|这两个词语|这三样|这俩词|这四个词|这五个词|这些词儿|形容词|感叹词|语气词|这几个词|下面几个词|以下几个词|这几个关键词|以下几个关键词|下面几个关键词|下列几个词|下面的词|以下词语|下列词语|这些关键词|以下关键词|下列关键词|英文字母|英语字母|个英文字母|words such as|words like|phrases like|phrases such as|keyword|keywords|the words|these words|following words|the word|the phrase|phrase|phrases|terms|the term|the terms|key words|the name|the letter|letter|letters|items|the line|following keywords|关键词|关键字|词语|个词语|字样|字眼|这个词|这个字|这两个词|这几个词|这些词|这三个词|一词|字母|个字母|这句|短语|这些词语|这几个字|等词|等词语|等字样|词汇|这两个字|等字|等字眼|这样的词|几个词|这些字|个词汇',
    'INCLUDE': 'don\'t leave out=1|do not leave out=1|dont leave out=1|don\'t omit=1|do not omit=1|never omit=1|写明=1|注明=1|别忘了=1|别忘=1|全用上=3|全部用上=3|都用进去=3|全写进去=3|全写上=3|别漏了=1|别漏掉=1|不能漏了=1|不能漏掉=1|不要漏掉=1|不可漏掉=1|别落下=1|别忘了写=1|别忘了提=1|别忘了提到=1|别忘提=1|别少了=1|不能少了=1|加进=3|放进文=3|融进=3|嵌进=3|加进去=3|放进去=3|写到里面=3|全都用上=3|一定要有=1|必须要有=1|需要有=1|得要有=1|应该有=1|应有=1|一定要出现=1|写一个句子=3|写个句子=3|写一句话=3|写句话=3|组句=3|造句=3|造个句=3|造一句=3|造个句子=3|造一个句子=3|造两个句子=3|得用上=1|要用上=1|都用上=1|必须用上=1|用进去=3|写进去=3|写进=3|include=1|includes=1|including=1|included=1|contain=1|contains=1|containing=1|mention=1|mentions=1|mentioning=1|appear=1|appears=1|appearing=1|incorporate=1|incorporating=1|incorporated=1|show up|feature|with|has=2|have=2|having=2|using=2|use=2|used=2|occur=1|occurs=1|insert|add|say=2|saying=2|type|employ=2|utilize=2|utilizing=2|allowed|包含=1|包括=1|含有=1|出现=1|提到=1|提及=1|含=1|用到=1|使用=2|带有=1|带上=1|加入=1|写到=1|嵌入=1|加上=1|用上=1|有|运用=2|涉及=1|提=1|融入=1|带=1|写上=1|嵌=1|放入=1|说出=2|写入=1|得有=1|要有=1|须有=1|需有=1|必须有=1|得带=1|要带=1|得含=1|要含=1',
    'FORMATN': 'format|formatted|formats|form|格式|形式|格式化|的格式|格式为|样式|结构',
    'FORMAT': '程式码块=7|代码区块=7|代码区=7|代码段落=7|md table=5|md tables=5|triple backticks=7|fenced block=7|code fences=7|backtick block=7|fenced code=7|井号=6|md表=5|汇总成一张表=5|整理成一张表=5|汇总成一个表=5|整理成一个表=5|星号井号=6|井号星号=6|markdown符号=6|星号和井号=6|井号和星号=6|星号、井号=6|md格式=6|markdown标记=6|markdown语法=6|放代码块=7|放代码框=7|做成表=5|画成表=5|列成表=5|整理成表=5|汇总成表=5|弄个表=5|弄张表=5|弄一个表=5|搞个表=5|搞张表=5|出个表=5|出张表=5|给个表=5|给张表=5|来个表=5|来张表=5|画成一张表=5|做成一张表=5|排成表=5|对照表=5|对比表=5|比较表=5|markdown的表=5|markdown表=5|md表格=5|markdown的表格=5|markdown 表格=5|markdown 表=5|列个表=5|列张表=5|列一个表=5|列一张表=5|做个表=5|做张表=5|做一个表=5|做一张表=5|画个表=5|画张表=5|画一个表=5|画一张表=5|拉个表=5|拉张表=5|拉一个表=5|拉一张表=5|json=1|xml=2|yaml=3|csv=4|markdown table=5|table=5|tabular=5|plain text=8|markdown=6|code block=7|fenced code block=7|code fence=7|code blocks=7|plain=18|json object=1|json array=1|json string=1|json block=1|yml=3|html=9|latex=9|rich text=9|jsonl=9|comma separated values=4|tsv=9|表格=5|代码块=7|纯文本=8|表=9|markdown表格=5|markdown格式表格=5|代码框=7|程式码区块=7|围栏代码=7|表格形式=5|json对象=1|json数组=1|json字符串=1|csv文件=4|csv格式=4|纯文字=8|三个反引号=7|三反引号=7|纯文字=8',
    'CODELANG': 'html=9|css=20|python=1|java=2|javascript=3|c=4|sql=5|bash=6|rust=7|golang=8|typescript=9|php=10|ruby=11|swift=12|kotlin=13|matlab=14|perl=15|shell=6|scala=16|js=3|powershell=17|lua=18',
    'LANG': '义大利语=it|义大利文=it|filipino=fil|tagalog=fil|malay=ms|bahasa indonesia=id|bahasa melayu=ms|british english=en|american english=en|us english=en|uk english=en|plain english=en|catalan=ca|croatian=hr|serbian=sr|slovak=sk|afrikaans=af|welsh=cy|irish gaelic=ga|brazilian=pt|cantonese=zh|kiswahili=sw|castilian=es|englisch=en|englischer=en|anglais=en|inglés=en|ingles=en|inglese=en|français=fr|francais=fr|español=es|espanol=es|spanisch=es|französisch=fr|italiano=it|português=pt|portugues=pt|tiếng việt=vi|tiếng anh=en|nederlands=nl|engels=en|brazilian portuguese=pt|norwegian=no|danish=da|czech=cs|hungarian=hu|romanian=ro|越南话=vi|日本话=ja|韩国话=ko|泰国话=th|法国话=fr|德国话=de|俄国话=ru|英国话=en|印尼话=id|马来话=ms|意大利话=it|英译=en|印度尼西亚文=id|阿语=ar|洋文=en|中翻英=en|汉翻英=en|英翻中=zh|英翻汉=zh|中翻日=ja|日翻中=zh|中翻韩=ko|韩翻中=zh|中翻法=fr|法翻中=zh|中翻俄=ru|俄翻中=zh|中翻德=de|德翻中=zh|中译德=de|中译俄=ru|中译西=es|中译意=it|中译葡=pt|中译泰=th|汉译德=de|汉译法=fr|汉译日=ja|汉译俄=ru|英译日=ja|英译法=fr|英译德=de|英译韩=ko|德译中=zh|俄译中=zh|西译中=zh|中国语=zh|韩国语=ko|フランス语=fr|ドイツ语=de|スペイン语=es|中译英=en|汉译英=en|英译中=zh|英译汉=zh|日译中=zh|中译日=ja|中译法=fr|韩译中=zh|法译中=zh|中译韩=ko|西语=es|西文=es|葡语=pt|葡萄牙文=pt|意大利文=it|意语=it|繁中=zh-Hant|简中=zh-Hans|deutsch=de|繁體=zh-Hant|印尼文=id|土耳其文=tr|马来语=ms|罗马尼亚语=ro|捷克语=cs|匈牙利语=hu|丹麦语=da|挪威语=no|克罗地亚语=hr|斯洛伐克语=sk|爱沙尼亚语=et|拉脱维亚语=lv|立陶宛语=lt|冰岛语=is|斯洛文尼亚语=sl|世界语=eo|菲律宾语=tl|印度尼西亚语=id|保加利亚语=bg|斯瓦希里语=sw|尼泊尔语=ne|乌克兰文=uk|希腊文=el|荷兰文=nl|波兰文=pl|瑞典文=sv|希伯来文=he|拉丁文=la|马来文=ms|印地文=hi|粤语=yue|文言文=-|广东话=yue|闽南语=-|英文缩写=-|英语缩写=-|日本语=ja|全英文=en|全英语=en|纯英文=en|纯英语=en|全中文=zh|全日文=ja|全日语=ja|全法语=fr|english=en|chinese=zh|french=fr|german=de|spanish=es|italian=it|portuguese=pt|russian=ru|japanese=ja|korean=ko|arabic=ar|hindi=hi|bengali=bn|tamil=ta|telugu=te|kannada=kn|marathi=mr|gujarati=gu|punjabi=pa|urdu=ur|persian=fa|farsi=fa|thai=th|vietnamese=vi|swahili=sw|finnish=fi|bulgarian=bg|nepali=ne|hebrew=he|greek=el|turkish=tr|dutch=nl|polish=pl|swedish=sv|indonesian=id|ukrainian=uk|malayalam=ml|mandarin=zh|simplified chinese=zh-Hans|traditional chinese=zh-Hant|latin=la|'
            '英文=en|英语=en|中文=zh|汉语=zh|普通话=zh|法语=fr|法文=fr|德语=de|德文=de|西班牙语=es|西班牙文=es|意大利语=it|葡萄牙语=pt|俄语=ru|俄文=ru|日语=ja|日文=ja|韩语=ko|韩文=ko|朝鲜语=ko|阿拉伯语=ar|阿拉伯文=ar|印地语=hi|泰语=th|泰文=th|越南语=vi|越南文=vi|简体中文=zh-Hans|繁体中文=zh-Hant|简体=zh-Hans|繁体=zh-Hant|正体中文=zh-Hant|简体字=zh-Hans|繁体字=zh-Hant|华语=zh|国语=zh|希腊语=el|土耳其语=tr|荷兰语=nl|波兰语=pl|印尼语=id|孟加拉语=bn|泰米尔语=ta|乌尔都语=ur|波斯语=fa|希伯来语=he|乌克兰语=uk|瑞典语=sv|芬兰语=fi|拉丁语=la|白话文=-|中文简体=zh-Hans|中文繁体=zh-Hant|说法语=fr|说法文=fr',
    'LANGW': 'language|languages|语言|语',
    'CASE': '大阶=1|全大阶=1|细阶=2|全细阶=2|大楷=1|全大楷=1|细楷=2|全细楷=2|大写都不要=2|大写都别用=2|大写都别有=2|大写一个都不要=2|大写一个都别有=2|大写一概不要=2|大写一律不要=2|大写统统不要=2|大写字母都不要=2|大写字母都别用=2|大写字母都别有=2|大写字母一个都不要=2|大写字母一个都别有=2|大写字母一概不要=2|大写字母一律不要=2|大写字母统统不要=2|小写都不要=1|小写都别用=1|小写都别有=1|小写一个都不要=1|小写一个都别有=1|小写一概不要=1|小写一律不要=1|小写统统不要=1|小写字母都不要=1|小写字母都别用=1|小写字母都别有=1|小写字母一个都不要=1|小写字母一个都别有=1|小写字母一概不要=1|小写字母一律不要=1|小写字母统统不要=1|no capitals=2|no capital letters=2|without capitals=2|without capital letters=2|no caps=2|no uppercase=2|no uppercase letters=2|no upper case letters=2|zero capitals=2|no upper case=2|zero caps=2|caps throughout=1|capitals throughout=1|small letters only=2|in caps=1|all in caps=1|full caps=1|block capitals=1|block caps=1|in all caps=1|full capitals=1|capitals alone=1|in block capitals=1|capitals only=1|caps only=1|caps lock=1|全部大写=1|全部小写=2|全部大写字母=1|全部小写字母=2|uppercase=1|upper case=1|all caps=1|capital letters=1|in capitals=1|all capitals=1|capitalized=1|capitalised=1|capitalize all=1|all capital=1|all capital letters=1|capital letter=1|lowercase=2|lower case=2|lowercases=2|all lowercase=2|small letters=2|lowercased=2|capitalize=1|block letters=1|uppercased=1|uppercase letters=1|lowercase letters=2|lowercase letter=2|uppercase letter=1|大写=1|大写字母=1|全大写=1|小写=2|小写字母=2|全小写=2',
    'COMMAW': 'comma|commas|逗号',
    'PUNCTW': 'punctuation mark|punctuation|punctuations|punctuation marks|标点|标点符号|任何标点',
    'QUOTEW': 'double quotation marks|quotation marks|double quotes|double quotation mark|double quotations marks|quotations marks|quotation mark|quotes|quote marks|双引号|引号|英文双引号|中文双引号|直角引号|double quotations',
    'TITLEW': '两个尖括号|两个书名号|一对尖括号|一对书名号|大标题|歌名|诗题|诗名|title|titled|a title|double angular brackets|double angle brackets|angular brackets|标题|书名号|双尖括号|尖括号|题目',
    'PS': 'ps|postscript|post script|p.s|p.p.s|p.p.s.|p.s.|附言|附注|又及',
    'ENDV': '落尾|函末|卷末|尾端|结束的时候|讲完的时候|说完的时候|last two words=2|last three words=2|final two words=2|final three words=2|very last line=2|final words=2|last words=2|last word=2|final word=2|closing line=2|closing words=2|closing sentence=2|final line=2|sign off|signs off|signing off|closes|concludes|finishes|文末|篇末|信末|末了|最末|结束语|末尾处|文尾|篇尾|末端|结尾部分|end|ends|ending|finish|finishing|conclude|concluding|close|closing|very end|last sentence|final sentence|last line|wrap up|结尾|结束|收尾|收束|末尾|最后|作结|结语|收结|最后一句|末句|最后一行|最后一句话',
    'BEGINV': 'opening words=2|opening word=2|opening line=2|opening sentence=2|first words=2|起首|启首|起句|头几个字|开头几个字|开头几字|首个词|开头第一句|头一行|commence|commences|commencing|kick off|kicks off|opens|opens with|opener|lead with|leads with|头一个字|头一句|头一个词|开首|头句|开场|开腔|写起|讲起|说起|作开场白|作开头|当开头|当开场白|做开场白|做开头|起笔|先说|先写上|先喊一声|先回一句|先来一句|先来句|begin|begins|beginning|start|starts|starting|open with|opening|first word|first sentence|first line|开头|开始|开篇|打头|起始|起头|第一句|第一个词|首句|开口|第一句话|第一个字|首行',
    'REPEATV': '照录|誊录|原样录|照录一遍|重述一遍|重述一次|copying|restating|echo|echoing|reproduce|reproducing|word for word|抄题|再写一遍|写一遍题目|念一遍|重念|复读|重说一遍|再说一遍|再抄一遍|抄一遍|抄一次|抄一下|抄下来|抄录|誊抄|一字不差|一字不漏|一字不改|repeat|repleat|repeating|restate|copy|重复|复述|照抄|原样|抄写|原封不动',
    'REQUEST': '问句|这句要求|这句话|这句提问|这段要求|这道题目|题目|原题|request|the request|prompt|the prompt|the question|the sentence above|question|instruction|instructions|first line|request above|request below|问题|题目要求|请求|指令|提问|我的问题|本题|这个问题|该问题|这个请求|要求原文|上述要求|我的要求|这个要求|我的话|这段话原文|问题原文|提示词|题干',
    'HIGHLIGHT': '加黑|标黑|涂黑|italicise|italicised|embolden|emboldened|emphasise|emphasised|emphasized|make bold|boldfaced|highlight|highlighted|highlights|highlighting|italicize|italicized|italic|italics|bold|bolded|boldface|emphasize|加粗|高亮|斜体|粗体|粗体字|突出显示|标粗|强调|粗体显示|黑体|标出|标示出|标记出|标注出',
    'SEPARATE': '之间放|之间用|之间加|中间放|中间用|中间加|中间隔|之间隔|之间以|之间插|中间插|断开|separate|separated|separating|separator|divider|separates|delimited|分隔|分开|隔开|分割|间隔|隔|分隔符|分隔线|分割线',
    'STARSW': 'asterisk|asterisks|asterisk symbols|asterisk symbol|星号|个星号|asterisk marks|aterisk|asterisk markers',
    'BRACKETW': 'square brackets|square bracket|brackets|方括号|中括号',
    'MARKED': 'mark|marked|label|labeled|labelled|noted|explicitly|beginning|marking|denoted|名为|标记|标注|标明|标为|开头标',
    'NUMBERED': '标上号|标个号|标号码|写上号|打上号|排上号|编个号|标上号码|编号清单|编号条列|有序清单|编号形式|编号式|numbered instructions|numbered directions|numbered entries|numbered lines|numbered form|numbered format|numbers in front|numbering|用数字标好|数字标好|标上数字|标数字|数字标上|数字标出|用数字标|要有序列表|要带序号的列表|题号|有序列表的形式|编好号|编上号|标好号|numbered list|numbered|numbered items|numbered steps|ordered list|numerically|enumerated list|number them|number each|numbered points|编号列表|有序列表|编号|序号|数字编号|数字序号|标号|按序号|按编号|带编号|阿拉伯数字编号',
    'BULLETED': '拿横杠|拿短横|拿圆点|拿黑点|拿小圆点|拿小黑点|拿小横线|拿横线|打点列出|点列式|打点列|用星号做列表|放小横线|加小横线|打小横线|标小横线|画小横线|放小短横|放圆点|放小圆点|放黑点|放小黑点|放横线|放短横线|用横线做列表|用圆点做列表|分点说明=5|分点分析=5|分点解释=5|分点介绍=5|分点总结=5|分点概括=5|分点评价=5|分点列举=5|来个横杠|来个短横|来个圆点|来个黑点|来个小黑点|来个小圆点|点个圆点|放个圆点|放个横杠|条列的圆点|用小黑点|用小黑点儿|用小圆点儿|用黑点儿|打小黑点|带横杠|带短横线|带短横|带圆点|带黑点|带小黑点|带小圆点|带减号|画横杠|画短横|标圆点|标黑点|bulleted form|bulleted points list|bulleted format|bullet style|dot points|dashed list|list with dashes|分点说|分点写|分点列|分点讲|分点答|分点作答|分点回答|分点列出|分点阐述=5|分点论述=5|点列|画个圆点|画圆点|加黑点|加个黑点|打黑点|打个黑点|点个黑点|加小圆点|打小圆点|加横杠|加短横|加短横线|加横线|打横杠|加减号|加星号|打星号|条列的方式|条列的形式|条列形式|条列格式|条列呈现|列点的方式|列点的形式|列点形式|圆点符号|圆点形式|项目符号的形式|项目符号形式|分条列点|用要点列|按要点列|以要点列|要点式|用要点|按要点|要点形式|黑点条列|用黑点|用减号|横杠开头|开头的列表|开头的清单|打头的列表|短横线列表|横杠列表|短横列表|条列符号|列点符号|短横线列点|横杠列点|横线列表|打个圆点|打圆点|加圆点|加个圆点|用圆点|加项目符号|打上圆点|小圆点|条列式|条列方式|列点式|列点方式|bulleted list|bullet list|bulleted|unordered list|bullet point list|in bullets|bullet form|bullet format|bullet point form|bullet point format|dash list|无序列表|项目符号列表|列点|圆点列表|要点列表',
    'LINEBREAK': '各起一行|各写一行|各成一行|单占一行|各为一行|分别一行|另占一行|fresh line|line of its own|lines of their own|line to itself|one to a line|一行仅容一个|一行只容一个|一行只放一个|一行仅放一个|一行只写一个|一行只写一条|一行仅写一个|每行仅容一个|每行限一个|每行限一条|一行限一个|一行排一个|一行放一个|一行占一个|每行仅列一个|一排一个|一排一条|自成一行|自己一行|一样一行|一个一行|一条一行|一句一行|换行分开|换行隔开|换行分隔|换行列出|用换行分开|用换行隔开|逐行列出|逐行输出|逐行写出|一行写一条|一行写一句|一行列一个|new line|newline|separate line|own line|separate lines|new lines|line break|one per line|one a line|one on each line|line by line|一行一个|每行一个|一行一条|每行一条|换行|另起一行|单独一行|独占一行|一行一项|每行一项|逐行|分行|每行只写一个|每行写一个|一行写一个|每行只放一个|每行一句|一行一句|每行一种|一行一种|每行一词|一行一词|每行列一个|每行输出一个|每行给一个|每行放一个|每行列出一个|每个占一行|各占一行|每条占一行|每行仅一个|每行只写一条|每行写一条|每行仅写一个|每项占一行|每句一行|每句占一行|单独成行|每行只列一个|每行给出一个|分行列出',
    'KEYW': 'key用中文|key用英文|key用拼音|key都用中文|key都用英文|key都用拼音|key要用中文|key要用英文|key要用拼音|key一律用中文|key一律用英文|key一律用拼音|key统一用中文|key统一用英文|key统一用拼音|key请用中文|key请用英文|key请用拼音|key全用中文|key全用英文|key全用拼音|key必须用中文|key必须用英文|key必须用拼音|keys用中文|keys用英文|keys用拼音|keys都用中文|keys都用英文|keys都用拼音|keys要用中文|keys要用英文|keys要用拼音|keys一律用中文|keys一律用英文|keys一律用拼音|keys统一用中文|keys统一用英文|keys统一用拼音|keys请用中文|keys请用英文|keys请用拼音|keys全用中文|keys全用英文|keys全用拼音|keys必须用中文|keys必须用英文|keys必须用拼音|键用中文|键用英文|键用拼音|键都用中文|键都用英文|键都用拼音|键要用中文|键要用英文|键要用拼音|键一律用中文|键一律用英文|键一律用拼音|键统一用中文|键统一用英文|键统一用拼音|键请用中文|键请用英文|键请用拼音|键全用中文|键全用英文|键全用拼音|键必须用中文|键必须用英文|键必须用拼音|键名用中文|键名用英文|键名用拼音|键名都用中文|键名都用英文|键名都用拼音|键名要用中文|键名要用英文|键名要用拼音|键名一律用中文|键名一律用英文|键名一律用拼音|键名统一用中文|键名统一用英文|键名统一用拼音|键名请用中文|键名请用英文|键名请用拼音|键名全用中文|键名全用英文|键名全用拼音|键名必须用中文|键名必须用英文|键名必须用拼音|字段用中文|字段用英文|字段用拼音|字段都用中文|字段都用英文|字段都用拼音|字段要用中文|字段要用英文|字段要用拼音|字段一律用中文|字段一律用英文|字段一律用拼音|字段统一用中文|字段统一用英文|字段统一用拼音|字段请用中文|字段请用英文|字段请用拼音|字段全用中文|字段全用英文|字段全用拼音|字段必须用中文|字段必须用英文|字段必须用拼音|字段名用中文|字段名用英文|字段名用拼音|字段名都用中文|字段名都用英文|字段名都用拼音|字段名要用中文|字段名要用英文|字段名要用拼音|字段名一律用中文|字段名一律用英文|字段名一律用拼音|字段名统一用中文|字段名统一用英文|字段名统一用拼音|字段名请用中文|字段名请用英文|字段名请用拼音|字段名全用中文|字段名全用英文|字段名全用拼音|字段名必须用中文|字段名必须用英文|字段名必须用拼音|key名用中文|key名用英文|key名用拼音|key名都用中文|key名都用英文|key名都用拼音|key名要用中文|key名要用英文|key名要用拼音|key名一律用中文|key名一律用英文|key名一律用拼音|key名统一用中文|key名统一用英文|key名统一用拼音|key名请用中文|key名请用英文|key名请用拼音|key名全用中文|key名全用英文|key名全用拼音|key名必须用中文|key名必须用英文|key名必须用拼音|这两个字段|这三个字段|这四个字段|这五个字段|这六个字段|这几个字段|这些字段|栏位|个栏位|个key|个keys|栏位名|键名用|键名为|keys|key|fields|field|the keys|键|字段|键名|字段名|键值|属性|key名|个字段|个键',
    'COLUMNW': 'header row|表头|列名|栏|列标题|列分别',
    'NUMBERW': '光给数目=3|光给得数=3|光给我数目=3|光给我得数=3|光要数目=3|光要得数=3|光要我数目=3|光要我得数=3|光报数目=3|光报得数=3|光报我数目=3|光报我得数=3|光说数目=3|光说得数=3|光说我数目=3|光说我得数=3|光回数目=3|光回得数=3|光回我数目=3|光回我得数=3|只给数目=3|只给得数=3|只给我数目=3|只给我得数=3|只要数目=3|只要得数=3|只要我数目=3|只要我得数=3|只报数目=3|只报得数=3|只报我数目=3|只报我得数=3|只说数目=3|只说得数=3|只说我数目=3|只说我得数=3|只回数目=3|只回得数=3|只回我数目=3|只回我得数=3|就给数目=3|就给得数=3|就给我数目=3|就给我得数=3|就要数目=3|就要得数=3|就要我数目=3|就要我得数=3|就报数目=3|就报得数=3|就报我数目=3|就报我得数=3|就说数目=3|就说得数=3|就说我数目=3|就说我得数=3|就回数目=3|就回得数=3|就回我数目=3|就回我得数=3|单给数目=3|单给得数=3|单给我数目=3|单给我得数=3|单要数目=3|单要得数=3|单要我数目=3|单要我得数=3|单报数目=3|单报得数=3|单报我数目=3|单报我得数=3|单说数目=3|单说得数=3|单说我数目=3|单说我得数=3|单回数目=3|单回得数=3|单回我数目=3|单回我得数=3|光报数字=3|光报数值=3|光写数字=3|光写数值=3|光给数字=3|光给数值=3|光说数字=3|光说数值=3|光回数字=3|光回数值=3|光答数字=3|光答数值=3|光填数字=3|光填数值=3|只报数字=3|只报数值=3|只写数字=3|只写数值=3|只给数字=3|只给数值=3|只说数字=3|只说数值=3|只回数字=3|只回数值=3|只答数字=3|只答数值=3|只填数字=3|只填数值=3|就报数字=3|就报数值=3|就写数字=3|就写数值=3|就给数字=3|就给数值=3|就说数字=3|就说数值=3|就回数字=3|就回数值=3|就答数字=3|就答数值=3|就填数字=3|就填数值=3|直接报数字=3|直接报数值=3|直接写数字=3|直接写数值=3|直接给数字=3|直接给数值=3|直接说数字=3|直接说数值=3|直接回数字=3|直接回数值=3|直接答数字=3|直接答数值=3|直接填数字=3|直接填数值=3|只要报数字=3|只要报数值=3|只要写数字=3|只要写数值=3|只要给数字=3|只要给数值=3|只要说数字=3|只要说数值=3|只要回数字=3|只要回数值=3|只要答数字=3|只要答数值=3|只要填数字=3|只要填数值=3|只管报数字=3|只管报数值=3|只管写数字=3|只管写数值=3|只管给数字=3|只管给数值=3|只管说数字=3|只管说数值=3|只管回数字=3|只管回数值=3|只管答数字=3|只管答数值=3|只管填数字=3|只管填数值=3|光给数就行=3|光给数就好=3|光给数即可=3|光给数就成=3|光给数就可以=3|光给数就够=3|只给数就行=3|只给数就好=3|只给数即可=3|只给数就成=3|只给数就可以=3|只给数就够=3|就给数就行=3|就给数就好=3|就给数即可=3|就给数就成=3|就给数就可以=3|就给数就够=3|光说数就行=3|光说数就好=3|光说数即可=3|光说数就成=3|光说数就可以=3|光说数就够=3|光回数就行=3|光回数就好=3|光回数即可=3|光回数就成=3|光回数就可以=3|光回数就够=3|只回数就行=3|只回数就好=3|只回数即可=3|只回数就成=3|只回数就可以=3|只回数就够=3|光写数就行=3|光写数就好=3|光写数即可=3|光写数就成=3|光写数就可以=3|光写数就够=3|只写数就行=3|只写数就好=3|只写数即可=3|只写数就成=3|只写数就可以=3|只写数就够=3|只要数就行=3|只要数就好=3|只要数即可=3|只要数就成=3|只要数就可以=3|只要数就够=3|光要数就行=3|光要数就好=3|光要数即可=3|光要数就成=3|光要数就可以=3|光要数就够=3|只说数就行=3|只说数就好=3|只说数即可=3|只说数就成=3|只说数就可以=3|只说数就够=3|给个得数就行=3|给个得数就好=3|给个得数即可=3|给个得数就成=3|给个得数就可以=3|给个得数就够=3|就给我个数字=3|只给我个数字=3|就给个数字=3|就要个数字=3|只要个数字=3|就报个数字=3|只报个数=3|光给个数=3|只写个数=3|只说个数=3|只回个数=3|给我一个数就行=3|给我一个数就好=3|直接报数=3|光报数=3|只报数=3|就报数=3|给我个数就行=3|给个数就行=3|给我个数就好=3|给我个数即可=3|给个数就好=3|给个数即可=3|just the figure=3|only the figure=3|just the total=3|just the sum=3|just the amount=3|the figure alone=3|the bare figure=3|吐个数=3|吐个数字=3|甩个数=3|甩个数字=3|丢个数=3|扔个数=3|给个数儿=3|回个数=3|回个数字=3|报个数儿=3|说个数=3|说个数字=3|numeral|numerical|numerical value|numeral only|digits alone|只要那个数=2|就要那个数=2|报个数|给个数|写个数|报个数字|给个数字|写个数字|一个数就好|一个数就行|得数|得数|回一个数|给一个数就行|报一个数|只回一个数字|只给一个数字|只答一个数字|除数字外=1|除了数字=1|除数字以外=1|除数字之外=1|number|a number|numeric|numerals|digits|a single number|single number|integer|an integer|数字|阿拉伯数字|数值|整数|一个数字|纯数字|一个数|最终数字|个数字|一个整数|数字结果|一个数值',
    'YESNOW': '可以/不行|能/不行|可以或不行|可以或者不行|可以还是不行|行/不可以|y/n|可以/不可以|能/不能|会/不会|同意/不同意|真/假|正确/错误|有/没有|yes或者no|yes 或者 no|yes 或 no|yes还是no|yes 还是 no|true或者false|true 或 false|true 或者 false|能还是不能|是还是不是|对还是错|对还是不对|会还是不会|有还是没有|行还是不行|可以还是不可以|ja或nein|ja或者nein|oui或non|正确还是错误|真还是假|是或不是|是或者不是|是或是不是|是或否|是或者否|是或是否|对或错|对或者错|对或是错|对或不对|对或者不对|对或是不对|能或不能|能或者不能|能或是不能|会或不会|会或者不会|会或是不会|有或没有|有或者没有|有或是没有|可以或不可以|可以或者不可以|可以或是不可以|正确或错误|正确或者错误|正确或是错误|真或假|真或者假|真或是假|行或不行|行或者不行|行或是不行|yes or no|yes/no|yes no|true or false|true/false|是或否|是或不是|是/否|对或错|是或者否|是还是否|对/错|是与否|能或不能|yes或no|true或false|正确或错误|是或否|可以或不可以|会或不会|有或没有|对或不对',
    'OPTIONW': '仅选一个=2|从中挑一个=2|从中选一个=2|从中择一=2|从中任选一个=2|从中选取一个=2|回我一个字母=3|回一个字母=3|答一个字母=3|给一个字母=3|写一个字母=3|选一个字母=3|填一个字母=3|报一个字母=3|回个字母=3|答个字母=3|给个字母=3|写个字母=3|选个字母=3|填个字母=3|报个字母=3|一个字母就行=3|一个字母就好=3|一个字母即可=3|一个字母就够=3|给我个字母=3|给我一个字母=3|只回级别=5|只回等级=5|只答标签=5|只答类别=5|只报标签=5|只报类别=5|只报级别=5|只写标签=5|只写类别=5|只写等级=5|只说类别=5|只说标签=5|只给等级=5|只给级别=5|只输出等级=5|只输出级别=5|等级即可=5|级别即可=5|只回意图=5|只答意图=5|只输出意图=5|意图名=5|任选=2|任挑=2|可选答案=4|输出范围=4|可选值=4|候选值=4|候选答案=4|答案范围=4|允许输出=4|允许值=4|合法输出=4|合法取值=4|标签范围=4|可用标签=4|备选答案=4|备选标签=4|类别范围=4|备选类别=4|标签表=4|情感标签=4|可用类别=4|tag only=5|class only=5|choice only=5|verdict only=5|rating only=5|just the class=5|just the rating=5|only the rating=5|just the verdict=5|only the verdict=5|nothing but the class=5|nothing else but the label=5|nothing but the label name=5|just one of those=2|just one of these=2|only one of those=2|only one of these=2|exactly one of these=2|exactly one of those=2|the label alone=5|the category alone=5|nothing but the label=5|nothing but the category=5|nothing but the tag=5|just your choice=5|only your choice=5|only the choice=5|only that one word=6|only that word=6|just that word=6|just that one word=6|possible outputs=4|allowed outputs=4|valid outputs=4|permitted answers=4|permitted values=4|permitted labels=4|allowed responses=4|valid responses=4|possible responses=4|acceptable answers=4|permitted outputs=4|候选项=4|候选词=4|标签池=4|备选项=4|选项池=4|类别池=4|标签库=4|类别库=4|挑一个说=2|选一个说=2|挑一个答=2|拣一个说=2|挑个说=2|选个说=2|挑一样说=2|选一样说=2|be one of=1|one of the two words=2|one of the two=2|one of the three=2|one of the four=2|just say one of them=2|a single one of these=2|only the label=5|just the label=5|label only=5|only the category=5|just the category=5|only the class=5|only the tag=5|possible labels=4|allowed labels=4|valid labels=4|label options=4|possible categories=4|allowed categories=4|possible answers=4|allowed answers=4|allowed values=4|possible values=4|valid answers=4|valid values=4|answer options=4|answer choices=4|one label=2|one category=2|one option=2|one word from=2|one of them=2|one of those=2|one of the labels=2|one of the categories=2|one of the options=2|one of the above=2|选一个词=2|挑一个词=2|选个词=2|挑个词=2|其一=2|标签集=4|标签集合=4|类别集合=4|标签本身=5|类别本身=5|选其一=2|择其一=2|取其一=2|里面挑=2|里面选=2|里头挑=2|里头选=2|之中选=2|之中挑=2|之中任选=2|里任选=2|里面任选=2|这三个词之一=1|这两个词之一=1|里挑=2|里挑一个=2|里选=2|当中选=2|当中选一个=2|当中挑一个=2|当中任选=2|中间选一个=2|可选类别=4|可选标签=4|选项列表=4|候选类别=4|类别列表=4|其中一类=2|其中一种=2|只回字母=3|只答字母=3|只给字母=3|只写字母=3|只填字母=3|只输出字母=3|仅回字母=3|只选字母=3|只要字母=3|就回字母=3|直接回字母=3|只回选项=3|只回答字母=3|回答字母=3|只说字母=3|直接给字母=3|写出字母=3|只回一个=2|只选一个=2|只能选一个=2|任选一个=2|只给一个=2|只答一个=2|选一个回答=2|选一个回=2|只输出类别=5|只回类别=5|仅输出类别=5|只返回类别=5|只给类别=5|只输出标签=5|只返回标签=5|只回标签=5|只给标签=5|仅返回标签=5|类别名=5|类别名称=5|分类标签=5|标签名=5|类别即可=5|标签即可=5|分类结果=5|分类名=5|标签就行=5|类别就行=5|选项字母=3|答案字母=3|选项的字母=3|回字母=3|答字母=3|给字母=3|填字母=3|写字母=3|选项代号=3|正确选项=3|选项编号=3|选项序号=3|选项的代号=3|字母选项=3|选项的序号=3|字母即可=3|字母就行=3|字母就好=3|三者选一=1|二者选一=1|两者选一=1|四者选一=1|从中三选一=1|从中二选一=1|三个里选一个=1|可选=4|可选项=4|选项有=4|选项为=4|选项是=4|候选标签=4|标签有=4|类别有=4|可选标签=4|可选类别=4|备选=4|其中的一个=2|其中的一项=2|其中的一种=2|exactly one of|only one of|either of|其中一个=2|其中一项=2|其中一种=2|中的一个=2|中的一项=2|中的一种=2|中择一=2|里择一=2|择一=2|中任选一个=2|里的一个=2|one of the following|choose from|following phrases|following options|one phrase|one of these|pick one|choose one|from the options|from above|either|select one|选择一个|选一个|其中之一|中选择|从以下|之一|选择其中|选其一|三选一=1|二选一=1|四选一=1|五选一=1|任选其一|里选|中选一个|只能从|中选|里选一个|中挑',
    'VERSEW': '七言四句=0x74|五言四句=0x54|七言八句=0x78|五言八句=0x58|五言绝句=0x54|七言绝句=0x74|五言律诗=0x58|七言律诗=0x78|五绝=0x54|七绝=0x74|五律=0x58|七律=0x78|绝句=0x04|律诗=0x08|五言诗=0x50|七言诗=0x70|五言=0x50|七言=0x70|五言古诗=0x50|七言古诗=0x70',
    'HOLD': '''后面都|from now on|always|in all your|all your answers|all your responses|every answer|every response|throughout this conversation|for the rest of|each of your|going forward|all future|all subsequent|every reply|henceforth|every time you|in future|for all|
从现在起|从现在开始|接下来|以后|之后|始终|一直|每次|所有回答|后面的回答|后续|今后|全部回答|从此|往后|每一次|所有的回答|每次回答|所有回复|整个对话|接下来的|此后|永远''',
    'NUMWORD': '俩=2|仨=3|one=1|two=2|three=3|four=4|five=5|six=6|seven=7|eight=8|nine=9|ten=10|eleven=11|twelve=12|thirteen=13|fourteen=14|fifteen=15|sixteen=16|seventeen=17|eighteen=18|nineteen=19|twenty=20|thirty=30|forty=40|fifty=50|sixty=60|seventy=70|eighty=80|ninety=90|hundred=100|thousand=1000|dozen=12|single=1|a single=1',
    'ORDINAL': 'first=1|second=2|third=3|fourth=4|fifth=5|sixth=6|seventh=7|eighth=8|ninth=9|tenth=10|1st=1|2nd=2|3rd=3|4th=4|last=99|第一=1|第二=2|第三=3|第四=4|第五=5|第六=6|第七=7|第八=8|第九=9|第十=10',
    'ONCE': 'once=1|twice=2|thrice=3',
    'IN': 'in|into|as|成|为|to|being|is|are|be|by|是|于|进行|来|以及',
    'PIECE': 'essay|story|article|poem|post|summary|report|speech|letter|email|description|paragraph of|review|blog|blog post|pitch|advertisement|ad|song|proposal|biography|script|response|answer|reply|intro|introduction|piece|composition|overview|synopsis|explanation|abstract|resume|tweet|haiku|limerick|rap|guide|tutorial|newsletter|作文|文章|故事|诗|短文|小说|散文|报告|演讲稿|介绍|摘要|总结|简介|文案|评论|回答|说明|描述|日记|邮件|信|感想|读后感|短评|论文|议论文|记叙文|广告|小作文|心得|稿|稿件|概述|影评|书评|童话|寓言|传记|检讨|检讨书|情书|发言稿|通知|祝福语|段子|笑话|小故事|科普|剧本|歌词|诗歌|现代诗|古诗|对联|打油诗|俳句|自我介绍|新闻稿|倡议书',
    'AND': 'and|or|then|but|also|与|和|及|或|或者|并|并且|而且|同时|且|到|至|、',
    '-': '''打分表|评分表|得分表|计分表|数学,英语|数学、英语|数学，英语|数学/英语|英语成绩|语文、英语|相较于json|相较于 json|相较于xml|相较于 xml|相较于yaml|相较于 yaml|相较于csv|相较于 csv|相较于markdown|相较于 markdown|相较json|相较 json|相较xml|相较 xml|相较yaml|相较 yaml|相较csv|相较 csv|相较markdown|相较 markdown|相比json|相比 json|相比xml|相比 xml|相比yaml|相比 yaml|相比csv|相比 csv|相比markdown|相比 markdown|相比于json|相比于 json|相比于xml|相比于 xml|相比于yaml|相比于 yaml|相比于csv|相比于 csv|相比于markdown|相比于 markdown|较之json|较之 json|较之xml|较之 xml|较之yaml|较之 yaml|较之csv|较之 csv|较之markdown|较之 markdown|相对于json|相对于 json|相对于xml|相对于 xml|相对于yaml|相对于 yaml|相对于csv|相对于 csv|相对于markdown|相对于 markdown|比起json|比起 json|比起xml|比起 xml|比起yaml|比起 yaml|比起csv|比起 csv|比起markdown|比起 markdown|不同于json|不同于 json|不同于xml|不同于 xml|不同于yaml|不同于 yaml|不同于csv|不同于 csv|不同于markdown|不同于 markdown|区别于json|区别于 json|区别于xml|区别于 xml|区别于yaml|区别于 yaml|区别于csv|区别于 csv|区别于markdown|区别于 markdown|对比json|对比 json|对比xml|对比 xml|对比yaml|对比 yaml|对比csv|对比 csv|对比markdown|对比 markdown|对比于json|对比于 json|对比于xml|对比于 xml|对比于yaml|对比于 yaml|对比于csv|对比于 csv|对比于markdown|对比于 markdown|个人的|个人之间|个人谁|位主角|结尾则|开头则|开头则为|结尾为真|开头为真|结尾返回|开头返回|收到一段|给你一段|发你一段|看到一段|贴一段|附一段|续写设定|续写设定表|用于|适用于|标题层级|标题级别|标题样式|句公道话|句良心话|句心里话|字后|字时|个字后|字符后|个字符后|字的时候|的时候你再|单个字|单个词|单个单词|纪要|倘若不介意|倘若不介意的话|倘若不麻烦|倘若不麻烦的话|倘若你不介意|倘若你不介意的话|倘若你愿意|倘若你愿意的话|倘若你方便|倘若你方便的话|倘若你有空|倘若你有空的话|倘若允许，|倘若允许,|倘若允许的话|倘若可以，|倘若可以,|倘若可以的话|倘若可能，|倘若可能,|倘若可能的话|倘若您不介意|倘若您不介意的话|倘若您愿意|倘若您愿意的话|倘若您方便|倘若您方便的话|倘若您有空|倘若您有空的话|倘若方便，|倘若方便,|倘若方便的话|倘若有时间，|倘若有时间,|倘若有时间的话|倘若有空，|倘若有空,|倘若有空的话|倘若没问题|倘若没问题的话|倘若能行，|倘若能行,|倘若能行的话|倘若行得通，|倘若行得通,|倘若行得通的话|假如不介意|假如不介意的话|假如不麻烦|假如不麻烦的话|假如你不介意|假如你不介意的话|假如你愿意|假如你愿意的话|假如你方便|假如你方便的话|假如你有空|假如你有空的话|假如允许，|假如允许,|假如允许的话|假如可以，|假如可以,|假如可以的话|假如可能，|假如可能,|假如可能的话|假如您不介意|假如您不介意的话|假如您愿意|假如您愿意的话|假如您方便|假如您方便的话|假如您有空|假如您有空的话|假如方便，|假如方便,|假如方便的话|假如有时间，|假如有时间,|假如有时间的话|假如有空，|假如有空,|假如有空的话|假如没问题|假如没问题的话|假如能行，|假如能行,|假如能行的话|假如行得通，|假如行得通,|假如行得通的话|如果不介意|如果不介意的话|如果不麻烦|如果不麻烦的话|如果你不介意|如果你不介意的话|如果你愿意|如果你愿意的话|如果你方便|如果你方便的话|如果你有空|如果你有空的话|如果允许，|如果允许,|如果允许的话|如果可以，|如果可以,|如果可以的话|如果可能，|如果可能,|如果可能的话|如果您不介意|如果您不介意的话|如果您愿意|如果您愿意的话|如果您方便|如果您方便的话|如果您有空|如果您有空的话|如果方便，|如果方便,|如果方便的话|如果有时间，|如果有时间,|如果有时间的话|如果有空，|如果有空,|如果有空的话|如果没问题|如果没问题的话|如果能行，|如果能行,|如果能行的话|如果行得通，|如果行得通,|如果行得通的话|若不介意|若不介意的话|若不麻烦|若不麻烦的话|若你不介意|若你不介意的话|若你愿意|若你愿意的话|若你方便|若你方便的话|若你有空|若你有空的话|若允许，|若允许,|若允许的话|若可以，|若可以,|若可以的话|若可能，|若可能,|若可能的话|若您不介意|若您不介意的话|若您愿意|若您愿意的话|若您方便|若您方便的话|若您有空|若您有空的话|若方便，|若方便,|若方便的话|若是不介意|若是不介意的话|若是不麻烦|若是不麻烦的话|若是你不介意|若是你不介意的话|若是你愿意|若是你愿意的话|若是你方便|若是你方便的话|若是你有空|若是你有空的话|若是允许，|若是允许,|若是允许的话|若是可以，|若是可以,|若是可以的话|若是可能，|若是可能,|若是可能的话|若是您不介意|若是您不介意的话|若是您愿意|若是您愿意的话|若是您方便|若是您方便的话|若是您有空|若是您有空的话|若是方便，|若是方便,|若是方便的话|若是有时间，|若是有时间,|若是有时间的话|若是有空，|若是有空,|若是有空的话|若是没问题|若是没问题的话|若是能行，|若是能行,|若是能行的话|若是行得通，|若是行得通,|若是行得通的话|若有时间，|若有时间,|若有时间的话|若有空，|若有空,|若有空的话|若没问题|若没问题的话|若能行，|若能行,|若能行的话|若行得通，|若行得通,|若行得通的话|要是不介意|要是不介意的话|要是不麻烦|要是不麻烦的话|要是你不介意|要是你不介意的话|要是你愿意|要是你愿意的话|要是你方便|要是你方便的话|要是你有空|要是你有空的话|要是允许，|要是允许,|要是允许的话|要是可以，|要是可以,|要是可以的话|要是可能，|要是可能,|要是可能的话|要是您不介意|要是您不介意的话|要是您愿意|要是您愿意的话|要是您方便|要是您方便的话|要是您有空|要是您有空的话|要是方便，|要是方便,|要是方便的话|要是有时间，|要是有时间,|要是有时间的话|要是有空，|要是有空,|要是有空的话|要是没问题|要是没问题的话|要是能行，|要是能行,|要是能行的话|要是行得通，|要是行得通,|要是行得通的话|除非另有说明|除非特别说明|除非另有要求|除非必要|除非万不得已|除非我另说|除非我另有|除非另有指示|除非我要求|除非有必要|除非我特别说明|除非特别要求|如果有可能的话|如果有可能|可以的话|方便的话|可能的话|如果能的话|要是能的话|要是行的话|如果行的话|如果条件允许|条件允许的话|如果我没记错|如果没记错|如果我没记错的话|如果不太麻烦|要是不太麻烦|要是不费事|如果不费事|要是不嫌麻烦|如果不嫌麻烦|如果不打扰|要是不打扰|你愿意的话|有空的话|不麻烦的话|不介意的话|汉语拼音|中文拼音|中文大写|英文句号|中文句号|如果你是|若你是|要是你是|假使你是|倘若你是|若是你是|如果让你|要是让你|假如让你|如果请你|若让你|如果给你|听说你会|听说你能|听说你很|听说你最|听说你可以|听说你挺|听说你懂|听说你是|啥的|反引号|若干|分别|重复词|重复率|一个数列|一个数组|一个数据|假如你是|假设你是|假定你是|设想你是|如果你是一|上下阕|上下文|上下两|地道|逐条|逐个|一共|就成|就行|都行|也行|才行|还行|不太行|节气|节课|列印|列印机|一行字|附近|附件|英文字母表|周项目|十四行诗|as if|as well|even if|only if|what if|no matter|in no time|such as|no one|above all|over time|at all|in other words|time machine|life time|if any|not only|first time|last time|one of my|not just|not sure|i am not|no idea|real time|word of|time to time|part time|full time|full time job|in time|next time|this time|free time|long time|short time|every time|each time|over the|about the|around the|above the|under the|below the|from the|over a|under a|about a|about how|around a|
提示|提示词汇|请问|请教|信息|书信|通信|短信|微信|信号|信心|相信|信任|信仰|信念|迷信|自信|诚信|信贷|信封|信箱|十字绣|十字路口|十字架|红十字|个月|个小时|个星期|个世纪|个学期|个工作日|个百分点|大小写|一下|一些|一样|一起|一直|一般|万一|一致|十分|唯一|千万|一边|一切|一旦|进一步|逐一|一方面|另一方面|第一时间|一定程度|三明治|四川|五花八门|七夕|百度|百货|百姓|三国|三亚|两者|二者|八卦|九州|二手|六一|双十一|十一月|一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十二月|星期一|星期二|星期三|星期四|星期五|星期六|周一|周二|周三|周四|周五|周六|一年级|二年级|三年级|四年级|五年级|六年级|三字经|千字文|
名字|打字|字典|字体|字幕|赤字|题字|字面|签字|识字|文字|字迹|字节|字符串|字里行间|生字|错别字|别人|别的|特别|区别于|分别|级别|性别|类别|差别|识别出|非常|非洲|除非是|是非|无论|无法|无限|无人|无关|无线|无聊|无数|无奈|无穷|无知|毫无|未来|未知|未婚|需求|需要求|应用|应对|反应|适应|供应|效应|应急|应届|相应|对应|要点|重要|主要|要素|要害|概要|摘要点|必要|重要性|要么|次要|只要是|都要|就要|快要|将要|正要|首要|简要|纲要|
使用说明|使用方法|使用者|用途|作用|应用程序|利用|费用|信用|用户体验|用户名|用品|实用|通用|常用|引用|运用到|适用|可用|有用|没用|用力|用心|用完|用来|公用|专用|食用|服用|
有限公司|所有|有关|有效|有趣|有名|有机|拥有|具有|有时|有助于|有利|没有人|有一些|有些|有人|只有|有着|含义|内含|包含义|蕴含|以为|以及|可以|以前|足以|难以|予以|加以|以便|以来|以至|得以|给予|给定|供给|发给|送给|交给|还给|卖给|
段时间|时段|阶段|手段|片段|地段|行业|行动|行为|行程|旅行|银行|举行|进行|执行|流行|飞行|运行|发行|步行|行李|行星|行政|行驶|自行|同行|平行|行列|内行|外行|履行|实行|可行|并行|言行|排行|不行|行走|上行|下行|现行|首行字|点击|重点|特点|优点|缺点|地点|观点|景点|焦点|起点|终点|热点|点心|点评|有点|一点|差点|几点|难点|亮点|弱点|早点|快点|点头|点赞|零点|节点|标点|论点|卖点|站点|网点|
条件|条款|条例|面条|线条|教条|种子|种植|各种|这种|那种|某种|种类|物种|品种|一种|多种|项目|事项|选项|各项|奖项|款式|贷款|存款|付款|部门|部长|部分别|全部门|内部|外部|北部|南部|东部|西部|总部|干部|本质|本地|本来|本身|成本|根本|基本|日本|资本|样本|文本框|版本号|剧本杀|课本|笔记本|首先|首都|首页|首次|首要任务|首席|道德|道路|知道|味道|道理|报道|渠道|街道|频道|通道|位置|单位|位于|地位|岗位|职位|定位|各位|名称|著名|姓名|有名气|名人|名胜|类型|人类|类似|分类器|种类别|文件|事件|软件|硬件|条件下|邮件|邮件的|方面的|步骤|进步|初步|同步|跑步|例子|例如|案例|比例|举例|规则|原则|否则|家庭|国家|大家|专家|作家|家人|画家|科学家|座位|讲座|样子|这样|那样|怎样的|同样|节日|季节|情节|细节|环节|节约|节奏|关节|音节|春节|处理|好处|到处|相处|处于|处理器|处方|次数|这次|首次出现|多次|其次|层次|再次|一次性|依次|回忆|回家|回来|返回值|收回|
起来|一起来|起到|起源|引起|对不起|起步|发起|内心|国内|体内|室内|内部的|内存|内在|内饰|年内|境内|以内的人|下来|上下文|前后端|左右手|以上是|近年|近期|最近|附近|近代|近视|约会|约束|节约用水|预约|契约|大约束|合约|条约|限公司|有限|极限|期限|权限|无限制|限量|限时|年限|满意|满足|充满|圆满|满分|丰满|不满意|达到目标|在线|存在|现在|正在|所在|在于|内在|实在|在家|在校|潜在|
列车|系列|排列|列表|陈列|行列式|一系列|数列|列宁|罗列了|分享会|部分|分析师|成分|分钟|分别是|区分|充分|评分|分数|分配|分布|分解|百分|分子|水分|身分|过分|分手|处分|作者|工作|动作|操作|合作|作业|作品|制作人|作文题|写作|作用于|著作|创作者|作为|当作|来源|来自|未来的|原来的|本来就|从来|近来|往来|后来|将来|用来做|来说|看来|带来|出来|过来|一来|起来的|做法|做饭|做人|做事|做梦|做到|做好|选择题|选手|选举|当选|造型|创造|制造|改造|造成|造福|取得|获取|取消|采取|争取|吸取|取决|说法|小说家|传说|说服|据说|听说|说话|说明书|学说|解说|比如说|来说说|编程|编辑部|编译|编码|改编|想法|思想|理想|想象|梦想|幻想|感想法|讲座|讲课|演讲|讲究|讲座的|举办|举行的|选举权|举止|表示为|表格|代表|表现|表达式|表面|表演|发表|图表|外表|手表|表情|表扬|仪表|时间表|表明|日程表|计划表|列表形式|清单表''',
}


def fold(word):
    return word.strip()


def parse():
    out = []
    for name, words in WORDS.items():
        for word in with_forms(words.replace('\n', '').split('|')):
            word = fold(word)
            if not word:
                continue
            value = 0
            if '=' in word:
                word, value = word.split('=')
            out.append((word, name, value))
    return out


def step(h, x):
    """As bc_head_step() of src/core/follow/lexing.h."""
    h = (h ^ x) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    return h ^ h >> 32


HAN_NUMBERS = '〇零一二两三四五六七八九十百千万'


def openings(word):
    """The hashes of what a word begins with, from short to long: its first
    word of ASCII letters and the two letters behind that, 0 where there is no
    second one, or its first, second and third characters.  It is found by the
    last of them."""
    if ord(word[0]) >= 0x80:
        out = [step(0, ord(word[0]))]
        if not 0x80 <= ord(word[1:2] or ' ') < 0x10000:
            return out
        out.append(step(0, ord(word[0]) << 16 | ord(word[1])))
        if 0x80 <= ord(word[2:3] or ' ') < 0x10000:
            out.append(step(out[-1], ord(word[2])))
        return out
    first = ''
    for c in word:
        if not (c.isascii() and (c.isalnum() or c == "'")):
            break
        first += c
    h = 0
    for n, run in enumerate(first.split("'")):
        if n > 0:
            h = step(h, ord("'"))
        for i in range(0, len(run), 8):
            h = step(h, int.from_bytes(bytes(ord(c) | 0x20 for c in run[i:i + 8]), 'little'))
    rest = word[len(first):]
    if rest[:1] == ' ' and 'a' <= rest[1] <= 'z':
        second = rest[2:3] if rest[2:3].isascii() and rest[2:3].isalnum() else ''
        return [h, step(h, ord(rest[1]) | (ord(second) << 8 if second else 0))]
    return [h]


def bucket(h):
    return h % BUCKETS


def tag(h):
    return h // BUCKETS & 0xFFFF


def keep(filter_, h):
    """Sets the bit of a hash, as bc_head_in() of src/core/follow/lexing.h has it."""
    filter_[h >> 54] |= 1 << (h >> 48 & 63)


# What a character is to words, as BcHanFlag of src/core/follow/lexing.h.
TRADITIONAL, ALONE, NUMERAL = 1, 2, 4
FIRST, LAST = 0x4000, 0x9FFF


def simplified():
    """What traditional characters fold to, of src/core/text/han_table.c."""
    table = open(os.path.join(HERE, '..', 'core', 'text', 'han_table.c'), encoding='utf-8').read()
    blocks, values = ([int(x, 0) for x in re.findall(r'\w+', body)]
                      for body in re.findall(r'bc_han_(?:blocks|values)\[\d+\] = \{([^}]*)\}', table))
    out = {}
    for c in range(FIRST, LAST + 1):
        to = values[blocks[c // 128] * 128 + c % 128]
        if to != 0:
            out[c] = to
    return out


def characters(words):
    """What each character from FIRST to LAST is to the words."""
    flags = {}
    for word in words:
        if ord(word[0]) >= 0x80 and len(openings(word)) == 1:
            flags[ord(word[0])] = ALONE
    for c in map(ord, HAN_NUMBERS):
        flags[c] = flags.get(c, 0) | NUMERAL
    fold_to = simplified()
    return [flags.get(fold_to[c], 0) | TRADITIONAL if c in fold_to else flags.get(c, 0) for c in range(FIRST, LAST + 1)]


def languages(entries):
    codes = []
    for _, name, value in entries:
        if name == 'LANG' and value not in codes:
            codes.append(value)
    return codes


def quote(word):
    return '"' + word.replace('"', '\\"') + '"'


def print_numbers(head, numbers):
    print(f'const {head} = {{')
    line = '\t'
    for i, h in enumerate(numbers):
        text = str(h) + (', ' if i + 1 < len(numbers) else '')
        if len(line) + len(text) > 74:
            print(line.rstrip())
            line = '\t'
        line += text
    print(line.rstrip())
    print('};\n')


def print_filter(name, bits):
    print(f'const uint64_t bc_follow_{name}[BC_FOLLOW_FILTER / 64] = {{')
    for i in range(0, len(bits), 3):
        print('\t' + ', '.join(f'0x{x:016X}' for x in bits[i:i + 3]) + (',' if i + 3 < len(bits) else ''))
    print('};')


def with_forms(words):
    # 裡, which han.h simplifies to no 里, for it is the older form of both
    return [*words, *(w.replace('里', '裡') for w in words if '里' in w)]


def main():
    entries = parse()
    codes = languages(entries)
    by_key, seen = {}, {}
    for word, name, value in entries:
        if name == 'LANG':
            value = codes.index(value)
        # a word may be of several classes
        if word in by_key:
            if all(n != name for n, _ in by_key[word]):
                by_key[word].append((name, value))
        else:
            by_key[word] = [(name, value)]
    buckets = {}
    for word in by_key:
        buckets.setdefault(bucket(openings(word)[-1]), []).append(word)
    rows, heads = [], [0] * (BUCKETS + 1)
    for b in range(BUCKETS):
        heads[b] = len(rows)
        for word in sorted(buckets.get(b, []), key=lambda w: (-len(w.encode()), w)):
            rows.append(word)
    heads[BUCKETS] = len(rows)
    print('''/*
 * words_table.c: generated by src/tables/follow-words.py; not edited by hand.
 */
#include "core/follow/lexing.h"

const char *const bc_follow_languages[] = {''')
    print('\t' + ', '.join(quote(c) for c in codes))
    print('};\n')
    print(f'const BcFollowWord bc_follow_words[{len(rows)}] = {{')
    for word in rows:
        classes = by_key[word]
        mask = ' | '.join(f'BC_M({n})' for n, _ in classes if n != '-') or '0'
        value = next((v for _, v in classes if v != 0 or True), 0)
        values = [v for _, v in classes]
        data = word.encode()
        first = int.from_bytes(data[:8], 'little')
        exact = 'true' if word.isascii() and word.isalnum() else 'false'
        print(f'\t{{{quote(word)}, 0x{first:X}, {mask}, {max((int(str(v), 0) for v in values), default=0)}, {len(data)}, {exact}}},')
    print('};\n')
    print_numbers(f'uint16_t bc_follow_tags[{len(rows)}]', [tag(openings(word)[-1]) for word in rows])
    print_numbers(f'uint16_t bc_follow_heads[{BUCKETS + 1}]', heads)
    pairs, longer, ends = ([0] * (FILTER_BITS // 64) for _ in range(3))
    for word in rows:
        *more, last = openings(word)
        keep(ends, last)
        if word[0] < '\x80':
            for h in more:
                keep(longer, h)
        elif more:
            keep(pairs, (more + [last])[1])
            for h in more[1:]:
                keep(longer, h)
    for name, bits in (('pairs', pairs), ('longer', longer), ('ends', ends)):
        print_filter(name, bits)
        print()
    print_numbers('uint8_t bc_follow_han[0x6000]', characters(rows))


if __name__ == '__main__':
    main()
