// What a prompt asks for, in words: the kinds of badcase_follows_kinds() with their arguments, and how an answer counts.
const kinds = {
  begins_with: ['开头', 'begins with'], bullets: ['要点', 'bullet points'], capital_words: ['全大写的词', 'words in capitals'], characters: ['字数', 'characters'],
  code_block: ['代码块', 'code block'], csv: ['CSV', 'CSV'], decimals: ['小数位', 'decimals'], ends_with: ['结尾', 'ends with'], forbidden: ['禁用词', 'forbidden words'],
  headings: ['小标题', 'headings'], highlights: ['加粗或标出处', 'highlights'], items: ['项数', 'items'], json: ['JSON', 'JSON'], json_keys: ['JSON 的键', 'JSON keys'],
  keyword_count: ['词的次数', 'how often a word'], keywords: ['必须出现的词', 'words that must be there'], language: ['语言', 'language'], letter_count: ['字母的次数', 'how often a letter'],
  lines: ['行数', 'lines'], lower_case: ['全小写', 'lower case'], markdown_table: ['表格', 'table'], no_commas: ['不用逗号', 'no commas'], no_punctuation: ['不用标点', 'no punctuation'],
  numbered: ['编号列表', 'numbered list'], numbers_only: ['只有数字', 'a number only'], one_a_line: ['每行一个', 'one a line'], options: ['从中选择', 'one of'],
  paragraph_begins: ['段落开头', 'a paragraph begins with'], paragraphs: ['段数', 'paragraphs'], placeholders: ['占位符', 'placeholders'], plain_text: ['纯文本', 'plain text'],
  postscript: ['附言', 'postscript'], quoted: ['放在引号里', 'in quotation marks'], repeat_prompt: ['先重复指令', 'repeats the request first'], sections: ['部分', 'sections'], sentences: ['句数', 'sentences'],
  title: ['标题', 'title'], two_responses: ['两个回答', 'two responses'], upper_case: ['全大写', 'upper case'], verse: ['诗句', 'verse'], words: ['单词数', 'words'], xml: ['XML', 'XML'], yaml: ['YAML', 'YAML'],
  yes_no: ['只答是否', 'yes or no'],
};
const relations = { 'at least': '至少', 'at most': '至多', exactly: '恰好', about: '约' };

export const kindsKnown = Object.keys(kinds);

const amount = (zh, { relation, n, to }) => (relation === 'between' ? (zh ? `${n} 到 ${to}` : `${n} to ${to}`) : [zh ? relations[relation] ?? relation : relation, n].filter((x) => x !== undefined).join(' '));

// args are numbers, and words of the prompt.
export function wish(lang, kind, args) {
  const zh = lang === 'zh';
  const { relation, n, to, field, turn, ...rest } = args ?? {};
  const said = Object.values(rest).map((v) => (Array.isArray(v) ? v.join(zh ? '、' : ', ') : typeof v === 'object' ? JSON.stringify(v) : String(v)));
  return [kinds[kind]?.[zh ? 0 : 1] ?? kind, ...said, ...(n === undefined ? [] : [amount(zh, { relation, n, to })])].join(' ');
}

// The database says why in English; a count is said again in Chinese.
const figure = /^([0-9]+)(?: to ([0-9]+))? [a-z ]+?(?: as one counts)?, (?:(exactly|at least|at most|about) ([0-9]+)|([0-9]+) to ([0-9]+)) wanted$/;
export function why(lang, said) {
  const found = lang === 'zh' && figure.exec(said);
  if (!found) return said;
  const [, low, high, relation, n, from, to] = found;
  return `答案中有 ${high ? `${low} 到 ${high}（看怎么数）` : low}，要求 ${relation ? `${relations[relation]} ${n}` : `${from} 到 ${to}`}`;
}
