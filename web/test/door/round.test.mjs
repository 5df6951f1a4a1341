// The whole round in a browser, by clicks and keys, as four people: one applies, sends, mends and takes back; a curator admits,
// triages, releases; a reviewer judges; an exporter downloads. Each page is looked at by axe, in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { lacking as noBrowser, launch } from '../browser.mjs';
import { lacking, password, record, world } from './world.mjs';

const axe = (() => { try { return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'); } catch { return null; } })();
const why = lacking() || noBrowser || (axe ? false : 'no axe-core here');
// where pictures go that somebody looks at
const pictures = process.env.BADCASE_WEB_PICTURES;

describe('a round in the browser', { skip: why, concurrency: 1 }, () => {
  let w, browser, said = [], ugly = [];
  const contexts = [];
  const person = async (options = {}) => {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1200, height: 900 }, acceptDownloads: true, ...options });
    contexts.push(context);
    context.setDefaultTimeout(8000);
    const p = await context.newPage();
    p.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) said.push(`${p.url()}: ${m.text()}`); });
    p.on('pageerror', (e) => said.push(`${p.url()}: ${e.message}`));
    p.on('request', (r) => { if (!r.url().startsWith(w.url)) said.push(`a request elsewhere: ${r.url()}`); });
    p.go = (path) => p.goto(w.url + path);
    return p;
  };
  const login = async (p, role) => {
    await p.go('/login');
    await p.getByLabel(/^(Role|角色)$/).fill(role);
    await p.getByLabel(/^(Password|密码)$/).fill(password(role));
    await p.getByLabel(/^(Password|密码)$/).press('Enter');
    await p.waitForURL((u) => u.pathname !== '/login');
  };
  // through the protocol: the page's policy lets nothing else in
  const faultsOf = (p) => p.evaluate(`(() => { ${axe}; return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | '))); })()`);
  const look = async (p, name) => {
    const faults = await faultsOf(p);
    ugly.push(...faults.map((f) => `${name}: ${f}`));
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) ugly.push(`${name} is ${wide} pixels wider than the window`);
    if (!pictures) return;
    await mkdir(pictures, { recursive: true });
    for (const [scheme, width] of [['light', 1200], ['light', 390], ['dark', 1200], ['dark', 390]]) {
      await p.emulateMedia({ colorScheme: scheme });
      await p.setViewportSize({ width, height: 900 });
      const narrow = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (narrow > 0) ugly.push(`${name} is ${narrow} pixels wider than ${width}`);
      if (scheme === 'dark' && width === 1200) ugly.push(...(await faultsOf(p)).map((f) => `${name}, dark: ${f}`));
      await p.screenshot({ path: join(pictures, `${name}-${scheme}-${width}.png`), fullPage: true });
    }
    await p.emulateMedia({ colorScheme: 'light' });
    await p.setViewportSize({ width: 1200, height: 900 });
  };
  before(async () => {
    w = await world();
    browser = await launch();
  });
  after(async () => {
    await Promise.all(contexts.map((c) => c.close()));
    await browser?.close();
    await w?.close();
  });

  let bo, cur, rev;
  test('somebody applies by keys alone', async () => {
    bo = await person({ locale: 'zh-CN' });
    await bo.go('/');
    await look(bo, 'start-zh');
    await bo.getByRole('link', { name: '我想贡献' }).focus();
    await bo.keyboard.press('Enter');
    await bo.waitForURL('**/apply');
    for (const k of ['train', 'publish_text', 'show_name', 'contact']) assert.equal(await bo.locator(`input[value=${k}]`).isChecked(), false, k);
    await look(bo, 'apply-zh');
    await bo.locator('#name').focus();
    await bo.keyboard.type('小博');
    await bo.keyboard.press('Tab');
    await bo.keyboard.type('bo@example.org');
    for (const k of ['input[value=train]', 'input[value=contact]', 'input[name=terms]']) { await bo.locator(k).focus(); await bo.keyboard.press('Space'); }
    await bo.locator('main button.primary').focus();
    await bo.keyboard.press('Enter');
    await bo.waitForSelector('#token');
    const token = await bo.locator('#token').textContent();
    assert.match(token, /^bct_[0-9a-f]{64}$/);
    assert.ok(!bo.url().includes('bct_'));
    await look(bo, 'token-zh');
    await bo.getByRole('link', { name: /继续/ }).click();
    await bo.getByText('申请待审').waitFor();
    assert.equal(await bo.evaluate(() => document.cookie), '');
  });
  test('a curator admits', async () => {
    cur = await person();
    await login(cur, 'cur');
    await look(cur, 'work-en');
    await cur.getByRole('link', { name: 'Contributors' }).click();
    await cur.getByRole('heading', { name: '小博' }).waitFor();
    await look(cur, 'people-en');
    await cur.getByRole('button', { name: /Admit/ }).click();
    await cur.getByText('No application waits.').waitFor();
  });
  test('the contributor sends a file and sees every line', async () => {
    await bo.go('/upload');
    await look(bo, 'upload-zh');
    const lines = [
      record('用一个词回答：蜘蛛有几条腿？', '八条', { rejected: '我认为蜘蛛有六条腿，和昆虫一样。', system: '你是一位严谨的助手。' }),
      record('Answer in at most 5 words: what is the capital of Australia?', 'The capital of Australia is, as everybody who has been there knows, Canberra.', { rejected: 'The capital of Australia is Sydney.', history: [['Do you know Australia?', 'Yes, ask me.']], failure_kind: 'factual', task: 'geography' }),
      record('Answer in one word: what is the capital of Austria?', 'Vienna', { rejected: 'Salzburg', task: 'geography' }),
      '{"prompt": "缺少回答"}', '', record('联系我', '请打我的手机号13812345678，随时都可以'), record('Translate into French: good morning to all <b>of</b> you \u202e!', 'Bonjour à toutes et à tous'),
    ];
    await bo.locator('#file').setInputFiles({ name: '第一批.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(lines.join('\n') + '\n') });
    await bo.locator('#send').click();
    await bo.locator('#see').waitFor();
    assert.match(await bo.locator('#said').textContent(), /7 行 = 已收 5 \+ 重复 0 \+ 拒收 1 \+ 空白 1/);
    await bo.locator('#see').press('Enter');
    await bo.waitForURL('**/mine/*');
    assert.equal(await bo.locator('tbody tr').count(), 7);
    await look(bo, 'lines-zh');
  });
  test('the contributor mends a refused line and takes another back', async () => {
    await bo.getByRole('link', { name: /修改.*第 4 行/ }).click();
    await bo.locator('#raw').waitFor();
    assert.equal(await bo.locator('#raw').inputValue(), '{"prompt": "缺少回答"}');
    await look(bo, 'mend-zh');
    await bo.locator('#raw').fill('{"prompt": "缺少回答", "response": 5}');
    await bo.getByRole('button', { name: '提交' }).click();
    await bo.getByText(/response_type/).waitFor();
    await bo.goBack();
    await bo.locator('#raw').fill('{"prompt": "缺少回答的问题，请补上", "response": "现在有回答了"}');
    await bo.getByRole('button', { name: '提交' }).click();
    await bo.getByText('1 行 = 已收 1').waitFor();
    await bo.go('/mine/1/7');
    assert.equal(await bo.locator('.unseen').textContent(), 'RLO');
    await bo.getByText('撤回', { exact: true }).click();
    await bo.getByRole('button', { name: '确认撤回' }).click();
    await bo.waitForURL('**/mine?done=1');
    await look(bo, 'mine-zh');
  });
  test('consents are given and taken back', async () => {
    await bo.locator('input[name=publish_text]').check();
    await bo.locator('section.card', { has: bo.locator('input[name=publish_text]') }).getByRole('button', { name: '保存' }).click();
    await bo.waitForURL('**/mine?done=1');
    assert.ok(await bo.locator('input[name=publish_text]').isChecked());
    await bo.locator('input[name=contact][type=checkbox]').uncheck();
    await bo.locator('section.card', { has: bo.locator('input[name=publish_text]') }).getByRole('button', { name: '保存' }).click();
    await bo.waitForURL('**/mine?done=1');
    assert.equal((await w.as('postgres', 'SELECT count(*)::int AS n FROM badcase_internal.contributor_contact'))[0].n, 0);
  });
  test('the curator triages and looks at what is held', async () => {
    await cur.go('/work');
    await cur.getByRole('button', { name: /Triage/ }).click();
    await cur.getByText('Done: triage has run.').waitFor();
    await cur.getByRole('link', { name: 'findings to decide' }).click();
    await cur.locator('tbody a').first().click();
    await cur.locator('mark.grave').waitFor();
    assert.match(await cur.locator('mark.grave').first().textContent(), /13812345678/);
    await look(cur, 'submission-en');
    await cur.locator('.card input[name=reason]').first().fill('a number of somebody');
    await cur.getByRole('button', { name: 'It stands' }).click();
    await cur.getByText('not accepted').first().waitFor();
  });
  test('a reviewer judges by keys, with the page telling all that is known', async () => {
    rev = await person();
    await login(rev, 'rev');
    await look(rev, 'review-empty-en');
    await rev.keyboard.press('c');
    await rev.locator('.sheet').waitFor();
    const seen = new Set();
    for (let i = 0; i < 4; i++) {
      const text = await rev.locator('.sheet').textContent();
      if (/Australia/.test(text)) {
        assert.match(await rev.locator('.judge').textContent(), /not kept/);
        assert.ok(await rev.locator('.pair del').count() > 0 && await rev.locator('.pair ins').count() > 0);
        assert.match(text, /Do you know Australia/);
        await look(rev, 'review-en');
        await rev.keyboard.press('2');
      } else {
        if (/蜘蛛/.test(text)) { assert.match(text, /严谨的助手/); await look(rev, 'review-zh-record'); }
        await rev.keyboard.press('1');
      }
      await rev.locator('.flash').waitFor();
      seen.add((await rev.locator('.flash').textContent()).replace(/\D+.*/, ''));
      if (!(await rev.locator('.sheet').count())) break;
    }
    assert.equal(seen.size, 4);
  });
  test('j, k, n, r: moving, writing, giving back', async () => {
    await w.as('ada', 'BEGIN', "SELECT badcase.open_upload(1)", ["INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(format('{\"prompt\": \"Name number %s of the rivers of Asia, in one word, please\", \"response\": \"River %s\"}', repeat(chr(96 + n::int), 5), n), 'UTF8') FROM generate_series(1, 3) n"], 'SELECT * FROM badcase.process_upload()', 'COMMIT');
    await w.as('cur', 'CALL badcase.triage(1, 1000)');
    await rev.go('/review');
    await rev.keyboard.press('c');
    await rev.getByText('1 / 3').waitFor();
    await rev.keyboard.press('j');
    await rev.getByText('2 / 3').waitFor();
    await rev.keyboard.press('k');
    await rev.getByText('1 / 3').waitFor();
    await rev.keyboard.press('n');
    await rev.keyboard.type('1 and 2 and u are letters here');
    assert.equal(await rev.locator('#note').inputValue(), '1 and 2 and u are letters here');
    await rev.keyboard.press('Escape');
    await rev.keyboard.press('r');
    await rev.getByText('You have claimed nothing.').waitFor();
  });
  test('u takes the last review back, as long as nothing is decided', async () => {
    await w.as('postgres', 'UPDATE badcase_internal.program SET quorum = 2');
    await rev.keyboard.press('c');
    await rev.getByText('1 / 3').waitFor();
    await rev.keyboard.press('3');
    await rev.locator('.flash').waitFor();
    await rev.keyboard.press('u');
    await rev.getByText(/was taken back/).waitFor();
    assert.equal((await w.as('postgres', "SELECT count(*)::int AS n FROM badcase_internal.action WHERE kind = 'review_withdrawn'"))[0].n, 1);
    await w.as('postgres', 'UPDATE badcase_internal.program SET quorum = 1');
  });
  test('the contributor is told, and sends a better answer', async () => {
    await bo.go('/mine');
    await bo.getByRole('link', { name: /修改/ }).first().click();
    await bo.locator('#response').waitFor();
    await look(bo, 'revise-zh');
    await bo.locator('#response').fill('Canberra');
    await bo.getByRole('button', { name: '提交' }).click();
    await bo.getByText('等待分拣').waitFor();
    const [r] = await w.as('postgres', "SELECT rejected(record) AS rejected, meta(record) ->> 'task' AS task, jsonb_array_length(history(record)) AS turns FROM badcase_internal.submission WHERE response(record) = 'Canberra'");
    assert.deepEqual(r, { rejected: 'The capital of Australia is Sydney.', task: 'geography', turns: 1 });
  });
  test('the curator sets a task, a round, and builds and publishes a release', async () => {
    await cur.go('/tasks');
    await cur.getByLabel('Task', { exact: true }).fill('geography');
    await cur.locator('main button.primary').click();
    await cur.getByText('Done.').waitFor();
    await look(cur, 'tasks-en');
    await cur.go('/rounds');
    await look(cur, 'rounds-en');
    await cur.go('/search?words=Vienna');
    await look(cur, 'search-en');
    await cur.go('/releases');
    await cur.getByLabel('Name').fill('first');
    await cur.locator('main button.primary').click();
    await cur.getByRole('button', { name: 'Publish' }).click();
    await cur.getByText('Published').waitFor();
    await cur.getByRole('button', { name: 'Preflight' }).click();
    await cur.waitForURL('**trainer=*');
    await look(cur, 'release-en');
    await cur.go('/report');
    await look(cur, 'report-en');
    const [report] = await Promise.all([cur.context().waitForEvent('page'), cur.getByRole('link', { name: 'Open the report' }).click()]);
    await report.waitForLoadState();
    assert.match(await report.textContent('body'), /Round 1|round 1/i);
  });
  test('an exporter downloads it', async () => {
    const exp = await person();
    await login(exp, 'exp');
    await exp.getByRole('link', { name: 'first' }).click();
    const [download] = await Promise.all([exp.waitForEvent('download'), exp.getByRole('button', { name: 'Download' }).click()]);
    const file = join(tmpdir(), `bcweb-${process.pid}.jsonl`);
    await download.saveAs(file);
    const got = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.ok(got.length >= 2);
    assert.ok(got.some((r) => r.response === 'Vienna'));
  });
  test('both languages, and leaving', async () => {
    await cur.go('/work');
    await cur.getByRole('button', { name: '中文' }).click();
    await cur.getByRole('heading', { name: '待办' }).waitFor();
    await look(cur, 'work-zh');
    await cur.getByRole('button', { name: '退出' }).click();
    await cur.go('/work');
    await cur.getByText('请重新登录').waitFor();
    await look(cur, 'fault-zh');
  });
  test('axe finds nothing, and no page is wider than its window', () => assert.deepEqual(ugly, []));
  test('no page said anything it should not, or asked anybody else', () => assert.deepEqual(said, []));
});
