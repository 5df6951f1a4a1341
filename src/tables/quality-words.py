#!/usr/bin/env python3
"""Writes src/core/quality/words.c: the words that the heuristics look for, in
one hash table over their first three bytes, so that a text is gone through
once for all of them, and tables for vectors that let few other places pass.

usage: src/tables/quality-words.py > src/core/quality/words.c

The kinds are those of BcWordKind in src/core/quality/internal.h, in its order.
Words are in lower case; ASCII case is ignored where they are looked for.
"""

BUCKETS = 2048

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
    'UNICODE': [
        '\\u4e', '\\u5',
    ],
}

# What is looked for in a response, and in a prompt: as in internal.h.
EITHER = {'CODE', 'MOJIBAKE', 'LOREM'}
SAID = sorted(EITHER | {'REFUSAL', 'IDENTITY', 'TOKEN', 'MASK', 'ESCAPE', 'TAG',
                        'SCRIPT', 'MERGED', 'BRAND', 'UNICODE'})
ASKED = sorted(EITHER | (set(WORDS) - set(SAID)))


def bucket(word):
    """The same as in src/core/quality/find.c."""
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
    print(f'\nconst {head} = {{')
    line = '\t'
    for item in items:
        if len((line + item).encode()) > 74:
            print(line.rstrip())
            line = '\t'
        line += item + ', '
    print(line.rstrip().rstrip(','))
    print('};')


def link(short, chain):
    """Chains the short words of each first byte."""
    last = {}
    for word, place in short:
        chain[place] = last.get(word[0], 0)
        last[word[0]] = place


def first_short(short, c):
    return max([place for word, place in short if word[0] == c], default=0)


def tables(words):
    """Of the first three bytes: for each half of them, by its value, a bit if
    a word has it.  The lower half comes first."""
    out = [[0] * 16 for _ in range(6)]
    for data in words:
        for place in range(3):
            for byte in range(256):
                letter = chr(byte).isascii() and chr(byte).isalpha()
                if place >= len(data) or data[place] == byte or (
                        letter and data[place] == byte | 0x20):
                    out[2 * place][byte & 15] = 1
                    out[2 * place + 1][byte >> 4] = 1
    return out


def passed(words):
    """The share of a text that passes the tables of the words."""
    share = 1.0
    t = tables(words)
    for place in range(3):
        share *= sum(weight for byte, weight in WEIGHTS.items()
                     if t[2 * place][byte & 15] and t[2 * place + 1][byte >> 4])
    return share


def weights():
    """Rough shares of bytes in texts half in English, half in Chinese."""
    out = {b: 0.004 for b in range(0x80, 0xC0)}
    out |= {b: 0.018 for b in range(0xE3, 0xEA)} | {0xEF: 0.012, 10: 0.01, 32: 0.09}
    for rank, c in enumerate('etaoinsrhldcumfpgwybvkxqjz'):
        out[ord(c)] = 0.05 * 0.88 ** rank
        out[ord(c) - 32] = 0.0025 * 0.88 ** rank
    for c in '!"#$%&\'()*+,-./0123456789:;<=>?@[\\]^_`{|}~':
        out[ord(c)] = 0.004 if c in ',.0123456789' else 0.0004
    return out


WEIGHTS = weights()


def group(words):
    """Eight groups of the words, of which tables let little pass: words of one
    first byte together, then the two groups joined that cost least."""
    groups = {}
    for data in words:
        groups.setdefault(data[0], []).append(data)
    groups = list(groups.values())
    costs = [passed(g) for g in groups]
    joined = {}
    while len(groups) > 8:
        best = None
        for i in range(len(groups)):
            for k in range(i):
                both = tuple(sorted(groups[i] + groups[k]))
                if both not in joined:
                    joined[both] = passed(both)
                cost = joined[both] - costs[i] - costs[k]
                if best is None or cost < best[0]:
                    best = (cost, i, k)
        cost, i, k = best
        groups[k], costs[k] = groups[k] + groups[i], cost + costs[i] + costs[k]
        del groups[i], costs[i]
    return groups


def print_tables(name, kinds):
    words = sorted({w.encode()[:3] for k in kinds for w in WORDS[k]})
    out = [[0] * 16 for _ in range(6)]
    for k, words in enumerate(group(words)):
        for row, bits in zip(out, tables(words)):
            for i in range(16):
                row[i] |= bits[i] << k
    print_array(f'uint8_t {name}[96]', [hex(x) for row in out for x in row])


def main():
    words, kinds, chain = [''], [0], [0]
    heads, masks, short = [0] * BUCKETS, [0] * BUCKETS, []
    for kind, name in enumerate(WORDS):
        for word in WORDS[name]:
            data = word.encode()
            words.append(word)
            kinds.append(kind)
            if len(data) < 3:
                short.append((word, len(words) - 1))
                chain.append(0)
                continue
            chain.append(heads[bucket(data)])
            heads[bucket(data)] = len(words) - 1
            masks[bucket(data)] |= 1 << kind
    link(short, chain)
    print('''/*
 * words.c: generated by src/tables/quality-words.py; not edited by
 * hand.
 */
#include "core/quality/words.h"''')
    print_array(f'char *const bc_words[{len(words)}]', [quote(w) for w in words])
    print_array(f'uint32_t bc_word_starts[{len(words)}]',
                [hex(start(w.encode())) if w else '0' for w in words])
    print_array(f'uint8_t bc_word_kinds[{len(words)}]', map(str, kinds))
    print_array(f'uint16_t bc_word_chain[{len(chain)}]', map(str, chain))
    print_array(f'uint16_t bc_word_heads[{BUCKETS}]', map(str, heads))
    print_array(f'uint32_t bc_word_masks[{BUCKETS}]',
                [hex(m) if m else '0' for m in masks])
    print_array('uint16_t bc_short_words[128]',
                [str(first_short(short, chr(c))) for c in range(128)])
    for name, kinds in ('said', SAID), ('asked', ASKED):
        print_tables(f'bc_words_{name}', kinds)


if __name__ == '__main__':
    main()
