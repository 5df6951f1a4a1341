#!/usr/bin/env python3
"""Writes src/core/quality_words.c: the words that the heuristics look for, in
one hash table over their first three bytes, so that a text is gone through
once for all of them.

usage: src/tables/quality-words.py > src/core/quality_words.c

The kinds are those of BcWordKind in src/core/quality_in.h, in its order.
Words are in lower case; ASCII case is ignored where they are looked for.
"""

BUCKETS = 4096

WORDS = {
    'TASK': [
        '写', '翻译', '总结', '概括', '解释', '分类', '提取', '生成', '列',
        '计算', '改', '回答', '判断', '描述', '比较', '分析', '说明', '给',
        '推荐', '设计', '创建', '编', '介绍', '找', '识别', '确定', '构',
        '完成', '填', '补', '续', '讲', '提供', '制', '选', '排', '转', '求',
        '证明', '帮', '请', '告诉', '讨论', '评', '预测', '估', '修', '纠正',
        '校对', '润色', '检', '抽', '归纳', '举', '画', '起草', '建议',
        '替换', '重', '缩', '扩', '命名', '模拟', '扮演', '输出', '用', '将',
        '把', '根据', '删', '添', '组织', '整理', '对', '使用', '如果',
        '类型#', '让', '从', '造句', '解', 'write', 'summar', 'explain',
        'translate', 'list', 'give', 'describe', 'create', 'generate',
        'classify', 'identify', 'find', 'calculate', 'compute', 'convert',
        'rewrite', 'edit', 'compare', 'analy', 'design', 'suggest',
        'provide', 'name', 'tell', 'make', 'answer', 'extract', 'rank',
        'sort', 'complete', 'construct', 'determine', 'develop', 'discuss',
        'evaluate', 'outline', 'paraphrase', 'predict', 'propose', 'compose',
        'draft', 'formulate', 'imagine', 'come up', 'choose', 'select',
        'change', 'correct', 'arrange', 'categor', 'add ', 'replace',
        'remove', 'state', 'show', 'solve', 'simplify', 'fill', 'add',
        'output', 'estimate', 'assign', 'brainstorm', 'produce', 'recommend',
        'organize', 'plan', 'help', 'please', 'define', 'count', 'insert',
        'match', 'pick', 'build', 'combine', 'report', 'research', 'spot',
        'transform', 'modify', 'how', 'what', 'why', 'who', 'when', 'where',
        'which', 'can you', 'is ', 'are ', 'do ', 'does ', 'should', 'def ',
        'use ', 'rate ', 'format', 'reword', 'rephrase', 'form', 'detect',
        'decide', 'invent', 'judge', 'point out', 'read',
    ],
    'QUESTION': [
        '?', '？', '什么', '怎么', '如何', '为什么', '哪', '谁', '几',
        '多少', '吗', '呢', '是否',
    ],
    'FORMAT': [
        '格式', '字', 'json', '表格', '列表', '步骤', '一句', '不超过',
        '输出', '只', 'markdown', '段', '要点', '条', '个', '种', '词', '首',
        '篇', '句', '行', '长度', '编号', '代码', 'word', 'sentence',
        'table', 'bullet', 'list', 'format', 'paragraph', 'step', 'csv',
        'xml', 'html', 'code', 'function', 'line', 'essay', 'poem', 'one',
        'two', 'three', 'four', 'five', 'haiku', 'email', 'letter', 'python',
        'sql', 'number', '标题', '诗', '邮件', '信', '函数', '故事', '文章',
        '广告',
    ],
    'REFUSAL': [
        'as an ai', 'as a language model', "i'm sorry, but i can",
        'i am sorry, but i can', "i'm sorry, i can", 'i cannot assist',
        "i can't assist", "i'm unable to", 'i am unable to', '作为一个ai',
        '作为ai', '作为一个人工智能', '作为人工智能', '作为一个语言模型',
        '作为语言模型', '作为一名ai', '作为一名人工智能', '很抱歉，我无法',
        '很抱歉，我不能', '抱歉，我无法', '抱歉，我不能', '对不起，我不能',
        '对不起，我无法', '我无法回答这个', '很抱歉，作为', '对不起，作为',
    ],
    'IDENTITY': [
        'i am chatgpt', "i'm chatgpt", 'as chatgpt', 'developed by openai',
        'trained by openai', 'created by openai', 'made by openai',
        'i am gpt', '我是chatgpt', '作为chatgpt', '由openai', 'openai开发',
        'openai训练', '我是文心一言', '我是通义', '我叫文心', '我叫通义',
        '我是claude', 'i am claude', "i'm claude", '我是讯飞星火',
        '我是豆包', '我是kimi', '我是deepseek',
    ],
    'TOKEN': [
        '<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|user|>',
        '<|assistant|>', '<|system|>', '[inst]', '[/inst]', '[gmask]',
        '<<sys>>', '<eop>', '<sop>', '<|eot_id|>', '[round 1]', '[round 0]',
        '<pad>', '<eos>', '<bos>',
    ],
    'URL': [
        'http://', 'https://', 'www.',
    ],
    'FILE': [
        '这张图', '下图', '图片', '附件', '这个文件', '该文件', '如图',
        'this image', 'the image', 'this picture', 'attached', 'this file',
        'this photo',
    ],
    'READ': [
        '总结', '概括', '阅读', '描述', '分析', '翻译', 'summar', 'read',
        'describe', 'analy', 'caption', '识别', 'identify', 'what is in',
    ],
    'DIALOGUE': [
        '对话', 'dialog', 'conversation', '剧本', 'chat', 'script', '聊天',
        'interview', '问答', '采访', 'instruction', '指令', 'q&a', 'faq',
        '访谈',
    ],
    'MASK': [
        '<unk>', '[unk]', '[mask]', '<mask>',
    ],
    'TOKEN_ASK': [
        'token', 'bert', 'special', 'mask', 'tokenizer', 'template', 'inst]',
    ],
    'ESCAPE': [
        '\\n', '\\"', '\\t',
    ],
    'TAG': [
        '&nbsp;', '&amp;', '&lt;', '&quot;', '<br>', '<br/>', '<br />',
        '</p>', '</div>', '</span>', '<p>', '</a>',
    ],
    'SCRIPT': [
        'enable javascript', 'javascript is disabled', 'javascript enabled',
        'cookie policy', 'accept cookies', 'uses cookies',
    ],
    'HTML_ASK': [
        'html', '网页', '标签', 'javascript', 'xml', '代码', 'code',
        'cookie', '转义', 'json', 'escape', 'web',
    ],
    'CODE': [
        '```', 'def ', 'return ', '#include', 'public class', 'function ',
        'function(', 'select ', 'import ', '</', 'print(', '};', ');', '=>',
        '\\begin{', '\\frac', 'var ', 'const ',
    ],
    'MOJIBAKE': [
        '锟斤拷', '烫烫烫', '屯屯屯', 'â€™', 'â€œ', 'ï¼Œ',
    ],
    'COPY': [
        '翻译', '改写', '复述', '重复', '抄写', '纠正', '校对', '润色',
        '修改', '改正', '语法', '拼写', 'translate', 'rewrite', 'repeat',
        'copy', 'correct', 'edit', 'proofread', 'paraphrase', 'grammar',
        'spelling', 'punctuat', 'capital', 'convert', 'rearrange', '替换',
        '标点', '重写', '转换', '排序', '格式', '填', '续写', 'complete',
        'continue', 'reword', 'rephrase', 'fix', 'replace', '修正', '错别字',
        'sort', 'format', '删除', 'remove', 'insert',
    ],
    'LANGUAGE': [
        '翻译', 'translate', '用英文', '用英语', '英文', '英语',
        'in english', 'in chinese', '中文', '汉语', '日语', '法语', '德语',
        'french', 'spanish', 'german', 'japanese', '汉译英', '英译',
        'language', '语言', '拼音', 'translation', 'korean', '西班牙',
        '代码', 'code', 'sql', 'python', '公式', '函数', '变量',
        'javascript', 'java', 'html', 'css', '正则', '命令', 'unix', 'linux',
    ],
    'LOREM': [
        'lorem',
    ],
    # from here on: what must be in a text for rules that look closer
    'JSON': [
        'json',
    ],
    'TRADITIONAL': [
        '繁', '翻译',
    ],
    'COUNT': [
        '列出', '给出', '提供', '写出',
    ],
    'LIMIT': [
        '不超过', '不多于', '少于', '控制在', '最多',
    ],
    'MERGED': [
        'instruction:', '### instruction', '### response', '\nhuman:',
        '\nuser:', '指令：', '\n用户：', '问：',
    ],
    'BRAND': [
        'brand',
    ],
}


def bucket(word):
    """The same as in the C code printed below."""
    x = int.from_bytes(word[:3], 'little') | 0x202020
    return (x << 8) * 0x9E3779B1 % 2**32 // (2**32 // BUCKETS)


def start(word):
    """The first four bytes in one number, the highest byte 0 where there are
    three."""
    x = int.from_bytes(word[:4], 'little')
    return x | (0x202020 if len(word) == 3 else 0x20202020)


def quote(word):
    text = word.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
    return '"' + text + '"'


def print_array(head, items):
    print(f'\nstatic const {head} = {{')
    line = '\t'
    for item in items:
        if len((line + item).encode()) > 74:
            print(line.rstrip())
            line = '\t'
        line += item + ', '
    print(line.rstrip().rstrip(','))
    print('};')


def main():
    words, kinds, chain = [''], [0], [0]
    heads, masks, short = [0] * BUCKETS, [0] * BUCKETS, []
    for kind, name in enumerate(WORDS):
        for word in WORDS[name]:
            data = word.encode()
            if len(data) < 3:
                short.append((word, kind))
                continue
            words.append(word)
            kinds.append(kind)
            chain.append(heads[bucket(data)])
            heads[bucket(data)] = len(words) - 1
            masks[bucket(data)] |= 1 << kind
    short.sort()
    print('''/*
 * quality_words.c: generated by src/tables/quality-words.py; not edited by
 * hand.
 */
#include "core/quality_in.h"''')
    print_array(f'char *const words[{len(words)}]', [quote(w) for w in words])
    print_array(f'uint32_t starts[{len(words)}]',
                [hex(start(w.encode())) if w else '0' for w in words])
    print_array(f'uint8_t kinds[{len(kinds)}]', map(str, kinds))
    print_array(f'uint16_t chain[{len(chain)}]', map(str, chain))
    print_array(f'uint16_t heads[{BUCKETS}]', map(str, heads))
    print_array(f'uint32_t masks[{BUCKETS}]',
                [hex(m) if m else '0' for m in masks])
    print_array(f'char *const short_words[{len(short)}]',
                [quote(w) for w, k in short])
    print_array(f'uint8_t short_kinds[{len(short)}]', [str(k) for w, k in short])
    firsts = sorted({w[0] for w, k in short})
    print_array(f'uint32_t first_masks[{len(firsts)}]',
                [hex(sum({1 << k for w, k in short if w[0] == f})) for f in firsts])
    ends = [sum(w[0] <= f for w, k in short) for f in firsts]
    print_array(f'uint8_t first_ends[{len(firsts)}]', map(str, ends))
    print(CODE, end='')


CODE = r'''
static bool
matches(const unsigned char *p, size_t len, const char *word)
{
	for (size_t i = 0; word[i] != '\0'; i++)
	{
		unsigned char c;

		if (i == len)
			return false;
		c = p[i];
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c != (unsigned char) word[i])
			return false;
	}
	return true;
}

/* Of the first three of four bytes, ASCII case ignored. */
static inline unsigned
bucket_of(uint32_t x)
{
	return (((x | 0x202020) << 8) * 0x9E3779B1u) >> 20;
}

static inline unsigned
bucket(const unsigned char *p)
{
	return bucket_of(bc_load32(p));
}

/* The kinds in wanted of words that begin at text.data[at], the bytes first. */
static uint32_t
words_at(BcSlice text, size_t at, const unsigned char *first, unsigned head,
		 uint32_t wanted)
{
	uint32_t	found = 0;
	uint32_t	x = bc_load32(first) | 0x20202020;

	/* most differ in the fourth byte */
	for (unsigned n = head; n != 0; n = chain[n])
		if ((starts[n] ^ x) << (starts[n] >> 24 == 0 ? 8 : 0) == 0 &&
			(wanted & ~found) >> kinds[n] & 1 &&
			matches(text.data + at, text.len - at, words[n]))
			found |= (uint32_t) 1 << kinds[n];
	return found;
}

/*
 * BLOCK places at p, n of which count: the few where a word that is wanted may
 * begin come first, without a branch that would be guessed wrong.
 */
#define BLOCK	64

static uint32_t
look_at_block(BcSlice text, size_t at, const unsigned char *p, unsigned n,
			  uint32_t wanted)
{
	unsigned char places[BLOCK];
	unsigned	count = 0;
	uint32_t	found = 0;

	for (unsigned i = 0; i < n; i++)
	{
		uint32_t	x = bc_load32(p + i);

		places[count] = (unsigned char) i;
		count += (masks[bucket_of(x)] & wanted) != 0;
		/* no word begins within a character of three bytes */
		for (; (x & 0xC0C0F0) == 0x8080E0 && i + 3 < n; x = bc_load32(p + i))
		{
			i += 3;
			places[count] = (unsigned char) i;
			count += (masks[bucket(p + i)] & wanted) != 0;
		}
	}
	for (unsigned k = 0; k < count; k++)
		found |= words_at(text, at + places[k], p + places[k],
						  heads[bucket(p + places[k])], wanted & ~found);
	return found;
}

/* Words of one or two bytes; no first byte is a letter. */
static uint32_t
short_words_in(BcSlice text, uint32_t wanted)
{
	const unsigned char *end = text.data + text.len;
	uint32_t	found = 0;
	unsigned	from = 0;

	/* for each first byte, whose words stand together */
	for (unsigned k = 0; k < sizeof(first_ends); from = first_ends[k++])
		for (const unsigned char *p = text.data;
			 (first_masks[k] & wanted & ~found) != 0 && p < end; p++)
		{
			p = memchr(p, short_words[from][0], (size_t) (end - p));
			if (p == NULL)
				break;
			for (unsigned n = from; n < first_ends[k]; n++)
				if (matches(p, (size_t) (end - p), short_words[n]))
					found |= (uint32_t) 1 << short_kinds[n];
		}
	return found & wanted;
}

/* The kinds of words, of those wanted, that the text holds: one bit each. */
uint32_t
bc_words_find(const BcEnv *env, BcSlice text, uint32_t wanted)
{
	uint32_t	found = text.len == 0 ? 0 : short_words_in(text, wanted);
	unsigned char copy[BLOCK + 4] = {0};
	size_t		at = 0;

	for (; text.len - at >= sizeof(copy) && found != wanted; at += BLOCK)
	{
		if (at % BC_POLL_BYTES == 0)
			bc_poll(env);
		found |= look_at_block(text, at, text.data + at, BLOCK, wanted & ~found);
	}
	for (; at < text.len && found != wanted; at += BLOCK)
	{
		size_t		n = text.len - at;

		memcpy(copy, text.data + at, n < sizeof(copy) ? n : sizeof(copy));
		found |= look_at_block(text, at, copy, n < BLOCK ? (unsigned) n : BLOCK,
							   wanted & ~found);
		memset(copy, 0, sizeof(copy));
	}
	return found;
}
'''


if __name__ == '__main__':
    main()
