// words.js: what the page says, in Chinese and English, and the language it says it in.  Words for kinds, issues and
// faults are the core's.

const words = {
  title: ['提交之前，先检查文件', 'Check your file before you send it'],
  promise: ['文件只在这台电脑上读取。本页不联网，不发出任何请求。',
    'Your file is read on this computer only. This page makes no request of any kind.'],
  skip: ['跳到内容', 'Skip to the content'],
  language: ['语言', 'Language'],
  drop: ['把 JSONL 文件拖到这里', 'Drop JSONL files here'],
  drop_about: ['每行一条记录。Alpaca、ShareGPT、messages 等格式也能识别。',
    'One record a line. Alpaca, ShareGPT, messages and other formats are read, too.'],
  choose: ['选择文件', 'Choose files'],
  write: ['写一条记录', 'Write a record'],
  example: ['看一个示例', 'See an example'],
  again: ['检查其他文件', 'Check other files'],
  again_sure: ['修改尚未保存。确定要离开吗？', 'Your changes are not saved. Leave all the same?'],

  reading: ['正在检查…', 'Checking …'],
  comparing: ['正在比较相似记录…', 'Comparing records …'],
  done: ['检查完毕', 'Checked'],
  stop: ['停止', 'Stop'],
  stopped: ['已停止，以下只是文件的开头部分', 'Stopped: what follows is the beginning of the file'],
  of_size: ['{0} / {1}', '{0} of {1}'],
  lines_n: ['{0} 行', '{0} lines'],
  line_one: ['1 行', '1 line'],
  took: ['用时 {0} 秒', '{0} s'],
  progress: ['进度', 'Progress'],
  told_begun: ['开始检查 {0}', 'Checking {0}'],
  told_part: ['已检查 {0}%，其中格式有误 {1} 行', '{0}% checked, {1} refused'],
  told_done: ['检查完毕：共 {0} 行，格式有误 {1} 行，含个人信息或密钥 {2} 行，重复 {3} 行，相似 {4} 行',
    'Checked: {0} lines, {1} refused, {2} with personal data or secrets, {3} repeated, {4} similar'],

  all: ['全部', 'All'],
  refused: ['格式有误', 'Refused'],
  private: ['个人信息', 'Personal data'],
  secret: ['密钥', 'Secrets'],
  quality: ['质量', 'Quality'],
  repeated: ['重复', 'Repeated'],
  similar: ['相似', 'Similar'],
  clean: ['无问题', 'Clean'],
  blank: ['空行', 'Blank'],
  changed: ['已修改', 'Changed'],
  written: ['手写的记录', 'Written here'],
  and_more: ['{0} 等 {1} 个文件', '{0} and {2} more'],
  filters: ['只看', 'Show'],
  list: ['各行', 'Lines'],
  nothing: ['没有这样的行。', 'There are no such lines.'],
  nothing_yet: ['还没有这样的行。', 'No such line so far.'],
  left_out: ['不保存', 'Left out'],
  mended: ['已修改', 'Changed'],
  redacted: ['已遮盖', 'Redacted'],
  is_repeated: ['与第 {0} 行相同', 'The same as line {0}'],
  is_similar: ['与第 {0} 行相似 {1}%', '{1}% like line {0}'],

  line_no: ['第 {0} 行', 'Line {0}'],
  line_of: ['{1} 第 {0} 行', '{1}, line {0}'],
  at_byte: ['第 {0} 字节', 'byte {0}'],
  sound: ['格式无误', 'Well-formed'],
  is_blank: ['此行没有内容', 'There is nothing in this line'],
  blank_hint: ['无需处理，提交时会略过。', 'Nothing is to be done; it is passed over.'],
  select: ['选一行，在这里查看。', 'Choose a line to see it here.'],
  back: ['返回列表', 'Back to the list'],
  edit: ['修改', 'Edit'],
  redact: ['遮盖个人信息', 'Redact'],
  leave_out: ['不保存此行', 'Leave this line out'],
  take_in: ['仍保存此行', 'Keep this line'],
  restore: ['恢复原文', 'Restore the line'],
  apply: ['确定', 'Apply'],
  cancel: ['取消', 'Cancel'],
  remove_turn: ['删除这一轮', 'Remove this turn'],
  add_turn: ['添加一轮历史对话', 'Add a turn of history'],
  add_rejected: ['添加模型的原回答', 'Add the rejected answer'],
  raw: ['此行原文', 'The line as it stands'],
  turn: ['第 {0} 轮', 'Turn {0}'],
  meta_bad: ['“其他键”须是一个 JSON 对象', 'Other keys must be one JSON object'],
  info: ['提示', 'note'],
  beside: ['与第 {0} 行对照', 'Beside line {0}'],
  beside_about: ['相同的文字颜色变淡，不同的文字加底色。', 'What both have is dimmed, what differs is marked.'],
  this_line: ['第 {0} 行（本行）', 'Line {0} (this one)'],
  go_to: ['打开第 {0} 行', 'Open line {0}'],
  more_found: ['还有 {0} 处', 'and {0} more'],
  more_text: ['显示其余 {0} 个字符', 'Show the other {0} characters'],
  too_long_edit: ['此行超过 1 MB，不能在这里修改。', 'This line is over 1 MB and cannot be edited here.'],
  marked: ['{0}：', '{0}: '],

  save: ['保存', 'Save'],
  save_about: ['把要提交的内容存成一个新文件。原文件不变。', 'What you will send goes into a new file. The original stays as it is.'],
  save_private: ['个人信息与密钥', 'Personal data and secrets'],
  style_label: ['换成标签', 'Replace by labels'],
  style_mask: ['打星号', 'Mask by stars'],
  style_remove: ['删除', 'Remove'],
  style_keep: ['保留原文', 'Keep as they are'],
  save_repeated: ['重复的行', 'Repeated lines'],
  option_drop: ['不保存', 'Leave out'],
  option_keep: ['保存', 'Keep'],
  save_file: ['保存文件', 'Save the file'],
  save_report: ['保存检查结果', 'Save the report'],
  save_report_about: ['每行一个 JSON 对象，与命令 badcase-check --json 逐字节相同。',
    'One JSON object a line, byte for byte what the command badcase-check --json prints.'],
  saving: ['正在准备文件… {0}%', 'Preparing the file … {0}%'],
  saved: ['已保存：{0} 行，其中修改 {1} 行，略去 {2} 行', 'Saved: {0} lines, {1} of them changed; {2} left out'],

  keys: ['快捷键', 'Keys'],
  keys_move: ['上一行、下一行', 'the line before, the next'],
  keys_open: ['查看所选的行', 'go to the line chosen'],
  keys_edit: ['修改', 'edit'],
  keys_redact: ['遮盖或恢复', 'redact or restore'],
  keys_drop: ['不保存或仍保存', 'leave out or keep'],
  keys_undo: ['撤销', 'undo'],
  keys_filter: ['切换筛选', 'choose what is shown'],
  keys_back: ['返回列表', 'back to the list'],
  undone: ['已撤销', 'Undone'],
  nothing_undo: ['没有可撤销的修改', 'There is nothing to undo'],

  no_wasm: ['此浏览器太旧，不能运行检查。请用 2023 年以后的 Chrome、Edge、Firefox 或 Safari。',
    'This browser is too old to run the check. Chrome, Edge, Firefox and Safari since 2023 can.'],
  failed: ['检查中断了：{0}', 'The check broke off: {0}'],
  no_memory: ['内存不足。请把文件分成几份。', 'There is not enough memory. Split the file into parts.'],
  no_near: ['相似的行没有比较：内存不够（需要 {0}）。请把文件分成几份。', 'Similar lines were not looked for: that takes {0} of memory. Split the file into parts.'],
  unreadable: ['文件读不出来，可能已被移动或改动。请重新选择。', 'The file cannot be read: it may have moved or changed. Choose it again.'],
  version: ['badcase {0}，规则版本 {1}', 'badcase {0}, rules {1}'],
};

const fields = {
  prompt: ['提示', 'Prompt'],
  response: ['回答', 'Response'],
  question: ['问题', 'Question'],
  answer: ['回答', 'Answer'],
  rejected: ['模型的原回答', 'Rejected answer'],
  meta: ['其他键', 'Other keys'],
};

const languages = ['zh', 'en'];
let place = 0;
let fromCore;                                   // by language, as the core numbers them

export const language = () => languages[place];
export const coreLanguage = () => 1 - place;

export function setLanguage(name) {
  place = Math.max(languages.indexOf(name), 0);
}

export function setCoreWords(both) {
  fromCore = both;
}

// The words under a key, with {0} and so on put in.
export function t(key, ...values) {
  const pair = words[key];
  if (!pair) throw new Error('no words: ' + key);
  return pair[place].replace(/\{(\d)\}/g, (_, n) => values[n]);
}

const named = (group) => (name) => fromCore?.[coreLanguage()]?.[group]?.[name]?.words ?? name;

// of a kind without its article, for it is a label
export const kindWords = (name) => named('kinds')(name).replace(/^(a|an|the) /, '');
export const issueWords = named('issues');
export const issueHint = (name) => fromCore?.[coreLanguage()]?.issues?.[name]?.hint ?? '';
export const faultWords = named('files');
export const faultHint = (name) => fromCore?.[coreLanguage()]?.files?.[name]?.hint ?? '';
export const fieldWords = (name) => fields[name]?.[place] ?? name;

export const number = (n) => n.toLocaleString('en-US');

export function size(bytes) {
  if (bytes < 1000) return bytes + ' B';
  const units = ['kB', 'MB', 'GB', 'TB'];
  let unit = -1;
  do { bytes /= 1000; unit++; } while (bytes >= 1000 && unit < 3);
  return bytes.toFixed(bytes < 10 ? 1 : 0) + ' ' + units[unit];
}
