// example.js: a file that shows what is found in files.  Names, numbers and keys are made up.

const repeat = (text, n) => new Array(n).fill(text).join('');

const lines = [
  '{"prompt": "用一句话概括这段通知，不超过三十个字：因为管道检修，本周六早上八点到下午四点，三号楼和五号楼停水，请住户提前储水。", "response": "本周六八点至十六点三号、五号楼停水，请提前储水。", "rejected": "通知说了停水的事情。", "task": "summarise"}',
  '{"prompt": "把这句话改得礼貌一些，只输出改写后的句子：你又忘了带附件。", "response": "附件似乎没有随信发来，能否麻烦您再发一次？", "history": [["你好", "你好，有什么可以帮您？"]]}',
  '{"prompt": "帮我写一条短信，约张伟明天下午三点看房，他的手机号是13912345678，身份证号是11010519491231002X。", "response": "张伟您好，明天下午三点看房，届时请带好证件。有事请拨 13912345678。"}',
  '{"prompt": "Write a subject line of at most eight words for this mail to the whole house: the printer on the second floor only prints in grey since the last update, a technician comes on Thursday, until then please use the one in the library.", "response": "Second-floor printer grey only until Thursday"}',
  '{"prompt": "Write a subject line of at most eight words for this mail to the whole house: the printer on the second floor only prints in grey since the last update, a technician comes on Friday, until then please use the one in the library.", "response": "Second-floor printer grey only until Friday"}',
  '{"prompt": "写一个调用天气接口的例子", "response": "import os\\nclient = Client(api_key=\\"AKIAQ3EGRXVJ5UOJWZ4T\\")\\nprint(client.weather(\\"北京\\"))"}',
  '{"prompt": "12 乘以 12 等于多少？只回答算式。", "response": "12 * 12 = 142"}',
  '{"prompt": "介绍一下二十四节气。", "response": "' + repeat('春雨惊春清谷天，夏满芒夏暑相连。', 12) + '"}',
  '{"prompt": "这一行少了回答"}',
  '{"prompt": "这一行的引号没有写完, "response": "……"}',
  '',
  '{"prompt": "把这句话改得礼貌一些，只输出改写后的句子：你又忘了带附件。", "response": "附件似乎没有随信发来，能否麻烦您再发一次？", "history": [["你好", "你好，有什么可以帮您？"]]}',
  '["prompt", "response"]',
  '{"prompt": "Who wrote this reply? Sign it with the address on the card.", "response": "Kind regards, Ellen (ellen.brandt@posteo-mail.net)", "failure_kind": "instruction"}',
  '{"prompt": "请将 1,000,000 写成中文大写数字。", "response": "壹佰万", "score": 0.10, "id": 12345678901234567890}',
];

export const exampleFile = () => new File([lines.join('\n') + '\n'], 'example.jsonl', { type: 'application/x-ndjson' });
