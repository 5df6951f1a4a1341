// page.test.mjs: the page in a browser, opened as a file, by clicks and keys.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { lacking, launch } from '../browser.mjs';

const top = fileURLToPath(new URL('../../../', import.meta.url));
const built = join(top, 'web/check.html');
const command = process.env.BADCASE_CHECK ?? join(top, 'badcase-check');
const packages = existsSync(join(top, 'web/node_modules/playwright-core'));
const skip = lacking ?? (!packages ? 'no playwright-core here' : !existsSync(built) ? 'no page was built' : false);
const skipCommand = skip || (existsSync(command) ? false : 'no command was built');
const demo = (name) => join(top, 'test/data/demo', name);
const folder = mkdtempSync(join(tmpdir(), 'page-'));
const browser = skip ? null : await launch();
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

function file(name, data) {
  writeFileSync(join(folder, name), data);
  return join(folder, name);
}

// The page, in a window of its own.  What it asks for and complains of is kept.
async function open({ locale = 'en-US', width = 1200, height = 800, scheme = 'light', hash = '' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale, colorScheme: scheme, acceptDownloads: true });
  const page = await context.newPage();
  page.asked = [];
  page.complaints = [];
  page.on('request', (request) => page.asked.push(request.url()));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text()); });
  page.on('pageerror', (error) => page.complaints.push(String(error.stack)));
  await page.goto(pathToFileURL(built).href + hash);
  await page.waitForFunction(() => document.getElementById('version').textContent !== '');
  return page;
}

async function check(page, ...files) {
  await page.setInputFiles('#file', files);
  await done(page);
}

const done = (page) => page.waitForFunction(() => document.getElementById('progress').hidden && !document.getElementById('work').hidden, null, { timeout: 120000 });
const counts = (page) => page.$$eval('#filters button', (all) => Object.fromEntries(all.map((one) => [one.dataset.filter, Number(one.firstChild.textContent.replace(/,/g, ''))])));
const counted = (page, name, n) => page.waitForFunction(([one, wanted]) => document.querySelector(`#filters [data-filter=${one}] b`)?.textContent === wanted, [name, String(n)]);
const line = (page, n) => page.waitForFunction((end) => document.querySelector('#line-title')?.firstChild?.textContent.toLowerCase().endsWith(end), `line ${n}`);

async function choose(page, n) {
  await page.click(`.row[data-row="${n - 1}"]`);
  await line(page, n);
}

async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return readFileSync(await download.path());
}

async function saved(page, { style, repeated } = {}) {
  await page.click('#save');
  if (style) await page.check(`#saving input[name=style][value=${style}]`);
  if (repeated) await page.check(`#saving input[name=repeated][value=${repeated}]`);
  const bytes = await downloaded(page, () => page.click('#saving form .first'));
  await page.keyboard.press('Escape');
  return bytes.toString();
}

const run = (...args) => {
  try {
    return execFileSync(command, args, { maxBuffer: 1 << 28, cwd: folder });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
};

test('opened as a file it works, asks for nothing and keeps its policy', { skip }, async () => {
  const page = await open();
  await check(page, demo('every-kind.jsonl'), demo('zh.jsonl'));
  await choose(page, 1);
  await saved(page);
  assert.deepEqual(page.asked.filter((url) => !/^(blob|data):/.test(url)), [pathToFileURL(built).href]);
  assert.deepEqual(page.complaints, []);
  // nor could it, if it wanted to
  const tried = await page.evaluate(async () => {
    const failed = async (act) => { try { await act(); return false; } catch { return true; } };
    return {
      fetch: await failed(() => fetch('data:,x')),
      image: await new Promise((resolve) => { const image = new Image(); image.onerror = () => resolve(true); image.onload = () => resolve(false); image.src = 'http://127.0.0.1:9/x.png'; }),
      code: await failed(() => (0, eval)('1')),
      markup: await failed(() => { document.createElement('p').innerHTML = '<b>x</b>'; }),
      script: await failed(() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.body.append(script); if (window.ran) return; throw new Error(); }),
    };
  });
  assert.deepEqual(tried, { fetch: true, image: true, code: true, markup: true, script: true });
  await page.context().close();
});

test('the report that is saved is the command\'s, byte for byte', { skip: skipCommand }, async () => {
  const page = await open();
  for (const [names, lang] of [[['every-kind.jsonl'], 'en'], [['en.jsonl', 'zh.jsonl', 'every-kind.jsonl'], 'en'], [['zh.jsonl'], 'zh']]) {
    if (lang === 'zh') await page.click('[data-language=zh]');
    for (const name of names) file(name, readFileSync(demo(name)));
    await page.setInputFiles('#file', names.map((name) => join(folder, name)));
    await done(page);
    await page.click('#save');
    const report = await downloaded(page, () => page.click('#saving .rest button'));
    assert.equal(report.toString(), run('--json', '--lang', lang, ...names).toString());
    await page.keyboard.press('Escape');
    await page.click('#again');
  }
  await page.context().close();
});

const example = [
  '{"prompt": "约张伟看房，他的手机号是13912345678。", "response": "好的，请拨 13912345678 😀 <b>x</b>"}',
  '{"prompt": "Say hello to the new neighbour, in one line of no more than eight words.", "response": "Hello, and welcome to the house!"}',
  '{"prompt": "no response"}',
  '',
  '{"prompt": "Say hello to the new neighbour, in one line of no more than eight words.", "response": "Hello, and welcome to the house!"}',
  '{"prompt": "Write down a key that looks real.", "response": "AKIAQ3EGRXVJ5UOJWZ4T", "n": 1.50, "id": 12345678901234567890}',
  '{"prompt": "broken',
  '{"prompt": "What do people call the day after today?", "response": "Tomorrow.", "history": [["Hi", "Hello"]]}',
];

test('verdicts, filters, marks and places', { skip }, async () => {
  const page = await open();
  await check(page, file('example.jsonl', example.join('\n') + '\n'));
  const all = await counts(page);
  assert.equal(all.all, 8);
  assert.equal(all.refused, 2);
  assert.equal(all.private, 1);
  assert.equal(all.secret, 1);
  assert.equal(all.repeated, 1);
  await choose(page, 1);
  assert.deepEqual(await page.$$eval('#detail mark', (marks) => marks.map((mark) => [mark.className, mark.childNodes[1].textContent])),
    [['private', '13912345678'], ['private', '13912345678']]);
  await page.click('#detail .points button >> nth=1');
  assert.equal(await page.getAttribute('mark.at', 'id'), 'finding-1');
  await choose(page, 7);
  assert.match(await page.textContent('#detail .verdict'), /not valid JSON \(.*byte 18\)/);
  await page.click('[data-filter=refused]');
  // the list is drawn with the next frame
  await page.waitForFunction((wanted) => [...document.querySelectorAll('.row:not([hidden])')].map((row) => row.dataset.row).join() === wanted, '2,6');
  await page.click('[data-filter=all]');
  await choose(page, 5);
  await page.click('#detail .tools.field button');
  await page.waitForSelector('.beside');
  assert.equal(await page.locator('.beside mark').count(), 0);
  await page.context().close();
});

test('edit, redact, leave out, undo, save: by keys alone', { skip }, async () => {
  const page = await open();
  await check(page, file('example.jsonl', example.join('\n') + '\n'));
  await page.focus('#list');
  await page.keyboard.press('Home');
  await line(page, 1);
  await page.keyboard.press('r');
  await page.waitForFunction(() => /<cn_mobile>/.test(document.getElementById('detail').textContent));
  await page.keyboard.press('j');
  await line(page, 2);
  await page.keyboard.press('x');
  await page.waitForSelector('.row[data-row="1"].out');
  await page.keyboard.press('j');
  await line(page, 3);
  await page.keyboard.press('e');
  await page.waitForSelector('#edit-response');
  await page.focus('#edit-response');
  await page.keyboard.type('mended "so"');
  await page.waitForFunction(() => document.querySelector('.judged .sound'));
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.querySelector('#detail > .verdict.sound'));
  await counted(page, 'refused', 1);
  await counted(page, 'changed', 3);
  // what is undone is done again by hand
  await page.focus('#list');
  await page.keyboard.press('u');
  await counted(page, 'refused', 2);
  await page.keyboard.press('u');
  await page.waitForSelector('.row[data-row="1"]:not(.out)');
  await page.keyboard.press('5');
  assert.equal(await page.getAttribute('[data-filter=quality]', 'aria-pressed'), 'true');
  await page.keyboard.press('1');
  await page.keyboard.press('End');
  await line(page, 8);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'line-title');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'list');
  const text = await saved(page);
  assert.deepEqual(text.split('\n'), [
    '{"prompt": "约张伟看房，他的手机号是<cn_mobile>。", "response": "好的，请拨 <cn_mobile> 😀 <b>x</b>"}',
    example[1],
    example[5].replace('AKIAQ3EGRXVJ5UOJWZ4T', '<aws_key>'),
    example[7],
    '',
  ]);
  await page.context().close();
});

test('what is saved: the file as it came, in other ways of redacting, with what was written', { skip }, async () => {
  const page = await open();
  await check(page, file('example.jsonl', example.join('\r\n')));
  const sound = [0, 1, 4, 5, 7].map((i) => example[i]);
  assert.equal(await saved(page, { style: 'keep', repeated: 'keep' }), sound.join('\n') + '\n');
  assert.match(await saved(page, { style: 'mask', repeated: 'keep' }), /手机号是139\*{4}5678|手机号是13\d?\*+78/);
  await choose(page, 7);
  await page.click('#detail .tools button >> nth=0');
  await page.fill('#edit-line', '{"prompt": "mended", "response": "yes"}');
  await page.click('.editor .first');
  await page.waitForFunction(() => document.querySelector('#detail > .verdict.sound'));
  await page.click('#add');
  await page.fill('#edit-prompt', 'new prompt');
  await page.fill('#edit-response', 'new response');
  await page.click('.editor .first');
  await page.waitForFunction(() => document.querySelector('#detail > .verdict.sound'));
  const lines = (await saved(page, { style: 'keep' })).split('\n');
  assert.deepEqual(lines, [example[0], example[1], example[5], '{"prompt": "mended", "response": "yes"}', example[7], '{"prompt": "new prompt", "response": "new response"}', '']);
  await page.context().close();
});

test('the cleaned file is the command\'s', { skip: skipCommand }, async () => {
  const page = await open();
  file('every-kind.jsonl', readFileSync(demo('every-kind.jsonl')));
  await check(page, join(folder, 'every-kind.jsonl'));
  run('--redact', 'cleaned.jsonl', 'every-kind.jsonl');
  assert.equal(await saved(page, { repeated: 'keep' }), readFileSync(join(folder, 'cleaned.jsonl'), 'utf8'));
  await page.context().close();
});

test('a record that is written here', { skip }, async () => {
  const page = await open();
  await page.click('#write');
  await page.fill('#edit-prompt', '把电话 13912345678 写下来');
  await page.waitForFunction(() => /response/i.test(document.querySelector('.judged .refused')?.textContent ?? ''));
  await page.fill('#edit-response', '好');
  await page.waitForFunction(() => document.querySelector('.judged .private'));
  await page.click('.editor .field.tools button >> nth=1');
  await page.fill('#edit-rejected', '不好');
  await page.click('.editor button[type=submit]');
  await page.waitForSelector('#detail mark.private');
  assert.equal(await saved(page, { style: 'remove' }), '{"prompt": "把电话  写下来", "response": "好", "rejected": "不好"}\n');
  await page.context().close();
});

test('hostile records are text', { skip }, async () => {
  const page = await open();
  const texts = ['<script>window.hit = 1</script>', '<img src=x onerror="window.hit = 1">', '<svg onload="window.hit = 1"><use href="data:,x"/></svg>',
    '"><iframe srcdoc="<script>parent.hit = 1</script>">', '</script><script>window.hit = 1</script>', '{{constructor.constructor("window.hit = 1")()}}',
    '\u202egnp.exe\u2066abc\u2069\u200b\ufeff', 'javascript:window.hit=1', '\u0000'.replace('\u0000', '\u0001') + '\u001b[31m', '</pre></textarea><b>'];
  const lines = texts.map((text) => JSON.stringify({ prompt: text, response: text, history: [[text, text]], rejected: text, [text]: text }));
  lines.push('<script>window.hit = 1</script>', '{"prompt": "<img src=x onerror=window.hit=1>"}');
  await check(page, file('<img src=x onerror=hit=1>.jsonl', lines.join('\n')));
  for (let i = 0; i < lines.length; i++) {
    await page.focus('#list');
    await page.keyboard.press(i === 0 ? 'Home' : 'j');
    await line(page, i + 1);
    if (i < texts.length) {
      assert.deepEqual(await page.$$eval('#detail .field:not(.meta) > .text', (all) => all.map((one) => {
        const copy = one.cloneNode(true);
        copy.querySelectorAll('.quiet, .tag').forEach((tag) => tag.remove());
        return copy.textContent;
      })), [texts[i], texts[i], texts[i], texts[i], texts[i]]);
    }
    await page.focus('#list');
    await page.keyboard.press('e');
    await page.waitForSelector('.editor textarea');
    await page.keyboard.press('Escape');
  }
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.equal(await page.locator('main img, main svg, main iframe, main script, main b:not(#filters b)').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a line of 10 MB, one of 100,000 findings, one that is no UTF-8', { skip }, async () => {
  const page = await open();
  const lines = [
    Buffer.from(JSON.stringify({ prompt: 'long', response: '长'.repeat(3500000) })),
    Buffer.from(JSON.stringify({ prompt: 'many', response: Array.from({ length: 100000 }, (_, i) => `a${i}@mail-${i % 97}.net`).join(' ') })),
    Buffer.from('{"prompt": "\xff\xfe", "response": "x"}', 'latin1'),
  ];
  await check(page, file('large.jsonl', Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]))));
  assert.deepEqual((({ all, refused, private: found }) => ({ all, refused, found }))(await counts(page)), { all: 3, refused: 1, found: 1 });
  await choose(page, 1);
  assert.ok(await page.evaluate(() => document.getElementById('detail').textContent.length) < 30000);
  await page.click('#detail .tools button >> nth=0');
  await page.waitForSelector('#detail .notice');
  await choose(page, 2);
  assert.match(await page.textContent('#detail .points'), /99,000/);
  await choose(page, 3);
  assert.match(await page.textContent('#detail'), /UTF-8/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('many lines: only those that are seen are elements, and the last is found', { skip }, async () => {
  const page = await open();
  const n = 250000;
  const path = file('many.jsonl', Array.from({ length: n }, (_, i) => `{"prompt": "Say the number ${i} in words, ${i * 7919 % 1000003}.", "response": "${i}"}\n`).join(''));
  await page.setInputFiles('#file', path);
  await page.waitForFunction(() => document.querySelectorAll('.row').length > 3);
  assert.ok(await page.isVisible('#stop'), 'lines are shown before all are checked');
  await page.click('#stop');
  await page.waitForFunction(() => /Stopped/.test(document.getElementById('state').textContent));
  const some = (await counts(page)).all;
  assert.ok(some > 0 && some < n);
  await page.click('#again');
  await check(page, path);
  assert.equal((await counts(page)).all, n);
  await page.focus('#list');
  await page.keyboard.press('End');
  await line(page, n.toLocaleString('en-US'));
  assert.match(await page.textContent('#detail'), new RegExp(`"?${n - 1}`));
  await page.waitForSelector(`.row[aria-selected=true][aria-posinset="${n}"]`);
  await page.evaluate(() => { const list = document.getElementById('list'); list.scrollTop = list.scrollHeight / 2; });
  await page.waitForFunction(() => [...document.querySelectorAll('.row:not([hidden])')].every((row) => row.children[1].textContent !== '' && row.dataset.row > 1000));
  assert.ok(await page.locator('.row').count() < 60);
  assert.ok(await page.locator('*').count() < 1000);
  await page.context().close();
});

test('a file that is no JSON lines, an empty one', { skip }, async () => {
  const page = await open();
  await check(page, file('utf16.jsonl', Buffer.from('\ufeff{"prompt": "a", "response": "b"}\n', 'utf16le')), file('empty.jsonl', ''));
  assert.match(await page.textContent('#notices'), /UTF-16/);
  assert.equal((await counts(page)).all, 0);
  assert.match(await page.textContent('.panes > .none'), /no such lines/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('rows of another format are read, and saved as records', { skip }, async () => {
  const page = await open();
  await check(page, file('alpaca.jsonl', '{"instruction": "Say hi", "input": "", "output": "Hi."}\n{"instruction": "Call Ann", "input": "now, at ann.lee@mail-9.net", "output": "Done."}\n'));
  assert.equal((await counts(page)).refused, 0);
  await choose(page, 2);
  assert.match(await page.textContent('#detail h2'), /alpaca/);
  assert.equal(await page.locator('#detail mark.private').count(), 1);
  assert.deepEqual((await saved(page)).split('\n').slice(0, 1), ['{"prompt": "Say hi", "response": "Hi."}']);
  await page.context().close();
});

test('Chinese and English', { skip }, async () => {
  const page = await open({ locale: 'zh-CN' });
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  await check(page, file('example.jsonl', example.join('\n')));
  await page.click('.row[data-row="2"]');
  await page.waitForFunction(() => /第 3 行/.test(document.getElementById('detail').textContent));
  assert.match(await page.textContent('#detail .verdict'), /[\u4e00-\u9fff]/);
  await page.click('[data-language=en]');
  await line(page, 3);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.doesNotMatch(await page.textContent('#work .about, #filters'), /[\u4e00-\u9fff]/);
  assert.doesNotMatch(await page.textContent('#detail .verdict'), /[\u4e00-\u9fff]/);
  await page.context().close();
});

test('narrow and wide, light and dark: nothing sticks out, nothing that axe finds', { skip }, async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const looked = async (page, what) => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), what + ': wider than the window');
    const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
      .map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary).join('; ')));
    assert.deepEqual(found, [], what);
  };
  for (const [width, height, scheme, locale] of [[1200, 800, 'light', 'zh-CN'], [390, 844, 'dark', 'zh-CN'], [1200, 800, 'dark', 'en-US'], [390, 844, 'light', 'en-US']]) {
    const context = await browser.newContext({ viewport: { width, height }, locale, colorScheme: scheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(built).href);
    await page.waitForFunction(() => document.getElementById('version').textContent !== '');
    await page.evaluate(axe);
    const name = `${width} ${scheme} ${locale}`;
    await looked(page, name + ' at first');
    await page.setInputFiles('#file', file('example.jsonl', example.join('\n')));
    await done(page);
    await page.waitForFunction(() => document.querySelector('.row .text')?.textContent !== '');
    await looked(page, name + ' the list');
    for (const row of [0, 2, 5]) {
      await page.click(`.row[data-row="${row}"]`);
      await page.waitForFunction((n) => new RegExp(n).test(document.querySelector('#line-title')?.textContent), row + 1);
      await looked(page, `${name} line ${row + 1}`);
      if (width < 500) await page.click('#detail .only-narrow');
    }
    await page.click('.row[data-row="0"]');
    await page.click('#detail .bar button >> nth=0');
    await page.waitForSelector('.editor .judged .verdict');
    await looked(page, name + ' edit');
    await page.keyboard.press('Escape');
    if (width < 500) await page.click('#detail .only-narrow');
    await page.click('#save');
    await looked(page, name + ' save');
    await context.close();
  }
});

test('what is said aloud', { skip }, async () => {
  const page = await open();
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.getElementById('live').textContent.trim())).observe(document.getElementById('live'), { childList: true, characterData: true, subtree: true });
  });
  await check(page, file('example.jsonl', example.join('\n')));
  const said = await page.evaluate(() => window.said);
  assert.match(said[0], /Checking example.jsonl/);
  assert.match(said[said.length - 1], /8 lines, 2 refused, 2 with personal data/);
  await page.context().close();
});
