#!/usr/bin/env python3
"""Writes src/core/quality/words.c: the words that the heuristics look for, in
one hash table over their first three bytes, so that a text is gone through
once for all of them, and tables for vectors that let few other places pass.

usage: src/tables/quality-words.py > src/core/quality/words.c

The kinds are those of BcWordKind in src/core/quality/internal.h, in its order.
Words are in lower case; ASCII case is ignored where they are looked for.
"""

BUCKETS = 2048

# So many bytes of a word are in the tables for vectors.
PLACES = 4

WORDS = {
    'OPEN': [
        '描述', '解释', '介绍', '说明', '讨论', '论述', '阐述', '分析', '比较',
        '谈谈', '讲讲', '如何', '为什么', '怎么', '怎样', 'describe',
        'explain', 'discuss', 'compare', 'analyze', 'analyse', 'elaborate', 'why ',
        'how do', 'how can', 'how to', 'how is', 'how are', 'how did',
        'how would', 'how should', 'tell me about',
    ],
    'FORMAT': [
        '格式', '字', 'json', '表格', '列表', '步骤', '一句', '不超过',
        '输出', '只', 'markdown', '段', '要点', '条', '个', '种', '词', '首',
        '篇', '句', '行', '长度', '编号', '代码', 'word', 'sentence',
        'table', 'bullet', 'list', 'format', 'paragraph', 'step', 'csv',
        'xml', 'html', 'code', 'function', 'line', 'essay', 'poem', 'one',
        'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine',
        'ten ', 'haiku', 'email', 'letter', 'python', 'sql', 'number',
        '标题', '诗', '邮件', '信', '函数', '故事', '文章', '广告', '简短',
        '简要', '简单', '详细', '几', '哪', '两', '三', '四', '五', '六',
        '七', '八', '九', '十', '百', '图', '表', '步', '分类', '选择', '判断',
        '翻译', '改写', '转换', '计算', '程序', '算法', '脚本', '公式',
        '方程', '歌', '剧本', '对话', '演讲', '报告', '评论', '博客', '推文',
        '摘要', '总结', '口号', '标语', '例子', '示例', '举例', '是否', '吗',
        'short', 'brief', 'concise', 'detail', 'story', 'article', 'blog',
        'tweet', 'post', 'speech', 'report', 'script', 'song', 'summar',
        'title', 'headline', 'slogan', 'example', 'program', 'algorithm',
        'equation', 'formula', 'calculat', 'comput', 'translat', 'classif',
        'convert', 'rewrite', 'chart', 'diagram', 'graph', 'outline',
        'dialog', 'conversation', 'review', 'recipe', 'phrase', 'query',
        'yes or no', 'true or false', '类型', '称为什么', '名为什么', '作为什么',
        '变为什么', '成为什么', '视为什么', '认为什么', '义为什么',
    ],
    # what stands near a refusal; refusal.c looks closer
    'REFUSAL': [
        'sorry', 'apolog', 'afraid', 'unfortunately', 'regret', 'as an ai',
        'an ai ', 'language model', 'cannot', "can't", 'can’t', 'can not',
        'unable', 'not able', "won't", 'won’t', 'will not', 'not capable',
        'decline', 'refuse', 'comfortable', 'appropriate', "don't have",
        'don’t have', 'do not have', '抱歉',
        '对不起', '遗憾', '不好意思', '作为', '无法', '不能', '没法', '办法',
        '不便', '拒绝', '不具备', '没有', '不可以', '不支持', '没办法',
    ],
    # names of assistants and of those who make them; refusal.c looks closer
    'IDENTITY': [
        'chatgpt', 'openai', 'gpt-4', 'gpt4', 'claude', 'anthropic', 'gemini',
        'google bard', 'copilot', 'kimi', 'deepseek', 'chatglm', 'moonshot',
        'qwen', '文心', '通义', '千问', '豆包', '讯飞星火', '混元', '百川',
    ],
    'TOKEN': [
        '[inst]', '[/inst]', '[gmask]', '<<sys>>', '<</sys>>', '<eop>', '<sop>',
        '[round 1]', '[round 0]', '<pad>', '<eos>', '<bos>', '[pad]', '[sep]',
        '[cls]', '<start_of_turn>', '<end_of_turn>', '<unused0>',
        '<extra_id_0>', '[tool_calls]', '[available_tools]', '[/available_tools]',
    ],
    # how marks of templates begin: <|im_start|>, <｜User｜>
    'MARK': [
        '<|', '<｜',
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
    'HTML_ASK': [
        'html', '网页', '标签', 'javascript', 'xml', '代码', 'code',
        'cookie', '转义', 'json', 'escape', 'web', 'regex', '正则',
        'newline', 'new line', 'line break', '换行', 'latex', 'bash', 'shell',
        '\\n', '\\t', '\\"',
    ],
    'CODE': [
        '```', 'def ', 'return ', '#include', 'public class', 'function ',
        'function(', 'select ', 'import ', '</', 'print(', '};', ');', '=>',
        '\\begin{', '\\frac', 'var ', 'const ', '#!/', 'printf', 'println',
        'puts ', 'echo "', 'http/1', '<?xml', '<?php', '</script',
    ],
    'MOJIBAKE': [
        '锟斤拷', '烫烫烫', '屯屯屯', 'â€™', 'â€œ', 'ï¼Œ',
    ],
    'COPY': [
        '翻译', '改写', '复述', '重复', '抄写', '纠正', '校对', '润色',
        '修改', '改正', '语法', '拼写', 'translate', 'rewrite', 'repeat',
        'copy', 'correct', 'edit', 'proofread', 'paraphrase', 'grammar',
        'spelling', 'punctuat', 'capitali', 'uppercase', 'upper case', 'convert', 'rearrange', '替换',
        '标点', '重写', '转换', '排序', '格式', '填', '续写', 'complete',
        'continue', 'go on', '继续', 'reword', 'rephrase', 'fix', 'replace', '修正', '错别字',
        'sort', 'format', '删除', 'remove', 'insert',
    ],
    'LANGUAGE': [
        '翻译', 'translate', '用英文', '用英语', '英文', '英语',
        'in english', 'in chinese', '中文', '汉语', '日语', '法语', '德语',
        'french', 'spanish', 'german', 'japanese', '汉译英', '英译',
        'language', '语言', '拼音', 'translation', 'korean', '西班牙',
        '代码', 'code', 'sql', 'python', '公式', '函数', '变量',
        'javascript', 'java', 'html', 'css', '正则', '命令', 'unix', 'linux',
        '单词', '动词', '名词', '短语', '拼写', '字母', '时态', '缩写', '歌词',
    ],
    'LOREM': [
        'lorem ipsum',
    ],
    # texts that say things again by their nature
    'SONG': [
        '歌', '诗', '朗诵', '词', '曲', '说唱', '旋律', '童谣', '韵', '咒', '经文', '祷',
        'song', 'lyric', 'poem', 'poet', 'rap ', 'rap\n', 'verse', 'melod',
        'music', 'hymn', 'chant', 'rhyme', 'chorus', 'ballad', 'jingle',
        'prayer', 'mantra', 'anthem', 'lullaby', 'limerick', 'sonnet',
    ],
    'AGAIN': [
        '重复', '遍', '次', '复读', '抄写', '循环', 'repeat', ' times', 'again',
        'loop', 'spam', 'copy', 'fill ', '填充',
    ],
    # somebody else speaks, or a letter is asked for
    'ROLE': [
        '扮演', '角色', '假装', '假设你是', '假如你是', '想象你是', '邮件', '信',
        '道歉', '请假', '借口', '短信', '台词', '对话', '剧本', '故事', '小说',
        '回复', 'pretend', 'imagine', 'act as', 'role', 'you are a',
        "you're a", 'letter', ' note', 'email', 'e-mail', 'apolog', 'excuse', 'reply',
        'dialog', 'conversation', 'script', 'story', 'message', 'character',
        'rephrase', 'paraphrase', 'rewrite', 'reword', 'translat', 'modify',
        'formal', 'sentence', 'tweet', 'quote', '改写', '翻译', '造句', '推文',
        '正式', '句子', '引语',
    ],
    # from here on: what must be in a text for rules that look closer
    'TRADITIONAL': [
        '繁', '翻译',
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

# What is looked for in a response, in its opening, in each prompt, and in a
# prompt when a rule asks for it: as in internal.h.
EITHER = {'CODE', 'MOJIBAKE', 'LOREM'}
SAID = sorted(EITHER | {'TOKEN', 'MARK', 'MASK', 'ESCAPE', 'TAG', 'MERGED',
                        'BRAND', 'UNICODE', 'IDENTITY'})
OPENING = ['REFUSAL']
FIRST = ['FILE', 'MOJIBAKE', 'OPEN', 'URL']
# The words of forms are many, and looked for in few prompts.
ASKED = sorted(EITHER | (set(WORDS) - set(SAID) - set(OPENING) -
                         {'FORMAT'}))


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
    """Of the first four bytes: for each half of them, by its value, a bit if
    a word has it.  The lower half comes first."""
    out = [[0] * 16 for _ in range(2 * PLACES)]
    for data in words:
        for place in range(PLACES):
            for byte in range(256):
                letter = chr(byte).isascii() and chr(byte).isalpha()
                if place >= len(data) or data[place] == byte or (
                        letter and data[place] == byte | 0x20):
                    out[2 * place][byte & 15] = 1
                    out[2 * place + 1][byte >> 4] = 1
    return out


# Ordinary prose: of what passes the tables in it there shall be little.
SAMPLES = [
    """
There are several ways to improve the quality of your sleep. First, try to go
to bed and wake up at the same time every day, even on weekends. This helps
your body keep a regular rhythm. Second, make sure that the room is dark, quiet
and cool. Avoid screens, large meals and coffee in the evening, because they
make it harder to fall asleep. Regular exercise can also help, although it is
better to finish a few hours before you go to bed.
The company was founded in 1998 and has grown quickly since then. Its products
are used by more than two million customers around the world, and its main
advantage is that they are easy to understand. However, there is still a great
deal of work to do: prices have risen, new competitors have entered the market,
and people expect better service than they did ten years ago.
Once upon a time, a young girl lived in a small village near the mountains. She
loved to walk through the forest and listen to the birds. One morning she found
an old map under a stone, and decided to follow it. After three days she came
to a river, where a friendly fisherman offered to take her across. "Where are
you going?" he asked. "I want to see what is on the other side," she answered.
1. Heat the oil in a large pan over medium heat. 2. Add the onion and garlic and
cook for about 5 minutes, stirring often. 3. Pour in the tomatoes, season with
salt and pepper, and simmer until the sauce is thick. Serve with fresh bread.
Climate change affects both natural systems and human health. Rising sea levels,
stronger storms and longer droughts threaten food production, while changes in
temperature and rainfall influence the spread of disease. Governments, business
and individuals should therefore reduce emissions, protect the environment and
invest in renewable energy such as wind and solar power. Here is an overview of
the most important points: education is essential, technology must be available
to everyone, and progress should be measured by what is actually achieved. The
author explains how characters develop, why their relationships matter, and what
readers may learn from them about courage, honesty, responsibility and love.
""", """
要想改善睡眠质量，可以从以下几个方面入手。首先，每天在固定的时间上床和起床，周末也不例外，这有助于身体保持规律。
其次，卧室应当安静、黑暗、凉爽。晚上不要喝咖啡，也不要吃得太饱。适当的运动同样很有帮助，但最好在睡前几个小时完成。
这家公司成立于1998年，产品已经销往全球三十多个国家和地区，用户超过两百万。它的主要优势在于价格合理、使用方便，
不过市场竞争越来越激烈，企业还需要不断提高服务水平，才能满足客户的要求。从前有一个小姑娘，住在山脚下的村子里，
她喜欢在森林中散步，听鸟儿唱歌。有一天早上，她在石头下面发现了一张旧地图，便决定沿着它走下去，看看河的另一边到底
是什么样子。气候变化对自然生态和人类健康都产生了重要影响：海平面上升，极端天气增多，粮食生产受到威胁。因此，政府、
企业和个人都应该减少排放，保护环境，发展风能、太阳能等可再生能源。1. 锅中放油，加热后放入葱姜蒜炒香；2. 加入西红柿，
用中火煮五分钟；3. 最后加盐调味即可。机器学习是人工智能的一个分支，它通过数据训练模型，使计算机能够进行预测和判断。
作者通过人物之间的关系，表现了勇气、诚实与责任感，读者可以从中得到很多启发，对社会和生活有更深的理解。
"""]


def nibbles(data):
    """Of a text: for each place and half, by its value, where it is, as bits."""
    out = []
    for place in range(PLACES):
        for shift in 0, 4:
            out.append([sum(1 << i for i, b in enumerate(data[place:])
                            if b >> shift & 15 == v) for v in range(16)])
    return out


SPREAD = [(len(text.encode()), nibbles(text.encode())) for text in SAMPLES]


def passed(words):
    """The share of texts that passes the tables of the words; where that is
    little, by the bytes alone."""
    if not words:
        return 0
    t = tables(words)
    share = 0
    for size, spread in SPREAD:
        places, alone = (1 << size) - 1, 1
        for row, where in zip(t, spread):
            here = 0
            for value in range(16):
                if row[value]:
                    here |= where[value]
            places &= here
            alone *= here.bit_count() / size
        share += places.bit_count() / size + alone
    return share


def move(groups, costs):
    """Moves each word to where it costs least; false if none was moved."""
    moved = False
    for word in sorted(w for group in groups for w in group):
        home = next(k for k, group in enumerate(groups) if word in group)
        rest = [w for w in groups[home] if w != word]
        rest_cost = passed(rest)
        best = (-1e-9, None, 0)
        for k, group in enumerate(groups):
            if k != home:
                cost = passed(group + [word])
                change = cost - costs[k] + rest_cost - costs[home]
                best = min(best, (change, k, cost), key=lambda x: x[0])
        if best[1] is not None:
            groups[home], costs[home] = rest, rest_cost
            groups[best[1]].append(word)
            costs[best[1]] = best[2]
            moved = True
    return moved


def group(words):
    """Eight groups of the words, of which tables let little pass: words of one
    first byte together, then the two groups joined that cost least, then each
    word moved as long as that helps."""
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
    while move(groups, costs):
        pass
    return groups


def print_tables(name, kinds):
    words = sorted({w.encode()[:PLACES] for k in kinds for w in WORDS[k]})
    out = [[0] * 16 for _ in range(2 * PLACES)]
    for k, words in enumerate(group(words)):
        for row, bits in zip(out, tables(words)):
            for i in range(16):
                row[i] |= bits[i] << k
    print_array(f'uint8_t {name}[{32 * PLACES}]', [hex(x) for row in out for x in row])


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
    print(f'\nconst unsigned bc_word_count = {len(words)};')
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
    for name, kinds in ('said', SAID), ('opening', OPENING), ('first', FIRST), ('asked', ASKED), ('format', ['FORMAT']):
        print_tables(f'bc_words_{name}', kinds)


if __name__ == '__main__':
    main()
