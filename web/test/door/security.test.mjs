// Who tries to get more than is theirs: tokens of others, that are over, replayed; forms of other sites; what is too large or
// too slow; texts that would be pages. Each probe is one test, and nothing may come through.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { build } from '../../lib/app.mjs';
import { lacking, password, record, Visitor, world } from './world.mjs';

const why = lacking();
describe('the door is held', { skip: why, concurrency: 1 }, () => {
  let w, bo, cy, dee, cur, rev, eva, cur2, tokens = {}, probes = 0;
  const probe = (name, work) => test(name, async () => { probes++; await work(); });
  const hostile = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', "';alert(1);//", '</textarea><script>alert(1)</script>', '<a href="javascript:alert(1)">x</a>', '{{7*7}}${7*7}', '<!--', ']]>', '&lt;script&gt;', '\u202e\u2066txt\u2069 gpj.exe', '\u0000'.replace('\u0000', ''), '<math><mtext></p><style><img src=x onerror=alert(1)>', '<template><script>x</script></template>', '\u2028\u2029', '<style>*{display:none}</style>', '<base href="//evil.example/">', '<meta http-equiv="refresh" content="0;url=//evil.example/">', '<iframe src="//evil.example">', '<form action="//evil.example">'];
  // A page has our own scripts and forms and none of the records'. Tags are looked at without what stands in quotation marks,
  // where nothing of a record can end the value; what stands in a field for writing may turn only itself.
  const sound = (page, where) => {
    const written = page.replace(/<textarea\b[^>]*>[^<]*<\/textarea>/g, '');
    const tags = (written.replace(/<svg viewBox[^]*?<\/svg>/g, '').match(/<[a-z!/][^>]*>/gi) ?? []).map((tag) => [tag, tag.replace(/"[^"]*"/g, '""')]);
    for (const [tag, bare] of tags) {
      if (/^<script/i.test(tag)) assert.match(tag, /^<script type="module" src="\/assets\/[a-z]+\.mjs\?v=[0-9a-f]+">$/, where);
      assert.doesNotMatch(bare, /^<\/?(?:img|iframe|math|template|base|object|embed|style|svg|foreignobject)\b/i, where);
      assert.doesNotMatch(bare, /\son[a-z]+\s*=/i, where);
      assert.doesNotMatch(bare, /http-equiv/i, where);
      assert.doesNotMatch(tag, /\s(?:href|src|action|formaction)="\s*(?:javascript|data|vbscript|https?:|\/\/|\\)/i, where);
    }
    assert.doesNotMatch(written, /[\u202a-\u202e\u2066-\u2069]/, where);
  };

  before(async () => {
    w = await world({ uploadBytes: 3 * 1048576, stallSeconds: 2 });
    [bo, cy, dee] = await Promise.all(['Bo', 'Cy', 'Dee'].map(async (name) => {
      const v = new Visitor(w.port);
      const r = await v.apply({ name, consents: ['train'] });
      assert.equal(r.status, 200);
      tokens[name] = v.jar.get('bc_token');
      await v.get('/mine');
      return v;
    }));
    cur = new Visitor(w.port); await cur.login('cur');
    cur2 = new Visitor(w.port); await cur2.login('cur2');
    const open = await w.as('cur', "SELECT application FROM badcase.applications WHERE state = 'waiting' AND name <> 'Dee'");
    await w.as('cur', ...open.map((a) => `SELECT badcase.admit_applicant(${a.application})`));
    await bo.get('/upload'); await cy.get('/upload');
    assert.equal((await bo.send(hostile.map((x, i) => record(`Ask ${i} ${x}, and answer in at most 3 words`, `answer ${i} ${x}`, { rejected: `was ${i} ${x}`, history: [[`q ${x}`, `a ${x}`]], system: `sys ${x}`, task: `task ${x}`, model_version: x, [x]: x })).join('\n') + '\n' + hostile.map((x) => `refused ${x}`).join('\n') + '\n', '<script>alert(1)</script>.jsonl')).status, 200);
    assert.equal((await cy.send(record('SECRET of Cy, who asks in secret', 'SECRET answer of Cy') + '\nSECRET refused of Cy\n')).status, 200);
    await w.as('cur', 'CALL badcase.triage(1, 1000)');
    rev = new Visitor(w.port); await rev.login('rev');
    eva = new Visitor(w.port); await eva.login('exp');
  });
  after(async () => { if (w) await w.close(); });

  describe('without being anybody', () => {
    for (const path of ['/mine', '/upload', '/mine/1', '/mine/1/1', '/review', '/work', '/search', '/submission/1', '/tasks', '/rounds', '/people', '/releases', '/releases/1', '/releases/1/file', '/releases/1/manifest', '/report', '/report/page']) {
      probe(`GET ${path}`, async () => {
        const r = await new Visitor(w.port).get(path);
        assert.equal(r.status, 401);
        assert.doesNotMatch(r.text, /SECRET/);
      });
    }
    for (const path of ['/mine/consents', '/mine/profile', '/mine/withdraw', '/mine/mend', '/mine/again', '/renew', '/review/claim', '/review/judge', '/worklist/maintain', '/tasks/set', '/people/admit', '/people/revoke', '/submission/withdraw', '/releases/build', '/releases/publish', '/program']) {
      probe(`POST ${path}`, async () => {
        const v = new Visitor(w.port);
        await v.get('/');
        await v.get('/login');
        const r = await v.post(path, { submission: 1, upload: 1, line: 1, application: 1, contributor: 1, release: 1, raw: record('p', 'r') });
        assert.equal(r.status, 401);
      });
    }
  });

  describe('with a token that is no good', () => {
    for (const [name, value] of [['made up', `bct_${'0'.repeat(64)}`], ['of another form', 'x'.repeat(68)], ['in capitals', () => tokens.Bo.toUpperCase()], ['cut short', () => tokens.Bo.slice(0, -1)], ['with more', () => tokens.Bo + '0'], ['of SQL', "bct_' OR true --"], ['empty', '']]) {
      probe(`a token ${name}`, async () => {
        const v = new Visitor(w.port);
        v.jar.set('bc_token', typeof value === 'function' ? value() : value);
        const r = await v.get('/mine');
        assert.equal(r.status, 401);
        assert.doesNotMatch(r.text, /Bo，|Hello, Bo/);
      });
      probe(`entering with a token ${name}`, async () => {
        const v = new Visitor(w.port);
        await v.get('/enter');
        const r = await v.post('/enter', { token: typeof value === 'function' ? value() : value });
        assert.equal(r.status, 401);
        assert.equal(v.jar.has('bc_token'), false);
      });
    }
    probe('a token that was renewed', async () => {
      const v = new Visitor(w.port);
      await v.apply({ name: 'Ren' });
      const old = v.jar.get('bc_token');
      await v.get('/upload').catch(() => {});
      const form = await v.get('/enter');
      assert.equal(form.status, 200);
      const r = await v.post('/renew', {});
      assert.equal(r.status, 200);
      assert.notEqual(v.jar.get('bc_token'), old);
      const again = new Visitor(w.port);
      again.jar.set('bc_token', old);
      assert.equal((await again.get('/mine')).status, 401);
    });
    probe('a token that has expired', async () => {
      const v = new Visitor(w.port);
      await v.apply({ name: 'Exp' });
      assert.equal((await v.get('/mine')).status, 200);
      await w.as('postgres', 'SET ROLE badcase_owner', ["UPDATE badcase_internal.door_token SET expires_at = now() WHERE token_sha256 = sha256(convert_to($1, 'UTF8'))", [v.jar.get('bc_token')]]);
      const r = await v.get('/mine');
      assert.equal(r.status, 401);
      assert.match(r.headers['set-cookie'].join(), /bc_token=;/);
    });
    probe('a token that a curator revoked', async () => {
      const v = new Visitor(w.port);
      await v.apply({ name: 'Rev' });
      const token = v.jar.get('bc_token');
      const [{ a }] = await w.as('cur', 'SELECT max(application) AS a FROM badcase.applications');
      const [{ c }] = await w.as('cur', `SELECT badcase.admit_applicant(${a}) AS c`);
      assert.equal((await v.get('/mine')).status, 200);
      await w.as('cur', `SELECT badcase.revoke_token(${c}, 'lost')`);
      v.jar.set('bc_token', token);
      assert.equal((await v.get('/mine')).status, 401);
    });
    probe('a token that waits sends nothing', async () => {
      const r = await dee.send(record('p', 'r') + '\n');
      assert.notEqual(r.status, 200);
      assert.equal((await w.as('postgres', "SELECT count(*)::int AS n FROM badcase_internal.upload u JOIN badcase_internal.contributor c USING (contributor_id) WHERE c.display_name = 'Dee'"))[0].n, 0);
    });
    probe('a token in the URL is not looked at', async () => {
      const r = await new Visitor(w.port).get(`/mine?token=${tokens.Bo}&bc_token=${tokens.Bo}`);
      assert.equal(r.status, 401);
    });
    probe('a token in a header is not looked at', async () => {
      const r = await new Visitor(w.port).get('/mine', { headers: { authorization: `Bearer ${tokens.Bo}` } });
      assert.equal(r.status, 401);
    });
  });

  describe('for the rows of somebody else', () => {
    for (const path of ['/mine/2', '/mine/2/1', '/mine/2/2', '/mine/9999', '/mine/9999/1', '/mine/0', '/mine/1/9999', '/mine/-1', "/mine/1'--", '/mine/1e3', '/mine/99999999999999999999']) {
      probe(`GET ${path} answers as if there were nothing`, async () => {
        const r = await bo.get(path);
        assert.equal(r.status, 404);
        assert.doesNotMatch(r.text, /SECRET/);
      });
    }
    for (const [what, form] of [['a submission', { submission: 1000 }], ['an upload', { upload: 2 }], ['an upload that is not', { upload: 9999 }], ['nothing', {}], ['both', { submission: 1, upload: 1 }]]) {
      probe(`taking back ${what}`, async () => {
        if (form.submission === 1000) form.submission = (await w.as('postgres', "SELECT min(submission_id)::int AS s FROM badcase_internal.submission WHERE badcase_internal.submission.upload_id = 2"))[0].s;
        const r = await bo.post('/mine/withdraw', form);
        assert.ok([400, 403].includes(r.status), String(r.status));
        assert.equal((await w.as('postgres', "SELECT count(*)::int AS n FROM badcase_internal.submission WHERE state = 'withdrawn'"))[0].n, 0);
        await bo.get('/mine');
      });
    }
    probe('mending a submission of another', async () => {
      const r = await bo.post('/mine/mend', { submission: 21, upload: 2, line: 1, prompt: 'mine', response: 'mine' });
      assert.equal(r.status, 404);
    });
    probe('mending one number under the place of another', async () => {
      const other = (await w.as('postgres', 'SELECT min(submission_id)::int AS s FROM badcase_internal.submission WHERE upload_id = 2'))[0].s;
      const r = await bo.post('/mine/mend', { submission: other, upload: 1, line: 1, prompt: 'mine', response: 'mine' });
      assert.equal(r.status, 404);
    });
    probe('a curator of another program sees no submission', async () => { const r = await cur2.get('/submission/1'); assert.equal(r.status, 403); assert.doesNotMatch(r.text, /Ask 0|SECRET/); });
    probe('nor by searching', async () => { const r = await cur2.get('/search?words=SECRET'); assert.doesNotMatch(r.text, /of Cy/); });
    probe('nor admits its applicants', async () => { await cur2.get('/people'); const r = await cur2.post('/people/admit', { application: 3 }); assert.equal(r.status, 403); });
    probe('nor revokes its tokens', async () => { const r = await cur2.post('/people/revoke', { contributor: 2, reason: 'x' }); assert.equal(r.status, 403); });
    probe('nor takes its program for theirs', async () => { const r = await cur2.post('/program', { program: 1 }); assert.equal(r.status, 403); });
    for (const path of ['/work', '/people', '/search?words=a', '/submission/1', '/report/page']) probe(`a reviewer does not GET ${path}`, async () => { const r = await rev.get(path); assert.equal(r.status, 403); });
    for (const path of ['/review', '/work', '/submission/1', '/mine', '/upload']) probe(`an exporter does not GET ${path}`, async () => { const r = await eva.get(path); assert.equal(r.status, 403); });
    probe('an exporter builds nothing', async () => { await eva.get('/releases'); const r = await eva.post('/releases/build', { name: 'x', seed: 1, validation: 0 }); assert.equal(r.status, 403); });
    probe('a reviewer judges nothing that was not claimed and is not there', async () => { await rev.get('/review'); const r = await rev.post('/review/judge', { submission: 9999, verdict: 'accept', place: 0 }); assert.equal(r.status, 403); });
  });

  describe('logging in', () => {
    for (const [name, role, secret] of [['a wrong password', 'cur', 'wrong'], ['no password', 'cur', ''], ['a role that is not', 'ghost', 'x'], ['a superuser', 'postgres', 'root'], ['a role without any capability', 'nobody_here', password('nobody_here')], ["the door's own role", 'door', password('door')], ['a role that cannot log in', 'badcase_owner', 'x'], ['a connection string', 'cur host=evil.example', 'x'], ['another database', 'cur dbname=template1', 'x']]) {
      probe(name, async () => {
        const v = new Visitor(w.port);
        const r = await v.login(role, secret);
        assert.ok([401, 403].includes(r.status), String(r.status));
        assert.equal(v.jar.has('bc_session'), false);
        assert.equal((await v.get('/work')).status, 401);
      });
    }
    probe('after ten wrong passwords even the right one waits', async () => {
      const v = new Visitor(w.port);
      for (let i = 0; i < 10; i++) await v.login('rev2', `wrong ${i}`);
      assert.equal((await v.login('rev2')).status, 429);
    });
    probe('a session is gone once it was left', async () => {
      const v = new Visitor(w.port);
      await v.login('cur');
      const id = v.jar.get('bc_session');
      await v.get('/work');
      await v.post('/leave', {});
      v.jar.set('bc_session', id);
      assert.equal((await v.get('/work')).status, 401);
    });
    probe('a session of one’s own making', async () => { const v = new Visitor(w.port); v.jar.set('bc_session', 'A'.repeat(43)); assert.equal((await v.get('/work')).status, 401); });
    probe('a session gets a new name by logging in', async () => { const v = new Visitor(w.port); v.jar.set('bc_session', 'A'.repeat(43)); await v.login('cur'); assert.notEqual(v.jar.get('bc_session'), 'A'.repeat(43)); });
    probe('a role that loses its capability loses it here', async () => {
      const v = new Visitor(w.port);
      await w.as('postgres', "CREATE ROLE gone LOGIN PASSWORD 'pass of gone'");
      await w.as('cur', "SELECT badcase.grant_access(1, 'gone', 'curator')");
      await v.login('gone');
      assert.equal((await v.get('/work')).status, 200);
      await w.as('cur', "SELECT badcase.revoke_access(1, 'gone', 'curator')");
      const r = await v.get('/submission/1');
      assert.equal(r.status, 403);
      assert.doesNotMatch(r.text, /Ask 0/);
    });
  });

  describe('from elsewhere', () => {
    const forged = [['without its secret', { csrf: false }], ['with an empty secret', { csrf: '' }], ['with a made-up secret', { csrf: 'A'.repeat(43) }], ['from another site', { headers: { 'sec-fetch-site': 'cross-site' } }], ['from a neighbour', { headers: { 'sec-fetch-site': 'same-site' } }], ['of another origin', { headers: { origin: 'https://evil.example' } }], ['of no origin', { headers: { origin: 'null' } }], ['of a broken origin', { headers: { origin: 'x' } }]];
    for (const [name, options] of forged) {
      probe(`a form ${name}`, async () => {
        const before = (await w.as('cur', 'SELECT count(*)::int AS n FROM badcase.task_coverage'))[0].n;
        await cur.get('/tasks');
        const r = await cur.post('/tasks/set', { task: `forged ${name}`, target: 1 }, options);
        assert.equal(r.status, 403);
        assert.equal((await w.as('cur', 'SELECT count(*)::int AS n FROM badcase.task_coverage'))[0].n, before);
      });
      probe(`taking back, ${name}`, async () => {
        await bo.get('/mine');
        const r = await bo.post('/mine/withdraw', { upload: 1 }, options);
        assert.equal(r.status, 403);
      });
    }
    probe('the secret of another visitor', async () => { await bo.get('/mine'); await cy.get('/mine'); const r = await bo.post('/mine/withdraw', { upload: 1 }, { csrf: cy.secret }); assert.equal(r.status, 403); });
    probe('the secret from before entering', async () => {
      const v = new Visitor(w.port);
      await v.get('/enter');
      const old = v.secret;
      await v.post('/enter', { token: tokens.Cy });
      const r = await v.post('/mine/withdraw', { upload: 2 }, { csrf: old });
      assert.equal(r.status, 403);
    });
    probe('a file without its secret', async () => { const r = await bo.send(record('p', 'r'), 'x', { 'x-csrf-token': 'no' }); assert.equal(r.status, 403); });
    probe('a form as JSON', async () => { const r = await bo.request('POST', '/mine/withdraw', { body: '{"upload":1}', headers: { 'content-type': 'application/json', 'x-csrf-token': bo.secret } }); assert.ok([403, 415].includes(r.status)); });
    probe('a form as text', async () => { const r = await bo.request('POST', '/mine/withdraw', { body: 'upload=1', headers: { 'content-type': 'text/plain', 'x-csrf-token': bo.secret } }); assert.ok([403, 415].includes(r.status)); });
    probe('what changes something by GET', async () => { for (const p of ['/leave', '/renew', '/mine/withdraw', '/review/claim', '/worklist/maintain', '/people/admit', '/language']) assert.ok([404, 401].includes((await bo.get(p)).status), p); });
    probe('a way back to another site', async () => { for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%2f/evil', '/x?y', '/\r\nx: y']) { await bo.get('/mine'); const r = await bo.post('/language', { lang: 'en', to }); assert.equal(r.to, '/', to); } });
  });

  describe('too much, too long', () => {
    probe('a file that says it is too large', async () => { await bo.get('/upload'); const r = await bo.send('x'.repeat(4 * 1048576)).catch((e) => ({ status: e.code })); assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(r.status), String(r.status)); });
    probe('a file that does not say so', async () => {
      const n = () => w.as('postgres', 'SELECT count(*)::int AS n FROM badcase_internal.upload').then((r) => r[0].n);
      const was = await n();
      const r = await bo.request('POST', '/upload', { body: `${record('p', 'r')}\n`.repeat(200000), headers: { 'content-type': 'application/x-ndjson', accept: 'application/json', 'x-csrf-token': bo.secret, 'transfer-encoding': 'chunked' } }).catch((e) => ({ status: e.code }));
      assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(r.status), String(r.status));
      assert.equal(await n(), was);
    });
    probe('an empty file', async () => { const r = await bo.send(''); assert.equal(r.status, 400); });
    probe('a form that is too large', async () => { const r = await bo.post('/mine/again', { raw: 'x'.repeat(5 * 1048576) }).catch((e) => ({ status: e.code })); assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(r.status), String(r.status)); });
    probe('a name that is too long', async () => { const v = new Visitor(w.port); const r = await v.apply({ name: 'x'.repeat(201) }); assert.equal(r.status, 400); });
    probe('a zero character', async () => { const v = new Visitor(w.port); const r = await v.apply({ name: 'x\0y' }); assert.equal(r.status, 400); });
    probe('more consents than there are', async () => { const v = new Visitor(w.port); const r = await v.apply({ consents: ['train', 'everything'] }); assert.equal(r.status, 400); });
    probe('applying without the terms', async () => { const v = new Visitor(w.port); await v.get('/apply'); assert.equal((await v.post('/apply', { program: 1, name: 'x' })).status, 400); });
    probe('applying by other terms', async () => { const v = new Visitor(w.port); assert.equal((await v.apply({ terms: '1999-1' })).status, 400); });
    probe('applying to another program', async () => { const v = new Visitor(w.port); assert.equal((await v.apply({ program: 2 })).status, 403); });
    probe('headers that are too large', async () => { const r = await bo.get('/mine', { headers: { 'x-large': 'x'.repeat(20000) } }).catch((e) => ({ status: e.code })); assert.ok([431, 'ECONNRESET'].includes(r.status)); });
    // what the server does with one who sends a little and waits
    const slow = (head, wait) => new Promise((resolve) => {
      const begun = Date.now(), socket = net.connect(w.port, '127.0.0.1', () => socket.write(head));
      const timer = setTimeout(() => { socket.destroy(); resolve(null); }, wait);
      socket.on('data', () => {}).on('error', () => {}).on('close', () => { clearTimeout(timer); resolve(Date.now() - begun); });
    });
    probe('headers that do not end', async () => { assert.notEqual(await slow('GET / HTTP/1.1\r\nHost: x\r\nX-', 30000), null); });
    probe('a file that stalls', async () => {
      const cookie = [...bo.jar].map(([k, v]) => `${k}=${v}`).join('; ');
      await bo.get('/upload');
      const ended = await slow(`POST /upload HTTP/1.1\r\nHost: 127.0.0.1:${w.port}\r\nCookie: ${cookie}\r\nContent-Type: application/x-ndjson\r\nX-CSRF-Token: ${bo.secret}\r\nContent-Length: 100000\r\n\r\n{"prompt": `, 15000);
      assert.notEqual(ended, null);
      assert.equal((await w.as('postgres', "SELECT count(*)::int AS n FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND usename = 'door'"))[0].n, 0);
    });
  });

  describe('texts that would be pages', () => {
    const each = (name, path, who, ok = [200]) => probe(`${name}: ${path}`, async () => {
      const r = await who().get(typeof path === 'function' ? await path() : path);
      assert.ok(ok.includes(r.status), String(r.status));
      sound(r.text, path);
    });
    each('their lines', '/mine/1', () => bo);
    for (let i = 1; i <= hostile.length; i++) each('a record', `/mine/1/${i}`, () => bo);
    for (let i = 1; i <= hostile.length; i += 3) each('a refused line', `/mine/1/${hostile.length + i}`, () => bo);
    each('their start', '/mine', () => bo);
    each('tasks', '/tasks', () => cur);
    each('contributors', '/people', () => cur);
    each('what was looked for', `/search?words=${encodeURIComponent('"><script>alert(1)</script>')}`, () => cur);
    each('what was found', '/search?state=pending', () => cur);
    each('an address', `/mine/${encodeURIComponent('<script>alert(1)</script>')}`, () => bo, [404]);
    probe('every submission as curators see it', async () => {
      for (const { s } of await w.as('postgres', 'SELECT submission_id::int AS s FROM badcase_internal.submission ORDER BY 1')) { const r = await cur.get(`/submission/${s}`); assert.equal(r.status, 200, String(s)); sound(r.text, `submission ${s}`); }
    });
    probe('every submission as reviewers see it', async () => {
      await rev.get('/review');
      for (let i = 0; i < 3; i++) { await rev.post('/review/claim', {}); }
      let seen = 0;
      for (let place = 0; place < hostile.length; place++) { const r = await rev.get(`/review?place=${place}`); assert.equal(r.status, 200); sound(r.text, `review ${place}`); if (/Ask \d/.test(r.text)) seen++; }
      assert.ok(seen > 5, `${seen} with texts`);
    });
    probe('a name, a contact and a login', async () => {
      const v = new Visitor(w.port);
      assert.equal((await v.apply({ name: '<script>alert(1)</script>', consents: ['contact'], contact: '"><svg onload=alert(1)>@x' })).status, 200);
      const r = await cur.get('/people');
      assert.match(r.text, /&lt;script&gt;/);
      sound(r.text, 'people');
    });
    probe('a reason', async () => {
      const v = new Visitor(w.port);
      await v.apply({ name: 'Refusee' });
      const [{ a }] = await w.as('cur', 'SELECT max(application) AS a FROM badcase.applications');
      await w.as('cur', ["SELECT badcase.refuse_applicant($1, '<script>alert(1)</script>')", [a]]);
      const r = await v.get('/mine');
      assert.match(r.text, /&lt;script&gt;/);
      sound(r.text, 'refused');
    });
    probe('a line of megabytes, whole', async () => {
      await cy.get('/upload');
      const r = await cy.send(record('Large: '.repeat(100000), '<script>x</script>'.repeat(50000)) + '\n', 'large.jsonl');
      assert.equal(r.status, 200);
      const to = JSON.parse(r.text).to;
      const page = await cy.get(`${to}/1`);
      assert.equal(page.status, 200);
      sound(page.text, 'large');
    });
    probe('a hundred thousand findings', async () => {
      await cy.get('/upload');
      const r = await cy.send(record('Whose numbers are these? Say it in one word.', '手机号13812345678 '.repeat(100000)) + '\n', 'findings.jsonl');
      assert.equal(r.status, 200);
      await w.as('cur', 'CALL badcase.triage(1, 1000)');
      const [{ s }] = await w.as('postgres', 'SELECT max(submission_id)::int AS s FROM badcase_internal.submission');
      const begun = process.cpuUsage().user;
      const page = await cur.get(`/submission/${s}`, { timeout: 60000 });
      assert.equal(page.status, 200);
      assert.ok(process.cpuUsage().user - begun < 3e6, 'the page takes no longer than three seconds of work');
    });
  });

  describe('what every answer carries', () => {
    for (const [path, who] of [['/', () => new Visitor(w.port)], ['/apply', () => new Visitor(w.port)], ['/mine', () => bo], ['/review', () => rev], ['/submission/1', () => cur], ['/nowhere', () => bo]]) {
      probe(`headers of ${path}`, async () => {
        const { headers: h } = await who().get(path);
        assert.match(h['content-security-policy'], /default-src 'none'/);
        assert.doesNotMatch(h['content-security-policy'], /unsafe/);
        assert.match(h['content-security-policy'], /frame-ancestors 'none'/);
        assert.equal(h['x-content-type-options'], 'nosniff');
        assert.equal(h['referrer-policy'], 'same-origin');
        assert.equal(h['cache-control'], 'no-store');
        assert.equal(h['x-powered-by'], undefined);
      });
    }
    probe('cookies are for the server alone', async () => {
      const v = new Visitor(w.port);
      const r = await v.apply({ name: 'Cook' });
      for (const line of [...(r.headers['set-cookie'] ?? []), ...((await new Visitor(w.port).get('/')).headers['set-cookie'] ?? [])]) { assert.match(line, /HttpOnly/i); assert.match(line, /SameSite=Strict/i); assert.doesNotMatch(line, /Domain=/i); }
    });
    probe('the report runs nothing', async () => { const r = await cur.get('/report/page'); assert.equal(r.status, 200); assert.match(r.headers['content-security-policy'], /default-src 'none'.*sandbox/); assert.doesNotMatch(r.text, /<script/i); });
    // another server in front of the same database
    const other = async (change, work) => {
      const app = await build({ ...w.s, ...change });
      await app.listen({ host: '127.0.0.1', port: 0 });
      try { await work(new Visitor(app.server.address().port)); } finally { await app.close(); }
    };
    probe('who asks too often waits', () => other({ requestsPerMinute: 5 }, async (v) => {
      const got = [];
      for (let i = 0; i < 7; i++) got.push((await v.get('/')).status);
      assert.deepEqual(got, [200, 200, 200, 200, 200, 429, 429]);
    }));
    probe('who tries too often waits sooner', () => other({ attemptsPerMinute: 3 }, async (v) => {
      await v.get('/enter');
      const got = [];
      for (let i = 0; i < 5; i++) { got.push((await v.post('/enter', { token: 'x' })).status); await v.get('/enter'); }
      assert.deepEqual(got, [401, 401, 401, 429, 429]);
    }));
    probe('no more sessions than are allowed', () => other({ sessions: 1 }, async (v) => {
      assert.equal((await v.login('cur')).status, 303);
      const second = new Visitor(v.port);
      assert.equal((await second.login('rev')).status, 503);
    }));
    probe('behind a proxy, cookies are for TLS alone', () => other({ behindProxy: true }, async (v) => {
      for (const line of (await v.get('/')).headers['set-cookie']) { assert.match(line, /^__Host-bc_/); assert.match(line, /; Secure/i); }
    }));
    probe('without a door nobody applies and no token is looked at', () => other({ intakeUser: null }, async (v) => {
      v.jar.set('bc_token', tokens.Cy);
      for (const path of ['/apply', '/enter']) assert.equal((await v.get(path)).status, 404);
      assert.equal((await v.get('/mine')).status, 401);
    }));
    probe('no way out of the assets', async () => { for (const p of ['/assets/../server.mjs', '/assets/..%2fserver.mjs', '/assets/%2e%2e%2fpackage.json', '/assets//etc/passwd', '/assets/__proto__', '/assets/constructor']) assert.ok([400, 404].includes((await bo.get(p)).status), p); });
    probe('methods that are none', async () => { for (const m of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'HEAD']) { const r = await bo.request(m, '/mine').catch(() => ({ status: 0 })); assert.ok(r.status === 0 || r.status >= 400, m); } });
    probe('a fault quotes no record', async () => {
      await bo.get('/mine/1/1');
      const r = await bo.post('/mine/again', { raw: '{"prompt": "QUOTED-TEXT", "response": 5}' });
      assert.equal(r.status, 400);
      assert.doesNotMatch(r.text, /QUOTED-TEXT/);
      assert.match(r.text, /response_type/);
    });
    probe('the server logs no token and no record', async () => {
      const log = w.log();
      for (const token of Object.values(tokens)) assert.ok(!log.includes(`'${token}'`) || /parameters: /.test(log), 'only as a parameter');
      assert.doesNotMatch(log.split('\n').filter((l) => !/DETAIL: {2}[Pp]arameters/.test(l)).join('\n'), /bct_[0-9a-f]{64}/);
      assert.doesNotMatch(log.split('\n').filter((l) => !/DETAIL: {2}[Pp]arameters/.test(l)).join('\n'), /SECRET answer of Cy/);
    });
    probe('nothing was lost or left behind', async () => {
      assert.equal((await w.as('postgres', 'SELECT count(*)::int AS n FROM badcase.intake'))[0].n, 0);
      assert.equal((await w.as('postgres', 'SELECT count(*)::int AS n FROM badcase_internal.upload WHERE processed_at IS NULL OR lines <> stored + repeated + refused + blank'))[0].n, 0);
    });
  });
  test('there were a hundred probes and more', () => assert.ok(probes >= 100, `${probes}`));
});
