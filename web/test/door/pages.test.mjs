// What the pages do without a browser: a contributor with a role, texts and numbers that JavaScript could spoil, many at once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { compared } from '../../lib/diff.mjs';
import { html, text } from '../../lib/html.mjs';
import { marked } from '../../lib/marks.mjs';
import { why as reason, kindsKnown, wish } from '../../lib/wishes.mjs';
import { keys, pair, preferred, teller } from '../../lib/words.mjs';
import { withTexts } from '../../pages/mine.mjs';
import { lacking, password, record, Visitor, world } from './world.mjs';

const flat = (x) => html`${x}`.text;

test('every word is there in both languages, with as many places', () => {
  for (const k of keys) {
    const [zh, en] = pair(k);
    assert.equal(typeof zh, 'string', k);
    assert.equal((zh.match(/%s/g) ?? []).length, (en.match(/%s/g) ?? []).length, k);
  }
  assert.equal(teller('en')('token_until', 'x'), 'Good until x');
  assert.deepEqual(['zh-CN,zh;q=0.9', 'en-US', 'fr,en;q=0.5', '', 'fr', undefined].map(preferred), ['zh', 'en', 'en', 'zh', 'zh', 'zh']);
});
test('every word is said somewhere, and what is said is there', () => {
  const sources = ['lib', 'pages', 'assets'].flatMap((folder) => readdirSync(new URL(`../../${folder}/`, import.meta.url)).map((name) => `${folder}/${name}`))
    .filter((name) => /\.m?js$/.test(name) && name !== 'lib/words.mjs').map((name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')).join('\n');
  const beginnings = [...sources.matchAll(/\bt\(`([a-z]+_)\$\{/g)].map((m) => m[1]);
  const said = new Set([...sources.matchAll(/'([a-z_]+)'/g)].map((m) => m[1]));
  assert.deepEqual(keys.filter((k) => !said.has(k) && !beginnings.some((b) => k.startsWith(b))), []);
  assert.deepEqual([...sources.matchAll(/\bt\('([a-z_]+)'/g)].map((m) => m[1]).filter((k) => !keys.includes(k)), []);
});
test('spans count characters, not units of UTF-16', () => {
  assert.equal(flat(marked('😀 a <b> 😀c', [{ start: 2, stop: 3, label: 'x' }])), '😀 <mark class="found" title="x">a<span class="sr"> (x)</span></mark> &lt;b&gt; 😀c');
  assert.equal(flat(marked('a😀b', [{ start: 1, stop: 2, label: 'x' }, { start: 0, stop: 99, label: 'y' }])).replace(/<[^>]*>/g, ''), 'a😀b (y)');
  assert.equal(flat(marked('abc', [{ start: 2, stop: 1, label: 'x' }, { start: -1, stop: 2, label: 'x' }, { start: 5, stop: 9, label: 'x' }])), 'abc');
});
test('what nobody sees is shown', () => {
  assert.match(flat(text('a\u202eb')), /a<span class="unseen" aria-label="U\+202E">RLO<\/span>b/);
  assert.match(flat(text('a\u200bb\u0007')), /ZWSP.*U\+7/);
  assert.equal(flat(text('a\n\tb 中文 é')), 'a\n\tb 中文 é');
});
test('answers beside each other, by words and by characters', () => {
  assert.deepEqual([flat(compared('one two three', 'one four three').before), flat(compared('one two three', 'one four three').after)], ['one <del>two</del> three', 'one <ins>four</ins> three']);
  assert.equal(flat(compared('蜘蛛有六条腿', '蜘蛛有八条腿').after), '蜘蛛有<ins>八</ins>条腿');
  assert.equal(compared('x '.repeat(50000), 'y '.repeat(50000)).marked, false);
  assert.equal(flat(compared('<b>', '<i>').after), '&lt;<ins>i</ins>&gt;');
});
test('what a form does not show stays, to the last digit', () => {
  const was = '{"prompt": "a \\"quoted\\" \\\\ one", "response": "b", "history": [["q", "a"]], "id": 12345678901234567890, "x": 1.10}';
  assert.equal(withTexts(was, 'p', 'r "2"'), '{"prompt": "p", "response": "r \\"2\\"", "history": [["q", "a"]], "id": 12345678901234567890, "x": 1.10}');
});

test('what a prompt asks for, in both languages', () => {
  assert.equal(wish('zh', 'items', { n: 3, relation: 'at least' }), '项数 至少 3');
  assert.equal(wish('en', 'items', { n: 3, relation: 'at least', turn: 2 }), 'items at least 3');
  assert.equal(wish('zh', 'lines', { n: 3, to: 5, relation: 'between' }), '行数 3 到 5');
  assert.equal(wish('zh', 'keywords', { words: ['春', '秋'], field: 'system' }), '必须出现的词 春、秋');
  assert.equal(wish('zh', 'no_commas', {}), '不用逗号');
  assert.equal(wish('zh', 'something new', null), 'something new');
  assert.equal(reason('zh', '1 sentences, exactly 2 wanted'), '答案中有 1，要求 恰好 2');
  assert.equal(reason('zh', '3 to 5 characters as one counts, 7 to 9 wanted'), '答案中有 3 到 5（看怎么数），要求 7 到 9');
  assert.equal(reason('zh', 'ends as wanted'), 'ends as wanted');
  assert.equal(reason('en', '1 sentences, exactly 2 wanted'), '1 sentences, exactly 2 wanted');
});

const why = lacking();
describe('with a database', { skip: why, concurrency: 1 }, () => {
  let w, ada;
  before(async () => { w = await world(); ada = new Visitor(w.port); });
  after(async () => { await w?.close(); });

  test('every kind that a prompt can ask for has its words', async () => {
    assert.deepEqual((await w.as('cur', 'SELECT kind FROM badcase_follows_kinds() ORDER BY kind COLLATE "C"')).map((r) => r.kind), kindsKnown);
  });

  test('a contributor with a role sends, sees, mends and takes back', async () => {
    assert.equal((await ada.login('ada')).status, 303);
    assert.equal((await ada.get('/')).to, '/mine');
    await ada.get('/upload');
    const sent = await ada.send([record('Name a river of Asia, in one word.', 'Amur', { id: 1, n: 2 }), 'no record', record('Name a river of Africa, in one word.', 'Nile')].join('\n'), 'a b.jsonl');
    assert.equal(sent.status, 200, sent.text);
    const { to } = JSON.parse(sent.text);
    const lines = await ada.get(to);
    assert.match(lines.text, /3 行 = 已收 2 \+ 重复 0 \+ 拒收 1 \+ 空白 0/);
    assert.match(lines.text, /Name a river of Asia/);
    assert.match((await ada.get(`${to}/2`)).text, /no record/);
    const again = await ada.post('/mine/again', { raw: record('Name a river of America, in one word.', 'Mississippi') });
    assert.equal(again.status, 303, again.text);
    await w.as('cur', 'CALL badcase.triage(1, 1000)');
    await w.as('rev', "SELECT badcase.submit_review(s.submission, true, false) FROM badcase.claim_reviews(1, 1) s");
    const [{ line, id }] = await w.as('postgres', "SELECT line_no::int AS line, submission_id::int AS id FROM badcase_internal.submission WHERE state = 'needs_changes'");
    const one = await ada.get(`${to}/${line}`);
    assert.match(one.text, /name="response"/);
    const mended = await ada.post('/mine/mend', { submission: id, upload: to.split('/')[2], line, prompt: 'Name a river of Asia, in one word.', response: 'The\r\nOb', reason: 'better' });
    assert.equal(mended.status, 303, mended.text);
    const [kept] = await w.as('postgres', `SELECT response(record) AS r, meta(record)::text AS m FROM badcase_internal.submission WHERE submission_id = ${id}`);
    assert.equal(kept.r, 'The\nOb');
    if (line === 1) assert.equal(kept.m, '{"n": 2, "id": 1}');
    await ada.get('/mine');
    assert.equal((await ada.post('/mine/consents', { publish_text: '1' })).status, 303);
    assert.deepEqual((await w.as('ada', 'SELECT scope, granted FROM badcase.my_consents WHERE holds ORDER BY 1')), [{ scope: 'publish_text', granted: true }, { scope: 'train', granted: false }]);
    await ada.get('/mine');
    assert.equal((await ada.post('/mine/withdraw', { upload: to.split('/')[2] })).status, 303);
    assert.match((await ada.get(to)).text, /已撤回/);
  });

  test('a file is taken in whole or not at all', async () => {
    await ada.get('/upload');
    const rows = Array.from({ length: 5000 }, (_, i) => record(`Say the number ${i} in words, please, and nothing else.`, `number ${i}`)).join('\n');
    const r = await ada.send(rows, 'many.jsonl');
    assert.equal(JSON.parse(r.text).said, '5000 行 = 已收 5000 + 重复 0 + 拒收 0 + 空白 0');
    const { to } = JSON.parse(r.text);
    assert.match((await ada.get(`${to}?after=4900`)).text, /Say the number 4999/);
    assert.equal((await ada.get(`${to}?after=x`)).status, 404);
  });

  const crowd = process.env.BADCASE_LONG ? { contributors: 200, reviewers: 20 } : { contributors: 20, reviewers: 4 };
  test(`${crowd.contributors} contributors and ${crowd.reviewers} reviewers at once: every line has its fate, and the sums are equal`, async (t) => {
    await w.as('cur', 'CALL badcase.triage(1)');
    const reviewers = await Promise.all(Array.from({ length: crowd.reviewers }, async (_, i) => {
      const role = `crowd${i}`;
      await w.as('postgres', `CREATE ROLE ${role} LOGIN PASSWORD '${password(role)}'`, 'SET ROLE badcase_owner', `SELECT badcase.grant_access(1, '${role}', 'reviewer')`);
      const v = new Visitor(w.port);
      assert.equal((await v.login(role)).status, 303);
      await v.get('/review');
      return v;
    }));
    const people = await Promise.all(Array.from({ length: crowd.contributors }, async (_, i) => {
      const v = new Visitor(w.port);
      await v.apply({ name: `P${i}`, consents: ['train'] });
      return v;
    }));
    const open = await w.as('cur', "SELECT application FROM badcase.applications WHERE state = 'waiting'");
    await w.as('cur', ['SELECT badcase.admit_applicants($1::bigint[])', [open.map((a) => a.application)]]);
    const lines = 50;
    const [before] = await w.as('postgres', 'SELECT (SELECT count(*)::int FROM badcase_internal.upload) AS uploads, (SELECT count(*)::int FROM badcase_internal.review) AS reviews');
    const sending = Promise.all(people.map(async (v, i) => {
      await v.get('/upload');
      for (let tries = 0; ; tries++) {
        const r = await v.send(Array.from({ length: lines }, (_, n) => (n % 10 ? record(`Question ${i} ${n} of somebody, to be answered in words`, `answer ${i} ${n}`) : 'x')).join('\n'));
        // more than are taken at once are told so, and come again
        if (r.status !== 503 || tries > 1000) return r;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }));
    const each = 10;
    const judging = Promise.all(reviewers.map(async (v) => {
      assert.equal((await v.post('/review/claim', {})).status, 303);
      for (let n = 0; n < each; n++) {
        const r = await v.get('/review?place=0');
        const submission = /name="submission" value="(\d+)"/.exec(r.text)?.[1];
        assert.ok(submission, r.text);
        assert.equal((await v.post('/review/judge', { submission, verdict: 'accept', place: 0 })).status, 303);
      }
    }));
    const [results] = await Promise.all([sending, judging]);
    assert.deepEqual([...new Set(results.map((r) => r.status))], [200]);
    const [sums] = await w.as('postgres', ["SELECT sum(lines)::int AS lines, sum(stored)::int AS stored, sum(refused)::int AS refused, (SELECT count(*)::int FROM badcase_internal.submission s JOIN badcase_internal.upload u2 USING (upload_id) WHERE u2.upload_id > $1) AS kept, (SELECT count(*)::int FROM badcase_internal.review) - $2::int AS reviews FROM badcase_internal.upload WHERE upload_id > $1", [before.uploads, before.reviews]]);
    const n = crowd.contributors;
    assert.deepEqual(sums, { lines: n * lines, stored: n * 45, refused: n * 5, kept: n * 45, reviews: crowd.reviewers * each });
    // what a page costs, told and not judged: this process, which is the door and the visitors, and the server's
    const costs = [];
    for (const v of reviewers) {
      assert.equal((await v.post('/review/claim', {})).status, 303);
      for (let place = 0; place < 10; place++) {
        const since = process.cpuUsage(), served = w.cpu();
        assert.equal((await v.get(`/review?place=${place}`)).status, 200);
        const { user, system } = process.cpuUsage(since);
        costs.push((user + system) / 1000 + w.cpu() - served);
      }
    }
    costs.sort((a, b) => a - b);
    t.diagnostic(`a review page: ${costs[costs.length >> 1].toFixed(0)} ms of CPU (median), ${costs[Math.floor(costs.length * 0.95)].toFixed(0)} ms (p95 of ${costs.length})`);
  });
});
